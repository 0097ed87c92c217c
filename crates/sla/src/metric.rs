//! What a clock measures. Refuses to know which event of a ticket means what.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// What runs between which two facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// One of a desk file's own, by its key: from one event or phase to another, see [`crate::Own`].
    Own(&'static str),
}

/// Keys of own metrics that some desk file of this process declares. There are as many as people write down.
static OWN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

impl Metric {
    /// Every built-in metric with its stable key.
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
        if let Self::Own(key) = self {
            return key;
        }
        Self::ALL.iter().find(|(metric, _)| *metric == self).map_or("", |(_, key)| key)
    }

    /// Whether one ticket can have several clocks of it, one after the other, for what happens again.
    pub fn recurs(self) -> bool {
        matches!(self, Self::WorkStarted | Self::Information | Self::RemedyFeedback)
    }

    /// The metric of a key: a built-in one, or an own one that was declared.
    pub fn parse(text: &str) -> Option<Self> {
        let built_in = Self::ALL.iter().find(|(_, key)| *key == text).map(|(metric, _)| *metric);
        let own = || OWN.lock().unwrap_or_else(PoisonError::into_inner).get(text).copied().map(Self::Own);
        built_in.or_else(own)
    }

    /// Declares an own metric; a built-in one keeps its meaning.
    pub fn declare(key: &str) -> Self {
        if let Some(known) = Self::parse(key) {
            return known;
        }
        let kept: &'static str = Box::leak(key.to_owned().into_boxed_str());
        OWN.lock().unwrap_or_else(PoisonError::into_inner).insert(kept);
        Self::Own(kept)
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
