//! Encoded words of RFC 2047: `=?utf-8?Q?Sk=C3=A4rmbild?=`. Read leniently, in one pass.

use crate::charset;
use crate::transfer;

/// The longest name of a character set that is looked for.
const LONGEST_CHARSET: usize = 64;

/// A word's bytes, not yet text: programs cut words in the middle of a character.
struct Word<'a> {
    charset: &'a str,
    bytes: Vec<u8>,
}

/// Text with its encoded words decoded; what is no encoded word stays as it is.
pub(crate) fn decode(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut pending: Option<Word<'_>> = None;
    let (mut copied, mut from) = (0, 0);
    // No word begins behind the last end of one: known once, it keeps a row of mere beginnings linear.
    let last_end = value.rfind("?=").unwrap_or(0);
    while let Some(at) = value[from..last_end.max(from)].find("=?").map(|offset| from + offset) {
        let Some((word, length)) = word_at(&value[at..]) else {
            from = at + 2;
            continue;
        };
        let between = &value[copied..at];
        let adjacent = pending.is_some() && between.trim().is_empty();
        match &mut pending {
            Some(last) if adjacent && last.charset.eq_ignore_ascii_case(word.charset) => {
                last.bytes.extend(word.bytes);
            }
            _ => {
                flush(&mut text, pending.replace(word));
                // White space between encoded words is no part of the text.
                text.push_str(if adjacent { "" } else { between });
            }
        }
        copied = at + length;
        from = copied;
    }
    flush(&mut text, pending);
    text.push_str(&value[copied..]);
    text
}

fn flush(text: &mut String, word: Option<Word<'_>>) {
    if let Some(word) = word {
        // A line break may be encoded; here it would forge a line.
        text.extend(
            charset::decode(&word.bytes, Some(word.charset))
                .chars()
                .map(|c| if c.is_control() { ' ' } else { c }),
        );
    }
}

/// The encoded word that begins here, and its length.
fn word_at(value: &str) -> Option<(Word<'_>, usize)> {
    let inner = value.strip_prefix("=?")?;
    let end = inner.bytes().take(LONGEST_CHARSET).position(|byte| byte == b'?')?;
    let charset = inner[..end].split('*').next().filter(|charset| !charset.is_empty())?;
    let quoted = match inner.as_bytes().get(end + 1)?.to_ascii_lowercase() {
        b'b' => false,
        b'q' => true,
        _ => return None,
    };
    let data = inner.get(end + 2..)?.strip_prefix('?')?;
    let length = data.find("?=")?;
    let encoded = &data.as_bytes()[..length];
    let bytes = if quoted { transfer::quoted(encoded, true) } else { transfer::base64(encoded) };
    Some((Word { charset, bytes }, 2 + end + 3 + length + 2))
}
