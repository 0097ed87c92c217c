//! Objectives per period, for who may read reports: every figure is a link to the cases behind it.

use crate::answer::Answer;
use crate::field::{Control, Field, Maker};
use crate::nav::{self, Frame};
use crate::notice::malformed;
use crate::report::{Asked, Shown, shown};
use crate::visit::{self, Visit};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::objectives::{Figure, ObjectivesReport};
use askama::Template;
use chrono::NaiveDate;
use faces::{
    Shell, figure_cases_table, figure_cell, objective_name, objectives_table, part_words, period_words,
};

/// Address of the page.
pub(crate) const OBJECTIVES: &str = "/reports/objectives";

type Pairs = Query<Vec<(String, String)>>;

#[derive(Template)]
#[template(path = "objectives.html")]
struct Page {
    frame: Frame,
    /// Desks whose reports may be read: address, name, whether it is this one.
    desks: Vec<(String, String, bool)>,
    desk: String,
    fields: Vec<Field>,
    figures: Shown,
    file: String,
}

#[derive(Template)]
#[template(path = "objective_cases.html")]
struct CasesPage {
    frame: Frame,
    back: String,
    part: String,
    count: String,
    cases: Shown,
}

fn report(visit: &Visit, asked: &Asked) -> Result<ObjectivesReport, Denied> {
    let to = asked.to()?;
    let report =
        visit.app.objectives_report(&visit.identity.principal, &asked.desk.key, (asked.from, to), visit.now);
    // The use case counts to the day after; people typed the last day.
    report.map_err(|denied| match denied {
        Denied::Malformed { field, why, .. } if field == "to" => Denied::malformed("until", why),
        other => other,
    })
}

/// `GET /reports/objectives?desk=…&from=…&until=…`; without dates the month so far.
pub(crate) async fn page(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| show(visit, &Asked::read(visit, &query)?)).await
}

/// `GET /reports/objectives.csv?…`.
pub(crate) async fn csv(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let asked = Asked::read(visit, &query)?;
        let table = objectives_table(&report(visit, &asked)?, &asked.desk, visit.words.0);
        let csv = ::report::to_csv(&table).map_err(|e| store::Fault::Setup(e.to_string()))?;
        let name = format!("{}-objectives-{}-{}.csv", asked.desk.key, asked.from, asked.until);
        Ok(Answer::File(name, "text/csv; charset=utf-8", csv.into_bytes()))
    })
    .await
}

fn show(visit: &Visit, asked: &Asked) -> Result<Answer, Denied> {
    let words = visit.words;
    let (report, fault) = match report(visit, asked) {
        Ok(report) => (Some(report), None),
        Err(Denied::Malformed { field, why, .. }) => {
            let fault = malformed(words, &field, why);
            (None, Some((field, fault)))
        }
        Err(denied) => return Err(denied),
    };
    let maker = Maker { form: "objectives", words, typed: None, fault };
    let name = asked.desk.name.in_language(words.language());
    let title = words.with(
        "objectives-title",
        &[("desk", name), ("from", &asked.from.to_string()), ("until", &asked.until.to_string())],
    );
    let date = |name, label, value: NaiveDate| {
        maker.field(name, label, Control::Line("date", "off"), &value.to_string())
    };
    let period = (asked.from, asked.until);
    let desks = visit.app.reporting_desks(&visit.identity.principal);
    let tab = |d: &std::sync::Arc<desk::Desk>| {
        let address = format!("{OBJECTIVES}?{}", period_query(&d.key, period));
        (address, d.name.in_language(words.language()).to_owned(), d.key == asked.desk.key)
    };
    let figures = report.map_or_else(
        || Shown { titles: Vec::new(), rows: Vec::new() },
        |report| {
            let table = objectives_table(&report, &asked.desk, words.0);
            // The name, the figure and the number of cases lead to them.
            shown(&table, |row, column| {
                let figure = report.figures.get(row).filter(|_| [0, 3, 6].contains(&column))?;
                Some(address(&asked.desk.key, figure))
            })
        },
    );
    Answer::ok(&Page {
        frame: nav::frame(visit, title, Some(OBJECTIVES))?,
        desks: if desks.len() > 1 { desks.iter().map(tab).collect() } else { Vec::new() },
        desk: asked.desk.key.clone(),
        fields: vec![date("from", "from", asked.from), date("until", "until-date", asked.until)],
        figures,
        file: format!("/reports/objectives.csv?{}", period_query(&asked.desk.key, period)),
    })
}

/// Desk and period as a query.
fn period_query(desk: &str, (from, until): (NaiveDate, NaiveDate)) -> String {
    format!("desk={desk}&from={from}&until={until}")
}

/// Where the cases behind a figure are listed. Keys are made of letters that need no quoting but `=` and `,`.
fn address(desk: &str, figure: &Figure) -> String {
    let part = figure.part_key.replace('=', "%3D").replace(',', "%2C");
    format!("{OBJECTIVES}/cases?desk={desk}&objective={}&part={part}&from={}", figure.objective, figure.from)
}

/// `GET /reports/objectives/cases?desk=…&objective=…&part=…&from=…`.
pub(crate) async fn cases(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let value = |name: &str| query.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v.as_str());
        let (key, words) = (value("desk"), visit.words);
        let from = value("from").parse().map_err(|_| Denied::malformed("from", "not_a_date"))?;
        let which = (value("objective"), value("part"));
        let found = visit.app.objective_cases(&visit.identity.principal, key, which, from, visit.now)?;
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
            back: format!("{OBJECTIVES}?{}", period_query(key, (figure.from, last))),
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
