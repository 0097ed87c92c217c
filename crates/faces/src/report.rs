//! The breach report as tables in words: what command line, REST and pages share.

use ::report::{Cell, Table};
use app::read::local_minute;
use app::report::{BreachRow, SlaReport, TargetRow};
use desk::{Desk, Name};
use locale::{Language, text};

/// Figures per target.
pub fn targets_table(report: &SlaReport, desk: &Desk, language: Language) -> Table {
    let keys = [
        "target",
        "agreement",
        "version",
        "started",
        "met",
        "missed",
        "by-change",
        "entered-late",
        "corrected",
        "withdrawn",
        "running",
        "share",
        "objective",
        "fulfilled",
    ];
    let row = |row: &TargetRow| {
        let verdict = |fulfilled| text(language, if fulfilled { "report-yes" } else { "report-no" });
        vec![
            Cell::Text(target_name(desk, &row.target, language)),
            Cell::Text(named(desk.agreement_names.get(&row.agreement), &row.agreement, language)),
            Cell::Text(row.version.clone()),
            Cell::Count(row.started),
            Cell::Count(row.met),
            Cell::Count(row.missed),
            Cell::Count(row.missed_by_change),
            Cell::Count(row.entered_late),
            Cell::Count(row.corrected),
            Cell::Count(row.withdrawn),
            Cell::Count(row.running),
            row.basis_points.map_or(Cell::Empty, Cell::Share),
            Cell::text(row.objective.clone()),
            Cell::text(row.fulfilled.map(verdict)),
        ]
    };
    Table { titles: titles(&keys, language), rows: report.targets.iter().map(row).collect() }
}

/// Every breach.
pub fn breaches_table(report: &SlaReport, desk: &Desk, language: Language) -> Table {
    let keys = [
        "reference",
        "target",
        "due",
        "stopped",
        "allowed",
        "elapsed",
        "longest",
        "longest-time",
        "organisation",
        "subject",
    ];
    let row = |row: &BreachRow| {
        let organisation = desk.organisation(&row.organisation).map(|o| &o.name);
        let longest = row.held_longest.as_ref();
        vec![
            Cell::Text(row.reference.to_string()),
            Cell::Text(target_name(desk, &row.target, language)),
            Cell::text(row.due_at.map(|at| local_minute(&desk.zone, at))),
            Cell::text(row.stopped_at.map(|at| local_minute(&desk.zone, at))),
            Cell::Seconds(row.target_seconds),
            Cell::Seconds(row.elapsed_seconds),
            Cell::text(longest.map(|held| line_name(desk, &held.line, language))),
            longest.map_or(Cell::Empty, |held| Cell::Seconds(held.seconds)),
            Cell::Text(named(organisation, &row.organisation, language)),
            Cell::Text(row.subject.clone()),
        ]
    };
    Table { titles: titles(&keys, language), rows: report.breaches.iter().map(row).collect() }
}

/// A target's name; its key where the desk file knows it no longer.
pub fn target_name(desk: &Desk, key: &str, language: Language) -> String {
    named(desk.target_facts.get(key).map(|facts| &facts.name), key, language)
}

/// A line's name; its key where the desk file knows it no longer.
pub fn line_name(desk: &Desk, key: &str, language: Language) -> String {
    named(desk.line_names.get(key), key, language)
}

pub(crate) fn named(name: Option<&Name>, key: &str, language: Language) -> String {
    name.map_or(key, |name| name.in_language(language.key())).to_owned()
}

fn titles(keys: &[&str], language: Language) -> Vec<String> {
    keys.iter().map(|key| text(language, &format!("report-{key}"))).collect()
}
