//! Periods judged again under a back-dated version of an agreement, and which tickets that is done for.

use crate::fault::Fault;
use crate::moment::micros;
use crate::schema::{rejudgement_tickets, rejudgements, tickets};
use crate::{Conn, Moment};
use diesel::dsl::{count_star, exists, not, sum};
use diesel::prelude::*;

/// One rejudgement. Days are local dates, `2026-11-01`; moments microseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = rejudgements)]
pub struct Rejudgement {
    /// Row id.
    pub id: i64,
    /// Desk key.
    pub desk: String,
    /// Agreement key.
    pub agreement: String,
    /// The version that is to judge.
    pub version: String,
    /// First day.
    pub from_day: String,
    /// Day it ends before.
    pub to_day: String,
    /// Why, masked.
    pub reason: String,
    /// proposed, approved, declined or done.
    pub state: String,
    /// What it would change, as told when it was proposed.
    pub foretold: String,
    /// Who proposed.
    pub proposed_by: i64,
    /// When.
    pub proposed_at: i64,
    /// Who approved or declined.
    pub decided_by: Option<i64>,
    /// When.
    pub decided_at: Option<i64>,
    /// When its last ticket was done.
    pub done_at: Option<i64>,
    /// Why it was declined, masked.
    pub declined_because: Option<String>,
}

/// What was decided on a rejudgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// approved or declined.
    pub state: String,
    /// By whom.
    pub by: i64,
    /// When.
    pub at: Moment,
    /// Why it was declined, masked.
    pub because: Option<String>,
}

/// A ticket that a rejudgement is done for.
#[derive(Debug, Clone, PartialEq, Eq, Insertable)]
#[diesel(table_name = rejudgement_tickets)]
pub struct Done {
    /// The rejudgement.
    pub rejudgement: i64,
    /// The ticket.
    pub ticket: i64,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// Whether it was judged again; not where it ran under the version already.
    pub judged: bool,
    /// Clocks that came out otherwise.
    pub changed: i32,
    /// Why it could not be judged again.
    pub failed: Option<String>,
}

/// How far a rejudgement has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Tickets it is done for.
    pub tickets: i64,
    /// Of them, those judged again.
    pub judged: i64,
    /// Of them, those with a clock that came out otherwise.
    pub changed_tickets: i64,
    /// Clocks that came out otherwise.
    pub changed_clocks: i64,
    /// Tickets that could not be judged again.
    pub failed: i64,
}

/// Writes a proposal.
///
/// # Errors
/// Storage faults.
pub fn rejudgement_insert(conn: &mut Conn, row: &Rejudgement) -> Result<(), Fault> {
    diesel::insert_into(rejudgements::table).values(row.clone()).execute(conn)?;
    Ok(())
}

/// One by id.
///
/// # Errors
/// Storage faults.
pub fn rejudgement_get(conn: &mut Conn, id: i64) -> Result<Option<Rejudgement>, Fault> {
    Ok(rejudgements::table.find(id).select(Rejudgement::as_select()).first(conn).optional()?)
}

/// Those of some desks, the newest first.
///
/// # Errors
/// Storage faults.
pub fn rejudgement_list(conn: &mut Conn, desks: &[String], limit: i64) -> Result<Vec<Rejudgement>, Fault> {
    Ok(rejudgements::table
        .filter(rejudgements::desk.eq_any(desks.to_vec()))
        .order(rejudgements::id.desc())
        .limit(limit)
        .select(Rejudgement::as_select())
        .load(conn)?)
}

/// Those in a state, the oldest first.
///
/// # Errors
/// Storage faults.
pub fn rejudgement_in(conn: &mut Conn, state: &str) -> Result<Vec<Rejudgement>, Fault> {
    Ok(rejudgements::table
        .filter(rejudgements::state.eq(state.to_owned()))
        .order(rejudgements::id.asc())
        .select(Rejudgement::as_select())
        .load(conn)?)
}

