//! Mail written, read back by mail-parser and by ourselves.

use chrono::{TimeZone, Utc};
use mail::{AutoSubmitted, ComposeFault, EmailAddress, Enclosure, Mailbox, Outgoing, Party, parse, render};
use mail_parser::{MessageParser, MimeHeaders};

pub fn mailbox(name: &str, address: &str) -> Mailbox {
    Mailbox { name: name.into(), address: EmailAddress::parse(address).unwrap() }
}

pub fn outgoing() -> Outgoing {
    Outgoing {
        message_id: "t5.9.ab@webcare.example".into(),
        from: mailbox("Servicedesk, WebCare", "servicedesk@webcare.example"),
        to: vec![mailbox("Kontaktperson avd 32, öppenvård", "kontakt.avd32@sjukhus.example")],
        cc: vec![mailbox("", "chef@exempelkommunen.example"), mailbox("IT", "it@exempelkommunen.example")],
        reply_to: Some(mailbox("Servicedesk", "servicedesk+r5-ab@webcare.example")),
        subject: "Sv: Kan inte spara justerad vårdplan [WC-K7Q2M]".into(),
        in_reply_to: Some("<a@sjukhus.example>".into()),
        references: (0..40).map(|n| format!("reference.number.{n}@sjukhus.example")).collect(),
        text: "Hej!\n\nVi har löst ditt ärende – fungerar det nu?\r\n.\rFrom here on\n  indrag \nslut".into(),
        html: Some("<p>Hej!</p><p>Vi har löst ditt ärende.</p>".into()),
        auto_submitted: AutoSubmitted::Replied,
        date: Utc.with_ymd_and_hms(2026, 12, 4, 6, 51, 0).unwrap(),
        language: Some(text::Language::Sv),
        enclosures: vec![Enclosure {
            filename: "Skärmbild \"1\".png".into(),
            content_type: "image/png".into(),
            content: (0..=255).collect(),
        }],
        extra: vec![("X-Stafett-Ticket".into(), "WC-K7Q2M".into())],
    }
}

#[test]
fn what_is_written_reads_back() {
    let mail = outgoing();
    let raw = render(&mail).unwrap();
    let read = parse(&raw);
    assert_eq!(read.message_id.as_deref(), Some("t5.9.ab@webcare.example"));
    assert_eq!(read.in_reply_to, ["a@sjukhus.example"]);
    assert_eq!(read.references, mail.references);
    assert_eq!(read.subject, mail.subject);
    assert_eq!(
        read.from,
        Some(Party { name: "Servicedesk, WebCare".into(), address: "servicedesk@webcare.example".into() })
    );
    assert_eq!(read.to[0].name, "Kontaktperson avd 32, öppenvård");
    assert_eq!(read.cc.len(), 2);
    assert_eq!(read.date.unwrap(), mail.date);
    assert_eq!(
        read.text,
        "Hej!\n\nVi har löst ditt ärende – fungerar det nu?\n.\nFrom here on\n  indrag \nslut"
    );
    assert_eq!(read.html_body, mail.html);
    assert!(read.auto_submitted && !read.bounce);
    assert_eq!(read.attachments[0].filename.as_deref(), Some("Skärmbild \"1\".png"));
    assert_eq!(read.attachments[0].content, mail.enclosures[0].content);

    let theirs = MessageParser::default().parse(&raw).unwrap();
    assert_eq!(theirs.subject(), Some(mail.subject.as_str()));
    assert_eq!(theirs.from().unwrap().first().unwrap().name(), Some("Servicedesk, WebCare"));
    assert_eq!(theirs.to().unwrap().first().unwrap().name(), Some("Kontaktperson avd 32, öppenvård"));
    assert_eq!(
        theirs.body_text(0).unwrap().replace("\r\n", "\n"),
        format!("{}\n", read.text).trim_end_matches('\n')
    );
    assert_eq!(theirs.body_html(0).as_deref().map(str::trim), mail.html.as_deref());
    assert_eq!(theirs.attachment(0).unwrap().attachment_name(), Some("Skärmbild \"1\".png"));
    assert_eq!(theirs.attachment(0).unwrap().contents(), mail.enclosures[0].content);
    assert_eq!(theirs.date().unwrap().to_timestamp(), mail.date.timestamp());
}

