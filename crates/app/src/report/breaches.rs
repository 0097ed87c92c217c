//! Every breach of a period, with who held the case while its clock counted.

use super::applied::{self, AppliedRule};
use super::clocks::{Rows, seconds};
use crate::read::Names;
use crate::{Denied, Moment};
use desk::Desk;
use serde::Serialize;
use sla::{Clock, Holding, Part};
use std::collections::BTreeMap;
use store::Conn;
use store::clock::StoredClock;
use store::report::{Figure, Listed, Selection, report_list};
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
    /// The counted seconds of every line and phase, in the order they held it; they sum to what was counted.
    pub phases: Vec<HeldPhase>,
    /// The rule it ran by.
    pub rule: AppliedRule,
    /// Why, where a person said so.
    pub cause: Option<GivenCause>,
    /// Only a change of the facts made it a breach.
    pub by_change: bool,
    /// It was noticed after the server had been down.
    pub late: bool,
    /// Its case was entered from paper.
    pub entered_late: bool,
    /// A correction judged it otherwise than before.
    pub corrected: bool,
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

/// Counted seconds of one line in one phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldPhase {
    /// Line key.
    pub line: String,
    /// Phase key.
    pub phase: String,
    /// Seconds.
    pub seconds: i64,
}

/// Why a clock was missed, as a person said last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GivenCause {
    /// Cause key.
    pub cause: String,
    /// In words, masked.
    pub text: Option<String>,
    /// Name of who said so.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// Every breach of a selection in the order they were decided, read a block at a time.
pub(super) struct Breaches<'a> {
    conn: &'a mut Conn,
    desk: &'a Desk,
    selection: &'a Selection,
    now: Moment,
    /// Read and not told yet, the next one last.
    held: Vec<BreachRow>,
    /// Place of the last one read.
    after: Option<(i64, i64)>,
    /// Read at once.
    block: i64,
    ended: bool,
}

impl<'a> Breaches<'a> {
    /// From the first; of so many at most, where that is known.
    pub fn new(
        conn: &'a mut Conn,
        (desk, selection): (&'a Desk, &'a Selection),
        most: Option<usize>,
        now: Moment,
    ) -> Self {
        let block = most.and_then(|most| i64::try_from(most).ok()).map_or(BLOCK, |most| most.min(BLOCK));
        Self { conn, desk, selection, now, held: Vec::new(), after: None, block, ended: block == 0 }
    }

    fn read_on(&mut self) -> Result<(), Denied> {
        let block = report_list(self.conn, self.selection, Figure::Missed, self.after, self.block)?;
        match block.last() {
            Some(last) => self.after = Some((last.at, last.clock)),
            None => self.ended = true,
        }
        read(self.conn, self.desk, &block, self.now, &mut self.held)?;
        self.held.reverse();
        Ok(())
    }
}

impl Iterator for Breaches<'_> {
    type Item = Result<BreachRow, Denied>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.held.is_empty() && !self.ended {
            if let Err(denied) = self.read_on() {
                self.ended = true;
                return Some(Err(denied));
            }
        }
        self.held.pop().map(Ok)
    }
}

fn read(
    conn: &mut Conn,
    desk: &Desk,
    block: &[Listed],
    now: Moment,
    rows: &mut Vec<BreachRow>,
) -> Result<(), Denied> {
    let found = Rows::of(conn, block.iter().map(|l| (l.ticket, l.clock)))?;
    let mut seen: BTreeMap<i64, Past> = BTreeMap::new();
    for (id, ticket) in &found.tickets {
        seen.insert(*id, Past::of(conn, ticket)?);
    }
    for breach in block {
        if let (Some((stored, ticket)), Some(past)) =
            (found.get(breach.ticket, breach.clock), seen.get(&breach.ticket))
        {
            rows.push(row(desk, ticket, stored, past, now));
        }
    }
    Ok(())
}

/// What a case went through.
struct Past {
    subject: String,
    holdings: Vec<Holding>,
    events: Vec<Event>,
    texts: BTreeMap<i64, store::text::Text>,
    names: Names,
}

