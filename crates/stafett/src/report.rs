//! `stafett report …`.

use crate::command::{application, say};
use crate::config::Config;
use crate::demo;
use crate::exit::Exit;
use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use desk::{Principal, System};
use faces::{breaches_table, effort_document, effort_table, plan_table, targets_table};
use locale::Language;
use std::io::Write as _;
use std::path::PathBuf;

/// Reports.
#[derive(Debug, Subcommand)]
pub(crate) enum ReportCommand {
    /// Per target: started, met, missed, share; and every breach with the line that held it longest.
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
    match command {
        ReportCommand::Sla(asked) => sla(config, asked),
        ReportCommand::Effort(asked) => effort(config, asked),
    }
}

fn language(asked: Option<&str>, desk: &desk::Desk) -> Result<Language, Exit> {
    match asked {
        Some(key) => Language::parse(key).ok_or_else(|| Exit::Data(format!("--lang {key}: sv or en"))),
        None => Ok(Language::parse(&desk.language).unwrap_or(Language::Sv)),
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

fn sla(config: &Config, asked: &SlaReport) -> Result<(), Exit> {
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
