//! A ticket's clocks judged again from its start, by its events as corrections have put them right.

use super::clockwork::{agreements_of, clock_facts, signals};
use super::work::Work;
use crate::Moment;
use desk::Desk;
use sla::{Clock, Outcome, TimedSignal};
use std::collections::BTreeMap;
use store::clock::{FirstFigure, StoredClock};
use ticket::{Actor, Event, EventBody, Judged, Reference, Stated, Ticket};

/// The events as they were, with the moments that corrections gave them.
fn put_right(events: &[Event]) -> Vec<Event> {
    let mut moments: BTreeMap<i64, (Stated, Moment)> = BTreeMap::new();
    for event in events {
        if let EventBody::Corrected(correction) = &event.body {
            moments.insert(correction.event, (correction.of, correction.to));
        }
    }
    let right = |event: &Event| {
        let mut event = event.clone();
        match (moments.get(&event.seq), &mut event.body) {
            (Some((Stated::FaultBegan, to)), EventBody::Opened(opened)) => {
                opened.facts.fault_began_at = Some(*to);
            }
            (Some((Stated::FaultBegan, to)), EventBody::Classified(facts)) => {
                facts.fault_began_at = Some(*to);
            }
            (Some((_, to)), _) => event.effective_at = *to,
            (None, _) => {}
        }
        event
    };
    events.iter().map(right).collect()
}

/// The moment an event counts for clocks: what is learnt of a first begin changes the facts when it is recorded.
fn counts_from(event: &Event) -> Moment {
    match event.body {
        EventBody::FaultBegan { how: ticket::Began::First, .. } => event.recorded_at,
        _ => event.effective_at,
    }
}

/// The clocks that follow from all events, in effective order, with every threshold passed by now. `None` where the
/// events do not begin with an opening.
pub(crate) fn replay(
    desk: &Desk,
    (id, reference): (i64, &Reference),
    events: &[Event],
    now: Moment,
) -> Option<Vec<Clock>> {
    let mut events = put_right(events);
    let (first, rest) = events.split_first_mut()?;
    rest.sort_by_key(|event| (counts_from(event), event.seq));
    let EventBody::Opened(opened) = &first.body else { return None };
    let mut ticket = Ticket::opened(id, reference.clone(), &desk.key, first, opened);
    let agreements = agreements_of(desk, &ticket);
    let (mut clocks, mut past): (Vec<Clock>, Vec<TimedSignal>) = (Vec::new(), Vec::new());
    let mut plan = |ticket: &Ticket, signals: Vec<TimedSignal>| {
        let facts = clock_facts(desk, ticket);
        let plan = sla::plan_with_past(&agreements, &desk.calendars, &facts, &clocks, &past, &signals);
        past.extend(signals);
        for planned in plan.clocks {
            match planned.index {
                Some(index) => clocks[index] = planned.clock,
                None => clocks.push(planned.clock),
            }
        }
    };
    let begins = signals(&ticket, first);
    plan(&ticket, begins);
    for event in rest.iter() {
        let follow = signals(&ticket, event);
        ticket.apply(event);
        plan(&ticket, follow);
    }
    sla::step_all(&agreements, &desk.calendars, &mut clocks, now);
    Some(clocks)
}

