//! How the clocks of a case came to their figures, as a page and as a file for counting again.

use super::reference;
use crate::answer::Answer;
use crate::nav::{self, Frame};
use crate::report::{Shown, shown};
use crate::visit;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use askama::Template;
use faces::{Shell, explanation_words};

#[derive(Template)]
#[template(path = "explanation.html")]
struct Page {
    frame: Frame,
    reference: String,
    lead: String,
    clocks: Vec<Clock>,
}

/// One clock in words.
struct Clock {
    title: String,
    /// Captions of the three tables, told apart by the title.
    captions: [String; 3],
    facts: Vec<(String, String)>,
    segments: Shown,
    pauses: Shown,
    rules: Shown,
}

/// `GET /cases/{reference}/explanation`.
pub(crate) async fn page(shell: Data<Shell>, request: HttpRequest, path: Path<String>) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let reference = reference(&path)?;
        let explanation = visit.app.explain(&visit.identity.principal, &reference, visit.now)?;
        let desk = visit.app.desk(&explanation.desk).ok_or(Denied::NotFound)?;
        let caption = |title: &str, key: &str| format!("{title}: {}", visit.words.t(key));
        let clock = |words: faces::ClockWords| Clock {
            captions: ["explain-segments", "explain-pauses", "explain-rules"]
                .map(|key| caption(&words.title, key)),
            title: words.title,
            facts: words.facts,
            segments: shown(&words.segments, |_, _| None),
            pauses: shown(&words.pauses, |_, _| None),
            rules: shown(&words.rules, |_, _| None),
        };
        let title = visit.words.one("explain-title", "reference", reference.as_str());
        let lead = visit.words.with("explain-lead", &[("zone", &desk.zone), ("tzdb", explanation.tzdb)]);
        Answer::ok(&Page {
            frame: nav::frame(visit, title, None)?,
            reference: reference.to_string(),
            lead,
            clocks: explanation_words(&explanation, &desk, visit.words.0).into_iter().map(clock).collect(),
        })
    })
    .await
}

/// `GET /cases/{reference}/explanation.json`.
pub(crate) async fn file(shell: Data<Shell>, request: HttpRequest, path: Path<String>) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let reference = reference(&path)?;
        let explanation = visit.app.explain(&visit.identity.principal, &reference, visit.now)?;
        let json = serde_json::to_vec_pretty(&explanation).map_err(|e| store::Fault::Setup(e.to_string()))?;
        Ok(Answer::File(format!("{reference}.json"), "application/json", json))
    })
    .await
}
