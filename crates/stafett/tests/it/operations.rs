//! The operations report and the board's sheet on the command line.

use crate::house::Folder;
use serde_json::Value;

#[test]
fn both_reports_come_in_every_form_per_service() {
    let folder = Folder::new();
    folder.ok(&["demo", "--desk", "webcare", "--days", "9", "--seed", "5"], "");
    let period = ["--desk", "webcare", "--from", "2026-11-01", "--to", "2026-12-01"];
    let report = |name: &str, rest: &[&str]| folder.run(&[&["report", name][..], &period, rest].concat(), "");
    let json = |rest: &[&str]| -> Value {
        let out = report("operations", &[&["--format", "json"][..], rest].concat());
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        serde_json::from_slice(&out.stdout).unwrap()
    };
    let (whole, drift, webcare) =
        (json(&[]), json(&["--service", "drift"]), json(&["--only", "service=webcare"]));
    let arrived = |report: &Value| report["volumes"][0]["arrived"].as_i64().unwrap();
    assert!(whole["service"].is_null() && drift["service"]["key"] == "drift");
    assert!(arrived(&drift) + arrived(&webcare) <= arrived(&whole));
    for name in ["operations", "board"] {
        for (form, mark) in [("xlsx", &b"PK\x03\x04"[..]), ("pdf", b"%PDF-1.7")] {
            let kept = folder.path().join(format!("{name}.{form}"));
            let out =
                report(name, &["--service", "drift", "--format", form, "--out", kept.to_str().unwrap()]);
            assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
            assert!(std::fs::read(&kept).unwrap().starts_with(mark), "{name} {form}");
        }
        let table = report(name, &["--service", "drift"]);
        assert!(table.status.success() && !table.stdout.is_empty());
    }
    let wrong = report("board", &["--service", "annan"]);
    assert!(!wrong.status.success());
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("service"), "{wrong:?}");
    for (language, to, said) in [
        ("en", "2027-01-01", "--to: the board's sheet is about a whole month"),
        ("sv", "2026-11-16", "--to: nämndbladet gäller en hel månad"),
    ] {
        let dates = ["report", "board", "--desk", "webcare", "--from", "2026-11-01", "--to", to];
        let out = folder.run(&[&dates[..], &["--service", "drift", "--lang", language]].concat(), "");
        let error = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(65), "{error}");
        assert!(error.contains(said) && error.contains("2026-12-01"), "{error}");
    }
    let part = report("operations", &["--part", "nothing", "--format", "csv"]);
    assert_eq!(part.status.code(), Some(65));
    assert!(String::from_utf8_lossy(&part.stderr).contains("volumes"), "{part:?}");
}
