//! Mail made to hurt: nothing fails, and a hundred times the input costs no more than a hundred times the work.

use mail::{duplicate_hash, parse};
use std::fmt::Write as _;

fn nested(depth: usize) -> Vec<u8> {
    let mut raw = String::new();
    for n in 0..depth {
        write!(raw, "Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n").unwrap();
    }
    raw.push_str("\ninnerst\n");
    raw.into_bytes()
}

#[test]
fn ten_thousand_nested_parts() {
    assert_eq!(parse(&nested(10_000)).text.trim(), "innerst");
    let messages = "Content-Type: message/rfc822\n\n".repeat(200_000);
    assert_eq!(parse(messages.as_bytes()).attachments.len(), 1);
    let same = format!(
        "Content-Type: multipart/mixed; boundary=q\n\n{}\ninnerst",
        "--q\nContent-Type: multipart/mixed; boundary=q\n\n".repeat(10_000)
    );
    assert!(parse(same.as_bytes()).text.contains("innerst"));
}

#[test]
fn boundaries_that_never_come() {
    let mut raw = String::from("Content-Type: multipart/mixed; boundary=A\n\n");
    for n in 0..100_000 {
        write!(raw, "--A\nContent-Type: multipart/mixed; boundary=z{n}\n\n\n").unwrap();
    }
    assert!(parse(raw.as_bytes()).attachments.is_empty());
    let dashes = format!("Content-Type: multipart/mixed; boundary=A\n\n--A\n\n{}", "--".repeat(2_000_000));
    assert_eq!(parse(dashes.as_bytes()).text.len(), 4_000_000);
}

#[test]
fn a_million_headers() {
    let raw = format!("{}Subject: sist\n\nHej", "X-A: b\n".repeat(1_000_000));
    assert_eq!(parse(raw.as_bytes()).subject, "sist");
    assert_eq!(duplicate_hash(raw.as_bytes()).len(), 64);
    let junk = format!("{}Subject: sist\n\nHej", "X-A: b\njunk\n".repeat(200_000));
    assert_eq!(parse(junk.as_bytes()).subject, "sist");
    assert_eq!(parse("To: a@x.example\n".repeat(200_000).as_bytes()).to.len(), 200_000);
}

#[test]
fn values_made_of_beginnings() {
    for piece in [
        "=?",
        "=?a?q?",
        "=?utf-8?b?",
        " =?utf-8?Q?a?= ",
        "<",
        "<a@b",
        "(",
        "\"",
        "\\",
        ",",
        ":",
        ";",
        "@",
        "a@b,",
        "-",
        "WC-",
        "name*0*=x; ",
        "name*1=\"x\"; ",
        "Re: ",
        "\n ",
        "\u{e5}",
        "<a@b> ",
    ] {
        for name in [
            "Subject",
            "From",
            "To",
            "References",
            "Message-ID",
            "Date",
            "Content-Type",
            "Content-Disposition",
            "Content-ID",
        ] {
            let raw = format!("{name}: {}\n\nHej", piece.repeat(100_000 / piece.len()));
            let read = parse(raw.as_bytes());
            mail::threading(&read, &[1; 32], &["WC"]);
        }
    }
}

#[test]
fn bodies_made_of_one_thing() {
    for piece in [
        "=",
        "= ",
        " ",
        "\r",
        "\n",
        "--",
        "\n--",
        "> ",
        "<",
        "&",
        "<a>",
        "</",
        "<!--",
        "\"",
        "r1-",
        "Från: a\n",
        "\0",
    ] {
        for kind in
            ["text/plain", "text/html", "multipart/mixed; boundary=-", "multipart/report", "message/rfc822"]
        {
            for encoding in ["7bit", "quoted-printable", "base64"] {
                let head = format!("Content-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n\n");
                let read = parse(format!("{head}{}", piece.repeat(100_000 / piece.len())).as_bytes());
                mail::threading(&read, &[1; 32], &["WC"]);
            }
        }
    }
}

#[test]
fn reports_made_of_junk() {
    let status =
        "Content-Type: multipart/report; boundary=q\n\n--q\nContent-Type: message/delivery-status\n\n";
    for piece in ["\n", "junk\n", "a: b\n\n", "Final-Recipient: x; y\nAction: failed\n\n", "--\n"] {
        parse(format!("{status}{}", piece.repeat(200_000 / piece.len())).as_bytes());
    }
}

#[test]
fn fifty_megabytes() {
    let line = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0\n";
    let raw = format!(
        "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n{}",
        line.repeat(50_000_000 / line.len())
    );
    let read = parse(raw.as_bytes());
    assert!(read.attachments[0].size > 37_000_000 && read.text.is_empty());
}
