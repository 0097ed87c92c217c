//! What signals do to clocks: each metric from its start to its end.

use crate::agreements::facts;
use crate::kit::*;
use sla::{
    Agreement, Calendars, Change, Clock, ClockState, Facts, Metric, Moment, Outcome, Plan, PlanFault, Repeat,
    Signal, Step, Target, TimedSignal, next_wake, plan, step_all,
};

/// A ticket's clocks under one agreement, planned act by act.
pub struct Case {
    pub agreement: Agreement,
    pub facts: Facts,
    pub clocks: Vec<Clock>,
    pub past: Vec<TimedSignal>,
}

impl Case {
    /// Opened by mail on Monday 30 November 2026 08:12, on the first line.
    pub fn new(targets: Vec<Target>) -> Self {
        let opened_at = monday("08:12:00");
        let facts =
            Facts { opened_at, phase: "new".into(), line: "first".into(), arrived_at: opened_at, ..facts() };
        Self { agreement: agreement(targets), facts, clocks: Vec::new(), past: Vec::new() }
    }

    pub fn opened(mut self) -> Self {
        self.act("08:12:00", &[Signal::Opened { by_phone: false }, Signal::Arrived { line: "first".into() }]);
        self
    }

    /// Plans signals of one moment and writes the clocks.
    pub fn act(&mut self, time: &str, signals: &[Signal]) -> Plan {
        self.act_at(monday(time), signals)
    }

    pub fn act_at(&mut self, at: Moment, signals: &[Signal]) -> Plan {
        let signals: Vec<_> = signals.iter().cloned().map(|signal| TimedSignal { at, signal }).collect();
        let agreements = [self.agreement.clone()];
        let plan =
            sla::plan_with_past(&agreements, &CALENDARS, &self.facts, &self.clocks, &self.past, &signals);
        assert_eq!(plan.faults, []);
        self.past.extend(signals);
        for planned in plan.clocks.clone() {
            assert_eq!(planned.index.is_none(), planned.change == Change::Started);
            match planned.index {
                Some(index) => self.clocks[index] = planned.clock,
                None => self.clocks.push(planned.clock),
            }
        }
        plan
    }

    pub fn phase(&mut self, time: &str, to: &str) {
        self.facts.phase = to.into();
        self.act(time, &[Signal::Phase { to: to.into() }]);
    }

    pub fn step(&mut self, now: &str) -> Vec<(usize, sla::Fired)> {
        step_all(std::slice::from_ref(&self.agreement), &CALENDARS, &mut self.clocks, monday(now))
    }

    /// Target key and outcome of every clock.
    pub fn outcomes(&self) -> Vec<(&str, Option<Outcome>)> {
        self.clocks.iter().map(|clock| (clock.target.as_str(), clock.outcome)).collect()
    }
}

pub fn monday(time: &str) -> Moment {
    at(&format!("2026-11-30T{time}+01:00"))
}

fn line(line: &str) -> Option<String> {
    Some(line.to_owned())
}

fn arrived(line: &str) -> Signal {
    Signal::Arrived { line: line.into() }
}

fn left(line: &str) -> Signal {
    Signal::Left { line: line.into() }
}

#[test]
fn distribution_from_the_making_to_the_first_hand() {
    let mut case = Case::new(vec![target("d", Metric::Distribution, 600, "servicedesk")]).opened();
    assert_eq!(case.clocks[0].due_at, Some(monday("08:22:00")));
    assert_eq!(next_wake(&case.clocks), Some(monday("08:19:30")));
    // A message is no distribution; taking is, and only the first counts.
    case.act("08:15:00", &[Signal::ToldRequester]);
    case.act("08:20:00", &[Signal::Distributed]);
    let plan = case.act("09:00:00", &[Signal::Distributed]);
    assert!(plan.clocks.is_empty());
    assert_eq!((case.clocks[0].outcome, case.clocks[0].elapsed_micros), (Some(Outcome::Met), 8 * MINUTE));
}

