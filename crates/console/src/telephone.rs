//! The telephone report of a period, for who may read reports: every figure leads to the calls behind it. Dates are the
//! desk's own; the last day is included.

use crate::answer::Answer;
use crate::calls;
use crate::field::{Control, Field, Maker};
use crate::nav::{self, Frame};
use crate::notice::malformed;
use crate::report::{Shown, shown};
use crate::visit::{self, Visit};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::calls::CallFigure;
use app::read::local_date;
use app::report::{AnswerFigures, TelephoneReport};
use askama::Template;
use chrono::{Datelike as _, NaiveDate};
use desk::Desk;
use faces::{Shell, call_objective_name, telephone_days_of, telephone_days_table, telephone_direct_table};
use std::sync::Arc;

/// Address of the page.
pub(crate) const TELEPHONE: &str = "/reports/telephone";

type Pairs = Query<Vec<(String, String)>>;

#[derive(Template)]
#[template(path = "telephone.html")]
struct Page {
    frame: Frame,
    /// Desks whose reports may be read: address, name, whether it is this one.
    desks: Vec<(String, String, bool)>,
    desk: String,
    fields: Vec<Field>,
    answers: Vec<Section>,
    direct: Option<Shown>,
    /// Addresses of the same as files, with their names.
    files: Vec<(String, String)>,
}

/// Waiting by one objective.
struct Section {
    title: String,
    /// The days that missed it, in words.
    verdict: String,
    table: Shown,
}

/// A desk and the first and last local date asked for.
pub(crate) struct Asked {
    pub desk: Arc<Desk>,
    pub from: NaiveDate,
    pub until: NaiveDate,
}

impl Asked {
    pub fn read(visit: &Visit, query: &[(String, String)]) -> Result<Self, Denied> {
        let value = |name: &str| query.iter().find(|(k, _)| k == name).map(|(_, v)| v.trim());
        let desks = visit.app.reporting_desks(&visit.identity.principal);
        let desk = match value("desk") {
            Some(key) => desks.into_iter().find(|d| d.key == key),
            None => desks.into_iter().next(),
        };
        let desk = desk.ok_or(Denied::Forbidden)?;
        let today = local_date(&desk.zone, visit.now);
        let date = |name: &str, otherwise| match value(name).filter(|v| !v.is_empty()) {
            Some(typed) => typed.parse().map_err(|_| Denied::malformed(name, "not_a_date")),
            None => Ok(otherwise),
        };
        Ok(Self {
            from: date("from", today.with_day(1).unwrap_or(today))?,
            until: date("until", today)?,
            desk,
        })
    }

    fn report(&self, visit: &Visit) -> Result<TelephoneReport, Denied> {
        let to = self.until.succ_opt().ok_or_else(|| Denied::malformed("until", "out_of_range"))?;
        let report = visit.app.telephone_report(&visit.identity.principal, &self.desk.key, (self.from, to));
        // The use case counts to the day after; people typed the last day.
        report.map_err(|denied| match denied {
            Denied::Malformed { field, why, .. } if field == "to" => Denied::malformed("until", why),
            other => other,
        })
    }

    /// The calls behind a figure.
    fn list(
        &self,
        (from, until): (NaiveDate, NaiveDate),
        figure: CallFigure,
        objective: Option<&str>,
    ) -> String {
        let objective = objective.map(|key| format!("&objective={key}")).unwrap_or_default();
        let (base, desk, figure) = (calls::LIST, &self.desk.key, figure.as_str());
        format!("{base}?desk={desk}&from={from}&until={until}&figure={figure}{objective}")
    }
}

/// `GET /reports/telephone?desk=…&from=…&until=…`; without dates the month so far.
pub(crate) async fn page(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let asked = Asked::read(visit, &query)?;
        show(visit, &asked)
    })
    .await
}

/// `GET /reports/telephone.csv?…&part=days|direct`.
pub(crate) async fn csv(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let asked = Asked::read(visit, &query)?;
        let report = asked.report(visit)?;
        let direct = query.iter().any(|(k, v)| k == "part" && v == "direct");
        let (part, table) = if direct {
            ("direct", telephone_direct_table(&report, &asked.desk, visit.words.0))
        } else {
            ("days", telephone_days_of(&report, &asked.desk, visit.words.0))
        };
        let csv = ::report::to_csv(&table).map_err(|e| store::Fault::Setup(e.to_string()))?;
        let name = format!("{}-telephone-{part}-{}-{}.csv", asked.desk.key, asked.from, asked.until);
        Ok(Answer::File(name, "text/csv; charset=utf-8", csv.into_bytes()))
    })
    .await
}

