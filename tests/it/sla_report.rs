//! The report on service levels: its figures by hand on both databases, and every figure of a demonstration month
//! against the list it opens.

use crate::browser::Browser;
use crate::server::Server;
use app::{Facts, Order};
use serde_json::{Value, json};
use testkit::{Bench, at, on_both_with};
use ticket::Reference;

const CONTACT: &str = "kontakt.avd32@sjukhus.region-exempel.example";
const REPORT: &str = "/api/v1/reports/sla";
const MONDAY: &str = "2026-11-30T08:00:00+01:00";
/// A case that nobody took in time stays where it is.
const STAYS: [(&str, &str); 1] =
    [("then = [{ tell = \"manager\" }, { escalate = true }]", "then = [{ tell = \"manager\" }]")];

fn case(bench: &Bench) -> Reference {
    bench.mail("webcare", CONTACT, "Kan inte spara", "Ett oväntat fel.").reference
}

fn get(bench: &Bench, path: &str) -> Value {
    let server = Server::over(bench);
    let answer = server.get(&server.sign_in("manager"), path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    answer.body
}

fn row<'a>(rows: &'a Value, target: &str) -> &'a Value {
    let all = rows.as_array().unwrap();
    all.iter().find(|t| t["target"] == target).unwrap_or_else(|| panic!("no {target} in {rows}"))
}

/// Distribution within ten minutes. Taken after 1, 2, 3, 4, 5, 6, 7, 8 minutes, after 12 and after 20: of ten the
/// fifth is the median, 5 min, and the ninth the ninth decile, 12 min. Both late ones were due after 10 min: 2 and 10
/// minutes late by the wall, the worst first.
#[test]
fn times_are_places_in_the_order() {
    on_both_with(MONDAY, &STAYS, |bench| {
        let cases: Vec<Reference> = (0..10).map(|_| case(bench)).collect();
        for (reference, minute) in cases.iter().zip([1, 2, 3, 4, 5, 6, 7, 8, 12, 20]) {
            bench.until(at(&format!("2026-11-30T08:{minute:02}:00+01:00")));
            bench.act("servicedesk", reference, Order::Take).unwrap();
        }
        let report = get(bench, &format!("{REPORT}?desk=webcare&from=2026-11-30&to=2026-12-01"));
        let target = row(&report["targets"], "fordelning");
        assert_eq!((&target["met"], &target["missed"]), (&json!(8), &json!(2)));
        assert_eq!((&target["median_seconds"], &target["ninth_decile_seconds"]), (&json!(300), &json!(720)));
        let worst: Vec<(&Value, &Value)> = target["worst"]
            .as_array()
            .unwrap()
            .iter()
            .map(|w| (&w["reference"], &w["past_due_seconds"]))
            .collect();
        let expected = [(json!(cases[9].as_str()), json!(600)), (json!(cases[8].as_str()), json!(120))];
        assert_eq!(worst, expected.iter().map(|(r, s)| (r, s)).collect::<Vec<_>>());
    });
}

/// Three cases, one taken after two minutes, two never: of three decided the second lies among those that still run,
/// so there is no median yet, and both run late.
#[test]
fn what_still_runs_is_longer_than_everything() {
    on_both_with(MONDAY, &STAYS, |bench| {
        let taken = case(bench);
        case(bench);
        case(bench);
        bench.minutes(2);
        bench.act("servicedesk", &taken, Order::Take).unwrap();
        bench.minutes(10);
        let report = get(bench, &format!("{REPORT}?desk=webcare&from=2026-11-30&to=2026-12-01"));
        let target = row(&report["targets"], "fordelning");
        let figures = ["met", "missed", "running", "running_late"].map(|name| target[name].as_i64().unwrap());
        assert_eq!(figures, [1, 2, 0, 2]);
        assert_eq!(
            (&target["median_seconds"], &target["ninth_decile_seconds"]),
            (&json!(null), &json!(null))
        );
        let list = get(
            bench,
            &format!(
                "{REPORT}/clocks?desk=webcare&from=2026-11-30&to=2026-12-01&figure=running_late&limit=1"
            ),
        );
        assert_eq!(list["items"].as_array().unwrap().len(), 1);
        let next = list["next_cursor"].as_str().unwrap();
        let rest = get(
            bench,
            &format!(
                "{REPORT}/clocks?desk=webcare&from=2026-11-30&to=2026-12-01&figure=running_late&cursor={next}"
            ),
        );
        assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next_cursor"]), (1, &Value::Null));
        assert_ne!(list["items"][0]["reference"], rest["items"][0]["reference"]);
    });
}

