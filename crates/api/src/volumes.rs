//! `GET /reports/volumes` and the cases behind its figures.

use crate::list::{LIMIT, LIMIT_MAX, cursor, mark};
use crate::reports::{file, format};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::report::{CaseRow, Group, VolumesReport, Which, which};
use chrono::NaiveDate;
use desk::Desk;
use faces::{Problem, Shell, blocking, case_cells, case_titles, streamed, volumes_document};
use locale::Language;
use report::{Format, write_csv, write_xlsx};
use serde_json::json;
use std::io;
use std::sync::Arc;

type Pairs = Query<Vec<(String, String)>>;

/// What both routes ask for, and what each asks for beside it.
#[derive(Default)]
struct Asked {
    desk: Option<String>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    /// None is JSON.
    format: Option<Format>,
    part: Option<String>,
    figure: Option<Which>,
    limit: Option<i64>,
    after: i64,
}

fn read(query: &[(String, String)], known: &[&str]) -> Result<Asked, Denied> {
    let mut asked = Asked::default();
    let date = |field, value: &str| value.parse().map_err(|_| Denied::malformed(field, "not_a_date"));
    for (name, value) in query {
        if !known.contains(&name.as_str()) {
            return Err(Denied::malformed(name, "unknown_field"));
        }
        match name.as_str() {
            "desk" => asked.desk = Some(value.clone()),
            "from" => asked.from = Some(date("from", value)?),
            "to" => asked.to = Some(date("to", value)?),
            "format" => asked.format = format(value)?,
            "part" => {
                let all = || Group::ALL.map(Group::as_str);
                let group = Group::parse(value).ok_or_else(|| Denied::unknown("part", all()))?;
                asked.part = Some(group.as_str().to_owned());
            }
            "figure" => asked.figure = Some(which(value)?),
            "limit" => {
                let limit = value.parse().ok().filter(|l| (1..=LIMIT_MAX).contains(l));
                asked.limit = Some(limit.ok_or_else(|| Denied::malformed("limit", "out_of_range"))?);
            }
            _ => {
                let mark = mark(value).ok_or_else(|| Denied::malformed("cursor", "malformed"))?;
                asked.after = mark.1;
            }
        }
    }
    Ok(asked)
}

/// Parameters of the statistics.
pub(crate) const VOLUMES: &[&str] = &["desk", "from", "to", "format", "part"];
/// Parameters of the list behind a figure.
pub(crate) const CASES: &[&str] = &["desk", "from", "to", "figure", "format", "limit", "cursor"];

fn required<T>(field: &str, value: Option<T>) -> Result<T, Denied> {
    value.ok_or_else(|| Denied::malformed(field, "required"))
}

fn language(chosen: Option<&str>, desk: &Desk) -> Language {
    chosen.and_then(Language::parse).or_else(|| Language::parse(&desk.language)).unwrap_or(Language::Sv)
}

/// The statistics of a desk for local dates, `to` exclusive; JSON, workbook and PDF whole, CSV one of its tables.
pub(crate) async fn volumes(
    shell: Data<Shell>,
    request: HttpRequest,
    query: Pairs,
) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(&shell, &request).await?;
        let asked = read(&query, VOLUMES)?;
        let key = required("desk", asked.desk)?;
        let period = (required("from", asked.from)?, required("to", asked.to)?);
        let (app, now) = (shell.app.clone(), shell.now());
        let made = blocking(move || {
            let report = app.volumes_report(&identity.principal, &key, period, now)?;
            let desk = app.desk(&key).ok_or(Denied::NotFound)?;
            Ok((report, desk))
        });
        let (report, desk): (VolumesReport, Arc<Desk>) = made.await?;
        let Some(format) = asked.format else { return Ok(HttpResponse::Ok().json(report)) };
        let language = language(identity.user.language.as_deref(), &desk);
        let document = volumes_document(&report, &desk, language, now);
        Ok(file(document, format, asked.part.as_deref(), language)?)
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}

/// The cases behind a figure such as `channel:mail`, oldest first, as many as it says: JSON in pages, CSV and workbook whole
/// and streamed.
pub(crate) async fn cases(
    shell: Data<Shell>,
    request: HttpRequest,
    query: Pairs,
) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(&shell, &request).await?;
        let asked = read(&query, CASES)?;
        let key = required("desk", asked.desk)?;
        let period = (required("from", asked.from)?, required("to", asked.to)?);
        let figure = required("figure", asked.figure)?;
        if asked.format == Some(Format::Pdf) {
            return Err(Denied::unknown("format", ["json", "csv", "xlsx"]).into());
        }
        let (app, now) = (shell.app.clone(), shell.now());
        let limit = usize::try_from(asked.limit.unwrap_or(LIMIT)).unwrap_or(1);
        // Whole files begin with their first page: what may not be had is refused before anything is sent.
        let from = (asked.after, limit);
        let (reader, principal) = (app.clone(), identity.principal.clone());
        let (of, wanted) = (key.clone(), figure.clone());
        let page = blocking(move || reader.volume_cases(&principal, &of, period, &wanted, from, now)).await?;
        let Some(format) = asked.format else {
            let next = page.next.map(|id| cursor((0, id)));
            return Ok(HttpResponse::Ok().json(json!({ "items": page.items, "next_cursor": next })));
        };
        let desk = app.desk(&key).ok_or(Denied::NotFound)?;
        let language = language(identity.user.language.as_deref(), &desk);
        let made = app::read::local_time(&desk.zone, now);
        Ok(streamed(format.media_type(), move |out| {
            let all = app.volume_every_case(&identity.principal, &key, period, &figure, now);
            let cells = |row: Result<CaseRow, Denied>| match row {
                Ok(row) => Ok(case_cells(&row, &desk, language)),
                Err(denied) => Err(io::Error::other(denied)),
            };
            let rows = all.map(cells);
            let titles = case_titles(language);
            let written = match format {
                Format::Xlsx => write_xlsx(out, ("cases", made), &titles, rows),
                Format::Csv | Format::Pdf => write_csv(out, &titles, rows),
            };
            written.map(|_| ())
        }))
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}
