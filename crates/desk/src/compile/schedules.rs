//! Scheduled reports.

use super::{Known, closed};
use crate::fault::Faults;
use crate::file::{self, File, Key};
use crate::{FileForm, ReportKind, Schedule};
use chrono::NaiveTime;
use sla::Every;

pub(super) fn schedules(file: &File, known: &Known, faults: &mut Faults<'_>) -> Vec<Schedule> {
    file.schedule.iter().filter_map(|s| schedule(file, s, known, faults)).collect()
}

fn schedule(file: &File, s: &file::Schedule, known: &Known, faults: &mut Faults<'_>) -> Option<Schedule> {
    let report =
        closed(&s.report, ReportKind::parse, &ReportKind::ALL.map(ReportKind::as_str), "report", faults);
    let every = closed(&s.every, Every::parse, &Every::ALL.map(Every::as_str), "period", faults);
    let form = closed(&s.format, FileForm::parse, &FileForm::ALL.map(FileForm::as_str), "format", faults);
    let at = hour(&s.at, faults);
    let to = known.check("role", &s.to, faults);
    if file.role.iter().any(|role| *role.key.get_ref() == to && !role.reports) {
        let what = format!("role `{to}` may not read reports");
        faults.at(s.to.span().start, what, "give the role `reports = true`, or name another");
    }
    let service = known.check_opt("service", s.service.as_ref(), faults);
    if let (Some(key), Some(report)) = (&s.service, report)
        && !report.is_of_service()
    {
        let what = format!("report `{}` is not of one service", report.as_str());
        faults.at(key.span().start, what, "leave `service` out, or choose operations or board");
    }
    if report == Some(ReportKind::Board) && every.is_some_and(|every| every != Every::Month) {
        let what = "the board's sheet is on a month".to_owned();
        faults.at(s.every.span().start, what, "write `every = \"month\"`, or choose operations");
    }
    let (key, name) = (s.key.get_ref().clone(), s.name.clone());
    Some(Schedule { key, name, report: report?, every: every?, at: at?, to, form: form?, service })
}

/// A local hour and minute.
fn hour(at: &Key, faults: &mut Faults<'_>) -> Option<NaiveTime> {
    let hour = NaiveTime::parse_from_str(at.get_ref(), "%H:%M").ok();
    if hour.is_none() {
        faults.at(at.span().start, format!("`{}` is no hour", at.get_ref()), "write it like 07:00");
    }
    hour
}
