//! Past periods judged again under a back-dated version of an agreement: the list, what one would change, a proposal,
//! and the second person's word. Dates are the desk's own; the last day is included.

use crate::answer::Answer;
use crate::field::{Choice, Control, Field, Maker};
use crate::form::Form;
use crate::names::Names;
use crate::nav::{self, Frame};
use crate::notice::worded;
use crate::report::{Shown, month, shown};
use crate::visit::{self, Visit, status};
use crate::words::Words;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::read::local_date;
use app::rejudge::{Forecast, RejudgementView, Wanted};
use askama::Template;
use desk::Desk;
use faces::{Shell, forecast_words, rejudged_period, rejudgement_facts, rejudgements_table};
use std::sync::Arc;
use text::Intake;

/// Where they are.
pub(crate) const REJUDGEMENTS: &str = "/rejudgements";

type Pairs = Query<Vec<(String, String)>>;

#[derive(Template)]
#[template(path = "rejudgements.html")]
struct ListPage {
    frame: Frame,
    /// Desks whose periods may be judged again: address, name, whether it is this one.
    desks: Vec<(String, String, bool)>,
    desk: String,
    table: Shown,
    caption: String,
    /// Fields that ask what would change; none where nothing was back-dated, or for who only reads.
    fields: Vec<Field>,
    /// Whether the person may propose at all.
    proposes: bool,
    notice: Option<String>,
    told: Option<Told>,
    /// What the proposal carries on: agreement, first and last day.
    kept: Vec<(String, String)>,
    reason: Option<Field>,
    key: String,
}

#[derive(Template)]
#[template(path = "rejudgement.html")]
struct OnePage {
    frame: Frame,
    facts: Vec<(String, String)>,
    told: Told,
    /// Forms for who may decide.
    ways: Vec<Way>,
    notice: Option<String>,
    /// Why there is no form to approve with.
    own: Option<String>,
}

/// A way to decide.
struct Way {
    address: String,
    label: String,
    main: bool,
    fields: Vec<Field>,
}

/// What a rejudgement would change, in words.
struct Told {
    said: String,
    table: Shown,
    caption: String,
    changes: Shown,
    changes_caption: String,
    references: Vec<String>,
}

/// `GET /rejudgements?desk=…&agreement=KEY@VERSION&from=…&until=…`.
pub(crate) async fn list(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let typed = Form::of_pairs(query.into_inner());
        let asked = ["agreement", "from", "until"].iter().all(|name| typed.has(name));
        let told = asked.then(|| {
            let (desk, wanted) = wanted(visit, &typed)?;
            let told = visit.app.foretell_rejudgement(&visit.identity.principal, &wanted, visit.now);
            told.map(|(_, told)| words_of(visit.words, &desk, &told)).map_err(of_last_day)
        });
        match told.transpose() {
            Ok(told) => page(visit, &typed, told, None),
            Err(denied @ (Denied::Malformed { .. } | Denied::Refused(_))) => {
                page(visit, &typed, None, Some(&denied))
            }
            Err(denied) => Err(denied),
        }
    })
    .await
}

/// `POST /rejudgements`.
pub(crate) async fn propose(shell: Data<Shell>, request: HttpRequest, bytes: Bytes) -> HttpResponse {
    visit::post(&shell, &request, &bytes, |visit, form| {
        let principal = &visit.identity.principal;
        let reason = Intake::new(form.raw("reason").to_owned());
        let caller = form.caller(REJUDGEMENTS, 0);
        let done = wanted(visit, form).and_then(|(_, wanted)| {
            visit
                .app
                .propose_rejudgement(principal, &wanted, &reason, &caller, visit.now)
                .map_err(of_last_day)
        });
        match done {
            Ok(view) => Ok(Answer::See(format!("{REJUDGEMENTS}/{}", view.id))),
            Err(denied @ (Denied::Malformed { .. } | Denied::Refused(_))) => {
                page(visit, form, None, Some(&denied))
            }
            Err(denied) => Err(denied),
        }
    })
    .await
}

/// `GET /rejudgements/{id}`.
pub(crate) async fn one(shell: Data<Shell>, request: HttpRequest, id: Path<String>) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let view = visit.app.rejudgement(&visit.identity.principal, number(&id)?)?;
        show(visit, &view, None)
    })
    .await
}

