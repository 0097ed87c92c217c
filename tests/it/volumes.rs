//! Volume statistics (SRS-17, LC-08, SRS-08, SRS-25) by a hand-counted day, and every figure against the list behind it.

use crate::browser::{Browser, Page};
use crate::html::unescaped;
use crate::server::Server;
use app::{Facts, Order};
use escalation::Wish;
use serde_json::{Value, json};
use testkit::{Bench, at, on_both, words};
use ticket::Reference;

const DAY: &str = "desk=srs&from=2026-11-30";

fn case(bench: &Bench, role: &str) -> Reference {
    let mail = bench.mail("srs", "lakare1@granlund.region-exempel.example", "=Fråga", "Vad gör jag?");
    let facts =
        Facts { case_type: Some("tekniskt-fel".into()), asker_role: Some(role.into()), ..Facts::default() };
    bench.act("stod.exempel", &mail.reference, Order::Classify(facts)).unwrap();
    bench.act("stod.exempel", &mail.reference, Order::Take).unwrap();
    mail.reference
}

fn resolve(bench: &Bench, case: &Reference) {
    bench.act("stod.exempel", case, Order::Resolve("besvarad".into(), words("Så här."))).unwrap();
}

/// 08:10 A, solved at once; B, solved after a question to the asker; D, from nobody known, left. 09:10 C, solved with the
/// help of 1st line. Two days later B is taken up again.
fn day(bench: &Bench) {
    let (a, b) = (case(bench, "rehabkoordinator"), case(bench, "rehabkoordinator"));
    bench.mail("srs", "nagon@utanfor.example", "Undrar", "Vem är ni?");
    resolve(bench, &a);
    bench.act("stod.exempel", &b, Order::WaitRequester(Some(words("Vilken patient?")))).unwrap();
    bench.act("stod.exempel", &b, Order::Resume).unwrap();
    resolve(bench, &b);
    bench.minutes(60);
    let c = case(bench, "sjukskrivande-lakare");
    bench.act("stod.exempel", &c, Order::Escalate(Wish::Up, Vec::new())).unwrap();
    bench.act("forsta", &c, Order::Return { text: words("Starta om."), answer: false }).unwrap();
    resolve(bench, &c);
    bench.until(at("2026-12-02T09:00:00+01:00"));
    bench.act("stod.exempel", &b, Order::Reopen(None, None)).unwrap();
}

