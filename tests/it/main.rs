//! Tests of the whole: REST over real sockets on both databases, and the rules the code base holds itself to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod breach_report;
mod browser;
mod calls;
mod conflicts;
mod console;
mod console_walk;
mod console_words;
mod demo_cases;
mod html;
mod mail;
mod office;
mod organisations;
mod posthouse;
mod recount;
mod refusals;
mod rest;
mod review;
mod routes;
mod server;
mod telephone;
mod tidy;
mod waiting;
mod workflow;
