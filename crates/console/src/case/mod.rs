//! The page of one case: whose it is, what clock runs out when, what happened, what can be done next and, where
//! something cannot, why not.

pub(crate) mod choices;
pub(crate) mod clock;
pub(crate) mod effort;
mod explanation;
pub(crate) mod forms;
pub(crate) mod orders;
mod statements;
mod timeline;

use crate::answer::Answer;
use crate::form::Form;
use crate::names::Names;
use crate::nav::{self, Frame};
use crate::notice::malformed;
use crate::visit::{self, Visit, status};
use crate::words::Time;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::read::{Case, Why};
use app::{Answered, Asked, Denied};
use askama::Template;
use clock::ClockRow;
use faces::Shell;
use forms::{ActForm, Forms, Notice, Refused};
use ticket::{Act, Place, Reference};
use timeline::Entry;

pub(crate) use explanation::{file as explanation_file, page as explanation};

#[derive(Template)]
#[template(path = "case.html")]
struct Page {
    frame: Frame,
    reference: String,
    subject: String,
    /// Facts of the head: label and value.
    facts: Vec<(String, String)>,
    /// Facts about the people: label and value.
    parties: Vec<(String, String)>,
    clocks: Vec<ClockRow>,
    entries: Vec<Entry>,
    stays: Vec<StayRow>,
    /// Time put down on it: all of it in words, and the entries.
    effort_total: Option<String>,
    efforts: Vec<effort::EffortRow>,
    forms: Vec<ActForm>,
    /// A refused form that is no longer among them, with what was typed.
    lost: Option<(Notice, Vec<String>)>,
    /// What cannot be done, and why.
    not: Vec<(String, String)>,
}

/// How long it lay on a line.
struct StayRow {
    place: String,
    span: String,
    from: Time,
    current: bool,
}

/// What a page shows beside the case itself.
#[derive(Default)]
pub(crate) struct Shown {
    /// A form that was refused.
    pub refused: Option<Refused>,
    /// What was just done.
    pub done: Option<String>,
}

fn reference(text: &str) -> Result<Reference, Denied> {
    Reference::parse(text).map_err(|_| Denied::NotFound)
}

/// `GET /cases/{reference}`.
pub(crate) async fn page(
    shell: Data<Shell>,
    request: HttpRequest,
    path: Path<String>,
    query: Query<Vec<(String, String)>>,
) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let reference = reference(&path)?;
        let done = query.iter().find(|(k, _)| k == "done").and_then(|(_, act)| Act::parse(act));
        let done = done.map(|act| visit.words.t(&format!("done-{act}")));
        show(visit, &reference, StatusCode::OK, &|_, _| Shown { done: done.clone(), refused: None })
    })
    .await
}

/// `POST /cases/{reference}/{act}`.
pub(crate) async fn act(
    shell: Data<Shell>,
    request: HttpRequest,
    path: Path<(String, String)>,
    bytes: Bytes,
) -> HttpResponse {
    visit::post(&shell, &request, &bytes, move |visit, form| {
        let reference = reference(&path.0)?;
        visit.app.readable(&visit.identity.principal, &reference)?;
        let act = orders::act(&path.1).ok_or(Denied::NotFound)?;
        match carry_out(visit, &reference, act, form) {
            Ok(()) => done(visit, &reference, act),
            Err(denied) => refused(visit, &reference, act, form, denied),
        }
    })
    .await
}

/// Carries a form out: each of its orders on the version the one before led to.
fn carry_out(visit: &Visit, reference: &Reference, act: Act, form: &Form) -> Result<(), Denied> {
    let principal = &visit.identity.principal;
    let ticket = visit.app.ticket(principal, reference, visit.now)?;
    let desk = visit.app.desk(&ticket.desk).ok_or(Denied::NotFound)?;
    let mut version = form.version();
    for (step, order) in orders::read(act, form, &ticket, &desk)?.into_iter().enumerate() {
        let asked = Asked { reference: reference.clone(), version, order };
        let caller = form.caller(&format!("/cases/{reference}/{act}"), step);
        version = match visit.app.act(principal, &asked, &caller, visit.now)? {
            Answered::Done(ticket) => Some(ticket.version),
            Answered::Again { etag, .. } => etag.and_then(|e| e.parse().ok()),
        };
    }
    Ok(())
}

