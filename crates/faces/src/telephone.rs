//! The telephone report as tables in words: what command line, REST and pages share.

use ::report::{Cell, Table};
use app::report::{AnswerFigures, DayRow, DirectFigures, TelephoneReport};
use desk::Desk;
use locale::{Language, text};

/// Titles of the days' columns, as keys.
const DAYS: [&str; 8] = ["day", "calls", "answered", "abandoned", "unsettled", "outside", "mean", "kept"];

/// Waiting day by day, over all objectives on it; of several each day names its own.
pub fn telephone_days_table(report: &TelephoneReport, desk: &Desk, language: Language) -> Table {
    let several = report.answer.len() > 1;
    let verdict = |kept| text(language, if kept { "report-yes" } else { "report-no" });
    let row = |answer: &AnswerFigures, day: &DayRow| {
        let name = answer.objective.as_ref().map(|key| call_objective_name(desk, key, language));
        let named = several.then(|| Cell::text(name));
        let cells = [
            Cell::Date(day.date),
            Cell::Count(day.calls),
            Cell::Count(day.answered),
            Cell::Count(day.abandoned),
            Cell::Count(day.unsettled),
            Cell::Count(day.outside),
            day.mean_seconds.map_or(Cell::Empty, Cell::Seconds),
            Cell::text(day.kept.map(verdict)),
        ];
        cells.into_iter().chain(named).collect()
    };
    let rows = report.answer.iter().flat_map(|answer| answer.days.iter().map(move |day| row(answer, day)));
    let mut titles: Vec<String> =
        DAYS.iter().map(|key| text(language, &format!("telephone-{key}"))).collect();
    titles.extend(several.then(|| text(language, "telephone-objective")));
    Table { titles, rows: rows.collect() }
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
