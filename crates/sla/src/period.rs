//! Periods of local dates that figures are told for. Refuses to know zones.

use crate::Date;
use chrono::{Datelike, Days, Months};
use serde::{Deserialize, Serialize};

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// A local day.
    Day,
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// January to March and so on.
    Quarter,
    /// A calendar year.
    Year,
}

impl Every {
    /// Every length with its stable key.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Day, "day"),
        (Self::Week, "week"),
        (Self::Month, "month"),
        (Self::Quarter, "quarter"),
        (Self::Year, "year"),
    ];

    /// The stable key.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(every, _)| *every == self).map_or("", |(_, key)| key)
    }

    /// The length of a key.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, key)| *key == text).map(|(every, _)| *every)
    }

    /// First date of the period a date lies in.
    pub fn begin(self, date: Date) -> Date {
        let first_of = |month| Date::from_ymd_opt(date.year(), month, 1).unwrap_or(date);
        match self {
            Self::Day => date,
            Self::Week => {
                date.checked_sub_days(Days::new(date.weekday().num_days_from_monday().into())).unwrap_or(date)
            }
            Self::Month => first_of(date.month()),
            Self::Quarter => first_of((date.month() - 1) / 3 * 3 + 1),
            Self::Year => first_of(1),
        }
    }

    /// First date after the period that begins on a date.
    pub fn end(self, begin: Date) -> Date {
        let months = |count| begin.checked_add_months(Months::new(count));
        let end = match self {
            Self::Day => begin.checked_add_days(Days::new(1)),
            Self::Week => begin.checked_add_days(Days::new(7)),
            Self::Month => months(1),
            Self::Quarter => months(3),
            Self::Year => months(12),
        };
        end.unwrap_or(Date::MAX)
    }

    /// The whole periods that have a date in `from..to`: first date of each and first date after it.
    pub fn periods(self, from: Date, to: Date) -> impl Iterator<Item = (Date, Date)> {
        let first = self.begin(from);
        std::iter::successors(Some(first), move |begin| Some(self.end(*begin)))
            .take_while(move |begin| *begin < to && *begin < Date::MAX)
            .map(move |begin| (begin, self.end(begin)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_lies_in_one_period_of_each_length() {
        let date = |y, m, d| Date::from_ymd_opt(y, m, d).expect("a date");
        // 31 December 2026 is a Thursday; its week begins Monday the 28th and ends in the next year.
        let day = date(2026, 12, 31);
        for (every, begin, end) in [
            (Every::Day, day, date(2027, 1, 1)),
            (Every::Week, date(2026, 12, 28), date(2027, 1, 4)),
            (Every::Month, date(2026, 12, 1), date(2027, 1, 1)),
            (Every::Quarter, date(2026, 10, 1), date(2027, 1, 1)),
            (Every::Year, date(2026, 1, 1), date(2027, 1, 1)),
        ] {
            assert_eq!((every.begin(day), every.end(every.begin(day))), (begin, end), "{every:?}");
            assert_eq!(Every::parse(every.as_str()), Some(every));
        }
        // A quarter that the asked time only touches is told whole.
        let quarters: Vec<_> = Every::Quarter.periods(date(2026, 3, 31), date(2026, 4, 2)).collect();
        assert_eq!(quarters, [(date(2026, 1, 1), date(2026, 4, 1)), (date(2026, 4, 1), date(2026, 7, 1))]);
        assert_eq!(Every::Day.periods(day, day).count(), 0);
    }
}
