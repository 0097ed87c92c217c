//! What is wanted of a period: one figure per day, week, month, quarter or year. Refuses to know cases and rows.

use crate::{Conditions, Every, Limit, Objective};

/// What the figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// met / (met + missed) of a target's clocks decided in the period.
    Share,
    /// Mean counted time of a target's clocks that ended in the period, withdrawn ones apart.
    Mean,
    /// Faults that began in the period.
    Count,
    /// Time out of order: the union of overlapping faults within service time.
    Total,
    /// 1 − time out of order outside announced windows / service time outside them.
    Availability,
}

impl Measure {
    /// Every measure with its stable key.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Share, "share"),
        (Self::Mean, "mean"),
        (Self::Count, "count"),
        (Self::Total, "total"),
        (Self::Availability, "availability"),
    ];

    /// The stable key.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(measure, _)| *measure == self).map_or("", |(_, key)| key)
    }

    /// The measure of a key.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, key)| *key == text).map(|(measure, _)| *measure)
    }

    /// Whether it is made of clocks of a target; else it is made of faults.
    pub fn is_of_clocks(self) -> bool {
        matches!(self, Self::Share | Self::Mean)
    }

    /// Whether a limit on it is a budget that burns.
    pub fn is_budget(self) -> bool {
        matches!(self, Self::Count | Self::Total)
    }
}

/// What a figure should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Of a share or an availability.
    Share(Objective),
    /// Of a count in cases, of a mean or total in microseconds.
    Limit(Limit),
}

/// A fact that one objective tells a figure for each value of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// Service.
    Service,
    /// Environment.
    Environment,
    /// Priority.
    Priority,
    /// Organisation, with those below it.
    Organisation,
}

impl Dimension {
    /// Every dimension with its stable key.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Service, "service"),
        (Self::Environment, "environment"),
        (Self::Priority, "priority"),
        (Self::Organisation, "organisation"),
    ];

    /// The stable key.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(one, _)| *one == self).map_or("", |(_, key)| key)
    }

    /// The dimension of a key.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, key)| *key == text).map(|(one, _)| *one)
    }
}

/// One objective of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodObjective {
    /// Key.
    pub key: String,
    /// Agreement key.
    pub agreement: String,
    /// What the figure is.
    pub measure: Measure,
    /// How long its periods are.
    pub every: Every,
    /// Whose clocks it is made of, for share and mean.
    pub target: Option<String>,
    /// Which cases count.
    pub when: Conditions,
    /// One figure for each value of these, as parts: each is a set of values.
    pub parts: Vec<Part>,
    /// What it should be.
    pub wanted: Option<Wanted>,
    /// Key of the calendar that is its service time; whole days and nights without one.
    pub calendar: Option<String>,
}

/// Values that narrow an objective to one figure, in the order of its dimensions; empty where it has none.
pub type Part = Vec<(Dimension, String)>;

impl PeriodObjective {
    /// Its conditions narrowed to a part.
    pub fn conditions(&self, part: &Part) -> Conditions {
        let mut when = self.when.clone();
        for (dimension, value) in part {
            let one = vec![value.clone()];
            match dimension {
                Dimension::Service => when.service = one,
                Dimension::Environment => when.environment = one,
                Dimension::Priority => when.priority = one,
                Dimension::Organisation => when.organisation = one,
            }
        }
        when
    }

    /// The limit of its budget, where it is one.
    pub fn budget(&self) -> Option<Limit> {
        match self.wanted {
            Some(Wanted::Limit(limit)) if self.measure.is_budget() => Some(limit),
            _ => None,
        }
    }
}

/// A part as one word: `service=drift,priority=hog`; empty where there is none.
pub fn part_key(part: &Part) -> String {
    part.iter()
        .map(|(dimension, value)| format!("{}={value}", dimension.as_str()))
        .collect::<Vec<_>>()
        .join(",")
}
