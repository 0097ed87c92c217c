//! What intake reads out of a mail: who wrote, what, in which language, and whether anybody may be answered.

use crate::Who;
use mail::Parsed;
use store::inbox::Inbox;
use text::{Intake, Language};

/// Local parts that nobody reads.
const NOBODY: [&str; 6] =
    ["noreply", "no-reply", "donotreply", "do-not-reply", "mailer-daemon", "postmaster"];

/// Whoever wrote it: From, else the envelope's sender.
pub(super) fn sender(parsed: &Parsed, row: &Inbox) -> Option<Who> {
    let from = parsed.from.as_ref().filter(|from| is_address(&from.address));
    if let Some(from) = from {
        let name = Some(from.name.clone()).filter(|name| !name.trim().is_empty());
        return Some(Who {
            email: Some(from.address.to_lowercase()),
            name: name.map(Intake::line),
            phone: None,
        });
    }
    let envelope = row.envelope_from.clone().filter(|from| is_address(from))?;
    Some(Who { email: Some(envelope), ..Who::default() })
}

/// Something we could answer to.
fn is_address(address: &str) -> bool {
    mail::EmailAddress::parse(address).is_ok()
}

/// Sent by a machine.
pub(super) fn is_automatic(parsed: &Parsed, row: &Inbox) -> bool {
    parsed.auto_submitted || row.envelope_from.as_deref() == Some("")
}

/// Whether the sender may be sent an acknowledgement (RFC 3834): never a machine, a list or nobody.
pub(super) fn may_acknowledge(parsed: &Parsed, row: &Inbox, address: &str) -> bool {
    let bulk = parsed.precedence.as_deref().is_some_and(|p| matches!(p.trim(), "bulk" | "list" | "junk"));
    let local = address.split('@').next().unwrap_or_default();
    !is_automatic(parsed, row) && parsed.list_id.is_none() && !bulk && !NOBODY.contains(&local)
}

/// The words of a new matter: everything, quotations included.
pub(super) fn whole(parsed: &Parsed) -> Intake {
    Intake::new(said(&parsed.text, parsed))
}

/// The words of an answer, less what it quotes; of a forwarded mail everything.
pub(super) fn answer(parsed: &Parsed) -> Intake {
    let reply = if parsed.forwarded { &parsed.text } else { &parsed.reply_text };
    let words = if reply.trim().is_empty() { &parsed.text } else { reply };
    Intake::new(said(words, parsed))
}

/// Words, else the names of what came instead of words.
fn said(words: &str, parsed: &Parsed) -> String {
    if !words.trim().is_empty() {
        return words.trim_end().to_owned();
    }
    let names = parsed.attachments.iter().filter_map(|a| a.filename.as_deref());
    names.map(|name| format!("[{name}]")).collect::<Vec<_>>().join("\n")
}

/// The language of the text, where it can be told.
pub(super) fn language(parsed: &Parsed) -> Option<String> {
    let words = if parsed.reply_text.trim().is_empty() { &parsed.text } else { &parsed.reply_text };
    text::guess(words).map(Language::key).map(str::to_owned)
}
