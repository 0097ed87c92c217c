//! `stafett report …`.

use crate::cases::{self, CasesReport};
use crate::command::{application, say};
use crate::config::Config;
use crate::demo;
use crate::exit::Exit;
use crate::period::{self, PeriodWanted};
use ::report::Table;
use app::report::{Dimension, Every, Figure, ListedClock, SlaAsked, SlaFilter, length_of};
use app::{App, Denied, Moment};
use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use desk::{Desk, Principal, System};
use faces::{
    breaches_table, causes_table, clocks_table, groups_table, handed_out, sla_document, targets_table,
    trend_table,
};
use locale::Language;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Clocks of a list read at once.
const PAGE: i64 = 500;

/// Reports.
#[derive(Debug, Subcommand)]
pub(crate) enum ReportCommand {
    /// Per target: started, met, missed, share, times; every breach with the line that held it longest; or, with
    /// --cases, the clocks behind a figure.
    Sla(SlaReport),
    /// What came, how and from whom, who solved it, what was reopened, how old what is left is.
    Volumes(PeriodWanted),
    /// What came to each line per hour of the week, how long it took, and how many people that needs.
    Staffing(PeriodWanted),
    /// The cases behind a figure of `volumes` or `staffing`.
    Cases(CasesReport),
    /// Objectives per period, each with the figure so far and how its budget burns; every period with a date in it is
    /// told whole.
    Objectives(PeriodWanted),
    /// How long callers waited day by day, and what was solved at once.
    Telephone(PeriodWanted),
    /// Person-days and money per activity, kind and payer, against plan; for finance.
    Effort(PeriodWanted),
    /// What became of every received mail.
    Mails(PeriodWanted),
    /// How much of its counted time each queue waited.
    Waiting(PeriodWanted),
    /// What a service and its support came to: volumes, levels, budgets, major incidents, changes, problems.
    Operations(PeriodWanted),
    /// One page on a service and month for a board.
    Board(PeriodWanted),
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
    /// Write to this file instead.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Which table of a CSV.
    #[arg(long, value_enum, default_value_t = Part::Targets)]
    part: Part,
    /// sv or en; else the desk's language.
    #[arg(long)]
    lang: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Table,
    Csv,
    Json,
    Xlsx,
    Pdf,
}

impl Format {
    /// The form a document is handed out in.
    pub(crate) fn of_document(self) -> Option<::report::Format> {
        match self {
            Self::Table | Self::Json => None,
            Self::Csv => Some(::report::Format::Csv),
            Self::Xlsx => Some(::report::Format::Xlsx),
            Self::Pdf => Some(::report::Format::Pdf),
        }
    }
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

impl Part {
    fn key(self) -> &'static str {
        match self {
            Self::Targets => "targets",
            Self::Groups => "groups",
            Self::Trend => "trend",
            Self::Causes => "causes",
            Self::Worst => "worst",
            Self::Breaches => "breaches",
        }
    }
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
    let app = application(config)?;
    let operator = Principal::System { system: System::CommandLine, contact: None };
    let now = demo::moment(&app)?;
    let (key, wanted) = match command {
        ReportCommand::Sla(wanted) => return sla(&app, &operator, wanted, now),
        ReportCommand::Cases(wanted) => return cases::run(&app, &operator, wanted, now),
        ReportCommand::Volumes(wanted) => ("volumes", wanted),
        ReportCommand::Staffing(wanted) => ("staffing", wanted),
        ReportCommand::Effort(wanted) => ("effort", wanted),
        ReportCommand::Telephone(wanted) => ("telephone", wanted),
        ReportCommand::Mails(wanted) => ("mails", wanted),
        ReportCommand::Waiting(wanted) => ("waiting", wanted),
        ReportCommand::Operations(wanted) => ("operations", wanted),
        ReportCommand::Board(wanted) => ("board", wanted),
        ReportCommand::Objectives(wanted) => ("objectives", wanted),
    };
    period::run(&app, &operator, (key, wanted), now)
}

