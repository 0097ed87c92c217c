//! Which parts are text and which are attachments.

use mail::{Attachment, parse};

/// A mail of these parts, each with its header.
fn multipart(subtype: &str, parts: &[&str]) -> Vec<u8> {
    format!("Content-Type: multipart/{subtype}; boundary=\"b b\"\r\n\r\n{}", inside("b b", parts))
        .into_bytes()
}

fn inside(boundary: &str, parts: &[&str]) -> String {
    let parts: String = parts.iter().map(|part| format!("--{boundary}\r\n{part}\r\n")).collect();
    format!("preamble\r\n{parts}--{boundary}--\r\nepilogue\r\n")
}

fn names(attachments: &[Attachment]) -> Vec<Option<&str>> {
    attachments.iter().map(|part| part.filename.as_deref()).collect()
}

const PLAIN: &str = "Content-Type: text/plain; charset=utf-8\r\n\r\nText.";
const HTML: &str = "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Text i <i>HTML</i>.</p>";
const EMPTY: &str = "Content-Type: text/plain\r\n\r\n \r\n";
const PICTURE: &str = "Content-Type: image/png; name=bild.png\r\nContent-ID: <bild1@x>\r\nContent-Disposition: inline\r\n\
    Content-Transfer-Encoding: base64\r\n\r\naGVq\r\n";

#[test]
fn text_is_what_a_person_reads() {
    for (raw, text, html, attachments) in [
        (multipart("alternative", &[PLAIN, HTML]), "Text.", true, 0),
        (multipart("alternative", &[EMPTY, HTML]), "Text i HTML.", true, 0),
        (multipart("alternative", &[HTML]), "Text i HTML.", true, 0),
        (multipart("mixed", &[PLAIN, PICTURE, PLAIN]), "Text.\nText.", false, 1),
        (
            multipart("mixed", &[HTML, "\r\nSidfot från en server."]),
            "Text i HTML.\nSidfot från en server.",
            true,
            0,
        ),
        (multipart("mixed", &[PLAIN, HTML]), "Text.", true, 0),
        (multipart("related", &[HTML, PICTURE]), "Text i HTML.", true, 1),
        (
            multipart("signed", &[PLAIN, "Content-Type: application/pkcs7-signature\r\n\r\nx"]),
            "Text.",
            false,
            1,
        ),
        (
            multipart("alternative", &[PLAIN, HTML, "Content-Type: text/calendar\r\n\r\nBEGIN"]),
            "Text.",
            true,
            1,
        ),
        (
            multipart("mixed", &[PLAIN, "Content-Type: text/plain; name=logg.txt\r\n\r\nlogg"]),
            "Text.",
            false,
            1,
        ),
        (
            multipart(
                "mixed",
                &[PLAIN, "Content-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nlogg"],
            ),
            "Text.",
            false,
            1,
        ),
        (multipart("unknown", &["\r\nText."]), "Text.", false, 0),
    ] {
        let read = parse(&raw);
        let shown = String::from_utf8_lossy(&raw);
        assert_eq!(read.text.trim(), text, "{shown}");
        assert_eq!((read.html, read.attachments.len()), (html, attachments), "{shown}");
    }
}

#[test]
fn html_inside_an_alternative_is_not_told_twice() {
    let related = inside("i", &[HTML, PICTURE]);
    let nested = format!("Content-Type: multipart/related; boundary=i\r\n\r\n{related}");
    let read = parse(&multipart("alternative", &[PLAIN, &nested]));
    assert_eq!((read.text.as_str(), read.html), ("Text.", true));
    assert_eq!(read.attachments[0].content_id.as_deref(), Some("bild1@x"));
}

#[test]
fn attachments_are_the_decoded_bytes() {
    let read = parse(&multipart("mixed", &[PLAIN, PICTURE]));
    let picture = &read.attachments[0];
    assert_eq!(picture.content, b"hej");
    assert_eq!((picture.size, picture.content_type.as_str()), (3, "image/png"));
    assert_eq!(picture.sha256, "9c478bf63e9500cb5db1e85ece82f18c8eb9e52e2f9135acd7f10972c8d563ba");
    let shown = serde_json::to_value(&read).unwrap()["attachments"][0].clone();
    let keys: Vec<&String> = shown.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["content_type", "filename", "sha256", "size"]);
}