/// `POST /rejudgements/{id}/approve` and `…/decline`.
pub(crate) async fn decide(
    shell: Data<Shell>,
    request: HttpRequest,
    path: Path<(String, String)>,
    bytes: Bytes,
) -> HttpResponse {
    visit::post(&shell, &request, &bytes, move |visit, form| {
        let (id, way) = path.into_inner();
        let (principal, id) = (&visit.identity.principal, number(&id)?);
        let reason = form.get("reason").map(Intake::new);
        let done = match way.as_str() {
            "approve" => visit.app.approve_rejudgement(principal, id, visit.now),
            "decline" => visit.app.decline_rejudgement(principal, id, reason.as_ref(), visit.now),
            _ => return Err(Denied::NotFound),
        };
        match done {
            Ok(_) => Ok(Answer::See(format!("{REJUDGEMENTS}/{id}"))),
            Err(denied @ Denied::Malformed { .. }) => {
                show(visit, &visit.app.rejudgement(principal, id)?, Some(&denied))
            }
            Err(denied) => Err(denied),
        }
    })
    .await
}

/// People typed the last day; the use case counts to the day after.
fn of_last_day(denied: Denied) -> Denied {
    match denied {
        Denied::Malformed { field, why, allowed } if field == "to" => {
            Denied::Malformed { field: "until".to_owned(), why, allowed }
        }
        other => other,
    }
}

/// The desk of a form, or else the one there is most to do on.
fn desk_of(visit: &Visit, typed: &Form) -> Result<Arc<Desk>, Denied> {
    let mut desks = visit.app.rejudged_desks(&visit.identity.principal);
    match typed.get("desk") {
        Some(key) => desks.into_iter().find(|desk| desk.key == key).ok_or(Denied::Forbidden),
        None if desks.len() < 2 => desks.pop().ok_or(Denied::Forbidden),
        None => busiest(visit, desks),
    }
}

/// Of several desks the first with a proposal that waits for this person, then one with any that waits, with one at all,
/// where they may propose, the first.
fn busiest(visit: &Visit, desks: Vec<Arc<Desk>>) -> Result<Arc<Desk>, Denied> {
    let principal = &visit.identity.principal;
    let proposing = visit.app.rejudging_desks(principal);
    let rows = visit.app.rejudgements(principal)?;
    let rank = |desk: &Arc<Desk>| {
        let proposes = proposing.iter().any(|own| own.key == desk.key);
        let own = || rows.iter().filter(|row| row.desk == desk.key);
        let waits = || own().filter(|row| row.state == "proposed");
        let for_others = waits().any(|row| row.proposed_by_login != visit.identity.user.login);
        (proposes && for_others, waits().next().is_some(), own().next().is_some(), proposes)
    };
    desks.into_iter().min_by_key(|desk| std::cmp::Reverse(rank(desk))).ok_or(Denied::Forbidden)
}

fn wanted(visit: &Visit, typed: &Form) -> Result<(Arc<Desk>, Wanted), Denied> {
    let desk = desk_of(visit, typed)?;
    let date = |name: &str| -> Result<chrono::NaiveDate, Denied> {
        typed.raw(name).trim().parse().map_err(|_| Denied::malformed(name, "not_a_date"))
    };
    let chosen = typed.raw("agreement").trim();
    let (agreement, version) = match chosen.split_once('@') {
        Some((key, version)) => (key, Some(version.to_owned())),
        None => (chosen, None),
    };
    let to = date("until")?.succ_opt().ok_or_else(|| Denied::malformed("until", "out_of_range"))?;
    let wanted =
        Wanted { desk: desk.key.clone(), agreement: agreement.to_owned(), version, from: date("from")?, to };
    Ok((desk, wanted))
}

fn page(visit: &Visit, typed: &Form, told: Option<Told>, denied: Option<&Denied>) -> Result<Answer, Denied> {
    let (words, principal) = (visit.words, &visit.identity.principal);
    let desk = desk_of(visit, typed)?;
    let proposing = visit.app.rejudging_desks(principal);
    let proposes = proposing.iter().any(|own| own.key == desk.key);
    let notice = denied.map(|denied| worded(words, denied).1);
    let fault = match denied {
        Some(Denied::Malformed { field, .. }) => notice.clone().map(|said| (field.clone(), said)),
        _ => None,
    };
    let maker = Maker { form: "rejudge", words, typed: Some(typed), fault };
    let fields = if proposes { asking(visit, &desk, &maker) } else { Vec::new() };
    // A proposal whose reason is missing is asked for it again.
    let lacks = matches!(denied, Some(Denied::Malformed { field, .. }) if field == "reason");
    let kept = ["agreement", "from", "until"].map(|name| (name.to_owned(), typed.raw(name).to_owned()));
    let reason = (told.is_some() || lacks).then(|| maker.area("reason", "reason", 3).required());
    let tabs = |other: &Arc<Desk>| {
        let name = other.name.in_language(words.language()).to_owned();
        (format!("{REJUDGEMENTS}?desk={}", other.key), name, other.key == desk.key)
    };
    let desks = visit.app.rejudged_desks(principal);
    let rows = visit.app.rejudgements(principal)?;
    let rows: Vec<RejudgementView> = rows.into_iter().filter(|row| row.desk == desk.key).collect();
    let shown = ListPage {
        frame: nav::frame(visit, words.t("rejudge-title"), Some(REJUDGEMENTS))?,
        desks: if desks.len() > 1 { desks.iter().map(tabs).collect() } else { Vec::new() },
        desk: desk.key.clone(),
        table: listed(words, &desk, &rows),
        caption: words.t("rejudge-list"),
        fields,
        proposes,
        notice,
        told,
        kept: kept.to_vec(),
        reason,
        key: visit.key.clone(),
    };
    Answer::page(denied.map_or(StatusCode::OK, status), &shown)
}

