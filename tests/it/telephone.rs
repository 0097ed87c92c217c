//! The telephone report through REST and the console, by hand-written calls with their arithmetic.

use crate::browser::Browser;
use crate::server::Server;
use app::calls::{Judgement, Teller, Told};
use serde_json::{Value, json};
use testkit::{Bench, at, on_both};
use ticket::CallTimes;

const TUESDAY: &str = "2026-12-01T18:00:00+01:00";

/// A call offered at a local time of a day, with seconds of waiting and of talk; unanswered without.
pub fn call(bench: &Bench, day: &str, time: &str, answered: Option<(u64, u64)>, judgement: Judgement) {
    let offered = at(&format!("{day}T{time}+01:00"));
    let after = |seconds: u64| offered + std::time::Duration::from_secs(seconds);
    let times = CallTimes {
        offered_at: Some(offered),
        answered_at: answered.map(|(waited, _)| after(waited)),
        ended_at: Some(answered.map_or_else(|| after(50), |(waited, talked)| after(waited + talked))),
    };
    let told = Told {
        desk: "webcare".into(),
        teller: Teller::Agent(None),
        times,
        number: None,
        name: None,
        judgement: Some(judgement),
    };
    bench.app.log_call(&bench.person("servicedesk"), &told, bench.now()).unwrap();
}

pub fn known() -> Judgement {
    Judgement::Solved(Some("instruktion".into()))
}

/// Monday: 20 + 100 = 120 s over two calls is 60: kept. One given up stands apart; one at 06:59:59 is outside the hours,
/// one at 07:00:00 is not. Tuesday: 61 s: missed, and one given up. Wednesday and on: no calls, no figure.
fn two_days(bench: &Bench) {
    call(bench, "2026-11-30", "07:00:00", Some((20, 300)), known());
    call(bench, "2026-11-30", "10:00:00", Some((100, 601)), known());
    call(bench, "2026-11-30", "11:00:00", None, Judgement::Abandoned);
    call(bench, "2026-11-30", "06:59:59", Some((900, 10)), known());
    call(bench, "2026-12-01", "12:00:00", Some((61, 600)), known());
    call(bench, "2026-12-01", "13:00:00", None, Judgement::Abandoned);
}

fn report(server: &Server, login: &str, more: &str) -> Value {
    let path = format!("/api/v1/reports/telephone?desk=webcare&from=2026-11-30&to=2026-12-05{more}");
    server.get(&server.sign_in(login), &path).body
}

#[test]
fn the_days_that_missed_are_told_and_every_figure_leads_to_its_calls() {
    on_both(TUESDAY, |bench| {
        two_days(bench);
        let server = Server::over(bench);
        let seen = report(&server, "manager", "");
        let answer = &seen["answer"][0];
        assert_eq!(
            (&answer["objective"], &answer["within_seconds"]),
            (&json!("svarstid-telefon"), &json!(60))
        );
        assert_eq!(answer["missed_days"], json!(["2026-12-01"]), "{seen}");
        let days = answer["days"].as_array().unwrap();
        assert_eq!(days.len(), 2, "a day without calls has no figure");
        let figures = |day: &Value| {
            ["calls", "answered", "abandoned", "unsettled", "outside", "timed", "mean_seconds"]
                .map(|name| day[name].as_i64().unwrap())
        };
        assert_eq!(figures(&days[0]), [3, 2, 1, 0, 1, 2, 60]);
        assert_eq!((&days[0]["kept"], &days[0]["waited_micros"]), (&json!(true), &json!(120_000_000)));
        assert_eq!(figures(&days[1]), [2, 1, 1, 0, 0, 1, 61]);
        // Direct: 300 s and 600 s of ten minutes are within it, 601 s is not; what was outside the hours counts nowhere.
        let direct = &seen["direct"][0];
        assert_eq!((&direct["direct"], &direct["not_direct"]), (&json!(2), &json!(1)), "{seen}");
        assert_eq!(
            (&direct["share"], &direct["wanted"], &direct["fulfilled"]),
            (&json!(0.6666), &json!("> 0.6"), &json!(true))
        );
        // The list behind a figure has as many calls as the figure says.
        let token = server.sign_in("manager");
        let behind = |figure: &str, objective: &str, from: &str, to: &str| {
            let path = format!(
                "/api/v1/calls?desk=webcare&from={from}&to={to}&figure={figure}&objective={objective}"
            );
            server.get(&token, &path).body["items"].as_array().unwrap().len()
        };
        for (figure, count) in [
            ("calls", 3),
            ("answered", 2),
            ("handled", 2),
            ("abandoned", 1),
            ("unsettled", 0),
            ("outside", 1),
        ] {
            assert_eq!(behind(figure, "svarstid-telefon", "2026-11-30", "2026-12-01"), count, "{figure}");
        }
        for (figure, count) in [("direct", 2), ("not_direct", 1), ("judged", 3), ("unknown", 0)] {
            assert_eq!(behind(figure, "direktlosning", "2026-11-30", "2026-12-05"), count, "{figure}");
        }
    });
}

