//! Which target applies, and what `check` refuses.

use crate::kit::*;
use sla::{
    Agreement, AgreementFault, Calendars, Conditions, Facts, Metric, Moment, Target, VersionFault,
    check_versions, in_force, select,
};

fn with(key: &str, when: Conditions) -> Target {
    Target { when, ..target(key, Metric::Resolution, 3600, "always") }
}

fn list(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| (*key).to_owned()).collect()
}

pub fn facts() -> Facts {
    Facts {
        kind: "incident".into(),
        case_type_path: list(&["driftstorning", "fel"]),
        service: Some("drift".into()),
        environment: Some("produktion".into()),
        priority: Some("hog".into()),
        organisation_path: list(&["avd32", "sjukhuset", "regionen"]),
        channel: "mail".into(),
        fault: true,
        opened_at: at("2026-12-03T16:30:00+01:00"),
        ..Facts::default()
    }
}

fn chosen(targets: Vec<Target>, facts: &Facts) -> Option<String> {
    let agreement = agreement(targets);
    let found = select(&[&agreement], &CALENDARS, facts, Metric::Resolution, facts.opened_at);
    assert!(found.len() <= 1);
    found.first().map(|chosen| chosen.target.key.clone())
}

#[test]
fn every_condition_must_hold() {
    let when = Conditions {
        priority: list(&["kritisk", "hog"]),
        service: list(&["drift"]),
        ..Conditions::default()
    };
    assert_eq!(chosen(vec![with("a", when.clone())], &facts()), Some("a".into()));
    let other = Facts { priority: Some("lag".into()), ..facts() };
    assert_eq!(chosen(vec![with("a", when.clone())], &other), None);
    // A fact that is missing meets no condition.
    let none = Facts { priority: None, ..facts() };
    assert_eq!(chosen(vec![with("a", when)], &none), None);
}

#[test]
fn more_conditions_win_then_the_stated_order() {
    let priority = with("priority", Conditions { priority: list(&["hog"]), ..Conditions::default() });
    let service = with("service", Conditions { service: list(&["drift"]), ..Conditions::default() });
    let two = Conditions { kind: list(&["incident"]), channel: list(&["mail"]), ..Conditions::default() };
    let all = with("all", Conditions::default());
    // Two conditions beat one, though of later fields.
    let targets = vec![all.clone(), priority.clone(), with("two", two), service.clone()];
    assert_eq!(chosen(targets, &facts()), Some("two".into()));
    // Of one each, priority comes before service, in whatever order they stand.
    assert_eq!(
        chosen(vec![service.clone(), priority.clone(), all.clone()], &facts()),
        Some("priority".into())
    );
    assert_eq!(chosen(vec![priority, service, all], &facts()), Some("priority".into()));
}

#[test]
fn the_nearer_organisation_wins() {
    let of = |key: &str| with(key, Conditions { organisation: list(&[key]), ..Conditions::default() });
    let targets = vec![of("regionen"), of("avd32"), of("sjukhuset"), of("annan")];
    assert_eq!(chosen(targets.clone(), &facts()), Some("avd32".into()));
    let elsewhere = Facts { organisation_path: list(&["avd34", "sjukhuset", "regionen"]), ..facts() };
    assert_eq!(chosen(targets.clone(), &elsewhere), Some("sjukhuset".into()));
    // None of them ties with another.
    assert_eq!(agreement(targets).check(&CALENDARS), []);
}

#[test]
fn self_service_is_excluded() {
    let target = Target { except_channels: list(&["portal"]), ..with("a", Conditions::default()) };
    assert_eq!(chosen(vec![target.clone()], &facts()), Some("a".into()));
    assert_eq!(chosen(vec![target], &Facts { channel: "portal".into(), ..facts() }), None);
}

#[test]
fn wc_07_the_begin_of_the_fault_decides() {
    let inside = Conditions { begins_inside: Some("office".into()), ..Conditions::default() };
    let outside = Conditions { begins_outside: Some("office".into()), ..Conditions::default() };
    let agreement = agreement(vec![
        Target { when: inside, ..target("2h", Metric::Restoration, 7200, "always") },
        Target { when: outside, ..target("4h", Metric::Restoration, 14_400, "always") },
    ]);
    assert_eq!(agreement.check(&CALENDARS), []);
    let found = |began: Option<&str>, opened: &str| {
        let facts = Facts { fault_began_at: began.map(at), opened_at: at(opened), ..facts() };
        let found = select(&[&agreement], &CALENDARS, &facts, Metric::Restoration, facts.opened_at);
        found.iter().map(|chosen| chosen.target.key.clone()).collect::<Vec<_>>()
    };
    // Thursday: began 16:59, reported 17:05; began at 17:00 sharp, closing; a Saturday noon; 07:59 unknown until 08:05.
    assert_eq!(found(Some("2026-12-03T16:59:00+01:00"), "2026-12-03T17:05:00+01:00"), ["2h"]);
    assert_eq!(found(Some("2026-12-03T17:00:00+01:00"), "2026-12-03T17:05:00+01:00"), ["4h"]);
    assert_eq!(found(Some("2026-12-05T12:00:00+01:00"), "2026-12-05T12:00:00+01:00"), ["4h"]);
    assert_eq!(found(None, "2026-12-04T08:05:00+01:00"), ["2h"]);
}

