//! Words of a clock: its states, outcomes and steps, with stable keys. Refuses to know how they come about.

use crate::Moment;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Whether a clock counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// Counts inside opening hours, decided or not.
    Running,
    /// In a pausing phase.
    Paused,
    /// Ended; only a reopening starts it again.
    Stopped,
}

impl ClockState {
    /// The stable key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Stopped => "stopped",
        }
    }

    /// The state of a key.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Running, Self::Paused, Self::Stopped].into_iter().find(|state| state.as_str() == text)
    }
}

/// How a clock was decided. At most one, counted in the period in which it was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Stopped at or before due; decided at its stop.
    Met,
    /// Passed its due, running still or not; decided at its due.
    Missed,
    /// Ended without a verdict: cancelled, merged, other desk, no target after a change. Never in a share.
    Withdrawn,
}

impl Outcome {
    /// The stable key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "missed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The outcome of a key.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Met, Self::Missed, Self::Withdrawn].into_iter().find(|outcome| outcome.as_str() == text)
    }
}

/// A threshold of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Percent of the target, 1 to 99.
    Warning(i32),
    /// Past due.
    Breach,
}

impl Step {
    /// The stable key: `warn:75`, `breach`.
    pub fn key(self) -> String {
        self.to_string()
    }

    /// The step of a key.
    pub fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix("warn:") {
            Some(percent) => percent.parse().ok().map(Self::Warning),
            None => (text == "breach").then_some(Self::Breach),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Warning(percent) => write!(f, "warn:{percent}"),
            Self::Breach => f.write_str("breach"),
        }
    }
}

/// A threshold that a clock passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fired {
    /// Which.
    pub step: Step,
    /// When it was reached: for a breach its due.
    pub at: Moment,
    /// A later threshold was passed as well, found in the same step: on record, without consequences.
    pub skipped: bool,
}

/// The cause under which a threshold is recorded at most once per ticket: `clock:generation:threshold`.
pub fn cause_key(clock_id: &str, generation: i32, step: Step) -> String {
    format!("{clock_id}:{generation}:{step}")
}
