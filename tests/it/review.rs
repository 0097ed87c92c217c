//! What a stranger's first day showed: cases that nobody could work on, mails that came from the wrong address or
//! never arrived, faults named by the wrong field.

use crate::organisations::world::World;
use crate::posthouse::letter;
use crate::server::Server;
use serde_json::json;
use testkit::on_both;

const MONDAY: &str = "2026-11-30T10:20:00+01:00";
const COORDINATOR: &str = "rehabkoordinator@granlund.region-exempel.example";
const SRS: &str = "srs-stod@region-exempel.example";
const CONTACT: &str = "kontakt.avd32@sjukhus.region-exempel.example";
const WEBCARE: &str = "servicedesk@webcare.example";
const SUPPLIER: &str = "arenden@leverantor.example";

/// A wrong organisation is corrected: the case goes along to that organisation's own support.
#[test]
fn a_case_of_another_region_goes_along_to_its_support() {
    on_both(MONDAY, |bench| {
        let world = World::over(bench);
        let case = world.mail(COORDINATOR, SRS, "Fråga", "Vad gör jag?");
        let after = world.act("stod.exempel", &case, "classify", &json!({ "organisation": "region-annan" }));
        assert!(after.status == 200 || after.status == 404, "{}", after.body);
        let seen = world.see("srs.manager", &case);
        assert_eq!((&seen["organisation"], &seen["queue"]), (&json!("region-annan"), &json!("stod-annan")));
        assert!(world.see("stod.annan", &case)["acts"].as_array().unwrap().contains(&json!("take")));
        let moved = world.events("srs.manager", &case);
        let moved = moved.iter().find(|e| e["type"] == "moved").unwrap();
        assert_eq!((&moved["data"]["how"], &moved["rule"]), (&json!("forwarded"), &json!("nearest-support")));
    });
}

/// A supplier who works by mail: its word starts the work, and the queue that handed the case over takes it back.
#[test]
fn who_handed_a_case_to_the_supplier_stays_its_owner() {
    on_both("2026-12-03T15:00:00+01:00", |bench| {
        let world = World::over(bench);
        let case = world.mail(CONTACT, WEBCARE, "WebCare nere", "Alla får vit sida.");
        world.done("servicedesk", &case, "take", &json!({}));
        world.done(
            "servicedesk",
            &case,
            "classify",
            &json!({ "case_type": "driftstorning", "service": "drift", "environment": "produktion",
                     "impact": "alla", "urgency": "genast" }),
        );
        world.post.got();
        world.done("servicedesk", &case, "escalate", &json!({ "to_line": "leverantor" }));
        world.post.passes();
        let handed = world.post.got().into_iter().find(|mail| mail.to == [SUPPLIER]).unwrap();
        bench.minutes(20);
        let thread = format!("In-Reply-To: <{}>\n", handed.mail.message_id.unwrap());
        world.post.deliver(
            SUPPLIER,
            WEBCARE,
            &letter(SUPPLIER, WEBCARE, "Sv: WebCare nere", &thread, "Vi startar om noderna nu."),
        );
        let started = world.clock("manager", &case, "prod-start-hog");
        assert_eq!((&started["outcome"], &started["elapsed_seconds"]), (&json!("met"), &json!(20 * 60)));
        let acts = world.see("servicedesk", &case)["acts"].clone();
        for act in ["return", "restore", "message"] {
            assert!(acts.as_array().unwrap().contains(&json!(act)), "{act} in {acts}");
        }
        assert!(!acts.as_array().unwrap().contains(&json!("resolve")), "it is solved at home");
        let back = world.done(
            "servicedesk",
            &case,
            "return",
            &json!({ "text": "Vi tar hem det.", "answer": false }),
        );
        assert_eq!((&back["queue"], &back["phase"]), (&json!("servicedesk"), &json!("active")));
        assert_eq!(back["assignee"], "servicedesk");
    });
}

/// An answer comes from the address that was written to, and what a server could not deliver is no longer sent.
#[test]
fn answers_come_from_the_mailbox_written_to_and_a_bounce_is_a_failure() {
    on_both(MONDAY, |bench| {
        let world = World::over(bench);
        let told = |kind: &str| {
            let sent = bench.app.sent(&bench.person("admin"), None, 10).unwrap();
            sent.into_iter().find(|mail| mail.kind == kind).unwrap()
        };
        world.post.deliver(COORDINATOR, SRS, &letter(COORDINATOR, SRS, "Fråga", "", "Vad gör jag?"));
        let acknowledged = world.post.only();
        assert_eq!(acknowledged.mail.from.unwrap().address, SRS);
        world.post.deliver(CONTACT, WEBCARE, &letter(CONTACT, WEBCARE, "Fel", "", "Ett fel."));
        let id = world.post.only().mail.message_id.unwrap();
        assert_eq!(told("acknowledgement").state, "sent");
        let report = format!(
            "From: MAILER-DAEMON@there.example\nTo: {WEBCARE}\nSubject: Undelivered\nMessage-ID: <r@there.example>\n\
             MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\
             Content-Type: text/plain\n\nNot delivered.\n--b\nContent-Type: message/delivery-status\n\n\
             Reporting-MTA: dns; there.example\n\nFinal-Recipient: rfc822; {CONTACT}\nAction: failed\nStatus: 5.1.1\n\n--b\n\
             Content-Type: text/rfc822-headers\n\nMessage-ID: <{id}>\n\n--b--\n"
        );
        world.post.deliver("", WEBCARE, &report);
        let after = told("acknowledgement");
        assert_eq!((after.state.as_str(), after.recipients[0].state.as_str()), ("failed", "failed"));
        assert_eq!(after.recipients[0].answer.as_deref(), Some("5.1.1"));
    });
}

#[test]
fn a_wrong_field_is_named_by_its_own_name() {
    on_both(MONDAY, |bench| {
        let server = Server::over(bench);
        let token = server.sign_in("stod.exempel");
        let case = bench.mail("srs", COORDINATOR, "Fråga", "Vad gör jag?").reference;
        for (act, body, field, reason) in [
            ("classify", json!({ "case_type": 5 }), "case_type", "wrong_type"),
            ("classify", json!({ "fault_began_at": "i går" }), "fault_began_at", "wrong_type"),
            ("messages", json!({ "audience": "moon", "text": "x" }), "audience", "unknown"),
            ("messages", json!({ "text": "x" }), "audience", "required"),
            ("take", json!({ "tkae": 1 }), "tkae", "unknown_field"),
        ] {
            let answer = server.post(&token, &format!("/api/v1/tickets/{case}/{act}"), &body, &[]);
            assert_eq!(
                (answer.status, &answer.body["field"], &answer.body["reason"]),
                (400, &json!(field), &json!(reason)),
                "{act} {body}: {}",
                answer.body
            );
        }
        let nested = json!({ "desk": "srs", "subject": "x", "requester": { "foo": 1 } });
        let answer = server.post(&token, "/api/v1/tickets", &nested, &[]);
        assert_eq!((answer.status, &answer.body["field"]), (400, &json!("requester.foo")), "{}", answer.body);
    });
}
