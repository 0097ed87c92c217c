//! Mail read, written and threaded: one binary for the crate.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod address;
mod automatic;
mod bounces;
mod compose;
mod duplicate;
mod hostile;
mod parse;
mod parts;
mod properties;
mod threading;
