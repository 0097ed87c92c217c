//! `stafett report cases`.

use crate::exit::Exit;
use crate::report::language;
use app::report::{Behind, CaseRow, Group, Hour, Spot, Which, which};
use app::{App, Denied, Moment};
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use desk::Principal;
use faces::{case_cells, case_keys, case_titles};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// Which cases.
#[derive(Debug, Args)]
pub(crate) struct CasesReport {
    /// Desk key.
    #[arg(long)]
    desk: String,
    /// First local date, like 2026-11-01.
    #[arg(long)]
    from: NaiveDate,
    /// Local date it ends before.
    #[arg(long)]
    to: NaiveDate,
    /// The figure of `volumes` whose cases are wanted, like channel:mail or whole:open.
    #[arg(long, value_parser = figure, required_unless_present = "line", conflicts_with = "line")]
    figure: Option<Which>,
    /// Instead the cases that came to this line, as `staffing` counts them: once for every time.
    #[arg(long)]
    line: Option<String>,
    /// Of these only those of an hour of the week, like 1-07 for Monday at seven.
    #[arg(long, value_parser = hour, requires = "line")]
    hour: Option<Hour>,
    /// Of these only those that are finished.
    #[arg(long, requires = "line")]
    handled: bool,
    /// Form.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    /// Write to this file instead.
    #[arg(long)]
    out: Option<PathBuf>,
    /// sv or en; else the desk's language.
    #[arg(long)]
    lang: Option<String>,
}

/// What a list of any length can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Table,
    Csv,
    Json,
    Xlsx,
}

fn figure(text: &str) -> Result<Which, String> {
    which(text)
        .map_err(|_| format!("one of: {}", Group::ALL.map(|g| format!("{}:KEY", g.as_str())).join(", ")))
}

fn hour(text: &str) -> Result<Hour, String> {
    Hour::parse(text).ok_or_else(|| "weekday and hour, from 1-00 to 7-23".to_owned())
}

impl CasesReport {
    /// The figure, with a name for a sheet.
    fn behind(&self) -> Result<(Behind, String), Exit> {
        match (&self.figure, &self.line) {
            (Some(which), _) => Ok((Behind::Volume(which.clone()), which.1.clone())),
            (None, Some(line)) => {
                let spot = Spot { line: line.clone(), hour: self.hour, handled: self.handled };
                Ok((Behind::Staffing(spot), line.clone()))
            }
            (None, None) => Err(Exit::Data("--figure or --line is needed".into())),
        }
    }
}

/// The cases behind a figure, written as they are read.
pub(crate) fn run(app: &App, operator: &Principal, wanted: &CasesReport, now: Moment) -> Result<(), Exit> {
    let asked = wanted;
    if asked.format == Form::Xlsx && asked.out.is_none() {
        return Err(Exit::Data("--out: a file to write to is needed for this format".into()));
    }
    let dates = (asked.from, asked.to);
    // What may not be had is said before anything is written.
    let (behind, name) = wanted.behind()?;
    app.figure_cases(operator, &asked.desk, dates, &behind, ((0, 0), 1), now)?;
    let desk = app.desk(&asked.desk).ok_or_else(|| Exit::Data(format!("no desk {}", asked.desk)))?;
    let language = language(asked.lang.as_deref(), &desk)?;
    let titles = case_titles(&behind, language);
    let cells = |row: Result<CaseRow, Denied>| match row {
        Ok(row) => Ok(case_cells(&row, &desk, language)),
        Err(denied) => Err(io::Error::other(denied)),
    };
    let rows = app.figure_every_case(operator, &asked.desk, dates, &behind, now).map(cells);
    let write = |out: &mut (dyn Write + Send)| match asked.format {
        Form::Csv => ::report::write_csv(out, &titles, rows).map(|_| ()),
        Form::Json => ::report::write_json(out, &case_keys(&behind), rows).map(|_| ()),
        Form::Xlsx => {
            let made = app::read::local_time(&desk.zone, now);
            ::report::write_xlsx(out, (&name, made), &titles, rows).map(|_| ())
        }
        Form::Table => {
            let rows = rows.collect::<Result<Vec<_>, _>>()?;
            out.write_all(::report::to_text(&::report::Table { titles, rows }).as_bytes())
        }
    };
    let written = match &asked.out {
        Some(path) => File::create(path).and_then(|file| {
            let mut out = BufWriter::new(file);
            write(&mut out)?;
            out.flush()
        }),
        None => write(&mut BufWriter::new(io::stdout())),
    };
    match written {
        // Who reads on may have had enough.
        Err(fault) if fault.kind() != io::ErrorKind::BrokenPipe => Err(Exit::Unavailable(fault.to_string())),
        _ => Ok(()),
    }
}
