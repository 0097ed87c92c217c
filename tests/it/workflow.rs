//! The workflow of incident and request, whole; problem and change have none yet.

use ticket::{Kind, Workflow};

const OPEN: [&str; 5] = ["new", "active", "waiting_requester", "waiting_supplier", "scheduled"];

/// The agreed table: act, states, where it leads (`·` stays).
fn agreed() -> String {
    let open = |act: &str, to: &str| {
        OPEN.iter()
            .map(|s| format!("{act:<9} {s:<18} {}\n", if *s == to { "·" } else { to }))
            .collect::<String>()
    };
    let mut out = String::new();
    out += "take      new                active\ntake      active             ·\n";
    for state in &OPEN[2..] {
        out += &format!("take      {state:<18} ·\n");
    }
    out += &OPEN.map(|s| format!("assign    {s:<18} ·\n")).concat();
    out += &OPEN.map(|s| format!("classify  {s:<18} ·\n")).concat();
    out += "classify  resolved           ·\n";
    out += &open("escalate", "active");
    out += &open("forward", "active");
    out += &open("return", "active");
    for state in OPEN.iter().chain(&["resolved", "closed", "cancelled"]) {
        out += &format!("message   {state:<18} ·\n");
    }
    out += &OPEN.map(|s| format!("answer    {s:<18} ·\n")).concat();
    out += &OPEN.map(|s| format!("wait      {s:<18} ·\n")).concat();
    out += "try       waiting_requester  ·\n";
    for state in &OPEN[2..] {
        out += &format!("resume    {state:<18} active\n");
    }
    out += &OPEN.map(|s| format!("restore   {s:<18} ·\n")).concat();
    out += &OPEN.map(|s| format!("begin     {s:<18} ·\n")).concat();
    out += "begin     resolved           ·\n";
    for act in ["correct", "agree"] {
        for state in OPEN.iter().chain(&["resolved", "closed"]) {
            out += &format!("{act:<9} {state:<18} ·\n");
        }
    }
    out += &open("resolve", "resolved");
    out += "reopen    resolved           active\n";
    out += "close     resolved           closed\n";
    out += &open("cancel", "cancelled");
    out
}

#[test]
fn every_kind_lives_the_agreed_life() {
    for kind in Kind::ALL.iter().copied() {
        let workflow = Workflow::built_in(kind);
        assert_eq!(workflow.check(), []);
        assert_eq!(workflow.table(), agreed());
    }
}
