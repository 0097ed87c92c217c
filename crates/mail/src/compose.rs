//! A mail as bytes for the wire (RFC 5322, MIME). Nothing in a value can become a line of its own: control characters
//! are refused by name. Knows no templates, and decides nothing about who gets a mail.

use crate::address::EmailAddress;
use crate::body::hex;
use crate::encode;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use std::fmt;
use text::Language;

/// A person or function with its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// Display name; empty for none.
    pub name: String,
    /// Where mail goes.
    pub address: EmailAddress,
}

/// Whether a machine wrote a mail by itself (RFC 3834).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AutoSubmitted {
    /// A person's words.
    #[default]
    No,
    /// Sent for a cause of ours: a reminder, a notice.
    Generated,
    /// An answer to a mail: an acknowledgement.
    Replied,
}

/// A file that goes with a mail.
#[derive(Clone, PartialEq, Eq)]
pub struct Enclosure {
    /// Its name.
    pub filename: String,
    /// `image/png`; anything that is no plain type is sent as `application/octet-stream`.
    pub content_type: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// A mail to be sent. Without `Debug`, for it holds what people wrote.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// With or without angle brackets.
    pub message_id: String,
    /// Who it is from.
    pub from: Mailbox,
    /// Receivers, at least one here or in `cc`.
    pub to: Vec<Mailbox>,
    /// Receivers of a copy.
    pub cc: Vec<Mailbox>,
    /// Where answers go, if not to `from`.
    pub reply_to: Option<Mailbox>,
    /// One line.
    pub subject: String,
    /// Message-ID of what it answers.
    pub in_reply_to: Option<String>,
    /// Message-IDs of the thread, oldest first.
    pub references: Vec<String>,
    /// The text part.
    pub text: String,
    /// The same as HTML.
    pub html: Option<String>,
    /// Whether a machine wrote it.
    pub auto_submitted: AutoSubmitted,
    /// When it was made.
    pub date: DateTime<Utc>,
    /// Language of its words.
    pub language: Option<Language>,
    /// Files.
    pub enclosures: Vec<Enclosure>,
    /// Further fields: name and free text.
    pub extra: Vec<(String, String)>,
}

/// Why a mail cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ComposeFault {
    /// A control character, a line end among them, in this field.
    Control(String),
    /// Nobody to send it to.
    NoReceiver,
    /// Something in this field is no Message-ID.
    MessageId(&'static str),
    /// No name for a further field, or one that this function writes itself.
    FieldName(String),
}

impl fmt::Display for ComposeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Control(field) => write!(f, "a control character in {field}"),
            Self::NoReceiver => f.write_str("a mail without receiver"),
            Self::MessageId(field) => write!(f, "no Message-ID in {field}"),
            Self::FieldName(name) => write!(f, "no further field can be called {name:?}"),
        }
    }
}

impl std::error::Error for ComposeFault {}

/// The fields that only this file writes; a further field may not be one of them, nor begin with `Content-`.
const OWN: [&str; 14] = [
    "Date",
    "From",
    "Sender",
    "Reply-To",
    "To",
    "Cc",
    "Bcc",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Subject",
    "MIME-Version",
    "Auto-Submitted",
    "Return-Path",
];

/// The bytes of a mail, every line end CR LF. The same mail gives the same bytes.
///
/// # Errors
/// What cannot stand in a mail, named by its field.
pub fn render(mail: &Outgoing) -> Result<Vec<u8>, ComposeFault> {
    let mut out = String::new();
    encode::field(&mut out, "Date", &[mail.date.to_rfc2822()]);
    mailboxes(&mut out, "From", std::slice::from_ref(&mail.from))?;
    mailboxes(&mut out, "Reply-To", mail.reply_to.as_slice())?;
    if mail.to.is_empty() && mail.cc.is_empty() {
        return Err(ComposeFault::NoReceiver);
    }
    mailboxes(&mut out, "To", &mail.to)?;
    mailboxes(&mut out, "Cc", &mail.cc)?;
    encode::unstructured(&mut out, "Subject", one_line("Subject", &mail.subject)?);
    ids(&mut out, "Message-ID", std::slice::from_ref(&mail.message_id))?;
    ids(&mut out, "In-Reply-To", mail.in_reply_to.as_slice())?;
    ids(&mut out, "References", &mail.references)?;
    automatic(&mut out, mail.auto_submitted);
    if let Some(language) = mail.language {
        encode::unstructured(&mut out, "Content-Language", language.key());
    }
    for (name, value) in &mail.extra {
        further(&mut out, name, value)?;
    }
    out.push_str("MIME-Version: 1.0\r\n");
    content(&mut out, mail)?;
    Ok(out.into_bytes())
}

fn one_line<'a>(field: &str, value: &'a str) -> Result<&'a str, ComposeFault> {
    let broken = value.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'));
    if broken { Err(ComposeFault::Control(field.to_owned())) } else { Ok(value) }
}