/// A case opened from a call counts once it is solved by what is documented: not at once, when the call had ended; at once,
/// when the exchange reports an end after the solution.
#[test]
fn a_case_solved_during_its_call_was_solved_at_once() {
    on_both("2026-12-01T10:00:00+01:00", |bench| {
        let server = Server::over(bench);
        let token = server.sign_in("servicedesk");
        let direct = || {
            let seen = report(&server, "manager", "");
            (seen["direct"][0]["direct"].clone(), seen["direct"][0]["not_direct"].clone())
        };
        let open = |call: Value| {
            let body = json!({ "desk": "webcare", "subject": "Hur?", "requester": { "name": "Akuten" }, "call": call,
                               "case_type": "handhavande" });
            let made = server.post(&token, "/api/v1/tickets", &body, &[]);
            assert_eq!(made.status, 201, "{}", made.body);
            made.body["reference"].as_str().unwrap().parse_reference()
        };
        let solve = |case: &ticket::Reference, solution: &str| {
            let order = app::Order::Resolve(solution.into(), testkit::words("Så här."));
            bench.act("servicedesk", case, order).unwrap();
        };
        let first = open(
            json!({ "answered_at": "2026-12-01T09:50:00+01:00", "ended_at": "2026-12-01T09:58:00+01:00" }),
        );
        assert_eq!(direct(), (json!(0), json!(0)), "what is not solved has no solution");
        solve(&first, "instruktion");
        assert_eq!(direct(), (json!(0), json!(1)));
        let other = open(json!({ "answered_at": "2026-12-01T09:55:00+01:00" }));
        solve(&other, "avhjalpt");
        assert_eq!(direct(), (json!(0), json!(1)), "no documented solution");
        let pbx = |more: Value| {
            let mut body = json!({ "desk": "webcare", "id": "PBX-1" });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            server.post(&server.sign_in("vaxel"), "/api/v1/calls", &body, &[]).body
        };
        let known = pbx(json!({ "answered_at": "2026-12-01T09:59:00+01:00" }))["id"].clone();
        let third = open(json!({ "known": known }));
        solve(&third, "instruktion");
        assert_eq!(direct(), (json!(0), json!(2)), "nobody has said that the call lasted");
        bench.jump(at("2026-12-01T10:01:00+01:00"));
        server.set(bench.now());
        pbx(json!({ "ended_at": "2026-12-01T10:00:30+01:00" }));
        assert_eq!(direct(), (json!(1), json!(1)));
    });
}

trait ParseReference {
    fn parse_reference(&self) -> ticket::Reference;
}

impl ParseReference for str {
    fn parse_reference(&self) -> ticket::Reference {
        ticket::Reference::parse(self).unwrap()
    }
}

