//! What a change of facts does to clocks (design 5, "When facts change").

use crate::kit::*;
use crate::plans::{Case, monday};
use sla::{Agreement, ClockState, Conditions, Metric, Outcome, RestorationFrom, Signal, Target};

fn by_priority(key: &str, priority: &str, metric: Metric, seconds: i64, calendar: &str) -> Target {
    let when = Conditions { priority: vec![priority.into()], ..Conditions::default() };
    Target { when, ..target(key, metric, seconds, calendar) }
}

fn resolution(key: &str, priority: &str, seconds: i64) -> Target {
    by_priority(key, priority, Metric::Resolution, seconds, "always")
}

/// High within 4 h, medium within 8 h; opened with high priority.
fn case() -> Case {
    Case::new(vec![resolution("high", "hog", 4 * 3600), resolution("medium", "medel", 8 * 3600)]).opened()
}

fn reclassify(case: &mut Case, time: &str, priority: &str) -> sla::Plan {
    case.facts.priority = Some(priority.into());
    case.act(time, &[Signal::Reclassified])
}

#[test]
fn a_successor_takes_the_clock_over() {
    let mut case = case();
    let plan = reclassify(&mut case, "10:12:00", "medel");
    // 2 h used; 8 h from 08:12: 16:12. One clock, a new generation.
    assert_eq!((plan.clocks.len(), plan.clocks[0].index), (1, Some(0)));
    assert_eq!((case.clocks[0].target.as_str(), case.clocks[0].generation), ("medium", 2));
    assert_eq!(case.clocks[0].due_at, Some(monday("16:12:00")));
}

#[test]
fn there_and_back_again() {
    let mut case = case();
    reclassify(&mut case, "09:12:00", "medel");
    reclassify(&mut case, "10:12:00", "hog");
    // High again: 4 h from 08:12.
    assert_eq!((case.clocks.len(), case.clocks[0].generation), (1, 3));
    assert_eq!(case.clocks[0].due_at, Some(monday("12:12:00")));
}

#[test]
fn a_harder_target_may_be_missed_by_the_change() {
    let mut case = case();
    reclassify(&mut case, "09:12:00", "medel");
    let plan = reclassify(&mut case, "14:00:00", "hog");
    // 5 h 48 min of 4 h: missed at 14:00, by change.
    assert!(plan.clocks[0].missed_now && plan.clocks[0].clock.by_change);
    assert_eq!(case.clocks[0].decided_at, Some(monday("14:00:00")));
    assert_eq!(case.clocks[0].target, "high");
}

#[test]
fn an_easier_target_undoes_nothing() {
    let mut case = case();
    case.step("13:00:00");
    reclassify(&mut case, "13:05:00", "medel");
    // Missed at 12:12 under high, and stays there.
    assert_eq!(case.outcomes(), [("high", Some(Outcome::Missed))]);
    assert_eq!(case.clocks[0].decided_at, Some(monday("12:12:00")));
}

#[test]
fn without_a_successor_it_is_withdrawn_and_may_come_back() {
    let mut case = case();
    reclassify(&mut case, "09:12:00", "lag");
    assert_eq!(case.outcomes(), [("high", Some(Outcome::Withdrawn))]);
    reclassify(&mut case, "10:12:00", "medel");
    // A new clock by the original start: 08:12 + 8 h.
    assert_eq!(case.outcomes(), [("high", Some(Outcome::Withdrawn)), ("medium", None)]);
    assert_eq!((case.clocks[1].occurrence, case.clocks[1].due_at), (2, Some(monday("16:12:00"))));
}

#[test]
fn a_target_that_first_applies_gets_the_same_pauses() {
    let mut case = case();
    case.agreement.targets.remove(0);
    case.clocks.clear();
    case.phase("09:12:00", "waiting_requester");
    case.phase("11:12:00", "active");
    reclassify(&mut case, "12:12:00", "medel");
    // From 08:12, 2 h of rest: 08:12 + 10 h.
    assert_eq!(case.clocks[0].started_at, monday("08:12:00"));
    assert_eq!(case.clocks[0].due_at, Some(monday("18:12:00")));
}

#[test]
fn a_target_that_first_applies_while_it_rests_rests() {
    let mut case = case();
    case.agreement.targets.remove(0);
    case.clocks.clear();
    case.phase("09:12:00", "waiting_requester");
    reclassify(&mut case, "12:12:00", "medel");
    assert_eq!((case.clocks[0].state, case.clocks[0].elapsed_micros), (ClockState::Paused, HOUR));
}

