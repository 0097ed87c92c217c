//! Sent mail: leased, worded in its receiver's language, handed to whoever carries it, and its fate kept per
//! recipient. The shell carries; this decides what, when again, and what is given up.

mod presented;
mod report;
mod scene;
mod words;

pub use report::{ReportWriter, Wanted, Written};

use crate::{App, Asked, Caller, Denied, Letter, LetterKind, Moment, Order};
use chrono::TimeDelta;
use desk::{Principal, System};
use mail::{AutoSubmitted, EmailAddress, Mailbox, Outgoing};
use store::outbox::{Outbox, Recipient, Tried, outbox_lease, outbox_tried};
use ticket::Audience;

/// Mails of one batch.
const BATCH: i64 = 20;
/// How long one carrier has a mail before another may take it.
const LEASE: TimeDelta = TimeDelta::minutes(10);
/// Minutes between tries; the last holds for all further ones.
const PAUSES: [i64; 5] = [1, 5, 15, 60, 240];
/// How long there is hope.
const HOPE: TimeDelta = TimeDelta::days(3);

/// A mail ready to be carried.
#[derive(Clone)]
pub struct Parcel {
    mail: Outbox,
    /// Envelope sender; `None` is the null sender, so that nothing answers an acknowledgement.
    pub from: Option<String>,
    /// Recipients still to be served.
    pub to: Vec<String>,
    /// The bytes, lines ending in CRLF.
    pub raw: Vec<u8>,
}

/// What the next hop said about one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Taken over.
    Sent,
    /// Refused for good.
    Refused(String),
    /// Not now.
    Later(String),
}

impl App {
    /// Mails that are due, leased and worded. One that cannot be worded is given up and shown.
    ///
    /// # Errors
    /// Storage cannot be reached.
    pub fn parcels(&self, writer: &dyn ReportWriter, now: Moment) -> Result<Vec<Parcel>, Denied> {
        let leased =
            self.store.write::<_, Denied>(move |conn| Ok(outbox_lease(conn, now, now + LEASE, BATCH)?))?;
        let mut parcels = Vec::new();
        for (mail, recipients) in leased {
            match self.packed(&mail, &recipients, Some((writer, now))) {
                Ok(parcel) => parcels.push(parcel),
                Err(reason) => {
                    let to = recipients.into_iter().map(|r| r.address).collect();
                    let parcel = Parcel { mail, from: None, to, raw: Vec::new() };
                    self.carried(&parcel, &parcel.all(&Outcome::Refused(reason)), now)?;
                }
            }
        }
        Ok(parcels)
    }

    /// Writes what became of a mail. Whoever lost its lease writes nothing. A mail given up that carried words to
    /// somebody is told in its ticket.
    ///
    /// # Errors
    /// Storage cannot be reached.
    pub fn carried(
        &self,
        parcel: &Parcel,
        outcomes: &[(String, Outcome)],
        now: Moment,
    ) -> Result<(), Denied> {
        let tried = parcel.tried(outcomes, now);
        let (mail, written) = (parcel.mail.clone(), tried.clone());
        let mine =
            self.store.write::<_, Denied>(move |conn| Ok(outbox_tried(conn, &mail, &written, now)?))?;
        for (address, _, reason) in tried.decided.iter().filter(|(_, sent, _)| mine && !sent) {
            self.tell_undelivered(&parcel.mail, address, reason, now)?;
        }
        Ok(())
    }

    /// The bytes of a mail as it would be sent now; none where it cannot be worded, which carrying it will tell.
    pub(crate) fn worded(&self, mail: &Outbox, recipients: &[Recipient]) -> Option<Vec<u8>> {
        match self.packed(mail, recipients, None) {
            Ok(parcel) => Some(parcel.raw),
            Err(reason) => {
                tracing::debug!(mail = mail.id, %reason, "a mail cannot be worded");
                None
            }
        }
    }

    fn packed(
        &self,
        mail: &Outbox,
        recipients: &[Recipient],
        writer: Option<(&dyn ReportWriter, Moment)>,
    ) -> Result<Parcel, String> {
        let letter: Letter = serde_json::from_str(&mail.letter).map_err(|e| e.to_string())?;
        let outgoing = match (letter.kind, writer) {
            (LetterKind::Report, Some((writer, now))) => {
                self.report_mail(mail, &letter, recipients, writer, now)?
            }
            (LetterKind::Report, None) => return Err("a report is written when it is sent".into()),
            (LetterKind::Presented, _) => self.presented_mail(mail, &letter, recipients)?,
            _ => self.case_mail(mail, &letter, recipients)?,
        };
        let raw = mail::render(&outgoing).map_err(|e| e.to_string())?;
        let from = Some(mail.envelope_from.clone()).filter(|from| !from.is_empty());
        Ok(Parcel {
            mail: mail.clone(),
            from,
            to: recipients.iter().map(|r| r.address.clone()).collect(),
            raw,
        })
    }

