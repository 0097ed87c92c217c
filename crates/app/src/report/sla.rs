//! The breach report: per target how many clocks started, were met, missed or withdrawn and still ran, and every
//! breach with who held it (WC-05, WC-06).

use super::breaches::{self, BreachRow};
use crate::{App, Denied, Moment};
use chrono::{Datelike as _, NaiveDate, TimeDelta};
use desk::{Desk, Permission, Principal, System};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::report::{Count, Mark, report_decided, report_marked, report_running, report_started};

/// Years a period may lie in.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2090;

/// The report of one desk and period. Moments are UTC, durations whole seconds of opening time.
#[derive(Debug, Clone, Serialize)]
pub struct SlaReport {
    /// Desk key.
    pub desk: String,
    /// First local date.
    pub from: NaiveDate,
    /// Local date it ends before.
    pub to: NaiveDate,
    /// Zone of the dates.
    pub zone: String,
    /// Every target in force or with clocks in the period, in the order of the desk file.
    pub targets: Vec<TargetRow>,
    /// Every breach decided in the period, in the order they were decided.
    pub breaches: Vec<BreachRow>,
}

/// Figures of one target of one agreement version.
#[derive(Debug, Clone, Serialize)]
pub struct TargetRow {
    /// Agreement key.
    pub agreement: String,
    /// Its version.
    pub version: String,
    /// Target key.
    pub target: String,
    /// Clocks started in the period.
    pub started: i64,
    /// Decided in the period: kept.
    pub met: i64,
    /// Decided in the period: not kept.
    pub missed: i64,
    /// Of the missed, those that only a change of the facts made.
    pub missed_by_change: i64,
    /// Of the met and missed, those of cases that were entered from paper.
    pub entered_late: i64,
    /// Of the met and missed, those a correction judged otherwise than before.
    pub corrected: i64,
    /// Decided in the period: neither, for the case was withdrawn or the target no longer applied.
    pub withdrawn: i64,
    /// Without outcome at the end of the period, or now where that is earlier.
    pub running: i64,
    /// met / (met + missed), cut after four decimals; none with neither.
    pub share: Option<f64>,
    /// The same in parts of ten thousand.
    #[serde(skip)]
    pub basis_points: Option<i64>,
    /// Share wanted, such as `> 0.90`.
    pub objective: Option<String>,
    /// Whether the share is what is wanted; none without objective or share.
    pub fulfilled: Option<bool>,
}

/// A period as moments.
pub(super) struct Period {
    pub from: Moment,
    pub to: Moment,
}

impl App {
    /// The breach report for local dates from `from` to before `to`.
    ///
    /// # Errors
    /// An unknown desk, a period that ends before it begins or lies out of range, no permission.
    pub fn sla_report(
        &self,
        principal: &Principal,
        desk: &str,
        (from, to): (NaiveDate, NaiveDate),
        now: Moment,
    ) -> Result<SlaReport, Denied> {
        let desk = self.reported(principal, desk)?;
        let period = period(&desk, from, to)?;
        let scopes = self.scopes(principal);
        self.store.read_long(|conn| {
            Ok(SlaReport {
                desk: desk.key.clone(),
                from,
                to,
                zone: desk.zone.clone(),
                targets: targets(conn, &desk, &period, scopes.as_ref(), now)?,
                breaches: breaches::rows(conn, &desk, &period, scopes.as_ref(), now)?,
            })
        })
    }

    /// The desks whose reports a principal may read.
    pub fn reporting_desks(&self, principal: &Principal) -> Vec<Arc<Desk>> {
        let mut desks = self.all_desks();
        desks.retain(|desk| may_read(principal, desk));
        desks
    }

    /// A desk whose reports the principal may read. Which desks there are is no secret; an unknown one is malformed.
    fn reported(&self, principal: &Principal, key: &str) -> Result<Arc<Desk>, Denied> {
        let desk = self.desk(key).ok_or_else(|| {
            let own = self.reporting_desks(principal);
            Denied::unknown("desk", own.iter().map(|desk| desk.key.as_str()))
        })?;
        if may_read(principal, &desk) { Ok(desk) } else { Err(Denied::Forbidden) }
    }
}

