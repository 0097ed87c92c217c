//! Values with parameters: Content-Type and Content-Disposition, RFC 2231 and what programs write instead. One pass.

use crate::charset;
use crate::words;

/// A value and its parameters.
pub(crate) struct Parameters {
    /// What stands before the first semicolon, in lower case.
    pub(crate) main: String,
    given: Vec<Given>,
}

/// One parameter as it stands: `filename*1*=bild%C3%B6` is piece 1 of `filename`, percent-encoded.
struct Given {
    name: String,
    piece: u32,
    /// Whether it is written by RFC 2231.
    extended: bool,
    percent: bool,
    value: String,
}

/// Reads an unfolded value.
pub(crate) fn read(value: &str) -> Parameters {
    let (main, mut rest) = value.split_once(';').unwrap_or((value, ""));
    let main = main.split('(').next().unwrap_or_default().trim().to_lowercase();
    let mut given = Vec::new();
    while !rest.is_empty() {
        let next = rest.find([';', '=']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(next);
        let Some(after) = after.strip_prefix('=') else {
            rest = after.strip_prefix(';').unwrap_or_default();
            continue;
        };
        let (value, after) = value_at(after.trim_start());
        given.push(Given::new(name.trim(), value));
        rest = after;
    }
    // Pieces may come in any order.
    given.sort_by_key(|given| given.piece);
    Parameters { main, given }
}

/// The value that begins here, and what stands behind its semicolon.
fn value_at(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, after) = text.split_once(';').unwrap_or((text, ""));
        return (value.trim().to_owned(), after);
    };
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (value, quoted[at..].split_once(';').map_or("", |(_, after)| after)),
            // A backslash before anything else is one: `C:\bilder\1.png`.
            '\\' if quoted[at + 1..].starts_with(['"', '\\']) => value.extend(chars.next().map(|(_, c)| c)),
            _ => value.push(c),
        }
    }
    (value, "")
}

impl Given {
    fn new(name: &str, value: String) -> Self {
        let mut marks = name.split('*');
        let base = marks.next().unwrap_or_default().trim().to_lowercase();
        let piece = marks.next().and_then(|digits| digits.parse().ok()).unwrap_or(0);
        Self { name: base, piece, extended: name.contains('*'), percent: name.ends_with('*'), value }
    }
}

impl Parameters {
    /// A parameter's value, decoded. Where it is given both plainly and by RFC 2231, the latter is the true one.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let mut bytes = Vec::new();
        let mut charset = None;
        for piece in self.given.iter().filter(|given| given.extended && given.name == name) {
            let mut value = piece.value.as_str();
            if piece.percent && charset.is_none() {
                let mut parts = value.splitn(3, '\'');
                if let (Some(named), Some(_), Some(rest)) = (parts.next(), parts.next(), parts.next()) {
                    charset = Some(named);
                    value = rest;
                }
            }
            if piece.percent {
                percent_decoded(value, &mut bytes);
            } else {
                bytes.extend_from_slice(value.as_bytes());
            }
        }
        if !bytes.is_empty() {
            return Some(charset::decode(&bytes, charset));
        }
        let plain = self.given.iter().find(|given| !given.extended && given.name == name)?;
        // Forbidden here, and usual.
        Some(words::decode(&plain.value))
    }
}

fn percent_decoded(value: &str, bytes: &mut Vec<u8>) {
    let mut rest = value.as_bytes();
    while let [first, after @ ..] = rest {
        let hex =
            if *first == b'%' { after.get(..2).and_then(|two| std::str::from_utf8(two).ok()) } else { None };
        match hex.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
}
