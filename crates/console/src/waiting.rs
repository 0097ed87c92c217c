//! The report on waiting of a period, for who may read reports: every queue leads to its cases. Dates are the desk's own;
//! the last day is included.

use crate::answer::Answer;
use crate::field::{Control, Field, Maker};
use crate::nav::{self, Frame};
use crate::notice::malformed;
use crate::report::{Shown, shown};
use crate::telephone::Asked;
use crate::visit::{self, Visit};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::report::WaitingReport;
use askama::Template;
use desk::Desk;
use faces::{Shell, queue_name, waiting_cases_table, waiting_queues_table};
use std::sync::Arc;

/// Address of the page.
pub(crate) const WAITING: &str = "/reports/waiting";

type Pairs = Query<Vec<(String, String)>>;

#[derive(Template)]
#[template(path = "waiting.html")]
struct Page {
    frame: Frame,
    /// Desks whose reports may be read: address, name, whether it is this one.
    desks: Vec<(String, String, bool)>,
    desk: String,
    fields: Vec<Field>,
    queues: Shown,
    /// The cases of one queue, where one was chosen: its name, the way back to all.
    cases: Option<(String, Shown)>,
    all: String,
    /// Addresses of the same as files, with their names.
    files: Vec<(String, String)>,
}

fn queue(query: &[(String, String)]) -> Option<&str> {
    query.iter().find(|(k, _)| k == "queue").map(|(_, v)| v.trim()).filter(|v| !v.is_empty())
}

fn report(asked: &Asked, visit: &Visit, queue: Option<&str>) -> Result<WaitingReport, Denied> {
    let to = asked.until.succ_opt().ok_or_else(|| Denied::malformed("until", "out_of_range"))?;
    let principal = &visit.identity.principal;
    let report = visit.app.waiting_report(principal, &asked.desk.key, (asked.from, to), queue);
    // The use case counts to the day after; people typed the last day.
    report.map_err(|denied| match denied {
        Denied::Malformed { field, why, .. } if field == "to" => Denied::malformed("until", why),
        other => other,
    })
}

/// `GET /reports/waiting?desk=…&from=…&until=…&queue=…`; without dates the month so far.
pub(crate) async fn page(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let asked = Asked::read(visit, &query)?;
        show(visit, &asked, queue(&query))
    })
    .await
}

/// `GET /reports/waiting.csv?…&part=queues|cases`.
pub(crate) async fn csv(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let asked = Asked::read(visit, &query)?;
        let report = report(&asked, visit, queue(&query))?;
        let cases = query.iter().any(|(k, v)| k == "part" && v == "cases");
        let (part, table) = if cases {
            ("cases", waiting_cases_table(&report, &asked.desk, visit.words.0))
        } else {
            ("queues", waiting_queues_table(&report, &asked.desk, visit.words.0))
        };
        let csv = ::report::to_csv(&table).map_err(|e| store::Fault::Setup(e.to_string()))?;
        let name = format!("{}-waiting-{part}-{}-{}.csv", asked.desk.key, asked.from, asked.until);
        Ok(Answer::File(name, "text/csv; charset=utf-8", csv.into_bytes()))
    })
    .await
}

fn show(visit: &Visit, asked: &Asked, chosen: Option<&str>) -> Result<Answer, Denied> {
    let words = visit.words;
    let (made, fault) = match report(asked, visit, None) {
        Ok(report) => (Some(report), None),
        Err(Denied::Malformed { field, why, .. }) => {
            let fault = malformed(words, &field, why);
            (None, Some((field, fault)))
        }
        Err(denied) => return Err(denied),
    };
    let maker = Maker { form: "waiting", words, typed: None, fault };
    let name = asked.desk.name.in_language(words.language());
    let (from, until) = (asked.from.to_string(), asked.until.to_string());
    let address = |desk: &str| format!("{WAITING}?desk={desk}&from={from}&until={until}");
    let desks = visit.app.reporting_desks(&visit.identity.principal);
    let tab = |d: &Arc<Desk>| {
        (address(&d.key), d.name.in_language(words.language()).to_owned(), d.key == asked.desk.key)
    };
    let date = |name, label, value: &str| maker.field(name, label, Control::Line("date", "off"), value);
    let all = address(&asked.desk.key);
    let file = |part: &str| {
        let csv = all.replacen(WAITING, "/reports/waiting.csv", 1);
        (format!("{csv}&part={part}"), words.t(&format!("waiting-file-{part}")))
    };
    let queues = made.as_ref().map(|report| by_queue(visit, asked, report, &all));
    let cases = match (chosen, &made) {
        (Some(queue), Some(_)) => Some(of_queue(visit, asked, queue)?),
        _ => None,
    };
    let (desk, until_shown) = (asked.desk.key.clone(), until.clone());
    let title = words.with("waiting-title", &[("desk", name), ("from", &from), ("until", &until_shown)]);
    Answer::ok(&Page {
        frame: nav::frame(visit, title, Some(WAITING))?,
        desks: if desks.len() > 1 { desks.iter().map(tab).collect() } else { Vec::new() },
        desk,
        fields: vec![date("from", "from", &from), date("until", "until-date", &until)],
        queues: queues.unwrap_or_else(|| Shown { titles: Vec::new(), rows: Vec::new() }),
        cases,
        files: vec![file("queues"), file("cases")],
        all,
    })
}

fn by_queue(visit: &Visit, asked: &Asked, report: &WaitingReport, all: &str) -> Shown {
    let table = waiting_queues_table(report, &asked.desk, visit.words.0);
    shown(&table, |row, column| {
        report.queues.get(row).filter(|_| column > 0).map(|row| format!("{all}&queue={}", row.queue))
    })
}

/// The cases behind a queue's figures.
fn of_queue(visit: &Visit, asked: &Asked, queue: &str) -> Result<(String, Shown), Denied> {
    let report = report(asked, visit, Some(queue))?;
    let table = waiting_cases_table(&report, &asked.desk, visit.words.0);
    let address = |row: usize, column: usize| {
        report.cases.get(row).filter(|_| column == 0).map(|row| format!("/cases/{}", row.reference))
    };
    let name = queue_name(&asked.desk, queue, visit.words.0);
    let heading = visit.words.one("waiting-of-queue", "queue", &name);
    Ok((heading, shown(&table, address)))
}
