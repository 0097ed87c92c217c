//! Which ticket a mail answers, as far as the mail itself proves it. Facts only: whether its sender may join that
//! ticket is decided by the application.

use crate::parsed::Parsed;
use crate::thread::{read_message_id, token_in};

/// What tied a mail to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// It answers one of our mails, by In-Reply-To or References.
    MessageId,
    /// It was sent to an address that carries the ticket's token.
    PlusAddress,
    /// Its text carries the ticket's token.
    Marker,
    /// It reports what became of one of our mails.
    Report,
}

/// What a mail says of the ticket it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Threading {
    /// The ticket that an unguessable id or token names, and how.
    pub answers: Option<(i64, Link)>,
    /// The first reference in the subject, in its printed form. Anyone can guess one.
    pub reference_in_subject: Option<String>,
}

/// Reads the facts. `prefixes` are those of the server's desks, as in `WC-K7Q2M`.
pub fn threading(parsed: &Parsed, key: &[u8], prefixes: &[&str]) -> Threading {
    let ids = parsed.in_reply_to.iter().chain(parsed.references.iter().rev());
    let by_id =
        || ids.clone().find_map(|id| read_message_id(key, id)).map(|ticket| (ticket, Link::MessageId));
    let addresses = || {
        let receivers = parsed.to.iter().chain(&parsed.cc).map(|party| party.address.as_str());
        receivers.chain(parsed.delivered_to.iter().map(String::as_str))
    };
    let plus = |address: &str| token_in(key, address.rsplit_once('@')?.0.split_once('+')?.1);
    let by_address = || addresses().find_map(plus).map(|ticket| (ticket, Link::PlusAddress));
    let by_report = || {
        let returned = parsed.returned_message_id.as_deref();
        returned.and_then(|id| read_message_id(key, id)).map(|ticket| (ticket, Link::Report))
    };
    let by_marker = || token_in(key, &parsed.text).map(|ticket| (ticket, Link::Marker));
    Threading {
        answers: by_id().or_else(by_address).or_else(by_report).or_else(by_marker),
        reference_in_subject: reference(&parsed.subject, prefixes),
    }
}

/// The first reference of one of the prefixes in a subject: prefix, hyphen, five to sixteen signs of Crockford's base
/// 32, the first of them a letter. Case does not matter, and what looks like 0 or 1 is read as that.
fn reference(subject: &str, prefixes: &[&str]) -> Option<String> {
    let mut words = subject.split(|c: char| !c.is_alphanumeric() && c != '-');
    words.find_map(|word| {
        let (prefix, tail) = word.split_once('-')?;
        let prefix = prefixes.iter().find(|known| known.eq_ignore_ascii_case(prefix))?;
        if !(5..=16).contains(&tail.len()) {
            return None;
        }
        let tail = tail.chars().map(sign).collect::<Option<String>>()?;
        tail.starts_with(|c: char| c.is_ascii_alphabetic())
            .then(|| format!("{}-{tail}", prefix.to_ascii_uppercase()))
    })
}

fn sign(typed: char) -> Option<char> {
    match typed.to_ascii_uppercase() {
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        'U' => None,
        other => other.is_ascii_alphanumeric().then_some(other),
    }
}
