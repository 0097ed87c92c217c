//! The effort report as tables in words, and as a document for finance: what command line, REST and pages share.

use crate::report::named;
use ::report::{Cell, Document, Part, Table};
use app::Moment;
use app::effort::EffortView;
use app::read::{local_minute, local_time};
use app::report::{EffortReport, EffortRow, EffortSum, PlanRow};
use desk::Desk;
use locale::{Language, text, text_with};

/// Time per activity, kind and payer, with what it comes to and a last row for all of it.
pub fn effort_table(report: &EffortReport, desk: &Desk, language: Language) -> Table {
    let keys = ["activity", "kind", "payer", "minutes", "days", "money"];
    let row = |row: &EffortRow| {
        let mut cells = vec![
            Cell::Text(activity_name(desk, &row.activity, language)),
            Cell::Text(text(language, &format!("effort-{}", row.kind))),
            Cell::Text(organisation_name(desk, &row.payer, language)),
        ];
        cells.extend(sum(&row.sum));
        cells
    };
    let mut rows: Vec<Vec<Cell>> = report.rows.iter().map(row).collect();
    let mut total = vec![Cell::Text(text(language, "effort-total")), Cell::Empty, Cell::Empty];
    total.extend(sum(&report.total));
    rows.push(total);
    Table { titles: titles(report, &keys, language), rows }
}

/// What was planned, and what was used of it.
pub fn plan_table(report: &EffortReport, desk: &Desk, language: Language) -> Table {
    let keys = ["year", "activity", "planned-days", "used-days", "used", "planned-money", "used-money"];
    let row = |row: &PlanRow| {
        vec![
            Cell::Text(row.year.to_string()),
            Cell::Text(activity_name(desk, &row.activity, language)),
            Cell::Count(row.planned_days),
            Cell::Hundredths(row.used.days_hundredths),
            row.used_basis_points.map_or(Cell::Empty, Cell::Share),
            row.planned_money.map_or(Cell::Empty, Cell::Count),
            row.used.money_hundredths.map_or(Cell::Empty, Cell::Hundredths),
        ]
    };
    Table { titles: titles(report, &keys, language), rows: report.plan.iter().map(row).collect() }
}

/// Every entry.
pub fn entries_table(report: &EffortReport, desk: &Desk, language: Language) -> Table {
    let keys = ["day", "reference", "person", "activity", "kind", "payer", "minutes", "note", "recorded"];
    let row = |entry: &EffortView| {
        vec![
            entry.day.parse().map_or_else(|_| Cell::Text(entry.day.clone()), Cell::Date),
            Cell::Text(entry.reference.to_string()),
            Cell::Text(entry.name.clone()),
            Cell::Text(activity_name(desk, &entry.activity, language)),
            Cell::Text(text(language, &format!("effort-{}", entry.kind))),
            Cell::Text(organisation_name(desk, &entry.payer, language)),
            Cell::Count(entry.minutes),
            Cell::text(entry.note.clone()),
            Cell::Text(local_minute(&desk.zone, entry.recorded_at)),
        ]
    };
    Table { titles: titles(report, &keys, language), rows: report.entries.iter().map(row).collect() }
}

/// The whole as a document: sums, plan, entries.
pub fn effort_document(report: &EffortReport, desk: &Desk, language: Language, now: Moment) -> Document {
    let part = |key: &str, table: Table| Part {
        key: key.to_owned(),
        heading: text(language, &format!("effort-part-{key}")),
        notes: Vec::new(),
        table,
        chart: None,
    };
    let until = report.to.pred_opt().unwrap_or(report.to).to_string();
    let name = desk.name.in_language(language.key()).to_owned();
    let facts = [("desk", name), ("from", report.from.to_string()), ("until", until)];
    let facts = facts.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
    Document {
        title: text_with(language, "effort-title", &facts),
        language: language.key().to_owned(),
        made: local_time(&desk.zone, now),
        notes: vec![text(language, "effort-note")],
        charts: text(language, "effort-charts"),
        parts: vec![
            part("sums", effort_table(report, desk, language)),
            part("plan", plan_table(report, desk, language)),
            part("entries", entries_table(report, desk, language)),
        ],
    }
}

/// An activity's name; its key where the desk file knows it no longer.
pub fn activity_name(desk: &Desk, key: &str, language: Language) -> String {
    named(desk.effort.activity(key).map(|activity| &activity.name), key, language)
}

fn organisation_name(desk: &Desk, key: &str, language: Language) -> String {
    named(desk.organisation(key).map(|organisation| &organisation.name), key, language)
}

fn sum(sum: &EffortSum) -> [Cell; 3] {
    let money = sum.money_hundredths.map_or(Cell::Empty, Cell::Hundredths);
    [Cell::Count(sum.minutes), Cell::Hundredths(sum.days_hundredths), money]
}

/// Titles; money names its currency.
fn titles(report: &EffortReport, keys: &[&str], language: Language) -> Vec<String> {
    let facts = [("currency".to_owned(), report.currency.clone())].into_iter().collect();
    keys.iter().map(|key| text_with(language, &format!("effort-column-{key}"), &facts)).collect()
}
