//! The same mail by another way.

use mail::duplicate_hash;

const MAIL: &str = "From: a@x.example\r\nSubject: Fel\r\n i WebCare\r\nX-Spammy: ja\r\n\r\nReceived: i texten\r\n\r\nX-Spam-A: b\r\n";

#[test]
fn trace_fields_do_not_count() {
    let hash = duplicate_hash(MAIL.as_bytes());
    assert_eq!(hash.len(), 64);
    for field in [
        "Return-Path: <a@x.example>",
        "received: from mx\r\n\tby mx2;\r\n Tue, 1 Dec 2026",
        "Delivered-To: d@x.example",
        "X-Original-To: d@x.example",
        "Authentication-Results: mx;\r\n dkim=pass",
        "Received-SPF: pass",
        "ARC-Seal: i=1;\r\n a=rsa",
        "arc-message-signature: i=1",
        "X-Spam-Status: No",
        "X-SPAM-Score : 1",
    ] {
        assert_eq!(duplicate_hash(format!("{field}\r\n{MAIL}").as_bytes()), hash, "{field}");
        let middle = MAIL.replace("X-Spammy", &format!("{field}\r\nX-Spammy"));
        assert_eq!(duplicate_hash(middle.as_bytes()), hash, "{field} in the middle");
    }
}

#[test]
fn everything_else_counts() {
    let hash = duplicate_hash(MAIL.as_bytes());
    for other in [
        MAIL.replace("WebCare", "Webcare"),
        MAIL.replace("i texten", "i Texten"),
        MAIL.replace("X-Spam-A", "X-Spam-B"),
        MAIL.replace("X-Spammy: ja", "X-Spammy: nej"),
        format!("Received-From: x\r\n{MAIL}"),
        format!("{MAIL}\r\n"),
    ] {
        assert_ne!(duplicate_hash(other.as_bytes()), hash, "{other}");
    }
    assert_eq!(duplicate_hash(b"").len(), 64);
}
