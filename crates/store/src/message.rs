//! Messages of a ticket.

use crate::dialect::insert_many;
use crate::event::{actor_columns, actor_of};
use crate::fault::Fault;
use crate::moment::{micros, moment};
use crate::schema::messages;
use crate::{Conn, Moment};
use diesel::prelude::*;
use ticket::{Actor, Audience, Direction};

/// One message; its words are a text row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Row id.
    pub id: i64,
    /// Ticket.
    pub ticket: i64,
    /// To us or from us.
    pub direction: Direction,
    /// For whom.
    pub audience: Audience,
    /// Who wrote.
    pub actor: Actor,
    /// Text row.
    pub text: i64,
    /// How it came or went: mail, phone, console, api.
    pub channel: String,
    /// Sent by a machine.
    pub automatic: bool,
    /// A proposed answer: nothing reached the requester.
    pub proposal: bool,
    /// When.
    pub at: Moment,
    /// Message-ID of the mail it came or went as.
    pub mail_id: Option<String>,
    /// Inbox row it came from.
    pub inbox: Option<i64>,
}

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = messages)]
struct Row {
    id: i64,
    ticket: i64,
    direction: String,
    audience: String,
    actor_kind: String,
    actor: String,
    text: i64,
    channel: String,
    automatic: bool,
    proposal: bool,
    at: i64,
    mail_id: Option<String>,
    inbox: Option<i64>,
}

fn to_row(m: &Message) -> Row {
    let (actor_kind, actor) = actor_columns(&m.actor);
    Row {
        id: m.id,
        ticket: m.ticket,
        direction: m.direction.as_str().to_owned(),
        audience: m.audience.as_str().to_owned(),
        actor_kind,
        actor,
        text: m.text,
        channel: m.channel.clone(),
        automatic: m.automatic,
        proposal: m.proposal,
        at: micros(m.at),
        mail_id: m.mail_id.clone(),
        inbox: m.inbox,
    }
}

fn from_row(r: Row) -> Result<Message, Fault> {
    Ok(Message {
        id: r.id,
        ticket: r.ticket,
        direction: Direction::parse(&r.direction).ok_or_else(|| Fault::row("direction", &r.direction))?,
        audience: Audience::parse(&r.audience).ok_or_else(|| Fault::row("audience", &r.audience))?,
        actor: actor_of(&r.actor_kind, r.actor)?,
        text: r.text,
        channel: r.channel,
        automatic: r.automatic,
        proposal: r.proposal,
        at: moment(r.at)?,
        mail_id: r.mail_id,
        inbox: r.inbox,
    })
}

/// Writes messages in one statement.
///
/// # Errors
/// Storage faults.
pub fn message_insert(conn: &mut Conn, list: &[Message]) -> Result<(), Fault> {
    let rows: Vec<Row> = list.iter().map(to_row).collect();
    if !rows.is_empty() {
        insert_many!(conn, messages::table, &rows)?;
    }
    Ok(())
}

/// A ticket's messages, oldest first.
///
/// # Errors
/// Storage faults.
pub fn message_list(conn: &mut Conn, ticket: i64) -> Result<Vec<Message>, Fault> {
    messages::table
        .filter(messages::ticket.eq(ticket))
        .order((messages::at.asc(), messages::id.asc()))
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(from_row)
        .collect()
}

/// One message.
///
/// # Errors
/// Storage faults.
pub fn message_get(conn: &mut Conn, id: i64) -> Result<Option<Message>, Fault> {
    messages::table.find(id).select(Row::as_select()).first(conn).optional()?.map(from_row).transpose()
}
