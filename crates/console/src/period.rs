//! The page of a report on a desk and a period, and the same as files: one for all of them. Dates are the desk's own;
//! the last day is included. Without dates it is the month so far.

use crate::answer::Answer;
use crate::field::{Choice, Control, Field, Maker};
use crate::nav::{self, Frame};
use crate::notice::malformed;
use crate::report::{Shown, desk_and_period, month, shown};
use crate::visit::{self, Visit};
use ::report::{Format, to_svg};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::read::local_date;
use askama::Template;
use chrono::{Months, NaiveDate};
use desk::Desk;
use faces::{
    Made, PeriodAsked, PeriodReport, Section, Shell, coded, handed_out, page_query, period_document,
    period_report,
};
use locale::text_with;
use std::sync::Arc;

/// Rows of a table on a page, and of one that was narrowed; who needs them all takes a file.
const ROWS: usize = 200;
const ROWS_NARROWED: usize = 5_000;
/// Months to choose from.
const MONTHS: u32 = 24;

type Pairs = Query<Vec<(String, String)>>;

#[derive(Template)]
#[template(path = "period.html")]
struct Page {
    frame: Frame,
    /// Where it is.
    address: String,
    /// Desks whose report may be read: address, name, whether it is this one.
    desks: Vec<(String, String, bool)>,
    /// What the form keeps: desk and narrowings.
    kept: Vec<(String, String)>,
    fields: Vec<Field>,
    /// Other periods: address and name.
    periods: Vec<(String, String)>,
    notes: Vec<String>,
    /// Where the same is told without a narrowing, where it is narrowed.
    whole: Option<String>,
    parts: Vec<Drawn>,
    /// Addresses of the whole as files, and of what stands in files alone, with their names.
    files: Vec<(String, String)>,
    /// What else the page of this report has.
    below: String,
}

/// One part of the page.
struct Drawn {
    key: String,
    heading: String,
    notes: Vec<String>,
    chart: Option<String>,
    table: Shown,
    file: String,
}

/// Which report, of which desk and dates, narrowed to what.
pub(crate) struct Asked {
    pub report: &'static dyn PeriodReport,
    pub desk: Arc<Desk>,
    pub from: NaiveDate,
    pub until: NaiveDate,
    /// Narrowings by name.
    pub only: Vec<(String, String)>,
}

impl Asked {
    /// Reads a query.
    pub fn read(visit: &Visit, key: &str, query: &[(String, String)]) -> Result<Self, Denied> {
        let report = period_report(key).ok_or(Denied::NotFound)?;
        let value = |name: &str| query.iter().find(|(k, _)| k == name).map(|(_, v)| v.trim());
        let desks = report.desks(&visit.app, &visit.identity.principal);
        let (desk, mut from, mut until) = desk_and_period(visit, desks, query)?;
        if let Some(chosen) = value("month").filter(|chosen| report.is_sheet() && !chosen.is_empty()) {
            let first = format!("{chosen}-01").parse();
            (from, until) = month(first.map_err(|_| Denied::malformed("month", "not_a_month"))?);
        }
        let narrowing = |name: &&str| Some(((*name).to_owned(), value(name)?.to_owned()));
        let only = report.narrowed_by().iter().filter_map(narrowing).filter(|(_, v)| !v.is_empty()).collect();
        Ok(Self { report, desk, from, until, only })
    }

    /// First date and the one the period ends before.
    pub fn dates(&self) -> Result<(NaiveDate, NaiveDate), Denied> {
        let to = self.until.succ_opt().ok_or_else(|| Denied::malformed("until", "out_of_range"))?;
        Ok((self.from, to))
    }

    /// Runs with what the use case is asked. It counts to the day after; people typed the last day.
    fn with<T>(
        &self,
        visit: &Visit,
        run: impl FnOnce(&PeriodAsked) -> Result<T, Denied>,
    ) -> Result<T, Denied> {
        let (from, to) = self.dates()?;
        let (reader, desk, only) = (&visit.identity.principal, &*self.desk, self.only.as_slice());
        let asked = PeriodAsked { reader, desk, from, to, only, language: visit.words.0, now: visit.now };
        run(&asked).map_err(|denied| match denied {
            Denied::Malformed { field, why, allowed } if field == "to" => {
                let last = |day: String| day.parse().ok().and_then(|day: NaiveDate| day.pred_opt());
                let allowed = allowed.into_iter().filter_map(last).map(|day| day.to_string()).collect();
                Denied::Malformed { field: "until".to_owned(), why, allowed }
            }
            other => other,
        })
    }

