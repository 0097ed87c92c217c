//! The sheet for the board is on a month, and every figure on it and on the operations report opens what it counts.

use super::figures::november;
use super::{DECEMBER, MONDAY, open, report, solve};
use crate::browser::Browser;
use crate::html::unescaped;
use crate::organisations::world::World;
use crate::server::Server;
use serde_json::{Value, json};
use testkit::on_both;

const SHEET: &str = "/reports/board?desk=webcare&service=webcare";

/// Address and words of every cell that leads somewhere.
fn cells(html: &str) -> Vec<(String, String)> {
    let links = html.split("<a href=\"").skip(1).filter_map(|after| {
        let (address, rest) = after.split_once("\">")?;
        Some((unescaped(address), unescaped(rest.split('<').next()?)))
    });
    links.collect()
}

/// How many rows a list has on all its pages.
fn listed(browser: &Browser<'_>, address: &str) -> usize {
    let (mut count, mut next) = (0, Some(address.to_owned()));
    while let Some(address) = next {
        let page = browser.get(&address);
        assert_eq!(page.status, 200, "{address}: {}", page.html);
        count += page.html.matches("<th scope=\"row\">").count();
        next = cells(&page.html).into_iter().map(|(address, _)| address).find(|a| a.contains("&after="));
    }
    count
}

fn asked(address: &str, name: &str) -> String {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).next().unwrap_or_default()
}

/// The clocks of a target decided in a month, as the report counts them.
fn decided(report: &Value, address: &str) -> usize {
    let month = asked(address, "from");
    let months = report["months"].as_array().unwrap();
    let own = months.iter().find(|one| one["from"] == json!(month)).unwrap();
    let target = json!(asked(address, "target"));
    let level = own["levels"].as_array().unwrap().iter().find(|level| level["target"]["key"] == target);
    let level = level.unwrap_or_else(|| panic!("no {target} in {month}"));
    usize::try_from(level["met"].as_i64().unwrap() + level["missed"].as_i64().unwrap()).unwrap()
}

#[test]
fn every_figure_of_both_pages_opens_a_list_exactly_as_long() {
    on_both("2026-10-05T08:00:00+02:00", |bench| {
        let world = World::over(bench);
        // October: three come, two of them are solved.
        for case_type in ["fel", "klagomal", "fel"] {
            let case = open(&world, "webcare", case_type, &json!({ "impact": "alla", "urgency": "genast" }));
            world.done("servicedesk", &case, "take", &json!({}));
            if case_type == "fel" {
                solve(&world, &case, "avhjalpt");
            }
        }
        world.until(MONDAY);
        let november = november(&world);
        world.until(DECEMBER);
        let counted = report(&world, "webcare");
        let server = Server::over(bench);
        let manager = Browser::of(&server, "manager");
        let operations = "/reports/operations?desk=webcare&service=webcare&from=2026-11-01&until=2026-11-30";
        let mut walked = std::collections::BTreeMap::<&str, usize>::new();
        for page in [operations, &format!("{SHEET}&month=2026-11")] {
            let page = manager.get(page);
            assert_eq!(page.status, 200, "{}", page.html);
            for (address, words) in cells(&page.html) {
                let before = asked(&address, "from") == "2026-10-01";
                let sort = match address.split('?').next().unwrap() {
                    "/reports/operations/cases" if address.contains("figure=cause") => "cause",
                    "/reports/operations/cases" if before => "before",
                    "/reports/operations/cases" => "cases",
                    "/reports/sla/clocks" if words.contains('%') => {
                        assert_eq!(listed(&manager, &address), decided(&counted, &address), "{address}");
                        "share"
                    }
                    "/reports/sla/clocks" => "clocks",
                    "/reports/objectives/cases" => {
                        assert_eq!(manager.get(&address).status, 200, "{address}");
                        "objectives"
                    }
                    _ => continue,
                };
                if let Ok(figure) = words.parse::<usize>() {
                    assert!(
                        sort == "objectives" || listed(&manager, &address) == figure,
                        "{figure}: {address}"
                    );
                }
                *walked.entry(sort).or_default() += 1;
            }
        }
        let sorts: Vec<&str> = walked.keys().copied().collect();
        assert_eq!(sorts, ["before", "cases", "cause", "clocks", "objectives", "share"], "{walked:?}");
        assert!(walked["before"] > 8 && walked["share"] > 4, "{walked:?}");
        // The period before is named by the list, and a change to come leads to its case.
        let before = manager.get(
            "/reports/operations/cases?desk=webcare&service=webcare&from=2026-10-01&until=2026-10-31&figure=whole::arrived",
        );
        assert!(before.says("3 ärenden i WebCare, 2026-10-01 till 2026-10-31"), "{}", before.html);
        let sheet = manager.get(&format!("{SHEET}&month=2026-11"));
        let link = (format!("/cases/{}", november[5]), "Byte av databas".to_owned());
        assert!(cells(&sheet.html).contains(&link), "{}", sheet.html);
        // As it is presented nothing live is behind its figures.
        let (_, presented) = super::present(&world, "manager", "board", "webcare", "");
        let frozen = manager.get(&format!("/reports/presented/{}", presented["id"]));
        assert!(cells(&frozen.html).iter().all(|(a, _)| !a.starts_with("/reports/operations/cases")));
    });
}

