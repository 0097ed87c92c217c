//! Lost updates: which later events make a write that names an older version stale. One table, compared whole in a
//! test; everything not in it conflicts with nothing.

use crate::{Act, EventBody};

/// What sort of change an event is, for conflicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// Somebody became or stopped being the assignee.
    Taken,
    /// It was given to somebody.
    Assigned,
    /// It changed line or queue.
    Moved,
    /// Its state changed.
    StateChanged,
    /// Its facts changed.
    Classified,
    /// Messages, clocks, timers, deliveries, relations: conflict with nothing.
    Free,
}

/// The class of an event.
pub fn class(body: &EventBody) -> Class {
    match body {
        EventBody::Taken { .. } => Class::Taken,
        EventBody::Assigned { .. } => Class::Assigned,
        EventBody::Moved { .. } => Class::Moved,
        EventBody::Classified(_) => Class::Classified,
        EventBody::Waited { .. }
        | EventBody::Resumed { .. }
        | EventBody::Restored { .. }
        | EventBody::FaultBegan { .. }
        | EventBody::Corrected(_)
        | EventBody::Resolved { .. }
        | EventBody::Reopened { .. }
        | EventBody::Closed { .. }
        | EventBody::Cancelled { .. } => Class::StateChanged,
        EventBody::Opened(_)
        | EventBody::MessageAdded { .. }
        | EventBody::ProposalSent { .. }
        | EventBody::ClockWarned { .. }
        | EventBody::ClockBreached { .. }
        | EventBody::BreachUndone { .. }
        | EventBody::TimerFired { .. }
        | EventBody::FollowRefused { .. }
        | EventBody::RoleTold { .. }
        | EventBody::Proposed { .. }
        | EventBody::Agreed { .. }
        | EventBody::Declined { .. }
        | EventBody::Rejudged(_)
        | EventBody::ClockRejudged { .. }
        | EventBody::BreachExplained { .. }
        | EventBody::ContactTried { .. }
        | EventBody::Related { .. } => Class::Free,
    }
}

/// The table: what must not have happened since the version a write names.
pub fn conflicts_with(act: Act) -> &'static [Class] {
    match act {
        // Time is no state of a ticket, nor is a try.
        Act::Open | Act::Message | Act::Try | Act::Effort | Act::ExplainBreach => &[],
        Act::Take | Act::Assign => &[Class::Taken, Class::Assigned, Class::Moved],
        Act::Classify => &[Class::Classified],
        Act::Answer => &[Class::Moved],
        Act::Begin | Act::Correct | Act::Agree => &[Class::StateChanged, Class::Classified],
        Act::Escalate | Act::Forward | Act::Return | Act::Resolve => {
            &[Class::Moved, Class::StateChanged, Class::Classified]
        }
        Act::Wait | Act::Resume | Act::Restore | Act::Reopen | Act::Close | Act::Cancel => {
            &[Class::Moved, Class::StateChanged]
        }
    }
}

/// Whether events since the named version make the act stale.
pub fn stale<'a>(act: Act, since: impl IntoIterator<Item = &'a EventBody>) -> bool {
    let set = conflicts_with(act);
    since.into_iter().any(|body| set.contains(&class(body)))
}
