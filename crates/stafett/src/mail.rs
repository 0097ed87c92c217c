//! `stafett mail …`: parse, deliver, reprocess.

use crate::command::{application, say};
use crate::config::Config;
use crate::demo;
use crate::exit::Exit;
use app::App;
use app::intake::{Arrived, Source};
use clap::Subcommand;
use desk::{Principal, System};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use store::inbox::State;

/// What can be done with mail.
#[derive(Debug, Subcommand)]
pub(crate) enum MailCommand {
    /// One mail in, one JSON object out, whatever the mail looks like.
    Parse {
        /// A file, or - for standard input.
        file: PathBuf,
    },
    /// Take a mail over from a mail server's pipe; exit 0 after the commit, 75 where it must be tried again.
    Deliver {
        /// A file, or - for standard input.
        #[arg(default_value = "-")]
        file: PathBuf,
        /// Address it was sent to; else what the mail's own header says.
        #[arg(long = "mailbox", env = "ORIGINAL_RECIPIENT")]
        mailboxes: Vec<String>,
        /// Envelope sender; empty for the null sender.
        #[arg(long, env = "SENDER")]
        sender: Option<String>,
    },
    /// Process mails again that were set aside; without ids, list them.
    Reprocess {
        /// Ids as listed.
        ids: Vec<i64>,
        /// Every one of them.
        #[arg(long, conflicts_with = "ids")]
        all: bool,
    },
}

/// Carries it out.
pub(crate) fn run(config: &Config, command: &MailCommand) -> Result<(), Exit> {
    match command {
        MailCommand::Parse { file } => {
            say(&serde_json::to_string(&mail::parse(&read(file)?)).map_err(|e| Exit::Data(e.to_string()))?)
        }
        MailCommand::Deliver { file, mailboxes, sender } => {
            // A mail server returns the mail to its sender on any code but 75.
            deliver(config, file, mailboxes, sender.as_deref()).map_err(|exit| match exit {
                Exit::Unavailable(why) | Exit::Config(why) => Exit::Temporary(why),
                other => other,
            })
        }
        MailCommand::Reprocess { ids, all } => reprocess(config, ids, *all),
    }
}

fn read(file: &Path) -> Result<Vec<u8>, Exit> {
    let mut raw = Vec::new();
    let read = if file == Path::new("-") {
        std::io::stdin().read_to_end(&mut raw).map(|_| ())
    } else {
        std::fs::read(file).map(|bytes| raw = bytes)
    };
    read.map_err(|e| Exit::Data(format!("{}: {e}", file.display())))?;
    Ok(raw)
}

fn deliver(config: &Config, file: &Path, mailboxes: &[String], sender: Option<&str>) -> Result<(), Exit> {
    let raw = read(file)?;
    let app = application(config)?;
    if raw.len() > app.settings.mail_bytes_max {
        let most = app.settings.mail_bytes_max;
        return Err(Exit::Data(format!("the mail has {} bytes; {most} are taken at most", raw.len())));
    }
    let addresses = if mailboxes.is_empty() { addressed(&app, &raw) } else { mailboxes.to_vec() };
    if addresses.is_empty() {
        return Err(Exit::Data("the mail names no mailbox of any desk; say which with --mailbox".into()));
    }
    let arrived = Arrived { source: Source::Pipe, addresses: &addresses, envelope_from: sender, raw: &raw };
    for id in app.accept_mail(arrived, demo::moment(&app)?)? {
        say(&id.to_string())?;
    }
    Ok(())
}

/// Our mailboxes that a mail's header names: where servers delivered it to, else its receivers.
fn addressed(app: &App, raw: &[u8]) -> Vec<String> {
    let parsed = mail::parse(raw);
    let ours = |addresses: &mut dyn Iterator<Item = String>| -> Vec<String> {
        addresses.filter(|address| app.mailbox(address).is_some()).collect()
    };
    let delivered = ours(&mut parsed.delivered_to.iter().cloned());
    if !delivered.is_empty() {
        return delivered;
    }
    ours(&mut parsed.to.iter().chain(&parsed.cc).map(|party| party.address.clone()))
}

fn reprocess(config: &Config, ids: &[i64], all: bool) -> Result<(), Exit> {
    let app = application(config)?;
    let operator = Principal::System { system: System::CommandLine, contact: None };
    let aside = app.received(&operator, Some(State::SetAside), i64::MAX)?;
    if ids.is_empty() && !all {
        for mail in aside {
            let from = mail.envelope_from.unwrap_or_default();
            let reason = mail.reason.unwrap_or_default();
            say(&format!(
                "{}\t{}\t{from}\t{}\t{reason}",
                mail.id,
                mail.received_at.to_rfc3339(),
                mail.mailbox
            ))?;
        }
        return Ok(());
    }
    let ids = if all { aside.iter().map(|mail| mail.id).collect() } else { ids.to_vec() };
    for id in ids {
        app.reprocess(&operator, id, demo::moment(&app)?).map_err(|e| Exit::Data(format!("{id}: {e}")))?;
        say(&format!("{id} is in line again"))?;
    }
    Ok(())
}
