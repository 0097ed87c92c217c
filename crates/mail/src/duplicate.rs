//! One mail that comes twice has one hash, whatever way it came. Knows bytes and the names of trace fields only.

use crate::body::hex;
use crate::header::{line_at, name_of};
use sha2::{Digest, Sha256};

/// Fields that servers on the way write (trust.md).
const TRACE: [&str; 6] =
    ["Return-Path", "Received", "Delivered-To", "X-Original-To", "Authentication-Results", "Received-SPF"];
/// Families of such fields.
const FAMILIES: [&str; 2] = ["ARC-", "X-Spam-"];

/// SHA-256, in hexadecimal, of a mail without its trace fields. The body counts byte by byte.
pub fn duplicate_hash(raw: &[u8]) -> String {
    let mut hash = Sha256::new();
    let mut at = 0;
    let mut dropped = false;
    while let Some((line, next)) = line_at(raw, at) {
        if line.is_empty() {
            break;
        }
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            dropped = name_of(line).is_some_and(is_trace);
        }
        if !dropped {
            hash.update(&raw[at..next]);
        }
        at = next;
    }
    hash.update(raw.get(at..).unwrap_or_default());
    hex(&hash.finalize())
}

fn is_trace(name: &[u8]) -> bool {
    TRACE.iter().any(|trace| name.eq_ignore_ascii_case(trace.as_bytes()))
        || FAMILIES.iter().any(|family| {
            name.get(..family.len()).is_some_and(|head| head.eq_ignore_ascii_case(family.as_bytes()))
        })
}
