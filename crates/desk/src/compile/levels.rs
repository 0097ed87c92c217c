//! Calendars, agreements, targets.

use super::{Known, closed, duration};
use crate::Name;
use crate::fault::Faults;
use crate::file::{Calendar as FileCalendar, File, Key, Target as FileTarget};
use chrono::NaiveDate;
use sla::{
    Agreement, AgreementFault, Calendar, CalendarFault, CalendarSpec, Calendars, Conditions, Country,
    LocalSpan, Metric, Objective, Own, Repeat, RestorationFrom, Target, Trigger,
};
use std::collections::BTreeMap;
use std::sync::Arc;

const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

pub(super) fn calendars(file: &File, faults: &mut Faults<'_>) -> Calendars {
    let mut all = Calendars::new();
    for c in &file.calendar {
        let spec = spec(c, file.desk.zone.get_ref(), faults);
        for what in over_midnight(&spec.week) {
            let what = format!("calendar `{}`: {what}", c.key.get_ref());
            faults.at(c.key.span().start, what, "let opening hours follow one another");
        }
        match Calendar::build(&spec) {
            Ok(calendar) => {
                all.insert(spec.key, Arc::new(calendar));
            }
            // A desk's zone is named by its own place.
            Err(CalendarFault::UnknownZone(_)) if c.zone.is_none() => {}
            Err(fault) => {
                let right = match fault {
                    CalendarFault::UnknownZone(_) => "an IANA name such as Europe/Stockholm",
                    CalendarFault::Overlap { .. } => "let opening hours follow one another",
                    CalendarFault::Hours(_) => "",
                };
                faults.at(c.key.span().start, format!("calendar `{}`: {fault}", c.key.get_ref()), right);
            }
        }
    }
    all
}

/// Hours that run past midnight into hours the next day has already.
fn over_midnight(week: &[Vec<LocalSpan>; 7]) -> Vec<String> {
    const DAY: u32 = 86_400;
    let mut found = Vec::new();
    for (day, next) in (0..7).map(|day| (day, (day + 1) % 7)) {
        for late in week[day].iter().filter(|late| late.seconds().1 > DAY) {
            let meets = |early: &&LocalSpan| early.seconds().0 < late.seconds().1 - DAY;
            found.extend(
                week[next]
                    .iter()
                    .find(meets)
                    .map(|early| format!("{late} on {} and {early} on {} overlap", WEEK[day], WEEK[next])),
            );
        }
    }
    found
}

fn spec(c: &FileCalendar, zone: &str, faults: &mut Faults<'_>) -> CalendarSpec {
    let mut week: [Vec<LocalSpan>; 7] = Default::default();
    for (day, hours) in &c.week {
        if let Some(at) = closed(day, |k| WEEK.iter().position(|w| *w == k), &WEEK, "weekday", faults) {
            week[at] = spans(hours, faults);
        }
    }
    let mut days = BTreeMap::new();
    for (day, hours) in &c.days {
        if let Some(date) = date(day, faults) {
            days.insert(date, spans(hours, faults));
        }
    }
    CalendarSpec {
        key: c.key.get_ref().clone(),
        version: c.version.clone(),
        zone: c.zone.as_ref().map_or_else(|| zone.to_owned(), |z| z.get_ref().clone()),
        week,
        holidays: c
            .holidays
            .as_ref()
            .and_then(|k| closed(k, Country::parse, &["SE", "DK"], "country", faults)),
        eves_closed: c.eves_closed,
        days,
    }
}

fn spans(hours: &[Key], faults: &mut Faults<'_>) -> Vec<LocalSpan> {
    let mut list = Vec::new();
    for text in hours {
        match LocalSpan::parse(text.get_ref()) {
            Ok(span) => list.push(span),
            Err(fault) => faults.at(text.span().start, fault.to_string(), ""),
        }
    }
    list
}

fn date(text: &Key, faults: &mut Faults<'_>) -> Option<NaiveDate> {
    let date = NaiveDate::parse_from_str(text.get_ref(), "%Y-%m-%d").ok();
    if date.is_none() {
        faults.at(text.span().start, format!("`{}` is no date", text.get_ref()), "write it like 2026-12-24");
    }
    date
}

