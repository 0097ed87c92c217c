//! Everything the crate promises, seen from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod html;
mod identity;
mod intake;
mod language;
mod properties;
mod thanks;
mod trim;
