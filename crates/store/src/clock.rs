//! Clock rows: one per (ticket, target, occurrence). Warning, breach, pause, resume and replan each change that row.

use crate::Conn;
use crate::dialect::insert_many;
use crate::fault::Fault;
use crate::moment::{micros, micros_opt, moment, moment_opt};
use crate::schema::clocks;
use diesel::prelude::*;
use sla::{Clock, ClockState, Metric, Outcome, Step};

/// A clock with its row id.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredClock {
    /// Row id.
    pub id: i64,
    /// The clock.
    pub clock: Clock,
    /// What it is counted under.
    pub counted: CountedUnder,
    /// It began before its case was entered from paper.
    pub entered_late: bool,
    /// The figure before the first correction, where one judged it otherwise.
    pub first: Option<FirstFigure>,
}

/// The figure a clock had before it was corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstFigure {
    /// Outcome; none where it was undecided.
    pub outcome: Option<Outcome>,
    /// Counted microseconds then.
    pub elapsed_micros: i64,
    /// When it was decided.
    pub decided_at: Option<crate::Moment>,
}

/// What reports count a clock under: of an undecided one as its case is, of a decided one as its case was then.
#[derive(Debug, Clone, Default, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = clocks, treat_none_as_null = true)]
pub struct CountedUnder {
    /// Line key.
    pub line: String,
    /// Queue key.
    pub queue: String,
    /// Organisation key.
    pub organisation: String,
    /// Service key.
    pub service: Option<String>,
    /// Priority key.
    pub priority: Option<String>,
    /// Cause that a person gave the breach.
    pub breach_cause: Option<String>,
    /// Text row with the words to it.
    pub breach_words: Option<i64>,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = clocks, treat_none_as_null = true)]
struct Row {
    id: i64,
    ticket: i64,
    desk: String,
    target: String,
    metric: String,
    agreement: String,
    agreement_version: String,
    calendar: String,
    calendar_version: String,
    occurrence: i32,
    generation: i32,
    target_micros: i64,
    started_at: i64,
    elapsed_micros: i64,
    anchor: Option<i64>,
    state: String,
    outcome: Option<String>,
    due_at: Option<i64>,
    next_step_at: Option<i64>,
    next_step: Option<String>,
    warned_percent: i32,
    decided_at: Option<i64>,
    stopped_at: Option<i64>,
    by_change: bool,
    late: bool,
    entered_late: bool,
    corrected: bool,
    first_outcome: Option<String>,
    first_elapsed_micros: Option<i64>,
    first_decided_at: Option<i64>,
    #[diesel(embed)]
    counted: CountedUnder,
}

fn to_row(ticket: i64, desk: &str, stored: &StoredClock) -> Row {
    let c = &stored.clock;
    Row {
        id: stored.id,
        ticket,
        desk: desk.to_owned(),
        target: c.target.clone(),
        metric: c.metric.as_str().to_owned(),
        agreement: c.agreement.clone(),
        agreement_version: c.agreement_version.clone(),
        calendar: c.calendar.clone(),
        calendar_version: c.calendar_version.clone(),
        occurrence: c.occurrence,
        generation: c.generation,
        target_micros: c.target_micros,
        started_at: micros(c.started_at),
        elapsed_micros: c.elapsed_micros,
        anchor: micros_opt(c.anchor),
        state: c.state.as_str().to_owned(),
        outcome: c.outcome.map(|o| o.as_str().to_owned()),
        due_at: micros_opt(c.due_at),
        next_step_at: micros_opt(c.next_step_at),
        next_step: c.next_step.map(|s| s.key()),
        warned_percent: c.warned_percent,
        decided_at: micros_opt(c.decided_at),
        stopped_at: micros_opt(c.stopped_at),
        by_change: c.by_change,
        late: c.late,
        entered_late: stored.entered_late,
        corrected: stored.first.is_some(),
        first_outcome: stored.first.and_then(|f| f.outcome).map(|o| o.as_str().to_owned()),
        first_elapsed_micros: stored.first.map(|f| f.elapsed_micros),
        first_decided_at: micros_opt(stored.first.and_then(|f| f.decided_at)),
        counted: stored.counted.clone(),
    }
}

fn outcome_of(key: Option<String>) -> Result<Option<Outcome>, Fault> {
    key.map(|o| Outcome::parse(&o).ok_or_else(|| Fault::row("outcome", &o))).transpose()
}

