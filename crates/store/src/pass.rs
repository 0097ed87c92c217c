//! What a pass could not do: counted, and shown to an administrator.

use crate::fault::Fault;
use crate::moment::micros;
use crate::schema::pass_failures;
use crate::{Conn, Moment};
use diesel::prelude::*;

/// One unit of work a pass failed on.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Failed {
    /// Which pass.
    pub pass: String,
    /// Row id of what it worked on.
    pub subject: i64,
    /// How often it failed.
    pub tries: i32,
    /// Why, the last time.
    pub reason: String,
    /// When, the last time; microseconds since 1970.
    pub at: i64,
}

/// Counts a failure; how many there are now.
///
/// # Errors
/// Storage faults.
pub fn failure_note(
    conn: &mut Conn,
    pass: &str,
    subject: i64,
    reason: &str,
    at: Moment,
) -> Result<i32, Fault> {
    let row = pass_failures::table.find((pass, subject));
    let tries: Option<i32> = row.select(pass_failures::tries).first(conn).optional()?;
    if let Some(tries) = tries {
        diesel::update(pass_failures::table.find((pass, subject)))
            .set((
                pass_failures::tries.eq(tries + 1),
                pass_failures::reason.eq(reason),
                pass_failures::at.eq(micros(at)),
            ))
            .execute(conn)?;
        return Ok(tries + 1);
    }
    diesel::insert_into(pass_failures::table)
        .values((
            pass_failures::pass.eq(pass),
            pass_failures::subject.eq(subject),
            pass_failures::tries.eq(1),
            pass_failures::reason.eq(reason),
            pass_failures::at.eq(micros(at)),
        ))
        .execute(conn)?;
    Ok(1)
}

/// Forgets the failures of what has succeeded since.
///
/// # Errors
/// Storage faults.
pub fn failure_clear(conn: &mut Conn, pass: &str, subject: i64) -> Result<(), Fault> {
    diesel::delete(pass_failures::table.find((pass, subject))).execute(conn)?;
    Ok(())
}

/// Everything that failed, the newest first.
///
/// # Errors
/// Storage faults.
pub fn failure_list(conn: &mut Conn, limit: i64) -> Result<Vec<Failed>, Fault> {
    Ok(pass_failures::table.order(pass_failures::at.desc()).limit(limit).load(conn)?)
}