#[test]
fn a_first_response_on_the_telephone_is_met_at_once() {
    let mut case = Case::new(vec![target("f", Metric::FirstResponse, 600, "servicedesk")]);
    let plan = case.act("08:12:00", &[Signal::Opened { by_phone: true }]);
    assert_eq!(plan.clocks[0].clock.outcome, Some(Outcome::Met));
    assert_eq!(case.clocks[0].elapsed_micros, 0);
}

#[test]
fn a_first_response_waits_for_a_person() {
    let mut case = Case::new(vec![target("f", Metric::FirstResponse, 600, "servicedesk")]).opened();
    case.act("08:13:00", &[Signal::Informed]);
    assert_eq!(case.clocks[0].outcome, None);
    // 08:22:01 is a second too late; the stop itself shows it.
    let plan = case.act("08:22:01", &[Signal::ToldRequester]);
    assert!(plan.clocks[0].missed_now);
    assert_eq!(case.clocks[0].decided_at, Some(monday("08:22:00")));
}

#[test]
fn calls_and_their_registration() {
    let answer = target("a", Metric::Answer, 60, "always");
    let registration = target("r", Metric::Registration, 300, "always");
    let mut case = Case::new(vec![answer, registration]);
    // W02: offered 10:02:10, answered 10:02:52, made 10:05:00.
    let signal = |time: &str, signal| TimedSignal { at: at(&format!("2026-12-01T{time}+01:00")), signal };
    let signals = [
        signal("10:05:00", Signal::Opened { by_phone: true }),
        signal("10:02:10", Signal::CallOffered),
        signal("10:02:52", Signal::CallAnswered),
    ];
    case.facts.opened_at = signals[0].at;
    let plan = plan(std::slice::from_ref(&case.agreement), &CALENDARS, &case.facts, &[], &signals);
    // 42 s of waiting; 2 min 8 s of registering.
    let elapsed: Vec<i64> = plan.clocks.iter().map(|planned| planned.clock.elapsed_micros).collect();
    assert_eq!(elapsed, [42 * SECOND, 128 * SECOND]);
    assert!(plan.clocks.iter().all(|planned| planned.clock.outcome == Some(Outcome::Met)));
}

#[test]
fn a_mail_is_registered_when_the_ticket_is_made() {
    let mut case = Case::new(vec![target("r", Metric::Registration, 300, "always")]);
    case.act("08:11:30", &[Signal::MailAccepted]);
    case.act("08:12:00", &[Signal::Opened { by_phone: false }]);
    assert_eq!(case.clocks[0].elapsed_micros, 30 * SECOND);
}

#[test]
fn work_started_on_its_line_each_time() {
    let started = Target { line: line("supplier"), ..target("w", Metric::WorkStarted, 3600, "always") };
    let mut case = Case::new(vec![started]).opened();
    assert!(case.clocks.is_empty());
    case.act("09:00:00", &[left("first"), arrived("supplier")]);
    assert_eq!(case.clocks[0].due_at, Some(monday("10:00:00")));
    // Work on another line is none of its.
    case.act("09:10:00", &[Signal::WorkStarted { line: "first".into() }]);
    case.act("09:30:00", &[Signal::WorkStarted { line: "supplier".into() }]);
    assert_eq!(case.clocks[0].elapsed_micros, 30 * MINUTE);
    // Back and there again: a second occurrence from the second arrival.
    case.act("11:00:00", &[left("supplier"), arrived("first")]);
    case.act("12:00:00", &[left("first"), arrived("supplier")]);
    assert_eq!((case.clocks[1].occurrence, case.clocks[1].due_at), (2, Some(monday("13:00:00"))));
    // Taken back unworked: no verdict.
    case.act("12:30:00", &[left("supplier"), arrived("first")]);
    assert_eq!(case.outcomes(), [("w", Some(Outcome::Met)), ("w", Some(Outcome::Withdrawn))]);
}

