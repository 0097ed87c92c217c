//! `stafett report …`.

use crate::command::{application, say};
use crate::config::Config;
use crate::demo;
use crate::exit::Exit;
use ::report::Table;
use app::report::{Dimension, Every, Figure, ListedClock, SlaAsked, SlaFilter, length_of};
use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use desk::{Desk, Principal, System};
use faces::{
    breaches_table, causes_table, clocks_table, effort_document, effort_table, groups_table, plan_table,
    targets_table, trend_table, worst_table,
};
use locale::Language;
use std::io::Write as _;
use std::path::PathBuf;

/// Clocks of a list read at once.
const PAGE: i64 = 500;

/// Reports.
#[derive(Debug, Subcommand)]
pub(crate) enum ReportCommand {
    /// Per target: started, met, missed, share, times; every breach with the line that held it longest; or, with
    /// --cases, the clocks behind a figure.
    Sla(SlaReport),
    /// Person-days and money per activity, kind and payer, against plan; for finance.
    Effort(EffortReport),
}

/// Which effort.
#[derive(Debug, Args)]
pub(crate) struct EffortReport {
    /// Desk key.
    #[arg(long)]
    desk: String,
    /// First local date, like 2026-11-01.
    #[arg(long)]
    from: NaiveDate,
    /// Local date it ends before.
    #[arg(long)]
    to: NaiveDate,
    /// table, csv, json, xlsx or pdf.
    #[arg(long, default_value = "table")]
    format: String,
    /// Which table of a CSV: sums, plan or entries.
    #[arg(long, default_value = "sums")]
    part: String,
    /// File to write to; else standard output.
    #[arg(long)]
    out: Option<PathBuf>,
    /// sv or en; else the desk's language.
    #[arg(long)]
    lang: Option<String>,
}

/// Which report.
#[derive(Debug, Args)]
pub(crate) struct SlaReport {
    /// Desk key.
    #[arg(long)]
    desk: String,
    /// First local date, like 2026-11-01.
    #[arg(long)]
    from: NaiveDate,
    /// Local date it ends before.
    #[arg(long)]
    to: NaiveDate,
    /// Divide by line, queue, organisation, service or priority.
    #[arg(long, value_parser = dimension)]
    by: Option<Dimension>,
    /// Twelve periods of a day, week, month, quarter or year; without a length that of the period.
    #[arg(long, value_parser = every, num_args = 0..=1, default_missing_value = "period")]
    trend: Option<Trend>,
    /// Instead of figures the clocks behind one: started, met, missed, missed_by_change, withdrawn, decided,
    /// running, running_late.
    #[arg(long, value_parser = figure, value_name = "FIGURE")]
    cases: Option<Figure>,
    /// Only this, like target=fordelning; line, queue, organisation, service, priority, cause, agreement, version
    /// likewise. May be given several times.
    #[arg(long = "only", value_parser = only, value_name = "WHAT=KEY")]
    only: Vec<(String, String)>,
    /// Form.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Which table of a CSV.
    #[arg(long, value_enum, default_value_t = Part::Targets)]
    part: Part,
    /// sv or en; else the desk's language.
    #[arg(long)]
    lang: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Csv,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Targets,
    Groups,
    Trend,
    Causes,
    Worst,
    Breaches,
}

/// Length of the periods of a trend.
#[derive(Debug, Clone, Copy)]
enum Trend {
    OfPeriod,
    Every(Every),
}

fn one_of<T>(found: Option<T>, all: &[&str]) -> Result<T, String> {
    found.ok_or_else(|| format!("one of: {}", all.join(", ")))
}

fn dimension(text: &str) -> Result<Dimension, String> {
    one_of(Dimension::parse(text), &Dimension::ALL.map(Dimension::as_str))
}

fn figure(text: &str) -> Result<Figure, String> {
    one_of(Figure::parse(text), &Figure::ALL.map(Figure::as_str))
}

fn every(text: &str) -> Result<Trend, String> {
    let known = if text == "period" { Some(Trend::OfPeriod) } else { Every::parse(text).map(Trend::Every) };
    one_of(known, &Every::ALL.map(Every::as_str))
}

fn only(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').map(|(name, key)| (name.to_owned(), key.to_owned()));
    let known = pair.filter(|(name, key)| SlaFilter::default().set(name, key));
    one_of(known, &SlaFilter::default().pairs().map(|(name, _)| name))
}

/// Carries it out, as the server's operator.
pub(crate) fn run(config: &Config, command: &ReportCommand) -> Result<(), Exit> {
    match command {
        ReportCommand::Sla(wanted) => sla(config, wanted),
        ReportCommand::Effort(asked) => effort(config, asked),
    }
}

