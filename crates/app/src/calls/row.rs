//! Rows of calls: made, filled in, tied to the ticket that was opened from them.

use super::{Caller, Judgement};
use crate::act::Job as TicketJob;
use crate::{CalledIn, Denied, Moment};
use desk::{Desk, scopes_of_call};
use std::collections::BTreeSet;
use store::call::{Call, Reader, call_insert, call_lock, call_scopes_put, call_update};
use store::{Conn, IdRange};
use text::Intake;
use ticket::{CallOutcome, CallSeen, same};

/// A call that is not written yet.
pub(super) fn new(
    desk: &Desk,
    id: i64,
    (source, external): (String, Option<String>),
    caller: &Caller<'_>,
    now: Moment,
) -> Call {
    let unit = caller.number.and_then(|number| desk.unit_of_telephone(number));
    let now = now.timestamp_micros();
    Call {
        id,
        desk: desk.key.clone(),
        source,
        external,
        logged_by: None,
        began_at: now,
        offered_at: None,
        answered_at: None,
        ended_at: None,
        outcome: None,
        solution: None,
        ticket: None,
        organisation: unit.map_or_else(|| desk.fallback_organisation.clone(), |unit| unit.key.clone()),
        caller_number: masked_number(caller),
        caller_name: masked_name(caller),
        created_at: now,
        updated_at: now,
    }
}

fn masked_number(caller: &Caller<'_>) -> Option<String> {
    let number = caller.number.map(str::trim).filter(|number| !number.is_empty());
    number.map(|number| Intake::line(number.to_owned()).masked().to_owned())
}

fn masked_name(caller: &Caller<'_>) -> Option<String> {
    caller.name.map(|name| name.masked().trim().to_owned()).filter(|name| !name.is_empty())
}

/// Fills in who called.
pub(super) fn put(desk: &Desk, call: &mut Call, caller: &Caller<'_>) -> Result<(), Denied> {
    let unknown = call.caller_number.is_none();
    call.caller_number = same("number", call.caller_number.take(), masked_number(caller))?;
    call.caller_name = same("name", call.caller_name.take(), masked_name(caller))?;
    if let Some(unit) =
        caller.number.filter(|_| unknown && call.ticket.is_none()).and_then(|n| desk.unit_of_telephone(n))
    {
        call.organisation.clone_from(&unit.key);
    }
    Ok(())
}

/// Puts in what it came to; a case must be one the teller may read.
pub(super) fn judged(
    conn: &mut Conn,
    job: &super::Job,
    call: &mut Call,
    judgement: &Judgement,
) -> Result<(), Denied> {
    let outcome = judgement.outcome().as_str().to_owned();
    call.outcome = same("outcome", call.outcome.take(), Some(outcome))?;
    match judgement {
        Judgement::Solved(solution) => {
            call.solution = same("solution", call.solution.take(), solution.clone())?;
        }
        Judgement::Case(reference) => {
            let unknown = || Denied::malformed("case", "unknown");
            let id = store::ticket::ticket_id(conn, reference, job.scopes.as_ref())?.ok_or_else(unknown)?;
            let (ticket, _) = store::ticket::ticket_get(conn, id)?.ok_or_else(unknown)?;
            if ticket.desk != call.desk {
                return Err(unknown());
            }
            call.ticket = same("case", call.ticket, Some(id))?;
            call.organisation = ticket.organisation;
        }
        Judgement::Abandoned => {}
    }
    Ok(())
}

/// What a call came to: as was said, else abandoned where it ended unanswered.
pub(crate) fn outcome(call: &Call) -> Option<CallOutcome> {
    let said = call.outcome.as_deref().and_then(CallOutcome::parse);
    let given_up = call.answered_at.is_none() && call.ended_at.is_some();
    said.or_else(|| given_up.then_some(CallOutcome::Abandoned))
}

/// The call a ticket is being opened from, not written yet; whether it is new.
pub(crate) fn taken(
    conn: &mut Conn,
    job: &TicketJob,
    ids: &mut IdRange,
    called: &CalledIn,
    caller: &Caller<'_>,
) -> Result<(Call, bool), Denied> {
    let desk = &job.desk.desk;
    match called {
        CalledIn::Logged(times) => {
            let source = format!("agent:{}", job.principal.user().unwrap_or_default());
            let mut call = new(desk, ids.row()?, (source, None), caller, job.at);
            call.logged_by = job.principal.user();
            call.set_times(times);
            Ok((call, true))
        }
        CalledIn::Known(id) => {
            let scopes: Option<BTreeSet<String>> = job
                .principal
                .scopes([&**desk])
                .map(|scopes| scopes.iter().map(|s| s.as_str().to_owned()).collect());
            let reader = Reader { scopes: scopes.as_ref(), user: job.principal.user() };
            let unknown = || Denied::malformed("call", "unknown");
            let mut call = call_lock(conn, *id, reader)?.ok_or_else(unknown)?;
            if call.desk != desk.key || call.outcome.is_some() {
                return Err(unknown());
            }
            // What the exchange said of the caller stays; the agent's words are the contact's.
            call.caller_name = call.caller_name.or_else(|| masked_name(caller));
            call.caller_number = call.caller_number.or_else(|| masked_number(caller));
            Ok((call, false))
        }
    }
}

/// What the ticket's first event keeps of its call.
pub(crate) fn seen((call, _): &(Call, bool)) -> Result<CallSeen, Denied> {
    let times = call.times()?;
    Ok(CallSeen { call: call.id, offered_at: times.offered_at, answered_at: times.answered_at })
}

/// Writes the call of a ticket that was just made.
pub(crate) fn opened(
    conn: &mut Conn,
    job: &TicketJob,
    (mut call, is_new): (Call, bool),
    ticket: i64,
    organisation: &str,
) -> Result<(), Denied> {
    call.ticket = Some(ticket);
    call.outcome = Some(CallOutcome::Case.as_str().to_owned());
    organisation.clone_into(&mut call.organisation);
    call.updated_at = job.at.timestamp_micros();
    if is_new {
        call_insert(conn, &call)?;
    } else {
        call_update(conn, &call)?;
    }
    put_scopes(conn, &job.desk.desk, &call)
}

pub(super) fn put_scopes(conn: &mut Conn, desk: &Desk, call: &Call) -> Result<(), Denied> {
    let scopes = scopes_of_call(desk, &call.organisation);
    let scopes = scopes.iter().map(|s| s.as_str().to_owned()).collect();
    Ok(call_scopes_put(conn, call.id, &scopes)?)
}
