//! The volume statistics of a period, for who may read reports: every figure opens the list of its cases.

use crate::answer::Answer;
use crate::field::{Control, Field, Maker};
use crate::nav::{self, Frame};
use crate::notice::malformed;
use crate::report::{Asked, Shown, coded, month, shown};
use crate::visit::{self, Visit};
use ::report::{Format, Table, to_svg};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::read::local_date;
use app::report::{Which, which};
use askama::Template;
use chrono::NaiveDate;
use desk::Desk;
use faces::{
    Shell, case_cells, case_titles, figure_name, group_title, handed_out, volumes, volumes_document,
};
use std::sync::Arc;

/// Address of the page.
pub(crate) const VOLUMES: &str = "/reports/volumes";
/// Cases of one page.
const LIMIT: usize = 100;

type Pairs = Query<Vec<(String, String)>>;

#[derive(Template)]
#[template(path = "volumes.html")]
struct Page {
    frame: Frame,
    /// Desks whose reports may be read: address, name, whether it is this one.
    desks: Vec<(String, String, bool)>,
    desk: String,
    fields: Vec<Field>,
    /// Other periods: address and name.
    periods: Vec<(String, String)>,
    parts: Vec<Drawn>,
    /// Addresses of the whole as files, and their names.
    files: [(String, String); 2],
}

/// One part of the page.
struct Drawn {
    key: String,
    heading: String,
    notes: Vec<String>,
    chart: Option<String>,
    table: Shown,
    file: String,
}

#[derive(Template)]
#[template(path = "volume_cases.html")]
struct CasesPage {
    frame: Frame,
    /// How many there are and where they were looked for.
    said: String,
    back: String,
    caption: String,
    table: Shown,
    next: Option<String>,
}

fn query(desk: &str, (from, until): (NaiveDate, NaiveDate)) -> String {
    format!("desk={}&from={from}&until={until}", coded(desk))
}

fn of(asked: &Asked) -> String {
    query(&asked.desk.key, (asked.from, asked.until))
}

/// First date and the one the period ends before.
fn dates(asked: &Asked) -> Result<(NaiveDate, NaiveDate), Denied> {
    Ok((asked.from, asked.to()?))
}

/// The address of the list behind a figure.
fn behind(asked: &Asked, (group, key): &Which) -> String {
    format!("{VOLUMES}/cases?{}&figure={}:{}", of(asked), group.as_str(), coded(key))
}

/// `GET /reports/volumes?desk=…&from=…&until=…`; without dates the month so far.
pub(crate) async fn page(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| show(visit, &Asked::read(visit, &query)?)).await
}

/// `GET /reports/volumes.csv?…&part=GROUP`, `.xlsx`, `.pdf`.
pub(crate) async fn file(
    shell: Data<Shell>,
    request: HttpRequest,
    path: Path<String>,
    query: Pairs,
) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let format = Format::parse(&path).ok_or(Denied::NotFound)?;
        let asked = Asked::read(visit, &query)?;
        let (principal, desk) = (&visit.identity.principal, &asked.desk);
        let report = visit.app.volumes_report(principal, &desk.key, dates(&asked)?, visit.now)?;
        let document = volumes_document(&report, desk, visit.words.0, visit.now);
        let part = query.iter().find(|(k, _)| k == "part").map_or("whole", |(_, v)| v.as_str());
        let part = document.part(part).map(|part| part.key.clone()).ok_or(Denied::NotFound)?;
        let name = if format == Format::Csv { part.as_str() } else { "volumes" };
        let name = format!("{}-{name}-{}-{}.{}", desk.key, asked.from, asked.until, format.key());
        let bytes = handed_out(document, format, Some(&part), visit.words.0)
            .map_err(|e| store::Fault::Setup(e.to_string()))?;
        Ok(Answer::File(name, format.media_type(), bytes))
    })
    .await
}

