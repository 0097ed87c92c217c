//! Logging a call: the few fields that are needed in the order one hears them, the rest folded away.

use crate::answer::Answer;
use crate::calls;
use crate::case::{self, choices};
use crate::field::{Choice, Control, Field, Maker};
use crate::form::Form;
use crate::names::Names;
use crate::nav::{self, Frame};
use crate::notice::malformed;
use crate::visit::{self, Visit, status};
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::{Answered, Asked, Denied, Facts, New, OnPaper, Order, Who};
use askama::Template;
use desk::Desk;
use faces::Shell;
use serde_json::Value;
use text::Intake;
use ticket::{Act, Channel, Reference};

#[derive(Template)]
#[template(path = "log.html")]
struct Page {
    frame: Frame,
    /// Other desks one may log on: address, name, whether it is this one.
    desks: Vec<(String, String, bool)>,
    desk: String,
    key: String,
    notice: Option<String>,
    /// Address and name of the other way to log.
    other: (String, String),
    /// Of a case from paper: when and by whom it was taken down.
    taken: Vec<Field>,
    /// Who asks.
    who: Vec<Field>,
    /// What about.
    what: Vec<Field>,
    /// The rest, folded.
    more: Vec<Field>,
    more_open: bool,
    /// Solved at once, folded.
    solved: Vec<Field>,
    solved_open: bool,
    /// Which call it is and when it began, folded unless an exchange reported some.
    call: Vec<Field>,
    call_open: bool,
    /// The moment the form was opened.
    exact: String,
}

/// Who may have taken a case down: everybody with a line on the desk.
fn people(visit: &Visit, desk: &Desk) -> Result<Vec<Choice>, Denied> {
    let people = visit.app.people_of(&visit.identity.principal, &desk.key)?;
    Ok(people.into_iter().map(|(login, name)| Choice::new(&login, name)).collect())
}

/// Longest name, address or number.
const WHO_MAX: usize = 200;

/// `GET /cases/new`.
pub(crate) async fn page(
    shell: Data<Shell>,
    request: HttpRequest,
    query: Query<Vec<(String, String)>>,
) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let wanted = query.iter().find(|(k, _)| k == "desk").map(|(_, v)| v.as_str());
        let desks = nav::desks_to_log(visit);
        let desk = match wanted {
            Some(key) => desks.iter().find(|d| d.key == key),
            None => desks.first(),
        };
        let desk = desk.ok_or(if desks.is_empty() { Denied::Forbidden } else { Denied::NotFound })?;
        let paper = query.iter().any(|(k, _)| k == "paper");
        show(visit, desk, paper, None, None)
    })
    .await
}

/// `POST /cases/new`.
pub(crate) async fn log(shell: Data<Shell>, request: HttpRequest, bytes: Bytes) -> HttpResponse {
    visit::post(&shell, &request, &bytes, |visit, form| {
        let desks = nav::desks_to_log(visit);
        let desk = desks.iter().find(|d| d.key == form.raw("desk")).ok_or(Denied::Forbidden)?;
        match open(visit, desk, form) {
            Ok(reference) => solve(visit, &reference, form),
            Err(denied @ (Denied::Malformed { .. } | Denied::Refused(_) | Denied::KeyReused)) => {
                show(visit, desk, form.has("paper"), Some(form), Some(&denied))
            }
            Err(denied) => Err(denied),
        }
    })
    .await
}

fn open(visit: &Visit, desk: &Desk, form: &Form) -> Result<Reference, Denied> {
    let mut new = asked(visit, desk, form)?;
    new.facts.organisation = new.facts.organisation.or_else(|| own_organisation(visit, desk, form));
    if form.get("solution_text").is_some() && form.get("solution").is_none() {
        return Err(Denied::malformed("solution", "required"));
    }
    if form.get("solution").is_some() && form.get("solution_text").is_none() {
        return Err(Denied::malformed("solution_text", "required"));
    }
    let caller = form.caller("/cases/new", 0);
    match visit.app.open(&visit.identity.principal, &new, &caller, visit.now)? {
        Answered::Done(ticket) => Ok(ticket.reference),
        // Sent twice: the case made the first time.
        Answered::Again { body, .. } => {
            let made: Value = serde_json::from_str(&body).map_err(|e| store::Fault::Setup(e.to_string()))?;
            let reference = made.get("reference").and_then(Value::as_str).unwrap_or_default();
            Reference::parse(reference).map_err(|_| Denied::NotFound)
        }
    }
}

