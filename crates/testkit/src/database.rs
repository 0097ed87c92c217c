//! Scratch databases: a fresh SQLite file, or a private schema of the PostgreSQL that `make test` starts.

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use std::sync::atomic::{AtomicU64, Ordering};
use store::Database;
use tempfile::TempDir;

/// Where the PostgreSQL of the tests is; set by `make test`.
const URL: &str = "TEST_DATABASE_URL";

/// A database that goes when it is dropped.
pub(crate) enum Scratch {
    Sqlite(TempDir),
    Postgres { url: String, schema: String },
}

impl Scratch {
    pub fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    pub fn postgres() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let url =
            std::env::var(URL).unwrap_or_else(|_| panic!("{URL} is not set: run the tests by `make test`"));
        let schema = format!("t{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let mut conn = PgConnection::establish(&url).unwrap();
        conn.batch_execute(&format!("CREATE SCHEMA {schema}")).unwrap();
        Self::Postgres { url, schema }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
            Self::Postgres { .. } => "postgres",
        }
    }

    pub fn database(&self) -> Database {
        match self {
            Self::Sqlite(dir) => Database::Sqlite { path: dir.path().join("test.db").display().to_string() },
            Self::Postgres { url, schema } => {
                let mark = if url.contains('?') { '&' } else { '?' };
                Database::Postgres { url: format!("{url}{mark}options=-c%20search_path%3D{schema}") }
            }
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Self::Postgres { url, schema } = self
            && let Ok(mut conn) = PgConnection::establish(url)
            && let Err(error) = conn.batch_execute(&format!("DROP SCHEMA {schema} CASCADE"))
        {
            eprintln!("schema {schema} stays behind: {error}");
        }
    }
}
