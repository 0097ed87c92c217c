//! A ticket's clocks judged again from its start: by its events as corrections have put them right, under the versions
//! its clocks started under or those a rejudgement put in their place.

use super::clockwork::{agreements_of, signals};
use super::counted::verdict;
use super::recount::{Again, Recounted};
use super::work::Work;
use crate::Moment;
use desk::Desk;
use sla::{Clock, Outcome};
use std::collections::BTreeMap;
use std::sync::Arc;
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

/// A clock after a correction or rejudgement.
pub(super) enum Rejudged {
    /// Judged again from its start.
    Again(Box<Recounted>),
    /// What the right moments, or the other version, start no clock of: it ends without a verdict.
    NeverSo(Box<Clock>),
    /// Of another agreement than the one rejudged.
    Kept,
}

/// Versions of agreements that judge: those a rejudgement put in place, else those the clocks started under.
fn versions(events: &[Event], before: &[Clock]) -> BTreeMap<String, String> {
    let mut versions = BTreeMap::new();
    for clock in before {
        versions.entry(clock.agreement.clone()).or_insert_with(|| clock.agreement_version.clone());
    }
    for event in events {
        if let EventBody::Rejudged(by) = &event.body {
            versions.insert(by.agreement.clone(), by.version.clone());
        }
    }
    versions
}

/// The desk with the calendar versions that clocks started under.
fn as_started(desk: &Arc<Desk>, before: &[Clock]) -> Arc<Desk> {
    let counted = before.iter().filter(|clock| clock.outcome != Some(Outcome::Withdrawn));
    match desk.calendars.as_started(counted) {
        Some(calendars) => Arc::new(Desk { calendars, ..Desk::clone(desk) }),
        None => desk.clone(),
    }
}

/// The clocks that follow from all events, in effective order, with every threshold passed by now. `None` where the
/// events do not begin with an opening.
fn replay(
    desk: &Arc<Desk>,
    (id, reference): (i64, &Reference),
    events: &[Event],
    now: Moment,
    under: BTreeMap<String, String>,
) -> Option<Vec<Recounted>> {
    let mut events = put_right(events);
    let (first, rest) = events.split_first_mut()?;
    rest.sort_by_key(|event| (counts_from(event), event.seq));
    let EventBody::Opened(opened) = &first.body else { return None };
    let mut ticket = Ticket::opened(id, reference.clone(), &desk.key, first, opened);
    let mut again = Again::under(under);
    again.plan(desk, &ticket, &signals(&ticket, first));
    for event in rest.iter() {
        let follow = signals(&ticket, event);
        ticket.apply(event);
        again.plan(desk, &ticket, &follow);
    }
    let mut clocks: Vec<Clock> = again.clocks.iter().map(|known| known.clock.clone()).collect();
    sla::step_all(&agreements_of(desk), &desk.calendars, &mut clocks, now);
    for (known, clock) in again.clocks.iter_mut().zip(clocks) {
        known.clock = clock;
    }
    Some(again.clocks)
}

/// What a correction makes of the clocks there are, in their order, and of further ones after them. `events` end with
/// the correction; they are all judged under the desk that was in force at it. With `only`, the clocks of that
/// agreement alone.
pub(super) fn rejudge(
    desk: &Arc<Desk>,
    of: (i64, &Reference),
    events: &[Event],
    now: Moment,
    before: &[Clock],
    only: Option<&str>,
) -> Option<Vec<Rejudged>> {
    // Another version of an agreement counts by the calendars it names now.
    let desk = &if only.is_some() { desk.clone() } else { as_started(desk, before) };
    let judged = |clock: &Clock| only.is_none_or(|key| clock.agreement == key);
    let mut places: Vec<Option<Recounted>> = before.iter().map(|_| None).collect();
    let mut further = Vec::new();
    let fresh = replay(desk, of, events, now, versions(events, before))?;
    for mut fresh in fresh.into_iter().filter(|fresh| judged(&fresh.clock)) {
        match place_of(before, &places, &fresh.clock) {
            Some(index) => {
                fresh.clock = merged(desk, &before[index], fresh.clock, now);
                places[index] = Some(fresh);
            }
            None => further.push(Rejudged::Again(Box::new(fresh))),
        }
    }
    let place = |(fresh, clock): (Option<Recounted>, &Clock)| match fresh {
        Some(fresh) => Rejudged::Again(Box::new(fresh)),
        None if judged(clock) => Rejudged::NeverSo(Box::new(never_so(clock, now))),
        None => Rejudged::Kept,
    };
    Some(places.into_iter().zip(before).map(place).chain(further).collect())
}

