//! From what happened to what the clocks do: which start, pause, count on, stop, are replanned or withdrawn.

use crate::{
    Agreement, Calendar, Calendars, Clock, ClockState, Fired, Metric, Moment, Stopped, Target, select,
};

/// What is known of a case. Paths run from the thing itself up to its root.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// Kind key.
    pub kind: String,
    /// Case type and those above.
    pub case_type_path: Vec<String>,
    /// Service key.
    pub service: Option<String>,
    /// Environment key.
    pub environment: Option<String>,
    /// Priority key.
    pub priority: Option<String>,
    /// Organisation and those above.
    pub organisation_path: Vec<String>,
    /// Channel key.
    pub channel: String,
    /// Whether the case type marks a fault.
    pub fault: bool,
    /// When the fault began, where known.
    pub fault_began_at: Option<Moment>,
    /// When the ticket was made.
    pub opened_at: Moment,
    /// Phase it is in now.
    pub phase: String,
    /// Line it is on now, and since when.
    pub line: String,
    /// Since when it is on that line.
    pub arrived_at: Moment,
}

/// What happened to a case, as far as clocks care.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// The ticket was made; a call was answered with it where `by_phone`.
    Opened {
        /// A telephone case: whoever called has been answered.
        by_phone: bool,
    },
    /// First taken, assigned by a person, or handed out of the reception queue.
    Distributed,
    /// A person wrote to the requester.
    ToldRequester,
    /// It came to a line.
    Arrived {
        /// Line key.
        line: String,
    },
    /// It left a line.
    Left {
        /// Line key.
        line: String,
    },
    /// Work began on the line it is on.
    WorkStarted {
        /// Line key.
        line: String,
    },
    /// A person gave word on how it stands.
    Informed,
    /// The service works again.
    Restored,
    /// The case is solved.
    Resolved,
    /// It was taken up again.
    Reopened,
    /// It entered a phase.
    Phase {
        /// Phase key.
        to: String,
    },
    /// Its facts changed, so that other targets may hold.
    Reclassified,
    /// It was cancelled, merged or handed to another desk.
    Withdrawn,
}

/// A signal and the moment it counts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimedSignal {
    /// Effective moment.
    pub at: Moment,
    /// What happened.
    pub signal: Signal,
}

/// A clock after the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// Its place among the clocks handed in; `None` for a new one.
    pub index: Option<usize>,
    /// The clock.
    pub clock: Clock,
    /// It took a breach back.
    pub breach_undone: bool,
}

/// The clocks that are new or changed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// New and changed ones.
    pub clocks: Vec<Planned>,
}

/// Plans. `agreements` are those in force when the ticket was made.
pub fn plan(
    agreements: &[Agreement],
    calendars: &Calendars,
    facts: &Facts,
    existing: &[Clock],
    signals: &[TimedSignal],
) -> Plan {
    let clocks = existing
        .iter()
        .enumerate()
        .map(|(index, clock)| Planned { index: Some(index), clock: clock.clone(), breach_undone: false })
        .collect();
    let mut desk = Planner { agreements, calendars, facts, clocks };
    signals.iter().for_each(|s| desk.take(s));
    let changed = |p: &Planned| p.index.is_none_or(|i| existing[i] != p.clock);
    Plan { clocks: desk.clocks.into_iter().filter(changed).collect() }
}

/// Everything that has come by now on any of the clocks, with its place among them.
pub fn step_all(
    agreements: &[Agreement],
    calendars: &Calendars,
    clocks: &mut [Clock],
    now: Moment,
) -> Vec<(usize, Fired)> {
    let mut all = Vec::new();
    for (index, clock) in clocks.iter_mut().enumerate() {
        let warn = target(agreements, clock).map_or(&[][..], |t| &t.warn);
        if let Some(calendar) = calendars.get(&clock.calendar) {
            all.extend(clock.step(now, calendar, warn).into_iter().map(|fired| (index, fired)));
        }
    }
    all.sort_by_key(|(_, fired)| fired.at);
    all
}

