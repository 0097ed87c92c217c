//! What people wrote: rows that events name and folds never read, so that erasing can blank them.

use crate::Conn;
use crate::dialect::insert_many;
use crate::fault::Fault;
use crate::schema::texts;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// One text, as written and with identity numbers masked (SRS-18).
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = texts)]
pub struct Text {
    /// Row id.
    pub id: i64,
    /// Ticket it belongs to.
    pub ticket: i64,
    /// What it is: subject, description, message, known, tried, ruled_out, wanted, reason, solution.
    pub kind: String,
    /// As written.
    pub body: String,
    /// With identity numbers masked: what is shown.
    pub masked: String,
    /// How many were masked.
    pub masks: i32,
}

/// Writes texts in one statement.
///
/// # Errors
/// Storage faults.
pub fn text_insert(conn: &mut Conn, rows: &[Text]) -> Result<(), Fault> {
    if !rows.is_empty() {
        insert_many!(conn, texts::table, rows)?;
    }
    Ok(())
}

/// Texts by id.
///
/// # Errors
/// Storage faults.
pub fn text_map(conn: &mut Conn, ids: &[i64]) -> Result<BTreeMap<i64, Text>, Fault> {
    let rows: Vec<Text> =
        texts::table.filter(texts::id.eq_any(ids.to_vec())).select(Text::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|t| (t.id, t)).collect())
}

/// All texts of a ticket.
///
/// # Errors
/// Storage faults.
pub fn text_of_ticket(conn: &mut Conn, ticket: i64) -> Result<BTreeMap<i64, Text>, Fault> {
    let rows: Vec<Text> =
        texts::table.filter(texts::ticket.eq(ticket)).select(Text::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|t| (t.id, t)).collect())
}
