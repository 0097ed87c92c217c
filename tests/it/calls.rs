//! Telephone calls: reported by an exchange in any order, logged by agents with and without a case, read by scope.

use crate::browser::Browser;
use crate::server::{Answer, Server};
use serde_json::{Value, json};
use testkit::{Bench, at, on_both, on_both_with};

const MONDAY: &str = "2026-11-30T10:20:00+01:00";
const UNIT: &str = "08-465 004 12";

fn report(server: &Server, login: &str, body: &Value) -> Answer {
    server.post(&server.sign_in(login), "/api/v1/calls", body, &[])
}

fn calls(server: &Server, login: &str) -> Vec<Value> {
    let answer = server.get(&server.sign_in(login), "/api/v1/calls");
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body["items"].as_array().unwrap().clone()
}

/// Three reports, the last first: one call, which waited 25 s and was talked over for 60 s.
#[test]
fn reports_of_one_call_are_one_call_in_any_order() {
    on_both(MONDAY, |bench| {
        let server = Server::over(bench);
        let part = |more: Value| {
            let mut body = json!({ "desk": "webcare", "id": "PBX-1" });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            report(&server, "vaxel", &body)
        };
        let ended = part(json!({ "ended_at": "2026-11-30T10:11:25+01:00" }));
        assert_eq!((ended.status, &ended.body["outcome"]), (201, &json!("abandoned")), "{}", ended.body);
        let answered = part(json!({ "answered_at": "2026-11-30T10:10:25+01:00", "number": UNIT }));
        assert_eq!((answered.status, &answered.body["outcome"]), (200, &Value::Null), "{}", answered.body);
        let offered = part(json!({ "offered_at": "2026-11-30T10:10:00+01:00" }));
        assert_eq!(offered.status, 200, "{}", offered.body);
        assert_eq!(
            (&offered.body["waited_seconds"], &offered.body["talked_seconds"]),
            (&json!(25), &json!(60))
        );
        assert_eq!(offered.body["organisation"], "akutmottagningen", "the ward's telephone tells the unit");
        // The same again is no news; anything else is refused and changes nothing.
        assert_eq!(part(json!({ "offered_at": "2026-11-30T09:10:00Z" })).body, offered.body);
        let other = part(json!({ "offered_at": "2026-11-30T10:10:01+01:00" }));
        assert_eq!((other.status, &other.body["rule"]), (422, &json!("call_differs")), "{}", other.body);
        let late = part(json!({ "outcome": "abandoned" }));
        assert_eq!((late.status, &late.body["rule"]), (400, &Value::Null), "no moment: {}", late.body);
        assert_eq!(calls(&server, "vaxel").len(), 1);
        assert_eq!(calls(&server, "manager"), [offered.body]);
    });
}

#[test]
fn what_cannot_be_read_is_named_and_who_may_not_is_told() {
    on_both(MONDAY, |bench| {
        let server = Server::over(bench);
        let whole = json!({ "desk": "webcare", "answered_at": "2026-11-30T10:10:00+01:00" });
        for (login, more, status, field) in [
            ("servicedesk", json!({ "desk": "ingen" }), 400, "desk"),
            ("servicedesk", json!({ "answered_at": null }), 400, "offered_at"),
            ("servicedesk", json!({ "outcome": "glad" }), 400, "outcome"),
            ("servicedesk", json!({ "outcome": "case" }), 400, "case"),
            ("servicedesk", json!({ "outcome": "case", "case": "WC-ZZZZZ" }), 400, "case"),
            // Put right is a kind of solution, but no documented one.
            ("servicedesk", json!({ "outcome": "solved", "solution": "avhjalpt" }), 400, "solution"),
            ("servicedesk", json!({ "ringing": true }), 400, "ringing"),
            ("vaxel", json!({ "id": " " }), 400, "id"),
            ("servicedesk", json!({ "id": "PBX-1" }), 403, ""),
            ("specialist", json!({}), 403, ""),
            ("forsta", json!({}), 403, ""),
        ] {
            let mut body = whole.clone();
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let answer = report(&server, login, &body);
            let named = answer.body["field"].as_str().unwrap_or_default();
            assert_eq!((answer.status, named), (status, field), "{login} {more}: {}", answer.body);
        }
        assert_eq!(calls(&server, "manager"), [] as [Value; 0]);
    });
}

