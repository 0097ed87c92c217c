//! Many rows at once, copied inside the database from one case that the product made.

use diesel::connection::{LoadConnection, SimpleConnection};
use diesel::prelude::*;
use diesel::query_builder::SqlQuery;
use diesel::query_dsl::LoadQuery;
use diesel::sql_types::{BigInt, Text};
use diesel::{PgConnection, SqliteConnection};
use store::Database;
use testkit::Bench;

/// Rows written by one statement.
const BLOCK: usize = 50_000;
/// Copies get ids from here on.
const IDS: i64 = 10_000_000_000;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// What a copy has instead of the original's: column and expression, in which `n.i` counts from 0.
pub(crate) type Instead<'a> = &'a [(&'a str, String)];

/// A connection beside the product, with the settings of its reports.
pub(crate) enum Beside {
    Sqlite(Box<SqliteConnection>),
    Postgres(Box<PgConnection>),
}

/// Opens one.
pub(crate) fn beside(bench: &Bench) -> Beside {
    match bench.url() {
        Database::Sqlite { path } => {
            let mut conn = SqliteConnection::establish(&path).unwrap();
            let settings =
                "PRAGMA busy_timeout = 30000; PRAGMA cache_size = -65536; PRAGMA temp_store = FILE";
            conn.batch_execute(settings).unwrap();
            Beside::Sqlite(Box::new(conn))
        }
        Database::Postgres { url } => Beside::Postgres(Box::new(PgConnection::establish(&url).unwrap())),
    }
}

/// So many copies of the newest ticket, each with the number of clocks given, `tickets` and `clocks` in place of what
/// the original has.
pub(crate) fn copies(bench: &Bench, count: usize, each: usize, tickets: Instead<'_>, clocks: Instead<'_>) {
    match beside(bench) {
        Beside::Sqlite(mut conn) => {
            let columns = "SELECT name FROM pragma_table_info('TABLE')";
            all(conn.as_mut(), columns, (count, each), tickets, clocks);
        }
        Beside::Postgres(mut conn) => {
            let columns = "SELECT column_name::text AS name FROM information_schema.columns \
                           WHERE table_schema = current_schema() AND table_name = 'TABLE'";
            all(conn.as_mut(), columns, (count, each), tickets, clocks);
            conn.batch_execute("ANALYZE tickets; ANALYZE clocks").unwrap();
        }
    }
}

fn all<C>(
    conn: &mut C,
    columns: &str,
    (count, each): (usize, usize),
    tickets: Instead<'_>,
    clocks: Instead<'_>,
) where
    C: LoadConnection + SimpleConnection,
    for<'a> SqlQuery: LoadQuery<'a, C, Column> + LoadQuery<'a, C, Id>,
{
    let newest = "SELECT ticket AS id FROM clocks ORDER BY ticket DESC LIMIT 1";
    let ticket: Id = diesel::sql_query(newest).get_result(conn).unwrap();
    let first = format!("SELECT id FROM clocks WHERE ticket = {} ORDER BY id LIMIT 1", ticket.id);
    let clock: Id = diesel::sql_query(first).get_result(conn).unwrap();
    let mut own =
        vec![("id", format!("{IDS} + n.i")), ("reference", "'BULK-Z' || (10000000 + n.i)".to_owned())];
    own.extend_from_slice(tickets);
    copied(conn, columns, ("tickets", ticket.id), count, &own);
    let mut own = vec![("id", format!("{IDS} + n.i")), ("ticket", format!("{IDS} + n.i / {each}"))];
    own.extend_from_slice(clocks);
    copied(conn, columns, ("clocks", clock.id), count * each, &own);
}

fn copied<C>(conn: &mut C, columns: &str, (table, id): (&str, i64), count: usize, instead: Instead<'_>)
where
    C: LoadConnection + SimpleConnection,
    for<'a> SqlQuery: LoadQuery<'a, C, Column>,
{
    let names: Vec<Column> = diesel::sql_query(columns.replace("TABLE", table)).load(conn).unwrap();
    let value = |column: &Column| {
        let known = instead.iter().rev().find(|(name, _)| *name == column.name);
        known.map_or_else(|| format!("t.{}", column.name), |(_, expression)| expression.clone())
    };
    let values: Vec<String> = names.iter().map(value).collect();
    let names: Vec<&str> = names.iter().map(|column| column.name.as_str()).collect();
    for from in (0..count).step_by(BLOCK) {
        let last = (from + BLOCK).min(count) - 1;
        conn.batch_execute(&format!(
            "INSERT INTO {table} ({}) WITH RECURSIVE n(i) AS (SELECT CAST({from} AS BIGINT) UNION ALL \
             SELECT i + 1 FROM n WHERE i < {last}) SELECT {} FROM {table} t, n WHERE t.id = {id}",
            names.join(", "),
            values.join(", ")
        ))
        .unwrap();
    }
}
