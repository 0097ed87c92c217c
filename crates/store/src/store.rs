//! The store: open, migrate, read, write.

use crate::connection::{Manager, Purpose};
use crate::dialect::{self, Database};
use crate::fault::{Failure, Fault};
use crate::pool::Readers;
use crate::writer::Writer;
use crate::{Conn, IdRange, Ids, migrate};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How often a transaction runs again on a conflict before it is a fault.
const ATTEMPTS: usize = 5;

/// Sizes.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Reading connections for pages.
    pub readers: u32,
    /// Reading connections for reports.
    pub report_readers: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { readers: 4, report_readers: 2 }
    }
}

/// An open database.
pub struct Store {
    database: Database,
    readers: Readers,
    reports: Readers,
    writing: Writing,
    ids: Ids,
}

enum Writing {
    /// One thread that commits what waits together.
    Sqlite(Writer),
    /// Any connection.
    Postgres(Readers),
}

impl Store {
    /// Opens a database whose schema is current.
    ///
    /// # Errors
    /// It cannot be reached, has weaker settings than it must, or needs `stafett migrate` first.
    pub fn open(database: Database, options: Options) -> Result<Self, Fault> {
        let read = Manager { database: database.clone(), purpose: Purpose::Read };
        let report = Manager { database: database.clone(), purpose: Purpose::Report };
        let write = Manager { database: database.clone(), purpose: Purpose::Write };
        if !migrate::is_current(&mut write.open()?)? {
            return Err(Fault::Setup("the database's schema is not current; run `stafett migrate`".into()));
        }
        let writing = match &database {
            Database::Sqlite { .. } => Writing::Sqlite(Writer::start(write)?),
            Database::Postgres { .. } => Writing::Postgres(Readers::new(write, options.readers * 2)?),
        };
        Ok(Self {
            readers: Readers::new(read, options.readers)?,
            reports: Readers::new(report, options.report_readers)?,
            database,
            writing,
            ids: Ids::default(),
        })
    }

    /// Applies the migrations that are missing; their names.
    ///
    /// # Errors
    /// It cannot be reached, or a migration fails.
    pub fn migrate(database: &Database) -> Result<Vec<String>, Fault> {
        let manager = Manager { database: database.clone(), purpose: Purpose::Write };
        migrate::run(&mut manager.open()?)
    }

    /// Which database it is.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Reads, seeing the database as it was at the first query throughout.
    ///
    /// # Errors
    /// Whatever `work` returns, or that no connection was to be had.
    pub fn read<T, E: From<Fault>>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        self.readers.with(|conn| seeing_one_state(conn, work))
    }

    /// Reads for long, on connections of its own.
    ///
    /// # Errors
    /// Whatever `work` returns, or that no connection was to be had.
    pub fn read_long<T, E: From<Fault>>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        self.reports.with(|conn| seeing_one_state(conn, work))
    }

    /// Writes in one transaction and returns after COMMIT did. `work` may run more than once and touches nothing
    /// but the database: no parsing, hashing, rendering, files or caches. An error that is no fault undoes its
    /// work and nobody else's.
    ///
    /// # Errors
    /// Whatever `work` returns; a fault where the commit failed, or too many writes wait.
    pub fn write<T, E>(
        &self,
        work: impl Fn(&mut Conn) -> Result<T, E> + Send + Sync + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: Failure,
    {
        match &self.writing {
            Writing::Sqlite(writer) => writer.write(work),
            Writing::Postgres(pool) => {
                let mut conn = pool.get()?;
                for _ in 1..ATTEMPTS {
                    match once(&mut conn, &work) {
                        Err(e) if e.fault().is_some_and(Fault::is_conflict) => {}
                        done => return done,
                    }
                }
                once(&mut conn, &work)
            }
        }
    }

    /// Ids for a transaction.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn ids(&self) -> Result<IdRange, Fault> {
        self.ids.range(self)
    }

    /// Ids for a transaction that opens a ticket.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn ids_with_number(&self) -> Result<IdRange, Fault> {
        self.ids.range_with_number(self)
    }
}

/// One attempt in a transaction of its own. A panic is caught here: the connection is given back clean.
pub(crate) fn once<T, E: Failure>(conn: &mut Conn, work: &dyn Fn(&mut Conn) -> Result<T, E>) -> Result<T, E> {
    dialect::begin(conn)?;
    let done = catch_unwind(AssertUnwindSafe(|| work(conn))).unwrap_or_else(|_| Err(Fault::Panicked.into()));
    match done {
        Ok(value) => {
            dialect::commit(conn)?;
            Ok(value)
        }
        Err(error) => {
            if let Err(fault) = dialect::rollback(conn) {
                tracing::warn!(%fault, "a transaction could not be undone; its connection is dropped");
            }
            Err(error)
        }
    }
}

/// Sees the database as it was at the first query throughout: what is read in two queries belongs together.
fn seeing_one_state<T, E: From<Fault>>(
    conn: &mut Conn,
    work: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    dialect::begin_snapshot(conn)?;
    let read = work(conn);
    dialect::rollback(conn)?;
    read
}
