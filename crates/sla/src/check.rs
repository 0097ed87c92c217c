//! What is wrong with agreements before anyone relies on them. Refuses to know the file they come from.

use crate::{Agreement, Agreements, Calendars, Date, Metric, Repeat, Target};
use thiserror::Error;

/// A fault of an agreement, by target key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AgreementFault {
    /// A target, or its start condition, names a calendar that does not exist.
    #[error("target `{0}`: unknown calendar `{1}`")]
    UnknownCalendar(String, String),
    /// A duration of nothing.
    #[error("target `{0}`: the duration must be at least one second")]
    NoDuration(String),
    /// Warnings outside 1 to 99 percent, or not rising.
    #[error("target `{0}`: warnings must rise and lie between 1 and 99 percent")]
    Warnings(String),
    /// Work started is measured on a line, and none is named.
    #[error("target `{0}`: the line it is measured on is missing")]
    NoLine(String),
    /// Nothing ever stops its clocks.
    #[error("target `{0}`: nothing stops it")]
    NoStop(String),
    /// Nothing ever starts its clocks.
    #[error("target `{0}`: nothing starts it")]
    NoStart(String),
    /// Two targets of one metric can match one ticket, and nothing says which wins.
    #[error("targets `{0}` and `{1}` can match the same ticket and neither is more specific")]
    EqualRank(String, String),
}

/// What is wrong between two versions of one agreement.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum VersionFault {
    /// Both are valid on a day.
    #[error("agreement `{agreement}`: versions {first} and {second} are both valid on {on}")]
    Overlap {
        /// Agreement.
        agreement: String,
        /// The version that began earlier.
        first: String,
        /// The version that began later.
        second: String,
        /// First such day.
        on: Date,
    },
    /// Neither is valid on a day between them.
    #[error("agreement `{agreement}`: no version is valid on {on}, between {first} and {second}")]
    Gap {
        /// Agreement.
        agreement: String,
        /// The version before.
        first: String,
        /// The version after.
        second: String,
        /// First such day.
        on: Date,
    },
}

impl Agreement {
    /// Everything wrong with its targets; empty when it may be used. Equal rank is refused: same metric and line,
    /// conditions that can hold together, equally specific.
    pub fn check(&self, calendars: &Calendars) -> Vec<AgreementFault> {
        let mut faults = Vec::new();
        for (index, target) in self.targets.iter().enumerate() {
            check_target(target, calendars, &mut faults);
            let rivals = self.targets[..index].iter().filter(|earlier| earlier.rivals(target));
            faults.extend(
                rivals.map(|earlier| AgreementFault::EqualRank(earlier.key.clone(), target.key.clone())),
            );
        }
        faults
    }
}

/// Gaps and overlaps between versions of one agreement, to be declared or refused.
pub fn check_versions(agreements: &Agreements) -> Vec<VersionFault> {
    let mut sorted: Vec<&Agreement> = agreements.iter().collect();
    sorted.sort_by_key(|one| (&one.key, one.valid_from));
    let mut faults = Vec::new();
    for pair in sorted.windows(2).filter(|pair| pair[0].key == pair[1].key) {
        let (agreement, first, second) =
            (pair[0].key.clone(), pair[0].version.clone(), pair[1].version.clone());
        match pair[0].valid_to {
            Some(end) if end == pair[1].valid_from => {}
            Some(end) if end < pair[1].valid_from => {
                faults.push(VersionFault::Gap { agreement, first, second, on: end });
            }
            _ => faults.push(VersionFault::Overlap { agreement, first, second, on: pair[1].valid_from }),
        }
    }
    faults
}

fn check_target(target: &Target, calendars: &Calendars, faults: &mut Vec<AgreementFault>) {
    let key = || target.key.clone();
    let named =
        [Some(&target.calendar), target.when.begins_inside.as_ref(), target.when.begins_outside.as_ref()];
    for calendar in named.into_iter().flatten().filter(|calendar| calendars.get(calendar).is_none()) {
        faults.push(AgreementFault::UnknownCalendar(key(), calendar.clone()));
    }
    if target.seconds <= 0 || matches!(target.repeat, Repeat::Every(seconds) if seconds <= 0) {
        faults.push(AgreementFault::NoDuration(key()));
    }
    let in_range = target.warn.iter().all(|percent| (1..=99).contains(percent));
    if !in_range || !target.warn.is_sorted_by(|a, b| a < b) {
        faults.push(AgreementFault::Warnings(key()));
    }
    if let Some(own) = &target.own {
        faults.extend(own.stops.is_empty().then(|| AgreementFault::NoStop(key())));
        faults.extend(own.starts.is_empty().then(|| AgreementFault::NoStart(key())));
    }
    if target.metric == Metric::WorkStarted && target.line.is_none() {
        faults.push(AgreementFault::NoLine(key()));
    }
}

impl Target {
    /// Whether both can match one ticket and nothing says which wins.
    fn rivals(&self, other: &Self) -> bool {
        let excluded = |one: &Self, other: &Self| {
            let channels = &one.when.channel;
            !channels.is_empty() && channels.iter().all(|channel| other.except_channels.contains(channel))
        };
        self.metric == other.metric
            && self.line == other.line
            && !excluded(self, other)
            && !excluded(other, self)
            && self.when.can_tie(&other.when, self.restoration_from == other.restoration_from)
    }
}
