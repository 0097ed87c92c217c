//! What leaves the house: written with the act that causes it, sent afterwards under a lease with a fencing token.

use crate::dialect::{claimed, insert_many};
use crate::fault::Fault;
use crate::moment::micros;
use crate::schema::{outbox, outbox_recipients, tickets};
use crate::{Conn, Moment};
use diesel::prelude::*;

/// One outgoing mail. Moments are microseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = outbox)]
pub struct Outbox {
    /// Row id.
    pub id: i64,
    /// Ticket it is about.
    pub ticket: Option<i64>,
    /// Message row it carries.
    pub message: Option<i64>,
    /// acknowledgement, message, notice, reminder, hand_over, report.
    pub kind: String,
    /// Message-ID, fixed when the row is made.
    pub message_id: String,
    /// Envelope sender.
    pub envelope_from: String,
    /// What it says, as data: worded in the receiver's language when it is sent.
    pub letter: String,
    /// The bytes as sent; none before the first try.
    pub raw: Option<Vec<u8>>,
    /// When it was made.
    pub created_at: i64,
    /// `waiting`, `sent` or `failed`.
    pub state: String,
    /// How often it was tried.
    pub tries: i32,
    /// When it is tried next.
    pub next_try_at: i64,
    /// Until when one sender has it.
    pub lease_until: Option<i64>,
    /// Counts the leases: whoever holds an older one may not write.
    pub lease_token: i64,
    /// Why the last try failed.
    pub reason: Option<String>,
    /// The desk it is from, where it is about no ticket.
    pub desk: Option<String>,
}

/// One recipient of an outgoing mail.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = outbox_recipients)]
pub struct Recipient {
    /// Outbox row.
    pub outbox: i64,
    /// Address.
    pub address: String,
    /// `waiting`, `sent` or `failed`.
    pub state: String,
    /// What the next hop said.
    pub answer: Option<String>,
    /// When it was decided.
    pub at: Option<i64>,
}

/// Writes a mail with its recipients.
///
/// # Errors
/// Storage faults.
pub fn outbox_insert(conn: &mut Conn, mail: &Outbox, addresses: &[String]) -> Result<(), Fault> {
    diesel::insert_into(outbox::table).values(mail.clone()).execute(conn)?;
    let rows: Vec<Recipient> = addresses
        .iter()
        .map(|address| Recipient {
            outbox: mail.id,
            address: address.clone(),
            state: "waiting".into(),
            answer: None,
            at: None,
        })
        .collect();
    insert_many!(conn, outbox_recipients::table, &rows)?;
    Ok(())
}

/// Leases mails that are due, oldest first, with the recipients still to be served.
///
/// # Errors
/// Storage faults.
pub fn outbox_lease(
    conn: &mut Conn,
    now: Moment,
    until: Moment,
    limit: i64,
) -> Result<Vec<(Outbox, Vec<Recipient>)>, Fault> {
    let mails: Vec<Outbox> = claimed!(
        conn,
        outbox::table
            .filter(outbox::state.eq("waiting"))
            .filter(outbox::next_try_at.le(micros(now)))
            .filter(outbox::lease_until.is_null().or(outbox::lease_until.lt(micros(now))))
            .order((outbox::next_try_at.asc(), outbox::id.asc()))
            .limit(limit)
            .select(Outbox::as_select()),
        Outbox
    )?;
    let mut leased = Vec::new();
    for mut mail in mails {
        mail.lease_token += 1;
        diesel::update(outbox::table.find(mail.id))
            .set((outbox::lease_until.eq(micros(until)), outbox::lease_token.eq(mail.lease_token)))
            .execute(conn)?;
        let recipients = outbox_recipients::table
            .filter(outbox_recipients::outbox.eq(mail.id))
            .filter(outbox_recipients::state.eq("waiting"))
            .select(Recipient::as_select())
            .load(conn)?;
        leased.push((mail, recipients));
    }
    Ok(leased)
}

/// What a try came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// Decided recipients: address, sent or failed, the next hop's word.
    pub decided: Vec<(String, bool, String)>,
    /// When to try again, where somebody is still waiting and hope is left.
    pub again_at: Option<Moment>,
    /// Why, where it did not go well.
    pub reason: Option<String>,
    /// The bytes that were sent.
    pub raw: Vec<u8>,
}

/// Writes what a try came to; `false` where the lease went to another meanwhile and nothing was written.
///
/// # Errors
/// Storage faults.
pub fn outbox_tried(conn: &mut Conn, mail: &Outbox, tried: &Tried, now: Moment) -> Result<bool, Fault> {
    let state = match (tried.again_at, tried.decided.iter().all(|(_, sent, _)| *sent)) {
        (Some(_), _) => "waiting",
        (None, true) => "sent",
        (None, false) => "failed",
    };
    let mine = outbox::table.filter(outbox::id.eq(mail.id)).filter(outbox::lease_token.eq(mail.lease_token));
    let written = diesel::update(mine)
        .set((
            outbox::state.eq(state),
            outbox::tries.eq(outbox::tries + 1),
            outbox::next_try_at.eq(tried.again_at.map_or(mail.next_try_at, micros)),
            outbox::lease_until.eq(None::<i64>),
            outbox::reason.eq(&tried.reason),
            outbox::raw.eq(&tried.raw),
        ))
        .execute(conn)?;
    if written == 0 {
        return Ok(false);
    }
    for (address, sent, answer) in &tried.decided {
        diesel::update(outbox_recipients::table.find((mail.id, address)))
            .set((
                outbox_recipients::state.eq(if *sent { "sent" } else { "failed" }),
                outbox_recipients::answer.eq(answer),
                outbox_recipients::at.eq(micros(now)),
            ))
            .execute(conn)?;
    }
    Ok(true)
}