#[test]
fn information_is_due_again_after_information() {
    let information = Target { line: line("supplier"), ..target("i", Metric::Information, 1800, "always") };
    let mut case = Case::new(vec![information]).opened();
    case.act("09:00:00", &[left("first"), arrived("supplier")]);
    case.act("09:20:00", &[Signal::Informed]);
    // 20 min, met; the next is due 30 min after it: 09:50.
    assert_eq!(case.outcomes(), [("i", Some(Outcome::Met)), ("i", None)]);
    assert_eq!((case.clocks[1].occurrence, case.clocks[1].due_at), (2, Some(monday("09:50:00"))));
    // Nothing until the service works again at 10:10: missed at 09:50, and none runs on.
    case.act("10:10:00", &[Signal::Restored]);
    assert_eq!(case.outcomes(), [("i", Some(Outcome::Met)), ("i", Some(Outcome::Missed))]);
    case.act("10:20:00", &[Signal::Informed]);
    assert_eq!(case.clocks.len(), 2);
}

#[test]
fn information_once_and_at_another_interval() {
    let once = Target { repeat: Repeat::Once, ..target("once", Metric::Information, 1800, "always") };
    let hourly = Target {
        repeat: Repeat::Every(3600),
        line: line("first"),
        ..target("hourly", Metric::Information, 1800, "always")
    };
    let mut case = Case::new(vec![once, hourly]).opened();
    case.act("08:30:00", &[Signal::Informed]);
    // The first both at 30 min; then none, and one an hour after 08:30.
    assert_eq!(case.clocks.len(), 3);
    assert_eq!((case.clocks[2].target.as_str(), case.clocks[2].due_at), ("hourly", Some(monday("09:30:00"))));
}

#[test]
fn w06_restoration_counts_from_the_begin_and_never_pauses() {
    let mut case = Case::new(vec![target("feltid", Metric::Restoration, 7200, "always")]);
    let opened = at("2026-12-03T16:30:00+01:00");
    case.facts.opened_at = opened;
    case.facts.fault_began_at = Some(at("2026-12-03T16:27:00+01:00"));
    case.act_at(opened, &[Signal::Opened { by_phone: false }]);
    // 16:27 + 2 h.
    assert_eq!(case.clocks[0].due_at, Some(at("2026-12-03T18:27:00+01:00")));
    case.facts.phase = "waiting_requester".into();
    case.act_at(at("2026-12-03T17:00:00+01:00"), &[Signal::Phase { to: "waiting_requester".into() }]);
    assert_eq!(case.clocks[0].state, ClockState::Running);
    case.act_at(at("2026-12-03T18:27:00+01:00"), &[Signal::Restored]);
    assert_eq!((case.clocks[0].outcome, case.clocks[0].elapsed_micros), (Some(Outcome::Met), 2 * HOUR));
}

#[test]
fn restored_late_on_record_undoes_the_breach() {
    let mut case = Case::new(vec![target("feltid", Metric::Restoration, 7200, "always")]).opened();
    // Due 10:12. The pass at 10:15 fires warning and breach; at 10:20 a person states that it worked at 10:05.
    let fired: Vec<Step> = case.step("10:15:00").into_iter().map(|(_, fired)| fired.step).collect();
    assert_eq!(fired, [Step::Warning(75), Step::Breach]);
    let plan = case.act("10:05:00", &[Signal::Restored]);
    assert!(plan.clocks[0].breach_undone);
    assert_eq!(case.clocks[0].elapsed_micros, 113 * MINUTE);
}

#[test]
fn resolving_a_fault_restores_it() {
    let mut case = Case::new(vec![target("feltid", Metric::Restoration, 7200, "always")]).opened();
    case.act("09:00:00", &[Signal::Resolved]);
    assert_eq!(case.outcomes(), [("feltid", Some(Outcome::Met))]);
}

#[test]
fn feedback_counts_from_the_restoration() {
    let mut case = Case::new(vec![target("b", Metric::RemedyFeedback, 1800, "always")]).opened();
    case.act("08:30:00", &[Signal::ToldRequester]);
    assert!(case.clocks.is_empty());
    case.act("09:00:00", &[Signal::Restored]);
    assert_eq!(case.clocks[0].due_at, Some(monday("09:30:00")));
    // A mail accepted at 08:59 and recorded only now was sent before.
    case.act("08:59:00", &[Signal::ToldRequester]);
    assert_eq!(case.clocks[0].outcome, None);
    case.act("09:10:00", &[Signal::ToldRequester]);
    assert_eq!(case.outcomes(), [("b", Some(Outcome::Met))]);
}

