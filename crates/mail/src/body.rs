//! Which parts of a mail are what the person wrote, and which are attachments.

use crate::charset;
use crate::mime::Leaf;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashSet;

/// A part that is not the text of the mail: files, pictures in the text, attached messages.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Attachment {
    /// Name the sender gave it; not cleaned, so never a path to write to.
    pub filename: Option<String>,
    /// `image/png`, in lower case, as the sender says.
    pub content_type: String,
    /// Bytes of the decoded content.
    pub size: usize,
    /// SHA-256 of the decoded content, in hexadecimal.
    pub sha256: String,
    /// The decoded content.
    #[serde(skip)]
    pub content: Vec<u8>,
    /// Content-ID without angle brackets, by which HTML refers to a picture.
    #[serde(skip)]
    pub content_id: Option<String>,
}

/// A mail's content.
pub(crate) struct Body {
    pub(crate) text: String,
    pub(crate) html: Option<String>,
    pub(crate) attachments: Vec<Attachment>,
}

/// A part shown as body.
struct Shown {
    is_html: bool,
    text: String,
    alternative: Option<usize>,
}

/// Sorts the parts of a mail.
pub(crate) fn sort(leaves: Vec<Leaf<'_>>) -> Body {
    let mut shown = Vec::new();
    let mut attachments = Vec::new();
    for leaf in leaves {
        if is_shown(&leaf) {
            let text = charset::decode(&leaf.content(), leaf.head.charset.as_deref());
            let is_html = leaf.head.content_type == "text/html";
            shown.push(Shown {
                is_html,
                text: text.replace("\r\n", "\n").replace('\r', "\n"),
                alternative: leaf.alternative,
            });
        } else {
            attachments.push(attachment(leaf));
        }
    }
    let html: Vec<&str> = shown.iter().filter(|part| part.is_html).map(|part| part.text.as_str()).collect();
    let html = (!html.is_empty()).then(|| html.join("\n"));
    Body { text: text(&shown), html, attachments }
}

/// Text and HTML are body unless they are sent as files.
fn is_shown(leaf: &Leaf<'_>) -> bool {
    let head = &leaf.head;
    let readable = matches!(head.content_type.as_str(), "text/plain" | "text/html");
    readable && !head.attached && (head.filename.is_none() || leaf.alone)
}

/// What the person wrote: the plain text parts, joined. HTML counts where no plain text says the same: when there is
/// none at all, or when it comes first and only a footer that some server added is plain.
fn text(shown: &[Shown]) -> String {
    let plain = |part: &&Shown| !part.is_html && !part.text.trim().is_empty();
    let told: HashSet<usize> = shown.iter().filter(plain).filter_map(|part| part.alternative).collect();
    let first_plain = shown.iter().position(|part| plain(&part)).unwrap_or(shown.len());
    let mut pieces = Vec::new();
    for (place, part) in shown.iter().enumerate() {
        if plain(&part) {
            pieces.push(part.text.clone());
        } else if part.is_html && place < first_plain && !part.alternative.is_some_and(|a| told.contains(&a))
        {
            pieces.push(text::html_to_text(&part.text));
        }
    }
    pieces.join("\n")
}

fn attachment(leaf: Leaf<'_>) -> Attachment {
    let content = leaf.content().into_owned();
    Attachment {
        filename: leaf.head.filename,
        content_type: leaf.head.content_type,
        size: content.len(),
        sha256: hex(&Sha256::digest(&content)),
        content,
        content_id: leaf.head.content_id,
    }
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}
