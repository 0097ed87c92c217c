//! Message-IDs and reply tokens that name their ticket and cannot be guessed, so that an answer finds its case and
//! nobody else's words do. Knows the key only while it is handed in.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt::Write as _;

/// Bytes of the code kept in a Message-ID: 80 bits.
const CODE_BYTES: usize = 10;

/// The Message-ID, without angle brackets, of the `number`-th mail about a ticket.
pub fn message_id(key: &[u8], ticket: i64, number: i64, domain: &str) -> String {
    let named = format!("t{ticket:x}.{number:x}");
    let code = code(key, MESSAGE_ID, &named);
    format!("{named}.{code}@{domain}")
}

/// The ticket a Message-ID of ours names; `None` where we did not make it. The domain may have changed since.
pub fn read_message_id(key: &[u8], id: &str) -> Option<i64> {
    let (local, _) = id.trim_matches(['<', '>', ' ']).rsplit_once('@')?;
    let (named, given) = local.rsplit_once('.')?;
    let (ticket, _) = named.strip_prefix('t')?.split_once('.')?;
    same(code(key, MESSAGE_ID, named).as_bytes(), given.as_bytes())
        .then(|| i64::from_str_radix(ticket, 16).ok())?
}

/// A ticket's token for a plus address (`desk+TOKEN@…`) or a mark in the text, where an answer loses its threading
/// fields: letters, digits and a hyphen, small, so that it survives programs that change case.
pub fn reply_token(key: &[u8], ticket: i64) -> String {
    let named = format!("r{ticket:x}");
    let code = code(key, REPLY_TOKEN, &named);
    format!("{named}-{code}")
}

/// The ticket a reply token names; `None` where we did not make it.
pub fn read_reply_token(key: &[u8], token: &str) -> Option<i64> {
    let token = token.to_ascii_lowercase();
    let (named, given) = token.split_once('-')?;
    let ticket = named.strip_prefix('r')?;
    same(code(key, REPLY_TOKEN, named).as_bytes(), given.as_bytes())
        .then(|| i64::from_str_radix(ticket, 16).ok())?
}

/// The first token in a text that we made. A word is looked at only if it has a token's form.
pub(crate) fn token_in(key: &[u8], text: &str) -> Option<i64> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words
        .filter(|word| word.len() <= LONGEST_TOKEN && word.contains('-'))
        .find_map(|word| read_reply_token(key, word))
}

/// `r`, sixteen digits, a hyphen and the code.
const LONGEST_TOKEN: usize = 18 + 2 * CODE_BYTES;

/// What a code is for: one made for an id is none for a token.
const MESSAGE_ID: &[u8] = b"stafett message id\n";
const REPLY_TOKEN: &[u8] = b"stafett reply token\n";

fn code(key: &[u8], purpose: &[u8], named: &str) -> String {
    let mut out = String::new();
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return out };
    mac.update(purpose);
    mac.update(named.as_bytes());
    for byte in mac.finalize().into_bytes().iter().take(CODE_BYTES) {
        // Writing to a String cannot fail.
        if write!(out, "{byte:02x}").is_err() {
            break;
        }
    }
    out
}

/// Compared in a time that does not depend on where they differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    !a.is_empty() && a.len() == b.len() && a.iter().zip(b).fold(0, |diff, (x, y)| diff | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_we_made_reads_back_and_nothing_else_does() {
        let key = [7; 32];
        let id = message_id(&key, 4711, 12, "desk.example");
        assert_eq!(read_message_id(&key, &id), Some(4711));
        assert_eq!(read_message_id(&key, &format!("<{id}>")), Some(4711));
        assert_eq!(read_message_id(&[8; 32], &id), None, "another key");
        assert_eq!(read_message_id(&key, &id.replacen("t1267", "t1268", 1)), None, "another ticket");
        for wrong in ["", "t1.2@x", "t1.2.@x", "x@y", "t1.2.00000000000000000000@x"] {
            assert_eq!(read_message_id(&key, wrong), None, "{wrong}");
        }
    }
}
