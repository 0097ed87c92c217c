//! Full text over tickets, by a shadow text of stems.

use crate::Conn;
use crate::dialect::{search_matching, search_put};
use crate::fault::Fault;

/// Replaces the words a ticket is found by.
///
/// # Errors
/// Storage faults.
pub fn words_put(conn: &mut Conn, ticket: i64, words: &str) -> Result<(), Fault> {
    search_put(conn, ticket, words)
}

/// Ids of tickets that hold every word, newest first, below an id.
///
/// # Errors
/// Storage faults.
pub fn words_matching(conn: &mut Conn, words: &[String], below: i64, limit: i64) -> Result<Vec<i64>, Fault> {
    search_matching(conn, words, below, limit)
}
