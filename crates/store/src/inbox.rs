//! Received messages: raw bytes first, then what became of them. Nothing is acknowledged before its row is
//! committed, and nothing that cannot be processed is lost.

use crate::dialect::{claimed, insert_or_ignore};
use crate::fault::Fault;
use crate::moment::micros;
use crate::schema::inbox;
use crate::{Conn, Moment};
use diesel::prelude::*;

/// What became of a received message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not processed yet.
    Waiting,
    /// It became a ticket.
    Opened,
    /// It joined a ticket.
    Joined,
    /// Nothing was to be made of it: an automatic answer to nothing, a delivery report.
    Noted,
    /// It cannot be processed; the reason stands beside it.
    SetAside,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Opened, Self::Joined, Self::Noted, Self::SetAside];

    /// The state of a key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == key)
    }

    /// Stable key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Opened => "opened",
            Self::Joined => "joined",
            Self::Noted => "noted",
            Self::SetAside => "set_aside",
        }
    }
}

/// One received message. Moments are microseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = inbox)]
pub struct Inbox {
    /// Row id.
    pub id: i64,
    /// How it came: smtp, pipe, rest.
    pub source: String,
    /// Our address it came to.
    pub mailbox: String,
    /// Envelope sender.
    pub envelope_from: Option<String>,
    /// Message-ID, empty where it has none.
    pub message_id: String,
    /// Hash without trace headers.
    pub content_hash: String,
    /// The bytes.
    pub raw: Vec<u8>,
    /// When we took it over.
    pub received_at: i64,
    /// [`State`] key.
    pub state: String,
    /// How often it was tried.
    pub tries: i32,
    /// When it is tried next.
    pub next_try_at: Option<i64>,
    /// Why it was set aside, or what was noted.
    pub reason: Option<String>,
    /// The ticket it became or joined.
    pub ticket: Option<i64>,
    /// Another message with this Message-ID and other content came before.
    pub same_id_other_content: bool,
}

/// One line of the administrator's list: everything but the bytes.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Listed {
    /// Row id.
    pub id: i64,
    /// How it came.
    pub source: String,
    /// Our address it came to.
    pub mailbox: String,
    /// Envelope sender.
    pub envelope_from: Option<String>,
    /// Microseconds since 1970.
    pub received_at: i64,
    /// [`State`] key.
    pub state: String,
    /// How often it was tried.
    pub tries: i32,
    /// Why it was set aside, or what was noted.
    pub reason: Option<String>,
    /// The ticket it became or joined.
    pub ticket: Option<i64>,
}

impl From<Inbox> for Listed {
    fn from(row: Inbox) -> Self {
        Self {
            id: row.id,
            source: row.source,
            mailbox: row.mailbox,
            envelope_from: row.envelope_from,
            received_at: row.received_at,
            state: row.state,
            tries: row.tries,
            reason: row.reason,
            ticket: row.ticket,
        }
    }
}

/// Takes a message over. The id of its row, the old one where it came before.
///
/// # Errors
/// Storage faults.
pub fn inbox_accept(conn: &mut Conn, row: &Inbox) -> Result<i64, Fault> {
    let mut row = row.clone();
    row.same_id_other_content = !row.message_id.is_empty()
        && inbox::table
            .filter(inbox::mailbox.eq(&row.mailbox))
            .filter(inbox::message_id.eq(&row.message_id))
            .filter(inbox::content_hash.ne(&row.content_hash))
            .select(inbox::id)
            .first::<i64>(conn)
            .optional()?
            .is_some();
    insert_or_ignore!(conn, inbox::table, row.clone())?;
    Ok(inbox::table
        .filter(inbox::mailbox.eq(&row.mailbox))
        .filter(inbox::message_id.eq(&row.message_id))
        .filter(inbox::content_hash.eq(&row.content_hash))
        .select(inbox::id)
        .first(conn)?)
}

