//! Which figures of the telephone report a call belongs to: one definition for the report and the lists behind it.

use super::row;
use crate::{Denied, Moment};
use desk::{CallMeasure, CallObjective, Desk};
use sla::{CallFacts, Direct};
use store::call::{Call, CallTicket};

/// A figure of the telephone report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CallFigure {
    /// Calls within the hours of the objective.
    Calls,
    /// Of these answered.
    Answered,
    /// Of these given up by the caller.
    Abandoned,
    /// Of these neither: still ringing, or never reported to its end.
    Unsettled,
    /// Of these answered and ended: how long they took is known.
    Handled,
    /// Outside the hours of the objective, or on a day its agreement is not in force.
    Outside,
    /// A documented solution, given within the call time.
    Direct,
    /// A documented solution, given later.
    NotDirect,
    /// A documented solution given at once, of a call whose end is not known.
    Unknown,
    /// Those that the share is of: given within the call time, or later.
    Judged,
}

impl CallFigure {
    /// Every figure.
    pub const ALL: [Self; 10] = [
        Self::Calls,
        Self::Answered,
        Self::Abandoned,
        Self::Unsettled,
        Self::Handled,
        Self::Outside,
        Self::Direct,
        Self::NotDirect,
        Self::Unknown,
        Self::Judged,
    ];

    /// Stable key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Calls => "calls",
            Self::Answered => "answered",
            Self::Abandoned => "abandoned",
            Self::Unsettled => "unsettled",
            Self::Handled => "handled",
            Self::Outside => "outside",
            Self::Direct => "direct",
            Self::NotDirect => "not_direct",
            Self::Unknown => "unknown",
            Self::Judged => "judged",
        }
    }

    /// The figure of a key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|figure| figure.as_str() == key)
    }
}

/// A call as the pure figures see it.
pub(crate) fn facts(desk: &Desk, call: &Call, ticket: Option<&CallTicket>) -> Result<CallFacts, Denied> {
    let times = call.times()?;
    let outcome = row::outcome(call);
    let documented = |key: &Option<String>| {
        key.as_ref().and_then(|key| desk.solution(key)).is_some_and(|solution| solution.documented)
    };
    let resolved = ticket.filter(|t| t.resolved_at.is_some());
    let solved_in_call = resolved.is_some_and(|t| call.ended_at.is_some() && t.resolved_at <= call.ended_at);
    Ok(CallFacts {
        began_at: Moment::from_timestamp_micros(call.began_at).unwrap_or_default(),
        offered_at: times.offered_at,
        answered_at: times.answered_at,
        ended_at: times.ended_at,
        abandoned: outcome == Some(ticket::CallOutcome::Abandoned),
        documented: documented(&call.solution) || resolved.is_some_and(|t| documented(&t.solution)),
        solved_at_once: outcome == Some(ticket::CallOutcome::Solved) || solved_in_call,
    })
}

/// The figures a call belongs to.
pub(crate) fn figures(desk: &Desk, objective: Option<&CallObjective>, call: &CallFacts) -> Vec<CallFigure> {
    if !objective.is_none_or(|objective| holds(desk, objective, call.began_at)) {
        return vec![CallFigure::Outside];
    }
    let mut all = vec![CallFigure::Calls];
    all.push(match (call.answered_at, call.abandoned) {
        (Some(_), _) => CallFigure::Answered,
        (None, true) => CallFigure::Abandoned,
        (None, false) => CallFigure::Unsettled,
    });
    all.extend(talked(call).map(|_| CallFigure::Handled));
    let direct = objective.filter(|o| o.measure == CallMeasure::DirectResolution);
    let direct: &[CallFigure] = match direct.and_then(|o| call.direct(o.seconds)) {
        Some(Direct::Met) => &[CallFigure::Direct, CallFigure::Judged],
        Some(Direct::Missed) => &[CallFigure::NotDirect, CallFigure::Judged],
        Some(Direct::Unknown) => &[CallFigure::Unknown],
        None => &[],
    };
    all.extend(direct);
    all
}

/// Whole seconds from the answer to the end, where both are known.
pub(crate) fn talked(call: &CallFacts) -> Option<i64> {
    let (answered, ended) = (call.answered_at?, call.ended_at?);
    Some((ended - answered).num_seconds()).filter(|seconds| *seconds > 0)
}

/// Whether an objective holds at a moment: within its hours, on a day its agreement is in force.
fn holds(desk: &Desk, objective: &CallObjective, at: Moment) -> bool {
    let open = objective.calendar.as_ref().is_none_or(|calendar| calendar.is_open(at));
    let day = crate::read::local_date(&desk.zone, at);
    let mut versions = desk.agreements_ever.iter().filter(|a| a.key == objective.agreement);
    open && versions.any(|agreement| agreement.valid_on(day))
}
