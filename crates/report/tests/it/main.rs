//! Whole reports in every form, read back.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod book;
mod large;
mod paper;
mod sample;
