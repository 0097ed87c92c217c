//! Telephone calls: a page that logs one without a case in seconds, and the list of calls.

use crate::answer::Answer;
use crate::field::{Choice, Control, Field, Maker};
use crate::form::Form;
use crate::names::Names;
use crate::nav::{self, Frame};
use crate::notice::malformed;
use crate::visit::{self, Visit, status};
use crate::words::{Time, field_moment};
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::calls::{CallFigure, CallView, CallsAsked, Judgement, Teller, Told};
use app::report::Hour;
use app::{CalledIn, Denied, Moment};
use askama::Template;
use chrono::{NaiveDate, TimeDelta};
use desk::Desk;
use faces::Shell;
use std::sync::Arc;
use text::Intake;
use ticket::CallTimes;

/// Addresses of the pages.
pub(crate) const LIST: &str = "/calls";
pub(crate) const NEW: &str = "/calls/new";

/// Rows of one page.
const LIMIT: i64 = 100;
/// How long an exchange's call is offered for what came of it.
const FRESH: TimeDelta = TimeDelta::hours(2);
/// Calls offered at most.
const OFFERED: i64 = 10;
/// Longest wait that is believed, in seconds.
const WAITED_MAX: i64 = 3_600;
/// Longest name or number.
const WHO_MAX: usize = 200;

type Pairs = Query<Vec<(String, String)>>;

#[derive(Template)]
#[template(path = "call.html")]
struct Page {
    frame: Frame,
    /// Other desks one may log on: address, name, whether it is this one.
    desks: Vec<(String, String, bool)>,
    desk: String,
    key: String,
    exact: String,
    notice: Option<String>,
    fields: Vec<Field>,
}

#[derive(Template)]
#[template(path = "calls.html")]
struct List {
    frame: Frame,
    desks: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    next: Option<String>,
    may_log: bool,
}

struct Row {
    at: Time,
    who: String,
    organisation: String,
    waited: String,
    talked: String,
    outcome: String,
    /// Address of the page that says what came of it.
    judge: Option<String>,
    case: Option<String>,
}

/// Calls of an exchange that nobody has said anything of yet, newest first.
fn fresh(visit: &Visit, desk: &Desk) -> Result<Vec<CallView>, Denied> {
    let asked = CallsAsked {
        desk: Some(desk.key.clone()),
        unjudged: true,
        since: Some(visit.now - FRESH),
        limit: OFFERED,
        ..CallsAsked::default()
    };
    Ok(visit.app.calls(&visit.identity.principal, &asked)?.items)
}

/// The fields that tell which call it is, and when it began; the choice only where an exchange reported some.
pub(crate) fn fields(
    visit: &Visit,
    desk: &Desk,
    maker: &Maker<'_>,
    wanted: &str,
) -> Result<Vec<Field>, Denied> {
    let calls = fresh(visit, desk)?;
    let choices: Vec<Choice> = calls
        .iter()
        .map(|call| {
            let at = Time::of(&desk.zone, call.began_at).shown;
            let who = call.number.clone().unwrap_or_default();
            Choice::new(&call.id.to_string(), format!("{at} {who}").trim().to_owned())
        })
        .collect();
    let going_on = || {
        let mut on = calls.iter().filter(|call| call.answered_at.is_some() && call.ended_at.is_none());
        on.next().filter(|_| on.next().is_none()).map(|call| call.id.to_string())
    };
    let chosen = if wanted.is_empty() { going_on().unwrap_or_default() } else { wanted.to_owned() };
    let mut fields = Vec::new();
    if !choices.is_empty() {
        fields.push(maker.choice("call", "call", choices, &chosen));
    }
    fields.push(maker.moment("call_began", "call_began", &field_moment(&desk.zone, visit.now)));
    fields.push(maker.field("call_waited", "call_waited", Control::Line("number", "off"), ""));
    Ok(fields)
}

