//! `stafett report telephone`.

use crate::command::say;
use crate::exit::Exit;
use crate::report::language;
use app::App;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use desk::Principal;
use faces::{telephone_days_of, telephone_direct_table};

/// Which report.
#[derive(Debug, Args)]
pub(crate) struct TelephoneReport {
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
    #[arg(long, value_enum, default_value_t = Part::Days)]
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
    Days,
    Direct,
}

/// Carries it out, as the server's operator.
pub(crate) fn run(app: &App, operator: &Principal, asked: &TelephoneReport) -> Result<(), Exit> {
    let report = app.telephone_report(operator, &asked.desk, (asked.from, asked.to))?;
    let desk = app.desk(&asked.desk).ok_or_else(|| Exit::Data(format!("no desk {}", asked.desk)))?;
    let language = language(asked.lang.as_deref(), &desk)?;
    let fault = |e: &dyn std::fmt::Display| Exit::Unavailable(e.to_string());
    let (days, direct) =
        (telephone_days_of(&report, &desk, language), telephone_direct_table(&report, &desk, language));
    let said = match (asked.format, asked.part) {
        (Format::Json, _) => serde_json::to_string_pretty(&report).map_err(|e| fault(&e))?,
        (Format::Csv, Part::Days) => ::report::to_csv(&days).map_err(|e| fault(&e))?,
        (Format::Csv, Part::Direct) => ::report::to_csv(&direct).map_err(|e| fault(&e))?,
        (Format::Table, _) if days.rows.is_empty() => locale::text(language, "telephone-none"),
        (Format::Table, _) => format!("{}\n{}", ::report::to_text(&days), ::report::to_text(&direct)),
    };
    say(said.trim_end())
}
