//! `GET /reports/objectives/cases`: the cases behind a figure.

use crate::period::{date, required};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use faces::{Problem, Shell, blocking};

type Pairs = Query<Vec<(String, String)>>;

/// One figure with its cases, by objective, part and the first date of its period; as it was when the date `to` began.
pub(crate) async fn cases(
    shell: Data<Shell>,
    request: HttpRequest,
    query: Pairs,
) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(&shell, &request).await?;
        let (mut desk, mut objective, mut part, mut from) = (None, None, String::new(), None);
        let mut to = None;
        for (name, value) in query.iter() {
            match name.as_str() {
                "desk" => desk = Some(value.clone()),
                "objective" => objective = Some(value.clone()),
                "part" => part.clone_from(value),
                "from" => from = Some(date("from", value)?),
                "to" => to = Some(date("to", value)?),
                _ => return Err(Denied::malformed(name, "unknown_field").into()),
            }
        }
        let (desk, objective) = (required("desk", desk)?, required("objective", objective)?);
        let from = required("from", from)?;
        let (app, now) = (shell.app.clone(), shell.now());
        let found = blocking(move || {
            app.objective_cases(&identity.principal, &desk, (&objective, &part), (from, to), now)
        });
        Ok(HttpResponse::Ok().json(found.await?))
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}
