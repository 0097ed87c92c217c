//! Which days exist: the date and check-digit arithmetic of Nordic identity numbers.
//!
//! Knows digits only; refuses to know text, separators, and what today's date is.

/// The length of a month in a year, or zero when there is no such month.
fn days_in(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Whether the day exists.
pub(crate) fn is_day(year: u16, month: u8, day: u8) -> bool {
    day >= 1 && day <= days_in(year, month)
}

/// The value of two digits, `None` when the slice does not hold exactly two.
pub(crate) fn two(digits: &[u8]) -> Option<u8> {
    match digits {
        [tens, ones] => Some(tens * 10 + ones),
        _ => None,
    }
}

/// Whether the digits, the last of which is the check digit, satisfy Luhn.
pub(crate) fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let value = u32::from(*digit) * if place % 2 == 1 { 2 } else { 1 };
            value / 10 + value % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The year a Danish CPR number means, from its two year digits and its seventh digit.
pub(crate) fn cpr_year(year: u8, seventh: u8) -> u16 {
    let century = match (seventh, year) {
        (0..=3, _) => 1900,
        (4 | 9, 0..=36) => 2000,
        (4 | 9, _) => 1900,
        (_, 0..=57) => 2000,
        _ => 1800,
    };
    century + u16::from(year)
}
