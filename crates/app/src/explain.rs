//! How every clock of a case came to its figure: what was counted, closed and paused, by which rule, agreement and
//! calendar, and what anybody needs to count again. Made from the events, never from the clock rows.

use crate::act::{Recounted, recount};
use crate::report::holdings;
use crate::{App, Denied, Moment};
use desk::{Desk, Principal};
use serde::Serialize;
use sla::{DueRequest, Run, Verdict};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Conn;
use ticket::{Event, EventBody, Reference};

/// The explanation of one case. Moments are UTC.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation {
    /// The case.
    pub reference: Reference,
    /// Desk key.
    pub desk: String,
    /// The moment up to which running clocks were counted.
    pub at: Moment,
    /// Version of the time-zone data.
    pub tzdb: &'static str,
    /// Every clock, in the order they started.
    pub clocks: Vec<ClockAccount>,
}

/// The account of one clock. Durations are seconds, with decimals where they are not whole.
#[derive(Debug, Clone, Serialize)]
pub struct ClockAccount {
    /// Target key.
    pub target: String,
    /// Metric key.
    pub metric: &'static str,
    /// From 1.
    pub occurrence: i32,
    /// Agreement key.
    pub agreement: String,
    /// The version it started under and keeps, or the one that a rejudgement put in its place.
    pub agreement_version: String,
    /// The rejudgement that put it there.
    pub rejudged: Option<RejudgedView>,
    /// Calendar key.
    pub calendar: String,
    /// Calendar version.
    pub calendar_version: String,
    /// running, paused or stopped.
    pub state: &'static str,
    /// met, missed or withdrawn, once decided.
    pub outcome: Option<&'static str>,
    /// Only a change of the facts made it a breach.
    pub by_change: bool,
    /// Start.
    pub started_at: Moment,
    /// End.
    pub stopped_at: Option<Moment>,
    /// When it runs or ran out.
    pub due_at: Option<Moment>,
    /// Target in seconds of opening time.
    pub target_seconds: sla::Seconds,
    /// The figure: what was counted. Equal to the sum of the segments.
    pub elapsed_seconds: sla::Seconds,
    /// Closed time between start and end, pauses apart.
    pub closed_seconds: sla::Seconds,
    /// What was counted, stretch by stretch.
    pub segments: Vec<SegmentView>,
    /// When it rested.
    pub pauses: Vec<PauseView>,
    /// Every target that could have stood in its place, and what became of it.
    pub rule: Vec<RuleView>,
    /// The same as lines for `stafett sla due`: their elapsed times sum to the figure, the last one's due is the
    /// clock's.
    pub recompute: Vec<DueRequest>,
}

/// A rejudgement a clock was judged again by.
#[derive(Debug, Clone, Serialize)]
pub struct RejudgedView {
    /// Its id.
    pub rejudgement: i64,
    /// When.
    pub at: Moment,
    /// The version it is judged by since.
    pub version: String,
    /// Name of who proposed it.
    pub proposed_by: String,
    /// Name of who approved it.
    pub approved_by: String,
}

/// A stretch without a pause.
#[derive(Debug, Clone, Serialize)]
pub struct SegmentView {
    /// From.
    pub from: Moment,
    /// To.
    pub to: Moment,
    /// The target that ruled.
    pub target: String,
    /// Calendar key.
    pub calendar: String,
    /// Calendar version.
    pub calendar_version: String,
    /// Counted.
    pub counted_seconds: sla::Seconds,
    /// Closed.
    pub closed_seconds: sla::Seconds,
}

/// A pause.
#[derive(Debug, Clone, Serialize)]
pub struct PauseView {
    /// From.
    pub from: Moment,
    /// To; null while it lasts, or where the clock ended in it.
    pub to: Option<Moment>,
    /// Phase key.
    pub phase: String,
}

/// A target of the same place.
#[derive(Debug, Clone, Serialize)]
pub struct RuleView {
    /// Target key.
    pub target: String,
    /// Its duration in seconds.
    pub target_seconds: i64,
    /// Its conditions by key, as the desk file has them.
    pub conditions: Vec<(String, Vec<String>)>,
    /// applies, less_specific, condition or channel.
    pub verdict: &'static str,
    /// The condition that did not hold.
    pub failed: Option<&'static str>,
}

impl App {
    /// How every clock of a case came to its figure at a moment.
    ///
    /// # Errors
    /// Not found, or not readable: the same. Storage faults.
    pub fn explain(
        &self,
        principal: &Principal,
        reference: &Reference,
        at: Moment,
    ) -> Result<Explanation, Denied> {
        self.on_ticket(principal, reference, |conn, desk, id| {
            let events = store::event::event_list(conn, id, 0, i64::MAX)?;
            let desk_at = |version| self.desks.at(&desk.key, version);
            let clocks = recount(&desk_at, (id, reference), &events).ok_or_else(|| {
                store::Fault::Setup(format!("{reference}: a desk version its events name is not there"))
            })?;
            let holdings = holdings(&events);
            let rejudged = rejudged(conn, &events)?;
            Ok(Explanation {
                reference: reference.clone(),
                desk: desk.key.clone(),
                at,
                tzdb: sla::tzdb_version(),
                clocks: clocks
                    .iter()
                    .map(|clock| ClockAccount {
                        rejudged: rejudged.get(&clock.clock.agreement).cloned(),
                        ..account(clock, &holdings, at)
                    })
                    .collect(),
            })
        })
    }