/// A clock that nothing starts: it ends without a verdict.
fn never_so(clock: &Clock, now: Moment) -> Clock {
    let mut clock = clock.clone();
    if clock.outcome != Some(Outcome::Withdrawn) {
        (clock.outcome, clock.decided_at) = (Some(Outcome::Withdrawn), Some(now));
    }
    clock.stopped_at = clock.stopped_at.or(Some(now));
    (clock.state, clock.anchor) = (sla::ClockState::Stopped, None);
    (clock.next_step, clock.next_step_at) = (None, None);
    clock
}

impl Work {
    /// Judges every clock again, or those of one agreement, and puts both figures of each that came out otherwise on
    /// record.
    pub(super) fn rejudge(&mut self, only: Option<&str>) {
        let (desk, now) = (self.desk(), self.now());
        let events: Vec<Event> = self.history.iter().chain(&self.events).cloned().collect();
        let before: Vec<Clock> = self.clocks.iter().map(|stored| stored.clock.clone()).collect();
        let of = (self.ticket.id, &self.ticket.reference);
        let Some(judged) = rejudge(&desk, of, &events, now, &before, only) else { return };
        self.verdicts.resize(self.clocks.len(), None);
        let mut told = Vec::new();
        for (index, judged) in judged.into_iter().enumerate() {
            let clock = match judged {
                Rejudged::Again(fresh) => fresh.clock,
                Rejudged::NeverSo(clock) => *clock,
                Rejudged::Kept => continue,
            };
            let Some(stored) = self.clocks.get(index) else {
                let stored = self.new_clock(clock);
                self.clocks.push(stored);
                continue;
            };
            let was = stored.clone();
            let differs = differing(&desk, &was.clock, &clock, now);
            let first = was.first.or_else(|| differs.is_some().then(|| first_figure(&desk, &was.clock, now)));
            told.extend(differs);
            let decided = was.clock.outcome.is_some() && clock.outcome.is_some();
            self.clocks[index] = StoredClock { clock, first, ..was };
            // What was decided before stays counted where it was.
            if decided {
                self.verdicts[index] = verdict(&self.clocks[index]);
            }
        }
        for body in told {
            self.record(&Actor::System("clocks".into()), None, None, body);
        }
    }
}

/// The row a clock belongs to: that of its target, else one of its metric, for another begin may select another
/// target.
fn place_of(rows: &[Clock], taken: &[Option<Recounted>], clock: &Clock) -> Option<usize> {
    let free = |fits: &dyn Fn(&Clock) -> bool| {
        rows.iter().zip(taken).position(|(row, taken)| taken.is_none() && fits(row))
    };
    let same = |row: &Clock| row.agreement == clock.agreement && row.occurrence == clock.occurrence;
    free(&|row| same(row) && row.target == clock.target)
        .or_else(|| free(&|row| same(row) && row.metric == clock.metric))
}

/// The clock judged again, in the place of the one before it.
fn merged(desk: &Desk, was: &Clock, mut clock: Clock, now: Moment) -> Clock {
    let fired = was.warned_percent > 0 || was.outcome == Some(Outcome::Missed);
    let differs = figure(desk, was, now) != figure(desk, &clock, now);
    clock.generation = was.generation.max(clock.generation);
    // What a running clock told before would be told under the same cause again: it counts as a new one.
    if differs && clock.is_live() && fired {
        clock.generation += 1;
    }
    clock.late = was.late && clock.outcome == Some(Outcome::Missed) && clock.due_at == was.due_at;
    clock
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
pub(super) fn differing(desk: &Desk, was: &Clock, clock: &Clock, now: Moment) -> Option<EventBody> {
    let (was, is) = (figure(desk, was, now), figure(desk, clock, now));
    (was != is).then(|| EventBody::ClockRejudged {
        target: clock.target.clone(),
        occurrence: clock.occurrence,
        generation: clock.generation,
        was,
        now: is,
    })
}
