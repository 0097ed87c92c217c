//! Every page for every role: no fault of ours, sound HTML, the headers that keep other sites out.

use crate::browser::{Browser, Page};
use crate::html::faults;
use crate::server::Server;
use app::Order;
use testkit::{on_both, words};

const ROLES: [&str; 9] = [
    "super.ekbacken",
    "stod.exempel",
    "stod.annan",
    "forsta",
    "spec.tekniska",
    "srs.manager",
    "servicedesk",
    "leverantor",
    "admin",
];

/// An act, what is typed, what the page says then.
type Step = (&'static str, &'static [(&'static str, &'static str)], &'static str);

fn sound(who: &str, path: &str, page: &Page) {
    assert!(page.status < 500, "{who} {path}: {}", page.status);
    if page.status != 303 {
        let faults = faults(&page.html);
        assert!(faults.is_empty(), "{who} {path}: {faults:?}\n{}", page.html);
    }
    let header = |name: &str| page.headers.get(name).map(|v| v[0].as_str()).unwrap_or_default();
    let policy = header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}");
    assert!(!policy.contains("unsafe"), "{path}");
    assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
    assert_eq!(header("referrer-policy"), "same-origin", "{path}");
    assert_eq!(header("cache-control"), "no-store", "{path}");
}

#[test]
fn every_page_for_every_role_is_sound() {
    on_both("2026-11-30T10:20:00+01:00", |bench| {
        let case = bench.mail("srs", "lakare1@granlund.region-exempel.example", "Fråga", "Vad gör jag?");
        let reference = &case.reference;
        let classified = app::Facts { case_type: Some("tekniskt-fel".into()), ..app::Facts::default() };
        bench.act("stod.exempel", reference, Order::Classify(classified)).unwrap();
        bench
            .act("stod.exempel", reference, Order::Message(ticket::Audience::Requester, words("Vilken?")))
            .unwrap();
        bench.act("stod.exempel", reference, Order::WaitRequester(None)).unwrap();
        // Warnings, breaches and a hand-on by time belong to the timeline.
        bench.minutes(60 * 24 * 14);
        let server = Server::over(bench);
        let mut seen = 0;
        for who in ROLES {
            let browser = Browser::of(&server, who);
            for path in console::PAGES.iter().chain(&["/", "/sign-in", "/lists/srs/queue-forsta"]) {
                for desk in ["srs", "webcare"] {
                    let path = path.replace("{reference}", reference.as_str()).replace("{desk}", desk);
                    let page = browser.get(&path);
                    sound(who, &path, &page);
                    seen += usize::from(page.status == 200);
                }
            }
        }
        assert!(seen > 60, "{seen} pages were shown");
        let nobody = Browser::new(&server);
        for path in console::PAGES {
            let page = nobody.get(&path.replace("{reference}", reference.as_str()).replace("{desk}", "srs"));
            assert_eq!(page.status, 303, "{path} to nobody");
            assert!(page.location.unwrap().starts_with("/sign-in?next="));
        }
    });
}

#[test]
fn every_state_of_a_case_is_told_in_words() {
    on_both("2026-11-30T10:20:00+01:00", |bench| {
        let case = bench.mail("srs", "lakare1@granlund.region-exempel.example", "Fråga", "Vad gör jag?");
        let server = Server::over(bench);
        let support = Browser::of(&server, "stod.exempel");
        let path = format!("/cases/{}", case.reference);
        let steps: [Step; 12] = [
            ("take", &[], "Pågår"),
            ("classify", &[("case_type", "tekniskt-fel")], "Tekniskt fel"),
            (
                "begin",
                &[("fault_began_at", "2026-11-30T08:00"), ("reason", "Sa hon i telefon")],
                "2026-11-30 08:00 (angivet av Demo stod.exempel)",
            ),
            ("message", &[("audience", "requester"), ("text", "Vilken vy?")], "skrev till lakare1@"),
            ("wait", &[("for", "until"), ("until", "2026-12-24T12:00")], "Planerat, till 2026-12-24 12:00"),
            ("resume", &[], "Pågår"),
            ("restore", &[("workaround", "Använd Webcert")], "Använd Webcert"),
            ("classify", &[("case_type", "handhavande")], "Handhavande"),
            ("resolve", &[("solution", "besvarad"), ("text", "Så här.")], "Löst"),
            ("reopen", &[("reason", "Stämde inte")], "Stämde inte"),
            ("wait", &[("for", "requester"), ("text", "Nu då?")], "Väntar på användare"),
            ("cancel", &[("reason", "Dubblett")], "Återkallat"),
        ];
        for (act, typed, says) in steps {
            let page = support.act(&path, act, typed);
            assert!(page.says(says), "{act}: {says} in {}", page.html);
            sound("stod.exempel", act, &page);
        }
        // What went wrong is said where it was typed.
        let page = support.get(&path);
        assert!(page.part("act-take").is_none());
        assert!(page.says("Går inte när ärendet är återkallat"));
    });
}

#[test]
fn files_are_served_once_for_all_and_guarded() {
    let bench = testkit::Bench::sqlite("2026-11-30T10:20:00+01:00");
    let server = Server::over(&bench);
    let browser = Browser::new(&server);
    let page = browser.get("/sign-in");
    let tags = crate::html::tags(&page.html);
    let files = tags.iter().filter_map(|t| match t.name.as_str() {
        "link" => t.get("href"),
        "script" => t.get("src"),
        _ => None,
    });
    let mut kinds = Vec::new();
    for file in files {
        let answer = browser.get(file);
        assert_eq!(answer.status, 200, "{file}");
        assert_eq!(answer.headers["x-content-type-options"], ["nosniff"]);
        assert!(answer.headers["cache-control"][0].contains("immutable"));
        kinds.push(answer.headers["content-type"][0].clone());
    }
    assert_eq!(
        kinds,
        ["text/css; charset=utf-8", "image/svg+xml; charset=utf-8", "text/javascript; charset=utf-8"]
    );
    assert_eq!(browser.get("/static/console-0000000000000000.css").status, 404);
}
