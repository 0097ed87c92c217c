//! What follows: desk rules to commands. A guard holds for rules as for people: what is refused is recorded once,
//! and the manager's role is told.

use super::clockwork::routing_facts;
use super::mailing;
use super::resolve::{self, movement};
use super::work::Work;
use crate::{Denied, LetterKind};
use escalation::{Consequence, On, Wish};
use std::collections::BTreeMap;
use store::Conn;
use ticket::{Actor, Classified, Command, EventBody, Phase, Refusal};

/// Carries out every rule that something sets off.
pub(super) fn follow(conn: &mut Conn, work: &mut Work, on: &On, cause: &str) -> Result<(), Denied> {
    let desk = work.desk();
    let facts = routing_facts(&desk, &work.ticket);
    let rules: Vec<_> = escalation::follow(&desk.follows, on, &facts).into_iter().cloned().collect();
    for rule in rules {
        for (at, consequence) in rule.then.iter().enumerate() {
            let cause = format!("{cause}>{}:{at}", rule.key);
            match carry_out(conn, work, consequence, &rule.key, &cause, on) {
                Err(Denied::Refused(refusal)) => refused(conn, work, &rule.key, &cause, &refusal)?,
                done => done?,
            }
        }
    }
    Ok(())
}

fn carry_out(
    conn: &mut Conn,
    work: &mut Work,
    consequence: &Consequence,
    rule: &str,
    cause: &str,
    on: &On,
) -> Result<(), Denied> {
    let actor = Actor::System("clocks".into());
    let escalate = |work: &mut Work, wish: &Wish| -> Result<(), Denied> {
        // What ended, or moved on already, needs no hand-over.
        if !work.ticket.phase.is_open() {
            return Ok(());
        }
        let movement = movement(work, wish, Vec::new())?;
        work.run(&actor, Some(rule), Some(cause), &Command::Move { movement, message: None })?;
        mailing::handed_over(work);
        Ok(())
    };
    match consequence {
        Consequence::Tell { role } => {
            let facts = told_facts(work, on);
            tell(conn, work, role, rule, cause, &facts)
        }
        Consequence::Escalate => escalate(work, &Wish::Up),
        Consequence::EscalateTo { queue } => escalate(work, &Wish::Queue(queue.clone())),
        Consequence::RaisePriority => {
            let desk = work.desk();
            let raised =
                work.ticket.priority.as_deref().and_then(|p| desk.priorities.raised(p)).map(str::to_owned);
            let Some(priority) = raised else { return Ok(()) };
            work.load_past(conn)?;
            let facts = Classified { priority: Some(priority), ..Classified::default() };
            work.run(&actor, Some(rule), Some(cause), &Command::Classify(Box::new(facts)))
        }
        Consequence::Remind => {
            mailing::to_requester(work, LetterKind::Reminder, None, None);
            Ok(())
        }
        Consequence::Resume => {
            if !work.ticket.phase.is_waiting() {
                return Ok(());
            }
            work.run(&actor, Some(rule), Some(cause), &Command::Resume)
        }
        Consequence::NotReached => {
            let desk = work.desk();
            let enough = resolve::sought(work).is_some_and(|sought| sought.enough());
            let Some(rule) = desk.not_reached.as_ref().filter(|_| enough) else { return Ok(()) };
            if work.ticket.phase != Phase::WaitingRequester {
                return Ok(());
            }
            let language = locale::Language::parse(&desk.language).unwrap_or(locale::Language::Sv);
            let words = text::Intake::new(locale::text(language, "not-reached-words"));
            resolve::resolve(work, &actor, &rule.solution, &words)
        }
        Consequence::Close => {
            if work.ticket.phase != Phase::Resolved {
                return Ok(());
            }
            let command = resolve::closing(work, None, None);
            work.run(&actor, Some(rule), Some(cause), &command)
        }
    }
}

/// A rule was refused: recorded once, and those who read reports are told.
fn refused(
    conn: &mut Conn,
    work: &mut Work,
    rule: &str,
    cause: &str,
    refusal: &Refusal,
) -> Result<(), Denied> {
    let actor = Actor::System("clocks".into());
    work.record(&actor, Some(rule), Some(cause), EventBody::refused(refusal));
    let mut facts = BTreeMap::from([
        ("what".to_owned(), "refused".to_owned()),
        ("act".to_owned(), refusal.act.map_or_else(String::new, |act| act.as_str().to_owned())),
        ("rule".to_owned(), refusal.rule.as_str().to_owned()),
        ("missing".to_owned(), refusal.missing.join(", ")),
    ]);
    facts.extend(refusal.facts.clone());
    let roles: Vec<String> =
        work.desk().roles.iter().filter(|r| r.reports && !r.administers).map(|r| r.key.clone()).collect();
    for role in roles {
        tell(conn, work, &role, rule, &format!("{cause}!{role}"), &facts)?;
    }
    Ok(())
}

fn told_facts(work: &Work, on: &On) -> BTreeMap<String, String> {
    let (what, target, percent) = match on {
        On::Warned { target, percent } => ("warned", target.as_ref(), *percent),
        On::Breached { target } => ("breached", target.as_ref(), None),
        On::Timer { key } => ("timer", Some(key), None),
        On::Budget { objective } => ("budget", objective.as_ref(), None),
    };
    let due = target
        .and_then(|t| work.clocks.iter().rev().find(|c| c.clock.target == *t))
        .and_then(|c| c.clock.due_at);
    let mut facts = BTreeMap::from([("what".to_owned(), what.to_owned())]);
    facts.extend(target.map(|t| ("target".to_owned(), t.clone())));
    facts.extend(percent.map(|p| ("percent".to_owned(), p.to_string())));
    facts.extend(due.map(|d| ("due_at".to_owned(), d.to_rfc3339())));
    facts
}

/// Tells whoever is to be told of a budget.
pub(super) fn budget(
    conn: &mut Conn,
    work: &mut Work,
    objective: &str,
    cause: &str,
    told: &BTreeMap<String, String>,
) -> Result<(), Denied> {
    let desk = work.desk();
    let facts = routing_facts(&desk, &work.ticket);
    let on = On::Budget { objective: Some(objective.to_owned()) };
    for rule in escalation::follow(&desk.follows, &on, &facts) {
        for (at, consequence) in rule.then.iter().enumerate() {
            if let Consequence::Tell { role } = consequence {
                tell(conn, work, role, &rule.key, &format!("{cause}>{}:{at}", rule.key), told)?;
            }
        }
    }
    Ok(())
}

/// Mails everybody in a role who may read the case, once.
fn tell(
    conn: &mut Conn,
    work: &mut Work,
    role: &str,
    rule: &str,
    cause: &str,
    facts: &BTreeMap<String, String>,
) -> Result<(), Denied> {
    let receivers = mailing::to_role(conn, work, role, facts)?;
    let body = EventBody::RoleTold { role: role.to_owned(), receivers };
    work.record(&Actor::System("clocks".into()), Some(rule), Some(cause), body);
    Ok(())
}
