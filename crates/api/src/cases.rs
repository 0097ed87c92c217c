//! `GET /reports/volumes/cases` and `GET /reports/staffing/cases`: the cases behind a figure.

use crate::list::{LIMIT, LIMIT_MAX, cursor, mark};
use crate::period::{date, language, required};
use crate::reports::format;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::report::{Behind, CaseRow, Mark};
use chrono::NaiveDate;
use faces::{
    Problem, ReadBehind, Shell, blocking, case_cells, case_titles, staffing_figure, streamed, volume_figure,
};
use report::{Format, write_csv, write_xlsx};
use serde_json::json;
use std::io;

type Pairs = Query<Vec<(String, String)>>;

/// Parameters of a list of the volume statistics.
pub(crate) const VOLUMES: &[&str] = &["desk", "from", "to", "figure", "format", "limit", "cursor"];
/// Parameters of a list of the staffing.
pub(crate) const STAFFING: &[&str] =
    &["desk", "from", "to", "line", "hour", "handled", "format", "limit", "cursor"];

/// What every list is asked for beside its figure.
#[derive(Default)]
struct Asked {
    desk: Option<String>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    /// None is JSON.
    format: Option<Format>,
    limit: Option<i64>,
    after: Mark,
}

fn read(query: &[(String, String)], known: &[&str]) -> Result<Asked, Denied> {
    let mut asked = Asked::default();
    for (name, value) in query {
        match name.as_str() {
            other if !known.contains(&other) => return Err(Denied::malformed(name, "unknown_field")),
            "desk" => asked.desk = Some(value.clone()),
            "from" => asked.from = Some(date("from", value)?),
            "to" => asked.to = Some(date("to", value)?),
            "format" => asked.format = format(value)?,
            "limit" => {
                let limit = value.parse().ok().filter(|l| (1..=LIMIT_MAX).contains(l));
                asked.limit = Some(limit.ok_or_else(|| Denied::malformed("limit", "out_of_range"))?);
            }
            "cursor" => {
                let (nth, id) = mark(value).ok_or_else(|| Denied::malformed("cursor", "malformed"))?;
                asked.after = (id, nth);
            }
            // The figure's own.
            _ => {}
        }
    }
    Ok(asked)
}

/// The cases behind a figure such as `channel:mail`, oldest first, as many as it says: JSON in pages, CSV and workbook whole
/// and streamed.
pub(crate) async fn volumes(
    shell: Data<Shell>,
    request: HttpRequest,
    query: Pairs,
) -> Result<HttpResponse, Problem> {
    list(&shell, &request, &query, (VOLUMES, volume_figure)).await
}

/// The cases that came to a line, in an hour of the week or in all, once for every time; likewise.
pub(crate) async fn staffing(
    shell: Data<Shell>,
    request: HttpRequest,
    query: Pairs,
) -> Result<HttpResponse, Problem> {
    list(&shell, &request, &query, (STAFFING, staffing_figure)).await
}

async fn list(
    shell: &Data<Shell>,
    request: &HttpRequest,
    query: &[(String, String)],
    (known, figure): (&[&str], ReadBehind),
) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(shell, request).await?;
        let asked = read(query, known)?;
        let key = required("desk", asked.desk)?;
        let period = (required("from", asked.from)?, required("to", asked.to)?);
        let value = |name: &str| query.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str());
        let figure: Behind = figure(&value)?;
        if asked.format == Some(Format::Pdf) {
            return Err(Denied::unknown("format", ["json", "csv", "xlsx"]).into());
        }
        let (app, now) = (shell.app.clone(), shell.now());
        let limit = usize::try_from(asked.limit.unwrap_or(LIMIT)).unwrap_or(1);
        // Whole files begin with their first page: what may not be had is refused before anything is sent.
        let from = (asked.after, limit);
        let (reader, principal) = (app.clone(), identity.principal.clone());
        let (of, wanted) = (key.clone(), figure.clone());
        let page = blocking(move || reader.figure_cases(&principal, &of, period, &wanted, from, now)).await?;
        let Some(format) = asked.format else {
            let next = page.next.map(|(id, nth)| cursor((nth, id)));
            return Ok(HttpResponse::Ok().json(json!({ "items": page.items, "next_cursor": next })));
        };
        let desk = app.desk(&key).ok_or(Denied::NotFound)?;
        let language = language(identity.user.language.as_deref(), &desk);
        let made = app::read::local_time(&desk.zone, now);
        Ok(streamed(format.media_type(), move |out| {
            let all = app.figure_every_case(&identity.principal, &key, period, &figure, now);
            let cells = |row: Result<CaseRow, Denied>| match row {
                Ok(row) => Ok(case_cells(&row, &desk, language)),
                Err(denied) => Err(io::Error::other(denied)),
            };
            let rows = all.map(cells);
            let titles = case_titles(&figure, language);
            let written = match format {
                Format::Xlsx => write_xlsx(out, ("cases", made), &titles, rows),
                Format::Csv | Format::Pdf => write_csv(out, &titles, rows),
            };
            written.map(|_| ())
        }))
    };
    run.await.map_err(|problem: Problem| problem.for_request(request))
}
