//! The report on waiting in words: every queue leads to its cases.

use crate::paper::{chart, part};
use crate::period::{Made, PeriodAsked, PeriodReport, Section, coded};
use crate::report::title;
use ::report::{Cell, Kind, Table, Title};
use app::read::local_time;
use app::report::{QueueRow, WaitingReport, WaitingRow};
use app::{App, Denied};
use desk::Desk;
use locale::{Language, text, text_with};

/// The report on waiting.
pub(crate) struct Waiting;

impl PeriodReport for Waiting {
    fn key(&self) -> &'static str {
        "waiting"
    }

    fn about(&self) -> &'static str {
        "How much of its counted time each queue waited"
    }

    fn parts(&self) -> &'static [&'static str] {
        &["queues", "cases"]
    }

    fn narrowed_by(&self) -> &'static [&'static str] {
        &["queue"]
    }

    fn make(&self, app: &App, asked: &PeriodAsked) -> Result<Made, Denied> {
        let queue = asked.narrowed("queue");
        let report = app.waiting_report(asked.reader, &asked.desk.key, asked.dates(), queue)?;
        let (desk, language) = (asked.desk, asked.language);
        let queues = waiting_queues_table(&report, desk, language);
        let words = ("waiting-chart", "waiting-chart-described");
        let drawn = chart(language, Kind::Bars, words, (0, vec![4]));
        let queues = part(language, "queues", "waiting-queues", queues, Some(drawn));
        let queues = Section::linked(queues, |row, column| {
            let queue = &report.queues.get(row).filter(|_| column > 0)?.queue;
            Some(format!("/reports/waiting?{}&queue={}", asked.query(), coded(queue)))
        });
        let cases = waiting_cases_table(&report, desk, language);
        let mut cases = part(language, "cases", "waiting-cases", cases, None);
        if let Some(queue) = queue {
            let name = [("queue".to_owned(), queue_name(desk, queue, language))];
            cases.heading = text_with(language, "waiting-of-queue", &name.into());
        }
        let cases = Section::linked(cases, |row, column| {
            let row = report.cases.get(row).filter(|_| column == 0)?;
            Some(format!("/cases/{}", row.reference))
        });
        Ok(Made::of(&report, vec![queues, cases])?.noted(text(language, "waiting-lead")))
    }
}

fn titles(keys: &[&str], language: Language) -> Vec<Title> {
    keys.iter().map(|key| title(key, language)).collect()
}

/// Counted and paused time, one row per queue.
fn waiting_queues_table(report: &WaitingReport, desk: &Desk, language: Language) -> Table {
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
fn waiting_cases_table(report: &WaitingReport, desk: &Desk, language: Language) -> Table {
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
fn queue_name(desk: &Desk, key: &str, language: Language) -> String {
    desk.queue_names.get(key).map_or(key, |name| name.in_language(language.key())).to_owned()
}
