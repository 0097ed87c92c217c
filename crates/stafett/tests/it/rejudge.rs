//! `stafett desk rejudge`: what is told, who may propose, and that the second person is never the first.

use crate::house::{Folder, House};
use serde_json::Value;
use std::process::Command;

const FILE: &str = "config/desks/webcare.toml";
const PERIOD: [&str; 4] = ["--desk", "webcare", "--from", "2020-01-01"];
const PASSWORD: &str = "stafett-demo\n";

/// A few days of cases, and a version of the service desk's agreement from 2020 that came after them: distribution within
/// five minutes instead of ten.
fn back_dated(folder: &Folder) {
    folder.ok(&["demo", "--desk", "webcare", "--days", "3", "--seed", "11"], "");
    let mut source = std::fs::read_to_string(format!("{}/../../{FILE}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    for (from, to) in [
        (
            "key = \"servicedesk\"\nversion = \"1.3\"\nvalid_from = \"2012-03-15\"",
            "key = \"servicedesk\"\nversion = \"1.4\"\ndeclared = [\"backdated\"]\nvalid_from = \"2020-01-01\"",
        ),
        ("within = \"10m\"", "within = \"5m\""),
    ] {
        assert!(source.contains(from), "{from}");
        source = source.replacen(from, to, 1);
    }
    std::fs::create_dir_all(folder.path().join("config/desks")).unwrap();
    std::fs::write(folder.path().join(FILE), source).unwrap();
    folder.ok(&["desk", "apply", FILE], "");
}

/// Tests read no clock: the day is asked for.
fn today() -> String {
    let told = Command::new("date").args(["-u", "+%F"]).output().unwrap().stdout;
    String::from_utf8(told).unwrap().trim().to_owned()
}

fn numbers(told: &Value) -> Vec<i64> {
    let keys = ["tickets", "judged", "changed_tickets", "changed_clocks"];
    keys.iter().map(|key| told[key].as_i64().unwrap()).collect()
}

#[test]
fn a_rejudgement_is_foretold_and_proposed_on_the_command_line_and_approved_by_another_person() {
    let folder = Folder::new();
    back_dated(&folder);
    let today = today();
    let asked = |agreement: &str, rest: &[&str], input: &str| {
        let period = [&PERIOD[..], &["--to", &today, "--agreement", agreement]].concat();
        folder.run(&[&["desk", "rejudge", "propose"], &period[..], rest].concat(), input)
    };
    let said = |output: std::process::Output| {
        let (out, err) =
            (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        (output.status.code(), out, err)
    };
    let list =
        |rest: &[&str]| folder.ok(&[&["desk", "rejudge", "list", "--desk", "webcare"], rest].concat(), "");

    let (code, dry, fault) = said(asked("servicedesk", &["--dry-run", "--json"], ""));
    assert_eq!(code, Some(0), "{fault}");
    let dry: Value = serde_json::from_str(&dry).unwrap();
    assert_eq!(dry["version"], "1.4");
    let foretold = numbers(&dry["foretold"]);
    assert!(foretold.iter().all(|n| *n > 0), "{foretold:?}");
    let (_, words, _) = said(asked("servicedesk", &["--dry-run", "--lang", "en"], ""));
    assert!(
        words.contains("Outcomes before and after") && words.contains("would come out otherwise"),
        "{words}"
    );
    assert_eq!(list(&["--lang", "en"]).trim(), "No rejudgement has been proposed.", "nothing was written");

    // What is refused: a rule's no in words, nobody's name, a wrong password, who lacks the right, no reason.
    let named = |login: &'static str| ["--reason", "Beslut i oktober.", "--as", login, "--lang", "en"];
    for (agreement, rest, input, code, why) in [
        ("leverantor", &["--dry-run", "--lang", "en"][..], "", 65, "was back-dated"),
        ("inget", &["--dry-run"], "", 65, "servicedesk"),
        ("servicedesk", &["--reason", "Beslut."], PASSWORD, 64, "--as"),
        ("servicedesk", &["--as", "manager"], PASSWORD, 64, "--reason"),
        ("servicedesk", &["--dry-run", "--as", "manager"], "", 64, "--dry-run"),
        ("servicedesk", &named("manager"), "guessed", 65, "sign-in failed"),
        ("servicedesk", &named("nobody"), PASSWORD, 65, "sign-in failed"),
        ("servicedesk", &named("servicedesk"), PASSWORD, 65, "not permitted"),
    ] {
        let (ended, _, told) = said(asked(agreement, rest, input));
        assert_eq!(ended, Some(code), "{rest:?}: {told}");
        assert!(told.contains(why), "{rest:?}: {told}");
    }

    let (code, words, fault) = said(asked("servicedesk", &named("manager"), PASSWORD));
    assert_eq!(code, Some(0), "{fault}");
    assert!(
        words.contains("Proposed by: Förvaltningsledare") && words.contains("Reason: Beslut i oktober."),
        "{words}"
    );
    let listed: Value = serde_json::from_str(&list(&["--json"])).unwrap();
    let id = listed["items"][0]["id"].as_i64().unwrap().to_string();
    assert!(words.contains(&format!("/rejudgements/{id}")), "{words}");
    assert!(list(&[]).contains(&id));
    let show = |rest: &[&str]| folder.ok(&[&["desk", "rejudge", "show", &id], rest].concat(), "");
    let shown: Value = serde_json::from_str(&show(&["--json"])).unwrap();
    assert_eq!((&shown["state"], &shown["foretold"]), (&Value::from("proposed"), &dry["foretold"]));
    let none = said(folder.run(&["desk", "rejudge", "show", "7"], ""));
    assert_eq!((none.0, none.2.contains("no rejudgement 7")), (Some(65), true), "{}", none.2);
    // The command line names no second person.
    assert_eq!(folder.run(&["desk", "rejudge", "approve", &id], PASSWORD).status.code(), Some(64));

    let house = House::start(&folder, &["serve", "--demo"]);
    let (manager, admin) = (house.sign_in("manager"), house.sign_in("admin"));
    let path = format!("/rejudgements/{id}");
    let own = house.post(&manager, &format!("{path}/approve"));
    assert_eq!(own["rule"], "own_proposal", "{own}");
    assert_eq!(house.post(&admin, &format!("{path}/approve"))["state"], "approved");
    house.wait(&admin, &path, |one| (one["state"] == "done").then_some(()));
    let done = show(&["--lang", "en"]);
    assert!(done.contains("Decided by: Administratör") && done.contains("State: done"), "{done}");
    assert_eq!(house.stop(), Some(0));
    assert!(folder.ok(&["doctor"], "").contains(" 0 differences"));
}