/// A region's support reads the calls of its own units, and what it logged itself; an exchange nothing else.
#[test]
fn calls_are_read_by_scope() {
    let phone =
        [("hsa = \"SE0000000000-V002\"", "hsa = \"SE0000000000-V002\"\ntelephones = [\"010-111 22 33\"]")];
    on_both_with(MONDAY, &phone, |bench| {
        let server = Server::over(bench);
        let call = |login: &str, number: &str| {
            let body = json!({ "desk": "srs", "answered_at": "2026-11-30T10:10:00+01:00", "number": number });
            assert_eq!(report(&server, login, &body).status, 201);
        };
        call("srs.manager", "010-111 22 33");
        call("srs.manager", "08-999 99 99");
        call("stod.annan", "08-999 99 98");
        let seen = |login: &str| calls(&server, login).len();
        assert_eq!(
            ["srs.manager", "stod.exempel", "super.ekbacken", "stod.annan", "manager", "vaxel"].map(seen),
            [3, 1, 0, 1, 0, 0]
        );
        let id = calls(&server, "stod.exempel")[0]["id"].clone();
        let path = format!("/api/v1/calls/{id}/outcome");
        let judge = |login: &str, body: &Value| server.post(&server.sign_in(login), &path, body, &[]);
        let solved = json!({ "outcome": "solved", "solution": "instruktion" });
        assert_eq!(judge("stod.annan", &solved).status, 404);
        assert_eq!(judge("stod.exempel", &solved).body["solution"], "instruktion");
        assert_eq!(judge("stod.exempel", &json!({ "outcome": "abandoned" })).body["rule"], "call_differs");
    });
}

/// Rang 10:09:00, answered 10:09:40 (40 s of 60), ticket made 10:20:00: registered after 10 min 20 s of 10 min.
#[test]
fn the_calls_moments_are_those_of_the_tickets_clocks() {
    let targets = [(
        "[[target]]\nkey = \"fordelning\"",
        "[[target]]\nkey = \"svar\"\nagreement = \"servicedesk\"\nname = \"Svar\"\nmetric = \"answer\"\n\
         within = \"60s\"\ncalendar = \"servicedesk\"\n\n[[target]]\nkey = \"registrering\"\n\
         agreement = \"servicedesk\"\nname = \"Registrering\"\nmetric = \"registration\"\nwithin = \"10m\"\n\
         calendar = \"servicedesk\"\n\n[[target]]\nkey = \"fordelning\"",
    )];
    on_both_with(MONDAY, &targets, |bench| {
        let server = Server::over(bench);
        let token = server.sign_in("servicedesk");
        let body = json!({
            "desk": "webcare", "subject": "Hur kallar jag?", "requester": { "name": "Akuten", "phone": UNIT },
            "call": { "offered_at": "2026-11-30T10:09:00+01:00", "answered_at": "2026-11-30T10:09:40+01:00" },
        });
        let made = server.post(&token, "/api/v1/tickets", &body, &[("Idempotency-Key", "k")]);
        assert_eq!((made.status, &made.body["assignee"]), (201, &json!("servicedesk")), "{}", made.body);
        assert_eq!(
            server.post(&token, "/api/v1/tickets", &body, &[("Idempotency-Key", "k")]).body,
            made.body
        );
        let clock = |key: &str| {
            let clocks = made.body["clocks"].as_array().unwrap();
            clocks
                .iter()
                .find(|c| c["target"] == key)
                .unwrap_or_else(|| panic!("no {key}: {}", made.body))
                .clone()
        };
        assert_eq!(
            (&clock("svar")["outcome"], &clock("svar")["elapsed_seconds"]),
            (&json!("met"), &json!(40))
        );
        assert_eq!(
            (&clock("registrering")["outcome"], &clock("registrering")["elapsed_seconds"]),
            (&json!("missed"), &json!(620))
        );
        let logged = calls(&server, "manager");
        assert_eq!(logged.len(), 1, "sent twice, called once");
        assert_eq!((&logged[0]["case"], &logged[0]["outcome"]), (&made.body["reference"], &json!("case")));
        assert_eq!((&logged[0]["number"], &logged[0]["name"]), (&json!(UNIT), &json!("Akuten")));
        let events = server
            .get(&token, &format!("/api/v1/tickets/{}/events", made.body["reference"].as_str().unwrap()));
        let call = &events.body["items"][0]["data"]["call"];
        assert_eq!(call["call"], logged[0]["id"]);
        // Only what comes by telephone comes from a call.
        let mut mail = body;
        mail["channel"] = json!("mail");
        let refused = server.post(&token, "/api/v1/tickets", &mail, &[]);
        assert_eq!((refused.status, &refused.body["field"]), (400, &json!("channel")));
    });
}

fn newest(bench: &Bench, login: &str) -> app::calls::CallView {
    let asked = app::calls::CallsAsked { limit: 1, ..Default::default() };
    bench.app.calls(&bench.person(login), &asked).unwrap().items.remove(0)
}

