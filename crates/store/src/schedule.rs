//! Scheduled reports that have gone out: each period of each schedule once.

use crate::fault::Fault;
use crate::schema::{desk_versions, schedule_runs};
use crate::{Conn, Moment};
use chrono::NaiveDate;
use diesel::prelude::*;

/// One period of a schedule that has gone out. Moments are microseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = schedule_runs)]
pub struct ScheduleRun {
    /// Desk key.
    pub desk: String,
    /// Schedule key.
    pub schedule: String,
    /// First local date of the period.
    pub period_from: String,
    /// When it was due.
    pub due_at: i64,
    /// When it was done.
    pub run_at: i64,
    /// To how many people it went.
    pub receivers: i64,
}

/// Whether a period has gone out.
///
/// # Errors
/// Storage faults.
pub fn schedule_ran(conn: &mut Conn, desk: &str, schedule: &str, from: NaiveDate) -> Result<bool, Fault> {
    let row = schedule_runs::table.find((desk, schedule, from.to_string()));
    Ok(row.select(schedule_runs::run_at).first::<i64>(conn).optional()?.is_some())
}

/// Notes that a period goes out.
///
/// # Errors
/// Storage faults; it went out before.
pub fn schedule_note(conn: &mut Conn, run: &ScheduleRun) -> Result<(), Fault> {
    diesel::insert_into(schedule_runs::table).values(run).execute(conn)?;
    Ok(())
}

/// When a desk's first file was put in force: nothing was promised before.
///
/// # Errors
/// Storage faults.
pub fn schedule_since(conn: &mut Conn, desk: &str) -> Result<Option<Moment>, Fault> {
    let of_desk = desk_versions::table.filter(desk_versions::desk.eq(desk));
    let first: Option<i64> = of_desk.select(diesel::dsl::min(desk_versions::applied_at)).first(conn)?;
    Ok(first.and_then(Moment::from_timestamp_micros))
}
