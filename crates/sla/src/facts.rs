//! What the planner is told of a ticket: its facts, and what happened as signals. Refuses to know events.

use crate::{Metric, Moment, RestorationFrom, Target};
use std::collections::BTreeMap;

/// Facts of a ticket as they are after the signals planned for. Paths run from the thing itself up to its root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Kind key.
    pub kind: String,
    /// The case type and the types above it.
    pub case_type_path: Vec<String>,
    /// Service key.
    pub service: Option<String>,
    /// Environment key.
    pub environment: Option<String>,
    /// Priority key.
    pub priority: Option<String>,
    /// The ticket's organisation and those above it.
    pub organisation_path: Vec<String>,
    /// Channel key.
    pub channel: String,
    /// Whether it is a fault: an incident of a case type marked so.
    pub fault: bool,
    /// When the fault began, where known.
    pub fault_began_at: Option<Moment>,
    /// When the ticket was made; decides the agreement version.
    pub opened_at: Moment,
    /// Phase key.
    pub phase: String,
    /// Line the ticket is on.
    pub line: String,
    /// Since when it is there.
    pub arrived_at: Moment,
    /// Versions of agreements, by key, that it is judged by whatever its clocks started under.
    pub judged_under: BTreeMap<String, String>,
}

impl Facts {
    /// The start of a clock of a target that something at `at` starts.
    pub fn start_of(&self, target: &Target, at: Moment) -> Moment {
        match (target.metric, target.restoration_from) {
            (Metric::Restoration, RestorationFrom::FaultBegan) => self.fault_began_at.unwrap_or(at),
            _ => at,
        }
    }

    /// The facts without the begin of the first fault, for one that came later.
    pub(crate) fn of_new_fault(&self) -> Self {
        Self { fault_began_at: None, ..self.clone() }
    }
}

/// Something that starts, stops or pauses clocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// A call was offered.
    CallOffered,
    /// It was answered.
    CallAnswered,
    /// A mail was accepted.
    MailAccepted,
    /// The ticket was made, or came to this desk.
    Opened {
        /// A telephone case: whoever called has been answered, the first response is met at once.
        by_phone: bool,
    },
    /// First taken, assigned by a person or handed out of the reception queue.
    Distributed,
    /// It reached a line; for a supplier, the hand-over was sent.
    Arrived {
        /// Line key.
        line: String,
    },
    /// It left a line.
    Left {
        /// Line key.
        line: String,
    },
    /// Taken on the line, or the supplier's word that work started.
    WorkStarted {
        /// Line key.
        line: String,
    },
    /// A person's message to the requester; acknowledgements are none.
    ToldRequester,
    /// A person's information to those affected.
    Informed,
    /// The service works again.
    Restored,
    /// The case is solved; a fault is thereby restored. Send [`Signal::Restored`] as well where that is an event.
    Resolved,
    /// A resolved case was taken up again.
    Reopened,
    /// Said with a reopening: the fault had never gone, the time in between counts.
    FaultPersisted,
    /// Said with a reopening: the fault came back, a new occurrence begins.
    FaultCameBack,
    /// It entered a phase.
    Phase {
        /// Phase key.
        to: String,
    },
    /// Facts that select targets changed, the begin of the fault among them.
    Reclassified,
    /// Cancelled, merged into another, or handed to another desk.
    Withdrawn,
}

/// A signal with the moment it took effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimedSignal {
    /// When it took effect.
    pub at: Moment,
    /// What.
    pub signal: Signal,
}

/// Signals in effective order; what happened at one moment stays in the order given, except that a message to the
/// requester comes last, so that the word sent with a restoration counts as feedback on it.
pub(crate) fn in_order(signals: &[TimedSignal]) -> Vec<TimedSignal> {
    let mut sorted = signals.to_vec();
    sorted.sort_by_key(|timed| (timed.at, timed.signal == Signal::ToldRequester));
    sorted
}
