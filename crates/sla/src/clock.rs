//! One target running on one case. Elapsed is the sum of real microseconds inside opening intervals, pauses removed;
//! due is the first moment at which elapsed reaches the target; a breach is when now has passed due, never at due.

use crate::{Calendar, Metric, Moment, Target};
use chrono::TimeDelta;

/// Whether a clock counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockState {
    /// Counts opening time.
    Running,
    /// Rests.
    Paused,
    /// Ended.
    Stopped,
}

/// How a clock ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Stopped in time; decided at its stop.
    Met,
    /// Not stopped in time; decided at its due, running still or not.
    Missed,
    /// Never judged: cancelled, handed to another desk, or no longer agreed. In no share.
    Withdrawn,
}

/// What a clock does by itself next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Warns at this share of the target, in per cent.
    Warning(i32),
    /// Breaches.
    Breach,
}

/// A step that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fired {
    /// Which.
    pub step: Step,
    /// The moment it was reached.
    pub at: Moment,
    /// A later step had been reached too when it was noticed: recorded, without consequences.
    pub skipped: bool,
}

/// What stopping did to the outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// Decided, or it was decided already.
    Plainly,
    /// A breach was recorded before the stop, which is effective in time: the breach is taken back.
    BreachUndone,
}

/// A clock.
#[derive(Debug, Clone, PartialEq)]
pub struct Clock {
    /// Target key.
    pub target: String,
    /// Metric.
    pub metric: Metric,
    /// Agreement key.
    pub agreement: String,
    /// Agreement version it started under, kept for life.
    pub agreement_version: String,
    /// Calendar key.
    pub calendar: String,
    /// Calendar version.
    pub calendar_version: String,
    /// From 1; the information clock and reopened faults have several.
    pub occurrence: i32,
    /// From 1; a new target duration makes a new one, in which every threshold may come once more.
    pub generation: i32,
    /// Target in microseconds of opening time.
    pub target_micros: i64,
    /// When it started.
    pub started_at: Moment,
    /// Opening time counted up to `anchor`.
    pub elapsed_micros: i64,
    /// From when it counts on; none while it does not count.
    pub anchor: Option<Moment>,
    /// Whether it counts.
    pub state: ClockState,
    /// How it ended, once decided.
    pub outcome: Option<Outcome>,
    /// When it runs out; none while paused and not yet missed.
    pub due_at: Option<Moment>,
    /// When it does something by itself next.
    pub next_step_at: Option<Moment>,
    /// What.
    pub next_step: Option<Step>,
    /// The highest share it has warned at, 0 for none.
    pub warned_percent: i32,
    /// When the outcome was decided.
    pub decided_at: Option<Moment>,
    /// When it stopped.
    pub stopped_at: Option<Moment>,
    /// Missed by a change of facts that put its due into the past.
    pub by_change: bool,
    /// Its breach was noticed late: the server was down when it came.
    pub late: bool,
}

/// Declares key and parse of a small enumeration.
macro_rules! keyed {
    ($name:ident { $($variant:ident = $key:literal),+ }) => {
        impl $name {
            /// The stable key.
            pub fn as_str(self) -> &'static str { match self { $(Self::$variant => $key),+ } }
            /// The value of a key.
            pub fn parse(key: &str) -> Option<Self> { match key { $($key => Some(Self::$variant),)+ _ => None } }
        }
    };
}
keyed!(ClockState { Running = "running", Paused = "paused", Stopped = "stopped" });
keyed!(Outcome { Met = "met", Missed = "missed", Withdrawn = "withdrawn" });

impl Step {
    /// The stable key: `warn:75`, `breach`.
    pub fn key(self) -> String {
        match self {
            Self::Warning(percent) => format!("warn:{percent}"),
            Self::Breach => "breach".to_owned(),
        }
    }

    /// The step of a key.
    pub fn parse(key: &str) -> Option<Self> {
        match key.strip_prefix("warn:") {
            Some(percent) => Some(Self::Warning(percent.parse().ok()?)),
            None => (key == "breach").then_some(Self::Breach),
        }
    }
}