#[test]
fn the_page_and_the_file_say_the_same_and_only_to_who_may_read_reports() {
    on_both(TUESDAY, |bench| {
        two_days(bench);
        let server = Server::over(bench);
        let manager = Browser::of(&server, "manager");
        let page = manager.get("/reports/telephone?desk=webcare&from=2026-11-30&until=2026-12-04");
        assert!(page.says("Dagar som missade målet: 1") && page.says("66.66 %"), "{}", page.html);
        assert!(page.says("mål 60 s"), "{}", page.html);
        crate::report_files::assert_drawn(&server, "telephone", "days", "from=2026-11-30&until=2026-12-04");
        let link =
            "/calls?desk=webcare&from=2026-11-30&until=2026-11-30&figure=answered&objective=svarstid-telefon";
        assert!(
            crate::html::unescaped(&page.html).contains(&format!("href=\"{link}\">2</a>")),
            "{}",
            page.html
        );
        let list = manager.get(link);
        assert_eq!(list.html.matches("<th scope=\"row\">").count(), 2, "{}", list.html);
        assert!(list.says("Samtal: Besvarade, 2026-11-30 till 2026-11-30"), "{}", list.html);
        let csv = report(&server, "manager", "&format=csv");
        assert!(
            csv.as_str().unwrap().contains("2026-11-30,3,2,1,0,1,60,ja\r\n2026-12-01,2,1,1,0,0,61,nej"),
            "{csv}"
        );
        assert!(csv.as_str().unwrap().contains(",Väntan i genomsnitt (s),"), "{csv}");
        let objectives = manager.get("/reports/objectives?desk=webcare&from=2026-11-30&until=2026-12-04");
        assert!(objectives.says("1 av 2 dagar") && objectives.says("66.66 %"), "{}", objectives.html);
        assert_eq!(Browser::of(&server, "servicedesk").get("/reports/telephone").status, 403);
        assert_eq!(report(&server, "servicedesk", "")["status"], 403);
        let bad = manager.get("/reports/telephone?desk=webcare&from=2026-12-02&until=2026-11-30");
        assert!(
            bad.says("perioden måste sluta efter att den börjar") || bad.html.contains("aria-invalid"),
            "{}",
            bad.html
        );
    });
}

/// From Tuesday a new version promises 90 seconds and 90 %. Monday stays judged by 60; a period that began on Monday keeps
/// its share of 60 %, and one from Tuesday on has the new one: 1 of 1.
#[test]
fn calls_are_judged_by_what_was_promised_on_their_day() {
    on_both("2026-11-30T06:00:00+01:00", |bench| {
        let source = std::fs::read_to_string("../config/desks/webcare.toml").unwrap();
        let newer = source
            .replacen(
                "version = \"1.3\"\nvalid_from = \"2012-03-15\"",
                "version = \"1.4\"\nvalid_from = \"2026-12-01\"\ndeclared = [\"future\"]",
                1,
            )
            .replacen(
                "measure = \"mean_answer\"\nwithin = \"60s\"",
                "measure = \"mean_answer\"\nwithin = \"90s\"",
                1,
            )
            .replacen(
                "within = \"10m\"\nobjective = \"> 0.60\"",
                "within = \"10m\"\nobjective = \"> 0.90\"",
                1,
            );
        bench.app.apply_desk(&desk::read("webcare", &newer).unwrap(), &newer, "test", bench.now()).unwrap();
        bench.until(at(TUESDAY));
        two_days(bench);
        call(bench, "2026-11-30", "12:00:00", Some((70, 60)), Judgement::Solved(None));
        let server = Server::over(bench);
        let seen = report(&server, "manager", "");
        let of = |answer: &Value| {
            let days: Vec<_> = answer["days"].as_array().unwrap().iter().map(|d| d["date"].clone()).collect();
            (answer["version"].clone(), answer["within_seconds"].clone(), days, answer["missed_days"].clone())
        };
        let answers: Vec<_> = seen["answer"].as_array().unwrap().iter().map(of).collect();
        let monday = (json!("1.3"), json!(60), vec![json!("2026-11-30")], json!(["2026-11-30"]));
        let tuesday = (json!("1.4"), json!(90), vec![json!("2026-12-01")], json!([]));
        assert_eq!(answers, [monday, tuesday], "{seen}");
        let direct = |from: &str| {
            let path = format!("/api/v1/reports/telephone?desk=webcare&from={from}&to=2026-12-05");
            let seen = server.get(&server.sign_in("manager"), &path).body;
            assert_eq!(seen["direct"].as_array().unwrap().len(), 1, "{seen}");
            (seen["direct"][0]["version"].clone(), seen["direct"][0]["wanted"].clone())
        };
        assert_eq!(direct("2026-11-30"), (json!("1.3"), json!("> 0.6")));
        assert_eq!(direct("2026-12-01"), (json!("1.4"), json!("> 0.9")));
        let manager = Browser::of(&server, "manager");
        let page = manager.get("/reports/telephone?desk=webcare&from=2026-11-30&until=2026-12-04");
        assert!(
            page.says("Svarstid i telefon (1.3)") && page.says("Svarstid i telefon (1.4)"),
            "{}",
            page.html
        );
        let calls = "/api/v1/calls?desk=webcare&from=2026-11-30&to=2026-12-05&figure=calls&objective=svarstid-telefon";
        assert_eq!(server.get(&server.sign_in("manager"), calls).body["items"].as_array().unwrap().len(), 6);
    });
}
