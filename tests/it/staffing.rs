//! The staffing estimate (SRS-16) from histories small enough to be sized by hand, and every count against its list.

use crate::browser::{Browser, Page};
use crate::html::unescaped;
use crate::server::Server;
use app::calls::{Judgement, Teller, Told};
use app::{Facts, Order};
use escalation::Wish;
use serde_json::{Value, json};
use testkit::{Bench, at, on_both, on_both_with, words};
use ticket::{CallTimes, Reference};

const CONTACT: &str = "kontakt.avd32@sjukhus.region-exempel.example";
const DOCTOR: &str = "lakare1@granlund.region-exempel.example";
const WEBCARE: &str = "desk=webcare&from=2026-11-30&to=2026-12-01";
const SRS: &str = "desk=srs&from=2026-11-30&to=2026-12-01";

fn take(bench: &Bench) -> Reference {
    let reference = bench.mail("webcare", CONTACT, "Kan inte spara", "Ett oväntat fel.").reference;
    bench.act("servicedesk", &reference, Order::Take).unwrap();
    reference
}

fn resolve(bench: &Bench, reference: &Reference) {
    bench.act("servicedesk", reference, Order::Resolve("avhjalpt".into(), words("Rättat."))).unwrap();
}

fn get(server: &Server, login: &str, path: &str) -> Value {
    let answer = server.get(&server.sign_in(login), &format!("/api/v1/{path}"));
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    answer.body
}

/// The work of a line.
fn line(report: &Value, key: &str, work: &str) -> Value {
    let lines = report["lines"].as_array().unwrap();
    let found = lines.iter().find(|line| line["line"] == key && line["work"] == work);
    found.unwrap_or_else(|| panic!("no {work} of {key}: {report}")).clone()
}

/// Hour, open seconds, arrivals, handled, mean seconds and people of every hour.
fn hours(line: &Value) -> Value {
    let row = |hour: &Value| {
        json!([
            hour["hour"],
            hour["open_seconds"],
            hour["arrivals"],
            hour["handled"],
            hour["handling_seconds"],
            hour["people"]
        ])
    };
    line["hours"].as_array().unwrap().iter().map(row).collect()
}

/// One case comes at 06:30, before the desk opens at 07:00, and is left: at 07:10 it is handed up by the desk's rule. A and B
/// come at 08:00 and are in one hand together until A is solved at 08:30, B alone until 09:00: 15 and 45 minutes. C takes
/// 09:00 to 09:30. The mean is 30 minutes.
/// One person, oldest first: what was left is taken at 07:00, A at 08:00, B at 08:15, later than the ten minutes allowed, C
/// at 09:00: 3 of 4, but more than nine in ten are wanted. Two people: all four, one at a time but for A and B.
fn four(bench: &Bench) {
    bench.mail("webcare", CONTACT, "Tidig", "Ett oväntat fel.");
    bench.until(at("2026-11-30T08:00:00+01:00"));
    let (a, b) = (take(bench), take(bench));
    bench.minutes(30);
    resolve(bench, &a);
    bench.minutes(30);
    resolve(bench, &b);
    let c = take(bench);
    bench.minutes(30);
    resolve(bench, &c);
}