    fn make(&self, visit: &Visit) -> Result<Made, Denied> {
        self.with(visit, |asked| self.report.make(&visit.app, asked))
    }

    /// Desk and dates as a query.
    pub fn query(&self) -> String {
        page_query(&self.desk.key, (self.from, self.until))
    }

    /// The page with a query.
    pub fn address(&self, query: &str) -> String {
        format!("/reports/{}?{query}", self.report.key())
    }

    /// The whole, or a part, in a form.
    fn file(&self, format: Format, part: Option<&str>) -> String {
        let only: String = self.only.iter().map(|(k, v)| format!("&{k}={}", coded(v))).collect();
        let part = part.map(|part| format!("&part={part}")).unwrap_or_default();
        format!("/reports/{}.{}?{}{only}{part}", self.report.key(), format.key(), self.query())
    }
}

/// `GET /reports/{report}?desk=…&from=…&until=…`.
pub(crate) async fn page(
    shell: Data<Shell>,
    request: HttpRequest,
    path: Path<String>,
    query: Pairs,
) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let asked = Asked::read(visit, &path, &query)?;
        known(&asked, &query)?;
        let mut below = crate::effort::below(visit, &asked, None)?;
        below.push_str(&crate::present::below(visit, &asked, None)?);
        show(visit, &asked, below)
    })
    .await
}

/// `GET /reports/{report}.csv?…&part=…`, `.xlsx`, `.pdf`.
pub(crate) async fn file(
    shell: Data<Shell>,
    request: HttpRequest,
    path: Path<(String, String)>,
    query: Pairs,
) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let (key, form) = &*path;
        let format = Format::parse(form).ok_or(Denied::NotFound)?;
        let asked = Asked::read(visit, key, &query)?;
        known(&asked, &query)?;
        let part = query.iter().find(|(k, _)| k == "part").map(|(_, v)| v.as_str());
        let part = part.or_else(|| asked.report.parts().first().copied());
        let document = asked.with(visit, |of| {
            let made = asked.report.make(&visit.app, of)?;
            Ok(period_document(asked.report, made, of))
        })?;
        let part = part.and_then(|part| document.part(part)).map(|part| part.key.clone());
        let part = part.ok_or(Denied::NotFound)?;
        let name = if format == Format::Csv { format!("{key}-{part}") } else { key.clone() };
        let name = format!("{}-{name}-{}-{}.{}", asked.desk.key, asked.from, asked.until, format.key());
        let bytes = handed_out(document, format, Some(&part), visit.words.0)
            .map_err(|e| store::Fault::Setup(e.to_string()))?;
        Ok(Answer::File(name, format.media_type(), bytes))
    })
    .await
}

/// Refuses what a report cannot be asked: what it does not know would be no narrowing at all.
fn known(asked: &Asked, query: &[(String, String)]) -> Result<(), Denied> {
    let names = || ["desk", "from", "until", "to", "month", "part"].into_iter();
    let own = || names().chain(asked.report.narrowed_by().iter().copied());
    match query.iter().find(|(name, value)| !value.is_empty() && !own().any(|known| known == name)) {
        Some((name, _)) => {
            let allowed = own().map(str::to_owned).collect();
            Err(Denied::Malformed { field: name.clone(), why: "unknown_field", allowed })
        }
        None => Ok(()),
    }
}

