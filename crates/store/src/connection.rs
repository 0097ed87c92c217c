//! One connection type over both databases, chosen by the URL's scheme.

use crate::dialect::{self, Database};
use crate::fault::Fault;
use diesel::r2d2::{ManageConnection, R2D2Connection};
use diesel::{Connection, PgConnection, SqliteConnection};

/// A connection to either database. PostgreSQL stands first only because the derive's `establish` tries in order;
/// nothing here uses that.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// PostgreSQL.
    Postgres(PgConnection),
    /// SQLite.
    Sqlite(SqliteConnection),
}

/// What a connection is for, which decides its settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Read,
    /// Reading for long: what is sorted may be larger than memory.
    Report,
    Write,
}

/// Opens connections of one database for a pool.
#[derive(Debug, Clone)]
pub(crate) struct Manager {
    pub database: Database,
    pub purpose: Purpose,
}

impl Manager {
    pub fn open(&self) -> Result<Conn, Fault> {
        let unreachable = |e: diesel::ConnectionError| Fault::Unreachable(e.to_string());
        let mut conn = match &self.database {
            Database::Sqlite { path } => {
                Conn::Sqlite(SqliteConnection::establish(path).map_err(unreachable)?)
            }
            Database::Postgres { url } => Conn::Postgres(PgConnection::establish(url).map_err(unreachable)?),
        };
        dialect::prepare(&mut conn, self.purpose)?;
        Ok(conn)
    }
}

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = Fault;

    fn connect(&self) -> Result<Conn, Fault> {
        self.open()
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), Fault> {
        conn.ping().map_err(Fault::from)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || conn.is_broken()
    }
}
