//! Delivery reports, by the book and otherwise.

use mail::{Parsed, parse};

fn report(kind: &str, action: &str) -> Parsed {
    let raw = format!(
        "From: Mail Delivery System <mailer-daemon@x.example>\r\nSubject: Undelivered Mail Returned to Sender\r\n\
         Content-Type: multipart/report; report-type={kind}; boundary=q\r\n\r\n--q\r\n\r\nDet gick inte.\r\n--q\r\n\
         Content-Type: message/{kind}\r\n\r\nReporting-MTA: dns; mx.x.example\r\n\r\n\
         Final-Recipient: rfc822; ssk@sjukhus.example\r\nAction: {action}\r\nStatus: 5.1.1 (unknown)\r\n\r\n--q\r\n\
         Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <our@desk.example>\r\nSubject: x\r\n\r\n--q--\r\n"
    );
    parse(raw.as_bytes())
}

#[test]
fn standard_reports_tell_what_became_of_whom() {
    let read = report("delivery-status", "failed");
    assert!(read.bounce && read.auto_submitted);
    let outcome = &read.outcomes[0];
    assert_eq!((outcome.recipient.as_str(), outcome.action.as_str()), ("ssk@sjukhus.example", "failed"));
    assert_eq!(outcome.status.as_deref(), Some("5.1.1"));
    assert_eq!(read.returned_message_id.as_deref(), Some("our@desk.example"));
    assert_eq!(read.text.trim(), "Det gick inte.");
    assert!(report("delivery-status", "delayed").bounce);
    for (kind, action) in
        [("delivery-status", "delivered"), ("delivery-status", "relayed"), ("disposition-notification", "x")]
    {
        let read = report(kind, action);
        assert!(!read.bounce && read.auto_submitted, "{kind} {action}");
    }
}

#[test]
fn home_made_reports_are_known() {
    for header in [
        "From: MAILER-DAEMON@x.example\nSubject: failure notice",
        "From: Mail Delivery Subsystem <x@x.example>\nSubject: Returned mail: see transcript for details",
        "From: Mailer-Daemon@x.example\nSubject: Mail delivery failed: returning message to sender",
        "From: Mailer-Daemon@x.example\nSubject: Warning: message 1abc delayed 24 hours",
        "From: postmaster@x.example\nSubject: Delivery Status Notification (Failure)",
        "From: postmaster@x.example\nSubject: Undeliverable: WC-K7Q2M",
        "From: postmaster@x.example\nSubject: Olevererbart: Ditt ärende",
        "From: postmaster@x.example\nSubject: Kan inte levereras: Ditt ärende",
        "From: postmaster@x.example\nSubject: Det gick inte att leverera ditt meddelande",
        "From: postmaster@x.example\nSubject: Kan ikke leveres: Din sag",
        "From: postmaster@x.example\nSubject: Meddelelsen kunne ikke leveres",
        "Return-Path: <>\nFrom: x@x.example\nSubject: Leveransen har försenats: Ditt ärende",
        "From: MAILER-DAEMON (Mail Delivery System)\nSubject: Delivery failed",
        "From: x@x.example\nX-Failed-Recipients: y@x.example\nSubject: hej",
    ] {
        let read = parse(format!("{header}\n\nMessage-ID: <our@desk.example>").as_bytes());
        assert!(read.bounce && read.auto_submitted, "{header}");
        assert_eq!(read.returned_message_id.as_deref(), Some("our@desk.example"), "{header}");
    }
    for header in [
        "From: ssk@x.example\nSubject: Undeliverable: vad betyder det",
        "From: ssk@x.example\nSubject: Meddelandet kan inte levereras från WebCare",
        "From: postmaster@x.example\nSubject: Ny postlåda",
        "From: postmaster@x.example\nSubject: Delivery Status Notification (Success)",
        "From: postmaster@x.example\nAuto-Submitted: auto-replied\nSubject: Autosvar: hej",
    ] {
        assert!(!parse(format!("{header}\n\nHej").as_bytes()).bounce, "{header}");
    }
}