impl Clock {
    /// A clock that starts to count. `agreement` is key and version.
    pub fn start(
        target: &Target,
        agreement: (&str, &str),
        occurrence: i32,
        at: Moment,
        calendar: &Calendar,
    ) -> Self {
        let mut clock = Self {
            target: target.key.clone(),
            metric: target.metric,
            agreement: agreement.0.to_owned(),
            agreement_version: agreement.1.to_owned(),
            calendar: target.calendar.clone(),
            calendar_version: calendar.version().to_owned(),
            occurrence,
            generation: 1,
            target_micros: target.micros(),
            started_at: at,
            elapsed_micros: 0,
            anchor: Some(at),
            state: ClockState::Running,
            outcome: None,
            due_at: None,
            next_step_at: None,
            next_step: None,
            warned_percent: 0,
            decided_at: None,
            stopped_at: None,
            by_change: false,
            late: false,
        };
        clock.refresh(calendar, &target.warn);
        clock
    }

    /// Opening time counted at a moment, in microseconds.
    pub fn elapsed_at(&self, at: Moment, calendar: &Calendar) -> i64 {
        self.elapsed_micros + self.anchor.map_or(0, |anchor| calendar.open_micros(anchor, at))
    }

    /// Unique within a ticket: the cause of what a step of this clock sets off.
    pub fn cause(&self, step: Step) -> String {
        format!("{}#{}:{}:{}", self.target, self.occurrence, self.generation, step.key())
    }

    /// Rests from a moment on.
    pub fn pause(&mut self, at: Moment, calendar: &Calendar, warn: &[i32]) {
        if self.state == ClockState::Running {
            self.elapsed_micros = self.elapsed_at(at, calendar);
            self.anchor = None;
            self.state = ClockState::Paused;
            self.refresh(calendar, warn);
        }
    }

    /// Counts on from a moment.
    pub fn resume(&mut self, at: Moment, calendar: &Calendar, warn: &[i32]) {
        if self.state == ClockState::Paused {
            self.anchor = Some(at);
            self.state = ClockState::Running;
            self.refresh(calendar, warn);
        }
    }

    /// Ends, effective at a moment that may lie before what was recorded last: then the opening time counted since
    /// is taken off again. At due is in time.
    pub fn stop(&mut self, at: Moment, calendar: &Calendar) -> Stopped {
        if self.state == ClockState::Stopped {
            return Stopped::Plainly;
        }
        if let Some(anchor) = self.anchor.take() {
            let beyond = calendar.open_micros(at, anchor);
            self.elapsed_micros = (self.elapsed_micros + calendar.open_micros(anchor, at) - beyond).max(0);
        }
        self.state = ClockState::Stopped;
        self.stopped_at = Some(at);
        self.next_step = None;
        self.next_step_at = None;
        // Due may lie at closing, where no opening time passes after it: the moments decide, not the elapsed time.
        let in_time = match self.due_at {
            Some(due) => at <= due,
            None => self.elapsed_micros <= self.target_micros,
        };
        match (self.outcome, in_time) {
            (Some(Outcome::Missed), true) if !self.by_change => {
                self.outcome = Some(Outcome::Met);
                self.decided_at = Some(at);
                Stopped::BreachUndone
            }
            (None, true) => {
                self.outcome = Some(Outcome::Met);
                self.decided_at = Some(at);
                Stopped::Plainly
            }
            (None, false) => {
                self.outcome = Some(Outcome::Missed);
                self.decided_at = self.due_at.or(Some(at));
                Stopped::Plainly
            }
            _ => Stopped::Plainly,
        }
    }

    /// Ends without a judgement; a breach that came stays.
    pub fn withdraw(&mut self, at: Moment, calendar: &Calendar) {
        if self.state == ClockState::Stopped {
            return;
        }
        self.elapsed_micros = self.elapsed_at(at, calendar);
        self.anchor = None;
        self.state = ClockState::Stopped;
        self.stopped_at = Some(at);
        self.next_step = None;
        self.next_step_at = None;
        if self.outcome.is_none() {
            self.outcome = Some(Outcome::Withdrawn);
            self.decided_at = Some(at);
        }
    }

