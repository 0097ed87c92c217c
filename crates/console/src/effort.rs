//! The effort report of a period, for who reads reports or locks months: person-days and money per activity, kind and
//! payer against the plan of the year, files for finance, and the months that are locked (WC-32).

use crate::answer::Answer;
use crate::field::{Control, Field, Maker};
use crate::form::Form;
use crate::nav::{self, Frame};
use crate::notice::malformed;
use crate::report::{Shown, month, shown};
use crate::visit::{self, Visit};
use crate::words::Time;
use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::read::local_date;
use askama::Template;
use chrono::NaiveDate;
use desk::{Desk, Permission};
use faces::{Shell, effort_document, effort_table, entries_table, plan_table};
use std::sync::Arc;

/// Address of the page.
pub(crate) const EFFORT: &str = "/reports/effort";

type Pairs = Query<Vec<(String, String)>>;

#[derive(Template)]
#[template(path = "effort.html")]
struct Page {
    frame: Frame,
    /// Desks whose effort may be read: address, name, whether it is this one.
    desks: Vec<(String, String, bool)>,
    desk: String,
    fields: Vec<Field>,
    /// Sums, plan, entries; of a period that cannot be read none.
    parts: Vec<(String, &'static str, Shown)>,
    /// Addresses of the same as files.
    files: Vec<(String, String)>,
    /// Months on record: month, whether locked, when, by whom.
    months: Vec<(String, String, Time, String)>,
    /// Fields of the form that locks; none for who may not.
    lock: Vec<Field>,
    notice: Option<String>,
}

struct Asked {
    desk: Arc<Desk>,
    from: NaiveDate,
    until: NaiveDate,
}

impl Asked {
    fn read(visit: &Visit, query: &[(String, String)]) -> Result<Self, Denied> {
        let value = |name: &str| query.iter().find(|(k, _)| k == name).map(|(_, v)| v.trim());
        let desks = visit.app.effort_desks(&visit.identity.principal);
        let desk = match value("desk") {
            Some(key) => desks.into_iter().find(|desk| desk.key == key),
            None => desks.into_iter().next(),
        };
        let desk = desk.ok_or(Denied::Forbidden)?;
        let (first, last) = month(local_date(&desk.zone, visit.now));
        let date = |name: &str, otherwise| match value(name).filter(|v| !v.is_empty()) {
            Some(typed) => typed.parse().map_err(|_| Denied::malformed(name, "not_a_date")),
            None => Ok(otherwise),
        };
        Ok(Self { from: date("from", first)?, until: date("until", last)?, desk })
    }

    fn report(&self, visit: &Visit) -> Result<app::report::EffortReport, Denied> {
        let to = self.until.succ_opt().ok_or_else(|| Denied::malformed("until", "out_of_range"))?;
        let report = visit.app.effort_report(&visit.identity.principal, &self.desk.key, (self.from, to));
        // The use case counts to the day after; people typed the last day.
        report.map_err(|denied| match denied {
            Denied::Malformed { field, why, .. } if field == "to" => Denied::malformed("until", why),
            other => other,
        })
    }
}

/// `GET /reports/effort?desk=…&from=…&until=…`; without dates the month so far.
pub(crate) async fn page(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| show(visit, &Asked::read(visit, &query)?, None)).await
}

/// `GET /reports/effort.file?…&format=csv|xlsx|pdf&part=…`.
pub(crate) async fn file(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let value = |name: &str| query.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str());
        let format = value("format").and_then(::report::Format::parse);
        let format = format.ok_or_else(|| Denied::malformed("format", "unknown"))?;
        let asked = Asked::read(visit, &query)?;
        let report = asked.report(visit)?;
        let document = effort_document(&report, &asked.desk, visit.words.0, visit.now);
        let part = value("part").filter(|part| document.part(part).is_some());
        let bytes = document.written(format, part).map_err(|e| store::Fault::Setup(e.to_string()))?;
        let part = part.map(|part| format!("-{part}")).unwrap_or_default();
        let name = format!("{}-effort{part}-{}-{}.{}", asked.desk.key, asked.from, asked.until, format.key());
        Ok(Answer::File(name, format.media_type(), bytes))
    })
    .await
}