/// A case breached at the service desk stays the service desk's in the report, wherever it goes and whatever it is
/// classified as later; its clock that still runs follows it.
#[test]
fn what_was_decided_stays_where_it_was() {
    on_both_with(MONDAY, &STAYS, |bench| {
        let reference = case(bench);
        bench.minutes(11);
        bench.act("servicedesk", &reference, Order::Take).unwrap();
        let groups = |by: &str| {
            let report = get(bench, &format!("{REPORT}?desk=webcare&from=2026-11-30&to=2026-12-01&by={by}"));
            assert_eq!(report["by"], by);
            let list: Vec<(Value, i64, i64)> = report["groups"]
                .as_array()
                .unwrap()
                .iter()
                .map(|g| {
                    let sum = |name: &str| {
                        g["targets"].as_array().unwrap().iter().map(|t| t[name].as_i64().unwrap()).sum()
                    };
                    (g["key"].clone(), sum("missed"), sum("running"))
                })
                .collect();
            list
        };
        assert_eq!(groups("line"), [(json!("servicedesk"), 1, 1)]);
        assert_eq!(groups("service"), [(Value::Null, 1, 1)]);
        let facts = Facts { service: Some("drift".into()), ..Facts::default() };
        bench.act("servicedesk", &reference, Order::Classify(facts)).unwrap();
        bench.act("servicedesk", &reference, Order::Escalate(escalation::Wish::Up, Vec::new())).unwrap();
        assert_eq!(groups("line"), [(json!("servicedesk"), 1, 0), (json!("specialister"), 0, 1)]);
        // Nobody had said what it was about when it was decided: the first that is said counts, and stays.
        assert_eq!(groups("service"), [(json!("drift"), 1, 1)]);
        let facts = Facts { service: Some("webcare".into()), ..Facts::default() };
        bench.act("specialist", &reference, Order::Take).unwrap();
        bench.act("specialist", &reference, Order::Classify(facts)).unwrap();
        assert_eq!(groups("service"), [(json!("webcare"), 0, 1), (json!("drift"), 1, 0)]);
    });
}

/// An organisation's figures hold those below it; under a chosen one its children stand beside it alone.
#[test]
fn an_organisation_counts_what_is_below_it() {
    on_both_with(MONDAY, &STAYS, |bench| {
        case(bench);
        let organisation = |desk: &desk::Desk| desk.organisation_of_address(CONTACT).unwrap().key.clone();
        let desk = bench.app.desk("webcare").unwrap();
        let path = desk.organisation_path(&organisation(&desk));
        assert!(path.len() > 1, "the contact's organisation lies below another: {path:?}");
        let started = |query: &str| {
            let report = get(
                bench,
                &format!("{REPORT}?desk=webcare&from=2026-11-30&to=2026-12-01&by=organisation{query}"),
            );
            let groups = report["groups"].as_array().unwrap().clone();
            groups
                .iter()
                .map(|g| (g["key"].as_str().unwrap().to_owned(), g["own"] == true))
                .collect::<Vec<_>>()
        };
        let top = path.last().unwrap();
        assert_eq!(started(""), [(top.clone(), false)]);
        let below = &path[path.len() - 2];
        assert_eq!(started(&format!("&organisation={top}")), [(below.clone(), false)]);
        assert_eq!(started(&format!("&organisation={}", path[0])), [(path[0].clone(), true)]);
        assert_eq!(started(&format!("&organisation={top}&own=true")), [] as [(String, bool); 0]);
    });
}

