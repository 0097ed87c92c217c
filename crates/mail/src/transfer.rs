//! Content transfer encodings, decoded leniently: what is broken stays visible, and nothing is refused.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use std::borrow::Cow;

/// How the content of a part is written.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Transfer {
    /// As it is.
    #[default]
    Plain,
    /// Base 64.
    Base64,
    /// Quoted-printable.
    Quoted,
}

impl Transfer {
    /// Reads the value of Content-Transfer-Encoding.
    pub(crate) fn named(name: &str) -> Self {
        let name = name.split([';', '(']).next().unwrap_or_default().trim();
        if name.eq_ignore_ascii_case("base64") {
            Self::Base64
        } else if name.eq_ignore_ascii_case("quoted-printable") {
            Self::Quoted
        } else {
            Self::Plain
        }
    }

    /// The content.
    pub(crate) fn decode(self, body: &[u8]) -> Cow<'_, [u8]> {
        match self {
            Self::Plain => Cow::Borrowed(body),
            Self::Base64 => Cow::Owned(base64(body)),
            Self::Quoted => Cow::Owned(quoted(body, false)),
        }
    }
}

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Decodes base 64: bytes outside its alphabet are passed over, and padding may stand in the middle.
pub(crate) fn base64(body: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(body.len() / 4 * 3);
    for piece in body.split(|byte| *byte == b'=') {
        let known = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
        let mut piece: Vec<u8> = piece.iter().copied().filter(known).collect();
        // One sign left over holds no whole byte.
        piece.truncate(piece.len() - usize::from(piece.len() % 4 == 1));
        decoded.extend(LENIENT.decode(piece).unwrap_or_default());
    }
    decoded
}

/// Decodes quoted-printable; in a header word an underscore is a space.
pub(crate) fn quoted(body: &[u8], word: bool) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(body.len());
    // How far the decoded text reaches without white space that the transport added at the end of a line.
    let mut solid = 0;
    let mut at = 0;
    while let Some(&byte) = body.get(at) {
        at += 1;
        match byte {
            b'=' => {
                let hex = body.get(at..at + 2).and_then(|two| std::str::from_utf8(two).ok());
                if let Some(value) = hex.and_then(|two| u8::from_str_radix(two, 16).ok()) {
                    decoded.push(value);
                    at += 2;
                } else if let Some(next) = soft_break(body, at) {
                    at = next;
                } else {
                    decoded.push(byte);
                }
                solid = decoded.len();
            }
            b'_' if word => decoded.push(b' '),
            b'\n' if !word => {
                let returned = decoded.len() > solid && decoded.ends_with(b"\r");
                decoded.truncate(solid);
                decoded.extend_from_slice(if returned { b"\r\n" } else { b"\n" });
                solid = decoded.len();
            }
            b' ' | b'\t' | b'\r' => decoded.push(byte),
            _ => {
                decoded.push(byte);
                solid = decoded.len();
            }
        }
    }
    decoded
}

/// Where the next line begins, if nothing but white space stands between here and the end of this one.
fn soft_break(body: &[u8], at: usize) -> Option<usize> {
    let rest = body.get(at..)?;
    let end = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r')).unwrap_or(rest.len());
    match rest.get(end) {
        Some(b'\n') => Some(at + end + 1),
        None => Some(body.len()),
        Some(_) => None,
    }
}