/// The earliest moment any of the clocks does something by itself.
pub fn next_wake<'a>(clocks: impl IntoIterator<Item = &'a Clock>) -> Option<Moment> {
    clocks.into_iter().filter_map(|c| c.next_step_at).min()
}

fn target<'a>(agreements: &'a [Agreement], clock: &Clock) -> Option<&'a Target> {
    agreements.iter().find(|a| a.key == clock.agreement)?.targets.iter().find(|t| t.key == clock.target)
}

struct Planner<'a> {
    agreements: &'a [Agreement],
    calendars: &'a Calendars,
    facts: &'a Facts,
    clocks: Vec<Planned>,
}

/// Metrics that start with the ticket.
const WITH_THE_TICKET: [Metric; 4] =
    [Metric::Distribution, Metric::FirstResponse, Metric::Restoration, Metric::Resolution];
/// Metrics measured on a line.
const ON_A_LINE: [Metric; 2] = [Metric::WorkStarted, Metric::Information];

impl<'a> Planner<'a> {
    fn take(&mut self, timed: &TimedSignal) {
        let at = timed.at;
        match &timed.signal {
            Signal::Opened { by_phone } => {
                for metric in WITH_THE_TICKET {
                    self.start(metric, None, self.start_of(metric));
                }
                if *by_phone {
                    self.stop(Metric::FirstResponse, at);
                }
            }
            Signal::Distributed => self.stop(Metric::Distribution, at),
            Signal::ToldRequester => {
                self.stop(Metric::FirstResponse, at);
                self.stop(Metric::RemedyFeedback, at);
            }
            Signal::Arrived { line } => {
                for metric in ON_A_LINE {
                    self.start(metric, Some(line), at);
                }
            }
            Signal::Left { line } => self.leave(line, at),
            Signal::WorkStarted { line } => {
                let line = line.clone();
                self.stop_where(at, |t| t.metric == Metric::WorkStarted && t.line.as_ref() == Some(&line));
            }
            Signal::Informed => self.inform(at),
            Signal::Restored => {
                self.stop(Metric::Restoration, at);
                self.end_information(at);
                self.start(Metric::RemedyFeedback, None, at);
            }
            Signal::Resolved => {
                self.stop(Metric::Resolution, at);
                self.end_information(at);
            }
            Signal::Reopened => self.each(
                |t| t.metric == Metric::Resolution,
                |clock, calendar, target| {
                    clock.reopen(at, calendar, &target.warn);
                },
            ),
            Signal::Phase { to } => self.phase(to, at),
            Signal::Reclassified => self.reselect(at),
            Signal::Withdrawn => self.each(|_| true, |clock, calendar, _| clock.withdraw(at, calendar)),
        }
    }

    /// Restoration counts from the fault's begin where it is known.
    fn start_of(&self, metric: Metric) -> Moment {
        match metric {
            Metric::Restoration => self.facts.fault_began_at.unwrap_or(self.facts.opened_at),
            _ => self.facts.opened_at,
        }
    }

    /// Starts a clock of the metric in every agreement that holds one, unless one of it is under way.
    fn start(&mut self, metric: Metric, line: Option<&str>, at: Moment) {
        for agreement in self.agreements {
            let Some(target) = select(agreement, self.calendars, self.facts, metric, line, at) else {
                continue;
            };
            let Some(calendar) = self.calendars.get(&target.calendar) else { continue };
            let of_target = || self.clocks.iter().filter(|p| p.clock.target == target.key);
            if of_target().any(|p| p.clock.state != ClockState::Stopped) {
                continue;
            }
            let occurrence = of_target().map(|p| p.clock.occurrence).max().unwrap_or(0) + 1;
            let clock = Clock::start(target, (&agreement.key, &agreement.version), occurrence, at, calendar);
            self.clocks.push(Planned { index: None, clock, breach_undone: false });
        }
    }

    /// Does something to every clock whose target fits.
    fn each(&mut self, fits: impl Fn(&Target) -> bool, mut act: impl FnMut(&mut Clock, &Calendar, &Target)) {
        for planned in &mut self.clocks {
            let Some(target) = target(self.agreements, &planned.clock).filter(|t| fits(t)) else { continue };
            if let Some(calendar) = self.calendars.get(&planned.clock.calendar) {
                act(&mut planned.clock, calendar, target);
            }
        }
    }

