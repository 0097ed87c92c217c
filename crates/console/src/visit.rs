//! One request of a signed-in person: the cookie names a session whose rights are read at each request; forms carry
//! the session's token; what is denied becomes a page in words.

use crate::answer::Answer;
use crate::form::Form;
use crate::words::Words;
use crate::{notice, sign_in};
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT_LANGUAGE, COOKIE};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use app::sign_in::{Identity, SessionKind};
use app::{App, Denied, Moment, random_token};
use faces::{MovableClock, Shell, blocking};
use locale::Language;
use std::sync::Arc;

/// Name of the session's cookie.
pub(crate) const SESSION: &str = "stafett_session";

/// A signed-in person on one page.
pub(crate) struct Visit {
    pub app: Arc<App>,
    pub now: Moment,
    pub identity: Identity,
    pub words: Words,
    /// Chance of this request, for the key that makes a form safe to send twice.
    pub key: String,
    /// Path with query, as asked for; of a form the list of one's own cases.
    pub address: String,
    /// The clock of a demonstration.
    pub movable: Option<Arc<dyn MovableClock>>,
}

/// What a request says before anybody is known.
#[derive(Clone)]
pub(crate) struct Asker {
    pub session: Option<String>,
    pub language: Language,
    /// Path with query, as asked for.
    pub address: String,
    pub get: bool,
}

impl Asker {
    pub fn of(request: &HttpRequest) -> Self {
        let accepted =
            request.headers().get(ACCEPT_LANGUAGE).and_then(|h| h.to_str().ok()).unwrap_or_default();
        Self {
            session: cookie(request, SESSION),
            language: Language::spoken(accepted).unwrap_or(Language::Sv),
            address: request.uri().path_and_query().map_or_else(|| "/".into(), ToString::to_string),
            get: request.method() == actix_web::http::Method::GET,
        }
    }
}

/// The value of a cookie.
pub(crate) fn cookie(request: &HttpRequest, name: &str) -> Option<String> {
    let headers = request.headers().get_all(COOKIE).filter_map(|h| h.to_str().ok());
    let mut pairs = headers.flat_map(|h| h.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

/// Whether two tokens are the same, in time that tells nothing of where they differ.
pub(crate) fn same_token(a: &str, b: &str) -> bool {
    a.len() == b.len() && !a.is_empty() && a.bytes().zip(b.bytes()).fold(0, |d, (x, y)| d | (x ^ y)) == 0
}

/// A token out of a request's chance.
pub(crate) fn token(chance: &[u8; 64]) -> String {
    let mut half = [0; 32];
    half.copy_from_slice(&chance[..32]);
    random_token(&half)
}

/// Answers a link: reads, decides nothing.
pub(crate) async fn get(
    shell: &Shell,
    request: &HttpRequest,
    page: impl FnOnce(&Visit) -> Result<Answer, Denied> + Send + 'static,
) -> HttpResponse {
    answered(shell, request, Form::default(), move |visit, _| page(visit)).await
}

/// Answers a form: its token must be the session's.
pub(crate) async fn post(
    shell: &Shell,
    request: &HttpRequest,
    bytes: &Bytes,
    act: impl FnOnce(&Visit, &Form) -> Result<Answer, Denied> + Send + 'static,
) -> HttpResponse {
    let form = match Form::read(bytes) {
        Ok(form) => form,
        Err(denied) => return notice::alone(&Asker::of(request), &denied).respond(),
    };
    answered(shell, request, form, move |visit, form| {
        if same_token(form.raw("csrf"), &visit.identity.csrf) {
            act(visit, form)
        } else {
            notice::foreign_form(visit, form)
        }
    })
    .await
}

async fn answered(
    shell: &Shell,
    request: &HttpRequest,
    form: Form,
    work: impl FnOnce(&Visit, &Form) -> Result<Answer, Denied> + Send + 'static,
) -> HttpResponse {
    let asker = Asker::of(request);
    let (fallback, chance) = (asker.clone(), shell.chance.bytes());
    let shell = shell.clone();
    let done = blocking(move || Ok(carry_out(&shell, &chance, asker, &form, work))).await;
    match done {
        Ok(answer) => answer.respond(),
        Err(problem) => notice::alone(&fallback, problem.denied()).respond(),
    }
}

fn carry_out(
    shell: &Shell,
    chance: &[u8; 64],
    asker: Asker,
    form: &Form,
    work: impl FnOnce(&Visit, &Form) -> Result<Answer, Denied>,
) -> Answer {
    let (app, now) = (shell.app.clone(), shell.now());
    let session = asker.session.clone().ok_or(Denied::SignIn);
    let identity = match session.and_then(|token| app.identity(&token, SessionKind::Console, now)) {
        Ok(identity) => identity,
        Err(Denied::SignIn) if asker.get => return Answer::See(sign_in::address(&asker.address)),
        Err(Denied::SignIn) => return sign_in::ended(&asker, form),
        Err(denied) => return notice::alone(&asker, &denied),
    };
    let own = identity.user.language.as_deref().and_then(Language::parse);
    let words = Words(own.unwrap_or(asker.language));
    let address = if asker.get { asker.address.clone() } else { "/lists/mine".to_owned() };
    let movable = shell.movable.clone();
    let visit = Visit { app, now, identity, words, key: token(chance), address, movable };
    match work(&visit, form) {
        Ok(answer) => answer,
        Err(denied) => notice::denied(&visit, &denied, form).unwrap_or_else(|fault| {
            tracing::error!(%fault, "a page of a refusal could not be made");
            notice::alone(&asker, &denied)
        }),
    }
}

/// The status of a denial, the same as REST's; a fault is logged.
pub(crate) fn status(denied: &Denied) -> StatusCode {
    let status = faces::status(denied);
    if status.is_server_error() {
        tracing::error!(%denied, "a page failed");
    }
    status
}
