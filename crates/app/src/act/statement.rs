//! What people state of moments and of what a fault counts as: at once, or as a proposal where it moves a figure and
//! the desk asks for a second person.

use super::clockwork::clock_facts;
use super::resolve::go_along;
use super::work::Work;
use crate::{Denied, Moment, Order};
use desk::{Desk, Principal};
use sla::{Metric, Outcome};
use store::Conn;
use text::Intake;
use ticket::{
    Act, Actor, Began, Change, Classified, Command, EventBody, Kind, Refusal, Rule, Said, Ticket, correctable,
};

/// Keeps the words of a reason; its row.
pub(super) fn kept(work: &mut Work, reason: Option<&Intake>) -> Result<Option<i64>, Denied> {
    let said = reason.filter(|words| !words.original().trim().is_empty());
    Ok(said.map(|words| work.text("reason", words)).transpose()?)
}

/// Whether what a person asks for waits for a second one. The product's own acts follow from the desk file.
fn asks(work: &Work, moves: bool) -> bool {
    moves && by_person(work) && work.desk().fault.second_person
}

fn by_person(work: &Work) -> bool {
    matches!(work.job.principal, Principal::User { .. })
}

/// A fault began. Where its begin is on record already, that is corrected.
pub(super) fn begin(
    conn: &mut Conn,
    work: &mut Work,
    actor: &Actor,
    at: Option<Moment>,
    how: Began,
    reason: Option<&Intake>,
) -> Result<(), Denied> {
    let at = at.unwrap_or_else(|| work.now());
    let began = work.ticket.statements.began.as_ref().map(|statement| statement.event);
    if let (Began::First, Some(event)) = (how, began) {
        return correct(conn, work, actor, event, at, reason);
    }
    work.load_past(conn)?;
    let reason = kept(work, reason)?;
    // Whether a fault came back or never went is the word of whoever takes it up again.
    let ask = asks(work, work.ticket.fault && how == Began::First);
    work.run(actor, None, None, &Command::Begin { at, how, said: Said { reason, ask } })
}

/// The service works again. What only the recording of it overtook needs nobody else; what was recorded before, or
/// takes a breach back, does.
pub(super) fn restore(
    work: &mut Work,
    actor: &Actor,
    at: Option<Moment>,
    workaround: Option<&Intake>,
    reason: Option<&Intake>,
) -> Result<(), Denied> {
    let at = at.unwrap_or_else(|| work.now());
    let undoes = work.clocks.iter().map(|stored| &stored.clock).any(|clock| {
        let missed = clock.metric == Metric::Restoration && clock.outcome == Some(Outcome::Missed);
        missed && clock.is_live() && clock.due_at.is_some_and(|due| at <= due)
    });
    let moves = at < work.now() && work.ticket.fault && (undoes || at < work.ticket.state_since);
    let workaround = workaround.map(|words| work.text("workaround", words)).transpose()?;
    let said = Said { reason: kept(work, reason)?, ask: asks(work, moves) };
    work.run(actor, None, None, &Command::Restore { at, workaround, said })
}

/// An event happened at another moment.
pub(super) fn correct(
    conn: &mut Conn,
    work: &mut Work,
    actor: &Actor,
    event: i64,
    at: Moment,
    reason: Option<&Intake>,
) -> Result<(), Denied> {
    work.load_past(conn)?;
    let refused = || Refusal::new(Act::Correct, Rule::NotCorrectable);
    let events = || work.history.iter().chain(&work.events);
    let (of, stated) = events().find(|e| e.seq == event).and_then(correctable).ok_or_else(refused)?;
    // It may have been put right before.
    let from = events().fold(stated, |from, e| match &e.body {
        EventBody::Corrected(earlier) if earlier.event == event => earlier.to,
        _ => from,
    });
    // That it was never so as recorded always needs two.
    let said = Said { reason: kept(work, reason)?, ask: by_person(work) };
    work.run(actor, None, None, &Command::Correct { event, of, from, to: at, said })
}