/// Ids of messages to process, oldest first.
///
/// # Errors
/// Storage faults.
pub fn inbox_due(conn: &mut Conn, now: Moment, limit: i64) -> Result<Vec<i64>, Fault> {
    Ok(inbox::table
        .filter(inbox::state.eq(State::Waiting.as_str()))
        .filter(inbox::next_try_at.le(micros(now)))
        .order((inbox::next_try_at.asc(), inbox::id.asc()))
        .select(inbox::id)
        .limit(limit)
        .load(conn)?)
}

/// A message, read only.
///
/// # Errors
/// Storage faults.
pub fn inbox_get(conn: &mut Conn, id: i64) -> Result<Option<Inbox>, Fault> {
    Ok(inbox::table.find(id).select(Inbox::as_select()).first(conn).optional()?)
}

/// Our address a message came to.
///
/// # Errors
/// Storage faults.
pub fn inbox_mailbox(conn: &mut Conn, id: i64) -> Result<Option<String>, Fault> {
    Ok(inbox::table.find(id).select(inbox::mailbox).first(conn).optional()?)
}

/// Claims a waiting message within this transaction; `false` where another has it or it is done.
///
/// # Errors
/// Storage faults.
pub fn inbox_claim(conn: &mut Conn, id: i64) -> Result<bool, Fault> {
    let ids: Vec<i64> = claimed!(
        conn,
        inbox::table
            .filter(inbox::id.eq(id))
            .filter(inbox::state.eq(State::Waiting.as_str()))
            .select(inbox::id),
        i64
    )?;
    Ok(!ids.is_empty())
}

/// Marks what became of a message.
///
/// # Errors
/// Storage faults.
pub fn inbox_done(
    conn: &mut Conn,
    id: i64,
    state: State,
    ticket: Option<i64>,
    reason: Option<&str>,
) -> Result<(), Fault> {
    diesel::update(inbox::table.find(id))
        .set((
            inbox::state.eq(state.as_str()),
            inbox::ticket.eq(ticket),
            inbox::reason.eq(reason),
            inbox::next_try_at.eq(None::<i64>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Notes a failed try and when the next one is.
///
/// # Errors
/// Storage faults.
pub fn inbox_retry(conn: &mut Conn, id: i64, at: Moment, reason: &str) -> Result<(), Fault> {
    diesel::update(inbox::table.find(id))
        .set((inbox::tries.eq(inbox::tries + 1), inbox::next_try_at.eq(micros(at)), inbox::reason.eq(reason)))
        .execute(conn)?;
    Ok(())
}

/// Puts a message that was set aside back in line; `false` where it was not set aside.
///
/// # Errors
/// Storage faults.
pub fn inbox_reprocess(conn: &mut Conn, id: i64, now: Moment) -> Result<bool, Fault> {
    let row = inbox::table.filter(inbox::id.eq(id)).filter(inbox::state.eq(State::SetAside.as_str()));
    let written = diesel::update(row)
        .set((
            inbox::state.eq(State::Waiting.as_str()),
            inbox::tries.eq(0),
            inbox::next_try_at.eq(micros(now)),
        ))
        .execute(conn)?;
    Ok(written == 1)
}

/// The newest messages of some mailboxes, or only those of a state.
///
/// # Errors
/// Storage faults.
pub fn inbox_list(
    conn: &mut Conn,
    mailboxes: &[String],
    state: Option<State>,
    limit: i64,
) -> Result<Vec<Listed>, Fault> {
    let mut query = inbox::table.filter(inbox::mailbox.eq_any(mailboxes.to_vec())).into_boxed();
    if let Some(state) = state {
        query = query.filter(inbox::state.eq(state.as_str()));
    }
    Ok(query
        .order((inbox::received_at.desc(), inbox::id.desc()))
        .select((
            inbox::id,
            inbox::source,
            inbox::mailbox,
            inbox::envelope_from,
            inbox::received_at,
            inbox::state,
            inbox::tries,
            inbox::reason,
            inbox::ticket,
        ))
        .limit(limit)
        .load(conn)?)
}

/// How many messages are in a state.
///
/// # Errors
/// Storage faults.
pub fn inbox_count(conn: &mut Conn, state: State) -> Result<i64, Fault> {
    Ok(inbox::table.filter(inbox::state.eq(state.as_str())).count().get_result(conn)?)
}
