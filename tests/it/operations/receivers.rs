//! Several who receive a report: each gives a word of their own, and whom it asks is frozen with it (SRS-15).

use super::DECEMBER;
use super::signing::decide;
use crate::browser::Browser;
use crate::organisations::world::World;
use crate::server::{PASSWORD, Server};
use app::people::NewUser;
use app::sign_in::hash_password;
use desk::Membership;
use serde_json::{Value, json};
use store::{Options, Store};
use testkit::{Bench, each, on_both};

/// Somebody who speaks for Region Annan, and somebody who speaks for both.
fn people(bench: &Bench) {
    let add = |login: &str, language: &str, organisations: &[&str]| {
        let membership = |organisation: &&str| Membership {
            desk: "srs".into(),
            role: "regionens-forvaltning".into(),
            organisation: Some((*organisation).into()),
            queue: None,
        };
        let new = NewUser {
            login: login.into(),
            name: format!("Demo {login}"),
            email: Some(format!("{login}@desk.example")),
            language: Some(language.into()),
            password_hash: Some(hash_password(PASSWORD, &[7; 16]).unwrap()),
            memberships: organisations.iter().map(membership).collect(),
        };
        bench.app.add_user(&new, bench.now()).unwrap();
    };
    add("annan", "en", &["region-annan"]);
    add("samverkan", "sv", &["region-exempel", "region-annan"]);
}

fn present(world: &World<'_>, service: &str) -> Value {
    let body = json!({
        "kind": "operations", "desk": "srs", "service": service, "from": "2026-11-01", "to": "2026-12-01",
    });
    let answer = world.send("srs.manager", "/api/v1/reports/presented", &body);
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.body
}

/// Whom it asks and what each said.
fn words(report: &Value) -> Vec<(&str, &str)> {
    let receivers = report["receivers"].as_array().unwrap().iter();
    receivers.map(|one| (one["key"].as_str().unwrap(), one["state"].as_str().unwrap())).collect()
}

#[test]
fn each_region_gives_its_own_word_and_the_report_is_approved_when_all_have() {
    on_both(DECEMBER, |bench| {
        people(bench);
        let world = World::over(bench);
        world.post.got();
        let report = present(&world, "srs");
        let id = &report["id"];
        assert_eq!(words(&report), [("region-exempel", "asked"), ("region-annan", "asked")]);
        assert_eq!(report["receivers"][1]["organisation"]["names"]["sv"], "Region Annan");
        world.post.passes();
        let mut told = world.post.got();
        told.sort_by(|a, b| a.to.cmp(&b.to));
        let to: Vec<&str> = told.iter().map(|mail| mail.to[0].as_str()).collect();
        assert_eq!(
            to,
            [
                "annan@desk.example",
                "region.annan@desk.example",
                "region.forvaltning@desk.example",
                "samverkan@desk.example"
            ]
        );
        assert!(
            told[0].mail.text.contains("The region's management, Region Annan: has not answered."),
            "{}",
            told[0].mail.text
        );

        // One region's word is not the other's.
        let yes = json!({ "reason": "Stämmer med våra siffror." });
        let (status, half) = decide(&world, "region.forvaltning", id, "approve", &yes);
        assert_eq!((status, &half["state"]), (200, &json!("presented")), "{half}");
        assert_eq!(words(&half), [("region-exempel", "approved"), ("region-annan", "asked")]);
        assert_eq!(half["decided_at"], Value::Null);
        assert_eq!(half["receivers"][0]["reason"], "Stämmer med våra siffror.");
        let twice = decide(&world, "region.forvaltning", id, "reject", &json!({ "reason": "Ångrar." }));
        assert_eq!((twice.0, &twice.1["rule"]), (422, &json!("receiver_answered")), "{}", twice.1);
        let may = |who: &str| world.get(who, &format!("/reports/presented/{id}"))["may_decide"].clone();
        assert_eq!((may("region.forvaltning"), may("annan")), (json!(false), json!(true)));
        assert_eq!(may("srs.manager"), json!(false));
        world.post.passes();
        let back = world.post.got().pop().unwrap();
        assert_eq!(back.to, ["srs.manager@desk.example"]);
        assert!(back.mail.subject.contains("1 av 2 har svarat"), "{}", back.mail.subject);
        assert!(back.mail.text.contains("Region Annan: har inte svarat."), "{}", back.mail.text);

        // The page and the paper tell who has answered.
        let server = Server::over(bench);
        let page = Browser::of(&server, "srs.manager").get(&format!("/reports/presented/{id}"));
        for said in
            ["Presenterad, 1 av 2 har svarat", "Regionens förvaltning, Region Annan", "har inte svarat"]
        {
            assert!(page.says(said), "{said}: {}", page.html);
        }
        let list = Browser::of(&server, "annan").get("/reports/presented");
        assert!(list.says("Presented, 1 of 2 have answered"), "{}", list.html);

        let browser = Browser::of(&server, "annan");
        let page = browser.get(&format!("/reports/presented/{id}"));
        let done = browser.submit(&page, "decide-title", &[("as", "approve"), ("reason", "")]);
        assert_eq!(done.status, 303, "{}", done.html);
        let whole = world.get("region.forvaltning", &format!("/reports/presented/{id}"));
        assert_eq!(whole["state"], "approved");
        assert_eq!(words(&whole), [("region-exempel", "approved"), ("region-annan", "approved")]);
        assert_eq!(whole["receivers"][1]["answered_by"], "Demo annan");
        world.post.passes();
        assert!(world.post.got().pop().unwrap().mail.subject.contains("är godkänd"));
    });
}

