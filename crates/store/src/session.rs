//! Sessions of the console and of the API. Only the hash of a token is kept.

use crate::Conn;
use crate::fault::Fault;
use crate::schema::sessions;
use diesel::prelude::*;

/// One session. Moments are microseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions)]
pub struct Session {
    /// SHA-256 of the token, in hexadecimal.
    pub token_hash: String,
    /// Whose it is.
    pub user_id: i64,
    /// `console` or `api`.
    pub kind: String,
    /// Token that forms must carry.
    pub csrf: String,
    /// When it began.
    pub created_at: i64,
    /// When it ends.
    pub expires_at: i64,
    /// Ended early.
    pub revoked: bool,
}

/// Writes a new session.
///
/// # Errors
/// Storage faults.
pub fn session_insert(conn: &mut Conn, session: &Session) -> Result<(), Fault> {
    diesel::insert_into(sessions::table).values(session.clone()).execute(conn)?;
    Ok(())
}

/// The session of a token's hash, ended or not.
///
/// # Errors
/// Storage faults.
pub fn session_get(conn: &mut Conn, token_hash: &str) -> Result<Option<Session>, Fault> {
    Ok(sessions::table.find(token_hash).select(Session::as_select()).first(conn).optional()?)
}

/// Ends a session.
///
/// # Errors
/// Storage faults.
pub fn session_revoke(conn: &mut Conn, token_hash: &str) -> Result<(), Fault> {
    diesel::update(sessions::table.find(token_hash)).set(sessions::revoked.eq(true)).execute(conn)?;
    Ok(())
}

/// Removes sessions that ended before a moment.
///
/// # Errors
/// Storage faults.
pub fn session_forget(conn: &mut Conn, before_micros: i64) -> Result<usize, Fault> {
    Ok(diesel::delete(sessions::table.filter(sessions::expires_at.lt(before_micros))).execute(conn)?)
}
