//! A table of typed cells.

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
            Self::Share(parts) => format!("{}.{:02} %", parts / 100, parts % 100),
            Self::Seconds(seconds) => {
                let sign = if *seconds < 0 { "-" } else { "" };
                let seconds = seconds.abs();
                format!("{sign}{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
            }
            Self::Empty => String::new(),
        }
    }

    /// Whether it is lined up at its right.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Count(_) | Self::Share(_) | Self::Seconds(_))
    }
}

/// A table: titles, and rows as long as they.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Titles of the columns.
    pub titles: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_cut_and_durations_are_whole() {
        for (cell, shown) in [
            // 9 999 of 10 000 is not a hundred per cent.
            (Cell::Share(9_999), "99.99 %"),
            (Cell::Share(10_000), "100.00 %"),
            (Cell::Share(5), "0.05 %"),
            (Cell::Seconds(36_061), "10:01:01"),
            (Cell::Seconds(-61), "-0:01:01"),
            (Cell::Empty, ""),
        ] {
            assert_eq!(cell.shown(), shown);
        }
    }
}
