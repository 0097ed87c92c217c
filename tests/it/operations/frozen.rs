//! What is presented never changes; corrections and reopenings stand beside it.

use super::{DECEMBER, open, present, solve};
use crate::organisations::world::World;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use testkit::on_both;

const LAST_DAY: &str = "2026-11-30T08:00:00+01:00";

fn frozen(world: &World<'_>, id: &Value) -> String {
    world.raw("bestallare", &format!("/reports/presented/{id}?format=frozen"))
}

/// The amendment of a part, name and figure: from and to.
fn amendment(report: &Value, part: &str, key: &str, figure: &str) -> Option<(Value, Value)> {
    let list = report["amendments"].as_array().unwrap();
    let named = |a: &Value| a["of"].as_array().unwrap().iter().any(|name| name["key"] == key);
    let own = list.iter().find(|a| a["part"] == part && a["figure"] == figure && named(a));
    own.map(|a| (a["from"]["value"].clone(), a["to"]["value"].clone()))
}

#[test]
fn corrections_and_reopenings_stand_beside_the_frozen_figures() {
    on_both(LAST_DAY, |bench| {
        let world = World::over(bench);
        let critical = json!({ "impact": "alla", "urgency": "genast" });
        let down = open(&world, "drift", "driftstorning", &critical);
        world.done("servicedesk", &down, "take", &json!({}));
        world.until("2026-11-30T09:00:00+01:00");
        world.done("servicedesk", &down, "restore", &json!({}));
        let asked = open(&world, "drift", "handhavande", &json!({}));
        world.done("servicedesk", &asked, "take", &json!({}));
        solve(&world, &asked, "instruktion");
        world.until(DECEMBER);
        let (status, presented) = present(&world, "manager", "operations", "drift", "");
        assert_eq!(status, 201, "{presented}");
        let (id, kept) = (&presented["id"], frozen(&world, &presented["id"]));
        let content: Value = serde_json::from_str(&kept).unwrap();
        let read = || world.get("bestallare", &format!("/reports/presented/{id}"));
        assert_eq!(read()["amendments"], json!([]), "nothing is counted otherwise yet");
        assert_eq!(read()["report"], content);
        let digest: String = Sha256::digest(kept.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(presented["digest"], json!(digest), "anybody can make it again");

        // A week later somebody finds out that it worked again at noon only: three hours more.
        world.until("2026-12-02T09:00:00+01:00");
        assert_eq!(read()["amendments"], json!([]), "time alone changes nothing");
        let events = world.events("manager", &down);
        let end = events.iter().find(|e| e["type"] == "restored").unwrap()["seq"].clone();
        let right =
            json!({ "event": end, "at": "2026-11-30T12:00:00+01:00", "reason": "Larmet släckt 12:00." });
        let proposed = world.done("servicedesk", &down, "correct", &right);
        let proposal = proposed["proposals"][0]["id"].clone();
        world.done("manager", &down, "agree", &json!({ "proposal": proposal }));

        let later = read();
        assert_eq!(later["report"], content, "the figures stand");
        assert_eq!((frozen(&world, id), &later["digest"]), (kept.clone(), &presented["digest"]));
        // 08:00 to 09:00 were an hour, 08:00 to 12:00 are four; two hours were promised.
        assert_eq!(
            amendment(&later, "objectives", "prod-feltid", "figure"),
            Some((json!(["total", 3_600]), json!(["total", 4 * 3_600])))
        );
        assert_eq!(amendment(&later, "levels", "prod-feltid-hog-8-17", "met"), Some((json!(1), json!(0))));
        assert_eq!(amendment(&later, "levels", "prod-feltid-hog-8-17", "missed"), Some((json!(0), json!(1))));
        let ended = amendment(&later, "major", &down, "ended").unwrap();
        assert_ne!(ended.0, ended.1);
        assert_eq!(amendment(&later, "volumes", "incident", "arrived"), None, "what is the same is not told");

        // Approved as it was presented: the region signs the figures and sees the amendments.
        let answer = world.send("bestallare", &format!("/api/v1/reports/presented/{id}/approve"), &json!({}));
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(answer.body["digest"], presented["digest"]);

        // Reopened, the question is not solved yet; and it turns out to be about another service.
        world.done("servicedesk", &asked, "reopen", &json!({ "reason": "Det gick inte." }));
        world.done("servicedesk", &asked, "classify", &json!({ "service": "webcare" }));
        let moved = read();
        assert_eq!(amendment(&moved, "levels", "losning-1a-linjen", "met"), Some((json!(1), json!(0))));
        assert_eq!(amendment(&moved, "volumes", "request", "arrived"), Some((json!(1), json!(0))));
        assert_eq!((frozen(&world, id), &moved["state"]), (kept, &json!("approved")));
    });
}

/// A file of another desk version changes names and receivers, not what was frozen.
#[test]
fn names_stay_as_they_were_when_the_desk_file_changes() {
    on_both(DECEMBER, |bench| {
        let world = World::over(bench);
        let (_, presented) = present(&world, "manager", "operations", "drift", "");
        let id = &presented["id"];
        let kept = frozen(&world, id);
        let source = std::fs::read_to_string("../config/desks/webcare.toml").unwrap();
        let source = source.replace("Applikations- och serverdrift", "Molnet");
        let desk = desk::read("webcare", &source).unwrap();
        bench.app.apply_desk(&desk, &source, "test", bench.now()).unwrap();
        let read = world.get("bestallare", &format!("/reports/presented/{id}"));
        assert_eq!(read["report"]["service"]["names"]["sv"], "Applikations- och serverdrift");
        assert_eq!((frozen(&world, id), &read["amendments"]), (kept, &json!([])));
        let live = world
            .get("manager", "/reports/operations?desk=webcare&service=drift&from=2026-11-01&to=2026-12-01");
        assert_eq!(live["service"]["names"]["sv"], "Molnet");
    });
}
