//! What stands below the operations report and the board's sheet: which service, and the form that presents the report.

use crate::answer::Answer;
use crate::field::{Field, Maker};
use crate::form::Form;
use crate::notice::malformed;
use crate::period::{self, Asked};
use crate::presented::PRESENTED;
use crate::visit::{self, Visit};
use crate::words::Words;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::presented::NewPresented;
use askama::Template;
use desk::{Permission, PresentedKind};
use faces::{Shell, coded};
use text::Intake;

#[derive(Template)]
#[template(path = "present.html")]
struct Present {
    words: Words,
    csrf: String,
    key: String,
    /// Services to choose: address, name, whether it is this one.
    services: Vec<(String, String, bool)>,
    /// What the form keeps; nothing for who may not present.
    kept: Vec<(&'static str, String)>,
    /// Who is asked to approve it, in words.
    receivers: String,
    fields: Vec<Field>,
    notice: Option<String>,
}

/// The kind a page is of.
fn kind(asked: &Asked) -> Option<PresentedKind> {
    PresentedKind::parse(asked.report.key())
}

fn service(asked: &Asked) -> Option<&str> {
    asked.only.iter().find(|(name, _)| name == "service").map(|(_, key)| key.as_str())
}

/// What stands below; below another report nothing.
pub(crate) fn below(
    visit: &Visit,
    asked: &Asked,
    refused: Option<(&Form, (String, String))>,
) -> Result<String, Denied> {
    let Some(kind) = kind(asked) else { return Ok(String::new()) };
    let (words, desk, service) = (visit.words, &asked.desk, service(asked));
    let of = |key: Option<&str>| {
        let only = key.map(|key| format!("&service={}", coded(key))).unwrap_or_default();
        asked.address(&format!("{}{only}", asked.query()))
    };
    let mut services = vec![(of(None), words.t("operations-of-desk"), service.is_none())];
    services.extend(desk.services.iter().map(|own| {
        let name = own.name.in_language(words.language()).to_owned();
        (of(Some(&own.key)), name, service == Some(own.key.as_str()))
    }));
    let may = visit.identity.principal.has(desk, Permission::Present);
    let kept = vec![
        ("kind", kind.as_str().to_owned()),
        ("desk", desk.key.clone()),
        ("service", service.unwrap_or_default().to_owned()),
        ("from", asked.from.to_string()),
        ("until", asked.until.to_string()),
    ];
    let roles = desk.receivers_of(kind, service).map(|receiver| {
        let role = desk.role(&receiver.role).map(|role| &role.name);
        let organisation = receiver.organisation.as_deref().and_then(|key| desk.organisation(key));
        let name = |name: &desk::Name| name.in_language(words.language()).to_owned();
        let parts = [role.map(name), organisation.map(|o| name(&o.name))];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    let roles: Vec<String> = roles.collect();
    let receivers = if roles.is_empty() {
        words.t("present-nobody")
    } else {
        let key = if roles.len() > 1 { "present-receivers-each" } else { "present-receivers" };
        words.one(key, "roles", &roles.join("; "))
    };
    let notice = refused.as_ref().map(|(_, (_, text))| text.clone());
    let (typed, fault) = refused.unzip();
    let maker = Maker { form: "present", words, typed, fault };
    let page = Present {
        words,
        csrf: visit.identity.csrf.clone(),
        key: visit.key.clone(),
        services,
        kept: if may { kept } else { Vec::new() },
        receivers,
        fields: vec![maker.area("comment", "presented-comment", 5)],
        notice,
    };
    page.render().map_err(|e| store::Fault::Setup(e.to_string()).into())
}

/// `POST /reports/presented`: presents a report.
pub(crate) async fn present(shell: Data<Shell>, request: HttpRequest, bytes: Bytes) -> HttpResponse {
    visit::post(&shell, &request, &bytes, move |visit, form| {
        let pairs =
            ["desk", "service", "from", "until"].map(|name| (name.to_owned(), form.raw(name).to_owned()));
        let kind = PresentedKind::parse(form.raw("kind")).ok_or(Denied::NotFound)?;
        let asked = Asked::read(visit, kind.as_str(), &pairs)?;
        let (from, to) = asked.dates()?;
        let new = NewPresented {
            kind,
            desk: asked.desk.key.clone(),
            service: service(&asked).map(str::to_owned),
            from,
            to,
            comment: Intake::new(form.raw("comment").to_owned()),
        };
        let caller = form.caller(PRESENTED, 0);
        match visit.app.present(&visit.identity.principal, &new, &caller, visit.now) {
            Ok(view) => Ok(Answer::See(format!("{PRESENTED}/{}", view.id))),
            // What was typed stays, beside why it was refused.
            Err(Denied::Malformed { field, why, allowed }) => {
                let said = malformed(visit.words, &field, why, &allowed);
                let below = below(visit, &asked, Some((form, (field, said))))?;
                period::show(visit, &asked, below)
            }
            Err(Denied::Refused(refusal)) => {
                let said = locale::refusal(visit.words.0, &refusal);
                let said = format!("{} {}", said.detail, said.remedy);
                let below = below(visit, &asked, Some((form, (String::new(), said))))?;
                period::show(visit, &asked, below)
            }
            Err(denied) => Err(denied),
        }
    })
    .await
}
