//! The report on service levels with as many breaches as there are, in bounded memory: written to a file as of one moment, and
//! sent from there, so that no slow reader holds the database.

use crate::report::{breach_cells, breach_titles};
use crate::stream::streamed;
use actix_web::HttpResponse;
use app::report::SlaAsked;
use app::{App, Denied, Moment};
use desk::{Desk, Principal};
use locale::Language;
use std::fs::File;
use std::io::{self, BufWriter, Seek as _, Write};

/// Breaches in a document of a form; none where it has them all.
pub fn breaches_told(format: report::Format) -> Option<usize> {
    match format {
        report::Format::Csv => Some(0),
        report::Format::Xlsx => Some(100_000),
        report::Format::Pdf => Some(500),
    }
}

/// Writes the report as JSON, its breaches as they are read.
///
/// # Errors
/// As [`App::sla_report`]; what it is written to.
pub fn write_sla_json(
    app: &App,
    reader: &Principal,
    asked: &SlaAsked,
    now: Moment,
    mut out: impl Write,
) -> Result<(), Denied> {
    app.sla_report_with(reader, asked, now, |report, breaches| {
        let mut head = serde_json::to_value(report).map_err(|e| unwritten(&e))?;
        if let Some(head) = head.as_object_mut() {
            head.remove("breaches");
        }
        let head = head.to_string();
        // Everything but the brace at the end.
        out.write_all(&head.as_bytes()[..head.len() - 1]).map_err(|e| unwritten(&e))?;
        let mut before: &[u8] = b",\"breaches\":[";
        for breach in breaches {
            out.write_all(before).map_err(|e| unwritten(&e))?;
            serde_json::to_writer(&mut out, &breach?).map_err(|e| unwritten(&e))?;
            before = b",\n";
        }
        let end: &[u8] = if before == b",\n" { b"]}" } else { b",\"breaches\":[]}" };
        out.write_all(end).and_then(|()| out.flush()).map_err(|e| unwritten(&e))
    })
}

/// Writes every breach as CSV.
///
/// # Errors
/// As [`App::sla_report`]; what it is written to.
pub fn write_breaches_csv(
    app: &App,
    reader: &Principal,
    asked: &SlaAsked,
    (desk, language, now): (&Desk, Language, Moment),
    out: impl Write,
) -> Result<(), Denied> {
    app.sla_report_with(reader, asked, now, |_, breaches| {
        let cells = |breach: Result<_, Denied>| {
            let breach = breach.map_err(io::Error::other)?;
            Ok::<_, io::Error>(breach_cells(&breach, desk, language))
        };
        let written = report::write_csv(out, &breach_titles(language), breaches.map(cells));
        written.map(|_| ()).map_err(|e| unwritten(&e))
    })
}

fn unwritten(fault: &dyn std::fmt::Display) -> Denied {
    store::Fault::Setup(fault.to_string()).into()
}

/// A file without a name that was written to its end, to be read from its begin.
///
/// # Errors
/// Whatever `write` returns; a file that cannot be made.
pub fn spooled(write: impl FnOnce(&mut BufWriter<File>) -> Result<(), Denied>) -> Result<File, Denied> {
    let file = tempfile::tempfile().map_err(|e| unwritten(&e))?;
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    let mut file = out.into_inner().map_err(|e| unwritten(&e))?;
    file.rewind().map_err(|e| unwritten(&e))?;
    Ok(file)
}

/// An answer whose body is a file.
pub fn from_file(media_type: &'static str, mut file: File) -> HttpResponse {
    streamed(media_type, move |out| io::copy(&mut file, out).map(|_| ()))
}
