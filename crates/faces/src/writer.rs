//! Scheduled reports as files: the same tables as pages and downloads.

use crate::long::breaches_told;
use crate::paper::{handed_out, sla_document};
use crate::period::{PeriodAsked, period_document, period_report};
use crate::report::{percent_words, target_name};
use app::App;
use app::outbox::{ReportWriter, Wanted, Written};
use app::report::{SlaAsked, SlaReport};
use desk::{FileForm, ReportKind};
use report::{Cell, Document, Format};

/// Writes every report that can be scheduled.
pub struct Reports;

impl ReportWriter for Reports {
    fn write(&self, app: &App, wanted: &Wanted) -> Result<Written, String> {
        match wanted.schedule.report {
            ReportKind::Sla => sla(app, wanted),
            _ => of_period(app, wanted),
        }
    }
}

fn sla(app: &App, wanted: &Wanted) -> Result<Written, String> {
    let (from, to) = wanted.period;
    let form = match wanted.schedule.form {
        FileForm::Pdf => Format::Pdf,
        FileForm::Csv | FileForm::Xlsx => Format::Xlsx,
    };
    let asked = SlaAsked {
        trend: Some(wanted.schedule.every),
        breaches_max: breaches_told(form),
        ..SlaAsked::of(&wanted.desk.key, from, to)
    };
    let report = app.sla_report(&wanted.reader, &asked, wanted.now).map_err(|denied| denied.to_string())?;
    let document = sla_document(&report, &wanted.desk, (wanted.language, wanted.now), Format::Xlsx);
    written(wanted, document, summary(&report, wanted))
}

/// Every other report, narrowed to a service at most.
fn of_period(app: &App, wanted: &Wanted) -> Result<Written, String> {
    let key = wanted.schedule.report.as_str();
    let report = period_report(key).ok_or_else(|| format!("no report {key}"))?;
    let (from, to) = wanted.period;
    let (desk, language) = (&*wanted.desk, wanted.language);
    let only: Vec<_> =
        wanted.schedule.service.iter().map(|key| ("service".to_owned(), key.clone())).collect();
    let only = only.as_slice();
    let asked = PeriodAsked { reader: &wanted.reader, desk, from, to, only, language, now: wanted.now };
    let made = report.make(app, &asked).map_err(|denied| denied.to_string())?;
    written(wanted, period_document(report, made, &asked), Vec::new())
}

/// A line for each target that has a share.
fn summary(report: &SlaReport, wanted: &Wanted) -> Vec<String> {
    let line = |row: &app::report::TargetRow| {
        let share = Cell::Share(row.basis_points?).shown();
        let objective = row
            .objective
            .as_ref()
            .map(|objective| format!(" ({})", percent_words(objective)))
            .unwrap_or_default();
        Some(format!("{}: {share}{objective}", target_name(&wanted.desk, &row.target, wanted.language)))
    };
    report.targets.iter().filter_map(line).collect()
}

fn written(wanted: &Wanted, document: Document, summary: Vec<String>) -> Result<Written, String> {
    let (from, to) = wanted.period;
    let (report, form) = (wanted.schedule.report.as_str(), wanted.schedule.form);
    let filename = format!("{}-{report}-{from}-{to}.{}", wanted.desk.key, form.as_str());
    let whole = |format| {
        let bytes = handed_out(document.clone(), format, None, wanted.language).map_err(|e| e.to_string())?;
        Ok::<_, String>((format.media_type(), bytes))
    };
    let (content_type, content) = match form {
        FileForm::Csv => (Format::Csv.media_type(), csv(&document)?),
        FileForm::Xlsx => whole(Format::Xlsx)?,
        FileForm::Pdf => whole(Format::Pdf)?,
    };
    Ok(Written { filename, content_type, content, summary })
}

/// One table after the other, an empty line between them; a byte order mark tells spreadsheets that it is UTF-8.
fn csv(document: &Document) -> Result<Vec<u8>, String> {
    let tables = document.parts.iter().map(|part| report::to_csv(&part.table));
    let tables = tables.collect::<Result<Vec<_>, _>>().map_err(|e| e.to_string())?;
    Ok(format!("\u{feff}{}", tables.join("\r\n")).into_bytes())
}
