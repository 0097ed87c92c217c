//! Which targets run for a case: for each agreement, metric and line the most specific one that matches.

use crate::{Agreement, Calendars, Facts, Metric, Moment, Target};

/// The target of a metric (and line) that an agreement holds for these facts. Where several match, the one with the
/// most conditions wins; equal rank is refused when the desk file is checked. `start` is the moment that conditions
/// on the time of occurrence judge.
pub fn select<'a>(
    agreement: &'a Agreement,
    calendars: &Calendars,
    facts: &Facts,
    metric: Metric,
    line: Option<&str>,
    start: Moment,
) -> Option<&'a Target> {
    let fits =
        |t: &&Target| t.metric == metric && t.line.as_deref() == line && holds(t, calendars, facts, start);
    agreement.targets.iter().filter(fits).max_by_key(|t| t.rank())
}

fn holds(target: &Target, calendars: &Calendars, facts: &Facts, start: Moment) -> bool {
    let w = &target.when;
    let one = |wanted: &[String], fact: Option<&str>| {
        wanted.is_empty() || fact.is_some_and(|f| wanted.iter().any(|x| x == f))
    };
    let any =
        |wanted: &[String], path: &[String]| wanted.is_empty() || path.iter().any(|f| wanted.contains(f));
    let inside = |key: &String| calendars.get(key).is_some_and(|c| c.is_open(start));
    one(&w.kind, Some(&facts.kind))
        && any(&w.case_type, &facts.case_type_path)
        && one(&w.service, facts.service.as_deref())
        && one(&w.environment, facts.environment.as_deref())
        && one(&w.priority, facts.priority.as_deref())
        && any(&w.organisation, &facts.organisation_path)
        && one(&w.channel, Some(&facts.channel))
        && (!w.fault || facts.fault)
        && w.begins_inside.as_ref().is_none_or(inside)
        && !w.begins_outside.as_ref().is_some_and(inside)
        && !target.except_channels.contains(&facts.channel)
}
