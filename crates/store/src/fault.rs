//! What can go wrong in storage, and how the transaction tells a fault from a refusal.

use diesel::result::{DatabaseErrorKind, Error};

/// A fault of storage: never the fault of who asked.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The database said so.
    #[error("database: {0}")]
    Database(#[from] Error),
    /// It cannot be reached, or is locked for longer than it may be.
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// More writes are waiting than may wait.
    #[error("too many writes are waiting")]
    Overloaded,
    /// A row holds what it cannot hold.
    #[error("a stored {what} is unreadable: {value}")]
    Row {
        /// Which value.
        what: &'static str,
        /// What it holds.
        value: String,
    },
    /// The database URL, or the schema, is not what it must be.
    #[error("{0}")]
    Setup(String),
    /// One transaction wanted more ids than it may have.
    #[error("one transaction used up its ids")]
    IdsUsedUp,
    /// The row changed under the write; the act is decided afresh.
    #[error("the row changed meanwhile")]
    Moved,
    /// A panic inside a transaction, caught at the writer's edge.
    #[error("a write panicked")]
    Panicked,
}

impl Fault {
    /// An unreadable stored value.
    pub(crate) fn row(what: &'static str, value: impl std::fmt::Display) -> Self {
        Self::Row { what, value: format!("{value}") }
    }

    /// Whether trying again later may succeed: the answer is "temporarily", never "no".
    pub fn is_temporary(&self) -> bool {
        matches!(
            self,
            Self::Database(_) | Self::Unreachable(_) | Self::Overloaded | Self::Panicked | Self::Moved
        )
    }

    /// A conflict between transactions, or a changed row: the same closure may run again.
    pub(crate) fn is_conflict(&self) -> bool {
        matches!(
            self,
            Self::Moved | Self::Database(Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _))
        ) || matches!(self, Self::Database(Error::DatabaseError(_, info)) if info.message().contains("deadlock detected"))
    }

    /// Whether a unique index refused the row.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Database(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)))
    }
}

/// The error of a write: either a fault of storage or a no of the caller, which only undoes its own work.
pub trait Failure: From<Fault> + Send + 'static {
    /// The fault, if it is one.
    fn fault(&self) -> Option<&Fault>;
}

impl Failure for Fault {
    fn fault(&self) -> Option<&Fault> {
        Some(self)
    }
}
