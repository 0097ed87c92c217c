//! Waiting for the requester: tries in vain, the end as not reached, and the paused share of each queue.

use crate::browser::Browser;
use crate::posthouse::{PostHouse, letter};
use crate::server::Server;
use app::Order;
use serde_json::{Value, json};
use testkit::{Bench, at, on_both, words};
use ticket::{Channel, Reference};

const MONDAY: &str = "2026-11-30T07:00:00+01:00";
const CONTACT: &str = "kontakt.avd32@sjukhus.region-exempel.example";
const DESK: &str = "servicedesk@webcare.example";

/// A case asked by mail on Monday at 09:00.
fn asked(bench: &Bench) -> Reference {
    let case = bench.mail("webcare", CONTACT, "Kan inte spara", "Ett oväntat fel.").reference;
    bench.act("servicedesk", &case, Order::Take).unwrap();
    bench.until(at("2026-11-30T09:00:00+01:00"));
    bench.act("servicedesk", &case, Order::WaitRequester(Some(words("Vilken plan?")))).unwrap();
    case
}

fn phase(bench: &Bench, case: &Reference) -> (&'static str, Option<String>) {
    let seen = bench.see("servicedesk", case).unwrap();
    (seen.phase, seen.solution)
}

/// What was written with a solution asked nothing: who opens the case again asks before waiting.
#[test]
fn a_solution_is_no_question_to_wait_on() {
    on_both(MONDAY, |bench| {
        let case = bench.mail("webcare", CONTACT, "Kan inte spara", "Ett oväntat fel.").reference;
        bench.act("servicedesk", &case, Order::Take).unwrap();
        let solved = Order::Resolve("instruktion".into(), words("Byt webbläsare."));
        bench.act("servicedesk", &case, solved).unwrap();
        bench.act("servicedesk", &case, Order::Reopen(Some(words("Hjälpte inte.")), None)).unwrap();
        let refused = bench.act("servicedesk", &case, Order::WaitRequester(None)).unwrap_err();
        assert!(
            matches!(&refused, app::Denied::Refused(refusal) if refusal.rule == ticket::Rule::QuestionNotSent),
            "{refused}"
        );
        bench.act("servicedesk", &case, Order::WaitRequester(Some(words("Vilken webbläsare?")))).unwrap();
        assert_eq!(phase(bench, &case).0, "waiting_requester");
    });
}

/// Asked by mail on Monday, sought by telephone on Monday and on Tuesday at 10:00: three tries, two channels, two days.
/// Eight hours of service after the last: Tuesday 10:00 to 17:30 are 7.5, the rest until Wednesday 07:30.
#[test]
fn who_is_not_reached_by_three_tries_is_given_up_by_the_timer_and_heard_again() {
    on_both(MONDAY, |bench| {
        let post = PostHouse::over(bench);
        let case = asked(bench);
        let tried = |channel| bench.act("servicedesk", &case, Order::Try(channel)).unwrap();
        tried(Channel::Phone);
        // Two tries are too few: the timer of the first day comes and does nothing.
        bench.until(at("2026-12-01T10:00:00+01:00"));
        assert_eq!(phase(bench, &case), ("waiting_requester", None));
        tried(Channel::Phone);
        bench.until(at("2026-12-02T07:29:59+01:00"));
        assert_eq!(phase(bench, &case), ("waiting_requester", None));
        bench.until(at("2026-12-02T07:30:01+01:00"));
        assert_eq!(phase(bench, &case), ("resolved", Some("ej-nadd".into())));
        let events = bench.events("servicedesk", &case);
        assert_eq!(events.iter().filter(|e| **e == "contact_tried").count(), 2);
        assert!(!events.contains(&"follow_refused"), "a timer with too few tries is silent");
        post.passes();
        let told = post.got().into_iter().rfind(|mail| mail.to == [CONTACT]).unwrap();
        assert!(told.mail.text.contains("sökt dig flera gånger"), "{}", told.mail.text);
        // Thanks alone would not reopen a solved case; of who was given up any word does.
        let thread = format!("In-Reply-To: <{}>\r\n", told.mail.message_id.unwrap());
        post.deliver(CONTACT, DESK, &letter(CONTACT, DESK, "Sv: Kan inte spara", &thread, "Tack!"));
        assert_eq!(phase(bench, &case).0, "active");
        assert_eq!(bench.see("servicedesk", &case).unwrap().tries.len(), 0, "it begins anew");
    });
}

