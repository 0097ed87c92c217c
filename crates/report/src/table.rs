//! A table of typed cells.

use chrono::{NaiveDate, NaiveDateTime};

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words; in an export they can never become a formula.
    Text(String),
    /// A whole number.
    Count(i64),
    /// A share in parts of ten thousand, shown with two decimals of a per cent, never rounded up.
    Share(i64),
    /// Whole seconds, shown as hours, minutes and seconds.
    Seconds(i64),
    /// A number in hundredths, shown with two decimals.
    Hundredths(i64),
    /// A local date.
    Date(NaiveDate),
    /// Local date and time, shown to the minute.
    Minute(NaiveDateTime),
    /// Nothing: no figure, which is not the same as zero.
    Empty,
}

impl Cell {
    /// Words, or nothing.
    pub fn text(words: Option<impl Into<String>>) -> Self {
        words.map_or(Self::Empty, |words| Self::Text(words.into()))
    }

    /// As people read it.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(words) => words.clone(),
            Self::Count(count) => count.to_string(),
            Self::Share(parts) => format!("{} %", decimal(*parts)),
            Self::Hundredths(parts) => decimal(*parts),
            Self::Seconds(seconds) => {
                let sign = if *seconds < 0 { "-" } else { "" };
                let seconds = seconds.abs();
                format!("{sign}{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
            }
            Self::Date(date) => date.to_string(),
            Self::Minute(at) => at.format("%Y-%m-%d %H:%M").to_string(),
            Self::Empty => String::new(),
        }
    }

    /// Whether it is lined up at its right.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Count(_) | Self::Share(_) | Self::Seconds(_) | Self::Hundredths(_))
    }

    /// The bare number behind it, in the unit of its kind: ones, ten thousandths, seconds or hundredths.
    pub(crate) fn number(&self) -> Option<i64> {
        match self {
            Self::Count(n) | Self::Share(n) | Self::Seconds(n) | Self::Hundredths(n) => Some(*n),
            Self::Text(_) | Self::Date(_) | Self::Minute(_) | Self::Empty => None,
        }
    }

    /// A cell of the same kind with another number.
    pub(crate) fn like(&self, number: i64) -> Self {
        match self {
            Self::Share(_) => Self::Share(number),
            Self::Seconds(_) => Self::Seconds(number),
            Self::Hundredths(_) => Self::Hundredths(number),
            _ => Self::Count(number),
        }
    }
}

/// Hundredths with two decimals.
fn decimal(parts: i64) -> String {
    let sign = if parts < 0 { "-" } else { "" };
    let parts = parts.unsigned_abs();
    format!("{sign}{}.{:02}", parts / 100, parts % 100)
}

/// Title of a column. Forms that tell durations as bare numbers add their unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Title {
    words: String,
    seconds: bool,
}

impl Title {
    /// Of a column of durations.
    pub fn of_seconds(words: impl Into<String>) -> Self {
        Self { words: words.into(), seconds: true }
    }

    /// With the unit of the bare numbers below: the sign of the second is the same in every language.
    pub(crate) fn with_unit(&self) -> String {
        if self.seconds { format!("{} (s)", self.words) } else { self.words.clone() }
    }
}

impl std::ops::Deref for Title {
    type Target = str;

    fn deref(&self) -> &str {
        &self.words
    }
}

impl std::fmt::Display for Title {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words)
    }
}

impl From<String> for Title {
    fn from(words: String) -> Self {
        Self { words, seconds: false }
    }
}

impl From<&str> for Title {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

/// A table: titles, and rows as long as they.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Titles of the columns.
    pub titles: Vec<Title>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_cut_and_durations_are_whole() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 3).unwrap();
        for (cell, shown) in [
            // 9 999 of 10 000 is not a hundred per cent.
            (Cell::Share(9_999), "99.99 %"),
            (Cell::Share(10_000), "100.00 %"),
            (Cell::Share(5), "0.05 %"),
            (Cell::Seconds(36_061), "10:01:01"),
            (Cell::Seconds(-61), "-0:01:01"),
            (Cell::Hundredths(-5), "-0.05"),
            (Cell::Hundredths(1_230), "12.30"),
            (Cell::Date(date), "2026-11-03"),
            (Cell::Minute(date.and_hms_opt(7, 5, 59).unwrap()), "2026-11-03 07:05"),
            (Cell::Empty, ""),
        ] {
            assert_eq!(cell.shown(), shown);
        }
    }
}
