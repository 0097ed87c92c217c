//! The clocks behind a figure, page by page; as many as the figure says.

use super::asked::SlaFilter;
use crate::{App, Denied, Moment};
use chrono::NaiveDate;
use desk::{Desk, Principal};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use store::Conn;
use store::clock::StoredClock;
use store::report::{Figure, Listed, report_list};
use ticket::{Reference, Ticket};

/// One page of the clocks behind a figure.
#[derive(Debug, Clone)]
pub struct ClocksPage {
    /// Clocks.
    pub items: Vec<ListedClock>,
    /// Where the next page begins.
    pub next: Option<(i64, i64)>,
}

/// One clock of a list.
#[derive(Debug, Clone, Serialize)]
pub struct ListedClock {
    /// The case.
    pub reference: Reference,
    /// Subject, masked.
    pub subject: String,
    /// Agreement key.
    pub agreement: String,
    /// Its version.
    pub version: String,
    /// Target key.
    pub target: String,
    /// Which occurrence of it.
    pub occurrence: i32,
    /// running, paused, stopped.
    pub state: &'static str,
    /// met, missed, withdrawn; none while undecided.
    pub outcome: Option<&'static str>,
    /// Start.
    pub started_at: Moment,
    /// When time runs or ran out.
    pub due_at: Option<Moment>,
    /// When the outcome was decided.
    pub decided_at: Option<Moment>,
    /// When it ended.
    pub stopped_at: Option<Moment>,
    /// Seconds allowed.
    pub target_seconds: i64,
    /// Seconds counted until it ended, or until now.
    pub elapsed_seconds: i64,
    /// Only a change of the facts made it a breach.
    pub by_change: bool,
    /// Line it is counted under.
    pub line: String,
    /// Queue it is counted under.
    pub queue: String,
    /// Organisation it is counted under.
    pub organisation: String,
    /// Service it is counted under.
    pub service: Option<String>,
    /// Priority it is counted under.
    pub priority: Option<String>,
    /// Cause that a person gave the breach.
    pub cause: Option<String>,
}

impl App {
    /// The clocks behind a figure of a period, oldest first, a page after a mark.
    ///
    /// # Errors
    /// As for the report.
    pub fn sla_clocks(
        &self,
        principal: &Principal,
        (desk, from, to): (&str, NaiveDate, NaiveDate),
        (figure, filter): (Figure, &SlaFilter),
        (after, limit): (Option<(i64, i64)>, i64),
        now: Moment,
    ) -> Result<ClocksPage, Denied> {
        let desk = self.reported(principal, desk)?;
        let selection = self.selection(principal, &desk, (from, to), filter, now)?;
        self.store.read_long(|conn| {
            let mut found = report_list(conn, &selection, figure, after, limit + 1)?;
            let wanted = usize::try_from(limit).unwrap_or(0);
            let more = found.len() > wanted;
            found.truncate(wanted);
            let next = found.last().filter(|_| more).map(|last| (last.at, last.clock));
            Ok(ClocksPage { items: listed(conn, &desk, &found, now)?, next })
        })
    }
}

fn listed(conn: &mut Conn, desk: &Desk, found: &[Listed], now: Moment) -> Result<Vec<ListedClock>, Denied> {
    let rows = Rows::of(conn, found.iter().map(|l| (l.ticket, l.clock)))?;
    let subjects: Vec<i64> = rows.tickets.values().map(|t| t.subject).collect();
    let subjects = store::text::text_map(conn, &subjects)?;
    let row = |listed: &Listed| {
        let (stored, ticket) = rows.get(listed.ticket, listed.clock)?;
        let (clock, counted) = (&stored.clock, &stored.counted);
        Some(ListedClock {
            reference: ticket.reference.clone(),
            subject: subjects.get(&ticket.subject).map(|t| t.masked.clone()).unwrap_or_default(),
            agreement: clock.agreement.clone(),
            version: clock.agreement_version.clone(),
            target: clock.target.clone(),
            occurrence: clock.occurrence,
            state: clock.state.as_str(),
            outcome: clock.outcome.map(::sla::Outcome::as_str),
            started_at: clock.started_at,
            due_at: clock.due_at,
            decided_at: clock.decided_at,
            stopped_at: clock.stopped_at,
            target_seconds: clock.target_micros / 1_000_000,
            elapsed_seconds: seconds(desk, clock, now),
            by_change: clock.by_change,
            line: counted.line.clone(),
            queue: counted.queue.clone(),
            organisation: counted.organisation.clone(),
            service: counted.service.clone(),
            priority: counted.priority.clone(),
            cause: counted.breach_cause.clone(),
        })
    };
    Ok(found.iter().filter_map(row).collect())
}

/// Counted whole seconds until it ended, or until now.
pub(super) fn seconds(desk: &Desk, clock: &::sla::Clock, now: Moment) -> i64 {
    let calendar = desk.calendars.of_clock(clock).or_else(|| desk.calendar(&clock.calendar));
    calendar.map_or(clock.elapsed_micros, |calendar| clock.elapsed_at(now, calendar)) / 1_000_000
}

/// Clock and ticket rows, read together.
pub(super) struct Rows {
    clocks: BTreeMap<i64, StoredClock>,
    pub tickets: BTreeMap<i64, Ticket>,
}

impl Rows {
    /// The rows of (ticket, clock).
    pub fn of(conn: &mut Conn, found: impl Iterator<Item = (i64, i64)> + Clone) -> Result<Self, Denied> {
        let tickets: Vec<i64> =
            found.map(|(ticket, _)| ticket).collect::<BTreeSet<_>>().into_iter().collect();
        let clocks = store::clock::clock_of_tickets(conn, &tickets)?;
        Ok(Self {
            clocks: clocks.into_iter().map(|(_, stored)| (stored.id, stored)).collect(),
            tickets: store::ticket::ticket_map(conn, &tickets)?,
        })
    }

    /// One clock and its ticket.
    pub fn get(&self, ticket: i64, clock: i64) -> Option<(&StoredClock, &Ticket)> {
        self.clocks.get(&clock).zip(self.tickets.get(&ticket))
    }
}
