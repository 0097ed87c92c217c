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
mod effort;
mod explain;
mod faults;
mod html;
mod mail;
mod objectives;
mod office;
mod operations;
mod organisations;
mod planning;
mod posthouse;
mod recount;
mod refusals;
mod rejudge;
mod report_files;
mod rest;
mod review;
mod routes;
mod schedules;
mod server;
mod sla_report;
mod staffing;
mod telephone;
mod tidy;
mod volumes;
mod waiting;
mod workflow;
