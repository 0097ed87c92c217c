//! Opening hours counted by hand: every day on its own, no prefix sums, one fixed offset. Only for stretches in which
//! Swedish winter time holds and no holiday falls on a working day.

use std::ops::Range;

/// Microseconds since 1970.
pub type Micros = i64;

const HOUR: Micros = 3_600_000_000;
const DAY: Micros = 24 * HOUR;
/// Swedish winter time is an hour ahead.
const AHEAD: Micros = HOUR;

/// The hours of WebCare's annex 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hours {
    /// Monday to Thursday 07:00–17:30, Friday 07:00–16:00.
    Servicedesk,
    /// Monday to Friday 08:00–17:00.
    Weekdays,
    /// All.
    Always,
}

impl Hours {
    /// The open stretch of a day, counted in days since 1970 of the local calendar; 1970-01-01 was a Thursday.
    fn of_day(self, day: i64) -> Range<Micros> {
        let midnight = day * DAY - AHEAD;
        let (from, to) = match (self, (day + 3).rem_euclid(7)) {
            (Self::Always, _) => (0, DAY),
            (_, 5 | 6) => (0, 0),
            (Self::Servicedesk, 4) => (7 * HOUR, 16 * HOUR),
            (Self::Servicedesk, _) => (7 * HOUR, 17 * HOUR + HOUR / 2),
            (Self::Weekdays, _) => (8 * HOUR, 17 * HOUR),
        };
        midnight + from..midnight + to
    }

    fn days(from: Micros, to: Micros) -> Range<i64> {
        let day = |at: Micros| (at + AHEAD).div_euclid(DAY);
        day(from)..day(to) + 1
    }

    /// Open microseconds within a stretch.
    pub fn within(self, from: Micros, to: Micros) -> Micros {
        Self::days(from, to)
            .map(|day| {
                let open = self.of_day(day);
                (open.end.min(to) - open.start.max(from)).max(0)
            })
            .sum()
    }

    /// Whether it is open.
    pub fn holds(self, at: Micros) -> bool {
        Self::days(at, at).any(|day| self.of_day(day).contains(&at))
    }

    /// The instant at which that much has passed since `from`.
    pub fn after(self, from: Micros, mut left: Micros) -> Micros {
        let mut day = Self::days(from, from).start;
        loop {
            let open = self.of_day(day);
            let begin = open.start.max(from);
            if begin < open.end {
                if left <= open.end - begin {
                    return begin + left;
                }
                left -= open.end - begin;
            }
            day += 1;
        }
    }
}