fn sla(app: &App, operator: &Principal, wanted: &SlaReport, now: Moment) -> Result<(), Exit> {
    let out = wanted.out.as_deref();
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
        let clocks = clocks(app, operator, &asked, figure, now)?;
        let desk = of_desk()?;
        return match wanted.format {
            Format::Json => hand_over(out, json(&clocks)?.into_bytes()),
            Format::Xlsx | Format::Pdf => Err(Exit::Data("--format: table, csv or json".into())),
            form => said(out, form, &[clocks_table(&clocks, &desk, language(&desk)?)]),
        };
    }
    if wanted.format == Format::Json {
        return written(out, |to| faces::write_sla_json(app, operator, &asked, now, to));
    }
    // What may not be had is said by the use case, an unknown desk among it.
    let Some(desk) = app.desk(&wanted.desk) else {
        app.sla_report(operator, &asked, now)?;
        return Err(Exit::Data(format!("no desk {}", wanted.desk)));
    };
    let language = language(&desk)?;
    if wanted.format == Format::Csv && wanted.part == Part::Breaches {
        let of = (&*desk, language, now);
        return written(out, |to| faces::write_breaches_csv(app, operator, &asked, of, to));
    }
    asked.breaches_max = wanted.format.of_document().and_then(faces::breaches_told);
    let report = app.sla_report(operator, &asked, now)?;
    if let Some(format) = wanted.format.of_document() {
        let document = sla_document(&report, &desk, (language, now), format);
        let bytes = handed_out(document, format, Some(wanted.part.key()), language);
        return hand_over(out, bytes.map_err(|e| Exit::Unavailable(e.to_string()))?);
    }
    let mut tables = vec![targets_table(&report, &desk, language)];
    tables.extend(wanted.by.map(|_| groups_table(&report, &desk, language)));
    tables.extend(wanted.trend.map(|_| trend_table(&report, &desk, language)));
    if report.breaches.is_empty() {
        let none = locale::text(language, "report-none");
        let tables: Vec<String> = tables.iter().map(::report::to_text).collect();
        return hand_over(out, format!("{}\n{none}", tables.join("\n")).into_bytes());
    }
    tables.extend([causes_table(&report, &desk, language), breaches_table(&report, &desk, language)]);
    said(out, Format::Table, &tables)
}

/// Every clock behind a figure.
fn clocks(
    app: &App,
    operator: &Principal,
    asked: &SlaAsked,
    figure: Figure,
    now: Moment,
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

/// As JSON to read.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<String, Exit> {
    serde_json::to_string_pretty(value).map_err(|e| Exit::Unavailable(e.to_string()))
}

fn said(out: Option<&Path>, format: Format, tables: &[Table]) -> Result<(), Exit> {
    let words = |table: &Table| match format {
        Format::Csv => ::report::to_csv(table).map_err(|e| Exit::Unavailable(e.to_string())),
        _ => Ok(::report::to_text(table)),
    };
    let words: Vec<String> = tables.iter().map(words).collect::<Result<_, _>>()?;
    hand_over(out, words.join("\n").into_bytes())
}

/// Written as it is made, to a file or standard output.
fn written(out: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> Result<(), Denied>) -> Result<(), Exit> {
    match out {
        Some(path) => {
            let file =
                File::create(path).map_err(|e| Exit::Data(format!("--out {}: {e}", path.display())))?;
            Ok(write(&mut BufWriter::new(file))?)
        }
        None => Ok(write(&mut io::stdout().lock())?),
    }
}

/// To a file, or printed where it is text.
pub(crate) fn hand_over(out: Option<&Path>, bytes: Vec<u8>) -> Result<(), Exit> {
    if let Some(path) = out {
        let written = std::fs::write(path, bytes);
        return written.map_err(|e| Exit::Data(format!("--out {}: {e}", path.display())));
    }
    match String::from_utf8(bytes) {
        Ok(said) => say(said.trim_end()),
        Err(_) => Err(Exit::Data("--out: a file to write to is needed for this format".into())),
    }
}

/// The language asked for, else the desk's.
pub(crate) fn language(asked: Option<&str>, desk: &Desk) -> Result<Language, Exit> {
    match asked {
        Some(key) => Language::parse(key).ok_or_else(|| Exit::Data(format!("--lang {key}: sv or en"))),
        None => Ok(Language::parse(&desk.language).unwrap_or(Language::Sv)),
    }
}
