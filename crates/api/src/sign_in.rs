//! `POST /sign-in` and `POST /sign-out`.

use crate::body;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use app::sign_in::SessionKind;
use faces::{Problem, Shell, blocking};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    user: String,
    password: String,
}

pub(crate) async fn sign_in(
    shell: Data<Shell>,
    request: HttpRequest,
    bytes: body::Sent,
) -> Result<HttpResponse, Problem> {
    let run = async {
        let asked = body::read::<SignIn>(&request, &bytes)?.fields;
        let (app, chance, now) = (shell.app.clone(), shell.chance.bytes(), shell.now());
        let session =
            blocking(move || app.sign_in(&asked.user, &asked.password, SessionKind::Api, &chance, now))
                .await?;
        let token = faces::token_for(&shell, &session)?;
        Ok(HttpResponse::Ok().json(json!({ "token": token, "expires_at": session.expires_at })))
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}

pub(crate) async fn sign_out(shell: Data<Shell>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let run = async {
        let session = faces::bearer_session(&shell, &request)?;
        let app = shell.app.clone();
        blocking(move || app.sign_out(&session)).await?;
        Ok(HttpResponse::NoContent().finish())
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}
