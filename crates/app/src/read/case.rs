//! Everything the page of one case shows, in one snapshot: the ticket, what happened, what was written, who could
//! have it, where it would go, and why something cannot be done.

use super::names::{Names, event_view};
use super::view::{EventView, MessageView, TicketView, view};
use crate::act::{line_speaks, may_speak, membership};
use crate::{App, Denied, Moment};
use desk::{Desk, Principal, may};
use escalation::{Placement, Wish, climb, descend};
use std::collections::{BTreeMap, BTreeSet};
use store::Conn;
use ticket::{Act, Event, EventBody, How, Place, Reference, Refusal, Ticket, missing_fields};

/// Events a page reads at most; a case with more shows its newest.
const EVENTS_MAX: i64 = 2_000;

/// One case as its page shows it.
#[derive(Debug, Clone)]
pub struct Case {
    /// The ticket.
    pub ticket: TicketView,
    /// What happened, oldest first.
    pub events: Vec<EventView>,
    /// What was written, by row id.
    pub messages: BTreeMap<i64, MessageView>,
    /// Masked words of text rows, by row id.
    pub texts: BTreeMap<i64, String>,
    /// What each text row is: subject, description, known, tried, ruled_out, wanted, reason …
    pub text_kinds: BTreeMap<i64, String>,
    /// Names of people that events speak of, by row id.
    pub people: BTreeMap<i64, String>,
    /// Cases that events speak of and the person may read, by row id.
    pub related: BTreeMap<i64, Reference>,
    /// People who may work where it is: login and name, by name.
    pub colleagues: Vec<(String, String)>,
    /// Where it has been, in order; the last stay goes on.
    pub stays: Vec<Stay>,
    /// Where an escalation without further words would lead, with the fields missing for it.
    pub up: Result<(Placement, Vec<String>), Refusal>,
    /// Where a return would lead.
    pub down: Result<Placement, Refusal>,
    /// Places whose people read the chain's messages.
    pub readers: Vec<Place>,
    /// Whether the person may speak to the requester: else words to the requester become a proposed answer.
    pub speaks: bool,
    /// Whether the line where it is speaks to the requester.
    pub line_speaks: bool,
    /// Whether the person works where it is.
    pub works_here: bool,
    /// Acts that the person cannot do now, and why.
    pub barred: Vec<Barred>,
}

/// A time in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    /// Line and queue.
    pub place: Place,
    /// How it came there; `None` where it was placed.
    pub how: Option<How>,
    /// Event that brought it.
    pub seq: i64,
    /// From when.
    pub from: Moment,
    /// Until when; now for the stay that goes on.
    pub until: Moment,
}

/// An act that cannot be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Barred {
    /// Which.
    pub act: Act,
    /// Why not.
    pub why: Why,
}

/// Why an act cannot be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Not in this state.
    State,
    /// The person may, but not where it is.
    Place,
    /// None of the person's roles may.
    Role,
}

impl App {
    /// One case with everything its page shows.
    ///
    /// # Errors
    /// Not found, or not readable: the same.
    pub fn case(&self, principal: &Principal, reference: &Reference, now: Moment) -> Result<Case, Denied> {
        let scopes = self.scopes(principal);
        self.on_ticket(principal, reference, |conn, desk, id| {
            let (ticket, _) = store::ticket::ticket_get(conn, id)?.ok_or(Denied::NotFound)?;
            let shown = view(conn, desk, principal, id, now)?.ok_or(Denied::NotFound)?;
            let from = (ticket.version - EVENTS_MAX).max(0);
            let events = store::event::event_list(conn, id, from, EVENTS_MAX)?;
            let names = Names::of(conn, events.iter().map(|e| &e.actor))?;
            let facts = crate::act::routing_facts(desk, &ticket);
            let up = climb(&desk.chain, &desk.routes, &ticket, &Wish::Up, &facts);
            let up = up.map(|placement| {
                let missing = missing_at(desk, &ticket, &placement);
                (placement, missing)
            });
            let rows = store::text::text_of_ticket(conn, id)?;
            Ok(Case {
                messages: written(conn, id)?,
                texts: rows.iter().map(|(id, t)| (*id, t.masked.clone())).collect(),
                text_kinds: rows.into_iter().map(|(id, t)| (id, t.kind)).collect(),
                people: people(conn, &events)?,
                related: related(conn, &events, scopes.as_ref())?,
                colleagues: colleagues(conn, desk, &ticket.place)?,
                stays: stays(&events, now),
                up,
                down: descend(&desk.chain, &ticket, &facts).map(|(placement, _)| placement),
                readers: places(&ticket),
                speaks: may_speak(desk, principal, &ticket),
                line_speaks: line_speaks(desk, &ticket),
                works_here: principal.works_at(desk, &ticket.place),
                barred: barred(desk, principal, &ticket),
                events: events.iter().map(|e| event_view(e, &names)).collect::<Result<_, _>>()?,
                ticket: shown,
            })
        })
    }
}

