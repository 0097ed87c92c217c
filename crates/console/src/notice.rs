//! Pages that say no: what was refused, why, and what was typed, so that nothing is lost.

use crate::answer::Answer;
use crate::assets;
use crate::form::Form;
use crate::nav::{self, Frame};
use crate::visit::{Asker, Visit, status};
use crate::words::Words;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, ResponseError as _};
use app::Denied;
use askama::Template;
use faces::Problem;

/// A refusal within the frame.
#[derive(Template)]
#[template(path = "notice.html")]
struct Page {
    frame: Frame,
    text: String,
    kept: Vec<String>,
}

/// A refusal to somebody nobody knows.
#[derive(Template)]
#[template(path = "alone.html")]
struct Alone {
    words: Words,
    style: String,
    title: String,
    text: String,
}

/// Title and text of a denial.
pub(crate) fn worded(words: Words, denied: &Denied) -> (String, String) {
    match denied {
        Denied::NotFound => (words.t("notice-not-found-title"), words.t("notice-not-found")),
        Denied::NotPermitted(act) => (
            words.t("notice-forbidden-title"),
            words.one("problem-not-permitted", "act", &words.t(&format!("act-{act}"))),
        ),
        Denied::Forbidden => (words.t("notice-forbidden-title"), words.t("problem-forbidden")),
        Denied::Malformed { field, why, allowed } => {
            (words.t("notice-malformed-title"), malformed(words, field, why, allowed))
        }
        Denied::Refused(refusal) => {
            let said = locale::refusal(words.0, refusal);
            (words.t("notice-forbidden-title"), format!("{} {}", said.detail, said.remedy))
        }
        _ => (words.t("notice-fault-title"), words.t("problem-temporary")),
    }
}

/// What is wrong with a field, and what would be right.
pub(crate) fn malformed(words: Words, field: &str, why: &str, allowed: &[String]) -> String {
    let label = words.keyed("label", field);
    let said = words.one(&format!("fault-{}", known_fault(why)), "field", &label);
    match faces::allowed_words(words.0, why, allowed) {
        Some(right) => format!("{said} {right}"),
        None => said,
    }
}

/// Kinds of fault that have words of their own.
fn known_fault(why: &str) -> &'static str {
    match why {
        "required" => "required",
        "too_long" => "too-long",
        "too_large" => "too-large",
        "not_a_moment" => "not-a-moment",
        "not_a_date" => "not-a-date",
        "not_a_month" => "not-a-month",
        "not_whole_month" => "not-whole-month",
        "not_after_from" => "not-after-from",
        "out_of_range" => "out-of-range",
        "unknown" => "unknown",
        "unknown_field" => "unknown-field",
        "nobody" => "nobody",
        "no_address" => "no-address",
        "no_number" => "no-number",
        "no_seconds" => "no-seconds",
        _ => "other",
    }
}

/// A denial that no form of the page itself can show.
pub(crate) fn denied(visit: &Visit, denied: &Denied, form: &Form) -> Result<Answer, Denied> {
    let (title, text) = worded(visit.words, denied);
    let frame = nav::frame(visit, title, None)?;
    Answer::page(status(denied), &Page { frame, text, kept: form.typed() })
}

/// A form of another sign-in: refused, with what was typed.
pub(crate) fn foreign_form(visit: &Visit, form: &Form) -> Result<Answer, Denied> {
    let frame = nav::frame(visit, visit.words.t("notice-foreign-form-title"), None)?;
    let page = Page { frame, text: visit.words.t("notice-foreign-form"), kept: form.typed() };
    Answer::page(StatusCode::FORBIDDEN, &page)
}

/// An address that leads nowhere: a page for people, a problem for programs.
pub(crate) async fn lost(request: HttpRequest) -> HttpResponse {
    if request.path().starts_with("/api/") {
        return Problem::from(Denied::NotFound).for_request(&request).error_response();
    }
    alone(&Asker::of(&request), &Denied::NotFound).respond()
}

/// A denial to somebody who is not signed in, or when the frame itself cannot be made.
pub(crate) fn alone(asker: &Asker, denied: &Denied) -> Answer {
    let words = Words(asker.language);
    let (title, text) = worded(words, denied);
    let status = status(denied);
    let plain = text.clone();
    let page = Alone { words, style: assets::style(), title, text };
    Answer::page(status, &page).unwrap_or(Answer::Page(status, plain))
}
