//! The desk's mail and what was left undone, for its administrators: what came, what went and to whom, each mail to
//! be read, and doing again what failed. In a demonstration this is where outgoing mail is read.

use crate::answer::Answer;
use crate::nav::{self, Frame};
use crate::visit::{self, Visit};
use crate::words::{Time, Words};
use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::office::{Readable, Received, Sent};
use app::{Denied, Moment};
use askama::Template;
use faces::Shell;
use store::inbox::State;

/// Addresses of the pages.
pub(crate) const SENT: &str = "/office/sent";
pub(crate) const RECEIVED: &str = "/office/received";
pub(crate) const UNDONE: &str = "/office/undone";

/// Rows of one page: what a person walks through with the keyboard.
const LIMIT: i64 = 100;
const SENT_STATES: [&str; 3] = ["waiting", "sent", "failed"];

type Pairs = Query<Vec<(String, String)>>;

#[derive(Template)]
#[template(path = "mails.html")]
struct List {
    frame: Frame,
    /// Filters: address, name, whether it is this one.
    filters: Vec<(String, String, bool)>,
    titles: Vec<String>,
    rows: Vec<Row>,
    empty: String,
}

/// One mail or piece of work.
struct Row {
    at: Time,
    address: Option<String>,
    what: String,
    /// Who it came from or went to, each with its state where that tells something.
    who: Vec<String>,
    state: String,
    failed: bool,
    reason: Option<String>,
    ticket: Option<String>,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct MailPage {
    frame: Frame,
    facts: Vec<(String, String)>,
    ticket: Option<String>,
    mail: Option<Readable>,
    /// What can be done with it: address and name.
    again: Option<(String, String)>,
    back: &'static str,
}

/// `GET /office/sent`.
pub(crate) async fn sent(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let state = state(&query).filter(|s| SENT_STATES.contains(s));
        let words = visit.words;
        let mails = visit.app.sent(&visit.identity.principal, state, LIMIT)?;
        let titles = ["office-at", "office-kind", "office-to", "office-state", "column-reference"];
        Answer::ok(&List {
            frame: frame(visit, "nav-sent", SENT)?,
            filters: filters(words, SENT, &SENT_STATES, state),
            titles: titles.map(|t| words.t(t)).to_vec(),
            rows: mails.iter().map(|mail| sent_row(visit, mail)).collect(),
            empty: words.t("office-empty-sent"),
        })
    })
    .await
}

/// `GET /office/received`.
pub(crate) async fn received(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let state = state(&query).and_then(State::parse);
        let words = visit.words;
        let mails = visit.app.received(&visit.identity.principal, state, LIMIT)?;
        let titles = ["office-at", "office-mailbox", "office-from", "office-state", "column-reference"];
        let states = State::ALL.map(State::as_str);
        Answer::ok(&List {
            frame: frame(visit, "nav-received", RECEIVED)?,
            filters: filters(words, RECEIVED, &states, state.map(State::as_str)),
            titles: titles.map(|t| words.t(t)).to_vec(),
            rows: mails.iter().map(|mail| received_row(visit, mail)).collect(),
            empty: words.t("office-empty-received"),
        })
    })
    .await
}

/// `GET /office/undone`.
pub(crate) async fn undone(shell: Data<Shell>, request: HttpRequest) -> HttpResponse {
    visit::get(&shell, &request, |visit| {
        let words = visit.words;
        let row = |failed: app::office::Undone| Row {
            at: time(visit, failed.at),
            address: None,
            what: words.keyed("pass", &failed.pass),
            who: Vec::new(),
            state: words.one("office-tries", "n", &failed.tries.to_string()),
            failed: true,
            reason: Some(failed.reason),
            ticket: Some(failed.ticket.to_string()),
        };
        let rows = visit.app.undone(&visit.identity.principal, LIMIT)?.into_iter().map(row).collect();
        let titles = ["office-at", "office-work", "office-who", "office-state", "column-reference"];
        Answer::ok(&List {
            frame: frame(visit, "nav-undone", UNDONE)?,
            filters: Vec::new(),
            titles: titles.map(|t| words.t(t)).to_vec(),
            rows,
            empty: words.t("office-empty-undone"),
        })
    })
    .await
}

/// `GET /office/sent/{id}`.
pub(crate) async fn sent_mail(shell: Data<Shell>, request: HttpRequest, id: Path<String>) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let (sent, mail) = visit.app.sent_mail(&visit.identity.principal, number(&id)?)?;
        let row = sent_row(visit, &sent);
        let again = (sent.state == "failed")
            .then(|| (format!("{SENT}/{}/repeat", sent.id), visit.words.t("office-repeat")));
        page(visit, row, mail, again, SENT)
    })
    .await
}