pub(super) fn agreements(
    file: &File,
    known: &Known,
    calendars: &Calendars,
    faults: &mut Faults<'_>,
) -> Vec<Agreement> {
    let own = own_metrics(file, known, faults);
    let mut all = Vec::new();
    for a in &file.agreement {
        let (mut targets, mut unsound) = (Vec::new(), Vec::new());
        for t in file.target.iter().filter(|t| t.agreement.get_ref() == a.key.get_ref()) {
            let before = faults.count();
            targets.extend(target(t, &own, known, faults));
            unsound.extend((faults.count() > before).then_some(t.key.get_ref().as_str()));
        }
        let valid_from = date(&a.valid_from, faults).unwrap_or_default();
        let valid_to = a.valid_to.as_ref().and_then(|to| date(to, faults));
        if valid_to.is_some_and(|to| to <= valid_from) {
            faults.at(
                a.key.span().start,
                "the agreement ends before it begins",
                "let valid_to lie after valid_from",
            );
        }
        let agreement = Agreement {
            key: a.key.get_ref().clone(),
            version: a.version.clone(),
            valid_from,
            valid_to,
            starts_from: None,
            zone: file.desk.zone.get_ref().clone(),
            targets,
        };
        for fault in agreement.check(calendars) {
            if !follows_from(&fault, &unsound) {
                report(file, &fault, faults);
            }
        }
        never_open(&agreement, file, calendars, faults);
        all.push(agreement);
    }
    for t in &file.target {
        known.check("agreement", &t.agreement, faults);
    }
    all
}

/// The file's own metrics. One that nothing stops is named by its own place, once, whoever uses it.
fn own_metrics(file: &File, known: &Known, faults: &mut Faults<'_>) -> Vec<(String, Own)> {
    let mut all = Vec::new();
    for m in &file.metric {
        let key = m.key.get_ref();
        if Metric::ALL.iter().any(|(_, built_in)| built_in == key) {
            let what = format!("metric `{key}` is built in");
            faults.at(m.key.span().start, what, "give your own another key");
            continue;
        }
        for (name, words) in [("starts", &m.starts), ("stops", &m.stops)] {
            if words.is_empty() {
                let what = format!("metric `{key}`: nothing {name} it");
                let right =
                    format!("write {name} = [\"resolved\"] or another of: {}", Trigger::WORDS.join(", "));
                faults.at(m.key.span().start, what, right);
            }
        }
        for word in
            m.stops.iter().filter(|stop| m.starts.iter().any(|start| start.get_ref() == stop.get_ref()))
        {
            let what = format!("metric `{key}`: `{}` both starts and stops it", word.get_ref());
            let right = "measure from one event to another: leave it in `starts` or in `stops`";
            faults.at(word.span().start, what, right);
        }
        let own =
            Own { starts: triggers(&m.starts, known, faults), stops: triggers(&m.stops, known, faults) };
        all.push((key.clone(), own));
    }
    all
}

fn triggers(words: &[Key], known: &Known, faults: &mut Faults<'_>) -> Vec<Trigger> {
    let mut list = Vec::new();
    for word in words {
        let Some(trigger) = closed(word, Trigger::parse, Trigger::WORDS, "event or phase", faults) else {
            continue;
        };
        let at = word.span().start;
        match &trigger {
            Trigger::Arrived(line) | Trigger::Left(line) | Trigger::WorkStarted(line) => {
                known.check_word("line", line, at, faults);
            }
            Trigger::Phase(phase) => known.check_word("phase", phase, at, faults),
            _ => {}
        }
        list.push(trigger);
    }
    list
}

/// What may be declared of an agreement beside another version of it.
const DECLARED: [&str; 4] = ["gap", "overlap", "backdated", "future"];

pub(super) fn declarations(file: &File, faults: &mut Faults<'_>) -> BTreeMap<String, Vec<String>> {
    let known = |word: &str| DECLARED.iter().find(|d| **d == word).map(|d| (*d).to_owned());
    let mut all = BTreeMap::new();
    for a in &file.agreement {
        let words = a.declared.iter().filter_map(|w| closed(w, known, &DECLARED, "declaration", faults));
        all.insert(a.key.get_ref().clone(), words.collect());
    }
    all
}

/// Agreements that hold only later, and do not say so.
pub(super) fn future(file: &File, today: NaiveDate, faults: &mut Faults<'_>) {
    for a in &file.agreement {
        let begins = NaiveDate::parse_from_str(a.valid_from.get_ref(), "%Y-%m-%d").ok();
        let declared = a.declared.iter().any(|word| word.get_ref() == "future");
        if begins.is_some_and(|begins| begins > today) && !declared {
            let what =
                format!("agreement `{}` lies in the future: until then nothing is promised", a.key.get_ref());
            let right = "let valid_from be today or earlier, or declare it: declared = [\"future\"]";
            faults.at(a.valid_from.span().start, what, right);
        }
    }
}

