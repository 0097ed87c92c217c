//! How long each hour of the week was open in a period, and when, on the axis of open time.

use super::super::hours::{Hour, hour_of};
use super::basis::Basis;
use crate::Moment;
use crate::read::local_time;
use ::staffing::Piece;
use chrono::{TimeDelta, Timelike as _};

/// The open time of a period by hours of the week.
pub(super) struct Week {
    /// Every open piece, in order, with the hour it lies in.
    pub pieces: Vec<(Piece, Hour)>,
}

impl Week {
    /// The open time from the history's begin to the period's end, or to now where that is earlier.
    pub fn of(basis: &Basis<'_>) -> Self {
        let (mut from, end) = (basis.from, basis.span.end);
        let mut pieces = Vec::new();
        while from < end {
            let next = next_hour(&basis.desk.zone, from).min(end);
            let piece = Piece { from: basis.seconds(from), to: basis.seconds(next) };
            if piece.from < piece.to {
                pieces.push((piece, hour_of(basis.desk, from)));
            }
            from = next;
        }
        Self { pieces }
    }

    /// Seconds an hour was open.
    pub fn open(&self, hour: Hour) -> i64 {
        self.pieces.iter().filter(|(_, of)| *of == hour).map(|(piece, _)| piece.to - piece.from).sum()
    }

    /// Seconds all were.
    pub fn all(&self) -> i64 {
        self.pieces.last().map_or(0, |(piece, _)| piece.to)
    }
}

/// The moment at which the wall clock next shows a full hour, where it is not moved meanwhile.
fn next_hour(zone: &str, at: Moment) -> Moment {
    let local = local_time(zone, at);
    at + TimeDelta::seconds(3_600 - i64::from(local.minute() * 60 + local.second()))
        - TimeDelta::nanoseconds(i64::from(local.nanosecond() % 1_000_000_000))
}
