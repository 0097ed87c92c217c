//! Periods that figures are about: days, weeks from Monday, months, quarters and years, as local dates.

use chrono::{Datelike as _, Days, Months, NaiveDate};

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Every {
    /// From midnight to midnight.
    Day,
    /// From Monday.
    Week,
    /// From the first.
    Month,
    /// From the first of January, April, July, October.
    Quarter,
    /// From New Year.
    Year,
}

/// Local dates from the first to before the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First date.
    pub from: NaiveDate,
    /// The date after the last one.
    pub to: NaiveDate,
}

impl Every {
    /// All, shortest first.
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// Stable key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The period of a key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|every| every.as_str() == key)
    }

    /// The period a date lies in. `None` at the end of the calendar that dates can hold.
    pub fn around(self, date: NaiveDate) -> Option<Span> {
        let month = |month0: u32| NaiveDate::from_ymd_opt(date.year(), month0 + 1, 1);
        let from = match self {
            Self::Day => Some(date),
            Self::Week => date.checked_sub_days(Days::new(date.weekday().num_days_from_monday().into())),
            Self::Month => month(date.month0()),
            Self::Quarter => month(date.month0() / 3 * 3),
            Self::Year => month(0),
        }?;
        Some(Span { from, to: self.after(from)? })
    }

    /// The period before the one that begins at a date.
    pub fn before(self, from: NaiveDate) -> Option<Span> {
        self.around(from.pred_opt()?)
    }

    /// So many periods, oldest first, the last of them the one a date lies in.
    pub fn back(self, date: NaiveDate, count: usize) -> Vec<Span> {
        let newest = self.around(date);
        let mut spans: Vec<Span> =
            std::iter::successors(newest, |span| self.before(span.from)).take(count).collect();
        spans.reverse();
        spans
    }

    /// The whole periods that have a date in `from..to`, oldest first.
    pub fn touching(self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = Span> {
        std::iter::successors(self.around(from), move |span| self.around(span.to))
            .take_while(move |span| span.from < to)
    }

    fn after(self, from: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => from.succ_opt(),
            Self::Week => from.checked_add_days(Days::new(7)),
            Self::Month => from.checked_add_months(Months::new(1)),
            Self::Quarter => from.checked_add_months(Months::new(3)),
            Self::Year => from.checked_add_months(Months::new(12)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(every: Every, date: &str) -> String {
        let span = every.around(date.parse().expect("a date")).expect("a period");
        format!("{} {}", span.from, span.to)
    }

    #[test]
    fn a_date_lies_in_one_period_of_each_length() {
        // 2026-11-27 is a Friday; 2027-01-01 too, in the week from 2026-12-28.
        assert_eq!(span(Every::Day, "2026-11-27"), "2026-11-27 2026-11-28");
        assert_eq!(span(Every::Week, "2026-11-27"), "2026-11-23 2026-11-30");
        assert_eq!(span(Every::Week, "2027-01-01"), "2026-12-28 2027-01-04");
        assert_eq!(span(Every::Month, "2028-02-29"), "2028-02-01 2028-03-01");
        assert_eq!(span(Every::Quarter, "2026-12-31"), "2026-10-01 2027-01-01");
        assert_eq!(span(Every::Year, "2026-01-01"), "2026-01-01 2027-01-01");
    }

    #[test]
    fn a_period_that_is_only_touched_is_told_whole() {
        let date = |text: &str| text.parse().expect("a date");
        let spans: Vec<Span> = Every::Quarter.touching(date("2026-03-31"), date("2026-04-02")).collect();
        let told: Vec<String> = spans.iter().map(|s| format!("{} {}", s.from, s.to)).collect();
        assert_eq!(told, ["2026-01-01 2026-04-01", "2026-04-01 2026-07-01"]);
        assert_eq!(Every::Day.touching(date("2026-03-31"), date("2026-03-31")).count(), 0);
    }

    #[test]
    fn periods_follow_each_other_without_gap() {
        for every in Every::ALL {
            let spans = every.back(NaiveDate::from_ymd_opt(2026, 3, 1).expect("a date"), 12);
            assert_eq!(spans.len(), 12);
            assert!(spans.windows(2).all(|pair| pair[0].to == pair[1].from), "{every:?}");
            assert_eq!(Every::parse(every.as_str()), Some(every));
        }
        assert_eq!(Every::Week.before(NaiveDate::MIN), None);
    }
}
