//! The lines by which mail programs announce quoted mail, in Swedish, Danish and English.
//!
//! Judges single lines and short runs of lines; refuses to know what is cut away because of them.

/// The parts of a quoted header, each with the names programs give it.
const HEADERS: &[(Header, &[&str])] = &[
    (Header::From, &["från", "fra", "from"]),
    (Header::Sent, &["skickat", "sendt", "sent"]),
    (Header::Subject, &["ämne", "emne", "subject"]),
    (
        Header::Other,
        &[
            "till",
            "til",
            "to",
            "kopia",
            "kopi",
            "cc",
            "bcc",
            "svar till",
            "svar til",
            "reply-to",
            "datum",
            "dato",
            "date",
            "bifogade filer",
            "vedhæftede filer",
            "attachments",
            "prioritet",
            "importance",
            "vigtighed",
        ],
    ),
];
/// What stands between the hyphens above a quoted mail.
const ORIGINAL: &[&str] = &[
    "ursprungligt meddelande",
    "originalmeddelande",
    "original meddelande",
    "oprindelig meddelelse",
    "original meddelelse",
    "oprindelig besked",
    "original message",
];
/// What stands between the hyphens above a forwarded mail.
const FORWARDED: &[&str] = &[
    "vidarebefordrat meddelande",
    "vidarebefordrat mail",
    "vidarebefordrat brev",
    "videresendt meddelelse",
    "videresendt mail",
    "forwarded message",
    "vidarebefordrat meddelande startar",
];
/// Words after *skrev* that show a sentence of the writer's own.
const PROSE: &[&str] = &[
    "att",
    "ni",
    "du",
    "jag",
    "vi",
    "så",
    "men",
    "följande",
    "at",
    "jeg",
    "følgende",
    "that",
    "you",
    "we",
    "following",
    "the",
    "mig",
    "han",
    "hon",
    "hun",
];

/// A part of a quoted header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Header {
    From,
    Sent,
    Subject,
    Other,
}

/// How sure it is that a line announces quoted mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Certainty {
    /// Only together with a quotation below it.
    Weak,
    /// By itself: it names year and time.
    Strong,
}

/// Whether the line is part of quotation by its mark.
pub(crate) fn is_quote(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// Whether the line holds nothing.
pub(crate) fn is_blank(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || c == '\u{feff}')
}

/// Which header the line is, if it is one.
fn header(line: &str) -> Option<Header> {
    let line = line.trim_start().trim_start_matches(['*', '\u{feff}']);
    let (name, _) = line.split_at_checked(line.find(':').filter(|at| *at <= 24)?)?;
    let name = name.trim_end_matches('*').trim().to_lowercase();
    HEADERS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(header, _)| *header)
}

/// Whether a quoted mail's header begins here: a sender, then within the next lines when it was sent or its subject.
///
/// A plain date is not enough: people write "Från: avd 32" and "Datum: 4 dec" themselves.
pub(crate) fn begins_headers(lines: &[&str]) -> bool {
    let Some(first) = lines.first().filter(|line| header(line) == Some(Header::From)) else {
        return false;
    };
    let mut misses = 0;
    for line in lines.iter().skip(1).take(8).filter(|line| !is_blank(line)) {
        match header(line) {
            Some(Header::Sent | Header::Subject) => return true,
            Some(_) => {}
            None => misses += 1,
        }
        if misses > 1 {
            break;
        }
    }
    holds_headers(first)
}

/// Whether a whole header stands on this one line.
fn holds_headers(line: &str) -> bool {
    let line: String = line.chars().take(400).collect::<String>().to_lowercase();
    [["från:", "skickat:", "ämne:"], ["fra:", "sendt:", "emne:"], ["from:", "sent:", "subject:"]].iter().any(
        |names| {
            names
                .iter()
                .try_fold(0, |at, name| line.get(at..)?.find(name).map(|offset| at + offset))
                .is_some()
        },
    )
}

/// What stands between the hyphens of a line such as `-----Original Message-----`.
fn between_hyphens(line: &str) -> Option<String> {
    let line = line.trim();
    let inner = line.trim_matches(['-', '–', '—', '_', '=']);
    (line.len() <= 120 && line.starts_with("--") && line.ends_with("--")).then(|| inner.trim().to_lowercase())
}

