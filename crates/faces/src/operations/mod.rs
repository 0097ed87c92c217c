//! The operations report in words, live or as it was presented: every live figure leads to its cases.

mod cases;
mod links;
mod months;
mod reception;

use crate::objectives::{measured_cell, wanted_words};
use crate::paper::part;
use crate::period::{Made, PeriodAsked, PeriodReport, Section};
use crate::report::{percent_words, titles};
use ::report::{Cell, Table};
use app::report::{CaseLine, Cause, Level, ObjectiveLine, OperationsAsked, OperationsReport, VolumeLine};
use app::{App, Denied};
use cases::{case_table, window_rows};
use locale::{Language, text, text_with};

pub use links::Links;
pub(crate) use months::{drawn_targets, month_link, months_chart, months_table};
pub(crate) use reception::{reception_figure, reception_name};

/// The operations report.
pub(crate) struct Operations;

impl PeriodReport for Operations {
    fn key(&self) -> &'static str {
        "operations"
    }

    fn about(&self) -> &'static str {
        "What a service and its support came to: volumes, levels, budgets, major incidents, changes, problems"
    }

    fn parts(&self) -> &'static [&'static str] {
        &PARTS
    }

    fn narrowed_by(&self) -> &'static [&'static str] {
        &["service"]
    }

    fn make(&self, app: &App, asked: &PeriodAsked) -> Result<Made, Denied> {
        let report = counted(app, asked)?;
        let sections = operations_sections(&report, Some(&Links::of(asked)), asked.language);
        let made = Made::of(&report, sections)?;
        Ok(made
            .titled(operations_title(&report, asked.language))
            .noted(text(asked.language, "operations-lead")))
    }
}

/// Parts of the report, in its order.
const PARTS: [&str; 11] = [
    "volumes",
    "levels",
    "months",
    "objectives",
    "reception",
    "major",
    "changes",
    "coming",
    "problems",
    "causes",
    "breach_causes",
];

/// The report behind both the operations report and the board's sheet.
pub(crate) fn counted(app: &App, asked: &PeriodAsked) -> Result<OperationsReport, Denied> {
    let service = asked.narrowed("service").map(str::to_owned);
    let of = OperationsAsked { desk: asked.desk.key.clone(), service, from: asked.from, to: asked.to };
    app.operations_report(asked.reader, &of, asked.now)
}

/// Title of the report; of a whole desk without a service.
pub(crate) fn operations_title(report: &OperationsReport, language: Language) -> String {
    let message = if report.service.is_some() { "operations-title-of" } else { "operations-title" };
    service_title(message, report, language)
}

/// A title with service, or else the desk, and period.
pub(crate) fn service_title(message: &str, report: &OperationsReport, language: Language) -> String {
    let key = language.key();
    let until = report.to.pred_opt().unwrap_or(report.to).to_string();
    let service = report.service.as_ref().unwrap_or(&report.desk).in_language(key);
    let values = [
        ("desk", report.desk.in_language(key).to_owned()),
        ("service", service.to_owned()),
        ("from", report.from.to_string()),
        ("until", until),
        ("month", text(language, &format!("month-{}", report.from.format("%m")))),
        ("year", report.from.format("%Y").to_string()),
    ];
    let values = values.map(|(name, value)| (name.to_owned(), value));
    text_with(language, message, &values.into_iter().collect())
}