#[test]
fn the_word_sent_with_the_restoration_is_feedback() {
    let mut case = Case::new(vec![target("b", Metric::RemedyFeedback, 1800, "always")]).opened();
    // One act, whatever the order of its events.
    case.act("09:00:00", &[Signal::ToldRequester, Signal::Restored, Signal::Resolved]);
    assert_eq!((case.clocks[0].outcome, case.clocks[0].elapsed_micros), (Some(Outcome::Met), 0));
}

#[test]
fn resolution_pauses_resolves_and_reopens() {
    let mut case = Case::new(vec![target("r", Metric::Resolution, 4 * 3600, "servicedesk")]).opened();
    case.phase("09:12:00", "waiting_requester");
    case.phase("11:12:00", "active");
    // 1 h used before, 3 h from 11:12.
    assert_eq!(case.clocks[0].due_at, Some(monday("14:12:00")));
    case.act("12:12:00", &[Signal::Phase { to: "resolved".into() }, Signal::Resolved]);
    assert_eq!((case.clocks[0].outcome, case.clocks[0].elapsed_micros), (Some(Outcome::Met), 2 * HOUR));
    case.facts.phase = "active".into();
    case.act("15:00:00", &[Signal::Reopened, Signal::Phase { to: "active".into() }]);
    // 2 h are left from 15:00: 17:00.
    assert_eq!((case.clocks.len(), case.clocks[0].due_at), (1, Some(monday("17:00:00"))));
}

#[test]
fn reopened_into_a_pausing_phase_it_rests() {
    let mut case = Case::new(vec![target("r", Metric::Resolution, 4 * 3600, "servicedesk")]).opened();
    case.act("09:12:00", &[Signal::Resolved]);
    case.facts.phase = "waiting_requester".into();
    case.act("10:00:00", &[Signal::Reopened, Signal::Phase { to: "waiting_requester".into() }]);
    assert_eq!((case.clocks[0].state, case.clocks[0].elapsed_micros), (ClockState::Paused, HOUR));
}

#[test]
fn a_clock_that_starts_in_a_pausing_phase_rests() {
    let mut case = Case::new(vec![target("r", Metric::Resolution, 4 * 3600, "servicedesk")]);
    case.facts.phase = "waiting_requester".into();
    case.act("08:12:00", &[Signal::Opened { by_phone: false }]);
    assert_eq!(case.clocks[0].state, ClockState::Paused);
}

#[test]
fn the_reopener_says_what_became_of_the_fault() {
    let targets = || vec![target("feltid", Metric::Restoration, 7200, "always")];
    let mut persisted = Case::new(targets()).opened();
    persisted.act("09:00:00", &[Signal::Restored, Signal::Resolved]);
    persisted.act("09:30:00", &[Signal::Reopened, Signal::FaultPersisted]);
    // The half hour in between counts: 08:12 + 2 h.
    assert_eq!(persisted.clocks.len(), 1);
    assert_eq!(persisted.clocks[0].due_at, Some(monday("10:12:00")));

    let mut back = Case::new(targets()).opened();
    back.facts.fault_began_at = Some(monday("08:00:00"));
    back.act("09:00:00", &[Signal::Restored, Signal::Resolved]);
    back.act("09:30:00", &[Signal::Reopened, Signal::FaultCameBack]);
    // A new fault from 09:30.
    assert_eq!((back.clocks[1].occurrence, back.clocks[1].due_at), (2, Some(monday("11:30:00"))));
    assert_eq!(back.clocks[0].outcome, Some(Outcome::Met));
    // Without a word about the fault nothing of it runs.
    let mut silent = Case::new(targets()).opened();
    silent.act("09:00:00", &[Signal::Restored, Signal::Resolved]);
    silent.act("09:30:00", &[Signal::Reopened]);
    assert_eq!(silent.clocks[0].state, ClockState::Stopped);
}

