//! `stafett report waiting`.

use crate::command::say;
use crate::exit::Exit;
use crate::report::language;
use app::App;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use desk::Principal;
use faces::{waiting_cases_table, waiting_queues_table};

/// Which report.
#[derive(Debug, Args)]
pub(crate) struct WaitingReport {
    /// Desk key.
    #[arg(long)]
    desk: String,
    /// First local date, like 2026-11-01.
    #[arg(long)]
    from: NaiveDate,
    /// Local date it ends before.
    #[arg(long)]
    to: NaiveDate,
    /// Only this queue.
    #[arg(long)]
    queue: Option<String>,
    /// Form.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Which table of a CSV.
    #[arg(long, value_enum, default_value_t = Part::Queues)]
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
    Queues,
    Cases,
}

/// Carries it out, as the server's operator.
pub(crate) fn run(app: &App, operator: &Principal, asked: &WaitingReport) -> Result<(), Exit> {
    let report = app.waiting_report(operator, &asked.desk, (asked.from, asked.to), asked.queue.as_deref())?;
    let desk = app.desk(&asked.desk).ok_or_else(|| Exit::Data(format!("no desk {}", asked.desk)))?;
    let language = language(asked.lang.as_deref(), &desk)?;
    let fault = |e: &dyn std::fmt::Display| Exit::Unavailable(e.to_string());
    let (queues, cases) =
        (waiting_queues_table(&report, &desk, language), waiting_cases_table(&report, &desk, language));
    let said = match (asked.format, asked.part) {
        (Format::Json, _) => serde_json::to_string_pretty(&report).map_err(|e| fault(&e))?,
        (Format::Csv, Part::Queues) => ::report::to_csv(&queues).map_err(|e| fault(&e))?,
        (Format::Csv, Part::Cases) => ::report::to_csv(&cases).map_err(|e| fault(&e))?,
        (Format::Table, _) if queues.rows.is_empty() => locale::text(language, "waiting-none"),
        (Format::Table, _) => format!("{}\n{}", ::report::to_text(&queues), ::report::to_text(&cases)),
    };
    say(said.trim_end())
}
