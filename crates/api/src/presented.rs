//! Reports that are presented: `/reports/presented`, and the cases behind an operations report.

use crate::body;
use crate::list::{LIMIT, LIMIT_MAX, cursor, mark};
use crate::period::{date, language, required};
use crate::reports::{file, format};
use actix_web::http::header::LOCATION;
use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::presented::{NewPresented, PresentedReport};
use app::report::{OperationsAsked, operations_figure};
use app::{Caller, Denied};
use chrono::NaiveDate;
use desk::PresentedKind;
use faces::{Problem, Shell, blocking, presented_document};
use report::Format;
use serde::Deserialize;
use serde_json::json;
use text::Intake;
use utoipa::ToSchema;

type Pairs = Query<Vec<(String, String)>>;

/// A report to be presented.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Present {
    /// operations or board.
    kind: String,
    desk: String,
    /// Service key; the whole desk where it is absent.
    service: Option<String>,
    /// First local date.
    #[schema(value_type = String, format = Date)]
    from: NaiveDate,
    /// Local date it ends before.
    #[schema(value_type = String, format = Date)]
    to: NaiveDate,
    /// What the lead says.
    comment: Option<String>,
}

/// An approval.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Approve {
    reason: Option<String>,
}

/// A rejection.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reject {
    reason: String,
}

/// Parameters of the list.
pub(crate) const LIST: &[&str] = &["desk", "limit", "cursor"];
/// Parameters of one.
pub(crate) const ONE: &[&str] = &["format", "part"];
/// Parameters of the cases behind a figure.
pub(crate) const CASES: &[&str] = &["desk", "service", "from", "to", "figure", "limit", "cursor"];

/// The row id of a path; one that is none leads nowhere.
fn id(path: &str) -> Result<i64, Denied> {
    path.parse().map_err(|_| Denied::NotFound)
}

fn limit(value: &str) -> Result<i64, Denied> {
    let limit = value.parse().ok().filter(|l| (1..=LIMIT_MAX).contains(l));
    limit.ok_or_else(|| Denied::malformed("limit", "out_of_range"))
}

/// `POST /reports/presented`.
pub(crate) async fn present(
    shell: Data<Shell>,
    request: HttpRequest,
    bytes: body::Sent,
) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(&shell, &request).await?;
        let body = body::read::<Present>(&request, &bytes)?;
        let (asked, caller) = (body.fields, body.caller);
        let kind = PresentedKind::parse(&asked.kind)
            .ok_or_else(|| Denied::unknown("kind", PresentedKind::ALL.map(PresentedKind::as_str)))?;
        let new = NewPresented {
            kind,
            desk: asked.desk,
            service: asked.service.filter(|key| !key.is_empty()),
            from: asked.from,
            to: asked.to,
            comment: Intake::new(asked.comment.unwrap_or_default()),
        };
        let (app, now) = (shell.app.clone(), shell.now());
        let view = blocking(move || app.present(&identity.principal, &new, &caller, now)).await?;
        let location = format!("/api/v1/reports/presented/{}", view.id);
        Ok(HttpResponse::Created().insert_header((LOCATION, location)).json(view))
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}

/// `GET /reports/presented`: newest first, as far as they may be read.
pub(crate) async fn list(
    shell: Data<Shell>,
    request: HttpRequest,
    query: Pairs,
) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(&shell, &request).await?;
        let (mut desk, mut most, mut after) = (None, LIMIT, None);
        for (name, value) in query.iter() {
            match name.as_str() {
                "desk" => desk = Some(value.clone()),
                "limit" => most = limit(value)?,
                "cursor" => {
                    after = Some(mark(value).ok_or_else(|| Denied::malformed("cursor", "malformed"))?);
                }
                _ => return Err(Denied::malformed(name, "unknown_field").into()),
            }
        }
        let most = usize::try_from(most).unwrap_or(1);
        let app = shell.app.clone();
        let page =
            blocking(move || app.presented(&identity.principal, desk.as_deref(), (after, most))).await?;
        let next = page.next.map(cursor);
        Ok(HttpResponse::Ok().json(json!({ "items": page.items, "next_cursor": next })))
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}