/// After an act: the case, or one's own list where it may no longer be seen.
fn done(visit: &Visit, reference: &Reference, act: Act) -> Result<Answer, Denied> {
    match visit.app.readable(&visit.identity.principal, reference) {
        Ok(()) => Ok(Answer::See(format!("/cases/{reference}?done={act}"))),
        Err(Denied::NotFound) => Ok(Answer::See(format!("/lists/mine?done={act}"))),
        Err(denied) => Err(denied),
    }
}

/// The case again, with the form as it was typed and why it was not carried out.
pub(crate) fn refused(
    visit: &Visit,
    reference: &Reference,
    act: Act,
    form: &Form,
    denied: Denied,
) -> Result<Answer, Denied> {
    let name = match form.get("proposal") {
        Some(proposal) => format!("agree-{proposal}"),
        None if form.has("send_back") => "send-back".to_owned(),
        None => act.as_str().to_owned(),
    };
    refused_in(visit, reference, &name, form, denied)
}

/// The same of a form by its name.
fn refused_in(
    visit: &Visit,
    reference: &Reference,
    name: &str,
    form: &Form,
    denied: Denied,
) -> Result<Answer, Denied> {
    let shown_in_form = matches!(
        denied,
        Denied::Refused(_)
            | Denied::Stale { .. }
            | Denied::Replaced(_)
            | Denied::VersionNeeded
            | Denied::Malformed { .. }
            | Denied::NotPermitted(_)
            | Denied::KeyReused
    );
    if !shown_in_form {
        return Err(denied);
    }
    show(visit, reference, status(&denied), &|case, names| {
        let (notice, fault) = worded(names, case, form, &denied);
        let refused = Refused { form: name.to_owned(), typed: form.clone(), fault, notice };
        Shown { refused: Some(refused), done: None }
    })
}

/// Why a form was refused, in words, and the field it is about.
fn worded(names: Names<'_>, case: &Case, form: &Form, denied: &Denied) -> (Notice, Option<(String, String)>) {
    let words = names.words;
    let plain =
        |title: &str, text: String| Notice { title: words.t(title), text, remedy: None, since: Vec::new() };
    match denied {
        Denied::Refused(refusal) => {
            let said = names.refusal(refusal);
            let fault = refusal.missing.first().map(|f| (f.clone(), words.t("fault-demanded")));
            let mut notice = plain("refused-title", said.detail);
            notice.remedy = Some(said.remedy);
            (notice, fault)
        }
        Denied::Malformed { field, why, .. } => {
            let text = malformed(words, field, why, &[]);
            (plain("malformed-title", text.clone()), Some((field.clone(), text)))
        }
        Denied::NotPermitted(act) => {
            let act = words.t(&format!("act-{act}"));
            (plain("refused-title", words.one("problem-not-permitted", "act", &act)), None)
        }
        Denied::KeyReused => (plain("refused-title", words.t("form-sent-before")), None),
        Denied::Replaced(entry) => (plain("refused-title", faces::replaced_words(words.0, entry)), None),
        _ => {
            let since = timeline::since(names, case, form.version().unwrap_or(0));
            let since = since.into_iter().map(|e| (e.at.shown, e.who, e.what)).collect();
            let mut notice = plain("stale-title", words.t("stale-text"));
            notice.since = since;
            (notice, None)
        }
    }
}

