//! The telephone report in words: every figure leads to its calls.

use crate::paper::{chart, part};
use crate::period::{Made, PeriodAsked, PeriodReport, Section, page_query};
use crate::report::{percent_words, title, titles};
use ::report::{Cell, Chart, Kind, Objective, Table};
use app::calls::CallFigure;
use app::report::{AnswerFigures, DayRow, DirectFigures, TelephoneReport};
use app::{App, Denied};
use chrono::NaiveDate;
use desk::Desk;
use locale::{Language, text, text_with};
use std::collections::BTreeSet;

/// The telephone report.
pub(crate) struct Telephone;

impl PeriodReport for Telephone {
    fn key(&self) -> &'static str {
        "telephone"
    }

    fn about(&self) -> &'static str {
        "How long callers waited, what was solved at once"
    }

    fn parts(&self) -> &'static [&'static str] {
        &["days", "direct"]
    }

    fn make(&self, app: &App, asked: &PeriodAsked) -> Result<Made, Denied> {
        let report = app.telephone_report(asked.reader, &asked.desk.key, asked.dates())?;
        let sections = vec![days(&report, asked), direct(&report, asked)];
        Made::of(&report, sections)
    }
}

/// The calls behind a figure; behind zero there are none.
fn behind(
    asked: &PeriodAsked,
    dates: (NaiveDate, NaiveDate),
    (figure, count): (CallFigure, i64),
    objective: Option<&str>,
) -> Option<String> {
    let objective = objective.map(|key| format!("&objective={key}")).unwrap_or_default();
    let query = page_query(&asked.desk.key, dates);
    (count > 0).then(|| format!("/calls?{query}&figure={}{objective}", figure.as_str()))
}

/// Waiting day by day, with what is wanted of it.
fn days(report: &TelephoneReport, asked: &PeriodAsked) -> Section {
    let (desk, language) = (asked.desk, asked.language);
    let table = telephone_days_of(report, desk, language);
    let mut made = part(language, "days", "telephone-waiting", table, days_chart(report, language));
    made.notes.extend(report.answer.iter().filter(|answer| !answer.days.is_empty()).map(|answer| {
        let Some(within) = answer.within_seconds else { return text(language, "telephone-unjudged") };
        let missed = answer.missed_days.len().to_string();
        let facts = [("seconds".to_owned(), within.to_string()), ("missed".to_owned(), missed)];
        let verdict = text_with(language, "telephone-verdict", &facts.into());
        promised(report, answer, (desk, language))
            .map_or(verdict.clone(), |name| format!("{name}. {verdict}"))
    }));
    let rows: Vec<(&AnswerFigures, &DayRow)> =
        report.answer.iter().flat_map(|answer| answer.days.iter().map(move |day| (answer, day))).collect();
    Section::linked(made, |row, column| {
        let (answer, day) = rows.get(row)?;
        let figure = match column {
            1 => (CallFigure::Calls, day.calls),
            2 => (CallFigure::Answered, day.answered),
            3 => (CallFigure::Abandoned, day.abandoned),
            4 => (CallFigure::Unsettled, day.unsettled),
            5 => (CallFigure::Outside, day.outside),
            _ => return None,
        };
        behind(asked, (day.date, day.date), figure, answer.objective.as_deref())
    })
}

/// The mean wait of each day beside what is wanted, where that is one; none where a day has several means.
fn days_chart(report: &TelephoneReport, language: Language) -> Option<Chart> {
    let days = || report.answer.iter().flat_map(|answer| &answer.days).map(|day| day.date);
    if days().count() != days().collect::<BTreeSet<_>>().len() {
        return None;
    }
    let words = ("telephone-chart", "telephone-chart-described");
    let mut drawn = chart(language, Kind::Lines, words, (0, vec![6]));
    let wanted: BTreeSet<_> = report.answer.iter().map(|answer| answer.within_seconds).collect();
    if let (1, Some(Some(at))) = (wanted.len(), wanted.first().copied()) {
        let label =
            text_with(language, "telephone-chart-wanted", &[("seconds".to_owned(), at.to_string())].into());
        drawn.objective = Some(Objective { at, label });
    }
    Some(drawn)
}

