//! The words of a text as the search index and the query both see them.
//!
//! Knows tokens and Snowball stems; refuses to know the index, its ranking and its syntax.

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

use crate::language::Language;

/// Tokens longer than this are no words and are kept as they are.
const LONGEST_WORD: usize = 64;

/// The text lower-cased, split at everything but letters, digits and inner hyphens, stemmed, joined by one space.
///
/// `å`, `ä` and `ö` stay apart from `a` and `o`. Tokens with a digit in them, such as the reference `wc-k7q2m`,
/// are not stemmed. The same function is used for index and query.
pub fn stem_words(text: &str, language: Language) -> String {
    let stemmer = Stemmer::create(match language {
        Language::Sv => Algorithm::Swedish,
        Language::Da => Algorithm::Danish,
        Language::En => Algorithm::English,
    });
    let mut stems = String::with_capacity(text.len());
    let mut token = String::new();
    let mut hyphen = false;
    for c in text.nfc().chain([' ']) {
        if c.is_alphanumeric() {
            if std::mem::take(&mut hyphen) {
                token.push('-');
            }
            token.extend(c.to_lowercase());
        } else if matches!(c, '-' | '\u{2010}' | '\u{2011}') && !token.is_empty() && !hyphen {
            hyphen = true;
        } else {
            hyphen = false;
            push(&mut stems, &token, &stemmer);
            token.clear();
        }
    }
    stems
}

/// Adds the stem of a token.
fn push(stems: &mut String, token: &str, stemmer: &Stemmer) {
    if token.is_empty() {
        return;
    }
    if !stems.is_empty() {
        stems.push(' ');
    }
    if token.len() > LONGEST_WORD || token.contains(|c: char| c.is_numeric()) {
        stems.push_str(token);
    } else {
        stems.push_str(&stemmer.stem(token));
    }
}
