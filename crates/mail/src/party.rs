//! Who stands in an address field: names and addresses as the sender wrote them, without judging them. An address that
//! mail is to be sent to goes through `EmailAddress` first.

use crate::words;
use serde::Serialize;

/// Somebody in a From, To or Cc field.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Party {
    /// Display name, decoded; empty where there is none.
    pub name: String,
    /// The address as written.
    pub address: String,
}

/// One entry of the list while it is read.
#[derive(Default)]
struct Entry {
    /// Words outside quotes, comments and angle brackets: a name, or a bare address.
    plain: String,
    comment: String,
    /// What stood in angle brackets.
    angle: Option<String>,
    /// Whether part of `plain` was quoted, so that an `@` in it is no address.
    quoted: bool,
}

/// Where the reading stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Plain,
    Quoted,
    Angle,
    Comment(usize),
}

/// The parties of an unfolded address field; entries without an address are left out. One pass, no recursion.
pub(crate) fn parties(value: &str) -> Vec<Party> {
    let mut found = Vec::new();
    let mut entry = Entry::default();
    let mut place = Place::Plain;
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        // A backslash takes the next sign literally, but only where quoting is known.
        let literal =
            if c == '\\' && matches!(place, Place::Quoted | Place::Comment(_)) { chars.next() } else { None };
        match (place, literal.map_or(c, |_| '\0')) {
            (Place::Plain, '"') => {
                place = Place::Quoted;
                entry.quoted = true;
            }
            (Place::Quoted, '"') => place = Place::Plain,
            (Place::Plain, '<') => {
                place = Place::Angle;
                entry.angle = Some(String::new());
            }
            (Place::Angle, '>') => place = Place::Plain,
            (Place::Plain, '(') => place = Place::Comment(0),
            (Place::Comment(depth), '(') => place = Place::Comment(depth + 1),
            (Place::Comment(0), ')') => place = Place::Plain,
            (Place::Comment(depth), ')') => place = Place::Comment(depth - 1),
            (Place::Plain, ',' | ';') => found.extend(std::mem::take(&mut entry).party()),
            // The name of a group says nothing about who is in it.
            (Place::Plain, ':') => entry = Entry::default(),
            _ => {
                let text = match place {
                    Place::Plain | Place::Quoted => &mut entry.plain,
                    Place::Comment(_) => &mut entry.comment,
                    Place::Angle => entry.angle.get_or_insert_default(),
                };
                text.push(literal.unwrap_or(c));
            }
        }
    }
    found.extend(entry.party());
    if found.is_empty() {
        // A quote or bracket that is never closed swallows the rest: what still looks like an address counts.
        found.extend(
            value
                .split(['<', '>', ' ', ',', '"'])
                .find(|word| is_usable(word))
                .map(|word| Party { name: String::new(), address: word.to_owned() }),
        );
    }
    found
}

/// The one party of a field that holds no list. A From with several counts as its first.
pub(crate) fn first(value: &str) -> Option<Party> {
    parties(value).into_iter().next()
}

impl Entry {
    fn party(self) -> Option<Party> {
        let comment = name(&self.comment);
        match self.angle {
            Some(angle) => {
                let address: String = angle.split_whitespace().collect();
                // Old routes stand before a colon: `<@relay.example:user@example>`.
                let address =
                    if address.starts_with('@') { address.rsplit(':').next()?.to_owned() } else { address };
                let named = name(&self.plain);
                let name = if named.is_empty() { comment } else { named };
                is_usable(&address).then_some(Party { name, address })
            }
            None if self.quoted && self.plain.contains(' ') => None,
            None => {
                let word = self.plain.split_whitespace().find(|word| is_usable(word))?;
                let rest = self.plain.replacen(word, "", 1);
                let named = name(&rest);
                Some(Party { name: if named.is_empty() { comment } else { named }, address: word.to_owned() })
            }
        }
    }
}

/// Decoded and on one line. Encoded words are decoded last, so that nothing in them is read as an address.
fn name(text: &str) -> String {
    let decoded = words::decode(text);
    decoded.split_whitespace().collect::<Vec<_>>().join(" ").trim_matches(['\'', '"']).to_owned()
}

/// Whether something stands on both sides of an `@`.
fn is_usable(address: &str) -> bool {
    address.rsplit_once('@').is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
}
