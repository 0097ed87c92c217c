//! Opening hours: from weekly local hours, holidays and own days to disjoint UTC intervals with prefix sums, so that
//! any stretch of opening time is two binary searches. Exact from 1990 to 2060.

use crate::{Country, Moment, eves, holidays};
use chrono::{Datelike, NaiveDate, TimeDelta};
use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone};
use std::collections::BTreeMap;

/// The first and the last year counted.
const YEARS: std::ops::Range<i32> = 1990..2060;
const DAY_MINUTES: i32 = 24 * 60;

/// Opening hours of one day as local wall-clock minutes; an end not later than its begin lies on the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalSpan {
    from: i32,
    to: i32,
}

/// Why a calendar cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarFault {
    /// Not an IANA zone of the compiled-in data.
    #[error("unknown time zone `{0}`")]
    UnknownZone(String),
    /// Not of the form `07:00-17:30`.
    #[error("`{0}` are no opening hours; write them like 07:00-17:30, the end of the day is 24:00")]
    Hours(String),
    /// Two intervals of one weekday overlap; 0 is Monday.
    #[error("opening hours of one day overlap")]
    Overlap {
        /// Weekday from Monday.
        weekday: usize,
    },
}

impl LocalSpan {
    /// Reads `07:00-17:30`; `24:00` is the end of the day; `22:00-06:00` crosses midnight.
    ///
    /// # Errors
    /// Any other form.
    pub fn parse(text: &str) -> Result<Self, CalendarFault> {
        let fault = || CalendarFault::Hours(text.to_owned());
        let (from, to) = text.split_once('-').ok_or_else(fault)?;
        let (from, to) = (minute(from).ok_or_else(fault)?, minute(to).ok_or_else(fault)?);
        if from == DAY_MINUTES {
            return Err(fault());
        }
        Ok(Self { from, to: if to > from { to } else { to + DAY_MINUTES } })
    }
}

fn minute(text: &str) -> Option<i32> {
    let (hour, minute) = text.trim().split_once(':')?;
    let digits = |s: &str| s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (i32, i32) = (hour.parse().ok()?, minute.parse().ok()?);
    let total = hour * 60 + minute;
    (minute < 60 && total <= DAY_MINUTES).then_some(total)
}

/// What a calendar is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarSpec {
    /// Key in the desk file.
    pub key: String,
    /// Version; a calendar never changes for the past.
    pub version: String,
    /// IANA time zone.
    pub zone: String,
    /// Hours of each weekday, Monday first.
    pub week: [Vec<LocalSpan>; 7],
    /// Country whose public holidays are closed.
    pub holidays: Option<Country>,
    /// Whether the eves that are ordinary days by law are closed too.
    pub eves_closed: bool,
    /// Own hours of single dates, empty for closed; they win over weekday and holiday.
    pub days: BTreeMap<NaiveDate, Vec<LocalSpan>>,
}

impl CalendarSpec {
    /// Everything that makes it unusable.
    pub fn check(&self) -> Vec<CalendarFault> {
        let mut faults: Vec<_> = check_zone(&self.zone).err().into_iter().collect();
        for (weekday, spans) in self.week.iter().enumerate() {
            let mut sorted = spans.clone();
            sorted.sort_by_key(|s| s.from);
            let next_day = self.week[(weekday + 1) % 7].iter().map(|s| s.from + DAY_MINUTES).min();
            let within = sorted.windows(2).any(|pair| pair[0].to > pair[1].from);
            let into_next = sorted.last().zip(next_day).is_some_and(|(last, next)| last.to > next);
            if within || into_next {
                faults.push(CalendarFault::Overlap { weekday });
            }
        }
        faults
    }
}

/// Whether a time zone exists in the compiled-in data.
///
/// # Errors
/// It does not.
pub fn check_zone(zone: &str) -> Result<(), CalendarFault> {
    zone_of(zone).map(|_| ())
}

fn zone_of(zone: &str) -> Result<TimeZone, CalendarFault> {
    TimeZone::get(zone).map_err(|_| CalendarFault::UnknownZone(zone.to_owned()))
}

/// A built calendar: sorted, disjoint opening intervals, each with the opening time before it. Microseconds.
#[derive(Debug, Clone)]
pub struct Calendar {
    key: String,
    version: String,
    opens: Vec<i64>,
    closes: Vec<i64>,
    before: Vec<i64>,
}

impl Calendar {
    /// Builds it.
    ///
    /// # Errors
    /// Whatever [`CalendarSpec::check`] finds first.
    pub fn build(spec: &CalendarSpec) -> Result<Self, CalendarFault> {
        if let Some(fault) = spec.check().into_iter().next() {
            return Err(fault);
        }
        let zone = zone_of(&spec.zone)?;
        let mut intervals = Vec::new();
        for year in YEARS {
            let closed: Vec<NaiveDate> = closed_dates(spec, year);
            let first = NaiveDate::from_ymd_opt(year, 1, 1);
            for date in first.into_iter().flat_map(|d| d.iter_days()).take_while(|d| d.year() == year) {
                let weekday = date.weekday().num_days_from_monday() as usize;
                let spans = match spec.days.get(&date) {
                    Some(own) => own,
                    None if closed.contains(&date) => continue,
                    None => &spec.week[weekday],
                };
                intervals.extend(spans.iter().filter_map(|span| instants(&zone, date, *span)));
            }
        }
        Ok(Self::of_intervals(spec, intervals))
    }

