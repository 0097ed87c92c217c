//! What can be wrong with a calendar. Refuses to know which file it was written in.

use crate::{Date, LocalSpan};
use std::fmt;
use thiserror::Error;

/// Why a calendar cannot be read or built.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CalendarFault {
    /// No time zone of that name in the compiled-in data.
    #[error("unknown time zone `{0}`; write it as in the IANA data, such as `Europe/Stockholm`")]
    UnknownZone(String),
    /// No opening hours, or no local time within them.
    #[error("`{0}` are no opening hours; write them like `07:00-17:30`, the end of the day is `24:00`")]
    Hours(String),
    /// Two intervals of one day overlap.
    #[error("opening hours {first} and {second} of {on} overlap")]
    Overlap {
        /// The day.
        on: DayOf,
        /// The earlier.
        first: LocalSpan,
        /// The later.
        second: LocalSpan,
    },
}

/// A day of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOf {
    /// Of the week, 0 Monday to 6 Sunday.
    Week(usize),
    /// A date of its own.
    Date(Date),
}

impl fmt::Display for DayOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Week(day) => f.write_str(["mon", "tue", "wed", "thu", "fri", "sat", "sun"][day % 7]),
            Self::Date(date) => write!(f, "{date}"),
        }
    }
}
