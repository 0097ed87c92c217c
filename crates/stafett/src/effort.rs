//! `stafett report effort`.

use crate::exit::Exit;
use crate::report::{hand_over, language};
use app::{App, Moment};
use chrono::NaiveDate;
use clap::Args;
use desk::Principal;
use faces::{effort_document, effort_table, plan_table};
use std::path::PathBuf;

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

/// Carries it out, as the server's operator.
pub(crate) fn run(app: &App, operator: &Principal, asked: &EffortReport, now: Moment) -> Result<(), Exit> {
    let report = app.effort_report(operator, &asked.desk, (asked.from, asked.to))?;
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
            let document = effort_document(&report, &desk, language, now);
            if document.part(&asked.part).is_none() {
                return Err(Exit::Data(format!("--part {}: sums, plan or entries", asked.part)));
            }
            document.written(format, Some(&asked.part)).map_err(|e| fault(&e))?
        }
    };
    hand_over(asked.out.as_deref(), bytes)
}
