//! `stafett report …`.

use crate::command::{application, say};
use crate::config::Config;
use crate::demo;
use crate::exit::Exit;
use crate::waiting::{self, WaitingReport};
use crate::telephone::{self, TelephoneReport};
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
    /// How long callers waited day by day, and what was solved at once.
    Telephone(TelephoneReport),
    /// How much of its counted time each queue waited.
    Waiting(WaitingReport),
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
        ReportCommand::Waiting(asked) => return waiting::run(config, asked),
        ReportCommand::Telephone(asked) => return telephone::run(config, asked),
    };
    let app = application(config)?;
    let operator = Principal::System { system: System::CommandLine, contact: None };
    let report = app.sla_report(&operator, &asked.desk, (asked.from, asked.to), demo::moment(&app)?)?;
    let desk = app.desk(&asked.desk).ok_or_else(|| Exit::Data(format!("no desk {}", asked.desk)))?;
    let language = match asked.lang.as_deref() {
        Some(key) => Language::parse(key).ok_or_else(|| Exit::Data(format!("--lang {key}: sv or en")))?,
        None => Language::parse(&desk.language).unwrap_or(Language::Sv),
    };
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
