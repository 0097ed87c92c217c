//! The clocks behind a figure of the report, page by page.

use super::Pairs;
use super::asked::Asked;
use super::shown::{Shown, shown};
use crate::answer::Answer;
use crate::nav::{self, Frame};
use crate::visit::{self, Visit};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::report::Figure;
use askama::Template;
use faces::{Shell, clocks_table};

/// Clocks on a page.
const PAGE: i64 = 100;

#[derive(Template)]
#[template(path = "report_clocks.html")]
struct Page {
    frame: Frame,
    /// The report the figure stands in.
    back: String,
    /// What the figure is narrowed to.
    only: String,
    heading: String,
    table: Shown,
    next: Option<String>,
}

/// `GET /reports/sla/clocks?…&figure=…`.
pub(crate) async fn clocks(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let asked = Asked::read(visit, &query)?;
        let value = |name: &str| query.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str());
        let figure = value("figure").map_or(Some(Figure::Missed), Figure::parse);
        let figure = figure.ok_or_else(|| Denied::unknown("figure", Figure::ALL.map(Figure::as_str)))?;
        let after = value("after").map(|mark| self::mark(mark).ok_or(Denied::NotFound)).transpose()?;
        show(visit, &asked, figure, after)
    })
    .await
}

/// The place a page begins after: moment and row.
fn mark(text: &str) -> Option<(i64, i64)> {
    let (at, row) = text.split_once('.')?;
    Some((at.parse().ok()?, row.parse().ok()?))
}

fn show(visit: &Visit, asked: &Asked, figure: Figure, after: Option<(i64, i64)>) -> Result<Answer, Denied> {
    let words = visit.words;
    let period = (asked.desk.key.as_str(), asked.from, asked.to()?);
    let which = (figure, &asked.filter);
    let page = visit.app.sla_clocks(&visit.identity.principal, period, which, (after, PAGE), visit.now)?;
    let name = asked.desk.name.in_language(words.language());
    let title = words.with(
        "report-title",
        &[("desk", name), ("from", &asked.from.to_string()), ("until", &asked.until.to_string())],
    );
    let table = clocks_table(&page.items, &asked.desk, words.0);
    let case = |row: usize, column: usize| {
        let clock = page.items.get(row).filter(|_| column == 0)?;
        Some(format!("/cases/{}", clock.reference))
    };
    Answer::ok(&Page {
        frame: nav::frame(visit, title, Some(super::SLA))?,
        back: asked.address(),
        only: super::facts(asked, words),
        heading: words.t(&format!("report-figure-{}", figure.as_str())),
        table: shown(&table, case),
        next: page.next.map(|(at, row)| format!("{}&after={at}.{row}", asked.clocks(figure))),
    })
}
