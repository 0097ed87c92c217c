//! RSI: the operations agreement with its SLA, per system, answered for by the responsible region.

use super::Acceptance;
use super::world::{World, is_at};
use crate::posthouse::Got;
use serde_json::json;

const ASKER: &str = "bruger@region-oest.example";
const DESK: &str = "systemforvaltning@rsi-exempel.example";

pub const ALL: &[Acceptance] = &[
    Acceptance {
        shows: &["RSI-04"],
        name: "rsi_04_availability_and_response_times_are_told_per_system",
        start: "2027-06-01T00:00:00+02:00",
        without: &[("per = [\"service\"]\ncalendar = \"altid\"", "calendar = \"altid\"")],
        run: availability,
    },
    Acceptance {
        shows: &["RSI-14"],
        name: "rsi_14_the_responsible_regions_clock_runs_on_while_the_supplier_works",
        // The Tuesday after Easter is the first working day.
        start: "2027-03-30T08:00:00+02:00",
        without: &[(
            "within = \"16h\"\ncalendar = \"hverdage-8-16\"\npauses = [\"waiting_requester\"]",
            "within = \"16h\"\ncalendar = \"hverdage-8-16\"\npauses = [\"waiting_requester\", \"waiting_supplier\"]",
        )],
        run: supplier,
    },
    Acceptance {
        shows: &["RSI-09"],
        name: "rsi_09_each_system_has_its_operations_report_approved_by_the_region_that_answers_for_it",
        start: "2027-06-01T00:00:00+02:00",
        without: &[(
            "role = \"systemansvarlig\"\norganisation = \"region-oest\"",
            "role = \"systemansvarlig\"\norganisation = \"region-vest\"",
        )],
        run: operations,
    },
];

/// System A was down for 3 h in June, system B never. Each report is its own region's to approve.
fn operations(world: &World<'_>) {
    world.until("2027-06-01T06:00:00+02:00");
    let case = world.mail(ASKER, DESK, "Systemet er nede", "Ingen kan logge ind.");
    world.done("stoette.oest", &case, "take", &json!({}));
    let facts = json!({
        "case_type": "nedbrud", "service": "system-a", "environment": "produktion",
        "impact": "alle-regioner", "urgency": "straks",
    });
    world.done("stoette.oest", &case, "classify", &facts);
    world.until("2027-06-01T09:00:00+02:00");
    world.done("stoette.oest", &case, "restore", &json!({}));
    world.until("2027-07-01T08:00:00+02:00");
    // Each system's report goes to the shared management by itself, at seven.
    world.post.got();
    world.schedules();
    let files =
        |got: &Got| got.mail.attachments.iter().filter_map(|a| a.filename.clone()).collect::<Vec<_>>();
    let mut sent = world.post.got();
    sent.retain(|got| got.to == ["sys@desk.example"]);
    assert_eq!(sent.len(), 2);
    let links = ["service=system-a", "service=system-b"];
    for link in links {
        assert!(sent.iter().any(|got| got.mail.text.contains(link)), "{link}");
    }
    assert!(sent.iter().all(|got| files(got) == ["rsi-operations-2027-06-01-2027-07-01.pdf"]));
    for (system, cases, region) in
        [("system-a", 1, "systemansvarlig.oest"), ("system-b", 0, "systemansvarlig.vest")]
    {
        let path = format!("/reports/operations?desk=rsi&service={system}&from=2027-06-01&to=2027-07-01");
        let report = world.get("sys", &path);
        assert_eq!(report["volumes"][0]["arrived"], json!(cases), "{report}");
        let objectives = report["objectives"].as_array().unwrap();
        let available = objectives.iter().find(|o| o["objective"]["key"] == "tilgaengelighed").unwrap();
        // 717 of the 720 hours of June.
        assert_eq!(available["figure"], json!(if cases == 1 { 995_833 } else { 1_000_000 }), "{available}");
        let body = json!({
            "kind": "operations", "desk": "rsi", "service": system, "from": "2027-06-01", "to": "2027-07-01",
        });
        let presented = world.send("sys", "/api/v1/reports/presented", &body);
        assert_eq!(presented.status, 201, "{}", presented.body);
        world.post.passes();
        assert_eq!(world.post.got().pop().unwrap().to, [format!("{region}@desk.example")]);
        let approve = format!("/api/v1/reports/presented/{}/approve", presented.body["id"]);
        for other in ["systemansvarlig.oest", "systemansvarlig.vest"].into_iter().filter(|who| *who != region)
        {
            assert_eq!(world.send(other, &approve, &json!({})).status, 404);
        }
        let approved = world.send(region, &approve, &json!({}));
        assert_eq!((approved.status, &approved.body["state"]), (200, &json!("approved")));
    }
}

/// System A is out of order for 3 h of the first 24 h of June: 21 / 24 = 0.875, where 0.995 is wanted. System B is not.
fn availability(world: &World<'_>) {
    world.until("2027-06-01T06:00:00+02:00");
    let case = world.mail(ASKER, DESK, "Systemet er nede", "Ingen kan logge ind.");
    world.done("stoette.oest", &case, "take", &json!({}));
    let facts = json!({
        "case_type": "nedbrud", "service": "system-a", "environment": "produktion",
        "impact": "alle-regioner", "urgency": "straks",
    });
    world.done("stoette.oest", &case, "classify", &facts);
    world.until("2027-06-01T09:00:00+02:00");
    world.done("stoette.oest", &case, "restore", &json!({}));
    world.until("2027-06-02T00:00:00+02:00");
    let figure = |service: &str| {
        world.figure("sys", "rsi", "tilgaengelighed", &format!("service={service}"), "2027-06-01")
    };
    let a = figure("system-a");
    assert_eq!((&a["figure"], &a["fulfilled"], &a["cases"]), (&json!(0.875), &json!(false), &json!(1)));
    let b = figure("system-b");
    assert_eq!((&b["figure"], &b["fulfilled"], &b["cases"]), (&json!(1.0), &json!(true), &json!(0)));
    // Nobody was answered within four hours of support: 0 of 1.
    let answered = world.figure("sys", "rsi", "svartid-maaned", "service=system-a", "2027-06-01");
    assert_eq!((&answered["met"], &answered["missed"]), (&json!(0), &json!(1)));
}

/// Opened Tuesday 08:00, with the supplier from 09:00: 16 h of support end Wednesday 16:00 all the same.
fn supplier(world: &World<'_>) {
    let case = world.mail(ASKER, DESK, "Systemet er nede", "Ingen kan logge ind.");
    world.done("stoette.oest", &case, "take", &json!({}));
    let facts = json!({ "case_type": "nedbrud", "service": "system-a", "environment": "produktion" });
    world.done("stoette.oest", &case, "classify", &facts);
    world.done("stoette.oest", &case, "escalate", &json!({}));
    world.until("2027-03-30T09:00:00+02:00");
    world.done("fsa", &case, "take", &json!({}));
    world.done("fsa", &case, "escalate", &json!({}));
    assert_eq!(world.see("stoette.oest", &case)["phase"], "waiting_supplier");
    let clock = world.clock("stoette.oest", &case, "fejlhaandtering");
    assert_eq!(clock["state"], "running");
    assert!(is_at(&clock["due_at"], "2027-03-31T16:00:00+02:00"), "{clock}");
    world.until("2027-03-31T16:00:01+02:00");
    assert_eq!(world.clock("stoette.oest", &case, "fejlhaandtering")["outcome"], "missed");
}
