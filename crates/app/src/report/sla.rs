//! The report on service levels: per target how many clocks started, were met, missed or withdrawn and still ran, how
//! long they took, the worst, and every breach with who held it (WC-05, WC-06).

use super::asked::{Dimension, SlaAsked};
use super::breaches::{BreachRow, Breaches};
use super::groups::{self, GroupRow};
use super::trend::{self, TrendPeriod};
use super::worst::{self, WorstRow};
use crate::{App, Denied, Moment};
use chrono::NaiveDate;
use desk::{Desk, Principal};
use serde::Serialize;
use std::collections::BTreeMap;
use store::Conn;
use store::report::{
    By, Count, Division, Figure, Group, Selection, Times, report_count, report_counts, report_times,
};

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
    /// What the groups are: line, queue, organisation, service, priority.
    pub by: Option<&'static str>,
    /// The same figures divided, where that was asked.
    pub groups: Vec<GroupRow>,
    /// Breaches by the cause a person gave.
    pub causes: Vec<CauseRow>,
    /// Twelve periods, the oldest first, where that was asked.
    pub trend: Vec<TrendPeriod>,
    /// Every breach decided in the period, in the order they were decided.
    pub breaches: Vec<BreachRow>,
}

/// Figures of one target of one agreement version.
#[derive(Debug, Clone, Default, Serialize)]
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
    /// Missed, in this period or before, and not ended at that moment.
    pub running_late: i64,
    /// met / (met + missed), cut after four decimals; none with neither.
    pub share: Option<f64>,
    /// The same in parts of ten thousand.
    #[serde(skip)]
    pub basis_points: Option<i64>,
    /// Of the met and missed: counted seconds that at least half of them do not exceed. None with neither, and where
    /// that many have not ended yet.
    pub median_seconds: Option<i64>,
    /// Likewise nine tenths.
    pub ninth_decile_seconds: Option<i64>,
    /// Share wanted, such as `> 0.90`.
    pub objective: Option<String>,
    /// Whether the share is what is wanted; none without objective or share.
    pub fulfilled: Option<bool>,
    /// Of the missed, the ten that ended longest after their due; of whole targets only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub worst: Vec<WorstRow>,
}

/// Breaches of one cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CauseRow {
    /// Cause key; none where nobody gave one.
    pub cause: Option<String>,
    /// How many.
    pub missed: i64,
}

impl App {
    /// The report on service levels.
    ///
    /// # Errors
    /// An unknown desk, a period that ends before it begins or lies out of range, no permission.
    pub fn sla_report(
        &self,
        principal: &Principal,
        asked: &SlaAsked,
        now: Moment,
    ) -> Result<SlaReport, Denied> {
        self.sla_report_with(principal, asked, now, |mut report, breaches| {
            report.breaches = breaches.collect::<Result<_, _>>()?;
            Ok(report)
        })
    }

    /// The report without its breaches, and these one at a time, all as of one moment: for what does not fit in memory.
    ///
    /// # Errors
    /// As [`App::sla_report`], and whatever `tell` returns.
    pub fn sla_report_with<T>(
        &self,
        principal: &Principal,
        asked: &SlaAsked,
        now: Moment,
        tell: impl FnOnce(SlaReport, &mut dyn Iterator<Item = Result<BreachRow, Denied>>) -> Result<T, Denied>,
    ) -> Result<T, Denied> {
        let desk = self.reported(principal, &asked.desk)?;
        let period = (asked.from, asked.to);
        let selection = self.selection(principal, &desk, period, &asked.filter, now)?;
        self.store.read_long(|conn| {
            let mut targets = targets(conn, &desk, &selection)?;
            worst::put(conn, &desk, &selection, now, &mut targets)?;
            let report = SlaReport {
                desk: desk.key.clone(),
                from: asked.from,
                to: asked.to,
                zone: desk.zone.clone(),
                targets,
                by: asked.by.map(Dimension::as_str),
                groups: match asked.by {
                    Some(by) => groups::rows(conn, &desk, &selection, &asked.filter, by)?,
                    None => Vec::new(),
                },
                causes: causes(conn, &selection)?,
                trend: match asked.trend {
                    Some(every) => trend::periods(conn, &desk, &selection, asked.to, every, now)?,
                    None => Vec::new(),
                },
                breaches: Vec::new(),
            };
            let most = asked.breaches_max;
            let breaches = Breaches::new(conn, (&desk, &selection), most, now);
            tell(report, &mut breaches.take(most.unwrap_or(usize::MAX)))
        })
    }
}

