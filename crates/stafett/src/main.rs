//! The binary: command line, configuration, composition. It holds the only clock and the only source of chance.

mod cases;
mod clock;
mod command;
mod config;
mod demo;
mod demo_clock;
mod exit;
mod explain;
mod mail;
mod passes;
mod period;
mod plan;
mod rejudge;
mod report;
mod serve;

use clap::Parser;
use std::process::ExitCode;

/// Of a command line that cannot be understood, in the numbers of sysexits.
const USAGE: u8 = 64;

fn main() -> ExitCode {
    let line = match command::Line::try_parse() {
        Ok(line) => line,
        Err(usage) => {
            let asked = !usage.use_stderr();
            return match usage.print() {
                Ok(()) if asked => ExitCode::SUCCESS,
                _ => ExitCode::from(USAGE),
            };
        }
    };
    match command::run(line) {
        Ok(()) => ExitCode::SUCCESS,
        Err(exit) => {
            eprintln!("stafett: {exit}");
            ExitCode::from(exit.code())
        }
    }
}
