//! One row for the work of every line.

use super::{behind, name};
use crate::paper::part;
use crate::period::{PeriodAsked, Section};
use crate::report::{percent_words, target_name, titles};
use crate::telephone::call_objective_name;
use ::report::{Cell, Table};
use app::report::{Achieved, LineStaffing, StaffingReport, Work};
use locale::{text, text_with};

/// Titles of the columns, as keys; what is asked for most stands first.
const COLUMNS: [&str; 13] = [
    "line", "people", "method", "busy", "arrived", "handled", "handling", "target", "within", "wanted",
    "replay", "achieved", "since",
];
/// The columns that lead to what they count.
const ARRIVED: usize = 4;
const HANDLED: usize = 5;

/// The lines.
pub(super) fn section(report: &StaffingReport, asked: &PeriodAsked) -> Section {
    let titles = titles("staffing", &COLUMNS, asked.language);
    let rows = report.lines.iter().map(|line| row(line, asked));
    let table = Table { titles, rows: rows.collect() };
    Section::linked(part(asked.language, "lines", "staffing-lines", table, None), |row, column| {
        let line = report.lines.get(row)?;
        match column {
            ARRIVED => behind(line, asked, None, false, line.arrivals),
            HANDLED => behind(line, asked, None, true, line.handled),
            _ => None,
        }
    })
}

fn row(line: &LineStaffing, asked: &PeriodAsked) -> Vec<Cell> {
    let (desk, language) = (asked.desk, asked.language);
    let say = |key: &str| text(language, key);
    let count = |people: Option<i64>| people.map_or(Cell::Empty, Cell::Count);
    let target = line.target.as_ref().map(|key| match line.work {
        Work::Cases => target_name(desk, key, language),
        Work::Calls => call_objective_name(desk, key, language),
    });
    let method = line.method.map_or("staffing-no-data", |method| match method.as_str() {
        "erlang_c" => "staffing-erlang",
        "replay" => "staffing-replayed",
        _ => "staffing-workload",
    });
    vec![
        Cell::Text(name(line, asked)),
        count(line.people),
        Cell::Text(say(method)),
        line.busy_hundredths.map_or(Cell::Empty, Cell::Hundredths),
        Cell::Count(line.arrivals),
        Cell::Count(line.handled),
        line.handling_seconds.map_or(Cell::Empty, Cell::Seconds),
        Cell::Text(target.unwrap_or_else(|| say("staffing-no-target"))),
        line.within_seconds.map_or(Cell::Empty, Cell::Seconds),
        wanted(line, asked),
        count(line.replay_people),
        match line.achieved {
            None => Cell::Empty,
            Some(Achieved::Share(parts)) => Cell::Share(parts),
            Some(Achieved::Mean(seconds)) => Cell::Seconds(seconds),
        },
        Cell::Date(line.since),
    ]
}

fn wanted(line: &LineStaffing, asked: &PeriodAsked) -> Cell {
    match (&line.wanted, line.work) {
        (Some(share), _) if line.wanted_supposed => {
            let values = [("share".to_owned(), percent_words(share))];
            Cell::Text(text_with(asked.language, "staffing-supposed", &values.into()))
        }
        (Some(share), _) => Cell::Text(percent_words(share)),
        (None, Work::Calls) => Cell::Text(text(asked.language, "staffing-mean")),
        (None, Work::Cases) => Cell::Empty,
    }
}
