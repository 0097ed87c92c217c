//! The only place that asks which database it is: URLs, settings, locks, full text, upserts.

mod search;

pub(crate) use search::{search_matching, search_put};

use crate::connection::{Conn, Purpose};
use crate::fault::Fault;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::sql_types::{Integer, Text};
use diesel::{QueryableByName, RunQueryDsl, sql_query};

/// Which database, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// An embedded file.
    Sqlite {
        /// Its path.
        path: String,
    },
    /// A server.
    Postgres {
        /// Its URL, with what it takes to connect.
        url: String,
    },
}

impl Database {
    /// Reads a `DATABASE_URL`.
    ///
    /// # Errors
    /// Any other scheme than `sqlite:` or `postgres:`.
    pub fn parse(url: &str) -> Result<Self, Fault> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path.contains(":memory:") {
                return Err(Fault::Setup(
                    "sqlite: needs the path of a file, like sqlite:data/stafett.db".into(),
                ));
            }
            return Ok(Self::Sqlite { path: path.to_owned() });
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres { url: url.to_owned() });
        }
        Err(Fault::Setup("DATABASE_URL must begin with sqlite: or postgres://".into()))
    }

    /// `sqlite` or `postgres`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "sqlite",
            Self::Postgres { .. } => "postgres",
        }
    }
}

#[derive(QueryableByName)]
struct Mode {
    #[diesel(sql_type = Text)]
    mode: String,
}

#[derive(QueryableByName)]
struct Level {
    #[diesel(sql_type = Integer)]
    synchronous: i32,
}

/// Settings of a new connection. What was acknowledged must survive a power loss: SQLite runs WAL with
/// `synchronous=FULL`, PostgreSQL with `synchronous_commit` on, and weaker settings are refused.
pub(crate) fn prepare(conn: &mut Conn, purpose: Purpose) -> Result<(), Fault> {
    match conn {
        Conn::Sqlite(sqlite) => {
            sqlite.batch_execute(
                "PRAGMA busy_timeout = 30000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                 PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA cache_size = -65536; \
                 PRAGMA temp_store = MEMORY;",
            )?;
            let level: Level = sql_query("PRAGMA synchronous").get_result(sqlite)?;
            let mode: Mode =
                sql_query("SELECT journal_mode AS mode FROM pragma_journal_mode").get_result(sqlite)?;
            if level.synchronous < 2 || mode.mode != "wal" {
                return Err(Fault::Setup(
                    "SQLite refuses WAL with synchronous=FULL on this file system".into(),
                ));
            }
            if purpose == Purpose::Report {
                sqlite.batch_execute("PRAGMA temp_store = FILE")?;
            }
            if purpose != Purpose::Write {
                sqlite.batch_execute("PRAGMA query_only = ON")?;
            }
        }
        Conn::Postgres(pg) => {
            pg.batch_execute("SET TIME ZONE 'UTC'; SET lock_timeout = '30s'")?;
            let mode: Mode =
                sql_query("SELECT current_setting('synchronous_commit') AS mode").get_result(pg)?;
            if matches!(mode.mode.as_str(), "off" | "local") {
                let what = format!("PostgreSQL has synchronous_commit = {}; it must be on", mode.mode);
                return Err(Fault::Setup(what));
            }
        }
    }
    Ok(())
}

/// Begins a reading transaction that sees one state of the database throughout.
pub(crate) fn begin_snapshot(conn: &mut Conn) -> Result<(), Fault> {
    match conn {
        Conn::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN")?,
        Conn::Postgres(c) => AnsiTransactionManager::begin_transaction_sql(
            c,
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        )?,
    }
    Ok(())
}

/// Begins a write transaction: on SQLite IMMEDIATE, since a deferred one fails at once when it turns to writing.
pub(crate) fn begin(conn: &mut Conn) -> Result<(), Fault> {
    match conn {
        Conn::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE")?,
        Conn::Postgres(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN")?,
    }
    Ok(())
}

/// Commits the outermost transaction.
pub(crate) fn commit(conn: &mut Conn) -> Result<(), Fault> {
    match conn {
        Conn::Sqlite(c) => AnsiTransactionManager::commit_transaction(c)?,
        Conn::Postgres(c) => AnsiTransactionManager::commit_transaction(c)?,
    }
    Ok(())
}

/// Undoes the outermost transaction.
pub(crate) fn rollback(conn: &mut Conn) -> Result<(), Fault> {
    match conn {
        Conn::Sqlite(c) => AnsiTransactionManager::rollback_transaction(c)?,
        Conn::Postgres(c) => AnsiTransactionManager::rollback_transaction(c)?,
    }
    Ok(())
}

/// A query with its rows locked for this transaction. SQLite has one writer and needs no lock.
macro_rules! locked {
    ($conn:expr, $query:expr, $type:ty) => {
        match $conn {
            Conn::Sqlite(c) => diesel::RunQueryDsl::load::<$type>($query, c),
            Conn::Postgres(c) => diesel::RunQueryDsl::load::<$type>(diesel::QueryDsl::for_update($query), c),
        }
    };
}

/// A query whose rows are claimed: rows another node holds are passed over.
macro_rules! claimed {
    ($conn:expr, $query:expr, $type:ty) => {
        match $conn {
            Conn::Sqlite(c) => diesel::RunQueryDsl::load::<$type>($query, c),
            Conn::Postgres(c) => {
                diesel::RunQueryDsl::load::<$type>(diesel::QueryDsl::for_update($query).skip_locked(), c)
            }
        }
    };
}

/// An insert that does nothing where the row stands already; the number of rows written.
macro_rules! insert_or_ignore {
    ($conn:expr, $table:expr, $values:expr) => {
        match $conn {
            Conn::Sqlite(c) => diesel::RunQueryDsl::execute(
                diesel::insert_into($table).values($values).on_conflict_do_nothing(),
                c,
            ),
            Conn::Postgres(c) => diesel::RunQueryDsl::execute(
                diesel::insert_into($table).values($values).on_conflict_do_nothing(),
                c,
            ),
        }
    };
}

/// Several rows in one statement where the database can; the number of rows written.
macro_rules! insert_many {
    ($conn:expr, $table:expr, $rows:expr) => {
        match $conn {
            Conn::Sqlite(c) => diesel::RunQueryDsl::execute(diesel::insert_into($table).values($rows), c),
            Conn::Postgres(c) => diesel::RunQueryDsl::execute(diesel::insert_into($table).values($rows), c),
        }
    };
}

pub(crate) use {claimed, insert_many, insert_or_ignore, locked};
