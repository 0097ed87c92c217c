//! The sheet for the board: one page per service and month, few figures, plain words.

use crate::objectives::measured_cell;
use crate::operations::{
    Links, cause_table, counted, drawn_targets, month_link, months_chart, months_table, objective_words,
    reception_figure, reception_name, service_title, volume_name,
};
use crate::paper::part;
use crate::period::{Made, PeriodAsked, PeriodReport, Section};
use ::report::{Cell, Part, Table};
use app::read::local_date;
use app::report::{CaseLine, Level, ObjectiveLine, OperationsReport, ReceptionLine, VolumeLine, whole_month};
use app::{App, Denied};
use locale::{Language, text, text_with};

/// Rows of levels, of calls and mail, budgets, causes and changes: what one page holds.
const LEVELS: usize = 6;
const RECEPTION: usize = 4;
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
        let sections = sections(&report, Some(&Links::of(asked)), asked.language);
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
    let mut parts = Vec::new();
    if !comment.is_empty() {
        let mut said = named("comment", Table::default(), language);
        said.notes = comment.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
        parts.push(said);
    }
    parts.extend(sections(report, None, language).into_iter().map(|section| section.part));
    parts
}

fn named(name: &str, table: Table, language: Language) -> Part {
    part(language, name, &format!("board-{name}"), table, None)
}

/// The parts with what is behind their figures; without links, as on paper, with nothing.
fn sections(report: &OperationsReport, links: Option<&Links<'_>>, language: Language) -> Vec<Section> {
    let of = |name: &str, titles: &[&str], rows: Vec<Row>| {
        let titles = crate::report::titles("board", titles, language);
        let (rows, links): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        Section { part: named(name, Table { titles, rows }, language), links }
    };
    let stated: Vec<_> = report.causes.iter().filter(|cause| cause.name.is_some()).cloned().collect();
    let stated = &stated[..stated.len().min(CAUSES)];
    let causes = named("causes", cause_table(stated, language), language);
    vec![
        of("cases", &["what", "this", "before"], cases(report, links, language)),
        of("promises", &["promise", "came-to", "wanted", "kept-title"], promises(report, links, language)),
        year(report, links, language),
        of("budgets", &["budget", "used", "allowed", "holds"], budgets(report, links, language)),
        Section::linked(causes, |row, column| {
            let cause = stated.get(row).filter(|_| column == 1)?;
            links.map(|links| links.cause(cause))
        }),
        of("coming", &["date", "change"], coming(report, links, language)),
    ]
}

/// The cells of a row, and the page behind each.
type Row = (Vec<Cell>, Vec<Option<String>>);

fn year(report: &OperationsReport, links: Option<&Links<'_>>, language: Language) -> Section {
    let table = months_table(report, &drawn_targets(report), language);
    let chart = months_chart(&table, language);
    let made = part(language, "year", "board-year", table, chart);
    Section::linked(made, |row, column| month_link(report, links?, (row, column)))
}

/// What came and what was done, against the period before.
fn cases(report: &OperationsReport, links: Option<&Links<'_>>, language: Language) -> Vec<Row> {
    let line = |lines: &[VolumeLine], group: &str| lines.iter().find(|line| line.group == group).cloned();
    let row = |name: String, group: &str, measure: &str| {
        let (now, before) = (line(&report.volumes, group), line(&report.before, group));
        let cell = |line: &Option<VolumeLine>| {
            line.as_ref().map_or(Cell::Empty, |line| Cell::Count(measured(line, measure)))
        };
        let some = |line: &Option<VolumeLine>| line.clone().filter(|line| measured(line, measure) > 0);
        let behind = [
            None,
            links.zip(some(&now)).map(|(links, line)| links.volume(&line, measure)),
            links.zip(some(&before)).map(|(links, line)| links.volume_before(&line, measure)),
        ];
        (vec![Cell::Text(name), cell(&now), cell(&before)], behind.to_vec())
    };
    let measures = ["arrived", "solved", "reopened", "open"];
    let mut rows: Vec<Row> = measures
        .into_iter()
        .map(|measure| row(text(language, &format!("board-{measure}")), "whole", measure))
        .collect();
    for group in ["major", "complaint"] {
        if let Some(now) = line(&report.volumes, group) {
            rows.push(row(volume_name(&now, language), group, "arrived"));
        }
    }
    rows
}

/// A measure of a line of volumes.
fn measured(line: &VolumeLine, measure: &str) -> i64 {
    match measure {
        "arrived" => line.arrived,
        "solved" => line.solved,
        "reopened" => line.reopened,
        _ => line.open,
    }
}

