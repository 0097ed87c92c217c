//! The explanation of a case through the binary, counted again by `stafett sla due`.

use crate::house::Folder;
use serde_json::Value;

/// Every clock of every case with a breach in nine days: the segments sum to the figure, and the lines it gives for
/// counting again come, through `sla due`, to the same time and the same due moment.
#[test]
fn what_is_explained_is_counted_again_to_the_same() {
    let folder = Folder::new();
    folder.ok(&["demo", "--desk", "webcare", "--days", "9", "--seed", "11"], "");
    let report = ["report", "sla", "--desk", "webcare", "--from", "2020-01-01", "--to", "2090-01-01"];
    let report = folder.ok(&[&report[..], &["--format", "json"]].concat(), "");
    let report: Value = serde_json::from_str(&report).unwrap();
    let mut cases: Vec<&str> =
        report["breaches"].as_array().unwrap().iter().map(|b| b["reference"].as_str().unwrap()).collect();
    cases.sort_unstable();
    cases.dedup();
    assert!(cases.len() > 3, "{cases:?}");
    let mut paused = 0;
    for (at, case) in cases.iter().enumerate() {
        // Which cases breached depends on the day: on until one of them had waited.
        if at >= 8 && paused > 0 {
            break;
        }
        let explanation: Value = serde_json::from_str(&folder.ok(&["explain", case, "--json"], "")).unwrap();
        for clock in explanation["clocks"].as_array().unwrap() {
            let lines: Vec<String> =
                clock["recompute"].as_array().unwrap().iter().map(ToString::to_string).collect();
            let answers = folder.ok(&["sla", "due"], &lines.join("\n"));
            let answers: Vec<Value> = answers.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
            let micros = |seconds: &Value| (seconds.as_f64().unwrap() * 1e6).round();
            let sum = |list: &[&Value]| list.iter().map(|s| micros(s)).sum::<f64>();
            let segments = clock["segments"].as_array().unwrap();
            let counted: Vec<&Value> = segments.iter().map(|s| &s["counted_seconds"]).collect();
            let again: Vec<&Value> = answers.iter().map(|a| &a["elapsed"][0]).collect();
            let figure = micros(&clock["elapsed_seconds"]);
            assert!((sum(&counted) - figure).abs() < 0.5, "{case} {clock}");
            assert!((sum(&again) - figure).abs() < 0.5, "{case} {clock} {answers:?}");
            let due = answers.last().unwrap()["due"].clone();
            if clock["by_change"] == true {
                // A change put its due in the past: it was missed when the change was made.
                assert!(due.as_str() <= clock["due_at"].as_str(), "{case} {clock}");
            } else if !clock["due_at"].is_null() {
                assert_eq!(due, clock["due_at"], "{case} {clock}");
            }
            let applies = clock["rule"].as_array().unwrap().iter().find(|r| r["verdict"] == "applies");
            assert!(applies.is_some(), "{case} {clock}");
            paused += clock["pauses"].as_array().unwrap().len();
        }
        let words = folder.ok(&["explain", case], "");
        assert!(words.contains("Räknad tid") && words.contains("Summa"), "{words}");
    }
    assert!(paused > 0, "some clock paused");
    let none = folder.run(&["explain", "WC-2222"], "");
    assert!(!none.status.success());
}
