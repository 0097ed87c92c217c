//! Moments as stored: microseconds since 1970-01-01T00:00:00Z, the same on both databases.

use crate::{Fault, Moment};

/// To storage.
pub(crate) fn micros(at: Moment) -> i64 {
    at.timestamp_micros()
}

/// To storage, where there may be none.
pub(crate) fn micros_opt(at: Option<Moment>) -> Option<i64> {
    at.map(micros)
}

/// From storage.
pub(crate) fn moment(micros: i64) -> Result<Moment, Fault> {
    Moment::from_timestamp_micros(micros).ok_or_else(|| Fault::row("moment", micros))
}

/// From storage, where there may be none.
pub(crate) fn moment_opt(micros: Option<i64>) -> Result<Option<Moment>, Fault> {
    micros.map(moment).transpose()
}