#[test]
fn a_person_gives_up_only_after_enough_tries_by_enough_channels() {
    on_both(MONDAY, |bench| {
        let case = asked(bench);
        let server = Server::over(bench);
        let agent = Browser::of(&server, "servicedesk");
        let path = format!("/cases/{case}");
        let page = agent.get(&path);
        assert!(page.says("Sökt 1 gånger hittills"), "{}", page.html);
        let page = agent.act(&path, "try", &[("channel", "phone")]);
        assert!(page.says("sökte användaren utan svar via telefon"), "{}", page.html);
        let act = |act: &str, body: Value| {
            let token = server.sign_in("servicedesk");
            let version = server.get(&token, &format!("/api/v1/tickets/{case}")).body["version"].to_string();
            let etag = format!("\"{version}\"");
            server.post(&token, &format!("/api/v1/tickets/{case}/{act}"), &body, &[("If-Match", &etag)])
        };
        assert_eq!(act("try", json!({ "channel": "alarm" })).body["field"], "channel");
        // Three tries by two channels, but all on one day.
        assert_eq!(act("try", json!({ "channel": "mail" })).status, 200);
        let end = json!({ "solution": "ej-nadd", "text": "Vi når dig inte." });
        let early = act("resolve", end.clone());
        assert_eq!((early.status, &early.body["rule"]), (422, &json!("sought_too_little")), "{}", early.body);
        bench.until(at("2026-12-01T08:00:00+01:00"));
        server.set(bench.now());
        let again = act("try", json!({ "channel": "mail" }));
        assert_eq!(again.body["tries"].as_array().unwrap().len(), 4, "{}", again.body);
        assert_eq!(act("resolve", end).body["phase"], "resolved");
        let other = act("try", json!({ "channel": "phone" }));
        assert_eq!((other.status, &other.body["rule"]), (422, &json!("workflow")), "only while it waits");
    });
}

/// One clock that can pause: resolution. One hour at the service desk, then at the specialists until Wednesday 10:00: Monday
/// 08:00-17:30 is 9.5 h, Tuesday 10.5 h, Wednesday 3 h: 23 h, of which 09:00 to 14:00 on Monday waited: 5 / 23 = 21.73 %.
#[test]
fn the_paused_share_of_each_queue_is_told_with_its_cases() {
    on_both(MONDAY, |bench| {
        let case = bench.mail("webcare", CONTACT, "Kan inte spara", "Ett oväntat fel.").reference;
        bench.act("servicedesk", &case, Order::Take).unwrap();
        bench.until(at("2026-11-30T08:00:00+01:00"));
        bench.act("servicedesk", &case, Order::Escalate(escalation::Wish::Up, Vec::new())).unwrap();
        bench.act("specialist", &case, Order::Take).unwrap();
        bench.until(at("2026-11-30T09:00:00+01:00"));
        bench.act("specialist", &case, Order::WaitRequester(Some(words("Vilken plan?")))).unwrap();
        bench.until(at("2026-11-30T14:00:00+01:00"));
        bench.act("specialist", &case, Order::Resume).unwrap();
        bench.until(at("2026-12-02T10:00:00+01:00"));
        bench.act("specialist", &case, Order::Resolve("avhjalpt".into(), words("Rättat."))).unwrap();
        let server = Server::over(bench);
        let token = server.sign_in("manager");
        let get = |more: &str| {
            server
                .get(
                    &token,
                    &format!("/api/v1/reports/waiting?desk=webcare&from=2026-12-01&to=2026-12-03{more}"),
                )
                .body
        };
        let seen = get("");
        let row = |queue: &str, total: i64, paused: i64, share: f64| json!({ "queue": queue, "clocks": 1, "total_seconds": total, "paused_seconds": paused, "share": share });
        assert_eq!(
            seen["queues"],
            json!([
                row("servicedesk", 3_600, 0, 0.0),
                row("objektspecialister", 23 * 3_600, 5 * 3_600, 0.2173)
            ])
        );
        assert_eq!(seen["cases"].as_array().unwrap().len(), 2);
        // What a later version pauses says nothing of clocks that ran under this one.
        let source = std::fs::read_to_string("../config/desks/webcare.toml").unwrap();
        let newer = source
            .replacen(
                "version = \"1.3\"\nvalid_from = \"2012-03-15\"",
                "version = \"1.4\"\nvalid_from = \"2027-01-01\"\ndeclared = [\"future\"]",
                1,
            )
            .replacen("pauses = [\"waiting_requester\", \"scheduled\"]\n", "", 1);
        assert_ne!(source, newer);
        bench.app.apply_desk(&desk::read("webcare", &newer).unwrap(), &newer, "test", bench.now()).unwrap();
        assert_eq!(get("")["queues"], seen["queues"]);
        let one = get("&queue=objektspecialister");
        assert_eq!(
            (one["cases"].as_array().unwrap().len(), &one["cases"][0]["reference"]),
            (1, &json!(case.as_str()))
        );
        assert_eq!(get("&queue=ingen")["field"], "queue");
        let csv = get("&format=csv");
        assert!(csv.as_str().unwrap().contains(",Tid i allt (s),Varav paus (s),"), "{csv}");
        assert!(csv.as_str().unwrap().contains("Objektspecialister,1,82800,18000,0.2173"), "{csv}");
        let manager = Browser::of(&server, "manager");
        let page = manager.get("/reports/waiting?desk=webcare&from=2026-12-01&until=2026-12-02");
        assert!(page.says("21.73 %") && page.says("5:00:00"), "{}", page.html);
        crate::report_files::assert_drawn(&server, "waiting", "queues", "from=2026-12-01&until=2026-12-02");
        let page = manager
            .get("/reports/waiting?desk=webcare&from=2026-12-01&until=2026-12-02&queue=objektspecialister");
        assert!(
            page.says("Ärenden: Objektspecialister") && page.html.contains(&format!("/cases/{case}\"")),
            "{}",
            page.html
        );
        assert_eq!(Browser::of(&server, "servicedesk").get("/reports/waiting").status, 403);
    });
}
