//! The report on waiting as tables in words: what command line, REST and pages share.

use ::report::{Cell, Table};
use app::read::local_time;
use app::report::{QueueRow, WaitingReport, WaitingRow};
use desk::Desk;
use locale::{Language, text};

fn titles(keys: &[&str], language: Language) -> Vec<String> {
    keys.iter().map(|key| text(language, key)).collect()
}

/// Counted and paused time, one row per queue.
pub fn waiting_queues_table(report: &WaitingReport, desk: &Desk, language: Language) -> Table {
    let keys = ["waiting-queue", "waiting-clocks", "waiting-total", "waiting-paused", "waiting-share"];
    let row = |row: &QueueRow| {
        vec![
            Cell::Text(queue_name(desk, &row.queue, language)),
            Cell::Count(row.clocks),
            Cell::Seconds(row.total_seconds),
            Cell::Seconds(row.paused_seconds),
            row.basis_points.map_or(Cell::Empty, Cell::Share),
        ]
    };
    Table { titles: titles(&keys, language), rows: report.queues.iter().map(row).collect() }
}

/// The clocks behind it, one row per clock and queue.
pub fn waiting_cases_table(report: &WaitingReport, desk: &Desk, language: Language) -> Table {
    let keys = [
        "report-reference",
        "report-target",
        "waiting-queue",
        "report-stopped",
        "waiting-total",
        "waiting-paused",
    ];
    let row = |row: &WaitingRow| {
        vec![
            Cell::Text(row.reference.to_string()),
            Cell::Text(crate::target_name(desk, &row.target, language)),
            Cell::Text(queue_name(desk, &row.queue, language)),
            row.stopped_at.map_or(Cell::Empty, |at| Cell::Minute(local_time(&desk.zone, at))),
            Cell::Seconds(row.total_seconds),
            Cell::Seconds(row.paused_seconds),
        ]
    };
    Table { titles: titles(&keys, language), rows: report.cases.iter().map(row).collect() }
}

/// A queue's name; its key where the desk file knows it no longer.
pub fn queue_name(desk: &Desk, key: &str, language: Language) -> String {
    desk.queue_names.get(key).map_or(key, |name| name.in_language(language.key())).to_owned()
}
