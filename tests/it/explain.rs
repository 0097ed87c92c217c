//! How clocks came to their figures: through REST and the console, with the arithmetic by hand.

use crate::browser::Browser;
use crate::server::Server;
use app::{Facts, Order};
use serde_json::{Value, json};
use testkit::{Bench, on_both, on_both_with, words};
use ticket::Reference;

const CONTACT: &str = "kontakt.avd32@sjukhus.region-exempel.example";

fn explanation(bench: &Bench, login: &str, reference: &Reference) -> (u16, Value) {
    let server = Server::over(bench);
    let answer = server.get(&server.sign_in(login), &format!("/api/v1/tickets/{reference}/explanation"));
    (answer.status, answer.body)
}

fn clock<'a>(explanation: &'a Value, target: &str) -> &'a Value {
    let all = explanation["clocks"].as_array().unwrap();
    all.iter().find(|c| c["target"] == target).unwrap_or_else(|| panic!("no {target} in {explanation}"))
}

/// Opened Friday 15:00, service desk open until 16:00, Monday from 07:00. A question at 15:30, answered Monday 09:00,
/// read Monday 11:00. Counted: Friday 15:00-15:30 = 30 min, Monday 09:00-11:00 = 2 h; 2 h 30 min in all. Closed
/// outside pauses: nothing. Paused: Friday 15:30 to Monday 09:00.
#[test]
fn a_pause_over_a_closed_week_end_is_explained_and_sums_to_the_figure() {
    on_both("2026-11-27T15:00:00+01:00", |bench| {
        let reference = bench.mail("webcare", CONTACT, "Kan inte spara", "Ett fel.").reference;
        bench.act("servicedesk", &reference, Order::Take).unwrap();
        bench.until(testkit::at("2026-11-27T15:30:00+01:00"));
        bench.act("servicedesk", &reference, Order::WaitRequester(Some(words("Vilken?")))).unwrap();
        bench.until(testkit::at("2026-11-30T09:00:00+01:00"));
        bench.act("servicedesk", &reference, Order::Resume).unwrap();
        bench.until(testkit::at("2026-11-30T11:00:00+01:00"));
        let (status, seen) = explanation(bench, "manager", &reference);
        assert_eq!(status, 200, "{seen}");
        let resolution = clock(&seen, "losning-1a-linjen");
        assert_eq!(resolution["elapsed_seconds"], 9_000);
        assert_eq!(resolution["closed_seconds"], 0);
        let counted: Vec<&Value> =
            resolution["segments"].as_array().unwrap().iter().map(|s| &s["counted_seconds"]).collect();
        assert_eq!(counted, [&json!(1_800), &json!(7_200)]);
        assert_eq!(
            resolution["pauses"],
            json!([{ "from": "2026-11-27T14:30:00Z", "to": "2026-11-30T08:00:00Z", "phase": "waiting_requester" }])
        );
        assert_eq!(
            (&resolution["agreement"], &resolution["agreement_version"], &resolution["calendar_version"]),
            (&json!("servicedesk"), &json!("1.3"), &json!("1.3"))
        );
        let again = &resolution["recompute"][0];
        assert_eq!(
            (&again["tz"], &again["target_seconds"], &again["calendar"]["fri"]),
            (&json!("Europe/Stockholm"), &json!(57_600), &json!([["07:00", "16:00"]]))
        );
        // Advent has no public holiday; what is due by then needs none.
        assert_eq!(explanation(bench, "stod.annan", &reference).0, 404);
        let server = Server::over(bench);
        let page = Browser::of(&server, "manager").get(&format!("/cases/{reference}/explanation"));
        assert_eq!(page.status, 200, "{}", page.html);
        assert!(page.says("2:30:00") && page.says("väntande på användaren") && page.says("Lösning"));
        let case = Browser::of(&server, "manager").get(&format!("/cases/{reference}"));
        assert!(case.html.contains(&format!("/cases/{reference}/explanation")));
    });
}