#[test]
fn a_target_that_first_applies_too_late_is_missed_by_the_change() {
    let mut case = case();
    case.clocks.clear();
    case.facts.priority = Some("lag".into());
    reclassify(&mut case, "14:00:00", "hog");
    // Due would have been 12:12.
    assert_eq!(case.outcomes(), [("high", Some(Outcome::Missed))]);
    assert_eq!((case.clocks[0].by_change, case.clocks[0].decided_at), (true, Some(monday("14:00:00"))));
}

#[test]
fn what_happened_already_counts_for_a_target_that_first_applies() {
    let first = by_priority("f", "hog", Metric::FirstResponse, 3600, "always");
    let mut case = Case::new(vec![first]);
    case.facts.priority = Some("lag".into());
    let mut case = case.opened();
    case.act("08:42:00", &[Signal::ToldRequester]);
    reclassify(&mut case, "12:00:00", "hog");
    // Answered after 30 min: met then.
    assert_eq!((case.clocks[0].outcome, case.clocks[0].elapsed_micros), (Some(Outcome::Met), 30 * MINUTE));
}

#[test]
fn without_the_past_it_starts_at_the_making_and_at_the_arrival() {
    let work = by_priority("w", "hog", Metric::WorkStarted, 3600, "always");
    let work = Target { line: Some("second".into()), ..work };
    let mut case = Case::new(vec![resolution("high", "hog", 4 * 3600), work]);
    case.facts.line = "second".into();
    case.facts.arrived_at = monday("08:30:00");
    case.act("09:00:00", &[Signal::Reclassified]);
    // Making 08:12 + 4 h; arrival 08:30 + 1 h.
    let mut due: Vec<_> =
        case.clocks.iter().map(|clock| (clock.target.as_str(), clock.due_at.unwrap())).collect();
    due.sort_unstable();
    assert_eq!(due, [("high", monday("12:12:00")), ("w", monday("09:30:00"))]);
}

#[test]
fn work_already_begun_is_not_begun_again() {
    let work = by_priority("w", "hog", Metric::WorkStarted, 3600, "always");
    let work = Target { line: Some("first".into()), ..work };
    let mut case = Case::new(vec![work]);
    case.facts.priority = Some("lag".into());
    let mut case = case.opened();
    case.act("08:30:00", &[Signal::WorkStarted { line: "first".into() }]);
    reclassify(&mut case, "12:00:00", "hog");
    assert!(case.clocks.is_empty());
}

#[test]
fn another_calendar_counts_from_the_change() {
    let office = by_priority("office", "medel", Metric::Resolution, 8 * 3600, "office");
    let mut case = Case::new(vec![resolution("high", "hog", 8 * 3600), office]).opened();
    reclassify(&mut case, "16:00:00", "medel");
    // 7 h 48 min were counted at all hours; 12 min more from 16:00: 16:12. Same duration, same generation.
    assert_eq!(case.clocks[0].due_at, Some(monday("16:12:00")));
    assert_eq!((case.clocks[0].generation, case.clocks[0].calendar.as_str()), (1, "office"));
}

#[test]
fn other_pausing_phases_hold_from_the_change() {
    let medium = Target { pauses: Vec::new(), ..resolution("medium", "medel", 8 * 3600) };
    let mut case = Case::new(vec![resolution("high", "hog", 4 * 3600), medium]).opened();
    case.phase("09:12:00", "waiting_requester");
    reclassify(&mut case, "12:12:00", "medel");
    // 1 h used; it counts again from 12:12 though the requester is still waited for: 7 h more.
    assert_eq!(case.clocks[0].state, ClockState::Running);
    assert_eq!(case.clocks[0].due_at, Some(monday("19:12:00")));
}

#[test]
fn the_version_of_the_start_is_kept() {
    let mut case = case();
    let newer = Agreement {
        version: "2.0".into(),
        valid_from: "2026-12-01".parse().unwrap(),
        targets: vec![resolution("other", "medel", 60)],
        ..case.agreement.clone()
    };
    case.agreement.valid_to = Some(newer.valid_from);
    case.facts.priority = Some("medel".into());
    let agreements = [newer, case.agreement.clone()];
    let changed = at("2026-12-02T09:00:00+01:00");
    // Wednesday, under a newer version; the ticket is from Monday.
    let signals = [sla::TimedSignal { at: changed, signal: Signal::Reclassified }];
    case.clocks[0].pause(monday("08:13:00"), terms(&ALWAYS));
    let plan = sla::plan(&agreements, &CALENDARS, &case.facts, &case.clocks, &signals);
    let clock = &plan.clocks[0].clock;
    assert_eq!((clock.target.as_str(), clock.agreement_version.as_str()), ("medium", "1.3"));
}

