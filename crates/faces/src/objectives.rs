//! Objectives per period, and the cases behind one figure, as tables in words.

use crate::paper::{chart, part};
use crate::period::{Made, PeriodAsked, PeriodReport, Section, coded};
use crate::reception::{of_calls, of_mails};
use crate::report::{named, percent_words, titles};
use ::report::{Cell, Kind, Objective, Table};
use app::objectives::{Figure, FigureCases, ObjectivesReport};
use app::read::local_minute;
use app::report::MailsAsked;
use app::{App, Denied};
use desk::Desk;
use locale::{Language, text};
use serde_json::json;

/// The report on objectives.
pub(crate) struct Objectives;

impl PeriodReport for Objectives {
    fn key(&self) -> &'static str {
        "objectives"
    }

    fn about(&self) -> &'static str {
        "Objectives per period, and how their budgets burn"
    }

    fn parts(&self) -> &'static [&'static str] {
        &["objectives", "budgets", "calls", "mails"]
    }

    fn make(&self, app: &App, asked: &PeriodAsked) -> Result<Made, Denied> {
        let report = app.objectives_report(asked.reader, &asked.desk.key, asked.dates(), asked.now)?;
        let table = objectives_table(&report, asked.desk, asked.language);
        let mut made = part(asked.language, "objectives", "objectives-table", table, None);
        if report.figures.is_empty() {
            made.notes = vec![text(asked.language, "objectives-none")];
        }
        // The name, the figure and the number of cases lead to them.
        let section = Section::linked(made, |row, column| {
            let figure = report.figures.get(row).filter(|_| [0, 3, 6].contains(&column))?;
            Some(address(&asked.desk.key, figure))
        });
        let mut sections = vec![section, budgets(&report, asked)];
        let calls = (!asked.desk.call_objectives.is_empty())
            .then(|| app.telephone_report(asked.reader, &asked.desk.key, asked.dates()))
            .transpose()?;
        sections.push(of_calls(calls.as_ref(), asked));
        let counts_mail = !asked.desk.mail_objectives.is_empty() && asked.reader.sees_all(asked.desk);
        let mails = counts_mail
            .then(|| app.mails_report(asked.reader, &asked.desk.key, asked.dates(), MailsAsked::default()))
            .transpose()?;
        sections.push(of_mails(mails.as_ref(), asked));
        let mut made = Made::of(&report, sections)?;
        if let Some(whole) = made.json.as_object_mut() {
            let calls = calls.map(|calls| json!({ "answer": calls.answer, "direct": calls.direct }));
            whole.extend(calls.map(|calls| ("calls".to_owned(), calls)));
            whole.extend(mails.map(|mails| ("mails".to_owned(), json!(mails.objectives))));
        }
        Ok(made.noted(text(asked.language, "objectives-lead")))
    }
}

/// The used part of every budget: the one thing that objectives of any unit can be compared by.
fn budgets(report: &ObjectivesReport, asked: &PeriodAsked) -> Section {
    let (desk, language) = (asked.desk, asked.language);
    let used = |figure: &&Figure| figure.budget.as_ref().is_some_and(|budget| budget.used_parts.is_some());
    let figures: Vec<&Figure> = report.figures.iter().filter(used).collect();
    let row = |figure: &&Figure| {
        let same =
            |other: &&&Figure| other.objective == figure.objective && other.part_key == figure.part_key;
        let several = figures.iter().filter(same).count() > 1;
        let limit = figure.budget.as_ref().map(|budget| budget.limit);
        let used = figure.budget.as_ref().and_then(|budget| budget.used_parts);
        vec![
            Cell::Text(budget_name(figure, several, desk, language)),
            Cell::Text(period_words(figure, language)),
            figure_cell(figure),
            measured_cell(figure.measure, limit),
            used.map_or(Cell::Empty, Cell::Share),
        ]
    };
    let keys = ["name", "period", "figure", "limit", "used"];
    let table =
        Table { titles: titles("objective", &keys, language), rows: figures.iter().map(row).collect() };
    let words = ("objectives-chart", "objectives-chart-described");
    let mut drawn = chart(language, Kind::Bars, words, (0, vec![4]));
    drawn.objective = Some(Objective { at: 10_000, label: text(language, "objectives-chart-whole") });
    let made = part(language, "budgets", "objectives-budgets", table, Some(drawn));
    Section::linked(made, |row, column| {
        figures.get(row).filter(|_| [0, 2].contains(&column)).map(|figure| address(&desk.key, figure))
    })
}

/// What a budget is called in its picture: begun by its period where there are several of the same.
fn budget_name(figure: &Figure, several: bool, desk: &Desk, language: Language) -> String {
    let name = objective_name(desk, &figure.objective, language);
    let begins = several.then(|| figure.from.to_string());
    let named = begins.into_iter().chain([name]).collect::<Vec<_>>().join(" ");
    let part = part_words(figure, desk, language);
    if part.is_empty() { named } else { format!("{named}, {part}") }
}

