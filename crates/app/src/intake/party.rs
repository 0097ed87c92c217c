//! Whether the sender of a mail takes part in a ticket. Knowing a reference, or even a Message-ID of ours, is never
//! enough by itself.

use crate::{Denied, Sender, Who};
use desk::Desk;
use store::Conn;
use store::contact::contact_map;
use ticket::Ticket;

/// As what the sender takes part, if at all.
pub(super) fn part_in(
    conn: &mut Conn,
    desk: &Desk,
    ticket: &Ticket,
    who: &Who,
) -> Result<Option<Sender>, Denied> {
    let Some(address) = who.email.as_deref() else { return Ok(None) };
    let parties: Vec<i64> =
        [Some(ticket.requester), ticket.affected, ticket.orderer].into_iter().flatten().collect();
    let contacts = contact_map(conn, &parties)?;
    if contacts.values().any(|c| c.email.as_deref() == Some(address)) {
        return Ok(Some(Sender::Asker(who.clone())));
    }
    let places = ticket.path.iter().map(|hop| &hop.place).chain([&ticket.place]);
    let by_mail = |queue: &str| desk.chain.queue(queue).and_then(|q| q.mail.clone());
    if places.filter_map(|place| by_mail(&place.queue)).any(|mail| mail.eq_ignore_ascii_case(address)) {
        return Ok(Some(Sender::Function(who.clone())));
    }
    let home = contacts.get(&ticket.requester).map(|c| c.organisation.as_str());
    let theirs = desk.organisation_of_address(address).map(|o| o.key.as_str());
    let colleague = desk.answers_from_organisation && theirs.is_some() && theirs == home;
    Ok(colleague.then(|| Sender::Asker(who.clone())))
}
