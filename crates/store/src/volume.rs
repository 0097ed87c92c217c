//! Cases a statistic may have to count, and what happened to them.

use crate::event::{Row as EventRow, from_row};
use crate::fault::Fault;
use crate::moment::{micros, moment_opt};
use crate::schema::{events, tickets};
use crate::ticket::readable;
use crate::{Conn, Moment};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use ticket::Event;

/// Ids of a desk's cases that began before `to` and either changed since `from` or are open still, above an id: every
/// case that can have arrived, been solved or reopened in [from, to), or been open at its end, is among them.
///
/// # Errors
/// Storage faults.
pub fn volume_ids(
    conn: &mut Conn,
    desk: &str,
    (from, to): (Moment, Moment),
    scopes: Option<&BTreeSet<String>>,
    after: i64,
    limit: i64,
) -> Result<Vec<i64>, Fault> {
    let mut query = tickets::table
        .filter(tickets::desk.eq(desk.to_owned()))
        .filter(tickets::opened_at.lt(micros(to)))
        .filter(tickets::updated_at.ge(micros(from)).or(tickets::open.eq(true)))
        .filter(tickets::id.gt(after))
        .order(tickets::id.asc())
        .select(tickets::id)
        .limit(limit)
        .into_boxed();
    if let Some(scopes) = scopes {
        query = query.filter(tickets::id.eq_any(readable(scopes)));
    }
    Ok(query.load(conn)?)
}

/// When a desk's first case was made, whoever may read it.
///
/// # Errors
/// Storage faults.
pub fn volume_begin(conn: &mut Conn, desk: &str) -> Result<Option<Moment>, Fault> {
    let first: Option<i64> = tickets::table
        .filter(tickets::desk.eq(desk.to_owned()))
        .select(diesel::dsl::min(tickets::opened_at))
        .first(conn)?;
    moment_opt(first)
}

/// The events of some tickets that are of some types, each ticket's by number.
///
/// # Errors
/// Storage faults.
pub fn volume_events(conn: &mut Conn, of: &[i64], types: &[i32]) -> Result<BTreeMap<i64, Vec<Event>>, Fault> {
    let rows: Vec<EventRow> = events::table
        .filter(events::ticket.eq_any(of.to_vec()))
        .filter(events::kind.eq_any(types.to_vec()))
        .order((events::ticket.asc(), events::seq.asc()))
        .select(EventRow::as_select())
        .load(conn)?;
    let mut found: BTreeMap<i64, Vec<Event>> = BTreeMap::new();
    for row in rows {
        let ticket = row.ticket;
        found.entry(ticket).or_default().push(from_row(row)?);
    }
    Ok(found)
}
