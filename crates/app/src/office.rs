//! The mail of a desk as its administrators see it: what came, what went, what could not be done, and doing it again.

use crate::{App, Denied, Moment};
use desk::{Permission, Principal};
use serde::Serialize;
use store::inbox::{Listed, State, inbox_count, inbox_get, inbox_list, inbox_reprocess};
use store::outbox::{Outbox, Recipient, outbox_count_state, outbox_get, outbox_list, outbox_repeat};
use ticket::Reference;

/// One received mail.
#[derive(Debug, Clone, Serialize)]
pub struct Received {
    /// Row id.
    pub id: i64,
    /// smtp, pipe or rest.
    pub source: String,
    /// Our address.
    pub mailbox: String,
    /// Envelope sender; empty for the null sender.
    pub envelope_from: Option<String>,
    /// When it was taken over.
    pub received_at: Moment,
    /// waiting, opened, joined, noted or `set_aside`.
    pub state: String,
    /// How often it was tried.
    pub tries: i32,
    /// Why, by key or as a fault's own words.
    pub reason: Option<String>,
    /// The ticket it became or joined.
    pub ticket: Option<Reference>,
}

/// One mail that goes or went out.
#[derive(Debug, Clone, Serialize)]
pub struct Sent {
    /// Row id.
    pub id: i64,
    /// Message-ID, without angle brackets; the same however often it is tried.
    pub message_id: String,
    /// acknowledgement, message, resolved, reminder, notice, `hand_over` or report.
    pub kind: String,
    /// The ticket it is about.
    pub ticket: Option<Reference>,
    /// When it was made.
    pub created_at: Moment,
    /// waiting, sent or failed.
    pub state: String,
    /// How often it was tried.
    pub tries: i32,
    /// When it is tried next, while it waits.
    pub next_try_at: Option<Moment>,
    /// Why the last try failed.
    pub reason: Option<String>,
    /// Each recipient with its state and what the next hop said.
    pub recipients: Vec<SentTo>,
}

/// One recipient of an outgoing mail.
#[derive(Debug, Clone, Serialize)]
pub struct SentTo {
    /// Address.
    pub address: String,
    /// waiting, sent or failed.
    pub state: String,
    /// What the next hop said.
    pub answer: Option<String>,
}

/// A mail as people read it, with identity numbers masked (SRS-18).
#[derive(Clone, Serialize)]
pub struct Readable {
    /// Sender.
    pub from: String,
    /// Receivers.
    pub to: Vec<String>,
    /// Subject.
    pub subject: String,
    /// Text.
    pub text: String,
    /// Names of what was attached.
    pub attachments: Vec<String>,
}

impl Readable {
    fn of(raw: &[u8]) -> Self {
        let parsed = mail::parse(raw);
        let masked = |text: String| text::Intake::new(text).masked().to_owned();
        let party = |party: &mail::Party| match party.name.trim() {
            "" => party.address.clone(),
            name => format!("{name} <{}>", party.address),
        };
        let name = |a: mail::Attachment| a.filename.unwrap_or(a.content_type);
        Self {
            from: masked(parsed.from.as_ref().map(party).unwrap_or_default()),
            to: parsed.to.iter().map(party).map(masked).collect(),
            subject: text::Intake::line(parsed.subject).masked().to_owned(),
            text: masked(parsed.text),
            attachments: parsed.attachments.into_iter().map(name).map(masked).collect(),
        }
    }
}

/// Work on a case that a pass could not do.
#[derive(Debug, Clone, Serialize)]
pub struct Undone {
    /// Which pass.
    pub pass: String,
    /// The case.
    pub ticket: Reference,
    /// How often it failed.
    pub tries: i32,
    /// Why, the last time.
    pub reason: String,
    /// When, the last time.
    pub at: Moment,
}

impl App {
    /// Whether a principal administers any desk.
    pub fn administers(&self, principal: &Principal) -> bool {
        self.all_desks().iter().any(|desk| principal.has(desk, Permission::Administer))
    }

