//! Figures for reports, counted by the database. Every outcome counts in the period in which it was decided.

use crate::fault::Fault;
use crate::moment::{micros, moment, moment_opt};
use crate::schema::{clocks, ticket_scopes, tickets};
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

/// One breach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Ticket.
    pub ticket: i64,
    /// Its reference.
    pub reference: String,
    /// Clock row.
    pub clock: i64,
    /// Target key.
    pub target: String,
    /// When it was due.
    pub due_at: Option<Moment>,
    /// When it stopped, where it has.
    pub stopped_at: Option<Moment>,
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

/// Counts of clocks started in [from, to), by target; with `undecided` only those that have no outcome.
///
/// # Errors
/// Storage faults.
pub fn report_started(
    conn: &mut Conn,
    desk: &str,
    from: Moment,
    to: Moment,
    undecided: bool,
    scopes: Scopes<'_>,
) -> Result<Vec<Count>, Fault> {
    let mut query = clocks::table
        .filter(clocks::desk.eq(desk.to_owned()))
        .filter(clocks::started_at.ge(micros(from)))
        .filter(clocks::started_at.lt(micros(to)))
        .group_by((clocks::agreement, clocks::agreement_version, clocks::target))
        .select((clocks::agreement, clocks::agreement_version, clocks::target, count_star()))
        .into_boxed();
    if undecided {
        query = query.filter(clocks::outcome.is_null());
    }
    if let Some(scopes) = scopes {
        query = query.filter(clocks::ticket.eq_any(readable(scopes)));
    }
    let rows: Vec<(String, String, String, i64)> = query.load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(agreement, version, target, count)| Count {
            agreement,
            version,
            target,
            outcome: String::new(),
            count,
        })
        .collect())
}

/// Breaches decided in [from, to), by the moment they were due.
///
/// # Errors
/// Storage faults.
pub fn report_breaches(
    conn: &mut Conn,
    desk: &str,
    from: Moment,
    to: Moment,
    scopes: Scopes<'_>,
) -> Result<Vec<Breach>, Fault> {
    let mut query = clocks::table
        .inner_join(tickets::table.on(tickets::id.eq(clocks::ticket)))
        .filter(clocks::desk.eq(desk.to_owned()))
        .filter(clocks::decided_at.ge(micros(from)))
        .filter(clocks::decided_at.lt(micros(to)))
        .filter(clocks::outcome.eq("missed"))
        .order((clocks::decided_at.asc(), clocks::id.asc()))
        .select((
            clocks::ticket,
            tickets::reference,
            clocks::id,
            clocks::target,
            clocks::due_at,
            clocks::decided_at,
            clocks::stopped_at,
        ))
        .into_boxed();
    if let Some(scopes) = scopes {
        query = query.filter(clocks::ticket.eq_any(readable(scopes)));
    }
    type Found = (i64, String, i64, String, Option<i64>, Option<i64>, Option<i64>);
    let rows: Vec<Found> = query.load(conn)?;
    rows.into_iter()
        .map(|(ticket, reference, clock, target, due, decided, stopped)| {
            Ok(Breach {
                ticket,
                reference,
                clock,
                target,
                due_at: moment_opt(due.or(decided))?,
                stopped_at: stopped.map(moment).transpose()?,
            })
        })
        .collect()
}

#[diesel::dsl::auto_type(no_type_alias)]
fn readable<'a>(scopes: &'a BTreeSet<String>) -> _ {
    let scopes: Vec<&'a str> = scopes.iter().map(String::as_str).collect::<Vec<&'a str>>();
    ticket_scopes::table.filter(ticket_scopes::scope.eq_any(scopes)).select(ticket_scopes::ticket)
}
