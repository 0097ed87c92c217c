//! Stored answers: the same key and body get the same answer again.

use crate::Conn;
use crate::dialect::insert_or_ignore;
use crate::fault::Fault;
use crate::schema::idempotency;
use diesel::prelude::*;

/// One stored answer; `status` 0 means the act of the same transaction has not answered yet.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = idempotency)]
pub struct Stored {
    /// Who asked.
    pub principal: String,
    /// Route, with its parameters.
    pub route: String,
    /// The key they chose.
    pub key: String,
    /// SHA-256 of the request.
    pub request_hash: String,
    /// HTTP status.
    pub status: i32,
    /// Body.
    pub answer: String,
    /// ETag.
    pub etag: Option<String>,
    /// Microseconds since 1970.
    pub created_at: i64,
}

/// Stores the key first, in the act's transaction. `None` where it is new; else what stands.
///
/// # Errors
/// Storage faults.
pub fn idempotency_begin(conn: &mut Conn, row: &Stored) -> Result<Option<Stored>, Fault> {
    let written = insert_or_ignore!(conn, idempotency::table, row.clone())?;
    if written == 1 {
        return Ok(None);
    }
    Ok(idempotency::table
        .find((&row.principal, &row.route, &row.key))
        .select(Stored::as_select())
        .first(conn)
        .optional()?)
}

/// Stores the answer.
///
/// # Errors
/// Storage faults.
pub fn idempotency_answer(conn: &mut Conn, row: &Stored) -> Result<(), Fault> {
    diesel::update(idempotency::table.find((&row.principal, &row.route, &row.key)))
        .set((
            idempotency::status.eq(row.status),
            idempotency::answer.eq(&row.answer),
            idempotency::etag.eq(&row.etag),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets answers older than a moment.
///
/// # Errors
/// Storage faults.
pub fn idempotency_forget(conn: &mut Conn, before_micros: i64) -> Result<usize, Fault> {
    Ok(diesel::delete(idempotency::table.filter(idempotency::created_at.lt(before_micros))).execute(conn)?)
}
