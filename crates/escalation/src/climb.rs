//! Escalation up, hand-over sideways, return down.

use crate::{Chain, Facts, Line, Placement, Queue, Rule, place};
use ticket::{Act, Hop, Place, Refusal, Rule as No, Ticket};

/// What the one who escalates asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// The next line, the queue by rule.
    Up,
    /// A line, the queue by rule.
    Line(String),
    /// A queue.
    Queue(String),
}

/// Key of the built-in decision that the organisation's own support above is next.
const RULE_NEAREST: &str = "nearest-support";
/// Key of the built-in decision that the line has one queue only.
const RULE_ONLY: &str = "only-queue";
/// Key kept when a person named the queue.
const RULE_NAMED: &str = "named";
/// Key kept when a case goes back the way it came.
const RULE_BACK: &str = "the-way-it-came";

/// Where an escalation leads.
///
/// # Errors
/// A refusal: no line above, past a line that may not be skipped, by the wrong entrance, or no queue fits.
pub fn climb(
    chain: &Chain,
    routes: &[Rule],
    ticket: &Ticket,
    wish: &Wish,
    facts: &Facts,
) -> Result<Placement, Refusal> {
    let refuse = |rule| Refusal::new(Act::Escalate, rule).with("from", &ticket.place.line);
    let here = chain.line(&ticket.place.line).ok_or_else(|| refuse(No::NoLineAbove))?;
    if let (Wish::Up, Some(queue)) = (wish, nearest_above(chain, ticket, facts)) {
        return Ok(placement(queue, RULE_NEAREST));
    }
    let line = match wish {
        Wish::Up => chain.above(here.level),
        Wish::Line(key) => chain.line(key),
        Wish::Queue(key) => chain.queue(key).and_then(|q| chain.line(&q.line)),
    }
    .filter(|line| line.level > here.level || within_line(chain, ticket, wish, line))
    .ok_or_else(|| refuse(No::NoLineAbove))?;
    may_enter(chain, here, line)?;
    if let Wish::Queue(key) = wish {
        let queue = chain.queue(key).ok_or_else(|| refuse(No::NoQueueFits).with("line", &line.key))?;
        if !serves(queue, facts) {
            return Err(refuse(No::OtherSupport).with("queue", key));
        }
        return Ok(placement(queue, RULE_NAMED));
    }
    queue_of(chain, routes, line, facts).ok_or_else(|| {
        let known: Vec<&str> = chain.queues_of(&line.key).map(|q| q.key.as_str()).collect();
        refuse(No::NoQueueFits)
            .with("line", &line.key)
            .with("queues", known.join(", "))
            .missing(vec!["queue".into()])
    })
}

/// The next support up the organisation tree on the same line: care unit's own → region's.
fn nearest_above<'a>(chain: &'a Chain, ticket: &Ticket, facts: &Facts) -> Option<&'a Queue> {
    let own = chain.queue(&ticket.place.queue)?.organisation.as_ref()?;
    let at = facts.organisation_path.iter().position(|o| o == own)?;
    chain.nearest(&ticket.place.line, &facts.organisation_path[at + 1..])
}

/// A named queue of the same line counts as up when it is that next support.
fn within_line(chain: &Chain, ticket: &Ticket, wish: &Wish, line: &Line) -> bool {
    let Wish::Queue(key) = wish else { return false };
    line.key == ticket.place.line
        && chain.queue(&ticket.place.queue).is_some_and(|q| q.organisation.is_some() && q.key != *key)
}

fn may_enter(chain: &Chain, here: &Line, line: &Line) -> Result<(), Refusal> {
    if here.key == line.key {
        return Ok(());
    }
    let refuse =
        |rule| Err(Refusal::new(Act::Escalate, rule).with("line", &line.key).with("from", &here.key));
    if !line.entered_from.is_empty() {
        if line.entered_from.contains(&here.key) {
            return Ok(());
        }
        return refuse(No::WrongEntrance)
            .map_err(|refusal| refusal.with("entrance", line.entered_from.join(", ")));
    }
    match chain.above(here.level) {
        Some(next) if next.key == line.key || line.skip => Ok(()),
        next => refuse(No::OneLineAtATime)
            .map_err(|refusal| refusal.with("next", next.map_or("", |l| l.key.as_str()))),
    }
}