fn mailboxes(out: &mut String, field: &str, list: &[Mailbox]) -> Result<(), ComposeFault> {
    let mut words = Vec::new();
    for (place, mailbox) in list.iter().enumerate() {
        let name = one_line(field, &mailbox.name)?.trim();
        if !name.is_empty() {
            words.extend(encode::phrase(name));
        }
        let comma = if place + 1 < list.len() { "," } else { "" };
        words.push(format!("<{}>{comma}", mailbox.address));
    }
    if !words.is_empty() {
        encode::field(out, field, &words);
    }
    Ok(())
}

fn ids(out: &mut String, field: &'static str, list: &[String]) -> Result<(), ComposeFault> {
    let mut words = Vec::new();
    for id in list {
        let id = id.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(id);
        let printed = id.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b','));
        if id.is_empty() || id.len() > 900 || !printed {
            return Err(ComposeFault::MessageId(field));
        }
        words.push(format!("<{id}>"));
    }
    if !words.is_empty() {
        encode::field(out, field, &words);
    }
    Ok(())
}

/// Marks what a machine wrote, and asks other machines not to answer it.
fn automatic(out: &mut String, auto_submitted: AutoSubmitted) {
    let value = match auto_submitted {
        AutoSubmitted::No => return,
        AutoSubmitted::Generated => "auto-generated",
        AutoSubmitted::Replied => "auto-replied",
    };
    encode::unstructured(out, "Auto-Submitted", value);
    encode::unstructured(out, "X-Auto-Response-Suppress", "All");
}

fn further(out: &mut String, name: &str, value: &str) -> Result<(), ComposeFault> {
    let named =
        !name.is_empty() && name.len() <= 60 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let own = OWN.iter().any(|own| own.eq_ignore_ascii_case(name));
    if !named || own || name.to_ascii_lowercase().starts_with("content-") {
        return Err(ComposeFault::FieldName(name.to_owned()));
    }
    encode::unstructured(out, name, one_line(name, value)?);
    Ok(())
}

/// Text, or text and HTML, with the files around them.
fn content(out: &mut String, mail: &Outgoing) -> Result<(), ComposeFault> {
    // `=_` stands in no quoted-printable text and no base 64, so that no content can hold a boundary.
    let stem = hex(&Sha256::digest(mail.message_id.as_bytes())[..8]);
    let mixed = format!("=_m{stem}");
    if mail.enclosures.is_empty() {
        readable(out, mail, &stem);
        return Ok(());
    }
    multipart(out, "mixed", &mixed);
    out.push_str(&format!("--{mixed}\r\n"));
    readable(out, mail, &stem);
    for file in &mail.enclosures {
        out.push_str(&format!("--{mixed}\r\n"));
        enclosure(out, file)?;
    }
    out.push_str(&format!("--{mixed}--\r\n"));
    Ok(())
}

fn readable(out: &mut String, mail: &Outgoing, stem: &str) {
    let Some(html) = &mail.html else { return leaf(out, "plain", &mail.text) };
    let boundary = format!("=_a{stem}");
    multipart(out, "alternative", &boundary);
    for (subtype, content) in [("plain", &mail.text), ("html", html)] {
        out.push_str(&format!("--{boundary}\r\n"));
        leaf(out, subtype, content);
    }
    out.push_str(&format!("--{boundary}--\r\n"));
}

fn multipart(out: &mut String, subtype: &str, boundary: &str) {
    out.push_str(&format!("Content-Type: multipart/{subtype};\r\n boundary=\"{boundary}\"\r\n\r\n"));
}

fn leaf(out: &mut String, subtype: &str, content: &str) {
    out.push_str(&format!("Content-Type: text/{subtype}; charset=utf-8\r\n"));
    out.push_str("Content-Transfer-Encoding: quoted-printable\r\n\r\n");
    out.push_str(&encode::quoted_printable(content));
}

fn enclosure(out: &mut String, file: &Enclosure) -> Result<(), ComposeFault> {
    let name = one_line("filename", &file.filename)?;
    let token = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.+_".contains(&b))
    };
    // Composite types may not travel as base 64; as bytes they stay what they are.
    let plain = file.content_type.split_once('/').filter(|(main, sub)| {
        token(main)
            && token(sub)
            && !["multipart", "message"].iter().any(|kind| kind.eq_ignore_ascii_case(main))
    });
    let content_type = plain.map_or("application/octet-stream", |_| file.content_type.as_str());
    out.push_str(&format!("Content-Type: {content_type}\r\n"));
    encode::field(
        out,
        "Content-Disposition",
        &["attachment;".to_owned(), encode::parameter("filename", name)],
    );
    out.push_str("Content-Transfer-Encoding: base64\r\n\r\n");
    out.push_str(&encode::base64_lines(&file.content));
    Ok(())
}
