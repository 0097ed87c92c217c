//! Reports as documents in words, and handed out in a form: what command line, REST and pages share.

use crate::report::{
    PRINTED_FIGURES, breaches_table, causes_table, groups_table, targets_table, trend_chart, trend_table,
    worst_table,
};
use ::report::{Cell, Chart, DRAWN_ROWS, Document, Format, Kind, Part, Table, Unwritten};
use app::Moment;
use app::read::local_time;
use app::report::SlaReport;
use chrono::NaiveDate;
use desk::Desk;
use locale::{Language, text, text_with};
use std::collections::BTreeMap;

/// Rows of one table on paper; who needs them all takes the workbook.
const PRINTED_ROWS: usize = 500;

/// Title and notes of a report on a desk's local dates, `to` exclusive.
pub fn document(
    (desk, language, now): (&Desk, Language, Moment),
    title: &str,
    (from, to): (NaiveDate, NaiveDate),
    parts: Vec<Part>,
) -> Document {
    let until = to.pred_opt().unwrap_or(to).to_string();
    let made = local_time(&desk.zone, now);
    let made_words = made.format("%Y-%m-%d %H:%M").to_string();
    let name = desk.name.in_language(language.key());
    let from = from.to_string();
    let say = |key: &str, values: &[(&str, &str)]| {
        let values: BTreeMap<String, String> =
            values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        text_with(language, key, &values)
    };
    Document {
        title: say(title, &[("desk", name), ("from", &from), ("until", &until)]),
        language: language.key().to_owned(),
        made,
        notes: vec![say("paper-made", &[("made", &made_words), ("zone", &desk.zone)])],
        charts: text(language, "paper-charts"),
        sheet: false,
        parts,
    }
}

/// A part with its heading; without rows it says so.
pub fn part(language: Language, key: &str, heading: &str, table: Table, chart: Option<Chart>) -> Part {
    let mut notes = if table.rows.is_empty() { vec![text(language, "paper-none")] } else { Vec::new() };
    if chart.is_some() && table.rows.len() > DRAWN_ROWS {
        let rows = [("rows".to_owned(), DRAWN_ROWS.to_string())];
        notes.push(text_with(language, "paper-drawn", &rows.into()));
    }
    Part { key: key.to_owned(), heading: text(language, heading), notes, table, chart }
}

/// A picture of some columns of a table, each row called as its column `label` says; the messages of its title and of
/// its description.
pub(crate) fn chart(
    language: Language,
    kind: Kind,
    (title, description): (&str, &str),
    (label, series): (usize, Vec<usize>),
) -> Chart {
    let (title, description) = (text(language, title), text(language, description));
    Chart { kind, title, description, label, series, objective: None }
}

/// The report on service levels as a document; groups and trend where they were asked for, or as empty tables of values.
pub fn sla_document(
    report: &SlaReport,
    desk: &Desk,
    (language, now): (Language, Moment),
    format: Format,
) -> Document {
    let of = |key: &str, table: Table, chart| part(language, key, &format!("report-{key}"), table, chart);
    let paper = format == Format::Pdf;
    let mut targets = targets_table(report, desk, language);
    if paper {
        // What no clock ran of says nothing; the workbook has it.
        targets.rows.retain(|row| row.iter().any(|cell| matches!(cell, Cell::Count(count) if *count > 0)));
        keep_columns(&mut targets, |column| column == 0 || (3..3 + PRINTED_FIGURES).contains(&column));
    }
    let drawn = targets_chart(&targets, language);
    let mut parts = vec![of("targets", targets, drawn)];
    if format == Format::Csv || !report.groups.is_empty() {
        let mut groups = groups_table(report, desk, language);
        if paper {
            keep_columns(&mut groups, |column| column < 2 || (3..3 + PRINTED_FIGURES).contains(&column));
        }
        parts.push(of("groups", groups, None));
    }
    if format == Format::Csv || !report.trend.is_empty() {
        let trend = trend_table(report, desk, language);
        let drawn = trend_chart(&trend, language);
        parts.push(of("trend", trend, drawn));
    }
    parts.push(of("causes", causes_table(report, desk, language), None));
    parts.push(of("worst", worst_table(report, desk, language), None));
    let mut breaches = breaches_table(report, desk, language);
    if paper {
        // Case, target, due, time taken, the line that held it, cause, organisation.
        keep_columns(&mut breaches, |column| [0, 1, 2, 5, 6, 8, 9].contains(&column));
    }
    let mut breaches = of("breaches", breaches, None);
    let missed: i64 = report.targets.iter().map(|row| row.missed).sum();
    let more = missed - i64::try_from(report.breaches.len()).unwrap_or(i64::MAX);
    if format != Format::Csv && more > 0 {
        breaches.notes = vec![more_rows(more, language)];
    }
    parts.push(breaches);
    document((desk, language, now), "report-title", (report.from, report.to), parts)
}

/// Met and missed of every target, one bar each.
pub fn targets_chart(targets: &Table, language: Language) -> Option<Chart> {
    let column = |key: &str| {
        let title = text(language, key);
        targets.titles.iter().position(|t| **t == title)
    };
    Some(Chart {
        kind: Kind::Stacked,
        title: text(language, "report-chart-targets"),
        description: text(language, "report-chart-described"),
        label: column("report-target")?,
        series: vec![column("report-met")?, column("report-missed")?],
        objective: None,
    })
}

/// Leaves the columns that fit on a sheet.
fn keep_columns(table: &mut Table, keep: impl Fn(usize) -> bool) {
    let retain = |row: &mut Vec<Cell>| {
        let mut column = 0;
        row.retain(|_| {
            column += 1;
            keep(column - 1)
        });
    };
    table.rows.iter_mut().for_each(retain);
    let mut column = 0;
    table.titles.retain(|_| {
        column += 1;
        keep(column - 1)
    });
}

fn more_rows(more: i64, language: Language) -> String {
    text_with(language, "paper-more", &[("more".to_owned(), more.to_string())].into())
}

/// A document in a form: whole, of values one part. On paper long tables end early and say so.
///
/// # Errors
/// A part that is not there.
pub fn handed_out(
    mut document: Document,
    format: Format,
    part: Option<&str>,
    language: Language,
) -> Result<Vec<u8>, Unwritten> {
    if format == Format::Pdf {
        for part in &mut document.parts {
            let more = part.table.rows.len().saturating_sub(PRINTED_ROWS);
            if more > 0 {
                part.table.rows.truncate(PRINTED_ROWS);
                part.notes.push(more_rows(i64::try_from(more).unwrap_or(i64::MAX), language));
            }
        }
    }
    document.written(format, part)
}
