//! Time on cases: entries, timers, months, and the report for finance (WC-32).

use crate::acts::some;
use crate::body::{self, Body};
use crate::read::reference;
use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::effort::{Amended, Spent, What};
use app::sign_in::Identity;
use chrono::NaiveDate;
use faces::{Problem, Shell, blocking};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use text::Intake;
use utoipa::ToSchema;

type Pairs = Query<Vec<(String, String)>>;

/// Time put down by hand.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Put {
    /// Whole minutes, 1 to 1440.
    minutes: i64,
    /// Activity key of the desk file.
    activity: String,
    /// Local day; today where it is absent.
    #[schema(value_type = Option<String>, format = Date)]
    day: Option<NaiveDate>,
    /// maintenance or development; the activity's where it is absent.
    kind: Option<String>,
    /// Organisation key of who pays; the case's where it is absent.
    payer: Option<String>,
    note: Option<String>,
}

/// What time is measured on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Start {
    activity: String,
    kind: Option<String>,
    payer: Option<String>,
}

/// The end of a measurement.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stop {
    note: Option<String>,
}

/// An entry put right; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Amend {
    /// Whole minutes; 0 takes the entry back.
    minutes: Option<i64>,
    activity: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    day: Option<NaiveDate>,
    kind: Option<String>,
    payer: Option<String>,
    reason: String,
}

/// A month to lock or unlock.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lock {
    desk: String,
    /// `2026-11`.
    month: String,
    locked: bool,
}

/// Runs as the request's identity, off the network threads.
pub(crate) async fn as_identity<T: Send + 'static>(
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

/// Reads the body of a write on a case, once it is known that the case may be read.
async fn on_case<B: DeserializeOwned>(
    shell: &Shell,
    request: &HttpRequest,
    path: &str,
    bytes: &Bytes,
) -> Result<(ticket::Reference, Body<B>), Problem> {
    let read = async {
        let case = reference(path)?;
        let wanted = case.clone();
        as_identity(shell, request, move |shell, identity| shell.app.readable(&identity.principal, &wanted))
            .await?;
        Ok((case, body::read::<B>(request, bytes)?))
    };
    read.await.map_err(|problem: Problem| problem.for_request(request))
}

/// `GET /tickets/{reference}/effort`.
pub(crate) async fn of_case(
    shell: Data<Shell>,
    request: HttpRequest,
    path: Path<String>,
) -> Result<HttpResponse, Problem> {
    let effort = as_identity(&shell, &request, move |shell, identity| {
        shell.app.case_effort(&identity.principal, &reference(&path)?)
    });
    Ok(HttpResponse::Ok().json(effort.await?))
}

/// `POST /tickets/{reference}/effort`.
pub(crate) async fn put(
    shell: Data<Shell>,
    request: HttpRequest,
    path: Path<String>,
    bytes: body::Sent,
) -> Result<HttpResponse, Problem> {
    let (case, body) = on_case::<Put>(&shell, &request, &path, &bytes).await?;
    let (put, caller) = (body.fields, body.caller);
    let entry = as_identity(&shell, &request, move |shell, identity| {
        let what = What { activity: put.activity, kind: put.kind, payer: put.payer };
        let spent = Spent { what, day: put.day, minutes: put.minutes, note: some(put.note) };
        shell.app.put_effort(&identity.principal, &case, &spent, &caller, shell.now())
    });
    Ok(HttpResponse::Created().json(entry.await?))
}

/// `POST /tickets/{reference}/effort/start`.
pub(crate) async fn start(
    shell: Data<Shell>,
    request: HttpRequest,
    path: Path<String>,
    bytes: body::Sent,
) -> Result<HttpResponse, Problem> {
    let (case, body) = on_case::<Start>(&shell, &request, &path, &bytes).await?;
    let timer = as_identity(&shell, &request, move |shell, identity| {
        let start = body.fields;
        let what = What { activity: start.activity, kind: start.kind, payer: start.payer };
        shell.app.start_effort(&identity.principal, &case, &what, shell.now())
    });
    Ok(HttpResponse::Ok().json(timer.await?))
}

/// `POST /tickets/{reference}/effort/stop`.
pub(crate) async fn stop(
    shell: Data<Shell>,
    request: HttpRequest,
    path: Path<String>,
    bytes: body::Sent,
) -> Result<HttpResponse, Problem> {
    let (case, body) = on_case::<Stop>(&shell, &request, &path, &bytes).await?;
    let entries = as_identity(&shell, &request, move |shell, identity| {
        let note = some(body.fields.note);
        shell.app.stop_effort(&identity.principal, &case, note.as_ref(), &body.caller, shell.now())
    });
    Ok(HttpResponse::Created().json(json!({ "items": entries.await? })))
}

/// `POST /efforts/{id}/correct`.
pub(crate) async fn amend(
    shell: Data<Shell>,
    request: HttpRequest,
    id: Path<String>,
    bytes: body::Sent,
) -> Result<HttpResponse, Problem> {
    let read = async {
        faces::bearer(&shell, &request).await?;
        // An impossible id is as unknown as a missing one.
        let id: i64 = id.parse().map_err(|_| Denied::NotFound)?;
        Ok((id, body::read::<Amend>(&request, &bytes)?))
    };
    let (id, body) = read.await.map_err(|problem: Problem| problem.for_request(&request))?;
    let entry = as_identity(&shell, &request, move |shell, identity| {
        let amend = body.fields;
        let amended = Amended {
            activity: amend.activity,
            kind: amend.kind,
            payer: amend.payer,
            day: amend.day,
            minutes: amend.minutes,
            reason: Intake::new(amend.reason),
        };
        shell.app.amend_effort(&identity.principal, id, &amended, &body.caller, shell.now())
    });
    Ok(HttpResponse::Ok().json(entry.await?))
}

/// `GET /efforts/months`.
pub(crate) async fn months(
    shell: Data<Shell>,
    request: HttpRequest,
    query: Pairs,
) -> Result<HttpResponse, Problem> {
    let months = as_identity(&shell, &request, move |shell, identity| {
        let mut desk = None;
        for (name, value) in query.iter() {
            match name.as_str() {
                "desk" => desk = Some(value.clone()),
                other => return Err(Denied::malformed(other, "unknown_field")),
            }
        }
        let desk = desk.ok_or_else(|| Denied::malformed("desk", "required"))?;
        shell.app.months(&identity.principal, &desk)
    });
    Ok(HttpResponse::Ok().json(json!({ "items": months.await? })))
}

/// `POST /efforts/months`.
pub(crate) async fn lock(
    shell: Data<Shell>,
    request: HttpRequest,
    bytes: body::Sent,
) -> Result<HttpResponse, Problem> {
    let read = async {
        faces::bearer(&shell, &request).await?;
        body::read::<Lock>(&request, &bytes)
    };
    let lock = read.await.map_err(|problem: Problem| problem.for_request(&request))?.fields;
    let month = as_identity(&shell, &request, move |shell, identity| {
        shell.app.lock_month(&identity.principal, (&lock.desk, &lock.month), lock.locked, shell.now())
    });
    Ok(HttpResponse::Ok().json(month.await?))
}
