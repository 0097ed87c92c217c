//! Public holidays of Sweden and Denmark by rule. Each rule says in which years it holds.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// A country whose public holidays are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Country {
    /// Sweden (lag 1989:253 om allmänna helgdagar).
    Se,
    /// Denmark (helligdage; Store bededag until 2023).
    Dk,
}

impl Country {
    /// Reads `SE` or `DK`.
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "SE" => Some(Self::Se),
            "DK" => Some(Self::Dk),
            _ => None,
        }
    }
}

/// How a holiday finds its date.
enum Rule {
    /// Month and day.
    Fixed(u32, u32),
    /// Days from Easter Sunday.
    Easter(i64),
    /// The first such weekday from month and day on.
    From(Weekday, u32, u32),
}

/// A rule, with its key and first and last year.
type Row = (&'static str, Rule, i32, i32);

const FIRST: i32 = 1900;
const LAST: i32 = 2199;

const SWEDEN: &[Row] = &[
    ("new_year", Rule::Fixed(1, 1), FIRST, LAST),
    ("epiphany", Rule::Fixed(1, 6), FIRST, LAST),
    ("good_friday", Rule::Easter(-2), FIRST, LAST),
    ("easter_sunday", Rule::Easter(0), FIRST, LAST),
    ("easter_monday", Rule::Easter(1), FIRST, LAST),
    ("first_of_may", Rule::Fixed(5, 1), 1939, LAST),
    ("ascension", Rule::Easter(39), FIRST, LAST),
    ("whit_sunday", Rule::Easter(49), FIRST, LAST),
    // Whit Monday gave way to the national day.
    ("whit_monday", Rule::Easter(50), FIRST, 2004),
    ("national_day", Rule::Fixed(6, 6), 2005, LAST),
    ("midsummer_day", Rule::From(Weekday::Sat, 6, 20), 1953, LAST),
    ("all_saints", Rule::From(Weekday::Sat, 10, 31), 1953, LAST),
    ("christmas_day", Rule::Fixed(12, 25), FIRST, LAST),
    ("second_christmas_day", Rule::Fixed(12, 26), FIRST, LAST),
];

const DENMARK: &[Row] = &[
    ("new_year", Rule::Fixed(1, 1), FIRST, LAST),
    ("maundy_thursday", Rule::Easter(-3), FIRST, LAST),
    ("good_friday", Rule::Easter(-2), FIRST, LAST),
    ("easter_sunday", Rule::Easter(0), FIRST, LAST),
    ("easter_monday", Rule::Easter(1), FIRST, LAST),
    // Abolished by law from 2024 on.
    ("store_bededag", Rule::Easter(26), FIRST, 2023),
    ("ascension", Rule::Easter(39), FIRST, LAST),
    ("whit_sunday", Rule::Easter(49), FIRST, LAST),
    ("whit_monday", Rule::Easter(50), FIRST, LAST),
    ("christmas_day", Rule::Fixed(12, 25), FIRST, LAST),
    ("second_christmas_day", Rule::Fixed(12, 26), FIRST, LAST),
];

/// Eves that are ordinary days by law and free by many agreements.
const EVES_SE: &[Row] = &[
    ("midsummer_eve", Rule::From(Weekday::Fri, 6, 19), 1953, LAST),
    ("christmas_eve", Rule::Fixed(12, 24), FIRST, LAST),
    ("new_years_eve", Rule::Fixed(12, 31), FIRST, LAST),
];
const EVES_DK: &[Row] = &[
    ("constitution_day", Rule::Fixed(6, 5), FIRST, LAST),
    ("christmas_eve", Rule::Fixed(12, 24), FIRST, LAST),
    ("new_years_eve", Rule::Fixed(12, 31), FIRST, LAST),
];

/// The public holidays of a year, by date.
pub fn holidays(country: Country, year: i32) -> Vec<(NaiveDate, &'static str)> {
    dates(if country == Country::Se { SWEDEN } else { DENMARK }, year)
}

/// Days that are no public holidays but closed by many agreements.
pub fn eves(country: Country, year: i32) -> Vec<(NaiveDate, &'static str)> {
    dates(if country == Country::Se { EVES_SE } else { EVES_DK }, year)
}

fn dates(rows: &[Row], year: i32) -> Vec<(NaiveDate, &'static str)> {
    let holds = rows.iter().filter(|(_, _, first, last)| (*first..=*last).contains(&year));
    let mut dates: Vec<_> = holds.filter_map(|(key, rule, ..)| Some((date(rule, year)?, *key))).collect();
    dates.sort_unstable();
    dates
}

fn date(rule: &Rule, year: i32) -> Option<NaiveDate> {
    match rule {
        Rule::Fixed(month, day) => NaiveDate::from_ymd_opt(year, *month, *day),
        Rule::Easter(days) => easter(year)?.checked_add_signed(chrono::TimeDelta::days(*days)),
        Rule::From(weekday, month, day) => {
            let from = NaiveDate::from_ymd_opt(year, *month, *day)?;
            let ahead = (weekday.num_days_from_monday() + 7 - from.weekday().num_days_from_monday()) % 7;
            from.checked_add_days(Days::new(u64::from(ahead)))
        }
    }
}

/// Easter Sunday in the Gregorian calendar (the anonymous algorithm of 1876).
fn easter(year: i32) -> Option<NaiveDate> {
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let n = (h + l - 7 * m + 90) / 25;
    let p = (h + l - 7 * m + 33 * n + 19) % 32;
    NaiveDate::from_ymd_opt(year, u32::try_from(n).ok()?, u32::try_from(p).ok()?)
}