impl Past {
    fn of(conn: &mut Conn, ticket: &Ticket) -> Result<Self, Denied> {
        let events = store::event::event_list(conn, ticket.id, 0, i64::MAX)?;
        let said = |e: &&Event| matches!(e.body, EventBody::BreachExplained { .. });
        let words = events.iter().filter_map(|e| match &e.body {
            EventBody::BreachExplained { text, .. } => *text,
            _ => None,
        });
        let texts: Vec<i64> = words.chain([ticket.subject]).collect();
        let texts = store::text::text_map(conn, &texts)?;
        Ok(Self {
            subject: texts.get(&ticket.subject).map(|text| text.masked.clone()).unwrap_or_default(),
            holdings: holdings(&events),
            names: Names::of(conn, events.iter().filter(said).map(|e| &e.actor))?,
            texts,
            events,
        })
    }

    /// What was said last of a clock.
    fn cause(&self, clock: &Clock) -> Option<GivenCause> {
        self.events.iter().rev().find_map(|event| match &event.body {
            EventBody::BreachExplained { target, occurrence, cause, text }
                if *target == clock.target && *occurrence == clock.occurrence =>
            {
                Some(GivenCause {
                    cause: cause.clone(),
                    text: text.and_then(|id| self.texts.get(&id)).map(|text| text.masked.clone()),
                    by: self.names.view(&event.actor).name,
                    at: event.recorded_at,
                })
            }
            _ => None,
        })
    }
}

fn row(desk: &Desk, ticket: &Ticket, stored: &StoredClock, past: &Past, now: Moment) -> BreachRow {
    let clock = &stored.clock;
    let parts = parts(desk, clock, &past.holdings, now);
    let longest = sla::held_longest(&parts).map(|(line, micros)| Held { line, seconds: micros / 1_000_000 });
    BreachRow {
        reference: ticket.reference.clone(),
        target: clock.target.clone(),
        occurrence: clock.occurrence,
        due_at: clock.due_at.or(clock.decided_at),
        stopped_at: clock.stopped_at,
        target_seconds: clock.target_micros / 1_000_000,
        elapsed_seconds: seconds(desk, clock, now),
        held_longest: longest,
        held: by_line(&parts),
        phases: by_phase(&parts),
        rule: applied::of(desk, ticket, clock, &past.events),
        cause: past.cause(clock),
        by_change: clock.by_change,
        late: clock.late,
        entered_late: stored.entered_late,
        corrected: stored.first.is_some(),
        subject: past.subject.clone(),
        organisation: ticket.organisation.clone(),
        priority: ticket.priority.clone(),
        queue: ticket.place.queue.clone(),
    }
}

/// The counted time of a clock by line and phase.
fn parts(desk: &Desk, clock: &Clock, holdings: &[Holding], now: Moment) -> Vec<Part> {
    let calendar = desk.calendars.of_clock(clock).or_else(|| desk.calendar(&clock.calendar));
    let Some(calendar) = calendar else { return Vec::new() };
    let target = desk.target(&clock.agreement, &clock.agreement_version, &clock.target);
    let pauses = target.map(sla::Target::resting_phases).unwrap_or_default();
    let end = clock.stopped_at.unwrap_or(now);
    let segments = sla::segments(clock.started_at, end, holdings, &pauses, calendar);
    sla::divide(&segments, holdings, calendar)
}

/// Whole seconds of every line.
fn by_line(parts: &[Part]) -> Vec<Held> {
    let mut lines: Vec<(String, i64)> = Vec::new();
    for part in parts {
        match lines.iter_mut().find(|(line, _)| *line == part.line) {
            Some((_, micros)) => *micros += part.micros,
            None => lines.push((part.line.clone(), part.micros)),
        }
    }
    let seconds = whole(lines.iter().map(|(_, micros)| *micros));
    lines.into_iter().zip(seconds).map(|((line, _), seconds)| Held { line, seconds }).collect()
}

/// Whole seconds of every line and phase.
fn by_phase(parts: &[Part]) -> Vec<HeldPhase> {
    let seconds = whole(parts.iter().map(|part| part.micros));
    let held = |(part, seconds): (&Part, i64)| HeldPhase {
        line: part.line.clone(),
        phase: part.phase.clone(),
        seconds,
    };
    parts.iter().zip(seconds).map(held).collect()
}

/// Whole seconds. Fractions are carried on, so that the parts sum to the whole.
fn whole(parts: impl Iterator<Item = i64>) -> Vec<i64> {
    let (mut summed, mut told) = (0, 0);
    parts
        .map(|micros| {
            summed += micros;
            let seconds = summed / 1_000_000 - told;
            told += seconds;
            seconds
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