/// The call a form is about: a known one, or its moments. It began when the form was opened unless corrected, and ends
/// when the form is sent.
pub(crate) fn called(visit: &Visit, desk: &Desk, form: &Form) -> Result<Option<CalledIn>, Denied> {
    if let Some(id) = form.get("call") {
        return id
            .parse()
            .map(|id| Some(CalledIn::Known(id)))
            .map_err(|_| Denied::malformed("call", "unknown"));
    }
    let exact = form.get("call_exact").and_then(|at| at.parse::<Moment>().ok());
    let shown = exact.map(|at| field_moment(&desk.zone, at));
    // The field shows whole minutes; what was left as it stood is the very moment.
    let began = if form.get("call_began") == shown { exact } else { form.moment("call_began", &desk.zone)? };
    let Some(began) = began else { return Ok(None) };
    let waited = match form.get("call_waited") {
        None => None,
        Some(typed) => Some(
            typed
                .parse()
                .ok()
                .filter(|seconds| (0..=WAITED_MAX).contains(seconds))
                .ok_or_else(|| Denied::malformed("call_waited", "no_seconds"))?,
        ),
    };
    Ok(Some(CalledIn::Logged(CallTimes {
        offered_at: waited.map(|seconds| began - TimeDelta::seconds(seconds)),
        answered_at: Some(began),
        ended_at: Some(visit.now.max(began)),
    })))
}

fn tabs(desks: &[Arc<Desk>], visit: &Visit, base: &str, here: &str) -> Vec<(String, String, bool)> {
    if desks.len() < 2 {
        return Vec::new();
    }
    let tab = |d: &Arc<Desk>| {
        let name = d.name.in_language(visit.words.language()).to_owned();
        (format!("{base}?desk={}", d.key), name, d.key == here)
    };
    desks.iter().map(tab).collect()
}

/// `GET /calls/new`.
pub(crate) async fn page(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let value = |name: &str| query.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str());
        let desks = visit.app.calling_desks(&visit.identity.principal);
        let desk = match value("desk") {
            Some(key) => desks.iter().find(|d| d.key == key),
            None => desks.first(),
        };
        let desk = desk.ok_or(if desks.is_empty() { Denied::Forbidden } else { Denied::NotFound })?;
        show(visit, desk, value("call").unwrap_or_default(), None, None)
    })
    .await
}

/// `POST /calls/new`.
pub(crate) async fn log(shell: Data<Shell>, request: HttpRequest, bytes: Bytes) -> HttpResponse {
    visit::post(&shell, &request, &bytes, |visit, form| {
        let desks = visit.app.calling_desks(&visit.identity.principal);
        let desk = desks.iter().find(|d| d.key == form.raw("desk")).ok_or(Denied::Forbidden)?;
        match logged(visit, desk, form) {
            Ok(()) => Ok(Answer::See(format!("{LIST}?desk={}&done=1", desk.key))),
            Err(denied @ (Denied::Malformed { .. } | Denied::Refused(_))) => {
                show(visit, desk, "", Some(form), Some(&denied))
            }
            Err(denied) => Err(denied),
        }
    })
    .await
}

fn logged(visit: &Visit, desk: &Desk, form: &Form) -> Result<(), Denied> {
    let who = |name: &str| match form.get(name) {
        Some(typed) if typed.chars().count() > WHO_MAX => Err(Denied::malformed(name, "too_long")),
        typed => Ok(typed),
    };
    let outcome = form.get("outcome").ok_or_else(|| Denied::malformed("outcome", "required"))?;
    let solution = form.get("solution").filter(|_| outcome == "solved");
    let judgement = Judgement::read(&outcome, solution, None)?;
    let principal = &visit.identity.principal;
    let times = match called(visit, desk, form)? {
        Some(CalledIn::Known(id)) => {
            let judged = visit.app.judge_call(principal, id, &judgement, visit.now);
            return judged.map(|_| ()).map_err(|denied| match denied {
                Denied::NotFound => Denied::malformed("call", "unknown"),
                other => other,
            });
        }
        Some(CalledIn::Logged(times)) => times,
        None => return Err(Denied::malformed("call_began", "required")),
    };
    // Of a call nobody answered the moment is that of its ringing.
    let times = match judgement {
        Judgement::Abandoned => {
            CallTimes { offered_at: times.answered_at, answered_at: None, ended_at: times.ended_at }
        }
        _ => times,
    };
    let told = Told {
        desk: desk.key.clone(),
        teller: Teller::Agent(form.get("key").filter(|key| key.len() <= 100)),
        times,
        number: who("number")?,
        name: who("name")?.map(Intake::line),
        judgement: Some(judgement),
    };
    visit.app.log_call(principal, &told, visit.now).map(|_| ())
}