    /// The desk as it was in a version.
    pub(crate) fn desk_at(&self, key: &str, version: i64) -> Option<Arc<Desk>> {
        self.desks.at(key, version)
    }
}

/// The last rejudgement of each agreement.
fn rejudged(conn: &mut Conn, events: &[Event]) -> Result<BTreeMap<String, RejudgedView>, Denied> {
    let all = || {
        events.iter().filter_map(|event| match &event.body {
            EventBody::Rejudged(by) => Some((event.recorded_at, by)),
            _ => None,
        })
    };
    let people: Vec<i64> = all().flat_map(|(_, by)| [by.proposed_by, by.approved_by]).collect();
    let users = store::user::user_map(conn, &people)?;
    let name = |id: i64| users.get(&id).map(|user| user.name.clone()).unwrap_or_default();
    let view = |(at, by): (Moment, &ticket::Rejudgement)| {
        let view = RejudgedView {
            rejudgement: by.rejudgement,
            at,
            version: by.version.clone(),
            proposed_by: name(by.proposed_by),
            approved_by: name(by.approved_by),
        };
        (by.agreement.clone(), view)
    };
    Ok(all().map(view).collect())
}

fn account(recounted: &Recounted, holdings: &[sla::Holding], at: Moment) -> ClockAccount {
    let clock = &recounted.clock;
    let until = clock.stopped_at.unwrap_or(at).max(clock.started_at);
    let account = sla::account(Run { start: clock.started_at, until }, &recounted.rulings, holdings);
    let seconds = |micros| sla::Seconds { micros };
    let figure = match recounted.rulings.last() {
        Some(ruling) => clock.elapsed_at(until, &ruling.calendar),
        None => clock.elapsed_micros,
    };
    ClockAccount {
        target: clock.target.clone(),
        metric: clock.metric.as_str(),
        occurrence: clock.occurrence,
        agreement: clock.agreement.clone(),
        agreement_version: clock.agreement_version.clone(),
        rejudged: None,
        calendar: clock.calendar.clone(),
        calendar_version: clock.calendar_version.clone(),
        state: clock.state.as_str(),
        outcome: clock.outcome.map(sla::Outcome::as_str),
        by_change: clock.by_change,
        started_at: clock.started_at,
        stopped_at: clock.stopped_at,
        due_at: clock.due_at,
        target_seconds: seconds(clock.target_micros),
        elapsed_seconds: seconds(figure),
        closed_seconds: seconds(account.closed_micros()),
        segments: account
            .counted
            .into_iter()
            .map(|part| SegmentView {
                from: part.from,
                to: part.to,
                target: part.target,
                calendar: part.calendar,
                calendar_version: part.calendar_version,
                counted_seconds: seconds(part.open_micros),
                closed_seconds: seconds(part.closed_micros),
            })
            .collect(),
        pauses: account
            .rests
            .into_iter()
            .map(|rest| PauseView { from: rest.from, to: rest.to, phase: rest.phase })
            .collect(),
        rule: rule(recounted),
        recompute: account.requests,
    }
}

/// The targets of the clock's place, judged by the facts it last took its target under.
fn rule(recounted: &Recounted) -> Vec<RuleView> {
    let (clock, desk) = (&recounted.clock, &recounted.desk);
    let of = |a: &&sla::Agreement| a.key == clock.agreement && a.version == clock.agreement_version;
    let Some(agreement) = desk.agreements_ever.iter().find(of) else { return Vec::new() };
    let Some(target) = agreement.target(&clock.target) else { return Vec::new() };
    let reasons = sla::reasons(agreement, &desk.calendars, &recounted.facts, target, clock.started_at);
    let view = |reason: sla::Reason<'_>| {
        let (verdict, failed) = match reason.verdict {
            Verdict::Applies => ("applies", None),
            Verdict::LessSpecific => ("less_specific", None),
            Verdict::Condition(key) => ("condition", Some(key)),
            Verdict::Channel => ("channel", None),
        };
        RuleView {
            target: reason.target.key.clone(),
            target_seconds: reason.target.seconds,
            conditions: conditions(&reason.target.when),
            verdict,
            failed,
        }
    };
    reasons.into_iter().map(view).collect()
}

/// What is set of a target's conditions, by key.
fn conditions(when: &sla::Conditions) -> Vec<(String, Vec<String>)> {
    let one = |key: &Option<String>| key.iter().cloned().collect::<Vec<_>>();
    let lists = [
        ("kind", when.kind.clone()),
        ("case_type", when.case_type.clone()),
        ("service", when.service.clone()),
        ("environment", when.environment.clone()),
        ("priority", when.priority.clone()),
        ("organisation", when.organisation.clone()),
        ("channel", when.channel.clone()),
        ("begins_inside", one(&when.begins_inside)),
        ("begins_outside", one(&when.begins_outside)),
    ];
    let fault = when.fault.then(|| ("fault".to_owned(), vec!["true".to_owned()]));
    let set = lists.into_iter().filter(|(_, keys)| !keys.is_empty());
    set.map(|(key, keys)| (key.to_owned(), keys)).chain(fault).collect()
}
