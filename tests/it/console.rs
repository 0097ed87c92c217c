//! The console over sockets: signing in, the way of a case, refusals that keep what was typed.

use crate::browser::{Browser, Page};
use crate::server::{PASSWORD, Server};
use testkit::{Bench, on_both};

const MONDAY: &str = "2026-11-30T10:20:00+01:00";
const EVIL: &str = "<script>alert('x')</script>\"'&";

/// Logs a case; its address.
fn log(browser: &Browser<'_>, typed: &[(&str, &str)]) -> String {
    let page = browser.get("/cases/new");
    let mut all = vec![
        ("name", "Rehabkoordinator"),
        ("email", "rehab@granlund.region-exempel.example"),
        ("subject", "Risksignalen borta"),
        ("description", "Efter nattens uppdatering."),
    ];
    all.extend(typed);
    let done = browser.submit(&page, "main", &all);
    assert_eq!(done.status, 303, "{}", done.html);
    done.location.unwrap().split('?').next().unwrap().to_owned()
}

fn page_of(browser: &Browser<'_>) -> Page {
    browser.get("/cases/new")
}

fn events(bench: &Bench, login: &str, case: &str) -> Vec<&'static str> {
    bench.events(login, &ticket::Reference::parse(case.rsplit('/').next().unwrap()).unwrap())
}

#[test]
fn signing_in_sets_a_cookie_and_goes_only_to_our_own_pages() {
    on_both(MONDAY, |bench| {
        let server = Server::over(bench);
        let browser = Browser::new(&server);
        let asked = browser.get("/cases/new");
        assert_eq!((asked.status, asked.location.as_deref()), (303, Some("/sign-in?next=/cases/new")));
        let wrong = browser.sign_in("stod.exempel", "not the password", "/");
        assert_eq!(wrong.status, 401);
        assert!(wrong.says("Inloggningen stämmer inte") && wrong.says("stod.exempel"));
        assert!(!wrong.html.contains("not the password"));
        let unknown = browser.sign_in("nobody", "not the password", "/");
        assert_eq!(unknown.status, 401);
        let elsewhere = browser.sign_in("stod.exempel", PASSWORD, "//evil.example/");
        assert_eq!((elsewhere.status, elsewhere.location.as_deref()), (303, Some("/")));
        let cookie = &elsewhere.headers["set-cookie"][0];
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
            "{cookie}"
        );
        // Another sign-in of the same browser ends the session before.
        let before = browser.session().unwrap();
        let again = browser.sign_in("stod.exempel", PASSWORD, "/cases/new");
        assert_eq!(again.location.as_deref(), Some("/cases/new"));
        assert_ne!(browser.session().unwrap(), before);
        let old = Browser::new(&server);
        old.with_session(&before);
        assert_eq!(old.get("/lists/mine").status, 303);
        // A form without the token of the page is no sign-in.
        let forged =
            Browser::new(&server).post("/sign-in", &[("user", "stod.exempel"), ("password", PASSWORD)]);
        assert_eq!(forged.status, 403);
        let page = browser.get("/lists/mine");
        let csrf =
            page.html.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(browser.post("/sign-out", &[("csrf", "x")]).status, 403);
        assert_eq!(browser.get("/lists/mine").status, 200);
        let session = browser.session().unwrap();
        assert_eq!(browser.post("/sign-out", &[("csrf", &csrf)]).status, 303);
        browser.with_session(&session);
        assert_eq!(browser.get("/lists/mine").status, 303, "the session itself has ended");
    });
}

