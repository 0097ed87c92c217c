//! A calendar built: open instants from 1990 to 2060 with prefix sums. Refuses to know clocks.

use crate::pieces::{Timeline, Union, of_day};
use crate::spec::spans_on;
use crate::zone::{Zone, moment};
use crate::{CalendarFault, CalendarSpec, Date, LocalSpan, Moment, WeekHours};
use std::collections::BTreeMap;

const FIRST_YEAR: i32 = 1990;
const END_YEAR: i32 = 2060;

/// Opening hours as instants, from local 1990-01-01 until before 2060-01-01; closed outside those years. Every
/// question costs O(log days).
#[derive(Debug, Clone)]
pub struct Calendar {
    key: String,
    version: String,
    zone_name: String,
    zone: Zone,
    week: [Vec<LocalSpan>; 7],
    days: BTreeMap<Date, Vec<LocalSpan>>,
    open: Timeline,
}

impl Calendar {
    /// Builds the union of all intervals. A border in a DST gap moves forward to the first existing instant, an
    /// ambiguous opening takes the earlier, an ambiguous closing the later instant; what lies wholly in a gap is
    /// empty. A holiday removes what begins on it, not the tail of the night before.
    ///
    /// # Errors
    /// The first of what [`CalendarSpec::check`] finds.
    pub fn build(spec: &CalendarSpec) -> Result<Self, CalendarFault> {
        if let Some(fault) = spec.check().into_iter().next() {
            return Err(fault);
        }
        let zone = Zone::find(&spec.zone)?;
        let days = spec.special_days(FIRST_YEAR..=END_YEAR);
        let first = Date::from_ymd_opt(FIRST_YEAR, 1, 1).unwrap_or_default();
        let end = Date::from_ymd_opt(END_YEAR, 1, 1).unwrap_or_default();
        let mut union = Union::default();
        union.push_days(&zone, &spec.week, &days, (first, end));
        Ok(Self {
            key: spec.key.clone(),
            version: spec.version.clone(),
            zone_name: spec.zone.clone(),
            zone,
            week: spec.week.clone(),
            days,
            open: Timeline::new(union.0),
        })
    }

    /// Key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// IANA name of its time zone.
    pub fn zone(&self) -> &str {
        &self.zone_name
    }

    /// Open microseconds in `from..to`; 0 where `to` is not later.
    pub fn open_micros(&self, from: Moment, to: Moment) -> i64 {
        self.signed_micros(from, to).max(0)
    }

    /// Open microseconds from one moment to another, negative where the second is earlier.
    pub(crate) fn signed_micros(&self, from: Moment, to: Moment) -> i64 {
        self.open.before(to.timestamp_micros()) - self.open.before(from.timestamp_micros())
    }

    /// First instant at which that many open microseconds have passed since `from`. Used up exactly at closing, it
    /// is that closing instant; 0 or less is `from` itself; `None` where the calendar never gets there.
    pub fn advance(&self, from: Moment, micros: i64) -> Option<Moment> {
        self.open.advance(from.timestamp_micros(), micros).map(moment)
    }

    /// Whether it is open; at an opening instant it is, at a closing instant it is not.
    pub fn is_open(&self, at: Moment) -> bool {
        self.open.at_or_after(at.timestamp_micros()).is_some_and(|(from, _)| from <= at.timestamp_micros())
    }

    /// First open instant at or after a moment: that moment itself while open, `None` where it never opens again.
    pub fn next_opening(&self, at: Moment) -> Option<Moment> {
        self.open.at_or_after(at.timestamp_micros()).map(|(from, _)| at.max(moment(from)))
    }

    /// Hours that begin on a local date, as instants in order; the last may end on the next day.
    pub fn hours_on(&self, date: Date) -> Vec<(Moment, Moment)> {
        of_day(&self.zone, date, spans_on(&self.week, &self.days, date))
            .into_iter()
            .map(|(from, to)| (moment(from), moment(to)))
            .collect()
    }

    /// Whether both have the same zone, hours and days.
    pub fn written_alike(&self, other: &Self) -> bool {
        self.zone_name == other.zone_name && self.week == other.week && self.days == other.days
    }

    /// Whether both have the same zone and week, and the same days that do not follow it up to and with a date.
    pub fn alike_until(&self, other: &Self, date: Date) -> bool {
        self.zone_name == other.zone_name
            && self.week == other.week
            && self.days.range(..=date).eq(other.days.range(..=date))
    }

    /// The local date of a moment.
    pub fn date_of(&self, at: Moment) -> Date {
        self.zone.date_of(at)
    }

    /// Opening hours of each weekday as they are written down.
    pub fn week_hours(&self) -> WeekHours {
        let [mon, tue, wed, thu, fri, sat, sun] = self.week.each_ref().map(|day| pairs(day));
        WeekHours { mon, tue, wed, thu, fri, sat, sun }
    }

    /// Hours of the dates that do not follow the week, holidays among them; empty is closed.
    pub fn special_days(
        &self,
        dates: std::ops::RangeInclusive<Date>,
    ) -> BTreeMap<Date, Vec<(String, String)>> {
        self.days.range(dates).map(|(date, hours)| (*date, pairs(hours))).collect()
    }
}

fn pairs(hours: &[LocalSpan]) -> Vec<(String, String)> {
    hours.iter().map(|span| (span.from.to_string(), span.to.to_string())).collect()
}
