//! Who speaks to the requester of a case.

use super::routing_facts;
use desk::{Desk, Principal};
use ticket::Ticket;

/// Whether the line that has a ticket speaks to its requester.
pub(crate) fn line_speaks(desk: &Desk, ticket: &Ticket) -> bool {
    escalation::speaks(&desk.chain, ticket, &routing_facts(desk, ticket))
}

/// Whether somebody may: they work where it is and that line speaks, or on a line that does and that it came through.
pub(crate) fn may_speak(desk: &Desk, principal: &Principal, ticket: &Ticket) -> bool {
    let own = |place: &ticket::Place| principal.works_at(desk, place);
    let speaking = |place: &&ticket::Place| desk.chain.line(&place.line).is_some_and(|line| line.speaks);
    let mut through = ticket.path.iter().map(|hop| &hop.place).filter(speaking);
    through.any(own) || own(&ticket.place) && line_speaks(desk, ticket)
}
