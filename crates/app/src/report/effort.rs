//! The effort report: time per activity, kind and payer in person-days and money, against the plan of the year, with
//! every entry behind it (WC-32).

use crate::effort::{EffortView, entry_views};
use crate::{App, Denied};
use chrono::{Datelike as _, NaiveDate};
use desk::{Desk, EffortKind, Principal, price_hundredths};
use serde::Serialize;
use std::collections::BTreeMap;
use store::effort::{Entry, effort_between};

/// Years a period may lie in.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2090;

/// The effort of one desk and period. Money is in the desk's currency.
#[derive(Debug, Clone, Serialize)]
pub struct EffortReport {
    /// Desk key.
    pub desk: String,
    /// First local date.
    pub from: NaiveDate,
    /// Local date it ends before.
    pub to: NaiveDate,
    /// Hours of a person-day.
    pub hours_per_day: i64,
    /// Currency.
    pub currency: String,
    /// Time by activity, kind and payer, in the order of the desk file.
    pub rows: Vec<EffortRow>,
    /// All of it.
    pub total: EffortSum,
    /// What was planned for the years of the period, and what was used of it until the period ends.
    pub plan: Vec<PlanRow>,
    /// The entries.
    pub entries: Vec<EffortView>,
}

/// Time with what it comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct EffortSum {
    /// Minutes.
    pub minutes: i64,
    /// Person-days, rounded half up to hundredths.
    pub person_days: f64,
    /// Money, rounded half up to hundredths; none where nothing has a price.
    pub money: Option<f64>,
    /// Person-days in hundredths.
    #[serde(skip)]
    pub days_hundredths: i64,
    /// Money in hundredths.
    #[serde(skip)]
    pub money_hundredths: Option<i64>,
}

/// Time of one activity, kind and payer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EffortRow {
    /// Activity key.
    pub activity: String,
    /// maintenance or development.
    pub kind: String,
    /// Organisation key.
    pub payer: String,
    /// How much.
    #[serde(flatten)]
    pub sum: EffortSum,
}

/// A plan and what was used of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanRow {
    /// Year.
    pub year: i32,
    /// Activity key.
    pub activity: String,
    /// Person-days planned.
    pub planned_days: i64,
    /// Money planned; the days at the activity's price where the plan says nothing else.
    pub planned_money: Option<i64>,
    /// Used from the year's first day until the period ends.
    pub used: EffortSum,
    /// Person-days used in parts of ten thousand of those planned, cut; none where nothing was planned.
    pub used_basis_points: Option<i64>,
}

/// What a narrowing of a name can be set to.
fn keys<'a>(desk: &'a Desk, name: &str) -> Vec<&'a str> {
    match name {
        "activity" => desk.effort.activities.iter().map(|activity| activity.key.as_str()).collect(),
        "kind" => EffortKind::ALL.map(EffortKind::as_str).to_vec(),
        _ => desk.organisations.iter().map(|own| own.key.as_str()).collect(),
    }
}

impl App {
    /// Refuses a value of a narrowing that no version of the desk ever had.
    ///
    /// # Errors
    /// Such a value, with those there are.
    pub fn effort_has(&self, desk: &Desk, name: &str, value: &str) -> Result<(), Denied> {
        let known = |desk: &Desk| keys(desk, name).contains(&value);
        if known(desk) || self.desks.ever(&desk.key).iter().any(|desk| known(desk)) {
            return Ok(());
        }
        Err(Denied::unknown(name, keys(desk, name)))
    }

