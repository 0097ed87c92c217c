//! The mail edge over real sockets on this machine. No test sleeps to wait for something: each waits for the
//! answer, the room, or the end of the listener; where time itself is tested, it is tokio's paused clock.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail by panicking, as tests do")]

mod inbound;
mod kit;
mod load;
mod outbound;
mod sink;
mod smuggling;
mod time;