#[test]
fn the_sheet_is_on_a_whole_month_and_says_what_would_be_right() {
    on_both(DECEMBER, |bench| {
        let server = Server::over(bench);
        let token = server.sign_in("manager");
        let refused = |dates: &str, language: &str| {
            let path = format!("/api/v1/reports/board?desk=webcare&service=webcare&{dates}");
            let answer = server.get_with(&token, &path, &[("Accept-Language", language)]);
            assert_eq!((answer.status, &answer.body["reason"]), (400, &json!("not_whole_month")), "{dates}");
            let words = answer.body["detail"].as_str().unwrap().to_owned();
            (answer.body["field"].clone(), answer.body["allowed"].clone(), words)
        };
        let two = refused("from=2026-10-01&to=2026-12-01", "en");
        assert_eq!((two.0, two.1), (json!("to"), json!(["2026-11-01"])));
        assert!(two.2.contains("whole month") && two.2.contains("Right would be 2026-11-01."), "{}", two.2);
        let half = refused("from=2026-11-16&to=2026-12-01", "sv");
        assert_eq!((half.0, half.1), (json!("from"), json!(["2026-11-01"])));
        assert!(half.2.contains("en hel månad") && half.2.contains("Rätt vore 2026-11-01."), "{}", half.2);

        let manager = Browser::of(&server, "manager");
        for (dates, right) in [
            ("from=2026-10-01&until=2026-11-30", "Rätt vore 2026-10-31."),
            ("from=2026-11-01&until=2026-11-15", "Rätt vore 2026-11-30."),
            ("from=2026-11-16&until=2026-11-30", "Rätt vore 2026-11-01."),
        ] {
            let page = manager.get(&format!("{SHEET}&{dates}"));
            assert!(page.says("en hel månad") && page.says(right), "{dates}: {}", page.html);
            assert!(page.part("cases-heading").is_none(), "no figures: {dates}");
            let file = manager.get(&format!("/reports/board.pdf?desk=webcare&service=webcare&{dates}"));
            assert!(file.status == 400 && file.says(right), "{dates}: {}", file.html);
        }
        // The page offers months, and an older one that is asked for.
        let page = manager.get(&format!("{SHEET}&month=2026-11"));
        assert!(page.says("så gick det i november 2026"), "{}", page.html);
        assert!(page.says("oktober 2026") && !page.html.contains("type=\"date\""), "{}", page.html);
        assert!(manager.get(&format!("{SHEET}&month=2023-04")).says("april 2023"));
        assert_eq!(manager.get(&format!("{SHEET}&month=2026-13")).status, 400);
    });
}

/// What a page cannot be asked is refused with what it can be, as REST does.
#[test]
fn pages_of_reports_refuse_what_there_is_not() {
    on_both(DECEMBER, |bench| {
        let server = Server::over(bench);
        let manager = Browser::of(&server, "manager");
        for (page, known) in [
            ("operations?desk=webcare&service=nope", "webcare"),
            ("board?desk=webcare&service=nope", "webcare"),
            ("board.pdf?desk=webcare&service=nope", "webcare"),
            ("volumes?desk=webcare&service=nope", "until"),
            ("staffing?desk=webcare&by=nope", "until"),
            ("operations?desk=webcare&by=nope", "service"),
            ("waiting?desk=webcare&queue=nope", "servicedesk"),
            ("effort?desk=webcare&activity=nope", "felrattning"),
            ("effort?desk=webcare&kind=nope", "maintenance"),
            ("sla?desk=webcare&by=nope", "organisation"),
            ("sla?desk=webcare&trend=nope", "quarter"),
            ("sla?desk=webcare&service=nope", "webcare"),
        ] {
            let refused = manager.get(&format!("/reports/{page}"));
            assert_eq!(refused.status, 400, "{page}: {}", refused.html);
            let said = unescaped(&refused.html);
            let allowed = said.split("Kända: ").nth(1).unwrap_or_else(|| panic!("{page}: {said}"));
            assert!(allowed.split('.').next().unwrap().contains(known), "{page}: {said}");
        }
        for page in ["sla?desk=webcare&by=&trend=", "operations?desk=webcare&service=", "volumes?by="] {
            assert_eq!(manager.get(&format!("/reports/{page}")).status, 200, "{page}");
        }
    });
}
