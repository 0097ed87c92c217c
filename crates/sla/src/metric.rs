//! What a clock measures. Refuses to know which event of a ticket means what.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What runs between which two facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Call offered until answered (WC-02).
    Answer,
    /// Mail accepted or call answered until the ticket is made (WC-04).
    Registration,
    /// Ticket made until first taken, assigned by a person or handed out of the reception queue (WC-05).
    Distribution,
    /// Ticket made until a person's first message to the requester; a telephone case is met at once.
    FirstResponse,
    /// Arrival on the measured line until work starts there (WC-06).
    WorkStarted,
    /// Arrival or last information until the next by a person to those affected; one clock per occurrence (WC-06).
    Information,
    /// Fault began, or was reported, until the service works again; never pauses (WC-06, WC-07).
    Restoration,
    /// Restored until a person's first message to the requester after it (WC-06).
    RemedyFeedback,
    /// Ticket made until resolved.
    Resolution,
}

impl Metric {
    /// Every metric with its stable key.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Answer, "answer"),
        (Self::Registration, "registration"),
        (Self::Distribution, "distribution"),
        (Self::FirstResponse, "first_response"),
        (Self::WorkStarted, "work_started"),
        (Self::Information, "information"),
        (Self::Restoration, "restoration"),
        (Self::RemedyFeedback, "remedy_feedback"),
        (Self::Resolution, "resolution"),
    ];

    /// The stable key.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(metric, _)| *metric == self).map_or("", |(_, key)| key)
    }

    /// Whether one ticket can have several clocks of it, one after the other, for what happens again.
    pub fn recurs(self) -> bool {
        matches!(self, Self::WorkStarted | Self::Information | Self::RemedyFeedback)
    }

    /// The metric of a key.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, key)| *key == text).map(|(metric, _)| *metric)
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