#[test]
fn a_history_is_played_again_until_the_target_is_kept() {
    on_both("2026-11-30T06:30:00+01:00", |bench| {
        four(bench);
        let server = Server::over(bench);
        let report = get(&server, "manager", &format!("reports/staffing?{WEBCARE}"));
        let seen = line(&report, "servicedesk", "cases");
        assert_eq!((&seen["target"], &seen["within_seconds"]), (&json!("fordelning"), &json!(600)));
        assert_eq!((&seen["wanted"], &seen["wanted_supposed"]), (&json!("> 0.9"), &json!(false)));
        assert_eq!(
            (&seen["arrivals"], &seen["handled"], &seen["while_closed"]),
            (&json!(4), &json!(3), &json!(1))
        );
        assert_eq!(seen["handling_seconds"], 1_800, "{seen}");
        // 15 + 45 + 30 and a mean of 30 minutes within the 150 it was open.
        assert_eq!(seen["busy"], json!(0.8));
        assert_eq!((&seen["method"], &seen["people"]), (&json!("replay"), &json!(2)));
        assert_eq!((&seen["replay_people"], &seen["replay_share"]), (&json!(2), &json!(1.0)));
        // It is half past nine; what came before seven counts at seven. B, taken at 08:00 by the second person, is done
        // at 08:45; from nine on C is alone.
        assert_eq!((&seen["since"], &seen["days"]), (&json!("2026-11-30"), &json!(1)));
        let wanted = json!([
            ["1-07", 3_600, 1, 0, null, 1],
            ["1-08", 3_600, 2, 2, 1_800, 2],
            ["1-09", 1_800, 1, 1, 1_800, 1],
        ]);
        assert_eq!(hours(&seen), wanted);
        // Half an hour of the hour from nine: two in an open hour, and half an hour of work in it.
        assert_eq!(
            (&seen["hours"][2]["per_open_hour"], &seen["hours"][2]["busy"]),
            (&json!(2.0), &json!(1.0))
        );
        // What was handed up came to the second line; nobody has had it.
        let upper = line(&report, "specialister", "cases");
        assert_eq!((&upper["arrivals"], &upper["handled"]), (&json!(1), &json!(0)));
        assert_eq!(
            (&upper["target"], &upper["method"], &upper["people"]),
            (&json!(null), &json!(null), &json!(null))
        );
        assert_eq!(upper["hours"][0]["people"], json!(null));
        assert!(
            report["lines"].as_array().unwrap().iter().all(|line| line["line"] != "leverantor"),
            "{report}"
        );
        assert_eq!(report["short"], true);
        // The desk has no case before that Monday: its hours before it say nothing.
        let longer = get(&server, "manager", "reports/staffing?desk=webcare&from=2026-10-01&to=2026-12-01");
        let longer = line(&longer, "servicedesk", "cases");
        assert_eq!((&longer["since"], &longer["days"]), (&json!("2026-11-30"), &json!(1)));
        assert_eq!(hours(&longer), wanted);
    });
}

/// Taken at 08:00, handed to another queue of the same line at 08:10, taken there at 08:20 and solved at 08:40, which two people
/// correct to 08:30: 10 minutes of one person, 10 of the other.
#[test]
fn a_queue_of_the_same_line_is_no_arrival_and_a_correction_moves_the_time() {
    on_both("2026-11-30T08:00:00+01:00", |bench| {
        let case = take(bench);
        bench.minutes(10);
        bench.act("servicedesk", &case, Order::Forward("processfragor-varden".into())).unwrap();
        bench.minutes(10);
        bench.act("kollega", &case, Order::Take).unwrap();
        bench.minutes(20);
        bench.act("kollega", &case, Order::Resolve("avhjalpt".into(), words("Rättat."))).unwrap();
        let server = Server::over(bench);
        let seen =
            || line(&get(&server, "manager", &format!("reports/staffing?{WEBCARE}")), "servicedesk", "cases");
        assert_eq!((&seen()["arrivals"], &seen()["handling_seconds"]), (&json!(1), &json!(1_800)));
        let events = bench.app.events(&bench.person("manager"), &case, 0, 1_000).unwrap();
        let event = events.iter().find(|event| event.kind == "resolved").unwrap().seq;
        let (at, reason) = (at("2026-11-30T08:30:00+01:00"), words("Enligt loggen."));
        let asked = bench.act("servicedesk", &case, Order::Correct { event, at, reason }).unwrap();
        bench.act("manager", &case, Order::Agree(asked.proposals[0].id)).unwrap();
        assert_eq!((&seen()["arrivals"], &seen()["handling_seconds"]), (&json!(1), &json!(1_200)));
    });
}