#[test]
fn of_each_agreement_and_line_one() {
    let line = |key: &str, line: &str| Target {
        line: Some(line.into()),
        ..target(key, Metric::WorkStarted, 60, "always")
    };
    let one = agreement(vec![line("a", "first"), line("b", "second")]);
    let other = Agreement { key: "ola".into(), ..agreement(vec![line("c", "first")]) };
    let found = select(&[&one, &other], &CALENDARS, &facts(), Metric::WorkStarted, facts().opened_at);
    let keys: Vec<&str> = found.iter().map(|chosen| chosen.target.key.as_str()).collect();
    assert_eq!(keys, ["a", "b", "c"]);
}

#[test]
fn equal_rank_is_refused() {
    let high = with("high", Conditions { priority: list(&["hog"]), ..Conditions::default() });
    let both = with("both", Conditions { priority: list(&["hog", "medel"]), ..Conditions::default() });
    let low = with("low", Conditions { priority: list(&["lag"]), ..Conditions::default() });
    let tie = AgreementFault::EqualRank("high".into(), "both".into());
    assert_eq!(agreement(vec![high.clone(), low.clone(), both]).check(&CALENDARS), [tie]);
    // Conditions that exclude each other, other metrics and other lines are no rivals.
    let other = Target { metric: Metric::FirstResponse, ..high.clone() };
    let line = Target { line: Some("second".into()), ..high.clone() };
    assert_eq!(agreement(vec![high, low, other, line]).check(&CALENDARS), []);
}

#[test]
fn channels_and_starts_that_exclude_each_other_do_not_tie() {
    let portal = with("portal", Conditions { channel: list(&["portal"]), ..Conditions::default() });
    let mail = with("mail", Conditions { channel: list(&["mail"]), ..Conditions::default() });
    let except = Target { except_channels: list(&["portal"]), ..portal.clone() };
    assert_eq!(agreement(vec![portal.clone(), mail]).check(&CALENDARS), []);
    // One takes the portal only, the other never: they cannot meet.
    assert_eq!(agreement(vec![portal, Target { key: "except".into(), ..except }]).check(&CALENDARS), []);
}

#[test]
fn other_faults_of_targets() {
    let broken = Target {
        seconds: 0,
        warn: vec![75, 50],
        calendar: "nowhere".into(),
        ..target("t", Metric::WorkStarted, 0, "nowhere")
    };
    let found = agreement(vec![broken]).check(&CALENDARS);
    let t = || "t".to_owned();
    let expected = [
        AgreementFault::UnknownCalendar(t(), "nowhere".into()),
        AgreementFault::NoDuration(t()),
        AgreementFault::Warnings(t()),
        AgreementFault::NoLine(t()),
    ];
    assert_eq!(found, expected);
    let condition = Conditions { begins_inside: Some("nowhere".into()), ..Conditions::default() };
    assert_eq!(agreement(vec![with("t", condition)]).check(&Calendars::new()).len(), 2);
}

fn version(version: &str, from: &str, to: Option<&str>) -> Agreement {
    Agreement {
        version: version.into(),
        valid_from: from.parse().unwrap(),
        valid_to: to.map(|to| to.parse().unwrap()),
        ..agreement(Vec::new())
    }
}

#[test]
fn the_local_date_decides_the_version() {
    let versions = [version("1", "2026-01-01", Some("2027-01-01")), version("2", "2027-01-01", None)];
    let at_moment = |moment: Moment| in_force(&versions, moment).unwrap()[0].version.clone();
    // 31 December 23:59 in Stockholm is version 1; a minute later, still 23:00Z of the old year, it is version 2.
    assert_eq!(at_moment(at("2026-12-31T23:59:00+01:00")), "1");
    assert_eq!(at_moment(at("2026-12-31T23:00:00Z")), "2");
    assert!(in_force(&versions, at("2025-12-31T12:00:00Z")).unwrap().is_empty());
}

#[test]
fn a_back_dated_version_starts_with_tickets_made_since_it_was_there() {
    let old = version("1", "2026-01-01", Some("2026-12-10"));
    // Said on 10 December to hold from 1 November.
    let new =
        Agreement { starts_from: Some("2026-12-10".parse().unwrap()), ..version("2", "2026-11-01", None) };
    assert_eq!(new.begins().to_string(), "2026-12-10");
    let versions = [old, new];
    let at_moment = |moment: &str| in_force(&versions, at(moment)).unwrap()[0].version.clone();
    assert_eq!(at_moment("2026-11-15T12:00:00+01:00"), "1");
    assert_eq!(at_moment("2026-12-09T23:59:00+01:00"), "1");
    assert_eq!(at_moment("2026-12-10T00:00:00+01:00"), "2");
    // Valid it is said to be all the time.
    assert!(versions[1].valid_on("2026-11-15".parse().unwrap()));
}

#[test]
fn gaps_and_overlaps_between_versions() {
    let first = version("1", "2026-01-01", Some("2027-01-01"));
    assert_eq!(check_versions(&[first.clone(), version("2", "2027-01-01", None)]), []);
    let gap = check_versions(&[first.clone(), version("2", "2027-01-02", None)]);
    assert!(matches!(&gap[..], [VersionFault::Gap { on, .. }] if on.to_string() == "2027-01-01"), "{gap:?}");
    let overlap = check_versions(&[version("2", "2026-12-31", None), first]);
    assert!(matches!(&overlap[..], [VersionFault::Overlap { on, .. }] if on.to_string() == "2026-12-31"));
}
