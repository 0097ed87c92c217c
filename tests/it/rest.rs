//! The whole way of a case through REST, and what it refuses.

use crate::server::Server;
use serde_json::{Value, json};
use testkit::on_both;

const MONDAY: &str = "2026-11-30T10:20:00+01:00";

fn new() -> Value {
    json!({
        "desk": "srs", "subject": "Risksignalen borta i Rehabstöd",
        "description": "Efter nattens uppdatering visas ingen risksignal.",
        "requester": { "email": "rehabkoordinator@granlund.region-exempel.example" }, "channel": "phone",
    })
}

#[test]
fn a_case_goes_through_three_lines_and_back() {
    on_both(MONDAY, |bench| {
        let server = Server::over(bench);
        let (support, first, specialist) =
            (server.sign_in("stod.exempel"), server.sign_in("forsta"), server.sign_in("spec.tekniska"));
        let made = server.post(&support, "/api/v1/tickets", &new(), &[]);
        assert_eq!(made.status, 201, "{}", made.body);
        let path = format!("/api/v1/tickets/{}", made.body["reference"].as_str().unwrap());
        assert_eq!(
            (made.body["phase"].as_str(), made.body["assignee"].as_str()),
            (Some("active"), Some("stod.exempel"))
        );
        let version = std::cell::Cell::new(made.body["version"].as_i64().unwrap());
        let act = |token: &str, act: &str, body: Value| {
            let etag = format!("\"{}\"", version.get());
            let answer = server.post(token, &format!("{path}/{act}"), &body, &[("If-Match", &etag)]);
            if answer.status < 300 {
                version.set(answer.body["version"].as_i64().unwrap());
                assert_eq!(answer.etag, Some(format!("\"{}\"", version.get())));
            }
            answer
        };
        let refused = act(&support, "escalate", json!({}));
        assert_eq!(
            (refused.status, &refused.body["missing"]),
            (422, &json!(["case_type"])),
            "{}",
            refused.body
        );
        assert_eq!(refused.body["rule"], "missing_fields");
        assert!(refused.body["remedy"].as_str().is_some_and(|r| !r.is_empty()));
        assert_eq!(act(&support, "classify", json!({ "case_type": "tekniskt-fel" })).status, 200);
        assert_eq!(
            act(&support, "escalate", json!({ "known": "fungerar i Webcert" })).body["line"],
            "forsta"
        );
        assert_eq!(act(&first, "take", json!({})).status, 200);
        assert_eq!(act(&first, "escalate", json!({ "wanted": "felsök" })).body["queue"], "tekniska");
        assert_eq!(act(&specialist, "take", json!({})).status, 200);
        let back = act(&specialist, "return", json!({ "text": "Rättat i natt.", "answer": true }));
        assert_eq!(
            (back.body["line"].as_str(), back.body["proposal"].as_str()),
            (Some("forsta"), Some("Rättat i natt."))
        );
        assert_eq!(act(&first, "answer", json!({})).body["line"], "anvandarsupport");
        assert_eq!(
            act(&support, "answer", json!({ "text": "Felet är rättat." })).body["proposal"],
            Value::Null
        );
        assert_eq!(
            act(&support, "resolve", json!({ "solution": "rattad", "text": "Rättat." })).body["phase"],
            "resolved"
        );
        assert_eq!(
            act(&support, "reopen", json!({ "reason": "går inte att sortera" })).body["phase"],
            "active"
        );
        assert_eq!(act(&support, "resolve", json!({ "solution": "rattad", "text": "Nu." })).status, 200);
        assert_eq!(act(&support, "close", json!({})).body["cause"], "fel");
        let events = server.get(&support, &format!("{path}/events"));
        let lines: Vec<&str> = events.body["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|e| e["type"] == "moved")
            .map(|e| e["data"]["to"]["line"].as_str().unwrap())
            .collect();
        assert_eq!(lines, ["forsta", "andra", "forsta", "anvandarsupport"]);
    });
}

#[test]
fn refusals_come_in_their_order() {
    on_both(MONDAY, |bench| {
        let server = Server::over(bench);
        let (own, other, first) =
            (server.sign_in("stod.exempel"), server.sign_in("stod.annan"), server.sign_in("srs.manager"));
        let made = server.post(&own, "/api/v1/tickets", &new(), &[]);
        let path = format!("/api/v1/tickets/{}", made.body["reference"].as_str().unwrap());
        let unknown = "/api/v1/tickets/SRS-ZZZZZ/take".to_owned();
        // 404 before everything, and the same for what does not exist and what may not be seen.
        let (missing, forbidden) = (
            server.post(&other, &unknown, &json!({ "x": 1 }), &[]),
            server.post(&other, &format!("{path}/take"), &json!({ "x": 1 }), &[]),
        );
        assert_eq!((missing.status, &missing.body), (404, &forbidden.body));
        assert_eq!(forbidden.status, 404);
        let take = |body: Value, headers: &[(&str, &str)]| {
            server.post(&first, &format!("{path}/take"), &body, headers)
        };
        // 400 by name, before the version is looked at.
        let malformed = take(json!({ "tkae": 1 }), &[]);
        assert_eq!(
            (malformed.status, malformed.body["field"].as_str()),
            (400, Some("tkae")),
            "{}",
            malformed.body
        );
        assert_eq!(take(json!({}), &[]).status, 428);
        assert_eq!(take(json!({ "version": 1 }), &[]).status, 409, "it was taken since");
        assert_eq!(take(json!({ "version": 999 }), &[]).status, 409);
        assert_eq!(take(json!({}), &[("If-Match", "seven")]).status, 400);
        assert_eq!(server.get("", &path).status, 401);
        assert_eq!(server.get("x.y.z", &path).status, 401);
        let encoded = server.post(&own, &format!("{path}/take"), &json!({}), &[("Content-Encoding", "gzip")]);
        assert_eq!(encoded.status, 415);
        assert_eq!(server.post_raw(&own, &format!("{path}/take"), "{", &[]).status, 400);
        let large = format!("{{\"audience\":\"chain\",\"text\":\"{}\"}}", "a".repeat(1_100_000));
        let refused =
            server.post_raw(&own, &format!("{path}/messages"), &large, &[("Accept-Language", "sv")]);
        assert_eq!((refused.status, &refused.body["field"]), (413, &json!("body")), "{}", refused.body);
    });
}

#[test]
fn lists_are_paged_filtered_and_scoped() {
    on_both(MONDAY, |bench| {
        let server = Server::over(bench);
        let (own, other) = (server.sign_in("stod.exempel"), server.sign_in("stod.annan"));
        for n in 0..5 {
            let mut body = new();
            body["subject"] = json!(format!("Fråga {n}"));
            body["channel"] = json!("api");
            assert_eq!(server.post(&own, "/api/v1/tickets", &body, &[]).status, 201);
        }
        let mut seen = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = server.get(&own, &format!("/api/v1/tickets?sort=-created&limit=2{cursor}"));
            seen.extend(
                page.body["items"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|t| t["subject"].as_str().unwrap().to_owned()),
            );
            match page.body["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen.len(), 5, "{seen:?}");
        assert_eq!(
            server.get(&own, "/api/v1/tickets?q=risksignal").body["items"].as_array().unwrap().len(),
            5
        );
        assert_eq!(server.get(&own, "/api/v1/tickets?q=%22%20OR%20%2A").status, 200);
        assert_eq!(server.get(&other, "/api/v1/tickets").body["items"], json!([]));
        let wrong = server.get(&own, "/api/v1/tickets?srot=due");
        assert_eq!((wrong.status, wrong.body["field"].as_str()), (400, Some("srot")));
        assert_eq!(server.get(&own, "/api/v1/tickets?limit=0").status, 400);
        assert_eq!(server.get(&own, "/api/v1/tickets?cursor=%21").status, 400);
    });
}

#[test]
fn a_repeated_request_gets_the_stored_answer() {
    on_both(MONDAY, |bench| {
        let server = Server::over(bench);
        let own = server.sign_in("stod.exempel");
        let key = [("Idempotency-Key", "k-1")];
        let first = server.post(&own, "/api/v1/tickets", &new(), &key);
        let again = server.post(&own, "/api/v1/tickets", &new(), &key);
        assert_eq!((first.status, again.status), (201, 201));
        assert_eq!(first.body["reference"], again.body["reference"]);
        let mut other = new();
        other["subject"] = json!("annat");
        assert_eq!(server.post(&own, "/api/v1/tickets", &other, &key).status, 422);
    });
}

#[test]
fn sign_in_tells_nobody_who_exists_and_holds_after_ten_failures() {
    on_both(MONDAY, |bench| {
        let server = Server::over(bench);
        let wrong = |user: &str| {
            server.post("", "/api/v1/sign-in", &json!({ "user": user, "password": "not the password" }), &[])
        };
        let (known, unknown) = (wrong("forsta"), wrong("nobody"));
        assert_eq!((known.status, &known.body), (401, &unknown.body));
        for _ in 0..9 {
            assert_eq!(wrong("forsta").status, 401);
        }
        assert_eq!(wrong("forsta").status, 429);
        let token = server.sign_in("stod.exempel");
        assert_eq!(server.get(&token, "/api/v1/me").body["user"], "stod.exempel");
        assert_eq!(server.post(&token, "/api/v1/sign-out", &json!({}), &[]).status, 204);
        assert_eq!(server.get(&token, "/api/v1/me").status, 401);
    });
}
