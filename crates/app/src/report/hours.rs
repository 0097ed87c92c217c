//! The hours of a week on a desk's wall clock.

use crate::Moment;
use crate::read::local_time;
use chrono::{Datelike as _, Timelike as _};
use desk::Desk;

/// One of the 168 hours of a week, in a zone that goes without saying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hour {
    /// Weekday from 1, which is Monday.
    pub day: u32,
    /// Hour from 0.
    pub hour: u32,
}

impl Hour {
    /// Every one, Monday's first.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=7).flat_map(|day| (0..24).map(move |hour| Self { day, hour }))
    }

    /// Its key: `1-07`.
    pub fn key(self) -> String {
        hour_key(self.day, self.hour)
    }

    /// The one of a key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::all().find(|hour| hour.key() == key)
    }
}

/// The key of an hour of the week: weekday from 1, hour from 0.
pub fn hour_key(weekday: u32, hour: u32) -> String {
    format!("{weekday}-{hour:02}")
}

/// The hour a moment lies in, by the desk's zone.
pub(crate) fn hour_of(desk: &Desk, at: Moment) -> Hour {
    let local = local_time(&desk.zone, at);
    Hour { day: local.weekday().number_from_monday(), hour: local.hour() }
}
