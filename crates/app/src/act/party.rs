//! Who takes part: the contact of an address, else a new one.

use super::opening::Who;
use crate::{Denied, Moment};
use desk::Desk;
use store::Conn;
use store::contact::{Contact, contact_by_email, contact_insert, contact_set_language};

/// Somebody to be found or made.
pub(super) struct Party<'a> {
    /// As far as is known.
    pub who: &'a Who,
    /// Organisation where address and telephone tell none.
    pub home: &'a str,
    /// Language they wrote in just now.
    pub language: Option<&'a str>,
}

/// The row id of a party's contact. A shared mailbox or a ward's telephone is a unit, never a person.
pub(super) fn party(
    conn: &mut Conn,
    desk: &Desk,
    ids: &mut store::IdRange,
    party: &Party<'_>,
    at: Moment,
) -> Result<i64, Denied> {
    let who = party.who;
    let email = who.email.as_ref().map(|e| e.trim().to_lowercase()).filter(|e| !e.is_empty());
    if let Some(known) = email.as_ref().map(|e| contact_by_email(conn, e)).transpose()?.flatten() {
        if let Some(language) = party.language.filter(|l| known.language.as_deref() != Some(l)) {
            contact_set_language(conn, known.id, language)?;
        }
        return Ok(known.id);
    }
    let unit = email
        .as_ref()
        .filter(|e| desk.is_shared_mailbox(e))
        .and_then(|e| desk.organisation_of_address(e))
        .or_else(|| who.phone.as_ref().filter(|_| email.is_none()).and_then(|p| desk.unit_of_telephone(p)));
    let given = who.name.as_ref().map(|n| n.masked().trim().to_owned()).filter(|n| !n.is_empty());
    let name = match unit {
        Some(unit) => unit.name.in_language(&desk.language).to_owned(),
        None => given.or_else(|| email.clone()).or_else(|| who.phone.clone()).unwrap_or_default(),
    };
    let id = ids.row()?;
    let contact = Contact {
        id,
        kind: if unit.is_some() { "unit" } else { "person" }.to_owned(),
        name,
        email,
        phone: who.phone.clone(),
        organisation: unit.map_or_else(|| party.home.to_owned(), |u| u.key.clone()),
        language: party.language.map(str::to_owned),
        created_at: at.timestamp_micros(),
    };
    contact_insert(conn, &contact)?;
    Ok(id)
}