/// Where the cases behind a figure are listed.
fn address(desk: &str, figure: &Figure) -> String {
    let (desk, objective, part) = (coded(desk), coded(&figure.objective), coded(&figure.part_key));
    format!("/reports/objectives/cases?desk={desk}&objective={objective}&part={part}&from={}", figure.from)
}

/// Every figure, in the order of the desk file and of time.
fn objectives_table(report: &ObjectivesReport, desk: &Desk, language: Language) -> Table {
    let keys =
        ["name", "part", "period", "figure", "wanted", "fulfilled", "cases", "used", "rate", "forecast"];
    let rows = report.figures.iter().map(|figure| row(figure, desk, language)).collect();
    Table { titles: titles("objective", &keys, language), rows }
}

fn row(figure: &Figure, desk: &Desk, language: Language) -> Vec<Cell> {
    let verdict = |kept| text(language, if kept { "report-yes" } else { "report-no" });
    let budget = figure.budget.as_ref();
    let hundredths = |parts: i64| format!("{}.{:02}", parts / 100, parts % 100);
    vec![
        Cell::Text(objective_name(desk, &figure.objective, language)),
        Cell::Text(part_words(figure, desk, language)),
        Cell::Text(period_words(figure, language)),
        figure_cell(figure),
        Cell::text(figure.wanted.as_ref().map(|wanted| wanted_words(figure.measure, wanted))),
        Cell::text(figure.fulfilled.map(verdict)),
        Cell::Count(figure.cases),
        budget.and_then(|b| b.used_parts).map_or(Cell::Empty, Cell::Share),
        Cell::text(budget.and_then(|b| b.rate).map(|rate| format!("{rate:.2} ×"))),
        match budget.and_then(|b| b.forecast_hundredths) {
            Some(forecast) if figure.measure == "count" => Cell::Text(hundredths(forecast)),
            Some(forecast) => Cell::Seconds(forecast / 100),
            None => Cell::Empty,
        },
    ]
}

/// The figure itself, cut to what is shown; nothing where there is none.
pub fn figure_cell(figure: &Figure) -> Cell {
    measured_cell(figure.measure, figure.whole)
}

/// A figure of a measure: parts of ten thousand or of a million, cases, seconds.
pub(crate) fn measured_cell(measure: &str, figure: Option<i64>) -> Cell {
    match (measure, figure) {
        (_, None) => Cell::Empty,
        ("share", Some(parts)) => Cell::Share(parts),
        ("count", Some(count)) => Cell::Count(count),
        // Four decimals: 99.9510 % is not 99.95 %.
        ("availability", Some(parts)) => Cell::Text(format!("{}.{:04} %", parts / 10_000, parts % 10_000)),
        (_, Some(seconds)) => Cell::Seconds(seconds),
    }
}

/// What is wanted, durations as hours, minutes and seconds.
pub(crate) fn wanted_words(measure: &str, wanted: &str) -> String {
    match wanted.split_once(' ') {
        Some((sign, value)) if measure == "mean" || measure == "total" => {
            let seconds = value.parse().map_or_else(|_| value.to_owned(), |s| Cell::Seconds(s).shown());
            format!("{sign} {seconds}")
        }
        _ if measure == "count" => wanted.to_owned(),
        _ => percent_words(wanted),
    }
}

/// The period by its first and last day, marked while it goes on.
pub fn period_words(figure: &Figure, language: Language) -> String {
    let last = figure.to.pred_opt().unwrap_or(figure.to);
    let dates = if last == figure.from { last.to_string() } else { format!("{} – {last}", figure.from) };
    if figure.finished { dates } else { format!("{dates} ({})", text(language, "objective-so-far")) }
}

/// The values a figure is narrowed to, in words.
pub fn part_words(figure: &Figure, desk: &Desk, language: Language) -> String {
    let names = figure.part.iter().map(|(sort, key)| crate::report::names::of(desk, sort, key, language));
    names.collect::<Vec<_>>().join(", ")
}

/// An objective's name; its key where the desk file knows it no longer.
pub fn objective_name(desk: &Desk, key: &str, language: Language) -> String {
    named(desk.objective_names.get(key), key, language)
}

/// The cases behind a figure.
pub fn figure_cases_table(cases: &FigureCases, desk: &Desk, language: Language) -> Table {
    let row = |row: &app::objectives::CaseRow| {
        let outcome = row.outcome.as_ref().map(|o| text(language, &format!("explain-is-{o}")));
        vec![
            Cell::Text(row.reference.clone()),
            Cell::Count(row.occurrence.into()),
            Cell::text(outcome),
            Cell::Text(local_minute(&desk.zone, row.began_at)),
            Cell::text(row.ended_at.map(|at| local_minute(&desk.zone, at))),
            Cell::Seconds(row.seconds),
        ]
    };
    let keys = ["case", "occurrence", "outcome", "began", "ended", "time"];
    Table { titles: titles("objective", &keys, language), rows: cases.items.iter().map(row).collect() }
}
