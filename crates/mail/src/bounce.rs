//! Delivery reports: the standard ones of RFC 3464, and those that mail servers word as they like.

use crate::body::Attachment;
use crate::header::{self, Fields};
use crate::machine::is_robot;
use crate::parsed::{Parsed, ids};

/// What became of a mail for one of its recipients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryOutcome {
    /// The recipient's address.
    pub recipient: String,
    /// `failed`, `delayed`, `delivered`, `relayed` or `expanded`, in lower case.
    pub action: String,
    /// Code such as `5.1.1`.
    pub status: Option<String>,
}

/// Beginnings of subjects of delivery reports in Swedish, Danish, English and German.
const SUBJECTS: [&str; 50] = [
    "kan inte levereras",
    "kan inte leverera",
    "kan ej levereras",
    "kunde inte levereras",
    "kunde ej levereras",
    "gick inte att leverera",
    "olevererbar",
    "ej levererbar",
    "ej levererat",
    "ej leverat",
    "inte levererat",
    "olevererat",
    "misslyckad leverans",
    "leveransen misslyckades",
    "leveransfel",
    "leveransstatus",
    "leveransen är försenad",
    "leveransen har försenats",
    "returnerat meddelande",
    "returnerad post",
    "kan ikke leveres",
    "kan ikke levere",
    "kunne ikke leveres",
    "ikke leveret",
    "ikke leverbar",
    "uleveret",
    "uleverbar",
    "levering mislykkedes",
    "leveringen mislykkedes",
    "mislykket levering",
    "leveringsstatus",
    "leveringsfejl",
    "levering forsinket",
    "leveringen er forsinket",
    "undeliver",
    "delivery status notification",
    "mail delivery failed",
    "mail delivery failure",
    "delivery failure",
    "delivery has failed",
    "delivery failed",
    "failure notice",
    "returned mail",
    "delivery delayed",
    "delayed mail",
    "message delayed",
    "could not be delivered",
    "could not send message",
    "nondeliverable",
    "unzustellbar",
];

/// A subject says what it is at its beginning; further on it is somebody's sentence.
const BEGINNING: usize = 60;

/// Whether the mail reports that another one failed or is late. `report` is the type of a multipart/report.
pub(crate) fn is_bounce(fields: &Fields<'_>, parsed: &Parsed, report: Option<Option<&str>>) -> bool {
    let actions = || parsed.outcomes.iter().map(|outcome| outcome.action.as_str());
    if actions().next().is_some() {
        return actions().any(|action| matches!(action, "failed" | "delayed"));
    }
    let lower: String = parsed.subject.chars().take(BEGINNING).collect::<String>().to_lowercase();
    if let Some(kind) = report {
        // Reports of reading, abuse or encryption are reports of something else.
        return kind.is_none_or(|kind| kind == "delivery-status") && !lower.contains("success");
    }
    if fields.has("X-Failed-Recipients") {
        return true;
    }
    let worded = SUBJECTS.iter().any(|words| lower.contains(words)) || lower.starts_with("warning: message");
    worded && !lower.contains("success") && by_mail_server(fields, parsed)
}

/// Whether a mail server wrote it: people forward and discuss such subjects too.
fn by_mail_server(fields: &Fields<'_>, parsed: &Parsed) -> bool {
    let from = parsed.from.as_ref();
    let local = from
        .map(|from| from.address.split('@').next().unwrap_or_default().to_lowercase())
        .unwrap_or_default();
    let name = from.map(|from| from.name.to_lowercase()).unwrap_or_default();
    let bare = fields.first("From").unwrap_or_default().to_lowercase();
    is_robot(parsed)
        || local == "postmaster"
        || local.starts_with("microsoftexchange")
        || ["mailer-daemon", "postmaster", "mail delivery s", "mail administrator"]
            .iter()
            .any(|who| bare.contains(who))
        || name == "mail administrator"
        || parsed.return_path.as_deref() == Some("")
        || fields.first("Auto-Submitted").is_some_and(|value| !value.eq_ignore_ascii_case("no"))
}

/// The fields of every message/delivery-status part, recipient by recipient.
pub(crate) fn outcomes(attachments: &[Attachment]) -> Vec<DeliveryOutcome> {
    let mut found = Vec::new();
    let status = |part: &&Attachment| {
        matches!(part.content_type.as_str(), "message/delivery-status" | "message/global-delivery-status")
    };
    for part in attachments.iter().filter(status) {
        let mut rest = part.content.as_slice();
        while !rest.is_empty() {
            let (fields, length) = header::split(rest);
            let recipient = fields.first("Final-Recipient").or_else(|| fields.first("Original-Recipient"));
            if let (Some(recipient), Some(action)) = (recipient, fields.first("Action")) {
                let address = recipient.split_once(';').map_or(recipient.as_str(), |(_, address)| address);
                found.push(DeliveryOutcome {
                    recipient: address.trim().trim_matches(['<', '>']).to_owned(),
                    action: action.split(['(', ' ']).next().unwrap_or_default().to_lowercase(),
                    status: fields
                        .first("Status")
                        .and_then(|s| s.split_whitespace().next().map(str::to_owned)),
                });
            }
            // A line that is no field ends the block; go past it.
            let skipped = if length > 0 {
                length
            } else {
                header::line_at(rest, 0).map_or(rest.len(), |(_, next)| next)
            };
            rest = rest.get(skipped..).unwrap_or_default();
        }
    }
    found
}

/// The Message-ID of the mail that came back: in the message or header attached, or quoted in the text.
pub(crate) fn returned_message_id(parsed: &Parsed) -> Option<String> {
    const RETURNED: [&str; 4] =
        ["message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers"];
    let attached = parsed.attachments.iter().filter(|part| RETURNED.contains(&part.content_type.as_str()));
    let mut attached = attached.filter_map(|part| header::split(&part.content).0.first("Message-ID"));
    let quoted = || {
        let mut lines = parsed.text.lines().map(|line| line.trim_start_matches(['>', ' ']));
        let value = |line: &str| {
            let (name, value) = line.split_once(':')?;
            name.trim().eq_ignore_ascii_case("message-id").then(|| value.to_owned())
        };
        lines.find_map(value)
    };
    attached.next().or_else(quoted).and_then(|value| ids(&value).into_iter().next())
}
