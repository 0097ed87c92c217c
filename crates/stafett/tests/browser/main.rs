//! The console in a real browser, as people use it: Debian's Chromium, driven over WebDriver, against the running
//! binary. A missing browser fails the run; `make test` installs it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod driver;
#[path = "../it/house.rs"]
mod house;
mod judge;
mod keyboard;
mod pages;
mod way;
mod window;
