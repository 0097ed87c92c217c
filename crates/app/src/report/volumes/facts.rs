//! What one case is to the statistics of a period, by its events alone.

use crate::Moment;
use crate::report::cases::Span;
use chrono::TimeDelta;
use ticket::{Event, EventBody, Phase};

/// Numbers of the event types looked at.
pub(in crate::report) const TYPES: [i32; 9] = [1, 2, 4, 8, 9, 11, 12, 13, 14];

/// How a case was solved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Solved {
    /// The highest line that had it until then.
    pub line: String,
    /// When.
    pub at: Moment,
    /// It never left the line it came to, its asker was never waited for, and it had not been reopened.
    pub first_contact: bool,
}

/// What one case counts as.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct Facts {
    /// It arrived in the period.
    pub arrived: bool,
    /// It was solved in the period, the last time where it was so more than once.
    pub solved: Option<Solved>,
    /// It was reopened in the period.
    pub reopened: bool,
    /// How long it had been open at the end of the period, where it was.
    pub age: Option<TimeDelta>,
    /// Until when it rested at that moment, where it did.
    pub until: Option<Moment>,
}

/// Reads a case's events, in the order they were recorded. `level` is how high a line is.
pub(super) fn facts(events: &[Event], span: Span, level: impl Fn(&str) -> i32) -> Facts {
    let mut facts = Facts::default();
    let (mut first, mut highest, mut opened_at) = (String::new(), String::new(), None);
    let (mut left, mut asked, mut reopened) = (false, false, false);
    let mut phase = None;
    for event in events {
        let (at, body) = (event.effective_at, &event.body);
        match body {
            EventBody::Opened(opened) => {
                first.clone_from(&opened.place.line);
                highest.clone_from(&first);
                opened_at = Some(at);
                facts.arrived = span.holds(at);
            }
            EventBody::Moved { to, .. } => {
                left |= to.line != first;
                if level(&to.line) > level(&highest) {
                    highest.clone_from(&to.line);
                }
            }
            EventBody::Waited { phase, .. } => asked |= *phase == Phase::WaitingRequester,
            EventBody::Resolved { .. } if span.holds(at) => {
                let first_contact = !left && !asked && !reopened;
                facts.solved = Some(Solved { line: highest.clone(), at, first_contact });
            }
            EventBody::Reopened { .. } => {
                reopened = true;
                facts.reopened |= span.holds(at);
            }
            _ => {}
        }
        if let Some(after) = phase_after(body).filter(|_| at < span.end) {
            phase = Some(after);
            facts.until = match body {
                EventBody::Waited { until, .. } => *until,
                _ => None,
            };
        }
    }
    let open = phase.is_some_and(Phase::is_open);
    facts.age = opened_at.filter(|_| open).map(|at| span.end - at);
    facts
}

fn phase_after(body: &EventBody) -> Option<Phase> {
    match body {
        EventBody::Opened(opened) => Some(opened.phase),
        EventBody::Taken { phase, .. }
        | EventBody::Moved { phase, .. }
        | EventBody::Waited { phase, .. }
        | EventBody::Resumed { phase, .. }
        | EventBody::Resolved { phase, .. }
        | EventBody::Reopened { phase, .. }
        | EventBody::Closed { phase, .. }
        | EventBody::Cancelled { phase, .. } => Some(*phase),
        _ => None,
    }
}
