//! The binary as people run it: started, mailed to over a socket, its clock moved, stopped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod explain;
mod house;
mod month;
mod operations;
mod refused;
mod rejudge;
mod run;
mod staffing;
