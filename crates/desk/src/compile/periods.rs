//! Objectives per period, and announced service windows.

use super::{Known, closed};
use crate::fault::Faults;
use crate::file::{File, Key, Objective as FileObjective, ObjectiveWhen};
use crate::words::{Words, seconds};
use crate::{Promise, Window};
use chrono::{DateTime, NaiveDateTime, Utc};
use sla::{Conditions, Dimension, Every, Limit, Measure, Objective, ObjectivePart, PeriodObjective, Wanted};
use toml::Spanned;

pub(super) fn objectives(file: &File, known: &Known, faults: &mut Faults<'_>) -> Vec<PeriodObjective> {
    file.objective.iter().filter_map(|o| objective(o, file, known, faults)).collect()
}

/// The objectives under the versions of their agreements.
pub(super) fn promises(
    objectives: &[PeriodObjective],
    agreements: &[sla::Agreement],
    calendars: &sla::Calendars,
) -> Vec<Promise> {
    let promise = |objective: &PeriodObjective| {
        let agreement = agreements.iter().find(|agreement| agreement.key == objective.agreement)?;
        let calendar = objective.calendar.as_ref().and_then(|key| calendars.get(key)).cloned();
        Some(Promise { objective: objective.clone(), version: agreement.version.clone(), calendar })
    };
    objectives.iter().filter_map(promise).collect()
}

