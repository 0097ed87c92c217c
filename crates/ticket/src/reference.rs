//! References such as `WC-K7Q2M`: what people quote on the telephone. Knows nothing of how numbers are handed out.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Crockford's base 32: no I, L, O or U, so that nothing looks like something else.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// The first symbol is one of the letters, so that a reference never reads as a bare number.
const LEADING: u64 = 22;
/// Symbols behind the leading letter: 22 × 32⁴ ≈ 23 million numbers before the reference grows.
const TAIL: u32 = 4;

/// A desk prefix and a number, shown in base 32. Compared and stored in its canonical form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

/// Why a text is no reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceFault;

impl fmt::Display for ReferenceFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a reference is a desk prefix, a hyphen and at least five letters or digits, like WC-K7Q2M",
        )
    }
}

impl std::error::Error for ReferenceFault {}

impl Reference {
    /// The reference of the `number`-th ticket under a desk prefix. Different numbers give different references.
    pub fn new(prefix: &str, number: u64) -> Self {
        let mut tail = Vec::new();
        let mut rest = number;
        for _ in 0..TAIL {
            tail.push(symbol(rest % 32));
            rest /= 32;
        }
        while rest >= LEADING {
            rest -= LEADING;
            tail.push(symbol(rest % 32));
            rest /= 32;
        }
        tail.push(symbol(10 + rest));
        tail.reverse();
        Self(format!("{prefix}-{}", tail.into_iter().collect::<String>()))
    }

    /// Reads what a person typed: case does not matter, O is 0, I and L are 1, spaces around are dropped.
    ///
    /// # Errors
    /// A text that cannot be a reference.
    pub fn parse(text: &str) -> Result<Self, ReferenceFault> {
        let (prefix, tail) = text.trim().split_once('-').ok_or(ReferenceFault)?;
        let prefix_ok = (1..=8).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_alphabetic());
        if !prefix_ok || !(5..=16).contains(&tail.len()) {
            return Err(ReferenceFault);
        }
        let tail = tail.chars().map(canonical).collect::<Option<String>>().ok_or(ReferenceFault)?;
        if !tail.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Err(ReferenceFault);
        }
        Ok(Self(format!("{}-{tail}", prefix.to_ascii_uppercase())))
    }

    /// The canonical form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One symbol; `value` is below 32 by construction.
fn symbol(value: u64) -> char {
    char::from(ALPHABET[(value % 32) as usize])
}

fn canonical(typed: char) -> Option<char> {
    let upper = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.contains(&u8::try_from(upper).ok()?).then_some(upper)
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Reference {
    type Error = ReferenceFault;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn numbers_give_distinct_references_that_start_with_a_letter_and_read_back() {
        let mut seen = HashSet::new();
        for number in (0..200_000).chain((0..200_000).map(|n| n + 22 * 32u64.pow(4) - 100_000)) {
            let reference = Reference::new("WC", number);
            assert!(reference.as_str()[3..].starts_with(|c: char| c.is_ascii_alphabetic()), "{reference}");
            assert_eq!(Reference::parse(reference.as_str()), Ok(reference.clone()));
            seen.insert(reference);
        }
        assert_eq!(seen.len(), 400_000);
    }

    #[test]
    fn what_people_type_is_understood() {
        let canonical = Reference::parse("WC-A7021").ok();
        assert_eq!(Reference::parse(" wc-a7O2l ").ok(), canonical);
        for wrong in ["", "WC", "WC-1234", "WC-12345", "-A7021", "W1-A7021", "WC-A70 1", "WC-U7021"] {
            assert_eq!(Reference::parse(wrong), Err(ReferenceFault), "{wrong}");
        }
    }
}
