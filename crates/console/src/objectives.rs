//! The cases behind a figure of the report on objectives.

use crate::answer::Answer;
use crate::nav::{self, Frame};
use crate::report::{Shown, shown};
use crate::visit;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use askama::Template;
use chrono::NaiveDate;
use faces::{Shell, figure_cases_table, figure_cell, objective_name, page_query, part_words, period_words};

type Pairs = Query<Vec<(String, String)>>;

#[derive(Template)]
#[template(path = "objective_cases.html")]
struct CasesPage {
    frame: Frame,
    back: String,
    part: String,
    count: String,
    cases: Shown,
}

/// `GET /reports/objectives/cases?desk=…&objective=…&part=…&from=…`; as it was after the day `until` where one is named.
pub(crate) async fn cases(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let value = |name: &str| query.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v.as_str());
        let (key, words) = (value("desk"), visit.words);
        let from = value("from").parse().map_err(|_| Denied::malformed("from", "not_a_date"))?;
        let until = Some(value("until")).filter(|until| !until.is_empty()).map(|until| {
            let last: Option<NaiveDate> = until.parse().ok();
            last.and_then(|last| last.succ_opt()).ok_or_else(|| Denied::malformed("until", "not_a_date"))
        });
        let dates = (from, until.transpose()?);
        let which = (value("objective"), value("part"));
        let found = visit.app.objective_cases(&visit.identity.principal, key, which, dates, visit.now)?;
        let desk = visit.app.desk(key).ok_or(Denied::NotFound)?;
        let figure = &found.figure;
        let shown_figure = figure_cell(figure).shown();
        let (name, period) =
            (objective_name(&desk, &figure.objective, words.0), period_words(figure, words.0));
        let title = words.with("objective-cases-title", &[("name", &name), ("period", &period)]);
        let table = figure_cases_table(&found, &desk, words.0);
        let last = figure.to.pred_opt().unwrap_or(figure.to);
        Answer::ok(&CasesPage {
            frame: nav::frame(visit, title, None)?,
            back: format!("/reports/objectives?{}", page_query(key, (figure.from, last))),
            part: part_words(figure, &desk, words.0),
            count: words.with(
                "objective-cases-count",
                &[("count", &found.items.len().to_string()), ("figure", &shown_figure)],
            ),
            cases: shown(&table, |row, column| {
                let item = found.items.get(row).filter(|_| column == 0)?;
                Some(format!("/cases/{}", item.reference))
            }),
        })
    })
    .await
}
