//! Who is asking: a signed token names a session, whose rights are read at each request.

use crate::problem::{Problem, blocking};
use crate::shell::Shell;
use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;
use app::sign_in::{Identity, SessionKind, SignedIn};
use app::{Denied, Moment};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

/// What a token says. Rights are not in it.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    /// The session.
    sid: String,
    /// When it ends, in seconds since 1970.
    exp: i64,
    /// What it is for.
    aud: String,
}

const AUDIENCE: &str = "stafett-api";

/// A bearer token for a session.
///
/// # Errors
/// Signing fails.
pub fn token_for(shell: &Shell, session: &SignedIn) -> Result<String, Problem> {
    let exp = session.expires_at.timestamp();
    let claims = Claims { sid: session.token.clone(), exp, aud: AUDIENCE.into() };
    encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(shell.app.token_key()))
        .map_err(|e| Denied::Fault(store::Fault::Setup(e.to_string())).into())
}

/// The identity behind a request's bearer token.
///
/// # Errors
/// 401 for any token that is missing, forged, ended or of an account that may no longer sign in.
pub async fn bearer(shell: &Shell, request: &HttpRequest) -> Result<Identity, Problem> {
    let session = bearer_session(shell, request)?;
    let (app, now) = (shell.app.clone(), shell.now());
    blocking(move || app.identity(&session, SessionKind::Api, now)).await
}

/// The session behind a request's bearer token, ended or not.
///
/// # Errors
/// 401 for a token that is missing, forged or expired.
pub fn bearer_session(shell: &Shell, request: &HttpRequest) -> Result<String, Problem> {
    let header = request.headers().get(AUTHORIZATION).and_then(|h| h.to_str().ok()).unwrap_or_default();
    let token = header.strip_prefix("Bearer ").ok_or(Denied::SignIn)?;
    Ok(session_of(shell, token, shell.now()).ok_or(Denied::SignIn)?)
}

fn session_of(shell: &Shell, token: &str, now: Moment) -> Option<String> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_audience(&[AUDIENCE]);
    // Expiry is judged by the shell's clock, which a demonstration can move.
    validation.validate_exp = false;
    let claims =
        decode::<Claims>(token, &DecodingKey::from_secret(shell.app.token_key()), &validation).ok()?.claims;
    (claims.exp > now.timestamp()).then_some(claims.sid)
}
