//! What signals do to a ticket's clocks: the table of metrics. Refuses to know events, rows and what follows.

use crate::facts::in_order;
use crate::planner::{Planner, target_of};
use crate::{
    Agreement, Agreements, CalendarFault, Calendars, Clock, Facts, Fired, Moment, Signal, TimedSignal,
    in_force,
};
use thiserror::Error;

/// Whether a planned clock is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// To be inserted.
    Started,
    /// To be updated.
    Changed,
}

/// A clock to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedClock {
    /// Index into the existing clocks; `None` for a new one.
    pub index: Option<usize>,
    /// The clock as it is now.
    pub clock: Clock,
    /// New or changed.
    pub change: Change,
    /// It was not missed before and is: a stop or change of facts showed it, no step will fire the breach.
    pub missed_now: bool,
    /// It was missed and is no longer: the stop was effective at or before due.
    pub breach_undone: bool,
}

/// What could not be planned as agreed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlanFault {
    /// A clock names a target that its agreement version does not have; it stays as it is.
    #[error("no target `{target}` in agreement `{agreement}` version {version}")]
    UnknownTarget {
        /// Agreement.
        agreement: String,
        /// Version.
        version: String,
        /// Target.
        target: String,
    },
    /// A clock names a calendar version that is not there any more; it counts by the current one.
    #[error("no version {version} of calendar `{calendar}`; counted by the current one")]
    CalendarVersionGone {
        /// Calendar.
        calendar: String,
        /// Version.
        version: String,
    },
    /// A clock or target names a calendar that is not there; the clock stays as it is, the target starts none.
    #[error("no calendar `{0}`")]
    UnknownCalendar(String),
    /// The agreements in force could not be found.
    #[error(transparent)]
    Calendar(#[from] CalendarFault),
}

/// Clocks to write, and what could not be planned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// New and changed clocks; the changed ones first, by index.
    pub clocks: Vec<PlannedClock>,
    /// Faults, each once.
    pub faults: Vec<PlanFault>,
}

/// What the signals of one act do to the clocks of a ticket. Signals are taken in effective order; each must be given
/// once. Thresholds are not fired here: see [`step_all`].
///
/// | metric | starts | stops | ends without verdict |
/// |---|---|---|---|
/// | answer | call offered | call answered | |
/// | registration | mail accepted, call answered | opened | |
/// | distribution | opened | distributed, resolved | |
/// | first response | opened | requester told; a telephone case at once | |
/// | work started | arrival on its line, each time | work started there, resolved | left the line |
/// | information | arrival on its line, or opened; last information | informed | left the line, restored, resolved |
/// | restoration | fault began, or opened; fault came back | restored, resolved | |
/// | remedy feedback | restored | requester told | |
/// | resolution | opened | resolved; reopening counts on | |
///
/// Withdrawn ends every clock without verdict. A clock that is missed already stays missed.
///
/// With [`Signal::Reclassified`] a target that first applies starts at the original start without pauses, or, on a
/// line, at the arrival; with [`plan_with_past`] it is judged by what happened since.
pub fn plan(
    agreements: &Agreements,
    calendars: &Calendars,
    facts: &Facts,
    existing: &[Clock],
    signals: &[TimedSignal],
) -> Plan {
    plan_with_past(agreements, calendars, facts, existing, &[], signals)
}

/// As [`plan`], with everything that happened to the ticket before these signals, so that a target which first
/// applies after a reclassification gets the same pauses and stops as if it had applied from the start.
pub fn plan_with_past(
    agreements: &Agreements,
    calendars: &Calendars,
    facts: &Facts,
    existing: &[Clock],
    past: &[TimedSignal],
    signals: &[TimedSignal],
) -> Plan {
    let mut faults = Vec::new();
    let in_play = in_play(agreements, facts, existing, &mut faults);
    let signals: Vec<TimedSignal> = in_order(signals);
    let changes_phase = signals.iter().any(|timed| matches!(timed.signal, Signal::Phase { .. }));
    let mut planner = Planner {
        agreements,
        in_play,
        calendars,
        facts,
        clocks: existing.to_vec(),
        phase: (!changes_phase).then(|| facts.phase.clone()),
        only: None,
        faults,
    };
    for (index, timed) in signals.iter().enumerate() {
        if timed.signal == Signal::Reclassified {
            planner.reclassify(past, &signals[..index], timed.at);
        } else {
            planner.apply(&timed.signal, timed.at);
        }
    }
    planner.finish(existing)
}

/// Fires every threshold due at `now` on any of the clocks, with the clock's index, in the order reached. Clocks
/// whose target or calendar is not there stay as they are; [`plan`] reports them.
pub fn step_all(
    agreements: &Agreements,
    calendars: &Calendars,
    clocks: &mut [Clock],
    now: Moment,
) -> Vec<(usize, Fired)> {
    let mut all = Vec::new();
    for (index, clock) in clocks.iter_mut().enumerate() {
        if let (Some((_, target)), Some(calendar)) = (target_of(agreements, clock), calendars.of_clock(clock))
        {
            all.extend(clock.step(now, target.terms(calendar)).into_iter().map(|fired| (index, fired)));
        }
    }
    all.sort_by_key(|(_, fired)| fired.at);
    all
}

/// Earliest moment at which any of the clocks has a threshold to fire.
pub fn next_wake<'a>(clocks: impl IntoIterator<Item = &'a Clock>) -> Option<Moment> {
    clocks.into_iter().filter_map(|clock| clock.next_step_at).min()
}

/// Agreements of the ticket: the versions it is judged by, else those its clocks started under, else those in force when
/// it was made.
fn in_play<'a>(
    agreements: &'a Agreements,
    facts: &Facts,
    existing: &[Clock],
    faults: &mut Vec<PlanFault>,
) -> Vec<&'a Agreement> {
    let there = |key: &str, version: &str| agreements.iter().any(|a| a.key == key && a.version == version);
    let judged = |key: &str| facts.judged_under.get(key).filter(|version| there(key, version));
    let mut in_play: Vec<&Agreement> = agreements
        .iter()
        .filter(|one| match judged(&one.key) {
            Some(version) => one.version == *version,
            None => existing.iter().any(|c| c.agreement == one.key && c.agreement_version == one.version),
        })
        .collect();
    match in_force(agreements, facts.opened_at) {
        Ok(valid) => {
            for agreement in valid {
                let started = existing.iter().any(|clock| clock.agreement == agreement.key);
                if !started && judged(&agreement.key).is_none() {
                    in_play.push(agreement);
                }
            }
        }
        Err(fault) => faults.push(fault.into()),
    }
    in_play
}