fn show(
    visit: &Visit,
    reference: &Reference,
    status: StatusCode,
    shown: &dyn Fn(&Case, Names<'_>) -> Shown,
) -> Result<Answer, Denied> {
    let case = visit.app.case(&visit.identity.principal, reference, visit.now)?;
    let desk = visit.app.desk(&case.ticket.desk).ok_or(Denied::NotFound)?;
    let names = Names::new(&desk, visit.words);
    let shown = shown(&case, names);
    let t = &case.ticket;
    let mine = t.assignee.as_deref() == Some(visit.identity.user.login.as_str());
    let effort = visit.app.case_effort(&visit.identity.principal, reference)?;
    let maker =
        Forms { case: &case, names, csrf: &visit.identity.csrf, key: &visit.key, shown: &shown, mine };
    let mut forms = maker.all();
    forms.extend(effort::forms(&maker, &effort));
    let (effort_total, efforts) = effort::rows(names, &effort);
    let mut frame = nav::frame(visit, format!("{} {}", t.reference, t.subject), None)?;
    frame.done.clone_from(&shown.done);
    let page = Page {
        frame,
        reference: t.reference.to_string(),
        subject: t.subject.clone(),
        facts: facts(names, &case),
        parties: parties(names, &case),
        clocks: t.clocks.iter().map(|c| ClockRow::of(names, c)).collect(),
        entries: timeline::entries(names, &case),
        stays: stays(names, &case),
        effort_total,
        efforts,
        not: cannot(names, &case, &forms),
        lost: lost(&shown, &forms),
        forms,
    };
    Answer::page(status, &page)
}

/// A refused form that cannot be sent again, because somebody else was first: its words are not lost.
fn lost(shown: &Shown, forms: &[ActForm]) -> Option<(Notice, Vec<String>)> {
    let refused = shown.refused.as_ref()?;
    let there = forms.iter().any(|f| f.id == refused.form);
    (!there).then(|| (refused.notice.clone(), refused.typed.typed()))
}

fn facts(names: Names<'_>, case: &Case) -> Vec<(String, String)> {
    let (t, words) = (&case.ticket, names.words);
    let place = Place { line: t.line.clone(), queue: t.queue.clone() };
    let mut state = words.keyed("state", t.phase);
    if let Some(until) = t.wait_until {
        state =
            format!("{state}, {}", words.one("state-until", "at", &Time::of(&names.desk.zone, until).shown));
    }
    let values = [
        ("fact-state", Some(state)),
        ("fact-place", Some(names.place(&place))),
        ("fact-assignee", Some(t.assignee_name.clone().unwrap_or_else(|| words.t("nobody")))),
        ("fact-priority", t.priority.as_ref().map(|p| names.priority(p))),
        ("fact-kind", Some(words.keyed("kind", t.kind))),
        ("fact-case-type", t.case_type.as_ref().map(|c| names.case_type(c))),
        ("fact-service", t.service.as_ref().map(|s| names.service(s))),
        ("fact-environment", t.environment.as_ref().map(|e| names.environment(e))),
        ("fact-fault-began", t.fault_began_at.map(|at| stated(names, at, t.fault_began.as_ref()))),
        ("fact-restored", t.restored_at.map(|at| stated(names, at, t.restored.as_ref()))),
        ("fact-earlier-faults", earlier_faults(names, case)),
        ("fact-entered", t.entered_at.map(|at| Time::of(&names.desk.zone, at).shown)),
        ("fact-solution", t.solution.as_ref().map(|s| names.solution(s))),
        ("fact-cause", t.cause.as_ref().map(|c| names.cause(c))),
    ];
    values.into_iter().filter_map(|(label, value)| Some((words.t(label), value?))).collect()
}

/// A stated moment, with who stated it and who agreed.
fn stated(names: Names<'_>, at: app::Moment, by: Option<&app::read::StatementView>) -> String {
    let at = Time::of(&names.desk.zone, at).shown;
    let who = |actor: &app::read::ActorView| match actor.kind {
        "system" => names.words.keyed("system", &actor.name),
        _ => actor.name.clone(),
    };
    match by {
        Some(app::read::StatementView { by, agreed_by: Some(second), .. }) => {
            let values = [("at", at.as_str()), ("who", &who(by)), ("second", &who(second))];
            names.words.with("stated-agreed", &values)
        }
        Some(one) => names.words.with("stated-by", &[("at", &at), ("who", &who(&one.by))]),
        None => at,
    }
}

/// Faults that were over before the present one.
fn earlier_faults(names: Names<'_>, case: &Case) -> Option<String> {
    let shown = |at| Time::of(&names.desk.zone, at).shown;
    let spans = case.ticket.earlier_faults.iter().map(|span| {
        let began = span.began_at.map(shown).unwrap_or_default();
        format!("{began} – {}", shown(span.restored_at))
    });
    let spans: Vec<String> = spans.collect();
    (!spans.is_empty()).then(|| spans.join(", "))
}

fn parties(names: Names<'_>, case: &Case) -> Vec<(String, String)> {
    let (t, words) = (&case.ticket, names.words);
    let party = |p: &app::read::PartyView| {
        let unit = (p.kind == "unit").then(|| words.t("party-unit"));
        let parts = [Some(p.name.clone()), unit, p.phone.clone(), p.email.clone()];
        let mut parts: Vec<String> = parts.into_iter().flatten().filter(|p| !p.is_empty()).collect();
        parts.dedup();
        parts.join(", ")
    };
    let requester = if t.kind == "incident" { "party-requester-fault" } else { "party-requester-question" };
    let values = [
        (requester, Some(party(&t.requester))),
        ("party-organisation", Some(names.organisation(&t.organisation))),
        ("party-asker-role", t.asker_role.as_ref().map(|r| names.asker_role(r))),
        ("party-affected", t.affected.as_ref().map(party)),
        ("party-affected-count", (t.affected_count > 1).then(|| t.affected_count.to_string())),
        ("party-orderer", t.orderer.as_ref().map(party)),
        ("party-channel", Some(words.keyed("channel", t.channel))),
        ("party-answer", Some(answer_way(names, case))),
    ];
    values.into_iter().filter_map(|(label, value)| Some((words.t(label), value?))).collect()
}

/// How an answer reaches the requester.
fn answer_way(names: Names<'_>, case: &Case) -> String {
    let (who, words) = (&case.ticket.requester, names.words);
    match (&who.email, &who.phone) {
        (Some(email), _) => words.one("answer-by-mail", "email", email),
        (None, Some(phone)) => words.one("answer-by-phone", "phone", phone),
        _ => words.t("answer-unknown"),
    }
}

fn stays(names: Names<'_>, case: &Case) -> Vec<StayRow> {
    let last = case.stays.len();
    let row = |(at, stay): (usize, &app::read::Stay)| StayRow {
        place: names.place(&stay.place),
        span: names.words.stretch((stay.until - stay.from).num_seconds()),
        from: Time::of(&names.desk.zone, stay.from),
        current: at + 1 == last,
    };
    case.stays.iter().enumerate().map(row).collect()
}

/// What people look for and do not find, with the reason.
fn cannot(names: Names<'_>, case: &Case, forms: &[ActForm]) -> Vec<(String, String)> {
    const ASKED_FOR: [Act; 9] = [
        Act::Take,
        Act::Message,
        Act::Classify,
        Act::Escalate,
        Act::Return,
        Act::Resolve,
        Act::Wait,
        Act::Reopen,
        Act::Close,
    ];
    let words = names.words;
    let place = Place { line: case.ticket.line.clone(), queue: case.ticket.queue.clone() };
    let why = |act: Act| -> Option<String> {
        if forms.iter().any(|f| f.act == act.as_str()) {
            return None;
        }
        if let Some(barred) = case.barred.iter().find(|b| b.act == act) {
            return Some(match barred.why {
                Why::State => words.one("why-state", "phase", &words.keyed("phase", case.ticket.phase)),
                Why::Place => words.one("why-place", "place", &names.place(&place)),
                Why::Role => words.t("why-role"),
            });
        }
        match act {
            Act::Escalate => case.up.as_ref().err().map(|refusal| names.refusal(refusal)),
            Act::Return => case.down.as_ref().err().map(|refusal| names.refusal(refusal)),
            Act::Resolve => {
                let refusal = ticket::Refusal::new(act, ticket::Rule::BackOfficeResolves)
                    .with("line", &case.ticket.line);
                Some(names.refusal(&refusal))
            }
            _ => None,
        }
        .map(|said| format!("{} {}", said.detail, said.remedy))
    };
    ASKED_FOR.iter().filter_map(|act| Some((words.t(&format!("do-{act}")), why(*act)?))).collect()
}