#[test]
fn lists_are_for_who_reads_reports_and_bad_questions_are_named() {
    on_both_with(MONDAY, &STAYS, |bench| {
        case(bench);
        let server = Server::over(bench);
        let period = "desk=webcare&from=2026-11-30&to=2026-12-01";
        let list = format!("{REPORT}/clocks?{period}&figure=started");
        assert_eq!(server.get(&server.sign_in("servicedesk"), &list).status, 403);
        assert_eq!(server.get(&server.sign_in("srs.manager"), &list).status, 403);
        let token = server.sign_in("manager");
        assert_eq!(server.get(&token, &list).status, 200);
        for (path, field) in [
            (format!("{REPORT}/clocks?{period}"), "figure"),
            (format!("{REPORT}/clocks?{period}&figure=andel"), "figure"),
            (format!("{REPORT}/clocks?{period}&figure=met&limit=0"), "limit"),
            (format!("{REPORT}/clocks?{period}&figure=met&cursor=x"), "cursor"),
            (format!("{REPORT}/clocks?{period}&figure=met&own=ja"), "own"),
            (format!("{REPORT}?{period}&by=kund"), "by"),
            (format!("{REPORT}?{period}&trend=decade"), "trend"),
        ] {
            let answer = server.get(&token, &path);
            assert_eq!((answer.status, &answer.body["field"]), (400, &json!(field)), "{path}");
        }
    });
}

/// The manager says why, says it again, and the last word counts; a line's agent may not, and only a breach has a cause.
#[test]
fn a_person_says_why_a_time_was_exceeded() {
    on_both_with(MONDAY, &STAYS, |bench| {
        let reference = case(bench);
        bench.minutes(11);
        let server = Server::over(bench);
        let path = format!("/api/v1/tickets/{reference}/breach-cause");
        let manager = server.sign_in("manager");
        let say = |token: &str, target: &str, cause: &str, text: &str| {
            let body = json!({ "target": target, "cause": cause, "text": text });
            server.post(token, &path, &body, &[])
        };
        assert_eq!(say(&server.sign_in("servicedesk"), "fordelning", "bemanning", "").status, 403);
        assert_eq!(say(&manager, "losning-1a-linjen", "bemanning", "").body["rule"], "not_breached");
        let unknown = say(&manager, "fordelning", "solfläckar", "");
        assert_eq!((unknown.status, &unknown.body["field"]), (400, &json!("cause")));
        assert_eq!(say(&manager, "fordelning", "bemanning", "Två sjuka, 19900101-2385.").status, 200);
        assert_eq!(say(&manager, "fordelning", "rutin", "Ingen tittade i kön.").status, 200);
        let report = get(bench, &format!("{REPORT}?desk=webcare&from=2026-11-30&to=2026-12-01"));
        assert_eq!(report["causes"], json!([{ "cause": "rutin", "missed": 1 }]));
        let given = &report["breaches"][0]["cause"];
        assert_eq!(
            (&given["cause"], &given["text"], &given["by"]),
            (&json!("rutin"), &json!("Ingen tittade i kön."), &json!("Demo manager"))
        );
        let events = get(bench, &format!("/api/v1/tickets/{reference}/events"));
        let said: Vec<&Value> =
            events["items"].as_array().unwrap().iter().filter(|e| e["type"] == "breach_explained").collect();
        assert_eq!(said.len(), 2);
        assert_eq!(
            (&said[0]["data"]["cause"], &said[0]["data"]["occurrence"]),
            (&json!("bemanning"), &json!(1))
        );
        assert!(!events.to_string().contains("sjuka"), "words are no part of the event");
        let list = |cause: &str| {
            let path = format!("{REPORT}/clocks?desk=webcare&from=2026-11-30&to=2026-12-01&figure=missed");
            get(bench, &format!("{path}&cause={cause}"))["items"].as_array().unwrap().len()
        };
        assert_eq!((list("rutin"), list("bemanning"), list("")), (1, 0, 0));
    });
}