/// The fields that ask what would change; none where nothing was back-dated.
fn asking(visit: &Visit, desk: &Desk, maker: &Maker<'_>) -> Vec<Field> {
    let names = Names::new(desk, visit.words);
    let back_dated = desk.agreements_ever.iter().filter(|agreement| agreement.starts_from.is_some());
    let choices: Vec<Choice> = back_dated
        .map(|a| {
            let label = format!("{} {} ({} –)", names.agreement(&a.key), a.version, a.valid_from);
            Choice::new(&format!("{}@{}", a.key, a.version), label)
        })
        .collect();
    let Some(first) = choices.first().map(|choice| choice.value.clone()) else { return Vec::new() };
    let before = month(local_date(&desk.zone, visit.now)).0.pred_opt().unwrap_or_default();
    let (from, until) = month(before);
    let date = |name: &str, label: &str, value: chrono::NaiveDate| {
        maker.field(name, label, Control::Line("date", "off"), &value.to_string()).required()
    };
    vec![
        maker.field("agreement", "rejudge-agreement", Control::Choice(choices), &first).required(),
        date("from", "from", from),
        date("until", "until-date", until),
    ]
}

fn show(visit: &Visit, view: &RejudgementView, denied: Option<&Denied>) -> Result<Answer, Denied> {
    let words = visit.words;
    let desk = visit.app.desk(&view.desk).ok_or(Denied::NotFound)?;
    let decides = visit.app.rejudging_desks(&visit.identity.principal).iter().any(|own| own.key == desk.key);
    let waits = view.state == "proposed" && decides;
    let notice = denied.map(|denied| worded(words, denied).1);
    let fault = notice.clone().map(|said| ("reason".to_owned(), said));
    let maker = Maker { form: "decline", words, typed: None, fault };
    let way = |way: &str, label: &str, main, fields| {
        let address = format!("{REJUDGEMENTS}/{}/{way}", view.id);
        Way { address, label: words.t(label), main, fields }
    };
    let own = view.proposed_by_login == visit.identity.user.login;
    let ways = match (waits, own) {
        (false, _) => Vec::new(),
        (true, true) => vec![way("decline", "rejudge-take-back", false, Vec::new())],
        (true, false) => {
            let reason = vec![maker.area("reason", "rejudge-declined-because", 2).required()];
            let approve = way("approve", "rejudge-approve", true, Vec::new());
            vec![approve, way("decline", "rejudge-decline", false, reason)]
        }
    };
    let title = words.with("rejudge-one", &[("period", &rejudged_period(view))]);
    Answer::page(
        denied.map_or(StatusCode::OK, status),
        &OnePage {
            frame: nav::frame(visit, title, Some(REJUDGEMENTS))?,
            facts: rejudgement_facts(view, &desk, words.0),
            told: words_of(words, &desk, &view.foretold),
            ways,
            notice,
            own: (waits && own).then(|| words.t("rejudge-own")),
        },
    )
}

fn listed(words: Words, desk: &Desk, rows: &[RejudgementView]) -> Shown {
    shown(&rejudgements_table(rows, desk, words.0), |row, column| {
        rows.get(row).filter(|_| column == 0).map(|view| format!("{REJUDGEMENTS}/{}", view.id))
    })
}

fn words_of(words: Words, desk: &Desk, told: &Forecast) -> Told {
    let told = forecast_words(told, desk, words.0);
    Told {
        said: told.said,
        table: shown(&told.outcomes, |_, _| None),
        caption: words.t("rejudge-verdicts"),
        changes: shown(&told.changes, |_, _| None),
        changes_caption: words.t("rejudge-changes"),
        references: told.references,
    }
}

/// An impossible id is as unknown as a missing one.
fn number(id: &str) -> Result<i64, Denied> {
    id.parse().map_err(|_| Denied::NotFound)
}