fn show(visit: &Visit, asked: &Asked) -> Result<Answer, Denied> {
    let (words, desk) = (visit.words, &asked.desk);
    let made = dates(asked)
        .and_then(|dates| visit.app.volumes_report(&visit.identity.principal, &desk.key, dates, visit.now));
    let (report, fault) = match made {
        Ok(report) => (Some(report), None),
        Err(Denied::Malformed { field, why, .. }) => {
            // The use case counts to the day after; people typed the last day.
            let field = if field == "to" { "until".to_owned() } else { field };
            let fault = malformed(words, &field, why);
            (None, Some((field, fault)))
        }
        Err(denied) => return Err(denied),
    };
    let maker = Maker { form: "report", words, typed: None, fault };
    let date = |name, label, value: NaiveDate| {
        maker.field(name, label, Control::Line("date", "off"), &value.to_string())
    };
    let name = desk.name.in_language(words.language());
    let (from, until) = (asked.from.to_string(), asked.until.to_string());
    let title = words.with("volumes-title", &[("desk", name), ("from", &from), ("until", &until)]);
    let desks = visit.app.reporting_desks(&visit.identity.principal);
    let tab = |d: &Arc<Desk>| {
        let address = format!("{VOLUMES}?{}", query(&d.key, (asked.from, asked.until)));
        (address, d.name.in_language(words.language()).to_owned(), d.key == desk.key)
    };
    let parts = report.map(|report| {
        let drawn = |volume: faces::Volume| {
            let part = volume.part;
            let link = |row: usize, column: usize| {
                volume.behind.get(row)?.get(column)?.as_ref().map(|which| behind(asked, which))
            };
            Drawn {
                chart: part.chart.as_ref().map(|chart| to_svg(chart, &part.table, &part.key)),
                table: shown(&part.table, link),
                file: format!("{VOLUMES}.csv?{}&part={}", of(asked), part.key),
                key: part.key,
                heading: part.heading,
                notes: part.notes,
            }
        };
        let mut parts: Vec<Drawn> = volumes(&report, desk, words.0).into_iter().map(drawn).collect();
        if let Some(first) = parts.first_mut() {
            first.notes.push(words.t("volumes-meaning"));
        }
        parts
    });
    Answer::ok(&Page {
        frame: nav::frame(visit, title, Some(VOLUMES))?,
        desks: if desks.len() > 1 { desks.iter().map(tab).collect() } else { Vec::new() },
        desk: desk.key.clone(),
        fields: vec![date("from", "from", asked.from), date("until", "until-date", asked.until)],
        periods: periods(visit, desk),
        parts: parts.unwrap_or_default(),
        files: [Format::Xlsx, Format::Pdf].map(|format| {
            let address = format!("{VOLUMES}.{}?{}", format.key(), of(asked));
            (address, words.t(&format!("paper-file-{}", format.key())))
        }),
    })
}

/// This month and the one before, of a desk's own calendar.
fn periods(visit: &Visit, desk: &Desk) -> Vec<(String, String)> {
    let this = month(local_date(&desk.zone, visit.now));
    let before = month(this.0.pred_opt().unwrap_or(this.0));
    [("report-this-month", this), ("report-last-month", before)]
        .into_iter()
        .map(|(label, period)| (format!("{VOLUMES}?{}", query(&desk.key, period)), visit.words.t(label)))
        .collect()
}

/// `GET /reports/volumes/cases?…&figure=GROUP:KEY`: the cases a figure counts, oldest first.
pub(crate) async fn cases(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let asked = Asked::read(visit, &query)?;
        let value = |name: &str| query.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str());
        let figure = which(value("figure").unwrap_or_default()).map_err(|_| Denied::NotFound)?;
        let after = value("after").map_or(Ok(0), |id| id.parse().map_err(|_| Denied::NotFound))?;
        list(visit, &asked, &figure, after)
    })
    .await
}

fn list(visit: &Visit, asked: &Asked, figure: &Which, after: i64) -> Result<Answer, Denied> {
    let (words, desk) = (visit.words, &asked.desk);
    let (principal, dates) = (&visit.identity.principal, dates(asked)?);
    let report = visit.app.volumes_report(principal, &desk.key, dates, visit.now)?;
    let count = report.count(figure.0, &figure.1);
    let found = visit.app.volume_cases(principal, &desk.key, dates, figure, (after, LIMIT), visit.now)?;
    let table = Table {
        titles: case_titles(words.0),
        rows: found.items.iter().map(|row| case_cells(row, desk, words.0)).collect(),
    };
    let case = |row: usize, column: usize| {
        let found = found.items.get(row).filter(|_| column == 0)?;
        Some(format!("/cases/{}", found.reference))
    };
    let (group, name) = (group_title(figure.0, words.0), figure_name(desk, figure, words.0));
    let title = words.with("volumes-cases", &[("group", &group), ("figure", &name)]);
    let (from, until, count) = (asked.from.to_string(), asked.until.to_string(), count.to_string());
    let desk_name = desk.name.in_language(words.language());
    let values = [("count", count.as_str()), ("desk", desk_name), ("from", &from), ("until", &until)];
    Answer::ok(&CasesPage {
        said: words.with("volumes-cases-count", &values),
        back: format!("{VOLUMES}?{}", of(asked)),
        caption: title.clone(),
        table: shown(&table, case),
        next: found.next.map(|id| format!("{}&after={id}", behind(asked, figure))),
        frame: nav::frame(visit, title, Some(VOLUMES))?,
    })
}
