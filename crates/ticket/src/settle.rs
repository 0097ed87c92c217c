//! The decision on stated moments: what a person says of begin and end of a fault or of an event already on record,
//! at once or once a second person agreed.

use crate::decide::{Decided, Setting};
use crate::{Act, Began, Change, Correction, EventBody, Moment, Phase, Refusal, Rule, Said, Stated, Ticket};

/// States something: an event at once, or a proposal of it.
pub(crate) fn state(
    ticket: &Ticket,
    act: Act,
    change: Change,
    said: Said,
    setting: Setting<'_>,
) -> Result<Vec<Decided>, Refusal> {
    let decided = outcome(ticket, act, &change, (said.reason, None), setting)?;
    if !said.ask {
        return Ok(vec![decided]);
    }
    if ticket.statements.proposals.iter().any(|p| p.change.same_matter(&change)) {
        return Err(Refusal::new(act, Rule::AlreadyProposed));
    }
    Ok(vec![(EventBody::Proposed { change, reason: said.reason }, None)])
}

/// A second person agrees: what was proposed is decided afresh, for the ticket went on meanwhile.
pub(crate) fn agree(
    ticket: &Ticket,
    proposal: i64,
    user: i64,
    setting: Setting<'_>,
) -> Result<Vec<Decided>, Refusal> {
    let found = ticket.statements.proposals.iter().find(|p| p.id == proposal);
    let found = found.ok_or_else(|| Refusal::new(Act::Agree, Rule::NoSuchProposal))?;
    // Only people propose.
    let crate::Actor::User(by) = found.by else {
        return Err(Refusal::new(Act::Agree, Rule::NoSuchProposal));
    };
    if by == user {
        return Err(Refusal::new(Act::Agree, Rule::OwnProposal));
    }
    let follows = outcome(ticket, Act::Agree, &found.change, (found.reason, Some(by)), setting)?;
    Ok(vec![(EventBody::Agreed { proposal }, None), follows])
}

/// A proposal comes to nothing; whoever made it may take it back.
pub(crate) fn decline(ticket: &Ticket, proposal: i64, reason: Option<i64>) -> Result<Vec<Decided>, Refusal> {
    if !ticket.statements.proposals.iter().any(|p| p.id == proposal) {
        return Err(Refusal::new(Act::Agree, Rule::NoSuchProposal));
    }
    Ok(vec![(EventBody::Declined { proposal, reason }, None)])
}

/// The event of a change, with the moment it counts from.
fn outcome(
    ticket: &Ticket,
    act: Act,
    change: &Change,
    (reason, proposed_by): (Option<i64>, Option<i64>),
    setting: Setting<'_>,
) -> Result<Decided, Refusal> {
    match change {
        Change::FaultBegan { at, how } => {
            began(ticket, act, *at, *how, setting)?;
            reasoned(ticket, act, *at, reason)?;
            Ok((EventBody::FaultBegan { how: *how, reason, proposed_by }, Some(*at)))
        }
        Change::Restored { at, workaround } => {
            restored(ticket, act, *at, setting)?;
            reasoned(ticket, act, *at, reason)?;
            let body = EventBody::Restored { workaround: *workaround, reason, proposed_by };
            Ok((body, (*at < setting.now).then_some(*at)))
        }
        Change::Corrected { event, of, from, to } => {
            corrected(ticket, act, *of, (*from, *to), setting)?;
            let reason = reason.ok_or_else(|| missing_reason(act))?;
            let correction = Correction { event: *event, of: *of, from: *from, to: *to, reason, proposed_by };
            Ok((EventBody::Corrected(correction), Some(*to)))
        }
        Change::Classified { facts } => Ok((EventBody::Classified(facts.clone()), None)),
    }
}

/// A moment nobody can mean: to come, or before anything was agreed.
fn possible(act: Act, field: &str, at: Moment, setting: Setting<'_>) -> Result<(), Refusal> {
    if at > setting.now {
        return Err(Refusal::new(act, Rule::InTheFuture).with("field", field));
    }
    let (earliest, day) = setting.earliest;
    if at < earliest {
        return Err(Refusal::new(act, Rule::TooLongAgo)
            .with("field", field)
            .with("earliest", day.to_string()));
    }
    Ok(())
}

