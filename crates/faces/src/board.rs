//! The sheet for the board: one page per service and month, few figures, plain words.

use crate::objectives::measured_cell;
use crate::operations::{
    cause_table, counted, drawn_targets, months_chart, months_table, objective_words, service_title,
    volume_name,
};
use crate::paper::part;
use crate::period::{Made, PeriodAsked, PeriodReport, Section};
use crate::report::titles;
use ::report::{Cell, Part, Table};
use app::read::local_date;
use app::report::{CaseLine, Level, ObjectiveLine, OperationsReport, VolumeLine, whole_month};
use app::{App, Denied};
use locale::{Language, text, text_with};

/// Rows of levels, budgets, causes and changes: what one page holds.
const LEVELS: usize = 6;
const BUDGETS: usize = 4;
const CAUSES: usize = 5;
const COMING: usize = 5;
/// Characters of what a change is called.
const SUBJECT: usize = 60;

/// The board's sheet.
pub(crate) struct Board;

impl PeriodReport for Board {
    fn key(&self) -> &'static str {
        "board"
    }

    fn about(&self) -> &'static str {
        "One page on a service and month for a board: volumes, levels, budgets, causes, complaints, changes to come"
    }

    fn parts(&self) -> &'static [&'static str] {
        &["cases", "promises", "year", "budgets", "causes", "coming"]
    }

    fn narrowed_by(&self) -> &'static [&'static str] {
        &["service"]
    }

    fn is_sheet(&self) -> bool {
        true
    }

    fn make(&self, app: &App, asked: &PeriodAsked) -> Result<Made, Denied> {
        whole_month(asked.from, asked.to)?;
        let report = counted(app, asked)?;
        let sections = board_parts(&report, "", asked.language).into_iter().map(Section::plain).collect();
        let made = Made::of(&report, sections)?;
        Ok(made.titled(board_title(&report, asked.language)))
    }
}

/// Title of the sheet: the service and the month by its name.
pub(crate) fn board_title(report: &OperationsReport, language: Language) -> String {
    service_title("board-title-of", report, language)
}

/// The parts of the sheet; a comment stands first.
pub fn board_parts(report: &OperationsReport, comment: &str, language: Language) -> Vec<Part> {
    let of = |name: &str, table, chart| part(language, name, &format!("board-{name}"), table, chart);
    let mut parts = Vec::new();
    if !comment.is_empty() {
        let mut said = of("comment", Table::default(), None);
        said.notes = comment.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
        parts.push(said);
    }
    parts.push(of("cases", cases(report, language), None));
    parts.push(of("promises", promises(report, language), None));
    let year = months_table(report, &drawn_targets(report), language);
    let chart = months_chart(&year, language);
    parts.push(of("year", year, chart));
    parts.push(of("budgets", budgets(report, language), None));
    let stated: Vec<_> = report.causes.iter().filter(|cause| cause.name.is_some()).cloned().collect();
    parts.push(of("causes", cause_table(&stated[..stated.len().min(CAUSES)], language), None));
    parts.push(of("coming", coming(report, language), None));
    parts
}

/// What came and what was done, against the period before.
fn cases(report: &OperationsReport, language: Language) -> Table {
    let line = |lines: &[VolumeLine], group: &str| lines.iter().find(|line| line.group == group).cloned();
    let (whole, before) = (line(&report.volumes, "whole"), line(&report.before, "whole"));
    let mut rows = Vec::new();
    let mut put = |name: String, now: Option<i64>, before: Option<i64>| {
        let cell = |count: Option<i64>| count.map_or(Cell::Empty, Cell::Count);
        rows.push(vec![Cell::Text(name), cell(now), cell(before)]);
    };
    for measure in ["arrived", "solved", "reopened", "open"] {
        let count = |line: &VolumeLine| match measure {
            "arrived" => line.arrived,
            "solved" => line.solved,
            "reopened" => line.reopened,
            _ => line.open,
        };
        let name = text(language, &format!("board-{measure}"));
        put(name, whole.as_ref().map(count), before.as_ref().map(count));
    }
    for group in ["major", "complaint"] {
        if let Some(now) = line(&report.volumes, group) {
            let before = line(&report.before, group).map(|line| line.arrived);
            put(volume_name(&now, language), Some(now.arrived), before);
        }
    }
    Table { titles: titles("board", &["what", "this", "before"], language), rows }
}

