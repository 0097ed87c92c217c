//! What objectives are made of: clocks of a target that were decided or ended in a period, faults that touch it, and
//! the budget warnings given.

use crate::dialect::insert_or_ignore;
use crate::fault::Fault;
use crate::moment::{micros, moment, moment_opt};
use crate::schema::{budget_warnings, clocks, ticket_scopes, tickets};
use crate::{Conn, Moment};
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use ticket::Statements;

/// Which cases count. Every list that is not empty must hold the case's own key: whoever asks has put those below
/// an organisation or a case type in.
#[derive(Debug, Clone, Default)]
pub struct Which {
    /// Desk key.
    pub desk: String,
    /// Kinds.
    pub kind: Vec<String>,
    /// Case types.
    pub case_type: Vec<String>,
    /// Services.
    pub service: Vec<String>,
    /// Environments.
    pub environment: Vec<String>,
    /// Priorities.
    pub priority: Vec<String>,
    /// Organisations.
    pub organisation: Vec<String>,
    /// Channels.
    pub channel: Vec<String>,
    /// What may be read; `None` is everything.
    pub scopes: Option<BTreeSet<String>>,
}

/// Which clocks of a target count in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clocks<'a> {
    /// Met or missed in it, by the target and agreement key.
    Decided(&'a str, &'a str),
    /// Ended in it, withdrawn ones apart.
    Ended(&'a str, &'a str),
}

/// Clocks summed up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Met.
    pub met: i64,
    /// Missed.
    pub missed: i64,
    /// Counted time of all, in microseconds.
    pub elapsed_micros: i64,
}

/// One clock behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockRow {
    /// Reference of its case.
    pub reference: String,
    /// Occurrence.
    pub occurrence: i32,
    /// met or missed, once decided.
    pub outcome: Option<String>,
    /// Start.
    pub started_at: Moment,
    /// When it was decided, or ended.
    pub at: Moment,
    /// Counted time in microseconds; of one that still runs, up to where it last stopped.
    pub elapsed_micros: i64,
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultRow {
    /// Its ticket.
    pub ticket: i64,
    /// Reference of its case.
    pub reference: String,
    /// 1; one more each time it came back.
    pub occurrence: i32,
    /// When it began; when it was told, where that is not known.
    pub began: Moment,
    /// When the service worked again.
    pub ended: Option<Moment>,
}

#[diesel::dsl::auto_type(no_type_alias)]
fn readable<'a>(scopes: &'a BTreeSet<String>) -> _ {
    let scopes: Vec<&'a str> = scopes.iter().map(String::as_str).collect::<Vec<&'a str>>();
    ticket_scopes::table.filter(ticket_scopes::scope.eq_any(scopes)).select(ticket_scopes::ticket)
}

/// Narrows a boxed query on tickets to those that count.
macro_rules! narrowed {
    ($query:expr, $which:expr) => {{
        let (mut query, which) = ($query.filter(tickets::desk.eq(&$which.desk)), $which);
        if !which.kind.is_empty() {
            query = query.filter(tickets::kind.eq_any(&which.kind));
        }
        if !which.case_type.is_empty() {
            query = query.filter(tickets::case_type.eq_any(&which.case_type));
        }
        if !which.service.is_empty() {
            query = query.filter(tickets::service.eq_any(&which.service));
        }
        if !which.environment.is_empty() {
            query = query.filter(tickets::environment.eq_any(&which.environment));
        }
        if !which.priority.is_empty() {
            query = query.filter(tickets::priority.eq_any(&which.priority));
        }
        if !which.organisation.is_empty() {
            query = query.filter(tickets::organisation.eq_any(&which.organisation));
        }
        if !which.channel.is_empty() {
            query = query.filter(tickets::channel.eq_any(&which.channel));
        }
        if let Some(scopes) = &which.scopes {
            query = query.filter(tickets::id.eq_any(readable(scopes)));
        }
        query
    }};
}

/// Clocks with their tickets.
#[diesel::dsl::auto_type(no_type_alias)]
fn joined() -> _ {
    clocks::table.inner_join(tickets::table.on(clocks::ticket.eq(tickets::id)))
}

/// Narrows a query on clocks to those of a target in a period, and of the cases that count.
macro_rules! counted {
    ($query:expr, $which:expr, $clocks:expr, $period:expr) => {{
        let (from, to) = (micros($period.0), micros($period.1));
        let (agreement, target) = match $clocks {
            Clocks::Decided(agreement, target) | Clocks::Ended(agreement, target) => (agreement, target),
        };
        let query = narrowed!($query, $which)
            .filter(clocks::agreement.eq(agreement))
            .filter(clocks::target.eq(target))
            .filter(clocks::outcome.eq_any(["met", "missed"]));
        match $clocks {
            Clocks::Decided(..) => {
                query.filter(clocks::decided_at.ge(from)).filter(clocks::decided_at.lt(to))
            }
            Clocks::Ended(..) => query.filter(clocks::stopped_at.ge(from)).filter(clocks::stopped_at.lt(to)),
        }
    }};
}

/// Clocks in `from..to`, counted by the database.
///
/// # Errors
/// Storage faults.
pub fn objective_sums(
    conn: &mut Conn,
    which: &Which,
    clocks: Clocks<'_>,
    period: (Moment, Moment),
) -> Result<Sums, Fault> {
    let grouped = joined().group_by(clocks::outcome).select((clocks::outcome, count_star())).into_boxed();
    let counts: Vec<(Option<String>, i64)> = counted!(grouped, which, clocks, period).load(conn)?;
    let of = |outcome: &str| {
        counts.iter().find(|(o, _)| o.as_deref() == Some(outcome)).map_or(0, |(_, count)| *count)
    };
    let mut sums = Sums { met: of("met"), missed: of("missed"), elapsed_micros: 0 };
    if let Clocks::Ended(..) = clocks {
        let counted = joined().select(clocks::elapsed_micros).into_boxed();
        let times: Vec<i64> = counted!(counted, which, clocks, period).load(conn)?;
        sums.elapsed_micros = times.into_iter().fold(0, i64::saturating_add);
    }
    Ok(sums)
}

