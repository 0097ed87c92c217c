//! Figures for reports, counted by the database. Every outcome counts in the period in which it was decided.

use crate::fault::Fault;
use crate::moment::micros;
use crate::schema::{clocks, ticket_scopes};
use crate::{Conn, Moment};
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::BTreeSet;

/// How many clocks of one target ended how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// Agreement key.
    pub agreement: String,
    /// Its version.
    pub version: String,
    /// Target key.
    pub target: String,
    /// `met`, `missed`, `withdrawn`; of [`report_started`] empty.
    pub outcome: String,
    /// How many.
    pub count: i64,
}

/// One breach: where its rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Breach {
    /// Ticket.
    pub ticket: i64,
    /// Clock row.
    pub clock: i64,
    /// When it was decided, in microseconds since 1970.
    pub decided_at: i64,
}

/// Tickets the scopes read; `None` reads all.
type Scopes<'a> = Option<&'a BTreeSet<String>>;

/// Counts of clocks decided in [from, to), by target and outcome.
///
/// # Errors
/// Storage faults.
pub fn report_decided(
    conn: &mut Conn,
    desk: &str,
    from: Moment,
    to: Moment,
    scopes: Scopes<'_>,
) -> Result<Vec<Count>, Fault> {
    let mut query = clocks::table
        .filter(clocks::desk.eq(desk.to_owned()))
        .filter(clocks::decided_at.ge(micros(from)))
        .filter(clocks::decided_at.lt(micros(to)))
        .filter(clocks::outcome.is_not_null())
        .group_by((clocks::agreement, clocks::agreement_version, clocks::target, clocks::outcome))
        .select((clocks::agreement, clocks::agreement_version, clocks::target, clocks::outcome, count_star()))
        .into_boxed();
    if let Some(scopes) = scopes {
        query = query.filter(clocks::ticket.eq_any(readable(scopes)));
    }
    let rows: Vec<(String, String, String, Option<String>, i64)> = query.load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(agreement, version, target, outcome, count)| Count {
            agreement,
            version,
            target,
            outcome: outcome.unwrap_or_default(),
            count,
        })
        .collect())
}

/// Counts of clocks started in [from, to), by target.
///
/// # Errors
/// Storage faults.
pub fn report_started(
    conn: &mut Conn,
    desk: &str,
    from: Moment,
    to: Moment,
    scopes: Scopes<'_>,
) -> Result<Vec<Count>, Fault> {
    let mut query = clocks::table
        .filter(clocks::desk.eq(desk.to_owned()))
        .filter(clocks::started_at.ge(micros(from)))
        .filter(clocks::started_at.lt(micros(to)))
        .group_by((clocks::agreement, clocks::agreement_version, clocks::target))
        .select((clocks::agreement, clocks::agreement_version, clocks::target, count_star()))
        .into_boxed();
    if let Some(scopes) = scopes {
        query = query.filter(clocks::ticket.eq_any(readable(scopes)));
    }
    Ok(query.load(conn)?.into_iter().map(without_outcome).collect())
}

/// Counts of clocks that started before a moment and had no outcome at it, by target.
///
/// # Errors
/// Storage faults.
pub fn report_running(
    conn: &mut Conn,
    desk: &str,
    at: Moment,
    scopes: Scopes<'_>,
) -> Result<Vec<Count>, Fault> {
    let mut query = clocks::table
        .filter(clocks::desk.eq(desk.to_owned()))
        .filter(clocks::started_at.lt(micros(at)))
        .filter(clocks::decided_at.is_null().or(clocks::decided_at.ge(micros(at))))
        .group_by((clocks::agreement, clocks::agreement_version, clocks::target))
        .select((clocks::agreement, clocks::agreement_version, clocks::target, count_star()))
        .into_boxed();
    if let Some(scopes) = scopes {
        query = query.filter(clocks::ticket.eq_any(readable(scopes)));
    }
    Ok(query.load(conn)?.into_iter().map(without_outcome).collect())
}

/// Counts of breaches decided in [from, to) that only a change of the facts made, by target.
///
/// # Errors
/// Storage faults.
pub fn report_by_change(
    conn: &mut Conn,
    desk: &str,
    from: Moment,
    to: Moment,
    scopes: Scopes<'_>,
) -> Result<Vec<Count>, Fault> {
    let mut query = clocks::table
        .filter(clocks::desk.eq(desk.to_owned()))
        .filter(clocks::decided_at.ge(micros(from)))
        .filter(clocks::decided_at.lt(micros(to)))
        .filter(clocks::outcome.eq("missed"))
        .filter(clocks::by_change.eq(true))
        .group_by((clocks::agreement, clocks::agreement_version, clocks::target))
        .select((clocks::agreement, clocks::agreement_version, clocks::target, count_star()))
        .into_boxed();
    if let Some(scopes) = scopes {
        query = query.filter(clocks::ticket.eq_any(readable(scopes)));
    }
    Ok(query.load(conn)?.into_iter().map(without_outcome).collect())
}

fn without_outcome((agreement, version, target, count): (String, String, String, i64)) -> Count {
    Count { agreement, version, target, outcome: String::new(), count }
}

/// Breaches decided in [from, to), in the order they were decided, a block after the one that ended at `after`.
///
/// # Errors
/// Storage faults.
pub fn report_breaches(
    conn: &mut Conn,
    desk: &str,
    (from, to): (Moment, Moment),
    scopes: Scopes<'_>,
    after: Option<Breach>,
    limit: i64,
) -> Result<Vec<Breach>, Fault> {
    let mut query = clocks::table
        .filter(clocks::desk.eq(desk.to_owned()))
        .filter(clocks::decided_at.ge(micros(from)))
        .filter(clocks::decided_at.lt(micros(to)))
        .filter(clocks::outcome.eq("missed"))
        .order((clocks::decided_at.asc(), clocks::id.asc()))
        .select((clocks::ticket, clocks::id, clocks::decided_at.assume_not_null()))
        .limit(limit)
        .into_boxed();
    if let Some(scopes) = scopes {
        query = query.filter(clocks::ticket.eq_any(readable(scopes)));
    }
    if let Some(after) = after {
        let later = clocks::decided_at.gt(after.decided_at);
        let same = clocks::decided_at.eq(after.decided_at).and(clocks::id.gt(after.clock));
        query = query.filter(later.or(same));
    }
    Ok(query.load(conn)?)
}

/// Clocks that stopped in [from, to) with an outcome, in the order they stopped, a block after the one that ended at
/// `after`; the moment is that of the stop.
///
/// # Errors
/// Storage faults.
pub fn report_stopped(
    conn: &mut Conn,
    desk: &str,
    (from, to): (Moment, Moment),
    scopes: Scopes<'_>,
    after: Option<Breach>,
    limit: i64,
) -> Result<Vec<Breach>, Fault> {
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
        query = query.filter(clocks::ticket.eq_any(readable(scopes)));
    }
    if let Some(after) = after {
        let later = clocks::stopped_at.gt(after.decided_at);
        let same = clocks::stopped_at.eq(after.decided_at).and(clocks::id.gt(after.clock));
        query = query.filter(later.or(same));
    }
    Ok(query.load(conn)?)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn readable<'a>(scopes: &'a BTreeSet<String>) -> _ {
    let scopes: Vec<&'a str> = scopes.iter().map(String::as_str).collect::<Vec<&'a str>>();
    ticket_scopes::table.filter(ticket_scopes::scope.eq_any(scopes)).select(ticket_scopes::ticket)
}
