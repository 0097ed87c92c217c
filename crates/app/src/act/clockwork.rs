//! Between tickets and clocks: events to signals, signals to clocks, state to timers, and what comes due.

use super::consequence;
use super::work::Work;
use crate::{Denied, Moment};
use chrono::TimeDelta;
use desk::Desk;
use escalation::On;
use sla::{Clock, Fired, Signal, Step, TimedSignal};
use store::Conn;
use store::clock::{CountedUnder, StoredClock};
use store::timer::{Timer, timer_delete, timer_fired, timer_insert};
use ticket::{Actor, Audience, Began, Channel, Direction, Event, EventBody, Ticket};

/// Rounds of consequences in one transaction: what is left then waits for the next pass.
const ROUNDS: usize = 8;
/// A breach noticed this much later than it came was missed while the server was down.
const LATE_SECONDS: i64 = 60;

/// Facts for routing.
pub(crate) fn routing_facts(desk: &Desk, ticket: &Ticket) -> escalation::Facts {
    escalation::Facts {
        kind: ticket.kind.as_str().to_owned(),
        case_type_path: ticket.case_type.as_ref().map(|t| desk.case_type_path(t)).unwrap_or_default(),
        service: ticket.service.clone(),
        environment: ticket.environment.clone(),
        priority: ticket.priority.clone(),
        organisation_path: desk.organisation_path(&ticket.organisation),
        channel: ticket.channel.as_str().to_owned(),
        mailbox: None,
        line: Some(ticket.place.line.clone()),
        queue: Some(ticket.place.queue.clone()),
    }
}

/// Facts for clocks.
pub(crate) fn clock_facts(desk: &Desk, ticket: &Ticket) -> sla::Facts {
    let routing = routing_facts(desk, ticket);
    sla::Facts {
        kind: routing.kind,
        case_type_path: routing.case_type_path,
        service: routing.service,
        environment: routing.environment,
        priority: routing.priority,
        organisation_path: routing.organisation_path,
        channel: routing.channel,
        fault: ticket.fault,
        fault_began_at: ticket.first_fault_began_at(),
        opened_at: ticket.opened_at,
        phase: ticket.phase.as_str().to_owned(),
        line: ticket.place.line.clone(),
        arrived_at: ticket.arrived_at,
        judged_under: ticket.statements.judged_under.clone(),
    }
}

/// Every agreement version a ticket's clocks may name: the planner takes those they started under, and for what
/// starts anew those in force when the ticket was made.
pub(crate) fn agreements_of(desk: &Desk) -> Vec<sla::Agreement> {
    desk.agreements_ever.clone()
}

/// What an event means to clocks. `before` is the ticket before the event.
pub(super) fn signals(before: &Ticket, event: &Event) -> Vec<TimedSignal> {
    let distributed = before.in_reception.then_some(Signal::Distributed);
    let phase = |phase: &ticket::Phase| Signal::Phase { to: phase.as_str().to_owned() };
    let here = || before.place.line.clone();
    let list: Vec<Signal> = match &event.body {
        EventBody::Opened(o) => vec![
            Signal::Opened { by_phone: o.channel == Channel::Phone },
            Signal::Arrived { line: o.place.line.clone() },
        ],
        EventBody::Taken { phase: p, .. } => {
            distributed.into_iter().chain([Signal::WorkStarted { line: here() }, phase(p)]).collect()
        }
        EventBody::Assigned { .. } if event.actor.is_person() => distributed.into_iter().collect(),
        EventBody::Moved { to, phase: p, .. } => {
            let moved = (to.line != before.place.line)
                .then(|| [Signal::Left { line: here() }, Signal::Arrived { line: to.line.clone() }]);
            distributed.into_iter().chain(moved.into_iter().flatten()).chain([phase(p)]).collect()
        }
        EventBody::Classified(_) => vec![Signal::Reclassified],
        // The supplier's own word: work has started there (WC-06).
        EventBody::MessageAdded {
            audience: Audience::Supplier, direction: Direction::In, automatic, ..
        } => (!automatic).then(|| Signal::WorkStarted { line: here() }).into_iter().collect(),
        EventBody::MessageAdded { audience, direction, automatic, proposal, .. } => {
            let by_person = event.actor.is_person() && !automatic;
            let told =
                by_person && *direction == Direction::Out && *audience == Audience::Requester && !proposal;
            let informed =
                told || (by_person && *direction == Direction::Out && *audience == Audience::Chain);
            told.then_some(Signal::ToldRequester)
                .into_iter()
                .chain(informed.then_some(Signal::Informed))
                .collect()
        }
        EventBody::Waited { phase: p, .. } | EventBody::Resumed { phase: p, .. } => vec![phase(p)],
        EventBody::Restored { .. } => vec![Signal::Restored],
        EventBody::Resolved { phase: p, .. } => vec![phase(p), Signal::Resolved],
        EventBody::Reopened { phase: p, .. } => vec![Signal::Reopened, phase(p)],
        EventBody::Cancelled { .. } => vec![Signal::Withdrawn],
        EventBody::FaultBegan { how: Began::First, .. } => {
            // The facts change when it is learnt.
            return vec![TimedSignal { at: event.recorded_at, signal: Signal::Reclassified }];
        }
        EventBody::FaultBegan { how: Began::CameBack, .. } => vec![Signal::FaultCameBack],
        EventBody::FaultBegan { how: Began::Persisted, .. } => vec![Signal::FaultPersisted],
        EventBody::Closed { .. }
        | EventBody::Assigned { .. }
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
        | EventBody::Corrected(_)
        | EventBody::Rejudged(_)
        | EventBody::ClockRejudged { .. }
        | EventBody::BreachExplained { .. }
        | EventBody::ContactTried { .. }
        | EventBody::Related { .. } => Vec::new(),
    };
    let here_now = list.into_iter().map(|signal| TimedSignal { at: event.effective_at, signal });
    called(&event.body).into_iter().chain(here_now).collect()
}

