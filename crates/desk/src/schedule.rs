//! Reports that go out by mail by themselves: which, how often, to whom.

use crate::Name;
use chrono::{NaiveDate, NaiveTime};
use sla::{Every, Moment, Span};

/// A report that can be scheduled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportKind {
    /// The report on service levels.
    Sla,
    /// Objectives and their budgets.
    Objectives,
    /// Volume statistics.
    Volumes,
    /// How many people each line needs.
    Staffing,
    /// Waiting callers and what was solved at once.
    Telephone,
    /// What became of received mail.
    Mails,
    /// Paused time per queue.
    Waiting,
    /// Time on cases, for finance.
    Effort,
    /// The operations report.
    Operations,
    /// The sheet for the board.
    Board,
}

impl ReportKind {
    /// All.
    pub const ALL: [Self; 10] = [
        Self::Sla,
        Self::Objectives,
        Self::Volumes,
        Self::Staffing,
        Self::Telephone,
        Self::Mails,
        Self::Waiting,
        Self::Effort,
        Self::Operations,
        Self::Board,
    ];

    /// Stable key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sla => "sla",
            Self::Objectives => "objectives",
            Self::Volumes => "volumes",
            Self::Staffing => "staffing",
            Self::Telephone => "telephone",
            Self::Mails => "mails",
            Self::Waiting => "waiting",
            Self::Effort => "effort",
            Self::Operations => "operations",
            Self::Board => "board",
        }
    }

    /// Whether it can be narrowed to a service.
    pub fn is_of_service(self) -> bool {
        matches!(self, Self::Operations | Self::Board)
    }

    /// The report of a key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == key)
    }
}

/// The form of a report's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileForm {
    /// Comma-separated values.
    Csv,
    /// A workbook.
    Xlsx,
    /// A document to print.
    Pdf,
}

impl FileForm {
    /// All.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Pdf];

    /// Stable key, and the ending of file names.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
        }
    }

    /// The form of a key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.as_str() == key)
    }
}

/// One scheduled report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Key.
    pub key: String,
    /// Name, for subjects.
    pub name: Name,
    /// Which report.
    pub report: ReportKind,
    /// Over which periods.
    pub every: Every,
    /// Local wall clock on the day after the period.
    pub at: NaiveTime,
    /// Role whose members get it, each in their own language and over what they may read.
    pub to: String,
    /// Form of the file.
    pub form: FileForm,
    /// Service it is narrowed to, of reports that can be.
    pub service: Option<String>,
}

impl Schedule {
    /// The newest period that is over and due at a moment, and since when it is. Dates and hours are those of the zone.
    pub fn newest_due(&self, zone: &str, now: Moment) -> Option<(Span, Moment)> {
        let today = sla::local_date(zone, now).ok()?;
        let due = |span: Span| Some((span, sla::local_instant(zone, span.to.and_time(self.at)).ok()??));
        let last = due(self.before(today)?)?;
        if last.1 <= now { Some(last) } else { due(self.before(last.0.from)?) }
    }

    /// The newest period that ended at or before a date.
    fn before(&self, date: NaiveDate) -> Option<Span> {
        self.every.before(self.every.around(date)?.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_due_at_its_hour_on_the_day_after_it() {
        let at = |text: &str| text.parse::<Moment>().expect("a moment");
        let schedule = |every| Schedule {
            key: "k".into(),
            name: Name::plain("k"),
            report: ReportKind::Sla,
            every,
            at: NaiveTime::from_hms_opt(7, 0, 0).expect("an hour"),
            to: "manager".into(),
            form: FileForm::Csv,
            service: None,
        };
        let due = |every, now: &str| {
            let (span, due) = schedule(every).newest_due("Europe/Stockholm", at(now)).expect("due");
            format!("{} {} {}", span.from, span.to, due.format("%d %H:%M"))
        };
        // 1 December, 07:00 in Stockholm is 06:00 UTC.
        assert_eq!(due(Every::Month, "2026-12-01T06:00:00Z"), "2026-11-01 2026-12-01 01 06:00");
        assert_eq!(due(Every::Month, "2026-12-01T05:59:59Z"), "2026-10-01 2026-11-01 01 06:00");
        assert_eq!(due(Every::Month, "2026-12-31T23:30:00Z"), "2026-11-01 2026-12-01 01 06:00");
        // 30 November 2026 is a Monday.
        assert_eq!(due(Every::Week, "2026-12-06T12:00:00Z"), "2026-11-23 2026-11-30 30 06:00");
        // Summer time: 07:00 is 05:00 UTC.
        assert_eq!(due(Every::Day, "2026-07-02T05:00:00Z"), "2026-07-01 2026-07-02 02 05:00");
        assert_eq!(due(Every::Year, "2026-07-02T05:00:00Z"), "2025-01-01 2026-01-01 01 06:00");
    }
}
