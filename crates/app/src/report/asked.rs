//! What a reader asks of the report on service levels: desk, period, which clocks, divided by what.

use crate::{App, Denied, Moment};
use ::sla::Every;
use chrono::{Datelike as _, NaiveDate, TimeDelta};
use desk::{Desk, Permission, Principal, System};
use std::sync::Arc;
use store::report::{Narrow, Selection};

/// Years a period may lie in.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2090;

/// What figures are divided by beside the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// Line that held the case when the clock was decided; while it runs, the one that has the case.
    Line,
    /// Queue, likewise.
    Queue,
    /// Organisation, with everything below it.
    Organisation,
    /// Service, likewise.
    Service,
    /// Priority, likewise.
    Priority,
}

impl Dimension {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Line, Self::Queue, Self::Organisation, Self::Service, Self::Priority];

    /// The stable key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Queue => "queue",
            Self::Organisation => "organisation",
            Self::Service => "service",
            Self::Priority => "priority",
        }
    }

    /// The one of a key.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// The greatest length of which a period is exactly one; days where it is none.
pub fn length_of(from: NaiveDate, to: NaiveDate) -> Every {
    let whole = |every: &Every| every.around(from).is_some_and(|span| span.from == from && span.to == to);
    Every::ALL.into_iter().rev().find(whole).unwrap_or(Every::Day)
}

/// Refuses a period that is not exactly one month, with the date that would be right.
///
/// # Errors
/// Another period.
pub fn whole_month(from: NaiveDate, to: NaiveDate) -> Result<(), Denied> {
    let Some(month) = Every::Month.around(from) else {
        return Err(Denied::malformed("from", "out_of_range"));
    };
    let (field, right) = match (month.from == from, month.to == to) {
        (true, true) => return Ok(()),
        (false, _) => ("from", month.from),
        (true, false) => ("to", month.to),
    };
    Err(Denied::Malformed {
        field: field.to_owned(),
        why: "not_whole_month",
        allowed: vec![right.to_string()],
    })
}

/// Only clocks with these facts. An empty service, priority or cause stands for none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SlaFilter {
    /// Agreement key.
    pub agreement: Option<String>,
    /// Agreement version.
    pub version: Option<String>,
    /// Target key.
    pub target: Option<String>,
    /// Line key.
    pub line: Option<String>,
    /// Queue key.
    pub queue: Option<String>,
    /// Organisation key, with everything below it.
    pub organisation: Option<String>,
    /// The organisation without what is below it.
    pub own: bool,
    /// Service key.
    pub service: Option<String>,
    /// Priority key.
    pub priority: Option<String>,
    /// Cause given to the breach.
    pub cause: Option<String>,
}

