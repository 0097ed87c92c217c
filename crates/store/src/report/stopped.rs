//! Clocks by when they stopped.

use crate::fault::Fault;
use crate::moment::micros;
use crate::schema::{clocks, ticket_scopes};
use crate::{Conn, Moment};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// A clock that stopped: where its rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Stopped {
    /// Ticket.
    pub ticket: i64,
    /// Clock row.
    pub clock: i64,
    /// When, in microseconds since 1970.
    pub at: i64,
}

/// Clocks that stopped in [from, to) with an outcome, in the order they stopped, a block after the one that ended at
/// `after`.
///
/// # Errors
/// Storage faults.
pub fn report_stopped(
    conn: &mut Conn,
    desk: &str,
    (from, to): (Moment, Moment),
    scopes: Option<&BTreeSet<String>>,
    after: Option<Stopped>,
    limit: i64,
) -> Result<Vec<Stopped>, Fault> {
    let mut query = clocks::table
        .filter(clocks::desk.eq(desk.to_owned()))
        .filter(clocks::stopped_at.ge(micros(from)))
        .filter(clocks::stopped_at.lt(micros(to)))
        .filter(clocks::outcome.eq_any(["met", "missed"]))
        .order((clocks::stopped_at.asc(), clocks::id.asc()))
        .select((clocks::ticket, clocks::id, clocks::stopped_at.assume_not_null()))
        .limit(limit)
        .into_boxed();
    if let Some(scopes) = scopes {
        let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
        let readable =
            ticket_scopes::table.filter(ticket_scopes::scope.eq_any(scopes)).select(ticket_scopes::ticket);
        query = query.filter(clocks::ticket.eq_any(readable));
    }
    if let Some(after) = after {
        let later = clocks::stopped_at.gt(after.at);
        let same = clocks::stopped_at.eq(after.at).and(clocks::id.gt(after.clock));
        query = query.filter(later.or(same));
    }
    Ok(query.load(conn)?)
}