/// Two versions of one agreement: what the ticket is judged under goes before what its clocks started under, and before
/// what was in force when it was made.
#[test]
fn what_it_is_judged_under_decides_the_version() {
    let mut case = case();
    let newer = Agreement {
        version: "2.0".into(),
        valid_from: "2026-11-01".parse().unwrap(),
        starts_from: Some("2026-12-10".parse().unwrap()),
        targets: vec![resolution("other", "medel", 60)],
        ..case.agreement.clone()
    };
    case.facts.priority = Some("medel".into());
    let agreements = [case.agreement.clone(), newer];
    let signals = [sla::TimedSignal { at: monday("09:00:00"), signal: Signal::Opened { by_phone: false } }];
    let started = |facts: &sla::Facts, existing: &[sla::Clock]| -> Vec<(String, String)> {
        let plan = sla::plan(&agreements, &CALENDARS, facts, existing, &signals);
        plan.clocks.into_iter().map(|c| (c.clock.target, c.clock.agreement_version)).collect()
    };
    let own = |target: &str, version: &str| vec![(target.to_owned(), version.to_owned())];
    // Nothing began yet: the back-dated version was not there on Monday.
    assert_eq!(started(&case.facts, &[]), own("medium", "1.3"));
    case.facts.judged_under.insert("sla".into(), "2.0".into());
    assert_eq!(started(&case.facts, &[]), own("other", "2.0"));
    // A clock that ended without a verdict names the version before: a later one starts under what judges.
    let mut gone = case.clocks[0].clone();
    gone.withdraw(monday("08:30:00"), &ALWAYS);
    assert_eq!(started(&case.facts, &[gone]), own("other", "2.0"));
    // A version that is not there decides nothing.
    case.facts.judged_under.insert("sla".into(), "9.9".into());
    assert_eq!(started(&case.facts, &[]), own("medium", "1.3"));
}

#[test]
fn a_fault_found_to_have_begun_earlier() {
    let inside = Conditions { begins_inside: Some("office".into()), ..Conditions::default() };
    let outside = Conditions { begins_outside: Some("office".into()), ..Conditions::default() };
    let targets = vec![
        Target { when: inside, ..target("2h", Metric::Restoration, 2 * 3600, "always") },
        Target { when: outside, ..target("4h", Metric::Restoration, 4 * 3600, "always") },
    ];
    let mut case = Case::new(targets).opened();
    assert_eq!((case.clocks[0].target.as_str(), case.clocks[0].due_at), ("2h", Some(monday("10:12:00"))));
    case.facts.fault_began_at = Some(monday("07:30:00"));
    case.act("09:00:00", &[Signal::Reclassified]);
    // 07:30 is outside 8-17: 4 h from 07:30.
    assert_eq!((case.clocks[0].target.as_str(), case.clocks[0].due_at), ("4h", Some(monday("11:30:00"))));
    assert_eq!(case.clocks[0].started_at, monday("07:30:00"));
}

#[test]
fn a_restoration_from_the_report_ignores_the_begin() {
    let reported = Target {
        restoration_from: RestorationFrom::Reported,
        ..target("r", Metric::Restoration, 7200, "always")
    };
    let mut case = Case::new(vec![reported]);
    case.facts.fault_began_at = Some(monday("07:30:00"));
    let mut case = case.opened();
    case.act("09:00:00", &[Signal::Reclassified]);
    // 08:12 + 2 h.
    assert_eq!(case.clocks[0].due_at, Some(monday("10:12:00")));
}

#[test]
fn information_owed_no_more_is_not_owed_again() {
    let mut case = Case::new(vec![target("i", Metric::Information, 1800, "always")]).opened();
    case.act("08:20:00", &[Signal::Restored]);
    case.act("12:00:00", &[Signal::Reclassified]);
    assert_eq!(case.outcomes(), [("i", Some(Outcome::Withdrawn))]);
    // Without the past neither.
    case.past.clear();
    case.act("13:00:00", &[Signal::Reclassified]);
    assert_eq!(case.clocks.len(), 1);
}

#[test]
fn reopened_after_a_change_it_goes_on_under_the_target_that_applies() {
    let mut case = case();
    case.act("09:12:00", &[Signal::Resolved]);
    // Classified otherwise while resolved: a met clock stays met.
    reclassify(&mut case, "09:30:00", "medel");
    assert_eq!(case.outcomes(), [("high", Some(Outcome::Met))]);
    case.act("10:00:00", &[Signal::Reopened]);
    // 1 h used of 8: 7 h from 10:00.
    assert_eq!((case.clocks[0].target.as_str(), case.clocks[0].due_at), ("medium", Some(monday("17:00:00"))));
}