#[test]
fn one_rejection_is_enough_and_the_words_of_others_stay() {
    on_both(DECEMBER, |bench| {
        people(bench);
        let world = World::over(bench);
        let first = present(&world, "srs");
        decide(&world, "region.forvaltning", &first["id"], "approve", &json!({}));
        let none = decide(&world, "annan", &first["id"], "reject", &json!({ "reason": " " }));
        assert_eq!((none.0, &none.1["field"]), (400, &json!("reason")), "{}", none.1);
        let no = json!({ "reason": "Ett avbrott saknas." });
        let (status, rejected) = decide(&world, "annan", &first["id"], "reject", &no);
        assert_eq!((status, &rejected["state"]), (200, &json!("rejected")), "{rejected}");
        assert_eq!(words(&rejected), [("region-exempel", "approved"), ("region-annan", "rejected")]);
        assert_eq!(
            (&rejected["decided_by"], &rejected["decided_for"], &rejected["reason"]),
            (&json!("Demo annan"), &json!("region-annan"), &json!("Ett avbrott saknas."))
        );
        // Rejected before the other answered: nobody answers any more, and who had not is seen.
        let second = present(&world, "srs");
        assert_eq!(second["revision"], 2);
        decide(&world, "annan", &second["id"], "reject", &no);
        let late = decide(&world, "region.forvaltning", &second["id"], "approve", &json!({}));
        assert_eq!((late.0, &late.1["rule"]), (422, &json!("report_decided")), "{}", late.1);
        let seen = world.get("srs.manager", &format!("/reports/presented/{}", second["id"]));
        assert_eq!(words(&seen), [("region-exempel", "asked"), ("region-annan", "rejected")]);
        // Who speaks for both answers for both at once, and for whom is left.
        let third = present(&world, "srs");
        let (_, whole) = decide(&world, "samverkan", &third["id"], "approve", &json!({}));
        assert_eq!(whole["state"], "approved");
        let of: Vec<&Value> =
            whole["receivers"].as_array().unwrap().iter().map(|one| &one["answered_for"]).collect();
        assert_eq!(of, ["region-exempel", "region-annan"]);
        let other = present(&world, "");
        decide(&world, "annan", &other["id"], "approve", &json!({}));
        let (_, rest) = decide(&world, "samverkan", &other["id"], "approve", &json!({}));
        assert_eq!(
            (&rest["state"], &rest["receivers"][1]["answered_by"]),
            (&json!("approved"), &json!("Demo annan"))
        );
    });
}