/// P is taken at 08:00, handed up at 08:30, worked on there until it is returned at 09:00 to who had it, solved 09:15,
/// reopened at 10:00 and solved 10:10. Q is taken at 10:00, in the same hand as P for ten minutes, then alone until it waits
/// at 10:20; from 11:00 five minutes more. User support: 30, 15, half of 10, and 5 + 10 + 5 minutes.
fn relay(bench: &Bench) {
    let act = |who: &str, case: &Reference, order: Order| bench.act(who, case, order).unwrap();
    let solve = |case: &Reference| act("stod.exempel", case, Order::Resolve("besvarad".into(), words("Så.")));
    let p = bench.mail("srs", DOCTOR, "Fråga", "Vad gör jag?").reference;
    let facts = Facts { case_type: Some("tekniskt-fel".into()), ..Facts::default() };
    act("stod.exempel", &p, Order::Classify(facts));
    act("stod.exempel", &p, Order::Take);
    bench.minutes(30);
    act("stod.exempel", &p, Order::Escalate(Wish::Up, Vec::new()));
    act("forsta", &p, Order::Take);
    bench.minutes(30);
    act("forsta", &p, Order::Return { text: words("Starta om."), answer: false });
    act("stod.exempel", &p, Order::Take);
    bench.minutes(15);
    solve(&p);
    bench.minutes(45);
    act("stod.exempel", &p, Order::Reopen(None, None));
    let q = bench.mail("srs", DOCTOR, "En till", "Och det här?").reference;
    act("stod.exempel", &q, Order::Take);
    bench.minutes(10);
    solve(&p);
    bench.minutes(10);
    act("stod.exempel", &q, Order::WaitRequester(Some(words("Vilken patient?"))));
    bench.minutes(40);
    act("stod.exempel", &q, Order::Resume);
    bench.minutes(5);
    solve(&q);
}

