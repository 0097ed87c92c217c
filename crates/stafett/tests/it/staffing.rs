//! The staffing estimate through the binary: every form, and the list behind its counts.

use crate::house::Folder;
use serde_json::Value;

#[test]
fn what_came_to_a_line_is_listed_as_often_as_it_is_counted() {
    let folder = Folder::new();
    folder.ok(&["demo", "--desk", "webcare", "--days", "9", "--seed", "7"], "");
    let of = |command: &str, rest: &[&str]| {
        let period = ["report", command, "--desk", "webcare", "--from", "2020-01-01", "--to", "2089-01-01"];
        [&period[..], rest].concat().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let ok = |command: &str, rest: &[&str]| {
        let asked = of(command, rest);
        folder.ok(&asked.iter().map(String::as_str).collect::<Vec<_>>(), "")
    };
    let report: Value = serde_json::from_str(&ok("staffing", &["--format", "json"])).unwrap();
    let lines = report["lines"].as_array().unwrap();
    let line = lines.iter().find(|line| line["line"] == "servicedesk" && line["work"] == "cases").unwrap();
    let arrivals = line["arrivals"].as_u64().unwrap();
    assert!(arrivals > 50 && line["people"].as_u64().unwrap() > 0, "{line}");
    // Nine days of it, whatever the dates asked for.
    assert!(line["days"].as_u64().unwrap() < 12, "{line}");
    let list = |rest: &[&str]| {
        let list = ok("cases", &[&["--line", "servicedesk", "--format", "json"], rest].concat());
        serde_json::from_str::<Vec<Value>>(&list).unwrap().len() as u64
    };
    assert_eq!(list(&[]), arrivals);
    assert_eq!(list(&["--handled"]), line["handled"].as_u64().unwrap());
    let hours = line["hours"].as_array().unwrap();
    assert_eq!(hours.iter().map(|hour| hour["arrivals"].as_u64().unwrap()).sum::<u64>(), arrivals);
    let busiest = hours.iter().max_by_key(|hour| hour["arrivals"].as_u64()).unwrap();
    assert_eq!(list(&["--hour", busiest["hour"].as_str().unwrap()]), busiest["arrivals"].as_u64().unwrap());
    let table = ok("staffing", &["--lang", "en"]);
    assert!(
        table.contains("people needed per hour of the week") && table.contains("Breaks, meetings"),
        "{table}"
    );
    let csv = ok("staffing", &["--format", "csv", "--part", "hours", "--lang", "en"]);
    assert!(csv.starts_with("Line,Kind,Weekday,Hour,Open (s),Arrived,Per open hour,"), "{csv}");
    for (command, rest) in [
        ("cases", &["--line", "moon"][..]),
        ("cases", &["--line", "leverantor"]),
        ("cases", &[]),
        ("cases", &["--hour", "1-07"]),
        ("staffing", &["--part", "moon", "--format", "csv"]),
    ] {
        let asked = of(command, rest);
        let output = folder.run(&asked.iter().map(String::as_str).collect::<Vec<_>>(), "");
        assert!(matches!(output.status.code(), Some(64 | 65)), "{command} {rest:?}: {:?}", output.status);
    }
}