#[test]
fn a_case_goes_up_three_lines_and_its_answer_comes_back() {
    on_both(MONDAY, |bench| {
        let server = Server::over(bench);
        let (support, first, specialist) = (
            Browser::of(&server, "stod.exempel"),
            Browser::of(&server, "forsta"),
            Browser::of(&server, "spec.tekniska"),
        );
        let case = log(&support, &[]);
        let page = support.get(&case);
        assert!(page.says("Risksignalen borta") && page.says("Vårdcentralen Granlund") && page.says("Pågår"));
        // What is missing is said before and after, and what was typed stays.
        let known = [("known", "Fungerar i Webcert"), ("tried", "Loggat ut")];
        let refused = support.submit(&page, "act-escalate", &known);
        assert_eq!(refused.status, 422);
        assert!(refused.says("Det fattas: ärendetyp"), "{}", refused.html);
        assert!(refused.says("Fyll i det som fattas"));
        assert_eq!(refused.field("act-escalate", "known"), "Fungerar i Webcert");
        assert_eq!(refused.field("act-escalate", "tried"), "Loggat ut");
        let at = |id: &str| refused.html.find(&format!("id=\"{id}\"")).unwrap();
        assert!(at("act-escalate") < at("act-message"), "what was refused stands first");
        assert_eq!(events(bench, "stod.exempel", &case), ["opened", "taken"]);
        // The same form takes what was missing: two acts, both on record.
        let done = support.submit(&refused, "act-escalate", &[("case_type", "tekniskt-fel")]);
        assert_eq!(done.status, 303, "{}", done.html);
        assert_eq!(events(bench, "stod.exempel", &case), ["opened", "taken", "classified", "moved"]);
        let page = first.act(&case, "take", &[]);
        assert!(page.says("Vad som är känt") && page.says("Fungerar i Webcert"));
        assert!(page.says(
            "Enligt regeln teknik: ärendetyp Teknisk fråga om SRS och Webcert / Tekniskt fel/felanmälan"
        ));
        let page = first.act(&case, "escalate", &[("wanted", "Felsök")]);
        assert!(page.says("2:a linjen – Tekniska frågor/fel"));
        specialist.act(&case, "take", &[]);
        let page = specialist.act(&case, "return", &[("as", "answer"), ("text", "Rättat i natt.")]);
        assert!(page.says("föreslog ett svar; ingenting har skickats till Rehabkoordinator"));
        let page = first.get(&case);
        assert_eq!(page.field("act-answer", "text"), "Rättat i natt.");
        assert!(page.part("act-answer").unwrap().contains("Skicka vidare ned"));
        first.act(&case, "answer", &[]);
        let before = bench.mails().len();
        let page = support.act(&case, "answer", &[("text", "Felet är rättat i natt.\nHör av er.")]);
        assert!(page.says("Felet är rättat i natt.\nHör av er."));
        assert_eq!(bench.mails().len(), before + 1);
        support.act(&case, "resolve", &[("solution", "rattad"), ("text", "Rättat.")]);
        let page = support.get(&case);
        assert_eq!(page.field("act-close", "cause"), "fel", "prefilled from the kind of solution");
        assert_eq!(page.field("act-close", "case_type"), "tekniskt-fel");
        let page = support.act(&case, "close", &[]);
        assert!(page.says("Avslutat") && page.says("Ärendet är avslutat."));
        assert!(page.says("Tid per linje"));
    });
}

#[test]
fn a_proposal_can_be_sent_back_up() {
    on_both(MONDAY, |bench| {
        let server = Server::over(bench);
        let (support, first) = (Browser::of(&server, "stod.exempel"), Browser::of(&server, "forsta"));
        let case = log(&support, &[("case_type", "tekniskt-fel")]);
        support.act(&case, "escalate", &[]);
        first.act(&case, "return", &[("as", "answer"), ("text", "Starta om.")]);
        let page = support.get(&case);
        assert_eq!(support.submit(&page, "act-send-back", &[]).status, 400, "it says what it lacks");
        let page = support.act(&case, "send-back", &[("wanted", "Vilken dator?")]);
        assert!(page.says("Vilken dator?"));
        let seen = bench.see("forsta", &ticket::Reference::parse(case.rsplit('/').next().unwrap()).unwrap());
        let seen = seen.unwrap();
        assert_eq!((seen.line.as_str(), seen.proposal), ("forsta", None));
    });
}

#[test]
fn a_stale_form_keeps_its_words_and_can_be_sent_again() {
    on_both(MONDAY, |bench| {
        let server = Server::over(bench);
        let (support, manager) = (Browser::of(&server, "stod.exempel"), Browser::of(&server, "srs.manager"));
        let case = log(&support, &[("case_type", "tekniskt-fel")]);
        let old = support.get(&case);
        manager.act(&case, "classify", &[("urgency", "genast")]);
        let stale = support.submit(&old, "act-escalate", &[("known", "mina ord")]);
        assert_eq!(stale.status, 409);
        assert!(stale.says("Ärendet har ändrats sedan du öppnade det"));
        let form = stale.part("act-escalate").unwrap();
        assert!(form.contains("Demo srs.manager") && form.contains("angelägenhet Genast"), "{form}");
        assert_eq!(stale.field("act-escalate", "known"), "mina ord");
        let again = support.submit(&stale, "act-escalate", &[]);
        assert_eq!(again.status, 303, "{}", again.html);
        // A form whose act is no longer possible loses no words either.
        let late = support.submit(&old, "act-resolve", &[("solution", "rattad"), ("text", "mitt svar")]);
        assert_eq!(late.status, 409);
        assert!(late.part("act-resolve").is_none() && late.says("mitt svar"));
    });
}