/// A disturbance of operation that began at 16:30 on a weekday: of the two targets for critical and high the one for
/// other times fails its condition on the begin, and the one for medium its priority.
#[test]
fn the_rule_tells_what_did_not_hold() {
    on_both("2026-11-30T16:30:00+01:00", |bench| {
        let reference = bench.mail("webcare", CONTACT, "Driften ligger nere", "Allt.").reference;
        bench.act("servicedesk", &reference, Order::Take).unwrap();
        let facts = Facts {
            case_type: Some("driftstorning".into()),
            service: Some("drift".into()),
            environment: Some("produktion".into()),
            impact: Some("alla".into()),
            urgency: Some("genast".into()),
            ..Facts::default()
        };
        bench.act("servicedesk", &reference, Order::Classify(facts)).unwrap();
        let (_, seen) = explanation(bench, "servicedesk", &reference);
        let rules = clock(&seen, "prod-feltid-hog-8-17")["rule"].as_array().unwrap();
        let verdicts: Vec<(&str, &str, Option<&str>)> = rules
            .iter()
            .map(|r| (r["target"].as_str().unwrap(), r["verdict"].as_str().unwrap(), r["failed"].as_str()))
            .filter(|(target, ..)| target.starts_with("prod-"))
            .collect();
        assert_eq!(
            verdicts,
            [
                ("prod-feltid-hog-8-17", "applies", None),
                ("prod-feltid-hog-ovrig-tid", "condition", Some("begins_outside")),
                ("prod-feltid-medel", "condition", Some("priority")),
            ]
        );
    });
}

/// A clock keeps the agreement version it started under though a later desk file has another: ten minutes stay ten,
/// the next case has twenty, and the doctor finds both to follow from their events.
#[test]
fn a_clock_keeps_the_version_it_started_under() {
    on_both_with("2026-11-30T08:00:00+01:00", &[], |bench| {
        let before = bench.mail("webcare", CONTACT, "Före", "Ett fel.").reference;
        bench.minutes(1);
        let source = std::fs::read_to_string("../config/desks/webcare.toml").unwrap();
        let newer = source
            .replacen(
                "version = \"1.3\"\nvalid_from = \"2012-03-15\"",
                "version = \"1.4\"\nvalid_from = \"2026-11-30\"",
                1,
            )
            .replacen("within = \"10m\"", "within = \"20m\"", 1);
        let desk = desk::read("webcare", &newer).unwrap();
        bench.app.apply_desk(&desk, &newer, "test", bench.now()).unwrap();
        let after = bench.mail("webcare", CONTACT, "Efter", "Ett fel.").reference;
        bench.minutes(12);
        let (_, old) = explanation(bench, "manager", &before);
        let (_, new) = explanation(bench, "manager", &after);
        let of = |seen: &Value| {
            let c = clock(seen, "fordelning");
            (c["agreement_version"].clone(), c["target_seconds"].clone(), c["outcome"].clone())
        };
        assert_eq!(of(&old), (json!("1.3"), json!(600), json!("missed")));
        assert_eq!(of(&new), (json!("1.4"), json!(1_200), Value::Null));
    });
}

/// Distribution in ten minutes; what follows the breach hands the case on a microsecond later. Whole seconds would say ten
/// of ten.
#[test]
fn a_miss_by_a_hair_is_seen() {
    on_both("2026-11-30T08:00:00+01:00", |bench| {
        let reference = bench.mail("webcare", CONTACT, "Kan inte spara", "Ett fel.").reference;
        bench.minutes(20);
        let (_, seen) = explanation(bench, "manager", &reference);
        assert_eq!(clock(&seen, "fordelning")["elapsed_seconds"], json!(600.000001), "{seen}");
        let server = Server::over(bench);
        let page = Browser::of(&server, "manager").get(&format!("/cases/{reference}/explanation"));
        assert!(page.says("0:10:00.000001") && page.says("08:10:00.000001"), "{}", page.html);
    });
}
