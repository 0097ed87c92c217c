//! What people state about moments: when a fault began and ended, what a second person must agree to, and what was
//! corrected. Refuses to know which figures of a report such a statement moves.

use crate::event::Classified;
use crate::kind::keyed;
use crate::{Actor, Event, EventBody, Moment};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

keyed! {
    /// How a fault began.
    Began {
        /// For the first time on this ticket.
        First = "first",
        /// Again, after the service had worked: a new fault.
        CameBack = "came_back",
        /// It had never gone: the time in between counts.
        Persisted = "persisted",
    }
}

keyed! {
    /// What has a moment that a person can correct.
    Stated {
        /// The begin of a fault.
        FaultBegan = "fault_began",
        /// The end of a fault.
        Restored = "restored",
        /// The first taking or a later one.
        Taken = "taken",
        /// A message of a person.
        Message = "message_added",
        /// The solution.
        Resolved = "resolved",
    }
}

/// A change that may need a second person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Change {
    /// A fault began.
    FaultBegan {
        /// When.
        at: Moment,
        /// For the first time or again.
        how: Began,
    },
    /// The service works again.
    Restored {
        /// Since when.
        at: Moment,
        /// Text row of the workaround.
        workaround: Option<i64>,
    },
    /// Something happened at another moment.
    Corrected {
        /// Number of the event.
        event: i64,
        /// What it stated.
        of: Stated,
        /// The moment it has.
        from: Moment,
        /// The moment it should have.
        to: Moment,
    },
    /// Facts that decide in which budget a fault counts.
    Classified {
        /// The facts.
        facts: Box<Classified>,
    },
}

impl Change {
    /// Whether both are about the same thing, so that only one may wait at a time.
    pub fn same_matter(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Corrected { event, .. }, Self::Corrected { event: other, .. }) => event == other,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

/// A proposal that waits for a second person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// Number of the event that proposed it.
    pub id: i64,
    /// Who proposed.
    pub by: Actor,
    /// When.
    pub at: Moment,
    /// Text row of the reason.
    pub reason: Option<i64>,
    /// What.
    pub change: Change,
}

/// Who stated a moment, and who agreed to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Number of the event that holds it.
    pub event: i64,
    /// Who stated it.
    pub by: Actor,
    /// The second person, where one agreed.
    pub agreed_by: Option<Actor>,
}

/// A fault that was over before the present one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultSpan {
    /// When it began, where that is known.
    pub began_at: Option<Moment>,
    /// When it ended.
    pub restored_at: Moment,
}

/// What was stated about the fault of a ticket, and what waits to be agreed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Statements {
    /// The begin.
    pub began: Option<Statement>,
    /// The end.
    pub restored: Option<Statement>,
    /// Faults that were over before it came back, in order.
    pub earlier: Vec<FaultSpan>,
    /// What waits, in order.
    pub proposals: Vec<Proposal>,
    /// Versions of agreements, by key, that a rejudgement put in the place of those it started under.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub judged_under: BTreeMap<String, String>,
}

/// A moment put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Number of the event.
    pub event: i64,
    /// What it stated.
    pub of: Stated,
    /// The moment it had.
    pub from: Moment,
    /// The moment it has from now on.
    pub to: Moment,
    /// Text row of the reason.
    pub reason: i64,
    /// Who proposed it, where the actor agreed.
    pub proposed_by: Option<i64>,
}

/// An agreement's version put in the place of the one a ticket started under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejudgement {
    /// Row of the rejudgement.
    pub rejudgement: i64,
    /// Agreement key.
    pub agreement: String,
    /// Its version that judges from now on.
    pub version: String,
    /// Who proposed it.
    pub proposed_by: i64,
    /// Who approved it.
    pub approved_by: i64,
    /// Text row of the reason.
    pub reason: i64,
}

/// A figure of a clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// Outcome key; none while undecided.
    pub outcome: Option<String>,
    /// Counted seconds at its end, or at the correction.
    pub elapsed_seconds: i64,
    /// When it ran out.
    pub due_at: Option<Moment>,
    /// When the outcome was decided.
    pub decided_at: Option<Moment>,
}

/// What an event states and the moment it has, where a person can correct it.
pub fn correctable(event: &Event) -> Option<(Stated, Moment)> {
    let effective = event.effective_at;
    match &event.body {
        EventBody::Opened(opened) => Some((Stated::FaultBegan, opened.facts.fault_began_at?)),
        EventBody::Classified(facts) => Some((Stated::FaultBegan, facts.fault_began_at?)),
        EventBody::FaultBegan { how, .. } if *how != Began::Persisted => {
            Some((Stated::FaultBegan, effective))
        }
        EventBody::Restored { .. } => Some((Stated::Restored, effective)),
        EventBody::Taken { .. } => Some((Stated::Taken, effective)),
        EventBody::MessageAdded { automatic: false, .. } => Some((Stated::Message, effective)),
        EventBody::Resolved { .. } => Some((Stated::Resolved, effective)),
        _ => None,
    }
}
