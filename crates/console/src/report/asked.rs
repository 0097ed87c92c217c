//! What a reader of the report asked for, and addresses that ask for something near it.

use crate::visit::Visit;
use app::Denied;
use app::read::local_date;
use app::report::{Dimension, Every, Figure, SlaAsked, SlaFilter, length_of};
use chrono::{Days, NaiveDate};
use desk::Desk;
use faces::coded;
use std::sync::Arc;

/// Breaches on the page; the rest are behind a link.
const BREACHES: usize = 100;

/// A desk, the first and last local date, what to show of it.
#[derive(Clone)]
pub(crate) struct Asked {
    pub desk: Arc<Desk>,
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub by: Option<Dimension>,
    pub trend: Option<Every>,
    pub filter: SlaFilter,
}

impl Asked {
    /// Reads a query; without dates the month so far.
    pub fn read(visit: &Visit, query: &[(String, String)]) -> Result<Self, Denied> {
        let value = |name: &str| query.iter().find(|(k, _)| k == name).map(|(_, v)| v.trim());
        let desks = visit.app.reporting_desks(&visit.identity.principal);
        let (desk, from, until) = desk_and_period(visit, desks, query)?;
        let chosen = |name: &str| value(name).filter(|chosen| !chosen.is_empty());
        let by = chosen("by").map(|key| {
            Dimension::parse(key).ok_or_else(|| Denied::unknown("by", Dimension::ALL.map(Dimension::as_str)))
        });
        let trend = chosen("trend").map(|key| {
            Every::parse(key).ok_or_else(|| Denied::unknown("trend", Every::ALL.map(Every::as_str)))
        });
        let mut filter = SlaFilter::default();
        for (name, value) in query {
            filter.set(name, value.trim());
        }
        Ok(Self { desk, from, until, by: by.transpose()?, trend: trend.transpose()?, filter })
    }

    /// Date the period ends before.
    pub fn to(&self) -> Result<NaiveDate, Denied> {
        self.until.succ_opt().ok_or_else(|| Denied::malformed("until", "out_of_range"))
    }

    /// Length of the periods of the trend: as chosen, else the one this period is.
    pub fn every(&self) -> Every {
        self.trend.unwrap_or_else(|| length_of(self.from, self.until.succ_opt().unwrap_or(self.until)))
    }

    /// For the use case.
    pub fn report(&self, breaches: Option<usize>) -> Result<SlaAsked, Denied> {
        Ok(SlaAsked {
            filter: self.filter.clone(),
            by: self.by,
            trend: Some(self.every()),
            breaches_max: breaches,
            ..SlaAsked::of(&self.desk.key, self.from, self.to()?)
        })
    }

    /// For the page.
    pub fn page(&self) -> Result<SlaAsked, Denied> {
        self.report(Some(BREACHES))
    }

    /// Name and value of everything asked.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![
            ("desk", self.desk.key.clone()),
            ("from", self.from.to_string()),
            ("until", self.until.to_string()),
        ];
        pairs.extend(self.by.map(|by| ("by", by.as_str().to_owned())));
        pairs.extend(self.trend.map(|every| ("trend", every.as_str().to_owned())));
        pairs.extend(self.filter.pairs().into_iter().filter_map(|(k, v)| Some((k, v?.to_owned()))));
        pairs
    }

    /// The query of this page.
    pub fn query(&self) -> String {
        let pairs: Vec<String> =
            self.pairs().iter().map(|(name, value)| format!("{name}={}", coded(value))).collect();
        pairs.join("&")
    }

    /// The page.
    pub fn address(&self) -> String {
        format!("{}?{}", super::SLA, self.query())
    }

    /// The list of the clocks behind a figure.
    pub fn clocks(&self, figure: Figure) -> String {
        format!("{}/clocks?{}&figure={}", super::SLA, self.query(), figure.as_str())
    }

    /// The same of another period.
    pub fn during(&self, (from, until): (NaiveDate, NaiveDate)) -> Self {
        Self { from, until, ..self.clone() }
    }

    /// The same with another fact.
    pub fn narrowed(&self, name: &str, key: &str) -> Self {
        let mut other = self.clone();
        other.filter.set(name, key);
        other
    }

    /// The same for a row of figures.
    pub fn of_target(&self, row: &app::report::TargetRow) -> Self {
        self.narrowed("agreement", &row.agreement)
            .narrowed("version", &row.version)
            .narrowed("target", &row.target)
    }

    /// The periods of the same length before and after.
    pub fn beside(&self) -> [(NaiveDate, NaiveDate); 2] {
        let to = self.until.succ_opt().unwrap_or(self.until);
        let every = length_of(self.from, to);
        let whole = every.around(self.from).filter(|span| span.from == self.from && span.to == to);
        let days = Days::new(u64::try_from((to - self.from).num_days()).unwrap_or(1).max(1));
        let shifted = |date: NaiveDate, on: bool| {
            let moved = if on { date.checked_add_days(days) } else { date.checked_sub_days(days) };
            moved.unwrap_or(date)
        };
        let last = |span: app::report::Span| (span.from, span.to.pred_opt().unwrap_or(span.from));
        let before = whole.and_then(|span| every.before(span.from)).map(last);
        let after = whole.and_then(|span| every.around(span.to)).map(last);
        [
            before.unwrap_or_else(|| (shifted(self.from, false), shifted(self.until, false))),
            after.unwrap_or_else(|| (shifted(self.from, true), shifted(self.until, true))),
        ]
    }
}

/// The desk a query names among those that may be read, else the first; the first and last date it asks for, else
/// those of the month.
///
/// # Errors
/// No such desk, a date that is none.
pub(crate) fn desk_and_period(
    visit: &Visit,
    desks: Vec<Arc<Desk>>,
    query: &[(String, String)],
) -> Result<(Arc<Desk>, NaiveDate, NaiveDate), Denied> {
    let value = |name: &str| query.iter().find(|(k, _)| k == name).map(|(_, v)| v.trim());
    let named = value("desk");
    let desk = desks.into_iter().find(|desk| named.is_none_or(|key| desk.key == key));
    let desk = desk.ok_or(Denied::Forbidden)?;
    let date = |name: &str| -> Result<Option<NaiveDate>, Denied> {
        let typed = value(name).filter(|typed| !typed.is_empty());
        typed.map(|typed| typed.parse().map_err(|_| Denied::malformed(name, "not_a_date"))).transpose()
    };
    let (first, last) = month(local_date(&desk.zone, visit.now));
    // Programs name the date it ends before; so may an address that was copied from one.
    let last = date("to")?.map_or(last, |to| to.pred_opt().unwrap_or(to));
    Ok((desk, date("from")?.unwrap_or(first), date("until")?.unwrap_or(last)))
}

/// First and last day of a date's month.
pub(crate) fn month(date: NaiveDate) -> (NaiveDate, NaiveDate) {
    let span = Every::Month.around(date);
    span.map_or((date, date), |span| (span.from, span.to.pred_opt().unwrap_or(date)))
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
