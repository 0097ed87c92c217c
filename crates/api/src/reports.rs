//! `GET /reports/sla` and the clocks behind its figures.

use crate::list::{LIMIT, LIMIT_MAX, cursor, mark};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::report::{Dimension, Every, Figure, SlaAsked, SlaFilter};
use chrono::NaiveDate;
use faces::{
    Problem, Shell, blocking, breaches_told, from_file, handed_out, sla_document, spooled,
    write_breaches_csv, write_sla_json,
};
use locale::Language;
use report::{Document, Format, Unwritten};
use serde_json::json;
use std::fs::File;

type Pairs = Query<Vec<(String, String)>>;

/// Tables of the report.
const PARTS: [&str; 6] = ["targets", "groups", "trend", "causes", "worst", "breaches"];

/// Desk, period and filter, which both routes ask for.
#[derive(Default)]
struct Base {
    desk: Option<String>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    filter: SlaFilter,
}

impl Base {
    /// Takes a parameter that is one of its own; whether it was.
    fn take(&mut self, name: &str, value: &str) -> Result<bool, Denied> {
        let date = |field, value: &str| value.parse().map_err(|_| Denied::malformed(field, "not_a_date"));
        match name {
            "desk" => self.desk = Some(value.to_owned()),
            "from" => self.from = Some(date("from", value)?),
            "to" => self.to = Some(date("to", value)?),
            "own" if !["true", "false"].contains(&value) => {
                return Err(Denied::unknown("own", ["true", "false"]));
            }
            _ => return Ok(self.filter.set(name, value)),
        }
        Ok(true)
    }

    fn asked(self) -> Result<SlaAsked, Denied> {
        let required = |field| move || Denied::malformed(field, "required");
        let desk = self.desk.ok_or_else(required("desk"))?;
        let (from, to) = (self.from.ok_or_else(required("from"))?, self.to.ok_or_else(required("to"))?);
        Ok(SlaAsked { filter: self.filter, ..SlaAsked::of(&desk, from, to) })
    }
}

fn unknown_field(name: &str) -> Denied {
    Denied::malformed(name, "unknown_field")
}

/// What is asked, in which form (none is JSON), and which table of values.
struct Wanted {
    asked: SlaAsked,
    format: Option<Format>,
    part: Option<String>,
}

fn read(query: &[(String, String)]) -> Result<Wanted, Denied> {
    let (mut base, mut by, mut trend) = (Base::default(), None, None);
    let (mut form, mut part) = (None, None);
    for (name, value) in query {
        match (name.as_str(), value.as_str()) {
            ("by", key) => {
                let all = || Dimension::ALL.map(Dimension::as_str);
                by = Some(Dimension::parse(key).ok_or_else(|| Denied::unknown("by", all()))?);
            }
            ("trend", key) => {
                let all = || Every::ALL.map(Every::as_str);
                trend = Some(Every::parse(key).ok_or_else(|| Denied::unknown("trend", all()))?);
            }
            ("format", key) => form = format(key)?,
            ("part", key) if PARTS.contains(&key) => part = Some(key.to_owned()),
            ("part", _) => return Err(Denied::unknown("part", PARTS)),
            (name, value) if base.take(name, value)? => {}
            (other, _) => return Err(unknown_field(other)),
        }
    }
    Ok(Wanted { asked: SlaAsked { by, trend, ..base.asked()? }, format: form, part })
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

/// A report on its way out.
enum Out {
    /// Written to a file before, for it may be long.
    Long(&'static str, File),
    Document(Document, Format, Option<String>, Language),
}

/// The report on service levels of a desk for local dates, `to` exclusive; JSON, workbook and PDF whole, CSV one
/// of its tables.
pub(crate) async fn sla(
    shell: Data<Shell>,
    request: HttpRequest,
    query: Pairs,
) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(&shell, &request).await?;
        let Wanted { asked, format, part } = read(&query)?;
        let language = identity.user.language.as_deref().and_then(Language::parse);
        let (app, now) = (shell.app.clone(), shell.now());
        let made = blocking(move || {
            let reader = &identity.principal;
            let Some(format) = format else {
                let json = spooled(|out| write_sla_json(&app, reader, &asked, now, out))?;
                return Ok(Out::Long("application/json", json));
            };
            // Which desk is unknown is said by the use case.
            let Some(desk) = app.desk(&asked.desk) else {
                return app.sla_report(reader, &asked, now).and(Err(Denied::NotFound));
            };
            let language = language.or_else(|| Language::parse(&desk.language)).unwrap_or(Language::Sv);
            if format == Format::Csv && part.as_deref() == Some("breaches") {
                let of = (&*desk, language, now);
                let csv = spooled(|out| write_breaches_csv(&app, reader, &asked, of, out))?;
                return Ok(Out::Long(format.media_type(), csv));
            }
            let asked = SlaAsked { breaches_max: breaches_told(format), ..asked };
            let report = app.sla_report(reader, &asked, now)?;
            Ok(Out::Document(sla_document(&report, &desk, (language, now), format), format, part, language))
        });
        match made.await? {
            Out::Long(media_type, long) => Ok(from_file(media_type, long)),
            Out::Document(document, format, part, language) => {
                Ok(file(document, format, part.as_deref(), language)?)
            }
        }
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}

/// The clocks behind a figure, oldest first, as many as the figure says, in pages.
pub(crate) async fn clocks(
    shell: Data<Shell>,
    request: HttpRequest,
    query: Pairs,
) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(&shell, &request).await?;
        let (mut base, mut figure, mut after, mut limit) = (Base::default(), None, None, LIMIT);
        for (name, value) in query.iter() {
            match name.as_str() {
                "figure" => {
                    let all = Figure::ALL.map(Figure::as_str);
                    figure = Some(Figure::parse(value).ok_or_else(|| Denied::unknown("figure", all))?);
                }
                "limit" => {
                    let asked = value.parse().ok().filter(|l| (1..=LIMIT_MAX).contains(l));
                    limit = asked.ok_or_else(|| Denied::malformed("limit", "out_of_range"))?;
                }
                "cursor" => {
                    after = Some(mark(value).ok_or_else(|| Denied::malformed("cursor", "malformed"))?);
                }
                name if base.take(name, value)? => {}
                other => return Err(unknown_field(other).into()),
            }
        }
        let asked = base.asked()?;
        let figure = figure.ok_or_else(|| Denied::malformed("figure", "required"))?;
        let (app, now) = (shell.app.clone(), shell.now());
        let page = blocking(move || {
            let period = (asked.desk.as_str(), asked.from, asked.to);
            app.sla_clocks(&identity.principal, period, (figure, &asked.filter), (after, limit), now)
        })
        .await?;
        Ok(HttpResponse::Ok().json(json!({ "items": page.items, "next_cursor": page.next.map(cursor) })))
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}