    fn stop(&mut self, metric: Metric, at: Moment) {
        self.stop_where(at, |t| t.metric == metric);
    }

    fn stop_where(&mut self, at: Moment, fits: impl Fn(&Target) -> bool) {
        for planned in &mut self.clocks {
            let under_way = planned.clock.state != ClockState::Stopped;
            let target = target(self.agreements, &planned.clock).filter(|t| under_way && fits(t));
            if let (Some(_), Some(calendar)) = (target, self.calendars.get(&planned.clock.calendar)) {
                planned.breach_undone |= planned.clock.stop(at, calendar) == Stopped::BreachUndone;
            }
        }
    }

    /// What was measured on a line is no longer owed there; a breach that came stays.
    fn leave(&mut self, line: &str, at: Moment) {
        let on_line = |t: &Target| ON_A_LINE.contains(&t.metric) && t.line.as_deref() == Some(line);
        self.each(on_line, |clock, calendar, _| clock.withdraw(at, calendar));
    }

    /// The information owed was given; the next is owed from here on, while the case still needs any.
    fn inform(&mut self, at: Moment) {
        let running: Vec<Option<String>> = self
            .clocks
            .iter()
            .filter(|p| p.clock.metric == Metric::Information && p.clock.state != ClockState::Stopped)
            .map(|p| target(self.agreements, &p.clock).and_then(|t| t.line.clone()))
            .collect();
        self.stop(Metric::Information, at);
        for line in running {
            self.start(Metric::Information, line.as_deref(), at);
        }
    }

    fn end_information(&mut self, at: Moment) {
        self.each(|t| t.metric == Metric::Information, |clock, calendar, _| clock.withdraw(at, calendar));
    }

    fn phase(&mut self, to: &str, at: Moment) {
        self.each(
            |t| t.metric != Metric::Restoration,
            |clock, calendar, target| {
                if target.pauses.iter().any(|phase| phase == to) {
                    clock.pause(at, calendar, &target.warn);
                } else {
                    clock.resume(at, calendar, &target.warn);
                }
            },
        );
    }

    /// Chooses targets anew by the original start: a successor takes the clock over, a clock without one is
    /// withdrawn, a target that holds now for the first time starts at the original start.
    fn reselect(&mut self, at: Moment) {
        for index in 0..self.clocks.len() {
            if self.clocks[index].clock.state != ClockState::Stopped {
                self.succeed(index, at);
            }
        }
        for metric in WITH_THE_TICKET {
            if !self.clocks.iter().any(|p| p.clock.metric == metric) {
                self.start(metric, None, self.start_of(metric));
            }
        }
        for metric in ON_A_LINE {
            let line = self.facts.line.clone();
            let had = |p: &Planned| {
                target(self.agreements, &p.clock)
                    .is_some_and(|t| t.metric == metric && t.line.as_ref() == Some(&line))
            };
            if !self.clocks.iter().any(had) {
                self.start(metric, Some(&line), self.facts.arrived_at);
            }
        }
    }

    fn succeed(&mut self, index: usize, at: Moment) {
        let clock = &self.clocks[index].clock;
        let Some(agreement) = self.agreements.iter().find(|a| a.key == clock.agreement) else { return };
        let Some(old_target) = agreement.targets.iter().find(|t| t.key == clock.target) else { return };
        let start = if clock.metric == Metric::Restoration {
            self.start_of(Metric::Restoration)
        } else {
            clock.started_at
        };
        let line = old_target.line.as_deref();
        let new_target = select(agreement, self.calendars, self.facts, clock.metric, line, start);
        let old = self.calendars.get(&clock.calendar);
        let clock = &mut self.clocks[index].clock;
        match (new_target, old) {
            (Some(target), Some(old)) if target.key != clock.target => {
                if let Some(new) = self.calendars.get(&target.calendar) {
                    clock.replan(target, at, old, new);
                }
            }
            (None, Some(old)) => clock.withdraw(at, old),
            _ => {}
        }
    }
}
