//! Which ticket a mail belongs to, as far as it can prove it.

use mail::{Link, Threading, message_id, parse, read_reply_token, reply_token, threading};

const KEY: &[u8] = &[7; 32];

fn facts(mail: &str) -> Threading {
    threading(&parse(mail.as_bytes()), KEY, &["WC", "SRS"])
}

#[test]
fn tokens_read_back_and_nothing_else_does() {
    let token = reply_token(KEY, 4711);
    assert_eq!(read_reply_token(KEY, &token), Some(4711));
    assert_eq!(read_reply_token(KEY, &token.to_uppercase()), Some(4711));
    assert_eq!(read_reply_token(&[8; 32], &token), None, "another key");
    assert_eq!(read_reply_token(KEY, &token.replacen("r1267", "r1268", 1)), None, "another ticket");
    assert_eq!(read_reply_token(KEY, &token[..token.len() - 1]), None, "cut");
    let id = message_id(KEY, 4711, 1, "x.example");
    let code =
        id.rsplit_once('.').map(|(head, _)| head.rsplit_once('.').unwrap().1.replace("@x", "")).unwrap();
    assert_eq!(read_reply_token(KEY, &format!("r1267-{code}")), None, "the code of a Message-ID");
    assert!(token.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
}

#[test]
fn answers_are_known_by_what_nobody_can_guess() {
    let id = message_id(KEY, 5, 9, "webcare.example");
    let token = reply_token(KEY, 6);
    let report = format!("From: mailer-daemon@x\nSubject: failure notice\n\nMessage-ID: <{id}>");
    for (mail, answers) in [
        (format!("In-Reply-To: <{id}>\n\nx"), Some((5, Link::MessageId))),
        (format!("References: <{id}> <other@x.example>\n\nx"), Some((5, Link::MessageId))),
        (
            format!("In-Reply-To: <other@x.example>\nReferences: <{id}>\n\n{token}"),
            Some((5, Link::MessageId)),
        ),
        (format!("To: desk@x.example, <desk+{token}@x.example>\n\nx"), Some((6, Link::PlusAddress))),
        (
            format!("X-Original-To: Desk+{}@x.example\n\nx", token.to_uppercase()),
            Some((6, Link::PlusAddress)),
        ),
        (format!("Subject: x\n\nJa.\n> Svara ovanför [{token}]\n"), Some((6, Link::Marker))),
        (report, Some((5, Link::Report))),
        (format!("To: {token}@x.example\n\nx"), None),
        (format!("In-Reply-To: <{}>\n\nx", id.replace("t5", "t6")), None),
        (format!("Subject: {token}\nMessage-ID: <{id}>\n\nx"), None),
        ("Subject: x\n\nr6-00000000000000000000".to_owned(), None),
    ] {
        assert_eq!(facts(&mail).answers, answers, "{mail}");
    }
}

#[test]
fn references_in_subjects_are_read_in_their_printed_form() {
    for (subject, reference) in [
        ("Sv: [WC-K7Q2M] Kan inte spara", Some("WC-K7Q2M")),
        ("wc-k7q2m", Some("WC-K7Q2M")),
        ("Ang. srs-kolib: x", Some("SRS-K011B")),
        ("XX-K7Q2M WC-A0000", Some("WC-A0000")),
        ("WC-7KQ2M", None),
        ("WC-K7Q2", None),
        ("WC-K7U2M", None),
        ("AWC-K7Q2M", None),
        ("WC-K7Q2M-3", None),
        ("WC K7Q2M", None),
        ("", None),
    ] {
        assert_eq!(
            facts(&format!("Subject: {subject}\n\nx")).reference_in_subject.as_deref(),
            reference,
            "{subject}"
        );
    }
}
