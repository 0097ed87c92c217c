//! The operations report of a service and period (RSI-09, SRS-15): volumes, service levels, objectives and budgets, major
//! incidents, changes made and coming, problems open, causes, complaints, levels over twelve months.

mod cases;
mod content;
mod count;
mod difference;
mod levels;
mod names;
mod reception;

use super::cases::span;
use super::{SlaAsked, SlaFilter, length_of};
use crate::report::asked::period;
use crate::{App, Denied, Moment};
use ::sla::Every;
use chrono::{NaiveDate, TimeDelta};
use count::Counted;
use desk::{Desk, Principal};
use names::Names;

pub use cases::{OperationsCase, OperationsCases, operations_figure};
pub use content::{
    CaseLine, Cause, Level, Month, MonthLevel, Named, ObjectiveLine, OperationsReport, ReceptionLine,
    VolumeLine, WindowLine,
};
pub use difference::{Difference, Told, differences};

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationsAsked {
    /// Desk key.
    pub desk: String,
    /// Service key; none is every case of the desk.
    pub service: Option<String>,
    /// First local date.
    pub from: NaiveDate,
    /// Local date it ends before.
    pub to: NaiveDate,
}

impl App {
    /// The operations report of a service and local dates.
    ///
    /// # Errors
    /// An unknown desk or service, a period that ends before it begins or lies out of range, no permission.
    pub fn operations_report(
        &self,
        principal: &Principal,
        asked: &OperationsAsked,
        now: Moment,
    ) -> Result<OperationsReport, Denied> {
        let desk = self.reported(principal, &asked.desk)?;
        let service = service(&desk, asked.service.as_deref())?;
        let bounds = period(&desk, asked.from, asked.to)?;
        // The last moment that counts: what comes later moves nothing.
        let last = now.min(bounds.1 - TimeDelta::microseconds(1));
        let names = Names { desk: &desk };
        let sla = self.sla_report(
            principal,
            &SlaAsked {
                filter: SlaFilter { service: service.map(str::to_owned), ..SlaFilter::default() },
                trend: Some(Every::Month),
                breaches_max: Some(0),
                ..SlaAsked::of(&desk.key, asked.from, asked.to)
            },
            last,
        )?;
        let counted = self.counted(principal, &desk, service, (asked.from, asked.to), now)?;
        let before = self.counted(principal, &desk, service, period_before(asked.from, asked.to), now)?;
        let objectives = self.objective_lines(principal, &desk, service, (asked.from, asked.to), last)?;
        let reception = match service {
            None => self.reception(principal, &desk, (asked.from, asked.to))?,
            Some(_) => Vec::new(),
        };
        let Counted { volumes, major, changes, coming, problems, causes } = counted;
        Ok(OperationsReport {
            desk: names.desk(),
            service: service.map(|key| names.service(key)),
            from: asked.from,
            to: asked.to,
            zone: desk.zone.clone(),
            as_of: now.min(bounds.1),
            volumes,
            before: before.volumes,
            levels: levels::levels(&desk, &sla, service),
            months: levels::months(&desk, &sla),
            objectives,
            reception: Some(reception),
            major,
            changes,
            coming,
            windows: windows(&desk, service, bounds.1),
            problems,
            causes,
            breach_causes: levels::breach_causes(&desk, &sla),
        })
    }
}

/// A service of the desk, where one is named.
fn service<'a>(desk: &Desk, key: Option<&'a str>) -> Result<Option<&'a str>, Denied> {
    match key {
        Some(key) if desk.service(key).is_none() => {
            Err(Denied::unknown("service", desk.services.iter().map(|service| service.key.as_str())))
        }
        other => Ok(other),
    }
}

/// The period of the same length before one.
pub fn period_before(from: NaiveDate, to: NaiveDate) -> (NaiveDate, NaiveDate) {
    let every = length_of(from, to);
    let whole = every.around(from).filter(|span| span.from == from && span.to == to);
    match whole.and_then(|span| every.before(span.from)) {
        Some(span) => (span.from, span.to),
        None => (from - (to - from), from),
    }
}

/// Windows for the service that are not over when the period is.
fn windows(desk: &Desk, service: Option<&str>, end: Moment) -> Vec<WindowLine> {
    let names = Names { desk };
    let own = |services: &[String]| {
        services.is_empty() || service.is_none_or(|key| services.iter().any(|own| own == key))
    };
    let coming = desk.windows.iter().filter(|window| window.ends > end && own(&window.services));
    let line = |window: &desk::Window| WindowLine {
        name: names.of(Some(&window.name), &window.key),
        begins: window.begins,
        ends: window.ends,
    };
    let mut lines: Vec<WindowLine> = coming.map(line).collect();
    lines.sort_by_key(|line| line.begins);
    lines
}