/// What was promised and what came of it, what was not kept first.
fn promises(report: &OperationsReport, language: Language) -> Table {
    let level = |level: &Level| {
        let name = level.target.in_language(language.key()).to_owned();
        let wanted = level.objective.as_ref().map(|wanted| in_plain_words(wanted, language));
        Some((level.fulfilled?, name, Cell::Share(level.share?), wanted))
    };
    let objective = |line: &ObjectiveLine| {
        let plain = matches!(line.measure.as_str(), "share" | "availability") && line.finished;
        let wanted = line.wanted.as_ref().filter(|_| plain).map(|wanted| in_plain_words(wanted, language));
        let figure = measured_cell(&line.measure, line.figure);
        Some((line.fulfilled.filter(|_| plain)?, objective_words(line, language), figure, wanted))
    };
    // A target that an objective of the month is made of is told once, as that.
    let told = |level: &&Level| {
        let own = |line: &ObjectiveLine| {
            line.target.as_ref() == Some(&level.target.key) && objective(line).is_some()
        };
        !report.objectives.iter().any(own)
    };
    let levels = report.levels.iter().filter(told).filter_map(level);
    let mut rows: Vec<_> = report.objectives.iter().filter_map(objective).chain(levels).collect();
    rows.sort_by_key(|(kept, ..)| *kept);
    let row = |(kept, name, figure, wanted): (bool, String, Cell, Option<String>)| {
        let kept = text(language, if kept { "board-kept" } else { "board-not-kept" });
        vec![Cell::Text(name), figure, Cell::text(wanted), Cell::Text(kept)]
    };
    Table {
        titles: titles("board", &["promise", "came-to", "wanted", "kept-title"], language),
        rows: rows.into_iter().take(LEVELS).map(row).collect(),
    }
}

/// A share that is wanted, as people say it: more than 90 %.
fn in_plain_words(wanted: &str, language: Language) -> String {
    let Some((sign, share)) = wanted.split_once(' ') else { return wanted.to_owned() };
    let (whole, rest) = share.split_once('.').unwrap_or((share, ""));
    // A decimal fraction moved two places.
    let digits = format!("{whole}{rest:0<2}");
    let (cents, rest) = digits.split_at(whole.len() + 2);
    let cents = cents.trim_start_matches('0');
    let cents = if cents.is_empty() { "0" } else { cents };
    let share = if rest.is_empty() { format!("{cents} %") } else { format!("{cents}.{rest} %") };
    let message = if sign == ">" { "board-more-than" } else { "board-at-least" };
    text_with(language, message, &[("share".to_owned(), share)].into_iter().collect())
}

/// Budgets, those that are passed or will be first.
fn budgets(report: &OperationsReport, language: Language) -> Table {
    let own = report.objectives.iter().filter(|line| line.limit.is_some());
    let mut lines: Vec<&ObjectiveLine> = own.collect();
    lines.sort_by_key(|line| (line.passes != Some(true), -line.used.unwrap_or_default()));
    let row = |line: &&ObjectiveLine| {
        let says = match (line.passes, line.fulfilled) {
            (_, Some(false)) => "board-budget-passed",
            (Some(true), _) => "board-budget-will-pass",
            _ => "board-budget-holds",
        };
        vec![
            Cell::Text(objective_words(line, language)),
            measured_cell(&line.measure, line.figure),
            measured_cell(&line.measure, line.limit),
            Cell::Text(text(language, says)),
        ]
    };
    Table {
        titles: titles("board", &["budget", "used", "allowed", "holds"], language),
        rows: lines.iter().take(BUDGETS).map(row).collect(),
    }
}

/// Changes and windows to come, by their date.
fn coming(report: &OperationsReport, language: Language) -> Table {
    let date = |at| local_date(&report.zone, at);
    let change = |line: &CaseLine| {
        let subject = line.subject.clone().unwrap_or_else(|| line.reference.clone());
        (line.planned.map(date), subject)
    };
    let window = |window: &app::report::WindowLine| {
        (Some(date(window.begins)), window.name.in_language(language.key()).to_owned())
    };
    let mut rows: Vec<_> =
        report.windows.iter().map(window).chain(report.coming.iter().map(change)).collect();
    rows.sort_by_key(|(date, _)| (date.is_none(), *date));
    let short = |words: String| {
        if words.chars().count() <= SUBJECT {
            words
        } else {
            words.chars().take(SUBJECT - 1).chain(['…']).collect()
        }
    };
    let row = |(date, what): (Option<chrono::NaiveDate>, String)| {
        let undated = || Cell::Text(text(language, "board-no-date"));
        vec![date.map_or_else(undated, Cell::Date), Cell::Text(short(what))]
    };
    Table {
        titles: titles("board", &["date", "change"], language),
        rows: rows.into_iter().take(COMING).map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wanted_share_is_said_in_per_cent() {
        for (wanted, said) in [
            ("> 0.9", "mer än 90 %"),
            (">= 0.95", "minst 95 %"),
            (">= 0.995", "minst 99.5 %"),
            ("> 1", "mer än 100 %"),
            (">= 0.05", "minst 5 %"),
        ] {
            assert_eq!(in_plain_words(wanted, Language::Sv), said, "{wanted}");
        }
    }
}
