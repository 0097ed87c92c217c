//! Text as a mail's wire form: header fields folded and encoded, bodies quoted-printable or base 64. Knows nothing of
//! which fields a mail has.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Where a header line is folded.
const FOLD: usize = 76;
/// Bytes of text in an encoded word: 68 signs of it, so that one fits on the first line of a subject too.
const WORD_BYTES: usize = 42;

/// Writes a field whose value is free text.
pub(crate) fn unstructured(out: &mut String, name: &str, value: &str) {
    let words =
        if is_plain(value) { value.split(' ').map(str::to_owned).collect() } else { encoded_words(value) };
    field(out, name, &words);
}

/// Writes a field of words that may be folded between, joined by single spaces.
pub(crate) fn field(out: &mut String, name: &str, words: &[String]) {
    out.push_str(name);
    out.push(':');
    let mut column = name.len() + 1;
    for word in words {
        // Never before the first word: a line of nothing but white space is lost on the way.
        if column > name.len() + 1 && column + 1 + word.len() > FOLD {
            out.push_str("\r\n");
            column = 0;
        }
        out.push(' ');
        out.push_str(word);
        column += 1 + word.len();
    }
    out.push_str("\r\n");
}

/// Whether a value can stand in a header as it is: printable ASCII that no reader takes for an encoded word, with
/// single spaces (folding keeps no others), and no word too long for a line.
fn is_plain(value: &str) -> bool {
    value.bytes().all(|b| b == b' ' || b.is_ascii_graphic())
        && !value.contains("=?")
        && !value.split(' ').any(|word| word.is_empty() || word.len() > 500)
}

/// A text as encoded words, cut between characters.
pub(crate) fn encoded_words(value: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = value;
    while !rest.is_empty() {
        let end = (1..=rest.len().min(WORD_BYTES))
            .rev()
            .find(|&at| rest.is_char_boundary(at))
            .unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        words.push(format!("=?utf-8?B?{}?=", STANDARD.encode(piece)));
        rest = after;
    }
    words
}

/// A display name: as it is, in quotes, or as encoded words.
pub(crate) fn phrase(name: &str) -> Vec<String> {
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    if !is_plain(name) {
        encoded_words(name)
    } else if name.split(' ').all(|word| word.chars().all(atom)) {
        name.split(' ').map(str::to_owned).collect()
    } else {
        vec![quoted_string(name)]
    }
}

/// A quoted string of RFC 5322.
pub(crate) fn quoted_string(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A parameter of Content-Type or Content-Disposition, by RFC 2231 where ASCII does not do.
pub(crate) fn parameter(name: &str, value: &str) -> String {
    if value.bytes().all(|b| b == b' ' || b.is_ascii_graphic()) && !value.contains("=?") {
        return format!("{name}={}", quoted_string(value));
    }
    let mut encoded = format!("{name}*=utf-8''");
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// A text quoted-printable, every line end CR LF, no line over 76. No line begins with a dot or with `From `, so no
/// transport that forgets to guard them can be led to read the text as commands.
pub(crate) fn quoted_printable(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for line in text.strip_suffix('\n').unwrap_or(&text).split('\n') {
        let bytes = line.as_bytes();
        let mut column = 0;
        for (at, &byte) in bytes.iter().enumerate() {
            let blank = matches!(byte, b' ' | b'\t') && at + 1 < bytes.len();
            let literal = blank || (byte.is_ascii_graphic() && byte != b'=');
            if column + if literal { 1 } else { 3 } > FOLD - 1 {
                out.push_str("=\r\n");
                column = 0;
            }
            let guarded = column == 0 && (byte == b'.' || bytes[at..].starts_with(b"From "));
            if literal && !guarded {
                out.push(char::from(byte));
                column += 1;
            } else {
                out.push_str(&format!("={byte:02X}"));
                column += 3;
            }
        }
        out.push_str("\r\n");
    }
    out
}

/// Bytes as base 64 in lines of 76.
pub(crate) fn base64_lines(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() / 57 * 78 + 80);
    for line in bytes.chunks(57) {
        STANDARD.encode_string(line, &mut out);
        out.push_str("\r\n");
    }
    out
}
