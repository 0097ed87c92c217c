//! How much of the counted time of each queue was pause: for every clock that could pause and stopped in the period,
//! the opening time between its start and its stop, by the queue that held the case.

use super::asked::period;
use super::breaches::holdings_by;
use crate::{App, Denied, Moment};
use chrono::NaiveDate;
use desk::{Desk, Principal};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use store::Conn;
use store::report::{Stopped, report_stopped};
use ticket::Reference;

/// Clocks read at once.
const BLOCK: i64 = 200;

/// The report of one desk and period.
#[derive(Debug, Clone, Serialize)]
pub struct WaitingReport {
    /// Desk key.
    pub desk: String,
    /// First local date.
    pub from: NaiveDate,
    /// Local date it ends before.
    pub to: NaiveDate,
    /// Zone of the dates.
    pub zone: String,
    /// Queues that held something, in the order of the desk file.
    pub queues: Vec<QueueRow>,
    /// What is behind them, one row for each clock and queue, in the order the clocks stopped.
    pub cases: Vec<WaitingRow>,
}

/// Counted time of one queue. Seconds are whole, cut once for the sum.
#[derive(Debug, Clone, Serialize)]
pub struct QueueRow {
    /// Queue key.
    pub queue: String,
    /// Clocks it held the case of for some counted time.
    pub clocks: i64,
    /// Opening time between start and stop.
    pub total_seconds: i64,
    /// Of it paused.
    pub paused_seconds: i64,
    /// paused / total, cut after four decimals.
    pub share: Option<f64>,
    /// The same in parts of ten thousand.
    #[serde(skip)]
    pub basis_points: Option<i64>,
}

/// Counted time of one clock in one queue.
#[derive(Debug, Clone, Serialize)]
pub struct WaitingRow {
    /// The case.
    pub reference: Reference,
    /// Target key.
    pub target: String,
    /// Queue key.
    pub queue: String,
    /// When the clock stopped.
    pub stopped_at: Option<Moment>,
    /// Opening time between start and stop.
    pub total_seconds: i64,
    /// Of it paused.
    pub paused_seconds: i64,
    /// The same before they are cut.
    #[serde(skip)]
    micros: (i64, i64),
}

impl App {
    /// The report on waiting for local dates from `from` to before `to`; of one queue where one is named.
    ///
    /// # Errors
    /// An unknown desk or queue, a period that cannot be, no permission.
    pub fn waiting_report(
        &self,
        principal: &Principal,
        desk: &str,
        (from, to): (NaiveDate, NaiveDate),
        queue: Option<&str>,
    ) -> Result<WaitingReport, Denied> {
        let desk = self.reported(principal, desk)?;
        let period = period(&desk, from, to)?;
        if queue.is_some_and(|queue| desk.chain.queue(queue).is_none()) {
            return Err(Denied::unknown("queue", desk.chain.queues.iter().map(|q| q.key.as_str())));
        }
        let scopes = self.scopes(principal);
        let mut cases = self.store.read_long(|conn| rows(conn, &desk, period, scopes.as_ref()))?;
        cases.retain(|row| queue.is_none_or(|queue| row.queue == queue));
        Ok(WaitingReport {
            desk: desk.key.clone(),
            from,
            to,
            zone: desk.zone.clone(),
            queues: queues(&desk, &cases),
            cases,
        })
    }
}

fn rows(
    conn: &mut Conn,
    desk: &Desk,
    period: (Moment, Moment),
    scopes: Option<&BTreeSet<String>>,
) -> Result<Vec<WaitingRow>, Denied> {
    let (mut rows, mut after): (Vec<WaitingRow>, Option<Stopped>) = (Vec::new(), None);
    loop {
        let block = report_stopped(conn, &desk.key, period, scopes, after, BLOCK)?;
        let Some(last) = block.last().copied() else { return Ok(rows) };
        for stopped in &block {
            clock(conn, desk, *stopped, &mut rows)?;
        }
        after = Some(last);
    }
}

fn clock(conn: &mut Conn, desk: &Desk, stopped: Stopped, rows: &mut Vec<WaitingRow>) -> Result<(), Denied> {
    let clocks = store::clock::clock_of_ticket(conn, stopped.ticket)?;
    let Some(clock) = clocks.into_iter().find(|c| c.id == stopped.clock).map(|c| c.clock) else {
        return Ok(());
    };
    // By the version it ran under: what a later one pauses says nothing of it.
    let target = desk.target(&clock.agreement, &clock.agreement_version, &clock.target);
    let pauses = target.map(::sla::Target::resting_phases).unwrap_or_default();
    let calendar = desk.calendars.of_clock(&clock).or_else(|| desk.calendar(&clock.calendar));
    let (Some(calendar), Some(end), false) = (calendar, clock.stopped_at, pauses.is_empty()) else {
        return Ok(());
    };
    let Some((ticket, _)) = store::ticket::ticket_get(conn, stopped.ticket)? else { return Ok(()) };
    let events = store::event::event_list(conn, stopped.ticket, 0, i64::MAX)?;
    // Held by queue: what attribution calls a line is the queue here.
    let holdings = holdings_by(&events, |place| place.queue.clone());
    let whole = ::sla::segments(clock.started_at, end, &holdings, &[], calendar);
    let mut queues: Vec<(String, i64, i64)> = Vec::new();
    for part in ::sla::divide(&whole, &holdings, calendar) {
        let paused = if pauses.contains(&part.phase) { part.micros } else { 0 };
        match queues.iter_mut().find(|(queue, ..)| *queue == part.line) {
            Some((_, total, rested)) => {
                *total += part.micros;
                *rested += paused;
            }
            None => queues.push((part.line, part.micros, paused)),
        }
    }
    rows.extend(queues.into_iter().filter(|(_, total, _)| *total > 0).map(|(queue, total, paused)| {
        WaitingRow {
            reference: ticket.reference.clone(),
            target: clock.target.clone(),
            queue,
            stopped_at: clock.stopped_at,
            total_seconds: total / 1_000_000,
            paused_seconds: paused / 1_000_000,
            micros: (total, paused),
        }
    }));
    Ok(())
}

fn queues(desk: &Desk, cases: &[WaitingRow]) -> Vec<QueueRow> {
    let mut sums: BTreeMap<&str, (i64, i64, i64)> = BTreeMap::new();
    for row in cases {
        let sum = sums.entry(&row.queue).or_default();
        *sum = (sum.0 + 1, sum.1 + row.micros.0, sum.2 + row.micros.1);
    }
    let known = desk.chain.queues.iter().map(|q| q.key.as_str()).filter(|key| sums.contains_key(key));
    let gone = sums.keys().copied().filter(|key| desk.chain.queue(key).is_none());
    let ordered: Vec<&str> = known.chain(gone).collect();
    ordered
        .into_iter()
        .filter_map(|queue| {
            let (clocks, total, paused) = *sums.get(queue)?;
            let parts = (i128::from(paused) * 10_000).checked_div(i128::from(total));
            let basis_points = parts.and_then(|parts| i64::try_from(parts).ok());
            Some(QueueRow {
                queue: queue.to_owned(),
                clocks,
                total_seconds: total / 1_000_000,
                paused_seconds: paused / 1_000_000,
                // At most 10 000: exact as a number with four decimals.
                share: basis_points.and_then(|bp| i32::try_from(bp).ok()).map(|bp| f64::from(bp) / 10_000.0),
                basis_points,
            })
        })
        .collect()
}
