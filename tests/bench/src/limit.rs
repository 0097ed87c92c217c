//! The limit: the rows of one case written again and again on the same database by a bare loop, one transaction a case,
//! as durable as the product's own. On PostgreSQL with as many connections as clients; SQLite has one writer.

use crate::per_second;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::{PgConnection, SqliteConnection};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;
use store::Database;
use testkit::Bench;

/// Copies get ids this far from the original's.
static STEP: AtomicI64 = AtomicI64::new(1_000_000_000);

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Newest {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = BigInt)]
    requester: i64,
}

/// Cases a second.
pub(crate) fn rows(bench: &Bench, clients: usize, count: usize) -> f64 {
    match bench.url() {
        Database::Sqlite { path } => {
            let open = || {
                let mut conn = SqliteConnection::establish(&path).unwrap();
                conn.batch_execute(
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000",
                )
                .unwrap();
                conn
            };
            let mut conn = open();
            let copy = template(&mut conn, "SELECT name FROM pragma_table_info('TABLE')");
            let begun = Instant::now();
            written(&mut conn, &copy, count);
            per_second(count, begun)
        }
        Database::Postgres { url } => {
            let columns = "SELECT column_name::text AS name FROM information_schema.columns \
                           WHERE table_schema = current_schema() AND table_name = 'TABLE'";
            let copy = template(&mut PgConnection::establish(&url).unwrap(), columns);
            let mut connections: Vec<_> =
                (0..clients).map(|_| PgConnection::establish(&url).unwrap()).collect();
            let begun = Instant::now();
            std::thread::scope(|scope| {
                for conn in &mut connections {
                    scope.spawn(|| written(conn, &copy, count / clients));
                }
            });
            per_second(count, begun)
        }
    }
}

fn written(conn: &mut impl SimpleConnection, copy: &str, count: usize) {
    for _ in 0..count {
        let step = STEP.fetch_add(100_000, Ordering::Relaxed);
        conn.batch_execute(&copy.replace("STEP", &step.to_string())).unwrap();
    }
}

/// The statements that write one more copy of the newest case, with STEP for the distance of its ids.
fn template<C>(conn: &mut C, columns: &str) -> String
where
    C: diesel::connection::LoadConnection,
    for<'a> diesel::query_builder::SqlQuery: diesel::query_dsl::LoadQuery<'a, C, Column>,
    for<'a> diesel::query_builder::SqlQuery: diesel::query_dsl::LoadQuery<'a, C, Newest>,
{
    let newest: Newest = diesel::sql_query("SELECT id, requester FROM tickets ORDER BY id DESC LIMIT 1")
        .get_result(conn)
        .unwrap();
    let mut copy = String::from("BEGIN;");
    for (table, key, of) in [
        ("contacts", "id", newest.requester),
        ("tickets", "id", newest.id),
        ("texts", "ticket", newest.id),
        ("ticket_scopes", "ticket", newest.id),
        ("events", "ticket", newest.id),
        ("clocks", "ticket", newest.id),
        ("timers", "ticket", newest.id),
        ("ticket_search", "ticket", newest.id),
    ] {
        let names: Vec<Column> = diesel::sql_query(columns.replace("TABLE", table)).load(conn).unwrap();
        let mut names: Vec<String> = names.into_iter().map(|column| column.name).collect();
        let mut key = key;
        if names == ["words"] {
            names.push("rowid".into());
            key = "rowid";
        }
        let value = |name: &String| match name.as_str() {
            "id" | "ticket" | "requester" | "subject" | "description" | "rowid" => format!("{name} + STEP"),
            "reference" => "'COPY-' || STEP".to_owned(),
            "wake_at" => "NULL".to_owned(),
            other => other.to_owned(),
        };
        let values: Vec<String> = names.iter().map(value).collect();
        copy += &format!(
            "INSERT INTO {table} ({}) SELECT {} FROM {table} WHERE {key} = {of};",
            names.join(", "),
            values.join(", ")
        );
    }
    copy + "COMMIT"
}