fn show(
    visit: &Visit,
    desk: &Desk,
    wanted: &str,
    typed: Option<&Form>,
    denied: Option<&Denied>,
) -> Result<Answer, Denied> {
    let words = visit.words;
    let names = Names::new(desk, words);
    let (notice, fault) = match denied {
        Some(Denied::Malformed { field, why, .. }) => {
            let text = malformed(words, field, why, &[]);
            (Some(text.clone()), Some((field.clone(), text)))
        }
        Some(Denied::Refused(refusal)) => {
            let said = names.refusal(refusal);
            (Some(format!("{} {}", said.detail, said.remedy)), None)
        }
        _ => (None, None),
    };
    let maker = Maker { form: "call", words, typed, fault };
    let line = |name: &str, label: &str, kind| maker.field(name, label, Control::Line(kind, "off"), "");
    let outcomes = ["solved", "abandoned"].map(|key| Choice::new(key, words.t(&format!("call-{key}"))));
    let documented = desk.solutions.iter().filter(|s| s.documented);
    let solutions = documented.map(|s| Choice::new(&s.key, s.name.in_language(words.language()).to_owned()));
    let mut fields = vec![
        line("number", "phone", "tel").focused(maker.fault.is_none()),
        line("name", "name", "text"),
        maker.field("outcome", "outcome", Control::Radio(outcomes.to_vec()), "solved"),
        maker.choice("solution", "call-solution", solutions.collect(), ""),
    ];
    fields.extend(self::fields(visit, desk, &maker, wanted)?);
    let desks = visit.app.calling_desks(&visit.identity.principal);
    let exact = typed.and_then(|form| form.get("call_exact"));
    let page = Page {
        frame: nav::frame(visit, words.t("call-title"), Some(NEW))?,
        desks: tabs(&desks, visit, NEW, &desk.key),
        desk: desk.key.clone(),
        key: visit.key.clone(),
        exact: exact.unwrap_or_else(|| visit.now.to_rfc3339()),
        notice,
        fields,
    };
    Answer::page(denied.map_or(StatusCode::OK, status), &page)
}

/// `GET /calls?desk=…&from=…&until=…`.
pub(crate) async fn list(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let value = |name: &str| query.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str());
        let principal = &visit.identity.principal;
        let mut desks = visit.app.all_desks();
        desks.retain(|desk| principal.roles(desk).next().is_some());
        let desk = match value("desk") {
            Some(key) => desks.iter().find(|d| d.key == key),
            None => desks.first(),
        };
        let desk = desk.ok_or(if desks.is_empty() { Denied::Forbidden } else { Denied::NotFound })?;
        let asked = asked(desk, &query)?;
        let page = visit.app.calls(principal, &asked)?;
        let here = |extra: &str| {
            let dates = asked.period.and_then(|(from, to)| Some((from, to.pred_opt()?)));
            let dates = dates.map(|(from, until)| format!("&from={from}&until={until}")).unwrap_or_default();
            let objective = |key: &String| format!("&objective={key}");
            let figure = asked.figure.as_ref().map(|(figure, key)| {
                format!("&figure={}{}", figure.as_str(), key.as_ref().map(objective).unwrap_or_default())
            });
            let hour = asked.hour.map(|hour| format!("&hour={}", hour.key())).unwrap_or_default();
            format!("{LIST}?desk={}{dates}{}{hour}{extra}", desk.key, figure.unwrap_or_default())
        };
        let may_log = desk::may_log_call(principal, desk);
        let title = match (&asked.figure, asked.period) {
            (Some((figure, _)), Some((from, to))) => visit.words.with(
                "calls-of-figure",
                &[
                    ("figure", &visit.words.t(&format!("telephone-{}", figure.as_str()))),
                    ("from", &from.to_string()),
                    ("until", &to.pred_opt().unwrap_or(to).to_string()),
                ],
            ),
            _ => visit.words.t("calls-title"),
        };
        let mut frame = nav::frame(visit, title, Some(LIST))?;
        frame.done = value("done").map(|_| visit.words.t("call-logged"));
        Answer::ok(&List {
            frame,
            desks: tabs(&desks, visit, LIST, &desk.key),
            rows: page.items.iter().map(|call| row(visit, desk, call, may_log)).collect(),
            next: page.next.map(|(began, id)| here(&format!("&after={began}.{id}"))),
            may_log,
        })
    })
    .await
}

