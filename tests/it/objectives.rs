//! Objectives per period through REST, the console and a pass, by hand-written cases with their arithmetic.

use crate::browser::Browser;
use crate::server::Server;
use app::{Facts, Order};
use serde_json::{Value, json};
use testkit::{Bench, Moment, TicketView, at, on_both, on_both_with, words};
use ticket::Reference;

const CONTACT: &str = "kontakt.avd32@sjukhus.region-exempel.example";

/// A disturbance of production's operation that began at a moment.
fn fault(bench: &Bench, began: Moment, impact: &str) -> Reference {
    let reference = bench.mail("webcare", CONTACT, "Driften ligger nere", "Ingen kommer in.").reference;
    bench.act("servicedesk", &reference, Order::Take).unwrap();
    let facts = Facts {
        case_type: Some("driftstorning".into()),
        service: Some("drift".into()),
        environment: Some("produktion".into()),
        impact: Some(impact.into()),
        urgency: Some("genast".into()),
        fault_began_at: Some(began),
        reason: Some(words("Enligt driftloggen.")),
        ..Facts::default()
    };
    let view = bench.act("servicedesk", &reference, Order::Classify(facts)).unwrap();
    agree(bench, &view);
    reference
}

/// A second person agrees to what waits.
fn agree(bench: &Bench, view: &TicketView) {
    for proposal in &view.proposals {
        bench.act("kollega", &view.reference, Order::Agree(proposal.id)).unwrap();
    }
}

fn restore(bench: &Bench, reference: &Reference, moment: Moment) {
    let reason = Some(words("Enligt driftloggen."));
    let view = bench.act("servicedesk", reference, Order::Restore(Some(moment), None, reason)).unwrap();
    agree(bench, &view);
}

fn report(bench: &Bench, login: &str, from: &str, to: &str) -> (u16, Value) {
    let server = Server::over(bench);
    let path = format!("/api/v1/reports/objectives?desk=webcare&from={from}&to={to}");
    let answer = server.get(&server.sign_in(login), &path);
    (answer.status, answer.body)
}

fn figure<'a>(report: &'a Value, objective: &str) -> &'a Value {
    let all = report["figures"].as_array().unwrap();
    all.iter().find(|f| f["objective"] == objective).unwrap_or_else(|| panic!("no {objective} in {report}"))
}

