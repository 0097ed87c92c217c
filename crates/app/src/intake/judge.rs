//! What is to be made of a mail.

use super::party::part_in;
use super::{Verdict, reading};
use crate::{App, Denied, Facts, Incoming, Moment, New, Order, Relation, Sender, Who};
use desk::Desk;
use mail::{Link, Parsed, Threading};
use std::sync::Arc;
use store::inbox::Inbox;
use text::Intake;
use ticket::{Channel, Phase, Reference, Ticket};

impl App {
    /// Reads a mail and decides.
    pub(super) fn judge(&self, row: &Inbox) -> Result<Verdict, Denied> {
        let Some((desk, _)) = self.mailbox(&row.mailbox) else { return Ok(Verdict::SetAside("no_desk")) };
        let parsed = mail::parse(&row.raw);
        let desks = self.all_desks();
        let prefixes: Vec<&str> = desks.iter().map(|d| d.prefix.as_str()).collect();
        let threading = mail::threading(&parsed, &self.secrets.thread_key, &prefixes);
        let found = match threading.answers {
            Some((id, link)) => self.found(id)?.map(|(ticket, desk)| (ticket, desk, link)),
            None => None,
        };
        if parsed.bounce {
            return Ok(match found {
                Some((ticket, _, Link::Report | Link::MessageId)) => {
                    join(&ticket, row, &parsed, Sender::Server)
                }
                _ => Verdict::Note("report"),
            });
        }
        let Some(who) = reading::sender(&parsed, row) else { return Ok(Verdict::SetAside("no_sender")) };
        if desks.iter().any(|d| is_ours(d, &who)) {
            return Ok(Verdict::Note("own_mail"));
        }
        match found {
            Some((ticket, home, _)) => self.answering(row, &parsed, &desk, &who, &ticket, &home),
            None => self.starting(row, &parsed, &desk, who, &threading),
        }
    }

    /// A mail that proves to answer one of ours.
    fn answering(
        &self,
        row: &Inbox,
        parsed: &Parsed,
        desk: &Arc<Desk>,
        who: &Who,
        ticket: &Ticket,
        home: &Desk,
    ) -> Result<Verdict, Denied> {
        let part = self.store.read(|conn| part_in(conn, home, ticket, who))?;
        let automatic = reading::is_automatic(parsed, row);
        Ok(match part {
            Some(Sender::Asker(_)) if ended(ticket) && !automatic && !thanks(parsed) => {
                let related = (home.key == desk.key).then_some((ticket.id, Relation::FollowsUp));
                open(row, parsed, desk, who.clone(), related)?
            }
            Some(sender) => join(ticket, row, parsed, sender),
            None if automatic => Verdict::Note("automatic"),
            None => {
                let related = (home.key == desk.key).then_some((ticket.id, Relation::PossibleAnswer));
                open(row, parsed, desk, who.clone(), related)?
            }
        })
    }

    /// A mail that names no ticket in a way that proves anything. A reference in the subject only shows that it may
    /// belong to one: anybody can write it there.
    fn starting(
        &self,
        row: &Inbox,
        parsed: &Parsed,
        desk: &Arc<Desk>,
        who: Who,
        threading: &Threading,
    ) -> Result<Verdict, Denied> {
        let named = match &threading.reference_in_subject {
            Some(reference) => self.named(reference, desk)?,
            None => None,
        };
        // An answer nobody wrote, to something that is no mail of ours, is no case. An alarm is one.
        let answers = named.is_some() || !parsed.in_reply_to.is_empty() || !parsed.references.is_empty();
        if reading::is_automatic(parsed, row) && answers {
            return Ok(Verdict::Note("automatic"));
        }
        open(row, parsed, desk, who, named.map(|id| (id, Relation::PossibleAnswer)))
    }

    /// The ticket of an id with its desk.
    fn found(&self, id: i64) -> Result<Option<(Ticket, Arc<Desk>)>, Denied> {
        let found = self.store.read::<_, Denied>(|conn| Ok(store::ticket::ticket_get(conn, id)?))?;
        Ok(found.and_then(|(ticket, _)| {
            let desk = self.desk(&ticket.desk)?;
            Some((ticket, desk))
        }))
    }