fn show(visit: &Visit, asked: &Asked) -> Result<Answer, Denied> {
    let words = visit.words;
    let (report, fault) = match asked.report(visit) {
        Ok(report) => (Some(report), None),
        Err(Denied::Malformed { field, why, .. }) => {
            let fault = malformed(words, &field, why);
            (None, Some((field, fault)))
        }
        Err(denied) => return Err(denied),
    };
    let maker = Maker { form: "telephone", words, typed: None, fault };
    let name = asked.desk.name.in_language(words.language());
    let (from, until) = (asked.from.to_string(), asked.until.to_string());
    let title = words.with("telephone-title", &[("desk", name), ("from", &from), ("until", &until)]);
    let desks = visit.app.reporting_desks(&visit.identity.principal);
    let tab = |d: &Arc<Desk>| {
        let address = format!("{TELEPHONE}?desk={}&from={from}&until={until}", d.key);
        (address, d.name.in_language(words.language()).to_owned(), d.key == asked.desk.key)
    };
    let date = |name, label, value: &str| maker.field(name, label, Control::Line("date", "off"), value);
    let file = |part: &str, label: &str| {
        let address =
            format!("/reports/telephone.csv?desk={}&from={from}&until={until}&part={part}", asked.desk.key);
        (address, words.t(label))
    };
    let answers = report.iter().flat_map(|r| &r.answer).filter(|answer| !answer.days.is_empty());
    Answer::ok(&Page {
        frame: nav::frame(visit, title, Some(TELEPHONE))?,
        desks: if desks.len() > 1 { desks.iter().map(tab).collect() } else { Vec::new() },
        desk: asked.desk.key.clone(),
        fields: vec![date("from", "from", &from), date("until", "until-date", &until)],
        answers: answers.map(|answer| section(visit, asked, answer)).collect(),
        direct: report.as_ref().filter(|r| !r.direct.is_empty()).map(|r| direct(visit, asked, r)),
        files: vec![file("days", "telephone-file-days"), file("direct", "telephone-file-direct")],
    })
}

fn section(visit: &Visit, asked: &Asked, answer: &AnswerFigures) -> Section {
    let words = visit.words;
    let key = answer.objective.as_deref();
    let name = key.map(|key| call_objective_name(&asked.desk, key, words.0));
    let verdict = match (answer.within_seconds, answer.missed_days.len()) {
        (None, _) => words.t("telephone-unjudged"),
        (Some(within), missed) => words
            .with("telephone-verdict", &[("seconds", &within.to_string()), ("missed", &missed.to_string())]),
    };
    let behind = |row: usize, column: usize| {
        let day = answer.days.get(row)?;
        let (figure, count) = match column {
            1 => (CallFigure::Calls, day.calls),
            2 => (CallFigure::Answered, day.answered),
            3 => (CallFigure::Abandoned, day.abandoned),
            4 => (CallFigure::Unsettled, day.unsettled),
            5 => (CallFigure::Outside, day.outside),
            _ => return None,
        };
        (count > 0).then(|| asked.list((day.date, day.date), figure, key))
    };
    let table = shown(&telephone_days_table(answer, words.0), behind);
    Section { title: name.unwrap_or_else(|| words.t("telephone-waiting")), verdict, table }
}

fn direct(visit: &Visit, asked: &Asked, report: &TelephoneReport) -> Shown {
    let table = telephone_direct_table(report, &asked.desk, visit.words.0);
    shown(&table, |row, column| {
        let row = report.direct.get(row)?;
        let (figure, count) = match column {
            2 => (CallFigure::Direct, row.direct),
            3 => (CallFigure::NotDirect, row.not_direct),
            4 => (CallFigure::Unknown, row.unknown),
            _ => return None,
        };
        (count > 0).then(|| asked.list((asked.from, asked.until), figure, Some(&row.objective)))
    })
}
