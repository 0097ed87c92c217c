//! The answer in a mail, without the mail it answers.
//!
//! Knows how programs quote; refuses to know senders and cases. Where it is unsure it keeps: a line of quotation
//! too many is read past, a lost line of the answer is a lost answer.

use serde::{Deserialize, Serialize};

use crate::{
    headers::{
        Certainty, attribution, begins_headers, is_blank, is_forward_mark, is_original_mark, is_quote,
        is_rule,
    },
    signature::{is_device_line, signature_start},
};

/// Words by which a writer says that the answers stand inside the quotation.
const INSIDE: &[&str] = &[
    "nedan",
    "nedanför",
    "nedanstående",
    "nedenfor",
    "nedenstående",
    "herunder",
    "below",
    "inline",
    "rött",
    "rödt",
    "rødt",
    "blått",
    "blåt",
    "fetstil",
];

/// A mail as it is shown first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trimmed {
    /// The answer: lines of the mail, unchanged and in order.
    pub reply: String,
    /// Whether quoted mail was left out. A signature alone does not count.
    pub quoted: bool,
}

/// Takes quoted mail and the signature off a reply.
///
/// Answers written between quoted lines stay together with those lines, as does a quotation with the answer below
/// it. A forwarded mail stays whole, and so does one of which nothing would be left, or whose writer points to
/// answers "nedan", "i rött", "nedenfor", "below".
pub fn trim_reply(text: &str, forwarded: bool) -> Trimmed {
    let whole = || Trimmed { reply: text.to_owned(), quoted: false };
    if forwarded {
        return whole();
    }
    let lines: Vec<&str> = text.lines().collect();
    let end = quoted_from(&lines);
    let mut quoted = end < lines.len();
    let mut kept = lines.get(..end).unwrap_or_default();
    loop {
        let before = kept.len();
        kept = without_end(kept, &mut quoted);
        if kept.len() == before {
            break;
        }
    }
    let first = kept.iter().position(|line| !is_blank(line)).unwrap_or(kept.len());
    let kept = kept.get(first..).unwrap_or_default();
    if kept.is_empty() || (quoted && points_inside(kept)) {
        return whole();
    }
    Trimmed { reply: kept.join("\n"), quoted }
}

/// The first line from which everything is quoted mail without quotation marks.
fn quoted_from(lines: &[&str]) -> usize {
    let last_quote = lines.iter().rposition(|line| is_quote(line)).unwrap_or(0);
    for index in 0..lines.len() {
        let rest = lines.get(index..).unwrap_or_default();
        let Some(line) = rest.first() else { break };
        if is_forward_mark(line) {
            break;
        }
        let announced = index >= last_quote && matches!(attribution(rest), Some((_, Certainty::Strong)));
        if announced || is_original_mark(line) || is_rule(rest) || begins_headers(rest) {
            return index;
        }
    }
    lines.len()
}

/// The lines without one more thing at their end.
fn without_end<'a, 'b>(lines: &'a [&'b str], quoted: &mut bool) -> &'a [&'b str] {
    let upto = |count: usize| lines.get(..count).unwrap_or_default();
    match lines.last() {
        Some(line) if is_blank(line) || is_device_line(line) => upto(lines.len() - 1),
        Some(line) if is_quote(line) => {
            let above =
                lines.iter().rposition(|line| !is_quote(line) && !is_blank(line)).map_or(0, |at| at + 1);
            *quoted = true;
            upto(without_announcement(upto(above)))
        }
        Some(_) => signature_start(lines).map_or(lines, upto),
        None => lines,
    }
}

/// How many lines are left when the announcement of the quotation below them goes.
fn without_announcement(lines: &[&str]) -> usize {
    (1..=3)
        .filter_map(|count| lines.len().checked_sub(count))
        .filter(|start| {
            lines.get(*start..).and_then(attribution).is_some_and(|(length, _)| start + length == lines.len())
        })
        .min()
        .unwrap_or(lines.len())
}

/// Whether the writer says that the answers stand inside the quotation.
fn points_inside(lines: &[&str]) -> bool {
    lines
        .iter()
        .flat_map(|line| line.split(|c: char| !c.is_alphanumeric()))
        .any(|word| word.len() <= 32 && INSIDE.contains(&word.to_lowercase().as_str()))
}