fn objective(
    o: &FileObjective,
    file: &File,
    known: &Known,
    faults: &mut Faults<'_>,
) -> Option<PeriodObjective> {
    let keys = |all: &[(Measure, &'static str)]| all.iter().map(|(_, key)| *key).collect::<Vec<_>>();
    let measure = closed(&o.measure, Measure::parse, &keys(Measure::ALL), "measure", faults)?;
    let lengths: Vec<&str> = Every::ALL.into_iter().map(Every::as_str).collect();
    let every = closed(&o.every, Every::parse, &lengths, "period", faults)?;
    let agreement = known.check("agreement", &o.agreement, faults);
    let target = known.check_opt("target", o.target.as_ref(), faults);
    let calendar = known.check_opt("calendar", o.calendar.as_ref(), faults);
    let at = o.key.span().start;
    let key = o.key.get_ref();
    match (measure.is_of_clocks(), &target) {
        (true, None) => {
            let what = format!("objective `{key}` is made of clocks, and no target is named");
            faults.at(at, what, "name it in `target`");
        }
        (false, Some(_)) => {
            let what = format!("objective `{key}` is made of faults and has a target");
            faults.at(at, what, "leave `target` out, or measure a share or mean");
        }
        (true, Some(target)) => {
            let theirs = file.target.iter().find(|t| t.key.get_ref() == target);
            if theirs.is_some_and(|t| t.agreement.get_ref() != &agreement) {
                let what = format!("target `{target}` is of another agreement than objective `{key}`");
                faults.at(at, what, "name a target of the same agreement");
            }
        }
        (false, None) => {}
    }
    if measure.is_of_clocks() && calendar.is_some() {
        let what = format!("objective `{key}` counts by its target's calendar");
        faults.at(at, what, "leave `calendar` out");
    }
    let when = o.when.as_ref().map(|w| conditions(w, known, faults)).unwrap_or_default();
    let parts = parts(&o.per, &when, known, faults);
    Some(PeriodObjective {
        key: key.clone(),
        agreement,
        measure,
        every,
        target,
        parts,
        when,
        wanted: o.wanted.as_ref().and_then(|wanted| limit(measure, wanted, faults)),
        calendar,
    })
}

fn conditions(w: &ObjectiveWhen, known: &Known, faults: &mut Faults<'_>) -> Conditions {
    let mut words = |sort, list: &Option<Spanned<Words>>| known.words(sort, list.as_ref(), faults);
    Conditions {
        kind: words("kind", &w.kind),
        case_type: words("case_type", &w.case_type),
        service: words("service", &w.service),
        environment: words("environment", &w.environment),
        priority: words("priority", &w.priority),
        organisation: words("organisation", &w.organisation),
        channel: words("channel", &w.channel),
        ..Conditions::default()
    }
}

/// Every combination of the values of the dimensions: those that `when` names, else all that are declared.
fn parts(per: &[Key], when: &Conditions, known: &Known, faults: &mut Faults<'_>) -> Vec<ObjectivePart> {
    let names: Vec<&str> = Dimension::ALL.iter().map(|(_, key)| *key).collect();
    let mut parts: Vec<ObjectivePart> = vec![Vec::new()];
    for key in per {
        let Some(dimension) = closed(key, Dimension::parse, &names, "dimension", faults) else { continue };
        let named = match dimension {
            Dimension::Service => &when.service,
            Dimension::Environment => &when.environment,
            Dimension::Priority => &when.priority,
            Dimension::Organisation => &when.organisation,
        };
        let values = if named.is_empty() { known.all(dimension.as_str()) } else { named };
        parts = parts
            .iter()
            .flat_map(|part| {
                values.iter().map(move |value| {
                    part.iter().cloned().chain([(dimension, value.clone())]).collect::<ObjectivePart>()
                })
            })
            .collect();
    }
    parts
}

/// What is wanted: a share like `> 0.90`, or a limit like `<= 4` or `<= 10h`.
fn limit(measure: Measure, wanted: &Key, faults: &mut Faults<'_>) -> Option<Wanted> {
    let text = wanted.get_ref().trim();
    let right = match measure {
        Measure::Share | Measure::Availability => {
            if let Some(share) = Objective::parse(text) {
                return Some(Wanted::Share(share));
            }
            "write it like > 0.90 or >= 0.995"
        }
        Measure::Count | Measure::Mean | Measure::Total => {
            let (strict, rest) = match text.strip_prefix("<=") {
                Some(rest) => (false, Some(rest)),
                None => (true, text.strip_prefix('<')),
            };
            let value = rest.map(str::trim).and_then(|rest| {
                if measure == Measure::Count {
                    rest.parse::<u32>().ok().map(i64::from)
                } else {
                    Some(seconds(rest)? * 1_000_000)
                }
            });
            if let Some(value) = value {
                return Some(Wanted::Limit(Limit { strict, value }));
            }
            if measure == Measure::Count { "write it like <= 4" } else { "write it like <= 10h or < 60s" }
        }
    };
    let what = format!("`{text}` cannot be wanted of a {}", measure.as_str());
    faults.at(wanted.span().start, what, right);
    None
}

pub(super) fn windows(file: &File, known: &Known, faults: &mut Faults<'_>) -> Vec<Window> {
    let mut list = Vec::new();
    for w in &file.window {
        let mut moment = |key: &Key| local(key, file.desk.zone.get_ref(), faults);
        let (begins, ends, announced) = (moment(&w.begins), moment(&w.ends), moment(&w.announced));
        let services = known.words("service", w.service.as_ref(), faults);
        let environments = known.words("environment", w.environment.as_ref(), faults);
        let (Some(begins), Some(ends), Some(announced)) = (begins, ends, announced) else { continue };
        let key = w.key.get_ref();
        if ends <= begins {
            let what = format!("window `{key}` ends before it begins");
            faults.at(w.ends.span().start, what, "let `ends` lie after `begins`");
        }
        if announced >= begins {
            let what =
                format!("window `{key}` was announced when it had begun: time out of order in it counts");
            faults.at(w.announced.span().start, what, "name a moment before `begins`, or leave it out");
        }
        let (key, name) = (key.clone(), w.name.clone());
        list.push(Window { key, name, begins, ends, services, environments });
    }
    list
}

/// A local moment of the desk's zone.
fn local(key: &Key, zone: &str, faults: &mut Faults<'_>) -> Option<DateTime<Utc>> {
    let text = key.get_ref();
    let read = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").ok();
    // The zone is checked with the desk.
    let moment = read.and_then(|local| sla::local_instant(zone, local).ok().flatten());
    if moment.is_none() {
        faults.at(key.span().start, format!("`{text}` is no moment"), "write it like 2026-12-05 22:00");
    }
    moment
}
