//! Stand-in until the real crate lands.
#![allow(missing_docs)]
pub fn message_id(_key: &[u8], ticket: i64, n: i64, domain: &str) -> String { format!("t{ticket}.{n}@{domain}") }
