//! Time on cases (WC-32): by hand, by timer, corrected on record, in months that lock, against plan.

use crate::browser::Browser;
use crate::server::Server;
use serde_json::{Value, json};
use testkit::{Bench, at, on_both};
use ticket::Reference;

/// A Monday; the month before is October.
const MONDAY: &str = "2026-11-30T10:20:00+01:00";
const CONTACT: &str = "kontakt.avd32@sjukhus.region-exempel.example";

struct Desk<'a> {
    bench: &'a Bench,
    server: Server,
    case: Reference,
}

impl<'a> Desk<'a> {
    fn over(bench: &'a Bench) -> Self {
        let case = bench.mail("webcare", CONTACT, "Fel", "Ett oväntat fel.").reference;
        Self { bench, server: Server::over(bench), case }
    }

    fn post(&self, who: &str, path: &str, body: &Value, key: Option<&str>) -> (u16, Value) {
        self.server.set(self.bench.now());
        let token = self.server.sign_in(who);
        let path = path.replace("CASE", self.case.as_str());
        let headers: Vec<(&str, &str)> = key.into_iter().map(|key| ("Idempotency-Key", key)).collect();
        let answer = self.server.post(&token, &format!("/api/v1{path}"), body, &headers);
        (answer.status, answer.body)
    }

    fn get(&self, who: &str, path: &str) -> (u16, Value) {
        self.server.set(self.bench.now());
        let token = self.server.sign_in(who);
        let answer = self.server.get(&token, &format!("/api/v1{}", path.replace("CASE", self.case.as_str())));
        (answer.status, answer.body)
    }

    fn put(&self, minutes: i64, activity: &str, day: &str) -> Value {
        let body = json!({ "minutes": minutes, "activity": activity, "day": day });
        let (status, entry) = self.post("servicedesk", "/tickets/CASE/effort", &body, None);
        assert_eq!(status, 201, "{entry}");
        entry
    }
}

#[test]
fn time_is_put_down_and_put_right_and_both_stay() {
    on_both(MONDAY, |bench| {
        let desk = Desk::over(bench);
        let body = json!({ "minutes": 30, "activity": "anvandarstod", "note": "Ringde tillbaka" });
        let (status, entry) = desk.post("servicedesk", "/tickets/CASE/effort", &body, Some("k1"));
        assert_eq!(status, 201, "{entry}");
        assert_eq!(
            (&entry["day"], &entry["kind"], &entry["note"]),
            (&json!("2026-11-30"), &json!("maintenance"), &json!("Ringde tillbaka"))
        );
        assert_eq!(entry["payer"], desk.get("servicedesk", "/tickets/CASE").1["organisation"]);
        // Sent twice is put down once.
        let (_, again) = desk.post("servicedesk", "/tickets/CASE/effort", &body, Some("k1"));
        assert_eq!(again["id"], entry["id"]);

        let path = format!("/efforts/{}/correct", entry["id"]);
        let right = json!({ "minutes": 45, "kind": "development", "reason": "Räknade fel" });
        assert_eq!(desk.post("kollega", &path, &right, None).0, 403, "another's time");
        let (status, corrected) = desk.post("servicedesk", &path, &right, None);
        assert_eq!(
            (status, &corrected["replaces"], &corrected["reason"]),
            (200, &entry["id"], &json!("Räknade fel"))
        );
        // What stands in its place is told in words; no number that nobody knows.
        let (status, late) = desk.post("servicedesk", &path, &right, None);
        assert_eq!((status, &late["entry"]["id"], &late["version"]), (409, &corrected["id"], &Value::Null));
        let said = "The time was put right already by servicedesk: now 45 minutes on 2026-11-30. Correct that entry.";
        assert_eq!(late["detail"], said);
        let newer = format!("/efforts/{}/correct", corrected["id"]);
        desk.post("servicedesk", &newer, &json!({ "minutes": 0, "reason": "Fel ärende" }), None);
        let (_, late) = desk.post("servicedesk", &path, &right, None);
        assert_eq!(late["detail"], "The time on 2026-11-30 was taken back already by servicedesk.");
        let (_, all) = desk.get("servicedesk", "/tickets/CASE/effort");
        assert_eq!((&all["minutes"], all["entries"].as_array().unwrap().len()), (&json!(0), 3));
        assert!(all["entries"][0]["replaced_at"].is_string() && all["entries"][0]["minutes"] == 30);
        // It is no state of the case: nothing to be stale about.
        assert_eq!(
            desk.get("servicedesk", "/tickets/CASE").1["version"],
            bench.see("servicedesk", &desk.case).unwrap().version
        );

        let wrong = |field: &str, value: Value| {
            let mut body = body.clone();
            body[field] = value;
            let (status, body) = desk.post("servicedesk", "/tickets/CASE/effort", &body, None);
            (status, if body["field"].is_null() { body["rule"].clone() } else { body["field"].clone() })
        };
        assert_eq!(wrong("minutes", json!(0)), (400, json!("minutes")));
        assert_eq!(wrong("minutes", json!(1_441)), (400, json!("minutes")));
        assert_eq!(wrong("activity", json!("annat")), (400, json!("activity")));
        assert_eq!(wrong("kind", json!("annat")), (400, json!("kind")));
        assert_eq!(wrong("payer", json!("ingen")), (400, json!("payer")));
        assert_eq!(wrong("day", json!("2026-12-01")), (422, json!("in_the_future")));
        assert_eq!(wrong("day", json!("1066-10-14")), (422, json!("too_long_ago")));
        // Whoever works elsewhere puts nothing down here; whoever reads nothing of it finds nothing.
        assert_eq!(desk.post("admin", "/tickets/CASE/effort", &body, None).0, 403);
        assert_eq!(desk.post("forsta", "/tickets/CASE/effort", &body, None).0, 404);
    });
}

