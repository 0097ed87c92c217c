//! What is agreed: targets with conditions, durations, calendars and pauses. Refuses to know tickets.

use crate::{Calendar, CalendarFault, Conditions, Date, Metric, Moment, Objective, Own, Terms, local_date};
use std::collections::BTreeMap;

const MICROS: i64 = 1_000_000;

/// From when a restoration counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RestorationFrom {
    /// When the fault began; when reported, where that is not known.
    #[default]
    FaultBegan,
    /// When the ticket was made.
    Reported,
}

/// Whether information is due again after information.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Repeat {
    /// Again and again within the target's duration.
    #[default]
    Same,
    /// Again and again within that many seconds.
    Every(i64),
    /// Once only.
    Once,
}

/// One time target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Key, unique within the agreement.
    pub key: String,
    /// What it measures.
    pub metric: Metric,
    /// When it applies.
    pub when: Conditions,
    /// Channels to which it never applies (WC-05: not self-service).
    pub except_channels: Vec<String>,
    /// Duration in whole seconds of open time.
    pub seconds: i64,
    /// Share of its clocks that is wanted met, such as `> 0.90`.
    pub wanted: Option<Objective>,
    /// Key of the calendar it counts in.
    pub calendar: String,
    /// Phases in which it pauses; without effect on a restoration, which never pauses.
    pub pauses: Vec<String>,
    /// Shares of the duration to warn at, in percent, 1 to 99, rising.
    pub warn: Vec<i32>,
    /// From when a restoration counts.
    pub restoration_from: RestorationFrom,
    /// Whether information is due again.
    pub repeat: Repeat,
    /// Line that work started and information are measured on. Work started needs one; without one information is
    /// measured from the making of the ticket.
    pub line: Option<String>,
    /// From what to what it counts, where the metric is the desk file's own.
    pub own: Option<Own>,
}

impl Target {
    /// Duration of an occurrence, in microseconds: information may repeat at another interval than the first.
    pub fn micros(&self, occurrence: i32) -> i64 {
        let seconds = match self.repeat {
            Repeat::Every(seconds) if occurrence > 1 => seconds,
            _ => self.seconds,
        };
        seconds.saturating_mul(MICROS)
    }

    /// What its clocks need at each call.
    pub fn terms<'a>(&'a self, calendar: &'a Calendar) -> Terms<'a> {
        Terms { calendar, warn: &self.warn }
    }

    /// Phases in which its clocks do not count, from the ticket's own phases: where it pauses and, for a resolution,
    /// where the ticket has ended. For [`crate::segments`].
    pub fn resting_phases(&self) -> Vec<String> {
        match self.metric {
            Metric::Restoration => Vec::new(),
            Metric::Resolution => {
                let ended = ["resolved", "closed", "cancelled"].map(str::to_owned);
                self.pauses.iter().cloned().chain(ended).collect()
            }
            _ => self.pauses.clone(),
        }
    }

    /// Whether its clocks rest in a phase.
    pub fn pauses_in(&self, phase: &str) -> bool {
        self.metric != Metric::Restoration && self.pauses.iter().any(|key| key == phase)
    }
}

/// A set of targets in one version: SLA, OLA or supplier contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Key.
    pub key: String,
    /// Version; a clock keeps the one it started under.
    pub version: String,
    /// First local date of its validity.
    pub valid_from: Date,
    /// First local date on which it is not valid any more; `None` until further notice.
    pub valid_to: Option<Date>,
    /// First local date whose tickets start under it, where that is later than `valid_from`: it was back-dated.
    pub starts_from: Option<Date>,
    /// IANA zone of its dates and periods.
    pub zone: String,
    /// Its targets.
    pub targets: Vec<Target>,
}

impl Agreement {
    /// A target by key.
    pub fn target(&self, key: &str) -> Option<&Target> {
        self.targets.iter().find(|target| target.key == key)
    }

    /// Whether it is valid on a local date.
    pub fn valid_on(&self, date: Date) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|end| date < end)
    }

    /// First local date whose tickets start under it.
    pub fn begins(&self) -> Date {
        self.starts_from.map_or(self.valid_from, |first| first.max(self.valid_from))
    }

    /// Whether a ticket made on a local date starts under it: it was valid, and not only said to be afterwards.
    pub fn starts_on(&self, date: Date) -> bool {
        self.begins() <= date && self.valid_on(date)
    }
}

/// Agreements of a desk in all versions that clocks may name.
pub type Agreements = [Agreement];

/// Of each agreement the version that a ticket made at a moment starts under, by its local date in the agreement's zone;
/// where two overlap, the one that began later. A back-dated version is none for tickets made before it was there.
///
/// # Errors
/// A zone that does not exist.
pub fn in_force(agreements: &Agreements, at: Moment) -> Result<Vec<&Agreement>, CalendarFault> {
    let mut chosen: BTreeMap<&str, &Agreement> = BTreeMap::new();
    for agreement in agreements {
        let better = |other: &&Agreement| other.valid_from < agreement.valid_from;
        if agreement.starts_on(local_date(&agreement.zone, at)?)
            && chosen.get(agreement.key.as_str()).is_none_or(better)
        {
            chosen.insert(&agreement.key, agreement);
        }
    }
    Ok(chosen.into_values().collect())
}
