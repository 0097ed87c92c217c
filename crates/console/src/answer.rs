//! Answers to browsers, with the headers every one of them carries.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_DISPOSITION, HeaderName, HeaderValue, LOCATION};
use app::Denied;
use askama::Template;

/// What a page function came to.
pub(crate) enum Answer {
    /// A page.
    Page(StatusCode, String),
    /// Go there with GET.
    See(String),
    /// A file to keep: its name, kind and bytes.
    File(String, &'static str, Vec<u8>),
    /// The same from a file, which may be long.
    Long(String, &'static str, std::fs::File),
}

/// Nothing but our own style, script and forms; no frames around or within.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// Headers of pages and files alike.
pub(crate) const SAFETY: [(&str, &str); 5] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
];

impl Answer {
    /// A rendered page.
    pub fn page(status: StatusCode, template: &impl Template) -> Result<Self, Denied> {
        let html = template.render().map_err(|e| store::Fault::Setup(e.to_string()))?;
        Ok(Self::Page(status, html))
    }

    /// A page with status 200.
    pub fn ok(template: &impl Template) -> Result<Self, Denied> {
        Self::page(StatusCode::OK, template)
    }

    /// As HTTP says it. Pages are about people and are stored nowhere.
    pub fn respond(self) -> HttpResponse {
        let mut response = match self {
            Self::Page(status, html) => {
                HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html)
            }
            Self::File(name, kind, bytes) => HttpResponse::Ok()
                .content_type(kind)
                .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
                .body(bytes),
            Self::Long(name, kind, file) => {
                let mut response = faces::from_file(kind, file);
                let attached = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
                // A name is made of keys and dates.
                response
                    .headers_mut()
                    .insert(CONTENT_DISPOSITION, attached.unwrap_or(HeaderValue::from_static("attachment")));
                response
            }
            Self::See(location) => HttpResponse::SeeOther().insert_header((LOCATION, location)).finish(),
        };
        let headers = SAFETY.into_iter().chain([("cache-control", "no-store")]);
        for (name, value) in headers {
            response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        response
    }
}
