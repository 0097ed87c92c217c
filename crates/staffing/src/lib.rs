//! How many people it takes to begin work in time (SRS-16). It knows arrivals, time spent and people; it refuses to know
//! what a case, a call, a line or a calendar is, and any clock. Seconds are whole and count open time only.

#![forbid(unsafe_code)]

mod busy;
mod erlang;
mod fewest;
mod replay;
mod share;

pub use busy::{Piece, most_at_once};
pub use erlang::{PEOPLE_MOST, fewest_by_erlang, in_time, mean_wait, waits};
pub use replay::{Arrival, fewest_by_replay, taken};
pub use share::{Hold, shared};