#[test]
fn a_form_of_another_sign_in_is_refused_and_its_words_are_shown() {
    on_both(MONDAY, |bench| {
        let server = Server::over(bench);
        let support = Browser::of(&server, "stod.exempel");
        let case = log(&support, &[]);
        let page = support.get(&case);
        let forged = support.submit(&page, "act-message", &[("csrf", "wrong"), ("text", "långa ord")]);
        assert_eq!(forged.status, 403);
        assert!(forged.says("långa ord") && !forged.html.contains("wrong"));
        let out = Browser::new(&server).submit(&page, "act-message", &[("text", "långa ord")]);
        assert_eq!(out.status, 401);
        assert!(out.says("långa ord") && out.says("Logga in"));
        assert_eq!(events(bench, "stod.exempel", &case), ["opened", "taken"]);
    });
}

#[test]
fn sending_twice_acts_once() {
    on_both(MONDAY, |bench| {
        let server = Server::over(bench);
        let support = Browser::of(&server, "stod.exempel");
        let page = support.get("/cases/new");
        let words = [("name", "A"), ("phone", "010-1"), ("subject", "En gång")];
        let first = support.submit(&page, "main", &words);
        let again = support.submit(&page, "main", &words);
        assert_eq!((first.status, again.status), (303, 303));
        assert_eq!(first.location, again.location);
        let other = support.submit(&page, "main", &[("name", "B"), ("subject", "En annan")]);
        assert_eq!(other.status, 422);
        assert!(other.says("redan skickats") && other.field("main", "subject") == "En annan");
        assert_eq!(support.submit(&other, "main", &[]).status, 303);
        let case = first.location.unwrap().split('?').next().unwrap().to_owned();
        let page = support.get(&case);
        for _ in 0..2 {
            assert_eq!(
                support.submit(&page, "act-message", &[("text", "hej"), ("audience", "chain")]).status,
                303
            );
        }
        assert_eq!(events(bench, "stod.exempel", &case), ["opened", "taken", "message_added"]);
    });
}

#[test]
fn logging_says_what_is_missing_and_solves_at_once() {
    on_both(MONDAY, |bench| {
        let server = Server::over(bench);
        let support = Browser::of(&server, "stod.exempel");
        let page = support.get("/cases/new");
        assert_eq!(page.field("main", "service"), "srs", "the only one is chosen");
        let nobody = support.submit(&page, "main", &[("subject", "Utan namn")]);
        assert_eq!(nobody.status, 400);
        assert!(nobody.says("Ange minst ett av namn") && nobody.field("main", "subject") == "Utan namn");
        let unknown =
            support.submit(&page, "main", &[("name", "A"), ("subject", "x"), ("email", "ingen adress")]);
        assert_eq!((unknown.status, unknown.field("main", "email").as_str()), (400, "ingen adress"));
        let half =
            [("name", "A"), ("subject", "Löst"), ("case_type", "handhavande"), ("solution", "instruktion")];
        assert_eq!(support.submit(&page, "main", &half).status, 400);
        let whole = [&half[..], &[("solution_text", "Se instruktionen.")]].concat();
        let done = support.submit(&page, "main", &whole);
        assert!(done.location.as_deref().unwrap().ends_with("?done=resolve"), "{:?}", done.location);
        let case = support.get(&done.location.unwrap());
        assert!(case.says("Löst") && case.says("Se instruktionen."));
        // The shared mailbox of a ward is the ward.
        let ward = log(&support, &[("name", "Någon"), ("email", "reception@sjovik.region-exempel.example")]);
        let page = support.get(&ward);
        assert!(page.says("Vårdcentralen Sjövik, hela enheten") && !page.says("Någon,"));
        // Somebody nobody knows belongs to the support that was called; whoever is of another region is told where.
        let unknown =
            support.submit(&page_of(&support), "main", &[("name", "Okänd"), ("subject", "Utan adress")]);
        assert!(support.get(&unknown.location.unwrap()).says("Region Exempel"));
        let foreign = [("name", "Annan"), ("email", "a@region-annan.example"), ("subject", "Fel region")];
        let foreign = support.submit(&page_of(&support), "main", &foreign);
        assert!(support.get(&foreign.location.unwrap()).says("vars ärenden du inte får läsa"));
        assert_eq!(support.get("/no/such/page").status, 404);
        assert_eq!(Browser::of(&server, "spec.tekniska").get("/cases/new").status, 403);
    });
}

