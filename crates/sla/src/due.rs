//! The pure function behind `stafett sla due`. Refuses to know desks, tickets and files of lines.

use crate::pieces::{Piece, Timeline, Union};
use crate::zone::{Zone, moment};
use crate::{CalendarFault, Date, LocalSpan, Moment};
use chrono::TimeDelta;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use thiserror::Error;

/// Opening hours of each weekday as pairs of local times; a day left out is closed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WeekHours {
    /// Monday.
    pub mon: Vec<(String, String)>,
    /// Tuesday.
    pub tue: Vec<(String, String)>,
    /// Wednesday.
    pub wed: Vec<(String, String)>,
    /// Thursday.
    pub thu: Vec<(String, String)>,
    /// Friday.
    pub fri: Vec<(String, String)>,
    /// Saturday.
    pub sat: Vec<(String, String)>,
    /// Sunday.
    pub sun: Vec<(String, String)>,
}

/// A duration, in JSON a number of seconds: whole where it is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Seconds {
    /// Whole microseconds.
    pub micros: i64,
}

impl Serialize for Seconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.micros % 1_000_000 == 0 {
            serializer.serialize_i64(self.micros / 1_000_000)
        } else {
            #[allow(clippy::cast_precision_loss)]
            serializer.serialize_f64(self.micros as f64 / 1e6)
        }
    }
}

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "a number of seconds")]
        enum Number {
            Whole(i64),
            Fraction(f64),
        }
        let micros = match Number::deserialize(deserializer)? {
            Number::Whole(seconds) => seconds.saturating_mul(1_000_000),
            // A cast of a float saturates, and what has no number is 0.
            #[allow(clippy::cast_possible_truncation)]
            Number::Fraction(seconds) => (seconds * 1e6).round() as i64,
        };
        Ok(Self { micros })
    }
}

