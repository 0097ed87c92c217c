//! Service levels over twelve months, as a table and its picture.

use super::links::Links;
use crate::report::title;
use ::report::{Cell, Chart, Kind, Table};
use app::report::{Named, OperationsReport};
use locale::{Language, text};

/// Targets drawn over twelve months.
const DRAWN: usize = 3;

/// The targets with the most verdicts over the months, those with an objective first: agreement and target.
pub(crate) fn drawn_targets(report: &OperationsReport) -> Vec<(String, Named)> {
    let mut sums: Vec<(bool, i64, String, Named)> = Vec::new();
    for level in report.months.iter().flat_map(|month| &month.levels) {
        let decided = level.met + level.missed;
        match sums.iter_mut().find(|(_, _, a, t)| *a == level.agreement && t.key == level.target.key) {
            Some(sum) => sum.1 += decided,
            None => {
                let wanted =
                    report.levels.iter().any(|l| l.target.key == level.target.key && l.objective.is_some());
                sums.push((wanted, decided, level.agreement.clone(), level.target.clone()));
            }
        }
    }
    sums.retain(|(_, decided, _, _)| *decided > 0);
    sums.sort_by_key(|(wanted, decided, _, target)| (!wanted, -decided, target.key.clone()));
    sums.into_iter().take(DRAWN).map(|(_, _, agreement, target)| (agreement, target)).collect()
}

/// A row for every month, a column for every target drawn.
pub(crate) fn months_table(
    report: &OperationsReport,
    targets: &[(String, Named)],
    language: Language,
) -> Table {
    let mut head = vec![title("operations-month", language)];
    head.extend(targets.iter().map(|(_, target)| target.in_language(language.key()).into()));
    let row = |month: &app::report::Month| {
        let share = |(agreement, target): &(String, Named)| {
            let own = month.levels.iter().find(|l| l.agreement == *agreement && l.target.key == target.key);
            own.and_then(|level| level.share).map_or(Cell::Empty, Cell::Share)
        };
        let name = Cell::Text(month.from.format("%Y-%m").to_string());
        [name].into_iter().chain(targets.iter().map(share)).collect()
    };
    let rows = if targets.is_empty() { Vec::new() } else { report.months.iter().map(row).collect() };
    Table { titles: head, rows }
}

/// The clocks behind a share of the table of months.
pub(crate) fn month_link(
    report: &OperationsReport,
    links: &Links<'_>,
    (row, column): (usize, usize),
) -> Option<String> {
    let (agreement, target) = drawn_targets(report).into_iter().nth(column.checked_sub(1)?)?;
    let month = report.months.get(row)?;
    let own = month.levels.iter().find(|l| l.agreement == agreement && l.target.key == target.key)?;
    own.share.map(|_| links.month(month, own))
}

pub(crate) fn months_chart(table: &Table, language: Language) -> Option<Chart> {
    (table.titles.len() > 1).then(|| Chart {
        kind: Kind::Lines,
        title: text(language, "operations-months"),
        description: text(language, "operations-months-chart"),
        label: 0,
        series: (1..table.titles.len()).collect(),
        objective: None,
    })
}
