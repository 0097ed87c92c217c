//! Reports as they were presented: written once, decided once, never changed otherwise (SRS-15, RSI-09).

use crate::Conn;
use crate::fault::Fault;
use crate::schema::presented_receivers as receivers;
use crate::schema::presented_reports as table;
use diesel::prelude::*;

/// One presented report. Moments are microseconds since 1970, dates local.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = table)]
pub struct Presented {
    /// Row id.
    pub id: i64,
    /// Desk key.
    pub desk: String,
    /// operations or board.
    pub kind: String,
    /// Service key; empty is the whole desk.
    pub service: String,
    /// First date.
    pub period_from: String,
    /// Date it ends before.
    pub period_to: String,
    /// From 1; a further one only where the former was rejected.
    pub revision: i64,
    /// Version of the desk file in force.
    pub desk_version: i64,
    /// The whole document with every figure, as JSON.
    pub content: String,
    /// SHA-256 of the content, in hexadecimal.
    pub digest: String,
    /// What the lead says, masked.
    pub comment: String,
    /// When it was presented.
    pub presented_at: i64,
    /// By whom.
    pub presented_by: i64,
    /// presented, approved or rejected.
    pub state: String,
    /// When it was decided on.
    pub decided_at: Option<i64>,
    /// By whom.
    pub decided_by: Option<i64>,
    /// For which organisation, where their role is limited to one.
    pub decided_for: Option<String>,
    /// Why, masked.
    pub reason: Option<String>,
    /// How many were asked; none on record of a report presented before receivers were frozen.
    pub asked: Option<i64>,
}

/// One who is asked to approve a presented report, and what they said.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = receivers)]
pub struct PresentedReceiver {
    /// Row id of the report.
    pub report: i64,
    /// Place in the desk file, from 0.
    pub place: i64,
    /// Desk key.
    pub desk: String,
    /// Its key in the desk file.
    pub receiver: String,
    /// Role whose members speak for it.
    pub role: String,
    /// Only members whose role is limited to this organisation.
    pub organisation: Option<String>,
    /// Names of role and organisation when they were asked, as JSON.
    pub names: String,
    /// asked, approved or rejected.
    pub state: String,
    /// When they answered.
    pub answered_at: Option<i64>,
    /// Who answered.
    pub answered_by: Option<i64>,
    /// For which organisation, where their role is limited to one.
    pub answered_for: Option<String>,
    /// Why, masked.
    pub reason: Option<String>,
}

/// What was decided on a presented report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// approved or rejected.
    pub state: String,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// By whom.
    pub by: i64,
    /// For which organisation.
    pub organisation: Option<String>,
    /// Why, masked.
    pub reason: Option<String>,
}

/// Writes a presented report.
///
/// # Errors
/// Storage faults; a duplicate where the same revision of the same period is there.
pub fn presented_insert(conn: &mut Conn, row: &Presented) -> Result<(), Fault> {
    diesel::insert_into(table::table).values(row.clone()).execute(conn)?;
    Ok(())
}

/// The presented report of an id.
///
/// # Errors
/// Storage faults.
pub fn presented_get(conn: &mut Conn, id: i64) -> Result<Option<Presented>, Fault> {
    Ok(table::table.find(id).select(Presented::as_select()).first(conn).optional()?)
}

/// The newest revision of a desk's report of a kind, service and period.
///
/// # Errors
/// Storage faults.
pub fn presented_newest(
    conn: &mut Conn,
    (desk, kind, service): (&str, &str, &str),
    (from, to): (&str, &str),
) -> Result<Option<Presented>, Fault> {
    Ok(table::table
        .filter(table::desk.eq(desk.to_owned()))
        .filter(table::kind.eq(kind.to_owned()))
        .filter(table::service.eq(service.to_owned()))
        .filter(table::period_from.eq(from.to_owned()))
        .filter(table::period_to.eq(to.to_owned()))
        .order(table::revision.desc())
        .select(Presented::as_select())
        .first(conn)
        .optional()?)
}

