//! Every breach of a period, with who held the case while its clock counted.

use super::sla::Period;
use crate::{Denied, Moment};
use desk::Desk;
use serde::Serialize;
use sla::{Clock, Holding, Part};
use std::collections::{BTreeMap, BTreeSet};
use store::Conn;
use store::report::{Breach, report_breaches};
use ticket::{Event, EventBody, Place, Reference, Ticket};

/// Breaches read at once.
const BLOCK: i64 = 200;

/// One breach.
#[derive(Debug, Clone, Serialize)]
pub struct BreachRow {
    /// The case.
    pub reference: Reference,
    /// Target key.
    pub target: String,
    /// Which occurrence of it.
    pub occurrence: i32,
    /// When time ran out.
    pub due_at: Option<Moment>,
    /// When it was done after all.
    pub stopped_at: Option<Moment>,
    /// Seconds allowed.
    pub target_seconds: i64,
    /// Seconds counted until it stopped, or until now.
    pub elapsed_seconds: i64,
    /// The line that held the case longest of the counted time.
    pub held_longest: Option<Held>,
    /// The counted seconds of every line, in the order they held it; they sum to what was counted.
    pub held: Vec<Held>,
    /// Only a change of the facts made it a breach.
    pub by_change: bool,
    /// It was noticed after the server had been down.
    pub late: bool,
    /// Subject, masked.
    pub subject: String,
    /// Organisation key.
    pub organisation: String,
    /// Priority key.
    pub priority: Option<String>,
    /// Where the case is now.
    pub queue: String,
}

/// Counted seconds of one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Held {
    /// Line key.
    pub line: String,
    /// Seconds.
    pub seconds: i64,
}

pub(super) fn rows(
    conn: &mut Conn,
    desk: &Desk,
    period: &Period,
    scopes: Option<&BTreeSet<String>>,
    now: Moment,
) -> Result<Vec<BreachRow>, Denied> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let block = report_breaches(conn, &desk.key, (period.from, period.to), scopes, after, BLOCK)?;
        let Some(last) = block.last().copied() else { return Ok(rows) };
        read(conn, desk, &block, now, &mut rows)?;
        after = Some(last);
    }
}

fn read(
    conn: &mut Conn,
    desk: &Desk,
    block: &[Breach],
    now: Moment,
    rows: &mut Vec<BreachRow>,
) -> Result<(), Denied> {
    let tickets: Vec<i64> = block.iter().map(|b| b.ticket).collect::<BTreeSet<_>>().into_iter().collect();
    let clocks: BTreeMap<i64, Clock> = store::clock::clock_of_tickets(conn, &tickets)?
        .into_iter()
        .map(|(_, stored)| (stored.id, stored.clock))
        .collect();
    let mut seen: BTreeMap<i64, (Ticket, String, Vec<Holding>)> = BTreeMap::new();
    for id in tickets {
        let Some((ticket, _)) = store::ticket::ticket_get(conn, id)? else { continue };
        let subject = store::text::text_map(conn, &[ticket.subject])?.remove(&ticket.subject);
        let subject = subject.map(|text| text.masked).unwrap_or_default();
        let holdings = holdings(&store::event::event_list(conn, id, 0, i64::MAX)?);
        seen.insert(id, (ticket, subject, holdings));
    }
    for breach in block {
        if let (Some(clock), Some((ticket, subject, holdings))) =
            (clocks.get(&breach.clock), seen.get(&breach.ticket))
        {
            rows.push(row(desk, ticket, subject.clone(), clock, holdings, now));
        }
    }
    Ok(())
}

fn row(
    desk: &Desk,
    ticket: &Ticket,
    subject: String,
    clock: &Clock,
    holdings: &[Holding],
    now: Moment,
) -> BreachRow {
    let calendar = desk.calendars.of_clock(clock).or_else(|| desk.calendar(&clock.calendar));
    let elapsed = calendar.map_or(clock.elapsed_micros, |calendar| clock.elapsed_at(now, calendar));
    let end = clock.stopped_at.unwrap_or(now);
    let parts = match calendar {
        Some(calendar) => {
            let target = desk
                .agreements
                .iter()
                .filter(|a| a.key == clock.agreement)
                .flat_map(|a| &a.targets)
                .find(|t| t.key == clock.target);
            let pauses = target.map(sla::Target::resting_phases).unwrap_or_default();
            let segments = sla::segments(clock.started_at, end, holdings, &pauses, calendar);
            sla::divide(&segments, holdings, calendar)
        }
        None => Vec::new(),
    };
    let held = by_line(&parts);
    let longest = sla::held_longest(&parts).map(|(line, micros)| Held { line, seconds: micros / 1_000_000 });
    BreachRow {
        reference: ticket.reference.clone(),
        target: clock.target.clone(),
        occurrence: clock.occurrence,
        due_at: clock.due_at.or(clock.decided_at),
        stopped_at: clock.stopped_at,
        target_seconds: clock.target_micros / 1_000_000,
        elapsed_seconds: elapsed / 1_000_000,
        held_longest: longest,
        held,
        by_change: clock.by_change,
        late: clock.late,
        subject,
        organisation: ticket.organisation.clone(),
        priority: ticket.priority.clone(),
        queue: ticket.place.queue.clone(),
    }
}

/// Whole seconds of every line. Fractions are carried on, so that the parts sum to the whole.
fn by_line(parts: &[Part]) -> Vec<Held> {
    let mut lines: Vec<(String, i64)> = Vec::new();
    for part in parts {
        match lines.iter_mut().find(|(line, _)| *line == part.line) {
            Some((_, micros)) => *micros += part.micros,
            None => lines.push((part.line.clone(), part.micros)),
        }
    }
    let (mut summed, mut told) = (0, 0);
    lines
        .into_iter()
        .map(|(line, micros)| {
            summed += micros;
            let seconds = summed / 1_000_000 - told;
            told += seconds;
            Held { line, seconds }
        })
        .collect()
}

/// Who held the case since when, in which phase, by what its events recorded.
pub(crate) fn holdings(events: &[Event]) -> Vec<Holding> {
    holdings_by(events, |place| place.line.clone())
}

/// The same by another name of the place than its line.
pub(super) fn holdings_by(events: &[Event], name: impl Fn(&Place) -> String) -> Vec<Holding> {
    let mut list: Vec<Holding> = Vec::new();
    let mut here: Option<(Place, String)> = None;
    for event in events {
        let place = here.as_ref().map(|(place, _)| place.clone());
        let next = match &event.body {
            EventBody::Opened(opened) => Some((opened.place.clone(), opened.phase)),
            EventBody::Moved { to, phase, .. } => Some((to.clone(), *phase)),
            EventBody::Taken { phase, .. }
            | EventBody::Waited { phase, .. }
            | EventBody::Resumed { phase, .. }
            | EventBody::Resolved { phase, .. }
            | EventBody::Reopened { phase, .. }
            | EventBody::Closed { phase, .. }
            | EventBody::Cancelled { phase, .. } => place.map(|place| (place, *phase)),
            _ => None,
        };
        let Some((place, phase)) = next else { continue };
        let phase = phase.as_str().to_owned();
        if here.as_ref() != Some(&(place.clone(), phase.clone())) {
            // An earlier effective moment than the one before cannot hold time twice.
            let from = list.last().map_or(event.effective_at, |last| event.effective_at.max(last.from));
            list.push(Holding { from, line: name(&place), phase: phase.clone() });
        }
        here = Some((place, phase));
    }
    list
}
