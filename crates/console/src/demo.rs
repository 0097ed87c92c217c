//! The clock of a demonstration, moved ahead from the frame of any page. On any other server there is nothing here.

use crate::answer::Answer;
use crate::sign_in::own_address;
use crate::visit;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use faces::Shell;

/// Key of the words on a button.
pub(crate) fn label(step: &str) -> &'static str {
    match step {
        "10m" => "demo-step-10m",
        "1h" => "demo-step-1h",
        "3h" => "demo-step-3h",
        "1d" => "demo-step-1d",
        _ => "demo-step-7d",
    }
}

/// `POST /demo/advance`: everything that falls due on the way has happened when the page comes back.
pub(crate) async fn advance(shell: Data<Shell>, request: HttpRequest, bytes: Bytes) -> HttpResponse {
    visit::post(&shell, &request, &bytes, |visit, form| {
        let clock = visit.movable.as_ref().ok_or(Denied::NotFound)?;
        let seconds = desk::seconds(form.raw("step")).ok_or_else(|| Denied::malformed("step", "unknown"))?;
        clock.advance(&visit.app, seconds)?;
        Ok(Answer::See(own_address(form.raw("next")).to_owned()))
    })
    .await
}
