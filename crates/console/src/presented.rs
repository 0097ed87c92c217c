//! Presented reports: the list, and each as it was presented, with what is counted otherwise now and the receiver's word.

use crate::answer::Answer;
use crate::field::{Field, Maker};
use crate::form::Form;
use crate::nav::{self, Frame};
use crate::notice::malformed;
use crate::report::{Shown, shown};
use crate::visit::{self, Visit};
use crate::words::Words;
use ::report::{Cell, Format, Part, Table, to_svg};
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::presented::{PresentedReport, PresentedView, State};
use app::read::local_time;
use askama::Template;
use faces::{
    Shell, amendments_part, coded, handed_out, page_query, presented_document, presented_notes,
    presented_parts, presented_service, presented_title, receivers_part,
};
use locale::text_with;
use text::Intake;

/// Address of the list.
pub(crate) const PRESENTED: &str = "/reports/presented";
/// Reports on a page.
const LIMIT: usize = 50;

type Pairs = Query<Vec<(String, String)>>;

#[derive(Template)]
#[template(path = "presented_list.html")]
struct ListPage {
    frame: Frame,
    table: Shown,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "presented.html")]
struct Page {
    frame: Frame,
    state: String,
    notes: Vec<String>,
    /// Who is asked, and what each said.
    receivers: Option<Drawn>,
    /// Where it is decided on.
    address: String,
    key: String,
    /// Field of the forms; none for who may not decide.
    fields: Vec<Field>,
    /// Whether others are asked too.
    several: bool,
    notice: Option<String>,
    amendments: Drawn,
    /// Where the same is counted now.
    live: Option<String>,
    parts: Vec<Drawn>,
    /// Addresses of files, and their names.
    files: Vec<(String, String)>,
}

/// One part of the page.
struct Drawn {
    key: String,
    heading: String,
    notes: Vec<String>,
    chart: Option<String>,
    table: Shown,
}

fn drawn(part: Part) -> Drawn {
    let chart = part.chart.as_ref().filter(|_| !part.table.rows.is_empty());
    Drawn {
        chart: chart.map(|chart| to_svg(chart, &part.table, &part.key)),
        table: shown(&part.table, |_, _| None),
        key: part.key,
        heading: part.heading,
        notes: part.notes,
    }
}

/// `GET /reports/presented`, newest first.
pub(crate) async fn list(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let after = query.iter().find(|(k, _)| k == "after");
        let after = after.map(|(_, mark)| self::mark(mark).ok_or(Denied::NotFound)).transpose()?;
        if !visit.app.reads_presented(&visit.identity.principal)? {
            return Err(Denied::NotFound);
        }
        let found = visit.app.presented(&visit.identity.principal, None, (after, LIMIT))?;
        let rows = found.items.iter().map(|view| row(visit, view)).collect();
        let keys = ["report", "desk", "service", "period", "revision", "state", "at", "by"];
        let titles =
            keys.iter().map(|key| visit.words.t(&format!("presented-column-{key}")).into()).collect();
        let link = |row: usize, column: usize| {
            let view = found.items.get(row).filter(|_| column == 0)?;
            Some(format!("{PRESENTED}/{}", view.id))
        };
        Answer::ok(&ListPage {
            frame: nav::frame(visit, visit.words.t("presented-title"), Some(PRESENTED))?,
            table: shown(&Table { titles, rows }, link),
            next: found.next.map(|(at, id)| format!("{PRESENTED}?after={at}.{id}")),
        })
    })
    .await
}

/// The place a page begins after: moment and id.
fn mark(text: &str) -> Option<(i64, i64)> {
    let (at, id) = text.split_once('.')?;
    Some((at.parse().ok()?, id.parse().ok()?))
}

fn row(visit: &Visit, view: &PresentedView) -> Vec<Cell> {
    let words = visit.words;
    let desk = visit.app.desk(&view.desk);
    let zone = desk.as_ref().map_or("UTC", |desk| desk.zone.as_str());
    let last = view.to.pred_opt().unwrap_or(view.to);
    vec![
        Cell::Text(words.t(&format!("presented-kind-{}", view.kind))),
        Cell::text(desk.as_ref().map(|desk| desk.name.in_language(words.language()))),
        Cell::text(desk.as_ref().map(|desk| presented_service(view, desk, words.0))),
        Cell::Text(format!("{} – {last}", view.from)),
        Cell::Count(view.revision),
        Cell::Text(state(words, view)),
        Cell::Minute(local_time(zone, view.presented_at)),
        Cell::Text(view.presented_by.clone()),
    ]
}

/// What became of it; one that nobody is asked about waits for nothing.
fn state(words: Words, view: &PresentedView) -> String {
    let asked = view.receivers.len();
    match (view.state, asked) {
        (State::Presented, 0) => words.t("presented-state-received"),
        (State::Presented, 2..) => {
            let values = [("answered", view.answered()), ("asked", asked)];
            let values = values.map(|(name, count)| (name.to_owned(), count.to_string()));
            text_with(words.0, "presented-state-waiting", &values.into())
        }
        _ => words.t(&format!("presented-state-{}", view.state.as_str())),
    }
}

