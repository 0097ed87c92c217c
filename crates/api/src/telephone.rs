//! `GET /reports/telephone`.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use chrono::NaiveDate;
use faces::{Problem, Shell, blocking, telephone_days_of, telephone_direct_table};
use locale::Language;

/// What is asked for.
struct Asked {
    desk: String,
    period: (NaiveDate, NaiveDate),
    csv: bool,
    direct: bool,
}

fn read(query: &[(String, String)]) -> Result<Asked, Denied> {
    let (mut desk, mut from, mut to, mut csv, mut direct) = (None, None, None, false, false);
    let date = |field, value: &str| value.parse().map_err(|_| Denied::malformed(field, "not_a_date"));
    for (name, value) in query {
        match (name.as_str(), value.as_str()) {
            ("desk", key) => desk = Some(key.to_owned()),
            ("from", value) => from = Some(date("from", value)?),
            ("to", value) => to = Some(date("to", value)?),
            ("format", "json") => csv = false,
            ("format", "csv") => csv = true,
            ("format", _) => return Err(Denied::unknown("format", ["json", "csv"])),
            ("part", "days") => direct = false,
            ("part", "direct") => direct = true,
            ("part", _) => return Err(Denied::unknown("part", ["days", "direct"])),
            (other, _) => {
                let field = other.to_owned();
                return Err(Denied::Malformed { field, why: "unknown_field", allowed: Vec::new() });
            }
        }
    }
    let required = |field| move || Denied::malformed(field, "required");
    let desk = desk.ok_or_else(required("desk"))?;
    let period = (from.ok_or_else(required("from"))?, to.ok_or_else(required("to"))?);
    Ok(Asked { desk, period, csv, direct })
}

/// The telephone report of a desk for local dates, `to` exclusive; JSON whole, CSV one of its tables.
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
        let (desk, period) = (asked.desk.clone(), asked.period);
        let made = blocking(move || {
            let report = app.telephone_report(&identity.principal, &desk, period)?;
            let desk = app.desk(&desk).ok_or(Denied::NotFound)?;
            Ok((report, desk))
        });
        let (report, desk) = made.await?;
        if !asked.csv {
            return Ok(HttpResponse::Ok().json(report));
        }
        let language = language.or_else(|| Language::parse(&desk.language)).unwrap_or(Language::Sv);
        let table = if asked.direct { telephone_direct_table } else { telephone_days_of };
        let csv = ::report::to_csv(&table(&report, &desk, language))
            .map_err(|e| Denied::Fault(store::Fault::Setup(e.to_string())))?;
        Ok(HttpResponse::Ok().content_type("text/csv; charset=utf-8").body(csv))
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}
