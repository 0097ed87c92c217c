//! Cases and windows of an operations report, told one by one.

use crate::report::titles;
use ::report::{Cell, Table};
use app::Moment;
use app::read::{local_date, local_time};
use app::report::{CaseLine, OperationsReport};
use locale::{Language, text};

pub(super) fn case_table(report: &OperationsReport, lines: &[CaseLine], language: Language) -> Table {
    let local = |at: Moment| Cell::Minute(local_time(&report.zone, at));
    let row = |line: &CaseLine| {
        let ended = line.ended.map(|at| (at - line.began).num_seconds());
        vec![
            Cell::Text(line.reference.clone()),
            Cell::text(line.case_type.as_ref().map(|name| name.in_language(language.key()))),
            Cell::text(line.subject.clone()),
            local(line.began),
            line.ended.map_or(Cell::Empty, local),
            ended.map_or(Cell::Empty, Cell::Seconds),
            line.planned.map_or(Cell::Empty, |at| Cell::Date(local_date(&report.zone, at))),
        ]
    };
    let keys = ["case", "case-type", "subject", "began", "ended", "lasted", "planned"];
    Table { titles: titles("operations", &keys, language), rows: lines.iter().map(row).collect() }
}

/// Announced windows stand after the changes to come.
pub(super) fn window_rows(report: &OperationsReport, table: &mut Table, language: Language) {
    let local = |at: Moment| Cell::Minute(local_time(&report.zone, at));
    for window in &report.windows {
        table.rows.push(vec![
            Cell::Empty,
            Cell::Text(text(language, "operations-window")),
            Cell::Text(window.name.in_language(language.key()).to_owned()),
            local(window.begins),
            local(window.ends),
            Cell::Seconds((window.ends - window.begins).num_seconds()),
            Cell::Date(local_date(&report.zone, window.begins)),
        ]);
    }
}
