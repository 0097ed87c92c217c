//! Reading routes: a ticket, the list, events, messages, the desk's vocabulary.

use crate::list;
use actix_web::http::StatusCode;
use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, web};
use app::Denied;
use app::read::TicketView;
use app::sign_in::Identity;
use faces::{Problem, Shell, blocking};
use serde_json::{Value, json};
use ticket::Reference;

type Data = web::Data<Shell>;
type Pairs = web::Query<Vec<(String, String)>>;

/// Events of one page at most.
const EVENTS_MAX: i64 = 500;

/// A ticket's answer with its ETag.
pub(crate) fn ticket_answer(status: u16, view: &TicketView) -> HttpResponse {
    let status = StatusCode::from_u16(status).unwrap_or_default();
    HttpResponse::build(status).insert_header((ETAG, format!("\"{}\"", view.version))).json(view)
}

/// The reference of a path; an impossible one is as unknown as a missing one.
pub(crate) fn reference(text: &str) -> Result<Reference, Denied> {
    Reference::parse(text).map_err(|_| Denied::NotFound)
}

/// Reads as the request's identity, off the network threads.
async fn reading<T: Send + 'static>(
    shell: &Shell,
    request: &HttpRequest,
    read: impl FnOnce(&Shell, &Identity) -> Result<T, Denied> + Send + 'static,
) -> Result<T, Problem> {
    let run = async {
        let identity = faces::bearer(shell, request).await?;
        let shell = shell.clone();
        blocking(move || read(&shell, &identity)).await
    };
    run.await.map_err(|problem: Problem| problem.for_request(request))
}

/// `GET /tickets/{reference}`.
pub(crate) async fn ticket(
    shell: Data,
    request: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let view = reading(&shell, &request, move |shell, identity| {
        shell.app.ticket(&identity.principal, &reference(&path)?, shell.now())
    });
    Ok(ticket_answer(200, &view.await?))
}

/// `GET /tickets`.
pub(crate) async fn tickets(
    shell: Data,
    request: HttpRequest,
    query: Pairs,
) -> Result<HttpResponse, Problem> {
    let page = reading(&shell, &request, move |shell, identity| {
        let asked = list::read(&query)?;
        let mut filter = asked.filter;
        if let Some(login) = asked.assignee {
            // A login nobody has finds nothing, like one that may not be seen.
            filter.assignee = Some(shell.app.user_id(&login)?.unwrap_or(-1));
        }
        shell.app.list(&identity.principal, &filter, asked.words.as_deref(), shell.now())
    });
    let page = page.await?;
    Ok(HttpResponse::Ok().json(json!({ "items": page.items, "next_cursor": page.next.map(list::cursor) })))
}

/// `GET /tickets/{reference}/events`.
pub(crate) async fn events(
    shell: Data,
    request: HttpRequest,
    path: web::Path<String>,
    query: Pairs,
) -> Result<HttpResponse, Problem> {
    let items = reading(&shell, &request, move |shell, identity| {
        let mut after = 0;
        for (name, value) in &*query {
            match name.as_str() {
                "cursor" => after = value.parse().map_err(|_| Denied::malformed("cursor", "malformed"))?,
                other => return Err(Denied::malformed(other, "unknown_field")),
            }
        }
        shell.app.events(&identity.principal, &reference(&path)?, after, EVENTS_MAX)
    });
    let items = items.await?;
    let full = i64::try_from(items.len()).is_ok_and(|n| n == EVENTS_MAX);
    let next: Option<String> = items.last().filter(|_| full).map(|e| e.seq.to_string());
    Ok(HttpResponse::Ok().json(json!({ "items": items, "next_cursor": next })))
}

/// `GET /tickets/{reference}/explanation`.
pub(crate) async fn explanation(
    shell: Data,
    request: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let explanation = reading(&shell, &request, move |shell, identity| {
        shell.app.explain(&identity.principal, &reference(&path)?, shell.now())
    });
    Ok(HttpResponse::Ok().json(explanation.await?))
}

/// `GET /tickets/{reference}/messages`.
pub(crate) async fn messages(
    shell: Data,
    request: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let items = reading(&shell, &request, move |shell, identity| {
        shell.app.messages(&identity.principal, &reference(&path)?)
    });
    Ok(HttpResponse::Ok().json(json!({ "items": items.await? })))
}

/// `GET /me`: who is signed in, with which roles.
pub(crate) async fn me(shell: Data, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let body = reading(&shell, &request, |_, identity| {
        let roles: Vec<Value> = match &identity.principal {
            desk::Principal::User { memberships, .. } => memberships
                .iter()
                .map(|m| json!({ "desk": m.desk, "role": m.role, "organisation": m.organisation, "queue": m.queue }))
                .collect(),
            desk::Principal::System { .. } => Vec::new(),
        };
        Ok(json!({ "user": identity.user.login, "name": identity.user.name, "roles": roles }))
    });
    Ok(HttpResponse::Ok().json(body.await?))
}
