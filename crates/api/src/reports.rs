//! `GET /reports/sla`.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::report::SlaReport;
use chrono::NaiveDate;
use faces::{Problem, Shell, blocking, handed_out, sla_document};
use locale::Language;
use report::{Document, Format, Unwritten};
use std::sync::Arc;

/// What is asked for.
#[derive(Default)]
struct Asked {
    desk: Option<String>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    /// None is JSON.
    format: Option<Format>,
    part: Option<String>,
}

fn read(query: &[(String, String)]) -> Result<Asked, Denied> {
    let mut asked = Asked::default();
    let date = |field, value: &str| value.parse().map_err(|_| Denied::malformed(field, "not_a_date"));
    for (name, value) in query {
        match (name.as_str(), value.as_str()) {
            ("desk", desk) => asked.desk = Some(desk.to_owned()),
            ("from", value) => asked.from = Some(date("from", value)?),
            ("to", value) => asked.to = Some(date("to", value)?),
            ("format", key) => asked.format = format(key)?,
            ("part", part @ ("targets" | "breaches")) => asked.part = Some(part.to_owned()),
            ("part", _) => return Err(Denied::unknown("part", ["targets", "breaches"])),
            (other, _) => {
                let field = other.to_owned();
                return Err(Denied::Malformed { field, why: "unknown_field", allowed: Vec::new() });
            }
        }
    }
    Ok(asked)
}

/// A form by its key; none is JSON.
pub(crate) fn format(key: &str) -> Result<Option<Format>, Denied> {
    match Format::parse(key) {
        None if key == "json" => Ok(None),
        None => Err(Denied::unknown("format", ["json"].into_iter().chain(Format::ALL.map(Format::key)))),
        some => Ok(some),
    }
}

/// A document in the form that was asked for.
pub(crate) fn file(
    document: Document,
    format: Format,
    part: Option<&str>,
    language: Language,
) -> Result<HttpResponse, Denied> {
    let made = handed_out(document, format, part, language);
    let bytes = made.map_err(|e: Unwritten| store::Fault::Setup(e.to_string()))?;
    Ok(HttpResponse::Ok().content_type(format.media_type()).body(bytes))
}

/// The breach report of a desk for local dates, `to` exclusive; JSON, workbook and PDF whole, CSV one of its tables.
pub(crate) async fn sla(
    shell: Data<Shell>,
    request: HttpRequest,
    query: Query<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(&shell, &request).await?;
        let asked = read(&query)?;
        let required = |field| move || Denied::malformed(field, "required");
        let desk = asked.desk.clone().ok_or_else(required("desk"))?;
        let period = (asked.from.ok_or_else(required("from"))?, asked.to.ok_or_else(required("to"))?);
        let language = identity.user.language.as_deref().and_then(Language::parse);
        let (app, now) = (shell.app.clone(), shell.now());
        let made = blocking(move || {
            let report = app.sla_report(&identity.principal, &desk, period, now)?;
            let desk = app.desk(&desk).ok_or(Denied::NotFound)?;
            Ok((report, desk))
        });
        let (report, desk): (SlaReport, Arc<desk::Desk>) = made.await?;
        let Some(format) = asked.format else { return Ok(HttpResponse::Ok().json(report)) };
        let language = language.or_else(|| Language::parse(&desk.language)).unwrap_or(Language::Sv);
        let document = sla_document(&report, &desk, language, now);
        Ok(file(document, format, asked.part.as_deref(), language)?)
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}