/// Marks recipients of a sent mail as not reached after all, by its Message-ID: a server reported it later.
///
/// # Errors
/// Storage faults.
pub fn outbox_returned(
    conn: &mut Conn,
    message_id: &str,
    failed: &[(String, String)],
    now: Moment,
) -> Result<(), Fault> {
    let mail = outbox::table.filter(outbox::message_id.eq(message_id)).select(outbox::id);
    let Some(id) = mail.first::<i64>(conn).optional()? else { return Ok(()) };
    for (address, answer) in failed {
        let written = diesel::update(outbox_recipients::table.find((id, address)))
            .set((
                outbox_recipients::state.eq("failed"),
                outbox_recipients::answer.eq(answer),
                outbox_recipients::at.eq(micros(now)),
            ))
            .execute(conn)?;
        if written == 1 {
            diesel::update(outbox::table.find(id))
                .set((outbox::state.eq("failed"), outbox::reason.eq(answer)))
                .execute(conn)?;
        }
    }
    Ok(())
}

/// Puts a failed mail back in line for the recipients it failed for; `false` where it had not failed.
///
/// # Errors
/// Storage faults.
pub fn outbox_repeat(conn: &mut Conn, id: i64, now: Moment) -> Result<bool, Fault> {
    let failed = outbox::table.filter(outbox::id.eq(id)).filter(outbox::state.eq("failed"));
    let written = diesel::update(failed)
        .set((outbox::state.eq("waiting"), outbox::tries.eq(0), outbox::next_try_at.eq(micros(now))))
        .execute(conn)?;
    let recipients = outbox_recipients::table
        .filter(outbox_recipients::outbox.eq(id))
        .filter(outbox_recipients::state.eq("failed"));
    diesel::update(recipients).set(outbox_recipients::state.eq("waiting")).execute(conn)?;
    Ok(written == 1)
}

/// The newest mails of some desks or about their tickets, or only those of a state, with their recipients.
///
/// # Errors
/// Storage faults.
pub fn outbox_list(
    conn: &mut Conn,
    desks: &[String],
    state: Option<&str>,
    limit: i64,
) -> Result<Vec<(Outbox, Vec<Recipient>)>, Fault> {
    let theirs = tickets::table.filter(tickets::desk.eq_any(desks.to_vec())).select(tickets::id.nullable());
    let own = outbox::desk.eq_any(desks.iter().cloned().map(Some).collect::<Vec<_>>());
    let mut query = outbox::table.filter(outbox::ticket.eq_any(theirs).or(own)).into_boxed();
    if let Some(state) = state {
        query = query.filter(outbox::state.eq(state.to_owned()));
    }
    let mails: Vec<Outbox> = query
        .order((outbox::created_at.desc(), outbox::id.desc()))
        .limit(limit)
        .select(Outbox::as_select())
        .load(conn)?;
    mails.into_iter().map(|mail| Ok((mail.clone(), recipients(conn, mail.id)?))).collect()
}

/// The mails about one ticket, oldest first, with their recipients.
///
/// # Errors
/// Storage faults.
pub fn outbox_of_ticket(conn: &mut Conn, ticket: i64) -> Result<Vec<(Outbox, Vec<Recipient>)>, Fault> {
    let mails: Vec<Outbox> = outbox::table
        .filter(outbox::ticket.eq(ticket))
        .order(outbox::id.asc())
        .select(Outbox::as_select())
        .load(conn)?;
    mails.into_iter().map(|mail| Ok((mail.clone(), recipients(conn, mail.id)?))).collect()
}

/// One mail with its recipients.
///
/// # Errors
/// Storage faults.
pub fn outbox_get(conn: &mut Conn, id: i64) -> Result<Option<(Outbox, Vec<Recipient>)>, Fault> {
    let mail = outbox::table.find(id).select(Outbox::as_select()).first(conn).optional()?;
    mail.map(|mail: Outbox| Ok((mail, recipients(conn, id)?))).transpose()
}

fn recipients(conn: &mut Conn, id: i64) -> Result<Vec<Recipient>, Fault> {
    Ok(outbox_recipients::table
        .filter(outbox_recipients::outbox.eq(id))
        .order(outbox_recipients::address.asc())
        .select(Recipient::as_select())
        .load(conn)?)
}

/// How many mails were made for a ticket and a recipient since a moment: the caps that stop mail loops.
///
/// # Errors
/// Storage faults.
pub fn outbox_count_since(conn: &mut Conn, ticket: i64, address: &str, since: Moment) -> Result<i64, Fault> {
    Ok(outbox::table
        .inner_join(outbox_recipients::table.on(outbox_recipients::outbox.eq(outbox::id)))
        .filter(outbox::ticket.eq(ticket))
        .filter(outbox_recipients::address.eq(address))
        .filter(outbox::created_at.gt(micros(since)))
        .count()
        .get_result(conn)?)
}

/// How many mails are in a state.
///
/// # Errors
/// Storage faults.
pub fn outbox_count_state(conn: &mut Conn, state: &str) -> Result<i64, Fault> {
    Ok(outbox::table.filter(outbox::state.eq(state)).count().get_result(conn)?)
}
