//! Whether a mail was sent by a machine or handed on, by its header and subject.

use crate::header::Fields;
use crate::parsed::Parsed;

/// Beginnings of subjects, up to their colon, that automatic answers have.
const AUTOMATIC: [&str; 33] = [
    "autosvar",
    "auto",
    "auto svar",
    "automatiskt svar",
    "automatsvar",
    "automatisk svar",
    "automatisk svarmeddelelse",
    "autoreply",
    "auto-reply",
    "auto reply",
    "automatic reply",
    "autoresponse",
    "automated reply",
    "out of office",
    "out of the office",
    "out of office autoreply",
    "ooo",
    "frånvaro",
    "frånvarande",
    "frånvaromeddelande",
    "frånvarobesked",
    "ej på kontoret",
    "inte på kontoret",
    "ikke på kontoret",
    "ikke til stede",
    "fravær",
    "fraværende",
    "fraværsmeddelelse",
    "fraværsbesked",
    "abwesenheitsnotiz",
    "automatische antwort",
    "autosvar (frånvaro)",
    "ikke tilstede",
];

/// Subjects that need no colon to be one.
const WHOLE: [&str; 8] = [
    "autosvar",
    "automatiskt svar",
    "automatisk svar",
    "autoreply",
    "automatic reply",
    "out of office",
    "frånvaromeddelande",
    "fraværsmeddelelse",
];

/// Prefixes that mail programs give a mail that is handed on: Swedish, Danish and Norwegian, English, German.
const FORWARD: [&str; 8] = ["vb", "vs", "vid", "fw", "fwd", "wg", "vidarebefordrat", "videresendt"];

/// Senders that no person is behind.
const ROBOTS: [&str; 7] =
    ["mailer-daemon", "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "svara-inte"];

/// Values of Precedence that people's mail does not have.
const PRECEDENCE: [&str; 5] = ["bulk", "junk", "list", "auto_reply", "auto-reply"];

/// Fields that only machines and lists write.
const FIELDS: [&str; 8] = [
    "X-Autoreply",
    "X-Autorespond",
    "X-Autoresponse",
    "X-Auto-Reply",
    "List-Id",
    "List-Unsubscribe",
    "X-Failed-Recipients",
    "X-MS-Exchange-Inbox-Rules-Loop",
];

/// Whether a machine sent it, delivery reports aside.
pub(crate) fn is_automatic(fields: &Fields<'_>, parsed: &Parsed) -> bool {
    fields.all("Auto-Submitted").any(|value| !says(&value, "no"))
        || parsed.precedence.as_deref().is_some_and(|value| PRECEDENCE.contains(&value.trim()))
        || fields.all("X-Auto-Response-Suppress").any(|value| suppresses(&value))
        || FIELDS.iter().any(|name| *name != "X-Autoreply" && fields.has(name))
        || fields.all("X-Autoreply").any(|value| !says(&value, "no"))
        || parsed.return_path.as_deref() == Some("")
        || is_robot(parsed)
        || is_automatic_subject(&parsed.subject)
}

/// Whether the sender's address says that nobody reads there.
pub(crate) fn is_robot(parsed: &Parsed) -> bool {
    parsed.from.as_ref().is_some_and(|from| {
        let local = from.address.split('@').next().unwrap_or_default().to_lowercase();
        ROBOTS.contains(&local.as_str())
    })
}

/// Whether the outermost prefix of the subject says that the mail is handed on.
pub(crate) fn is_forwarded(subject: &str) -> bool {
    prefix(subject).is_some_and(|prefix| FORWARD.contains(&prefix.as_str()))
}

/// Only what suppresses automatic answers tells of a machine; `DR, RN, NRN` people's programs set too.
fn suppresses(value: &str) -> bool {
    value.split([',', ';']).any(|word| ["all", "autoreply", "oof"].iter().any(|mark| says(word, mark)))
}

fn is_automatic_subject(subject: &str) -> bool {
    prefix(subject).is_some_and(|prefix| AUTOMATIC.contains(&prefix.as_str()))
        || WHOLE.contains(&subject.trim().trim_end_matches(['.', '!']).to_lowercase().as_str())
}

/// What stands before the first colon, in lower case, if it is short.
fn prefix(subject: &str) -> Option<String> {
    let subject = subject.trim_start_matches(['[', ' ']);
    let colon = subject.char_indices().take(48).find(|(_, c)| *c == ':')?.0;
    Some(subject[..colon].trim().to_lowercase())
}

/// Whether the first word of a value, comments and parameters aside, is this one.
fn says(value: &str, word: &str) -> bool {
    value.split([';', '(']).next().unwrap_or_default().trim().eq_ignore_ascii_case(word)
}
