//! The way of a case at the console: up three lines, the answer down again, the requester's mail reopens it.

use crate::house::{Folder, House};
use crate::judge;
use crate::window::Window;

const FROM: &str = "rehabkoordinator@granlund.region-exempel.example";
const TO: &str = "srs-stod@region-exempel.example";

fn mail(thread: &str, body: &str) -> String {
    format!(
        "From: {FROM}\nTo: {TO}\nSubject: Risksignalen borta\n{thread}MIME-Version: 1.0\n\
         Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{body}"
    )
}

/// The address of the only case in a person's unassigned cases.
fn only_case(window: &Window) -> String {
    window.reload_until("/lists/srs/unassigned", "Risksignalen borta");
    window.click("a.case");
    window.wait_for("#act-take");
    window.path()
}

#[test]
fn a_case_goes_up_three_lines_and_its_answer_comes_down() {
    let folder = Folder::new();
    let house = House::start(&folder, &["serve", "--demo"]);
    assert!(house.mail(FROM, TO, &mail("", "Ingen signal sedan i natt.")).starts_with("250"));

    let support = Window::of(&house, "sv", "region");
    let case = only_case(&support);
    support.act("take", &[]);
    support.wait_for(".done");
    support.act("escalate", &[]);
    support.wait_for("#act-escalate .notice");
    assert!(support.text("#act-escalate .notice").contains("Det fattas: ärendetyp"));
    support.picture("user-support-region", "escalation-refused");
    assert_eq!(judge::noise(&support, &["422"]), [] as [&str; 0]);
    support.act(
        "escalate",
        &[("case_type", "tekniskt-fel"), ("known", "Syns i Webcert."), ("wanted", "Felsökning.")],
    );
    support.wait_for(".done");
    assert!(support.says("1:a linjen"), "{}", support.text("main"));

    let first = Window::of(&house, "sv", "forsta");
    first.go(&case);
    first.act("take", &[]);
    first.wait_for(".done");
    first.act("escalate", &[]);
    first.wait_for(".done");
    assert!(first.says("Tekniska frågor/fel"), "{}", first.text("main"));

    let specialist = Window::of(&house, "sv", "tekniska");
    specialist.go(&case);
    specialist.act("take", &[]);
    specialist.wait_for(".done");
    specialist.act("return", &[("text", "Signalen visas igen efter omstart.")]);
    specialist.wait_for(".done");

    // Down line by line; nothing reaches the requester before user support sends it.
    first.go(&case);
    first.act("answer", &[]);
    first.wait_for(".done");
    let admin = house.sign_in("admin");
    let kinds = |want: &str| {
        house.wait(&admin, "/mail/sent?state=sent", |sent| {
            let mails = sent["items"].as_array()?;
            mails.iter().find(|m| m["kind"] == want).map(|m| m["message_id"].as_str().unwrap().to_owned())
        })
    };
    let sent = house.get(&admin, "/mail/sent");
    assert!(sent["items"].as_array().unwrap().iter().all(|m| m["kind"] != "message"), "{sent}");
    support.go(&case);
    support.picture("user-support-region", "proposed-answer");
    support.act("answer", &[]);
    support.wait_for(".done");
    kinds("message");
    support.act("resolve", &[("solution", "besvarad"), ("text", "Nu fungerar det.")]);
    support.wait_for(".done");
    assert!(support.says("Löst"));

    // The requester's mail answer lands on the same case and reopens it.
    let thread = format!("In-Reply-To: <{}>\n", kinds("resolved"));
    assert!(
        house
            .mail(FROM, TO, &mail(&thread, "Nej, den saknas fortfarande. Kan ni titta igen?"))
            .starts_with("250")
    );
    support.reload_until(&case, "Nej, den saknas fortfarande");
    assert!(support.has("#act-resolve"), "{}", support.text("main"));
    support.picture("user-support-region", "reopened");
    for window in [&support, &first, &specialist] {
        assert_eq!(judge::noise(window, &["422"]), [] as [&str; 0]);
    }
    assert_eq!(house.stop(), Some(0));
    assert!(folder.ok(&["doctor"], "").contains("0 differences"));
}
