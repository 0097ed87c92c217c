//! The report on received mail through REST and the console, by mails that came over SMTP, with its arithmetic.

use crate::browser::Browser;
use crate::posthouse::{PostHouse, letter};
use crate::server::Server;
use serde_json::{Value, json};
use testkit::{Bench, at, on_both};

const MONDAY: &str = "2026-11-30T10:00:00+01:00";
const CONTACT: &str = "kontakt.avd32@sjukhus.region-exempel.example";
const DESK: &str = "servicedesk@webcare.example";
const DAY: &str = "desk=webcare&from=2026-11-30&to=2026-12-01";

/// Two matters, an answer to the first, an automatic answer to nothing, a mail nobody sent, and one not processed yet;
/// one matter on the day after.
fn mails(bench: &Bench) {
    let post = PostHouse::over(bench);
    post.deliver(CONTACT, DESK, &letter(CONTACT, DESK, "Kan inte spara", "", "Ett fel visas."));
    let asked = post.only().mail.message_id.unwrap();
    let answer = format!("In-Reply-To: <{asked}>\n");
    post.deliver(CONTACT, DESK, &letter(CONTACT, DESK, "Sv: Kan inte spara", &answer, "Det gäller avd 32."));
    post.deliver(CONTACT, DESK, &letter(CONTACT, DESK, "Ny fråga", "", "Hur skriver jag ut?"));
    let away = "In-Reply-To: <x@y.example>\nAuto-Submitted: auto-replied\n";
    post.deliver(CONTACT, DESK, &letter(CONTACT, DESK, "Frånvaro", away, "Jag är ledig."));
    post.deliver("", DESK, "Subject: \n\n");
    let waits = letter(CONTACT, DESK, "Väntar", "", "Togs just emot.");
    assert!(post.send(CONTACT, DESK, &waits).starts_with("250"));
}

fn report(server: &Server, login: &str, query: &str) -> Value {
    server.get(&server.sign_in(login), &format!("/api/v1/reports/mails?{query}")).body
}

#[test]
fn every_mail_is_accounted_for_and_every_figure_lists_its_mails() {
    on_both(MONDAY, |bench| {
        mails(bench);
        let server = Server::over(bench);
        let seen = report(&server, "manager", DAY);
        let counts = json!({
            "received": 6, "opened": 2, "joined": 1, "noted": 1, "set_aside": 1, "waiting": 1, "registered": 3, "lost": 0,
            "accounted": 5, "matters": 5, "proven": true,
        });
        assert_eq!(seen["whole"], counts, "{seen}");
        assert_eq!(seen["mails"], json!([]), "only a figure lists mails");
        let reasons = seen["reasons"].as_array().unwrap();
        for (state, reason) in
            [("noted", json!("automatic")), ("set_aside", json!("no_sender")), ("waiting", json!(null))]
        {
            assert!(reasons.contains(&json!({ "state": state, "reason": reason, "mails": 1 })), "{seen}");
        }
        // 5 of 6 accounted for, 3 of 5 registered: cut after four decimals.
        let verdict = |row: &Value| (row["share"].clone(), row["wanted"].clone(), row["fulfilled"].clone());
        assert_eq!(verdict(&seen["objectives"][0]), (json!(0.8333), json!(">= 1"), json!(false)));
        assert_eq!(verdict(&seen["objectives"][1]), (json!(0.6), json!(">= 1"), json!(false)));
        for (figure, count) in counts.as_object().unwrap() {
            if figure == "proven" {
                continue;
            }
            let list = report(&server, "manager", &format!("{DAY}&figure={figure}"));
            assert_eq!(&json!(list["mails"].as_array().unwrap().len()), count, "{figure}");
        }
        let automatic = report(&server, "manager", &format!("{DAY}&figure=noted&reason=automatic"));
        assert_eq!(automatic["mails"][0]["from"], CONTACT);
        let unknown = report(&server, "manager", &format!("{DAY}&figure=nowhere"));
        assert_eq!((&unknown["field"], unknown["allowed"].as_array().unwrap().len()), (&json!("figure"), 10));
        assert_eq!(report(&server, "manager", &format!("{DAY}&mailbox=x@y.example"))["field"], "mailbox");
        assert_eq!(report(&server, "servicedesk", DAY)["status"], 403);
        // The objectives name the same.
        let objectives =
            server.get(&server.sign_in("manager"), &format!("/api/v1/reports/objectives?{DAY}")).body;
        assert_eq!(objectives["mails"], seen["objectives"]);
        // Once it was looked at, the mail that waited is registered too, in the period in which it came.
        bench.until(at("2026-12-01T08:00:00+01:00"));
        PostHouse::over(bench).passes();
        assert_eq!(report(&server, "manager", DAY)["whole"]["opened"], 3);
        assert_eq!(
            report(&server, "manager", "desk=webcare&from=2026-12-01&to=2026-12-02")["whole"]["received"],
            0
        );
    });
}

