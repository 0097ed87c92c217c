//! The report on service levels of a period, for who may read reports: figures per target and by a dimension the
//! reader chooses, each a link to the clocks behind it; the trend; every breach as a link to its case. Dates are the
//! desk's own; the last day is included.

mod asked;
mod breaches;
mod clocks;
mod shown;

use crate::answer::Answer;
use crate::field::{Choice, Control, Field, Maker};
use crate::nav::{self, Frame};
use crate::notice::malformed;
use crate::visit::{self, Visit};
use crate::words::Words;
use ::report::Format;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::read::local_date;
use app::report::{Dimension, Every, Figure, SlaReport, TargetRow};
use askama::Template;
use breaches::BreachShown;
use chrono::{Datelike as _, Days, NaiveDate};
use desk::Desk;
use faces::{
    FIGURES, Shell, breaches_table, breaches_told, cause_name, causes_table, group_name, groups_table,
    handed_out, sla_document, spooled, target_name, targets_chart, targets_table, trend_chart, trend_table,
    trend_targets, worst_table, write_breaches_csv,
};
use std::sync::Arc;

pub(crate) use asked::{Asked, desk_and_period, month};
pub(crate) use breaches::cause;
pub(crate) use clocks::clocks;
pub(crate) use shown::{Shown, shown};

/// Address of the page.
pub(crate) const SLA: &str = "/reports/sla";
/// Columns of a row of figures before the figures.
const NAMES: usize = 3;

type Pairs = Query<Vec<(String, String)>>;

#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    frame: Frame,
    /// Desks whose reports may be read: address, name, whether it is this one.
    desks: Vec<(String, String, bool)>,
    /// What the form keeps beside its fields.
    hidden: Vec<(&'static str, String)>,
    fields: Vec<Field>,
    /// Other periods: address and name.
    periods: Vec<(String, String)>,
    /// What it is narrowed to: the address without it, and in words.
    only: Vec<(String, String)>,
    parts: Vec<Part>,
    /// What stands behind each breach; the part of the breaches shows it.
    breaches: Vec<BreachShown>,
    csrf: String,
    key: String,
    /// The query of this page.
    back: String,
    /// The whole as files: address and name.
    files: Vec<(String, String)>,
}

/// One table of the page.
struct Part {
    id: &'static str,
    title: String,
    note: Option<String>,
    /// The table drawn.
    chart: Option<String>,
    table: Shown,
    /// What stands there where there is nothing.
    empty: String,
    /// Address and words of what the table leaves out.
    more: Option<(String, String)>,
    /// The same as a file: address and words.
    file: Option<(String, String)>,
}

/// `GET /reports/sla?desk=…&from=…&until=…`; without dates the month so far.
pub(crate) async fn sla(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let asked = Asked::read(visit, &query)?;
        show(visit, &asked)
    })
    .await
}

/// `GET /reports/sla.csv?…&part=targets|groups|trend|causes|worst|breaches`, `.xlsx`, `.pdf`.
pub(crate) async fn file(
    shell: Data<Shell>,
    request: HttpRequest,
    path: Path<String>,
    query: Pairs,
) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let format = Format::parse(&path).ok_or(Denied::NotFound)?;
        let asked = Asked::read(visit, &query)?;
        let (reader, language) = (&visit.identity.principal, visit.words.0);
        let part = query.iter().find(|(k, _)| k == "part").map_or("targets", |(_, v)| v.as_str());
        let name = if format == Format::Csv { part } else { "sla" };
        let name = format!("{}-{name}-{}-{}.{}", asked.desk.key, asked.from, asked.until, format.key());
        if format == Format::Csv && part == "breaches" {
            let (all, of) = (asked.report(None)?, (&*asked.desk, language, visit.now));
            let csv = spooled(|out| write_breaches_csv(&visit.app, reader, &all, of, out))?;
            return Ok(Answer::Long(name, format.media_type(), csv));
        }
        let report = visit.app.sla_report(reader, &asked.report(breaches_told(format))?, visit.now)?;
        let document = sla_document(&report, &asked.desk, (language, visit.now), format);
        if format == Format::Csv && document.part(part).is_none() {
            return Err(Denied::NotFound);
        }
        let bytes = handed_out(document, format, Some(part), language)
            .map_err(|e| store::Fault::Setup(e.to_string()))?;
        Ok(Answer::File(name, format.media_type(), bytes))
    })
    .await
}