fn asked(desk: &Desk, query: &[(String, String)]) -> Result<CallsAsked, Denied> {
    let value = |name: &str| query.iter().find(|(k, _)| k == name).map(|(_, v)| v.trim());
    let date = |name: &str| match value(name).filter(|v| !v.is_empty()) {
        Some(typed) => {
            typed.parse::<NaiveDate>().map(Some).map_err(|_| Denied::malformed(name, "not_a_date"))
        }
        None => Ok(None),
    };
    let after = value("after").map(|mark| {
        let parts = mark.split_once('.').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        parts.ok_or_else(|| Denied::malformed("after", "malformed"))
    });
    let period = match (date("from")?, date("until")?) {
        (Some(from), Some(until)) => {
            let to = until.succ_opt().ok_or_else(|| Denied::malformed("until", "out_of_range"))?;
            Some((from, to))
        }
        _ => None,
    };
    let figure = value("figure").map(|key| {
        let all = || CallFigure::ALL.into_iter().map(CallFigure::as_str);
        let figure = CallFigure::parse(key).ok_or_else(|| Denied::unknown("figure", all()))?;
        Ok::<_, Denied>((figure, value("objective").map(str::to_owned)))
    });
    let hour = value("hour").map(|key| Hour::parse(key).ok_or_else(|| Denied::malformed("hour", "no_hour")));
    let (desk, after, figure) = (Some(desk.key.clone()), after.transpose()?, figure.transpose()?);
    Ok(CallsAsked {
        desk,
        period,
        figure,
        hour: hour.transpose()?,
        after,
        limit: LIMIT,
        ..CallsAsked::default()
    })
}

fn row(visit: &Visit, desk: &Desk, call: &CallView, may_log: bool) -> Row {
    let names = Names::new(desk, visit.words);
    let seconds =
        |seconds: Option<i64>| seconds.map(|s| ::report::Cell::Seconds(s).shown()).unwrap_or_default();
    let solution = call.solution.as_ref().and_then(|key| desk.solution(key));
    let solution = solution.map(|s| format!(": {}", s.name.in_language(visit.words.language())));
    let outcome = call.outcome.map(|key| visit.words.t(&format!("call-{key}")));
    let judge =
        (may_log && call.outcome.is_none()).then(|| format!("{NEW}?desk={}&call={}", desk.key, call.id));
    Row {
        at: Time::of(&desk.zone, call.began_at),
        who: [call.name.clone(), call.number.clone()].into_iter().flatten().collect::<Vec<_>>().join(", "),
        organisation: names.organisation(&call.organisation),
        waited: seconds(call.waited_seconds),
        talked: seconds(call.talked_seconds),
        outcome: format!("{}{}", outcome.unwrap_or_default(), solution.unwrap_or_default()),
        judge,
        case: call.case.as_ref().map(ToString::to_string),
    }
}
