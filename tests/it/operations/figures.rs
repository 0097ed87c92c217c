//! Every figure against a count by hand from the cases' own events.

use super::{CONTACT, DECEMBER, MONDAY, PERIOD, counts, line, open, report, solve};
use crate::organisations::world::World;
use serde_json::{Value, json};
use testkit::{at, on_both};

/// What the events of cases say happened in November: arrived, solved, reopened, open at its end.
fn recounted(world: &World<'_>, cases: &[&String], wanted: impl Fn(&Value) -> bool) -> [i64; 4] {
    let (from, to) = (at("2026-11-01T00:00:00+01:00"), at("2026-12-01T00:00:00+01:00"));
    let mut sums = [0; 4];
    for case in cases {
        if !wanted(&world.see("manager", case)) {
            continue;
        }
        let (mut arrived, mut solved, mut reopened, mut phase) = (false, false, false, String::new());
        for event in world.events("manager", case) {
            let when = at(event["effective_at"].as_str().unwrap());
            let within = from <= when && when < to;
            match event["type"].as_str().unwrap() {
                "opened" => arrived |= within,
                "resolved" => solved |= within,
                "reopened" => reopened |= within,
                _ => {}
            }
            if let Some(after) = event["data"]["phase"].as_str().filter(|_| when < to) {
                after.clone_into(&mut phase);
            }
        }
        let open = !phase.is_empty() && !["resolved", "closed", "cancelled"].contains(&phase.as_str());
        for (sum, counts) in sums.iter_mut().zip([arrived, solved, reopened, open]) {
            *sum += i64::from(counts);
        }
    }
    sums
}

/// November of a service: a critical fault of an hour, one solved and reopened, a complaint, a change made and one to
/// come, a problem; another service beside it.
pub(super) fn november(world: &World<'_>) -> Vec<String> {
    let critical = json!({ "impact": "alla", "urgency": "genast" });
    let fault = open(world, "webcare", "fel", &critical);
    world.done("servicedesk", &fault, "take", &json!({}));
    world.until("2026-11-02T09:00:00+01:00");
    world.done("servicedesk", &fault, "restore", &json!({}));
    solve(world, &fault, "avhjalpt");
    let again = open(world, "webcare", "fel", &json!({}));
    world.done("servicedesk", &again, "take", &json!({}));
    solve(world, &again, "instruktion");
    let complaint = open(world, "webcare", "klagomal", &json!({}));
    let elsewhere = open(world, "drift", "driftstorning", &critical);
    world.until("2026-11-03T08:00:00+01:00");
    world.done(
        "servicedesk",
        &again,
        "reopen",
        &json!({ "reason": "Det är tillbaka.", "fault": "persisted" }),
    );
    let made = open(world, "webcare", "andring", &json!({ "subject": "Ny version 4.2" }));
    world.done("servicedesk", &made, "take", &json!({}));
    world.until("2026-11-20T20:00:00+01:00");
    solve(world, &made, "avhjalpt");
    let coming = open(world, "webcare", "andring", &json!({ "subject": "Byte av databas" }));
    world.done("servicedesk", &coming, "take", &json!({}));
    let until = json!({ "for": "until", "until": "2026-12-12T20:00:00+01:00" });
    world.done("servicedesk", &coming, "wait", &until);
    let problem = open(world, "webcare", "problem", &json!({ "subject": "Långsamt på måndagar" }));
    vec![fault, again, complaint, elsewhere, made, coming, problem]
}