fn show(visit: &Visit, asked: &Asked) -> Result<Answer, Denied> {
    let words = visit.words;
    let made =
        asked.page().and_then(|asked| visit.app.sla_report(&visit.identity.principal, &asked, visit.now));
    let (report, fault) = match made {
        Ok(report) => (Some(report), None),
        Err(Denied::Malformed { field, why, .. }) if ["from", "to", "until"].contains(&field.as_str()) => {
            // The use case counts to the day after; people typed the last day.
            let field = if field == "to" { "until".to_owned() } else { field };
            let fault = malformed(words, &field, why, &[]);
            (None, Some((field, fault)))
        }
        Err(denied) => return Err(denied),
    };
    let name = asked.desk.name.in_language(words.language());
    let title = words.with(
        "report-title",
        &[("desk", name), ("from", &asked.from.to_string()), ("until", &asked.until.to_string())],
    );
    let desks = visit.app.reporting_desks(&visit.identity.principal);
    let tab = |d: &Arc<Desk>| {
        let other = format!("{SLA}?desk={}&from={}&until={}", d.key, asked.from, asked.until);
        (other, d.name.in_language(words.language()).to_owned(), d.key == asked.desk.key)
    };
    let hidden = asked.pairs().into_iter().filter(|(k, _)| !["from", "until", "by", "trend"].contains(k));
    Answer::ok(&Page {
        frame: nav::frame(visit, title, Some(SLA))?,
        desks: if desks.len() > 1 { desks.iter().map(tab).collect() } else { Vec::new() },
        hidden: hidden.collect(),
        fields: fields(asked, words, fault),
        periods: periods(visit, asked),
        only: only(asked, words),
        breaches: report
            .as_ref()
            .map(|report| breaches::shown(&report.breaches, asked, visit))
            .unwrap_or_default(),
        csrf: visit.identity.csrf.clone(),
        key: visit.key.clone(),
        back: asked.query(),
        files: whole(asked, words),
        parts: report.map(|report| parts(&report, asked, words)).unwrap_or_default(),
    })
}

/// The whole as workbook and document.
fn whole(asked: &Asked, words: Words) -> Vec<(String, String)> {
    let file = |format: Format| {
        let address = format!("{SLA}.{}?{}", format.key(), asked.query());
        (address, words.t(&format!("paper-file-{}", format.key())))
    };
    [Format::Xlsx, Format::Pdf].map(file).to_vec()
}

fn fields(asked: &Asked, words: Words, fault: Option<(String, String)>) -> Vec<Field> {
    let maker = Maker { form: "report", words, typed: None, fault };
    let date = |name, label, value: NaiveDate| {
        maker.field(name, label, Control::Line("date", "off"), &value.to_string())
    };
    let dimension = |by: Dimension| Choice::new(by.as_str(), words.t(&format!("report-{}", by.as_str())));
    let every =
        |every: Every| Choice::new(every.as_str(), words.t(&format!("report-every-{}", every.as_str())));
    let by = Dimension::ALL.map(dimension).to_vec();
    let trend = Control::Choice(Every::ALL.map(every).to_vec());
    vec![
        date("from", "from", asked.from),
        date("until", "until-date", asked.until),
        maker.choice("by", "by", by, asked.by.map_or("", Dimension::as_str)),
        maker.field("trend", "trend", trend, asked.every().as_str()),
    ]
}

