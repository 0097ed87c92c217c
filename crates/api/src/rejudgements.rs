//! Past periods judged again under a back-dated version of an agreement.

use crate::body;
use crate::effort::as_identity;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::rejudge::Wanted;
use chrono::NaiveDate;
use faces::{Problem, Shell};
use serde::Deserialize;
use serde_json::json;
use text::Intake;
use utoipa::ToSchema;

/// What is to be judged again: the tickets made in a period.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rejudgement {
    desk: String,
    /// Agreement key.
    agreement: String,
    /// The back-dated one that came last where it is absent.
    agreement_version: Option<String>,
    /// First local date.
    #[schema(value_type = String, format = Date)]
    from: NaiveDate,
    /// Local date it ends before.
    #[schema(value_type = String, format = Date)]
    to: NaiveDate,
    /// Why; needed unless it is only foretold.
    reason: Option<String>,
    /// Only tell what it would change; nothing is written.
    #[serde(default)]
    dry_run: bool,
}

/// A proposal declined, or one's own taken back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Declined {
    /// Why; needed unless it is one's own.
    reason: Option<String>,
}

/// `POST /rejudgements`: proposes, and tells what it would change.
pub(crate) async fn propose(
    shell: Data<Shell>,
    request: HttpRequest,
    bytes: body::Sent,
) -> Result<HttpResponse, Problem> {
    let read = async {
        faces::bearer(&shell, &request).await?;
        body::read::<Rejudgement>(&request, &bytes)
    };
    let body = read.await.map_err(|problem: Problem| problem.for_request(&request))?;
    let (asked, caller) = (body.fields, body.caller);
    let wanted = Wanted {
        desk: asked.desk,
        agreement: asked.agreement,
        version: asked.agreement_version,
        from: asked.from,
        to: asked.to,
    };
    if asked.dry_run {
        let told = as_identity(&shell, &request, move |shell, identity| {
            shell.app.foretell_rejudgement(&identity.principal, &wanted, shell.now())
        });
        let (version, foretold) = told.await?;
        return Ok(HttpResponse::Ok().json(json!({ "version": version, "foretold": foretold })));
    }
    let proposed = as_identity(&shell, &request, move |shell, identity| {
        let reason = Intake::new(asked.reason.unwrap_or_default());
        shell.app.propose_rejudgement(&identity.principal, &wanted, &reason, &caller, shell.now())
    });
    Ok(HttpResponse::Created().json(proposed.await?))
}

/// `GET /rejudgements`.
pub(crate) async fn list(shell: Data<Shell>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let all = as_identity(&shell, &request, |shell, identity| shell.app.rejudgements(&identity.principal));
    Ok(HttpResponse::Ok().json(json!({ "items": all.await? })))
}

/// `GET /rejudgements/{id}`.
pub(crate) async fn one(
    shell: Data<Shell>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let found = as_identity(&shell, &request, move |shell, identity| {
        shell.app.rejudgement(&identity.principal, number(&id)?)
    });
    Ok(HttpResponse::Ok().json(found.await?))
}

/// `POST /rejudgements/{id}/approve`.
pub(crate) async fn approve(
    shell: Data<Shell>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let decided = as_identity(&shell, &request, move |shell, identity| {
        shell.app.approve_rejudgement(&identity.principal, number(&id)?, shell.now())
    });
    Ok(HttpResponse::Ok().json(decided.await?))
}

/// `POST /rejudgements/{id}/decline`.
pub(crate) async fn decline(
    shell: Data<Shell>,
    request: HttpRequest,
    id: Path<String>,
    bytes: body::Sent,
) -> Result<HttpResponse, Problem> {
    let id = number(&id);
    // Not readable comes before malformed: nothing is learnt of a proposal one may not see.
    let found = as_identity(&shell, &request, move |shell, identity| {
        let id = id?;
        shell.app.rejudgement(&identity.principal, id).map(|_| id)
    });
    let id = found.await?;
    let body = body::read::<Declined>(&request, &bytes);
    let reason = body.map_err(|problem| problem.for_request(&request))?.fields.reason.map(Intake::new);
    let decided = as_identity(&shell, &request, move |shell, identity| {
        shell.app.decline_rejudgement(&identity.principal, id, reason.as_ref(), shell.now())
    });
    Ok(HttpResponse::Ok().json(decided.await?))
}

/// An impossible id is as unknown as a missing one.
fn number(id: &str) -> Result<i64, Denied> {
    id.parse().map_err(|_| Denied::NotFound)
}