/// By the desk's routes, else the organisation's own, else the only one.
fn queue_of(chain: &Chain, routes: &[Rule], line: &Line, facts: &Facts) -> Option<Placement> {
    let on_line = |p: &Placement| p.place.line == line.key;
    let routed =
        routes.iter().find_map(|rule| place(chain, std::slice::from_ref(rule), facts).filter(|p| on_line(p)));
    if routed.is_some() {
        return routed;
    }
    if let Some(queue) = chain.nearest(&line.key, &facts.organisation_path) {
        return Some(placement(queue, RULE_NEAREST));
    }
    let mut queues = chain.queues_of(&line.key);
    match (queues.next(), queues.next()) {
        (Some(only), None) => Some(placement(only, RULE_ONLY)),
        _ => None,
    }
}

fn placement(queue: &Queue, rule: &str) -> Placement {
    Placement { place: Place { line: queue.line.clone(), queue: queue.key.clone() }, rule: rule.to_owned() }
}

/// A hand-over to another queue of the same line.
///
/// # Errors
/// The queue is unknown, belongs to another line, or is the own support of another organisation.
pub fn sideways(chain: &Chain, ticket: &Ticket, queue: &str, facts: &Facts) -> Result<Placement, Refusal> {
    let refuse =
        |rule| Refusal::new(Act::Forward, rule).with("queue", queue).with("line", &ticket.place.line);
    let found = chain.queue(queue).ok_or_else(|| refuse(No::NoQueueFits))?;
    if found.line != ticket.place.line {
        return Err(refuse(No::QueueElsewhere).with("other", &found.line));
    }
    if !serves(found, facts) {
        return Err(refuse(No::OtherSupport));
    }
    Ok(placement(found, RULE_NAMED))
}

/// Whether a queue may hold the cases of an organisation: its own support, or nobody's in particular.
pub fn serves(queue: &Queue, facts: &Facts) -> bool {
    queue.organisation.as_ref().is_none_or(|own| facts.organisation_path.contains(own))
}

/// Where the case goes when its organisation is corrected: the nearest support of the new one on the same line, where
/// the queue it lies in is another organisation's own. `None` where it may stay.
pub fn rehomed(chain: &Chain, ticket: &Ticket, facts: &Facts) -> Option<Placement> {
    let here = chain.queue(&ticket.place.queue)?;
    if serves(here, facts) {
        return None;
    }
    let nearest = chain.nearest(&here.line, &facts.organisation_path);
    let anybodys = || chain.queues_of(&here.line).find(|queue| queue.organisation.is_none());
    nearest.or_else(anybodys).map(|queue| placement(queue, RULE_NEAREST))
}

/// Whether whoever has the case speaks to its requester: its line does; and so does any of the house from which no way
/// leads down to one that does, or nobody could ever answer.
pub fn speaks(chain: &Chain, ticket: &Ticket, facts: &Facts) -> bool {
    let Some(line) = chain.line(&ticket.place.line) else { return false };
    line.speaks || !line.supplier && descend(chain, ticket, facts).is_err()
}

/// Where a return leads, and who had it there: the nearest place on the way it came whose line may speak or passes
/// on; where it came no way, the support nearest to the requester's organisation on the highest such line below.
///
/// # Errors
/// No line below may speak.
pub fn descend(chain: &Chain, ticket: &Ticket, facts: &Facts) -> Result<(Placement, Option<i64>), Refusal> {
    let stops = |line: &Line| line.speaks || line.passes_on;
    let back = ticket.path.iter().rev().find(|hop| chain.line(&hop.place.line).is_some_and(stops));
    if let Some(Hop { place, assignee }) = back {
        return Ok((Placement { place: place.clone(), rule: RULE_BACK.to_owned() }, *assignee));
    }
    let level = chain.line(&ticket.place.line).map_or(0, |l| l.level);
    chain
        .below(level)
        .filter(|line| stops(line))
        .find_map(|line| queue_of(chain, &[], line, facts))
        .map(|placement| (placement, None))
        .ok_or_else(|| Refusal::new(Act::Return, No::NoLineBelow).with("line", &ticket.place.line))
}
