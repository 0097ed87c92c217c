//! The breach report of a period, for who may read reports: figures per target, and every breach as a link to its
//! case. Dates are the desk's own; the last day is included.

use crate::answer::Answer;
use crate::field::{Control, Field, Maker};
use crate::nav::{self, Frame};
use crate::notice::malformed;
use crate::visit::{self, Visit};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::read::local_date;
use app::report::SlaReport;
use askama::Template;
use chrono::{Datelike as _, Days, Months, NaiveDate};
use desk::Desk;
use faces::{Shell, breaches_table, targets_table};
use std::sync::Arc;

/// Address of the page.
pub(crate) const SLA: &str = "/reports/sla";

type Pairs = Query<Vec<(String, String)>>;

#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    frame: Frame,
    /// Desks whose reports may be read: address, name, whether it is this one.
    desks: Vec<(String, String, bool)>,
    desk: String,
    fields: Vec<Field>,
    /// Other periods: address and name.
    periods: Vec<(String, String)>,
    targets: Shown,
    breaches: Shown,
    /// Addresses of the same as files.
    files: [(String, String); 2],
}

/// Words, and whether they are a number.
pub(crate) type ShownCell = (String, bool);

/// A table as it stands on the page.
pub(crate) struct Shown {
    pub titles: Vec<ShownCell>,
    /// Rows; the first cell is a link where there is an address.
    pub rows: Vec<(Option<String>, Vec<ShownCell>)>,
}

/// A desk and the first and last local date asked for.
struct Asked {
    desk: Arc<Desk>,
    from: NaiveDate,
    until: NaiveDate,
}

impl Asked {
    fn read(visit: &Visit, query: &[(String, String)]) -> Result<Self, Denied> {
        let value = |name: &str| query.iter().find(|(k, _)| k == name).map(|(_, v)| v.trim());
        let desks = visit.app.reporting_desks(&visit.identity.principal);
        let desk = match value("desk") {
            Some(key) => desks.into_iter().find(|d| d.key == key),
            None => desks.into_iter().next(),
        };
        let desk = desk.ok_or(Denied::Forbidden)?;
        let (first, last) = month(local_date(&desk.zone, visit.now));
        let date = |name: &str, otherwise| match value(name).filter(|v| !v.is_empty()) {
            Some(typed) => typed.parse().map_err(|_| Denied::malformed(name, "not_a_date")),
            None => Ok(otherwise),
        };
        Ok(Self { from: date("from", first)?, until: date("until", last)?, desk })
    }

    fn report(&self, visit: &Visit) -> Result<SlaReport, Denied> {
        let to = self.until.succ_opt().ok_or_else(|| Denied::malformed("until", "out_of_range"))?;
        let report =
            visit.app.sla_report(&visit.identity.principal, &self.desk.key, (self.from, to), visit.now);
        // The use case counts to the day after; people typed the last day.
        report.map_err(|denied| match denied {
            Denied::Malformed { field, why, .. } if field == "to" => Denied::malformed("until", why),
            other => other,
        })
    }

    fn query(&self) -> String {
        query(&self.desk.key, (self.from, self.until))
    }
}

fn query(desk: &str, (from, until): (NaiveDate, NaiveDate)) -> String {
    format!("desk={desk}&from={from}&until={until}")
}

/// First and last day of a date's month.
pub(crate) fn month(date: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = date.with_day(1).unwrap_or(date);
    let last = first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt());
    (first, last.unwrap_or(date))
}

/// `GET /reports/sla?desk=…&from=…&until=…`; without dates the month so far.
pub(crate) async fn sla(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let asked = Asked::read(visit, &query)?;
        show(visit, &asked)
    })
    .await
}

/// `GET /reports/sla.csv?…&part=targets|breaches`.
pub(crate) async fn csv(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let asked = Asked::read(visit, &query)?;
        let report = asked.report(visit)?;
        let breaches = query.iter().any(|(k, v)| k == "part" && v == "breaches");
        let (part, table) = if breaches {
            ("breaches", breaches_table(&report, &asked.desk, visit.words.0))
        } else {
            ("targets", targets_table(&report, &asked.desk, visit.words.0))
        };
        let csv = ::report::to_csv(&table).map_err(|e| store::Fault::Setup(e.to_string()))?;
        let name = format!("{}-{part}-{}-{}.csv", asked.desk.key, asked.from, asked.until);
        Ok(Answer::File(name, "text/csv; charset=utf-8", csv.into_bytes()))
    })
    .await
}

