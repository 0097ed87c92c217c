//! A ticket's clocks made again from its events alone, each event under the desk version it was decided by. The
//! doctor compares them with the rows; an explanation says by what each clock counted, and when.

use super::clockwork::{agreements_of, clock_facts, signals};
use super::replay::{Rejudged, rejudge};
use crate::Moment;
use desk::Desk;
use sla::{Clock, Ruling, Step, TimedSignal};
use std::collections::BTreeMap;
use std::sync::Arc;
use ticket::{Event, EventBody, Reference, Ticket};

/// A clock as its events make it.
#[derive(Debug, Clone)]
pub(crate) struct Recounted {
    /// The clock.
    pub clock: Clock,
    /// What it counted by, from when.
    pub rulings: Vec<Ruling>,
    /// The ticket's facts when the last ruling began.
    pub facts: sla::Facts,
    /// The desk as it was then.
    pub desk: Arc<Desk>,
}

/// Makes every clock of a ticket again, in the order in which they started. `desk_at` knows the desk in a version.
/// `None` where the events do not begin with an opening, or name a version that is not there.
pub(crate) fn recount(
    desk_at: &dyn Fn(i64) -> Option<Arc<Desk>>,
    (id, reference): (i64, &Reference),
    events: &[Event],
) -> Option<Vec<Recounted>> {
    let (first, rest) = events.split_first()?;
    let EventBody::Opened(opened) = &first.body else { return None };
    let desk = desk_at(first.desk_version)?;
    let mut ticket = Ticket::opened(id, reference.clone(), &desk.key, first, opened);
    let mut again = Again::default();
    let begins = signals(&ticket, first);
    again.plan(&desk, &ticket, &begins);
    for (at, event) in rest.iter().enumerate() {
        let desk = desk_at(event.desk_version)?;
        again.fire(&desk, event);
        let follow = signals(&ticket, event);
        ticket.apply(event);
        again.plan(&desk, &ticket, &follow);
        // The events up to this one, and itself.
        let known = events.get(..at + 2)?;
        match &event.body {
            EventBody::Corrected(_) => again.rejudge(&desk, (id, reference), known, None)?,
            EventBody::Rejudged(by) => again.rejudge(&desk, (id, reference), known, Some(&by.agreement))?,
            _ => {}
        }
    }
    Some(again.clocks)
}

/// Clocks in the making.
#[derive(Default)]
pub(super) struct Again {
    pub clocks: Vec<Recounted>,
    past: Vec<TimedSignal>,
    /// Versions of agreements that judge, where it is not the ticket that says so.
    under: Option<BTreeMap<String, String>>,
}

impl Again {
    /// None yet, to be judged under versions of agreements.
    pub fn under(versions: BTreeMap<String, String>) -> Self {
        Self { under: Some(versions), ..Self::default() }
    }

    /// A threshold on record is passed; one that a stop or a change of facts showed is passed already.
    fn fire(&mut self, desk: &Desk, event: &Event) {
        let (target, occurrence, generation, at, late) = match &event.body {
            EventBody::ClockWarned { target, occurrence, generation, reached_at, .. } => {
                (target, *occurrence, *generation, *reached_at, false)
            }
            EventBody::ClockBreached { target, occurrence, generation, due_at, late } => {
                (target, *occurrence, *generation, *due_at + chrono::TimeDelta::microseconds(1), *late)
            }
            _ => return,
        };
        let of = |c: &&mut Recounted| {
            c.clock.target == *target && c.clock.occurrence == occurrence && c.clock.generation == generation
        };
        let Some(Recounted { clock, .. }) = self.clocks.iter_mut().find(of) else { return };
        let Some(rule) = desk.target(&clock.agreement, &clock.agreement_version, &clock.target) else {
            return;
        };
        let Some(calendar) = desk.calendars.of_clock(clock).cloned() else { return };
        let fired = clock.step(at, rule.terms(&calendar));
        if fired.iter().any(|f| f.step == Step::Breach) {
            clock.late = late;
        }
    }

    /// The last of the events judges every clock again from its start, or those of one agreement.
    fn rejudge(
        &mut self,
        desk: &Arc<Desk>,
        of: (i64, &Reference),
        events: &[Event],
        only: Option<&str>,
    ) -> Option<()> {
        let now = events.last()?.recorded_at;
        let before: Vec<Clock> = self.clocks.iter().map(|known| known.clock.clone()).collect();
        for (index, judged) in rejudge(desk, of, events, now, &before, only)?.into_iter().enumerate() {
            match (self.clocks.get_mut(index), judged) {
                (Some(known), Rejudged::Again(fresh)) => *known = *fresh,
                (Some(known), Rejudged::NeverSo(clock)) => known.clock = *clock,
                (None, Rejudged::Again(fresh)) => self.clocks.push(*fresh),
                (None, Rejudged::NeverSo(_)) | (_, Rejudged::Kept) => {}
            }
        }
        Some(())
    }

    pub(super) fn plan(&mut self, desk: &Arc<Desk>, ticket: &Ticket, signals: &[TimedSignal]) {
        let Some(at) = signals.first().map(|signal| signal.at) else { return };
        let mut facts = clock_facts(desk, ticket);
        if let Some(under) = &self.under {
            facts.judged_under.clone_from(under);
        }
        let agreements = agreements_of(desk);
        let existing: Vec<Clock> = self.clocks.iter().map(|c| c.clock.clone()).collect();
        let plan = sla::plan_with_past(&agreements, &desk.calendars, &facts, &existing, &self.past, signals);
        self.past.extend_from_slice(signals);
        for planned in plan.clocks {
            let clock = planned.clock;
            let Some(index) = planned.index else {
                let rulings = ruling(desk, &clock, clock.started_at).into_iter().collect();
                let (facts, desk) = (facts.clone(), desk.clone());
                self.clocks.push(Recounted { clock, rulings, facts, desk });
                continue;
            };
            let known = &mut self.clocks[index];
            if !ruled_alike(&known.clock, &clock) {
                // A running clock counts on from the change, or from where it had come by then.
                known.rulings.extend(ruling(desk, &clock, clock.anchor.unwrap_or(at)));
                (known.facts, known.desk) = (facts.clone(), desk.clone());
            }
            known.clock = clock;
        }
    }
}

fn ruled_alike(a: &Clock, b: &Clock) -> bool {
    let of = |c: &Clock| (c.target.clone(), c.target_micros, c.calendar.clone(), c.calendar_version.clone());
    of(a) == of(b)
}

fn ruling(desk: &Desk, clock: &Clock, from: Moment) -> Option<Ruling> {
    let target = desk.target(&clock.agreement, &clock.agreement_version, &clock.target)?;
    Some(Ruling {
        from,
        target: clock.target.clone(),
        target_micros: clock.target_micros,
        calendar: desk.calendars.of_clock(clock)?.clone(),
        resting: target.resting_phases(),
    })
}
