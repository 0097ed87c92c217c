//! Scheduled reports as files: the same tables as pages and downloads.

use crate::report::{breaches_table, causes_table, target_name, targets_table, trend_table};
use app::App;
use app::outbox::{ReportWriter, Wanted, Written};
use app::report::{SlaAsked, SlaReport};
use desk::{FileForm, ReportKind};
use report::{Cell, Table};

/// Writes every report that can be scheduled.
pub struct Reports;

impl ReportWriter for Reports {
    fn write(&self, app: &App, wanted: &Wanted) -> Result<Written, String> {
        match wanted.schedule.report {
            ReportKind::Sla => sla(app, wanted),
        }
    }
}

fn sla(app: &App, wanted: &Wanted) -> Result<Written, String> {
    let (from, to) = wanted.period;
    let asked = SlaAsked { trend: Some(wanted.schedule.every), ..SlaAsked::of(&wanted.desk.key, from, to) };
    let report = app.sla_report(&wanted.reader, &asked, wanted.now).map_err(|denied| denied.to_string())?;
    let tables = [targets_table, trend_table, causes_table, breaches_table]
        .map(|table| table(&report, &wanted.desk, wanted.language));
    written(wanted, &tables, summary(&report, wanted))
}

/// A line for each target that has a share.
fn summary(report: &SlaReport, wanted: &Wanted) -> Vec<String> {
    let line = |row: &app::report::TargetRow| {
        let share = Cell::Share(row.basis_points?).shown();
        let objective = row.objective.as_ref().map(|objective| format!(" ({objective})")).unwrap_or_default();
        Some(format!("{}: {share}{objective}", target_name(&wanted.desk, &row.target, wanted.language)))
    };
    report.targets.iter().filter_map(line).collect()
}

fn written(wanted: &Wanted, tables: &[Table], summary: Vec<String>) -> Result<Written, String> {
    let (from, to) = wanted.period;
    let (report, form) = (wanted.schedule.report.as_str(), wanted.schedule.form);
    let filename = format!("{}-{report}-{from}-{to}.{}", wanted.desk.key, form.as_str());
    let (content_type, content) = match form {
        FileForm::Csv => ("text/csv", csv(tables)?),
    };
    Ok(Written { filename, content_type, content, summary })
}

/// One table after the other, an empty line between them; a byte order mark tells spreadsheets that it is UTF-8.
fn csv(tables: &[Table]) -> Result<Vec<u8>, String> {
    let parts =
        tables.iter().map(report::to_csv).collect::<Result<Vec<_>, _>>().map_err(|e| e.to_string())?;
    Ok(format!("\u{feff}{}", parts.join("\r\n")).into_bytes())
}