/// Figures by group.
pub(super) fn figures(
    conn: &mut Conn,
    selection: &Selection,
    division: &Division,
    only_past: bool,
) -> Result<BTreeMap<Group, TargetRow>, Denied> {
    let mut rows: BTreeMap<Group, TargetRow> = BTreeMap::new();
    for Count { group, figure, count } in report_counts(conn, selection, division, only_past)? {
        rows.entry(group.clone()).or_insert_with(|| empty(&group)).put(figure, count);
    }
    let decided = rows.iter().map(|(group, row)| (group.clone(), row.met + row.missed)).collect();
    for (group, Times { median_micros, ninth_decile_micros }) in
        report_times(conn, selection, division, &decided)?
    {
        if let Some(row) = rows.get_mut(&group) {
            row.median_seconds = median_micros.map(|micros| micros / 1_000_000);
            row.ninth_decile_seconds = ninth_decile_micros.map(|micros| micros / 1_000_000);
        }
    }
    Ok(rows)
}

impl TargetRow {
    fn put(&mut self, figure: Figure, count: i64) {
        match figure {
            Figure::Started => self.started = count,
            Figure::Met => self.met = count,
            Figure::Missed => self.missed = count,
            Figure::ByChange => self.missed_by_change = count,
            Figure::EnteredLate => self.entered_late = count,
            Figure::Corrected => self.corrected = count,
            Figure::Withdrawn => self.withdrawn = count,
            Figure::Running => self.running = count,
            Figure::RunningLate => self.running_late = count,
            // Met and missed together, which stand here one by one.
            Figure::Decided => {}
        }
    }

    /// A figure of the row that counts clocks.
    pub fn count(&self, figure: Figure) -> i64 {
        match figure {
            Figure::Decided => self.met + self.missed,
            Figure::Started => self.started,
            Figure::Met => self.met,
            Figure::Missed => self.missed,
            Figure::ByChange => self.missed_by_change,
            Figure::EnteredLate => self.entered_late,
            Figure::Corrected => self.corrected,
            Figure::Withdrawn => self.withdrawn,
            Figure::Running => self.running,
            Figure::RunningLate => self.running_late,
        }
    }
}

fn targets(conn: &mut Conn, desk: &Desk, selection: &Selection) -> Result<Vec<TargetRow>, Denied> {
    let division = Division { by: By::Nothing, versions: true };
    let mut rows = figures(conn, selection, &division, false)?;
    let narrow = &selection.narrow;
    let asked = |wanted: &Option<String>, key: &str| wanted.as_deref().is_none_or(|wanted| wanted == key);
    let mut ordered = Vec::new();
    for agreement in &desk.agreements {
        for target in &agreement.targets {
            let key = group(&agreement.key, &agreement.version, &target.key);
            let shown = asked(&narrow.agreement, &agreement.key)
                && asked(&narrow.version, &agreement.version)
                && asked(&narrow.target, &target.key);
            if let Some(row) = rows.remove(&key).or_else(|| shown.then(|| empty(&key))) {
                ordered.push(row);
            }
        }
    }
    // What earlier versions of the desk file left comes after what is in force.
    ordered.extend(rows.into_values());
    ordered.iter_mut().for_each(|row| judge(desk, row));
    Ok(ordered)
}

fn causes(conn: &mut Conn, selection: &Selection) -> Result<Vec<CauseRow>, Denied> {
    let division = Division { by: By::Cause, versions: false };
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for count in report_count(conn, selection, &division, Figure::Missed)? {
        *sums.entry(count.group.key).or_default() += count.count;
    }
    let mut rows: Vec<CauseRow> = sums
        .into_iter()
        .map(|(cause, missed)| CauseRow { cause: Some(cause).filter(|c| !c.is_empty()), missed })
        .collect();
    rows.sort_by_key(|row| (row.cause.is_none(), -row.missed));
    Ok(rows)
}

/// A whole target.
pub(super) fn group(agreement: &str, version: &str, target: &str) -> Group {
    let own = str::to_owned;
    Group { agreement: own(agreement), version: own(version), target: own(target), key: String::new() }
}

fn empty(group: &Group) -> TargetRow {
    TargetRow {
        agreement: group.agreement.clone(),
        version: group.version.clone(),
        target: group.target.clone(),
        ..TargetRow::default()
    }
}

/// Share and verdict.
pub(super) fn judge(desk: &Desk, row: &mut TargetRow) {
    let share = ::sla::Share { met: row.met, missed: row.missed };
    row.basis_points = share.basis_points();
    row.share = row.basis_points.and_then(decimal);
    let objective = desk.target(&row.agreement, &row.version, &row.target).and_then(|target| target.wanted);
    row.objective = objective.map(|objective| objective.to_string());
    row.fulfilled = objective.and_then(|objective| objective.fulfilled(share));
}

/// Parts of ten thousand as a number: at most 10 000, so exact with four decimals.
pub(super) fn decimal(basis_points: i64) -> Option<f64> {
    i32::try_from(basis_points).ok().map(|bp| f64::from(bp) / 10_000.0)
}