#[test]
fn a_case_comes_to_a_line_as_often_as_it_is_handed_there_or_reopened() {
    on_both("2026-11-30T08:00:00+01:00", |bench| {
        relay(bench);
        let server = Server::over(bench);
        let report = get(&server, "srs.manager", &format!("reports/staffing?{SRS}"));
        let support = line(&report, "anvandarsupport", "cases");
        assert_eq!((&support["target"], &support["within_seconds"]), (&json!("forsta-svar"), &json!(28_800)));
        assert_eq!((&support["wanted"], &support["wanted_supposed"]), (&json!(">= 0.9"), &json!(true)));
        assert_eq!((&support["arrivals"], &support["handled"]), (&json!(4), &json!(4)), "{support}");
        // 1 800 + 900 + 300 + 1 200 by four.
        assert_eq!(support["handling_seconds"], 1_050);
        assert_eq!((&support["method"], &support["replay_people"]), (&json!("replay"), &json!(1)));
        let wanted = json!([
            ["1-08", 3_600, 1, 1, 1_800, 1],
            ["1-09", 3_600, 1, 1, 900, 1],
            ["1-10", 3_600, 2, 2, 750, 1],
            // Open for five minutes so far, and nothing came.
            ["1-11", 300, 0, 0, null, null],
        ]);
        assert_eq!(hours(&support), wanted);
        // No target: whoever is there does the half hour of work within the three hours and five minutes.
        let first = line(&report, "forsta", "cases");
        assert_eq!((&first["target"], &first["within_seconds"]), (&json!(null), &json!(null)));
        assert_eq!((&first["arrivals"], &first["handling_seconds"]), (&json!(1), &json!(1_800)), "{first}");
        assert_eq!(
            (&first["method"], &first["people"], &first["busy"]),
            (&json!("workload"), &json!(1), &json!(0.16))
        );
        assert_eq!(first["replay_people"], json!(null));

        // Every count is that of its list.
        for (line, key) in [(&support, "anvandarsupport"), (&first, "forsta")] {
            for hour in line["hours"].as_array().unwrap() {
                for (figure, handled) in [("arrivals", ""), ("handled", "&handled=true")] {
                    let list = format!(
                        "reports/staffing/cases?{SRS}&line={key}&hour={}",
                        hour["hour"].as_str().unwrap()
                    );
                    let list = get(&server, "srs.manager", &format!("{list}{handled}"));
                    assert_eq!(
                        json!(list["items"].as_array().unwrap().len()),
                        hour[figure],
                        "{key} {hour} {figure}"
                    );
                }
            }
        }
        // The list has a row for every time, page by page within a case too.
        let (mut came, mut cursor) = (Vec::new(), String::new());
        loop {
            let list = format!("reports/staffing/cases?{SRS}&line=anvandarsupport&limit=1{cursor}");
            let page = get(&server, "srs.manager", &list);
            for item in page["items"].as_array().unwrap() {
                came.push(format!(
                    "{} {}",
                    item["subject"].as_str().unwrap(),
                    item["came_at"].as_str().unwrap()
                ));
            }
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let wanted = [
            "Fråga 2026-11-30T07:00:00Z",
            "Fråga 2026-11-30T08:00:00Z",
            "Fråga 2026-11-30T09:00:00Z",
            "En till 2026-11-30T09:00:00Z",
        ];
        assert_eq!(came, wanted);
        let calls = report["lines"].as_array().unwrap().iter().filter(|line| line["work"] == "calls").count();
        assert_eq!(calls, 0, "this desk wants nothing of how long callers wait");
        let page = Browser::of(&server, "srs.manager")
            .get("/reports/staffing?desk=srs&from=2026-11-30&until=2026-11-30");
        assert!(page.says("Samtal ingår inte") && page.says(">= 90 % (antagen)"), "{}", page.html);
    });
}

/// Thirty cases in an hour of two minutes each: load 30 · 120 / 3600 = 1. One person is never done; with two, who arrives
/// waits with probability 1/3, and longer than ten minutes with 1/3 · e^(−600/120) = 0.0022: 99.7 % in time.
/// The history was kinder: each came as the one before was done, and one person would have done. Twenty-nine are no rate.
#[test]
fn many_short_cases_are_sized_by_erlang_c() {
    on_both("2026-11-30T08:00:00+01:00", |bench| {
        let one = || {
            let reference = take(bench);
            bench.minutes(2);
            resolve(bench, &reference);
        };
        (0..29).for_each(|_| one());
        let server = Server::over(bench);
        let seen =
            || line(&get(&server, "manager", &format!("reports/staffing?{WEBCARE}")), "servicedesk", "cases");
        assert_eq!((&seen()["method"], &seen()["people"]), (&json!("replay"), &json!(1)));
        one();
        server.set(bench.now());
        let seen = seen();
        assert_eq!((&seen["method"], &seen["handling_seconds"]), (&json!("erlang_c"), &json!(120)), "{seen}");
        let wanted = json!([["1-07", 3_600, 0, 0, null, null], ["1-08", 3_600, 30, 30, 120, 2]]);
        assert_eq!(hours(&seen), wanted);
        assert_eq!(
            (&seen["people"], &seen["replay_people"], &seen["busy"]),
            (&json!(2), &json!(1), &json!(0.5))
        );
    });
}

/// A call offered at a moment of the day, answered after ten seconds and talked for three minutes; or given up.
fn call(bench: &Bench, time: &str, answered: bool) {
    let offered = at(&format!("2026-11-30T{time}+01:00"));
    let after = |seconds: u64| offered + std::time::Duration::from_secs(seconds);
    let times = CallTimes {
        offered_at: Some(offered),
        answered_at: answered.then(|| after(10)),
        ended_at: Some(after(if answered { 190 } else { 50 })),
    };
    let judgement =
        if answered { Judgement::Solved(Some("instruktion".into())) } else { Judgement::Abandoned };
    let (teller, judgement) = (Teller::Agent(None), Some(judgement));
    let told = Told { desk: "webcare".into(), teller, times, number: None, name: None, judgement };
    bench.app.log_call(&bench.person("servicedesk"), &told, bench.now()).unwrap();
}

/// Forty calls every ninety seconds from ten o'clock, one of them given up, three minutes each: load 40 · 180 / 3600 = 2.
/// Erlang C for 3: 4/9, mean wait 4/9 · 180 / 1 = 80 seconds, more than the 60 wanted; for 4: 4/23, 4/23 · 180 / 2 = 15.7.
/// In the history two people never let anybody wait. A call at 06:59 is outside the objective's hours.
fn forty(bench: &Bench) {
    call(bench, "06:59:00", true);
    for n in 0..40 {
        let second = n * 90;
        call(bench, &format!("10:{:02}:{:02}", second / 60, second % 60), n != 20);
    }
}

#[test]
fn calls_are_sized_by_how_long_callers_may_wait() {
    on_both("2026-11-30T17:30:00+01:00", |bench| {
        forty(bench);
        let server = Server::over(bench);
        let report = get(&server, "manager", &format!("reports/staffing?{WEBCARE}"));
        let seen = line(&report, "servicedesk", "calls");
        assert_eq!((&seen["target"], &seen["within_seconds"]), (&json!("svarstid-telefon"), &json!(60)));
        assert_eq!(
            (&seen["arrivals"], &seen["handled"], &seen["while_closed"]),
            (&json!(40), &json!(39), &json!(0))
        );
        assert_eq!((&seen["handling_seconds"], &seen["wanted"]), (&json!(180), &json!(null)));
        assert_eq!((&seen["method"], &seen["people"]), (&json!("erlang_c"), &json!(4)), "{seen}");
        assert_eq!((&seen["replay_people"], &seen["replay_wait_seconds"]), (&json!(2), &json!(0)));
        let ten = &seen["hours"][3];
        assert_eq!((&ten["hour"], &ten["arrivals"], &ten["people"]), (&json!("1-10"), &json!(40), &json!(4)));
        let list = |hour: &str| {
            let path =
                format!("calls?{WEBCARE}&figure=calls&objective=svarstid-telefon&limit=200&hour={hour}");
            get(&server, "manager", &path)["items"].as_array().unwrap().len()
        };
        assert_eq!((list("1-10"), list("1-06"), list("1-11")), (40, 0, 0));
        let refused = server.get(&server.sign_in("manager"), &format!("/api/v1/calls?{WEBCARE}&hour=8-01"));
        assert_eq!((refused.status, &refused.body["field"]), (400, &json!("hour")));
    });
}

/// 25 December 2026 is a Friday and a holiday. On 25 October the hour from two comes twice, on 28 March it does not come.
#[test]
fn hours_are_those_the_line_was_open() {
    on_both("2027-03-30T12:00:00+02:00", |bench| {
        let server = Server::over(bench);
        let week = get(&server, "manager", "reports/staffing?desk=webcare&from=2026-12-21&to=2026-12-28");
        let open = hours(&line(&week, "servicedesk", "cases"));
        let of = |day: char| {
            let rows =
                open.as_array().unwrap().iter().filter(|row| row[0].as_str().unwrap().starts_with(day));
            rows.map(|row| row[1].as_i64().unwrap()).sum::<i64>()
        };
        assert_eq!((of('4'), of('5'), of('6')), (37_800, 0, 0), "{open}");
    });
    let always = [("calendar = \"servicedesk\"\nexcept_channels", "calendar = \"alltid\"\nexcept_channels")];
    on_both_with("2027-03-30T12:00:00+02:00", &always, |bench| {
        let server = Server::over(bench);
        for (from, to, hours, two) in
            [("2026-10-25", "2026-10-26", 25, Some(7_200)), ("2027-03-28", "2027-03-29", 23, None)]
        {
            let day = get(&server, "manager", &format!("reports/staffing?desk=webcare&from={from}&to={to}"));
            let open = self::hours(&line(&day, "servicedesk", "cases"));
            let rows = open.as_array().unwrap();
            assert_eq!(rows.iter().map(|row| row[1].as_i64().unwrap()).sum::<i64>(), hours * 3_600);
            let second = rows.iter().find(|row| row[0] == "7-02").map(|row| row[1].as_i64().unwrap());
            assert_eq!(second, two, "{from}");
        }
    });
}

/// Addresses behind the figures of a page, each with its figure.
fn links(page: &Page, list: &str) -> Vec<(String, String)> {
    let begins = format!("<a href=\"{list}?");
    page.html
        .split(&begins)
        .skip(1)
        .map(|link| {
            let (address, rest) = link.split_once("\">").unwrap();
            (format!("{list}?{}", unescaped(address)), rest.split('<').next().unwrap().to_owned())
        })
        .collect()
}

#[test]
fn the_page_draws_its_figures_and_each_count_opens_as_many() {
    on_both("2026-11-30T06:30:00+01:00", |bench| {
        four(bench);
        bench.until(at("2026-11-30T17:30:00+01:00"));
        forty(bench);
        let server = Server::over(bench);
        let manager = Browser::of(&server, "manager");
        let page = manager.get("/reports/staffing?desk=webcare&from=2026-11-30&until=2026-11-30");
        assert_eq!(page.status, 200, "{}", page.html);
        for words in ["Bemanning", "återspelning", "Erlang C", "kortare än fyra veckor", "Raster, möten"] {
            assert!(page.says(words), "{words}: {}", page.html);
        }
        // Three fields of hours each for the cases of two lines and the calls of one.
        assert!(page.html.matches("<svg class=\"chart\"").count() == 9 && !page.html.contains("style="));
        let cases = links(&page, "/reports/staffing/cases");
        // Lines: 4 and 3 of user support, 1 of the second line. Fields: 3 hours and 1.
        assert_eq!(cases.len(), 3 + 4, "{cases:?}");
        for (address, figure) in cases {
            let list = manager.get(&address);
            assert_eq!(list.status, 200, "{address}");
            let rows = list.html.matches("<th scope=\"row\"><a href=\"/cases/").count();
            assert_eq!(rows.to_string(), figure, "{address}");
            assert!(list.says(&format!("Inkom {figure} gånger i")), "{}", list.html);
        }
        let calls = links(&page, "/calls");
        // The line, what of it ended, its field; the other link to calls is the navigation's.
        assert_eq!(calls.iter().map(|(_, figure)| figure.as_str()).collect::<Vec<_>>(), ["40", "39", "40"]);
        for (address, figure) in calls {
            let rows = manager.get(&address).html.matches("<th scope=\"row\">").count();
            assert_eq!(rows.to_string(), figure, "{address}");
        }
        assert!(page.says("Alla timmar (CSV)") && !page.html.contains("hours-heading"), "{}", page.html);
        let file = |part: &str| {
            let query = "desk=webcare&from=2026-11-30&until=2026-11-30";
            manager.get(&format!("/reports/staffing.csv?{query}&part={part}")).html
        };
        assert!(
            file("hours").contains("\r\n1:a linjen,ärenden,måndag,08:00,3600,2,2.00,2,1800,1.00,2\r\n"),
            "{}",
            file("hours")
        );
        let lines = file("lines");
        assert!(lines.contains("\r\n1:a linjen,2,återspelning,"), "{lines}");
        let calls = "\r\n\"1:a linjen, telefon\",4,Erlang C,0.19,40,39,180,Svarstid i telefon,60,i genomsnitt,2,0,2026-11-30\r\n";
        assert!(lines.contains(calls), "{lines}");
        assert!(file("assumptions").contains("Leverantörers linjer ingår inte"));
        assert!(file("servicedesk-cases-people").starts_with("Veckodag,00,01,"));
        let refused = manager.get("/reports/staffing?desk=webcare&from=2026-12-01&until=2026-11-01");
        assert!(refused.says("perioden måste sluta efter att den börjar"), "{}", refused.html);
        for lost in ["line=leverantor", "line=moon", "line=servicedesk&hour=8-00", "figure=whole:open"] {
            let list = manager.get(&format!("/reports/staffing/cases?desk=webcare&{lost}"));
            assert_eq!(list.status, 404, "{lost}");
        }
        let agent = Browser::of(&server, "servicedesk");
        assert!(!agent.get("/lists/mine").says("Bemanning"));
        for address in
            ["/reports/staffing?desk=webcare", "/reports/staffing/cases?desk=webcare&line=servicedesk"]
        {
            assert_eq!(agent.get(address).status, 403, "{address}");
        }
    });
}

#[test]
fn files_are_made_and_what_is_wrong_is_named() {
    on_both("2026-11-30T06:30:00+01:00", |bench| {
        four(bench);
        let server = Server::over(bench);
        let token = server.sign_in("manager");
        let get = |path: &str| {
            let request = server.agent.get(format!("{}/api/v1/reports/{path}", server.base));
            let mut answer = request.header("Authorization", format!("Bearer {token}")).call().unwrap();
            (answer.status().as_u16(), answer.body_mut().read_to_vec().unwrap())
        };
        let list = format!("staffing/cases?{WEBCARE}&line=servicedesk&limit=1");
        let (status, csv) = get(&format!("{list}&format=csv"));
        let csv = String::from_utf8(csv).unwrap();
        assert_eq!((status, csv.lines().count()), (200, 5), "{csv}");
        assert!(csv.starts_with("Ärende,Kom till linjen,Inkom,Ämne,"), "{csv}");
        assert!(csv.contains(",2026-11-30 06:30,2026-11-30 06:30,Tidig,"), "{csv}");
        for (path, mark) in [
            (format!("{list}&format=xlsx"), &b"PK\x03\x04"[..]),
            (format!("staffing?{WEBCARE}&format=xlsx"), b"PK\x03\x04"),
            (format!("staffing?{WEBCARE}&format=pdf"), b"%PDF-1.7"),
        ] {
            let (status, bytes) = get(&path);
            assert!(status == 200 && bytes.starts_with(mark), "{path}");
        }
        for (path, field) in [
            ("staffing?desk=webcare&from=2026-12-01&to=2026-12-01".to_owned(), "to"),
            ("staffing?desk=moon&from=2026-12-01&to=2026-12-02".to_owned(), "desk"),
            (format!("staffing?{WEBCARE}&part=moon&format=csv"), "part"),
            (format!("staffing/cases?{WEBCARE}"), "line"),
            (format!("staffing/cases?{WEBCARE}&line=moon"), "line"),
            (format!("staffing/cases?{WEBCARE}&line=leverantor"), "line"),
            (format!("staffing/cases?{WEBCARE}&line=servicedesk&hour=1-24"), "hour"),
            (format!("staffing/cases?{WEBCARE}&line=servicedesk&handled=perhaps"), "handled"),
            (format!("staffing/cases?{WEBCARE}&line=servicedesk&figure=whole:open"), "figure"),
            (format!("staffing/cases?{WEBCARE}&line=servicedesk&format=pdf"), "format"),
            (format!("staffing/cases?{WEBCARE}&line=servicedesk&limit=0"), "limit"),
            ("staffing/cases?desk=webcare&from=2026-12-02&to=2026-12-01&line=servicedesk".to_owned(), "to"),
        ] {
            let (status, body) = get(&path);
            let body: Value = serde_json::from_slice(&body).unwrap();
            assert_eq!((status, &body["field"]), (400, &json!(field)), "{path}: {body}");
        }
        let agent = server.sign_in("servicedesk");
        for path in ["staffing?", "staffing/cases?line=servicedesk&"] {
            assert_eq!(server.get(&agent, &format!("/api/v1/reports/{path}{WEBCARE}")).status, 403, "{path}");
        }
    });
}
