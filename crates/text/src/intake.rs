//! The one door by which free text enters the product: cleaned, capped and masked once.
//!
//! Knows characters; refuses to know which field, person or case the text belongs to.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::identity::mask;

/// The most characters a text keeps.
const TEXT_CAP: usize = 200_000;
/// The most characters a line keeps.
const LINE_CAP: usize = 500;
/// The longest written identity number, whose torn-off beginning must not survive the cap.
const LONGEST_NUMBER: usize = 16;

/// Free text after the door: its cleaned original, and the form in which everybody sees it.
///
/// `Debug` shows the masked form only, so that a trace never holds an identity number.
#[derive(Clone, PartialEq, Eq)]
pub struct Intake {
    original: String,
    masked: String,
    masks: usize,
}

impl Intake {
    /// Takes in a text of several lines.
    ///
    /// NFC; CRLF, CR and Unicode line ends become LF; other control characters than LF and tab, direction marks
    /// and invisible joiners that could hide a number are removed; at most 200 000 characters are kept.
    pub fn new(text: String) -> Intake {
        let (original, _) = capped(clean(&text), TEXT_CAP);
        Intake::of(original)
    }

    /// Takes in a single line: as [`Intake::new`], then every run of white space that holds a newline or tab
    /// becomes one space, both ends are trimmed, and at most 500 characters are kept.
    pub fn line(text: String) -> Intake {
        let (cleaned, _) = capped(clean(&text), TEXT_CAP);
        let (original, cut) = capped(one_line(cleaned.trim()).chars(), LINE_CAP);
        Intake::of(if cut { original.trim_end().to_owned() } else { original })
    }

    fn of(original: String) -> Intake {
        let masked = mask(&original);
        Intake { original, masked: masked.text, masks: masked.count }
    }

    /// The cleaned text with its identity numbers: to be kept encrypted and shown only for a reason.
    pub fn original(&self) -> &str {
        &self.original
    }

    /// The text as everybody sees it, each identity number replaced by `••••••-••••`.
    pub fn masked(&self) -> &str {
        &self.masked
    }

    /// How many identity numbers were masked.
    pub fn masks(&self) -> usize {
        self.masks
    }
}

impl fmt::Debug for Intake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Intake")
            .field("masked", &self.masked)
            .field("masks", &self.masks)
            .finish_non_exhaustive()
    }
}

/// The characters that are let in, in NFC, with one kind of line end.
fn clean(text: &str) -> impl Iterator<Item = char> {
    let mut after_cr = false;
    text.chars()
        .filter_map(move |c| {
            let paired = std::mem::replace(&mut after_cr, c == '\r') && c == '\n';
            match c {
                '\n' if paired => None,
                '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
                '\t' => Some('\t'),
                c if c.is_control() || is_hidden(c) => None,
                c => Some(c),
            }
        })
        .nfc()
}

/// Direction marks, overrides and isolates, and characters without width that are not needed for spelling.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// The first `cap` characters, and whether any were left out. A number torn by the cap goes altogether.
fn capped(mut letters: impl Iterator<Item = char>, cap: usize) -> (String, bool) {
    let mut kept: String = letters.by_ref().take(cap).collect();
    let cut = letters.next().is_some();
    if cut {
        for _ in 0..LONGEST_NUMBER {
            if !kept.ends_with(|c: char| c.is_ascii_digit() || "-+– ".contains(c)) {
                break;
            }
            kept.pop();
        }
    }
    (kept, cut)
}

/// The text on one line.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut gap = String::new();
    for c in text.chars() {
        if matches!(c, ' ' | '\n' | '\t') {
            gap.push(c);
            continue;
        }
        if gap.contains(['\n', '\t']) {
            line.push(' ');
        } else {
            line.push_str(&gap);
        }
        gap.clear();
        line.push(c);
    }
    line
}