/// Two faults that overlap: Monday 06:00-09:00 critical, 08:00-10:00 medium. Together 4 h, not 5 h. One high fault of
/// four wanted at most; of 10 h 4 h are used. December has 31 days of 24 h; by Monday 7 December 12:00 UTC+1 there went
/// 6 days 12 h = 156 h: (156 - 4) / 156 = 0.974358…, cut to 0.974358.
#[test]
fn faults_that_overlap_count_once_and_each_figure_lists_its_cases() {
    on_both("2026-12-07T10:30:00+01:00", |bench| {
        let high = fault(bench, at("2026-12-07T06:00:00+01:00"), "alla");
        restore(bench, &high, at("2026-12-07T09:00:00+01:00"));
        let medium = fault(bench, at("2026-12-07T08:00:00+01:00"), "person");
        restore(bench, &medium, at("2026-12-07T10:00:00+01:00"));
        let gone = fault(bench, at("2026-12-07T01:00:00+01:00"), "alla");
        bench.act("servicedesk", &gone, Order::Cancel(Some(words("Dubblett.")))).unwrap();
        bench.until(at("2026-12-07T12:00:00+01:00"));
        let (status, seen) = report(bench, "manager", "2026-12-07", "2026-12-08");
        assert_eq!(status, 200, "{seen}");
        let of = |key: &str| {
            let f = figure(&seen, key);
            (f["figure"].clone(), f["cases"].clone(), f["from"].clone(), f["fulfilled"].clone())
        };
        assert_eq!(of("prod-fel-hog"), (json!(1.0), json!(1), json!("2026-01-01"), json!(true)));
        assert_eq!(of("prod-fel-medel"), (json!(1.0), json!(1), json!("2026-01-01"), json!(true)));
        assert_eq!(of("prod-feltid"), (json!(14_400.0), json!(2), json!("2026-01-01"), json!(true)));
        let available = figure(&seen, "prod-tillganglighet");
        assert_eq!(
            (&available["figure"], &available["measured_seconds"], &available["out_of_order_seconds"]),
            (&json!(0.974_358), &json!(156 * 3_600), &json!(4 * 3_600))
        );
        assert_eq!(figure(&seen, "utb-feltid")["figure"], json!(0.0));
        assert_eq!(figure(&seen, "prod-feltid")["budget"]["used"], json!(0.4));
        let server = Server::over(bench);
        let token = server.sign_in("manager");
        for figure in seen["figures"].as_array().unwrap() {
            let path = format!(
                "/api/v1/reports/objectives/cases?desk=webcare&objective={}&from={}",
                figure["objective"].as_str().unwrap(),
                figure["from"].as_str().unwrap()
            );
            let cases = server.get(&token, &path);
            assert_eq!(cases.status, 200, "{}", cases.body);
            assert_eq!(cases.body["figure"], *figure, "{path}");
            assert_eq!(json!(cases.body["items"].as_array().unwrap().len()), figure["cases"], "{path}");
        }
        let manager = Browser::of(&server, "manager");
        let page = manager.get("/reports/objectives?desk=webcare&from=2026-12-01&until=2026-12-31");
        assert!(page.says("97.4358 %") && page.says("4:00:00") && page.says("hittills"), "{}", page.html);
        assert!(page.html.contains(">40.00 %</text>") && page.says("hela budgeten"), "{}", page.html);
        crate::report_files::assert_drawn(
            &server,
            "objectives",
            "budgets",
            "from=2026-12-01&until=2026-12-31",
        );
        let cases =
            manager.get("/reports/objectives/cases?desk=webcare&objective=prod-feltid&from=2026-01-01");
        assert!(cases.html.contains(&format!("<a href=\"/cases/{high}\">")), "{}", cases.html);
        assert!(!cases.html.contains(gone.as_str()) && cases.says("2 bakom värdet 4:00:00"));
        assert_eq!(report(bench, "servicedesk", "2026-12-07", "2026-12-08").0, 403);
        assert_eq!(report(bench, "manager", "2026-12-07", "2026-12-07").0, 400);
        let unknown =
            server.get(&token, "/api/v1/reports/objectives/cases?desk=webcare&objective=x&from=2026-01-01");
        assert_eq!(unknown.status, 400);
    });
}

/// A fault that came back is another fault of the same case: 06:00-09:00, and 11:00-11:30. Two of four, 3.5 h together.
#[test]
fn a_fault_that_came_back_counts_again() {
    on_both("2026-12-07T10:30:00+01:00", |bench| {
        let case = fault(bench, at("2026-12-07T06:00:00+01:00"), "alla");
        restore(bench, &case, at("2026-12-07T09:00:00+01:00"));
        bench.until(at("2026-12-07T11:00:00+01:00"));
        let back = Order::Begin { at: None, how: ticket::Began::CameBack, reason: Some(words("Igen.")) };
        let view = bench.act("servicedesk", &case, back).unwrap();
        agree(bench, &view);
        bench.until(at("2026-12-07T11:30:00+01:00"));
        let view = bench.act("servicedesk", &case, Order::Restore(None, None, None)).unwrap();
        agree(bench, &view);
        let (_, seen) = report(bench, "manager", "2026-12-07", "2026-12-08");
        let high = figure(&seen, "prod-fel-hog");
        assert_eq!((&high["figure"], &high["cases"]), (&json!(2.0), &json!(2)));
        assert_eq!(figure(&seen, "prod-feltid")["figure"], json!(12_600.0));
        let server = Server::over(bench);
        let path = "/api/v1/reports/objectives/cases?desk=webcare&objective=prod-feltid&from=2026-01-01";
        let cases = server.get(&server.sign_in("manager"), path).body;
        let items: Vec<(&Value, &Value)> =
            cases["items"].as_array().unwrap().iter().map(|i| (&i["occurrence"], &i["seconds"])).collect();
        assert_eq!(items, [(&json!(1), &json!(10_800)), (&json!(2), &json!(1_800))]);
    });
}