/// The page, with what else it has.
pub(crate) fn show(visit: &Visit, asked: &Asked, below: String) -> Result<Answer, Denied> {
    let (words, desk) = (visit.words, &asked.desk);
    let (made, fault) = match asked.make(visit) {
        Ok(made) => (Some(made), None),
        Err(Denied::Malformed { field, why, allowed }) if ["from", "until"].contains(&field.as_str()) => {
            let fault = malformed(words, &field, why, &allowed);
            (None, Some((if asked.report.is_sheet() { "month".to_owned() } else { field }, fault)))
        }
        Err(denied) => return Err(denied),
    };
    let maker = Maker { form: "report", words, typed: None, fault };
    let (name, key) = (desk.name.in_language(words.language()), asked.report.key());
    let (from, until) = (asked.from.to_string(), asked.until.to_string());
    let title = words.with(&format!("{key}-title"), &[("desk", name), ("from", &from), ("until", &until)]);
    let desks = asked.report.desks(&visit.app, &visit.identity.principal);
    let tab = |d: &Arc<Desk>| {
        let address = asked.address(&page_query(&d.key, (asked.from, asked.until)));
        (address, d.name.in_language(words.language()).to_owned(), d.key == desk.key)
    };
    let mut kept = vec![("desk".to_owned(), desk.key.clone())];
    kept.extend(asked.only.iter().cloned());
    let own = made.as_ref().and_then(|made| made.title.clone());
    let title = own.unwrap_or(title);
    let (notes, mut sections) = made.map(|made| (made.notes, made.sections)).unwrap_or_default();
    let mut files: Vec<(String, String)> = [Format::Xlsx, Format::Pdf]
        .map(|format| (asked.file(format, None), words.t(&format!("paper-file-{}", format.key()))))
        .to_vec();
    let in_files = |section: &Section| asked.report.only_in_files().contains(&section.part.key.as_str());
    for Section { part, .. } in sections.iter().filter(|section| in_files(section)) {
        files.push((asked.file(Format::Csv, Some(&part.key)), format!("{} (CSV)", part.heading)));
    }
    sections.retain(|section| !in_files(section));
    let address = format!("/reports/{key}");
    Answer::ok(&Page {
        frame: nav::frame(visit, title, Some(&address))?,
        address,
        desks: if desks.len() > 1 { desks.iter().map(tab).collect() } else { Vec::new() },
        kept,
        fields: fields(visit, asked, &maker),
        periods: periods(visit, asked),
        notes,
        whole: (!asked.only.is_empty()).then(|| asked.address(&asked.query())),
        parts: sections.into_iter().map(|section| drawn(visit, asked, section)).collect(),
        files,
        below,
    })
}

/// What period to choose: dates, or of a sheet a month.
fn fields(visit: &Visit, asked: &Asked, maker: &Maker) -> Vec<Field> {
    if asked.report.is_sheet() {
        let chosen = asked.from.format("%Y-%m").to_string();
        let months = Control::Choice(months(visit, asked));
        return vec![maker.field("month", "sheet-month", months, &chosen)];
    }
    let date = |name, label, value: NaiveDate| {
        maker.field(name, label, Control::Line("date", "off"), &value.to_string())
    };
    vec![date("from", "from", asked.from), date("until", "until-date", asked.until)]
}

/// The last months, the newest first, and the one that is asked for.
fn months(visit: &Visit, asked: &Asked) -> Vec<Choice> {
    let this = month(local_date(&asked.desk.zone, visit.now)).0;
    let mut firsts: Vec<NaiveDate> =
        (0..MONTHS).filter_map(|back| this.checked_sub_months(Months::new(back))).collect();
    let own = month(asked.from).0;
    if !firsts.contains(&own) {
        firsts.push(own);
        firsts.sort_by_key(|first| std::cmp::Reverse(*first));
    }
    let choice = |first: NaiveDate| {
        let name = visit.words.t(&format!("month-{}", first.format("%m")));
        Choice::new(&first.format("%Y-%m").to_string(), format!("{name} {}", first.format("%Y")))
    };
    firsts.into_iter().map(choice).collect()
}

/// A part as it stands on the page; a long table ends early and says so.
fn drawn(visit: &Visit, asked: &Asked, mut section: Section) -> Drawn {
    let part = &mut section.part;
    let chart = part.chart.as_ref().filter(|_| !part.table.rows.is_empty());
    let chart = chart.map(|chart| to_svg(chart, &part.table, &part.key));
    let most = if asked.only.is_empty() { ROWS } else { ROWS_NARROWED };
    let more = part.table.rows.len().saturating_sub(most);
    if more > 0 {
        part.table.rows.truncate(most);
        let values = [("more".to_owned(), more.to_string())];
        part.notes.push(text_with(visit.words.0, "paper-more", &values.into()));
    }
    let table = shown(&section.part.table, |row, column| section.link(row, column).map(str::to_owned));
    let part = section.part;
    let file = asked.file(Format::Csv, Some(&part.key));
    Drawn { key: part.key, heading: part.heading, notes: part.notes, chart, table, file }
}

/// This month and the one before, of a desk's own calendar.
fn periods(visit: &Visit, asked: &Asked) -> Vec<(String, String)> {
    let this = month(local_date(&asked.desk.zone, visit.now));
    let before = month(this.0.pred_opt().unwrap_or(this.0));
    [("report-this-month", this), ("report-last-month", before)]
        .into_iter()
        .map(|(label, period)| (asked.address(&page_query(&asked.desk.key, period)), visit.words.t(label)))
        .collect()
}
