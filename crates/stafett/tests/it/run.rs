//! `stafett serve --demo` as `make run` starts it: a mail, its acknowledgement, a warning and an escalation with only the
//! demonstration's clock moved, and going on where it was.

use crate::house::{Folder, House};
use serde_json::Value;

const FROM: &str = "lakare2@ekbacken.region-exempel.example";
const TO: &str = "srs-stod@region-exempel.example";

fn mail() -> String {
    format!(
        "From: {FROM}\nTo: {TO}\nSubject: Hur raknas risken ut?\nMessage-ID: <en@there.example>\n\n\
         Min patient fick 62 procents risk. Hur stor vikt har de sex fragorna?"
    )
}

fn types(events: &Value) -> Vec<&str> {
    events["items"].as_array().unwrap().iter().map(|e| e["type"].as_str().unwrap()).collect()
}

#[test]
fn a_mail_is_acknowledged_warned_about_and_escalated_with_only_the_clock_moved() {
    let folder = Folder::new();
    let house = House::start(&folder, &["serve", "--demo"]);
    assert!(house.mail(FROM, TO, &mail()).starts_with("250"));
    let manager = house.sign_in("manager");
    let case = house.wait(&manager, "/tickets?desk=srs", |list| {
        list["items"][0]["reference"].as_str().map(str::to_owned)
    });
    let admin = house.sign_in("admin");
    house.wait(&admin, "/mail/sent?state=sent", |sent| {
        let item = &sent["items"][0];
        (item["kind"] == "acknowledgement" && item["recipients"][0]["address"] == FROM).then_some(())
    });
    let events = format!("/tickets/{case}/events");
    assert_eq!(types(&house.get(&manager, &events)), ["opened", "message_added"]);

    // Ten days on: the super user's two hours, the warning at 75 % and the breach of the first answer.
    assert!(folder.ok(&["demo", "advance", "10d"], "").contains("864000"));
    // A pass may be half through the clocks that fell due: every clock that warned has breached when it is done.
    let after = house.wait(&manager, &events, |events| {
        let count = |what: &str| types(events).iter().filter(|t| **t == what).count();
        let breached = count("clock_breached");
        (breached > 0 && breached == count("clock_warned")).then(|| events.clone())
    });
    let types = types(&after);
    let place = |what: &str| {
        types.iter().position(|t| *t == what).unwrap_or_else(|| panic!("no {what} in {types:?}"))
    };
    assert!(place("timer_fired") < place("moved") && place("moved") < place("clock_warned"));
    assert!(place("clock_warned") < place("clock_breached"));
    assert!(types.contains(&"role_told"));
    house.wait(&admin, "/mail/sent?state=sent", |sent| {
        sent["items"].as_array()?.iter().any(|m| m["kind"] == "notice").then_some(())
    });
    assert_eq!(house.stop(), Some(0));

    // Started again it goes on where it was, with the clock where it was left.
    let house = House::start(&folder, &["serve", "--demo"]);
    let manager = house.sign_in("manager");
    assert_eq!(house.get(&manager, "/tickets?desk=srs")["items"][0]["reference"], case.as_str());
    assert_eq!(house.stop(), Some(0));
    assert!(folder.ok(&["doctor"], "").contains("0 differences"));
}

#[test]
fn a_mail_delivered_by_pipe_becomes_a_case() {
    let folder = Folder::new();
    let house = House::start(&folder, &["serve", "--demo"]);
    let id = folder.ok(&["mail", "deliver"], &mail());
    let again = folder.ok(&["mail", "deliver"], &mail());
    assert_eq!(id, again, "the same mail is the same row");
    let manager = house.sign_in("manager");
    let items = house.wait(&manager, "/tickets?desk=srs", |list| {
        list["items"].as_array().filter(|items| !items.is_empty()).map(Vec::len)
    });
    assert_eq!(items, 1);
}
