//! What a new desk file would change, told before it is applied.

use crate::server::Server;
use app::planning::DeskPlan;
use serde_json::Value;
use testkit::{Bench, at, on_both};

const CONTACT: &str = "kontakt.avd32@sjukhus.region-exempel.example";

/// The shipped file with texts replaced, as a plan on the bench.
fn plan(bench: &Bench, edits: &[(&str, &str)]) -> DeskPlan {
    let mut source = std::fs::read_to_string("../config/desks/webcare.toml").unwrap();
    for (from, to) in edits {
        assert!(source.contains(from), "{from}");
        source = source.replacen(from, to, 1);
    }
    bench.app.plan_desk(&desk::read("webcare", &source).unwrap(), bench.now()).unwrap()
}

const VERSION: (&str, &str) =
    ("version = \"1.3\"\nvalid_from = \"2012-03-15\"", "version = \"1.4\"\nvalid_from = \"2027-01-01\"");

/// The wait of calls, the share of mail and the share of a month, otherwise than promised.
const WAIT: (&str, &str) = ("within = \"60s\"", "within = \"20s\"");
const MAIL: (&str, &str) =
    ("measure = \"accounted\"\nobjective = \">= 1.00\"", "measure = \"accounted\"\nobjective = \">= 0.99\"");
const MONTH: (&str, &str) = ("wanted = \"> 0.90\"", "wanted = \"> 0.40\"");

/// Two cases, each with a distribution and a resolution clock: four running clocks keep version 1.3, two of them of the
/// target that changes.
#[test]
fn running_clocks_are_told_before_a_version_is_applied() {
    on_both("2026-11-30T08:00:00+01:00", |bench| {
        for _ in 0..2 {
            bench.mail("webcare", CONTACT, "Fråga", "Hur?");
        }
        let planned = plan(bench, &[VERSION, ("within = \"10m\"", "within = \"20m\"")]);
        assert_eq!(planned.refused, []);
        let servicedesk = planned.agreements.iter().find(|a| a.agreement == "servicedesk").unwrap();
        assert_eq!(
            (servicedesk.was.as_deref(), servicedesk.now.as_deref(), servicedesk.running),
            (Some("1.3"), Some("1.4"), 4)
        );
        let targets: Vec<_> =
            servicedesk.targets.iter().map(|t| (t.target.as_str(), t.change, t.running)).collect();
        assert_eq!(targets, [("fordelning", "changed", 2), ("losning-1a-linjen", "kept", 2)]);
        let removed = plan(
            bench,
            &[
                VERSION,
                ("key = \"losning-1a-linjen\"\nagreement", "key = \"losning\"\nagreement"),
                ("target = \"losning-1a-linjen\"", "target = \"losning\""),
            ],
        );
        let targets: Vec<_> = removed
            .agreements
            .iter()
            .find(|a| a.agreement == "servicedesk")
            .unwrap()
            .targets
            .iter()
            .map(|t| (t.target.as_str(), t.change))
            .collect();
        assert_eq!(targets, [("fordelning", "kept"), ("losning", "added"), ("losning-1a-linjen", "removed")]);
    });
}

/// Two of the five of one agreement change, one is renamed; the other agreement stays.
#[test]
fn objectives_that_change_are_told_before_a_version_is_applied() {
    on_both("2026-11-30T08:00:00+01:00", |bench| {
        let renamed = ("key = \"registrering-e-post\"", "key = \"registrering\"");
        let planned = plan(bench, &[VERSION, WAIT, MONTH, renamed]);
        let of = |key: &str| {
            let agreement = planned.agreements.iter().find(|a| a.agreement == key).unwrap();
            let told = agreement.objectives.iter();
            told.map(|o| (o.table, o.objective.as_str(), o.change)).collect::<Vec<_>>()
        };
        let expected = [
            ("objective", "fordelning-manad", "changed"),
            ("call_objective", "svarstid-telefon", "changed"),
            ("call_objective", "direktlosning", "kept"),
            ("mail_objective", "mottagning-e-post", "kept"),
            ("mail_objective", "registrering", "added"),
            ("mail_objective", "registrering-e-post", "removed"),
        ];
        assert_eq!(of("servicedesk"), expected);
        let supplier = of("leverantor");
        assert!(
            supplier.len() == 7 && supplier.iter().all(|(_, _, change)| *change == "kept"),
            "{supplier:?}"
        );
    });
}