#[test]
fn a_timer_counts_whole_minutes_and_splits_at_midnight() {
    on_both("2026-11-30T23:50:30+01:00", |bench| {
        let desk = Desk::over(bench);
        let start = json!({ "activity": "felrattning" });
        assert_eq!(desk.post("servicedesk", "/tickets/CASE/effort/start", &start, None).0, 200);
        let (_, effort) = desk.get("servicedesk", "/tickets/CASE/effort");
        assert_eq!(effort["timer"]["reference"], desk.case.as_str());
        bench.until(at("2026-12-01T00:04:45+01:00"));
        let (status, stopped) = desk.post("servicedesk", "/tickets/CASE/effort/stop", &json!({}), None);
        assert_eq!(status, 201, "{stopped}");
        // 23:50:30 to 00:04:45 are 14 min 15 s: 15 begun minutes, of which 9 min 30 s: 10 before midnight.
        let days: Vec<(&str, i64)> = stopped["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| (e["day"].as_str().unwrap(), e["minutes"].as_i64().unwrap()))
            .collect();
        assert_eq!(days, [("2026-11-30", 10), ("2026-12-01", 5)]);
        assert!(desk.get("servicedesk", "/tickets/CASE/effort").1["timer"].is_null());
    });
}

#[test]
fn a_locked_month_takes_nothing_until_it_is_unlocked_on_record() {
    on_both(MONDAY, |bench| {
        let desk = Desk::over(bench);
        let entry = desk.put(60, "anvandarstod", "2026-10-30");
        let lock = |who: &str, month: &str, locked: bool| {
            desk.post(
                who,
                "/efforts/months",
                &json!({ "desk": "webcare", "month": month, "locked": locked }),
                None,
            )
        };
        assert_eq!(lock("servicedesk", "2026-10", true).0, 403);
        assert_eq!(lock("manager", "2026-12", true).1["field"], "month", "it has not begun");
        assert_eq!(lock("manager", "2026-13", true).1["field"], "month");
        assert_eq!(lock("manager", "2026-10", true).1["locked"], true);
        let old = json!({ "minutes": 5, "activity": "anvandarstod", "day": "2026-10-31" });
        let refused = desk.post("servicedesk", "/tickets/CASE/effort", &old, None);
        assert_eq!((refused.0, &refused.1["rule"]), (422, &json!("month_locked")));
        // Nor moved out of it, nor into it, by anybody.
        let path = format!("/efforts/{}/correct", entry["id"]);
        let out = json!({ "day": "2026-11-01", "reason": "Fel dag" });
        assert_eq!(desk.post("manager", &path, &out, None).1["rule"], "month_locked");
        let here = desk.put(5, "anvandarstod", "2026-11-01");
        let into = json!({ "day": "2026-10-31", "reason": "Fel dag" });
        let path_here = format!("/efforts/{}/correct", here["id"]);
        assert_eq!(desk.post("servicedesk", &path_here, &into, None).1["rule"], "month_locked");
        assert_eq!(lock("manager", "2026-10", false).1["locked"], false);
        assert_eq!(desk.post("manager", &path, &out, None).0, 200);
        let (_, months) = desk.get("manager", "/efforts/months?desk=webcare");
        let told: Vec<(&str, bool)> = months["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|m| (m["month"].as_str().unwrap(), m["locked"].as_bool().unwrap()))
            .collect();
        assert_eq!(told, [("2026-10", true), ("2026-10", false)]);
        assert_eq!(months["items"][0]["by"], "Demo manager");
    });
}

#[test]
fn the_report_says_days_and_money_against_the_plan() {
    on_both(MONDAY, |bench| {
        let desk = Desk::over(bench);
        // Four hours of user support in two entries, one of development, one in the month before.
        desk.put(100, "anvandarstod", "2026-11-02");
        desk.put(140, "anvandarstod", "2026-11-30");
        desk.put(60, "vidareutveckling", "2026-11-30");
        let back = desk.put(600, "anvandarstod", "2026-11-03");
        desk.put(480, "anvandarstod", "2026-10-30");
        // Taken back: it no longer counts.
        let path = format!("/efforts/{}/correct", back["id"]);
        assert_eq!(
            desk.post("servicedesk", &path, &json!({ "minutes": 0, "reason": "Annat ärende" }), None).0,
            200
        );
        let period = "desk=webcare&from=2026-11-01&to=2026-12-01";
        assert_eq!(desk.get("servicedesk", &format!("/reports/effort?{period}")).0, 403);
        let (status, report) = desk.get("manager", &format!("/reports/effort?{period}"));
        assert_eq!(status, 200, "{report}");
        let rows: Vec<Value> = report["rows"].as_array().unwrap().clone();
        let seen = |row: &Value| {
            (
                row["activity"].clone(),
                row["kind"].clone(),
                row["minutes"].clone(),
                row["person_days"].clone(),
                row["money"].clone(),
            )
        };
        // 240 min are half a day of eight hours, 4 h × 800; 60 min are 0.125 of a day, half up 0.13, 1 h × 1100.
        assert_eq!(
            seen(&rows[0]),
            (json!("anvandarstod"), json!("maintenance"), json!(240), json!(0.5), json!(3200.0))
        );
        assert_eq!(
            seen(&rows[1]),
            (json!("vidareutveckling"), json!("development"), json!(60), json!(0.13), json!(1100.0))
        );
        assert_eq!((&report["total"]["minutes"], &report["total"]["money"]), (&json!(300), &json!(4300.0)));
        assert_eq!(report["entries"].as_array().unwrap().len(), 3);
        // The plan of the year counts October too: 720 of 220 × 480 min, cut; planned money is 220 × 8 × 800.
        let plan = &report["plan"][0];
        assert_eq!(
            (&plan["activity"], &plan["planned_days"], &plan["used"]["minutes"]),
            (&json!("anvandarstod"), &json!(220), &json!(720))
        );
        assert_eq!((&plan["used_basis_points"], &plan["planned_money"]), (&json!(68), &json!(1_408_000)));
        let token = desk.server.sign_in("manager");
        let csv =
            desk.server.get(&token, &format!("/api/v1/reports/effort?{period}&format=csv&part=entries"));
        assert_eq!(csv.status, 200);
        let wrong = desk.get("manager", &format!("/reports/effort?{period}&format=csv&part=annat"));
        assert_eq!((wrong.0, &wrong.1["field"]), (400, &json!("part")));
        let backwards = desk.get("manager", "/reports/effort?desk=webcare&from=2026-12-01&to=2026-11-01");
        assert_eq!((backwards.0, &backwards.1["field"]), (400, &json!("to")));
    });
}

#[test]
fn a_payers_own_price_comes_before_the_activitys() {
    let edits = [(
        "[[effort_plan]]\nyear = 2026\nactivity = \"anvandarstod\"",
        "[[payer]]\norganisation = \"region-exempel\"\nrate = 500\n\n[[effort_plan]]\nyear = 2026\nactivity = \"anvandarstod\"",
    )];
    testkit::on_both_with(MONDAY, &edits, |bench| {
        let desk = Desk::over(bench);
        // The asker's unit lies below the region.
        desk.put(90, "anvandarstod", "2026-11-30");
        let (_, report) = desk.get("manager", "/reports/effort?desk=webcare&from=2026-11-01&to=2026-12-01");
        // 1.5 h × 500.
        assert_eq!(report["rows"][0]["money"], 750.0, "{report}");
    });
}

#[test]
fn the_console_measures_puts_down_reports_and_locks() {
    on_both(MONDAY, |bench| {
        let case = bench.mail("webcare", CONTACT, "Fel", "Ett oväntat fel.").reference;
        let server = Server::over(bench);
        let agent = Browser::of(&server, "servicedesk");
        let path = format!("/cases/{case}");
        let started = agent.act(&path, "effort-start", &[("activity", "felrattning")]);
        assert!(started.says("Mäts sedan 2026-11-30 10:20"), "{}", started.html);
        let stopped = agent.act(&path, "effort-stop", &[("note", "Läste loggen")]);
        assert!(stopped.says("1 min sammanlagt") && stopped.says("Läste loggen"), "{}", stopped.html);
        let shown = agent.get(&path);
        let typed = [("minutes", "0"), ("activity", "anvandarstod")];
        let refused = agent.submit(&shown, "act-effort-put", &typed);
        assert!(refused.says("Minuter: ange ett antal") && refused.status == 400, "{}", refused.html);
        let put = agent.act(&path, "effort-put", &[("minutes", "90"), ("activity", "anvandarstod")]);
        assert!(put.says("1 h 31 min sammanlagt"), "{}", put.html);
        // Corrected: the entry of ninety minutes is of thirty, and both stay on the page.
        let entry = put.html.split("<option value=\"").find(|o| o.contains("1 h 30 min</option>")).unwrap();
        let entry = entry.split('"').next().unwrap();
        let typed = [("entry", entry), ("minutes", "30"), ("reason", "Skrev fel.")];
        let right = agent.act(&path, "effort-correct", &typed);
        assert!(
            right.says("31 min sammanlagt") && right.says("(ersatt)") && right.says("Skrev fel."),
            "{}",
            right.html
        );
        let silent = agent.submit(&right, "act-effort-correct", &[("entry", entry), ("minutes", "20")]);
        assert_eq!(silent.status, 400, "a reason is asked for: {}", silent.html);
        let manager = Browser::of(&server, "manager");
        let page = manager.get("/reports/effort?desk=webcare");
        assert!(page.status == 200 && page.says("Användarstöd") && page.says("Felrättning"), "{}", page.html);
        assert!(page.html.contains(">0:30:00</text>") && page.says("96.77 %"), "{}", page.html);
        crate::report_files::assert_drawn(
            &server,
            "effort",
            "activities",
            "from=2026-11-01&until=2026-11-30",
        );
        // A sum opens its entries.
        let link = "/reports/effort?desk=webcare&from=2026-11-01&until=2026-11-30&activity=felrattning";
        assert!(crate::html::unescaped(&page.html).contains(link), "{}", page.html);
        let entries = manager.get(link);
        assert!(entries.says("Läste loggen") && !entries.says("Skrev fel."), "{}", entries.html);
        let csv =
            manager.get("/reports/effort.csv?desk=webcare&from=2026-11-01&until=2026-11-30&part=entries");
        assert!(csv.status == 200 && csv.html.contains("Läste loggen"), "{}", csv.html);
        let locked = manager.submit(&page, "months-title", &[]);
        assert_eq!(locked.status, 303, "{}", locked.html);
        assert!(manager.get(&locked.location.unwrap()).says("2026-10"));
    });
}