/// A change that leaves a fault in the same budgets asks nobody; one that moves it asks a second person.
#[test]
fn only_what_moves_a_budget_asks_a_second_person() {
    on_both("2026-12-07T10:30:00+01:00", |bench| {
        let case = fault(bench, at("2026-12-07T10:00:00+01:00"), "alla");
        let urgency = |key: &str| {
            let reason = Some(words("Bedömd på nytt."));
            Order::Classify(Facts { urgency: Some(key.into()), reason, ..Facts::default() })
        };
        // From critical to high: both in one budget.
        let view = bench.act("servicedesk", &case, urgency("i-dag")).unwrap();
        assert_eq!((view.priority.as_deref(), view.proposals.len()), (Some("hog"), 0));
        // From high to medium: out of it, into another.
        let view = bench.act("servicedesk", &case, urgency("normal")).unwrap();
        assert_eq!((view.priority.as_deref(), view.proposals.len()), (Some("hog"), 1));
    });
}

/// A fault over the turn of the year is counted where it began and cut at midnight: 31 December 22:00 to 1 January
/// 03:00 is 2 h of 2026 and 3 h of 2027. An announced window 01:00-02:00 takes one of those 3 h out of availability:
/// of January so far, until 04:00, 4 h - 1 h = 3 h are measured, 2 h of them out of order.
#[test]
fn a_fault_is_cut_at_the_border_and_an_announced_window_is_taken_out() {
    let window = "# WC-05, told per month.";
    let announced = "[[window]]\nkey = \"nyar\"\nname = \"Nyårsfönster\"\nservice = \"drift\"\nbegins = \"2027-01-01 01:00\"\nends = \"2027-01-01 02:00\"\nannounced = \"2026-12-15 12:00\"\n\n# WC-05, told per month.";
    on_both_with("2026-12-31T23:00:00+01:00", &[(window, announced)], |bench| {
        let reference = fault(bench, at("2026-12-31T22:00:00+01:00"), "alla");
        bench.until(at("2027-01-01T04:00:00+01:00"));
        restore(bench, &reference, at("2027-01-01T03:00:00+01:00"));
        let total =
            |from: &str, to: &str, key: &str| figure(&report(bench, "manager", from, to).1, key).clone();
        let (old, new) = (("2026-12-31", "2027-01-01"), ("2027-01-01", "2027-01-02"));
        assert_eq!(total(old.0, old.1, "prod-fel-hog")["figure"], json!(1.0));
        assert_eq!(total(new.0, new.1, "prod-fel-hog")["figure"], json!(0.0));
        assert_eq!(total(old.0, old.1, "prod-feltid")["figure"], json!(7_200.0));
        assert_eq!(total(new.0, new.1, "prod-feltid")["figure"], json!(10_800.0));
        let january = total(new.0, new.1, "prod-tillganglighet");
        assert_eq!(
            (&january["measured_seconds"], &january["out_of_order_seconds"], &january["figure"]),
            (&json!(10_800), &json!(7_200), &json!(0.333_333))
        );
    });
}

