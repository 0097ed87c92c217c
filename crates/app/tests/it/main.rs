//! The use cases on both databases: what a desk does all day, through the application's own face.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod case;
mod chain;
mod clocks;
mod concurrency;
mod controls;
mod refusals;
mod visibility;