/// Sets facts, or proposes them where they move a budget.
pub(super) fn classify(
    work: &mut Work,
    actor: &Actor,
    facts: Classified,
    reason: Option<&Intake>,
) -> Result<(), Denied> {
    let moves = moves_budget(&work.desk(), &work.ticket, &facts);
    let command = if asks(work, moves) {
        let reason = kept(work, reason)?;
        Command::ProposeFacts { facts: Box::new(facts), reason }
    } else {
        Command::Classify(Box::new(facts))
    };
    work.run(actor, None, None, &command)
}

/// A second person agrees.
pub(super) fn agree(conn: &mut Conn, work: &mut Work, actor: &Actor, proposal: i64) -> Result<(), Denied> {
    let user = work.job.principal.user().ok_or(Denied::NotPermitted(Act::Agree))?;
    work.load_past(conn)?;
    let found = work.ticket.statements.proposals.iter().find(|p| p.id == proposal);
    let facts = found.is_some_and(|p| matches!(p.change, Change::Classified { .. }));
    work.run(actor, None, None, &Command::Agree { proposal, user })?;
    if facts { go_along(work, actor) } else { Ok(()) }
}

/// Whether facts would move a fault into a budget of the desk file or out of one (WC-08). What nobody had judged yet
/// is a first judgement, which moves nothing that was reported.
pub(super) fn moves_budget(desk: &Desk, ticket: &Ticket, facts: &Classified) -> bool {
    let mut after = ticket.clone();
    set(&mut after.case_type, facts.case_type.as_ref());
    set(&mut after.service, facts.service.as_ref());
    set(&mut after.environment, facts.environment.as_ref());
    set(&mut after.priority, facts.priority.as_ref());
    after.kind = facts.kind.unwrap_or(ticket.kind);
    after.fault = facts.fault.unwrap_or(ticket.fault);
    if let Some(organisation) = &facts.organisation {
        after.organisation.clone_from(organisation);
    }
    let mut before = ticket.clone();
    if ticket.impact.is_none() && ticket.urgency.is_none() {
        before.priority.clone_from(&after.priority);
    }
    for (was, now) in [
        (&mut before.case_type, &after.case_type),
        (&mut before.service, &after.service),
        (&mut before.environment, &after.environment),
    ] {
        if was.is_none() {
            was.clone_from(now);
        }
    }
    ticket.fault && budgets(desk, &before) != budgets(desk, &after)
}

fn set(to: &mut Option<String>, from: Option<&String>) {
    if let Some(from) = from {
        *to = Some(from.clone());
    }
}

/// The budgets a fault counts in, of every version: objective, version and part.
fn budgets<'a>(desk: &'a Desk, ticket: &Ticket) -> Vec<(&'a str, &'a str, &'a sla::ObjectivePart)> {
    if !ticket.fault || ticket.kind != Kind::Incident {
        return Vec::new();
    }
    let facts = clock_facts(desk, ticket);
    let burning = desk.promises.iter().filter(|promise| promise.objective.budget().is_some());
    let parts = burning.flat_map(|p| p.objective.parts.iter().map(move |part| (p, part)));
    parts
        .filter(|(p, part)| p.objective.conditions(part).hold(&facts, ticket.opened_at, &desk.calendars))
        .map(|(p, part)| (p.objective.key.as_str(), p.version.as_str(), part))
        .collect()
}

/// Refuses to decline what another proposed without a reason; one's own needs none to be taken back.
pub(super) fn reasoned(work: &Work, order: &Order) -> Result<(), Denied> {
    let Order::Decline(proposal, reason) = order else { return Ok(()) };
    if reason.as_ref().is_some_and(|reason| !reason.original().trim().is_empty()) {
        return Ok(());
    }
    let actor = work.job.principal.actor();
    let found = work.ticket.statements.proposals.iter().find(|own| own.id == *proposal);
    if found.is_some_and(|own| own.by != actor) {
        return Err(Denied::malformed("reason", "required"));
    }
    Ok(())
}