#[test]
fn a_call_logged_with_a_case_began_when_the_form_was_opened() {
    on_both(MONDAY, |bench| {
        let server = Server::over(bench);
        let agent = Browser::of(&server, "servicedesk");
        let form = agent.get("/cases/new");
        bench.jump(at("2026-11-30T10:22:30+01:00"));
        server.set(bench.now());
        let typed = [("name", "Akuten"), ("phone", UNIT), ("subject", "Hur kallar jag?")];
        let sent = agent.submit(&form, "main", &[&typed[..], &[("call_waited", "12")]].concat());
        assert_eq!(sent.status, 303, "{}", sent.html);
        let call = newest(bench, "servicedesk");
        assert_eq!(call.offered_at, Some(at("2026-11-30T10:19:48+01:00")));
        assert_eq!((call.answered_at, call.ended_at), (Some(at(MONDAY)), Some(bench.now())));
        assert!(sent.location.unwrap().contains(call.case.unwrap().as_str()));
        // A begin that is corrected counts; one that has not been is refused, and what was typed stays.
        let early = agent.submit(
            &form,
            "main",
            &[&typed[..], &[("call_began", "2026-11-30T10:15"), ("key", "b")]].concat(),
        );
        assert_eq!(early.status, 303, "{}", early.html);
        let began: Vec<Value> =
            calls(&server, "servicedesk").iter().map(|call| call["answered_at"].clone()).collect();
        assert_eq!(began, ["2026-11-30T09:20:00Z", "2026-11-30T09:15:00Z"], "newest first");
        let ahead = agent.submit(
            &form,
            "main",
            &[&typed[..], &[("call_began", "2026-11-30T11:00"), ("key", "c")]].concat(),
        );
        assert!(
            ahead.status == 422 && ahead.says("ligger i framtiden") && ahead.says("Hur kallar jag?"),
            "{}",
            ahead.html
        );
        let odd = agent.submit(&form, "main", &[&typed[..], &[("call_waited", "-3"), ("key", "d")]].concat());
        assert!(odd.status == 400 && odd.says("ange sekunder"), "{}", odd.html);
    });
}

#[test]
fn a_call_without_a_case_is_logged_from_the_keyboard_and_once() {
    on_both(MONDAY, |bench| {
        let server = Server::over(bench);
        let agent = Browser::of(&server, "servicedesk");
        let form = agent.get("/calls/new");
        assert!(form.html.contains("name=\"number\" type=\"tel\"") && form.html.contains("autofocus"));
        bench.jump(at("2026-11-30T10:23:00+01:00"));
        server.set(bench.now());
        let typed = [("number", UNIT), ("solution", "instruktion")];
        let sent = agent.submit(&form, "call", &typed);
        assert_eq!((sent.status, sent.location.as_deref()), (303, Some("/calls?desk=webcare&done=1")));
        agent.submit(&form, "call", &typed);
        let list = agent.get("/calls?desk=webcare");
        assert_eq!(list.html.matches("<th scope=\"row\">").count(), 1, "{}", list.html);
        assert!(list.says("Löst direkt: Besvarad enligt instruktion") && list.says("Akutmottagningen"));
        assert!(list.says("0:03:00"), "talked from the form's opening to its sending: {}", list.html);
        // Nobody answered: the moment is that of the ringing.
        let given_up = agent.submit(&agent.get("/calls/new"), "call", &[("outcome", "abandoned")]);
        assert_eq!(given_up.status, 303, "{}", given_up.html);
        let call = newest(bench, "servicedesk");
        assert_eq!(
            (call.outcome, call.answered_at, call.offered_at),
            (Some("abandoned"), None, Some(bench.now()))
        );
        assert_eq!(Browser::of(&server, "specialist").get("/calls/new").status, 403);
    });
}

#[test]
fn what_the_exchange_reported_is_offered_to_who_answers() {
    on_both(MONDAY, |bench| {
        let server = Server::over(bench);
        let body = json!({
            "desk": "webcare", "id": "PBX-7", "number": UNIT,
            "offered_at": "2026-11-30T10:18:00+01:00", "answered_at": "2026-11-30T10:19:10+01:00",
        });
        assert_eq!(report(&server, "vaxel", &body).status, 201);
        let agent = Browser::of(&server, "servicedesk");
        let form = agent.get("/cases/new");
        assert!(form.says("Samtal i växeln") && form.says(UNIT), "{}", form.html);
        let typed = [("name", "Akuten"), ("subject", "Hur kallar jag?")];
        assert_eq!(agent.submit(&form, "main", &typed).status, 303);
        let call = newest(bench, "servicedesk");
        assert_eq!(
            (call.exchange_id.as_deref(), call.waited_seconds, call.outcome),
            (Some("PBX-7"), Some(70), Some("case"))
        );
        assert_eq!(calls(&server, "manager").len(), 1, "no second call beside the exchange's");
        // It is taken; another case cannot be opened from it.
        let again = agent.submit(&form, "main", &[&typed[..], &[("key", "b")]].concat());
        assert_eq!(again.status, 400, "{}", again.html);
        let body = json!({ "desk": "webcare", "id": "PBX-8", "answered_at": "2026-11-30T10:19:30+01:00" });
        report(&server, "vaxel", &body);
        let list = agent.get("/calls?desk=webcare");
        let page = list
            .html
            .split("href=\"/calls/new?desk=webcare&#38;call=")
            .nth(1)
            .map(|s| s.split('"').next().unwrap());
        let page = agent.get(&format!(
            "/calls/new?desk=webcare&call={}",
            page.unwrap_or_else(|| panic!("{}", list.html))
        ));
        assert_eq!(agent.submit(&page, "call", &[("solution", "instruktion")]).status, 303);
        assert_eq!(newest(bench, "manager").solution.as_deref(), Some("instruktion"));
    });
}
