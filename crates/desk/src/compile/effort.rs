//! Activities, prices and plans.

use super::{Known, closed};
use crate::fault::Faults;
use crate::file::{File, Key};
use crate::{Activity, Effort, EffortKind, EffortPlan, Payer};
use toml::Spanned;

/// Hours of a person-day where the file does not say.
const HOURS: i64 = 8;

pub(super) fn effort(file: &File, known: &Known, faults: &mut Faults<'_>) -> Effort {
    let price = |value: &Spanned<i64>, faults: &mut Faults<'_>| {
        if !(0..=1_000_000).contains(value.get_ref()) {
            let what = format!("a price of {} an hour", value.get_ref());
            faults.at(value.span().start, what, "0 to 1000000 whole units of the currency");
        }
        *value.get_ref()
    };
    let rules = file.effort.as_ref();
    if let Some(hours) = rules.map(|rules| &rules.hours_per_day).filter(|h| !(1..=24).contains(h.get_ref())) {
        faults.at(hours.span().start, format!("a day of {} hours", hours.get_ref()), "1 to 24");
    }
    if let Some(currency) = rules.map(|rules| &rules.currency) {
        let word = currency.get_ref();
        if word.len() != 3 || !word.bytes().all(|b| b.is_ascii_uppercase()) {
            faults.at(currency.span().start, format!("`{word}` is no currency"), "three letters such as SEK");
        }
    }
    let mut activities = Vec::new();
    for activity in &file.activity {
        let all = EffortKind::ALL.map(EffortKind::as_str);
        let kind = closed(&activity.kind, EffortKind::parse, &all, "kind of effort", faults);
        activities.push(Activity {
            key: activity.key.get_ref().clone(),
            name: activity.name.clone(),
            kind: kind.unwrap_or(EffortKind::Maintenance),
            rate: activity.rate.as_ref().map(|rate| price(rate, faults)),
        });
    }
    let mut payers: Vec<Payer> = Vec::new();
    for payer in &file.payer {
        let organisation = known.check("organisation", &payer.organisation, faults);
        if payers.iter().any(|other| other.organisation == organisation) {
            twice(&payer.organisation, faults);
        }
        payers.push(Payer { organisation, rate: price(&payer.rate, faults) });
    }
    let mut plans: Vec<EffortPlan> = Vec::new();
    for plan in &file.effort_plan {
        let activity = known.check("activity", &plan.activity, faults);
        let year = *plan.year.get_ref();
        if !(1990..=2090).contains(&year) {
            faults.at(plan.year.span().start, format!("a plan for {year}"), "a year from 1990 to 2090");
        }
        if plans.iter().any(|other| other.year == year && other.activity == activity) {
            twice(&plan.activity, faults);
        }
        for number in [Some(&plan.days), plan.money.as_ref()].into_iter().flatten() {
            if *number.get_ref() < 0 {
                faults.at(number.span().start, "a plan below nothing", "0 or more");
            }
        }
        let money = plan.money.as_ref().map(|money| *money.get_ref());
        plans.push(EffortPlan { year, activity, days: *plan.days.get_ref(), money });
    }
    Effort {
        hours_per_day: rules.map_or(HOURS, |rules| *rules.hours_per_day.get_ref()),
        currency: rules.map_or_else(|| "SEK".to_owned(), |rules| rules.currency.get_ref().clone()),
        activities,
        payers,
        plans,
    }
}

fn twice(key: &Key, faults: &mut Faults<'_>) {
    faults.at(key.span().start, format!("`{}` stands here twice", key.get_ref()), "once is enough");
}