/// What was promised and what came of it, what was not kept first.
fn promises(report: &OperationsReport, links: Option<&Links<'_>>, language: Language) -> Vec<Row> {
    let level = |level: &Level| {
        let name = level.target.in_language(language.key()).to_owned();
        let wanted = level.objective.as_ref().map(|wanted| in_plain_words(wanted, language));
        let behind = links.map(|links| links.level(level, "decided"));
        Some((level.fulfilled?, name, Cell::Share(level.share?), wanted, behind))
    };
    let objective = |line: &ObjectiveLine| {
        let plain = matches!(line.measure.as_str(), "share" | "availability") && line.finished;
        let wanted = line.wanted.as_ref().filter(|_| plain).map(|wanted| in_plain_words(wanted, language));
        let figure = measured_cell(&line.measure, line.figure);
        let behind = links.map(|links| links.objective(line));
        Some((line.fulfilled.filter(|_| plain)?, objective_words(line, language), figure, wanted, behind))
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
    rows.truncate(LEVELS);
    rows.extend(receptions(report, links, language));
    rows.sort_by_key(|(kept, ..)| *kept);
    let row = |(kept, name, figure, wanted, behind): Promise| {
        let kept = text(language, if kept { "board-kept" } else { "board-not-kept" });
        (vec![Cell::Text(name), figure, Cell::text(wanted), Cell::Text(kept)], vec![None, behind, None, None])
    };
    rows.into_iter().map(row).collect()
}

/// Whether it is kept, its name, what came of it, what was promised, what is behind it.
type Promise = (bool, String, Cell, Option<String>, Option<String>);

/// What was promised of calls and mail, what was not kept first.
fn receptions(report: &OperationsReport, links: Option<&Links<'_>>, language: Language) -> Vec<Promise> {
    let lines = report.reception.as_deref().unwrap_or_default();
    let promise = |line: &ReceptionLine| {
        let wanted = line.wanted.as_deref().map(|wanted| match wanted.strip_prefix("<= ") {
            Some(seconds) if line.is_of_days() => {
                text_with(language, "board-within", &[("seconds".to_owned(), seconds.to_owned())].into())
            }
            _ => in_plain_words(wanted, language),
        });
        let behind = links.map(|links| links.reception(line));
        let name = reception_name(lines, line, language);
        Some((line.fulfilled?, name, reception_figure(line, language), wanted, behind))
    };
    let mut rows: Vec<Promise> = lines.iter().filter_map(promise).collect();
    rows.sort_by_key(|(kept, ..)| *kept);
    rows.truncate(RECEPTION);
    rows
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
fn budgets(report: &OperationsReport, links: Option<&Links<'_>>, language: Language) -> Vec<Row> {
    let own = report.objectives.iter().filter(|line| line.limit.is_some());
    let mut lines: Vec<&ObjectiveLine> = own.collect();
    lines.sort_by_key(|line| (line.passes != Some(true), -line.used.unwrap_or_default()));
    let row = |line: &&ObjectiveLine| {
        let says = match (line.passes, line.fulfilled) {
            (_, Some(false)) => "board-budget-passed",
            (Some(true), _) => "board-budget-will-pass",
            _ => "board-budget-holds",
        };
        let cells = vec![
            Cell::Text(objective_words(line, language)),
            measured_cell(&line.measure, line.figure),
            measured_cell(&line.measure, line.limit),
            Cell::Text(text(language, says)),
        ];
        (cells, vec![None, links.map(|links| links.objective(line)), None, None])
    };
    lines.iter().take(BUDGETS).map(row).collect()
}

/// Changes and windows to come, by their date.
fn coming(report: &OperationsReport, links: Option<&Links<'_>>, language: Language) -> Vec<Row> {
    let date = |at| local_date(&report.zone, at);
    let change = |line: &CaseLine| {
        let subject = line.subject.clone().unwrap_or_else(|| line.reference.clone());
        (line.planned.map(date), subject, links.map(|_| format!("/cases/{}", line.reference)))
    };
    let window = |window: &app::report::WindowLine| {
        (Some(date(window.begins)), window.name.in_language(language.key()).to_owned(), None)
    };
    let mut rows: Vec<_> =
        report.windows.iter().map(window).chain(report.coming.iter().map(change)).collect();
    rows.sort_by_key(|(date, ..)| (date.is_none(), *date));
    let short = |words: String| {
        if words.chars().count() <= SUBJECT {
            words
        } else {
            words.chars().take(SUBJECT - 1).chain(['…']).collect()
        }
    };
    let row = |(date, what, case): (Option<chrono::NaiveDate>, String, Option<String>)| {
        let undated = || Cell::Text(text(language, "board-no-date"));
        (vec![date.map_or_else(undated, Cell::Date), Cell::Text(short(what))], vec![None, case])
    };
    rows.into_iter().take(COMING).map(row).collect()
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
