//! The whole way: presented, mailed, rejected with a reason, presented again, approved; and everything that is refused.

use super::{DECEMBER, MONDAY, open, present, solve};
use crate::organisations::world::World;
use crate::server::PASSWORD;
use app::people::NewUser;
use app::sign_in::hash_password;
use desk::Membership;
use serde_json::{Value, json};
use testkit::{Bench, on_both, on_both_with};

pub(super) fn decide(world: &World<'_>, who: &str, id: &Value, way: &str, body: &Value) -> (u16, Value) {
    let answer = world.send(who, &format!("/api/v1/reports/presented/{id}/{way}"), body);
    (answer.status, answer.body)
}

/// Somebody who reads English, presents and receives.
fn add_both(bench: &Bench, login: &str, roles: &[&str]) {
    let membership = |role: &&str| Membership {
        desk: "webcare".into(),
        role: (*role).into(),
        organisation: None,
        queue: None,
    };
    let new = NewUser {
        login: login.into(),
        name: format!("Demo {login}"),
        email: Some(format!("{login}@desk.example")),
        language: Some("en".into()),
        password_hash: Some(hash_password(PASSWORD, &[7; 16]).unwrap()),
        memberships: roles.iter().map(membership).collect(),
    };
    bench.app.add_user(&new, bench.now()).unwrap();
}

#[test]
fn a_report_is_presented_rejected_with_a_reason_presented_again_and_approved() {
    on_both(MONDAY, |bench| {
        add_both(bench, "customer", &["bestallare"]);
        let world = World::over(bench);
        let case = open(&world, "webcare", "fel", &json!({}));
        world.done("servicedesk", &case, "take", &json!({}));
        solve(&world, &case, "avhjalpt");
        world.until(DECEMBER);
        world.post.got();
        let comment = "November var lugn.\nVi väntar en ny version; pnr 19121212-1212.";
        let (status, first) = present(&world, "manager", "operations", "webcare", comment);
        assert_eq!(
            (status, &first["state"], &first["revision"]),
            (201, &json!("presented"), &json!(1)),
            "{first}"
        );
        assert!(!first["comment"].as_str().unwrap().contains("1212-1212"), "{first}");
        world.post.passes();
        let mut told = world.post.got();
        told.sort_by(|a, b| a.to.cmp(&b.to));
        let to: Vec<&str> = told.iter().map(|mail| mail.to[0].as_str()).collect();
        assert_eq!(to, ["bestallare@desk.example", "customer@desk.example"]);
        let link = format!("/reports/presented/{}", first["id"]);
        assert!(told[0].mail.subject.contains("är presenterad"), "{}", told[0].mail.subject);
        assert!(told[0].mail.text.contains(&link) && told[0].mail.text.contains("November var lugn."));
        assert!(told[1].mail.subject.contains("is presented"), "{}", told[1].mail.subject);
        assert!(told[1].mail.text.contains("approve or reject"), "{}", told[1].mail.text);

        // The same again is refused, in both languages, with what would make it possible.
        let again = |language: &str| {
            let body = json!({ "kind": "operations", "desk": "webcare", "service": "webcare",
                "from": "2026-11-01", "to": "2026-12-01" });
            let headers = [("Accept-Language", language)];
            world.send_with("manager", "/api/v1/reports/presented", &body, &headers).body
        };
        assert_eq!(again("sv")["rule"], "report_presented");
        assert!(again("sv")["remedy"].as_str().unwrap().contains("underkänner"));
        assert!(again("en")["remedy"].as_str().unwrap().contains("rejects it"));

        let id = &first["id"];
        let no = json!({ "reason": "Klagomålen saknas i kommentaren." });
        assert_eq!(decide(&world, "bestallare", id, "reject", &json!({})).1["field"], "reason");
        assert_eq!(decide(&world, "bestallare", id, "reject", &json!({ "reason": " " })).0, 400);
        assert_eq!(decide(&world, "admin", id, "approve", &json!({})).0, 403, "reads it, is not asked");
        assert_eq!(decide(&world, "servicedesk", id, "approve", &json!({})).0, 404);
        assert_eq!(decide(&world, "region.forvaltning", id, "approve", &json!({})).0, 404, "of another desk");
        let (status, rejected) = decide(&world, "bestallare", id, "reject", &no);
        assert_eq!((status, &rejected["state"]), (200, &json!("rejected")), "{rejected}");
        assert_eq!(rejected["decided_for"], "region-exempel");
        world.post.passes();
        let back = world.post.got();
        assert_eq!((back.len(), &back[0].to), (1, &vec!["manager@desk.example".to_owned()]));
        assert!(back[0].mail.text.contains("Klagomålen saknas"), "{}", back[0].mail.text);
        let twice = decide(&world, "customer", id, "approve", &json!({}));
        assert_eq!((twice.0, &twice.1["rule"]), (422, &json!("report_decided")));

        let (status, second) = present(&world, "manager", "operations", "webcare", "Två klagomål.");
        assert_eq!((status, &second["revision"]), (201, &json!(2)));
        let (status, approved) = decide(&world, "customer", &second["id"], "approve", &json!({}));
        assert_eq!(
            (status, &approved["state"], &approved["decided_by"]),
            (200, &json!("approved"), &json!("Demo customer"))
        );
        let list = world.get("bestallare", "/reports/presented?desk=webcare");
        let states: Vec<(&Value, &Value)> =
            list["items"].as_array().unwrap().iter().map(|r| (&r["revision"], &r["state"])).collect();
        assert_eq!(states, [(&json!(2), &json!("approved")), (&json!(1), &json!("rejected"))]);
        let page = world.get("bestallare", "/reports/presented?limit=1");
        let next = page["next_cursor"].as_str().unwrap();
        let rest = world.get("bestallare", &format!("/reports/presented?limit=1&cursor={next}"));
        assert_eq!((&rest["items"][0]["revision"], &rest["next_cursor"]), (&json!(1), &Value::Null));
        assert_eq!(world.get("region.forvaltning", "/reports/presented")["items"], json!([]));
        assert_eq!(present(&world, "manager", "operations", "webcare", "").1["rule"], "report_presented");
    });
}