#[test]
fn volumes_are_what_the_events_say_and_leave_other_services_out() {
    on_both(MONDAY, |bench| {
        let world = World::over(bench);
        let cases = november(&world);
        let all: Vec<&String> = cases.iter().collect();
        world.until(DECEMBER);
        let november = report(&world, "webcare");
        let of = |key: &'static str, value: &'static str| {
            move |case: &Value| case["service"] == "webcare" && (key.is_empty() || case[key] == value)
        };
        let hand = |key, value| recounted(&world, &all, of(key, value));
        assert_eq!(counts(line(&november, "whole", "")), hand("", ""));
        assert_eq!(
            hand("", ""),
            [6, 3, 1, 4],
            "six came; the complaint, the change, the problem and one fault are open"
        );
        for kind in ["incident", "request", "problem", "change"] {
            assert_eq!(counts(line(&november, "kind", kind)), hand("kind", kind), "{kind}");
        }
        assert_eq!(counts(line(&november, "priority", "kritisk")), hand("priority", "kritisk"));
        assert_eq!(counts(line(&november, "complaint", "")), hand("case_type", "klagomal"));
        assert_eq!(counts(line(&november, "major", "")), [1, 1, 0, 0]);
        // The period before had nothing.
        assert!(november["before"].as_array().unwrap().iter().all(|line| counts(line) == [0; 4]));
        // The whole desk has the other service too.
        let whole = world.get("manager", &format!("/reports/operations?desk=webcare&{PERIOD}"));
        assert_eq!(counts(line(&whole, "whole", "")), recounted(&world, &all, |_| true));
        assert_eq!(counts(line(&whole, "major", ""))[0], 2);
        // Each figure lists exactly its cases.
        for (figure, wanted) in [
            ("whole::arrived", 6),
            ("kind:incident:reopened", 1),
            ("kind:change:solved", 1),
            ("complaint::open", 1),
            ("priority:kritisk:open", 0),
        ] {
            let path =
                format!("/reports/operations/cases?desk=webcare&service=webcare&{PERIOD}&figure={figure}");
            let list = world.get("manager", &path);
            assert_eq!(list["items"].as_array().unwrap().len(), wanted, "{figure}");
            assert_eq!(list["count"], json!(wanted), "{figure}");
        }
    });
}

