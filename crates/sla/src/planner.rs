//! The work of a plan: a ticket's clocks taken through signals one by one. Refuses to know which signal starts or
//! stops what, and what a change of facts does.

use crate::metrics_table::{End, ending, starts};
use crate::{
    Agreement, Agreements, Calendar, Calendars, Change, Clock, Facts, Metric, Moment, Outcome, Plan,
    PlanFault, PlannedClock, Repeat, Signal, Target, select,
};
use std::sync::Arc;

/// Work on one plan.
pub(crate) struct Planner<'a> {
    pub agreements: &'a Agreements,
    pub in_play: Vec<&'a Agreement>,
    pub calendars: &'a Calendars,
    pub facts: &'a Facts,
    /// The existing clocks, then new ones.
    pub clocks: Vec<Clock>,
    /// `None` until the first change of phase among the signals: it was another one before, not known which.
    pub phase: Option<String>,
    /// Start clocks of this target alone, whatever the facts select: the past is replayed for it.
    pub only: Option<(&'a Agreement, &'a Target)>,
    pub faults: Vec<PlanFault>,
}

impl<'a> Planner<'a> {
    /// Applies one signal, except a reclassification: first to the clocks there are, then what it starts.
    pub fn apply(&mut self, signal: &Signal, at: Moment) {
        if let Signal::Phase { to } = signal {
            self.phase = Some(to.clone());
        }
        let mut repeats = Vec::new();
        for index in 0..self.clocks.len() {
            if !self.clocks[index].is_live() {
                continue;
            }
            let Some((agreement, target, calendar)) = self.terms_of(index) else { continue };
            let clock = &mut self.clocks[index];
            // What was said or begun before a recurring clock started answers an earlier one.
            if target.metric.recurs() && at < clock.started_at {
                continue;
            }
            match ending(target, signal) {
                Some(End::Stop) => {
                    clock.stop(at, &calendar);
                    let repeating = target.metric == Metric::Information && target.repeat != Repeat::Once;
                    if repeating {
                        repeats.push((agreement, target));
                    }
                }
                Some(End::Withdraw) => clock.withdraw(at, &calendar),
                None => {
                    if matches!(signal, Signal::Phase { .. }) {
                        self.follow_phase(index, target, &calendar, at);
                    }
                }
            }
        }
        for (agreement, target) in repeats {
            self.start(agreement, target, at, at);
        }
        match signal {
            Signal::Reopened => self.reopen(Metric::Resolution, at),
            Signal::FaultPersisted => self.reopen(Metric::Restoration, at),
            _ => {}
        }
        // A fault that came back began when it came back.
        let new_fault = *signal == Signal::FaultCameBack;
        let facts = if new_fault { &self.facts.of_new_fault() } else { self.facts };
        for metric in self.metrics() {
            for (agreement, target) in self.candidates(metric, facts, at) {
                if starts(target, signal) && self.may_start(agreement, target, new_fault) {
                    self.start(agreement, target, facts.start_of(target, at), at);
                    if target.metric == Metric::FirstResponse
                        && *signal == (Signal::Opened { by_phone: true })
                    {
                        self.stop_last(at);
                    }
                }
            }
        }
    }

    /// The latest clock counts on: a resolution from now, a restoration as if it had not been stopped.
    fn reopen(&mut self, metric: Metric, at: Moment) {
        for (agreement, target) in self.candidates(metric, self.facts, self.facts.opened_at) {
            let Some(index) = self.latest(agreement, target).filter(|index| !self.clocks[*index].is_live())
            else {
                continue;
            };
            let Some((_, was, calendar)) = self.terms_of(index) else { continue };
            if metric == Metric::Restoration {
                self.clocks[index].continue_since_stop(was.terms(&calendar));
            } else {
                self.clocks[index].reopen(at, was.terms(&calendar));
            }
            self.succeed(index, target, at);
            if let Some((_, now, calendar)) = self.terms_of(index) {
                self.follow_phase(index, now, &calendar, at);
            }
        }
    }

    /// Stops the clock started last.
    fn stop_last(&mut self, at: Moment) {
        let last = self.clocks.len() - 1;
        if let Some((_, _, calendar)) = self.terms_of(last) {
            self.clocks[last].stop(at, &calendar);
        }
    }

    /// Pauses or resumes a clock by the present phase; leaves it while that is not known.
    pub fn follow_phase(&mut self, index: usize, target: &Target, calendar: &Calendar, at: Moment) {
        let Some(phase) = &self.phase else { return };
        let terms = target.terms(calendar);
        if target.pauses_in(phase) {
            self.clocks[index].pause(at, terms);
        } else {
            self.clocks[index].resume(at, terms);
        }
    }

    /// Starts a clock at `start` for something that happened at `at`.
    fn start(&mut self, agreement: &'a Agreement, target: &'a Target, start: Moment, at: Moment) {
        let Some(calendar) = self.current_calendar(target) else { return };
        let occurrence = 1 + self.last_occurrence(agreement, target);
        let index = self.clocks.len();
        self.clocks.push(Clock::start(agreement, target, &calendar, occurrence, start));
        self.follow_phase(index, target, &calendar, at);
    }