/// Approves or declines one that waits. False where it was decided before.
///
/// # Errors
/// Storage faults.
pub fn rejudgement_decide(conn: &mut Conn, id: i64, verdict: &Verdict) -> Result<bool, Fault> {
    let waiting = rejudgements::table.find(id).filter(rejudgements::state.eq("proposed"));
    let decided = diesel::update(waiting)
        .set((
            rejudgements::state.eq(verdict.state.clone()),
            rejudgements::decided_by.eq(Some(verdict.by)),
            rejudgements::decided_at.eq(Some(micros(verdict.at))),
            rejudgements::declined_because.eq(verdict.because.clone()),
        ))
        .execute(conn)?;
    Ok(decided == 1)
}

/// Notes that an approved one is done.
///
/// # Errors
/// Storage faults.
pub fn rejudgement_done(conn: &mut Conn, id: i64, at: Moment) -> Result<(), Fault> {
    diesel::update(rejudgements::table.find(id).filter(rejudgements::state.eq("approved")))
        .set((rejudgements::state.eq("done"), rejudgements::done_at.eq(Some(micros(at)))))
        .execute(conn)?;
    Ok(())
}

/// Ids of a desk's tickets made in [from, to) above an id, by id; with `not_of`, those a rejudgement is not done for.
///
/// # Errors
/// Storage faults.
pub fn rejudgement_due(
    conn: &mut Conn,
    desk: &str,
    (from, to): (Moment, Moment),
    not_of: Option<i64>,
    (after, limit): (i64, i64),
) -> Result<Vec<i64>, Fault> {
    let mut query = tickets::table
        .filter(tickets::desk.eq(desk.to_owned()))
        .filter(tickets::opened_at.ge(micros(from)))
        .filter(tickets::opened_at.lt(micros(to)))
        .filter(tickets::id.gt(after))
        .order(tickets::id.asc())
        .limit(limit)
        .select(tickets::id)
        .into_boxed();
    if let Some(id) = not_of {
        let done = rejudgement_tickets::table
            .filter(rejudgement_tickets::rejudgement.eq(id))
            .filter(rejudgement_tickets::ticket.eq(tickets::id));
        query = query.filter(not(exists(done)));
    }
    Ok(query.load(conn)?)
}

/// Whether a rejudgement is done for a ticket.
///
/// # Errors
/// Storage faults.
pub fn rejudgement_has(conn: &mut Conn, id: i64, ticket: i64) -> Result<bool, Fault> {
    let row = rejudgement_tickets::table.find((id, ticket)).select(rejudgement_tickets::at);
    Ok(row.first::<i64>(conn).optional()?.is_some())
}

/// Notes that a rejudgement is done for a ticket; once, by constraint.
///
/// # Errors
/// Storage faults.
pub fn rejudgement_note(conn: &mut Conn, done: &Done) -> Result<(), Fault> {
    diesel::insert_into(rejudgement_tickets::table).values(done.clone()).execute(conn)?;
    Ok(())
}

/// References of the tickets one could not judge again, with why, by id.
///
/// # Errors
/// Storage faults.
pub fn rejudgement_failed(conn: &mut Conn, id: i64, limit: i64) -> Result<Vec<(String, String)>, Fault> {
    let failed = rejudgement_tickets::table
        .inner_join(tickets::table.on(tickets::id.eq(rejudgement_tickets::ticket)))
        .filter(rejudgement_tickets::rejudgement.eq(id))
        .filter(rejudgement_tickets::failed.is_not_null())
        .order(rejudgement_tickets::ticket.asc())
        .limit(limit)
        .select((tickets::reference, rejudgement_tickets::failed.assume_not_null()));
    Ok(failed.load(conn)?)
}

/// How far one has come.
///
/// # Errors
/// Storage faults.
pub fn rejudgement_progress(conn: &mut Conn, id: i64) -> Result<Progress, Fault> {
    let of = || rejudgement_tickets::table.filter(rejudgement_tickets::rejudgement.eq(id));
    let changed: (i64, Option<i64>) = of()
        .filter(rejudgement_tickets::changed.gt(0))
        .select((count_star(), sum(rejudgement_tickets::changed)))
        .first(conn)?;
    Ok(Progress {
        tickets: of().count().get_result(conn)?,
        judged: of().filter(rejudgement_tickets::judged.eq(true)).count().get_result(conn)?,
        changed_tickets: changed.0,
        changed_clocks: changed.1.unwrap_or(0),
        failed: of().filter(rejudgement_tickets::failed.is_not_null()).count().get_result(conn)?,
    })
}
