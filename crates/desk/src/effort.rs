//! What people put time down on: activities, what an hour costs whom, and the plan of a year (WC-32). Refuses to know
//! who worked.

use crate::Name;
use serde::{Deserialize, Serialize};

/// Whether work keeps what there is or makes it more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EffortKind {
    /// Keeps it going.
    Maintenance,
    /// Makes it do more.
    Development,
}

impl EffortKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Maintenance, Self::Development];

    /// Stable key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Maintenance => "maintenance",
            Self::Development => "development",
        }
    }

    /// The kind of a key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == key)
    }
}

/// What time is put down on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// Key.
    pub key: String,
    /// Name.
    pub name: Name,
    /// What it is where an entry says nothing else.
    pub kind: EffortKind,
    /// Price of an hour in whole units of the currency, where a payer has none of its own.
    pub rate: Option<i64>,
}

/// What an hour costs an organisation and those below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payer {
    /// Organisation key.
    pub organisation: String,
    /// Price of an hour in whole units of the currency.
    pub rate: i64,
}

/// What a year's work on an activity was meant to take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffortPlan {
    /// Calendar year.
    pub year: i32,
    /// Activity key.
    pub activity: String,
    /// Person-days.
    pub days: i64,
    /// Money in whole units of the currency, where it was planned.
    pub money: Option<i64>,
}

/// Activities, prices and plans of a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effort {
    /// Hours of a person-day.
    pub hours_per_day: i64,
    /// Currency of every price, such as SEK.
    pub currency: String,
    /// Activities; without any, no time is put down on the desk's cases.
    pub activities: Vec<Activity>,
    /// Payers with prices of their own.
    pub payers: Vec<Payer>,
    /// Plans.
    pub plans: Vec<EffortPlan>,
}

impl Effort {
    /// The activity of a key.
    pub fn activity(&self, key: &str) -> Option<&Activity> {
        self.activities.iter().find(|activity| activity.key == key)
    }

    /// The price of an hour: that of the payer or the nearest organisation above it that has one, else the
    /// activity's. `path` runs from the payer up.
    pub fn rate(&self, activity: &str, path: &[String]) -> Option<i64> {
        let of = |key: &String| self.payers.iter().find(|payer| payer.organisation == *key);
        let payer = path.iter().find_map(of).map(|payer| payer.rate);
        payer.or_else(|| self.activity(activity).and_then(|activity| activity.rate))
    }

    /// Person-days of minutes in hundredths, rounded half up.
    pub fn days_hundredths(&self, minutes: i64) -> i64 {
        rounded(minutes * 100, self.hours_per_day * 60)
    }
}

/// The price of minutes at a price per hour, in hundredths of the currency's unit, rounded half up.
pub fn price_hundredths(minutes: i64, rate: i64) -> i64 {
    rounded(minutes * rate * 100, 60)
}

fn rounded(number: i64, by: i64) -> i64 {
    (number * 2 + by).div_euclid(by * 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_prices_are_rounded_half_up() {
        let effort = Effort {
            hours_per_day: 8,
            currency: "SEK".into(),
            activities: Vec::new(),
            payers: Vec::new(),
            plans: Vec::new(),
        };
        // 480 min are a day; 12 min are 2.5 hundredths.
        for (minutes, days) in [(480, 100), (240, 50), (0, 0), (12, 3), (11, 2), (-480, -100)] {
            assert_eq!(effort.days_hundredths(minutes), days, "{minutes}");
        }
        // 1 min at 850 an hour is 14.1666…
        for (minutes, rate, price) in [(60, 850, 85_000), (1, 850, 1_417), (30, 1, 50), (0, 850, 0)] {
            assert_eq!(price_hundredths(minutes, rate), price, "{minutes} at {rate}");
        }
    }
}
