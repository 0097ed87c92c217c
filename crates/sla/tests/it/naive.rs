//! A second, dumb implementation: minute by minute, from UTC to the wall clock and never the other way.

use chrono::{Datelike, TimeDelta};
use jiff::civil;
use jiff::tz::TimeZone;
use sla::{Date, Moment};
use std::collections::BTreeMap;

/// Hours of one interval in minutes of the local day; an end not later than the begin lies on the next day.
pub type Span = (i32, i32);

/// Every minute of a stretch, whether open.
pub struct Minutes {
    pub first: Moment,
    pub open: Vec<bool>,
}

impl Minutes {
    /// Walks the wall clock of a zone through `days` days from `first`, a whole UTC minute.
    pub fn walk(
        zone: &str,
        first: Moment,
        days: usize,
        week: &[Vec<Span>; 7],
        own: &BTreeMap<Date, Vec<Span>>,
    ) -> Self {
        let zone = TimeZone::get(zone).unwrap();
        let wall: Vec<civil::DateTime> = (0..days * 1440)
            .map(|minute| {
                let second = first.timestamp() + i64::try_from(minute).unwrap() * 60;
                jiff::Timestamp::from_second(second).unwrap().to_zoned(zone.clone()).datetime()
            })
            .collect();
        let mut open = vec![false; wall.len()];
        let start = first.date_naive() - TimeDelta::days(2);
        for date in start.iter_days().take(days + 4) {
            let weekday = date.weekday().num_days_from_monday() as usize;
            for &(from, to) in own.get(&date).unwrap_or(&week[weekday]) {
                let begin = wall_time(date, from);
                let end = wall_time(date, if to <= from { to + 1440 } else { to });
                // Opens when the clock first shows the begin or later.
                let opens = wall.iter().position(|shown| *shown >= begin).unwrap_or(wall.len());
                // Closes when it shows the end for the last time, or where it never does, first something later.
                let closes = wall
                    .iter()
                    .rposition(|shown| *shown == end)
                    .or_else(|| wall.iter().position(|shown| *shown > end))
                    .unwrap_or(if wall.last().is_some_and(|last| *last < end) { wall.len() } else { 0 });
                for minute in open.iter_mut().take(closes).skip(opens) {
                    *minute = true;
                }
            }
        }
        Self { first, open }
    }

    pub fn moment(&self, minute: usize) -> Moment {
        self.first + TimeDelta::minutes(i64::try_from(minute).unwrap())
    }

    /// Which minutes count from `start` on, outside pauses `[from, to)`.
    pub fn counted(&self, start: usize, pauses: &[(usize, usize)]) -> Vec<bool> {
        let rests = |minute| pauses.iter().any(|(from, to)| (*from..*to).contains(&minute));
        (0..self.open.len()).map(|minute| self.open[minute] && minute >= start && !rests(minute)).collect()
    }
}

fn wall_time(date: Date, minutes: i32) -> civil::DateTime {
    let date = date + TimeDelta::days(i64::from(minutes / 1440));
    let (hour, minute) = (minutes % 1440 / 60, minutes % 60);
    civil::DateTime::new(
        date.year().try_into().unwrap(),
        date.month().try_into().unwrap(),
        date.day().try_into().unwrap(),
        hour.try_into().unwrap(),
        minute.try_into().unwrap(),
        0,
        0,
    )
    .unwrap()
}
