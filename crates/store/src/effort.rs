//! Time on cases: entries that are replaced and never changed, running timers, and months that are locked (WC-32).

use crate::Conn;
use crate::fault::Fault;
use crate::schema::{effort_months, effort_timers, efforts, ticket_scopes};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// One entry. Days are local dates, `2026-11-23`; moments microseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = efforts)]
pub struct Entry {
    /// Row id.
    pub id: i64,
    /// Desk key.
    pub desk: String,
    /// Ticket.
    pub ticket: i64,
    /// Who worked.
    pub user_id: i64,
    /// On which day.
    pub day: String,
    /// How long.
    pub minutes: i64,
    /// Activity key.
    pub activity: String,
    /// maintenance or development.
    pub kind: String,
    /// Organisation key of who pays.
    pub payer: String,
    /// Text row of a note.
    pub note: Option<i64>,
    /// When it was put down.
    pub recorded_at: i64,
    /// By whom.
    pub recorded_by: i64,
    /// The entry it replaces.
    pub replaces: Option<i64>,
    /// Text row: why.
    pub reason: Option<i64>,
    /// When another replaced it.
    pub replaced_at: Option<i64>,
}

/// A running timer: one a person.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = effort_timers)]
pub struct EffortTimer {
    /// Who works.
    pub user_id: i64,
    /// On which ticket.
    pub ticket: i64,
    /// Desk key.
    pub desk: String,
    /// Activity key.
    pub activity: String,
    /// maintenance or development.
    pub kind: String,
    /// Organisation key of who pays.
    pub payer: String,
    /// Since when, in microseconds since 1970.
    pub started_at: i64,
}

/// A month locked or unlocked.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = effort_months)]
pub struct MonthLock {
    /// Row id; the newest of a month rules.
    pub id: i64,
    /// Desk key.
    pub desk: String,
    /// `2026-11`.
    pub month: String,
    /// Locked, or unlocked again.
    pub locked: bool,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// By whom.
    pub by_user: i64,
}

/// Writes an entry; where it replaces another, that one is marked. False where another was there first.
///
/// # Errors
/// Storage faults.
pub fn effort_insert(conn: &mut Conn, entry: &Entry) -> Result<bool, Fault> {
    if let Some(old) = entry.replaces {
        let rows = efforts::table.find(old).filter(efforts::replaced_at.is_null());
        let marked =
            diesel::update(rows).set(efforts::replaced_at.eq(Some(entry.recorded_at))).execute(conn)?;
        if marked == 0 {
            return Ok(false);
        }
    }
    diesel::insert_into(efforts::table).values(entry.clone()).execute(conn)?;
    Ok(true)
}

/// The entry of an id.
///
/// # Errors
/// Storage faults.
pub fn effort_get(conn: &mut Conn, id: i64) -> Result<Option<Entry>, Fault> {
    Ok(efforts::table.find(id).select(Entry::as_select()).first(conn).optional()?)
}

/// Every entry of a ticket, replaced ones among them, as they were put down.
///
/// # Errors
/// Storage faults.
pub fn effort_of_ticket(conn: &mut Conn, ticket: i64) -> Result<Vec<Entry>, Fault> {
    Ok(efforts::table
        .filter(efforts::ticket.eq(ticket))
        .order(efforts::id.asc())
        .select(Entry::as_select())
        .load(conn)?)
}

/// Entries that stand, of a desk's days in [from, to), on tickets the scopes read; `None` scopes read all.
///
/// # Errors
/// Storage faults.
pub fn effort_between(
    conn: &mut Conn,
    desk: &str,
    (from, to): (&str, &str),
    scopes: Option<&BTreeSet<String>>,
) -> Result<Vec<Entry>, Fault> {
    let mut query = efforts::table
        .filter(efforts::desk.eq(desk.to_owned()))
        .filter(efforts::day.ge(from.to_owned()))
        .filter(efforts::day.lt(to.to_owned()))
        .filter(efforts::replaced_at.is_null())
        .filter(efforts::minutes.gt(0))
        .order((efforts::day.asc(), efforts::id.asc()))
        .select(Entry::as_select())
        .into_boxed();
    if let Some(scopes) = scopes {
        let scopes: Vec<String> = scopes.iter().cloned().collect();
        let readable =
            ticket_scopes::table.filter(ticket_scopes::scope.eq_any(scopes)).select(ticket_scopes::ticket);
        query = query.filter(efforts::ticket.eq_any(readable));
    }
    Ok(query.load(conn)?)
}

/// Minutes that stand for a person and day on all desks.
///
/// # Errors
/// Storage faults.
pub fn effort_of_day(conn: &mut Conn, user: i64, day: &str) -> Result<i64, Fault> {
    let minutes: Vec<i64> = efforts::table
        .filter(efforts::user_id.eq(user))
        .filter(efforts::day.eq(day.to_owned()))
        .filter(efforts::replaced_at.is_null())
        .select(efforts::minutes)
        .load(conn)?;
    Ok(minutes.iter().sum())
}

/// The running timer of a person.
///
/// # Errors
/// Storage faults.
pub fn timer_running(conn: &mut Conn, user: i64) -> Result<Option<EffortTimer>, Fault> {
    Ok(effort_timers::table.find(user).select(EffortTimer::as_select()).first(conn).optional()?)
}

/// Starts a timer.
///
/// # Errors
/// Storage faults; a duplicate where one runs already.
pub fn timer_start(conn: &mut Conn, timer: &EffortTimer) -> Result<(), Fault> {
    diesel::insert_into(effort_timers::table).values(timer.clone()).execute(conn)?;
    Ok(())
}

/// Ends a person's timer.
///
/// # Errors
/// Storage faults.
pub fn timer_end(conn: &mut Conn, user: i64) -> Result<(), Fault> {
    diesel::delete(effort_timers::table.find(user)).execute(conn)?;
    Ok(())
}

/// Puts on record that a month is locked or unlocked.
///
/// # Errors
/// Storage faults.
pub fn month_put(conn: &mut Conn, lock: &MonthLock) -> Result<(), Fault> {
    diesel::insert_into(effort_months::table).values(lock.clone()).execute(conn)?;
    Ok(())
}

/// Everything on record of a desk's months, the newest last.
///
/// # Errors
/// Storage faults.
pub fn month_list(conn: &mut Conn, desk: &str) -> Result<Vec<MonthLock>, Fault> {
    Ok(effort_months::table
        .filter(effort_months::desk.eq(desk.to_owned()))
        .order((effort_months::at.asc(), effort_months::id.asc()))
        .select(MonthLock::as_select())
        .load(conn)?)
}

/// Whether a month is locked.
///
/// # Errors
/// Storage faults.
pub fn month_locked(conn: &mut Conn, desk: &str, month: &str) -> Result<bool, Fault> {
    let newest: Option<bool> = effort_months::table
        .filter(effort_months::desk.eq(desk.to_owned()))
        .filter(effort_months::month.eq(month.to_owned()))
        .order((effort_months::at.desc(), effort_months::id.desc()))
        .select(effort_months::locked)
        .first(conn)
        .optional()?;
    Ok(newest.unwrap_or(false))
}
