//! `stafett report …`.

use crate::command::{application, say};
use crate::config::Config;
use crate::demo;
use crate::exit::Exit;
use crate::volumes::{self, CasesReport, VolumesReport};
use app::{App, Moment};
use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use desk::{Principal, System};
use faces::{breaches_table, handed_out, sla_document, targets_table};
use locale::Language;
use std::path::{Path, PathBuf};

/// Reports.
#[derive(Debug, Subcommand)]
pub(crate) enum ReportCommand {
    /// Per target: started, met, missed, share; and every breach with the line that held it longest.
    Sla(SlaReport),
    /// What came, how and from whom, who solved it, what was reopened, how old what is left is.
    Volumes(VolumesReport),
    /// The cases behind a figure of `volumes`.
    Cases(CasesReport),
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
    Breaches,
}

impl Part {
    fn key(self) -> &'static str {
        match self {
            Self::Targets => "targets",
            Self::Breaches => "breaches",
        }
    }
}

/// Carries it out, as the server's operator.
pub(crate) fn run(config: &Config, command: &ReportCommand) -> Result<(), Exit> {
    let app = application(config)?;
    let operator = Principal::System { system: System::CommandLine, contact: None };
    let now = demo::moment(&app)?;
    match command {
        ReportCommand::Sla(asked) => sla(&app, &operator, asked, now),
        ReportCommand::Volumes(asked) => volumes::run(&app, &operator, asked, now),
        ReportCommand::Cases(asked) => volumes::cases(&app, &operator, asked, now),
    }
}

fn sla(app: &App, operator: &Principal, asked: &SlaReport, now: Moment) -> Result<(), Exit> {
    let report = app.sla_report(operator, &asked.desk, (asked.from, asked.to), now)?;
    let desk = app.desk(&asked.desk).ok_or_else(|| Exit::Data(format!("no desk {}", asked.desk)))?;
    let language = language(asked.lang.as_deref(), &desk.language)?;
    let out = asked.out.as_deref();
    if let Some(format) = asked.format.of_document() {
        let document = sla_document(&report, &desk, language, now);
        let bytes = handed_out(document, format, Some(asked.part.key()), language);
        return hand_over(out, bytes.map_err(|e| Exit::Unavailable(e.to_string()))?);
    }
    let said = if asked.format == Format::Json {
        serde_json::to_string_pretty(&report).map_err(|e| Exit::Unavailable(e.to_string()))?
    } else {
        let targets = ::report::to_text(&targets_table(&report, &desk, language));
        let breaches = if report.breaches.is_empty() {
            locale::text(language, "report-none")
        } else {
            ::report::to_text(&breaches_table(&report, &desk, language))
        };
        format!("{targets}\n{breaches}")
    };
    hand_over(out, said.into_bytes())
}

/// The language asked for, else the desk's.
pub(crate) fn language(asked: Option<&str>, of_desk: &str) -> Result<Language, Exit> {
    match asked {
        Some(key) => Language::parse(key).ok_or_else(|| Exit::Data(format!("--lang {key}: sv or en"))),
        None => Ok(Language::parse(of_desk).unwrap_or(Language::Sv)),
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