/// The periods beside this one, and those people ask for most, of a desk's own calendar.
fn periods(visit: &Visit, asked: &Asked) -> Vec<(String, String)> {
    let today = local_date(&asked.desk.zone, visit.now);
    let (first, last) = month(today);
    let before = month(first.pred_opt().unwrap_or(first));
    let week = (today.checked_sub_days(Days::new(6)).unwrap_or(today), today);
    let year = |month, day| NaiveDate::from_ymd_opt(today.year(), month, day).unwrap_or(today);
    let [previous, next] = asked.beside();
    [
        ("report-previous", previous),
        ("report-following", next),
        ("report-this-month", (first, last)),
        ("report-last-month", before),
        ("report-seven-days", week),
        ("report-this-year", (year(1, 1), year(12, 31))),
    ]
    .into_iter()
    .map(|(label, period)| (asked.during(period).address(), visit.words.t(label)))
    .collect()
}

/// What the figures are narrowed to, each with the address without it.
fn only(asked: &Asked, words: Words) -> Vec<(String, String)> {
    let set = asked.filter.pairs().into_iter().filter(|(name, _)| *name != "own");
    set.filter_map(|(name, key)| {
        let mut without = asked.clone();
        without.filter = app::report::SlaFilter::default();
        for (other, value) in asked.filter.pairs() {
            if let Some(value) =
                value.filter(|_| other != name && !(name == "organisation" && other == "own"))
            {
                without.filter.set(other, value);
            }
        }
        Some((without.address(), fact(asked, words, name, key?)))
    })
    .collect()
}

/// One fact the figures are narrowed to, in words.
fn fact(asked: &Asked, words: Words, name: &str, key: &str) -> String {
    let value = match (name, Dimension::parse(name)) {
        (_, Some(by)) => group_name(&asked.desk, by, Some(key), words.0),
        ("target", _) => target_name(&asked.desk, key, words.0),
        ("cause", _) => cause_name(&asked.desk, Some(key), words.0),
        _ => key.to_owned(),
    };
    format!("{} {value}", words.t(&format!("report-{name}")))
}

/// What the figures are narrowed to, in one sentence.
fn facts(asked: &Asked, words: Words) -> String {
    let set = asked.filter.pairs().into_iter().filter(|(name, _)| *name != "own");
    set.filter_map(|(name, key)| Some(fact(asked, words, name, key?))).collect::<Vec<_>>().join(", ")
}

fn parts(report: &SlaReport, asked: &Asked, words: Words) -> Vec<Part> {
    let file =
        |part: &str, label: &str| Some((format!("{SLA}.csv?{}&part={part}", asked.query()), words.t(label)));
    let part = |id, title: &str, table| Part {
        id,
        title: words.t(title),
        note: None,
        chart: None,
        table,
        empty: words.t("report-no-figures"),
        more: None,
        file: None,
    };
    let mut parts = vec![Part {
        chart: targets_drawn(report, asked, words),
        file: file("targets", "report-file-targets"),
        ..part("targets", "report-targets", targets(report, asked, words))
    }];
    if asked.by.is_some() {
        parts.push(Part {
            file: file("groups", "report-file-groups"),
            ..part("groups", "report-groups", groups(report, asked, words))
        });
    }
    parts.push(Part {
        note: Some(words.t("report-trend-note")),
        chart: trend_drawn(report, asked, words),
        file: file("trend", "report-file-trend"),
        ..part("trend", "report-trend", trend(report, asked, words))
    });
    let missed: i64 = report.targets.iter().map(|row| row.missed).sum();
    if missed > 0 {
        parts.push(part("causes", "report-causes", causes(report, asked, words)));
        parts.push(Part {
            note: Some(words.t("report-worst-note")),
            ..part("worst", "report-worst", worst(report, asked, words))
        });
    }
    let left_out = usize::try_from(missed).is_ok_and(|missed| missed > report.breaches.len());
    let more = words.one("report-all-breaches", "count", &missed.to_string());
    parts.push(Part {
        empty: words.t("report-none"),
        more: left_out.then(|| (asked.clocks(Figure::Missed), more)),
        file: file("breaches", "report-file-breaches"),
        ..part("breaches", "report-breaches", breach_rows(report, asked, words))
    });
    parts
}

/// The figure of a column, where clocks are behind it.
fn figure(column: usize) -> Option<Figure> {
    FIGURES.get(column.checked_sub(NAMES)?)?.1
}

