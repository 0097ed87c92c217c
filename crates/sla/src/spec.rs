//! A calendar as it is written down: week hours, holidays, own days. Refuses to know instants.

use crate::{CalendarFault, Country, Date, DayOf, LocalSpan, check_zone, eves, holidays};
use chrono::Datelike;
use std::collections::BTreeMap;

/// A calendar as agreed (WC-01, WC-09). Public holidays of the country are closed; own days win over everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CalendarSpec {
    /// Key.
    pub key: String,
    /// Version, such as `1.3`; a calendar never changes for the past.
    pub version: String,
    /// IANA time zone that the hours are written in.
    pub zone: String,
    /// Opening hours of each weekday, Monday first, as local wall clock.
    pub week: [Vec<LocalSpan>; 7],
    /// Country whose public holidays are closed.
    pub holidays: Option<Country>,
    /// Whether the country's eves are closed too, see [`eves`].
    pub eves_closed: bool,
    /// Own closed (empty) and half days, and days open that otherwise are not.
    pub days: BTreeMap<Date, Vec<LocalSpan>>,
}

impl CalendarSpec {
    /// All hours of all days in a zone; key `always`, version `1`.
    pub fn always(zone: &str) -> Self {
        Self {
            key: "always".into(),
            version: "1".into(),
            zone: zone.to_owned(),
            week: std::array::from_fn(|_| vec![LocalSpan::WHOLE_DAY]),
            ..Self::default()
        }
    }

    /// Everything wrong with it: an unknown zone, and hours of one day that overlap, the part past midnight
    /// included. Hours of one day may run into those of the next: open is their union.
    pub fn check(&self) -> Vec<CalendarFault> {
        let mut faults: Vec<CalendarFault> = check_zone(&self.zone).err().into_iter().collect();
        for (weekday, spans) in self.week.iter().enumerate() {
            faults.extend(overlaps(spans).map(|(first, second)| CalendarFault::Overlap {
                on: DayOf::Week(weekday),
                first,
                second,
            }));
        }
        for (&date, spans) in &self.days {
            faults.extend(overlaps(spans).map(|(first, second)| CalendarFault::Overlap {
                on: DayOf::Date(date),
                first,
                second,
            }));
        }
        faults
    }

    /// Days of the years that do not follow the week: holidays, eves if closed, and own days over both.
    pub(crate) fn special_days(
        &self,
        years: std::ops::RangeInclusive<i32>,
    ) -> BTreeMap<Date, Vec<LocalSpan>> {
        let mut days = BTreeMap::new();
        if let Some(country) = self.holidays {
            for year in years {
                let closed_eves = if self.eves_closed { eves(country, year) } else { Vec::new() };
                days.extend(
                    holidays(country, year).into_iter().chain(closed_eves).map(|(date, _)| (date, vec![])),
                );
            }
        }
        days.extend(self.days.clone());
        days
    }
}

/// The hours of a date: its own, or else its weekday's.
pub(crate) fn spans_on<'a>(
    week: &'a [Vec<LocalSpan>; 7],
    days: &'a BTreeMap<Date, Vec<LocalSpan>>,
    date: Date,
) -> &'a [LocalSpan] {
    days.get(&date).unwrap_or(&week[date.weekday().num_days_from_monday() as usize])
}

fn overlaps(spans: &[LocalSpan]) -> impl Iterator<Item = (LocalSpan, LocalSpan)> {
    let mut sorted = spans.to_vec();
    sorted.sort_unstable();
    let pairs: Vec<_> = sorted
        .windows(2)
        .filter(|pair| pair[1].seconds().0 < pair[0].seconds().1)
        .map(|pair| (pair[0], pair[1]))
        .collect();
    pairs.into_iter()
}
