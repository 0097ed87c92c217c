//! Telephone calls, each with the scopes it is read by.

use crate::dialect::{insert_or_ignore, locked};
use crate::fault::Fault;
use crate::moment::micros;
use crate::schema::{call_scopes, calls, tickets};
use crate::{Conn, Moment};
use diesel::prelude::*;
use std::collections::BTreeSet;
use ticket::{CallTimes, Reference};

/// One call.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = calls, treat_none_as_null = true)]
pub struct Call {
    /// Row id.
    pub id: i64,
    /// Desk key.
    pub desk: String,
    /// Who reports it: `exchange`, or an agent by a form or by REST.
    pub source: String,
    /// The source's own id of it.
    pub external: Option<String>,
    /// User who logged or reported it.
    pub logged_by: Option<i64>,
    /// Earliest moment known; this and all others microseconds since 1970.
    pub began_at: i64,
    /// It began to ring.
    pub offered_at: Option<i64>,
    /// Somebody answered.
    pub answered_at: Option<i64>,
    /// It ended.
    pub ended_at: Option<i64>,
    /// `solved`, `case` or `abandoned`, where stated.
    pub outcome: Option<String>,
    /// Kind of solution it was solved by at once.
    pub solution: Option<String>,
    /// Ticket opened from it.
    pub ticket: Option<i64>,
    /// Organisation key, never empty.
    pub organisation: String,
    /// The caller's number as given.
    pub caller_number: Option<String>,
    /// The caller's name, identity numbers masked.
    pub caller_name: Option<String>,
    /// When it was first told of.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

/// What a call's ticket came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallTicket {
    /// Its reference.
    pub reference: Reference,
    /// Kind of solution.
    pub solution: Option<String>,
    /// When it was solved, while it is; microseconds since 1970.
    pub resolved_at: Option<i64>,
}

/// Who asks: scopes, where they bound what is read, and the user, who always reads what they logged.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// Scopes; `None` reads all.
    pub scopes: Option<&'a BTreeSet<String>>,
    /// User.
    pub user: Option<i64>,
}

/// Calls of a desk that began in a stretch, newest first.
#[derive(Debug, Clone, Default)]
pub struct CallFilter {
    /// Desk keys.
    pub desks: Vec<String>,
    /// From this moment on.
    pub from: Option<Moment>,
    /// Before this moment.
    pub to: Option<Moment>,
    /// Only what an exchange reported and nobody has judged.
    pub unjudged: bool,
    /// Where the last page ended: begin in microseconds and row id.
    pub after: Option<(i64, i64)>,
    /// Page size.
    pub limit: i64,
}

impl Call {
    /// Its moments.
    ///
    /// # Errors
    /// A stored moment out of range.
    pub fn times(&self) -> Result<CallTimes, Fault> {
        let of = crate::moment::moment_opt;
        Ok(CallTimes {
            offered_at: of(self.offered_at)?,
            answered_at: of(self.answered_at)?,
            ended_at: of(self.ended_at)?,
        })
    }

    /// Puts moments in; `began_at` follows them.
    pub fn set_times(&mut self, times: &CallTimes) {
        self.offered_at = times.offered_at.map(micros);
        self.answered_at = times.answered_at.map(micros);
        self.ended_at = times.ended_at.map(micros);
        self.began_at = times.began_at().map_or(self.began_at, micros);
    }
}

/// Writes a new call; false where its source reported one of that id already.
///
/// # Errors
/// Storage faults.
pub fn call_insert(conn: &mut Conn, call: &Call) -> Result<bool, Fault> {
    Ok(insert_or_ignore!(conn, calls::table, call.clone())? == 1)
}

/// Writes a call anew.
///
/// # Errors
/// Storage faults.
pub fn call_update(conn: &mut Conn, call: &Call) -> Result<(), Fault> {
    diesel::update(calls::table.find(call.id)).set(call.clone()).execute(conn)?;
    Ok(())
}

/// A call by its source's own id, locked for this transaction.
///
/// # Errors
/// Storage faults.
pub fn call_by_external(
    conn: &mut Conn,
    desk: &str,
    source: &str,
    external: &str,
) -> Result<Option<Call>, Fault> {
    let rows = locked!(
        conn,
        calls::table
            .filter(calls::desk.eq(desk.to_owned()))
            .filter(calls::source.eq(source.to_owned()))
            .filter(calls::external.eq(external.to_owned()))
            .select(Call::as_select()),
        Call
    );
    Ok(rows?.into_iter().next())
}

/// A call a reader may see, locked for this transaction.
///
/// # Errors
/// Storage faults.
pub fn call_lock(conn: &mut Conn, id: i64, reader: Reader<'_>) -> Result<Option<Call>, Fault> {
    let call = locked!(conn, calls::table.find(id).select(Call::as_select()), Call)?.into_iter().next();
    seen(conn, call, reader)
}