/// Targets whose calendar never opens while their agreement holds. Of a time that is none, its own fault is told.
fn never_open(agreement: &Agreement, file: &File, calendars: &Calendars, faults: &mut Faults<'_>) {
    if agreement.valid_to.is_some_and(|end| end <= agreement.valid_from) {
        return;
    }
    let Ok(begins) = sla::day_start(&agreement.zone, agreement.valid_from) else { return };
    for target in &agreement.targets {
        let Some(calendar) = calendars.get(&target.calendar) else { continue };
        let ends = agreement.valid_to.and_then(|end| sla::day_start(&agreement.zone, end).ok());
        if calendar.next_opening(begins).is_none_or(|opens| ends.is_some_and(|ends| opens >= ends)) {
            let at = file.target.iter().find(|t| t.key.get_ref() == &target.key);
            let what = format!("calendar `{}` is never open while the agreement holds", target.calendar);
            let right = "give the calendar opening hours, or name another: the time would never run out";
            faults.at(at.map_or(0, |t| t.calendar.span().start), what, right);
        }
    }
}

/// Whether a fault may only follow from what is wrong with a target itself and told already.
fn follows_from(fault: &AgreementFault, unsound: &[&str]) -> bool {
    let is = |key: &String| unsound.contains(&key.as_str());
    match fault {
        AgreementFault::NoDuration(target) => is(target),
        AgreementFault::EqualRank(one, other) => is(one) || is(other),
        _ => false,
    }
}

fn report(file: &File, fault: &AgreementFault, faults: &mut Faults<'_>) {
    let (key, what, right) = match fault {
        AgreementFault::NoDuration(target) => {
            (target, "a target of no time".to_owned(), "write `within` like 10m")
        }
        AgreementFault::Warnings(target) => (
            target,
            "warnings must rise and lie between 1 and 99 per cent".to_owned(),
            "like warn = [50, 75]",
        ),
        AgreementFault::NoLine(target) => {
            (target, "the metric is measured on a line and none is named".to_owned(), "name it in `line`")
        }
        // Named by the place of the metric, of the calendar, or where one that is not there is asked for.
        AgreementFault::NoStop(_) | AgreementFault::NoStart(_) | AgreementFault::UnknownCalendar(..) => {
            return;
        }
        AgreementFault::EqualRank(one, other) => (
            other,
            format!("targets `{one}` and `{other}` take the same case with equal rank"),
            "give one of them one condition more, or conditions that exclude each other",
        ),
    };
    let at = file.target.iter().find(|t| t.key.get_ref() == key).map_or(0, |t| t.key.span().start);
    faults.at(at, what, right);
}

fn target(t: &FileTarget, own: &[(String, Own)], known: &Known, faults: &mut Faults<'_>) -> Option<Target> {
    let declared = own.iter().map(|(key, _)| key.as_str());
    let metrics: Vec<&str> = Metric::ALL.iter().map(|(_, key)| *key).chain(declared).collect();
    let known_metric = |key: &str| metrics.contains(&key).then(|| Metric::declare(key));
    let metric = closed(&t.metric, known_metric, &metrics, "metric", faults)?;
    if let Some(objective) = &t.objective
        && Objective::parse(objective.get_ref()).is_none()
    {
        let what = format!("`{}` is no objective", objective.get_ref());
        faults.at(objective.span().start, what, "write it like > 0.90 or >= 0.995");
    }
    Some(Target {
        key: t.key.get_ref().clone(),
        metric,
        line: known.check_opt("line", t.line.as_ref(), faults),
        when: conditions(t, known, faults),
        except_channels: known.check_all("channel", &t.except_channels, faults),
        seconds: duration(&t.within, faults),
        wanted: t.objective.as_ref().and_then(|wanted| Objective::parse(wanted.get_ref())),
        calendar: known.check("calendar", &t.calendar, faults),
        pauses: known.check_all("phase", &t.pauses, faults),
        warn: t.warn.iter().map(|w| *w.get_ref()).collect(),
        restoration_from: RestorationFrom::FaultBegan,
        repeat: Repeat::Same,
        own: own.iter().find(|(key, _)| key == t.metric.get_ref()).map(|(_, own)| own.clone()),
    })
}

fn conditions(t: &FileTarget, known: &Known, faults: &mut Faults<'_>) -> Conditions {
    let Some(w) = &t.when else { return Conditions::default() };
    let mut words = |sort, list| known.words(sort, list, faults);
    Conditions {
        kind: words("kind", w.kind.as_ref()),
        case_type: words("case_type", w.case_type.as_ref()),
        service: words("service", w.service.as_ref()),
        environment: words("environment", w.environment.as_ref()),
        priority: words("priority", w.priority.as_ref()),
        organisation: words("organisation", w.organisation.as_ref()),
        channel: words("channel", w.channel.as_ref()),
        fault: w.fault,
        begins_inside: known.check_opt("calendar", w.begins_inside.as_ref(), faults),
        begins_outside: known.check_opt("calendar", w.begins_outside.as_ref(), faults),
    }
}

pub(super) fn target_names(file: &File) -> BTreeMap<String, Name> {
    file.target.iter().map(|t| (t.key.get_ref().clone(), t.name.clone())).collect()
}
