//! Mails an act causes: collected while it is decided, written to the outbox with it.

use super::work::Work;
use crate::{Denied, Letter, LetterKind};
use chrono::TimeDelta;
use desk::{Membership, Principal, scopes_of_ticket};
use std::collections::BTreeMap;
use store::Conn;
use store::contact::contact_map;
use store::outbox::{Outbox, outbox_count_since, outbox_insert};
use store::user::user_of_desk;

/// Automatic mails per ticket and recipient: at most this many within so many minutes. They stop loops that
/// headers do not.
const CAPS: [(i64, i64); 2] = [(10, 10), (100, 600)];

/// To whom.
#[derive(Debug, Clone)]
pub(crate) enum To {
    /// The ticket's requester, at the address known when it is written.
    Requester,
    /// An address, in a language.
    Address(String),
}

/// One mail to be.
#[derive(Debug, Clone)]
pub(crate) struct Mail {
    pub to: To,
    pub message: Option<i64>,
    pub letter: Letter,
}

/// A letter to the requester, in the language known when it is written.
pub(super) fn to_requester(work: &mut Work, kind: LetterKind, message: Option<i64>, text: Option<i64>) {
    let letter = Letter {
        kind,
        language: String::new(),
        text,
        more: Vec::new(),
        facts: BTreeMap::new(),
        in_reply_to: None,
    };
    work.mails.push(Mail { to: To::Requester, message, letter });
}

/// The hand-over letter, where the queue it is now in works by mail.
pub(super) fn handed_over(work: &mut Work) {
    let desk = work.desk();
    let Some(address) = desk.chain.queue(&work.ticket.place.queue).and_then(|q| q.mail.clone()) else {
        return;
    };
    let moved = work.events.iter().rev().find_map(|e| match &e.body {
        ticket::EventBody::Moved { hand_over, .. } => Some(hand_over.clone()),
        _ => None,
    });
    let more = moved.unwrap_or_default();
    let letter = Letter {
        kind: LetterKind::HandOver,
        language: desk.language.clone(),
        text: work.ticket.description,
        more,
        facts: BTreeMap::from([("queue".to_owned(), work.ticket.place.queue.clone())]),
        in_reply_to: None,
    };
    work.mails.push(Mail { to: To::Address(address), message: None, letter });
}

/// A letter to whoever works the queue it is in by mail.
pub(super) fn to_queue(work: &mut Work, kind: LetterKind, message: Option<i64>, text: Option<i64>) {
    let desk = work.desk();
    let Some(address) = desk.chain.queue(&work.ticket.place.queue).and_then(|q| q.mail.clone()) else {
        return;
    };
    let language = desk.language.clone();
    let letter = Letter { kind, language, text, more: Vec::new(), facts: BTreeMap::new(), in_reply_to: None };
    work.mails.push(Mail { to: To::Address(address), message, letter });
}

/// Notices to everybody in a role who may read the ticket; how many.
pub(super) fn to_role(
    conn: &mut Conn,
    work: &mut Work,
    role: &str,
    facts: &BTreeMap<String, String>,
) -> Result<i64, Denied> {
    let desk = work.desk();
    let scopes = scopes_of_ticket(&desk, &work.ticket);
    let mut receivers = 0;
    for (user, row) in user_of_desk(conn, &desk.key)? {
        if row.role != role {
            continue;
        }
        let membership =
            Membership { desk: row.desk, role: row.role, organisation: row.organisation, queue: row.queue };
        let principal = Principal::User { id: user.id, memberships: vec![membership] };
        let reads = principal.scopes([&*desk]).is_none_or(|own| !own.is_disjoint(&scopes));
        let (true, Some(email)) = (reads, user.email) else { continue };
        let letter = Letter {
            kind: LetterKind::Notice,
            language: user.language.unwrap_or_else(|| desk.language.clone()),
            text: None,
            more: Vec::new(),
            facts: facts.clone(),
            in_reply_to: None,
        };
        work.mails.push(Mail { to: To::Address(email), message: None, letter });
        receivers += 1;
    }
    Ok(receivers)
}

/// Writes the collected mails. A requester without an address is told by telephone: no mail is made.
pub(super) fn write(conn: &mut Conn, work: &mut Work) -> Result<(), Denied> {
    let desk = work.desk();
    for mail in std::mem::take(&mut work.mails) {
        let mut letter = mail.letter;
        let address = match mail.to {
            To::Address(address) => address,
            To::Requester => {
                let contacts = contact_map(conn, &[work.ticket.requester])?;
                let Some(contact) = contacts.get(&work.ticket.requester) else { continue };
                let Some(email) = contact.email.clone() else { continue };
                letter.language = contact
                    .language
                    .clone()
                    .or_else(|| desk.organisation(&contact.organisation).and_then(|o| o.language.clone()))
                    .unwrap_or_else(|| desk.language.clone());
                email
            }
        };
        if letter.kind.is_automatic() && capped(conn, work, &address)? {
            tracing::warn!(
                ticket = work.ticket.id,
                "an automatic mail was not made: its receiver got too many"
            );
            continue;
        }
        let id = work.ids.row()?;
        let row = Outbox {
            id,
            ticket: Some(work.ticket.id),
            message: mail.message,
            kind: letter.kind.as_str().to_owned(),
            message_id: mail::message_id(&work.job.thread_key, work.ticket.id, id, &work.job.domain),
            // RFC 3834: nothing may answer an acknowledgement.
            envelope_from: match letter.kind {
                LetterKind::Acknowledgement => String::new(),
                _ => desk.mail_from.clone(),
            },
            letter: serde_json::to_string(&letter).map_err(|e| store::Fault::Setup(e.to_string()))?,
            raw: None,
            created_at: work.now().timestamp_micros(),
            state: "waiting".into(),
            tries: 0,
            next_try_at: work.now().timestamp_micros(),
            lease_until: None,
            lease_token: 0,
            reason: None,
            desk: None,
        };
        outbox_insert(conn, &row, &[address])?;
    }
    Ok(())
}

fn capped(conn: &mut Conn, work: &Work, address: &str) -> Result<bool, Denied> {
    for (count, minutes) in CAPS {
        let since = work.now() - TimeDelta::minutes(minutes);
        if outbox_count_since(conn, work.ticket.id, address, since)? >= count {
            return Ok(true);
        }
    }
    Ok(false)
}