    /// Counts on with the time it had; what lay between does not count. What was met is open again, what was missed
    /// stays missed.
    pub fn reopen(&mut self, at: Moment, calendar: &Calendar, warn: &[i32]) {
        if self.state != ClockState::Stopped || self.outcome == Some(Outcome::Withdrawn) {
            return;
        }
        if self.outcome == Some(Outcome::Met) {
            self.outcome = None;
            self.decided_at = None;
        }
        self.stopped_at = None;
        self.anchor = Some(at);
        self.state = ClockState::Running;
        self.refresh(calendar, warn);
    }

    /// Another target of the same metric takes over: the time counted stays as counted, the new calendar counts from
    /// here on, and a new duration is a new generation. A due that so lies in the past is missed here, by change.
    pub fn replan(&mut self, target: &Target, at: Moment, old: &Calendar, new: &Calendar) {
        if self.state == ClockState::Stopped {
            return;
        }
        self.elapsed_micros = self.elapsed_at(at, old);
        self.anchor = self.anchor.map(|_| at);
        self.target.clone_from(&target.key);
        self.calendar.clone_from(&target.calendar);
        new.version().clone_into(&mut self.calendar_version);
        if self.target_micros != target.micros() {
            self.target_micros = target.micros();
            self.generation += 1;
            self.warned_percent = 0;
        }
        if self.outcome.is_none() && self.elapsed_micros > self.target_micros {
            self.outcome = Some(Outcome::Missed);
            self.decided_at = Some(at);
            self.due_at = Some(at);
            self.by_change = true;
        }
        self.refresh(new, &target.warn);
    }

    /// Everything that has come by now, in order. Only the last has consequences.
    pub fn step(&mut self, now: Moment, calendar: &Calendar, warn: &[i32]) -> Vec<Fired> {
        let mut fired: Vec<Fired> = Vec::new();
        while let (Some(step), Some(at)) = (self.next_step, self.next_step_at) {
            if at > now {
                break;
            }
            match step {
                Step::Warning(percent) => {
                    fired.push(Fired { step, at, skipped: false });
                    self.warned_percent = percent;
                }
                Step::Breach => {
                    let due = self.due_at.unwrap_or(at);
                    fired.push(Fired { step, at: due, skipped: false });
                    self.outcome = Some(Outcome::Missed);
                    self.decided_at = Some(due);
                }
            }
            self.refresh(calendar, warn);
        }
        let last = fired.len().saturating_sub(1);
        fired.iter_mut().take(last).for_each(|f| f.skipped = true);
        fired
    }

    /// Works out due and next step anew.
    fn refresh(&mut self, calendar: &Calendar, warn: &[i32]) {
        self.next_step = None;
        self.next_step_at = None;
        let Some(anchor) = self.anchor else {
            if self.outcome.is_none() {
                self.due_at = None;
            }
            return;
        };
        if self.outcome.is_some() {
            return;
        }
        let reach = |elapsed: i64| calendar.advance(anchor, elapsed - self.elapsed_micros);
        self.due_at = reach(self.target_micros);
        let warning = warn.iter().find(|percent| **percent > self.warned_percent);
        let (step, at) = match warning {
            Some(percent) => (Step::Warning(*percent), reach(share(self.target_micros, *percent))),
            // A breach is when now has passed due.
            None => {
                (Step::Breach, self.due_at.and_then(|due| due.checked_add_signed(TimeDelta::microseconds(1))))
            }
        };
        self.next_step = at.map(|_| step);
        self.next_step_at = at;
    }
}

/// ceil(target × percent / 100).
fn share(target_micros: i64, percent: i32) -> i64 {
    (target_micros * i64::from(percent)).div_euclid(100)
        + i64::from((target_micros * i64::from(percent)).rem_euclid(100) != 0)
}
