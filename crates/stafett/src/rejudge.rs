//! `stafett desk rejudge …`: what judging a past period again would change, and a proposal of it. It approves nothing:
//! the second person signs in to the server.

use crate::clock::SystemChance;
use crate::command::{application, password, say};
use crate::config::Config;
use crate::demo;
use crate::exit::Exit;
use crate::report::{json, language};
use ::report::{Cell, to_text};
use app::rejudge::{Forecast, RejudgementView, Wanted};
use app::sign_in::SessionKind;
use app::{App, Caller, Denied, Moment};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use desk::{Desk, Principal, System};
use faces::{Chance as _, forecast_words, rejudgement_facts, rejudgements_table};
use locale::Language;
use std::sync::Arc;
use text::Intake;

/// What can be done about periods judged again.
#[derive(Debug, Subcommand)]
pub(crate) enum RejudgeCommand {
    /// Tell what judging a past period again would change, and propose it. Another person approves it, in the console
    /// or by REST.
    Propose(Propose),
    /// List what was proposed.
    List {
        /// Desk key.
        #[arg(long)]
        desk: String,
        #[command(flatten)]
        form: Form,
    },
    /// Show one: who proposed and decided, what it would change, how far it has come.
    Show {
        /// Its id.
        id: i64,
        #[command(flatten)]
        form: Form,
    },
}

/// What is proposed.
#[derive(Debug, Args)]
pub(crate) struct Propose {
    /// Desk key.
    #[arg(long)]
    desk: String,
    /// Agreement key.
    #[arg(long)]
    agreement: String,
    /// Its version; the back-dated one that came last where it is not given.
    #[arg(long)]
    agreement_version: Option<String>,
    /// First local date, like 2026-11-01.
    #[arg(long)]
    from: NaiveDate,
    /// Local date it ends before.
    #[arg(long)]
    to: NaiveDate,
    /// Only tell what it would change; nothing is written.
    #[arg(long)]
    dry_run: bool,
    /// Why.
    #[arg(long, required_unless_present = "dry_run", conflicts_with = "dry_run")]
    reason: Option<String>,
    /// Who proposes; their password is read from standard input.
    #[arg(
        long = "as",
        value_name = "LOGIN",
        required_unless_present = "dry_run",
        conflicts_with = "dry_run"
    )]
    login: Option<String>,
    #[command(flatten)]
    form: Form,
}

/// How it is told.
#[derive(Debug, Args)]
pub(crate) struct Form {
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// sv or en; else the desk's language.
    #[arg(long)]
    lang: Option<String>,
}

impl Form {
    /// The desk with the language it is told in.
    fn of_desk(&self, app: &App, key: &str) -> Result<(Arc<Desk>, Language), Exit> {
        let desk = app.desk(key).ok_or_else(|| Exit::Data(format!("no desk {key}")))?;
        let language = language(self.lang.as_deref(), &desk)?;
        Ok((desk, language))
    }
}

/// Carries it out: as the server's operator what only reads, a proposal as the person who makes it.
pub(crate) fn run(config: &Config, command: &RejudgeCommand) -> Result<(), Exit> {
    let app = application(config)?;
    let operator = Principal::System { system: System::CommandLine, contact: None };
    match command {
        RejudgeCommand::Propose(asked) => propose(&app, &operator, asked),
        RejudgeCommand::List { desk, form } => list(&app, &operator, desk, form),
        RejudgeCommand::Show { id, form } => {
            let view = app.rejudgement(&operator, *id).map_err(|denied| match denied {
                Denied::NotFound => Exit::Data(format!("no rejudgement {id}")),
                other => other.into(),
            })?;
            show(&app, &view, form)
        }
    }
}

