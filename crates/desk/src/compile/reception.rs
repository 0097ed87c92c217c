//! Objectives over what is received: telephone calls and mail.

use super::{Known, closed, duration};
use crate::fault::Faults;
use crate::file::{CallObjective as FileCalls, File, Key, MailObjective as FileMails};
use crate::{CallMeasure, CallObjective, MailMeasure, MailObjective};
use sla::{Agreement, Calendars, Objective};

const CALLS: &[&str] = &["mean_answer", "direct_resolution"];

pub(super) fn of_calls(
    file: &File,
    known: &Known,
    (agreements, calendars): (&[Agreement], &Calendars),
    faults: &mut Faults<'_>,
) -> Vec<CallObjective> {
    let calls = file.call_objective.iter();
    calls.filter_map(|o| of_call(o, known, (agreements, calendars), faults)).collect()
}

fn of_call(
    o: &FileCalls,
    known: &Known,
    (agreements, calendars): (&[Agreement], &Calendars),
    faults: &mut Faults<'_>,
) -> Option<CallObjective> {
    let measure = |key: &str| match key {
        "mean_answer" => Some(CallMeasure::MeanAnswer),
        "direct_resolution" => Some(CallMeasure::DirectResolution),
        _ => None,
    };
    let measure = closed(&o.measure, measure, CALLS, "measure of calls", faults)?;
    match (measure, &o.objective) {
        (CallMeasure::MeanAnswer, Some(text)) => {
            let what = "a mean answer is judged by `within` alone";
            faults.at(text.span().start, what, "leave `objective` out");
        }
        (CallMeasure::DirectResolution, None) => {
            let what = "a share of calls solved at once, and none is wanted";
            faults.at(o.measure.span().start, what, "name it in `objective`, like > 0.60");
        }
        _ => {}
    }
    let seconds = duration(&o.within, faults);
    if seconds == 0 {
        faults.at(o.within.span().start, "no time at all", "write `within` like 60s");
    }
    let agreement = known.check("agreement", &o.agreement, faults);
    let calendar = known.check_opt("calendar", o.calendar.as_ref(), faults);
    Some(CallObjective {
        key: o.key.get_ref().clone(),
        version: version(agreements, &agreement),
        agreement,
        name: o.name.clone(),
        measure,
        seconds,
        calendar: calendar.and_then(|key| calendars.get(&key).cloned()),
        share: o.objective.as_ref().and_then(|text| share(text, faults)),
    })
}

pub(super) fn of_mails(
    file: &File,
    known: &Known,
    agreements: &[Agreement],
    faults: &mut Faults<'_>,
) -> Vec<MailObjective> {
    file.mail_objective.iter().filter_map(|o| of_mail(o, known, agreements, faults)).collect()
}

fn of_mail(
    o: &FileMails,
    known: &Known,
    agreements: &[Agreement],
    faults: &mut Faults<'_>,
) -> Option<MailObjective> {
    let measures = MailMeasure::ALL.map(MailMeasure::as_str);
    let measure = closed(&o.measure, MailMeasure::parse, &measures, "measure of mail", faults);
    let agreement = known.check("agreement", &o.agreement, faults);
    let share = share(&o.objective, faults);
    Some(MailObjective {
        key: o.key.get_ref().clone(),
        version: version(agreements, &agreement),
        agreement,
        name: o.name.clone(),
        measure: measure?,
        share: share?,
    })
}

/// A wanted share.
fn share(text: &Key, faults: &mut Faults<'_>) -> Option<Objective> {
    let share = Objective::parse(text.get_ref());
    if share.is_none() {
        let what = format!("`{}` is no objective", text.get_ref());
        faults.at(text.span().start, what, "write it like > 0.90 or >= 0.995");
    }
    share
}

/// The version of an agreement in this file; an unknown agreement was refused before.
fn version(agreements: &[Agreement], key: &str) -> String {
    agreements.iter().find(|agreement| agreement.key == key).map(|a| a.version.clone()).unwrap_or_default()
}
