//! Refusals and faults as `application/problem+json`, worded in the asker's language. The only place that knows
//! which HTTP status a denial has.

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT_LANGUAGE, RETRY_AFTER};
use actix_web::{HttpRequest, HttpResponse, ResponseError, web};
use app::Denied;
use app::effort::EffortView;
use locale::Language;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt;

/// A denial on its way to an answer.
#[derive(Debug)]
pub struct Problem {
    denied: Denied,
    language: Language,
    status: Option<StatusCode>,
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        Self { denied, language: Language::En, status: None }
    }
}

impl Problem {
    /// The same in the language a request asks for.
    #[must_use]
    pub fn for_request(mut self, request: &HttpRequest) -> Self {
        let header = request.headers().get(ACCEPT_LANGUAGE).and_then(|h| h.to_str().ok()).unwrap_or_default();
        self.language = Language::of_header(header);
        self
    }

    /// A request whose form is not what it must be, with a status of its own such as 413 or 415.
    pub fn of_status(status: StatusCode, field: &str, why: &'static str) -> Self {
        Self { denied: Denied::malformed(field, why), language: Language::En, status: Some(status) }
    }

    /// What was denied.
    pub fn denied(&self) -> &Denied {
        &self.denied
    }

    /// Stable name of its type.
    fn kind(&self) -> &'static str {
        match &self.denied {
            Denied::NotFound => "not-found",
            Denied::Malformed { .. } => "malformed",
            Denied::VersionNeeded => "version-needed",
            Denied::Stale { .. } | Denied::Replaced(_) => "stale",
            Denied::NotPermitted(_) => "not-permitted",
            Denied::Forbidden => "forbidden",
            Denied::Refused(_) => "refused",
            Denied::KeyReused => "key-reused",
            Denied::SignIn => "sign-in",
            Denied::TooManyTries => "too-many-tries",
            Denied::DeskChanged | Denied::TakenElsewhere | Denied::Fault(_) => "temporary",
        }
    }

    /// The body.
    pub fn body(&self) -> Value {
        let mut facts: BTreeMap<String, String> = BTreeMap::new();
        let mut more = serde_json::Map::new();
        match &self.denied {
            Denied::Malformed { field, why, allowed } => {
                more.insert("detail".into(), json!(fault_words(self.language, field, why, allowed)));
                more.insert("field".into(), json!(field));
                more.insert("reason".into(), json!(why));
                if !allowed.is_empty() {
                    more.insert("allowed".into(), json!(allowed));
                }
            }
            Denied::Stale { version } => {
                facts.insert("version".into(), version.to_string());
                more.insert("version".into(), json!(version));
            }
            Denied::NotPermitted(act) => {
                facts.insert("act".into(), locale::text(self.language, &format!("act-{act}")));
                more.insert("act".into(), json!(act));
            }
            Denied::Refused(refusal) => {
                let words = locale::refusal(self.language, refusal);
                more.insert("detail".into(), json!(words.detail));
                more.insert("remedy".into(), json!(words.remedy));
                more.insert("rule".into(), json!(refusal.rule));
                more.insert("missing".into(), json!(refusal.missing));
                more.extend(refusal.act.map(|act| ("act".to_owned(), json!(act))));
            }
            Denied::Replaced(entry) => {
                more.insert("entry".into(), json!(entry));
            }
            _ => {}
        }
        let title = match &self.denied {
            Denied::Replaced(entry) => replaced_words(self.language, entry),
            _ => locale::text_with(self.language, &format!("problem-{}", self.kind()), &facts),
        };
        let mut body = json!({
            "type": format!("urn:stafett:problem:{}", self.kind()),
            "title": title,
            "status": self.status_code().as_u16(),
            "detail": title,
        });
        if let Value::Object(body) = &mut body {
            body.extend(more);
        }
        body
    }
}

/// That an entry was put right already, and what stands in its place.
pub fn replaced_words(language: Language, entry: &EffortView) -> String {
    let minutes = entry.minutes.to_string();
    let facts = [("by", &entry.recorded_by), ("day", &entry.day), ("minutes", &minutes)];
    let facts = facts.map(|(name, value)| (name.to_owned(), value.clone()));
    let key = if entry.minutes == 0 { "problem-taken-back" } else { "problem-replaced" };
    locale::text_with(language, key, &facts.into())
}

/// What is wrong with a field, and what would be right.
pub fn fault_words(language: Language, field: &str, why: &str, allowed: &[String]) -> String {
    let key = format!("fault-{}", why.replace('_', "-"));
    let key = if locale::knows(&key) { key } else { "fault-other".to_owned() };
    let words = locale::text_with(language, &key, &[("field".to_owned(), field.to_owned())].into());
    match allowed_words(language, why, allowed) {
        Some(right) => format!("{words} {right}"),
        None => words,
    }
}

/// What would be right in a field; nothing where it cannot be listed.
pub fn allowed_words(language: Language, why: &str, allowed: &[String]) -> Option<String> {
    let key = format!("fault-allowed-{}", why.replace('_', "-"));
    let key = if locale::knows(&key) { key.as_str() } else { "fault-allowed" };
    let values = [("allowed".to_owned(), allowed.join(", "))];
    (!allowed.is_empty()).then(|| locale::text_with(language, key, &values.into()))
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.denied)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        if let Some(status) = self.status {
            return status;
        }
        status(&self.denied)
    }

    fn error_response(&self) -> HttpResponse {
        let status = self.status_code();
        if status.is_server_error() {
            tracing::error!(denied = %self.denied, "a request failed");
        }
        let mut answer = HttpResponse::build(status);
        if status == StatusCode::SERVICE_UNAVAILABLE {
            answer.insert_header((RETRY_AFTER, "5"));
        }
        if status == StatusCode::TOO_MANY_REQUESTS {
            answer.insert_header((RETRY_AFTER, "900"));
        }
        answer.content_type("application/problem+json").body(self.body().to_string())
    }
}

/// The status of a denial, for JSON and pages alike.
pub fn status(denied: &Denied) -> StatusCode {
    match denied {
        Denied::NotFound => StatusCode::NOT_FOUND,
        Denied::Malformed { .. } => StatusCode::BAD_REQUEST,
        Denied::VersionNeeded => StatusCode::PRECONDITION_REQUIRED,
        Denied::Stale { .. } | Denied::Replaced(_) => StatusCode::CONFLICT,
        Denied::NotPermitted(_) | Denied::Forbidden => StatusCode::FORBIDDEN,
        Denied::Refused(_) | Denied::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
        Denied::SignIn => StatusCode::UNAUTHORIZED,
        Denied::TooManyTries => StatusCode::TOO_MANY_REQUESTS,
        Denied::DeskChanged | Denied::TakenElsewhere => StatusCode::SERVICE_UNAVAILABLE,
        Denied::Fault(fault) if fault.is_temporary() => StatusCode::SERVICE_UNAVAILABLE,
        Denied::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Runs a use case off the network threads.
///
/// # Errors
/// Whatever it was denied for; a fault where its thread was lost.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Denied> + Send + 'static,
) -> Result<T, Problem> {
    match web::block(work).await {
        Ok(done) => done.map_err(Problem::from),
        Err(_) => Err(Denied::Fault(store::Fault::Panicked).into()),
    }
}
