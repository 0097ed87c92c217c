//! Public holidays of Sweden and Denmark by rule, each with its first and last year. Refuses to know what a desk
//! makes of them.

use crate::Date;
use chrono::{Datelike, TimeDelta, Weekday};

/// A country whose public holidays are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Country {
    /// Sweden.
    Se,
    /// Denmark.
    Dk,
}

impl Country {
    /// The ISO 3166 code, upper case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Se => "SE",
            Self::Dk => "DK",
        }
    }

    /// Reads an ISO 3166 code in either case; `None` for any other.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Se, Self::Dk].into_iter().find(|c| c.as_str().eq_ignore_ascii_case(text))
    }
}

/// How a rule finds its date in a year.
enum When {
    Fixed(u32, u32),
    /// Days after Easter Sunday.
    Easter(i64),
    /// The first Saturday on or after a day.
    Saturday(u32, u32),
    /// The Friday before that Saturday.
    FridayBefore(u32, u32),
}

/// A rule; without a first year it was so before 1900, without a last year it is so still.
struct Rule {
    key: &'static str,
    when: When,
    first: Option<i32>,
    last: Option<i32>,
}

const fn always(key: &'static str, when: When) -> Rule {
    Rule { key, when, first: None, last: None }
}

/// Lag (1989:253) om allmänna helgdagar, and before it. Sundays are closed by the week, not by this list.
const SWEDEN: &[Rule] = &[
    always("new_year", When::Fixed(1, 1)),
    always("epiphany", When::Fixed(1, 6)),
    always("good_friday", When::Easter(-2)),
    always("easter_sunday", When::Easter(0)),
    always("easter_monday", When::Easter(1)),
    Rule { key: "first_of_may", when: When::Fixed(5, 1), first: Some(1939), last: None },
    always("ascension", When::Easter(39)),
    always("whit_sunday", When::Easter(49)),
    // National Day took the place of Whit Monday: SFS 2004:1320.
    Rule { key: "whit_monday", when: When::Easter(50), first: None, last: Some(2004) },
    Rule { key: "national_day", when: When::Fixed(6, 6), first: Some(2005), last: None },
    Rule { key: "midsummer_day", when: When::Saturday(6, 20), first: Some(1953), last: None },
    Rule { key: "all_saints", when: When::Saturday(10, 31), first: Some(1953), last: None },
    always("christmas_day", When::Fixed(12, 25)),
    always("second_christmas_day", When::Fixed(12, 26)),
];

/// Helligdage. Constitution Day (5 June) and 1 May are no public holidays.
const DENMARK: &[Rule] = &[
    always("new_year", When::Fixed(1, 1)),
    always("maundy_thursday", When::Easter(-3)),
    always("good_friday", When::Easter(-2)),
    always("easter_sunday", When::Easter(0)),
    always("easter_monday", When::Easter(1)),
    // Abolished by lov nr. 214 af 2023 from 2024 on.
    Rule { key: "great_prayer_day", when: When::Easter(26), first: None, last: Some(2023) },
    always("ascension", When::Easter(39)),
    always("whit_sunday", When::Easter(49)),
    always("whit_monday", When::Easter(50)),
    always("christmas_day", When::Fixed(12, 25)),
    always("second_christmas_day", When::Fixed(12, 26)),
];

/// Eves that the law does not name but the holiday act equates with Sundays.
const SWEDEN_EVES: &[Rule] = &[
    Rule { key: "midsummer_eve", when: When::FridayBefore(6, 20), first: Some(1953), last: None },
    always("christmas_eve", When::Fixed(12, 24)),
    always("new_years_eve", When::Fixed(12, 31)),
];

const DENMARK_EVES: &[Rule] =
    &[always("christmas_eve", When::Fixed(12, 24)), always("new_years_eve", When::Fixed(12, 31))];

/// Public holidays of a year by law, in order of date, each with its key; Easter Sunday and Whit Sunday included.
pub fn holidays(country: Country, year: i32) -> Vec<(Date, &'static str)> {
    in_year(if country == Country::Se { SWEDEN } else { DENMARK }, year)
}

/// Eves of a year that are no public holidays, yet many desks close on: Christmas Eve and New Year's Eve, in Sweden
/// Midsummer Eve.
pub fn eves(country: Country, year: i32) -> Vec<(Date, &'static str)> {
    in_year(if country == Country::Se { SWEDEN_EVES } else { DENMARK_EVES }, year)
}

fn in_year(rules: &[Rule], year: i32) -> Vec<(Date, &'static str)> {
    let mut found: Vec<_> = rules
        .iter()
        .filter(|rule| {
            rule.first.is_none_or(|first| first <= year) && rule.last.is_none_or(|last| year <= last)
        })
        .filter_map(|rule| Some((date_of(&rule.when, year)?, rule.key)))
        .collect();
    found.sort_unstable();
    found
}

fn date_of(when: &When, year: i32) -> Option<Date> {
    match *when {
        When::Fixed(month, day) => Date::from_ymd_opt(year, month, day),
        When::Easter(days) => easter(year)?.checked_add_signed(TimeDelta::days(days)),
        When::Saturday(month, day) => saturday_from(year, month, day),
        When::FridayBefore(month, day) => saturday_from(year, month, day)?.pred_opt(),
    }
}

fn saturday_from(year: i32, month: u32, day: u32) -> Option<Date> {
    Date::from_ymd_opt(year, month, day)?.iter_days().find(|date| date.weekday() == Weekday::Sat)
}

/// Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher).
fn easter(year: i32) -> Option<Date> {
    let (a, b, c) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let g = (8 * b + 13).div_euclid(25);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 19 * l).div_euclid(433);
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19).rem_euclid(32);
    Date::from_ymd_opt(year, month.unsigned_abs(), day.unsigned_abs())
}
