//! `stafett report …`.

use crate::command::{application, say};
use crate::config::Config;
use crate::demo;
use crate::exit::Exit;
use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use desk::{Principal, System};
use faces::{breaches_table, targets_table};
use locale::Language;

/// Reports.
#[derive(Debug, Subcommand)]
pub(crate) enum ReportCommand {
    /// Per target: started, met, missed, share; and every breach with the line that held it longest.
    Sla(SlaReport),
    /// Objectives per period, each with the figure so far and how its budget burns.
    Objectives(ObjectivesAsked),
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

/// Which objectives.
#[derive(Debug, Args)]
pub(crate) struct ObjectivesAsked {
    /// Desk key.
    #[arg(long)]
    desk: String,
    /// First local date; every period with a date from it on is told whole.
    #[arg(long)]
    from: NaiveDate,
    /// Local date it ends before.
    #[arg(long)]
    to: NaiveDate,
    /// Form.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
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
    Breaches,
}

/// Carries it out, as the server's operator.
pub(crate) fn run(config: &Config, command: &ReportCommand) -> Result<(), Exit> {
    let asked = match command {
        ReportCommand::Sla(asked) => asked,
        ReportCommand::Objectives(asked) => return objectives(config, asked),
    };
    let app = application(config)?;
    let operator = Principal::System { system: System::CommandLine, contact: None };
    let report = app.sla_report(&operator, &asked.desk, (asked.from, asked.to), demo::moment(&app)?)?;
    let desk = app.desk(&asked.desk).ok_or_else(|| Exit::Data(format!("no desk {}", asked.desk)))?;
    let language = language(asked.lang.as_deref(), &desk)?;
    let fault = |e: &dyn std::fmt::Display| Exit::Unavailable(e.to_string());
    let said = match (asked.format, asked.part) {
        (Format::Json, _) => serde_json::to_string_pretty(&report).map_err(|e| fault(&e))?,
        (Format::Csv, Part::Targets) => {
            ::report::to_csv(&targets_table(&report, &desk, language)).map_err(|e| fault(&e))?
        }
        (Format::Csv, Part::Breaches) => {
            ::report::to_csv(&breaches_table(&report, &desk, language)).map_err(|e| fault(&e))?
        }
        (Format::Table, _) => {
            let targets = ::report::to_text(&targets_table(&report, &desk, language));
            let breaches = if report.breaches.is_empty() {
                locale::text(language, "report-none")
            } else {
                ::report::to_text(&breaches_table(&report, &desk, language))
            };
            format!("{targets}\n{breaches}")
        }
    };
    say(said.trim_end())
}

fn objectives(config: &Config, asked: &ObjectivesAsked) -> Result<(), Exit> {
    let app = application(config)?;
    let operator = Principal::System { system: System::CommandLine, contact: None };
    let period = (asked.from, asked.to);
    let report = app.objectives_report(&operator, &asked.desk, period, demo::moment(&app)?)?;
    let desk = app.desk(&asked.desk).ok_or_else(|| Exit::Data(format!("no desk {}", asked.desk)))?;
    let table = faces::objectives_table(&report, &desk, language(asked.lang.as_deref(), &desk)?);
    let said = match asked.format {
        Format::Json => serde_json::to_string_pretty(&report).map_err(|e| Exit::Unavailable(e.to_string()))?,
        Format::Csv => ::report::to_csv(&table).map_err(|e| Exit::Unavailable(e.to_string()))?,
        Format::Table => ::report::to_text(&table),
    };
    say(said.trim_end())
}

/// The language asked for, else the desk's.
pub(crate) fn language(asked: Option<&str>, desk: &desk::Desk) -> Result<Language, Exit> {
    match asked {
        Some(key) => Language::parse(key).ok_or_else(|| Exit::Data(format!("--lang {key}: sv or en"))),
        None => Ok(Language::parse(&desk.language).unwrap_or(Language::Sv)),
    }
}