/// Both at the same moment, more than once: the later sees the earlier's word.
#[test]
fn two_who_answer_at_once_leave_no_report_waiting_for_nobody() {
    on_both(DECEMBER, |bench| {
        people(bench);
        let world = World::over(bench);
        let server = Server::over(bench);
        let tokens = ["region.forvaltning", "annan"].map(|who| server.sign_in(who));
        for service in ["srs", ""] {
            let path = format!("/api/v1/reports/presented/{}", present(&world, service)["id"]);
            std::thread::scope(|scope| {
                for token in &tokens {
                    scope.spawn(|| server.post(token, &format!("{path}/approve"), &json!({}), &[]));
                }
            });
            let seen = server.get(&tokens[0], &path).body;
            assert_eq!(seen["state"], "approved", "{seen}");
        }
    });
}

#[test]
fn a_later_desk_file_changes_nothing_about_who_is_asked() {
    on_both(DECEMBER, |bench| {
        people(bench);
        let world = World::over(bench);
        let report = present(&world, "srs");
        let source = std::fs::read_to_string("../config/desks/srs.toml").unwrap();
        let other = "[[report_receiver]]\nkey = \"region-annan\"\nreport = [\"operations\"]\n\
                     role = \"regionens-forvaltning\"\norganisation = \"region-annan\"\n";
        assert!(source.contains(other));
        let source = source.replace(other, "").replace("Region Annan", "Region Nya");
        let desk = desk::read("srs", &source).unwrap();
        bench.app.apply_desk(&desk, &source, "test", bench.now()).unwrap();
        let (_, half) = decide(&world, "region.forvaltning", &report["id"], "approve", &json!({}));
        assert_eq!(half["state"], "presented", "{half}");
        let path = format!("/reports/presented/{}", report["id"]);
        assert_eq!(world.get("annan", &path)["receivers"][1]["organisation"]["names"]["sv"], "Region Annan");
        assert_eq!(world.get("annan", "/reports/presented")["items"].as_array().unwrap().len(), 1);
        let server = Server::over(bench);
        assert!(Browser::of(&server, "annan").get("/reports/presented").says("1 of 2 have answered"));
        let (status, whole) = decide(&world, "annan", &report["id"], "approve", &json!({}));
        assert_eq!((status, &whole["state"]), (200, &json!("approved")), "{whole}");
        // What is presented from now on asks whom the file names now.
        assert_eq!(words(&present(&world, "")), [("region-exempel", "asked")]);
        assert_eq!(world.get("annan", "/reports/presented")["items"].as_array().unwrap().len(), 1);
    });
}

/// As a row is after the migration: whom the desk file names may approve it, and the first word decides.
#[test]
fn a_report_from_before_receivers_were_frozen_is_decided_by_the_first_word() {
    each(DECEMBER, &[], |bench| {
        people(bench);
        let world = World::over(bench);
        let report = present(&world, "srs");
        let (new, old) = (report["id"].as_i64().unwrap(), report["id"].as_i64().unwrap() + 1_000_000);
        let store = Store::open(bench.url(), Options { readers: 1, report_readers: 1 }).unwrap();
        let copied = store.write::<_, store::Fault>(move |conn| {
            let mut row = store::presented::presented_get(conn, new)?.unwrap();
            (row.id, row.revision, row.asked) = (old, 7, None);
            store::presented::presented_insert(conn, &row)
        });
        copied.unwrap();
        let old = json!(old);
        let seen = world.get("annan", &format!("/reports/presented/{old}"));
        assert_eq!((&seen["may_decide"], words(&seen).len()), (&json!(true), 2));
        let (status, done) = decide(&world, "annan", &old, "approve", &json!({}));
        assert_eq!((status, &done["state"], words(&done)), (200, &json!("approved"), vec![]), "{done}");
        assert_eq!(done["decided_for"], "region-annan");
        let seen = world.get("region.forvaltning", &format!("/reports/presented/{old}"));
        assert_eq!((&seen["state"], &seen["decided_by"]), (&json!("approved"), &json!("Demo annan")));
    });
}
