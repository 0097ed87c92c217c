//! Event rows: appended, read, never changed.

use crate::dialect::insert_many;
use crate::fault::Fault;
use crate::moment::{micros, moment};
use crate::schema::events;
use crate::{Conn, Moment};
use diesel::prelude::*;
use ticket::{Actor, Event, EventBody};

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = events)]
pub(crate) struct Row {
    pub(crate) ticket: i64,
    seq: i64,
    kind: i32,
    recorded_at: i64,
    effective_at: i64,
    actor_kind: String,
    actor: String,
    rule: Option<String>,
    desk_version: i64,
    cause: Option<String>,
    data: String,
}

/// An actor in two columns.
pub(crate) fn actor_columns(actor: &Actor) -> (String, String) {
    match actor {
        Actor::User(id) => ("user".into(), id.to_string()),
        Actor::Contact(id) => ("contact".into(), id.to_string()),
        Actor::System(name) => ("system".into(), name.clone()),
    }
}

/// An actor from two columns.
pub(crate) fn actor_of(kind: &str, value: String) -> Result<Actor, Fault> {
    let id = || value.parse::<i64>().map_err(|_| Fault::row("actor", &value));
    match kind {
        "user" => Ok(Actor::User(id()?)),
        "contact" => Ok(Actor::Contact(id()?)),
        "system" => Ok(Actor::System(value)),
        _ => Err(Fault::row("actor", kind)),
    }
}

fn to_row(ticket: i64, event: &Event) -> Result<Row, Fault> {
    let (actor_kind, actor) = actor_columns(&event.actor);
    Ok(Row {
        ticket,
        seq: event.seq,
        kind: event.body.number(),
        recorded_at: micros(event.recorded_at),
        effective_at: micros(event.effective_at),
        actor_kind,
        actor,
        rule: event.rule.clone(),
        desk_version: event.desk_version,
        cause: event.cause.clone(),
        data: event.body.data().map_err(|e| Fault::row("event", e))?.to_string(),
    })
}

pub(crate) fn from_row(row: Row) -> Result<Event, Fault> {
    let data: serde_json::Value = serde_json::from_str(&row.data).map_err(|e| Fault::row("event", e))?;
    Ok(Event {
        seq: row.seq,
        recorded_at: moment(row.recorded_at)?,
        effective_at: moment(row.effective_at)?,
        actor: actor_of(&row.actor_kind, row.actor)?,
        rule: row.rule,
        desk_version: row.desk_version,
        cause: row.cause,
        body: EventBody::from_stored(row.kind, &data).map_err(|e| Fault::row("event", e))?,
    })
}

/// Appends events in one statement. The unique index on (ticket, cause) makes "once" a constraint.
///
/// # Errors
/// Storage faults.
pub fn event_append(conn: &mut Conn, ticket: i64, list: &[Event]) -> Result<(), Fault> {
    let rows = list.iter().map(|e| to_row(ticket, e)).collect::<Result<Vec<_>, _>>()?;
    if !rows.is_empty() {
        insert_many!(conn, events::table, &rows)?;
    }
    Ok(())
}

/// Events of a ticket after a number, by number.
///
/// # Errors
/// Storage faults.
pub fn event_list(conn: &mut Conn, ticket: i64, after: i64, limit: i64) -> Result<Vec<Event>, Fault> {
    events::table
        .filter(events::ticket.eq(ticket))
        .filter(events::seq.gt(after))
        .order(events::seq.asc())
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(from_row)
        .collect()
}

/// The newest moment anything was recorded: what the wall clock is compared with.
///
/// # Errors
/// Storage faults.
pub fn event_newest(conn: &mut Conn) -> Result<Option<Moment>, Fault> {
    use crate::schema::tickets;
    let newest: Option<i64> = tickets::table.select(diesel::dsl::max(tickets::updated_at)).first(conn)?;
    newest.map(moment).transpose()
}
