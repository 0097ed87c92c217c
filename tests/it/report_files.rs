//! The breach report in every form, through REST and the console.

use crate::browser::Browser;
use crate::server::Server;
use testkit::{Bench, on_both};

const CONTACT: &str = "kontakt.avd32@sjukhus.region-exempel.example";
const PERIOD: &str = "desk=webcare&from=2026-11-01";

fn two_cases(bench: &Bench) {
    let mail = |subject| bench.mail("webcare", CONTACT, subject, "Ett oväntat fel.").reference;
    bench.act("servicedesk", &mail("Tagen"), app::Order::Take).unwrap();
    mail("=1+1");
    bench.minutes(11);
}

/// Content type and bytes.
fn file(server: &Server, token: &str, query: &str) -> (String, Vec<u8>) {
    let request = server.agent.get(format!("{}/api/v1/reports/sla?{query}", server.base));
    let mut answer = request.header("Authorization", format!("Bearer {token}")).call().unwrap();
    let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
    (kind, answer.body_mut().read_to_vec().unwrap())
}

#[test]
fn the_breach_report_is_a_workbook_and_a_document_too() {
    on_both("2026-11-30T08:00:00+01:00", |bench| {
        two_cases(bench);
        let server = Server::over(bench);
        let token = server.sign_in("manager");
        let (kind, book) = file(&server, &token, &format!("{PERIOD}&to=2026-12-01&format=xlsx"));
        assert_eq!(kind, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        assert!(book.starts_with(b"PK\x03\x04"));
        let (kind, paper) = file(&server, &token, &format!("{PERIOD}&to=2026-12-01&format=pdf"));
        assert_eq!(kind, "application/pdf");
        assert!(paper.starts_with(b"%PDF-1.7") && paper.windows(8).any(|w| w == b"/Lang(sv"));
        let (kind, _) = file(&server, &token, &format!("{PERIOD}&to=2026-12-01&format=csv"));
        assert_eq!(kind, "text/csv; charset=utf-8");
        let denied = server.get(
            &server.sign_in("servicedesk"),
            "/api/v1/reports/sla?desk=webcare&from=2026-11-01&to=2026-12-01&format=pdf",
        );
        assert_eq!(denied.status, 403);
    });
}

#[test]
fn the_page_draws_what_its_table_says_and_offers_the_files() {
    on_both("2026-11-30T08:00:00+01:00", |bench| {
        two_cases(bench);
        let server = Server::over(bench);
        let manager = Browser::of(&server, "manager");
        let page = manager.get(&format!("/reports/sla?{PERIOD}&until=2026-11-30"));
        assert!(
            page.html.contains("<title id=\"targets-chart-title\">Uppnådda och överskridna per mål</title>")
        );
        // One of two was taken in time: both figures stand at the end of the bar.
        assert!(page.html.contains(">1 + 1</text>"), "{}", page.html);
        assert!(!page.html.contains("style="), "the policy would refuse it");
        for form in ["xlsx", "pdf"] {
            let address = format!("/reports/sla.{form}?{PERIOD}&until=2026-11-30");
            assert!(page.says(&format!("href=\"{address}\"")), "{form}: {}", page.html);
            let request = server
                .agent
                .get(format!("{}{address}", server.base))
                .header("Cookie", format!("stafett_session={}", manager.session().unwrap()));
            let answer = request.call().unwrap();
            assert_eq!(answer.status(), 200);
            let name = format!("attachment; filename=\"webcare-sla-2026-11-01-2026-11-30.{form}\"");
            assert_eq!(answer.headers()["content-disposition"], name.as_str());
        }
        assert_eq!(manager.get(&format!("/reports/sla.doc?{PERIOD}&until=2026-11-30")).status, 404);
        assert_eq!(
            Browser::of(&server, "servicedesk").get(&format!("/reports/sla.pdf?{PERIOD}")).status,
            403
        );
    });
}

/// A part of a report on a period is drawn on its page, and its workbook has charts.
pub fn assert_drawn(server: &Server, report: &str, part: &str, dates: &str) {
    let manager = Browser::of(server, "manager");
    let page = manager.get(&format!("/reports/{report}?desk=webcare&{dates}"));
    assert!(page.html.contains(&format!("<title id=\"{part}-title\">")), "{report}: {}", page.html);
    let request = server
        .agent
        .get(format!("{}/reports/{report}.xlsx?desk=webcare&{dates}", server.base))
        .header("Cookie", format!("stafett_session={}", manager.session().unwrap()));
    let book = request.call().unwrap().body_mut().read_to_vec().unwrap();
    let chart = b"xl/charts/chart1.xml";
    assert!(book.windows(chart.len()).any(|name| name == chart), "{report}");
}

/// Every report on a period, in every form, by REST and in the console; what it has not is refused by name.
#[test]
fn every_report_on_a_period_comes_in_every_form() {
    on_both("2026-11-30T08:00:00+01:00", |bench| {
        two_cases(bench);
        let server = Server::over(bench);
        let (token, manager) = (server.sign_in("manager"), Browser::of(&server, "manager"));
        for report in faces::PERIOD_REPORTS {
            let key = report.key();
            let get = |more: &str| {
                let path = format!("/api/v1/reports/{key}?{PERIOD}&to=2026-12-01{more}");
                let request = server.agent.get(format!("{}{path}", server.base));
                let mut answer = request.header("Authorization", format!("Bearer {token}")).call().unwrap();
                (answer.status().as_u16(), answer.body_mut().read_to_vec().unwrap())
            };
            for (form, begins) in [("xlsx", &b"PK"[..]), ("pdf", b"%PDF-1.7"), ("json", b"{"), ("csv", b"")] {
                let (status, bytes) = get(&format!("&format={form}"));
                assert!(status == 200 && bytes.starts_with(begins), "{key} {form} {status}");
            }
            for part in report.parts() {
                assert_eq!(get(&format!("&format=csv&part={part}")).0, 200, "{key} {part}");
                let address = format!("/reports/{key}.csv?{PERIOD}&until=2026-11-30&part={part}");
                assert_eq!(manager.get(&address).status, 200, "{address}");
            }
            let refused = |more: &str| {
                let (status, bytes) = get(more);
                let problem: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
                (status, problem["field"].as_str().unwrap_or_default().to_owned())
            };
            assert_eq!(refused("&part=annat"), (400, "part".to_owned()), "{key}");
            assert_eq!(refused("&format=docx"), (400, "format".to_owned()), "{key}");
            assert_eq!(refused("&annat=1"), (400, "annat".to_owned()), "{key}");
            assert_eq!(refused("&to=2026-10-01"), (400, "to".to_owned()), "{key}");
            assert_eq!(refused("&desk=ingen"), (400, "desk".to_owned()), "{key}");
            let page = manager.get(&format!("/reports/{key}?{PERIOD}&until=2026-10-01"));
            assert!(page.status == 200 && page.html.contains("aria-invalid"), "{key} {}", page.html);
            let page = manager.get(&format!("/reports/{key}?{PERIOD}&until=2026-11-30"));
            assert!(page.html.contains(&format!("/reports/{key}.pdf?")), "{key}");
        }
        assert_eq!(manager.get("/reports/annat").status, 404);
        assert_eq!(server.get(&token, "/api/v1/reports/annat").status, 404);
    });
}