fn targets(report: &SlaReport, asked: &Asked, words: Words) -> Shown {
    shown(&targets_table(report, &asked.desk, words.0), |row, column| {
        let of = asked.of_target(report.targets.get(row)?);
        if column == 0 { Some(of.address()) } else { figure(column).map(|figure| of.clocks(figure)) }
    })
}

fn groups(report: &SlaReport, asked: &Asked, words: Words) -> Shown {
    let by = asked.by.map_or("line", Dimension::as_str);
    let rows: Vec<(Asked, &TargetRow)> = report
        .groups
        .iter()
        .flat_map(|group| {
            let mut of = asked.narrowed(by, group.key.as_deref().unwrap_or_default());
            of.filter.own |= group.own;
            group.targets.iter().map(move |row| (of.clone(), row))
        })
        .collect();
    shown(&groups_table(report, &asked.desk, words.0), |row, column| {
        let (of, row) = rows.get(row)?;
        if column == 0 { Some(of.address()) } else { figure(column).map(|f| of.of_target(row).clocks(f)) }
    })
}

fn trend(report: &SlaReport, asked: &Asked, words: Words) -> Shown {
    let keys = trend_targets(report);
    shown(&trend_table(report, &asked.desk, words.0), |row, column| {
        let period = report.trend.get(row)?;
        let of = asked.during((period.from, period.to.pred_opt()?));
        let Some(target) = column.checked_sub(1) else { return Some(of.address()) };
        let (agreement, target) = keys.get(target)?;
        Some(of.narrowed("agreement", agreement).narrowed("target", target).clocks(Figure::Decided))
    })
}

/// Met and missed drawn, beside their table.
fn targets_drawn(report: &SlaReport, asked: &Asked, words: Words) -> Option<String> {
    let table = targets_table(report, &asked.desk, words.0);
    targets_chart(&table, words.0).map(|chart| ::report::to_svg(&chart, &table, "targets-chart"))
}

/// The trend drawn, beside its table.
fn trend_drawn(report: &SlaReport, asked: &Asked, words: Words) -> Option<String> {
    let table = trend_table(report, &asked.desk, words.0);
    trend_chart(&table, words.0).map(|chart| ::report::to_svg(&chart, &table, "trend-chart"))
}

fn causes(report: &SlaReport, asked: &Asked, words: Words) -> Shown {
    shown(&causes_table(report, &asked.desk, words.0), |row, column| {
        let cause = report.causes.get(row)?.cause.as_deref().unwrap_or_default();
        (column == 1).then(|| asked.narrowed("cause", cause).clocks(Figure::Missed))
    })
}

/// The ten worst of a target that was chosen, else the ten worst of all.
fn worst(report: &SlaReport, asked: &Asked, words: Words) -> Shown {
    let mut report = report.clone();
    if asked.filter.target.is_none() {
        let mut all: Vec<(usize, i64)> = Vec::new();
        for (at, row) in report.targets.iter().enumerate() {
            all.extend(row.worst.iter().map(|worst| (at, worst.past_due_seconds)));
        }
        all.sort_by_key(|(_, seconds)| -seconds);
        all.truncate(10);
        for (at, row) in report.targets.iter_mut().enumerate() {
            // Each target's own are the worst first.
            row.worst.truncate(all.iter().filter(|(target, _)| *target == at).count());
        }
    }
    let references: Vec<String> =
        report.targets.iter().flat_map(|row| row.worst.iter().map(|w| w.reference.to_string())).collect();
    shown(&worst_table(&report, &asked.desk, words.0), |row, column| {
        (column == 0).then(|| references.get(row).map(|r| format!("/cases/{r}"))).flatten()
    })
}

fn breach_rows(report: &SlaReport, asked: &Asked, words: Words) -> Shown {
    shown(&breaches_table(report, &asked.desk, words.0), |row, column| {
        let breach = report.breaches.get(row).filter(|_| column == 0)?;
        Some(format!("/cases/{}", breach.reference))
    })
}
