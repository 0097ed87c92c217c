//! Time on a case: by hand, by a timer, and what was put down.

use super::forms::{ActForm, Forms};
use crate::field::{Choice, Control, Field, Maker};
use crate::form::Form;
use crate::names::Names;
use crate::visit::{self, Visit};
use crate::words::Time;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::effort::{Amended, CaseEffort, EffortView, Spent, What};
use chrono::NaiveDate;
use desk::EffortKind;
use faces::{Shell, activity_name};
use text::Intake;
use ticket::{Act, Reference};

/// One entry as the page shows it.
pub(crate) struct EffortRow {
    pub day: String,
    pub person: String,
    pub what: String,
    pub span: String,
    pub note: Option<String>,
    /// Another stands in its place.
    pub replaced: bool,
}

/// What was put down, and all of it in words; `None` where nothing was.
pub(super) fn rows(names: Names<'_>, effort: &CaseEffort) -> (Option<String>, Vec<EffortRow>) {
    let words = names.words;
    let row = |entry: &EffortView| EffortRow {
        day: entry.day.clone(),
        person: entry.name.clone(),
        what: format!(
            "{}, {}",
            activity_name(names.desk, &entry.activity, words.0),
            words.keyed("effort", &entry.kind)
        ),
        span: words.span(entry.minutes * 60),
        note: entry.note.clone().into_iter().chain(entry.reason.clone()).reduce(|a, b| format!("{a} ({b})")),
        replaced: entry.replaced_at.is_some(),
    };
    let total = words.one("effort-case-total", "span", &words.span(effort.minutes * 60));
    ((!effort.entries.is_empty()).then_some(total), effort.entries.iter().map(row).collect())
}

/// Forms for time: the timer, and by hand.
pub(super) fn forms(forms: &Forms<'_>, effort: &CaseEffort) -> Vec<ActForm> {
    if !effort.may_put {
        return Vec::new();
    }
    let words = forms.words();
    let here = effort.timer.as_ref().filter(|timer| timer.reference == forms.case.ticket.reference);
    let address = |way: &str| format!("/cases/{}/effort/{way}", forms.case.ticket.reference);
    let make = |name: &str, way: &str, fields: Vec<Field>| {
        let mut form = forms.whole(Act::Effort, name, false, fields);
        form.address = address(way);
        form
    };
    let timer = match (here, &effort.timer) {
        (Some(timer), _) => {
            let maker = forms.maker("effort-stop");
            let mut form = make("effort-stop", "stop", vec![maker.area("note", "effort-note", 2)]);
            let since = Time::of(&forms.desk().zone, timer.started_at).shown;
            form.lead = Some(words.one("lead-effort-stop", "at", &since));
            form
        }
        (None, Some(other)) => {
            let mut form = make("effort-start", "start", what(forms, &forms.maker("effort-start")));
            form.lead = Some(words.one("lead-effort-elsewhere", "case", other.reference.as_str()));
            form
        }
        (None, None) => make("effort-start", "start", what(forms, &forms.maker("effort-start"))),
    };
    let maker = forms.maker("effort-put");
    let mut fields = vec![
        maker.field("minutes", "effort-minutes", Control::Line("number", "off"), "").required(),
        maker.field("day", "effort-day", Control::Line("date", "off"), ""),
    ];
    fields.extend(what(forms, &maker));
    fields.push(maker.area("note", "effort-note", 2));
    let mut all = vec![timer, make("effort-put", "put", fields)];
    let standing: Vec<_> = effort.entries.iter().filter(|entry| entry.replaced_at.is_none()).collect();
    if !standing.is_empty() {
        let mut form = make("effort-correct", "correct", correction(forms, &standing));
        form.lead = Some(words.t("lead-effort-correct"));
        all.push(form);
    }
    all
}

