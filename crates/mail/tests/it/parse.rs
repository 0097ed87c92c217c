//! Header fields, character sets and what the person wrote.

use mail::{Party, parse};
use serde_json::json;

fn party(name: &str, address: &str) -> Party {
    Party { name: name.into(), address: address.into() }
}

#[test]
fn the_contract_is_kept_to_the_key() {
    let raw = "Message-ID: <a.1@sjukhus.region-exempel.example>\r\nIn-Reply-To: <b@x.example>\r\n\
        References: <a@x.example>\r\n <b@x.example>\r\nFrom: =?utf-8?Q?Avdelning_32=2C_=C3=B6ppenv=C3=A5rd?=\r\n \
        <kontakt.avd32@sjukhus.region-exempel.example>\r\nTo: Servicedesk <servicedesk@webcare.example>, \
        other@webcare.example\r\nCc: (Enhetschef) chef@exempelkommunen.example\r\n\
        Subject: =?iso-8859-1?Q?Sv:_Kan_inte_?=\r\n =?iso-8859-1?Q?spara_justerad_v=E5rdplan?=\r\n\
        Date: Fri, 4 Dec 2026 08:03:00 +0100\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
        Tack snälla, nu funkar det! Trevlig helg :)\r\n\r\nDen 4 dec. 2026 kl. 07:51 skrev Servicedesk:\r\n\
        > Vi har löst ditt ärende. Fungerar det nu?\r\n";
    assert_eq!(
        serde_json::to_value(parse(raw.as_bytes())).unwrap(),
        json!({
            "message_id": "a.1@sjukhus.region-exempel.example",
            "in_reply_to": ["b@x.example"],
            "references": ["a@x.example", "b@x.example"],
            "from": {"name": "Avdelning 32, öppenvård", "address": "kontakt.avd32@sjukhus.region-exempel.example"},
            "to": [
                {"name": "Servicedesk", "address": "servicedesk@webcare.example"},
                {"name": "", "address": "other@webcare.example"}
            ],
            "cc": [{"name": "Enhetschef", "address": "chef@exempelkommunen.example"}],
            "subject": "Sv: Kan inte spara justerad vårdplan",
            "date": "2026-12-04T08:03:00+01:00",
            "text": "Tack snälla, nu funkar det! Trevlig helg :)\n\nDen 4 dec. 2026 kl. 07:51 skrev Servicedesk:\n\
                > Vi har löst ditt ärende. Fungerar det nu?\n",
            "html": false,
            "reply_text": "Tack snälla, nu funkar det! Trevlig helg :)",
            "attachments": [],
            "auto_submitted": false,
            "bounce": false
        })
    );
}

#[test]
fn nothing_at_all_is_a_mail_too() {
    let empty = json!({
        "message_id": null, "in_reply_to": [], "references": [], "from": null, "to": [], "cc": [], "subject": "",
        "date": null, "text": "", "html": false, "reply_text": "", "attachments": [], "auto_submitted": false,
        "bounce": false
    });
    for raw in ["", "\n", "\r\n\r\n", "From: \nDate: i morgon\nSubject:\n\n"] {
        let mut read = serde_json::to_value(parse(raw.as_bytes())).unwrap();
        read["text"] = json!(read["text"].as_str().unwrap().trim());
        assert_eq!(read, empty, "{raw:?}");
    }
}

#[test]
fn senders_are_found_wherever_they_stand() {
    let address = "ssk@sjukhus.example";
    for (header, name) in [
        ("From: ssk@sjukhus.example", ""),
        ("From: <ssk@sjukhus.example>", ""),
        ("from: Akuten <ssk@sjukhus.example>", "Akuten"),
        ("From: ssk@sjukhus.example (Akuten)", "Akuten"),
        ("From: ssk@sjukhus.example (Akuten \\(natt\\))", "Akuten (natt)"),
        ("From: \"Akuten, natt\" <ssk@sjukhus.example>", "Akuten, natt"),
        ("From: \"Akuten <ssk@sjukhus.example>\" <ssk@sjukhus.example>", "Akuten <ssk@sjukhus.example>"),
        ("From: \"=?utf-8?B?w4VyZXZhZA==?=\" <ssk@sjukhus.example>", "Årevad"),
        ("From: =?utf-8?Q?x=40ond.example=3E=2C_?= <ssk@sjukhus.example>", "x@ond.example>,"),
        ("From: Akuten\r\nReply-To: ssk@sjukhus.example", "Akuten"),
        ("From: <>\r\nReply-To: <>\r\nSender: Akuten <ssk@sjukhus.example>", "Akuten"),
        ("From: Akuten <akuten>\r\nReturn-Path: <ssk@sjukhus.example>", ""),
        ("Return-Path: <ssk@sjukhus.example>", ""),
        ("From: Personal: ssk@sjukhus.example;", ""),
        ("From: \"Akuten <ssk@sjukhus.example>", ""),
    ] {
        let read = parse(format!("{header}\r\n\r\nHej").as_bytes());
        assert_eq!(read.from, Some(party(name, address)), "{header}");
    }
    for header in ["From: undisclosed-recipients:;", "From: MAILER-DAEMON", "From: @", "X: y"] {
        assert_eq!(parse(format!("{header}\n\nHej").as_bytes()).from, None, "{header}");
    }
    let mut raw = b"From: ".to_vec();
    raw.extend(b"\xc5revad v\xe5rdcentral <ssk@sjukhus.example>\n\nHej");
    assert_eq!(parse(&raw).from, Some(party("Årevad vårdcentral", address)), "eight-bit Latin-1");
}