/// `GET /reports/presented/{id}`: as it was presented, with what is counted otherwise now; as a file, or the frozen content
/// alone, which the digest is of.
pub(crate) async fn one(
    shell: Data<Shell>,
    request: HttpRequest,
    path: Path<String>,
    query: Pairs,
) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(&shell, &request).await?;
        let id = id(&path)?;
        let (app, now, chosen) = (shell.app.clone(), shell.now(), identity.user.language.clone());
        let found = blocking(move || {
            let found = app.presented_report(&identity.principal, id, now)?;
            let desk = app.desk(&found.view.desk).ok_or(Denied::NotFound)?;
            Ok((found, language(chosen.as_deref(), &desk)))
        });
        let (found, language): (PresentedReport, _) = found.await?;
        let (mut form, mut part, mut frozen) = (None, None, false);
        for (name, value) in query.iter() {
            match name.as_str() {
                "format" if value == "frozen" => frozen = true,
                "format" => form = format(value)?,
                "part" => part = Some(value.clone()),
                _ => return Err(Denied::malformed(name, "unknown_field").into()),
            }
        }
        if frozen {
            return Ok(HttpResponse::Ok().content_type("application/json").body(found.content));
        }
        let Some(form) = form else { return Ok(HttpResponse::Ok().json(found)) };
        let document = presented_document(&found, language);
        let parts = || document.parts.iter().filter(|part| !part.table.titles.is_empty());
        let first = parts().next().map(|part| part.key.clone()).unwrap_or_default();
        let part = part.unwrap_or(first);
        if form == Format::Csv && !parts().any(|known| known.key == part) {
            return Err(Denied::unknown("part", parts().map(|part| part.key.as_str())).into());
        }
        Ok(file(document.clone(), form, Some(&part), language)?)
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}

/// `POST /reports/presented/{id}/approve`.
pub(crate) async fn approve(
    shell: Data<Shell>,
    request: HttpRequest,
    path: Path<String>,
    bytes: body::Sent,
) -> Result<HttpResponse, Problem> {
    let read = |request: &HttpRequest, bytes: &Bytes| {
        let body = body::read::<Approve>(request, bytes)?;
        Ok((body.fields.reason, body.caller))
    };
    decide(&shell, &request, (&path, &bytes), true, read).await
}

/// `POST /reports/presented/{id}/reject`.
pub(crate) async fn reject(
    shell: Data<Shell>,
    request: HttpRequest,
    path: Path<String>,
    bytes: body::Sent,
) -> Result<HttpResponse, Problem> {
    let read = |request: &HttpRequest, bytes: &Bytes| {
        let body = body::read::<Reject>(request, bytes)?;
        Ok((Some(body.fields.reason), body.caller))
    };
    decide(&shell, &request, (&path, &bytes), false, read).await
}

async fn decide(
    shell: &Shell,
    request: &HttpRequest,
    (path, bytes): (&str, &Bytes),
    approve: bool,
    read: impl Fn(&HttpRequest, &Bytes) -> Result<(Option<String>, Caller), Problem>,
) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(shell, request).await?;
        let id = id(path)?;
        // Not readable comes before malformed: nothing is learnt of a report one may not see.
        let (reader, principal) = (shell.app.clone(), identity.principal.clone());
        blocking(move || reader.presented_readable(&principal, id)).await?;
        let (reason, caller) = read(request, bytes)?;
        let (app, now) = (shell.app.clone(), shell.now());
        let said = (approve, reason.map(Intake::new));
        let view =
            blocking(move || app.decide_presented(&identity.principal, id, said, &caller, now)).await?;
        Ok(HttpResponse::Ok().json(view))
    };
    run.await.map_err(|problem: Problem| problem.for_request(request))
}

/// `GET /reports/operations/cases`: the cases behind a figure such as `kind:incident:arrived`, oldest first.
pub(crate) async fn cases(
    shell: Data<Shell>,
    request: HttpRequest,
    query: Pairs,
) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(&shell, &request).await?;
        let (mut desk, mut service, mut from, mut to, mut figure) = (None, None, None, None, None);
        let (mut most, mut after) = (LIMIT, 0);
        for (name, value) in query.iter() {
            match name.as_str() {
                "desk" => desk = Some(value.clone()),
                "service" => service = Some(value.clone()),
                "from" => from = Some(date("from", value)?),
                "to" => to = Some(date("to", value)?),
                "figure" => figure = Some(operations_figure(value)?),
                "limit" => most = limit(value)?,
                "cursor" => after = mark(value).ok_or_else(|| Denied::malformed("cursor", "malformed"))?.1,
                _ => return Err(Denied::malformed(name, "unknown_field").into()),
            }
        }
        let desk = required("desk", desk)?;
        let (from, to) = (required("from", from)?, required("to", to)?);
        let (group, key, measure) = required("figure", figure)?;
        let asked = OperationsAsked { desk, service, from, to };
        let page = (after, usize::try_from(most).unwrap_or(1));
        let (app, now) = (shell.app.clone(), shell.now());
        let found = blocking(move || {
            app.operations_cases(&identity.principal, &asked, (group, &key, measure), page, now)
        });
        let found = found.await?;
        let next = found.next.map(|id| cursor((0, id)));
        Ok(HttpResponse::Ok()
            .json(json!({ "items": found.items, "count": found.count, "next_cursor": next })))
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}