/// The moments of the call a ticket was opened from, which lie before it.
fn called(body: &EventBody) -> Vec<TimedSignal> {
    let EventBody::Opened(opened) = body else { return Vec::new() };
    let Some(call) = &opened.call else { return Vec::new() };
    let at = |signal: Signal| move |at| TimedSignal { at, signal };
    let offered = call.offered_at.map(at(Signal::CallOffered));
    offered.into_iter().chain(call.answered_at.map(at(Signal::CallAnswered))).collect()
}

impl Work {
    /// Lets the clocks follow what happened.
    pub(super) fn plan_clocks(&mut self, signals: &[TimedSignal]) {
        if signals.is_empty() {
            return;
        }
        let desk = self.desk();
        let facts = clock_facts(&desk, &self.ticket);
        let agreements = agreements_of(&desk);
        let existing: Vec<Clock> = self.clocks.iter().map(|c| c.clock.clone()).collect();
        let past: Vec<TimedSignal> = self.past.iter().chain(&self.seen).cloned().collect();
        let plan = sla::plan_with_past(&agreements, &desk.calendars, &facts, &existing, &past, signals);
        self.seen.extend_from_slice(signals);
        self.notes.extend(plan.faults.iter().map(|fault| format!("{fault:?}")));
        for planned in plan.clocks {
            let clock = &planned.clock;
            let (target, occurrence, generation) = (clock.target.clone(), clock.occurrence, clock.generation);
            // A miss that a stop or a change of facts showed: no step will come for it.
            let missed = planned.missed_now.then(|| EventBody::ClockBreached {
                target: target.clone(),
                occurrence,
                generation,
                due_at: clock.due_at.unwrap_or(clock.started_at),
                late: false,
            });
            let undone =
                planned.breach_undone.then_some(EventBody::BreachUndone { target, occurrence, generation });
            match planned.index {
                Some(index) => self.clocks[index].clock = planned.clock,
                None => self.clocks.push(self.new_clock(planned.clock)),
            }
            for body in missed.into_iter().chain(undone) {
                self.record(&Actor::System("clocks".into()), None, None, body);
            }
        }
    }

    /// A clock that has no row yet: an id of 0 is filled in when it is written. What began before a case came off
    /// paper is marked.
    pub(super) fn new_clock(&self, clock: Clock) -> StoredClock {
        let entered_late = self.ticket.entered_at.is_some_and(|entered| clock.started_at < entered);
        StoredClock { id: 0, clock, counted: CountedUnder::default(), entered_late, first: None }
    }

    /// Reads what happened before this act, so that targets that hold now for the first time are judged by it.
    pub(super) fn load_past(&mut self, conn: &mut Conn) -> Result<(), Denied> {
        if self.was == 0 || !self.history.is_empty() {
            return Ok(());
        }
        self.history = store::event::event_list(conn, self.ticket.id, 0, self.was)?;
        let mut events = self.history.iter().cloned();
        let Some(first) = events.next() else { return Ok(()) };
        let EventBody::Opened(opened) = &first.body else { return Ok(()) };
        let mut ticket =
            Ticket::opened(self.ticket.id, self.ticket.reference.clone(), &self.ticket.desk, &first, opened);
        self.past = signals(&ticket, &first);
        for event in events {
            self.past.extend(signals(&ticket, &event));
            ticket.apply(&event);
        }
        Ok(())
    }

    /// Everything that came due by now, and what follows from it. Whether anything did.
    pub(super) fn wake(&mut self, conn: &mut Conn) -> Result<bool, Denied> {
        let mut woke = false;
        for _ in 0..ROUNDS {
            let steps = self.step_clocks();
            let timers = self.due_timers(conn)?;
            if steps.is_empty() && timers.is_empty() {
                break;
            }
            woke = true;
            for (on, cause) in steps.into_iter().chain(timers) {
                consequence::follow(conn, self, &on, &cause)?;
            }
        }
        Ok(woke)
    }

