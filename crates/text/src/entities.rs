//! Character references of HTML: the numeric ones and those that Nordic mail programs write.
//!
//! Refuses to know tags; an unknown reference stays as it was written.

/// The longest reference that is looked for, in bytes between `&` and `;`.
const LONGEST: usize = 10;

/// Named references and what they stand for.
const NAMED: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("aring", "å"),
    ("auml", "ä"),
    ("ouml", "ö"),
    ("aelig", "æ"),
    ("oslash", "ø"),
    ("uuml", "ü"),
    ("Aring", "Å"),
    ("Auml", "Ä"),
    ("Ouml", "Ö"),
    ("AElig", "Æ"),
    ("Oslash", "Ø"),
    ("Uuml", "Ü"),
    ("eacute", "é"),
    ("Eacute", "É"),
    ("egrave", "è"),
    ("agrave", "à"),
    ("aacute", "á"),
    ("oacute", "ó"),
    ("iacute", "í"),
    ("uacute", "ú"),
    ("yacute", "ý"),
    ("eth", "ð"),
    ("thorn", "þ"),
    ("szlig", "ß"),
    ("ccedil", "ç"),
    ("ntilde", "ñ"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("bull", "•"),
    ("middot", "·"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("bdquo", "„"),
    ("sbquo", "‚"),
    ("euro", "€"),
    ("pound", "£"),
    ("sect", "§"),
    ("para", "¶"),
    ("deg", "°"),
    ("plusmn", "±"),
    ("times", "×"),
    ("divide", "÷"),
    ("frac12", "½"),
    ("frac14", "¼"),
    ("micro", "µ"),
    ("acute", "´"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("le", "≤"),
    ("ge", "≥"),
    ("ne", "≠"),
    ("rarr", "→"),
    ("larr", "←"),
    ("shy", ""),
    ("zwnj", ""),
    ("zwj", ""),
    ("ensp", " "),
    ("emsp", " "),
    ("thinsp", " "),
    ("newline", "\n"),
    ("tab", "\t"),
];

/// The text with its references decoded.
pub(crate) fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (plain, tail) = rest.split_at(at);
        decoded.push_str(plain);
        let body = tail.get(1..).unwrap_or_default();
        let length = body.bytes().take(LONGEST + 1).position(|byte| byte == b';');
        let name = length.and_then(|length| body.get(..length));
        match name.and_then(|name| reference(name, &mut decoded)) {
            Some(used) => rest = body.get(used + 1..).unwrap_or_default(),
            None => {
                decoded.push('&');
                rest = body;
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

/// Writes what a reference stands for; gives its length, or `None` when it is not known.
fn reference(name: &str, decoded: &mut String) -> Option<usize> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        decoded.push(windows_1252(code).or_else(|| char::from_u32(code)).filter(|c| *c != '\0')?);
    } else {
        decoded.push_str(NAMED.iter().find(|(known, _)| *known == name)?.1);
    }
    Some(name.len())
}

/// The Windows characters that old programs number as if they were Unicode.
fn windows_1252(code: u32) -> Option<char> {
    Some(match code {
        128 => '€',
        133 => '…',
        145 => '‘',
        146 => '’',
        147 => '“',
        148 => '”',
        149 => '•',
        150 => '–',
        151 => '—',
        _ => return None,
    })
}