/// Every part of the report; without links of live figures those of cases alone.
pub fn operations_sections(
    report: &OperationsReport,
    links: Option<&Links<'_>>,
    language: Language,
) -> Vec<Section> {
    let key = |key: &str| format!("operations-{key}");
    let of = |name: &str, table, chart| part(language, name, &key(name), table, chart);
    let list = |name: &str, lines: &[CaseLine]| {
        let made = of(name, case_table(report, lines, language), None);
        let references: Vec<String> = lines.iter().map(|line| line.reference.clone()).collect();
        Section::linked(made, move |row, column| {
            references.get(row).filter(|_| column == 0).map(|reference| format!("/cases/{reference}"))
        })
    };
    let months = months_table(report, &drawn_targets(report), language);
    let chart = months_chart(&months, language);
    let mut coming = list("coming", &report.coming);
    window_rows(report, &mut coming.part.table, language);
    let mut sections = vec![
        volumes(report, links, language),
        levels(report, links, language),
        Section::linked(of("months", months, chart), |row, column| month_link(report, links?, (row, column))),
        objectives(report, links, language),
    ];
    sections.extend(reception::reception(report, links, language));
    sections.extend([
        list("major", &report.major),
        list("changes", &report.changes),
        Section { part: some_rows(coming.part), links: coming.links },
        list("problems", &report.problems),
        Section::linked(of("causes", cause_table(&report.causes, language), None), |row, column| {
            let cause = report.causes.get(row).filter(|_| column == 1)?;
            links.map(|links| links.cause(cause))
        }),
        Section::linked(
            of("breach_causes", cause_table(&report.breach_causes, language), None),
            |row, column| {
                let cause = report.breach_causes.get(row).filter(|_| column == 1)?;
                links.map(|links| links.breach_cause(cause))
            },
        ),
    ]);
    sections
}

/// A part that got rows says no more that it has none.
fn some_rows(mut part: ::report::Part) -> ::report::Part {
    if !part.table.rows.is_empty() {
        part.notes.clear();
    }
    part
}

/// The name of a line of volumes; of a group that divides, with what it divides by.
pub(crate) fn volume_name(line: &VolumeLine, language: Language) -> String {
    let name = line.name.in_language(language.key());
    match line.group.as_str() {
        "priority" => format!("{} {name}", text(language, "operations-priority")),
        _ => name.to_owned(),
    }
}

fn volumes(report: &OperationsReport, links: Option<&Links<'_>>, language: Language) -> Section {
    let keys = ["sort", "arrived", "arrived-before", "solved", "solved-before", "reopened", "open"];
    let before = |line: &VolumeLine| {
        report.before.iter().find(|other| other.group == line.group && other.name.key == line.name.key)
    };
    let row = |line: &VolumeLine| {
        let before = before(line);
        vec![
            Cell::Text(volume_name(line, language)),
            Cell::Count(line.arrived),
            before.map_or(Cell::Empty, |before| Cell::Count(before.arrived)),
            Cell::Count(line.solved),
            before.map_or(Cell::Empty, |before| Cell::Count(before.solved)),
            Cell::Count(line.reopened),
            Cell::Count(line.open),
        ]
    };
    let table = Table {
        titles: titles("operations", &keys, language),
        rows: report.volumes.iter().map(row).collect(),
    };
    let made = part(language, "volumes", "operations-volumes", table, None);
    Section::linked(made, |row, column| {
        let (line, links) = (report.volumes.get(row)?, links?);
        let before = |count: fn(&VolumeLine) -> i64| before(line).map_or(0, count) > 0;
        let (measure, count) = match column {
            1 => ("arrived", line.arrived),
            2 => return before(|line| line.arrived).then(|| links.volume_before(line, "arrived")),
            4 => return before(|line| line.solved).then(|| links.volume_before(line, "solved")),
            3 => ("solved", line.solved),
            5 => ("reopened", line.reopened),
            6 => ("open", line.open),
            _ => return None,
        };
        (count > 0).then(|| links.volume(line, measure))
    })
}