/// What was solved at once.
fn direct(report: &TelephoneReport, asked: &PeriodAsked) -> Section {
    let table = telephone_direct_table(report, asked.desk, asked.language);
    let mut made = part(asked.language, "direct", "telephone-direct-title", table, None);
    made.notes.insert(0, text(asked.language, "telephone-direct-lead"));
    let dates = (asked.from, asked.to.pred_opt().unwrap_or(asked.to));
    Section::linked(made, |row, column| {
        let row = report.direct.get(row)?;
        let figure = match column {
            2 => (CallFigure::Direct, row.direct),
            3 => (CallFigure::NotDirect, row.not_direct),
            4 => (CallFigure::Unknown, row.unknown),
            _ => return None,
        };
        behind(asked, dates, figure, Some(&row.objective))
    })
}

/// Titles of the days' columns, as keys.
const DAYS: [&str; 8] = ["day", "calls", "answered", "abandoned", "unsettled", "outside", "mean", "kept"];

/// Waiting day by day, by one objective on it.
fn telephone_days_table(answer: &AnswerFigures, language: Language) -> Table {
    let verdict = |kept| text(language, if kept { "report-yes" } else { "report-no" });
    let row = |day: &DayRow| {
        vec![
            Cell::Date(day.date),
            Cell::Count(day.calls),
            Cell::Count(day.answered),
            Cell::Count(day.abandoned),
            Cell::Count(day.unsettled),
            Cell::Count(day.outside),
            day.mean_seconds.map_or(Cell::Empty, Cell::Seconds),
            Cell::text(day.kept.map(verdict)),
        ]
    };
    let titles = titles("telephone", &DAYS, language);
    Table { titles, rows: answer.days.iter().map(row).collect() }
}

/// The same over all objectives on waiting; where there are several, each row names its own last.
fn telephone_days_of(report: &TelephoneReport, desk: &Desk, language: Language) -> Table {
    let mut whole = Table::default();
    for answer in &report.answer {
        let mut table = telephone_days_table(answer, language);
        if report.answer.len() > 1 {
            let name = promised(report, answer, (desk, language));
            table.titles.push(title("telephone-objective", language));
            table.rows.iter_mut().for_each(|row| row.push(Cell::text(name.clone())));
        }
        whole.titles = table.titles;
        whole.rows.extend(table.rows);
    }
    whole
}

/// The name of an objective on waiting, with the version of its agreement where another promised it otherwise.
pub(crate) fn promised(
    report: &TelephoneReport,
    answer: &AnswerFigures,
    (desk, language): (&Desk, Language),
) -> Option<String> {
    let name = call_objective_name(desk, answer.objective.as_ref()?, language);
    let several = report.answer.iter().filter(|other| other.objective == answer.objective).count() > 1;
    Some(match &answer.version {
        Some(version) if several => format!("{name} ({version})"),
        _ => name,
    })
}

/// What was solved at once, one row per objective.
fn telephone_direct_table(report: &TelephoneReport, desk: &Desk, language: Language) -> Table {
    let keys = ["objective", "within", "direct", "not-direct", "unknown", "share", "wanted", "kept"];
    let verdict = |kept| text(language, if kept { "report-yes" } else { "report-no" });
    let row = |row: &DirectFigures| {
        vec![
            Cell::Text(call_objective_name(desk, &row.objective, language)),
            Cell::Seconds(row.within_seconds),
            Cell::Count(row.direct),
            Cell::Count(row.not_direct),
            Cell::Count(row.unknown),
            row.basis_points.map_or(Cell::Empty, Cell::Share),
            Cell::text(row.wanted.as_deref().map(percent_words)),
            Cell::text(row.fulfilled.map(verdict)),
        ]
    };
    let titles = titles("telephone", &keys, language);
    Table { titles, rows: report.direct.iter().map(row).collect() }
}

/// The name of an objective over calls; its key where the desk file knows it no longer.
pub fn call_objective_name(desk: &Desk, key: &str, language: Language) -> String {
    let found = desk.call_objectives.iter().find(|objective| objective.key == key);
    found.map_or(key, |objective| objective.name.in_language(language.key())).to_owned()
}
