//! The clocks behind a figure, a block at a time.

use super::selection::{Figure, Selection};
use super::sql::Sql;
use crate::Conn;
use crate::fault::Fault;
use diesel::QueryableByName;
use diesel::sql_types::BigInt;

/// One clock of a list: where its rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Listed {
    /// Ticket.
    #[diesel(sql_type = BigInt)]
    pub ticket: i64,
    /// Clock row.
    #[diesel(sql_type = BigInt)]
    pub clock: i64,
    /// What the list is ordered by, before the row: decided or started, in microseconds since 1970.
    #[diesel(sql_type = BigInt)]
    pub at: i64,
}

/// The clocks of a figure, oldest first, a block after (`at`, `clock`).
///
/// # Errors
/// Storage faults.
pub fn report_list(
    conn: &mut Conn,
    selection: &Selection,
    figure: Figure,
    after: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Listed>, Fault> {
    let column = figure.base().column();
    let mut sql = Sql::default();
    sql.push("SELECT ticket, id AS clock, ").push(column).push(" AS at FROM clocks WHERE ");
    selection.conditions(figure.base(), &mut sql);
    sql.push(" AND ").push(figure.test());
    if let Some((at, clock)) = after {
        sql.push(" AND (")
            .push(column)
            .push(" > ")
            .number(at)
            .push(" OR (")
            .push(column)
            .push(" = ")
            .number(at);
        sql.push(" AND id > ").number(clock).push("))");
    }
    sql.push(" ORDER BY ").push(column).push(", id LIMIT ").number(limit);
    sql.load(conn)
}