/// Ten cases, nine taken in time: 0.9 is not more than 0.90. Nothing decided gives no figure.
#[test]
fn a_share_is_of_clocks_and_without_any_there_is_no_figure() {
    on_both("2026-12-01T08:00:00+01:00", |bench| {
        for _ in 0..9 {
            let taken = bench.mail("webcare", CONTACT, "Fråga", "Hur?").reference;
            bench.act("servicedesk", &taken, Order::Take).unwrap();
        }
        bench.mail("webcare", CONTACT, "Fråga", "Hur?");
        bench.minutes(11);
        let (_, december) = report(bench, "manager", "2026-12-01", "2026-12-02");
        let share = figure(&december, "fordelning-manad");
        assert_eq!(
            (&share["figure"], &share["met"], &share["missed"], &share["fulfilled"], &share["cases"]),
            (&json!(0.9), &json!(9), &json!(1), &json!(false), &json!(10))
        );
        let (_, november) = report(bench, "manager", "2026-11-01", "2026-11-02");
        let none = figure(&november, "fordelning-manad");
        assert_eq!(
            (&none["figure"], &none["fulfilled"], &none["cases"]),
            (&json!(null), &json!(null), &json!(0))
        );
    });
}

/// An own metric of the desk file: from the supplier's line until it leaves it. With the supplier from 08:00 to 11:00:
/// 3 h of 40 h, and a mean of 3 h over what ended on that day.
#[test]
fn an_own_metric_runs_from_any_event_to_any_other() {
    let follow = "# WC-05, told per month.";
    let own = "[[metric]]\nkey = \"hos-leverantor\"\nname = \"Hos leverantören\"\nstarts = [\"arrived:leverantor\"]\nstops = [\"left:leverantor\"]\n\n[[target]]\nkey = \"hos-leverantor-40\"\nagreement = \"leverantor\"\nname = \"Hos leverantören\"\nmetric = \"hos-leverantor\"\nwithin = \"40h\"\ncalendar = \"alltid\"\nwarn = [5, 99]\n\n[[objective]]\nkey = \"hos-leverantor-dag\"\nagreement = \"leverantor\"\nname = \"Hos leverantören\"\nmeasure = \"mean\"\nevery = \"day\"\ntarget = \"hos-leverantor-40\"\nwanted = \"<= 2h\"\n\n# WC-05, told per month.";
    on_both_with("2026-12-07T08:00:00+01:00", &[(follow, own)], |bench| {
        let reference = fault(bench, at("2026-12-07T07:30:00+01:00"), "alla");
        let up = || Order::Escalate(escalation::Wish::Up, Vec::new());
        bench.act("servicedesk", &reference, up()).unwrap();
        bench.act("specialist", &reference, up()).unwrap();
        bench.until(at("2026-12-07T11:00:00+01:00"));
        // 5 % of 40 h is 2 h.
        let clocks = bench.see("manager", &reference).unwrap().clocks;
        assert_eq!(clocks.iter().find(|c| c.target == "hos-leverantor-40").unwrap().warned, 5);
        bench
            .act("leverantor", &reference, Order::Return { text: words("Omstartad."), answer: false })
            .unwrap();
        let clocks = bench.see("manager", &reference).unwrap().clocks;
        let clock = clocks.iter().find(|c| c.target == "hos-leverantor-40").unwrap();
        assert_eq!(
            (clock.metric, clock.outcome, clock.elapsed_seconds),
            ("hos-leverantor", Some("met"), 3 * 3_600)
        );
        let (_, seen) = report(bench, "manager", "2026-12-07", "2026-12-09");
        let days: Vec<&Value> = seen["figures"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|f| f["objective"] == "hos-leverantor-dag")
            .collect();
        assert_eq!((&days[0]["figure"], &days[0]["fulfilled"]), (&json!(10_800.0), &json!(false)));
        assert_eq!((&days[1]["figure"], &days[1]["cases"]), (&json!(null), &json!(0)));
    });
}

