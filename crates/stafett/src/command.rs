//! The command line: what can be asked, and who answers.

use crate::clock::{SystemChance, WallClock};
use crate::config::Config;
use crate::demo::{self, DemoCommand};
use crate::exit::Exit;
use crate::explain;
use crate::mail::{self, MailCommand};
use crate::plan;
use crate::rejudge::{self, RejudgeCommand};
use crate::report::{self, ReportCommand};
use crate::serve;
use app::people::NewUser;
use app::sign_in::hash_password;
use app::{App, Settings};
use clap::{Parser, Subcommand};
use desk::{Desk, Membership};
use faces::{Chance as _, Clock as _};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Database, Options, Store};

/// Stafett: a service desk for support in several lines.
#[derive(Debug, Parser)]
#[command(
    version,
    about = "A service desk that hands cases on like a relay baton, with service levels that are exact"
)]
pub struct Line {
    /// The server's configuration file; the shipped defaults where none is given.
    #[arg(long, env = "STAFETT_CONFIG", global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the server.
    Serve {
        /// Apply the shipped desks with demonstration people and known passwords; loopback only.
        #[arg(long)]
        demo: bool,
    },
    /// Check the server's configuration and desk files.
    Check {
        /// Desk files.
        files: Vec<PathBuf>,
    },
    /// Desk files.
    #[command(subcommand)]
    Desk(DeskCommand),
    /// People.
    #[command(subcommand)]
    User(UserCommand),
    /// How every clock of a case came to its figure.
    Explain {
        /// Reference of the case.
        case: String,
        /// As JSON, with lines for `stafett sla due`.
        #[arg(long)]
        json: bool,
        /// sv or en; else the desk's language.
        #[arg(long)]
        lang: Option<String>,
    },
    /// Fold every ticket and make every clock again from the events, and report any difference.
    Doctor {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Service levels.
    #[command(subcommand)]
    Sla(SlaCommand),
    /// Mail.
    #[command(subcommand)]
    Mail(MailCommand),
    /// Reports.
    #[command(subcommand)]
    Report(ReportCommand),
    /// Fill a demonstration desk with a month of cases, or move the clock of one that runs.
    Demo(DemoCommand),
    /// Bring the database's schema up to date.
    Migrate,
    /// Print the OpenAPI document.
    Openapi,
}

#[derive(Debug, Subcommand)]
enum DeskCommand {
    /// Check desk files, each alone and all together.
    Check {
        /// Desk files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Tell what desk files would change, running clocks first; nothing is written.
    Plan {
        /// Desk files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Put desk files in force.
    Apply {
        /// Desk files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Past periods judged again under a back-dated version of an agreement.
    #[command(subcommand)]
    Rejudge(RejudgeCommand),
}

#[derive(Debug, Subcommand)]
enum SlaCommand {
    /// Due moments and elapsed times: JSON lines in, JSON lines out, in step.
    Due,
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Add a person; the password is read from standard input.
    Add {
        /// What they sign in with.
        login: String,
        /// Name.
        #[arg(long)]
        name: String,
        /// Address notices go to.
        #[arg(long)]
        email: Option<String>,
        /// sv or en.
        #[arg(long)]
        language: Option<String>,
        /// A role as DESK:ROLE, DESK:ROLE:org=KEY or DESK:ROLE:queue=KEY; may be given several times.
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
    },
    /// List people.
    List,
}

/// Carries a command line out.
///
/// # Errors
/// Whatever went wrong, with its exit code.
pub fn run(line: Line) -> Result<(), Exit> {
    let config = Config::read(line.config.as_deref(), std::env::vars())?;
    match line.command {
        Command::Serve { demo } => serve::run(&config, demo),
        Command::Check { files } => {
            check_files(&files)?;
            say("ok")
        }
        Command::Desk(DeskCommand::Check { files }) => {
            check_files(&files)?;
            say("ok")
        }
        Command::Desk(DeskCommand::Plan { files, json }) => plan::run(&config, &files, json),
        Command::Desk(DeskCommand::Apply { files }) => apply(&config, &files),
        Command::Desk(DeskCommand::Rejudge(command)) => rejudge::run(&config, &command),
        Command::User(UserCommand::Add { login, name, email, language, roles }) => {
            add_user(&config, login, name, email, language, &roles)
        }
        Command::User(UserCommand::List) => list_users(&config),
        Command::Explain { case, json, lang } => explain::run(&config, &case, json, lang.as_deref()),
        Command::Doctor { json } => doctor(&config, json),
        Command::Sla(SlaCommand::Due) => sla_due(),
        Command::Mail(command) => mail::run(&config, &command),
        Command::Report(command) => report::run(&config, &command),
        Command::Demo(command) => demo::run(&config, &command),
        Command::Migrate => {
            let applied = Store::migrate(&new_database(&config)?)?;
            say(&if applied.is_empty() { "nothing to do".to_owned() } else { applied.join("\n") })
        }
        Command::Openapi => {
            let document = api::document().to_pretty_json().map_err(|e| Exit::Unavailable(e.to_string()))?;
            say(&document)
        }
    }
}

/// Prints a line. A reader that went away ends the command like any other.
pub(crate) fn say(text: &str) -> Result<(), Exit> {
    match writeln!(std::io::stdout().lock(), "{text}") {
        // Who reads on may have had enough.
        Err(fault) if fault.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Exit::Unavailable(fault.to_string()))
        }
        _ => Ok(()),
    }
}

/// The database of a configuration; SQLite's file and its folder are made.
pub(crate) fn new_database(config: &Config) -> Result<Database, Exit> {
    let database = Database::parse(&config.database.url)?;
    if let Database::Sqlite { path } = &database
        && let Some(folder) = Path::new(path).parent()
    {
        std::fs::create_dir_all(folder).map_err(|e| Exit::Config(format!("{}: {e}", folder.display())))?;
        // SQLite gives its other files the rights of this one.
        let mut file = std::fs::OpenOptions::new();
        file.append(true).create(true).mode(0o600);
        file.open(path).map_err(|e| Exit::Config(format!("{path}: {e}")))?;
    }
    Ok(database)
}

/// The database of a configuration, which must be there: a mistyped path is told and never made.
fn database(config: &Config) -> Result<Database, Exit> {
    let database = Database::parse(&config.database.url)?;
    match &database {
        Database::Sqlite { path } if !Path::new(path).is_file() => Err(Exit::Config(format!(
            "{path}: there is no such database; set DATABASE_URL, or make one by `stafett migrate`"
        ))),
        _ => Ok(database),
    }
}

/// The application of a configuration, migrated; a database that is not there is made.
pub(crate) fn new_application(config: &Config) -> Result<App, Exit> {
    over(new_database(config)?, config)
}

/// The application of a configuration, migrated, on a database that is there.
pub(crate) fn application(config: &Config) -> Result<App, Exit> {
    over(database(config)?, config)
}

fn over(database: Database, config: &Config) -> Result<App, Exit> {
    Store::migrate(&database)?;
    let options =
        Options { readers: config.database.readers, report_readers: config.database.report_readers };
    let store = Arc::new(Store::open(database, options)?);
    let settings = Settings {
        mail_domain: config.mail.domain.clone(),
        mail_bytes_max: config.mail_bytes_max(),
        public_url: config.http.public_url.clone(),
        session_seconds: i64::from(config.sign_in.session_hours) * 3_600,
    };
    Ok(App::new(store, settings, config.secrets(&SystemChance)?)?)
}

/// Reads and checks desk files, each alone and all together.
pub(crate) fn check_files(files: &[PathBuf]) -> Result<Vec<(Desk, String)>, Exit> {
    let read = |file: &PathBuf| {
        let name = file.display().to_string();
        let source = std::fs::read_to_string(file).map_err(|e| Exit::Config(format!("{name}: {e}")))?;
        Ok((name, source))
    };
    check_sources(files.iter().map(read).collect::<Result<_, Exit>>()?)
}

/// The same for texts, each with the name of its file.
pub(crate) fn check_sources(sources: Vec<(String, String)>) -> Result<Vec<(Desk, String)>, Exit> {
    let (mut desks, mut faults) = (Vec::new(), Vec::new());
    for (name, source) in sources {
        match desk::read_on(&name, &source, Some(WallClock.now().date_naive())) {
            Ok(desk) => desks.push((name, desk, source)),
            Err(found) => faults.extend(found),
        }
    }
    faults.extend(desk::read_together(desks.iter().map(|(name, desk, _)| (name.as_str(), desk))));
    if faults.is_empty() {
        return Ok(desks.into_iter().map(|(_, desk, source)| (desk, source)).collect());
    }
    Err(Exit::Config(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))
}

fn apply(config: &Config, files: &[PathBuf]) -> Result<(), Exit> {
    let desks = check_files(files)?;
    let app = new_application(config)?;
    for (desk, source) in desks {
        plan::refuse(&app.plan_desk(&desk, demo::moment(&app)?)?)?;
        let version = app.apply_desk(&desk, &source, "command line", WallClock.now())?;
        say(&format!("{} is in force as version {version}", desk.key))?;
    }
    Ok(())
}

fn add_user(
    config: &Config,
    login: String,
    name: String,
    email: Option<String>,
    language: Option<String>,
    roles: &[String],
) -> Result<(), Exit> {
    let memberships = roles.iter().map(|r| membership(r)).collect::<Result<Vec<_>, _>>()?;
    let password = password()?;
    let app = application(config)?;
    let hash = hash_password(&password, &salt())?;
    let new = NewUser { login, name, email, language, password_hash: Some(hash), memberships };
    app.add_user(&new, WallClock.now())?;
    say(&format!("{} may sign in", new.login))
}

/// A password, read from standard input so that no list of processes shows it.
pub(crate) fn password() -> Result<String, Exit> {
    let mut typed = String::new();
    std::io::stdin().read_to_string(&mut typed).map_err(|e| Exit::Data(e.to_string()))?;
    Ok(typed.trim_end_matches(['\n', '\r']).to_owned())
}

/// A salt of the system's chance.
pub(crate) fn salt() -> [u8; 16] {
    let mut salt = [0; 16];
    salt.copy_from_slice(&SystemChance.bytes()[..16]);
    salt
}

/// Reads `DESK:ROLE[:org=KEY][:queue=KEY]`.
fn membership(text: &str) -> Result<Membership, Exit> {
    let wrong = || {
        Exit::Data(format!("`{text}` is no role; write DESK:ROLE, DESK:ROLE:org=KEY or DESK:ROLE:queue=KEY"))
    };
    let mut parts = text.split(':');
    let (desk, role) = (parts.next().ok_or_else(wrong)?, parts.next().ok_or_else(wrong)?);
    let mut membership = Membership { desk: desk.into(), role: role.into(), organisation: None, queue: None };
    for part in parts {
        match part.split_once('=') {
            Some(("org", key)) => membership.organisation = Some(key.into()),
            Some(("queue", key)) => membership.queue = Some(key.into()),
            _ => return Err(wrong()),
        }
    }
    Ok(membership)
}

fn list_users(config: &Config) -> Result<(), Exit> {
    let app = application(config)?;
    let users = app.store.read::<_, store::Fault>(store::user::user_list)?;
    for user in users {
        let seen = user.last_sign_in_at.and_then(app::Moment::from_timestamp_micros);
        let seen = seen.map_or_else(|| "never signed in".to_owned(), |at| at.to_rfc3339());
        say(&format!("{}\t{}\t{seen}", user.login, user.name))?;
    }
    Ok(())
}

fn doctor(config: &Config, json: bool) -> Result<(), Exit> {
    let found = application(config)?.check_up()?;
    if json {
        say(&serde_json::to_string(&found).map_err(|e| Exit::Unavailable(e.to_string()))?)?;
    } else {
        for d in &found.differences {
            say(&format!("{}: {}: stored {}, expected {}", d.reference, d.what, d.stored, d.expected))?;
        }
        say(&format!(
            "{} tickets, {} events, {} differences",
            found.tickets,
            found.events,
            found.differences.len()
        ))?;
    }
    if found.differences.is_empty() {
        Ok(())
    } else {
        Err(Exit::Data("what is stored does not follow from the events".into()))
    }
}

/// Answers each line as it comes; the first line that cannot be answered ends it, by number.
fn sla_due() -> Result<(), Exit> {
    for (at, line) in std::io::stdin().lines().enumerate() {
        let line = line.map_err(|e| Exit::Data(e.to_string()))?;
        if line.trim().is_empty() {
            continue;
        }
        let wrong = |why: String| Exit::Data(format!("line {}: {why}", at + 1));
        let request: sla::DueRequest = serde_json::from_str(&line).map_err(|e| wrong(e.to_string()))?;
        let answer = sla::due(&request).map_err(|e| wrong(e.to_string()))?;
        say(&serde_json::to_string(&answer).map_err(|e| wrong(e.to_string()))?)?;
    }
    Ok(())
}
