//! The same targets over twelve periods, the last of them the one that holds the last day asked for.

use super::asked::period;
use super::sla::{decimal, figures};
use crate::{Denied, Moment};
use ::sla::{Every, Span};
use chrono::{NaiveDate, TimeDelta};
use desk::Desk;
use serde::Serialize;
use store::Conn;
use store::report::{By, Division, Selection};

/// Periods shown.
const PERIODS: usize = 12;

/// One period.
#[derive(Debug, Clone, Serialize)]
pub struct TrendPeriod {
    /// First local date.
    pub from: NaiveDate,
    /// Local date it ends before.
    pub to: NaiveDate,
    /// Figures of every target with clocks in it; versions of an agreement together.
    pub targets: Vec<TrendFigures>,
}

/// Figures of one target in one period.
#[derive(Debug, Clone, Serialize)]
pub struct TrendFigures {
    /// Agreement key.
    pub agreement: String,
    /// Target key.
    pub target: String,
    /// Clocks started.
    pub started: i64,
    /// Kept.
    pub met: i64,
    /// Not kept.
    pub missed: i64,
    /// Without verdict.
    pub withdrawn: i64,
    /// met / (met + missed), cut after four decimals; none with neither.
    pub share: Option<f64>,
    /// The same in parts of ten thousand.
    #[serde(skip)]
    pub basis_points: Option<i64>,
    /// Counted seconds that at least half of the met and missed do not exceed.
    pub median_seconds: Option<i64>,
    /// Likewise nine tenths.
    pub ninth_decile_seconds: Option<i64>,
}

pub(super) fn periods(
    conn: &mut Conn,
    desk: &Desk,
    selection: &Selection,
    to: NaiveDate,
    every: Every,
    now: Moment,
) -> Result<Vec<TrendPeriod>, Denied> {
    let mut periods = Vec::new();
    for Span { from, to } in every.back(to.pred_opt().unwrap_or(to), PERIODS) {
        // Before 1990 there is nothing to show.
        let Ok((begins, ends)) = period(desk, from, to) else { continue };
        let end = ends.min(now + TimeDelta::microseconds(1));
        let selection = Selection { from: begins, to: ends, end, ..selection.clone() };
        periods.push(TrendPeriod { from, to, targets: told(conn, desk, &selection)? });
    }
    Ok(periods)
}

fn told(conn: &mut Conn, desk: &Desk, selection: &Selection) -> Result<Vec<TrendFigures>, Denied> {
    let rows = figures(conn, selection, &Division { by: By::Nothing, versions: false }, true)?;
    let mut told: Vec<TrendFigures> = rows
        .into_values()
        .map(|row| {
            let basis_points = ::sla::Share { met: row.met, missed: row.missed }.basis_points();
            TrendFigures {
                agreement: row.agreement,
                target: row.target,
                started: row.started,
                met: row.met,
                missed: row.missed,
                withdrawn: row.withdrawn,
                share: basis_points.and_then(decimal),
                basis_points,
                median_seconds: row.median_seconds,
                ninth_decile_seconds: row.ninth_decile_seconds,
            }
        })
        .collect();
    let keys: Vec<&str> =
        desk.agreements_ever.iter().flat_map(|a| &a.targets).map(|target| target.key.as_str()).collect();
    told.sort_by_key(|row| keys.iter().position(|key| *key == row.target).unwrap_or(keys.len()));
    Ok(told)
}