/// Four faults a year are wanted at most. On 28 February, 58 of 365 days gone, one fault makes 6.29 a year: the manager
/// is told once, however often the pass looks. On 10 January, 9 of 365 days
/// gone, it was too early to tell.
#[test]
fn who_is_to_be_told_is_told_once_that_a_budget_will_be_passed() {
    on_both("2027-01-10T00:00:00+01:00", |bench| {
        let reference = fault(bench, at("2027-01-09T23:59:00+01:00"), "alla");
        restore(bench, &reference, at("2027-01-10T00:00:00+01:00"));
        let told = |bench: &Bench| {
            let mails = bench.outbox().into_iter().filter(|(mail, _)| mail.letter.contains("\"budget\""));
            mails.count()
        };
        bench.app.budget_pass(bench.now()).unwrap();
        assert_eq!(told(bench), 0);
        bench.until(at("2027-02-28T00:00:00+01:00"));
        bench.app.budget_pass(bench.now()).unwrap();
        assert_eq!(told(bench), 1);
        for minutes in [5, 10, 60 * 24 * 30] {
            bench.minutes(minutes);
            bench.app.budget_pass(bench.now()).unwrap();
        }
        assert_eq!(told(bench), 1);
    });
}

/// One of two cases distributed in time in November, where more than 0.9 is promised; from the new year a new version
/// promises more than 0.4. November stays judged by what was promised then, however new the desk file is.
#[test]
fn a_past_period_is_judged_by_what_was_promised_then() {
    on_both("2026-11-30T08:00:00+01:00", |bench| {
        let one_of_two = |bench: &Bench| {
            let taken = bench.mail("webcare", CONTACT, "Fråga", "Hur?").reference;
            bench.act("servicedesk", &taken, Order::Take).unwrap();
            bench.mail("webcare", CONTACT, "Fråga", "Hur?");
            bench.minutes(11);
        };
        one_of_two(bench);
        let source = std::fs::read_to_string("../config/desks/webcare.toml").unwrap();
        let newer = source
            .replacen(
                "version = \"1.3\"\nvalid_from = \"2012-03-15\"",
                "version = \"1.4\"\nvalid_from = \"2027-01-01\"\ndeclared = [\"future\"]",
                1,
            )
            .replacen("wanted = \"> 0.90\"", "wanted = \"> 0.40\"", 1);
        assert_ne!(source, newer);
        bench.app.apply_desk(&desk::read("webcare", &newer).unwrap(), &newer, "test", bench.now()).unwrap();
        bench.until(at("2027-01-04T08:00:00+01:00"));
        one_of_two(bench);
        let of = |from: &str, to: &str| {
            let (status, seen) = report(bench, "manager", from, to);
            assert_eq!(status, 200, "{seen}");
            let all = seen["figures"].as_array().unwrap();
            let own = all.iter().filter(|f| f["objective"] == "fordelning-manad");
            let told = |f: &Value| {
                [&f["from"], &f["version"], &f["wanted"], &f["figure"], &f["fulfilled"]].map(Clone::clone)
            };
            own.map(told).collect::<Vec<_>>()
        };
        let november = [json!("2026-11-01"), json!("1.3"), json!("> 0.9"), json!(0.5), json!(false)];
        let december = [json!("2026-12-01"), json!("1.3"), json!("> 0.9"), json!(null), json!(null)];
        let january = [json!("2027-01-01"), json!("1.4"), json!("> 0.4"), json!(0.5), json!(true)];
        assert_eq!(of("2026-11-01", "2026-12-01"), [november]);
        assert_eq!(of("2026-12-01", "2027-01-05"), [january, december]);
        // Before the agreement there was no promise.
        assert_eq!(of("2011-01-01", "2011-02-01"), [] as [[Value; 5]; 0]);
        let server = Server::over(bench);
        let path = "/api/v1/reports/objectives/cases?desk=webcare&objective=fordelning-manad&from=2026-11-01";
        let cases = server.get(&server.sign_in("manager"), path);
        assert_eq!(
            (&cases.body["figure"]["wanted"], cases.body["items"].as_array().unwrap().len()),
            (&json!("> 0.9"), 2)
        );
    });
}