    /// The built-in metrics, and the own ones of the agreements in play.
    pub fn metrics(&self) -> Vec<Metric> {
        let mut all: Vec<Metric> = Metric::ALL.iter().map(|(metric, _)| *metric).collect();
        let targets = self.in_play.iter().flat_map(|agreement| &agreement.targets);
        for target in targets.chain(self.only.map(|(_, target)| target)).filter(|t| t.own.is_some()) {
            if !all.contains(&target.metric) {
                all.push(target.metric);
            }
        }
        all
    }

    /// Targets of a metric that may start something now.
    pub fn candidates(&self, metric: Metric, facts: &Facts, at: Moment) -> Vec<(&'a Agreement, &'a Target)> {
        match self.only {
            Some((agreement, target)) => {
                if target.metric == metric {
                    vec![(agreement, target)]
                } else {
                    Vec::new()
                }
            }
            None => select(&self.in_play, self.calendars, facts, metric, at)
                .into_iter()
                .map(|chosen| (chosen.agreement, chosen.target))
                .collect(),
        }
    }

    /// No clock of the same place is live; what happens once on a ticket has none with a verdict either.
    fn may_start(&self, agreement: &Agreement, target: &Target, again: bool) -> bool {
        let again = again || target.metric.recurs();
        self.in_slot(agreement, target).all(|index| {
            let clock = &self.clocks[index];
            !clock.is_live() && (again || clock.outcome == Some(Outcome::Withdrawn))
        })
    }

    /// The clocks that stand in one another's place: same agreement, metric and line. A change of facts moves a
    /// clock from target to target within it, so occurrences are counted over all of it.
    pub fn in_slot(&self, agreement: &Agreement, target: &Target) -> impl Iterator<Item = usize> {
        self.clocks.iter().enumerate().filter_map(move |(index, clock)| {
            let line = || target_of(self.agreements, clock).map_or(&target.line, |(_, other)| &other.line);
            let same = clock.agreement == agreement.key && clock.metric == target.metric;
            (same && *line() == target.line).then_some(index)
        })
    }

    /// The greatest occurrence in a target's place, 0 for none.
    pub fn last_occurrence(&self, agreement: &Agreement, target: &Target) -> i32 {
        self.in_slot(agreement, target).map(|index| self.clocks[index].occurrence).max().unwrap_or(0)
    }

    /// The clock of the latest occurrence in a target's place.
    fn latest(&self, agreement: &Agreement, target: &Target) -> Option<usize> {
        self.in_slot(agreement, target).max_by_key(|index| self.clocks[*index].occurrence)
    }

    /// Agreement, target and calendar a clock counts by; a fault where one is not there.
    pub fn terms_of(&mut self, index: usize) -> Option<(&'a Agreement, &'a Target, Arc<Calendar>)> {
        let clock = &self.clocks[index];
        let (key, version) = (clock.calendar.clone(), clock.calendar_version.clone());
        let Some((agreement, target)) = target_of(self.agreements, clock) else {
            let (agreement, version) = (clock.agreement.clone(), clock.agreement_version.clone());
            let target = clock.target.clone();
            self.fault(PlanFault::UnknownTarget { agreement, version, target });
            return None;
        };
        let Some(calendar) = self.calendars.of_clock(clock).cloned() else {
            self.fault(PlanFault::UnknownCalendar(key));
            return None;
        };
        if calendar.version() != version {
            self.fault(PlanFault::CalendarVersionGone { calendar: key, version });
        }
        Some((agreement, target, calendar))
    }

    pub fn current_calendar(&mut self, target: &Target) -> Option<Arc<Calendar>> {
        let found = self.calendars.get(&target.calendar).cloned();
        if found.is_none() {
            self.fault(PlanFault::UnknownCalendar(target.calendar.clone()));
        }
        found
    }

    pub fn fault(&mut self, fault: PlanFault) {
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    pub fn finish(self, existing: &[Clock]) -> Plan {
        let missed = |clock: &Clock| clock.outcome == Some(Outcome::Missed);
        let mut clocks = Vec::new();
        for (index, clock) in self.clocks.into_iter().enumerate() {
            let before = existing.get(index);
            if before == Some(&clock) {
                continue;
            }
            let was_missed = before.is_some_and(missed);
            clocks.push(PlannedClock {
                index: before.map(|_| index),
                change: if before.is_some() { Change::Changed } else { Change::Started },
                missed_now: missed(&clock) && !was_missed,
                breach_undone: was_missed && !missed(&clock),
                clock,
            });
        }
        Plan { clocks, faults: self.faults }
    }
}

/// Agreement and target a clock names.
pub(crate) fn target_of<'a>(
    agreements: &'a Agreements,
    clock: &Clock,
) -> Option<(&'a Agreement, &'a Target)> {
    let agreement =
        agreements.iter().find(|a| a.key == clock.agreement && a.version == clock.agreement_version)?;
    Some((agreement, agreement.target(&clock.target)?))
}
