//! The demonstration: people with known passwords on a loopback address, a clock that can be moved, a month of cases.

use crate::clock::WallClock;
use crate::command::{application, check_sources, new_application, salt, say};
use crate::config::Config;
use crate::demo_clock;
use crate::exit::Exit;
use app::{App, Moment};
use clap::{Args, Subcommand};
use desk::Desk;
use faces::Clock as _;
use std::io::ErrorKind;

/// `stafett demo`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct DemoCommand {
    #[command(subcommand)]
    clock: Option<ClockCommand>,
    /// Desk to fill with a believable month.
    #[arg(long, default_value = "webcare")]
    desk: String,
    /// How many days, until now.
    #[arg(long, default_value_t = 30)]
    days: u16,
    /// Another seed is another month.
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// How many cases come, in per cent of what an ordinary desk gets.
    #[arg(long, default_value_t = 100)]
    pace: u8,
}

#[derive(Debug, Subcommand)]
enum ClockCommand {
    /// Move the clock of a running demonstration ahead.
    Advance {
        /// How far: 45s, 10m, 3h, 2d.
        step: String,
    },
}

/// Carries it out.
pub(crate) fn run(config: &Config, command: &DemoCommand) -> Result<(), Exit> {
    if let Some(ClockCommand::Advance { step }) = &command.clock {
        let app = application(config)?;
        let seconds = desk::seconds(step).ok_or_else(|| {
            Exit::Data(format!("`{step}` is no duration; write it like 45s, 10m, 3h or 2d"))
        })?;
        let ahead = demo_clock::advance(&app, seconds)?;
        return say(&format!("the demonstration's clock goes {ahead} seconds ahead"));
    }
    let app = new_application(config)?;
    let now = demo_clock::now(&app)?;
    if demo_clock::is_demonstration(&app)? || is_empty(&app)? {
        prepare(&app, now)?;
    } else {
        let what = "this database has desks and people of its own; a demonstration needs an empty one";
        return Err(Exit::Config(what.into()));
    }
    let filled = demo_clock::alone(&app, || {
        let DemoCommand { days, seed, pace, .. } = *command;
        let stretch = demo::Stretch { desk: &command.desk, days, seed, pace };
        demo::fill(&app, &faces::Reports, stretch, now)
    })?;
    let filled = filled.map_err(|fault| match fault {
        demo::MonthFault::Denied(denied) => Exit::from(denied),
        other => Exit::Data(other.to_string()),
    })?;
    say(&format!("{} cases, {} acts, {} mails", filled.cases, filled.acts, filled.mails))
}

/// Whether nobody can sign in yet.
fn is_empty(app: &App) -> Result<bool, Exit> {
    Ok(!app.store.read::<_, store::Fault>(store::user::user_any)?)
}

/// Applies desks and people where they are missing, and marks the database as a demonstration's.
pub(crate) fn prepare(app: &App, now: Moment) -> Result<(), Exit> {
    demo_clock::mark(app)?;
    Ok(demo::prepare(app, &desks()?, salt, now)?)
}

/// The desks of the demonstration. A file beside the server wins over the one it was built with, so that what is
/// changed in it is seen at the next start, or refused by its place.
fn desks() -> Result<Vec<(Desk, String)>, Exit> {
    let files = demo::DESKS.iter().map(|(name, shipped)| match std::fs::read_to_string(name) {
        Ok(source) => Ok(((*name).to_owned(), source)),
        Err(fault) if fault.kind() == ErrorKind::NotFound => Ok(((*name).to_owned(), (*shipped).to_owned())),
        Err(fault) => Err(Exit::Config(format!("{name}: {fault}"))),
    });
    check_sources(files.collect::<Result<_, _>>()?)
}

/// Tells how to sign in.
pub(crate) fn announce(address: &str) -> Result<(), Exit> {
    say(&format!("Outgoing mail stays here and can be read on {address}office/sent (sign in as admin)"))?;
    say(&format!("Demonstration people, all with the password {}:", demo::PASSWORD))?;
    for person in demo::SIGN_INS {
        say(&format!("  {:<16}{}", person.login, person.what))?;
    }
    Ok(())
}

/// The moment at which command-line processes act on a database: a demonstration's is ahead of the wall's.
pub(crate) fn moment(app: &App) -> Result<Moment, Exit> {
    let now = demo_clock::now(app)?;
    Ok(now.max(WallClock.now()))
}