fn from_row(r: Row) -> Result<StoredClock, Fault> {
    let outcome = outcome_of(r.outcome)?;
    let first = match r.first_elapsed_micros.filter(|_| r.corrected) {
        Some(elapsed_micros) => Some(FirstFigure {
            outcome: outcome_of(r.first_outcome)?,
            elapsed_micros,
            decided_at: moment_opt(r.first_decided_at)?,
        }),
        None => None,
    };
    let step = r.next_step.map(|s| Step::parse(&s).ok_or_else(|| Fault::row("step", &s))).transpose()?;
    let clock = Clock {
        target: r.target,
        metric: Metric::parse(&r.metric).ok_or_else(|| Fault::row("metric", &r.metric))?,
        agreement: r.agreement,
        agreement_version: r.agreement_version,
        calendar: r.calendar,
        calendar_version: r.calendar_version,
        occurrence: r.occurrence,
        generation: r.generation,
        target_micros: r.target_micros,
        started_at: moment(r.started_at)?,
        elapsed_micros: r.elapsed_micros,
        anchor: moment_opt(r.anchor)?,
        state: ClockState::parse(&r.state).ok_or_else(|| Fault::row("clock state", &r.state))?,
        outcome,
        due_at: moment_opt(r.due_at)?,
        next_step_at: moment_opt(r.next_step_at)?,
        next_step: step,
        warned_percent: r.warned_percent,
        decided_at: moment_opt(r.decided_at)?,
        stopped_at: moment_opt(r.stopped_at)?,
        by_change: r.by_change,
        late: r.late,
    };
    Ok(StoredClock { id: r.id, clock, counted: r.counted, entered_late: r.entered_late, first })
}

/// A ticket's clocks, by target and occurrence.
///
/// # Errors
/// Storage faults.
pub fn clock_of_ticket(conn: &mut Conn, ticket: i64) -> Result<Vec<StoredClock>, Fault> {
    clocks::table
        .filter(clocks::ticket.eq(ticket))
        .order(clocks::id.asc())
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(from_row)
        .collect()
}

/// The clocks of several tickets, with their ticket.
///
/// # Errors
/// Storage faults.
pub fn clock_of_tickets(conn: &mut Conn, tickets: &[i64]) -> Result<Vec<(i64, StoredClock)>, Fault> {
    clocks::table
        .filter(clocks::ticket.eq_any(tickets.to_vec()))
        .order((clocks::ticket.asc(), clocks::id.asc()))
        .select(Row::as_select())
        .load::<Row>(conn)?
        .into_iter()
        .map(|row| Ok((row.ticket, from_row(row)?)))
        .collect()
}

/// Writes new clocks in one statement.
///
/// # Errors
/// Storage faults.
pub fn clock_insert(conn: &mut Conn, ticket: i64, desk: &str, list: &[StoredClock]) -> Result<(), Fault> {
    let rows: Vec<Row> = list.iter().map(|c| to_row(ticket, desk, c)).collect();
    if !rows.is_empty() {
        insert_many!(conn, clocks::table, &rows)?;
    }
    Ok(())
}

/// Writes a changed clock.
///
/// # Errors
/// Storage faults.
pub fn clock_update(conn: &mut Conn, ticket: i64, desk: &str, clock: &StoredClock) -> Result<(), Fault> {
    diesel::update(clocks::table.find(clock.id)).set(to_row(ticket, desk, clock)).execute(conn)?;
    Ok(())
}

/// How many clocks name a target and a calendar in their versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Agreement key.
    pub agreement: String,
    /// Its version.
    pub agreement_version: String,
    /// Target key.
    pub target: String,
    /// Calendar key.
    pub calendar: String,
    /// Its version.
    pub calendar_version: String,
    /// Of them, those that have not ended.
    pub running: i64,
}

/// Which versions the clocks of a desk name, ended ones too.
///
/// # Errors
/// Storage faults.
pub fn clock_named(conn: &mut Conn, desk: &str) -> Result<Vec<Named>, Fault> {
    type Counted = (String, String, String, String, String, String, i64);
    let columns = (
        clocks::agreement,
        clocks::agreement_version,
        clocks::target,
        clocks::calendar,
        clocks::calendar_version,
        clocks::state,
    );
    let rows: Vec<Counted> = clocks::table
        .filter(clocks::desk.eq(desk))
        .group_by(columns)
        .select((
            clocks::agreement,
            clocks::agreement_version,
            clocks::target,
            clocks::calendar,
            clocks::calendar_version,
            clocks::state,
            diesel::dsl::count_star(),
        ))
        .load(conn)?;
    let stopped = ClockState::Stopped.as_str();
    let named =
        |(agreement, agreement_version, target, calendar, calendar_version, state, count): Counted| {
            let running = if state == stopped { 0 } else { count };
            Named { agreement, agreement_version, target, calendar, calendar_version, running }
        };
    Ok(rows.into_iter().map(named).collect())
}
