//! Places in an order, found inside the database: median, ninth decile, the worst. Nothing is loaded but the answers.

use super::count::{Division, Group};
use super::selection::{Figure, Selection};
use super::sql::Sql;
use crate::fault::Fault;
use crate::moment::micros;
use crate::{Conn, Moment};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Nullable, Text};
use std::collections::BTreeMap;

/// Groups asked for in one statement: each binds six values, and SQLite takes 32,766.
const BLOCK: usize = 4_000;

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
    #[diesel(sql_type = Text)]
    agreement: String,
    #[diesel(sql_type = Text)]
    version: String,
    #[diesel(sql_type = Text)]
    target: String,
    #[diesel(sql_type = Text)]
    grp: String,
    #[diesel(sql_type = BigInt)]
    place: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    taken: Option<i64>,
}

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
            let group =
                Group { agreement: row.agreement, version: row.version, target: row.target, key: row.grp };
            let Some(count) = decided.get(&group) else { continue };
            let found: &mut Times = times.entry(group).or_default();
            if row.place == median_rank(*count) {
                found.median_micros = row.taken;
            }
            if row.place == ninth_decile_rank(*count) {
                found.ninth_decile_micros = row.taken;
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

fn ranked(
    conn: &mut Conn,
    selection: &Selection,
    division: &Division,
    groups: &[(&Group, i64)],
) -> Result<Vec<Ranked>, Fault> {
    let mut sql = Sql::default();
    division.with(&mut sql);
    sql.push("SELECT r.agreement, r.version, r.target, r.grp, r.place, r.taken FROM (");
    sql.push("SELECT b.agreement, b.version, b.target, b.grp, b.taken, ROW_NUMBER() OVER (");
    sql.push(
        "PARTITION BY b.agreement, b.version, b.target, b.grp ORDER BY b.taken IS NULL, b.taken) AS place",
    );
    sql.push(" FROM (SELECT ").push(&division.columns());
    sql.push(", CASE WHEN stopped_at IS NOT NULL THEN elapsed_micros END AS taken");
    sql.push(division.tables());
    selection.conditions(Figure::Decided.base(), &mut sql);
    sql.push(" AND ").push(Figure::Decided.test());
    sql.push(") b) r JOIN (SELECT '' AS agreement, '' AS version, '' AS target, '' AS grp, 0 AS first, 0 AS second");
    sql.push(" WHERE 1 = 0 UNION ALL VALUES ");
    for (at, (group, count)) in groups.iter().enumerate() {
        sql.push(if at > 0 { ", (" } else { "(" });
        sql.texts([&group.agreement, &group.version, &group.target, &group.key].map(String::as_str));
        sql.push(", ").number(median_rank(*count)).push(", ").number(ninth_decile_rank(*count)).push(")");
    }
    sql.push(") w ON w.agreement = r.agreement AND w.version = r.version AND w.target = r.target");
    sql.push(" AND w.grp = r.grp WHERE r.place = w.first OR r.place = w.second");
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
