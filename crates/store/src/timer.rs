//! Timer rows.

use crate::Conn;
use crate::fault::Fault;
use crate::schema::timers;
use diesel::prelude::*;

/// One timer of a ticket. Moments are microseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = timers)]
pub struct Timer {
    /// Row id.
    pub id: i64,
    /// Ticket.
    pub ticket: i64,
    /// Key in the desk file.
    pub timer: String,
    /// From when it counts.
    pub from_at: i64,
    /// When it is due.
    pub due_at: i64,
    /// Whether it came due and was acted on.
    pub fired: bool,
}

/// A ticket's timers.
///
/// # Errors
/// Storage faults.
pub fn timer_of_ticket(conn: &mut Conn, ticket: i64) -> Result<Vec<Timer>, Fault> {
    Ok(timers::table
        .filter(timers::ticket.eq(ticket))
        .order(timers::id.asc())
        .select(Timer::as_select())
        .load(conn)?)
}

/// Writes a new timer.
///
/// # Errors
/// Storage faults.
pub fn timer_insert(conn: &mut Conn, timer: &Timer) -> Result<(), Fault> {
    diesel::insert_into(timers::table).values(timer.clone()).execute(conn)?;
    Ok(())
}

/// Removes a timer that is no longer wanted.
///
/// # Errors
/// Storage faults.
pub fn timer_delete(conn: &mut Conn, id: i64) -> Result<(), Fault> {
    diesel::delete(timers::table.find(id)).execute(conn)?;
    Ok(())
}

/// Marks a timer as acted on.
///
/// # Errors
/// Storage faults.
pub fn timer_fired(conn: &mut Conn, id: i64) -> Result<(), Fault> {
    diesel::update(timers::table.find(id)).set(timers::fired.eq(true)).execute(conn)?;
    Ok(())
}