/// The clocks behind such a figure, in the order they were decided or ended, a block from `offset` on.
///
/// # Errors
/// Storage faults.
pub fn objective_clocks(
    conn: &mut Conn,
    which: &Which,
    clocks: Clocks<'_>,
    period: (Moment, Moment),
    (offset, limit): (i64, i64),
) -> Result<Vec<ClockRow>, Fault> {
    let columns = (
        clocks::ticket,
        clocks::occurrence,
        clocks::outcome,
        clocks::started_at,
        clocks::decided_at,
        clocks::stopped_at,
        clocks::elapsed_micros,
    );
    type Columns = (i64, i32, Option<String>, i64, Option<i64>, Option<i64>, i64);
    let query = counted!(joined().select(columns).into_boxed(), which, clocks, period);
    let query = match clocks {
        Clocks::Decided(..) => query.order((clocks::decided_at.asc(), clocks::id.asc())),
        Clocks::Ended(..) => query.order((clocks::stopped_at.asc(), clocks::id.asc())),
    };
    let rows: Vec<Columns> = query.offset(offset).limit(limit).load(conn)?;
    let ids: BTreeSet<i64> = rows.iter().map(|row| row.0).collect();
    let references: BTreeMap<i64, String> = tickets::table
        .filter(tickets::id.eq_any(ids.into_iter().collect::<Vec<i64>>()))
        .select((tickets::id, tickets::reference))
        .load::<(i64, String)>(conn)?
        .into_iter()
        .collect();
    rows.into_iter()
        .map(|(ticket, occurrence, outcome, started, decided, stopped, elapsed_micros)| {
            let at = if let Clocks::Ended(..) = clocks { stopped } else { decided };
            Ok(ClockRow {
                reference: references.get(&ticket).cloned().unwrap_or_default(),
                occurrence,
                outcome,
                started_at: moment(started)?,
                at: moment(at.unwrap_or(started))?,
                elapsed_micros,
            })
        })
        .collect()
}

/// Faults that touch `from..to`, in the order they began: incidents of a case type marked so, not cancelled.
///
/// # Errors
/// Storage faults.
pub fn objective_faults(
    conn: &mut Conn,
    which: &Which,
    (from, to): (Moment, Moment),
) -> Result<Vec<FaultRow>, Fault> {
    let (from, to) = (micros(from), micros(to));
    let columns = (
        tickets::id,
        tickets::reference,
        tickets::fault_began_at,
        tickets::opened_at,
        tickets::restored_at,
        tickets::resolved_at,
        tickets::closed_at,
        tickets::statements,
    );
    type Columns = (i64, String, Option<i64>, i64, Option<i64>, Option<i64>, Option<i64>, String);
    let began_before = tickets::fault_began_at
        .is_not_null()
        .and(tickets::fault_began_at.assume_not_null().lt(to))
        .or(tickets::fault_began_at.is_null().and(tickets::opened_at.lt(to)));
    // One that came back may have begun and ended before.
    let came_back = tickets::statements.like("%\"restored_at\":%");
    let lasted = tickets::restored_at.is_null().or(tickets::restored_at.ge(from));
    let query = tickets::table
        .select(columns)
        .filter(tickets::fault.eq(true))
        .filter(tickets::kind.eq("incident"))
        .filter(tickets::phase.ne("cancelled"))
        .filter(began_before.and(lasted).or(came_back))
        .into_boxed();
    let rows: Vec<Columns> = narrowed!(query, which).load(conn)?;
    let mut faults = Vec::new();
    for (ticket, reference, began, opened, restored, resolved, closed, stated) in rows {
        let statements: Statements =
            serde_json::from_str(&stated).map_err(|e| Fault::row("statements", e))?;
        let began = moment(began.unwrap_or(opened))?;
        // What was called a fault only when it was over ended with its case.
        let ended = moment_opt(restored.or(resolved).or(closed))?;
        let earlier = statements.earlier.iter().map(|span| (span.began_at, Some(span.restored_at)));
        for (at, (began_at, ended)) in earlier.chain([(Some(began), ended)]).enumerate() {
            let began = began_at.map_or_else(|| moment(opened), Ok)?;
            let touches = micros(began) < to && ended.is_none_or(|ended| micros(ended) >= from);
            if touches {
                faults.push(FaultRow {
                    ticket,
                    reference: reference.clone(),
                    occurrence: i32::try_from(at + 1).unwrap_or(i32::MAX),
                    began,
                    ended,
                });
            }
        }
    }
    faults.sort_by_key(|fault| (fault.began, fault.ticket));
    Ok(faults)
}

/// Notes that a budget's warning was given; whether this is the first time for that period.
///
/// # Errors
/// Storage faults.
pub fn budget_warned(
    conn: &mut Conn,
    (desk, objective, part): (&str, &str, &str),
    period: &str,
    ticket: i64,
    at: Moment,
) -> Result<bool, Fault> {
    let written = insert_or_ignore!(
        conn,
        budget_warnings::table,
        (
            budget_warnings::desk.eq(desk),
            budget_warnings::objective.eq(objective),
            budget_warnings::part.eq(part),
            budget_warnings::period.eq(period),
            budget_warnings::ticket.eq(ticket),
            budget_warnings::warned_at.eq(micros(at)),
        )
    )?;
    Ok(written == 1)
}