fn report(server: &Server, query: &str) -> Value {
    let answer = server.get(&server.sign_in("srs.manager"), &format!("/api/v1/reports/volumes?{query}"));
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

/// Count and share of a figure.
fn figure(report: &Value, group: &str, key: &str) -> (i64, Value) {
    let all = report["figures"].as_array().unwrap();
    let found = all.iter().find(|f| f["group"] == group && f["key"] == key);
    found.map_or((0, Value::Null), |f| (f["count"].as_i64().unwrap(), f["share"].clone()))
}

#[test]
fn a_day_is_counted_as_by_hand() {
    on_both("2026-11-30T08:10:00+01:00", |bench| {
        day(bench);
        let server = Server::over(bench);
        let seen = report(&server, &format!("{DAY}&to=2026-12-01"));
        for (group, key, count, share) in [
            ("whole", "arrived", 4, json!(null)),
            ("whole", "solved", 3, json!(null)),
            // One of three solved, cut after four decimals.
            ("whole", "first_contact", 1, json!(0.3333)),
            ("whole", "own", 2, json!(0.6666)),
            // B was taken up again on another day, and was not open when this one ended.
            ("whole", "reopened", 0, json!(null)),
            ("whole", "open", 1, json!(null)),
            ("case_type", "tekniskt-fel", 3, json!(0.75)),
            ("case_type", "", 1, json!(0.25)),
            ("asker_role", "rehabkoordinator", 2, json!(0.5)),
            ("asker_role", "sjukskrivande-lakare", 1, json!(0.25)),
            ("organisation", "vc-granlund", 3, json!(0.75)),
            ("organisation", "utanfor-regionerna", 1, json!(0.25)),
            ("channel", "mail", 4, json!(1.0)),
            ("channel", "phone", 0, json!(0.0)),
            ("solved_by", "anvandarsupport", 2, json!(0.6666)),
            ("solved_by", "forsta", 1, json!(0.3333)),
            ("age", "0-1", 1, json!(1.0)),
            ("age", "1-3", 0, json!(0.0)),
            // 30 November 2026 is a Monday.
            ("hour", "1-08", 3, json!(null)),
            ("hour", "1-09", 1, json!(null)),
            ("hour", "1-10", 0, json!(null)),
        ] {
            assert_eq!(figure(&seen, group, key), (count, share), "{group} {key}: {seen}");
        }
        // Nothing came and nothing was solved on the day after the next; two are left, two days old by now.
        let later = report(&server, "desk=srs&from=2026-12-02&to=2026-12-03");
        assert_eq!(figure(&later, "whole", "arrived").0, 0);
        assert_eq!(figure(&later, "whole", "own"), (0, json!(null)), "with none there is no share");
        assert_eq!(figure(&later, "whole", "reopened").0, 1);
        assert_eq!((figure(&later, "whole", "open").0, figure(&later, "age", "1-3").0), (2, 2));
    });
}

#[test]
fn every_figure_is_the_number_of_cases_in_the_list_behind_it() {
    on_both("2026-11-30T08:10:00+01:00", |bench| {
        day(bench);
        let server = Server::over(bench);
        let token = server.sign_in("srs.manager");
        let seen = report(&server, &format!("{DAY}&to=2026-12-03"));
        let mut checked = 0;
        for figure in seen["figures"].as_array().unwrap() {
            let which = format!("{}:{}", figure["group"].as_str().unwrap(), figure["key"].as_str().unwrap());
            let path = format!("/api/v1/reports/volumes/cases?{DAY}&to=2026-12-03&limit=2&figure={which}");
            let (mut count, mut cursor) = (0, String::new());
            loop {
                let page = server.get(&token, &format!("{path}{cursor}"));
                assert_eq!(page.status, 200, "{which}: {}", page.body);
                count += page.body["items"].as_array().unwrap().len();
                match page.body["next_cursor"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
            assert_eq!(json!(count), figure["count"], "{which}");
            checked += count;
        }
        // Arrived 4, solved 3, first contact 1, own 2, reopened 1, open 2; 4 each by five facts; 3 solved, 2 by age.
        assert_eq!(checked, 13 + 20 + 3 + 2);
    });
}

/// Addresses of lists on a page, with the figure that leads there.
fn figures(page: &Page) -> Vec<(String, String)> {
    let links = page.html.split("<a href=\"/reports/volumes/cases?").skip(1);
    links
        .map(|link| {
            let (address, rest) = link.split_once("\">").unwrap();
            (
                format!("/reports/volumes/cases?{}", unescaped(address)),
                rest.split('<').next().unwrap().to_owned(),
            )
        })
        .collect()
}

#[test]
fn the_page_draws_its_figures_and_each_opens_its_cases() {
    on_both("2026-11-30T08:10:00+01:00", |bench| {
        day(bench);
        let server = Server::over(bench);
        let manager = Browser::of(&server, "srs.manager");
        assert!(manager.get("/lists/mine").says("Ärendevolymer"));
        let page = manager.get(&format!("/reports/volumes?{DAY}&until=2026-12-02"));
        assert_eq!(page.status, 200, "{}", page.html);
        assert!(page.says("Lösta av användarsupporten själv") && page.says("66.66 %"));
        assert!(page.html.matches("<svg class=\"chart\"").count() == 7 && !page.html.contains("style="));
        let links = figures(&page);
        // Overview 6, case type 2, role 3, organisation 2, channel 1, solved by 2, age 1, hour 2.
        assert_eq!(links.len(), 19, "{links:?}");
        for (address, figure) in links {
            let list = manager.get(&address);
            assert_eq!(list.status, 200, "{address}");
            let rows = list.html.matches("<th scope=\"row\"><a href=\"/cases/").count();
            assert_eq!(rows.to_string(), figure, "{address}");
            assert!(list.says(&format!("{figure} ärenden i SRS Support, 2026-11-30 till 2026-12-02.")));
        }
        let csv = manager.get(&format!("/reports/volumes.csv?{DAY}&until=2026-12-02&part=channel"));
        assert!(csv.html.starts_with("Kanal,Antal,Andel\r\ne-post,4,1.0000\r\n"), "{}", csv.html);
        let refused = manager.get("/reports/volumes?desk=srs&from=2026-12-01&until=2026-11-01");
        assert!(refused.says("perioden måste sluta efter att den börjar"), "{}", refused.html);
        assert_eq!(manager.get(&format!("/reports/volumes/cases?{DAY}&figure=what:ever")).status, 404);
        let agent = Browser::of(&server, "stod.exempel");
        assert!(!agent.get("/lists/mine").says("Ärendevolymer"));
        for address in ["/reports/volumes?desk=srs", "/reports/volumes/cases?desk=srs&figure=whole:open"] {
            assert_eq!(agent.get(address).status, 403, "{address}");
        }
    });
}

#[test]
fn files_stream_and_what_is_wrong_is_named() {
    on_both("2026-11-30T08:10:00+01:00", |bench| {
        day(bench);
        let server = Server::over(bench);
        let token = server.sign_in("srs.manager");
        let get = |path: &str| {
            let request = server.agent.get(format!("{}/api/v1/reports/{path}", server.base));
            let mut answer = request.header("Authorization", format!("Bearer {token}")).call().unwrap();
            (answer.status().as_u16(), answer.body_mut().read_to_vec().unwrap())
        };
        let cases = format!("volumes/cases?{DAY}&to=2026-12-03&figure=channel:mail&limit=1");
        let (status, csv) = get(&format!("{cases}&format=csv"));
        let csv = String::from_utf8(csv).unwrap();
        assert_eq!((status, csv.lines().count()), (200, 5), "{csv}");
        assert!(csv.starts_with("Ärende,Inkom,Ämne,") && csv.contains(",2026-11-30 08:10,'=Fråga,"), "{csv}");
        for (path, mark) in [
            (format!("{cases}&format=xlsx"), &b"PK\x03\x04"[..]),
            (format!("volumes?{DAY}&to=2026-12-03&format=xlsx"), b"PK\x03\x04"),
            (format!("volumes?{DAY}&to=2026-12-03&format=pdf"), b"%PDF-1.7"),
        ] {
            let (status, bytes) = get(&path);
            assert!(status == 200 && bytes.starts_with(mark), "{path}");
        }
        for (path, field) in [
            ("volumes?desk=srs&from=2026-12-01&to=2026-12-01", "to"),
            ("volumes?desk=srs&from=2026-12-01", "to"),
            ("volumes?desk=srs&from=2026-12-01&to=2026-12-02&figure=age:0-1", "figure"),
            ("volumes?desk=srs&from=2026-12-01&to=2026-12-02&part=moon", "part"),
            ("volumes/cases?desk=srs&from=2026-12-01&to=2026-12-02", "figure"),
            ("volumes/cases?desk=srs&from=2026-12-01&to=2026-12-02&figure=moon:1", "figure"),
            ("volumes/cases?desk=srs&from=2026-12-01&to=2026-12-02&figure=age:0-1&format=pdf", "format"),
            ("volumes/cases?desk=srs&from=2026-12-01&to=2026-12-02&figure=age:0-1&limit=0", "limit"),
        ] {
            let (status, body) = get(path);
            let body: Value = serde_json::from_slice(&body).unwrap();
            assert_eq!((status, &body["field"]), (400, &json!(field)), "{path}: {body}");
        }
        let agent = server.sign_in("stod.exempel");
        for path in ["volumes?", "volumes/cases?figure=whole:open&"] {
            let path = format!("/api/v1/reports/{path}{DAY}&to=2026-12-03");
            assert_eq!(server.get(&agent, &path).status, 403, "{path}");
        }
    });
}
