//! Reports that go out by mail by themselves: to everybody in a role, in their own language, each period once.

use crate::posthouse::{Got, PostHouse};
use app::pass::Passed;
use app::people::NewUser;
use desk::Membership;
use testkit::{Bench, at, on_both, on_both_with};

const CONTACT: &str = "kontakt.avd32@sjukhus.region-exempel.example";

/// Adds an English-speaking manager.
fn with_english_manager(bench: &Bench) {
    let membership =
        Membership { desk: "webcare".into(), role: "manager".into(), organisation: None, queue: None };
    let new = NewUser {
        login: "lead".into(),
        name: "Lead".into(),
        email: Some("lead@desk.example".into()),
        language: Some("en".into()),
        password_hash: None,
        memberships: vec![membership],
    };
    bench.app.add_user(&new, bench.now()).unwrap();
}

/// What the relay got, by receiver; notices of clocks apart.
fn reports(house: &PostHouse<'_>) -> Vec<Got> {
    house.passes();
    let mut got = house.got();
    got.retain(|mail| !mail.mail.attachments.is_empty());
    got.sort_by(|a, b| a.to.cmp(&b.to));
    got
}

fn file(got: &Got) -> (String, String) {
    let [file] = got.mail.attachments.as_slice() else { panic!("{} files", got.mail.attachments.len()) };
    (file.filename.clone().unwrap(), String::from_utf8(file.content.clone()).unwrap())
}

#[test]
fn the_month_goes_to_each_manager_in_their_language_once() {
    on_both_with("2026-11-30T08:00:00+01:00", &[("format = \"pdf\"", "format = \"csv\"")], |bench| {
        with_english_manager(bench);
        let house = PostHouse::over(bench);
        // Of two cases one is taken within ten minutes: 50 %.
        let taken = bench.mail("webcare", CONTACT, "Tagen", "Ett fel.").reference;
        bench.act("servicedesk", &taken, app::Order::Take).unwrap();
        let left = bench.mail("webcare", CONTACT, "Lämnad", "Ett fel.").reference;
        bench.until(at("2026-12-01T06:59:59+01:00"));
        assert_eq!(bench.app.schedule_pass(bench.now()).unwrap(), Passed::Idle);
        assert!(reports(&house).is_empty());

        bench.until(at("2026-12-01T07:00:00+01:00"));
        // One of WebCare, one of SRS.
        assert_eq!(bench.app.schedule_pass(bench.now()).unwrap(), Passed::Did(2));
        let got = reports(&house);
        let to: Vec<&str> = got.iter().map(|mail| mail.to[0].as_str()).collect();
        assert_eq!(to, ["lead@desk.example", "manager@desk.example", "srs.manager@desk.example"]);

        let (name, csv) = file(&got[1]);
        assert_eq!(name, "webcare-sla-2026-11-01-2026-12-01.csv");
        assert!(csv.contains("Fördelning") && csv.contains(",0.5000,"), "{csv}");
        assert!(csv.contains(left.as_str()) && !csv.contains(taken.as_str()), "{csv}");
        let swedish = &got[1].mail;
        assert!(swedish.subject.contains("2026-11-01 till 2026-11-30"), "{}", swedish.subject);
        assert!(swedish.text.contains("Fördelning: 50.00 % (> 90 %)"), "{}", swedish.text);
        assert!(swedish.text.contains("/reports/sla?desk=webcare&from=2026-11-01&until=2026-11-30"));
        assert_eq!(got[1].header("Auto-Submitted").as_deref(), Some("auto-generated"));

        let english = &got[0].mail;
        assert!(english.text.contains("Distribution: 50.00 %"), "{}", english.text);
        assert!(file(&got[0]).1.contains("Distribution"));

        // The other desk's manager reads nothing of this one.
        assert!(!file(&got[2]).1.contains(left.as_str()));

        assert_eq!(bench.app.schedule_pass(bench.now()).unwrap(), Passed::Idle);
        bench.until(at("2026-12-31T23:00:00+01:00"));
        assert_eq!(bench.app.schedule_pass(bench.now()).unwrap(), Passed::Idle);
    });
}