impl Work {
    /// Judges every clock again after a correction, and puts both figures of each that came out otherwise on record.
    pub(super) fn rejudge(&mut self) {
        let (desk, now) = (self.desk(), self.now());
        let events: Vec<Event> = self.history.iter().chain(&self.events).cloned().collect();
        let of = (self.ticket.id, &self.ticket.reference);
        let Some(fresh) = replay(&desk, of, &events, now) else { return };
        let mut taken = vec![false; self.clocks.len()];
        let mut judged = Vec::new();
        for clock in fresh {
            let place = place_of(&self.clocks, &taken, &clock);
            match place {
                Some(index) => {
                    taken[index] = true;
                    let was = self.clocks[index].clone();
                    let now_is = merged(&desk, &was, clock, now);
                    judged.extend(rejudged(&desk, &was.clock, &now_is.clock, now));
                    self.clocks[index] = now_is;
                }
                // A row id of 0 is filled in when it is written.
                None => self.clocks.push(self.new_clock(clock)),
            }
        }
        // It was never so: what the right moments start no clock of ends without a verdict.
        for index in (0..taken.len()).filter(|index| !taken[*index]) {
            let was = self.clocks[index].clone();
            let mut clock = was.clock.clone();
            (clock.outcome, clock.decided_at) = (Some(Outcome::Withdrawn), Some(now));
            clock.stopped_at = clock.stopped_at.or(Some(now));
            (clock.state, clock.anchor) = (sla::ClockState::Stopped, None);
            (clock.next_step, clock.next_step_at) = (None, None);
            if was.clock.outcome != clock.outcome {
                judged.extend(rejudged(&desk, &was.clock, &clock, now));
                let first = was.first.or_else(|| Some(first_figure(&desk, &was.clock, now)));
                self.clocks[index] = StoredClock { clock, first, ..was };
            }
        }
        for body in judged {
            self.record(&Actor::System("clocks".into()), None, None, body);
        }
    }
}

/// The row a clock belongs to: that of its target, else one of its metric, for another begin may select another
/// target.
fn place_of(rows: &[StoredClock], taken: &[bool], clock: &Clock) -> Option<usize> {
    let free = |fits: &dyn Fn(&Clock) -> bool| {
        rows.iter().enumerate().position(|(at, row)| !taken[at] && fits(&row.clock))
    };
    free(&|row| row.target == clock.target && row.occurrence == clock.occurrence).or_else(|| {
        free(&|row| {
            let same = row.agreement == clock.agreement && row.metric == clock.metric;
            same && row.occurrence == clock.occurrence
        })
    })
}

fn merged(desk: &Desk, was: &StoredClock, mut clock: Clock, now: Moment) -> StoredClock {
    let fired = was.clock.warned_percent > 0 || was.clock.outcome == Some(Outcome::Missed);
    let differs = figure(desk, &was.clock, now) != figure(desk, &clock, now);
    clock.generation = was.clock.generation.max(clock.generation);
    // What a running clock told before would be told under the same cause again: it counts as a new one.
    if differs && clock.is_live() && fired {
        clock.generation += 1;
    }
    clock.late = was.clock.late && clock.outcome == Some(Outcome::Missed) && clock.due_at == was.clock.due_at;
    let first = was.first.or_else(|| differs.then(|| first_figure(desk, &was.clock, now)));
    StoredClock { id: was.id, clock, entered_late: was.entered_late, first }
}

fn elapsed(desk: &Desk, clock: &Clock, now: Moment) -> i64 {
    let calendar = desk.calendars.of_clock(clock);
    calendar.map_or(clock.elapsed_micros, |calendar| clock.elapsed_at(now, calendar))
}

fn first_figure(desk: &Desk, clock: &Clock, now: Moment) -> FirstFigure {
    FirstFigure {
        outcome: clock.outcome,
        elapsed_micros: elapsed(desk, clock, now),
        decided_at: clock.decided_at,
    }
}

fn figure(desk: &Desk, clock: &Clock, now: Moment) -> Judged {
    Judged {
        outcome: clock.outcome.map(|outcome| outcome.as_str().to_owned()),
        elapsed_seconds: elapsed(desk, clock, now) / 1_000_000,
        due_at: clock.due_at,
        decided_at: clock.decided_at,
    }
}

/// Both figures of a clock that came out otherwise.
fn rejudged(desk: &Desk, was: &Clock, clock: &Clock, now: Moment) -> Option<EventBody> {
    let (was, is) = (figure(desk, was, now), figure(desk, clock, now));
    (was != is).then(|| EventBody::ClockRejudged {
        target: clock.target.clone(),
        occurrence: clock.occurrence,
        generation: clock.generation,
        was,
        now: is,
    })
}
