//! Opening hours counted by hand: every day on its own, no prefix sums, the changes of the clock and the holidays written
//! down from a wall calendar for December 2025 to November 2026.

use std::ops::Range;

/// Microseconds since 1970.
pub type Micros = i64;

const HOUR: Micros = 3_600_000_000;
const DAY: Micros = 24 * HOUR;

/// Days since 1970 of the local calendar.
type Day = i64;

/// 2026-01-01.
const NEW_YEAR: Day = 20_454;
/// 29 March 2026, a Sunday: the clock goes ahead at two, so its midnight is still winter's.
const SUMMER_BEGINS: Day = NEW_YEAR + 31 + 28 + 28;
/// 25 October 2026, a Sunday: the clock goes back at three, so its midnight is still summer's.
const SUMMER_ENDS: Day = NEW_YEAR + 31 + 28 + 31 + 30 + 31 + 30 + 31 + 31 + 30 + 24;

/// Holidays that fall on working days.
const HOLIDAYS: [Day; 8] = [
    NEW_YEAR - 7,                      // Christmas Day, Thursday
    NEW_YEAR - 6,                      // Second Christmas Day, Friday
    NEW_YEAR,                          // Thursday
    NEW_YEAR + 5,                      // Epiphany, Tuesday
    NEW_YEAR + 31 + 28 + 31 + 2,       // Good Friday, 3 April
    NEW_YEAR + 31 + 28 + 31 + 5,       // Easter Monday, 6 April
    NEW_YEAR + 31 + 28 + 31 + 30,      // 1 May, Friday
    NEW_YEAR + 31 + 28 + 31 + 30 + 13, // Ascension Day, Thursday 14 May
];

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

/// The instant a local day begins.
fn midnight(day: Day) -> Micros {
    let ahead = if SUMMER_BEGINS < day && day <= SUMMER_ENDS { 2 * HOUR } else { HOUR };
    day * DAY - ahead
}

/// 1970-01-01 was a Thursday; 0 is Monday.
fn weekday(day: Day) -> i64 {
    (day + 3).rem_euclid(7)
}

impl Hours {
    /// The open stretch of a day. No working day is one on which the clock changes.
    fn of_day(self, day: Day) -> Range<Micros> {
        let begins = midnight(day);
        let closed = weekday(day) > 4 || HOLIDAYS.contains(&day);
        let (from, to) = match self {
            Self::Always => return begins..midnight(day + 1),
            _ if closed => (0, 0),
            Self::Servicedesk if weekday(day) == 4 => (7 * HOUR, 16 * HOUR),
            Self::Servicedesk => (7 * HOUR, 17 * HOUR + HOUR / 2),
            Self::Weekdays => (8 * HOUR, 17 * HOUR),
        };
        begins + from..begins + to
    }

    /// The days that may have a part in a stretch.
    fn days(from: Micros, to: Micros) -> Range<Day> {
        (from + HOUR).div_euclid(DAY)..(to + 2 * HOUR).div_euclid(DAY) + 1
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

#[test]
fn the_wall_calendar_is_written_down_right() {
    assert_eq!([NEW_YEAR, NEW_YEAR + 5, SUMMER_BEGINS, SUMMER_ENDS].map(weekday), [3, 1, 6, 6]);
    assert_eq!(HOLIDAYS.map(weekday), [3, 4, 3, 1, 4, 0, 4, 3]);
    // Winter's last hour is 01:59:59 at UTC+1, summer's last 02:59:59 at UTC+2: 23 and 25 hours.
    let length = |day| midnight(day + 1) - midnight(day);
    assert_eq!([SUMMER_BEGINS, SUMMER_ENDS, NEW_YEAR].map(length), [23 * HOUR, 25 * HOUR, 24 * HOUR]);
}