/// What the receiving line demands and the ticket lacks, hand-over words apart.
fn missing_at(desk: &Desk, ticket: &Ticket, placement: &Placement) -> Vec<String> {
    let line = desk.chain.line(&placement.place.line).filter(|l| l.key != ticket.place.line);
    line.map(|l| missing_fields(ticket, &l.requires, &[])).unwrap_or_default()
}

fn written(conn: &mut Conn, id: i64) -> Result<BTreeMap<i64, MessageView>, Denied> {
    let list = super::message_views(conn, id)?;
    Ok(list.into_iter().map(|m| (m.id, m)).collect())
}

/// Names of the people whom events took or gave the case to, and who proposed that it be judged again.
fn people(conn: &mut Conn, events: &[Event]) -> Result<BTreeMap<i64, String>, Denied> {
    let ids: BTreeSet<i64> = events
        .iter()
        .filter_map(|e| match &e.body {
            EventBody::Taken { assignee, .. } => Some(*assignee),
            EventBody::Rejudged(by) => Some(by.proposed_by),
            EventBody::Assigned { assignee } | EventBody::Moved { assignee, .. } => *assignee,
            _ => None,
        })
        .collect();
    let users = store::user::user_map(conn, &ids.into_iter().collect::<Vec<_>>())?;
    Ok(users.into_iter().map(|(id, u)| (id, u.name)).collect())
}

/// The cases events link, as far as the scopes read them.
fn related(
    conn: &mut Conn,
    events: &[Event],
    scopes: Option<&BTreeSet<String>>,
) -> Result<BTreeMap<i64, Reference>, Denied> {
    let mut found = BTreeMap::new();
    for event in events {
        let EventBody::Related { other, .. } = event.body else { continue };
        let Some((ticket, _)) = store::ticket::ticket_get(conn, other)? else { continue };
        if store::ticket::ticket_id(conn, &ticket.reference, scopes)?.is_some() {
            found.insert(other, ticket.reference);
        }
    }
    Ok(found)
}

/// Who may work at a place, by name.
fn colleagues(conn: &mut Conn, desk: &Desk, place: &Place) -> Result<Vec<(String, String)>, Denied> {
    let mut found = BTreeMap::new();
    for (user, row) in store::user::user_of_desk(conn, &desk.key)? {
        let one = Principal::User { id: user.id, memberships: vec![membership(row)] };
        // Somebody without a line of their own oversees; cases are given to those who work them.
        let lined = one.roles(desk).any(|(_, role)| !role.lines.is_empty());
        if lined && one.works_at(desk, place) {
            found.insert((user.name, user.login), ());
        }
    }
    Ok(found.into_keys().map(|(name, login)| (login, name)).collect())
}

fn stays(events: &[Event], now: Moment) -> Vec<Stay> {
    let mut stays: Vec<Stay> = Vec::new();
    for event in events {
        let (place, how) = match &event.body {
            EventBody::Opened(opened) => (opened.place.clone(), None),
            EventBody::Moved { how, to, .. } => (to.clone(), Some(*how)),
            EventBody::Closed { .. } | EventBody::Cancelled { .. } => {
                // Nobody holds what has ended.
                if let Some(last) = stays.last_mut() {
                    last.until = event.effective_at;
                }
                continue;
            }
            _ => continue,
        };
        let from = event.effective_at;
        if let Some(last) = stays.last_mut() {
            last.until = from;
        }
        stays.push(Stay { place, how, seq: event.seq, from, until: now.max(from) });
    }
    stays
}

/// Where it is and where it came through, each once.
fn places(ticket: &Ticket) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for place in ticket.path.iter().map(|hop| &hop.place).chain([&ticket.place]) {
        if !places.contains(place) {
            places.push(place.clone());
        }
    }
    places
}

fn barred(desk: &Desk, principal: &Principal, ticket: &Ticket) -> Vec<Barred> {
    let allowed = desk.workflow(ticket.kind).acts_in(&ticket.state);
    let role_may = |act: Act| principal.roles(desk).any(|(_, role)| role.may.contains(&act));
    let why = |act: Act| {
        if !role_may(act) {
            Some(Why::Role)
        } else if !allowed.contains(&act) {
            Some(Why::State)
        } else if !may(principal, desk, ticket, act) {
            Some(Why::Place)
        } else {
            None
        }
    };
    let acts = Act::ALL.iter().copied().filter(|act| *act != Act::Open);
    acts.filter_map(|act| Some(Barred { act, why: why(act)? })).collect()
}
