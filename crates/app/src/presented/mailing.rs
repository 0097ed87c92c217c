//! Who is told of a presented report, and the mail to them.

use super::asked::is_member;
use crate::{Denied, Letter, LetterKind, Moment};
use desk::{Desk, Membership};
use std::collections::BTreeMap;
use store::outbox::{Outbox, outbox_insert};
use store::presented::{Presented, PresentedReceiver};
use store::user::{user_map, user_of_desk};
use store::{Conn, Fault, IdRange};

/// A person to be told: address and language.
pub(super) type Receiver = (String, String);

/// Everybody who speaks for one who is asked, but for who presented it.
pub(super) fn to_receivers(
    conn: &mut Conn,
    desk: &Desk,
    asked: &[PresentedReceiver],
    but: i64,
) -> Result<Vec<Receiver>, Denied> {
    let mut people: BTreeMap<i64, Receiver> = BTreeMap::new();
    for (user, row) in user_of_desk(conn, &desk.key)? {
        let membership =
            Membership { desk: row.desk, role: row.role, organisation: row.organisation, queue: row.queue };
        let is_asked = asked.iter().any(|receiver| is_member(receiver, &membership));
        if let (true, Some(email)) = (is_asked && user.id != but, user.email) {
            let language = user.language.unwrap_or_else(|| desk.language.clone());
            people.insert(user.id, (email, language));
        }
    }
    Ok(people.into_values().collect())
}

/// Who presented it.
pub(super) fn to_presenter(conn: &mut Conn, desk: &Desk, row: &Presented) -> Result<Vec<Receiver>, Denied> {
    let found = user_map(conn, &[row.presented_by])?.remove(&row.presented_by);
    let active = found.filter(|user| user.active);
    let language = |language: Option<String>| language.unwrap_or_else(|| desk.language.clone());
    Ok(active.and_then(|user| Some((user.email?, language(user.language)))).into_iter().collect())
}

/// Puts a mail to each into the outbox.
pub(super) fn told(
    conn: &mut Conn,
    desk: &Desk,
    (row, what): (&Presented, &str),
    receivers: &[Receiver],
    (key, domain): (&[u8], &str),
    (ids, now): (&mut IdRange, Moment),
) -> Result<(), Denied> {
    for (email, language) in receivers {
        let facts = BTreeMap::from([
            ("desk".to_owned(), desk.key.clone()),
            ("report".to_owned(), row.id.to_string()),
            ("what".to_owned(), what.to_owned()),
        ]);
        let kind = LetterKind::Presented;
        let language = language.clone();
        let letter = Letter { kind, language, text: None, more: Vec::new(), facts, in_reply_to: None };
        let id = ids.row()?;
        let mail = Outbox {
            id,
            ticket: None,
            message: None,
            kind: kind.as_str().to_owned(),
            message_id: ::mail::message_id(key, 0, id, domain),
            envelope_from: desk.mail_from.clone(),
            letter: serde_json::to_string(&letter).map_err(|e| Fault::Setup(e.to_string()))?,
            raw: None,
            created_at: now.timestamp_micros(),
            state: "waiting".into(),
            tries: 0,
            next_try_at: now.timestamp_micros(),
            lease_until: None,
            lease_token: 0,
            reason: None,
            desk: Some(desk.key.clone()),
        };
        outbox_insert(conn, &mail, std::slice::from_ref(email))?;
    }
    Ok(())
}