impl SlaFilter {
    /// Names of the filters as faces write them, with their value where one is set; `own` is `true` or none.
    pub fn pairs(&self) -> [(&'static str, Option<&str>); 10] {
        [
            ("agreement", self.agreement.as_deref()),
            ("version", self.version.as_deref()),
            ("target", self.target.as_deref()),
            ("line", self.line.as_deref()),
            ("queue", self.queue.as_deref()),
            ("organisation", self.organisation.as_deref()),
            ("own", self.own.then_some("true")),
            ("service", self.service.as_deref()),
            ("priority", self.priority.as_deref()),
            ("cause", self.cause.as_deref()),
        ]
    }

    /// Takes a filter as faces write it; whether it is one.
    pub fn set(&mut self, name: &str, value: &str) -> bool {
        let field = match name {
            "agreement" => &mut self.agreement,
            "version" => &mut self.version,
            "target" => &mut self.target,
            "line" => &mut self.line,
            "queue" => &mut self.queue,
            "organisation" => &mut self.organisation,
            "service" => &mut self.service,
            "priority" => &mut self.priority,
            "cause" => &mut self.cause,
            "own" => {
                self.own = value == "true";
                return true;
            }
            _ => return false,
        };
        *field = Some(value.to_owned());
        true
    }

    /// Refuses a value that no version of the desk ever had: a slip of the pen is no empty report.
    fn check(&self, desk: &Desk, ever: &[Arc<Desk>]) -> Result<(), Denied> {
        for (name, value) in self.pairs() {
            let Some(value) = value.filter(|value| !value.is_empty() && name != "own") else { continue };
            let known = |desk: &Desk| keys(desk, name).any(|key| key == value);
            if !known(desk) && !ever.iter().any(|desk| known(desk)) {
                return Err(Denied::unknown(name, keys(desk, name)));
            }
        }
        Ok(())
    }

    fn narrow(&self, desk: &Desk) -> Narrow {
        let subtree = |key: &String| {
            let below = desk.organisations.iter().map(|o| &o.key);
            let below = below.filter(|own| !self.own && desk.organisation_path(own).contains(key));
            below.cloned().chain([key.clone()]).collect()
        };
        Narrow {
            agreement: self.agreement.clone(),
            version: self.version.clone(),
            target: self.target.clone(),
            line: self.line.clone(),
            queue: self.queue.clone(),
            organisations: self.organisation.as_ref().map(subtree),
            service: self.service.clone(),
            priority: self.priority.clone(),
            cause: self.cause.clone(),
        }
    }
}

/// What a filter of a name can be set to.
fn keys<'a>(desk: &'a Desk, name: &str) -> Box<dyn Iterator<Item = &'a str> + 'a> {
    match name {
        "agreement" => Box::new(desk.agreements_ever.iter().map(|a| a.key.as_str())),
        "version" => Box::new(desk.agreements_ever.iter().map(|a| a.version.as_str())),
        "target" => {
            Box::new(desk.agreements_ever.iter().flat_map(|a| &a.targets).map(|target| target.key.as_str()))
        }
        "line" => Box::new(desk.chain.lines.iter().map(|line| line.key.as_str())),
        "queue" => Box::new(desk.chain.queues.iter().map(|queue| queue.key.as_str())),
        "organisation" => Box::new(desk.organisations.iter().map(|own| own.key.as_str())),
        "service" => Box::new(desk.services.iter().map(|service| service.key.as_str())),
        "priority" => Box::new(desk.priorities.levels.iter().map(|level| level.key.as_str())),
        _ => Box::new(desk.breach_causes.iter().map(|cause| cause.key.as_str())),
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlaAsked {
    /// Desk key.
    pub desk: String,
    /// First local date.
    pub from: NaiveDate,
    /// Local date it ends before.
    pub to: NaiveDate,
    /// Which clocks.
    pub filter: SlaFilter,
    /// Divided by what beside the target.
    pub by: Option<Dimension>,
    /// Twelve such periods, the last of them the one that holds the period's last day.
    pub trend: Option<Every>,
    /// Breaches told at most; all where none.
    pub breaches_max: Option<usize>,
}

impl SlaAsked {
    /// The plain report of a period.
    pub fn of(desk: &str, from: NaiveDate, to: NaiveDate) -> Self {
        Self {
            desk: desk.to_owned(),
            from,
            to,
            filter: SlaFilter::default(),
            by: None,
            trend: None,
            breaches_max: None,
        }
    }
}

impl App {
    /// The desks whose reports a principal may read.
    pub fn reporting_desks(&self, principal: &Principal) -> Vec<Arc<Desk>> {
        let mut desks = self.all_desks();
        desks.retain(|desk| may_read(principal, desk));
        desks
    }

    /// A desk whose reports the principal may read. Which desks there are is no secret; an unknown one is malformed.
    pub(crate) fn reported(&self, principal: &Principal, key: &str) -> Result<Arc<Desk>, Denied> {
        let desk = self.desk(key).ok_or_else(|| {
            let own = self.reporting_desks(principal);
            Denied::unknown("desk", own.iter().map(|desk| desk.key.as_str()))
        })?;
        if may_read(principal, &desk) { Ok(desk) } else { Err(Denied::Forbidden) }
    }

    /// The clocks that are asked for, as far as the principal reads them.
    pub(super) fn selection(
        &self,
        principal: &Principal,
        desk: &Desk,
        (from, to): (NaiveDate, NaiveDate),
        filter: &SlaFilter,
        now: Moment,
    ) -> Result<Selection, Denied> {
        let (from, to) = period(desk, from, to)?;
        filter.check(desk, &self.desks.ever(&desk.key))?;
        // Every case of a desk carries the desk's scope: who has it needs no join.
        let scopes = if principal.sees_all(desk) { None } else { self.scopes(principal) };
        Ok(Selection {
            desk: desk.key.clone(),
            from,
            to,
            // A clock that started this very moment runs.
            end: to.min(now + TimeDelta::microseconds(1)),
            narrow: filter.narrow(desk),
            scopes,
        })
    }
}

fn may_read(principal: &Principal, desk: &Desk) -> bool {
    let operator = matches!(principal, Principal::System { system: System::CommandLine, .. });
    operator || principal.has(desk, Permission::Reports)
}

/// The moments of a period.
pub(crate) fn period(desk: &Desk, from: NaiveDate, to: NaiveDate) -> Result<(Moment, Moment), Denied> {
    for (field, date) in [("from", from), ("to", to)] {
        if !YEARS.contains(&date.year()) {
            return Err(Denied::malformed(field, "out_of_range"));
        }
    }
    if to <= from {
        return Err(Denied::malformed("to", "not_after_from"));
    }
    // The zone was checked with the desk.
    let begins = |field, date| {
        ::sla::day_start(&desk.zone, date).map_err(|_| Denied::malformed(field, "out_of_range"))
    };
    Ok((begins("from", from)?, begins("to", to)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_is_told_by_what_it_is_one_of() {
        for (from, to, length) in [
            ("2026-02-01", "2026-03-01", Every::Month),
            ("2026-10-01", "2027-01-01", Every::Quarter),
            ("2026-01-01", "2027-01-01", Every::Year),
            ("2026-11-23", "2026-11-30", Every::Week),
            ("2026-11-24", "2026-12-01", Every::Day),
        ] {
            assert_eq!(length_of(date(from), date(to)), length, "{from} {to}");
        }
    }
}
