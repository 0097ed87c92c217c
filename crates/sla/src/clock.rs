//! One target running on one ticket. Refuses to know what started it and what follows from a warning.

use crate::{Agreement, Calendar, ClockState, Fired, Metric, Moment, Outcome, Step, Target, cause_key};
use chrono::TimeDelta;

/// What a clock needs at each call and does not carry.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// The calendar it counts by, in the version it names.
    pub calendar: &'a Calendar,
    /// Shares of the target to warn at, in percent; any order.
    pub warn: &'a [i32],
}

/// A clock; its key is (ticket, target, occurrence).
///
/// Thresholds that lie at or before a pause, and a due reached exactly there, stay due and fire from [`Clock::step`]
/// though the clock rests. Of several warnings reached before one pause and not yet fired, the later ones carry the
/// moment of the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// Target key.
    pub target: String,
    /// What it measures.
    pub metric: Metric,
    /// Agreement key.
    pub agreement: String,
    /// Agreement version it started under and keeps.
    pub agreement_version: String,
    /// Calendar key.
    pub calendar: String,
    /// Calendar version.
    pub calendar_version: String,
    /// 1, 2 … for what happens repeatedly on one ticket.
    pub occurrence: i32,
    /// 1; one more with each new target duration.
    pub generation: i32,
    /// Target duration.
    pub target_micros: i64,
    /// Start, which may lie before the ticket was made.
    pub started_at: Moment,
    /// Counted up to the anchor, or altogether while it does not count.
    pub elapsed_micros: i64,
    /// Since when it counts on from `elapsed_micros`; `Some` while running.
    pub anchor: Option<Moment>,
    /// Whether it counts.
    pub state: ClockState,
    /// Verdict, once there is one.
    pub outcome: Option<Outcome>,
    /// First instant at which elapsed reaches the target; known while running and from then on when reached.
    pub due_at: Option<Moment>,
    /// First moment at which [`Clock::step`] has something to do: a warning's own, for a breach one microsecond
    /// past due.
    pub next_step_at: Option<Moment>,
    /// What it then does.
    pub next_step: Option<Step>,
    /// Highest warning passed in this generation, 0 for none.
    pub warned_percent: i32,
    /// When the outcome was decided: stop if met, due if missed, end if withdrawn.
    pub decided_at: Option<Moment>,
    /// When it ended.
    pub stopped_at: Option<Moment>,
    /// Missed because a change of facts put its due in the past.
    pub by_change: bool,
    /// Its breach was noticed late: the server was down when it came. Set by whoever steps it.
    pub late: bool,
}

/// What a stop led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// The verdict afterwards.
    pub outcome: Option<Outcome>,
    /// The stop itself showed the miss: no step had fired the breach.
    pub missed_now: bool,
    /// The clock was missed and is met: the stop was effective at or before due.
    pub breach_undone: bool,
}

const MICROSECOND: TimeDelta = TimeDelta::microseconds(1);

/// Elapsed at which a warning is reached: ceil(percent × target / 100), in microseconds. For targets in whole
/// seconds nothing is ever rounded.
fn warning_micros(target_micros: i64, percent: i32) -> i64 {
    let hundredfold = i128::from(target_micros) * i128::from(percent);
    i64::try_from((hundredfold + 99).div_euclid(100)).unwrap_or(i64::MAX)
}

