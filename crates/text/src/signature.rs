//! Which lines at the end of a reply are a signature.
//!
//! Judges the end of a text only; refuses to know names, and leaves what might be part of an answer.

use crate::headers::is_blank;

/// Beginnings of the line telephones add.
const DEVICE: &[&str] = &[
    "skickat från min ",
    "skickat från mitt ",
    "skickat från outlook",
    "skickat från e-post för windows",
    "skickat från yahoo",
    "skickat från proton",
    "sendt fra min ",
    "sendt fra mit ",
    "sendt fra outlook",
    "sendt fra mail til windows",
    "sent from my ",
    "sent from outlook",
    "sent from mail for",
    "sent from yahoo",
    "sent from proton",
    "hämta outlook för ",
    "hent outlook til ",
    "hent outlook for ",
    "get outlook for ",
];
/// The most words such a line has.
const DEVICE_WORDS: usize = 10;
/// The most lines a signature has below `--`.
const SIGNATURE_LINES: usize = 12;
/// The longest line of a signature, in characters.
const SIGNATURE_WIDTH: usize = 90;

/// Whether the line is the one a telephone adds by itself.
pub(crate) fn is_device_line(line: &str) -> bool {
    let text = line.trim().trim_start_matches(['*', '_']);
    let head: String = text.chars().take(60).collect::<String>().to_lowercase();
    DEVICE.iter().any(|beginning| head.starts_with(beginning))
        && text.split_whitespace().count() <= DEVICE_WORDS
        && !text.contains(['?', '!', ','])
}

/// Where the signature introduced by `-- ` begins, if the lines end in one.
///
/// Too long a block, or one with a question in it, is taken for part of the answer.
pub(crate) fn signature_start(lines: &[&str]) -> Option<usize> {
    let mut below = 0;
    for (index, line) in lines.iter().enumerate().rev() {
        if matches!(*line, "-- " | "--" | "--\u{a0}") {
            return Some(index);
        }
        below += usize::from(!is_blank(line));
        if below > SIGNATURE_LINES || line.contains('?') || line.chars().count() > SIGNATURE_WIDTH {
            return None;
        }
    }
    None
}