    /// Steps every clock to now, records what came, and returns what has consequences.
    fn step_clocks(&mut self) -> Vec<(On, String)> {
        let (desk, now) = (self.desk(), self.now());
        let agreements = agreements_of(&desk);
        let mut clocks: Vec<Clock> = self.clocks.iter().map(|c| c.clock.clone()).collect();
        let fired = sla::step_all(&agreements, &desk.calendars, &mut clocks, now);
        let late = |f: &Fired| now - f.at > TimeDelta::seconds(LATE_SECONDS);
        for (index, f) in fired.iter().filter(|(_, f)| f.step == Step::Breach) {
            clocks[*index].late = late(f);
        }
        for (stored, clock) in self.clocks.iter_mut().zip(clocks) {
            stored.clock = clock;
        }
        self.count_under(&self.ticket.place.clone());
        let mut causes = Vec::new();
        for (index, f) in fired {
            let clock = self.clocks[index].clock.clone();
            let cause = clock.cause(f.step);
            let (target, occurrence, generation) = (clock.target.clone(), clock.occurrence, clock.generation);
            let (body, on) = match f.step {
                Step::Warning(percent) => (
                    EventBody::ClockWarned {
                        target,
                        occurrence,
                        generation,
                        percent,
                        reached_at: f.at,
                        skipped: f.skipped,
                    },
                    On::Warned { target: Some(clock.target.clone()), percent: Some(percent) },
                ),
                Step::Breach => (
                    EventBody::ClockBreached { target, occurrence, generation, due_at: f.at, late: late(&f) },
                    On::Breached { target: Some(clock.target.clone()) },
                ),
            };
            self.record(&Actor::System("clocks".into()), None, Some(&cause), body);
            if !f.skipped {
                causes.push((on, cause));
            }
        }
        causes
    }

    /// Marks due timers as fired, records them, and returns what follows.
    fn due_timers(&mut self, conn: &mut Conn) -> Result<Vec<(On, String)>, Denied> {
        self.plan_timers(conn)?;
        let now = self.now().timestamp_micros();
        let mut causes = Vec::new();
        for at in 0..self.timers.len() {
            if self.timers[at].fired || self.timers[at].due_at > now {
                continue;
            }
            let timer = self.timers[at].clone();
            let cause = format!("timer:{}:{}", timer.timer, timer.from_at);
            timer_fired(conn, timer.id)?;
            self.timers[at].fired = true;
            let body = EventBody::TimerFired { timer: timer.timer.clone(), occurrence: 1 };
            self.record(&Actor::System("clocks".into()), None, Some(&cause), body);
            causes.push((On::Timer { key: timer.timer }, cause));
        }
        Ok(causes)
    }

    /// Makes the timer rows what the ticket's state asks for.
    pub(super) fn plan_timers(&mut self, conn: &mut Conn) -> Result<(), Denied> {
        self.fill_clock_ids()?;
        let desk = self.desk();
        let facts = routing_facts(&desk, &self.ticket);
        let wanted: Vec<(String, i64, i64)> = escalation::desired(&desk.timers, &self.ticket, &facts)
            .into_iter()
            .filter_map(|d| {
                Some((d.rule.key.clone(), d.from.timestamp_micros(), due(&desk, &d)?.timestamp_micros()))
            })
            .collect();
        let is_wanted = |t: &Timer| wanted.iter().any(|(key, from, _)| t.timer == *key && t.from_at == *from);
        for gone in self.timers.iter().filter(|t| !t.fired && !is_wanted(t)) {
            timer_delete(conn, gone.id)?;
        }
        self.timers.retain(|t| t.fired || is_wanted(t));
        for (key, from_at, due_at) in wanted {
            if self.timers.iter().any(|t| t.timer == key && t.from_at == from_at) {
                continue;
            }
            let timer = Timer {
                id: self.ids.row()?,
                ticket: self.ticket.id,
                timer: key,
                from_at,
                due_at,
                fired: false,
            };
            // The row of a ticket that is being made is written after the ticket's own.
            if self.was != 0 {
                timer_insert(conn, &timer)?;
            }
            self.timers.push(timer);
        }
        Ok(())
    }

    fn fill_clock_ids(&mut self) -> Result<(), Denied> {
        for clock in self.clocks.iter_mut().filter(|c| c.id == 0) {
            clock.id = self.ids.row()?;
        }
        Ok(())
    }
}

fn due(desk: &Desk, timer: &escalation::DueTimer<'_>) -> Option<Moment> {
    match &timer.rule.calendar {
        Some(key) => desk.calendar(key)?.advance(timer.from, timer.rule.seconds * 1_000_000),
        None => timer.from.checked_add_signed(TimeDelta::seconds(timer.rule.seconds)),
    }
}