fn id(path: &str) -> Result<i64, Denied> {
    path.parse().map_err(|_| Denied::NotFound)
}

/// `GET /reports/presented/{id}`.
pub(crate) async fn page(shell: Data<Shell>, request: HttpRequest, path: Path<String>) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let found = visit.app.presented_report(&visit.identity.principal, id(&path)?, visit.now)?;
        show(visit, found, None)
    })
    .await
}

/// `GET /reports/presented/{id}/file.pdf`, `.xlsx`, `.csv?part=…`, `.json`: the frozen figures.
pub(crate) async fn file(
    shell: Data<Shell>,
    request: HttpRequest,
    path: Path<(String, String)>,
    query: Pairs,
) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let (number, form) = &*path;
        let found = visit.app.presented_report(&visit.identity.principal, id(number)?, visit.now)?;
        let view = &found.view;
        let last = view.to.pred_opt().unwrap_or(view.to);
        let name = format!("{}-{}-{}-{last}-{}.{form}", view.desk, view.kind, view.from, view.revision);
        if form == "json" {
            return Ok(Answer::File(name, "application/json", found.content.into_bytes()));
        }
        let format = Format::parse(form).ok_or(Denied::NotFound)?;
        let document = presented_document(&found, visit.words.0);
        let part = query.iter().find(|(k, _)| k == "part").map(|(_, v)| v.as_str());
        let first = document.parts.iter().find(|part| !part.table.titles.is_empty());
        let part = part.map_or(first, |part| document.part(part)).map(|part| part.key.clone());
        let part = part.ok_or(Denied::NotFound)?;
        let bytes = handed_out(document, format, Some(&part), visit.words.0)
            .map_err(|e| store::Fault::Setup(e.to_string()))?;
        Ok(Answer::File(name, format.media_type(), bytes))
    })
    .await
}

/// `POST /reports/presented/{id}` with `as` approve or reject.
pub(crate) async fn decide(
    shell: Data<Shell>,
    request: HttpRequest,
    path: Path<String>,
    bytes: Bytes,
) -> HttpResponse {
    visit::post(&shell, &request, &bytes, move |visit, form| {
        let (id, principal) = (id(&path)?, &visit.identity.principal);
        let approve = match form.raw("as") {
            "approve" => true,
            "reject" => false,
            _ => return Err(Denied::NotFound),
        };
        let reason = form.get("reason").map(Intake::new);
        let caller = form.caller(&format!("{PRESENTED}/{id}"), 0);
        match visit.app.decide_presented(principal, id, (approve, reason), &caller, visit.now) {
            Ok(_) => Ok(Answer::See(format!("{PRESENTED}/{id}"))),
            Err(Denied::Malformed { field, why, .. }) => {
                let said = malformed(visit.words, &field, why, &[]);
                let found = visit.app.presented_report(principal, id, visit.now)?;
                show(visit, found, Some((form, (field, said))))
            }
            Err(denied) => Err(denied),
        }
    })
    .await
}

fn show(
    visit: &Visit,
    found: PresentedReport,
    refused: Option<(&Form, (String, String))>,
) -> Result<Answer, Denied> {
    let (words, view) = (visit.words, &found.view);
    let status = if refused.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let notice = refused.as_ref().map(|(_, (_, said))| said.clone());
    let (typed, fault) = refused.unzip();
    let maker = Maker { form: "decide", words, typed, fault };
    let fields = if found.may_decide { vec![maker.area("reason", "decide-reason", 4)] } else { Vec::new() };
    let files = ["pdf", "xlsx", "json"].map(|form| {
        (format!("{PRESENTED}/{}/file.{form}", view.id), words.t(&format!("presented-file-{form}")))
    });
    let reads = visit.app.reporting_desks(&visit.identity.principal);
    let live = reads.iter().any(|desk| desk.key == view.desk).then(|| {
        let only = view.service.as_ref().map(|key| format!("&service={}", coded(key))).unwrap_or_default();
        let last = view.to.pred_opt().unwrap_or(view.to);
        format!("/reports/{}?{}{only}", view.kind, page_query(&view.desk, (view.from, last)))
    });
    let page = Page {
        frame: nav::frame(visit, presented_title(&found, words.0), Some(PRESENTED))?,
        state: state(words, view),
        notes: presented_notes(view, &found.report.zone, words.0),
        receivers: receivers_part(&found, words.0).map(drawn),
        address: format!("{PRESENTED}/{}", view.id),
        key: visit.key.clone(),
        fields,
        several: view.receivers.len() > 1,
        notice,
        amendments: drawn(amendments_part(&found, words.0)),
        live,
        parts: presented_parts(&found, words.0).into_iter().map(drawn).collect(),
        files: files.to_vec(),
    };
    Answer::page(status, &page)
}
