//! The cases behind a figure of the volume statistics or the staffing, oldest first.

use crate::answer::Answer;
use crate::nav::{self, Frame};
use crate::period::Asked;
use crate::report::{Shown, shown};
use crate::visit::{self, Visit};
use ::report::Table;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::report::{Behind, Mark};
use askama::Template;
use faces::{
    ReadBehind, Shell, behind_names, case_cells, case_titles, cases_address, staffing_figure, volume_figure,
};

/// Cases of one page.
const LIMIT: usize = 100;

type Pairs = Query<Vec<(String, String)>>;

/// A list of cases behind a figure, a page of it.
#[derive(Template)]
#[template(path = "volume_cases.html")]
pub(crate) struct CasesPage {
    pub frame: Frame,
    /// How many there are and where they were looked for.
    pub said: String,
    pub back: String,
    pub caption: String,
    pub table: Shown,
    pub next: Option<String>,
}

/// `GET /reports/volumes/cases?…&figure=GROUP:KEY`: the cases a figure counts, oldest first.
pub(crate) async fn volumes(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    list(&shell, &request, query, ("volumes", volume_figure)).await
}

/// `GET /reports/staffing/cases?…&line=LINE&hour=1-07`: the cases that came to a line, once for every time.
pub(crate) async fn staffing(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    list(&shell, &request, query, ("staffing", staffing_figure)).await
}

async fn list(
    shell: &Data<Shell>,
    request: &HttpRequest,
    query: Pairs,
    (report, read): (&'static str, ReadBehind),
) -> HttpResponse {
    visit::get(shell, request, move |visit| {
        let asked = Asked::read(visit, report, &query)?;
        let value = |name: &str| query.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str());
        // Nobody types these: an address that is wrong leads nowhere.
        let lost =
            |denied| if matches!(denied, Denied::Malformed { .. }) { Denied::NotFound } else { denied };
        let figure = read(&value).map_err(lost)?;
        let from = value("after").map_or(Ok((0, 0)), |text| mark(text).ok_or(Denied::NotFound))?;
        show(visit, &asked, &figure, from).map_err(lost)
    })
    .await
}

/// Where a page goes on.
fn mark(text: &str) -> Option<Mark> {
    let (id, nth) = text.split_once('.')?;
    Some((id.parse().ok()?, nth.parse().ok()?))
}

fn show(visit: &Visit, asked: &Asked, figure: &Behind, from: Mark) -> Result<Answer, Denied> {
    let (words, desk) = (visit.words, &asked.desk);
    let (principal, dates) = (&visit.identity.principal, asked.dates()?);
    let count = visit.app.figure_count(principal, &desk.key, dates, figure, visit.now)?;
    let found = visit.app.figure_cases(principal, &desk.key, dates, figure, (from, LIMIT), visit.now)?;
    let table = Table {
        titles: case_titles(figure, words.0),
        rows: found.items.iter().map(|row| case_cells(row, desk, words.0)).collect(),
    };
    let case = |row: usize, column: usize| {
        let found = found.items.get(row).filter(|_| column == 0)?;
        Some(format!("/cases/{}", found.reference))
    };
    let (group, name) = behind_names(figure, desk, words.0);
    let title = words.with("volumes-cases", &[("group", &group), ("figure", &name)]);
    let (first, last, count) = (asked.from.to_string(), asked.until.to_string(), count.to_string());
    let desk_name = desk.name.in_language(words.language());
    let values = [("count", count.as_str()), ("desk", desk_name), ("from", &first), ("until", &last)];
    let report = asked.report.key();
    Answer::ok(&CasesPage {
        said: words.with(&format!("{report}-cases-count"), &values),
        back: asked.address(&asked.query()),
        caption: title.clone(),
        table: shown(&table, case),
        next: found
            .next
            .map(|(id, nth)| format!("{}&after={id}.{nth}", cases_address(figure, &asked.query()))),
        frame: nav::frame(visit, title, Some(&format!("/reports/{report}")))?,
    })
}
