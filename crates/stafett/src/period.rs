//! `stafett report objectives`, `volumes`, `staffing`, `telephone`, `mails`, `waiting`, `effort`, `operations`, `board`: every report on a desk
//! and a period.

use crate::exit::Exit;
use crate::report::{Format, hand_over, json, language};
use app::{App, Denied, Moment};
use chrono::NaiveDate;
use clap::Args;
use desk::Principal;
use faces::{Made, PeriodAsked, fault_words, handed_out, period_document, period_report};
use locale::Language;
use std::path::PathBuf;

/// What is asked of a report.
#[derive(Debug, Args)]
pub(crate) struct PeriodWanted {
    /// Desk key.
    #[arg(long)]
    desk: String,
    /// First local date, like 2026-11-01.
    #[arg(long)]
    from: NaiveDate,
    /// Local date it ends before.
    #[arg(long)]
    to: NaiveDate,
    /// Narrow it, like queue=support. May be given several times.
    #[arg(long = "only", value_parser = pair, value_name = "WHAT=KEY")]
    only: Vec<(String, String)>,
    /// The same as --only service=KEY.
    #[arg(long)]
    service: Option<String>,
    /// Form.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Which table of a CSV; without it the first.
    #[arg(long)]
    part: Option<String>,
    /// Write to this file instead.
    #[arg(long)]
    out: Option<PathBuf>,
    /// sv or en; else the desk's language.
    #[arg(long)]
    lang: Option<String>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').map(|(name, key)| (name.to_owned(), key.to_owned()));
    pair.ok_or_else(|| "like queue=support".to_owned())
}

/// Makes the report of a key, as the server's operator.
pub(crate) fn run(
    app: &App,
    operator: &Principal,
    (key, wanted): (&str, &PeriodWanted),
    now: Moment,
) -> Result<(), Exit> {
    let report = period_report(key).ok_or_else(|| Exit::Data(format!("no report {key}")))?;
    let part = wanted.part.as_deref();
    if let Some(part) = part.filter(|part| !report.parts().contains(part)) {
        return Err(Exit::Data(format!("--part {part}: one of: {}", report.parts().join(", "))));
    }
    let mut only = wanted.only.clone();
    only.extend(wanted.service.clone().map(|key| ("service".to_owned(), key)));
    if let Some((name, _)) = only.iter().find(|(name, _)| !report.narrowed_by().contains(&name.as_str())) {
        let known = report.narrowed_by();
        let known = if known.is_empty() { "nothing".to_owned() } else { known.join(", ") };
        return Err(Exit::Data(format!("--only {name}: this report can be narrowed by {known}")));
    }
    let desk = app.desk(&wanted.desk).ok_or_else(|| Exit::Data(format!("no desk {}", wanted.desk)))?;
    let language = language(wanted.lang.as_deref(), &desk)?;
    let (from, to, only) = (wanted.from, wanted.to, only.as_slice());
    let asked = PeriodAsked { reader: operator, desk: &desk, from, to, only, language, now };
    let made = report.make(app, &asked).map_err(|denied| worded(denied, language))?;
    let bytes = match wanted.format.of_document() {
        Some(format) => {
            let part = part.or_else(|| report.parts().first().copied());
            let document = period_document(report, made, &asked);
            handed_out(document, format, part, language).map_err(|e| Exit::Unavailable(e.to_string()))?
        }
        None if wanted.format == Format::Json => json(&made.json)?.into_bytes(),
        None => in_words(&made).into_bytes(),
    };
    hand_over(wanted.out.as_deref(), bytes)
}

/// A period or narrowing that cannot be, in the report's language.
fn worded(denied: Denied, language: Language) -> Exit {
    match denied {
        Denied::Malformed { field, why, allowed } => {
            Exit::Data(fault_words(language, &format!("--{field}"), why, &allowed))
        }
        other => other.into(),
    }
}

/// Every part with its heading; of one without rows, why it has none.
fn in_words(made: &Made) -> String {
    let mut said = made.notes.clone();
    for section in &made.sections {
        let part = &section.part;
        said.push(part.heading.clone());
        said.extend(part.notes.iter().cloned());
        if !part.table.rows.is_empty() {
            said.push(::report::to_text(&part.table));
        }
    }
    said.join("\n\n")
}
