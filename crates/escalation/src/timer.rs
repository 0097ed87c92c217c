//! Timers: due moments that are no service level and never in reports. Which ones a case should have is a pure
//! function of its present state, so that nothing has to be switched on and off by hand.

use crate::{Facts, When};
use ticket::{Moment, Phase, Ticket};

/// From when a timer counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Starts {
    /// From arrival in the queue, while nobody has taken it.
    Untaken,
    /// From the moment it began to wait for the requester.
    WaitingRequester,
    /// From the last try to reach the requester, while it waits for them.
    LastTry,
    /// From the moment it was resolved.
    Resolved,
    /// At the moment it rests until; the duration is added.
    Until,
}

/// One timer of the desk file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimerRule {
    /// Key.
    pub key: String,
    /// From when.
    pub starts: Starts,
    /// Conditions on the case.
    pub when: When,
    /// Duration in seconds.
    pub seconds: i64,
    /// Calendar it counts in; `None` counts every second.
    pub calendar: Option<String>,
}

/// A timer a case should have now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueTimer<'a> {
    /// The rule.
    pub rule: &'a TimerRule,
    /// From when it counts.
    pub from: Moment,
}

/// The timers a case should have, given its state.
pub fn desired<'a>(rules: &'a [TimerRule], ticket: &Ticket, facts: &Facts) -> Vec<DueTimer<'a>> {
    rules
        .iter()
        .filter(|rule| rule.when.holds(facts))
        .filter_map(|rule| Some(DueTimer { rule, from: begin(rule.starts, ticket)? }))
        .collect()
}

fn begin(starts: Starts, ticket: &Ticket) -> Option<Moment> {
    match starts {
        Starts::Untaken => {
            let untaken = ticket.assignee.is_none() && matches!(ticket.phase, Phase::New | Phase::Active);
            untaken.then_some(ticket.arrived_at)
        }
        Starts::WaitingRequester => (ticket.phase == Phase::WaitingRequester).then_some(ticket.state_since),
        Starts::LastTry => {
            ticket.tries.last().filter(|_| ticket.phase == Phase::WaitingRequester).map(|last| last.at)
        }
        Starts::Resolved => (ticket.phase == Phase::Resolved).then_some(ticket.state_since),
        Starts::Until => ticket.wait_until,
    }
}
