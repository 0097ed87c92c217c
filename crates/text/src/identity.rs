//! Finding and masking Swedish and Danish identity numbers in free text.
//!
//! Knows the written forms and the rules of the trust file; refuses to know whose number it is, whether it was
//! ever given out, or who may see the original.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{cpr_year, is_day, luhn, two},
    context::before,
};

/// What stands in place of every masked number, whichever its kind and written form.
const MASK: &str = "••••••-••••";

/// The kinds of identity number that are recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IdentityKind {
    /// A Swedish personal identity number.
    Personnummer,
    /// A Swedish co-ordination number: the day is raised by sixty.
    Samordningsnummer,
    /// A Danish CPR number; modulus 11 is not demanded.
    Cpr,
}

/// One identity number found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The bytes of the text it takes up, separator and century included.
    pub range: Range<usize>,
    /// Which kind of number it is.
    pub kind: IdentityKind,
}

/// A text without identity numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masked {
    /// The text, each identity number replaced by `••••••-••••`.
    pub text: String,
    /// How many numbers were replaced.
    pub count: usize,
}

/// How the two halves of a number are held together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// A hyphen or plus sign: `900101-2385`, `900101+9802`.
    Mark,
    /// Nothing: `9001012385`.
    Bare,
    /// Space, possibly round a hyphen: `900101 2385`, `900101 - 2385`.
    Loose,
}

/// Every identity number in the text, in order and without overlap.
///
/// Twelve digits, and separated forms, are taken on their own; ten bare digits, and halves held together by
/// space, only within about 25 characters after a word such as *patient*, *personnummer*, *pnr*, *cpr* or *född*.
/// A number with a letter, digit or preceding hyphen directly beside it is part of something else and left alone.
pub fn find_identity_numbers(text: &str) -> Vec<Found> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = bytes.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
        let start = at + offset;
        let end = run_end(bytes, start);
        at = end;
        if !opens(text, start) {
            continue;
        }
        if let Some(hit) = number_at(text, start, end) {
            at = hit.range.end;
            found.push(hit);
        }
    }
    found
}

/// Replaces every identity number by `••••••-••••`.
///
/// The mask shows neither the kind, nor the century, nor the written form, and masking twice changes nothing.
pub fn mask(text: &str) -> Masked {
    let found = find_identity_numbers(text);
    let mut masked = String::with_capacity(text.len() + found.len() * MASK.len());
    let mut at = 0;
    for Found { range, .. } in &found {
        masked.push_str(text.get(at..range.start).unwrap_or_default());
        masked.push_str(MASK);
        at = range.end;
    }
    masked.push_str(text.get(at..).unwrap_or_default());
    Masked { text: masked, count: found.len() }
}

/// Where the run of digits that begins at `start` ends.
fn run_end(bytes: &[u8], start: usize) -> usize {
    bytes
        .get(start..)
        .and_then(|rest| rest.iter().position(|byte| !byte.is_ascii_digit()))
        .map_or(bytes.len(), |length| start + length)
}

/// Whether a number may begin here.
fn opens(text: &str, start: usize) -> bool {
    let previous = text.get(..start).and_then(|head| head.chars().next_back());
    !previous.is_some_and(|c| c.is_alphanumeric() || is_hyphen(c))
}

/// Whether a number may end here.
fn closes(text: &str, end: usize) -> bool {
    !text.get(end..).and_then(|tail| tail.chars().next()).is_some_and(char::is_alphanumeric)
}

/// Hyphens as keyboards and telephones write them.
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{2014}' | '\u{2212}')
}

/// Reads the number whose first run of digits is `start..end`.
fn number_at(text: &str, start: usize, end: usize) -> Option<Found> {
    let bytes = text.as_bytes();
    let (joint, stop, digits) = match end - start {
        10 | 12 => (Joint::Bare, end, digits(bytes.get(start..end)?)),
        6 | 8 => {
            let (joint, tail) = joint(text, end)?;
            let stop = run_end(bytes, tail);
            if stop - tail != 4 {
                return None;
            }
            let mut digits = digits(bytes.get(start..end)?);
            digits.extend(self::digits(bytes.get(tail..stop)?));
            (joint, stop, digits)
        }
        _ => return None,
    };
    if !closes(text, stop) {
        return None;
    }
    let kind = match digits.len() {
        12 => with_century(&digits)?,
        _ => swedish(&digits).or_else(|| danish(&digits))?,
    };
    let alone = joint == Joint::Mark || (joint == Joint::Bare && digits.len() == 12);
    if !alone {
        let context = before(text, start);
        let mobile = kind == IdentityKind::Cpr && digits.starts_with(&[0, 7]);
        if !context.person || (context.telephone && mobile) {
            return None;
        }
    }
    Some(Found { range: start..stop, kind })
}

/// What holds the first half, which ends at `end`, to the second, and where the second begins.
fn joint(text: &str, end: usize) -> Option<(Joint, usize)> {
    let mut joint = Joint::Loose;
    let mut spaces = 0;
    let mut marks = 0;
    for (offset, c) in text.get(end..)?.char_indices().take(4) {
        match c {
            ' ' | '\u{a0}' | '\u{202f}' => spaces += 1,
            c if is_hyphen(c) || c == '+' => marks += 1,
            c if c.is_ascii_digit() && offset > 0 => {
                if marks == 1 && spaces == 0 {
                    joint = Joint::Mark;
                }
                return Some((joint, end + offset));
            }
            _ => return None,
        }
        if marks > 1 || spaces > 2 {
            return None;
        }
    }
    None
}

/// The values of ASCII digits.
fn digits(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|byte| byte.wrapping_sub(b'0')).collect()
}

/// The kind of a Swedish number with its century, twelve digits in all.
fn with_century(digits: &[u8]) -> Option<IdentityKind> {
    let century = two(digits.get(..2)?)?;
    if !(18..=20).contains(&century) {
        return None;
    }
    let short = digits.get(2..)?;
    let year = u16::from(century) * 100 + u16::from(two(short.get(..2)?)?);
    swedish_in(short, &[year])
}

/// The kind of a Swedish number without its century; a leap day counts if any century has it.
fn swedish(digits: &[u8]) -> Option<IdentityKind> {
    let year = u16::from(two(digits.get(..2)?)?);
    swedish_in(digits, &[2000 + year, 1900 + year])
}

/// The kind of ten Swedish digits, given the years they may mean.
fn swedish_in(digits: &[u8], years: &[u16]) -> Option<IdentityKind> {
    let month = two(digits.get(2..4)?)?;
    let raised = two(digits.get(4..6)?)?;
    let (day, kind) = if raised > 60 {
        (raised - 60, IdentityKind::Samordningsnummer)
    } else {
        (raised, IdentityKind::Personnummer)
    };
    (luhn(digits) && years.iter().any(|year| is_day(*year, month, day))).then_some(kind)
}

/// A Danish number, if its date exists in the century its seventh digit names.
fn danish(digits: &[u8]) -> Option<IdentityKind> {
    let day = two(digits.get(..2)?)?;
    let month = two(digits.get(2..4)?)?;
    let year = cpr_year(two(digits.get(4..6)?)?, *digits.get(6)?);
    is_day(year, month, day).then_some(IdentityKind::Cpr)
}