fn propose(app: &App, operator: &Principal, asked: &Propose) -> Result<(), Exit> {
    let now = demo::moment(app)?;
    let (desk, language) = asked.form.of_desk(app, &asked.desk)?;
    let wanted = Wanted {
        desk: asked.desk.clone(),
        agreement: asked.agreement.clone(),
        version: asked.agreement_version.clone(),
        from: asked.from,
        to: asked.to,
    };
    let (Some(login), Some(reason)) = (&asked.login, &asked.reason) else {
        let told = app.foretell_rejudgement(operator, &wanted, now);
        let (version, told) = told.map_err(|denied| worded(denied, language))?;
        if asked.form.json {
            return say(&json(&serde_json::json!({ "version": version, "foretold": told }))?);
        }
        return say(&foretold(&told, &desk, language));
    };
    let reason = Intake::new(reason.clone());
    let view = signed_in(app, login, now, |person| {
        let proposed = app.propose_rejudgement(person, &wanted, &reason, &Caller::default(), now);
        proposed.map_err(|denied| worded(denied, language))
    })?;
    show(app, &view, &asked.form)?;
    if asked.form.json {
        return Ok(());
    }
    let address = app.settings.public_url.trim_end_matches('/');
    say(&format!("\nAnother person approves or declines it: {address}/rejudgements/{}", view.id))
}

/// Does something as a person who proves by their password to be that person: whoever has the server could name anybody,
/// and then approve as themselves what they proposed under another's name.
fn signed_in<T>(
    app: &App,
    login: &str,
    now: Moment,
    act: impl FnOnce(&Principal) -> Result<T, Exit>,
) -> Result<T, Exit> {
    let session = app.sign_in(login, &password()?, SessionKind::Api, &SystemChance.bytes(), now)?;
    let done = app.identity(&session.token, SessionKind::Api, now).map_err(Exit::from);
    let done = done.and_then(|identity| act(&identity.principal));
    app.sign_out(&session.token)?;
    done
}

/// A rule's no in the words of the other faces.
fn worded(denied: Denied, language: Language) -> Exit {
    match denied {
        Denied::Refused(refusal) => {
            let words = locale::refusal(language, &refusal);
            Exit::Data(format!("{} {}", words.detail, words.remedy))
        }
        other => other.into(),
    }
}

fn list(app: &App, operator: &Principal, key: &str, form: &Form) -> Result<(), Exit> {
    let (desk, language) = form.of_desk(app, key)?;
    let mut rows = app.rejudgements(operator)?;
    rows.retain(|row| row.desk == desk.key);
    if form.json {
        return say(&json(&serde_json::json!({ "items": rows }))?);
    }
    if rows.is_empty() {
        return say(&locale::text(language, "rejudge-none"));
    }
    let mut table = rejudgements_table(&rows, &desk, language);
    table.titles.insert(0, locale::text(language, "rejudge-id").into());
    for (row, cells) in rows.iter().zip(&mut table.rows) {
        cells.insert(0, Cell::Text(row.id.to_string()));
    }
    say(to_text(&table).trim_end())
}

fn show(app: &App, view: &RejudgementView, form: &Form) -> Result<(), Exit> {
    if form.json {
        return say(&json(view)?);
    }
    let (desk, language) = form.of_desk(app, &view.desk)?;
    say(&format!("{}: {}", locale::text(language, "rejudge-id"), view.id))?;
    for (label, value) in rejudgement_facts(view, &desk, language) {
        say(&format!("{label}: {value}"))?;
    }
    say("")?;
    say(&foretold(&view.foretold, &desk, language))
}

fn foretold(told: &Forecast, desk: &Desk, language: Language) -> String {
    let told = forecast_words(told, desk, language);
    let mut parts = vec![told.said];
    for (heading, table) in [("rejudge-verdicts", told.outcomes), ("rejudge-changes", told.changes)] {
        if !table.rows.is_empty() {
            parts.push(format!("{}\n{}", locale::text(language, heading), to_text(&table).trim_end()));
        }
    }
    if !told.references.is_empty() {
        parts.push(format!(
            "{}: {}",
            locale::text(language, "rejudge-references"),
            told.references.join(", ")
        ));
    }
    parts.join("\n\n")
}