/// The organisation of whoever logs, where neither the form nor an address or telephone tells another: a caller
/// whom nobody knows belongs to the support that was called.
fn own_organisation(visit: &Visit, desk: &Desk, form: &Form) -> Option<String> {
    let known = form.get("email").and_then(|e| desk.organisation_of_address(&e).map(|_| ()));
    let known = known.or_else(|| form.get("phone").and_then(|p| desk.unit_of_telephone(&p).map(|_| ())));
    if known.is_some() {
        return None;
    }
    visit.identity.principal.roles(desk).find_map(|(membership, _)| membership.organisation.clone())
}

/// After logging: the case, or one's own list where it lies beyond what one may see.
fn logged(visit: &Visit, reference: &Reference, done: Act) -> Result<Answer, Denied> {
    match visit.app.readable(&visit.identity.principal, reference) {
        Ok(()) => Ok(Answer::See(format!("/cases/{reference}?done={done}"))),
        Err(Denied::NotFound) => Ok(Answer::See(format!("/lists/mine?logged={reference}"))),
        Err(denied) => Err(denied),
    }
}

/// The case that was logged; solved at once where the form says how. If it cannot be solved it is logged all the
/// same, and the page says why.
fn solve(visit: &Visit, reference: &Reference, form: &Form) -> Result<Answer, Denied> {
    let (Some(solution), Some(text)) = (form.get("solution"), form.get("solution_text")) else {
        return logged(visit, reference, Act::Open);
    };
    let principal = &visit.identity.principal;
    let version = match visit.app.ticket(principal, reference, visit.now) {
        Ok(ticket) => Some(ticket.version),
        Err(Denied::NotFound) => return logged(visit, reference, Act::Open),
        Err(denied) => return Err(denied),
    };
    let order = Order::Resolve(solution, Intake::new(text));
    let asked = Asked { reference: reference.clone(), version, order };
    match visit.app.act(principal, &asked, &form.caller("/cases/new", 1), visit.now) {
        Ok(_) => logged(visit, reference, Act::Resolve),
        Err(denied) => {
            case::refused(visit, reference, Act::Resolve, &form.renamed("solution_text", "text"), denied)
        }
    }
}

fn who(form: &Form, prefix: &str) -> Result<Option<Who>, Denied> {
    let field = |name: &str| {
        let name = format!("{prefix}{name}");
        match form.get(&name) {
            Some(value) if value.chars().count() > WHO_MAX => Err(Denied::malformed(&name, "too_long")),
            value => Ok(value),
        }
    };
    let (name, phone, email) = (field("name")?, field("phone")?, field("email")?);
    let address = |e: &String| e.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.'));
    if email.as_ref().is_some_and(|e| !address(e) || e.contains(char::is_whitespace)) {
        return Err(Denied::malformed(&format!("{prefix}email"), "no_address"));
    }
    if name.is_none() && phone.is_none() && email.is_none() {
        return Ok(None);
    }
    Ok(Some(Who { email, name: name.map(Intake::line), phone }))
}

fn asked(visit: &Visit, desk: &Desk, form: &Form) -> Result<New, Denied> {
    let requester = who(form, "")?.ok_or_else(|| Denied::malformed("name", "nobody"))?;
    let subject = form.get("subject").ok_or_else(|| Denied::malformed("subject", "required"))?;
    let count = match form.get("affected_count") {
        None => 1,
        Some(count) => count
            .parse()
            .ok()
            .filter(|n| (1..=1_000_000).contains(n))
            .ok_or_else(|| Denied::malformed("affected_count", "no_number"))?,
    };
    let called = form.get("channel").is_none_or(|way| way != "form");
    let channel = if called { Channel::Phone } else { Channel::Form };
    Ok(New {
        description: form.get("description").map(Intake::new),
        affected: who(form, "affected_")?,
        orderer: who(form, "orderer_")?,
        affected_count: count,
        facts: Facts {
            case_type: form.get("case_type"),
            service: form.get("service"),
            environment: form.get("environment"),
            impact: form.get("impact"),
            urgency: form.get("urgency"),
            organisation: form.get("organisation"),
            asker_role: form.get("asker_role"),
            fault_began_at: form.moment("fault_began_at", &desk.zone)?,
            ..Facts::default()
        },
        call: if called { calls::called(visit, desk, form)? } else { None },
        paper: on_paper(desk, form)?,
        ..New::of(&desk.key, Intake::line(subject), requester, channel)
    })
}

/// What was written on paper first, where the form is that one.
fn on_paper(desk: &Desk, form: &Form) -> Result<Option<OnPaper>, Denied> {
    if !form.has("paper") {
        return Ok(None);
    }
    let received_at = form.moment("received_at", &desk.zone)?;
    let received_at = received_at.ok_or_else(|| Denied::malformed("received_at", "required"))?;
    Ok(Some(OnPaper { received_at, taken_by: form.get("taken_by") }))
}

/// The only one there is, else none: what can be known needs no choosing.
fn only(choices: &[Choice]) -> String {
    match choices {
        [one] => one.value.clone(),
        _ => String::new(),
    }
}

