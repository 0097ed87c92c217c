//! The binary: command line, configuration, composition. It holds the only clock and the only source of chance.

mod clock;
mod command;
mod config;
mod demo;
mod demo_clock;
mod exit;
mod mail;
mod passes;
mod report;
mod serve;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let line = command::Line::parse();
    match command::run(line) {
        Ok(()) => ExitCode::SUCCESS,
        Err(exit) => {
            eprintln!("stafett: {exit}");
            ExitCode::from(exit.code())
        }
    }
}