#[test]
fn what_would_make_past_figures_untrue_is_refused() {
    on_both("2026-11-30T08:00:00+01:00", |bench| {
        bench.mail("webcare", CONTACT, "Fråga", "Hur?");
        let refused = |edits: &[(&str, &str)]| -> Vec<(String, String)> {
            plan(bench, edits).refused.into_iter().map(|r| (r.what, r.right)).collect()
        };
        assert_eq!(refused(&[]), []);
        let same = refused(&[("within = \"10m\"", "within = \"20m\"")]);
        assert!(
            same.len() == 1 && same[0].0.contains("version 1.3") && same[0].1.contains("new version"),
            "{same:?}"
        );
        let hours = refused(&[("mon = [\"07:00-17:30\"]", "mon = [\"07:00-18:00\"]")]);
        // Both objectives over calls count within those hours.
        assert!(hours.len() == 3 && hours[0].0.contains("calendar `servicedesk`"), "{hours:?}");
        // No clock counts by the supplier's hours yet: they may be put right once nothing is promised by them.
        let supplier = refused(&[("mon = [\"08:00-17:00\"]", "mon = [\"08:00-16:00\"]")]);
        assert!(supplier.iter().all(|(what, _)| what.contains("objective `utb-")), "{supplier:?}");
        assert_eq!(supplier.len(), 3);
        let past = [(
            "version = \"1.3\"\nvalid_from = \"2012-03-15\"",
            "version = \"1.4\"\nvalid_from = \"2026-11-01\"",
        )];
        let backdated = refused(&past);
        assert!(
            backdated.len() == 1 && backdated[0].1.contains("declared = [\"backdated\"]"),
            "{backdated:?}"
        );
        let declared = [(
            "version = \"1.3\"\nvalid_from = \"2012-03-15\"",
            "version = \"1.4\"\ndeclared = [\"backdated\"]\nvalid_from = \"2026-11-01\"",
        )];
        assert_eq!(refused(&declared), []);
    });
}

/// One objective over calls, one over mail and one of a month, each otherwise or gone under version 1.3.
#[test]
fn a_promise_changed_under_its_version_is_refused() {
    on_both("2026-11-30T08:00:00+01:00", |bench| {
        let refused = |edits: &[(&str, &str)]| -> Vec<String> {
            let all = plan(bench, edits).refused.into_iter();
            all.map(|r| r.what + "; " + &r.right).collect()
        };
        let right = "give agreement `servicedesk` a new version and the date from which it holds";
        let told = |objective: &str, how: &str| {
            vec![format!("agreement `servicedesk` version 1.3: {objective} {how}; {right}")]
        };
        let other = "promises something else";
        assert_eq!(refused(&[WAIT]), told("call_objective `svarstid-telefon`", other));
        assert_eq!(refused(&[MAIL]), told("mail_objective `mottagning-e-post`", other));
        assert_eq!(refused(&[MONTH]), told("objective `fordelning-manad`", other));
        let gone = ("key = \"mottagning-e-post\"", "key = \"mottagning\"");
        assert_eq!(refused(&[gone]), told("mail_objective `mottagning-e-post`", "is gone"));
        // The hours of days gone by are those it was promised by; days to come may be put right in a new version.
        let holidays = |date: &str| {
            let hours = format!("version = \"1.4\"\nholidays = \"SE\"\ndays = {{ \"{date}\" = [] }}");
            refused(&[("version = \"1.3\"\nholidays = \"SE\"", hours.as_str())])
        };
        assert_eq!(holidays("2026-11-24").len(), 2);
        assert_eq!(holidays("2026-12-01"), [] as [String; 0]);
    });
}

/// A new name, a share written otherwise, values in another order and a new objective change no promise; under a new
/// version all may change.
#[test]
fn what_changes_no_promise_is_applied_under_its_version() {
    on_both("2026-11-30T08:00:00+01:00", |bench| {
        let more = "[[mail_objective]]\nkey = \"ny\"\nagreement = \"servicedesk\"\nname = \"Ny\"\n\
                    measure = \"accounted\"\nobjective = \"> 0.5\"\n\n[[mail_objective]]\nkey = \"mottagning-e-post\"";
        let same = [
            ("sv = \"Svarstid i telefon\"", "sv = \"Svarstid\""),
            ("wanted = \"> 0.90\"", "wanted = \"> 0.9\""),
            (
                "priority = [\"kritisk\", \"hog\"] }\ncalendar",
                "priority = [\"hog\", \"kritisk\"] }\ncalendar",
            ),
            ("[[mail_objective]]\nkey = \"mottagning-e-post\"", more),
        ];
        assert_eq!(plan(bench, &same).refused, []);
        assert_eq!(plan(bench, &[VERSION, WAIT, MAIL, MONTH]).refused, []);
    });
}

