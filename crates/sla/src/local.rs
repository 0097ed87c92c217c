//! Local wall-clock times and spans as people write them. Refuses to know dates and zones.

use crate::CalendarFault;
use std::fmt;

const DAY_SECONDS: u32 = 86_400;

/// A local wall-clock time, whole seconds from midnight, `24:00` included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime(u32);

impl LocalTime {
    /// Midnight at the begin of the day.
    pub const START: Self = Self(0);
    /// Midnight at the end of the day, `24:00`.
    pub const END: Self = Self(DAY_SECONDS);

    /// Reads `HH:MM` or `HH:MM:SS`; `24:00` is the end of the day.
    ///
    /// # Errors
    /// [`CalendarFault::Hours`] with the text.
    pub fn parse(text: &str) -> Result<Self, CalendarFault> {
        let bad = || CalendarFault::Hours(text.to_owned());
        let two = |part: &str| {
            let digits = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
            if digits { part.parse::<u32>().map_err(|_| bad()) } else { Err(bad()) }
        };
        let mut parts = text.trim().split(':');
        let hours = two(parts.next().ok_or_else(bad)?)?;
        let minutes = two(parts.next().ok_or_else(bad)?)?;
        let seconds = parts.next().map_or(Ok(0), two)?;
        let total = hours * 3600 + minutes * 60 + seconds;
        if parts.next().is_some() || minutes > 59 || seconds > 59 || total > DAY_SECONDS {
            return Err(bad());
        }
        Ok(Self(total))
    }

    /// Seconds from midnight, 0 to 86 400.
    pub fn seconds(self) -> u32 {
        self.0
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 3600, self.0 / 60 % 60)?;
        if self.0.is_multiple_of(60) { Ok(()) } else { write!(f, ":{:02}", self.0 % 60) }
    }
}

/// Opening hours within a day, or over midnight: an end not later than the begin lies on the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalSpan {
    /// First open second; never `24:00` when parsed.
    pub from: LocalTime,
    /// First second closed again.
    pub to: LocalTime,
}

impl LocalSpan {
    /// The whole day, `00:00-24:00`.
    pub const WHOLE_DAY: Self = Self { from: LocalTime::START, to: LocalTime::END };

    /// Reads `07:00-17:30`.
    ///
    /// # Errors
    /// [`CalendarFault::Hours`] with the whole text.
    pub fn parse(text: &str) -> Result<Self, CalendarFault> {
        let fault = || CalendarFault::Hours(text.to_owned());
        let (from, to) = text.split_once('-').ok_or_else(fault)?;
        Self::parse_pair(from, to).map_err(|_| fault())
    }

    /// Reads the two sides, such as `"22:00"` and `"06:00"`.
    ///
    /// # Errors
    /// [`CalendarFault::Hours`]; `24:00` is no begin.
    pub fn parse_pair(from: &str, to: &str) -> Result<Self, CalendarFault> {
        let span = Self { from: LocalTime::parse(from)?, to: LocalTime::parse(to)? };
        if span.from == LocalTime::END { Err(CalendarFault::Hours(from.to_owned())) } else { Ok(span) }
    }

    /// Local seconds from the midnight before: begin, and end counted past 86 400 when on the next day.
    pub fn seconds(self) -> (u32, u32) {
        let (from, to) = (self.from.0, self.to.0);
        (from, if to <= from { to + DAY_SECONDS } else { to })
    }
}

impl fmt::Display for LocalSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from, self.to)
    }
}
