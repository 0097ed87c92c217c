//! What holds for any bytes and any words.

use crate::compose::outgoing;
use mail::{Enclosure, Mailbox, Outgoing, duplicate_hash, parse, read_message_id, read_reply_token, render};
use proptest::prelude::*;

/// Bytes with much in them that means something in a mail.
fn noisy() -> impl Strategy<Value = Vec<u8>> {
    let known = proptest::sample::select(vec![
        "\n",
        "\r\n",
        "\n\n",
        "From: ",
        "Subject: ",
        "=?utf-8?Q?",
        "=?iso-8859-1?B?",
        "?=",
        "<a@b>",
        "\"",
        "(",
        ")",
        "Content-Type: multipart/mixed; boundary=q",
        "Content-Type: multipart/report; boundary=q",
        "\n--q\n",
        "\n--q--\n",
        "Content-Type: text/html\n\n",
        "Content-Type: message/rfc822\n\n",
        "Content-Transfer-Encoding: base64\n",
        "Content-Transfer-Encoding: quoted-printable\n",
        "charset=utf-7",
        "charset=iso-2022-jp",
        "Date: Tue, 1 Dec 2026 13:40:00 +9999",
        "Content-Disposition: attachment; filename*0*=",
        "%C3",
        "=C3",
        "Action: failed\n",
        "Final-Recipient: ",
        "> ",
        "Från: a",
        "Message-ID: <",
        "[",
        "]",
        ";",
        ",",
        ":",
    ])
    .prop_map(|piece| piece.as_bytes().to_vec());
    let piece = prop_oneof![4 => known, 1 => proptest::collection::vec(any::<u8>(), 0..12)];
    proptest::collection::vec(piece, 0..50).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reading_never_fails(raw in noisy()) {
        let read = parse(&raw);
        mail::threading(&read, &[1; 32], &["WC"]);
        prop_assert!(!read.subject.contains(['\r', '\n']));
        let mut lines = read.text.lines();
        for line in read.reply_text.lines() {
            prop_assert!(lines.any(|whole| whole == line), "{line:?} is no line of the text");
        }
        prop_assert!(serde_json::to_value(&read).is_ok());
        // What begins with white space would go on the field put before it.
        let raw = raw.trim_ascii_start();
        prop_assert_eq!(duplicate_hash(raw), duplicate_hash(&[b"Received: x\r\n y\r\n", raw].concat()));
    }

    #[test]
    fn ids_and_tokens_that_are_not_ours_read_as_none(text in "\\PC{0,60}") {
        prop_assert_eq!(read_message_id(&[1; 32], &text), None);
        prop_assert_eq!(read_reply_token(&[1; 32], &text), None);
    }

    #[test]
    fn what_is_written_reads_back(
        subject in "[^\\p{C}\\p{Z}]{0,80}( {1,2}[^\\p{C}\\p{Z}]{1,90}){0,3}",
        name in "[^\\p{C}\\p{Z}\"']{0,40}( [^\\p{C}\\p{Z}\"']{1,20}){0,2}",
        text in "(?s)[^\\p{C}]{0,100}(\n[^\\p{C}]{0,90}){0,6}",
        filename in "[^\\p{C}\\p{Z}]{1,60}",
        content in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let enclosures = vec![Enclosure { filename: filename.clone(), content_type: "image/png".into(), content: content.clone() }];
        let from = Mailbox { name: name.clone(), ..outgoing().from };
        let mail = Outgoing { subject: subject.clone(), from, text: text.clone(), html: None, enclosures, ..outgoing() };
        let read = parse(&render(&mail).unwrap());
        let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(read.subject, spaced(&subject));
        prop_assert_eq!(read.from.unwrap().name, spaced(&name));
        let blank = text.trim().is_empty();
        prop_assert_eq!(read.text, if blank { "" } else { text.strip_suffix('\n').unwrap_or(&text) });
        prop_assert_eq!(read.attachments[0].filename.as_deref(), Some(filename.as_str()));
        prop_assert_eq!(&read.attachments[0].content, &content);
    }
}