#[test]
fn a_stranger_sees_nothing_and_nothing_written_becomes_script() {
    on_both(MONDAY, |bench| {
        let server = Server::over(bench);
        let (support, other) = (Browser::of(&server, "stod.exempel"), Browser::of(&server, "stod.annan"));
        let case = log(
            &support,
            &[("name", EVIL), ("email", ""), ("subject", EVIL), ("description", EVIL), ("phone", EVIL)],
        );
        let page = support.get(&case);
        support.submit(&page, "act-message", &[("audience", "chain"), ("text", EVIL)]);
        let refused = support.submit(&page, "act-escalate", &[("known", EVIL)]);
        assert_eq!(refused.status, 422);
        let searched = support.get("/search?q=%3Cscript%3Ealert%3C%2Fscript%3E%22");
        for page in [&support.get(&case), &refused, &support.get("/lists/mine"), &searched] {
            assert!(!page.html.contains("<script>"), "{}", page.html);
            assert!(crate::html::faults(&page.html).is_empty(), "{:?}", crate::html::faults(&page.html));
        }
        assert!(support.get(&case).says(EVIL) && support.get("/lists/mine").says(EVIL));
        let missing = other.get("/cases/SRS-ZZZZZ");
        let foreign = other.get(&case);
        assert_eq!((missing.status, foreign.status), (404, 404));
        let token = other.get("/lists/mine");
        let csrf = token.html.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let act =
            other.post(&format!("{case}/message"), &[("csrf", csrf), ("text", "x"), ("audience", "chain")]);
        assert_eq!(act.status, 404);
        assert!(!other.get("/lists/srs/open").html.contains(case.rsplit('/').next().unwrap()));
        assert_eq!(other.get("/lists/srs/queue-stod-exempel").status, 404);
        assert_eq!(other.get("/lists/webcare/open").status, 404);
    });
}

fn opens_case(page: &Page, case: &str) -> bool {
    page.status == 303 && page.location.as_deref() == Some(case)
}

#[test]
fn lists_are_paged_counted_and_searched() {
    on_both(MONDAY, |bench| {
        let server = Server::over(bench);
        let support = Browser::of(&server, "stod.exempel");
        for n in 0..101 {
            let new = testkit::new("srs", "a@region-exempel.example", &format!("Fråga {n}"), "text");
            bench.open("stod.exempel", &new).unwrap();
        }
        let case = log(&support, &[("subject", "Sista sorten")]);
        let mut seen = std::collections::BTreeSet::new();
        let (mut path, mut pages) = ("/lists/srs/open".to_owned(), 0);
        loop {
            let page = support.get(&path);
            let rows = crate::html::tags(&page.html);
            seen.extend(
                rows.iter()
                    .filter(|t| t.get("class") == Some("case"))
                    .map(|t| t.get("href").unwrap().to_owned()),
            );
            pages += 1;
            assert!(page.says("99+"), "counts stop at 99");
            match rows.iter().find(|t| t.get("rel") == Some("next")).and_then(|t| t.get("href")) {
                Some(next) => path = next.to_owned(),
                None => break,
            }
        }
        assert_eq!((seen.len(), pages), (102, 3));
        let mine = support.get("/lists/mine");
        assert!(mine.says("Sista sorten") && !mine.says("Fråga 7"));
        let unassigned = support.get("/lists/srs/unassigned?sort=-created");
        assert!(!unassigned.says("Sista sorten") && unassigned.says("Fråga 100"));
        let reference = case.rsplit('/').next().unwrap().to_lowercase();
        assert!(opens_case(&support.get(&format!("/search?q={reference}")), &case));
        assert!(
            support.get("/search?q=sista").says("Risk")
                || support.get("/search?q=sista").says("Sista sorten")
        );
        assert!(support.get("/search?q=finnsinte").says("innehåller alla orden"));
        assert_eq!(support.get("/lists/mine?sort=nonsense").status, 400);
        assert_eq!(support.get("/lists/mine?after=x").status, 400);
        assert!(Browser::of(&server, "stod.annan").get("/lists/mine").says("Inget öppet ärende är ditt"));
    });
}

/// A change is raised by the desk itself: it came by no telephone, and leaves no call behind.
#[test]
fn what_came_otherwise_than_by_telephone_is_no_call() {
    on_both("2026-11-30T10:20:00+01:00", |bench| {
        let server = Server::over(bench);
        let support = Browser::of(&server, "stod.exempel");
        let case = log(&support, &[("case_type", "andring"), ("channel", "form")]);
        let token = server.sign_in("srs.manager");
        let seen = server.get(&token, &format!("/api/v1{}", case.replace("cases", "tickets"))).body;
        assert_eq!(
            (&seen["channel"], &seen["kind"]),
            (&serde_json::json!("form"), &serde_json::json!("change"))
        );
        let calls = server.get(&token, "/api/v1/calls?desk=srs").body;
        assert_eq!(calls["items"].as_array().unwrap().len(), 0, "{calls}");
    });
}