#[test]
fn who_may_not_present_or_too_early_or_to_nobody_is_refused() {
    on_both(MONDAY, |bench| {
        add_both(bench, "dubbel", &["manager", "bestallare"]);
        let world = World::over(bench);
        world.until("2026-11-30T23:59:59+01:00");
        let early = present(&world, "manager", "operations", "webcare", "");
        assert_eq!((early.0, &early.1["rule"]), (422, &json!("period_runs")));
        assert!(early.1["detail"].as_str().unwrap().contains("2026-12-01"), "{}", early.1);
        world.until(DECEMBER);
        assert_eq!(present(&world, "admin", "operations", "webcare", "").0, 403, "reads, does not present");
        assert_eq!(present(&world, "bestallare", "operations", "webcare", "").0, 403);
        assert_eq!(present(&world, "manager", "yearbook", "webcare", "").1["field"], "kind");
        assert_eq!(present(&world, "manager", "operations", "annan", "").1["field"], "service");
        assert_eq!(
            present(&world, "manager", "operations", "webcare", &"x".repeat(1_501)).1["field"],
            "comment"
        );
        assert_eq!(present(&world, "manager", "board", "webcare", &"x".repeat(701)).1["field"], "comment");
        let body = json!({ "kind": "board", "desk": "webcare", "service": "webcare", "from": "2026-11-02", "to": "2026-12-01" });
        let half = world.send("manager", "/api/v1/reports/presented", &body).body;
        assert_eq!((&half["field"], &half["reason"]), (&json!("from"), &json!("not_whole_month")));
        assert_eq!(half["allowed"], json!(["2026-11-01"]), "{half}");
        // Nobody decides on their own.
        let (status, own) = present(&world, "dubbel", "operations", "webcare", "");
        assert_eq!(status, 201, "{own}");
        let refused = decide(&world, "dubbel", &own["id"], "approve", &json!({}));
        assert_eq!((refused.0, &refused.1["rule"]), (422, &json!("own_report")));
        assert_eq!(decide(&world, "bestallare", &own["id"], "approve", &json!({})).0, 200);
        // The board's sheet of this desk needs nobody's approval; it is frozen all the same.
        let (status, sheet) = present(&world, "manager", "board", "webcare", "");
        assert_eq!((status, &sheet["state"]), (201, &json!("presented")));
        assert_eq!(decide(&world, "bestallare", &sheet["id"], "approve", &json!({})).0, 404);
        assert_eq!(present(&world, "manager", "board", "webcare", "").1["rule"], "report_presented");
    });
    let nobody =
        ("report = [\"operations\"]\nrole = \"bestallare\"", "report = [\"board\"]\nrole = \"bestallare\"");
    on_both_with(DECEMBER, &[nobody], |bench| {
        let world = World::over(bench);
        let refused = present(&world, "manager", "operations", "webcare", "");
        assert_eq!((refused.0, &refused.1["rule"]), (422, &json!("nobody_receives")), "{}", refused.1);
        assert!(refused.1["remedy"].as_str().unwrap().contains("report_receiver"));
    });
}

/// Sent twice with one key it is presented once.
#[test]
fn presenting_is_safe_to_repeat() {
    on_both(DECEMBER, |bench| {
        let world = World::over(bench);
        let body =
            json!({ "kind": "operations", "desk": "webcare", "from": "2026-11-01", "to": "2026-12-01" });
        let send = || {
            let headers = [("Idempotency-Key", "once")];
            world.send_with("manager", "/api/v1/reports/presented", &body, &headers)
        };
        let (first, second) = (send(), send());
        assert_eq!((first.status, second.status), (201, 201), "{}", second.body);
        assert_eq!(first.body, second.body);
        assert_eq!(world.get("manager", "/reports/presented")["items"].as_array().unwrap().len(), 1);
    });
}