/// Whether the line stands above a quoted mail.
pub(crate) fn is_original_mark(line: &str) -> bool {
    between_hyphens(line).is_some_and(|inner| ORIGINAL.contains(&inner.as_str()))
}

/// Whether the line stands above a forwarded mail.
pub(crate) fn is_forward_mark(line: &str) -> bool {
    between_hyphens(line).is_some_and(|inner| FORWARDED.contains(&inner.as_str()))
        || matches!(
            line.trim().to_lowercase().trim_end_matches(':'),
            "begin forwarded message"
                | "vidarebefordrat brev"
                | "start på videresendt besked"
                | "vidarebefordrat meddelande"
                | "videresendt besked"
        )
}

/// Whether the line is the rule Outlook draws above a quoted mail, followed by its header.
pub(crate) fn is_rule(lines: &[&str]) -> bool {
    let rule = lines.first().is_some_and(|line| {
        let line = line.trim();
        line.len() >= 10 && line.bytes().all(|byte| byte == b'_')
    });
    let below = lines.iter().skip(1).take(4).position(|line| !is_blank(line));
    rule && below.and_then(|offset| lines.get(offset + 1..)).is_some_and(begins_headers)
}

/// Whether an announcement such as "Den 4 dec. 2026 kl. 07:51 skrev Servicedesk:" begins here, over how many
/// lines it is wrapped, and how sure that is.
pub(crate) fn attribution(lines: &[&str]) -> Option<(usize, Certainty)> {
    let first = lines.first()?.trim();
    if first.is_empty() || is_quote(first) {
        return None;
    }
    let opening = first.split_whitespace().next().unwrap_or_default().to_lowercase();
    let dated = matches!(opening.as_str(), "den" | "on" | "d." | "kl." | "am")
        || opening.starts_with(|c: char| c.is_ascii_digit())
        || WEEKDAYS.iter().any(|day| opening.starts_with(day));
    let mut joined = String::new();
    for (index, line) in lines.iter().take(if dated { 3 } else { 1 }).enumerate() {
        let line = line.trim();
        if line.is_empty() || is_quote(line) || line.len() > 300 {
            return None;
        }
        joined.push(' ');
        joined.push_str(line);
        if line.ends_with(':') {
            return judged(&joined, dated).map(|certainty| (index + 1, certainty));
        }
    }
    None
}

/// Beginnings of weekdays that may open an announcement.
const WEEKDAYS: &[&str] =
    &["mån", "tis", "ons", "tors", "fre", "lör", "sön", "man.", "tir", "lør", "søn", "mandag", "måndag"];

/// How sure it is that these words announce quoted mail.
fn judged(joined: &str, dated: bool) -> Option<Certainty> {
    let lower = joined.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| c.is_whitespace() || c == ':').filter(|word| !word.is_empty()).collect();
    let verb =
        words.iter().position(|word| matches!(word.trim_matches(','), "skrev" | "wrote" | "skreiv"))?;
    let prose = words.iter().enumerate().any(|(index, word)| {
        let word = word.trim_matches(',');
        PROSE.contains(&word) && (index > verb || word != "at")
    });
    let after = words.len() - verb - 1;
    if prose || words.len() > 30 || after > 12 || !lower.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let date_after = words.get(verb + 1).is_some_and(|word| {
        matches!(*word, "den" | "d." | "on") || word.starts_with(|c: char| c.is_ascii_digit() || c == '(')
    });
    let strong = (dated || date_after) && has_year(&lower) && has_time(&lower);
    Some(if strong { Certainty::Strong } else { Certainty::Weak })
}

/// Whether a year of this century or the last stands in the text.
fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit())
        .any(|digits| digits.len() == 4 && (digits.starts_with("20") || digits.starts_with("19")))
}

/// Whether a time such as `07:51` or `7.51` stands in the text.
fn has_time(text: &str) -> bool {
    text.split(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.')).any(|word| {
        let parts: Vec<&str> = word.trim_matches(['.', ':']).split([':', '.']).collect();
        matches!(parts.as_slice(), [hour, minute] | [hour, minute, _]
            if (1..=2).contains(&hour.len()) && minute.len() == 2)
    })
}
