//! Message-IDs that name their ticket and cannot be guessed, so that an answer finds its case and nobody else's
//! words do.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt::Write as _;

/// Bytes of the code kept in a Message-ID: 80 bits.
const CODE_BYTES: usize = 10;

/// The Message-ID, without angle brackets, of the `number`-th mail about a ticket.
pub fn message_id(key: &[u8], ticket: i64, number: i64, domain: &str) -> String {
    let named = format!("t{ticket:x}.{number:x}");
    let code = code(key, &named);
    format!("{named}.{code}@{domain}")
}

/// The ticket a Message-ID of ours names; `None` where we did not make it. The domain may have changed since.
pub fn read_message_id(key: &[u8], id: &str) -> Option<i64> {
    let (local, _) = id.trim_matches(['<', '>', ' ']).rsplit_once('@')?;
    let (named, given) = local.rsplit_once('.')?;
    let (ticket, _) = named.strip_prefix('t')?.split_once('.')?;
    same(code(key, named).as_bytes(), given.as_bytes()).then(|| i64::from_str_radix(ticket, 16).ok())?
}

fn code(key: &[u8], named: &str) -> String {
    let mut out = String::new();
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return out };
    mac.update(b"stafett message id\n");
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
