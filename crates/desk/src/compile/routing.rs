//! Placement, routes, timers, and what follows.

use super::{Known, closed, duration};
use crate::fault::Faults;
use crate::file::{File, Follow, Key, Route, Then, When as FileWhen};
use escalation::{Consequence, FollowRule, On, Rule, Starts, TimerRule, To, When};

pub(super) fn when(conditions: Option<&FileWhen>, known: &Known, faults: &mut Faults<'_>) -> When {
    let Some(w) = conditions else { return When::default() };
    let mut words = |sort, list| known.words(sort, list, faults);
    When {
        kind: words("kind", w.kind.as_ref()),
        case_type: words("case_type", w.case_type.as_ref()),
        service: words("service", w.service.as_ref()),
        environment: words("environment", w.environment.as_ref()),
        priority: words("priority", w.priority.as_ref()),
        organisation: words("organisation", w.organisation.as_ref()),
        channel: words("channel", w.channel.as_ref()),
        mailbox: words("mailbox", w.mailbox.as_ref()),
        line: words("line", w.line.as_ref()),
        queue: words("queue", w.queue.as_ref()),
    }
}

fn rule(route: &Route, known: &Known, faults: &mut Faults<'_>) -> Option<Rule> {
    let to = match (&route.queue, &route.nearest) {
        (Some(queue), None) => To::Queue(known.check("queue", queue, faults)),
        (None, Some(line)) => To::Nearest(known.check("line", line, faults)),
        _ => {
            let what = format!("rule `{}` leads to no place, or to two", route.key.get_ref());
            faults.at(route.key.span().start, what, "give either `queue` or `nearest`");
            return None;
        }
    };
    Some(Rule { key: route.key.get_ref().clone(), when: when(route.when.as_ref(), known, faults), to })
}

pub(super) fn placements(file: &File, known: &Known, faults: &mut Faults<'_>) -> Vec<Rule> {
    let rules: Vec<Rule> = file.placement.iter().filter_map(|r| rule(r, known, faults)).collect();
    let always = rules.iter().any(|r| r.when == When::default() && matches!(r.to, To::Queue(_)));
    // One that leads nowhere is told by its own place.
    if !always && rules.len() == file.placement.len() {
        let right = "end with a [[placement]] that has a queue and no `when`";
        faults.at(file.desk.key.span().start, "some cases would land nowhere", right);
    }
    rules
}

pub(super) fn routes(file: &File, known: &Known, faults: &mut Faults<'_>) -> Vec<Rule> {
    file.route.iter().filter_map(|r| rule(r, known, faults)).collect()
}

pub(super) fn timers(file: &File, known: &Known, faults: &mut Faults<'_>) -> Vec<TimerRule> {
    let starts = |key: &str| match key {
        "untaken" => Some(Starts::Untaken),
        "waiting_requester" => Some(Starts::WaitingRequester),
        "last_try" => Some(Starts::LastTry),
        "resolved" => Some(Starts::Resolved),
        "until" => Some(Starts::Until),
        _ => None,
    };
    let all = ["untaken", "waiting_requester", "last_try", "resolved", "until"];
    let mut timers = Vec::new();
    for t in &file.timer {
        let Some(starts) = closed(&t.starts, starts, &all, "start of a timer", faults) else { continue };
        timers.push(TimerRule {
            key: t.key.get_ref().clone(),
            starts,
            when: when(t.when.as_ref(), known, faults),
            seconds: duration(&t.after, faults),
            calendar: known.check_opt("calendar", t.calendar.as_ref(), faults),
        });
    }
    timers
}

pub(super) fn follows(file: &File, known: &Known, faults: &mut Faults<'_>) -> Vec<FollowRule> {
    let mut rules = Vec::new();
    for f in &file.follow {
        let Some(on) = on(f, known, faults) else { continue };
        if matches!(on, On::Budget { .. }) {
            only_tells(f, faults);
        }
        let then = f.then.iter().filter_map(|t| consequence(t, &f.key, known, faults)).collect();
        rules.push(FollowRule {
            key: f.key.get_ref().clone(),
            on,
            when: when(f.when.as_ref(), known, faults),
            then,
        });
    }
    for timer in &file.timer {
        if !file.follow.iter().any(|f| f.timer.as_ref().is_some_and(|t| t.get_ref() == timer.key.get_ref())) {
            let what = format!("nothing follows timer `{}`", timer.key.get_ref());
            faults.at(timer.key.span().start, what, "add a [[follow]] with on = \"timer\"");
        }
    }
    rules
}

fn on(f: &Follow, known: &Known, faults: &mut Faults<'_>) -> Option<On> {
    let target = known.check_opt("target", f.target.as_ref(), faults);
    match f.on.get_ref().as_str() {
        "warning" => Some(On::Warned { target, percent: f.percent }),
        "breach" => Some(On::Breached { target }),
        "timer" => {
            let Some(timer) = &f.timer else {
                faults.at(f.on.span().start, "which timer?", "name it in `timer`");
                return None;
            };
            Some(On::Timer { key: known.check("timer", timer, faults) })
        }
        "budget" => {
            Some(On::Budget { objective: known.check_opt("objective", f.objective.as_ref(), faults) })
        }
        other => {
            faults.at(
                f.on.span().start,
                format!("unknown trigger `{other}`"),
                "one of: warning, breach, timer, budget",
            );
            None
        }
    }
}

/// A budget is about many cases: somebody is told, and no case is moved for it.
fn only_tells(f: &Follow, faults: &mut Faults<'_>) {
    if f.then.iter().any(|then| then.tell.is_none()) {
        let what = format!("`{}` does more than tell about a budget", f.key.get_ref());
        faults.at(f.key.span().start, what, "use `tell` alone");
    }
}

fn consequence(then: &Then, follow: &Key, known: &Known, faults: &mut Faults<'_>) -> Option<Consequence> {
    let yes = |flag: &Option<toml::Spanned<bool>>| flag.as_ref().is_some_and(|f| *f.get_ref());
    let mut all: Vec<Consequence> = Vec::new();
    all.extend(known.check_opt("role", then.tell.as_ref(), faults).map(|role| Consequence::Tell { role }));
    let queue = known.check_opt("queue", then.escalate_to.as_ref(), faults);
    all.extend(queue.map(|queue| Consequence::EscalateTo { queue }));
    all.extend(yes(&then.escalate).then_some(Consequence::Escalate));
    all.extend(yes(&then.raise_priority).then_some(Consequence::RaisePriority));
    all.extend(yes(&then.remind).then_some(Consequence::Remind));
    all.extend(yes(&then.resume).then_some(Consequence::Resume));
    all.extend(yes(&then.close).then_some(Consequence::Close));
    all.extend(yes(&then.not_reached).then_some(Consequence::NotReached));
    if all.len() != 1 {
        let what = format!("a consequence of `{}` is none, or several at once", follow.get_ref());
        let right = "one of tell, escalate, escalate_to, raise_priority, remind, resume, close, not_reached per entry of `then`";
        faults.at(follow.span().start, what, right);
        return None;
    }
    all.pop()
}
