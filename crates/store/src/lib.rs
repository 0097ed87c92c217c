//! Rows and queries, on SQLite and PostgreSQL from one code base.
//!
//! It decides nothing: what to write is handed in. Queries are grouped by noun and named noun first. The only
//! module that asks which database it is talking to is `dialect`.

mod connection;
mod dialect;
mod fault;
mod ids;
mod migrate;
mod moment;
mod pool;
mod schema;
mod store;
mod writer;

pub mod call;
pub mod clock;
pub mod contact;
pub mod desk;
pub mod effort;
pub mod event;
pub mod idempotency;
pub mod inbox;
pub mod message;
pub mod objective;
pub mod outbox;
pub mod pass;
pub mod presented;
pub mod rejudgement;
pub mod report;
pub mod schedule;
pub mod search;
pub mod session;
pub mod setting;
pub mod text;
pub mod ticket;
pub mod timer;
pub mod user;
pub mod volume;

pub use connection::Conn;
pub use dialect::Database;
pub use fault::{Failure, Fault};
pub use ids::{IdRange, Ids};
pub use store::{Options, Store};

/// A moment in time, UTC, kept to the microsecond.
pub type Moment = chrono::DateTime<chrono::Utc>;