#[test]
fn subjects_are_decoded() {
    for (subject, read) in [
        ("=?utf-8?B?w6XDpMO2?=", "åäö"),
        ("=?UTF-8?q?Sk=C3=A4rmbild?= 1", "Skärmbild 1"),
        ("=?utf-8?B?w6U=?= =?utf-8?B?w6Q=?=", "åä"),
        ("=?utf-8?Q?=C3?=\r\n =?utf-8?Q?=A5r?=", "år"),
        ("=?windows-1252?Q?=93Fel=94_=96_=80?=", "“Fel” – €"),
        ("=?iso-8859-1*sv?Q?f=E5?=", "få"),
        ("=?utf-8?Q?f=E5?=", "få"),
        ("=?iso-8859-1?Q?f=C3=A5?=", "få"),
        ("=?x-unknown?Q?f=C3=A5?=", "få"),
        ("=?iso-2022-jp?B?GyRCJCIbKEI=?=", "あ"),
        ("=?utf-8?Q?ingen_slut", "=?utf-8?Q?ingen_slut"),
        ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        ("a =?utf-8?Q?b?= c =?utf-8?Q?d?=", "a b c d"),
        ("=?utf-8?Q?rad=0D=0ABcc:_x?=", "rad Bcc: x"),
        ("2+2=4? Ja", "2+2=4? Ja"),
        ("en\r\n\tlång   rad", "en lång rad"),
    ] {
        assert_eq!(parse(format!("Subject: {subject}\r\n\r\n").as_bytes()).subject, read, "{subject}");
    }
}

#[test]
fn dates_are_read_or_refused() {
    for (date, read) in [
        ("Tue, 1 Dec 2026 13:40:00 +0100", Some("2026-12-01T13:40:00+01:00")),
        ("1 Dec 2026 13:40 GMT", Some("2026-12-01T13:40:00Z")),
        ("Tue, 01 Dec 2026 13:40:00 -0530 (IST)", Some("2026-12-01T13:40:00-05:30")),
        ("Mon, 1 Dec 2026 13:40:00 +0100", Some("2026-12-01T13:40:00+01:00")),
        // RFC 5322 4.3: a zone by letters says nothing sure and is read as UTC.
        ("Tue, 1 Dec 2026 13:40:00 CET", Some("2026-12-01T13:40:00Z")),
        ("Mon, 30 Feb 2026 13:40:00 +0100", None),
        ("i morgon", None),
        ("", None),
    ] {
        let parsed = serde_json::to_value(parse(format!("Date: {date}\n\n").as_bytes())).unwrap();
        assert_eq!(parsed["date"].as_str(), read, "{date}");
    }
}

#[test]
fn ids_are_read_from_what_programs_write() {
    let raw = "Message-Id:  <a@x.example> (added by postmaster)\r\nIn-Reply-To: Your mail of Tue <b@x.example>\r\n\
        References: <c@x.example><d@x.example>\r\n\t<e@x\r\n .example> <f@x.example\r\n\r\n";
    let read = parse(raw.as_bytes());
    assert_eq!(read.message_id.as_deref(), Some("a@x.example"));
    assert_eq!(read.in_reply_to, ["b@x.example"]);
    assert_eq!(read.references, ["c@x.example", "d@x.example", "e@x.example"]);
    assert_eq!(parse(b"Message-ID: bare@x.example\n\n").message_id.as_deref(), Some("bare@x.example"));
}

