//! Mail from machines, and mail that only looks like it.

use mail::parse;

fn automatic(header: &str) -> bool {
    parse(format!("From: a@x.example\r\n{header}\r\n\r\nHej").as_bytes()).auto_submitted
}

#[test]
fn machines_are_known() {
    for header in [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner-email=x",
        "auto-submitted: AUTO-NOTIFIED",
        "Precedence: bulk",
        "Precedence: Junk",
        "Precedence: list",
        "Precedence: auto_reply",
        "X-Auto-Response-Suppress: All",
        "X-Auto-Response-Suppress: DR, OOF, AutoReply",
        "X-Autoreply: yes",
        "X-Autorespond: x",
        "List-Id: <lista.x.example>",
        "Return-Path: <>",
        "Subject: Autosvar: Fråga om ditt ärende",
        "Subject: Automatiskt svar: Fråga",
        "Subject: Automatisk svar: Spørgsmål",
        "Subject: Automatic reply: Question",
        "Subject: Out of Office: back on Friday",
        "Subject: Out of Office",
        "Subject: =?utf-8?Q?Fr=C3=A5nvaro:_tillbaka_fredag?=",
        "Subject: Fraværende: tilbage fredag",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=q",
    ] {
        assert!(automatic(header), "{header}");
    }
    assert!(parse(b"From: no-reply@x.example\n\nx").auto_submitted);
    assert!(parse(b"From: MAILER-DAEMON@x.example\n\nx").auto_submitted);
}

#[test]
fn people_are_people() {
    for header in [
        "Auto-Submitted: no",
        "Auto-Submitted: No (a comment)",
        "Precedence: normal",
        "X-Auto-Response-Suppress: DR, RN, NRN",
        "X-Auto-Response-Suppress: None",
        "Return-Path: <a@x.example>",
        "Subject: Frånvaro i systemet går inte att registrera",
        "Subject: Sv: Autosvar: Fråga",
        "Subject: Autosvaret är fel",
        "Subject: Fel: out of office visas inte",
        "Subject: VB: Undeliverable: x",
    ] {
        assert!(!automatic(header), "{header}");
    }
}
