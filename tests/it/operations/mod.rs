//! The operations report, the board's sheet, and what is presented of them (RSI-09, SRS-12, SRS-15).

mod board;
mod figures;
mod frozen;
mod pages;
mod receivers;
mod reception;
mod signing;

use crate::organisations::world::World;
use serde_json::{Value, json};

/// A Monday; November has a month of its own.
const MONDAY: &str = "2026-11-02T08:00:00+01:00";
const DECEMBER: &str = "2026-12-01T08:00:00+01:00";
const CONTACT: &str = "kontakt.avd32@sjukhus.region-exempel.example";
const PERIOD: &str = "from=2026-11-01&to=2026-12-01";

/// Opens a case of a service and type as the service desk.
fn open(world: &World<'_>, service: &str, case_type: &str, more: &Value) -> String {
    let mut body = json!({
        "desk": "webcare", "subject": format!("{case_type} {service}"), "description": "Ett oväntat fel.",
        "requester": { "email": CONTACT }, "service": service, "environment": "produktion",
        "case_type": case_type,
    });
    for (key, value) in more.as_object().unwrap() {
        body[key] = value.clone();
    }
    let made = world.open("servicedesk", &body);
    assert_eq!(made.status, 201, "{}", made.body);
    made.body["reference"].as_str().unwrap().to_owned()
}

/// Takes a case and solves it.
fn solve(world: &World<'_>, case: &str, solution: &str) {
    world.done("servicedesk", case, "resolve", &json!({ "solution": solution, "text": "Rättat." }));
}

fn report(world: &World<'_>, service: &str) -> Value {
    world.get("manager", &format!("/reports/operations?desk=webcare&service={service}&{PERIOD}"))
}

/// Presents a report of November; status and answer.
fn present(world: &World<'_>, who: &str, kind: &str, service: &str, comment: &str) -> (u16, Value) {
    let body = json!({
        "kind": kind, "desk": "webcare", "service": service, "from": "2026-11-01", "to": "2026-12-01",
        "comment": comment,
    });
    let answer = world.send(who, "/api/v1/reports/presented", &body);
    (answer.status, answer.body)
}

/// The line of a group and key.
fn line<'a>(report: &'a Value, group: &str, key: &str) -> &'a Value {
    let lines = report["volumes"].as_array().unwrap();
    let own = |line: &&Value| line["group"] == group && line["name"]["key"] == key;
    lines.iter().find(own).unwrap_or_else(|| panic!("no {group} {key}: {report}"))
}

/// arrived, solved, reopened, open.
fn counts(line: &Value) -> [i64; 4] {
    ["arrived", "solved", "reopened", "open"].map(|measure| line[measure].as_i64().unwrap())
}
