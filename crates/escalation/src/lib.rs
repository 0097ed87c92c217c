//! Where a case goes: lines and queues, placement, escalation, return, and what follows by itself.
//!
//! Pure rules over desk data. It knows nothing of calendars, of storage, of people's permissions or of words.

mod chain;
mod climb;
mod facts;
mod follow;
mod placement;
mod timer;

pub use chain::{Chain, Line, Queue};
pub use climb::{Wish, climb, descend, rehomed, serves, sideways, speaks};
pub use facts::{Facts, When};
pub use follow::{Consequence, FollowRule, On, follow};
pub use placement::{Placement, Rule, To, place};
pub use timer::{DueTimer, Starts, TimerRule, desired};
