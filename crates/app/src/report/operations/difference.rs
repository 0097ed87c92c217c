//! Where two countings of the same report differ: what stands beside a presented one as amendments.

use super::content::{CaseLine, Named, OperationsReport};
use crate::Moment;
use serde::Serialize;

/// A figure as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "value")]
pub enum Told {
    /// There is none.
    Nothing,
    /// Cases or clocks.
    Count(i64),
    /// Parts of ten thousand.
    Share(i64),
    /// Of an objective, by its measure: parts of ten thousand or of a million, cases, seconds.
    Figure(String, i64),
    /// Whether what is wanted is so.
    Kept(bool),
    /// A case is in the list.
    Listed,
    /// When.
    At(Moment),
}

/// One figure that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Part of the report: volumes, levels, months, objectives, reception, major, changes, coming, problems,
    /// causes, breach_causes.
    pub part: &'static str,
    /// Of what: names from the general to the particular.
    pub of: Vec<Named>,
    /// Which figure: arrived, met, share, figure, listed, ended …
    pub figure: &'static str,
    /// What stands in the first.
    pub from: Told,
    /// What stands in the second.
    pub to: Told,
}

type Row = (&'static str, Vec<Named>, &'static str, Told);

/// Every figure that is another in `now` than in `then`, in the order of the report.
pub fn differences(then: &OperationsReport, now: &OperationsReport) -> Vec<Difference> {
    let uncounted = then.reception.is_none();
    let (then, mut now) = (rows(then), rows(now));
    // What was not counted then did not change.
    now.retain(|(part, ..)| !(uncounted && *part == "reception"));
    let mut found = Vec::new();
    for (part, of, figure, from) in then {
        let at = now.iter().position(|row| same(row, part, &of, figure));
        let to = at.map_or(Told::Nothing, |at| now.remove(at).3);
        if !equal(&from, &to) {
            found.push(Difference { part, of, figure, from, to });
        }
    }
    // What the first did not know comes after.
    let new = now.into_iter().filter(|(_, _, _, to)| !equal(&Told::Nothing, to));
    found.extend(new.map(|(part, of, figure, to)| Difference { part, of, figure, from: Told::Nothing, to }));
    found
}

fn same(row: &Row, part: &str, of: &[Named], figure: &str) -> bool {
    let keys = |of: &[Named]| of.iter().map(|name| name.key.clone()).collect::<Vec<_>>();
    row.0 == part && row.2 == figure && keys(&row.1) == keys(of)
}

/// Nothing counted is the same as no row for it.
fn equal(a: &Told, b: &Told) -> bool {
    let some = |told: &Told| match told {
        Told::Count(0) => Told::Nothing,
        other => other.clone(),
    };
    some(a) == some(b)
}

/// Every figure of a report. Windows are plans and no figures; months that go on beyond the period are no part of it.
fn rows(report: &OperationsReport) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for line in &report.volumes {
        let of = || vec![Named::plain(&line.group), line.name.clone()];
        let counts = [
            ("arrived", line.arrived),
            ("solved", line.solved),
            ("reopened", line.reopened),
            ("open", line.open),
        ];
        rows.extend(counts.map(|(figure, count)| ("volumes", of(), figure, Told::Count(count))));
    }
    for level in &report.levels {
        let of = || vec![level.agreement.clone(), Named::plain(&level.version), level.target.clone()];
        let counts = [
            ("started", level.started),
            ("met", level.met),
            ("missed", level.missed),
            ("withdrawn", level.withdrawn),
            ("running", level.running),
        ];
        rows.extend(counts.map(|(figure, count)| ("levels", of(), figure, Told::Count(count))));
        rows.push(("levels", of(), "share", level.share.map_or(Told::Nothing, Told::Share)));
        rows.push(("levels", of(), "fulfilled", level.fulfilled.map_or(Told::Nothing, Told::Kept)));
    }
    for month in report.months.iter().filter(|month| month.to <= report.to) {
        let when = Named::plain(&month.from.format("%Y-%m").to_string());
        let level = |level: &super::MonthLevel| {
            let of = vec![when.clone(), Named::plain(&level.agreement), level.target.clone()];
            ("months", of, "share", level.share.map_or(Told::Nothing, Told::Share))
        };
        rows.extend(month.levels.iter().map(level));
    }
    rows.extend(report.objectives.iter().flat_map(objective));
    rows.extend(report.reception.iter().flatten().flat_map(reception));
    let lists = [
        ("major", &report.major),
        ("changes", &report.changes),
        ("coming", &report.coming),
        ("problems", &report.problems),
    ];
    for (part, lines) in lists {
        rows.extend(lines.iter().flat_map(|line| case(part, line)));
    }
    for (part, causes) in [("causes", &report.causes), ("breach_causes", &report.breach_causes)] {
        let row = |cause: &super::Cause| {
            (part, cause.name.iter().cloned().collect(), "count", Told::Count(cause.count))
        };
        rows.extend(causes.iter().map(row));
    }
    rows
}

fn objective(line: &super::ObjectiveLine) -> [Row; 3] {
    let of = || {
        let mut of = vec![line.objective.clone()];
        of.extend(line.part.iter().cloned());
        of.push(Named::plain(&line.from.to_string()));
        of
    };
    let figure = line.figure.map_or(Told::Nothing, |figure| Told::Figure(line.measure.clone(), figure));
    [
        ("objectives", of(), "figure", figure),
        ("objectives", of(), "cases", Told::Count(line.cases)),
        ("objectives", of(), "fulfilled", line.fulfilled.map_or(Told::Nothing, Told::Kept)),
    ]
}

fn reception(line: &super::ReceptionLine) -> [Row; 4] {
    let of = || vec![line.objective.clone(), Named::plain(&line.version)];
    [
        ("reception", of(), "met", Told::Count(line.met)),
        ("reception", of(), "missed", Told::Count(line.missed)),
        ("reception", of(), "share", line.share.map_or(Told::Nothing, Told::Share)),
        ("reception", of(), "fulfilled", line.fulfilled.map_or(Told::Nothing, Told::Kept)),
    ]
}

fn case(part: &'static str, line: &CaseLine) -> [Row; 3] {
    let of = || vec![Named::plain(&line.reference)];
    [
        (part, of(), "listed", Told::Listed),
        (part, of(), "began", Told::At(line.began)),
        (part, of(), "ended", line.ended.map_or(Told::Nothing, Told::At)),
    ]
}