impl Clock {
    /// A clock of a target that counts from `started_at` by the calendar.
    pub fn start(
        agreement: &Agreement,
        target: &Target,
        calendar: &Calendar,
        occurrence: i32,
        started_at: Moment,
    ) -> Self {
        let mut clock = Self {
            target: target.key.clone(),
            metric: target.metric,
            agreement: agreement.key.clone(),
            agreement_version: agreement.version.clone(),
            calendar: calendar.key().to_owned(),
            calendar_version: calendar.version().to_owned(),
            occurrence,
            generation: 1,
            target_micros: target.micros(occurrence),
            started_at,
            elapsed_micros: 0,
            anchor: Some(started_at),
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
        clock.reckon(target.terms(calendar), None);
        clock
    }

    /// Counted microseconds at a moment, pauses removed; goes on after due. A moment before the anchor is taken as
    /// lying in the same running stretch: exact unless a pause or another calendar came between.
    pub fn elapsed_at(&self, at: Moment, calendar: &Calendar) -> i64 {
        let since = self.anchor.map_or(0, |anchor| calendar.signed_micros(anchor, at));
        self.elapsed_micros.saturating_add(since).max(0)
    }

    /// The cause under which a threshold is recorded, unique within a ticket: target, occurrence, generation, step.
    pub fn cause(&self, step: Step) -> String {
        cause_key(&format!("{}#{}", self.target, self.occurrence), self.generation, step)
    }

    /// Whether it has not ended.
    pub fn is_live(&self) -> bool {
        self.state != ClockState::Stopped
    }

    /// Stops counting, as at a pausing phase. Nothing unless running; a moment before the anchor is the anchor.
    pub fn pause(&mut self, at: Moment, terms: Terms<'_>) {
        if let (ClockState::Running, Some(anchor)) = (self.state, self.anchor) {
            self.fold(at.max(anchor), terms.calendar);
            self.state = ClockState::Paused;
            self.reckon(terms, None);
        }
    }

    /// Counts on. Nothing unless paused.
    pub fn resume(&mut self, at: Moment, terms: Terms<'_>) {
        if self.state == ClockState::Paused {
            self.anchor = Some(at);
            self.state = ClockState::Running;
            self.reckon(terms, None);
        }
    }

    /// Ends with a verdict: met at or before due, exactly due included; else missed at due. `at` is when it took
    /// effect and may lie before what was already done: a breach after it is undone, and time counted since is
    /// taken off, exactly within the present running stretch (see [`Clock::elapsed_at`]). What was stopped stays.
    pub fn stop(&mut self, at: Moment, calendar: &Calendar) -> Stop {
        let before = self.outcome;
        if self.is_live() {
            self.end(at, calendar);
            if self.due_at.is_some_and(|due| due < at) {
                self.miss_at_due();
            } else {
                self.late = false;
                self.by_change = false;
                self.decide(Outcome::Met, at);
            }
        }
        let missed = self.outcome == Some(Outcome::Missed);
        let was_missed = before == Some(Outcome::Missed);
        Stop {
            outcome: self.outcome,
            missed_now: missed && !was_missed,
            breach_undone: was_missed && !missed,
        }
    }

    /// Ends without a verdict. What was missed, or passed its due unnoticed, stays missed and only ends.
    pub fn withdraw(&mut self, at: Moment, calendar: &Calendar) {
        if self.is_live() {
            self.end(at, calendar);
            if self.outcome.is_none() {
                if self.due_at.is_some_and(|due| due < at) {
                    self.miss_at_due();
                } else {
                    self.decide(Outcome::Withdrawn, at);
                }
            }
        }
    }

    /// Counts on with its elapsed time after an end; the time in between does not count. A missed clock stays
    /// missed; any other is undecided again, due at the reopening at the earliest.
    pub fn reopen(&mut self, at: Moment, terms: Terms<'_>) {
        if !self.is_live() {
            self.revive(at, terms);
        }
    }

    /// As if it had not ended: the time since its stop counts (a fault that persisted).
    pub fn continue_since_stop(&mut self, terms: Terms<'_>) {
        if let Some(stopped) = self.stopped_at {
            self.revive(stopped, terms);
        }
    }

    /// Goes on under another duration, calendar or both, from `at` on. Time counted stays as counted under `old`; a
    /// new duration makes a new generation whose thresholds already reached fire anew, with moment `at`. Where that
    /// puts due in the past, the clock is missed at `at`, by change. A decided or ended clock stays as it is.
    pub fn replan(&mut self, target_micros: i64, old: &Calendar, new: Terms<'_>, at: Moment) {
        if !self.is_live() || self.outcome.is_some() {
            return;
        }
        if self.target_micros == target_micros && self.counts_by(new.calendar) {
            self.reckon(new, None);
            return;
        }
        // What was due before the change stays due: a change never undoes a breach.
        if self.due_at.is_some_and(|due| due < at) {
            self.miss_at_due();
            return;
        }
        let at = self.anchor.map_or(at, |anchor| at.max(anchor));
        let over = self.elapsed_at(at, old) - target_micros;
        let reached = self.anchor.map_or(over == 0, |anchor| {
            old.advance(anchor, target_micros - self.elapsed_micros).is_some_and(|due| due < at)
        });
        let running = self.anchor.is_some();
        self.fold(at, old);
        self.anchor = running.then_some(at);
        if self.target_micros != target_micros {
            self.generation += 1;
            self.warned_percent = 0;
            self.next_step = None;
        }
        self.target_micros = target_micros;
        self.calendar = new.calendar.key().to_owned();
        self.calendar_version = new.calendar.version().to_owned();
        self.due_at = None;
        if over > 0 || (over == 0 && reached) {
            self.miss_by_change(at);
        } else {
            self.reckon(new, Some(at));
        }
    }

    /// Moves the start, as when it becomes known that a fault began earlier. Only for a clock that never paused. An
    /// undecided one whose due thereby lies before `at` is missed at `at`, by change; a missed one stays so. What lies
    /// before a change of calendar counts by the one before it, `first`.
    pub fn restart_from(&mut self, started_at: Moment, first: &Calendar, terms: Terms<'_>, at: Moment) {
        if !self.is_live() || started_at == self.started_at {
            return;
        }
        if self.anchor == Some(self.started_at) {
            self.anchor = Some(started_at);
        } else {
            let earlier = first.signed_micros(started_at, self.started_at);
            self.elapsed_micros = self.elapsed_micros.saturating_add(earlier).max(0);
        }
        self.started_at = started_at;
        if self.outcome.is_none() {
            self.due_at = None;
            self.reckon(terms, None);
            if self.due_at.is_some_and(|due| due < at) {
                self.miss_by_change(at);
            }
        }
    }

    /// Fires every threshold that is due at `now`, each once: a warning at or after its moment, a breach only after
    /// due. Where several are found at once, all but the last are marked skipped.
    pub fn step(&mut self, now: Moment, terms: Terms<'_>) -> Vec<Fired> {
        let mut fired: Vec<Fired> = Vec::new();
        while let (Some(step), Some(at)) = (self.next_step, self.next_step_at.filter(|at| *at <= now)) {
            match step {
                Step::Warning(percent) => {
                    fired.push(Fired { step, at, skipped: false });
                    self.warned_percent = percent;
                    self.reckon(terms, Some(at));
                }
                Step::Breach => {
                    self.miss_at_due();
                    fired.push(Fired { step, at: self.due_at.unwrap_or(at), skipped: false });
                }
            }
        }
        let passed = fired.len().saturating_sub(1);
        fired.iter_mut().take(passed).for_each(|step| step.skipped = true);
        fired
    }

    /// Whether it already counts by that calendar in that version.
    pub(crate) fn counts_by(&self, calendar: &Calendar) -> bool {
        self.calendar == calendar.key() && self.calendar_version == calendar.version()
    }

    /// Puts what was counted until `at` into `elapsed_micros` and stops counting.
    fn fold(&mut self, at: Moment, calendar: &Calendar) {
        self.elapsed_micros = self.elapsed_at(at, calendar);
        self.anchor = None;
    }

    fn end(&mut self, at: Moment, calendar: &Calendar) {
        self.fold(at, calendar);
        self.state = ClockState::Stopped;
        self.stopped_at = Some(at);
        self.no_more_steps();
    }

    fn revive(&mut self, from: Moment, terms: Terms<'_>) {
        self.state = ClockState::Running;
        self.stopped_at = None;
        self.anchor = Some(from);
        if self.outcome != Some(Outcome::Missed) {
            self.outcome = None;
            self.decided_at = None;
            self.due_at = None;
        }
        self.reckon(terms, None);
    }

    fn decide(&mut self, outcome: Outcome, at: Moment) {
        self.outcome = Some(outcome);
        self.decided_at = Some(at);
        self.no_more_steps();
    }

    fn miss_at_due(&mut self) {
        if self.outcome.is_none() {
            self.outcome = Some(Outcome::Missed);
            self.decided_at = self.due_at;
        }
        self.no_more_steps();
    }

    pub(crate) fn miss_by_change(&mut self, at: Moment) {
        self.by_change = true;
        self.due_at = Some(at);
        self.decide(Outcome::Missed, at);
    }

    fn no_more_steps(&mut self) {
        self.next_step = None;
        self.next_step_at = None;
    }

    /// Works out due and next step from elapsed and anchor. What was reached before keeps the moment it was reached;
    /// a warning reached by now whose moment is not known gets `passed`, or else the anchor.
    fn reckon(&mut self, terms: Terms<'_>, passed: Option<Moment>) {
        let (next_step, next_step_at) = (self.next_step, self.next_step_at);
        self.no_more_steps();
        if self.outcome.is_some() || !self.is_live() {
            return;
        }
        let reaches = |micros: i64| {
            self.anchor
                .and_then(|anchor| terms.calendar.advance(anchor, micros.saturating_sub(self.elapsed_micros)))
        };
        let reached_due = self.due_at.filter(|_| self.elapsed_micros >= self.target_micros);
        self.due_at = reached_due.or_else(|| reaches(self.target_micros));
        let warning = terms.warn.iter().copied().filter(|percent| *percent > self.warned_percent).min();
        let (step, at) = if let Some(percent) = warning {
            let step = Step::Warning(percent);
            let micros = warning_micros(self.target_micros, percent);
            let kept = next_step_at.filter(|_| next_step == Some(step)).or(passed);
            (step, kept.filter(|_| self.elapsed_micros >= micros).or_else(|| reaches(micros)))
        } else {
            (Step::Breach, self.due_at.map(|due| due + MICROSECOND))
        };
        self.next_step = at.map(|_| step);
        self.next_step_at = at;
    }
}
