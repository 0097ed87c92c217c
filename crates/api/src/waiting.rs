//! `GET /reports/waiting`.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use chrono::NaiveDate;
use faces::{Problem, Shell, blocking, waiting_cases_table, waiting_queues_table};
use locale::Language;

/// What is asked for.
struct Asked {
    desk: String,
    period: (NaiveDate, NaiveDate),
    queue: Option<String>,
    csv: bool,
    cases: bool,
}

fn read(query: &[(String, String)]) -> Result<Asked, Denied> {
    let (mut desk, mut from, mut to, mut queue, mut csv, mut cases) = (None, None, None, None, false, false);
    let date = |field, value: &str| value.parse().map_err(|_| Denied::malformed(field, "not_a_date"));
    for (name, value) in query {
        match (name.as_str(), value.as_str()) {
            ("desk", key) => desk = Some(key.to_owned()),
            ("from", value) => from = Some(date("from", value)?),
            ("to", value) => to = Some(date("to", value)?),
            ("format", "json") => csv = false,
            ("format", "csv") => csv = true,
            ("format", _) => return Err(Denied::unknown("format", ["json", "csv"])),
            ("queue", key) => queue = Some(key.to_owned()),
            ("part", "queues") => cases = false,
            ("part", "cases") => cases = true,
            ("part", _) => return Err(Denied::unknown("part", ["queues", "cases"])),
            (other, _) => {
                let field = other.to_owned();
                return Err(Denied::Malformed { field, why: "unknown_field", allowed: Vec::new() });
            }
        }
    }
    let required = |field| move || Denied::malformed(field, "required");
    let desk = desk.ok_or_else(required("desk"))?;
    let period = (from.ok_or_else(required("from"))?, to.ok_or_else(required("to"))?);
    Ok(Asked { desk, period, queue, csv, cases })
}

/// The report on waiting of a desk for local dates, `to` exclusive; JSON whole, CSV one of its tables.
pub(crate) async fn report(
    shell: Data<Shell>,
    request: HttpRequest,
    query: Query<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(&shell, &request).await?;
        let asked = read(&query)?;
        let language = identity.user.language.as_deref().and_then(Language::parse);
        let app = shell.app.clone();
        let (desk, period, queue) = (asked.desk.clone(), asked.period, asked.queue.clone());
        let made = blocking(move || {
            let report = app.waiting_report(&identity.principal, &desk, period, queue.as_deref())?;
            let desk = app.desk(&desk).ok_or(Denied::NotFound)?;
            Ok((report, desk))
        });
        let (report, desk) = made.await?;
        if !asked.csv {
            return Ok(HttpResponse::Ok().json(report));
        }
        let language = language.or_else(|| Language::parse(&desk.language)).unwrap_or(Language::Sv);
        let table = if asked.cases { waiting_cases_table } else { waiting_queues_table };
        let csv = ::report::to_csv(&table(&report, &desk, language))
            .map_err(|e| Denied::Fault(store::Fault::Setup(e.to_string())))?;
        Ok(HttpResponse::Ok().content_type("text/csv; charset=utf-8").body(csv))
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}