/// The same from the list of the report and from the page of the case, closed or not.
#[test]
fn the_cause_is_given_in_the_report_and_on_the_case() {
    on_both_with(MONDAY, &STAYS, |bench| {
        let reference = case(bench);
        bench.minutes(11);
        bench.act("servicedesk", &reference, Order::Cancel(Some(testkit::words("Dubblett.")))).unwrap();
        let server = Server::over(bench);
        let manager = Browser::of(&server, "manager");
        let page = manager.get("/reports/sla?desk=webcare&from=2026-11-01&until=2026-11-30");
        assert!(page.says("(ingen orsak angiven)") && page.says("Gäller utan villkor."), "{}", page.html);
        let part = page.html.split("action=\"/reports/sla/cause\"").nth(1).unwrap();
        let hidden = |name: &str| {
            let after = part.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
            after.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&").replace("&#35;", "#")
        };
        let own: Vec<(String, String)> = ["csrf", "key", "back", "reference", "breach"]
            .map(|name| (name.to_owned(), hidden(name)))
            .to_vec();
        let mut typed: Vec<(&str, &str)> = own.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        typed.extend([("breach_cause", "bemanning"), ("text", "Två sjuka.")]);
        let answer = manager.post("/reports/sla/cause", &typed);
        assert_eq!(answer.status, 303, "{}", answer.html);
        let back = answer.location.unwrap();
        assert!(back.starts_with("/reports/sla?desk=webcare&from=2026-11-01"), "{back}");
        let page = manager.get("/reports/sla?desk=webcare&from=2026-11-01&until=2026-11-30");
        assert!(page.says("Bemanning") && page.says("Två sjuka."), "{}", page.html);
        let case = format!("/cases/{reference}");
        let typed = [("breach", "fordelning#1"), ("breach_cause", "rutin"), ("text", "")];
        let page = manager.act(&case, "explain_breach", &typed);
        assert!(page.says("Rutin inte följd"), "{}", page.html);
        let agent = Browser::of(&server, "servicedesk");
        assert!(agent.get(&case).part("act-explain_breach").is_none());
    });
}

/// Twelve weeks back from the week of the period's last day; the case of this week stands in the last.
#[test]
fn a_trend_ends_with_the_period_that_was_asked() {
    on_both_with(MONDAY, &STAYS, |bench| {
        let taken = case(bench);
        bench.minutes(2);
        bench.act("servicedesk", &taken, Order::Take).unwrap();
        let report = get(bench, &format!("{REPORT}?desk=webcare&from=2026-11-30&to=2026-12-01&trend=week"));
        let trend = report["trend"].as_array().unwrap();
        // 30 November 2026 is a Monday; eleven weeks before it is 14 September.
        let ends: Vec<&Value> = vec![&trend[0]["from"], &trend[11]["from"], &trend[11]["to"]];
        assert_eq!(trend.len(), 12);
        assert_eq!(ends, [&json!("2026-09-14"), &json!("2026-11-30"), &json!("2026-12-07")]);
        let now = row(&trend[11]["targets"], "fordelning");
        assert_eq!(
            (&now["met"], &now["share"], &now["median_seconds"]),
            (&json!(1), &json!(1.0), &json!(120))
        );
        assert_eq!(trend[10]["targets"], json!([]));
    });
}

