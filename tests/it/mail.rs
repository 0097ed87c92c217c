//! Mail over real sockets, in and out, on both databases.

use crate::posthouse::{PostHouse, letter};
use app::Order;
use store::inbox::State;
use testkit::{Bench, on_both, on_both_with, words};
use ticket::{Audience, Reference};

const TUESDAY: &str = "2026-12-01T08:55:00+01:00";
const SRS: &str = "srs-stod@region-exempel.example";
const WEBCARE: &str = "servicedesk@webcare.example";
const COORDINATOR: &str = "rehabkoordinator@granlund.region-exempel.example";
const CONTACT: &str = "kontakt.avd32@sjukhus.region-exempel.example";
const FAULT: &str = "Efter nattens uppdatering visas ingen risksignal i sjukfallsvyn. I Webcert ser jag den.";

/// References of every case, oldest first, as the product itself sees them.
fn cases(bench: &Bench) -> Vec<Reference> {
    let operator = desk::Principal::System { system: desk::System::CommandLine, contact: None };
    let filter =
        store::ticket::Filter { limit: 100, sort: store::ticket::Sort::Created, ..Default::default() };
    let page = bench.app.list(&operator, &filter, None, bench.now()).unwrap();
    page.items.into_iter().map(|t| t.reference).collect()
}

