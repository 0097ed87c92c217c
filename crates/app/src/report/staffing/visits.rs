//! When a case came to which line, and who had it in hand there, by its events alone.

use crate::Moment;
use std::collections::BTreeMap;
use ticket::{Event, EventBody, Phase, Stated};

/// Numbers of the event types looked at.
pub(in crate::report) const TYPES: [i32; 11] = [1, 2, 3, 4, 8, 9, 11, 12, 13, 14, 34];

/// A case on a line, from when it came until it left or ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Visit {
    /// Line key.
    pub line: String,
    /// When it came: made there, handed there from another line, or taken up again there.
    pub at: Moment,
    /// Whether it has left, or ended.
    pub over: bool,
    /// Who had it in hand, since when, until when.
    pub holds: Vec<(i64, Moment, Moment)>,
}

/// Every visit of a case that began before `end`; what lasts then lasts until then. In hand is what is assigned to somebody
/// and in progress: rest for the asker, the supplier, an approval or a date is not. Another queue of the same line is no
/// new visit.
pub(super) fn visits(events: &[Event], end: Moment) -> Vec<Visit> {
    let corrected = corrections(events);
    let mut course = Course::default();
    for event in events {
        let at = corrected.get(&event.seq).copied().unwrap_or(event.effective_at);
        // Recorded order is the order of states: a moment before the last one cannot undo it.
        let at = course.last.map_or(at, |last| at.max(last));
        if at >= end {
            break;
        }
        course.take_in(at, &event.body);
    }
    course.let_go(end);
    course.visits
}

/// The moments that takings and solutions have by the last correction.
fn corrections(events: &[Event]) -> BTreeMap<i64, Moment> {
    let moved = events.iter().filter_map(|event| match &event.body {
        EventBody::Corrected(c) if matches!(c.of, Stated::Taken | Stated::Resolved) => Some((c.event, c.to)),
        _ => None,
    });
    moved.collect()
}

/// A case on its way.
#[derive(Default)]
struct Course {
    visits: Vec<Visit>,
    assignee: Option<i64>,
    active: bool,
    /// Who has it in hand, since when.
    held: Option<(i64, Moment)>,
    last: Option<Moment>,
}

impl Course {
    fn take_in(&mut self, at: Moment, body: &EventBody) {
        let here = self.visits.last().map(|visit| visit.line.clone());
        let (mut arrives, mut phase) = (None, None);
        match body {
            EventBody::Opened(opened) => {
                arrives = Some(opened.place.line.clone());
                phase = Some(opened.phase);
            }
            EventBody::Taken { assignee, phase: to, .. } => {
                self.assignee = Some(*assignee);
                phase = Some(*to);
            }
            EventBody::Assigned { assignee } => self.assignee = *assignee,
            EventBody::Moved { to, phase: then, assignee, .. } => {
                self.assignee = *assignee;
                arrives = Some(to.line.clone()).filter(|line| here.as_ref() != Some(line));
                phase = Some(*then);
            }
            EventBody::Reopened { phase: to, .. } => {
                arrives = here;
                phase = Some(*to);
            }
            EventBody::Waited { phase: to, .. }
            | EventBody::Resumed { phase: to, .. }
            | EventBody::Resolved { phase: to, .. }
            | EventBody::Closed { phase: to, .. }
            | EventBody::Cancelled { phase: to, .. } => phase = Some(*to),
            _ => return,
        }
        self.last = Some(at);
        if let Some(phase) = phase {
            self.active = phase == Phase::Active;
            let ended = !phase.is_open();
            self.visits.last_mut().into_iter().for_each(|visit| visit.over |= ended);
        }
        let holder = self.assignee.filter(|_| self.active);
        if arrives.is_some() || holder != self.held.map(|(who, _)| who) {
            self.let_go(at);
            self.held = holder.map(|who| (who, at));
        }
        if let Some(line) = arrives {
            self.visits.last_mut().into_iter().for_each(|visit| visit.over = true);
            self.visits.push(Visit { line, at, over: false, holds: Vec::new() });
        }
    }

    fn let_go(&mut self, at: Moment) {
        if let (Some((who, since)), Some(visit)) = (self.held.take(), self.visits.last_mut()) {
            visit.holds.push((who, since, at));
        }
    }
}
