//! The months of the effort report: which are locked, and the form that locks them (WC-32).

use crate::answer::Answer;
use crate::field::{Control, Field, Maker};
use crate::form::Form;
use crate::notice::malformed;
use crate::period::{self, Asked};
use crate::report::month;
use crate::visit::{self, Visit};
use crate::words::{Time, Words};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::read::local_date;
use askama::Template;
use desk::{Desk, Permission};
use faces::Shell;

/// Key of the report they belong to.
const EFFORT: &str = "effort";

#[derive(Template)]
#[template(path = "months.html")]
struct Months {
    words: Words,
    csrf: String,
    desk: String,
    /// Months on record: month, whether locked, when, by whom.
    months: Vec<(String, String, Time, String)>,
    /// Fields of the form that locks; none for who may not.
    lock: Vec<Field>,
    notice: Option<String>,
}

/// `POST /reports/effort/month`: locks a month, or unlocks it.
pub(crate) async fn lock(shell: Data<Shell>, request: HttpRequest, bytes: Bytes) -> HttpResponse {
    visit::post(&shell, &request, &bytes, move |visit, form| {
        let desk = form.get("desk").unwrap_or_default();
        let month = form.get("month").unwrap_or_default();
        let locked = form.raw("as") != "unlock";
        match visit.app.lock_month(&visit.identity.principal, (&desk, &month), locked, visit.now) {
            Ok(_) => Ok(Answer::See(format!("/reports/{EFFORT}?desk={desk}"))),
            Err(Denied::Malformed { field, why, .. }) if field == "month" => {
                let asked = Asked::read(visit, EFFORT, &[("desk".to_owned(), desk)])?;
                let refused = Some((form, (field.clone(), malformed(visit.words, &field, why, &[]))));
                let below = below(visit, &asked, refused)?;
                period::show(visit, &asked, below)
            }
            Err(denied) => Err(denied),
        }
    })
    .await
}

/// What stands below the effort report; below another nothing.
pub(crate) fn below(
    visit: &Visit,
    asked: &Asked,
    refused: Option<(&Form, (String, String))>,
) -> Result<String, Denied> {
    if asked.report.key() != EFFORT {
        return Ok(String::new());
    }
    let (words, desk) = (visit.words, &asked.desk);
    let months = visit.app.months(&visit.identity.principal, &desk.key)?.into_iter().rev().map(|month| {
        let state = words.t(if month.locked { "effort-locked" } else { "effort-unlocked" });
        (month.month, state, Time::of(&desk.zone, month.at), month.by)
    });
    let notice = refused.as_ref().map(|(_, (_, text))| text.clone());
    let page = Months {
        words,
        csrf: visit.identity.csrf.clone(),
        desk: desk.key.clone(),
        months: months.collect(),
        lock: lock_fields(visit, desk, refused),
        notice,
    };
    page.render().map_err(|e| store::Fault::Setup(e.to_string()).into())
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