/// A version that ends on 31 December, and one that begins in February or in November.
#[test]
fn a_gap_and_an_overlap_are_refused_unless_declared() {
    on_both("2026-11-30T08:00:00+01:00", |bench| {
        let source = std::fs::read_to_string("../config/desks/webcare.toml").unwrap();
        let ends = source.replacen(
            "valid_from = \"2012-03-15\"",
            "valid_from = \"2012-03-15\"\nvalid_to = \"2027-01-01\"",
            1,
        );
        let desk = desk::read("webcare", &ends).unwrap();
        bench.app.apply_desk(&desk, &ends, "test", bench.now()).unwrap();
        let next = |from: &str, declared: &str| -> Vec<String> {
            let begins = format!("version = \"1.4\"{declared}\nvalid_from = \"{from}\"");
            let edits = [("version = \"1.3\"\nvalid_from = \"2012-03-15\"", begins.as_str())];
            plan(bench, &edits).refused.into_iter().map(|r| r.what).collect()
        };
        assert!(next("2027-02-01", "")[0].contains("no version is valid from 2027-01-01"));
        assert_eq!(next("2027-02-01", "\ndeclared = [\"gap\"]"), [] as [String; 0]);
        assert!(next("2026-12-01", "")[0].contains("both versions are valid"));
        assert_eq!(next("2026-12-01", "\ndeclared = [\"overlap\"]"), [] as [String; 0]);
        assert_eq!(next("2027-01-01", ""), [] as [String; 0]);
    });
}

/// Another process, such as the command line, applies a file while the server runs.
#[test]
fn what_another_process_applied_is_followed() {
    on_both("2026-11-30T08:00:00+01:00", |bench| {
        let secrets = app::Secrets { token_key: vec![1; 32], thread_key: vec![2; 32] };
        let other = app::App::new(bench.app.store.clone(), bench.app.settings.clone(), secrets).unwrap();
        assert!(!bench.app.follow_desks().unwrap(), "nothing to follow");
        let shipped = std::fs::read_to_string("../config/desks/webcare.toml").unwrap();
        let source = shipped.replacen("name = \"WebCare Servicedesk\"", "name = \"Servicedesken\"", 1);
        assert_ne!(source, shipped);
        other.apply_desk(&desk::read("webcare", &source).unwrap(), &source, "test", bench.now()).unwrap();
        assert_eq!(bench.app.desk("webcare").unwrap().name.in_language("sv"), "WebCare Servicedesk");
        assert!(bench.app.follow_desks().unwrap());
        assert_eq!(bench.app.desk("webcare").unwrap().name.in_language("sv"), "Servicedesken");
        assert!(!bench.app.follow_desks().unwrap());
    });
}

/// A desk that opens at six from the new year, applied in December, was open from seven in November: also a line without
/// a target of its own, and however many files are applied after it.
#[test]
fn hours_of_a_version_to_come_leave_the_staffing_of_a_past_month() {
    on_both("2026-11-30T06:30:00+01:00", |bench| {
        bench.mail("webcare", CONTACT, "Tidig", "Ett oväntat fel.");
        bench.until(at("2026-12-02T08:00:00+01:00"));
        let staffing = |from: &str, to: &str| -> Value {
            let server = Server::over(bench);
            let path = format!("/api/v1/reports/staffing?desk=webcare&from={from}&to={to}");
            let answer = server.get(&server.sign_in("manager"), &path);
            assert_eq!(answer.status, 200, "{}", answer.body);
            answer.body["lines"].clone()
        };
        let november = staffing("2026-11-01", "2026-12-01");
        let shipped = std::fs::read_to_string("../config/desks/webcare.toml").unwrap();
        let longer = shipped
            .replacen(
                "version = \"1.3\"\nvalid_from = \"2012-03-15\"",
                "version = \"1.4\"\ndeclared = [\"future\"]\nvalid_from = \"2027-01-01\"",
                1,
            )
            .replacen("version = \"1.3\"\nholidays", "version = \"1.4\"\nholidays", 1)
            .replacen("mon = [\"07:00-17:30\"]", "mon = [\"06:00-17:30\"]", 1);
        for source in [longer.clone(), longer.replacen("1.4", "1.5", 2).replacen("06:00", "05:00", 1)] {
            let desk = desk::read("webcare", &source).unwrap();
            assert_eq!(bench.app.plan_desk(&desk, bench.now()).unwrap().refused, []);
            bench.app.apply_desk(&desk, &source, "test", bench.now()).unwrap();
            assert_eq!(staffing("2026-11-01", "2026-12-01"), november);
        }
        bench.until(at("2027-01-12T08:00:00+01:00"));
        let january = staffing("2027-01-01", "2027-01-12");
        let monday = january[0]["hours"].as_array().unwrap().iter().find(|hour| hour["hour"] == "1-05");
        assert!(monday.is_some_and(|hour| hour["open_seconds"] == 7_200), "{january}");
    });
}
