//! Full text over a shadow column of stems, written and queried alike on both databases.

use crate::connection::Conn;
use crate::fault::Fault;
use diesel::sql_types::{BigInt, Text};
use diesel::{QueryableByName, RunQueryDsl, sql_query};

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    ticket: i64,
}

/// Replaces the words a ticket is found by.
pub(crate) fn search_put(conn: &mut Conn, ticket: i64, words: &str) -> Result<(), Fault> {
    search_delete(conn, ticket)?;
    let sql = match conn {
        Conn::Sqlite(_) => "INSERT INTO ticket_search (rowid, words) VALUES ($1, $2)",
        Conn::Postgres(_) => "INSERT INTO ticket_search (ticket, words) VALUES ($1, $2)",
    };
    sql_query(sql).bind::<BigInt, _>(ticket).bind::<Text, _>(words).execute(conn)?;
    Ok(())
}

/// Forgets the words a ticket is found by.
fn search_delete(conn: &mut Conn, ticket: i64) -> Result<(), Fault> {
    let sql = match conn {
        Conn::Sqlite(_) => "DELETE FROM ticket_search WHERE rowid = $1",
        Conn::Postgres(_) => "DELETE FROM ticket_search WHERE ticket = $1",
    };
    sql_query(sql).bind::<BigInt, _>(ticket).execute(conn)?;
    Ok(())
}

/// Tickets that hold every word, newest first, below an id where paging goes on.
pub(crate) fn search_matching(
    conn: &mut Conn,
    words: &[String],
    below: i64,
    limit: i64,
) -> Result<Vec<i64>, Fault> {
    let (sql, query) = match conn {
        // Each word is quoted, so that nothing a person types is an operator.
        Conn::Sqlite(_) => (
            "SELECT rowid AS ticket FROM ticket_search WHERE ticket_search MATCH $1 AND rowid < $2 \
             ORDER BY rowid DESC LIMIT $3",
            words.iter().map(|w| format!("\"{}\"", w.replace('"', ""))).collect::<Vec<_>>().join(" "),
        ),
        Conn::Postgres(_) => (
            "SELECT ticket FROM ticket_search WHERE to_tsvector('simple', words) @@ plainto_tsquery('simple', $1) \
             AND ticket < $2 ORDER BY ticket DESC LIMIT $3",
            words.join(" "),
        ),
    };
    let found: Vec<Found> =
        sql_query(sql).bind::<Text, _>(query).bind::<BigInt, _>(below).bind::<BigInt, _>(limit).load(conn)?;
    Ok(found.into_iter().map(|f| f.ticket).collect())
}