fn show(visit: &Visit, asked: &Asked) -> Result<Answer, Denied> {
    let words = visit.words;
    let (report, fault) = match asked.report(visit) {
        Ok(report) => (Some(report), None),
        Err(Denied::Malformed { field, why, .. }) => {
            let fault = malformed(words, &field, why);
            (None, Some((field, fault)))
        }
        Err(denied) => return Err(denied),
    };
    let maker = Maker { form: "report", words, typed: None, fault };
    let name = asked.desk.name.in_language(words.language());
    let title = words.with(
        "report-title",
        &[("desk", name), ("from", &asked.from.to_string()), ("until", &asked.until.to_string())],
    );
    let desks = visit.app.reporting_desks(&visit.identity.principal);
    let tab = |d: &Arc<Desk>| {
        let address = format!("{SLA}?{}", query(&d.key, (asked.from, asked.until)));
        (address, d.name.in_language(words.language()).to_owned(), d.key == asked.desk.key)
    };
    let date = |name, label, value: NaiveDate| {
        maker.field(name, label, Control::Line("date", "off"), &value.to_string())
    };
    let file =
        |part: &str, label: &str| (format!("/reports/sla.csv?{}&part={part}", asked.query()), words.t(label));
    let none = || Shown { titles: Vec::new(), rows: Vec::new() };
    Answer::ok(&Page {
        frame: nav::frame(visit, title, Some(SLA))?,
        desks: if desks.len() > 1 { desks.iter().map(tab).collect() } else { Vec::new() },
        desk: asked.desk.key.clone(),
        fields: vec![date("from", "from", asked.from), date("until", "until-date", asked.until)],
        periods: periods(visit, &asked.desk),
        targets: report.as_ref().map_or_else(none, |r| targets(visit, r, &asked.desk)),
        breaches: report.as_ref().map_or_else(none, |r| breaches(visit, r, &asked.desk)),
        files: [file("targets", "report-file-targets"), file("breaches", "report-file-breaches")],
    })
}

/// Periods people ask for most, of a desk's own calendar.
fn periods(visit: &Visit, desk: &Desk) -> Vec<(String, String)> {
    let today = local_date(&desk.zone, visit.now);
    let (first, last) = month(today);
    let before = month(first.pred_opt().unwrap_or(first));
    let week = (today.checked_sub_days(Days::new(6)).unwrap_or(today), today);
    let year = |month, day| NaiveDate::from_ymd_opt(today.year(), month, day).unwrap_or(today);
    [
        ("report-this-month", (first, last)),
        ("report-last-month", before),
        ("report-seven-days", week),
        ("report-this-year", (year(1, 1), year(12, 31))),
    ]
    .into_iter()
    .map(|(label, period)| (format!("{SLA}?{}", query(&desk.key, period)), visit.words.t(label)))
    .collect()
}

fn targets(visit: &Visit, report: &SlaReport, desk: &Desk) -> Shown {
    let table = targets_table(report, desk, visit.words.0);
    shown(&table, |_| None)
}

fn breaches(visit: &Visit, report: &SlaReport, desk: &Desk) -> Shown {
    let table = breaches_table(report, desk, visit.words.0);
    shown(&table, |at| report.breaches.get(at).map(|row| format!("/cases/{}", row.reference)))
}

pub(crate) fn shown(table: &::report::Table, address: impl Fn(usize) -> Option<String>) -> Shown {
    let is_number =
        |column: usize| table.rows.iter().filter_map(|row| row.get(column)).any(::report::Cell::is_number);
    let titles = table.titles.iter().enumerate().map(|(at, title)| (title.clone(), is_number(at)));
    let row = |(at, row): (usize, &Vec<::report::Cell>)| {
        (address(at), row.iter().map(|cell| (cell.shown(), cell.is_number())).collect())
    };
    Shown { titles: titles.collect(), rows: table.rows.iter().enumerate().map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_has_its_first_and_last_day() {
        let date = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(month(date(2028, 2, 17)), (date(2028, 2, 1), date(2028, 2, 29)));
        assert_eq!(month(date(2026, 12, 31)), (date(2026, 12, 1), date(2026, 12, 31)));
    }
}
