//! Figures counted by the database, by target and one dimension.

use super::selection::{Base, Figure, Selection};
use super::sql::Sql;
use crate::Conn;
use crate::fault::Fault;
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Text};

/// What targets are divided by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// Nothing: one group with an empty key.
    Nothing,
    /// Line.
    Line,
    /// Queue.
    Queue,
    /// Service, empty where none is known.
    Service,
    /// Priority, empty where none is known.
    Priority,
    /// Cause of the breach, empty where none was given.
    Cause,
    /// Organisation, each counted under the key it is paired with, and under its own where it is not named.
    Organisation(Vec<(String, String)>),
}

/// What a figure is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// Agreement key.
    pub agreement: String,
    /// Its version; empty where versions are counted together.
    pub version: String,
    /// Target key.
    pub target: String,
    /// Key of the dimension.
    pub key: String,
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// Of what.
    pub group: Group,
    /// Which.
    pub figure: Figure,
    /// How many.
    pub count: i64,
}

/// How figures are divided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// By what, beside the target.
    pub by: By,
    /// Whether versions of an agreement are counted apart.
    pub versions: bool,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    agreement: String,
    #[diesel(sql_type = Text)]
    version: String,
    #[diesel(sql_type = Text)]
    target: String,
    #[diesel(sql_type = Text)]
    grp: String,
    #[diesel(sql_type = BigInt)]
    a: i64,
    #[diesel(sql_type = BigInt)]
    b: i64,
    #[diesel(sql_type = BigInt)]
    c: i64,
    #[diesel(sql_type = BigInt)]
    d: i64,
    #[diesel(sql_type = BigInt)]
    e: i64,
    #[diesel(sql_type = BigInt)]
    f: i64,
}

impl Division {
    /// `WITH` words that the key of a group needs.
    pub(super) fn with(&self, sql: &mut Sql) {
        let By::Organisation(pairs) = &self.by else { return };
        if pairs.is_empty() {
            return;
        }
        sql.push("WITH under(own, above) AS (VALUES ");
        for (at, (own, above)) in pairs.iter().enumerate() {
            sql.push(if at > 0 { ", (" } else { "(" }).text(own).push(", ").text(above).push(")");
        }
        sql.push(") ");
    }

    /// The columns of a group, from clocks of a base: to be followed by further columns.
    pub(super) fn columns(&self) -> String {
        let key = match &self.by {
            By::Nothing => "''",
            By::Line => "line",
            By::Queue => "queue",
            By::Service => "COALESCE(service, '')",
            By::Priority => "COALESCE(priority, '')",
            By::Cause => "COALESCE(breach_cause, '')",
            By::Organisation(pairs) if pairs.is_empty() => "organisation",
            By::Organisation(_) => "COALESCE(under.above, organisation)",
        };
        let version = if self.versions { "agreement_version" } else { "''" };
        format!("agreement, {version} AS version, target, {key} AS grp")
    }

    /// The tables of a group.
    pub(super) fn tables(&self) -> &'static str {
        match &self.by {
            By::Organisation(pairs) if !pairs.is_empty() => {
                " FROM clocks LEFT JOIN under ON under.own = clocks.organisation WHERE "
            }
            _ => " FROM clocks WHERE ",
        }
    }
}

/// The figures that are counted: those of one base in one reading of its clocks.
const COUNTED: [(Base, &[Figure]); 4] = [
    (Base::Started, &[Figure::Started]),
    (
        Base::Decided,
        &[
            Figure::Met,
            Figure::Missed,
            Figure::ByChange,
            Figure::EnteredLate,
            Figure::Corrected,
            Figure::Withdrawn,
        ],
    ),
    (Base::Running, &[Figure::Running]),
    (Base::Late, &[Figure::RunningLate]),
];

/// Every figure of a selection. With `only_past` those of the period alone, not what runs at its end.
///
/// # Errors
/// Storage faults.
pub fn report_counts(
    conn: &mut Conn,
    selection: &Selection,
    division: &Division,
    only_past: bool,
) -> Result<Vec<Count>, Fault> {
    let mut all = Vec::new();
    for (base, figures) in COUNTED {
        if only_past && matches!(base, Base::Running | Base::Late) {
            continue;
        }
        all.extend(counted(conn, selection, division, base, figures)?);
    }
    Ok(all)
}

/// One figure of a selection, divided.
///
/// # Errors
/// Storage faults.
pub fn report_count(
    conn: &mut Conn,
    selection: &Selection,
    division: &Division,
    figure: Figure,
) -> Result<Vec<Count>, Fault> {
    counted(conn, selection, division, figure.base(), &[figure])
}

fn counted(
    conn: &mut Conn,
    selection: &Selection,
    division: &Division,
    base: Base,
    figures: &[Figure],
) -> Result<Vec<Count>, Fault> {
    let mut sql = Sql::default();
    division.with(&mut sql);
    sql.push("SELECT ").push(&division.columns());
    for (at, name) in ["a", "b", "c", "d", "e", "f"].into_iter().enumerate() {
        match figures.get(at) {
            Some(figure) if figure.test() == "1 = 1" => sql.push(", COUNT(*) AS ").push(name),
            Some(figure) => {
                sql.push(", SUM(CASE WHEN ").push(figure.test()).push(" THEN 1 ELSE 0 END) AS ").push(name)
            }
            None => sql.push(", CAST(0 AS BIGINT) AS ").push(name),
        };
    }
    sql.push(division.tables());
    selection.conditions(base, &mut sql);
    sql.push(" GROUP BY 1, 2, 3, 4");
    let rows: Vec<Row> = sql.load(conn)?;
    let mut counts = Vec::new();
    for row in rows {
        let group =
            Group { agreement: row.agreement, version: row.version, target: row.target, key: row.grp };
        for (figure, count) in figures.iter().zip([row.a, row.b, row.c, row.d, row.e, row.f]) {
            if count > 0 {
                counts.push(Count { group: group.clone(), figure: *figure, count });
            }
        }
    }
    Ok(counts)
}
