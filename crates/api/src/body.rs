//! Request bodies: read within a limit, unknown fields refused by name, the version taken from header or body.

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_ENCODING, IF_MATCH};
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use app::{Caller, Denied};
use faces::Problem;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::ops::Deref;
use std::pin::Pin;

/// Largest JSON body.
pub(crate) const BODY_BYTES_MAX: usize = 1024 * 1024;

/// The bytes of a body; one that is too large is refused like any other bad one.
pub(crate) struct Sent(Bytes);

impl Deref for Sent {
    type Target = Bytes;

    fn deref(&self) -> &Bytes {
        &self.0
    }
}

impl FromRequest for Sent {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, bytes) = (request.clone(), Bytes::from_request(request, payload));
        Box::pin(async move {
            let refused = |error: actix_web::Error| {
                let problem = match error.as_response_error().status_code() {
                    StatusCode::PAYLOAD_TOO_LARGE => too_large(),
                    _ => Denied::malformed("body", "unreadable").into(),
                };
                problem.for_request(&request)
            };
            bytes.await.map(Self).map_err(refused)
        })
    }
}

fn too_large() -> Problem {
    Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE, "body", "too_large")
}

/// A read body: the typed rest, the version it names, and what makes repeating it safe.
pub(crate) struct Body<T> {
    pub fields: T,
    pub version: Option<i64>,
    pub caller: Caller,
}

/// Reads a JSON object. An empty body is an empty object.
pub(crate) fn read<T: DeserializeOwned>(request: &HttpRequest, bytes: &Bytes) -> Result<Body<T>, Problem> {
    if request.headers().contains_key(CONTENT_ENCODING) {
        return Err(Problem::of_status(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Content-Encoding",
            "not_accepted",
        ));
    }
    if bytes.len() > BODY_BYTES_MAX {
        return Err(too_large());
    }
    let text: &[u8] = if bytes.is_empty() { b"{}" } else { bytes };
    let value: Value = serde_json::from_slice(text).map_err(|_| Denied::malformed("body", "no_json"))?;
    let Value::Object(mut fields) = value else { return Err(Denied::malformed("body", "no_object").into()) };
    let in_body = match fields.remove("version") {
        None => None,
        Some(version) => Some(version.as_i64().ok_or_else(|| Denied::malformed("version", "no_number"))?),
    };
    let version = if_match(request)?.or(in_body);
    let fields = serde_path_to_error::deserialize(Value::Object(fields)).map_err(|e| {
        let at = e.path().to_string();
        malformed(&at, e.inner())
    })?;
    Ok(Body { fields, version, caller: caller(request, text)? })
}

/// The version of `If-Match: "7"`.
fn if_match(request: &HttpRequest) -> Result<Option<i64>, Denied> {
    let Some(header) = request.headers().get(IF_MATCH) else { return Ok(None) };
    let text = header.to_str().unwrap_or_default().trim();
    let number = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).and_then(|t| t.parse().ok());
    number.map(Some).ok_or_else(|| Denied::malformed("If-Match", "no_version"))
}

fn caller(request: &HttpRequest, body: &[u8]) -> Result<Caller, Denied> {
    let Some(header) = request.headers().get("Idempotency-Key") else { return Ok(Caller::default()) };
    let key = header.to_str().unwrap_or_default().trim();
    if key.is_empty() || key.len() > 200 {
        return Err(Denied::malformed("Idempotency-Key", "malformed"));
    }
    let hash: String = Sha256::digest(body).iter().map(|b| format!("{b:02x}")).collect();
    let route = format!("{} {}", request.method(), request.path());
    Ok(Caller { once: Some((key.to_owned(), route, hash)) })
}

/// Serde's words, with the path to where it stopped, to the field they are about.
fn malformed(at: &str, error: &serde_json::Error) -> Denied {
    let words = error.to_string();
    let quoted: Vec<&str> = words.split('`').skip(1).step_by(2).collect();
    let allowed = || quoted.iter().skip(1).map(|s| (*s).to_owned()).collect();
    let here = if at == "." { "body" } else { at };
    let within = |name: &str| if here == "body" { name.to_owned() } else { format!("{here}.{name}") };
    let first = quoted.first().copied().unwrap_or("body");
    let (field, why, allowed) = if words.starts_with("unknown field") {
        // The path already ends in the field nobody knows.
        let named = here.rsplit('.').next() == Some(first);
        (if named { here.to_owned() } else { within(first) }, "unknown_field", allowed())
    } else if words.starts_with("unknown variant") {
        (here.to_owned(), "unknown", allowed())
    } else if words.starts_with("missing field") {
        (within(first), "required", Vec::new())
    } else {
        (here.to_owned(), "wrong_type", Vec::new())
    };
    Denied::Malformed { field, why, allowed }
}
