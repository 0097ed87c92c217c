//! The telephone report as tables in words: what command line, REST and pages share.

use ::report::{Cell, Table};
use app::report::{AnswerFigures, DayRow, DirectFigures, TelephoneReport};
use desk::Desk;
use locale::{Language, text};

/// Titles of the days' columns, as keys.
const DAYS: [&str; 8] = ["day", "calls", "answered", "abandoned", "unsettled", "outside", "mean", "kept"];

/// Waiting day by day, by one objective on it.
pub fn telephone_days_table(answer: &AnswerFigures, language: Language) -> Table {
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
    let titles = DAYS.iter().map(|key| text(language, &format!("telephone-{key}")));
    Table { titles: titles.collect(), rows: answer.days.iter().map(row).collect() }
}

/// The same over all objectives on waiting; where there are several, each row names its own last.
pub fn telephone_days_of(report: &TelephoneReport, desk: &Desk, language: Language) -> Table {
    let mut whole = Table::default();
    for answer in &report.answer {
        let mut table = telephone_days_table(answer, language);
        if report.answer.len() > 1 {
            let name = answer.objective.as_ref().map(|key| call_objective_name(desk, key, language));
            table.titles.push(text(language, "telephone-objective"));
            table.rows.iter_mut().for_each(|row| row.push(Cell::text(name.clone())));
        }
        whole.titles = table.titles;
        whole.rows.extend(table.rows);
    }
    whole
}

/// What was solved at once, one row per objective.
pub fn telephone_direct_table(report: &TelephoneReport, desk: &Desk, language: Language) -> Table {
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
            Cell::text(row.wanted.clone()),
            Cell::text(row.fulfilled.map(verdict)),
        ]
    };
    let titles = keys.iter().map(|key| text(language, &format!("telephone-{key}")));
    Table { titles: titles.collect(), rows: report.direct.iter().map(row).collect() }
}

/// The name of an objective over calls; its key where the desk file knows it no longer.
pub fn call_objective_name(desk: &Desk, key: &str, language: Language) -> String {
    let found = desk.call_objectives.iter().find(|objective| objective.key == key);
    found.map_or(key, |objective| objective.name.in_language(language.key())).to_owned()
}