#[test]
fn the_wire_form_is_strict() {
    let raw = render(&outgoing()).unwrap();
    assert!(raw.is_ascii());
    let text = String::from_utf8(raw).unwrap();
    assert_eq!(text.replace("\r\n", "").find(['\r', '\n']), None, "no line end but CR LF");
    for line in text.split("\r\n") {
        assert!(line.len() <= 78, "{line}");
        assert!(!line.starts_with('.') && !line.starts_with("From "), "{line}");
    }
    assert!(text.contains("\r\nAuto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\n"));
    assert!(text.contains("\r\nContent-Language: sv\r\n"));
    assert_eq!(render(&outgoing()), render(&outgoing()));
}

#[test]
fn a_plain_mail_is_one_part() {
    let mail = Outgoing {
        html: None,
        enclosures: Vec::new(),
        auto_submitted: AutoSubmitted::No,
        text: String::new(),
        ..outgoing()
    };
    let text = String::from_utf8(render(&mail).unwrap()).unwrap();
    assert!(!text.contains("multipart") && !text.contains("Auto-Submitted"));
    assert_eq!(parse(text.as_bytes()).text.trim(), "");
}

#[test]
fn injection_is_refused_by_name() {
    for attack in [
        "x\r\nBcc: b@y.example",
        "x\nBcc: b",
        "x\rBcc: b",
        "x\n.\r\nMAIL FROM:<a@x>",
        "x\0",
        "x\u{85}y",
        "x\u{2028}y",
    ] {
        let control = |field: &str| Err(ComposeFault::Control(field.into()));
        let text = || attack.to_owned();
        assert_eq!(render(&Outgoing { subject: text(), ..outgoing() }), control("Subject"));
        let named = || Mailbox { name: text(), ..mailbox("", "a@x.example") };
        assert_eq!(render(&Outgoing { from: named(), ..outgoing() }), control("From"));
        assert_eq!(render(&Outgoing { to: vec![named()], ..outgoing() }), control("To"));
        assert_eq!(render(&Outgoing { cc: vec![named()], ..outgoing() }), control("Cc"));
        assert_eq!(render(&Outgoing { reply_to: Some(named()), ..outgoing() }), control("Reply-To"));
        assert_eq!(render(&Outgoing { extra: vec![("X-A".into(), text())], ..outgoing() }), control("X-A"));
        let file = Enclosure { filename: text(), content_type: text(), content: Vec::new() };
        assert_eq!(render(&Outgoing { enclosures: vec![file], ..outgoing() }), control("filename"));
        let id = |field| Err(ComposeFault::MessageId(field));
        assert_eq!(render(&Outgoing { message_id: text(), ..outgoing() }), id("Message-ID"));
        assert_eq!(render(&Outgoing { in_reply_to: Some(text()), ..outgoing() }), id("In-Reply-To"));
        assert_eq!(render(&Outgoing { references: vec![text()], ..outgoing() }), id("References"));
        let body = render(&Outgoing { text: text(), html: Some(text()), ..outgoing() }).unwrap();
        assert!(
            !body.windows(3).any(|w| w == b"\n.\r")
                && String::from_utf8(body).unwrap().replace("\r\n", "").find(['\r', '\n']).is_none()
        );
    }
    for name in ["", "To", "bcc", "Content-Type", "X A", "X:A", "X\r\nA", "Ä"] {
        let mail = Outgoing { extra: vec![(name.into(), "x".into())], ..outgoing() };
        assert_eq!(render(&mail), Err(ComposeFault::FieldName(name.into())), "{name:?}");
    }
    assert_eq!(render(&Outgoing { to: vec![], cc: vec![], ..outgoing() }), Err(ComposeFault::NoReceiver));
    assert_eq!(
        render(&Outgoing { message_id: "<>".into(), ..outgoing() }),
        Err(ComposeFault::MessageId("Message-ID"))
    );
}

#[test]
fn odd_enclosures_travel_as_bytes() {
    for content_type in ["message/rfc822", "multipart/mixed", "image", "image/png; x=y", ""] {
        let file = Enclosure {
            filename: "a".into(),
            content_type: content_type.into(),
            content: b"--=_m\r\n".to_vec(),
        };
        let read = parse(&render(&Outgoing { enclosures: vec![file], ..outgoing() }).unwrap());
        assert_eq!(read.attachments[0].content_type, "application/octet-stream", "{content_type}");
        assert_eq!(read.attachments[0].content, b"--=_m\r\n");
    }
}