fn effort(config: &Config, asked: &EffortReport) -> Result<(), Exit> {
    let app = application(config)?;
    let operator = Principal::System { system: System::CommandLine, contact: None };
    let report = app.effort_report(&operator, &asked.desk, (asked.from, asked.to))?;
    let desk = app.desk(&asked.desk).ok_or_else(|| Exit::Data(format!("no desk {}", asked.desk)))?;
    let language = language(asked.lang.as_deref(), &desk)?;
    let fault = |e: &dyn std::fmt::Display| Exit::Unavailable(e.to_string());
    let bytes = match asked.format.as_str() {
        "json" => serde_json::to_vec_pretty(&report).map_err(|e| fault(&e))?,
        "table" => {
            let tables = [effort_table(&report, &desk, language), plan_table(&report, &desk, language)];
            tables.map(|table| ::report::to_text(&table)).join("\n").into_bytes()
        }
        key => {
            let known = ::report::Format::parse(key);
            let format =
                known.ok_or_else(|| Exit::Data(format!("--format {key}: table, csv, json, xlsx or pdf")))?;
            let document = effort_document(&report, &desk, language, demo::moment(&app)?);
            if document.part(&asked.part).is_none() {
                return Err(Exit::Data(format!("--part {}: sums, plan or entries", asked.part)));
            }
            document.written(format, Some(&asked.part)).map_err(|e| fault(&e))?
        }
    };
    match &asked.out {
        Some(path) => std::fs::write(path, bytes).map_err(|e| fault(&e)),
        None => std::io::stdout().write_all(&bytes).map_err(|e| fault(&e)),
    }
}

fn sla(config: &Config, wanted: &SlaReport) -> Result<(), Exit> {
    let app = application(config)?;
    let operator = Principal::System { system: System::CommandLine, contact: None };
    let now = demo::moment(&app)?;
    let mut asked = SlaAsked::of(&wanted.desk, wanted.from, wanted.to);
    for (name, key) in &wanted.only {
        asked.filter.set(name, key);
    }
    asked.by = wanted.by;
    asked.trend = wanted.trend.map(|trend| match trend {
        Trend::OfPeriod => length_of(wanted.from, wanted.to),
        Trend::Every(every) => every,
    });
    let language = |desk: &Desk| language(wanted.lang.as_deref(), desk);
    let of_desk = || app.desk(&wanted.desk).ok_or_else(|| Exit::Data(format!("no desk {}", wanted.desk)));
    if let Some(figure) = wanted.cases {
        let clocks = clocks(&app, &operator, &asked, figure, now)?;
        let desk = of_desk()?;
        return match wanted.format {
            Format::Json => say(&json(&clocks)?),
            form => said(form, &[clocks_table(&clocks, &desk, language(&desk)?)]),
        };
    }
    let report = app.sla_report(&operator, &asked, now)?;
    if wanted.format == Format::Json {
        return say(&json(&report)?);
    }
    let desk = of_desk()?;
    let language = language(&desk)?;
    let table = |part: Part| match part {
        Part::Targets => targets_table(&report, &desk, language),
        Part::Groups => groups_table(&report, &desk, language),
        Part::Trend => trend_table(&report, &desk, language),
        Part::Causes => causes_table(&report, &desk, language),
        Part::Worst => worst_table(&report, &desk, language),
        Part::Breaches => breaches_table(&report, &desk, language),
    };
    if wanted.format == Format::Csv {
        return said(Format::Csv, &[table(wanted.part)]);
    }
    let mut tables = vec![table(Part::Targets)];
    tables.extend(wanted.by.map(|_| table(Part::Groups)));
    tables.extend(wanted.trend.map(|_| table(Part::Trend)));
    if report.breaches.is_empty() {
        let none = locale::text(language, "report-none");
        let tables: Vec<String> = tables.iter().map(::report::to_text).collect();
        return say(format!("{}\n{none}", tables.join("\n")).trim_end());
    }
    tables.extend([table(Part::Causes), table(Part::Breaches)]);
    said(Format::Table, &tables)
}

/// Every clock behind a figure.
fn clocks(
    app: &app::App,
    operator: &Principal,
    asked: &SlaAsked,
    figure: Figure,
    now: app::Moment,
) -> Result<Vec<ListedClock>, Exit> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let period = (asked.desk.as_str(), asked.from, asked.to);
        let page = app.sla_clocks(operator, period, (figure, &asked.filter), (after, PAGE), now)?;
        all.extend(page.items);
        if page.next.is_none() {
            return Ok(all);
        }
        after = page.next;
    }
}

fn json(value: &impl serde::Serialize) -> Result<String, Exit> {
    serde_json::to_string_pretty(value).map_err(|e| Exit::Unavailable(e.to_string()))
}

fn said(format: Format, tables: &[Table]) -> Result<(), Exit> {
    let words = |table: &Table| match format {
        Format::Csv => ::report::to_csv(table).map_err(|e| Exit::Unavailable(e.to_string())),
        _ => Ok(::report::to_text(table)),
    };
    let words: Vec<String> = tables.iter().map(words).collect::<Result<_, _>>()?;
    say(words.join("\n").trim_end())
}

/// The language asked for, else the desk's.
pub(crate) fn language(asked: Option<&str>, desk: &Desk) -> Result<Language, Exit> {
    match asked {
        Some(key) => Language::parse(key).ok_or_else(|| Exit::Data(format!("--lang {key}: sv or en"))),
        None => Ok(Language::parse(&desk.language).unwrap_or(Language::Sv)),
    }
}