/// A call a reader may see.
///
/// # Errors
/// Storage faults.
pub fn call_get(conn: &mut Conn, id: i64, reader: Reader<'_>) -> Result<Option<Call>, Fault> {
    let call: Option<Call> = calls::table.find(id).select(Call::as_select()).first(conn).optional()?;
    seen(conn, call, reader)
}

/// The call, where the reader may see it.
fn seen(conn: &mut Conn, call: Option<Call>, reader: Reader<'_>) -> Result<Option<Call>, Fault> {
    let (Some(call), Some(scopes)) = (&call, reader.scopes) else { return Ok(call) };
    if call.logged_by.is_some() && call.logged_by == reader.user {
        return Ok(Some(call.clone()));
    }
    let found: Vec<i64> = readable(scopes).filter(call_scopes::call.eq(call.id)).limit(1).load(conn)?;
    Ok((!found.is_empty()).then(|| call.clone()))
}

/// A call with what is told of its case.
type Joined = (Call, Option<String>, Option<String>, Option<i64>);

/// One page of calls, newest first, each with what its ticket came to.
///
/// # Errors
/// Storage faults.
pub fn call_list(
    conn: &mut Conn,
    filter: &CallFilter,
    reader: Reader<'_>,
) -> Result<Vec<(Call, Option<CallTicket>)>, Fault> {
    let mut query = calls::table
        .left_join(tickets::table.on(calls::ticket.eq(tickets::id.nullable())))
        .select((
            Call::as_select(),
            tickets::reference.nullable(),
            tickets::solution.nullable(),
            tickets::resolved_at.nullable(),
        ))
        .filter(calls::desk.eq_any(filter.desks.clone()))
        .order((calls::began_at.desc(), calls::id.desc()))
        .limit(filter.limit)
        .into_boxed();
    if let Some(scopes) = reader.scopes {
        // A null user is nobody's: row ids are never negative.
        let own = calls::logged_by
            .is_not_null()
            .and(calls::logged_by.assume_not_null().eq(reader.user.unwrap_or(-1)));
        query = query.filter(calls::id.eq_any(readable(scopes)).or(own));
    }
    if let Some(from) = filter.from {
        query = query.filter(calls::began_at.ge(micros(from)));
    }
    if let Some(to) = filter.to {
        query = query.filter(calls::began_at.lt(micros(to)));
    }
    if filter.unjudged {
        query = query.filter(calls::outcome.is_null()).filter(calls::source.eq(EXCHANGE));
    }
    if let Some((began, id)) = filter.after {
        query = query.filter(calls::began_at.lt(began).or(calls::began_at.eq(began).and(calls::id.lt(id))));
    }
    let rows: Vec<Joined> = query.load(conn)?;
    rows.into_iter()
        .map(|(call, reference, solution, resolved_at)| {
            let ticket = reference
                .map(|reference| {
                    let reference =
                        Reference::parse(&reference).map_err(|_| Fault::row("reference", &reference))?;
                    Ok::<_, Fault>(CallTicket { reference, solution, resolved_at })
                })
                .transpose()?;
            Ok((call, ticket))
        })
        .collect()
}

/// When a desk's first call began, whoever may read it.
///
/// # Errors
/// Storage faults.
pub fn call_begin(conn: &mut Conn, desk: &str) -> Result<Option<Moment>, Fault> {
    let first: Option<i64> = calls::table
        .filter(calls::desk.eq(desk.to_owned()))
        .select(diesel::dsl::min(calls::began_at))
        .first(conn)?;
    crate::moment::moment_opt(first)
}

/// Source of what a telephone exchange reports.
pub const EXCHANGE: &str = "exchange";

/// Makes the scopes a call is read by exactly these.
///
/// # Errors
/// Storage faults.
pub fn call_scopes_put(conn: &mut Conn, id: i64, scopes: &BTreeSet<String>) -> Result<(), Fault> {
    diesel::delete(call_scopes::table.filter(call_scopes::call.eq(id))).execute(conn)?;
    for scope in scopes {
        insert_or_ignore!(
            conn,
            call_scopes::table,
            (call_scopes::call.eq(id), call_scopes::scope.eq(scope.as_str()))
        )?;
    }
    Ok(())
}

#[diesel::dsl::auto_type(no_type_alias)]
fn readable<'a>(scopes: &'a BTreeSet<String>) -> _ {
    let scopes: Vec<&'a str> = scopes.iter().map(String::as_str).collect::<Vec<&'a str>>();
    call_scopes::table.filter(call_scopes::scope.eq_any(scopes)).select(call_scopes::call)
}