    fn of_intervals(spec: &CalendarSpec, mut intervals: Vec<(i64, i64)>) -> Self {
        intervals.sort_unstable();
        let mut calendar = Self {
            key: spec.key.clone(),
            version: spec.version.clone(),
            opens: Vec::new(),
            closes: Vec::new(),
            before: Vec::new(),
        };
        let mut total = 0;
        for (open, close) in intervals {
            match calendar.closes.last_mut() {
                // Touching and overlapping intervals are one.
                Some(last) if open <= *last => {
                    total += (close - *last).max(0);
                    *last = (*last).max(close);
                }
                _ => {
                    calendar.opens.push(open);
                    calendar.closes.push(close);
                    calendar.before.push(total);
                    total += close - open;
                }
            }
        }
        calendar
    }

    /// Key in the desk file.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Opening time before a moment, in microseconds from the first opening counted.
    fn position(&self, at: i64) -> i64 {
        let next = self.opens.partition_point(|open| *open < at);
        match next.checked_sub(1) {
            None => 0,
            Some(last) => self.before[last] + at.min(self.closes[last]) - self.opens[last],
        }
    }

    /// Opening time between two moments, in microseconds; 0 where they do not rise.
    pub fn open_micros(&self, from: Moment, to: Moment) -> i64 {
        if to <= from {
            return 0;
        }
        self.position(to.timestamp_micros()) - self.position(from.timestamp_micros())
    }

    /// The first moment at which that much opening time has passed since `from`: used up exactly at closing is that
    /// closing moment; nothing at all is `from` itself. `None` where it never comes.
    pub fn advance(&self, from: Moment, micros: i64) -> Option<Moment> {
        if micros <= 0 {
            return Some(from);
        }
        let wanted = self.position(from.timestamp_micros()).checked_add(micros)?;
        // The interval in which the wanted position is reached: the last that begins before it.
        let at = self.before.partition_point(|before| *before < wanted).checked_sub(1)?;
        let moment = self.opens[at] + (wanted - self.before[at]);
        (moment <= self.closes[at]).then(|| Moment::from_timestamp_micros(moment)).flatten()
    }

    /// Whether a moment lies in opening hours, which are half-open.
    pub fn is_open(&self, at: Moment) -> bool {
        let at = at.timestamp_micros();
        let next = self.opens.partition_point(|open| *open <= at);
        next.checked_sub(1).is_some_and(|last| at < self.closes[last])
    }

    /// The moment itself if open, else the next opening.
    pub fn next_opening(&self, at: Moment) -> Option<Moment> {
        if self.is_open(at) {
            return Some(at);
        }
        let next = self.opens.partition_point(|open| *open < at.timestamp_micros());
        self.opens.get(next).copied().and_then(Moment::from_timestamp_micros)
    }
}

fn closed_dates(spec: &CalendarSpec, year: i32) -> Vec<NaiveDate> {
    let Some(country) = spec.holidays else { return Vec::new() };
    let eves = if spec.eves_closed { eves(country, year) } else { Vec::new() };
    holidays(country, year).into_iter().chain(eves).map(|(date, _)| date).collect()
}

/// Opening and closing instant of a span on a date; `None` where it lies wholly in a DST gap.
fn instants(zone: &TimeZone, date: NaiveDate, span: LocalSpan) -> Option<(i64, i64)> {
    let open = instant(zone, local(date, span.from)?, Border::Opening)?;
    let close = instant(zone, local(date, span.to)?, Border::Closing)?;
    (open < close).then_some((open, close))
}

fn local(date: NaiveDate, minutes: i32) -> Option<civil::DateTime> {
    let date = date.checked_add_signed(TimeDelta::days(i64::from(minutes / DAY_MINUTES)))?;
    let minutes = minutes % DAY_MINUTES;
    let day = civil::Date::new(
        i16::try_from(date.year()).ok()?,
        i8::try_from(date.month()).ok()?,
        i8::try_from(date.day()).ok()?,
    )
    .ok()?;
    Some(day.at(i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?, 0, 0))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Border {
    Opening,
    Closing,
}

/// A border in a gap moves forward to the first existing instant; an ambiguous opening is the earlier, an ambiguous
/// closing the later instant.
fn instant(zone: &TimeZone, local: civil::DateTime, border: Border) -> Option<i64> {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    let timestamp = match ambiguous.offset() {
        AmbiguousOffset::Gap { before, .. } => {
            let inside = before.to_timestamp(local).ok()?;
            zone.preceding(inside.checked_add(jiff::SignedDuration::from_nanos(1)).ok()?).next()?.timestamp()
        }
        _ if border == Border::Opening => ambiguous.earlier().ok()?,
        _ => ambiguous.later().ok()?,
    };
    Some(timestamp.as_microsecond())
}

/// The local date of a moment in a zone; `None` where the zone does not exist.
pub fn local_date(zone: &str, at: Moment) -> Option<NaiveDate> {
    let zone = zone_of(zone).ok()?;
    let date = jiff::Timestamp::from_microsecond(at.timestamp_micros()).ok()?.to_zoned(zone).date();
    NaiveDate::from_ymd_opt(
        i32::from(date.year()),
        u32::try_from(date.month()).ok()?,
        u32::try_from(date.day()).ok()?,
    )
}

/// The moment a local date begins in a zone; `None` where the zone does not exist.
pub fn day_start(zone: &str, date: NaiveDate) -> Option<Moment> {
    let zone = zone_of(zone).ok()?;
    Moment::from_timestamp_micros(instant(&zone, local(date, 0)?, Border::Opening)?)
}
