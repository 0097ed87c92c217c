//! Bytes to text, by the character set that a sender names and by what the bytes show. Never fails.

use mail_parser::decoders::charsets::map::charset_decoder;

/// Beginnings of names of character sets that extend ASCII by single bytes, or are UTF-8: text that is valid UTF-8 is
/// UTF-8 whatever of these it claims to be, for no one writes `Ã¥`.
const OFTEN_WRONG: [&str; 9] =
    ["us-ascii", "ascii", "ansi", "utf-8", "utf8", "iso-8859-", "iso8859", "windows-125", "latin"];

/// Text of these bytes, given the name of their character set.
pub(crate) fn decode(bytes: &[u8], label: Option<&str>) -> String {
    let label = label.unwrap_or_default().trim_matches(['"', '\'', ' ']).to_ascii_lowercase();
    let decoder = charset_decoder(label.as_bytes());
    let doubtful = decoder.is_none() || OFTEN_WRONG.iter().any(|name| label.starts_with(name));
    if !doubtful && let Some(decoder) = decoder {
        return decoder(bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => single_bytes(bytes, &label),
    }
}

/// Text that is no valid UTF-8: damaged UTF-8 if some of it is, else single bytes.
fn single_bytes(bytes: &[u8], label: &str) -> String {
    let named_other = label.starts_with("iso") || label.starts_with("windows") || label.starts_with("latin");
    if !named_other && bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii()) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let named = if named_other { charset_decoder(label.as_bytes()) } else { None };
    match named.or_else(|| charset_decoder(b"windows-1252")) {
        Some(decoder) => decoder(bytes),
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}
