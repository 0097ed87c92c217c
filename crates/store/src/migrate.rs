//! Migrations: forward only, twins for both databases, compiled in.

use crate::connection::Conn;
use crate::fault::Fault;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// Applies what is missing; the names of what was applied.
pub(crate) fn run(conn: &mut Conn) -> Result<Vec<String>, Fault> {
    let setup = |e: Box<dyn std::error::Error + Send + Sync>| Fault::Setup(format!("migration: {e}"));
    let applied = match conn {
        Conn::Sqlite(c) => {
            c.run_pending_migrations(SQLITE).map_err(setup)?.iter().map(ToString::to_string).collect()
        }
        Conn::Postgres(c) => {
            c.run_pending_migrations(POSTGRES).map_err(setup)?.iter().map(ToString::to_string).collect()
        }
    };
    Ok(applied)
}

/// Whether anything is missing, or the database is newer than this program.
pub(crate) fn is_current(conn: &mut Conn) -> Result<bool, Fault> {
    let setup = |e: Box<dyn std::error::Error + Send + Sync>| Fault::Setup(format!("migration: {e}"));
    match conn {
        Conn::Sqlite(c) => Ok(!c.has_pending_migration(SQLITE).map_err(setup)?),
        Conn::Postgres(c) => Ok(!c.has_pending_migration(POSTGRES).map_err(setup)?),
    }
}