#[test]
fn withdrawing_ends_everything_but_not_a_miss() {
    let targets = vec![
        target("d", Metric::Distribution, 600, "servicedesk"),
        target("r", Metric::Resolution, 4 * 3600, "servicedesk"),
    ];
    let mut case = Case::new(targets).opened();
    case.act("08:30:00", &[Signal::Withdrawn]);
    // Distribution was due 08:22, noticed by nobody.
    assert_eq!(case.outcomes(), [("d", Some(Outcome::Missed)), ("r", Some(Outcome::Withdrawn))]);
    // At another desk under the same agreement it starts anew.
    case.act("08:40:00", &[Signal::Opened { by_phone: false }]);
    assert_eq!((case.clocks[2].target.as_str(), case.clocks[2].occurrence), ("r", 2));
}

#[test]
fn signals_are_taken_in_effective_order() {
    let mut case = Case::new(vec![target("r", Metric::Resolution, 4 * 3600, "servicedesk")]).opened();
    let signal =
        |time: &str, to: &str| TimedSignal { at: monday(time), signal: Signal::Phase { to: to.into() } };
    let signals = [signal("10:12:00", "active"), signal("09:12:00", "waiting_requester")];
    let plan = plan(std::slice::from_ref(&case.agreement), &CALENDARS, &case.facts, &case.clocks, &signals);
    case.clocks[0] = plan.clocks[0].clock.clone();
    // Rested 09:12-10:12: due 08:12 + 5 h.
    assert_eq!(case.clocks[0].due_at, Some(monday("13:12:00")));
}

#[test]
fn what_is_not_there_is_reported() {
    let mut case = Case::new(vec![target("r", Metric::Resolution, 3600, "servicedesk")]).opened();
    let resolved = [TimedSignal { at: monday("09:00:00"), signal: Signal::Resolved }];
    let ask = |case: &Case, calendars: &Calendars| {
        plan(std::slice::from_ref(&case.agreement), calendars, &case.facts, &case.clocks, &resolved)
    };
    // No calendar at all: the clock stays as it is.
    let none = ask(&case, &Calendars::new());
    assert_eq!((none.clocks.len(), none.faults), (0, vec![PlanFault::UnknownCalendar("servicedesk".into())]));
    // Another version only: it counts by that, on record.
    let newer = sla::Calendar::build(&sla::CalendarSpec { version: "2".into(), ..servicedesk() }).unwrap();
    let newer: Calendars = [newer].into_iter().collect();
    let found = ask(&case, &newer);
    let gone = PlanFault::CalendarVersionGone { calendar: "servicedesk".into(), version: "1".into() };
    assert_eq!((found.clocks.len(), found.faults), (1, vec![gone]));
    // The target is gone.
    case.agreement.targets.clear();
    assert!(
        matches!(&ask(&case, &CALENDARS).faults[..], [PlanFault::UnknownTarget { target, .. }] if target == "r")
    );
}

#[test]
fn a_calendar_replaced_stays_for_its_clocks() {
    let mut calendars: Calendars = [DESK.clone()].into_iter().collect();
    let case = Case::new(vec![target("r", Metric::Resolution, 3600, "servicedesk")]).opened();
    let newer =
        sla::CalendarSpec { version: "2".into(), week: week(weekdays("10:00-12:00")), ..servicedesk() };
    calendars.insert("servicedesk".into(), std::sync::Arc::new(sla::Calendar::build(&newer).unwrap()));
    let signals = [TimedSignal { at: monday("09:00:00"), signal: Signal::Resolved }];
    let plan = plan(std::slice::from_ref(&case.agreement), &calendars, &case.facts, &case.clocks, &signals);
    // 08:12 to 09:00 by the old hours; by the new ones it would be nothing.
    assert_eq!((plan.clocks[0].clock.elapsed_micros, plan.faults), (48 * MINUTE, vec![]));
}
