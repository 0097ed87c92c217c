//! Ticket rows: the folded ticket, and what lists sort and filter by.

use crate::dialect::{insert_or_ignore, locked};
use crate::fault::Fault;
use crate::moment::{micros, micros_opt, moment, moment_opt};
use crate::schema::{ticket_scopes, tickets};
use crate::{Conn, Moment};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use ticket::{Channel, Hop, Kind, Phase, Place, Reference, Ticket, Try};

/// The due moment of a ticket no clock runs on: sorts behind all others.
pub const NEVER: i64 = i64::MAX;

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = tickets, treat_none_as_null = true)]
struct Row {
    id: i64,
    reference: String,
    desk: String,
    version: i64,
    kind: String,
    state: String,
    phase: String,
    line: String,
    queue: String,
    path: String,
    assignee: Option<i64>,
    in_reception: bool,
    channel: String,
    organisation: String,
    requester: i64,
    affected: Option<i64>,
    orderer: Option<i64>,
    affected_count: i32,
    case_type: Option<String>,
    service: Option<String>,
    environment: Option<String>,
    impact: Option<String>,
    urgency: Option<String>,
    priority: Option<String>,
    priority_rank: i32,
    asker_role: Option<String>,
    subject: i64,
    description: Option<i64>,
    fault: bool,
    fault_began_at: Option<i64>,
    question_open: bool,
    tries: String,
    proposal: Option<i64>,
    wait_until: Option<i64>,
    solution: Option<String>,
    cause_code: Option<String>,
    opened_at: i64,
    arrived_at: i64,
    state_since: i64,
    restored_at: Option<i64>,
    resolved_at: Option<i64>,
    closed_at: Option<i64>,
    updated_at: i64,
    open: bool,
    due_at: i64,
    wake_at: Option<i64>,
    entered_at: Option<i64>,
    statements: String,
}

/// What the row holds beside the folded ticket, derived from clocks, timers and the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Derived {
    /// Rank of the priority, 0 the highest.
    pub priority_rank: i32,
    /// Earliest due moment of its running clocks.
    pub due_at: Option<Moment>,
    /// Earliest moment a clock or timer has something to do.
    pub wake_at: Option<Moment>,
}

fn to_row(t: &Ticket, derived: Derived) -> Result<Row, Fault> {
    Ok(Row {
        id: t.id,
        reference: t.reference.to_string(),
        desk: t.desk.clone(),
        version: t.version,
        kind: t.kind.as_str().to_owned(),
        state: t.state.clone(),
        phase: t.phase.as_str().to_owned(),
        line: t.place.line.clone(),
        queue: t.place.queue.clone(),
        path: serde_json::to_string(&t.path).map_err(|e| Fault::row("path", e))?,
        assignee: t.assignee,
        in_reception: t.in_reception,
        channel: t.channel.as_str().to_owned(),
        organisation: t.organisation.clone(),
        requester: t.requester,
        affected: t.affected,
        orderer: t.orderer,
        affected_count: t.affected_count,
        case_type: t.case_type.clone(),
        service: t.service.clone(),
        environment: t.environment.clone(),
        impact: t.impact.clone(),
        urgency: t.urgency.clone(),
        priority: t.priority.clone(),
        priority_rank: derived.priority_rank,
        asker_role: t.asker_role.clone(),
        subject: t.subject,
        description: t.description,
        fault: t.fault,
        fault_began_at: micros_opt(t.fault_began_at),
        question_open: t.question_open,
        tries: serde_json::to_string(&t.tries).map_err(|e| Fault::row("tries", e))?,
        proposal: t.proposal,
        wait_until: micros_opt(t.wait_until),
        solution: t.solution.clone(),
        cause_code: t.cause_code.clone(),
        opened_at: micros(t.opened_at),
        arrived_at: micros(t.arrived_at),
        state_since: micros(t.state_since),
        restored_at: micros_opt(t.restored_at),
        resolved_at: micros_opt(t.resolved_at),
        closed_at: micros_opt(t.closed_at),
        updated_at: micros(t.updated_at),
        open: t.phase.is_open(),
        due_at: derived.due_at.map_or(NEVER, micros),
        wake_at: micros_opt(derived.wake_at),
        entered_at: micros_opt(t.entered_at),
        statements: serde_json::to_string(&t.statements).map_err(|e| Fault::row("statements", e))?,
    })
}