#[test]
fn character_sets_are_believed_only_so_far() {
    for (label, bytes, text) in [
        ("utf-8", &b"sm\xc3\xa5"[..], "små"),
        ("iso-8859-1", b"sm\xe5", "små"),
        ("\"ISO-8859-1\"", b"sm\xe5", "små"),
        ("windows-1252", b"\x93sm\xe5\x94", "“små”"),
        ("iso-8859-1", b"sm\xc3\xa5", "små"),
        ("us-ascii", b"sm\xc3\xa5", "små"),
        ("utf-8", b"sm\xe5", "små"),
        ("x-user", b"sm\xe5", "små"),
        ("utf-16le", b"s\0m\0\xe5\0", "små"),
        ("ibm850", b"sm\x86", "små"),
        ("gb18030", b"\xc4\xe3", "你"),
    ] {
        let mut raw = format!("Content-Type: text/plain; charset={label}\n\n").into_bytes();
        raw.extend(bytes);
        assert_eq!(parse(&raw).text, text, "{label}");
    }
}

#[test]
fn encodings_are_decoded_leniently() {
    for (encoding, body, text) in [
        ("quoted-printable", "sm=C3=A5 =\r\nord  \r\n=2E=ZZ=", "små ord\n.=ZZ"),
        ("Quoted-Printable", "rad=20\r\nslut", "rad \nslut"),
        ("base64", "c23D\r\npQ==", "små"),
        ("BASE64", "c23DpQ", "små"),
        ("base64", "c2*3Dp Q==c2E=", "småsa"),
        ("8bit", "små", "små"),
        ("7bit", "små", "små"),
        ("nonsense", "små", "små"),
    ] {
        let raw = format!(
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}"
        );
        assert_eq!(parse(raw.as_bytes()).text, text, "{encoding} {body}");
    }
}

#[test]
fn w12_stays_whole_and_is_forwarded() {
    let text = "Kan ni titta på det här?\n\nFrån: ssk.avd34@sjukhus.example\nSkickat: den 7 december 2026 10:30\n\
        Ämne: VB: Sv: [OLD-1] WebCare krånglar\nNu är det samma sak här.\n\nFrån: Servicedesk\nÄmne: Sv: [OLD-1]\n\
        Ärendet är nu löst.";
    for (prefix, forwarded) in [
        ("VB: ", true),
        ("Fwd: ", true),
        ("VS: VS: ", true),
        ("FW: Sv: ", true),
        ("Sv: VB: ", false),
        ("", false),
    ] {
        let read = parse(format!("Subject: {prefix}WebCare\n\n{text}").as_bytes());
        assert_eq!(read.forwarded, forwarded, "{prefix}");
        assert_eq!(read.reply_text == text, forwarded, "{prefix}");
        assert!(read.reply_text.starts_with("Kan ni titta på det här?"));
    }
}

#[test]
fn broken_headers_lose_little() {
    let read = parse(
        b"From apache@host Tue Dec 1\nSubject: a\ngarbage line\nFrom: b@x.example\nText utan tomrad\nmer\n",
    );
    assert_eq!((read.subject.as_str(), read.text.as_str()), ("a", "Text utan tomrad\nmer\n"));
    assert_eq!(read.from, Some(party("", "b@x.example")));
    assert_eq!(parse(b"bara text\noch mer").text, "bara text\noch mer");
}

#[test]
fn hints_for_intake_are_kept() {
    let raw = "Return-Path: <a@x.example>\nDelivered-To: desk+r1@x.example\nX-Original-To: <desk@x.example>\n\
        List-Id: Lista <lista.x.example>\nPrecedence: List\nThread-Topic: =?utf-8?Q?=C3=84mne?=\n\
        Reply-To: Enheten <b@x.example>\nContent-Type: text/html\n\n<p>Hej <b>du</b></p>";
    let read = parse(raw.as_bytes());
    assert_eq!(read.return_path.as_deref(), Some("a@x.example"));
    assert_eq!(read.delivered_to, ["desk+r1@x.example", "desk@x.example"]);
    assert_eq!(read.list_id.as_deref(), Some("Lista <lista.x.example>"));
    assert_eq!(read.precedence.as_deref(), Some("list"));
    assert_eq!(read.thread_topic.as_deref(), Some("Ämne"));
    assert_eq!(read.reply_to, [party("Enheten", "b@x.example")]);
    assert_eq!(read.html_body.as_deref(), Some("<p>Hej <b>du</b></p>"));
    assert_eq!((read.text.trim(), read.html), ("Hej du", true));
}
