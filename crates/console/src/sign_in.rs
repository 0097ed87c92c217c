//! Signing in and out: a session cookie, a token in the form against sign-ins made by other sites, a new session at
//! each sign-in, and afterwards only addresses of our own.

use crate::answer::Answer;
use crate::assets;
use crate::form::Form;
use crate::visit::{self, Asker, SESSION, cookie, same_token, status, token};
use crate::words::Words;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, RETRY_AFTER, SET_COOKIE};
use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::sign_in::SessionKind;
use askama::Template;
use faces::{Shell, blocking};

/// Name of the cookie that ties the sign-in form to the browser it was sent to.
const FORM: &str = "stafett_form";

#[derive(Template)]
#[template(path = "sign_in.html")]
struct Page {
    words: Words,
    style: String,
    script: String,
    token: String,
    next: String,
    login: String,
    fault: Option<String>,
    kept: Vec<String>,
}

impl Page {
    fn new(asker: &Asker, token: String, next: String) -> Self {
        Self {
            words: Words(asker.language),
            style: assets::style(),
            script: assets::script(),
            token,
            next,
            login: String::new(),
            fault: None,
            kept: Vec::new(),
        }
    }
}

/// The address of the sign-in page that leads on to another.
pub(crate) fn address(next: &str) -> String {
    if next == "/" {
        return "/sign-in".into();
    }
    let coded: String = next
        .bytes()
        .map(|b| match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' => char::from(b).to_string(),
            _ => format!("%{b:02X}"),
        })
        .collect();
    format!("/sign-in?next={coded}")
}

/// An address of our own, else the first page. Never another site's.
pub(crate) fn own_address(next: &str) -> &str {
    let own = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && next.bytes().all(|b| (0x21..0x7f).contains(&b));
    if own && !next.starts_with("/sign-") { next } else { "/" }
}

/// The sign-in page to a form that came after the session had ended: what was typed stands on it.
pub(crate) fn ended(asker: &Asker, form: &Form) -> Answer {
    let words = Words(asker.language);
    let mut page = Page::new(asker, String::new(), String::new());
    page.fault = Some(words.t("sign-in-ended"));
    page.kept = form.typed();
    let plain = words.t("sign-in-ended");
    Answer::page(StatusCode::UNAUTHORIZED, &page).unwrap_or(Answer::Page(StatusCode::UNAUTHORIZED, plain))
}

fn set_cookie(answer: &mut HttpResponse, shell: &Shell, name: &str, value: &str, seconds: i64) {
    let secure = if shell.app.settings.public_url.starts_with("https://") { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        answer.headers_mut().append(SET_COOKIE, value);
    }
}

/// The form, with the cookie its token must match.
fn form_page(shell: &Shell, status: StatusCode, mut page: Page) -> HttpResponse {
    page.token = token(&shell.chance.bytes());
    let value = page.token.clone();
    let plain = page.words.t("sign-in-title");
    let answer = Answer::page(status, &page).unwrap_or(Answer::Page(status, plain));
    let mut response = answer.respond();
    set_cookie(&mut response, shell, FORM, &value, 3_600);
    response
}

/// `GET /sign-in`.
pub(crate) async fn page(
    shell: Data<Shell>,
    request: HttpRequest,
    query: Query<Vec<(String, String)>>,
) -> HttpResponse {
    let next = query.iter().find(|(k, _)| k == "next").map_or("/", |(_, v)| v);
    let next = own_address(next).to_owned();
    form_page(&shell, StatusCode::OK, Page::new(&Asker::of(&request), String::new(), next))
}

/// `POST /sign-in`.
pub(crate) async fn sign_in(shell: Data<Shell>, request: HttpRequest, bytes: Bytes) -> HttpResponse {
    let asker = Asker::of(&request);
    let words = Words(asker.language);
    let form = Form::read(&bytes).unwrap_or_default();
    let next = own_address(form.raw("next")).to_owned();
    let mut page = Page::new(&asker, String::new(), next.clone());
    page.login = form.raw("user").chars().take(100).collect();
    let known = cookie(&request, FORM).unwrap_or_default();
    if !same_token(form.raw("csrf"), &known) {
        page.fault = Some(words.t("sign-in-form-old"));
        return form_page(&shell, StatusCode::FORBIDDEN, page);
    }
    let (app, chance, now) = (shell.app.clone(), shell.chance.bytes(), shell.now());
    let (login, password) = (form.raw("user").to_owned(), form.raw("password").to_owned());
    let before = asker.session.clone();
    let signed_in = blocking(move || {
        let session = app.sign_in(&login, &password, SessionKind::Console, &chance, now)?;
        // A browser has one session: the one before ends.
        if let Some(before) = before {
            app.sign_out(&before)?;
        }
        Ok(session)
    });
    match signed_in.await {
        Ok(session) => {
            let seconds = (session.expires_at - now).num_seconds().max(0);
            let mut answer = Answer::See(next).respond();
            set_cookie(&mut answer, &shell, SESSION, &session.token, seconds);
            set_cookie(&mut answer, &shell, FORM, "", 0);
            answer
        }
        Err(problem) => {
            let denied = problem.denied();
            page.fault = Some(match denied {
                Denied::SignIn => words.t("problem-sign-in"),
                Denied::TooManyTries => words.t("problem-too-many-tries"),
                _ => words.t("problem-temporary"),
            });
            let mut answer = form_page(&shell, status(denied), page);
            if matches!(denied, Denied::TooManyTries) {
                answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("900"));
            }
            answer
        }
    }
}

/// `POST /sign-out`.
pub(crate) async fn sign_out(shell: Data<Shell>, request: HttpRequest, bytes: Bytes) -> HttpResponse {
    let session = Asker::of(&request).session;
    let mut answer = visit::post(&shell, &request, &bytes, move |visit, _| {
        if let Some(session) = session {
            visit.app.sign_out(&session)?;
        }
        Ok(Answer::See("/sign-in".into()))
    })
    .await;
    if answer.status() == StatusCode::SEE_OTHER {
        set_cookie(&mut answer, &shell, SESSION, "", 0);
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_addresses_are_gone_to() {
        for (next, to) in [
            ("/cases/SRS-A0000?x=1", "/cases/SRS-A0000?x=1"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
            ("/a\r\nSet-Cookie: x", "/"),
            ("/sign-out", "/"),
            ("", "/"),
        ] {
            assert_eq!(own_address(next), to, "{next}");
        }
        assert_eq!(address("/search?q=a&b"), "/sign-in?next=/search%3Fq%3Da%26b");
        assert_eq!(address("/"), "/sign-in");
    }
}
