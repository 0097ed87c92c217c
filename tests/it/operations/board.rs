//! The sheet for the board is on a month; pages refuse what there is not.

use super::DECEMBER;
use crate::browser::Browser;
use crate::html::unescaped;
use crate::server::Server;
use serde_json::json;
use testkit::on_both;

const SHEET: &str = "/reports/board?desk=webcare&service=webcare";

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
