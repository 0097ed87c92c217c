//! The rule a clock ran by: target, agreement and calendar in their versions, its conditions, and the targets that
//! would have applied as well and were less specific.

use crate::act::clock_facts;
use desk::Desk;
use serde::Serialize;
use sla::{Clock, Conditions, Verdict};
use ticket::{Event, Ticket, fold};

/// The rule a clock ran by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppliedRule {
    /// Agreement key.
    pub agreement: String,
    /// The version it started under.
    pub version: String,
    /// Calendar key.
    pub calendar: String,
    /// Calendar version.
    pub calendar_version: String,
    /// What the target demands; empty where it always applies, and where the desk file knows it no longer.
    pub conditions: Vec<Condition>,
    /// Targets of the same metric that held as well, with fewer conditions or such that lie farther from the case.
    pub goes_before: Vec<String>,
}

/// One condition of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Condition {
    /// Its key in a desk file: kind, priority, service …
    pub fact: &'static str,
    /// One of these; of a mere mark none.
    pub keys: Vec<String>,
}

pub(super) fn of(desk: &Desk, ticket: &Ticket, clock: &Clock, events: &[Event]) -> AppliedRule {
    let agreement = desk
        .agreements_ever
        .iter()
        .find(|a| a.key == clock.agreement && a.version == clock.agreement_version);
    let target = agreement.and_then(|a| Some((a, a.target(&clock.target)?)));
    let goes_before = target.map(|(agreement, target)| {
        // The case as it was when the clock was decided.
        let until = events.partition_point(|e| clock.decided_at.is_none_or(|at| e.recorded_at <= at)).max(1);
        let then = fold(ticket.id, &ticket.reference, &ticket.desk, &events[..until.min(events.len())]);
        let facts = clock_facts(desk, then.as_ref().unwrap_or(ticket));
        let reasons = sla::reasons(agreement, &desk.calendars, &facts, target, clock.started_at);
        let beaten = reasons.into_iter().filter(|reason| reason.verdict == Verdict::LessSpecific);
        beaten.map(|reason| reason.target.key.clone()).collect()
    });
    AppliedRule {
        agreement: clock.agreement.clone(),
        version: clock.agreement_version.clone(),
        calendar: clock.calendar.clone(),
        calendar_version: clock.calendar_version.clone(),
        conditions: target.map(|(_, target)| conditions(&target.when)).unwrap_or_default(),
        goes_before: goes_before.unwrap_or_default(),
    }
}

fn conditions(when: &Conditions) -> Vec<Condition> {
    let list = |fact, keys: &Vec<String>| (!keys.is_empty()).then(|| Condition { fact, keys: keys.clone() });
    let one = |fact, key: &Option<String>| key.clone().map(|key| Condition { fact, keys: vec![key] });
    [
        list("kind", &when.kind),
        when.fault.then(|| Condition { fact: "fault", keys: Vec::new() }),
        list("priority", &when.priority),
        list("service", &when.service),
        list("environment", &when.environment),
        list("organisation", &when.organisation),
        list("case_type", &when.case_type),
        list("channel", &when.channel),
        one("begins_inside", &when.begins_inside),
        one("begins_outside", &when.begins_outside),
    ]
    .into_iter()
    .flatten()
    .collect()
}
