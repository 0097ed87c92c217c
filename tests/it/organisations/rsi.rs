//! RSI: the operations agreement with its SLA, per system, answered for by the responsible region.

use super::Acceptance;
use super::world::{World, is_at};
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
];

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