#[test]
fn the_page_proves_it_by_counting_and_leads_to_the_cases() {
    on_both(MONDAY, |bench| {
        mails(bench);
        let server = Server::over(bench);
        let manager = Browser::of(&server, "manager");
        let page = manager.get("/reports/mails?desk=webcare&from=2026-11-30&until=2026-11-30");
        let sum =
            "6 mottagna = 2 blev ärenden + 1 hör till ärenden + 1 noterade + 1 lagda åt sidan + 1 väntar";
        assert!(page.says(sum) && page.says("Av 3 på ärenden återfanns 3"), "{}", page.html);
        assert!(page.says("83.33 %") && page.says("brevet har ingen avsändare"), "{}", page.html);
        assert!(page.html.contains(">2 + 1 + 1 + 1 + 1</text>"), "{}", page.html);
        crate::report_files::assert_drawn(&server, "mails", "mailboxes", "from=2026-11-30&until=2026-11-30");
        let list =
            manager.get("/reports/mails?desk=webcare&from=2026-11-30&until=2026-11-30&figure=registered");
        assert!(list.says("Brev: Registrerade (3)"), "{}", list.html);
        assert_eq!(list.html.matches("href=\"/cases/WC").count(), 3, "{}", list.html);
        let objectives = manager.get("/reports/objectives?desk=webcare&from=2026-11-30&until=2026-11-30");
        assert!(objectives.says("Registrering av mottagna ärenden"), "{}", objectives.html);
        assert_eq!(Browser::of(&server, "servicedesk").get("/reports/mails").status, 403);
    });
}

/// A mark that leads to no case is seen, listed, and keeps no objective.
#[test]
fn a_mail_whose_case_is_not_there_is_told_and_listed() {
    on_both(MONDAY, |bench| {
        let post = PostHouse::over(bench);
        post.deliver(CONTACT, DESK, &letter(CONTACT, DESK, "Kan inte spara", "", "Ett fel visas."));
        post.deliver(CONTACT, DESK, &letter(CONTACT, DESK, "Ny fråga", "", "Hur skriver jag ut?"));
        let operator = desk::Principal::System { system: desk::System::CommandLine, contact: None };
        let lost = bench.app.received(&operator, None, 10).unwrap()[0].id;
        let opened = store::inbox::State::Opened;
        let forgotten = move |conn: &mut store::Conn| {
            store::inbox::inbox_done(conn, lost, opened, None, None).map_err(app::Denied::from)
        };
        bench.app.store.write(forgotten).unwrap();
        let server = Server::over(bench);
        let seen = report(&server, "manager", DAY);
        let whole = &seen["whole"];
        assert_eq!(
            (&whole["opened"], &whole["registered"], &whole["lost"]),
            (&json!(2), &json!(1), &json!(1))
        );
        assert_eq!(whole["proven"], false);
        assert_eq!(seen["objectives"][1]["fulfilled"], false, "{seen}");
        let list = report(&server, "manager", &format!("{DAY}&figure=lost"));
        assert_eq!(
            list["mails"].as_array().unwrap().iter().map(|m| &m["id"]).collect::<Vec<_>>(),
            [&json!(lost)]
        );
        let page = Browser::of(&server, "manager")
            .get("/reports/mails?desk=webcare&from=2026-11-30&until=2026-11-30");
        assert!(page.says("men 1 återfanns inte") && page.html.contains("figure=lost"), "{}", page.html);
    });
}