fn levels(report: &OperationsReport, links: Option<&Links<'_>>, language: Language) -> Section {
    let keys = [
        "target",
        "agreement",
        "version",
        "started",
        "met",
        "missed",
        "withdrawn",
        "running",
        "share",
        "objective",
        "fulfilled",
    ];
    let row = |level: &Level| {
        vec![
            Cell::Text(level.target.in_language(language.key()).to_owned()),
            Cell::Text(level.agreement.in_language(language.key()).to_owned()),
            Cell::Text(level.version.clone()),
            Cell::Count(level.started),
            Cell::Count(level.met),
            Cell::Count(level.missed),
            Cell::Count(level.withdrawn),
            Cell::Count(level.running),
            level.share.map_or(Cell::Empty, Cell::Share),
            Cell::text(level.objective.as_deref().map(percent_words)),
            Cell::text(level.fulfilled.map(|kept| verdict(kept, language))),
        ]
    };
    let table =
        Table { titles: titles("report", &keys, language), rows: report.levels.iter().map(row).collect() };
    let made = part(language, "levels", "operations-levels", table, None);
    Section::linked(made, |row, column| {
        let level = report.levels.get(row)?;
        let (figure, count) = match column {
            3 => ("started", level.started),
            4 => ("met", level.met),
            5 => ("missed", level.missed),
            6 => ("withdrawn", level.withdrawn),
            7 => ("running", level.running),
            8 => ("decided", level.met + level.missed),
            _ => return None,
        };
        links.filter(|_| count > 0).map(|links| links.level(level, figure))
    })
}

pub(crate) fn verdict(kept: bool, language: Language) -> String {
    text(language, if kept { "report-yes" } else { "report-no" })
}

/// The name of an objective with what it is narrowed to.
pub(crate) fn objective_words(line: &ObjectiveLine, language: Language) -> String {
    let key = language.key();
    let parts: Vec<&str> = line.part.iter().map(|name| name.in_language(key)).collect();
    let mut words = line.objective.in_language(key).to_owned();
    if !parts.is_empty() {
        words = format!("{words}, {}", parts.join(", "));
    }
    if line.of_desk { format!("{words} ({})", text(language, "operations-of-desk")) } else { words }
}

fn objectives(report: &OperationsReport, links: Option<&Links<'_>>, language: Language) -> Section {
    let keys = ["name", "period", "figure", "wanted", "fulfilled", "cases", "used", "forecast"];
    let row = |line: &ObjectiveLine| {
        let last = line.to.pred_opt().unwrap_or(line.to);
        let so_far =
            if line.finished { String::new() } else { format!(" ({})", text(language, "objective-so-far")) };
        vec![
            Cell::Text(objective_words(line, language)),
            Cell::Text(format!("{} – {last}{so_far}", line.from)),
            measured_cell(&line.measure, line.figure),
            Cell::text(line.wanted.as_ref().map(|wanted| wanted_words(&line.measure, wanted))),
            Cell::text(line.fulfilled.map(|kept| verdict(kept, language))),
            Cell::Count(line.cases),
            line.used.map_or(Cell::Empty, Cell::Share),
            match line.forecast {
                Some(forecast) if line.measure == "count" => Cell::Hundredths(forecast),
                Some(forecast) => Cell::Seconds(forecast / 100),
                None => Cell::Empty,
            },
        ]
    };
    let table = Table {
        titles: titles("objective", &keys, language),
        rows: report.objectives.iter().map(row).collect(),
    };
    let made = part(language, "objectives", "operations-objectives", table, None);
    Section::linked(made, |row, column| {
        let line = report.objectives.get(row).filter(|_| [0, 2, 5].contains(&column))?;
        links.map(|links| links.objective(line))
    })
}

/// Causes and how often.
pub(crate) fn cause_table(causes: &[Cause], language: Language) -> Table {
    let row = |cause: &Cause| {
        let unstated = || text(language, "operations-no-cause");
        let name =
            cause.name.as_ref().map_or_else(unstated, |name| name.in_language(language.key()).to_owned());
        vec![Cell::Text(name), Cell::Count(cause.count)]
    };
    Table {
        titles: titles("operations", &["cause", "count"], language),
        rows: causes.iter().map(row).collect(),
    }
}