    /// The effort report for local dates from `from` to before `to`.
    ///
    /// # Errors
    /// An unknown desk, a period that ends before it begins or lies out of range, no permission.
    pub fn effort_report(
        &self,
        principal: &Principal,
        desk: &str,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<EffortReport, Denied> {
        let desk = self.effort_desk(principal, desk)?;
        for (field, date) in [("from", from), ("to", to)] {
            if !YEARS.contains(&date.year()) {
                return Err(Denied::malformed(field, "out_of_range"));
            }
        }
        let last = to.pred_opt().filter(|last| *last >= from);
        let last = last.ok_or_else(|| Denied::malformed("to", "not_after_from"))?;
        let scopes = self.scopes(principal);
        self.store.read_long(|conn| {
            let mut between = |from: NaiveDate, to: NaiveDate| {
                effort_between(conn, &desk.key, (&from.to_string(), &to.to_string()), scopes.as_ref())
            };
            let entries = between(from, to)?;
            let mut plan = Vec::new();
            for year in from.year()..=last.year() {
                let begins = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(from);
                let ends = NaiveDate::from_ymd_opt(year + 1, 1, 1).unwrap_or(to).min(to);
                let used = between(begins, ends)?;
                plan.extend(desk.effort.plans.iter().filter(|plan| plan.year == year).map(|plan| {
                    let of: Vec<&Entry> = used.iter().filter(|e| e.activity == plan.activity).collect();
                    planned(&desk, plan, &of)
                }));
            }
            Ok(EffortReport {
                desk: desk.key.clone(),
                from,
                to,
                hours_per_day: desk.effort.hours_per_day,
                currency: desk.effort.currency.clone(),
                rows: rows(&desk, &entries),
                total: sum(&desk, &entries.iter().collect::<Vec<_>>()),
                plan,
                entries: entry_views(conn, &entries)?,
            })
        })
    }
}

fn planned(desk: &Desk, plan: &desk::EffortPlan, used: &[&Entry]) -> PlanRow {
    let rate = desk.effort.activity(&plan.activity).and_then(|activity| activity.rate);
    let used = sum(desk, used);
    PlanRow {
        year: plan.year,
        activity: plan.activity.clone(),
        planned_days: plan.days,
        planned_money: plan.money.or_else(|| rate.map(|rate| plan.days * desk.effort.hours_per_day * rate)),
        used_basis_points: (plan.days > 0)
            .then(|| used.minutes * 10_000 / (plan.days * desk.effort.hours_per_day * 60)),
        used,
    }
}

fn rows(desk: &Desk, entries: &[Entry]) -> Vec<EffortRow> {
    let place = |key: &str| desk.effort.activities.iter().position(|a| a.key == key).unwrap_or(usize::MAX);
    let mut groups: BTreeMap<(usize, &str, &str, &str), Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        let key =
            (place(&entry.activity), entry.activity.as_str(), entry.kind.as_str(), entry.payer.as_str());
        groups.entry(key).or_default().push(entry);
    }
    groups
        .into_iter()
        .map(|((_, activity, kind, payer), group)| EffortRow {
            activity: activity.to_owned(),
            kind: kind.to_owned(),
            payer: payer.to_owned(),
            sum: sum(desk, &group),
        })
        .collect()
}

/// Minutes first summed by price, so that a hundred short entries cost what one long one does.
fn sum(desk: &Desk, entries: &[&Entry]) -> EffortSum {
    let mut by_price: BTreeMap<Option<i64>, i64> = BTreeMap::new();
    for entry in entries {
        let rate = desk.effort.rate(&entry.activity, &desk.organisation_path(&entry.payer));
        *by_price.entry(rate).or_default() += entry.minutes;
    }
    let minutes = by_price.values().sum();
    let priced = by_price.iter().filter_map(|(rate, minutes)| Some(price_hundredths(*minutes, (*rate)?)));
    let money = by_price.keys().any(Option::is_some).then(|| priced.sum());
    let days = desk.effort.days_hundredths(minutes);
    EffortSum {
        minutes,
        person_days: shown(days),
        money: money.map(shown),
        days_hundredths: days,
        money_hundredths: money,
    }
}

/// Hundredths as a number; exact far beyond what a desk ever costs.
#[expect(clippy::cast_precision_loss, reason = "below 2^53")]
fn shown(hundredths: i64) -> f64 {
    hundredths as f64 / 100.0
}