fn only_case(bench: &Bench) -> Reference {
    let mut all = cases(bench);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

/// State and reason of every received mail, newest first.
fn received(bench: &Bench) -> Vec<(String, Option<String>)> {
    let operator = desk::Principal::System { system: desk::System::CommandLine, contact: None };
    let all = bench.app.received(&operator, None, 100).unwrap();
    all.into_iter().map(|r| (r.state, r.reason)).collect()
}

#[test]
fn a_mail_becomes_a_case_and_its_sender_is_told_in_the_senders_language() {
    on_both(TUESDAY, |bench| {
        let post = PostHouse::over(bench);
        let answer = post.send(COORDINATOR, SRS, &letter(COORDINATOR, SRS, "Risksignalen borta", "", FAULT));
        assert!(answer.starts_with("250"), "{answer}");
        // Committed when it was acknowledged, and nothing made of it yet.
        assert_eq!(received(bench), [("waiting".to_owned(), None)]);
        assert!(cases(bench).is_empty());
        post.passes();
        let case = bench.see("stod.exempel", &only_case(bench)).unwrap();
        assert_eq!((case.queue.as_str(), case.channel), ("stod-exempel", "mail"));
        assert_eq!(
            (case.subject.as_str(), case.organisation.as_str()),
            ("Risksignalen borta", "vc-granlund")
        );
        let told = post.only();
        assert_eq!((told.from.clone(), told.to.clone()), (None, vec![COORDINATOR.to_owned()]));
        assert_eq!(told.mail.subject, format!("Re: Risksignalen borta [{}]", case.reference));
        assert!(told.mail.text.contains("Vi har tagit emot ditt ärende"), "{}", told.mail.text);
        assert_eq!(told.header("Auto-Submitted").as_deref(), Some("auto-replied"));
        assert!(told.mail.auto_submitted);

        let english =
            "Hello, since this morning the risk signal is missing for all of our patients. Please help.";
        post.deliver(COORDINATOR, SRS, &letter(COORDINATOR, SRS, "No signal", "", english));
        assert!(post.only().mail.text.contains("We have received your case"));
    });
}

#[test]
fn an_answer_lands_on_its_case_and_reopens_it_and_thanks_do_not() {
    on_both(TUESDAY, |bench| {
        let post = PostHouse::over(bench);
        post.deliver(COORDINATOR, SRS, &letter(COORDINATOR, SRS, "Signalen borta", "", FAULT));
        let case = only_case(bench);
        let asked = post.only().mail.message_id.unwrap();
        bench.act("stod.exempel", &case, Order::Take).unwrap();
        bench.act("stod.exempel", &case, Order::WaitRequester(Some(words("Vilken webbläsare?")))).unwrap();
        post.passes();
        let question = post.only();
        assert!(question.mail.text.starts_with("Vilken webbläsare?"), "{}", question.mail.text);
        assert_eq!(question.from.as_deref(), Some("srs@srs-support.example"));
        assert!(question.mail.references.len() == 1, "the requester's own mail is named");

        // A machine answers: joined, nothing else happens.
        let away =
            format!("In-Reply-To: <{}>\nAuto-Submitted: auto-replied\n", question.mail.message_id.unwrap());
        post.deliver("", SRS, &letter(COORDINATOR, SRS, "Autosvar", &away, "Jag är tillbaka på fredag."));
        assert_eq!(bench.see("stod.exempel", &case).unwrap().phase, "waiting_requester");
        assert!(post.got().is_empty(), "no answer to a machine");

        let answer = format!("In-Reply-To: <{asked}>\n");
        let quoted = "Edge.\n\nDen 1 dec. 2026 skrev SRS Support:\n> Vilken webbläsare?";
        post.deliver(COORDINATOR, SRS, &letter(COORDINATOR, SRS, "Sv: Signalen borta", &answer, quoted));
        assert_eq!(bench.see("stod.exempel", &case).unwrap().phase, "active");
        let said = bench.app.messages(&bench.person("stod.exempel"), &case).unwrap();
        assert_eq!(said.last().unwrap().text, "Edge.");
        assert!(post.got().is_empty(), "an answer is not acknowledged");

        bench
            .act(
                "stod.exempel",
                &case,
                Order::Classify(app::Facts { case_type: Some("tekniskt-fel".into()), ..Default::default() }),
            )
            .unwrap();
        bench.act("stod.exempel", &case, Order::Resolve("rattad".into(), words("Rättat i natt."))).unwrap();
        post.passes();
        let solved = post.only();
        assert!(solved.mail.text.contains("Rättat i natt.") && solved.mail.text.contains("är löst"));
        let reply = format!("References: <{}>\n", solved.mail.message_id.unwrap());
        post.deliver(
            COORDINATOR,
            SRS,
            &letter(COORDINATOR, SRS, "Sv: Signalen borta", &reply, "Tack snälla, nu funkar det!"),
        );
        assert_eq!(bench.see("stod.exempel", &case).unwrap().phase, "resolved");
        let but = "Tack! Nu syns signalen igen, men det går inte att sortera på den längre. Hör det ihop?";
        post.deliver(COORDINATOR, SRS, &letter(COORDINATOR, SRS, "Sv: Signalen borta", &reply, but));
        assert_eq!(bench.see("stod.exempel", &case).unwrap().phase, "active");
        assert_eq!(only_case(bench), case);

        // After the end an answer is a new matter that knows what it follows.
        bench.act("stod.exempel", &case, Order::Resolve("rattad".into(), words("Nu."))).unwrap();
        bench.act("stod.exempel", &case, Order::Close { cause: None, solution: None }).unwrap();
        post.got();
        post.deliver(
            COORDINATOR,
            SRS,
            &letter(COORDINATOR, SRS, "Sv: Signalen borta", &reply, "Nu är den borta igen."),
        );
        let all = cases(bench);
        assert_eq!(all.len(), 2);
        assert!(bench.events("stod.exempel", &all[1]).contains(&"related"));
    });
}

#[test]
fn nobody_joins_a_case_they_take_no_part_in() {
    on_both(TUESDAY, |bench| {
        let post = PostHouse::over(bench);
        post.deliver(COORDINATOR, SRS, &letter(COORDINATOR, SRS, "Signalen borta", "", FAULT));
        let case = only_case(bench);
        let told = post.only();
        let before = bench.see("stod.exempel", &case).unwrap().version;
        let stranger = "nagon@annan.example";
        let token = told.mail.text.split_whitespace().last().unwrap().to_owned();
        let id = told.mail.message_id.unwrap();
        for (subject, more, body) in [
            (format!("Sv: Signalen borta [{case}]"), String::new(), "Vad gäller det här?"),
            ("Sv: Signalen".to_owned(), format!("In-Reply-To: <{id}>\n"), "Vidarebefordrat till mig."),
            ("Sv: Signalen".to_owned(), String::new(), token.as_str()),
        ] {
            post.deliver(stranger, SRS, &letter(stranger, SRS, &subject, &more, body));
        }
        assert_eq!(bench.see("stod.exempel", &case).unwrap().version, before);
        let all = cases(bench);
        assert_eq!(all.len(), 4);
        for new in &all[1..] {
            let events = bench.app.events(&bench.person("srs.manager"), new, 0, 100).unwrap();
            let related = events.iter().find(|e| e.kind == "related").unwrap();
            assert_eq!(related.data["relation"], "possible_answer");
        }
        for mail in post.got() {
            assert!(!mail.raw.contains("risksignal") && mail.to == [stranger], "{}", mail.raw);
        }
        // The plus address and the mark in the text lead back whoever takes part.
        post.deliver(COORDINATOR, SRS, &letter(COORDINATOR, SRS, "Mer", "", &format!("Mer fakta.\n{token}")));
        assert!(bench.see("stod.exempel", &case).unwrap().version > before);
    });
}

const COLLEAGUE: &str = "answers_from_organisation = true";

fn a_colleague_answers(bench: &Bench) -> usize {
    let post = PostHouse::over(bench);
    post.deliver(
        CONTACT,
        WEBCARE,
        &letter(CONTACT, WEBCARE, "Kan inte spara", "", "Vi kan inte spara vårdplaner."),
    );
    let reply = format!("In-Reply-To: <{}>\n", post.only().mail.message_id.unwrap());
    let ward = "avd32@sjukhus.region-exempel.example";
    post.deliver(
        ward,
        WEBCARE,
        &letter(ward, WEBCARE, "Sv: Kan inte spara", &reply, "Nu gäller det fyra datorer."),
    );
    cases(bench).len()
}

#[test]
fn a_colleague_may_answer_where_the_desk_says_so() {
    on_both(TUESDAY, |bench| assert_eq!(a_colleague_answers(bench), 1));
    on_both_with(TUESDAY, &[(COLLEAGUE, "")], |bench| assert_eq!(a_colleague_answers(bench), 2));
}

#[test]
fn what_cannot_be_taken_is_refused_and_what_cannot_be_read_is_set_aside() {
    on_both(TUESDAY, |bench| {
        let post = PostHouse::over(bench);
        let mail = letter(COORDINATOR, SRS, "Signalen borta", "", FAULT);
        assert!(post.send(COORDINATOR, "ingen@srs-support.example", &mail).starts_with("550"));
        let large = letter(COORDINATOR, SRS, "Stor", "", &"x".repeat(1_100_000));
        assert!(post.send(COORDINATOR, SRS, &large).starts_with("552"));
        assert!(received(bench).is_empty());

        post.deliver("", SRS, "Subject: \n\n");
        assert_eq!(received(bench), [("set_aside".to_owned(), Some("no_sender".to_owned()))]);
        // The same mail twice is one case, and what is broken stops nobody.
        post.deliver(COORDINATOR, SRS, &mail);
        post.deliver(COORDINATOR, SRS, &mail);
        post.deliver(COORDINATOR, SRS, &format!("Received: from elsewhere\n{mail}"));
        only_case(bench);
        assert_eq!(received(bench).len(), 2);
        // The same id with other words is another mail.
        let other = mail.replace("I Webcert", "I Rehabstöd");
        post.deliver(COORDINATOR, SRS, &other);
        assert_eq!(cases(bench).len(), 2);

        let admin = bench.person("srs.manager");
        assert!(bench.app.received(&admin, None, 10).is_err(), "a manager is no administrator");
        let operator = desk::Principal::System { system: desk::System::CommandLine, contact: None };
        let aside = bench.app.received(&operator, Some(State::SetAside), 10).unwrap();
        bench.app.reprocess(&operator, aside[0].id, bench.now()).unwrap();
        assert_eq!(received(bench).last().unwrap().0, "waiting");
        post.passes();
        assert_eq!(received(bench).last().unwrap().0, "set_aside");
    });
}

#[test]
fn machines_get_no_answer_and_our_own_mail_makes_no_case() {
    on_both(TUESDAY, |bench| {
        let post = PostHouse::over(bench);
        let alarm = "overvakning@leverantor.example";
        post.deliver(
            alarm,
            WEBCARE,
            &letter(
                alarm,
                WEBCARE,
                "webcare-prod: 503",
                "Auto-Submitted: auto-generated\n",
                "state=CRITICAL",
            ),
        );
        only_case(bench);
        let list = letter(
            CONTACT,
            WEBCARE,
            "Veckobrev",
            "List-Id: <brev.example>\nPrecedence: list\n",
            "Veckans nyheter om vårdplaner.",
        );
        post.deliver(CONTACT, WEBCARE, &list);
        post.deliver(WEBCARE, WEBCARE, &letter(WEBCARE, WEBCARE, "Rundgång", "", "Till oss själva."));
        let away = "In-Reply-To: <x@y.example>\nAuto-Submitted: auto-replied\n";
        post.deliver("", WEBCARE, &letter(CONTACT, WEBCARE, "Autosvar", away, "Borta."));
        let reasons: Vec<_> = received(bench).into_iter().filter_map(|(_, reason)| reason).collect();
        assert_eq!(reasons, ["automatic", "own_mail"]);
        assert_eq!(cases(bench).len(), 2);
        assert!(post.got().is_empty());
    });
}

#[test]
fn what_reaches_nobody_is_told_in_the_case() {
    on_both(TUESDAY, |bench| {
        let mut post = PostHouse::over(bench);
        for from in ["borta@region-exempel.example", "senare@region-exempel.example"] {
            post.deliver(
                from,
                SRS,
                &letter(from, SRS, "Fråga", "", "Hur räknas risken ut för mina patienter?"),
            );
        }
        let (gone, later) = (cases(bench)[0].clone(), cases(bench)[1].clone());
        let said = |case: &Reference| {
            let all = bench.app.messages(&bench.person("srs.manager"), case).unwrap();
            all.into_iter().filter(|m| m.audience == "chain").map(|m| m.text).collect::<Vec<_>>()
        };
        assert!(
            said(&gone)[0].contains("borta@region-exempel.example kunde inte levereras: 550"),
            "{:?}",
            said(&gone)
        );
        assert!(said(&later).is_empty());
        // Not now: tried again with growing pauses, given up after three days.
        let tries = || bench.outbox().iter().find(|(m, _)| m.state != "failed").map(|(m, _)| m.tries);
        assert_eq!(tries(), Some(1));
        bench.minutes(1);
        post.passes();
        assert_eq!(tries(), Some(2));
        bench.minutes(1);
        post.passes();
        assert_eq!(tries(), Some(2), "five minutes' pause now");
        post.without_relay();
        bench.minutes(4);
        post.passes();
        assert_eq!(tries(), Some(3), "a relay that is gone is another try");
        bench.minutes(3 * 24 * 60);
        post.passes();
        assert_eq!(said(&later).len(), 1);
        let acknowledgements = bench.outbox().into_iter().filter(|(m, _)| m.kind == "acknowledgement");
        assert_eq!(acknowledgements.filter(|(m, _)| m.state == "failed").count(), 2);
        // Nothing is lost: an administrator sends it again.
        let operator = desk::Principal::System { system: desk::System::CommandLine, contact: None };
        let failed = bench.app.sent(&operator, Some("failed"), 10).unwrap();
        bench.app.repeat(&operator, failed[0].id, bench.now()).unwrap();
        assert!(
            bench.app.sent(&operator, Some("waiting"), 100).unwrap().iter().any(|m| m.id == failed[0].id)
        );
    });
}

#[test]
fn a_delivery_report_joins_the_case_it_is_about() {
    on_both(TUESDAY, |bench| {
        let post = PostHouse::over(bench);
        post.deliver(COORDINATOR, SRS, &letter(COORDINATOR, SRS, "Signalen borta", "", FAULT));
        post.got();
        let case = only_case(bench);
        bench.act("stod.exempel", &case, Order::Message(Audience::Requester, words("Vi tittar."))).unwrap();
        post.passes();
        let id = post.only().mail.message_id.unwrap();
        let report = format!(
            "From: MAILER-DAEMON@mx.example\nTo: {SRS}\nSubject: Undelivered Mail\nMIME-Version: 1.0\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nNo such user.\n--b\n\
             Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {COORDINATOR}\n\
             Action: failed\nStatus: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{id}>\nSubject: x\n\n--b--\n"
        );
        post.deliver("", SRS, &report);
        assert_eq!(only_case(bench), case);
        let last = bench.app.messages(&bench.person("stod.exempel"), &case).unwrap().pop().unwrap();
        assert_eq!((last.audience, last.automatic), ("chain", true));
        assert!(last.text.contains("No such user"), "{}", last.text);
        assert!(post.got().is_empty());
    });
}

#[test]
fn a_function_outside_gets_the_case_by_mail_and_answers_by_mail() {
    on_both(TUESDAY, |bench| {
        let post = PostHouse::over(bench);
        let head = "enhetschef.bistand@exempelkommunen.example";
        let text = "Hej, vår nya handläggare får Behörighet saknas i WebCare och syns inte i katalogen.";
        post.deliver(head, WEBCARE, &letter(head, WEBCARE, "Ny medarbetare kommer inte in", "", text));
        post.got();
        let case = only_case(bench);
        bench.act("servicedesk", &case, Order::Take).unwrap();
        bench.act("servicedesk", &case, Order::Forward("ek-forvaltningen".into())).unwrap();
        post.passes();
        let handed = post.only();
        let ek = "ek-forvaltningen@region-exempel.example";
        assert_eq!(handed.to, [ek]);
        assert!(handed.mail.text.contains("Behörighet saknas") && handed.mail.text.contains(head));
        let reply = format!("In-Reply-To: <{}>\n", handed.mail.message_id.unwrap());
        post.deliver(ek, WEBCARE, &letter(ek, WEBCARE, "Sv: Ärende", &reply, "Upplagd i katalogen nu."));
        assert_eq!(only_case(bench), case);
        let last = bench.app.messages(&bench.person("servicedesk"), &case).unwrap().pop().unwrap();
        assert_eq!((last.audience, last.text.as_str()), ("chain", "Upplagd i katalogen nu."));
        assert!(post.got().is_empty(), "nothing of it reached the requester");
    });
}

#[test]
fn no_identity_number_and_no_smtp_command_leaves_in_a_mail() {
    on_both(TUESDAY, |bench| {
        let post = PostHouse::over(bench);
        let nurse = "ssk.akuten@sjukhus.region-exempel.example";
        let subject = "BRÅDSKANDE patient 19900101-2385 syns inte";
        let text = "Patient 199001012385 syns inte. Leverantören gav oss CS0012385199. Ring 0846500412.";
        post.deliver(nurse, WEBCARE, &letter(nurse, WEBCARE, subject, "", text));
        let told = post.only();
        assert!(
            told.mail.subject.contains("••••••-••••") && !told.raw.contains("2385 syns"),
            "{}",
            told.mail.subject
        );
        assert!(told.mail.text.contains("Skicka inga personnummer"));
        let case = only_case(bench);
        let evil = "Hej.\r\n.\r\nMAIL FROM:<evil@x.example>\r\n\n.\nslut";
        bench.act("servicedesk", &case, Order::Message(Audience::Requester, words(evil))).unwrap();
        post.passes();
        let sent = post.only();
        assert_eq!(sent.to, [nurse]);
        assert!(sent.mail.text.contains("MAIL FROM:<evil@x.example>") && sent.mail.text.contains("slut"));
    });
}

#[test]
fn a_mail_without_words_is_named_by_sender_unit_and_time() {
    on_both("2026-12-10T07:41:00+01:00", |bench| {
        let post = PostHouse::over(bench);
        let desk = "reception@sjovik.region-exempel.example";
        let raw = format!(
            "From: {desk}\nTo: {SRS}\nSubject:\nMessage-ID: <bild@there.example>\nMIME-Version: 1.0\n\
             Content-Type: image/png; name=\"Bild.png\"\nContent-Disposition: attachment; filename=\"Bild.png\"\n\
             Content-Transfer-Encoding: base64\n\niVBORw0KGgo=\n"
        );
        post.deliver(desk, SRS, &raw);
        let case = bench.see("stod.exempel", &only_case(bench)).unwrap();
        assert_eq!(case.subject, format!("{desk}, Vårdcentralen Sjövik, 2026-12-10 07:41"));
        assert_eq!((case.description.as_deref(), case.requester.kind.as_str()), (Some("[Bild.png]"), "unit"));
    });
}
