//! `GET /reports/objectives` and the cases behind a figure.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use chrono::NaiveDate;
use faces::{Problem, Shell, blocking, objectives_table};
use locale::Language;

type Pairs = Query<Vec<(String, String)>>;

/// What is asked for.
#[derive(Default)]
struct Asked {
    desk: Option<String>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    objective: Option<String>,
    part: String,
    csv: bool,
}

fn read(query: &[(String, String)], fields: &[&str]) -> Result<Asked, Denied> {
    let mut asked = Asked::default();
    let date = |field, value: &str| value.parse().map_err(|_| Denied::malformed(field, "not_a_date"));
    for (name, value) in query {
        if !fields.contains(&name.as_str()) {
            return Err(Denied::malformed(name, "unknown_field"));
        }
        match (name.as_str(), value.as_str()) {
            ("desk", desk) => asked.desk = Some(desk.to_owned()),
            ("from", value) => asked.from = Some(date("from", value)?),
            ("to", value) => asked.to = Some(date("to", value)?),
            ("objective", key) => asked.objective = Some(key.to_owned()),
            ("part", part) => part.clone_into(&mut asked.part),
            ("format", "json") => asked.csv = false,
            ("format", "csv") => asked.csv = true,
            _ => return Err(Denied::unknown("format", ["json", "csv"])),
        }
    }
    Ok(asked)
}

fn required<T>(field: &'static str, value: Option<T>) -> Result<T, Denied> {
    value.ok_or_else(|| Denied::malformed(field, "required"))
}

/// The figures for every period that has a local date in `from..to`; JSON, or CSV.
pub(crate) async fn figures(
    shell: Data<Shell>,
    request: HttpRequest,
    query: Pairs,
) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(&shell, &request).await?;
        let asked = read(&query, &["desk", "from", "to", "format"])?;
        let desk = required("desk", asked.desk)?;
        let period = (required("from", asked.from)?, required("to", asked.to)?);
        let language = identity.user.language.as_deref().and_then(Language::parse);
        let (app, now) = (shell.app.clone(), shell.now());
        let made = blocking(move || {
            let report = app.objectives_report(&identity.principal, &desk, period, now)?;
            let desk = app.desk(&desk).ok_or(Denied::NotFound)?;
            Ok((report, desk))
        });
        let (report, desk) = made.await?;
        if !asked.csv {
            return Ok(HttpResponse::Ok().json(report));
        }
        let language = language.or_else(|| Language::parse(&desk.language)).unwrap_or(Language::Sv);
        let csv = report::to_csv(&objectives_table(&report, &desk, language))
            .map_err(|e| Denied::Fault(store::Fault::Setup(e.to_string())))?;
        Ok(HttpResponse::Ok().content_type("text/csv; charset=utf-8").body(csv))
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}

/// One figure with its cases, by objective, part and the first date of its period.
pub(crate) async fn cases(
    shell: Data<Shell>,
    request: HttpRequest,
    query: Pairs,
) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(&shell, &request).await?;
        let asked = read(&query, &["desk", "objective", "part", "from"])?;
        let (desk, objective) = (required("desk", asked.desk)?, required("objective", asked.objective)?);
        let (from, part) = (required("from", asked.from)?, asked.part);
        let (app, now) = (shell.app.clone(), shell.now());
        let found =
            blocking(move || app.objective_cases(&identity.principal, &desk, (&objective, &part), from, now));
        Ok(HttpResponse::Ok().json(found.await?))
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}