/// `POST /reports/effort/month`: locks a month, or unlocks it.
pub(crate) async fn lock(shell: Data<Shell>, request: HttpRequest, bytes: Bytes) -> HttpResponse {
    visit::post(&shell, &request, &bytes, move |visit, form| {
        let desk = form.get("desk").unwrap_or_default();
        let month = form.get("month").unwrap_or_default();
        let locked = form.raw("as") != "unlock";
        match visit.app.lock_month(&visit.identity.principal, (&desk, &month), locked, visit.now) {
            Ok(_) => Ok(Answer::See(format!("{EFFORT}?desk={desk}"))),
            Err(Denied::Malformed { field, why, .. }) if field == "month" => {
                let asked = Asked::read(visit, &[("desk".to_owned(), desk)])?;
                show(visit, &asked, Some((form, (field.clone(), malformed(visit.words, &field, why)))))
            }
            Err(denied) => Err(denied),
        }
    })
    .await
}

fn show(visit: &Visit, asked: &Asked, refused: Option<(&Form, (String, String))>) -> Result<Answer, Denied> {
    let (words, desk) = (visit.words, &asked.desk);
    let (report, fault) = match asked.report(visit) {
        Ok(report) => (Some(report), None),
        Err(Denied::Malformed { field, why, .. }) => {
            let fault = malformed(words, &field, why);
            (None, Some((field, fault)))
        }
        Err(denied) => return Err(denied),
    };
    let maker = Maker { form: "effort", words, typed: None, fault };
    let date = |name, label, value: NaiveDate| {
        maker.field(name, label, Control::Line("date", "off"), &value.to_string())
    };
    let name = desk.name.in_language(words.language());
    let (from, until) = (asked.from.to_string(), asked.until.to_string());
    let title = words.with("effort-title", &[("desk", name), ("from", &from), ("until", &until)]);
    let mut parts = Vec::new();
    if let Some(report) = &report {
        let case = |row: usize, column: usize| {
            let entry = report.entries.get(row).filter(|_| column == 1)?;
            Some(format!("/cases/{}", entry.reference))
        };
        parts.push(("effort-part-sums", "sums", shown(&effort_table(report, desk, words.0), |_, _| None)));
        if !report.plan.is_empty() {
            parts.push(("effort-part-plan", "plan", shown(&plan_table(report, desk, words.0), |_, _| None)));
        }
        parts.push(("effort-part-entries", "entries", shown(&entries_table(report, desk, words.0), case)));
    }
    let query = format!("desk={}&from={from}&until={until}", desk.key);
    let address = |rest: &str| format!("/reports/effort.file?{query}&{rest}");
    let tab = |d: &Arc<Desk>| {
        (
            format!("{EFFORT}?desk={}", d.key),
            d.name.in_language(words.language()).to_owned(),
            d.key == desk.key,
        )
    };
    let desks = visit.app.effort_desks(&visit.identity.principal);
    let months = visit.app.months(&visit.identity.principal, &desk.key)?.into_iter().rev().map(|month| {
        let state = words.t(if month.locked { "effort-locked" } else { "effort-unlocked" });
        (month.month, state, Time::of(&desk.zone, month.at), month.by)
    });
    let notice = refused.as_ref().map(|(_, (_, text))| text.clone());
    Answer::ok(&Page {
        frame: nav::frame(visit, title, Some(EFFORT))?,
        desks: if desks.len() > 1 { desks.iter().map(tab).collect() } else { Vec::new() },
        desk: desk.key.clone(),
        fields: vec![date("from", "from", asked.from), date("until", "until-date", asked.until)],
        parts: parts.into_iter().map(|(label, key, table)| (words.t(label), key, table)).collect(),
        files: vec![
            (address("format=xlsx"), words.t("effort-file-xlsx")),
            (address("format=csv&part=entries"), words.t("effort-file-csv")),
            (address("format=pdf"), words.t("effort-file-pdf")),
        ],
        months: months.collect(),
        lock: lock_fields(visit, desk, refused),
        notice,
    })
}

fn lock_fields(visit: &Visit, desk: &Desk, refused: Option<(&Form, (String, String))>) -> Vec<Field> {
    if !visit.identity.principal.has(desk, Permission::LockMonths) {
        return Vec::new();
    }
    let words = visit.words;
    let (typed, fault) = refused.unzip();
    let maker = Maker { form: "lock", words, typed, fault };
    let ways = ["lock", "unlock"]
        .map(|way| crate::field::Choice::new(way, words.t(&format!("choice-month-{way}"))))
        .to_vec();
    // What is told to finance is the month before this one.
    let today = local_date(&desk.zone, visit.now);
    let before = month(today).0.pred_opt().unwrap_or(today).format("%Y-%m").to_string();
    vec![
        maker.field("month", "month", Control::Line("month", "off"), &before).required(),
        maker.field("as", "month-as", Control::Radio(ways), "lock"),
    ]
}