/// One question: from when, under which hours and pauses, how far. Moments may have any offset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueRequest {
    /// Weekly hours.
    pub calendar: WeekHours,
    /// IANA time zone of the hours.
    pub tz: String,
    /// Hours of single dates instead of the weekday's; empty is closed.
    #[serde(default)]
    pub holidays: BTreeMap<Date, Vec<(String, String)>>,
    /// Start of the clock.
    pub start: Moment,
    /// Pauses, the end `None` while they last; in any order, overlapping or not.
    #[serde(default)]
    pub pauses: Vec<(Moment, Option<Moment>)>,
    /// Target duration; 0 is due at the start.
    pub target_seconds: Seconds,
    /// Moments at which to tell the elapsed time.
    #[serde(default)]
    pub at: Vec<Moment>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueAnswer {
    /// First instant at which elapsed reaches the target, UTC; `None` where it never does before the year 9999.
    pub due: Option<Moment>,
    /// Elapsed at each moment asked for; goes on after due.
    pub elapsed: Vec<Seconds>,
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DueFault {
    /// Its hours or its zone.
    #[error(transparent)]
    Calendar(#[from] CalendarFault),
    /// Less than no time.
    #[error("target_seconds: a target is 0 or more")]
    NegativeTarget,
    /// A pause, by its place from 0, that ends before it begins.
    #[error("pauses[{0}]: ends before it begins")]
    BackwardPause(usize),
}

impl DueRequest {
    fn check(&self) -> Result<(), DueFault> {
        if self.target_seconds.micros < 0 {
            return Err(DueFault::NegativeTarget);
        }
        let backward = |(from, to): &(Moment, Option<Moment>)| to.is_some_and(|to| to < *from);
        self.pauses.iter().position(backward).map_or(Ok(()), |at| Err(DueFault::BackwardPause(at)))
    }
}

/// Due moment and elapsed times of a clock, exact for any year to 9999. Looks only at the days needed.
///
/// # Errors
/// An unknown zone, a local time that is none, a negative target, a pause that ends before it begins.
pub fn due(request: &DueRequest) -> Result<DueAnswer, DueFault> {
    request.check()?;
    let zone = Zone::find(&request.tz)?;
    let week = &request.calendar;
    let week_spans =
        [&week.mon, &week.tue, &week.wed, &week.thu, &week.fri, &week.sat, &week.sun].map(|day| spans(day));
    let week_spans = {
        let [mon, tue, wed, thu, fri, sat, sun] = week_spans;
        [mon?, tue?, wed?, thu?, fri?, sat?, sun?]
    };
    let days: BTreeMap<Date, Vec<LocalSpan>> = request
        .holidays
        .iter()
        .map(|(date, hours)| Ok((*date, spans(hours)?)))
        .collect::<Result<_, CalendarFault>>()?;
    let pauses = merged_pauses(&request.pauses);
    let start = request.start.timestamp_micros();
    let target = request.target_seconds.micros;

    // Two days before the start's own: an interval may begin on the day before and lasts a day at most.
    let first = days_after(zone.date_of(request.start), -2);
    let latest_at = request.at.iter().copied().max().unwrap_or(request.start).max(request.start);
    let asked = days_after(zone.date_of(latest_at), 2).min(last_date());
    // Beyond this date nothing can be counted any more, so a clock not due by then never is.
    let never_after = if let Some((from, i64::MAX)) = pauses.last() {
        days_after(zone.date_of(moment(*from)), 2)
    } else if week_spans.iter().all(Vec::is_empty) {
        days.keys().next_back().map_or(first, |date| days_after(*date, 2))
    } else {
        Date::MAX
    }
    .min(last_date());

    let mut open = Union::default();
    let (mut from, mut length) = (first, (asked - first).num_days().max(30));
    loop {
        let to = days_after(from, length).min(days_after(last_date(), 1));
        open.push_days(&zone, &week_spans, &days, (from, to));
        let counted = Timeline::new(without(&open.0, &pauses, start));
        let exhausted = to > asked && (counted.total() >= target || to > never_after);
        if exhausted {
            let elapsed =
                request.at.iter().map(|at| Seconds { micros: counted.before(at.timestamp_micros()) });
            return Ok(DueAnswer {
                due: counted.advance(start, target).map(moment),
                elapsed: elapsed.collect(),
            });
        }
        (from, length) = (to, length * 2);
    }
}

fn spans(hours: &[(String, String)]) -> Result<Vec<LocalSpan>, CalendarFault> {
    hours.iter().map(|(from, to)| LocalSpan::parse_pair(from, to)).collect()
}

/// The last date whose next day still has a year that the zone knows.
fn last_date() -> Date {
    Date::from_ymd_opt(9999, 12, 28).unwrap_or(Date::MAX)
}

fn days_after(date: Date, days: i64) -> Date {
    date.checked_add_signed(TimeDelta::days(days)).unwrap_or(if days < 0 { Date::MIN } else { Date::MAX })
}

/// Pauses sorted and disjoint; one without an end lasts to the end of time.
fn merged_pauses(pauses: &[(Moment, Option<Moment>)]) -> Vec<Piece> {
    let mut sorted: Vec<Piece> = pauses
        .iter()
        .map(|(from, to)| (from.timestamp_micros(), to.map_or(i64::MAX, |to| to.timestamp_micros())))
        .filter(|(from, to)| from < to)
        .collect();
    sorted.sort_unstable();
    let mut union = Union::default();
    sorted.into_iter().for_each(|pause| union.push(pause));
    union.0
}

/// What is left of open pieces from `start` on when the pauses are taken out.
fn without(open: &[Piece], pauses: &[Piece], start: i64) -> Vec<Piece> {
    let mut left = Vec::with_capacity(open.len());
    let mut pauses = pauses.iter().copied().peekable();
    for &(from, to) in open {
        let mut from = from.max(start);
        while let Some((begin, end)) = pauses.peek().copied().filter(|(begin, _)| *begin < to) {
            if from < begin {
                left.push((from, begin));
            }
            from = from.max(end);
            if end >= to {
                break;
            }
            pauses.next();
        }
        if from < to {
            left.push((from, to));
        }
    }
    left
}