/// `GET /office/received/{id}`.
pub(crate) async fn received_mail(
    shell: Data<Shell>,
    request: HttpRequest,
    id: Path<String>,
) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let (received, mail) = visit.app.received_mail(&visit.identity.principal, number(&id)?)?;
        let row = received_row(visit, &received);
        let again = (received.state == State::SetAside.as_str())
            .then(|| (format!("{RECEIVED}/{}/reprocess", received.id), visit.words.t("office-reprocess")));
        page(visit, row, Some(mail), again, RECEIVED)
    })
    .await
}

/// `POST /office/sent/{id}/repeat`.
pub(crate) async fn repeat(
    shell: Data<Shell>,
    request: HttpRequest,
    id: Path<String>,
    bytes: Bytes,
) -> HttpResponse {
    visit::post(&shell, &request, &bytes, move |visit, _| {
        visit.app.repeat(&visit.identity.principal, number(&id)?, visit.now)?;
        Ok(Answer::See(format!("{SENT}/{}", id.as_str())))
    })
    .await
}

/// `POST /office/received/{id}/reprocess`.
pub(crate) async fn reprocess(
    shell: Data<Shell>,
    request: HttpRequest,
    id: Path<String>,
    bytes: Bytes,
) -> HttpResponse {
    visit::post(&shell, &request, &bytes, move |visit, _| {
        visit.app.reprocess(&visit.identity.principal, number(&id)?, visit.now)?;
        Ok(Answer::See(format!("{RECEIVED}/{}", id.as_str())))
    })
    .await
}

fn page(
    visit: &Visit,
    row: Row,
    mail: Option<Readable>,
    again: Option<(String, String)>,
    back: &'static str,
) -> Result<Answer, Denied> {
    let words = visit.words;
    let subject = mail.as_ref().map(|m| m.subject.clone()).filter(|s| !s.is_empty());
    let mut frame = nav::frame(visit, subject.unwrap_or_else(|| words.t("office-no-subject")), Some(back))?;
    frame.done = None;
    let mut facts = vec![("office-at", row.at.shown), ("office-kind", row.what), ("office-state", row.state)];
    facts.extend(row.who.into_iter().map(|who| ("office-who", who)));
    facts.extend(row.reason.map(|reason| ("office-reason", reason)));
    let facts = facts.into_iter().map(|(label, value)| (words.t(label), value)).collect();
    Answer::ok(&MailPage { frame, facts, ticket: row.ticket, mail, again, back })
}

fn sent_row(visit: &Visit, mail: &Sent) -> Row {
    let words = visit.words;
    let to = |to: &app::office::SentTo| match to.answer.as_deref().filter(|a| !a.is_empty()) {
        Some(answer) => format!("{}: {} ({answer})", to.address, words.keyed("mail-state", &to.state)),
        None if to.state == mail.state => to.address.clone(),
        None => format!("{}: {}", to.address, words.keyed("mail-state", &to.state)),
    };
    Row {
        at: time(visit, mail.created_at),
        address: Some(format!("{SENT}/{}", mail.id)),
        what: words.keyed("mail-kind", &mail.kind),
        who: mail.recipients.iter().map(to).collect(),
        state: words.keyed("mail-state", &mail.state),
        failed: mail.state == "failed",
        reason: mail.reason.clone(),
        ticket: mail.ticket.as_ref().map(ToString::to_string),
    }
}

fn received_row(visit: &Visit, mail: &Received) -> Row {
    let words = visit.words;
    let reason = mail.reason.as_ref().map(|reason| words.keyed("mail-reason", reason));
    Row {
        at: time(visit, mail.received_at),
        address: Some(format!("{RECEIVED}/{}", mail.id)),
        what: mail.mailbox.clone(),
        who: mail.envelope_from.clone().filter(|from| !from.is_empty()).into_iter().collect(),
        state: words.keyed("mail-state", &mail.state),
        failed: mail.state == State::SetAside.as_str(),
        reason,
        ticket: mail.ticket.as_ref().map(ToString::to_string),
    }
}

fn frame(visit: &Visit, title: &str, address: &str) -> Result<Frame, Denied> {
    nav::frame(visit, visit.words.t(title), Some(address))
}

fn filters(
    words: Words,
    address: &str,
    states: &[&str],
    chosen: Option<&str>,
) -> Vec<(String, String, bool)> {
    let all = (address.to_owned(), words.t("office-all"), chosen.is_none());
    let one = |state: &&str| {
        (format!("{address}?state={state}"), words.keyed("mail-state", state), chosen == Some(*state))
    };
    [all].into_iter().chain(states.iter().map(one)).collect()
}

fn state(query: &[(String, String)]) -> Option<&str> {
    query.iter().find(|(k, _)| k == "state").map(|(_, v)| v.as_str())
}

/// A moment in the zone of the administrator's first desk.
fn time(visit: &Visit, at: Moment) -> Time {
    let zone = visit.app.all_desks().first().map_or_else(|| "UTC".to_owned(), |desk| desk.zone.clone());
    Time::of(&zone, at)
}

/// An impossible id is as unknown as a missing one.
fn number(id: &str) -> Result<i64, Denied> {
    id.parse().map_err(|_| Denied::NotFound)
}