#[test]
fn file_names_are_read_as_written_anywhere() {
    for (disposition, name) in [
        ("filename=\"Skarmbild 1.png\"", "Skarmbild 1.png"),
        ("filename=Skarmbild.png", "Skarmbild.png"),
        ("filename*=UTF-8''Sk%C3%A4rmbild%201.png", "Skärmbild 1.png"),
        ("filename*=iso-8859-1'sv'Sk%E4rmbild.png", "Skärmbild.png"),
        ("filename*0=\"Skarm\";\r\n filename*1=\"bild.png\"", "Skarmbild.png"),
        ("filename*0*=utf-8''Sk%C3%A4rm;\r\n filename*1*=bild%C3%B6.png", "Skärmbildö.png"),
        ("filename=\"=?utf-8?Q?Sk=C3=A4rmbild.png?=\"", "Skärmbild.png"),
        ("filename=\"=?iso-8859-1?Q?Sk=E4rm?=\r\n =?iso-8859-1?Q?bild.png?=\"", "Skärmbild.png"),
        ("filename=\"Skärmbild.png\"", "Skärmbild.png"),
        ("filename=\"Skarmbild.png\"; filename*=utf-8''Sk%C3%A4rmbild.png", "Skärmbild.png"),
        ("filename=\"Skärmbild 19900101-2385.png\"", "Skärmbild 19900101-2385.png"),
    ] {
        let part =
            format!("Content-Type: image/png\r\nContent-Disposition: attachment; {disposition}\r\n\r\nx");
        assert_eq!(names(&parse(&multipart("mixed", &[&part])).attachments), [Some(name)], "{disposition}");
    }
    let named = parse(&multipart(
        "mixed",
        &["Content-Type: image/png; name=\"a.png\"\r\n\r\nx", "Content-Type: image/png\r\n\r\nx"],
    ));
    assert_eq!(names(&named.attachments), [Some("a.png"), None]);
}

#[test]
fn attached_messages_and_tnef_are_attachments() {
    let message = "Content-Type: message/rfc822\r\n\r\nSubject: inre\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n\
        --q\r\n\r\ninre text\r\n--q--";
    let tnef = "Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\n\x78\x3e";
    let read = parse(&multipart("mixed", &[PLAIN, message, tnef]));
    assert_eq!(read.text, "Text.");
    let types: Vec<&str> = read.attachments.iter().map(|part| part.content_type.as_str()).collect();
    assert_eq!(types, ["message/rfc822", "application/ms-tnef"]);
    assert!(
        read.attachments[0].content.starts_with(b"Subject: inre")
            && read.attachments[0].content.ends_with(b"--q--")
    );
    let digest = parse(&multipart("digest", &["\r\nSubject: a\r\n\r\nb"]));
    assert_eq!(digest.attachments[0].content_type, "message/rfc822");
}

#[test]
fn broken_structure_loses_no_words() {
    for raw in [
        "Content-Type: multipart/mixed\n\nText.",
        "Content-Type: multipart/mixed; boundary=q\n\nText.",
        "Content-Type: multipart/mixed; boundary=q\n\n--q\n\nText.",
        "Content-Type: multipart/mixed; boundary=q\n\n--q\n\nText.\n--q--\n--q--\n",
        "Content-Type: multipart/mixed; boundary=q\n\n--q\nContent-Type: multipart/mixed; boundary=r\n\n--r\n\nText.\n--q--",
        "Content-Type: multipart/mixed; boundary=q\n\n--q\nContent-Type: multipart/mixed; boundary=q\n\n--q\n\nText.\n--q--",
        "Content-Type: text\n\nText.",
        "Content-Type: ;;;\n\nText.",
        "Content-Type: text/plain; name=brev.txt\n\nText.",
    ] {
        assert_eq!(parse(raw.as_bytes()).text.trim(), "Text.", "{raw}");
    }
}
