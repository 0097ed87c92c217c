//! Follow-up and administration at the console: the breach report as a page and a file, outgoing mail read as it was
//! sent, mail set aside and processed again, work left undone.

use crate::browser::Browser;
use crate::posthouse::{PostHouse, letter};
use crate::server::Server;
use testkit::{Bench, on_both};

const MONDAY: &str = "2026-11-30T08:00:00+01:00";
const CONTACT: &str = "kontakt.avd32@sjukhus.region-exempel.example";
const WEBCARE: &str = "servicedesk@webcare.example";

fn case(bench: &Bench, subject: &str) -> ticket::Reference {
    bench.mail("webcare", CONTACT, subject, "Ett oväntat fel.").reference
}

#[test]
fn the_manager_reads_the_breach_report_and_opens_the_cases() {
    on_both(MONDAY, |bench| {
        let taken = case(bench, "Tagen");
        bench.act("servicedesk", &taken, app::Order::Take).unwrap();
        let left = case(bench, "<b>Lämnad</b>");
        bench.minutes(11);
        let server = Server::over(bench);
        let manager = Browser::of(&server, "manager");
        assert!(manager.get("/lists/mine").says("Servicenivåer"));
        // Without dates it is the month so far: 1 of 2 taken within ten minutes.
        let page = manager.get("/reports/sla?desk=webcare&from=2026-11-01&until=2026-11-30");
        assert_eq!(page.status, 200, "{}", page.html);
        assert!(
            page.says("2026-11-01 till 2026-11-30") && page.says("50.00 %") && page.says("<b>Lämnad</b>")
        );
        assert!(!page.html.contains("<b>"));
        assert!(page.html.contains(&format!("<a href=\"/cases/{left}\">{left}</a>")));
        assert!(!page.html.contains(&format!("/cases/{taken}")));
        // The last day is included.
        let before = manager.get("/reports/sla?desk=webcare&from=2026-11-01&until=2026-11-29");
        assert!(before.says("Inga överskridna tider i perioden"));
        let file =
            manager.get("/reports/sla.csv?desk=webcare&from=2026-11-01&until=2026-11-30&part=breaches");
        assert_eq!(file.headers["content-type"], ["text/csv; charset=utf-8"]);
        assert_eq!(
            file.headers["content-disposition"],
            ["attachment; filename=\"webcare-breaches-2026-11-01-2026-11-30.csv\""]
        );
        assert!(file.html.contains(left.as_str()));
        for (query, says) in [
            ("from=2026-12-01&until=2026-11-01", "perioden måste sluta efter att den börjar"),
            ("from=1700-01-01&until=2026-11-01", "ange ett år mellan 1990 och 2090"),
            ("from=i+g%C3%A5r&until=2026-11-01", "ange ett datum"),
        ] {
            let refused = manager.get(&format!("/reports/sla?desk=webcare&{query}"));
            assert!(refused.says(says), "{query}: {}", refused.html);
        }
        let agent = Browser::of(&server, "servicedesk");
        assert!(!agent.get("/lists/mine").says("Servicenivåer"));
        assert_eq!(agent.get("/reports/sla?desk=webcare").status, 403);
        assert_eq!(manager.get("/reports/sla?desk=srs").status, 403);
    });
}

#[test]
fn an_administrator_reads_what_was_sent_and_processes_what_was_set_aside() {
    on_both(MONDAY, |bench| {
        let post = PostHouse::over(bench);
        let mail = letter(CONTACT, WEBCARE, "Patient 19900101-2385 syns inte", "", "Gäller 199001012385.");
        assert!(post.send(CONTACT, WEBCARE, &mail).starts_with("250"));
        post.passes();
        let server = Server::over(bench);
        let admin = Browser::of(&server, "admin");
        let sent = admin.get("/office/sent");
        assert!(sent.says(CONTACT) && sent.says("Bekräftelse"), "{}", sent.html);
        let address = sent.html.split("href=\"/office/sent/").nth(1).unwrap().split('"').next().unwrap();
        let read = admin.get(&format!("/office/sent/{address}"));
        assert!(read.says("Vi har tagit emot ditt ärende") && read.says(CONTACT), "{}", read.html);
        assert!(!read.html.contains("2385"), "identity numbers are masked");
        let received = admin.get("/office/received");
        assert!(received.says("blev ett ärende"), "{}", received.html);
        let address =
            received.html.split("href=\"/office/received/").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!(admin.get(&format!("/office/received/{address}")).status, 200);
        for page in ["/office/sent", "/office/received", "/office/undone", "/office/sent/1"] {
            assert_eq!(Browser::of(&server, "manager").get(page).status, 403, "{page}");
        }
        assert_eq!(admin.get("/office/sent/12345678").status, 404);
        assert_eq!(admin.get("/office/received/x").status, 404);
    });
}

#[test]
fn a_mail_set_aside_can_be_processed_again_from_its_page() {
    on_both(MONDAY, |bench| {
        let post = PostHouse::over(bench);
        assert!(post.send("", WEBCARE, "Subject: Ingen\r\n\r\nHej").starts_with("250"));
        post.passes();
        let server = Server::over(bench);
        let admin = Browser::of(&server, "admin");
        let aside = admin.get("/office/received?state=set_aside");
        assert!(aside.says("brevet har ingen avsändare"), "{}", aside.html);
        let id = aside.html.split("href=\"/office/received/").nth(1).unwrap().split('"').next().unwrap();
        let page = admin.get(&format!("/office/received/{id}"));
        let csrf = page.html.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let path = format!("/office/received/{id}/reprocess");
        assert_eq!(admin.post(&path, &[]).status, 403, "a form without its token is none");
        assert_eq!(admin.post(&path, &[("csrf", csrf)]).status, 303);
        assert!(admin.get(&format!("/office/received/{id}")).says("väntar"));
    });
}

#[test]
fn only_a_demonstration_has_a_clock_to_move() {
    let bench = Bench::sqlite(MONDAY);
    let server = Server::over(&bench);
    let agent = Browser::of(&server, "servicedesk");
    let page = agent.get("/lists/mine");
    assert!(!page.says("Demonstration"));
    let csrf = page.html.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(agent.post("/demo/advance", &[("csrf", csrf), ("step", "1h")]).status, 404);
}

#[test]
fn what_no_pass_could_do_is_seen_until_it_is_done() {
    on_both(MONDAY, |bench| {
        let reference = case(bench, "Ogjort");
        let id = bench.see("manager", &reference).unwrap().id;
        let now = bench.now();
        let note =
            move |c: &mut store::Conn| store::pass::failure_note(c, "clocks", id, "kalendern saknas", now);
        bench.app.store.write::<_, store::Fault>(note).unwrap();
        let server = Server::over(bench);
        let admin = Browser::of(&server, "admin");
        let page = admin.get("/office/undone");
        assert!(page.says("kalendern saknas") && page.says(reference.as_str()), "{}", page.html);
        // The next pass over the case succeeds.
        bench.minutes(11);
        server.set(bench.now());
        assert!(admin.get("/office/undone").says("Inget arbete är ogjort"));
    });
}