fn began(ticket: &Ticket, act: Act, at: Moment, how: Began, setting: Setting<'_>) -> Result<(), Refusal> {
    possible(act, "fault_began_at", at, setting)?;
    match (how, ticket.restored_at) {
        (Began::First, restored) => {
            if ticket.fault_began_at.is_some() {
                return Err(Refusal::new(act, Rule::AlreadyThere));
            }
            if restored.is_some_and(|restored| restored < at) {
                return Err(Refusal::new(act, Rule::RestoredBeforeFault).with("field", "fault_began_at"));
            }
        }
        (_, None) => return Err(Refusal::new(act, Rule::NotRestored)),
        (Began::CameBack, Some(restored)) if at < restored => {
            return Err(Refusal::new(act, Rule::RestoredBeforeFault).with("field", "fault_began_at"));
        }
        (_, Some(_)) if !ticket.phase.is_open() => {
            return Err(Refusal::new(act, Rule::Workflow)
                .with("state", &ticket.state)
                .with("phase", ticket.phase.as_str()));
        }
        _ => {}
    }
    Ok(())
}

fn restored(ticket: &Ticket, act: Act, at: Moment, setting: Setting<'_>) -> Result<(), Refusal> {
    let refused = |rule| Err(Refusal::new(act, rule).with("field", "restored_at"));
    if ticket.restored_at.is_some() {
        return refused(Rule::AlreadyRestored);
    }
    possible(act, "restored_at", at, setting)?;
    if at < ticket.fault_began_at.unwrap_or(ticket.opened_at) {
        return refused(Rule::RestoredBeforeFault);
    }
    Ok(())
}

fn corrected(
    ticket: &Ticket,
    act: Act,
    of: Stated,
    (from, to): (Moment, Moment),
    setting: Setting<'_>,
) -> Result<(), Refusal> {
    possible(act, "at", to, setting)?;
    if from == to {
        return Err(Refusal::new(act, Rule::AlreadyThere));
    }
    let refused = |rule| Err(Refusal::new(act, rule).with("field", "at"));
    match of {
        // The present fault's two ends stay in order; so do they where an earlier one is put right.
        Stated::FaultBegan if ticket.ends_of(of, from).is_some_and(|restored| restored < to) => {
            refused(Rule::RestoredBeforeFault)
        }
        Stated::Restored if ticket.ends_of(of, from).is_some_and(|began| to < began) => {
            refused(Rule::RestoredBeforeFault)
        }
        Stated::Taken | Stated::Message | Stated::Resolved if to < ticket.opened_at => {
            refused(Rule::BeforeOpened)
        }
        _ => Ok(()),
    }
}

/// What counts from before the last change of state never goes without a reason.
fn reasoned(ticket: &Ticket, act: Act, at: Moment, reason: Option<i64>) -> Result<(), Refusal> {
    if at < ticket.state_since && reason.is_none() { Err(missing_reason(act)) } else { Ok(()) }
}

fn missing_reason(act: Act) -> Refusal {
    Refusal::new(act, Rule::MissingFields).missing(vec!["reason".to_owned()])
}

/// A reopening, and what it says of the fault.
pub(crate) fn reopened(
    ticket: &Ticket,
    (state, phase): (String, Phase),
    reason: Option<i64>,
    fault: Option<(Began, Moment)>,
    setting: Setting<'_>,
) -> Result<Vec<Decided>, Refusal> {
    let reopened = EventBody::Reopened { state, phase, reason, restored: ticket.restored_at.is_some() };
    let Some((how, at)) = fault else { return Ok(vec![(reopened, None)]) };
    possible(Act::Reopen, "fault_began_at", at, setting)?;
    let Some(restored) = ticket.restored_at else { return Err(Refusal::new(Act::Reopen, Rule::NotRestored)) };
    if how == Began::CameBack && at < restored {
        return Err(Refusal::new(Act::Reopen, Rule::RestoredBeforeFault).with("field", "fault_began_at"));
    }
    let stated = (how == Began::CameBack).then_some(at);
    Ok(vec![(reopened, None), (EventBody::FaultBegan { how, reason, proposed_by: None }, stated)])
}
