//! An address that mail can be sent to. Knows its form only; refuses to know whether anyone reads there.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest local part and the longest address, in bytes (RFC 5321).
const LONGEST_LOCAL: usize = 64;
const LONGEST: usize = 254;

/// A mail address: local part as written, domain in lower case, international names as they are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why a text is no mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressFault {
    /// No `@`, or nothing on one side of it.
    Incomplete,
    /// Longer than mail allows.
    TooLong,
    /// A space, control character or sign that cannot stand where it stands.
    Character,
}

impl fmt::Display for AddressFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Incomplete => "a mail address has something on both sides of @",
            Self::TooLong => "a mail address has at most 254 bytes, 64 of them before @",
            Self::Character => "a character cannot stand in a mail address where it stands",
        })
    }
}

impl std::error::Error for AddressFault {}

impl EmailAddress {
    /// Reads an address without display name; white space around it is dropped.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, AddressFault> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(AddressFault::Incomplete)?;
        if local.is_empty() || domain.is_empty() {
            return Err(AddressFault::Incomplete);
        }
        if local.len() > LONGEST_LOCAL || text.len() > LONGEST {
            return Err(AddressFault::TooLong);
        }
        if !(is_dotted(local) || is_quoted(local)) || !(is_host(domain) || is_literal(domain)) {
            return Err(AddressFault::Character);
        }
        Ok(Self(format!("{local}@{}", domain.to_lowercase())))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the `@`.
    pub fn local(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// What stands behind the `@`, in lower case.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// Whether every mail server can take it; otherwise the next hop must speak SMTPUTF8.
    pub fn is_ascii(&self) -> bool {
        self.0.is_ascii()
    }
}

/// Words of letters, digits and the signs that RFC 5322 allows, between single dots.
fn is_dotted(local: &str) -> bool {
    let allowed = |c: char| {
        c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || (!c.is_ascii() && is_printed(c))
    };
    local.split('.').all(|word| !word.is_empty() && word.chars().all(allowed))
}

/// Anything printable in quotes, quotes and backslashes escaped.
fn is_quoted(local: &str) -> bool {
    let Some(inner) = local.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return false };
    let mut escaped = false;
    for c in inner.chars() {
        if !is_printed(c) || (c == '"' && !escaped) {
            return false;
        }
        escaped = c == '\\' && !escaped;
    }
    !escaped && !inner.is_empty()
}

fn is_host(domain: &str) -> bool {
    domain.split('.').all(|label| {
        let allowed =
            |c: char| c.is_ascii_alphanumeric() || c == '-' || (!c.is_ascii() && c.is_alphanumeric());
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(allowed)
    })
}

/// `[192.0.2.1]`, `[IPv6:2001:db8::1]`.
fn is_literal(domain: &str) -> bool {
    let inner = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|inner| {
        !inner.is_empty() && inner.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '-'))
    })
}

/// Whether a character is written on paper: no control character, no mark that turns the direction of writing.
fn is_printed(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = AddressFault;
    fn try_from(text: String) -> Result<Self, AddressFault> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}
