//! `GET /reports/{report}`: every report on a desk and a period.

use crate::reports::{file, format};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use chrono::NaiveDate;
use desk::Desk;
use faces::{PeriodAsked, PeriodReport, Problem, Shell, blocking, period_document, period_report};
use locale::Language;
use report::{Document, Format};

type Pairs = Query<Vec<(String, String)>>;

/// What is asked for.
struct Asked {
    desk: String,
    from: NaiveDate,
    to: NaiveDate,
    only: Vec<(String, String)>,
    /// None is JSON.
    format: Option<Format>,
    part: Option<String>,
}

/// Names of what may be asked of a report.
pub(crate) fn parameters(report: &dyn PeriodReport) -> Vec<&'static str> {
    let mut names = vec!["desk", "from", "to", "format", "part"];
    names.extend(report.narrowed_by());
    names
}

fn read(report: &dyn PeriodReport, query: &[(String, String)]) -> Result<Asked, Denied> {
    let (mut desk, mut from, mut to, mut form, mut part) = (None, None, None, None, None);
    let mut only = Vec::new();
    for (name, value) in query {
        match name.as_str() {
            "desk" => desk = Some(value.clone()),
            "from" => from = Some(date("from", value)?),
            "to" => to = Some(date("to", value)?),
            "format" => form = format(value)?,
            "part" if report.parts().contains(&value.as_str()) => part = Some(value.clone()),
            "part" => return Err(Denied::unknown("part", report.parts().iter().copied())),
            known if report.narrowed_by().contains(&known) => only.push((name.clone(), value.clone())),
            _ => return Err(Denied::malformed(name, "unknown_field")),
        }
    }
    let (desk, from, to) = (required("desk", desk)?, required("from", from)?, required("to", to)?);
    Ok(Asked { desk, from, to, only, format: form, part })
}

/// A local date.
pub(crate) fn date(field: &str, value: &str) -> Result<NaiveDate, Denied> {
    value.parse().map_err(|_| Denied::malformed(field, "not_a_date"))
}

/// A parameter that must be there.
pub(crate) fn required<T>(field: &str, value: Option<T>) -> Result<T, Denied> {
    value.ok_or_else(|| Denied::malformed(field, "required"))
}

/// The language chosen, else the desk's.
pub(crate) fn language(chosen: Option<&str>, desk: &Desk) -> Language {
    chosen.and_then(Language::parse).or_else(|| Language::parse(&desk.language)).unwrap_or(Language::Sv)
}

/// A report on its way out.
enum Out {
    Whole(serde_json::Value),
    File(Document, Format, Language),
}

/// A report of a desk for local dates, `to` exclusive; JSON, workbook and PDF whole, CSV one of its tables.
pub(crate) async fn report(
    shell: Data<Shell>,
    request: HttpRequest,
    query: Pairs,
) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(&shell, &request).await?;
        let key = request.path().rsplit('/').next().unwrap_or_default();
        let report = period_report(key).ok_or(Denied::NotFound)?;
        let asked = read(report, &query)?;
        let (app, now) = (shell.app.clone(), shell.now());
        let part = asked.part.clone().or_else(|| report.parts().first().map(|part| (*part).to_owned()));
        let made = blocking(move || {
            let reader = &identity.principal;
            let desk = app.desk(&asked.desk).ok_or_else(|| {
                let own = report.desks(&app, reader);
                Denied::unknown("desk", own.iter().map(|desk| desk.key.as_str()))
            })?;
            let language = language(identity.user.language.as_deref(), &desk);
            let (from, to, only) = (asked.from, asked.to, asked.only.as_slice());
            let of = PeriodAsked { reader, desk: &desk, from, to, only, language, now };
            let made = report.make(&app, &of)?;
            Ok(match asked.format {
                None => Out::Whole(made.json),
                Some(format) => Out::File(period_document(report, made, &of), format, language),
            })
        });
        match made.await? {
            Out::Whole(report) => Ok(HttpResponse::Ok().json(report)),
            Out::File(document, format, language) => Ok(file(document, format, part.as_deref(), language)?),
        }
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}