    /// Mails that wait or need a person, by the name of their gauge.
    ///
    /// # Errors
    /// Storage faults.
    pub fn mail_counts(&self) -> Result<[(&'static str, i64); 4], Denied> {
        self.store.read(|conn| {
            Ok([
                ("stafett_inbox_waiting", inbox_count(conn, State::Waiting)?),
                ("stafett_inbox_set_aside", inbox_count(conn, State::SetAside)?),
                ("stafett_outbox_waiting", outbox_count_state(conn, "waiting")?),
                ("stafett_outbox_failed", outbox_count_state(conn, "failed")?),
            ])
        })
    }

    /// The newest received mails of the principal's desks.
    ///
    /// # Errors
    /// The principal administers no desk; storage faults.
    pub fn received(
        &self,
        principal: &Principal,
        state: Option<State>,
        limit: i64,
    ) -> Result<Vec<Received>, Denied> {
        let mailboxes = self.administered(principal, |desk| desk.mailboxes.clone())?;
        self.store.read(|conn| {
            let rows = inbox_list(conn, &mailboxes, state, limit)?;
            rows.into_iter().map(|row| received(conn, row)).collect()
        })
    }

    /// The newest outgoing mails of the principal's desks.
    ///
    /// # Errors
    /// The principal administers no desk; storage faults.
    pub fn sent(&self, principal: &Principal, state: Option<&str>, limit: i64) -> Result<Vec<Sent>, Denied> {
        let desks = self.administered(principal, |desk| vec![desk.key.clone()])?;
        self.store.read(|conn| {
            let rows = outbox_list(conn, &desks, state, limit)?;
            rows.into_iter().map(|(row, to)| sent(conn, row, to)).collect()
        })
    }

    /// The mails sent about a ticket the principal may read, oldest first: what reached the requester and what not.
    ///
    /// # Errors
    /// Not found, or not readable: the same.
    pub fn sent_about(&self, principal: &Principal, reference: &Reference) -> Result<Vec<Sent>, Denied> {
        self.on_ticket(principal, reference, |conn, _, id| {
            let rows = store::outbox::outbox_of_ticket(conn, id)?;
            rows.into_iter().map(|(row, to)| sent(conn, row, to)).collect()
        })
    }

    /// A received mail to be read, masked.
    ///
    /// # Errors
    /// Not there, or of a desk the principal does not administer: the same.
    pub fn received_mail(&self, principal: &Principal, id: i64) -> Result<(Received, Readable), Denied> {
        let mailboxes = self.administered(principal, |desk| desk.mailboxes.clone())?;
        self.store.read(|conn| {
            let row = inbox_get(conn, id)?.filter(|row| mailboxes.contains(&row.mailbox));
            let row = row.ok_or(Denied::NotFound)?;
            let mail = Readable::of(&row.raw);
            Ok((received(conn, row.into())?, mail))
        })
    }

    /// An outgoing mail to be read, as it was sent or would be sent now.
    ///
    /// # Errors
    /// Not there, or of a desk the principal does not administer: the same.
    pub fn sent_mail(&self, principal: &Principal, id: i64) -> Result<(Sent, Option<Readable>), Denied> {
        let desks = self.administered(principal, |desk| vec![desk.key.clone()])?;
        let (row, to, shown) = self.store.read(|conn| {
            let row = own_mail(conn, &desks, id)?;
            let (_, to) = outbox_get(conn, id)?.ok_or(Denied::NotFound)?;
            Ok::<_, Denied>((row.clone(), to.clone(), sent(conn, row, to)?))
        })?;
        let raw = row.raw.clone().filter(|raw| !raw.is_empty()).or_else(|| self.worded(&row, &to));
        Ok((shown, raw.map(|raw| Readable::of(&raw))))
    }

    /// What no pass could do, about cases of the principal's desks, the newest first.
    ///
    /// # Errors
    /// The principal administers no desk; storage faults.
    pub fn undone(&self, principal: &Principal, limit: i64) -> Result<Vec<Undone>, Denied> {
        let desks = self.administered(principal, |desk| vec![desk.key.clone()])?;
        self.store.read(|conn| {
            let mut list = Vec::new();
            for failed in store::pass::failure_list(conn, limit)? {
                let Some((ticket, _)) = store::ticket::ticket_get(conn, failed.subject)? else { continue };
                if desks.contains(&ticket.desk) {
                    let (pass, tries, reason) = (failed.pass, failed.tries, failed.reason);
                    list.push(Undone {
                        pass,
                        ticket: ticket.reference,
                        tries,
                        reason,
                        at: moment(failed.at),
                    });
                }
            }
            Ok(list)
        })
    }

    /// Puts a mail that was set aside back in line.
    ///
    /// # Errors
    /// Not there, not set aside, or of a desk the principal does not administer.
    pub fn reprocess(&self, principal: &Principal, id: i64, now: Moment) -> Result<(), Denied> {
        let mailboxes = self.administered(principal, |desk| desk.mailboxes.clone())?;
        self.store.write(move |conn| {
            let row = inbox_get(conn, id)?.filter(|row| mailboxes.contains(&row.mailbox));
            row.ok_or(Denied::NotFound)?;
            if inbox_reprocess(conn, id, now)? {
                Ok(())
            } else {
                Err(Denied::malformed("id", "not_set_aside"))
            }
        })
    }

    /// Puts a mail that was given up back in line, for those it did not reach.
    ///
    /// # Errors
    /// Not there, not given up, or of a desk the principal does not administer.
    pub fn repeat(&self, principal: &Principal, id: i64, now: Moment) -> Result<(), Denied> {
        let desks = self.administered(principal, |desk| vec![desk.key.clone()])?;
        self.store.write(move |conn| {
            own_mail(conn, &desks, id)?;
            if outbox_repeat(conn, id, now)? { Ok(()) } else { Err(Denied::malformed("id", "not_failed")) }
        })
    }

    /// Something of every desk the principal administers. The command line administers all: it has the database.
    fn administered(
        &self,
        principal: &Principal,
        of: impl Fn(&desk::Desk) -> Vec<String>,
    ) -> Result<Vec<String>, Denied> {
        let all = matches!(principal, Principal::System { system: desk::System::CommandLine, .. });
        let desks = self.all_desks();
        let own: Vec<_> = desks.iter().filter(|d| all || principal.has(d, Permission::Administer)).collect();
        if own.is_empty() && !all {
            return Err(Denied::Forbidden);
        }
        Ok(own.into_iter().flat_map(|desk| of(desk)).collect())
    }
}

fn own_mail(conn: &mut store::Conn, desks: &[String], id: i64) -> Result<Outbox, Denied> {
    let (mail, _) = outbox_get(conn, id)?.ok_or(Denied::NotFound)?;
    let desk = match mail.ticket {
        Some(ticket) => store::ticket::ticket_get(conn, ticket)?.map(|(ticket, _)| ticket.desk),
        None => mail.desk.clone(),
    };
    if desk.is_some_and(|desk| desks.contains(&desk)) { Ok(mail) } else { Err(Denied::NotFound) }
}

fn reference(conn: &mut store::Conn, ticket: Option<i64>) -> Result<Option<Reference>, Denied> {
    let Some(id) = ticket else { return Ok(None) };
    Ok(store::ticket::ticket_get(conn, id)?.map(|(ticket, _)| ticket.reference))
}

fn moment(micros: i64) -> Moment {
    Moment::from_timestamp_micros(micros).unwrap_or_default()
}

fn received(conn: &mut store::Conn, row: Listed) -> Result<Received, Denied> {
    Ok(Received {
        id: row.id,
        source: row.source,
        mailbox: row.mailbox,
        envelope_from: row.envelope_from,
        received_at: moment(row.received_at),
        state: row.state,
        tries: row.tries,
        reason: row.reason,
        ticket: reference(conn, row.ticket)?,
    })
}

fn sent(conn: &mut store::Conn, row: Outbox, to: Vec<Recipient>) -> Result<Sent, Denied> {
    let waits = row.state == "waiting";
    Ok(Sent {
        id: row.id,
        message_id: row.message_id,
        kind: row.kind,
        ticket: reference(conn, row.ticket)?,
        created_at: moment(row.created_at),
        next_try_at: waits.then(|| moment(row.next_try_at)),
        state: row.state,
        tries: row.tries,
        reason: row.reason,
        recipients: to
            .into_iter()
            .map(|r| SentTo { address: r.address, state: r.state, answer: r.answer })
            .collect(),
    })
}
