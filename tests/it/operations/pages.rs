//! The same through the console and as files: links that keep what they promise, the sheet on one page.

use super::{DECEMBER, MONDAY, open, present, solve};
use crate::browser::Browser;
use crate::html::tags;
use crate::organisations::world::World;
use crate::server::Server;
use serde_json::json;
use testkit::on_both;

const PAGE: &str = "/reports/operations?desk=webcare&service=webcare&from=2026-11-01&until=2026-11-30";

/// The addresses a page leads to that begin so.
fn links(html: &str, begin: &str) -> Vec<String> {
    let links = tags(html).into_iter().filter(|t| t.name == "a" && !t.end);
    links.filter_map(|t| t.get("href").map(str::to_owned)).filter(|href| href.starts_with(begin)).collect()
}

#[test]
fn from_preview_to_approval_in_the_console() {
    on_both(MONDAY, |bench| {
        let world = World::over(bench);
        let case = open(&world, "webcare", "fel", &json!({ "impact": "alla", "urgency": "genast" }));
        world.done("servicedesk", &case, "take", &json!({}));
        solve(&world, &case, "avhjalpt");
        world.until(DECEMBER);
        let server = Server::over(bench);
        let manager = Browser::of(&server, "manager");
        let preview = manager.get(PAGE);
        assert_eq!(preview.status, 200, "{}", preview.html);
        assert!(preview.says("Driftrapport för WebCare, 2026-11-01 till 2026-11-30"));
        // Every figure of volumes leads to its cases, every level to its clocks.
        let volumes = links(&preview.html, "/reports/operations/cases");
        assert!(volumes.len() > 5, "{volumes:?}");
        for address in volumes {
            let list = manager.get(&address.replace("&amp;", "&"));
            assert_eq!(list.status, 200, "{address}");
            assert!(list.says(&case) && list.says("1 ärenden i WebCare"), "{address}: {}", list.html);
        }
        let clocks = links(&preview.html, "/reports/sla/clocks");
        assert!(!clocks.is_empty());
        for address in clocks {
            let list = manager.get(&address);
            assert!(list.status == 200 && list.says(&case), "{address}");
        }
        // Who presents sees the form with who is asked; who only reads does not.
        assert!(preview.says("Beställare"), "{}", preview.html);
        assert!(!Browser::of(&server, "admin").get(PAGE).says("Presentera rapporten"));
        assert_eq!(Browser::of(&server, "servicedesk").get(PAGE).status, 403);
        let long = "x".repeat(1_501);
        let refused = manager.submit(&preview, "present-title", &[("comment", &long)]);
        assert!(refused.says("texten är för lång") && refused.says(&long), "what was typed stays");
        let done = manager.submit(&preview, "present-title", &[("comment", "En lugn månad.")]);
        assert_eq!(done.status, 303, "{}", done.html);
        let address = done.location.unwrap();
        let twice = manager.submit(&preview, "present-title", &[("comment", "Igen."), ("key", "annan")]);
        assert!(twice.says("redan presenterad"), "{}", twice.html);

        let receiver = Browser::of(&server, "bestallare");
        let list = receiver.get("/reports/presented");
        assert!(list.says("väntar på besked") && links(&list.html, &address).len() == 1, "{}", list.html);
        let page = receiver.get(&address);
        for words in
            ["En lugn månad.", "Ingenting: allt räknas nu som då.", "Kontrollsumma", "Allvarliga störningar"]
        {
            assert!(page.says(words), "{words}: {}", page.html);
        }
        assert!(!page.says("Räkna samma period nu"), "nothing live for who reads no reports");
        assert!(manager.get(&address).part("decide-title").is_none(), "nobody decides on their own");
        let refused = receiver.submit(&page, "decide-title", &[("as", "reject"), ("reason", "")]);
        assert!(refused.status == 400 && refused.says("Skäl"), "{}", refused.html);
        let done = receiver.submit(&page, "decide-title", &[("as", "approve"), ("reason", "Tack.")]);
        assert_eq!(done.status, 303, "{}", done.html);
        let page = receiver.get(&address);
        assert!(page.says("Godkänd") && page.says("Skäl: Tack.") && page.part("decide-title").is_none());
        for (form, begins) in
            [("pdf", &b"%PDF-1.7"[..]), ("xlsx", b"PK\x03\x04"), ("json", b"{\"desk\":"), ("csv", b"Slag,")]
        {
            assert!(
                bytes(&server, &receiver, &format!("{address}/file.{form}")).starts_with(begins),
                "{form}"
            );
        }
        for stranger in ["servicedesk", "region.forvaltning"] {
            assert_eq!(Browser::of(&server, stranger).get(&address).status, 404, "{stranger}");
        }
        assert_eq!(receiver.get("/reports/presented/x").status, 404);
    });
}

fn bytes(server: &Server, browser: &Browser<'_>, path: &str) -> Vec<u8> {
    let request = server.agent.get(format!("{}{path}", server.base));
    let cookie = format!("stafett_session={}", browser.session().unwrap());
    let mut answer = request.header("Cookie", cookie).call().unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    answer.body_mut().read_to_vec().unwrap()
}

fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    text.match_indices("/Type/Page").filter(|(at, found)| !text[at + found.len()..].starts_with('s')).count()
}

/// The fullest sheet: every target and budget of the desk, changes and windows to come, the longest comment.
#[test]
fn the_sheet_for_the_board_is_one_page_however_much_there_is() {
    on_both(MONDAY, |bench| {
        let world = World::over(bench);
        for (service, case_type) in [("drift", "driftstorning"), ("webcare", "fel"), ("webcare", "klagomal")]
        {
            for (impact, solution) in [
                ("alla", "avhjalpt"),
                ("enhet", "instruktion"),
                ("person", "till-drift"),
                ("person", "till-andring"),
            ] {
                let case =
                    open(&world, service, case_type, &json!({ "impact": impact, "urgency": "genast" }));
                world.done("servicedesk", &case, "take", &json!({}));
                solve(&world, &case, solution);
            }
        }
        super::reception::november(bench, &world);
        let comment = "Ett långt ord om hur månaden gick. ".repeat(20);
        let (status, sheet) = present(&world, "manager", "board", "", comment.trim());
        assert_eq!(status, 201, "{sheet}");
        let server = Server::over(bench);
        let manager = Browser::of(&server, "manager");
        let frozen = bytes(&server, &manager, &format!("/reports/presented/{}/file.pdf", sheet["id"]));
        assert_eq!(pages(&frozen), 1, "{} bytes", frozen.len());
        let live =
            bytes(&server, &manager, "/reports/board.pdf?desk=webcare&from=2026-11-01&until=2026-11-30");
        assert_eq!(pages(&live), 1);
        let whole =
            bytes(&server, &manager, "/reports/operations.pdf?desk=webcare&from=2026-11-01&until=2026-11-30");
        assert!(pages(&whole) > 1, "the counting of pages is one that can fail");
        if let Ok(folder) = std::env::var("STAFETT_KEEP_FILES") {
            std::fs::write(format!("{folder}/board.pdf"), &frozen).unwrap();
            std::fs::write(format!("{folder}/operations.pdf"), &whole).unwrap();
        }
        let page = manager.get(&format!("/reports/presented/{}", sheet["id"]));
        for words in [
            "Så höll vi det vi lovat",
            "Vanligaste orsakerna",
            "Klagomål",
            "Svarstid i telefon",
            "WebCare Servicedesk: så gick det i november 2026",
        ] {
            assert!(page.says(words), "{words}: {}", page.html);
        }
        assert!(page.html.contains("<svg"), "a picture of twelve months");
    });
}
