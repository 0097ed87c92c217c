//! `POST /mail`, and the mail of a desk for its administrators.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::web::{Data, Path, Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::intake::{Arrived, Source};
use app::sign_in::Identity;
use desk::{Permission, may_open};
use faces::{Problem, Shell, blocking};
use serde_json::json;
use store::inbox::State;

/// Rows of one answer.
const LIMIT: i64 = 200;

type Pairs = Query<Vec<(String, String)>>;

/// `POST /mail?mailbox=ADDRESS`, body message/rfc822: taken over like any other mail. The answer comes after the
/// commit; what becomes of it follows within a second.
pub(crate) async fn take(
    shell: Data<Shell>,
    request: HttpRequest,
    query: Pairs,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(&shell, &request).await?;
        let mailbox = one(&query, "mailbox")?.ok_or_else(|| Denied::malformed("mailbox", "required"))?;
        let permitted = {
            let (app, mailbox, principal) = (shell.app.clone(), mailbox.clone(), identity.principal.clone());
            blocking(move || {
                Ok(app.mailbox(&mailbox).is_none_or(|(desk, _)| {
                    may_open(&principal, &desk) || principal.has(&desk, Permission::Administer)
                }))
            })
        };
        let permitted = permitted.await?;
        let raw = raw(&shell, &request, payload).await?;
        if !permitted {
            return Err(Denied::Forbidden.into());
        }
        let keep = shell.clone();
        let ids = blocking(move || {
            let arrived =
                Arrived { source: Source::Rest, addresses: &[mailbox], envelope_from: None, raw: &raw };
            keep.app.accept_mail(arrived, keep.now())
        });
        Ok(HttpResponse::Accepted().json(json!({ "inbox_id": ids.await?.first() })))
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}

/// The bytes of the body, within the limit of every mail.
async fn raw(shell: &Shell, request: &HttpRequest, payload: Payload) -> Result<Vec<u8>, Problem> {
    let refused = |status, field: &str, why| Err(Problem::of_status(status, field, why));
    if request.headers().contains_key(CONTENT_ENCODING) {
        return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Content-Encoding", "not_accepted");
    }
    let kind = request.headers().get(CONTENT_TYPE).and_then(|k| k.to_str().ok()).unwrap_or_default();
    if !kind.trim().to_ascii_lowercase().starts_with("message/rfc822") {
        return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Content-Type", "not_accepted");
    }
    match payload.to_bytes_limited(shell.app.settings.mail_bytes_max).await {
        Ok(Ok(bytes)) if bytes.is_empty() => Err(Denied::malformed("body", "required").into()),
        Ok(Ok(bytes)) => Ok(bytes.to_vec()),
        Ok(Err(_)) => Err(Denied::malformed("body", "broken_off").into()),
        Err(_) => refused(StatusCode::PAYLOAD_TOO_LARGE, "body", "too_large"),
    }
}

/// A query parameter; others are refused by name.
fn one(query: &[(String, String)], known: &str) -> Result<Option<String>, Denied> {
    if let Some((other, _)) = query.iter().find(|(name, _)| name != known) {
        return Err(Denied::Malformed { field: other.clone(), why: "unknown_field", allowed: Vec::new() });
    }
    Ok(query.first().map(|(_, value)| value.clone()))
}

/// Reads or writes as the request's identity, off the network threads.
async fn as_identity<T: Send + 'static>(
    shell: &Shell,
    request: &HttpRequest,
    run: impl FnOnce(&Shell, &Identity) -> Result<T, Denied> + Send + 'static,
) -> Result<T, Problem> {
    let done = async {
        let identity = faces::bearer(shell, request).await?;
        let shell = shell.clone();
        blocking(move || run(&shell, &identity)).await
    };
    done.await.map_err(|problem: Problem| problem.for_request(request))
}

/// `GET /mail/received`.
pub(crate) async fn received(
    shell: Data<Shell>,
    request: HttpRequest,
    query: Pairs,
) -> Result<HttpResponse, Problem> {
    let items = as_identity(&shell, &request, move |shell, identity| {
        let state = match one(&query, "state")? {
            Some(key) => Some(
                State::parse(&key)
                    .ok_or_else(|| Denied::unknown("state", State::ALL.iter().map(|state| state.as_str())))?,
            ),
            None => None,
        };
        shell.app.received(&identity.principal, state, LIMIT)
    });
    Ok(HttpResponse::Ok().json(json!({ "items": items.await? })))
}

/// `GET /mail/sent`.
pub(crate) async fn sent(
    shell: Data<Shell>,
    request: HttpRequest,
    query: Pairs,
) -> Result<HttpResponse, Problem> {
    let items = as_identity(&shell, &request, move |shell, identity| {
        let states = ["waiting", "sent", "failed"];
        let state = one(&query, "state")?;
        match state.as_deref() {
            Some(key) if !states.contains(&key) => Err(Denied::unknown("state", states)),
            state => shell.app.sent(&identity.principal, state, LIMIT),
        }
    });
    Ok(HttpResponse::Ok().json(json!({ "items": items.await? })))
}

/// `POST /mail/received/{id}/reprocess`.
pub(crate) async fn reprocess(
    shell: Data<Shell>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    as_identity(&shell, &request, move |shell, identity| {
        shell.app.reprocess(&identity.principal, number(&id)?, shell.now())
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `POST /mail/sent/{id}/repeat`.
pub(crate) async fn repeat(
    shell: Data<Shell>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    as_identity(&shell, &request, move |shell, identity| {
        shell.app.repeat(&identity.principal, number(&id)?, shell.now())
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// An impossible id is as unknown as a missing one.
fn number(id: &str) -> Result<i64, Denied> {
    id.parse().map_err(|_| Denied::NotFound)
}
