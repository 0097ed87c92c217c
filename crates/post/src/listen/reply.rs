//! Every answer the listener gives. It refuses to know when each is due.

/// A reply of one line: code, enhanced status code (RFC 3463), words.
pub(super) type Reply = &'static str;

pub(super) const OK: Reply = "250 2.0.0 ok";
pub(super) const SENDER_OK: Reply = "250 2.1.0 sender ok";
pub(super) const RECIPIENT_OK: Reply = "250 2.1.5 recipient ok";
pub(super) const KEPT: Reply = "250 2.0.0 message kept";
pub(super) const CANNOT_VERIFY: Reply = "252 2.5.2 send some mail, it will be tried";
pub(super) const GO_ON: Reply = "354 end with <CRLF>.<CRLF>";

pub(super) const STOPPING: Reply = "421 4.3.2 the service is going down, try again later";
pub(super) const IDLE: Reply = "421 4.4.2 nothing came for too long";
pub(super) const TOO_MANY_FAULTS: Reply = "421 4.7.0 too many faulty commands";
pub(super) const FAULT: Reply = "451 4.3.0 internal fault, try again later";
pub(super) const NO_MEMORY: Reply = "452 4.3.1 too much mail at the same time, try again later";
pub(super) const TOO_MANY_RECIPIENTS: Reply = "452 4.5.3 too many recipients, send the rest separately";

pub(super) const UNKNOWN_COMMAND: Reply = "500 5.5.1 command not known";
pub(super) const LINE_TOO_LONG: Reply = "500 5.5.2 line too long";
pub(super) const COMMAND_LINE_END: Reply = "500 5.5.2 lines end with CR LF, never with one of them alone";
pub(super) const SYNTAX: Reply = "501 5.5.4 syntax error";
pub(super) const BAD_ADDRESS: Reply = "501 5.1.3 not an address";
pub(super) const NOT_HERE: Reply = "502 5.5.1 command not available here";
pub(super) const HELO_FIRST: Reply = "503 5.5.1 say EHLO first";
pub(super) const MAIL_FIRST: Reply = "503 5.5.1 MAIL comes first";
pub(super) const MAIL_ALREADY: Reply = "503 5.5.1 sender already given";
pub(super) const NO_RECIPIENTS: Reply = "554 5.5.1 no valid recipients";
pub(super) const UNKNOWN_RECIPIENT: Reply = "550 5.1.1 no such mailbox here";
pub(super) const CONTENT_LINE_END: Reply = "550 5.6.0 the message has a CR or LF alone; nothing was kept";
pub(super) const TOO_LARGE: Reply = "552 5.3.4 message too large";
pub(super) const NEEDS_UTF8: Reply = "553 5.6.7 such an address needs SMTPUTF8";
pub(super) const BAD_PARAMETER: Reply = "555 5.5.4 parameter not known";

/// Longest text of the room's in a reply; a reply line has 512 bytes.
const REFUSAL_MAX: usize = 400;

/// 554 with the room's words, made fit for one line of ASCII.
pub(super) fn refused(why: &str) -> String {
    let words = why.chars().map(|c| if c.is_ascii_graphic() { c } else { ' ' }).take(REFUSAL_MAX);
    let words: String = words.collect();
    format!("554 5.7.1 {}", if words.trim().is_empty() { "refused" } else { words.trim() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_stays_on_its_line() {
        assert_eq!(refused("nej\r\n250 ok"), "554 5.7.1 nej  250 ok");
        assert_eq!(refused("\n"), "554 5.7.1 refused");
        assert!(refused(&"x".repeat(9_000)).len() < 500);
    }
}