fn may_read(principal: &Principal, desk: &Desk) -> bool {
    let operator = matches!(principal, Principal::System { system: System::CommandLine, .. });
    operator || principal.has(desk, Permission::Reports)
}

fn period(desk: &Desk, from: NaiveDate, to: NaiveDate) -> Result<Period, Denied> {
    for (field, date) in [("from", from), ("to", to)] {
        if !YEARS.contains(&date.year()) {
            return Err(Denied::malformed(field, "out_of_range"));
        }
    }
    if to <= from {
        return Err(Denied::malformed("to", "not_after_from"));
    }
    // The zone was checked with the desk.
    let begins = |field, date| {
        ::sla::day_start(&desk.zone, date).map_err(|_| Denied::malformed(field, "out_of_range"))
    };
    Ok(Period { from: begins("from", from)?, to: begins("to", to)? })
}

/// Agreement, version, target.
type Key = (String, String, String);

fn targets(
    conn: &mut store::Conn,
    desk: &Desk,
    period: &Period,
    scopes: Option<&BTreeSet<String>>,
    now: Moment,
) -> Result<Vec<TargetRow>, Denied> {
    let (from, to) = (period.from, period.to);
    let mut rows: BTreeMap<Key, TargetRow> = BTreeMap::new();
    let mut add = |counts: Vec<Count>, put: fn(&mut TargetRow, &Count)| {
        for count in counts {
            let key = (count.agreement.clone(), count.version.clone(), count.target.clone());
            put(rows.entry(key.clone()).or_insert_with(|| empty(key)), &count);
        }
    };
    add(report_started(conn, &desk.key, from, to, scopes)?, |row, c| row.started = c.count);
    // A clock that started this very moment runs.
    let end = to.min(now + TimeDelta::microseconds(1));
    add(report_running(conn, &desk.key, end, scopes)?, |row, c| row.running = c.count);
    let mut marked = |mark| report_marked(conn, &desk.key, (from, to), scopes, mark);
    let (by_change, late) = (marked(Mark::ByChange)?, marked(Mark::EnteredLate)?);
    let corrected = marked(Mark::Corrected)?;
    add(by_change, |row, c| row.missed_by_change = c.count);
    add(late, |row, c| row.entered_late = c.count);
    add(corrected, |row, c| row.corrected = c.count);
    add(report_decided(conn, &desk.key, from, to, scopes)?, |row, c| match c.outcome.as_str() {
        "met" => row.met = c.count,
        "missed" => row.missed = c.count,
        _ => row.withdrawn = c.count,
    });
    let mut ordered = Vec::new();
    for agreement in &desk.agreements {
        for target in &agreement.targets {
            let key = (agreement.key.clone(), agreement.version.clone(), target.key.clone());
            ordered.push(rows.remove(&key).unwrap_or_else(|| empty(key)));
        }
    }
    // What earlier versions of the desk file left comes after what is in force.
    ordered.extend(rows.into_values());
    ordered.iter_mut().for_each(|row| judge(desk, row));
    Ok(ordered)
}

fn empty((agreement, version, target): Key) -> TargetRow {
    TargetRow {
        agreement,
        version,
        target,
        started: 0,
        met: 0,
        missed: 0,
        missed_by_change: 0,
        entered_late: 0,
        corrected: 0,
        withdrawn: 0,
        running: 0,
        share: None,
        basis_points: None,
        objective: None,
        fulfilled: None,
    }
}

fn judge(desk: &Desk, row: &mut TargetRow) {
    let share = ::sla::Share { met: row.met, missed: row.missed };
    row.basis_points = share.basis_points();
    // At most 10 000: exact as a number with four decimals.
    row.share = row.basis_points.and_then(|bp| i32::try_from(bp).ok()).map(|bp| f64::from(bp) / 10_000.0);
    let objective = desk.target_facts.get(&row.target).and_then(|facts| facts.objective);
    row.objective = objective.map(|objective| objective.to_string());
    row.fulfilled = objective.and_then(|objective| objective.fulfilled(share));
}
