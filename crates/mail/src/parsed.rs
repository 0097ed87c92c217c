//! A mail read whole: what `stafett mail parse` shows, and the hints that intake needs beside it. Never fails; knows
//! nothing of tickets, mailboxes or who the sender is to us.

use crate::body::{self, Attachment};
use crate::bounce::{self, DeliveryOutcome};
use crate::header::{self, Fields};
use crate::machine;
use crate::mime;
use crate::part::Head;
use crate::party::{self, Party};
use crate::words;
use chrono::{DateTime, FixedOffset, NaiveDate};
use mail_parser::HeaderValue;
use mail_parser::parsers::MessageStream;
use serde::Serialize;

/// A mail as data. Serialised it has exactly the keys of the contract; the rest is for intake. Without `Debug`, for
/// it holds what people wrote.
#[derive(Clone, PartialEq, Default, Serialize)]
pub struct Parsed {
    /// Without angle brackets.
    pub message_id: Option<String>,
    /// What it answers, without angle brackets.
    pub in_reply_to: Vec<String>,
    /// The thread it belongs to, oldest first.
    pub references: Vec<String>,
    /// The sender; where From is useless, who Reply-To, Sender or Return-Path name.
    pub from: Option<Party>,
    /// Receivers.
    pub to: Vec<Party>,
    /// Receivers of a copy.
    pub cc: Vec<Party>,
    /// Decoded, on one line.
    pub subject: String,
    /// What the Date field claims. Never used for a clock.
    pub date: Option<DateTime<FixedOffset>>,
    /// What the person wrote, quotations included; lines end in `\n`.
    pub text: String,
    /// Whether there is an HTML body.
    pub html: bool,
    /// The text less quoted mail and signature.
    pub reply_text: String,
    /// Every other part.
    pub attachments: Vec<Attachment>,
    /// Sent by a machine: no automatic answer may go out.
    pub auto_submitted: bool,
    /// A delivery report of failure or delay.
    pub bounce: bool,

    /// The HTML body as sent: to be sanitised wherever it is shown.
    #[serde(skip)]
    pub html_body: Option<String>,
    /// Handed on (`VB:`, `VS:`, `FW:`): what was forwarded is what it is about.
    #[serde(skip)]
    pub forwarded: bool,
    /// Where the sender wants answers.
    #[serde(skip)]
    pub reply_to: Vec<Party>,
    /// Envelope sender as the last server wrote it; empty for the null sender `<>`.
    #[serde(skip)]
    pub return_path: Option<String>,
    /// Envelope recipients as servers wrote them (Delivered-To, X-Original-To, Envelope-To).
    #[serde(skip)]
    pub delivered_to: Vec<String>,
    /// The mailing list it came by.
    #[serde(skip)]
    pub list_id: Option<String>,
    /// Precedence, in lower case.
    #[serde(skip)]
    pub precedence: Option<String>,
    /// Outlook's name of the thread.
    #[serde(skip)]
    pub thread_topic: Option<String>,
    /// Of a delivery report: what became of the mail, by recipient.
    #[serde(skip)]
    pub outcomes: Vec<DeliveryOutcome>,
    /// Of a delivery report: the Message-ID of the mail it is about.
    #[serde(skip)]
    pub returned_message_id: Option<String>,
}

