//! The use cases: what the product does, one verb at a time, each in one transaction.
//!
//! Faces parse and show; everything they ask for goes through here. It takes time, chance and identity as
//! arguments and reads no clock. `act` is the only code that appends events.

mod act;
mod app;
mod denied;
mod desks;
mod letter;
mod secrets;

pub mod apply;
pub mod calls;
pub mod doctor;
pub mod effort;
pub mod explain;
pub mod intake;
pub mod objectives;
pub mod office;
pub mod outbox;
pub mod pass;
pub mod people;
pub mod planning;
pub mod presented;
pub mod read;
pub mod rejudge;
pub mod report;
pub mod schedule;
pub mod sign_in;

pub use act::{
    Answered, Asked, BreachWords, CalledIn, Caller, Facts, Incoming, New, OnPaper, Order, Relation, Sender,
    TRIED_BY, Who,
};
pub use app::{App, Settings};
pub use denied::Denied;
pub use letter::{Letter, LetterKind};
pub use secrets::{Secrets, random_token};

/// A moment in time, UTC, cut to microseconds by whoever hands it in.
pub type Moment = chrono::DateTime<chrono::Utc>;