#[test]
fn lists_tell_major_incidents_changes_problems_and_causes_and_nothing_requesters_wrote() {
    on_both(MONDAY, |bench| {
        let world = World::over(bench);
        let cases = november(&world);
        world.until(DECEMBER);
        let november = report(&world, "webcare");
        let references = |list: &str| -> Vec<String> {
            let lines = november[list].as_array().unwrap();
            lines.iter().map(|line| line["reference"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(references("major"), [cases[0].clone()]);
        assert_eq!(references("changes"), [cases[4].clone()]);
        assert_eq!(references("coming"), [cases[5].clone()]);
        assert_eq!(references("problems"), [cases[6].clone()]);
        let major = &november["major"][0];
        let moment = |key: &str| at(major[key].as_str().unwrap());
        assert_eq!((moment("ended") - moment("began")).num_minutes(), 60, "{major}");
        assert!(major["subject"].is_null(), "what a requester wrote stands in no report");
        assert_eq!(november["coming"][0]["subject"], "Byte av databas");
        let planned = at(november["coming"][0]["planned"].as_str().unwrap());
        assert_eq!(planned, at("2026-12-12T20:00:00+01:00"));
        // Two were solved by what mends a fault in operation or in the system, one by an instruction.
        let causes = november["causes"].as_array().unwrap();
        let sum: i64 = causes.iter().map(|cause| cause["count"].as_i64().unwrap()).sum();
        assert_eq!(sum, 3, "as many causes as cases solved: {causes:?}");
        assert_eq!(causes[0]["count"], 2, "the most frequent first: {causes:?}");
        // Levels are those of the report on service levels for the same service.
        let sla = world.get("manager", &format!("/reports/sla?desk=webcare&service=webcare&{PERIOD}"));
        let mut decided = 0;
        for level in november["levels"].as_array().unwrap() {
            let rows = sla["targets"].as_array().unwrap();
            let own = rows
                .iter()
                .find(|row| row["target"] == level["target"]["key"] && row["version"] == level["version"]);
            let own = own.unwrap_or_else(|| panic!("no {level}"));
            for figure in ["started", "met", "missed", "withdrawn", "running", "fulfilled"] {
                assert_eq!(own[figure], level[figure], "{figure} of {level}");
            }
            decided += level["met"].as_i64().unwrap() + level["missed"].as_i64().unwrap();
        }
        assert!(decided > 4, "{decided}");
        assert!(
            november["levels"].as_array().unwrap().iter().all(|l| l["target"]["key"] != "prod-start-hog"),
            "no target that holds for another service alone"
        );
        let months = november["months"].as_array().unwrap();
        assert_eq!(
            (months.len(), &months[0]["from"], &months[11]["from"]),
            (12, &json!("2025-12-01"), &json!("2026-11-01"))
        );
    });
}

/// Two critical faults of operation: the year's budget is told as it stood at the end of November, whatever came later.
#[test]
fn budgets_are_counted_as_of_the_end_of_the_period() {
    on_both("2026-11-30T08:00:00+01:00", |bench| {
        let world = World::over(bench);
        let critical = json!({ "impact": "alla", "urgency": "genast" });
        let down = open(&world, "drift", "driftstorning", &critical);
        world.done("servicedesk", &down, "take", &json!({}));
        world.until("2026-11-30T09:30:00+01:00");
        world.done("servicedesk", &down, "restore", &json!({}));
        world.until("2026-12-02T10:00:00+01:00");
        let later = open(&world, "drift", "driftstorning", &critical);
        world.done("servicedesk", &later, "take", &json!({}));
        world.until("2026-12-02T11:00:00+01:00");
        let november = report(&world, "drift");
        let objective = |report: &Value, key: &str| {
            let lines = report["objectives"].as_array().unwrap();
            lines.iter().find(|line| line["objective"]["key"] == key).cloned().unwrap()
        };
        let faults = objective(&november, "prod-fel-hog");
        assert_eq!((&faults["figure"], &faults["finished"]), (&json!(1), &json!(false)), "{faults}");
        assert_eq!(objective(&november, "prod-feltid")["figure"], json!(90 * 60));
        // The same year told now has both.
        let now = world.figure("manager", "webcare", "prod-fel-hog", "", "2026-12-02");
        assert_eq!(now["figure"], json!(2.0));
        // What counts no service at all is told, and said to be of the whole desk.
        assert_eq!(objective(&november, "fordelning-manad")["of_desk"], json!(true));
        assert!(
            report(&world, "webcare")["objectives"]
                .as_array()
                .unwrap()
                .iter()
                .all(|line| line["objective"]["key"] != "prod-fel-hog")
        );
    });
}

#[test]
fn what_is_asked_wrongly_is_named_and_who_reads_no_reports_gets_none() {
    on_both(MONDAY, |bench| {
        let world = World::over(bench);
        let ask = |who: &str, path: &str| {
            let answer = world.ask(who, path);
            (answer.status, answer.body["field"].clone())
        };
        let path = format!("/reports/operations?desk=webcare&{PERIOD}");
        assert_eq!(ask("manager", &format!("{path}&service=annan")), (400, json!("service")));
        assert_eq!(ask("manager", &format!("{path}&figure=x")), (400, json!("figure")));
        assert_eq!(
            ask("manager", "/reports/operations?desk=webcare&from=2026-12-01&to=2026-11-01"),
            (400, json!("to"))
        );
        assert_eq!(ask("servicedesk", &path).0, 403);
        assert_eq!(ask("bestallare", &path).0, 403, "who approves reads what is presented, nothing live");
        let cases = format!("/reports/operations/cases?desk=webcare&{PERIOD}");
        assert_eq!(ask("manager", &format!("{cases}&figure=nothing:x:y")), (400, json!("figure")));
        assert_eq!(ask("bestallare", &format!("{cases}&figure=whole::open")).0, 403);
        // Who receives reports sees no case.
        let case = bench.mail("webcare", CONTACT, "Ett fel", "Ett fel.").reference;
        assert!(!world.reads("bestallare", case.as_str()));
    });
}