/// The reports presented on some desks, newest first, at most `limit` of those older than a moment and id.
///
/// # Errors
/// Storage faults.
pub fn presented_list(
    conn: &mut Conn,
    desks: &[String],
    after: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Presented>, Fault> {
    let mut query = table::table
        .filter(table::desk.eq_any(desks.to_vec()))
        .order((table::presented_at.desc(), table::id.desc()))
        .limit(limit)
        .select(Presented::as_select())
        .into_boxed();
    if let Some((at, id)) = after {
        let older = table::presented_at.lt(at).or(table::presented_at.eq(at).and(table::id.lt(id)));
        query = query.filter(older);
    }
    Ok(query.load(conn)?)
}

/// Writes who is asked to approve a report.
///
/// # Errors
/// Storage faults.
pub fn presented_ask(conn: &mut Conn, rows: &[PresentedReceiver]) -> Result<(), Fault> {
    for row in rows {
        diesel::insert_into(receivers::table).values(row.clone()).execute(conn)?;
    }
    Ok(())
}

/// Who is asked to approve some reports, in the order of the desk file.
///
/// # Errors
/// Storage faults.
pub fn presented_asked(conn: &mut Conn, reports: &[i64]) -> Result<Vec<PresentedReceiver>, Fault> {
    Ok(receivers::table
        .filter(receivers::report.eq_any(reports.to_vec()))
        .order((receivers::report, receivers::place))
        .select(PresentedReceiver::as_select())
        .load(conn)?)
}

/// Whether a role of a desk, limited to an organisation or not, was ever asked to approve a report.
///
/// # Errors
/// Storage faults.
pub fn presented_asks(
    conn: &mut Conn,
    (desk, role): (&str, &str),
    organisation: Option<&str>,
) -> Result<bool, Fault> {
    let any: Vec<Option<String>> = receivers::table
        .filter(receivers::desk.eq(desk.to_owned()))
        .filter(receivers::role.eq(role.to_owned()))
        .select(receivers::organisation)
        .distinct()
        .load(conn)?;
    Ok(any.iter().any(|own| own.is_none() || own.as_deref() == organisation))
}

/// Holds an open report until the transaction ends, so that of two who answer at once the later sees the earlier's word.
/// False where it was decided on.
///
/// # Errors
/// Storage faults.
pub fn presented_hold(conn: &mut Conn, id: i64) -> Result<bool, Fault> {
    let open = table::table.find(id).filter(table::state.eq("presented"));
    Ok(diesel::update(open).set(table::state.eq("presented")).execute(conn)? == 1)
}

/// Writes the word of one who was asked.
///
/// # Errors
/// Storage faults.
pub fn presented_answer(conn: &mut Conn, (report, place): (i64, i64), word: &Decision) -> Result<(), Fault> {
    let set = (
        receivers::state.eq(word.state.clone()),
        receivers::answered_at.eq(Some(word.at)),
        receivers::answered_by.eq(Some(word.by)),
        receivers::answered_for.eq(word.organisation.clone()),
        receivers::reason.eq(word.reason.clone()),
    );
    diesel::update(receivers::table.find((report, place))).set(set).execute(conn)?;
    Ok(())
}

/// Decides on a presented report that is held.
///
/// # Errors
/// Storage faults.
pub fn presented_decide(conn: &mut Conn, id: i64, decision: &Decision) -> Result<(), Fault> {
    let open = table::table.find(id).filter(table::state.eq("presented"));
    let set = (
        table::state.eq(decision.state.clone()),
        table::decided_at.eq(Some(decision.at)),
        table::decided_by.eq(Some(decision.by)),
        table::decided_for.eq(decision.organisation.clone()),
        table::reason.eq(decision.reason.clone()),
    );
    diesel::update(open).set(set).execute(conn)?;
    Ok(())
}