    /// A letter about a case.
    fn case_mail(
        &self,
        mail: &Outbox,
        letter: &Letter,
        recipients: &[Recipient],
    ) -> Result<Outgoing, String> {
        let scene = self.scene(mail, letter).map_err(|e| e.to_string())?;
        let (subject, text) = words::words(letter, &scene);
        let address = |text: &str| EmailAddress::parse(text).map_err(|e| format!("{text}: {e}"));
        let to = recipients
            .iter()
            .map(|r| Ok(Mailbox { name: scene.name_of(&r.address), address: address(&r.address)? }))
            .collect::<Result<Vec<_>, String>>()?;
        let threaded = words::is_threaded(letter.kind);
        Ok(Outgoing {
            message_id: mail.message_id.clone(),
            from: Mailbox { name: scene.desk_name(), address: address(scene.sender(letter.kind))? },
            to,
            cc: Vec::new(),
            reply_to: None,
            subject,
            in_reply_to: scene.thread.last().filter(|_| threaded).cloned(),
            references: if threaded { scene.thread.clone() } else { Vec::new() },
            html: Some(words::html(&text)),
            text,
            auto_submitted: match letter.kind {
                LetterKind::Acknowledgement => AutoSubmitted::Replied,
                LetterKind::Reminder | LetterKind::Notice | LetterKind::Report | LetterKind::Presented => {
                    AutoSubmitted::Generated
                }
                LetterKind::Message | LetterKind::Resolved | LetterKind::HandOver => AutoSubmitted::No,
            },
            date: Moment::from_timestamp_micros(mail.created_at).unwrap_or_default(),
            language: text::Language::parse(scene.language.key()),
            enclosures: Vec::new(),
            extra: Vec::new(),
        })
    }

    /// Says in the ticket that somebody was not reached, to those who work on it.
    fn tell_undelivered(
        &self,
        mail: &Outbox,
        address: &str,
        reason: &str,
        now: Moment,
    ) -> Result<(), Denied> {
        let Some(id) = mail.ticket.filter(|_| mail.kind != LetterKind::Notice.as_str()) else {
            return Ok(());
        };
        let found = self.store.read::<_, Denied>(|conn| Ok(store::ticket::ticket_get(conn, id)?))?;
        let Some((ticket, _)) = found else { return Ok(()) };
        let language = self.desk(&ticket.desk).map_or_else(|| "sv".into(), |desk| desk.language.clone());
        let text = words::undelivered(&language, address, reason);
        let order = Order::Message(Audience::Chain, text);
        let asked = Asked { reference: ticket.reference, version: None, order };
        let outbox = Principal::System { system: System::Outbox, contact: None };
        self.act(&outbox, &asked, &Caller::default(), now).map(|_| ())
    }
}

impl Parcel {
    /// The same outcome for every recipient.
    pub fn all(&self, outcome: &Outcome) -> Vec<(String, Outcome)> {
        self.to.iter().map(|address| (address.clone(), outcome.clone())).collect()
    }

    fn tried(&self, outcomes: &[(String, Outcome)], now: Moment) -> Tried {
        let made = Moment::from_timestamp_micros(self.mail.created_at).unwrap_or(now);
        let hope = now - made < HOPE;
        let mut tried = Tried { decided: Vec::new(), again_at: None, reason: None, raw: self.raw.clone() };
        for (address, outcome) in outcomes {
            match outcome {
                Outcome::Sent => tried.decided.push((address.clone(), true, String::new())),
                Outcome::Later(reason) if hope => {
                    tried.again_at = Some(now + self.pause());
                    tried.reason = Some(reason.clone());
                }
                Outcome::Later(reason) | Outcome::Refused(reason) => {
                    tried.decided.push((address.clone(), false, reason.clone()));
                    tried.reason = Some(reason.clone());
                }
            }
        }
        tried
    }

    fn pause(&self) -> TimeDelta {
        let tries = usize::try_from(self.mail.tries).unwrap_or(0).min(PAUSES.len() - 1);
        TimeDelta::minutes(PAUSES[tries])
    }
}