fn from_row(r: Row) -> Result<(Ticket, Derived), Fault> {
    let derived = Derived {
        priority_rank: r.priority_rank,
        due_at: (r.due_at != NEVER).then(|| moment(r.due_at)).transpose()?,
        wake_at: moment_opt(r.wake_at)?,
    };
    let tries: Vec<Try> = serde_json::from_str(&r.tries).map_err(|e| Fault::row("tries", e))?;
    let path: Vec<Hop> = serde_json::from_str(&r.path).map_err(|e| Fault::row("path", e))?;
    let ticket = Ticket {
        id: r.id,
        reference: Reference::parse(&r.reference).map_err(|_| Fault::row("reference", &r.reference))?,
        desk: r.desk,
        version: r.version,
        kind: Kind::parse(&r.kind).ok_or_else(|| Fault::row("kind", &r.kind))?,
        state: r.state,
        phase: Phase::parse(&r.phase).ok_or_else(|| Fault::row("phase", &r.phase))?,
        place: Place { line: r.line, queue: r.queue },
        path,
        assignee: r.assignee,
        in_reception: r.in_reception,
        channel: Channel::parse(&r.channel).ok_or_else(|| Fault::row("channel", &r.channel))?,
        organisation: r.organisation,
        requester: r.requester,
        affected: r.affected,
        orderer: r.orderer,
        affected_count: r.affected_count,
        case_type: r.case_type,
        service: r.service,
        environment: r.environment,
        impact: r.impact,
        urgency: r.urgency,
        priority: r.priority,
        asker_role: r.asker_role,
        subject: r.subject,
        description: r.description,
        fault: r.fault,
        fault_began_at: moment_opt(r.fault_began_at)?,
        question_open: r.question_open,
        tries,
        proposal: r.proposal,
        wait_until: moment_opt(r.wait_until)?,
        solution: r.solution,
        cause_code: r.cause_code,
        opened_at: moment(r.opened_at)?,
        arrived_at: moment(r.arrived_at)?,
        state_since: moment(r.state_since)?,
        restored_at: moment_opt(r.restored_at)?,
        resolved_at: moment_opt(r.resolved_at)?,
        closed_at: moment_opt(r.closed_at)?,
        updated_at: moment(r.updated_at)?,
        entered_at: moment_opt(r.entered_at)?,
        statements: serde_json::from_str(&r.statements).map_err(|e| Fault::row("statements", e))?,
    };
    Ok((ticket, derived))
}

/// Writes a new ticket.
///
/// # Errors
/// Storage faults.
pub fn ticket_insert(conn: &mut Conn, ticket: &Ticket, derived: Derived) -> Result<(), Fault> {
    diesel::insert_into(tickets::table).values(to_row(ticket, derived)?).execute(conn)?;
    Ok(())
}

/// Writes a changed ticket over the version it was decided on.
///
/// # Errors
/// [`Fault::Moved`] where the row has another version by now; storage faults.
pub fn ticket_update(conn: &mut Conn, ticket: &Ticket, derived: Derived, was: i64) -> Result<(), Fault> {
    let written =
        diesel::update(tickets::table.filter(tickets::id.eq(ticket.id)).filter(tickets::version.eq(was)))
            .set(to_row(ticket, derived)?)
            .execute(conn)?;
    if written == 1 { Ok(()) } else { Err(Fault::Moved) }
}

/// The ticket of an id, locked for this transaction.
///
/// # Errors
/// Storage faults.
pub fn ticket_lock(conn: &mut Conn, id: i64) -> Result<Option<Ticket>, Fault> {
    let rows = locked!(conn, tickets::table.find(id).select(Row::as_select()), Row)?;
    rows.into_iter().next().map(|row| from_row(row).map(|(t, _)| t)).transpose()
}

/// The id of a reference among the tickets the scopes can read; `None` scopes read all.
///
/// # Errors
/// Storage faults.
pub fn ticket_id(
    conn: &mut Conn,
    reference: &Reference,
    scopes: Option<&BTreeSet<String>>,
) -> Result<Option<i64>, Fault> {
    let mut query =
        tickets::table.filter(tickets::reference.eq(reference.as_str())).select(tickets::id).into_boxed();
    if let Some(scopes) = scopes {
        query = query.filter(tickets::id.eq_any(readable(scopes)));
    }
    Ok(query.first(conn).optional()?)
}

