//! `POST /calls`, `GET /calls`, `POST /calls/{id}/outcome`: telephone calls, from exchanges and from agents.

use crate::body;
use crate::list::{cursor, mark};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::calls::{CallFigure, CallsAsked, Judgement, Teller, Told};
use app::report::Hour;
use app::{Denied, Moment};
use faces::{Problem, Shell, blocking};
use serde::Deserialize;
use serde_json::json;
use text::Intake;
use ticket::CallTimes;
use utoipa::ToSchema;

/// Largest page.
const LIMIT_MAX: i64 = 200;
const LIMIT: i64 = 50;

/// A call, or a part of what is known of one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Call {
    desk: String,
    /// A telephone exchange's own id: reports of one id are one call, whatever their order.
    id: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    offered_at: Option<Moment>,
    #[schema(value_type = Option<String>, format = DateTime)]
    answered_at: Option<Moment>,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Moment>,
    /// The caller's number.
    number: Option<String>,
    /// The caller's name.
    name: Option<String>,
    /// solved, case or abandoned.
    outcome: Option<String>,
    /// Kind of solution, of those that are documented.
    solution: Option<String>,
    /// Reference of the case opened from it.
    case: Option<String>,
}

/// What a call came to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Outcome {
    /// solved, case or abandoned.
    outcome: String,
    /// Kind of solution, of those that are documented.
    solution: Option<String>,
    /// Reference of the case opened from it.
    case: Option<String>,
}

fn given(text: Option<String>) -> Option<String> {
    text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty())
}

impl Call {
    fn told(self, key: Option<String>) -> Result<Told, Denied> {
        let judgement = match (self.outcome, self.solution, self.case) {
            (Some(outcome), solution, case) => Some(Judgement::read(&outcome, solution, case.as_deref())?),
            (None, None, None) => None,
            _ => return Err(Denied::malformed("outcome", "required")),
        };
        Ok(Told {
            desk: self.desk,
            teller: self.id.map_or(Teller::Agent(key), Teller::Exchange),
            times: CallTimes {
                offered_at: self.offered_at,
                answered_at: self.answered_at,
                ended_at: self.ended_at,
            },
            number: given(self.number),
            name: given(self.name).map(Intake::line),
            judgement,
        })
    }
}

/// `POST /calls`: 201 for a call nobody had told of, 200 for more about one that is known.
pub(crate) async fn log(
    shell: Data<Shell>,
    request: HttpRequest,
    bytes: body::Sent,
) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(&shell, &request).await?;
        let asked = body::read::<Call>(&request, &bytes)?;
        let told = asked.fields.told(asked.caller.once.map(|(key, _, _)| key))?;
        let (app, now) = (shell.app.clone(), shell.now());
        let (call, made) = blocking(move || app.log_call(&identity.principal, &told, now)).await?;
        Ok(if made { HttpResponse::Created().json(call) } else { HttpResponse::Ok().json(call) })
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}

/// `POST /calls/{id}/outcome`.
pub(crate) async fn outcome(
    shell: Data<Shell>,
    request: HttpRequest,
    path: Path<String>,
    bytes: body::Sent,
) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(&shell, &request).await?;
        let id: i64 = path.parse().map_err(|_| Denied::NotFound)?;
        let (app, now, principal) = (shell.app.clone(), shell.now(), identity.principal.clone());
        // Not readable comes before malformed.
        let (reader, asker) = (app.clone(), principal.clone());
        blocking(move || reader.call_readable(&asker, id)).await?;
        let said = body::read::<Outcome>(&request, &bytes)?.fields;
        let judgement = Judgement::read(&said.outcome, said.solution, said.case.as_deref())?;
        let call = blocking(move || app.judge_call(&principal, id, &judgement, now)).await?;
        Ok(HttpResponse::Ok().json(call))
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}

/// `GET /calls`.
pub(crate) async fn list(
    shell: Data<Shell>,
    request: HttpRequest,
    query: Query<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(&shell, &request).await?;
        let asked = read(&query)?;
        let app = shell.app.clone();
        let page = blocking(move || app.calls(&identity.principal, &asked)).await?;
        Ok(HttpResponse::Ok().json(json!({ "items": page.items, "next_cursor": page.next.map(cursor) })))
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}

fn read(query: &[(String, String)]) -> Result<CallsAsked, Denied> {
    let mut asked = CallsAsked { limit: LIMIT, ..CallsAsked::default() };
    let (mut from, mut to, mut figure, mut objective) = (None, None, None, None);
    let date = |field, value: &str| value.parse().map_err(|_| Denied::malformed(field, "not_a_date"));
    for (name, value) in query {
        match name.as_str() {
            "desk" => asked.desk = Some(value.clone()),
            "from" => from = Some(date("from", value)?),
            "figure" => {
                let all = || CallFigure::ALL.into_iter().map(CallFigure::as_str);
                figure = Some(CallFigure::parse(value).ok_or_else(|| Denied::unknown("figure", all()))?);
            }
            "hour" => {
                let hour = Hour::parse(value).ok_or_else(|| Denied::malformed("hour", "no_hour"))?;
                asked.hour = Some(hour);
            }
            "objective" => objective = Some(value.clone()),
            "to" => to = Some(date("to", value)?),
            "limit" => {
                let limit = value.parse().ok().filter(|l| (1..=LIMIT_MAX).contains(l));
                asked.limit = limit.ok_or_else(|| Denied::malformed("limit", "out_of_range"))?;
            }
            "cursor" => {
                let mark = mark(value).ok_or_else(|| Denied::malformed("cursor", "malformed"))?;
                asked.after = Some(mark);
            }
            other => {
                let field = other.to_owned();
                return Err(Denied::Malformed { field, why: "unknown_field", allowed: Vec::new() });
            }
        }
    }
    asked.figure = match (figure, objective) {
        (Some(figure), objective) => Some((figure, objective)),
        (None, Some(_)) => return Err(Denied::malformed("figure", "required")),
        (None, None) => None,
    };
    asked.period = match (from, to) {
        (Some(from), Some(to)) => Some((from, to)),
        (None, None) => None,
        (None, _) => return Err(Denied::malformed("from", "required")),
        (_, None) => return Err(Denied::malformed("to", "required")),
    };
    Ok(asked)
}
