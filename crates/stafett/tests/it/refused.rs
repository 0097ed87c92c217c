//! What the binary refuses, with which code.

use crate::house::Folder;

fn refused(folder: &Folder, arguments: &[&str], input: &str, code: i32, words: &str) {
    let output = folder.run(arguments, input);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    assert!(said.contains(words), "{arguments:?}: {said}");
}

#[test]
fn a_demonstration_stays_on_this_machine_and_is_never_served_plainly() {
    let folder = Folder::new();
    let output = folder.command(&["serve", "--demo"]).env("STAFETT_HTTP_BIND", "0.0.0.0:0").output().unwrap();
    assert_eq!(output.status.code(), Some(78));
    folder.ok(&["demo", "--days", "1"], "");
    refused(&folder, &["serve"], "", 78, "demonstration");
    refused(&folder, &["demo", "--days", "1"], "", 65, "seed");
    refused(&folder, &["demo", "--desk", "ingen"], "", 65, "webcare, srs");
    refused(&folder, &["demo", "--days", "0"], "", 65, "--days");
    refused(&folder, &["demo", "advance", "soon"], "", 65, "soon");
}

#[test]
fn a_plain_database_has_no_default_account_and_no_demonstration_clock() {
    let folder = Folder::new();
    let desk = concat!(env!("CARGO_MANIFEST_DIR"), "/../../config/desks/srs.toml");
    folder.ok(&["desk", "apply", desk], "");
    assert_eq!(folder.ok(&["user", "list"], ""), "");
    refused(&folder, &["demo", "advance", "3h"], "", 65, "no_demonstration");
    folder
        .ok(&["user", "add", "chef", "--name", "Chef", "--role", "srs:administrator"], "ett langt losenord");
    refused(&folder, &["demo"], "", 78, "empty");
}

#[test]
fn a_pipe_says_later_for_what_is_wrong_here_and_never_for_what_is_wrong_with_the_mail() {
    let folder = Folder::new();
    folder.ok(&["migrate"], "");
    refused(&folder, &["mail", "deliver"], "From: a@b.example\n\nx", 65, "mailbox");
    refused(&folder, &["mail", "deliver", "--mailbox", "ingen@b.example"], "x", 65, "mailbox");
    let broken =
        folder.command(&["mail", "deliver"]).env("DATABASE_URL", "sqlite:/proc/no/desk.db").output().unwrap();
    assert_eq!(broken.status.code(), Some(75), "{}", String::from_utf8_lossy(&broken.stderr));
    assert_eq!(folder.ok(&["mail", "reprocess"], ""), "");
    refused(&folder, &["mail", "reprocess", "7"], "", 65, "7");
}

/// A mistyped path is told, and nothing appears at it.
#[test]
fn what_only_reads_or_needs_a_desk_makes_no_database() {
    let folder = Folder::new();
    let desk = concat!(env!("CARGO_MANIFEST_DIR"), "/../../config/desks/srs.toml");
    let period = ["--desk", "srs", "--from", "2026-11-01", "--to", "2026-12-01"];
    let report = |name: &'static str| [&["report", name], &period[..]].concat();
    let commands: [&[&str]; 12] = [
        &["desk", "plan", desk],
        &["desk", "rejudge", "list", "--desk", "srs"],
        &["user", "list"],
        &["user", "add", "chef", "--name", "Chef", "--role", "srs:administrator"],
        &["explain", "WC-K7Q2M"],
        &["doctor"],
        &["mail", "reprocess"],
        &["demo", "advance", "3h"],
        &report("sla"),
        &report("board"),
        &[&report("cases")[..], &["--figure", "whole:open"]].concat(),
        &["mail", "deliver"],
    ];
    for arguments in commands {
        let output = folder.command(arguments).env("DATABASE_URL", "sqlite:away/desk.db").output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        // A mail server would return the mail to its sender on any code but 75.
        let code = if arguments == ["mail", "deliver"] { 75 } else { 78 };
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains("away/desk.db: there is no such database"), "{arguments:?}: {said}");
    }
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
    // What begins a database makes it, with its folder.
    let applied =
        folder.command(&["desk", "apply", desk]).env("DATABASE_URL", "sqlite:away/desk.db").output();
    assert!(applied.unwrap().status.success() && folder.path().join("away/desk.db").is_file());
}

#[test]
fn a_line_that_cannot_be_counted_is_refused_by_number_and_name() {
    let folder = Folder::new();
    let line = |target: i64, to: &str| {
        format!(
            "{{\"calendar\":{{}},\"tz\":\"UTC\",\"start\":\"2026-11-30T08:00:00Z\",\"target_seconds\":{target},\
             \"pauses\":[[\"2026-11-30T10:00:00Z\",\"{to}\"]]}}\n"
        )
    };
    let good = line(60, "2026-11-30T10:00:00Z");
    assert_eq!(folder.ok(&["sla", "due"], &good).lines().count(), 1);
    let negative = good + &line(-60, "2026-11-30T10:00:00Z");
    refused(&folder, &["sla", "due"], &negative, 65, "line 2: target_seconds: a target is 0 or more");
    let backward = line(60, "2026-11-30T09:00:00Z");
    refused(&folder, &["sla", "due"], &backward, 65, "line 1: pauses[0]: ends before it begins");
}

#[test]
fn only_forms_that_can_be_had_are_offered() {
    let folder = Folder::new();
    let help = folder.ok(&["report", "cases", "--help"], "");
    assert!(help.contains("xlsx") && !help.contains("pdf"), "{help}");
    let period = ["--desk", "srs", "--from", "2026-11-01", "--to", "2026-12-01", "--figure", "whole:open"];
    let asked = [&["report", "cases", "--format", "pdf"], &period[..]].concat();
    refused(&folder, &asked, "", 64, "table, csv, json, xlsx");
}

#[test]
fn every_command_explains_itself() {
    let folder = Folder::new();
    for command in ["serve", "check", "desk", "user", "doctor", "sla", "mail", "demo", "migrate", "openapi"] {
        assert!(folder.ok(&[command, "--help"], "").contains("Usage"), "{command}");
    }
}
