//! The cases behind a figure of the volume statistics, oldest first.

use crate::answer::Answer;
use crate::nav::{self, Frame};
use crate::period::Asked;
use crate::report::{Shown, shown};
use crate::visit::{self, Visit};
use ::report::Table;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::report::{Which, which};
use askama::Template;
use faces::{Shell, case_cells, case_titles, coded, figure_name, group_title};

/// Key of the report.
const VOLUMES: &str = "volumes";
/// Cases of one page.
const LIMIT: usize = 100;

type Pairs = Query<Vec<(String, String)>>;

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

/// `GET /reports/volumes/cases?…&figure=GROUP:KEY`: the cases a figure counts, oldest first.
pub(crate) async fn cases(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let asked = Asked::read(visit, VOLUMES, &query)?;
        let value = |name: &str| query.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str());
        let figure = which(value("figure").unwrap_or_default()).map_err(|_| Denied::NotFound)?;
        let after = value("after").map_or(Ok(0), |id| id.parse().map_err(|_| Denied::NotFound))?;
        list(visit, &asked, &figure, after)
    })
    .await
}

fn list(visit: &Visit, asked: &Asked, figure: &Which, after: i64) -> Result<Answer, Denied> {
    let (words, desk) = (visit.words, &asked.desk);
    let (principal, dates) = (&visit.identity.principal, asked.dates()?);
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
        back: asked.address(&asked.query()),
        caption: title.clone(),
        table: shown(&table, case),
        next: found.next.map(|id| {
            let key = coded(&figure.1);
            format!("/reports/volumes/cases?{}&figure={}:{key}&after={id}", asked.query(), figure.0.as_str())
        }),
        frame: nav::frame(visit, title, Some("/reports/volumes"))?,
    })
}
