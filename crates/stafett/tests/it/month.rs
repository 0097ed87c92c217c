//! A demonstration month through the binary: believable, the same for the same seed, and sound to the doctor.

use crate::house::{Folder, House};
use serde_json::Value;

#[test]
fn a_month_has_cases_breaches_and_work_in_hand_and_the_doctor_finds_nothing() {
    let folder = Folder::new();
    let said = folder.ok(&["demo", "--desk", "webcare", "--days", "9", "--seed", "7"], "");
    assert!(said.contains("cases"), "{said}");
    assert!(folder.ok(&["doctor"], "").contains(" 0 differences"));
    let period = ["report", "sla", "--desk", "webcare", "--from", "2026-01-01", "--to", "2028-01-01"];
    for (form, mark) in [("xlsx", &b"PK\x03\x04"[..]), ("pdf", b"%PDF-1.7"), ("csv", "Mål,".as_bytes())] {
        let kept = folder.path().join(format!("report.{form}"));
        let out = kept.to_str().unwrap();
        let asked = |rest: &[&str]| folder.run(&[&period[..], &["--format", form], rest].concat(), "");
        assert!(asked(&["--out", out]).status.success());
        assert!(std::fs::read(&kept).unwrap().starts_with(mark), "{form}");
        // A terminal is no place for a file of bytes.
        assert_eq!(asked(&[]).status.code() == Some(65), form != "csv", "{form}");
    }
    let house = House::start(&folder, &["serve", "--demo"]);
    let manager = house.sign_in("manager");
    let mut all: Vec<Value> = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = house.get(&manager, &format!("/tickets?desk=webcare&limit=200{cursor}"));
        all.extend(page["items"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let count = |key: &str, value: &str| all.iter().filter(|t| t[key] == value).count();
    assert!(all.len() > 60, "{}", all.len());
    assert!(count("phase", "closed") > 10 && count("phase", "resolved") > 5);
    let calls = house.get(&manager, "/calls?desk=webcare&limit=200");
    let came_to =
        |outcome: &str| calls["items"].as_array().unwrap().iter().filter(|c| c["outcome"] == outcome).count();
    assert!(came_to("case") > 10 && came_to("solved") > 10 && came_to("abandoned") > 2, "{calls}");
    assert!(count("channel", "phone") > 10 && count("channel", "mail") > 20);
    let outcomes: Vec<&str> = all
        .iter()
        .flat_map(|t| t["clocks"].as_array().unwrap())
        .filter(|c| c["target"] == "fordelning")
        .filter_map(|c| c["outcome"].as_str())
        .collect();
    let met = outcomes.iter().filter(|o| **o == "met").count();
    assert!(met > outcomes.len() / 2 && met < outcomes.len(), "{met} of {}", outcomes.len());
}

/// Forty days of SRS, whose management raises its own changes: some are made in them, some are to come.
#[test]
fn a_month_of_a_back_office_has_changes_made_and_to_come() {
    let folder = Folder::new();
    folder.ok(&["demo", "--desk", "srs", "--days", "40", "--seed", "3", "--pace", "10"], "");
    assert!(folder.ok(&["doctor"], "").contains(" 0 differences"));
    let wide = ["report", "operations", "--desk", "srs", "--from", "2026-01-01", "--to", "2028-01-01"];
    let told = folder.ok(&[&wide[..], &["--format", "json"]].concat(), "");
    let report: Value = serde_json::from_str(&told).unwrap();
    let count = |list: &str| report[list].as_array().unwrap().len();
    assert!(count("changes") > 1 && count("problems") > 1, "{told}");
}