/// Every figure on the page of a demonstration month opens a list that is exactly as long.
#[test]
fn every_figure_of_a_month_opens_as_many_clocks() {
    let bench = Bench::sqlite("2026-11-28T12:00:00+01:00");
    let desks: Vec<(desk::Desk, String)> = demo::DESKS
        .iter()
        .map(|(name, source)| (desk::read(name, source).unwrap(), (*source).to_owned()))
        .collect();
    demo::prepare(&bench.app, &desks, || [7; 16], bench.now()).unwrap();
    let month = demo::Stretch { desk: "webcare", days: 30, seed: 7, pace: 100 };
    demo::fill(&bench.app, &faces::Reports, month, bench.now()).unwrap();
    // The time of every line and phase sums to the figure, and two breaches in three have a cause.
    let report = get(&bench, &format!("{REPORT}?desk=webcare&from=2026-11-01&to=2026-12-01"));
    let breaches = report["breaches"].as_array().unwrap();
    for breach in breaches {
        for parts in ["held", "phases"] {
            let sum: i64 =
                breach[parts].as_array().unwrap().iter().map(|p| p["seconds"].as_i64().unwrap()).sum();
            assert_eq!(json!(sum), breach["elapsed_seconds"], "{parts} of {breach}");
        }
    }
    let told = breaches.iter().filter(|breach| !breach["cause"].is_null()).count();
    assert!(breaches.len() > 20 && told > breaches.len() / 3 && told < breaches.len(), "{told}");
    let server = Server::over(&bench);
    let manager = Browser::of(&server, "manager");
    let mut walked = 0;
    for query in ["", "&by=line", "&by=queue", "&by=organisation", "&by=service", "&by=priority"] {
        let page = manager.get(&format!("/reports/sla?desk=webcare&from=2026-11-01&until=2026-11-30{query}"));
        for (address, figure) in links(&page.html) {
            let Ok(figure) = figure.parse::<i64>() else { continue };
            // Nothing is divided into much nothing: once is enough.
            if figure == 0 && !query.is_empty() {
                continue;
            }
            assert_eq!(listed(&manager, &address), figure, "{address}");
            walked += 1;
        }
        // What is divided sums to the whole.
        if let Some((targets, groups)) = page.html.split_once("id=\"groups-title\"") {
            assert_eq!(sums(groups.split("id=\"trend-title\"").next().unwrap()), sums(targets), "{query}");
        }
    }
    assert!(walked > 150, "{walked} figures");
}

/// The figures of a table, summed by their kind.
fn sums(html: &str) -> std::collections::BTreeMap<String, i64> {
    let mut sums = std::collections::BTreeMap::new();
    for (address, figure) in links(html) {
        if let Ok(figure) = figure.parse::<i64>() {
            *sums.entry(address.rsplit("figure=").next().unwrap().to_owned()).or_default() += figure;
        }
    }
    sums
}

/// Address and words of every figure that opens a list.
fn links(html: &str) -> Vec<(String, String)> {
    html.split("<a href=\"/reports/sla/clocks?")
        .skip(1)
        .filter_map(|after| {
            let (address, rest) = after.split_once("\">")?;
            let address = address.replace("&#38;", "&").replace("&amp;", "&");
            Some((format!("/reports/sla/clocks?{address}"), rest.split('<').next()?.to_owned()))
        })
        .collect()
}

/// How many rows a list has on all its pages.
fn listed(manager: &Browser, address: &str) -> i64 {
    let (mut count, mut next) = (0, Some(address.to_owned()));
    while let Some(address) = next {
        let page = manager.get(&address);
        assert_eq!(page.status, 200, "{address}");
        count += page.html.matches("<th scope=\"row\">").count();
        next = links(&page.html).into_iter().map(|(address, _)| address).find(|a| a.contains("&after="));
    }
    i64::try_from(count).unwrap()
}

/// A slip of the pen is no empty report; what the desk once had still is one.
#[test]
fn a_filter_names_what_the_desk_has_or_had() {
    on_both_with(MONDAY, &STAYS, |bench| {
        case(bench);
        let server = Server::over(bench);
        let token = server.sign_in("manager");
        let ask = |filter: &str| {
            let path = format!("{REPORT}?desk=webcare&from=2026-11-30&to=2026-12-01&{filter}");
            let answer = server.get(&token, &path);
            (answer.status, answer.body)
        };
        for filter in ["service", "queue", "line", "target", "agreement", "organisation", "priority", "cause"]
        {
            let (status, body) = ask(&format!("{filter}=nope"));
            assert_eq!((status, body["field"].as_str()), (400, Some(filter)), "{body}");
            assert!(body["detail"].as_str().unwrap().contains("Known: "), "{body}");
        }
        assert_eq!(ask("service=").0, 200, "none is asked for by an empty value");
        let shipped = std::fs::read_to_string("../config/desks/webcare.toml").unwrap();
        let source = shipped.replace("key = \"felplacerat\"", "key = \"felsorterat\"");
        assert_ne!(source, shipped);
        bench.app.apply_desk(&desk::read("webcare", &source).unwrap(), &source, "test", bench.now()).unwrap();
        assert_eq!((ask("cause=felplacerat").0, ask("cause=felsorterat").0), (200, 200));
        assert_eq!(ask("service=drift").0, 200);
    });
}
