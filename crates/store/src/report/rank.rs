//! Places in an order, found inside the database: median, ninth decile, the worst. Nothing is loaded but the answers.

use super::count::{Division, Group};
use super::selection::{Figure, Selection};
use super::sql::Sql;
use crate::fault::Fault;
use crate::moment::micros;
use crate::{Conn, Moment};
use diesel::QueryableByName;
use diesel::sql_types::BigInt;
use std::collections::BTreeMap;

/// Groups asked for in one statement: each binds seven values, and SQLite takes 32,766.
const BLOCK: usize = 2_000;

/// Counted microseconds at two ranks of the clocks met or missed in a period, in order of the time they took. What has
/// not ended takes longer than everything that has: where a rank falls on such a one there is no figure yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Times {
    /// The smallest time that at least half of them do not exceed.
    pub median_micros: Option<i64>,
    /// The smallest time that at least nine tenths of them do not exceed.
    pub ninth_decile_micros: Option<i64>,
}

#[derive(QueryableByName)]
struct Ranked {
    /// Which of the groups asked for.
    #[diesel(sql_type = BigInt)]
    number: i64,
    #[diesel(sql_type = BigInt)]
    place: i64,
    #[diesel(sql_type = BigInt)]
    taken: i64,
}

/// Stands for the time of what has not ended.
const NOT_ENDED: i64 = i64::MAX;

/// The times of groups whose number of met and missed clocks is known.
///
/// # Errors
/// Storage faults.
pub fn report_times(
    conn: &mut Conn,
    selection: &Selection,
    division: &Division,
    decided: &BTreeMap<Group, i64>,
) -> Result<BTreeMap<Group, Times>, Fault> {
    let mut times = BTreeMap::new();
    let wanted: Vec<(&Group, i64)> = decided.iter().filter(|(_, n)| **n > 0).map(|(g, n)| (g, *n)).collect();
    for block in wanted.chunks(BLOCK) {
        for row in ranked(conn, selection, division, block)? {
            let asked = usize::try_from(row.number).ok().and_then(|at| block.get(at));
            let Some((group, count)) = asked else { continue };
            let taken = Some(row.taken).filter(|taken| *taken != NOT_ENDED);
            let found: &mut Times = times.entry((*group).clone()).or_default();
            if row.place == median_rank(*count) {
                found.median_micros = taken;
            }
            if row.place == ninth_decile_rank(*count) {
                found.ninth_decile_micros = taken;
            }
        }
    }
    Ok(times)
}

/// Half, rounded up.
fn median_rank(count: i64) -> i64 {
    (count + 1) / 2
}

/// Nine tenths, rounded up.
fn ninth_decile_rank(count: i64) -> i64 {
    (count * 9 + 9) / 10
}

/// Groups are numbered before the clocks are put in order, so that the database sorts two numbers and no words. The
/// cross join keeps SQLite from walking the clocks once for every group.
fn ranked(
    conn: &mut Conn,
    selection: &Selection,
    division: &Division,
    groups: &[(&Group, i64)],
) -> Result<Vec<Ranked>, Fault> {
    let mut sql = Sql::default();
    division.with(&mut sql);
    sql.push("SELECT number, place, taken FROM (SELECT number, first, second, taken, ");
    sql.push("ROW_NUMBER() OVER (PARTITION BY number ORDER BY taken) AS place FROM (");
    sql.push("SELECT w.number, w.first, w.second, b.taken FROM (SELECT ").push(&division.columns());
    sql.push(", CASE WHEN stopped_at IS NOT NULL THEN elapsed_micros ELSE ").number(NOT_ENDED);
    sql.push(" END AS taken").push(division.tables());
    selection.conditions(Figure::Decided.base(), &mut sql);
    sql.push(" AND ").push(Figure::Decided.test());
    sql.push(") b CROSS JOIN (SELECT '' AS agreement, '' AS version, '' AS target, '' AS grp, 0 AS number, ");
    sql.push("0 AS first, 0 AS second WHERE 1 = 0 UNION ALL VALUES ");
    for (at, (group, count)) in (0..).zip(groups) {
        sql.push(if at > 0 { ", (" } else { "(" });
        sql.texts([&group.agreement, &group.version, &group.target, &group.key].map(String::as_str));
        sql.push(", ").number(at).push(", ").number(median_rank(*count));
        sql.push(", ").number(ninth_decile_rank(*count)).push(")");
    }
    sql.push(") w WHERE w.agreement = b.agreement AND w.version = b.version AND w.target = b.target");
    sql.push(" AND w.grp = b.grp) j) r WHERE place = first OR place = second");
    sql.load(conn)
}

/// A breach among the worst of its target.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Worst {
    /// Ticket.
    #[diesel(sql_type = BigInt)]
    pub ticket: i64,
    /// Clock row.
    #[diesel(sql_type = BigInt)]
    pub clock: i64,
    /// Microseconds by the wall from its due to its end, or until `now`.
    #[diesel(sql_type = BigInt)]
    pub past_due_micros: i64,
}

/// The breaches of a period that ended longest after their due, so many of each target, the worst first.
///
/// # Errors
/// Storage faults.
pub fn report_worst(
    conn: &mut Conn,
    selection: &Selection,
    now: Moment,
    each: i64,
) -> Result<Vec<Worst>, Fault> {
    let mut sql = Sql::default();
    sql.push(
        "SELECT ticket, clock, past_due_micros FROM (SELECT ticket, clock, past_due_micros, ROW_NUMBER()",
    );
    sql.push(
        " OVER (PARTITION BY agreement, agreement_version, target ORDER BY past_due_micros DESC, clock)",
    );
    sql.push(" AS place FROM (SELECT ticket, id AS clock, agreement, agreement_version, target, ");
    sql.push("COALESCE(stopped_at, ").number(micros(now)).push(") - decided_at AS past_due_micros");
    sql.push(" FROM clocks WHERE ");
    selection.conditions(Figure::Missed.base(), &mut sql);
    sql.push(" AND ").push(Figure::Missed.test());
    sql.push(") late) r WHERE place <= ").number(each).push(" ORDER BY past_due_micros DESC, clock");
    sql.load(conn)
}
