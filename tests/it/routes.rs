//! The route walk: every route of the router's own table, asked by nobody, by a stranger and by a reader. A route
//! without an expectation is red.

use crate::server::Server;
use serde_json::json;
use testkit::on_both;

/// Status for: nobody signed in; somebody of another region; a reader of another line who may not act.
fn expected(method: &str, path: &str) -> Option<[u16; 3]> {
    let last = path.rsplit('/').next()?;
    Some(match (method, last) {
        ("POST", "sign-in") => [400, 400, 400],
        ("POST", "sign-out") => [401, 204, 204],
        ("GET", "me" | "tickets") => [401, 200, 200],
        ("POST", "tickets") => [401, 400, 400],
        ("GET", "{reference}" | "events") => [401, 404, 200],
        ("GET", "messages" | "explanation") => [401, 404, 200],
        // An empty body: malformed where fields are required, else the version is missing.
        ("POST", "correct") if path.contains("{id}") => [401, 404, 404],
        // Past periods judged again: who reads the whole desk's reports.
        ("POST", "rejudgements") => [401, 400, 400],
        ("GET", "rejudgements") => [401, 403, 200],
        ("GET", "{id}") => [401, 404, 404],
        ("POST", "approve" | "decline" | "reject") if path.contains("{id}") => [401, 404, 404],
        (
            "POST",
            "messages" | "return" | "wait" | "resolve" | "reopen" | "cancel" | "assign" | "breach-cause"
            | "try" | "begin" | "correct" | "agree" | "decline",
        ) => [401, 404, 400],
        ("POST", "take" | "classify" | "escalate" | "answer" | "resume" | "restore" | "close") => {
            [401, 404, 428]
        }
        ("POST", "calls") => [401, 400, 400],
        ("GET", "calls") => [401, 200, 200],
        ("POST", "outcome") => [401, 404, 404],
        // Without a period; with one a region's support gets 403.
        (
            "GET",
            "sla" | "clocks" | "volumes" | "staffing" | "objectives" | "telephone" | "mails" | "waiting"
            | "cases",
        ) => [401, 400, 400],
        // On a case like acts, but of no version. Of a desk: not named; who locks is not asked before that.
        ("GET", "effort") if path.starts_with("/api/v1/tickets") => [401, 404, 200],
        ("POST", "effort" | "start") => [401, 404, 400],
        ("POST", "stop") => [401, 404, 403],
        ("GET", "effort" | "months") => [401, 400, 400],
        ("POST", "months") => [401, 400, 400],
        // Live with a period, as other reports; presented as far as they may be read.
        ("GET", "operations" | "board") => [401, 400, 400],
        ("POST", "presented") => [401, 400, 400],
        ("GET", "presented") => [401, 200, 200],
        // The mail of a desk is its administrators' business; the mailbox is not named.
        ("POST", "mail") => [401, 400, 400],
        ("GET", "received" | "sent") => [401, 403, 403],
        ("POST", "reprocess" | "repeat") => [401, 404, 404],
        _ => return None,
    })
}

#[test]
fn every_route_refuses_nobody_and_strangers() {
    on_both("2026-11-30T10:20:00+01:00", |bench| {
        let case = bench.mail("srs", "lakare1@granlund.region-exempel.example", "Fråga", "text");
        let server = Server::over(bench);
        for route in api::routes() {
            let expected = expected(route.method, &route.path)
                .unwrap_or_else(|| panic!("no expectation for {} {}", route.method, route.path));
            let path = route.path.replace("{reference}", case.reference.as_str());
            for (who, wanted) in [None, Some("stod.annan"), Some("srs.manager")].into_iter().zip(expected) {
                let token = who.map(|login| server.sign_in(login)).unwrap_or_default();
                let answer = match route.method {
                    "GET" => server.get(&token, &path),
                    _ => server.post(&token, &path, &json!({}), &[]),
                };
                assert_eq!(
                    answer.status, wanted,
                    "{} {} as {who:?}: {}",
                    route.method, route.path, answer.body
                );
            }
        }
    });
}

#[test]
fn the_document_knows_every_route() {
    let document = serde_json::to_value(api::document()).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    for route in api::routes() {
        let operation = &document["paths"][&route.path][route.method.to_lowercase()];
        assert!(operation.is_object(), "{} {}", route.method, route.path);
    }
}