/// The ticket of an id, without a lock.
///
/// # Errors
/// Storage faults.
pub fn ticket_get(conn: &mut Conn, id: i64) -> Result<Option<(Ticket, Derived)>, Fault> {
    let row = tickets::table.find(id).select(Row::as_select()).first(conn).optional()?;
    row.map(from_row).transpose()
}

/// Tickets by id, without a lock.
///
/// # Errors
/// Storage faults.
pub fn ticket_map(conn: &mut Conn, ids: &[i64]) -> Result<BTreeMap<i64, Ticket>, Fault> {
    let rows: Vec<Row> =
        tickets::table.filter(tickets::id.eq_any(ids.to_vec())).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(|row| from_row(row).map(|(ticket, _)| (ticket.id, ticket))).collect()
}

/// Ids of the tickets a set of scopes reads.
#[diesel::dsl::auto_type(no_type_alias)]
pub(crate) fn readable<'a>(scopes: &'a BTreeSet<String>) -> _ {
    let scopes: Vec<&'a str> = scopes.iter().map(String::as_str).collect::<Vec<&'a str>>();
    ticket_scopes::table.filter(ticket_scopes::scope.eq_any(scopes)).select(ticket_scopes::ticket)
}

/// How a list is sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// What runs out first.
    #[default]
    Due,
    /// Highest priority first, then what runs out first.
    Priority,
    /// By the moment it was made.
    Created,
    /// By the moment it last changed.
    Updated,
}

/// What a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Desk key.
    pub desk: Option<String>,
    /// Queue keys.
    pub queues: Vec<String>,
    /// Line key.
    pub line: Option<String>,
    /// Phase.
    pub phase: Option<Phase>,
    /// Only open, or only ended ones.
    pub open: Option<bool>,
    /// Assignee.
    pub assignee: Option<i64>,
    /// Only those nobody has.
    pub unassigned: bool,
    /// Kind.
    pub kind: Option<Kind>,
    /// Contact who told.
    pub requester: Option<i64>,
    /// Only these tickets.
    pub ids: Option<Vec<i64>>,
    /// Order.
    pub sort: Sort,
    /// Falling instead of rising.
    pub falling: bool,
    /// Where the last page ended: sort value and id.
    pub after: Option<(i64, i64)>,
    /// Page size.
    pub limit: i64,
}

/// Narrows a boxed query to what a filter and the scopes let through: the same for lists and counts.
macro_rules! narrowed {
    ($query:expr, $filter:expr, $scopes:expr) => {{
        let (mut query, filter) = ($query, $filter);
        if let Some(scopes) = $scopes {
            query = query.filter(tickets::id.eq_any(readable(scopes)));
        }
        if let Some(desk) = &filter.desk {
            query = query.filter(tickets::desk.eq(desk.clone()));
        }
        if !filter.queues.is_empty() {
            query = query.filter(tickets::queue.eq_any(filter.queues.clone()));
        }
        if let Some(line) = &filter.line {
            query = query.filter(tickets::line.eq(line.clone()));
        }
        if let Some(phase) = filter.phase {
            query = query.filter(tickets::phase.eq(phase.as_str()));
        }
        if let Some(open) = filter.open {
            query = query.filter(tickets::open.eq(open));
        }
        if let Some(assignee) = filter.assignee {
            query = query.filter(tickets::assignee.eq(assignee));
        }
        if filter.unassigned {
            query = query.filter(tickets::assignee.is_null());
        }
        if let Some(kind) = filter.kind {
            query = query.filter(tickets::kind.eq(kind.as_str()));
        }
        if let Some(requester) = filter.requester {
            query = query.filter(tickets::requester.eq(requester));
        }
        if let Some(ids) = &filter.ids {
            query = query.filter(tickets::id.eq_any(ids.clone()));
        }
        query
    }};
}

/// One page of what the scopes read; `None` scopes read all.
///
/// # Errors
/// Storage faults.
pub fn ticket_list(
    conn: &mut Conn,
    filter: &Filter,
    scopes: Option<&BTreeSet<String>>,
) -> Result<Vec<(Ticket, Derived)>, Fault> {
    let mut query = narrowed!(tickets::table.select(Row::as_select()).into_boxed(), filter, scopes);
    /// Keyset paging over one column and the id.
    macro_rules! page {
        ($column:expr, $type:ty) => {{
            if let Some((value, id)) = filter.after {
                let value = <$type>::try_from(value).unwrap_or(<$type>::MAX);
                query = if filter.falling {
                    query.filter($column.lt(value).or($column.eq(value).and(tickets::id.lt(id))))
                } else {
                    query.filter($column.gt(value).or($column.eq(value).and(tickets::id.gt(id))))
                };
            }
            if filter.falling {
                query.order(($column.desc(), tickets::id.desc()))
            } else {
                query.order(($column.asc(), tickets::id.asc()))
            }
        }};
    }
    let query = match filter.sort {
        Sort::Due => page!(tickets::due_at, i64),
        Sort::Priority => page!(tickets::priority_rank, i32),
        Sort::Created => page!(tickets::opened_at, i64),
        Sort::Updated => page!(tickets::updated_at, i64),
    };
    query.limit(filter.limit).load(conn)?.into_iter().map(from_row).collect()
}

