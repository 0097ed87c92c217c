//! Received mails of a period, counted by what became of them, and the mails behind a count.

use crate::fault::Fault;
use crate::inbox::State;
use crate::moment::micros;
use crate::schema::{inbox, tickets};
use crate::{Conn, Moment};
use diesel::dsl::{count, count_star};
use diesel::prelude::*;

/// Mails of one mailbox and state.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Fate {
    /// Our address they came to.
    pub mailbox: String,
    /// [`State`] key.
    pub state: String,
    /// How many.
    pub mails: i64,
    /// Of these that name a ticket which is there.
    pub on_tickets: i64,
}

/// One mail of a list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct ListedMail {
    /// Row id.
    pub id: i64,
    /// Our address it came to.
    pub mailbox: String,
    /// Envelope sender.
    pub envelope_from: Option<String>,
    /// Microseconds since 1970.
    pub received_at: i64,
    /// [`State`] key.
    pub state: String,
    /// Why it was set aside, or what was noted.
    pub reason: Option<String>,
    /// Reference of the ticket it became or joined.
    pub reference: Option<String>,
}

/// Mails received in [from, to) by mailbox, whatever became of them.
///
/// # Errors
/// Storage faults.
pub fn report_mails_received(
    conn: &mut Conn,
    mailboxes: &[String],
    (from, to): (Moment, Moment),
) -> Result<Vec<(String, i64)>, Fault> {
    Ok(inbox::table
        .filter(inbox::mailbox.eq_any(mailboxes.to_vec()))
        .filter(inbox::received_at.ge(micros(from)).and(inbox::received_at.lt(micros(to))))
        .group_by(inbox::mailbox)
        .select((inbox::mailbox, count_star()))
        .load(conn)?)
}

/// Mails received in [from, to) by mailbox and state, and how many of them are found on tickets.
///
/// # Errors
/// Storage faults.
pub fn report_mail_fates(
    conn: &mut Conn,
    mailboxes: &[String],
    (from, to): (Moment, Moment),
) -> Result<Vec<Fate>, Fault> {
    Ok(inbox::table
        .left_join(tickets::table.on(inbox::ticket.eq(tickets::id.nullable())))
        .filter(inbox::mailbox.eq_any(mailboxes.to_vec()))
        .filter(inbox::received_at.ge(micros(from)).and(inbox::received_at.lt(micros(to))))
        .group_by((inbox::mailbox, inbox::state))
        .select((inbox::mailbox, inbox::state, count_star(), count(tickets::id.nullable())))
        .load(conn)?)
}

/// Mails received in [from, to) that are on no ticket, by state and the reason given, most frequent first.
///
/// # Errors
/// Storage faults.
pub fn report_mail_reasons(
    conn: &mut Conn,
    mailboxes: &[String],
    (from, to): (Moment, Moment),
) -> Result<Vec<(String, Option<String>, i64)>, Fault> {
    let without = [State::Noted, State::SetAside, State::Waiting].map(State::as_str);
    let mut rows: Vec<(String, Option<String>, i64)> = inbox::table
        .filter(inbox::mailbox.eq_any(mailboxes.to_vec()))
        .filter(inbox::received_at.ge(micros(from)).and(inbox::received_at.lt(micros(to))))
        .filter(inbox::state.eq_any(without))
        .group_by((inbox::state, inbox::reason))
        .select((inbox::state, inbox::reason, count_star()))
        .load(conn)?;
    rows.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| (&a.0, &a.1).cmp(&(&b.0, &b.1))));
    Ok(rows)
}

/// The mails received in [from, to) of some states, of a reason where one is named, oldest first.
///
/// # Errors
/// Storage faults.
pub fn report_mails(
    conn: &mut Conn,
    mailboxes: &[String],
    (from, to): (Moment, Moment),
    states: &[State],
    reason: Option<&str>,
) -> Result<Vec<ListedMail>, Fault> {
    let states: Vec<&str> = states.iter().map(|state| state.as_str()).collect();
    let mut query = inbox::table
        .left_join(tickets::table.on(inbox::ticket.eq(tickets::id.nullable())))
        .filter(inbox::mailbox.eq_any(mailboxes.to_vec()))
        .filter(inbox::received_at.ge(micros(from)).and(inbox::received_at.lt(micros(to))))
        .filter(inbox::state.eq_any(states))
        .order((inbox::received_at.asc(), inbox::id.asc()))
        .select((
            inbox::id,
            inbox::mailbox,
            inbox::envelope_from,
            inbox::received_at,
            inbox::state,
            inbox::reason,
            tickets::reference.nullable(),
        ))
        .into_boxed();
    if let Some(reason) = reason {
        query = query.filter(inbox::reason.eq(reason.to_owned()));
    }
    Ok(query.load(conn)?)
}