/// Reads a mail, whatever it looks like, in time and memory linear in its size.
pub fn parse(raw: &[u8]) -> Parsed {
    let (fields, length) = header::split(raw);
    let head = Head::read(&fields, "text/plain");
    let report = head.content_type == "multipart/report";
    let report_type = head.report_type.clone();
    let body = body::sort(mime::leaves(head, raw.get(length..).unwrap_or_default()));

    let subject = fields.first("Subject").map(|value| one_line(&value)).unwrap_or_default();
    let forwarded = machine::is_forwarded(&subject);
    let return_path = fields.first("Return-Path").map(|value| value.trim_matches(['<', '>', ' ']).to_owned());
    let mut parsed = Parsed {
        message_id: fields.first("Message-ID").and_then(|value| ids(&value).into_iter().next()),
        in_reply_to: fields.all("In-Reply-To").flat_map(|value| ids(&value)).collect(),
        references: fields.all("References").flat_map(|value| ids(&value)).collect(),
        from: sender(&fields),
        to: fields.all("To").flat_map(|value| party::parties(&value)).collect(),
        cc: fields.all("Cc").flat_map(|value| party::parties(&value)).collect(),
        date: fields.first("Date").and_then(|value| date(&value)),
        reply_text: text::trim_reply(&body.text, forwarded).reply,
        text: body.text,
        html: body.html.is_some(),
        attachments: body.attachments,
        html_body: body.html,
        forwarded,
        reply_to: fields.all("Reply-To").flat_map(|value| party::parties(&value)).collect(),
        return_path,
        delivered_to: ["Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To"]
            .into_iter()
            .flat_map(|name| fields.all(name))
            .flat_map(|value| party::parties(&value))
            .map(|party| party.address)
            .collect(),
        list_id: fields.first("List-Id"),
        precedence: fields.first("Precedence").map(|value| value.to_lowercase()),
        thread_topic: fields.first("Thread-Topic").map(|value| one_line(&value)),
        subject,
        ..Parsed::default()
    };
    parsed.outcomes = bounce::outcomes(&parsed.attachments);
    parsed.bounce = bounce::is_bounce(&fields, &parsed, report.then_some(report_type.as_deref()));
    parsed.returned_message_id = if parsed.bounce { bounce::returned_message_id(&parsed) } else { None };
    parsed.auto_submitted = parsed.bounce || report || machine::is_automatic(&fields, &parsed);
    parsed
}

/// The sender: From, or the next field that names somebody mail can be sent to. Whose name From gives is kept.
fn sender(fields: &Fields<'_>) -> Option<Party> {
    let found = ["From", "Reply-To", "Sender", "Return-Path"]
        .into_iter()
        .find_map(|name| fields.all(name).find_map(|value| party::first(&value)))?;
    if !found.name.is_empty() {
        return Some(found);
    }
    let named =
        fields.first("From").map(|value| one_line(&value)).filter(|value| !value.contains(['@', '<']));
    Some(Party { name: named.unwrap_or_default().trim_matches('"').to_owned(), ..found })
}

/// Decoded, white space as single spaces.
fn one_line(value: &str) -> String {
    words::decode(value).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The ids of a field. Without angle brackets, what looks like an id counts.
pub(crate) fn ids(value: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = value;
    while let Some((_, after)) = rest.split_once('<') {
        let Some((id, behind)) = after.split_once('>') else { break };
        let id: String = id.split_whitespace().collect();
        // A bracket that was never closed: the id begins at the last one.
        let id = id.rsplit('<').next().unwrap_or_default();
        if !id.is_empty() {
            found.push(id.to_owned());
        }
        rest = behind;
    }
    if found.is_empty() {
        let bare = value.split_whitespace().map(|word| word.trim_matches(['<', '>', ',', ';']));
        found.extend(bare.filter(|word| word.contains('@')).map(str::to_owned));
    }
    found
}

/// The moment of a Date field, if that day and hour exist.
fn date(value: &str) -> Option<DateTime<FixedOffset>> {
    let value: String = value.split('(').next().unwrap_or_default().chars().take(200).collect();
    // mail-parser forgives a wrong weekday and the like, but wants seconds.
    lenient_date(&format!("{value}\n")).or_else(|| DateTime::parse_from_rfc2822(value.trim()).ok())
}

fn lenient_date(line: &str) -> Option<DateTime<FixedOffset>> {
    let HeaderValue::DateTime(read) = MessageStream::new(line.as_bytes()).parse_date() else { return None };
    let seconds = i32::from(read.tz_hour) * 3_600 + i32::from(read.tz_minute) * 60;
    let offset = FixedOffset::east_opt(if read.tz_before_gmt { -seconds } else { seconds })?;
    let day = NaiveDate::from_ymd_opt(i32::from(read.year), u32::from(read.month), u32::from(read.day))?;
    let time = day.and_hms_opt(u32::from(read.hour), u32::from(read.minute), u32::from(read.second))?;
    time.and_local_timezone(offset).single()
}
