//! What reports count a clock under. While undecided it follows its case; a verdict keeps what was true then, so that
//! no figure moves when the case does later; a service nobody had stated then is the first that is. The line is the one that held the case until the act that decided.

use super::work::Work;
use crate::Moment;
use sla::Outcome;
use store::clock::StoredClock;
use ticket::{Place, Ticket};

/// A verdict and its moment.
pub(super) type Verdict = Option<(Outcome, Option<Moment>)>;

/// A clock's present verdict.
pub(super) fn verdict(stored: &StoredClock) -> Verdict {
    stored.clock.outcome.map(|outcome| (outcome, stored.clock.decided_at))
}

impl Work {
    /// Brings every clock that is undecided, or was decided since the last call, under the case's facts and `place`.
    pub(super) fn count_under(&mut self, place: &Place) {
        self.verdicts.resize(self.clocks.len(), None);
        for (stored, known) in self.clocks.iter_mut().zip(&mut self.verdicts) {
            let now = verdict(stored);
            if now.is_none() || now != *known {
                put(stored, place, &self.ticket);
                *known = now;
            } else if stored.counted.service.is_none() {
                // Many clocks are decided before anybody says what the case is about.
                stored.counted.service.clone_from(&self.ticket.service);
            }
        }
    }
}

fn put(stored: &mut StoredClock, place: &Place, ticket: &Ticket) {
    let counted = &mut stored.counted;
    counted.line.clone_from(&place.line);
    counted.queue.clone_from(&place.queue);
    counted.organisation.clone_from(&ticket.organisation);
    counted.service.clone_from(&ticket.service);
    counted.priority.clone_from(&ticket.priority);
}