/// Where a page that ends with this ticket goes on.
pub fn page_mark(sort: Sort, ticket: &Ticket, derived: Derived) -> (i64, i64) {
    let value = match sort {
        Sort::Due => derived.due_at.map_or(NEVER, micros),
        Sort::Priority => i64::from(derived.priority_rank),
        Sort::Created => micros(ticket.opened_at),
        Sort::Updated => micros(ticket.updated_at),
    };
    (value, ticket.id)
}

/// How many open tickets a queue holds among those the scopes read, exact up to `cap`.
///
/// # Errors
/// Storage faults.
pub fn ticket_count(
    conn: &mut Conn,
    filter: &Filter,
    scopes: Option<&BTreeSet<String>>,
    cap: i64,
) -> Result<i64, Fault> {
    let query = narrowed!(tickets::table.select(tickets::id).into_boxed(), filter, scopes);
    let ids: Vec<i64> = query.limit(cap).load(conn)?;
    Ok(i64::try_from(ids.len()).unwrap_or(cap))
}

/// Adds the scopes a ticket is read by, and removes those in `gone`.
///
/// # Errors
/// Storage faults.
pub fn scopes_set(conn: &mut Conn, id: i64, scopes: &[String], gone: &[String]) -> Result<(), Fault> {
    if !gone.is_empty() {
        let old = ticket_scopes::table
            .filter(ticket_scopes::ticket.eq(id))
            .filter(ticket_scopes::scope.eq_any(gone.to_vec()));
        diesel::delete(old).execute(conn)?;
    }
    for scope in scopes {
        insert_or_ignore!(
            conn,
            ticket_scopes::table,
            (ticket_scopes::ticket.eq(id), ticket_scopes::scope.eq(scope.as_str()))
        )?;
    }
    Ok(())
}

/// Every scope row of a ticket.
///
/// # Errors
/// Storage faults.
pub fn scopes_of(conn: &mut Conn, id: i64) -> Result<BTreeSet<String>, Fault> {
    let rows: Vec<String> =
        ticket_scopes::table.filter(ticket_scopes::ticket.eq(id)).select(ticket_scopes::scope).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Ids of tickets whose clock or timer has something to do, the most overdue first.
///
/// # Errors
/// Storage faults.
pub fn ticket_waking(conn: &mut Conn, now: Moment, limit: i64) -> Result<Vec<i64>, Fault> {
    Ok(tickets::table
        .filter(tickets::wake_at.le(micros(now)))
        .order((tickets::wake_at.asc(), tickets::id.asc()))
        .select(tickets::id)
        .limit(limit)
        .load(conn)?)
}

/// Puts the waking off, for a ticket whose pass failed.
///
/// # Errors
/// Storage faults.
pub fn ticket_wake_at(conn: &mut Conn, id: i64, at: Option<Moment>) -> Result<(), Fault> {
    diesel::update(tickets::table.find(id)).set(tickets::wake_at.eq(micros_opt(at))).execute(conn)?;
    Ok(())
}

/// Ids of all tickets above an id, for a walk over everything.
///
/// # Errors
/// Storage faults.
pub fn ticket_ids_after(conn: &mut Conn, id: i64, limit: i64) -> Result<Vec<i64>, Fault> {
    Ok(tickets::table
        .filter(tickets::id.gt(id))
        .order(tickets::id.asc())
        .select(tickets::id)
        .limit(limit)
        .load(conn)?)
}

/// The earliest moment any ticket has something to do.
///
/// # Errors
/// Storage faults.
pub fn ticket_next_wake(conn: &mut Conn) -> Result<Option<Moment>, Fault> {
    let next: Option<i64> = tickets::table.select(diesel::dsl::min(tickets::wake_at)).first(conn)?;
    next.map(moment).transpose()
}