    /// The ticket of a reference, if it is this desk's.
    fn named(&self, reference: &str, desk: &Desk) -> Result<Option<i64>, Denied> {
        let Ok(reference) = Reference::parse(reference) else { return Ok(None) };
        let id =
            self.store.read::<_, Denied>(|conn| Ok(store::ticket::ticket_id(conn, &reference, None)?))?;
        let Some(id) = id else { return Ok(None) };
        Ok(self.found(id)?.filter(|(ticket, _)| ticket.desk == desk.key).map(|_| id))
    }
}

fn join(ticket: &Ticket, row: &Inbox, parsed: &Parsed, sender: Sender) -> Verdict {
    let incoming = Incoming {
        text: reading::answer(parsed),
        inbox: row.id,
        mail_id: parsed.message_id.clone(),
        automatic: reading::is_automatic(parsed, row),
        thanks: thanks(parsed),
        received_at: received_at(row),
        sender,
        language: reading::language(parsed),
        returned: returned(parsed),
    };
    Verdict::Join(ticket.reference.clone(), Box::new(Order::Incoming(Box::new(incoming))))
}

/// What a delivery report says of a mail of ours: whom it did not reach.
fn returned(parsed: &Parsed) -> Option<(String, Vec<(String, String)>)> {
    let mail = parsed.returned_message_id.clone().or_else(|| parsed.in_reply_to.first().cloned())?;
    let failed = parsed.outcomes.iter().filter(|outcome| outcome.action == "failed");
    let word = |outcome: &mail::DeliveryOutcome| {
        (outcome.recipient.to_lowercase(), outcome.status.clone().unwrap_or_else(|| outcome.action.clone()))
    };
    let failed: Vec<_> = failed.map(word).collect();
    (parsed.bounce && !failed.is_empty()).then_some((mail, failed))
}

fn open(
    row: &Inbox,
    parsed: &Parsed,
    desk: &Desk,
    who: Who,
    related: Option<(i64, Relation)>,
) -> Result<Verdict, Denied> {
    let address = who.email.clone().unwrap_or_default();
    let new = New {
        desk: desk.key.clone(),
        subject: subject(row, parsed, desk, &who),
        description: Some(reading::whole(parsed)).filter(|words| !words.original().is_empty()),
        affected: None,
        orderer: None,
        affected_count: 1,
        facts: Facts::default(),
        channel: Channel::Mail,
        mailbox: Some(row.mailbox.clone()),
        mail: Some((row.id, parsed.message_id.clone())),
        received_at: Some(received_at(row)),
        acknowledge: reading::may_acknowledge(parsed, row, &address),
        language: reading::language(parsed),
        related,
        call: None,
        paper: None,
        requester: who,
    };
    Ok(Verdict::Open(Box::new(new)))
}

/// The subject; where there is none, who wrote and when.
fn subject(row: &Inbox, parsed: &Parsed, desk: &Desk, who: &Who) -> Intake {
    if !parsed.subject.trim().is_empty() {
        return Intake::line(parsed.subject.clone());
    }
    let address = who.email.as_deref().unwrap_or_default();
    let name = who.name.as_ref().map(|n| n.original()).unwrap_or(address);
    let unit = desk.organisation_of_address(address).map(|o| o.name.in_language(&desk.language));
    let day = crate::read::local_minute(&desk.zone, received_at(row));
    let parts = [Some(name), unit, Some(&day)];
    Intake::line(parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

fn ended(ticket: &Ticket) -> bool {
    matches!(ticket.phase, Phase::Closed | Phase::Cancelled)
}

fn thanks(parsed: &Parsed) -> bool {
    parsed.attachments.is_empty() && text::is_mere_thanks(&parsed.reply_text)
}

/// One of the addresses we send from or receive at: our own mail came back to us.
fn is_ours(desk: &Desk, who: &Who) -> bool {
    let address = who.email.as_deref().unwrap_or_default();
    desk.mail_from == address || desk.mailboxes.iter().any(|mailbox| mailbox == address)
}

/// When we took it over: the moment its clocks count from.
fn received_at(row: &Inbox) -> Moment {
    Moment::from_timestamp_micros(row.received_at).unwrap_or_default()
}
