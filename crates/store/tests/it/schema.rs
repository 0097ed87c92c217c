//! Both migrated schemas hold what `schema.rs` says: every column, with the same nullability.

use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use std::collections::BTreeSet;
use testkit::on_both;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    nullable: String,
}

const SQLITE: &str = "SELECT m.name AS table_name, c.name AS column_name, \
    CASE WHEN c.\"notnull\" = 0 THEN 'YES' ELSE 'NO' END AS nullable \
    FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'";
const POSTGRES: &str = "SELECT table_name::text, column_name::text, is_nullable::text AS nullable \
    FROM information_schema.columns WHERE table_schema = current_schema()";

/// `table.column` of schema.rs, with a question mark where it may be null.
fn declared() -> BTreeSet<String> {
    let source = include_str!("../../src/schema.rs");
    let (mut table, mut columns) = (String::new(), BTreeSet::new());
    for line in source.lines().map(str::trim) {
        if let Some((name, kind)) = line.split_once(" -> ") {
            let null = if kind.starts_with("Nullable") { "?" } else { "" };
            columns.insert(format!("{table}.{name}{null}"));
        } else if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
            table = name.to_owned();
        }
    }
    columns
}

#[test]
fn both_databases_hold_what_the_schema_declares() {
    on_both("2026-11-30T10:20:00+01:00", |bench| {
        let sql = if bench.database() == "sqlite" { SQLITE } else { POSTGRES };
        let found: Vec<Column> =
            bench.app.store.read::<_, store::Fault>(|c| Ok(sql_query(sql).load(c)?)).unwrap();
        let ours =
            |c: &&Column| !c.table_name.starts_with("ticket_search") && !c.table_name.contains("diesel");
        let found: BTreeSet<String> = found
            .iter()
            .filter(ours)
            .map(|c| {
                format!("{}.{}{}", c.table_name, c.column_name, if c.nullable == "YES" { "?" } else { "" })
            })
            .collect();
        assert_eq!(found, declared(), "{}", bench.database());
    });
}
