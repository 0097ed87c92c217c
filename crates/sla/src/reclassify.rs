//! Targets selected anew when facts change. Refuses to judge whether they should have changed.

use crate::facts::in_order;
use crate::planner::Planner;
use crate::{Agreement, Metric, Moment, Outcome, Signal, Target, TimedSignal};

impl<'a> Planner<'a> {
    /// Selects from the agreement versions the ticket started under, by the original starts. A live clock goes on
    /// under its successor, the target now selected in its place; without one it is withdrawn. A missed clock stays
    /// under the target it missed. A target that first applies now is judged from the original start by what
    /// happened since: the past, and those signals of this act that came before.
    pub fn reclassify(&mut self, past: &[TimedSignal], earlier: &[TimedSignal], at: Moment) {
        let assumed = past.is_empty();
        let before = self.clocks.len();
        for index in 0..before {
            if self.clocks[index].is_live() {
                self.select_anew(index, at);
            }
        }
        let past = if assumed { self.assumed_past() } else { in_order(&[past, earlier].concat()) };
        for index in 0..before {
            self.stop_if_over_before(index, &past);
        }
        for metric in self.metrics() {
            for (agreement, target) in self.candidates(metric, self.facts, self.original_start(metric)) {
                // Of what recurs, only what happened tells whether a clock should run now.
                let taken = self.in_slot(agreement, target).any(|index| {
                    let clock = &self.clocks[index];
                    let recurs = target.metric.recurs();
                    clock.is_live()
                        || (recurs && assumed)
                        || (!recurs && clock.outcome != Some(Outcome::Withdrawn))
                });
                if !taken {
                    self.start_in_retrospect(agreement, target, &past, at);
                }
            }
        }
    }

    /// Stops a restoration whose begin turns out to lie before the case was made, where its end does too: what ended
    /// it came before there was anything to end.
    fn stop_if_over_before(&mut self, index: usize, past: &[TimedSignal]) {
        let clock = &self.clocks[index];
        if !clock.is_live() || clock.metric != Metric::Restoration || clock.occurrence != 1 {
            return;
        }
        let (began, opened) = (clock.started_at, self.facts.opened_at);
        let again = |timed: &TimedSignal| {
            matches!(timed.signal, Signal::Reopened | Signal::FaultPersisted | Signal::FaultCameBack)
        };
        let over =
            |timed: &&TimedSignal| timed.signal == Signal::Restored && began <= timed.at && timed.at < opened;
        let Some(over) = past.iter().rfind(over).filter(|_| !past.iter().any(again)) else { return };
        let Some((_, _, calendar)) = self.terms_of(index) else { return };
        self.clocks[index].stop(over.at, &calendar);
    }

    /// What is known to have happened where the past is not given: it was made, and it is on its line.
    fn assumed_past(&self) -> Vec<TimedSignal> {
        let opened = TimedSignal { at: self.facts.opened_at, signal: Signal::Opened { by_phone: false } };
        let line = self.facts.line.clone();
        let arrived = TimedSignal { at: self.facts.arrived_at, signal: Signal::Arrived { line } };
        vec![opened, arrived]
    }

    /// The moment at which what the metric counts from happened.
    fn original_start(&self, metric: Metric) -> Moment {
        match metric {
            Metric::WorkStarted | Metric::Information => self.facts.arrived_at,
            _ => self.facts.opened_at,
        }
    }

    fn select_anew(&mut self, index: usize, at: Moment) {
        let Some((agreement, target, calendar)) = self.terms_of(index) else { return };
        let clock = &self.clocks[index];
        // The start of a first restoration may itself be what changed; others keep theirs.
        let first = target.metric != Metric::Restoration || clock.occurrence == 1;
        let facts = if first { self.facts } else { &self.facts.of_new_fault() };
        let occasion =
            if target.metric == Metric::Restoration && first { facts.opened_at } else { clock.started_at };
        let successor = self
            .candidates(target.metric, facts, occasion)
            .into_iter()
            .find(|(other, next)| other.key == agreement.key && next.line == target.line);
        let Some((_, next)) = successor else {
            self.clocks[index].withdraw(at, &calendar);
            return;
        };
        self.succeed(index, next, at);
    }

    /// Lets a clock go on under another target of its place, and under its begin where that is a restoration's.
    pub fn succeed(&mut self, index: usize, next: &'a Target, at: Moment) {
        let Some((_, target, old)) = self.terms_of(index) else { return };
        let clock = &mut self.clocks[index];
        if !clock.is_live() || clock.outcome.is_some() {
            return;
        }
        // Under the same calendar key a clock keeps the version it started under.
        let new =
            if next.calendar == clock.calendar { Some(old.clone()) } else { self.current_calendar(next) };
        let Some(new) = new else { return };
        let clock = &mut self.clocks[index];
        clock.replan(next.micros(clock.occurrence), &old, next.terms(&new), at);
        // One that turns out to have been due before the change keeps the target it missed.
        if clock.outcome.is_none() || clock.by_change {
            clock.target.clone_from(&next.key);
        }
        if next.metric == Metric::Restoration && clock.occurrence == 1 {
            let start = self.facts.start_of(next, self.facts.opened_at);
            clock.restart_from(start, &old, next.terms(&new), at);
        }
        if target.pauses != next.pauses {
            self.follow_phase(index, next, &new, at);
        }
    }

    /// A clock of a target that first applies at `at`, judged from what happened before. What is past due by then
    /// is missed at `at`, by change; of what recurs only what still runs is kept.
    fn start_in_retrospect(
        &mut self,
        agreement: &'a Agreement,
        target: &'a Target,
        past: &[TimedSignal],
        at: Moment,
    ) {
        let mut replay = Planner {
            agreements: self.agreements,
            in_play: Vec::new(),
            calendars: self.calendars,
            facts: self.facts,
            clocks: Vec::new(),
            phase: None,
            only: Some((agreement, target)),
            faults: Vec::new(),
        };
        // A fault that was over before anybody told of it began before its case was made: its clock is there when the
        // service works again.
        let mut past: Vec<&TimedSignal> = past.iter().collect();
        past.sort_by_key(|timed| match timed.signal {
            Signal::Opened { .. } => timed.at.min(self.facts.start_of(target, timed.at)),
            _ => timed.at,
        });
        for timed in past.into_iter().filter(|timed| timed.signal != Signal::Reclassified) {
            replay.apply(&timed.signal, timed.at.min(at));
        }
        replay.faults.into_iter().for_each(|fault| self.fault(fault));
        let Some(mut clock) = replay.clocks.pop() else { return };
        if clock.outcome == Some(Outcome::Withdrawn) || (target.metric.recurs() && !clock.is_live()) {
            return;
        }
        clock.occurrence = 1 + self.last_occurrence(agreement, target);
        if clock.due_at.is_some_and(|due| due < at) && clock.outcome != Some(Outcome::Met) {
            clock.miss_by_change(at);
        }
        let index = self.clocks.len();
        self.clocks.push(clock);
        if let Some((_, target, calendar)) = self.terms_of(index) {
            self.follow_phase(index, target, &calendar, at);
        }
    }
}