/// A server that was down over the hour sends the report when it is back; of several periods missed, the newest. What
/// was due before the desk existed is not made up.
#[test]
fn what_was_missed_goes_out_late_and_what_was_never_promised_not() {
    let edits = [("every = \"month\"", "every = \"day\""), ("format = \"pdf\"", "format = \"csv\"")];
    on_both_with("2026-11-30T08:00:00+01:00", &edits, |bench| {
        let house = PostHouse::over(bench);
        assert_eq!(bench.app.schedule_pass(bench.now()).unwrap(), Passed::Idle);
        bench.jump(at("2026-12-03T11:00:00+01:00"));
        assert_eq!(bench.app.schedule_pass(bench.now()).unwrap(), Passed::Did(2));
        let names: Vec<String> = reports(&house).iter().map(|got| file(got).0).collect();
        assert_eq!(names, ["webcare-sla-2026-12-02-2026-12-03.csv", "srs-sla-2026-12-02-2026-12-03.csv"]);
    });
}

/// Every report, in forms enough: files that their programs know by their first bytes.
#[test]
fn every_report_goes_out_in_every_form() {
    for (report, form, begins) in [
        ("sla", "pdf", &b"%PDF-"[..]),
        ("sla", "xlsx", b"PK"),
        ("volumes", "xlsx", b"PK"),
        ("volumes", "csv", "\u{feff}".as_bytes()),
        ("objectives", "pdf", b"%PDF-"),
        ("telephone", "csv", "\u{feff}".as_bytes()),
        ("waiting", "xlsx", b"PK"),
        ("effort", "csv", "\u{feff}".as_bytes()),
        ("operations", "xlsx", b"PK"),
        ("board", "pdf", b"%PDF-"),
        ("staffing", "pdf", b"%PDF-"),
        ("staffing", "csv", "\u{feff}".as_bytes()),
    ] {
        let (report_line, form_line) = (format!("report = \"{report}\""), format!("format = \"{form}\""));
        let edits = [("report = \"sla\"", report_line.as_str()), ("format = \"pdf\"", form_line.as_str())];
        on_both_with("2026-11-30T08:00:00+01:00", &edits, |bench| {
            let house = PostHouse::over(bench);
            bench.mail("webcare", CONTACT, "Ett fel", "Ett fel.");
            bench.until(at("2026-12-01T07:00:00+01:00"));
            bench.app.schedule_pass(bench.now()).unwrap();
            let got = reports(&house);
            let [file] = got[0].mail.attachments.as_slice() else { panic!("one file") };
            let name = format!("webcare-{report}-2026-11-01-2026-12-01.{form}");
            assert_eq!(file.filename.as_deref(), Some(name.as_str()));
            assert!(file.content.starts_with(begins), "{report} {form}");
        });
    }
}

/// What can no longer be written is given up and seen by the administrator.
#[test]
fn a_report_whose_schedule_is_gone_is_seen_by_the_administrator() {
    on_both("2026-11-30T08:00:00+01:00", |bench| {
        let house = PostHouse::over(bench);
        bench.until(at("2026-12-01T07:00:00+01:00"));
        bench.app.schedule_pass(bench.now()).unwrap();
        let source = std::fs::read_to_string("../config/desks/webcare.toml").unwrap();
        let source = source.replace("key = \"manadsrapport\"", "key = \"annan-rapport\"");
        let desk = desk::read("webcare", &source).unwrap();
        bench.app.apply_desk(&desk, &source, "test", bench.now()).unwrap();
        let to: Vec<String> = reports(&house).into_iter().map(|got| got.to[0].clone()).collect();
        assert_eq!(to, ["srs.manager@desk.example"]);
        let failed = bench.app.sent(&bench.person("admin"), Some("failed"), 10).unwrap();
        let told: Vec<_> = failed.iter().map(|mail| (mail.kind.as_str(), mail.reason.as_deref())).collect();
        assert_eq!(told, [("report", Some("the schedule is gone"))]);
    });
}
