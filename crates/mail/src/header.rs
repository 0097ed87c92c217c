//! Header fields of a message or part, split from its body in one pass. Knows lines and names; refuses to know what a
//! field means.

use crate::charset;

/// One field as it stands in the message, folds included.
pub(crate) struct Field<'a> {
    name: &'a [u8],
    value: &'a [u8],
}

/// The header of a message or part.
#[derive(Default)]
pub(crate) struct Fields<'a>(Vec<Field<'a>>);

/// Splits a header from what follows it, and says where that begins. Lines that are no field are passed over where
/// another field follows; otherwise the body begins there, as from senders who forget the empty line.
pub(crate) fn split(raw: &[u8]) -> (Fields<'_>, usize) {
    let mut fields = Vec::new();
    let mut at = 0;
    while let Some((line, next)) = line_at(raw, at) {
        if line.is_empty() {
            return (Fields(fields), next);
        }
        if let Some(name) = name_of(line) {
            let end = fold_end(raw, next);
            fields.push(Field { name, value: &raw[at + colon(line) + 1..end] });
            at = end;
        } else if line.starts_with(b"--") || !field_follows(raw, next) {
            let envelope = line.starts_with(b"From ") || line.starts_with(b">From ");
            if !(envelope && fields.is_empty()) {
                return (Fields(fields), at);
            }
            at = next;
        } else {
            at = next;
        }
    }
    (Fields(fields), raw.len())
}

/// The line at `at` without its end, and where the next one begins.
pub(crate) fn line_at(raw: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let rest = raw.get(at..).filter(|rest| !rest.is_empty())?;
    let (line, next) = match rest.iter().position(|byte| *byte == b'\n') {
        Some(end) => (&rest[..end], at + end + 1),
        None => (rest, raw.len()),
    };
    Some((line.strip_suffix(b"\r").unwrap_or(line), next))
}

fn colon(line: &[u8]) -> usize {
    line.iter().position(|byte| *byte == b':').unwrap_or(line.len())
}

/// The name of the field that begins on this line, if one does.
pub(crate) fn name_of(line: &[u8]) -> Option<&[u8]> {
    let name = line.get(..colon(line)).filter(|name| name.len() < line.len())?.trim_ascii_end();
    (!name.is_empty() && name.iter().all(u8::is_ascii_graphic)).then_some(name)
}

/// Where the lines that continue a field end.
fn fold_end(raw: &[u8], mut at: usize) -> usize {
    while let Some((line, next)) = line_at(raw, at) {
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            break;
        }
        at = next;
    }
    at
}

fn field_follows(raw: &[u8], at: usize) -> bool {
    line_at(raw, at).is_some_and(|(line, _)| name_of(line).is_some())
}

impl<'a> Fields<'a> {
    /// The values of all fields of a name, as they stand.
    fn raw(&self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        let fields = self.0.iter().filter(move |field| field.name.eq_ignore_ascii_case(name.as_bytes()));
        fields.map(|field| field.value)
    }

    /// The values of all fields of a name, unfolded and trimmed, encoded words left as they are.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = String> {
        self.raw(name).map(unfold)
    }

    /// The value of the first field of a name.
    pub(crate) fn first(&self, name: &str) -> Option<String> {
        self.raw(name).next().map(unfold)
    }

    /// Whether there is a field of a name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.raw(name).next().is_some()
    }
}

/// A value on one line. Bytes beyond ASCII, which should not stand here but do, are read as UTF-8 or Windows-1252.
fn unfold(value: &[u8]) -> String {
    let value: Vec<u8> = value.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    charset::decode(value.trim_ascii(), None)
}