fn show(
    visit: &Visit,
    desk: &Desk,
    paper: bool,
    typed: Option<&Form>,
    denied: Option<&Denied>,
) -> Result<Answer, Denied> {
    let words = visit.words;
    let names = Names::new(desk, words);
    let (notice, fault) = match denied {
        Some(Denied::Malformed { field, why, .. }) => {
            let text = malformed(words, field, why, &[]);
            (Some(text.clone()), Some((field.clone(), text)))
        }
        Some(Denied::Refused(refusal)) => {
            let said = names.refusal(refusal);
            (Some(format!("{} {}", said.detail, said.remedy)), None)
        }
        Some(Denied::KeyReused) => (Some(words.t("log-sent-before")), None),
        _ => (None, None),
    };
    let maker = Maker { form: "log", words, typed, fault };
    let (services, environments) = (choices::services(names), choices::environments(names));
    let (service, environment) = (only(&services), only(&environments));
    let line =
        |name: &str, label: &str, kind, complete| maker.field(name, label, Control::Line(kind, complete), "");
    let who = vec![
        line("name", "name", "text", "off").focused(maker.fault.is_none()),
        line("phone", "phone", "tel", "off"),
        line("email", "email", "email", "off"),
        maker.choice("organisation", "log-organisation", choices::organisations(names), ""),
    ];
    let taken = if paper {
        vec![
            maker.moment("received_at", "received_at", "").required(),
            maker.choice("taken_by", "taken_by", people(visit, desk)?, ""),
            maker.moment("fault_began_at", "fault_began_at", ""),
        ]
    } else {
        Vec::new()
    };
    let what = vec![
        line("subject", "subject", "text", "off").required(),
        maker.area("description", "description", 5),
        maker.choice("case_type", "case_type", choices::case_types(names), ""),
        maker.choice("service", "service", services, &service),
        maker.choice("environment", "environment", environments, &environment),
    ];
    let mut more = vec![
        maker.choice("asker_role", "asker_role", choices::asker_roles(names), ""),
        maker.choice("impact", "impact", choices::impacts(names), ""),
        maker.choice("urgency", "urgency", choices::urgencies(names), ""),
        line("affected_name", "affected_name", "text", "off"),
        line("affected_phone", "affected_phone", "tel", "off"),
        line("affected_email", "affected_email", "email", "off"),
        maker.field("affected_count", "affected_count", Control::Line("number", "off"), "1"),
        line("orderer_name", "orderer_name", "text", "off"),
        line("orderer_phone", "orderer_phone", "tel", "off"),
        line("orderer_email", "orderer_email", "email", "off"),
    ];
    if !paper {
        more.insert(3, maker.moment("fault_began_at", "fault_began_at", ""));
    }
    let solved = vec![
        maker.choice("solution", "solution", choices::solutions(names), ""),
        maker.area("solution_text", "solution_text", 3),
    ];
    let ways =
        vec![Choice::new("phone", words.t("log-called")), Choice::new("form", words.t("log-not-called"))];
    let mut call = vec![maker.field("channel", "came", Control::Radio(ways), "phone")];
    call.extend(calls::fields(visit, desk, &maker, "")?);
    let exact = typed.and_then(|form| form.get("call_exact"));
    let open = |fields: &[Field]| {
        let told = |f: &Field| typed.is_some_and(|t| t.get(&f.name).is_some()) && f.value != "1";
        fields.iter().any(|f| f.fault.is_some() || told(f))
    };
    let desks = nav::desks_to_log(visit);
    let others = desks.iter().map(|d| {
        let name = d.name.in_language(words.language()).to_owned();
        (format!("/cases/new?desk={}{}", d.key, if paper { "&paper=1" } else { "" }), name, d.key == desk.key)
    });
    let page = Page {
        frame: nav::frame(
            visit,
            words.t(if paper { "log-paper-title" } else { "log-title" }),
            Some("/cases/new"),
        )?,
        desks: if desks.len() > 1 { others.collect() } else { Vec::new() },
        desk: desk.key.clone(),
        key: visit.key.clone(),
        notice,
        // The other form: of a call as it comes, or from paper.
        other: if paper {
            (format!("/cases/new?desk={}", desk.key), words.t("log-not-paper"))
        } else {
            (format!("/cases/new?desk={}&paper=1", desk.key), words.t("log-paper"))
        },
        taken,
        who,
        what,
        more_open: open(&more),
        more,
        solved_open: open(&solved),
        solved,
        call_open: call.len() > 3 || call.iter().any(|field| field.fault.is_some()),
        call,
        exact: exact.unwrap_or_else(|| visit.now.to_rfc3339()),
    };
    Answer::page(denied.map_or(StatusCode::OK, status), &page)
}