/// Which entry, what is right instead, and why.
fn correction(forms: &Forms<'_>, standing: &[&EffortView]) -> Vec<Field> {
    let (words, desk) = (forms.words(), forms.desk());
    let entry = |entry: &&EffortView| {
        let activity = activity_name(desk, &entry.activity, words.0);
        let span = words.span(entry.minutes * 60);
        Choice::new(&entry.id.to_string(), format!("{} {}: {activity}, {span}", entry.day, entry.name))
    };
    let maker = forms.maker("effort-correct");
    let mut fields = vec![
        maker.choice("entry", "effort-entry", standing.iter().map(entry).collect(), "").required(),
        maker.field("minutes", "effort-minutes-right", Control::Line("number", "off"), ""),
        maker.field("day", "effort-day-right", Control::Line("date", "off"), ""),
    ];
    // What is left as it is stays so.
    fields.extend(what(forms, &maker).into_iter().map(Field::optional));
    fields.push(maker.area("reason", "reason", 2).required());
    fields
}

/// Activity, kind and payer.
fn what(forms: &Forms<'_>, maker: &Maker<'_>) -> Vec<Field> {
    let (words, desk) = (forms.words(), forms.desk());
    let activities = desk.effort.activities.iter();
    let activities = activities.map(|a| Choice::new(&a.key, activity_name(desk, &a.key, words.0))).collect();
    let kinds = EffortKind::ALL.map(|kind| Choice::new(kind.as_str(), words.keyed("effort", kind.as_str())));
    let payers = super::choices::organisations(forms.names);
    vec![
        maker.choice("activity", "effort-activity", activities, "").required(),
        maker.choice("kind", "effort-kind", kinds.to_vec(), ""),
        maker.choice("payer", "effort-payer", payers, ""),
    ]
}

/// `POST /cases/{reference}/effort/{way}`.
pub(crate) async fn act(
    shell: Data<Shell>,
    request: HttpRequest,
    path: Path<(String, String)>,
    bytes: Bytes,
) -> HttpResponse {
    visit::post(&shell, &request, &bytes, move |visit, form| {
        let reference = super::reference(&path.0)?;
        visit.app.readable(&visit.identity.principal, &reference)?;
        match carry_out(visit, &reference, &path.1, form) {
            Ok(()) => super::done(visit, &reference, Act::Effort),
            Err(Denied::NotFound) => Err(Denied::NotFound),
            Err(denied) => super::refused_in(visit, &reference, &format!("effort-{}", path.1), form, denied),
        }
    })
    .await
}

fn carry_out(visit: &Visit, reference: &Reference, way: &str, form: &Form) -> Result<(), Denied> {
    let (app, principal) = (&visit.app, &visit.identity.principal);
    let caller = form.caller(&format!("/cases/{reference}/effort/{way}"), 0);
    let note = form.get("note").map(Intake::new);
    let day = || -> Result<Option<NaiveDate>, Denied> {
        let day =
            form.get("day").map(|typed| typed.parse().map_err(|_| Denied::malformed("day", "not_a_date")));
        day.transpose()
    };
    let what = || {
        let activity = form.get("activity").ok_or_else(|| Denied::malformed("activity", "required"))?;
        Ok::<_, Denied>(What { activity, kind: form.get("kind"), payer: form.get("payer") })
    };
    match way {
        "put" => {
            let minutes = form.get("minutes").and_then(|typed| typed.parse().ok());
            let minutes = minutes.ok_or_else(|| Denied::malformed("minutes", "no_number"))?;
            let spent = Spent { what: what()?, day: day()?, minutes, note };
            app.put_effort(principal, reference, &spent, &caller, visit.now).map(|_| ())
        }
        "correct" => {
            let id = form.get("entry").and_then(|id| id.parse().ok());
            let id = id.ok_or_else(|| Denied::malformed("entry", "required"))?;
            let minutes = form.get("minutes").map(|typed| typed.parse());
            let minutes = minutes.transpose().map_err(|_| Denied::malformed("minutes", "no_number"))?;
            let amended = Amended {
                activity: form.get("activity"),
                kind: form.get("kind"),
                payer: form.get("payer"),
                day: day()?,
                minutes,
                reason: Intake::new(form.get("reason").unwrap_or_default()),
            };
            app.amend_effort(principal, id, &amended, &caller, visit.now).map(|_| ())
        }
        "start" => app.start_effort(principal, reference, &what()?, visit.now).map(|_| ()),
        "stop" => app.stop_effort(principal, reference, note.as_ref(), &caller, visit.now).map(|_| ()),
        _ => Err(Denied::NotFound),
    }
}
