//! Objectives per period (WC-02 to WC-09, RSI-04, SU-10, SRS-25): one figure for each period and part, and the cases
//! behind each. Every figure is made of integers; shown shares are cut.

mod reach;

use crate::rejudge::judged_again;
use crate::report::period;
use crate::{App, Denied, Moment};
use chrono::{NaiveDate, TimeDelta};
use desk::{Desk, Principal, Promise};
use reach::which;
use serde::Serialize;
use sla::{
    Budget, Dimension, Measure, ObjectivePart, Outage, PeriodObjective, Share, Span, Stretch, Wanted,
    part_key,
};
use std::collections::BTreeMap;
use store::Conn;
use store::objective::{
    ClockRow, Clocks, FaultRow, Sums, objective_clocks, objective_faults, objective_sums,
};

pub(crate) use reach::Reach;

/// Periods of one objective told at once.
const PERIODS_MAX: usize = 400;
const MICROS: i64 = 1_000_000;

/// The figures of a desk's objectives.
#[derive(Debug, Clone, Serialize)]
pub struct ObjectivesReport {
    /// Desk key.
    pub desk: String,
    /// First local date asked for.
    pub from: NaiveDate,
    /// Local date it ends before.
    pub to: NaiveDate,
    /// Zone of the dates.
    pub zone: String,
    /// One for each objective, part and period that has a date in the time asked for; periods are told whole.
    pub figures: Vec<Figure>,
}

/// One figure. Durations are whole seconds, cut.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// Objective key.
    pub objective: String,
    /// Agreement key.
    pub agreement: String,
    /// The version of it that judges the period.
    pub version: String,
    /// share, mean, count, total or availability.
    pub measure: &'static str,
    /// day, week, month, quarter or year.
    pub every: &'static str,
    /// Values it is narrowed to, by dimension.
    pub part: BTreeMap<&'static str, String>,
    /// The same as one word, to ask for its cases by.
    pub part_key: String,
    /// First local date of the period.
    pub from: NaiveDate,
    /// First local date after it.
    pub to: NaiveDate,
    /// Whether the period is over; until then the figure is one so far.
    pub finished: bool,
    /// Cases behind it: clocks of a share or mean, faults of the others.
    pub cases: i64,
    /// The figure: a share or availability from 0 to 1, cut; a count; seconds. None where there is none.
    pub figure: Option<f64>,
    /// The same as an integer: parts of ten thousand, of a million, cases, seconds.
    #[serde(skip)]
    pub whole: Option<i64>,
    /// Met, of a share.
    pub met: Option<i64>,
    /// Missed, of a share.
    pub missed: Option<i64>,
    /// Service time measured, windows taken out, of an availability.
    pub measured_seconds: Option<i64>,
    /// Time out of order in it, of an availability.
    pub out_of_order_seconds: Option<i64>,
    /// What is wanted, such as `> 0.9`, `<= 4` or `<= 36000` seconds.
    pub wanted: Option<String>,
    /// Whether it is, so far; none without a figure.
    pub fulfilled: Option<bool>,
    /// How its budget burns, where it is one.
    pub budget: Option<BudgetFigure>,
}

/// How a budget burns.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct BudgetFigure {
    /// The limit: cases or seconds.
    pub limit: i64,
    /// The part used, cut after four decimals; none of a budget of nothing.
    pub used: Option<f64>,
    /// The same in parts of ten thousand.
    #[serde(skip)]
    pub used_parts: Option<i64>,
    /// How fast: 1 uses it up exactly at the end of the period; cut after two decimals.
    pub rate: Option<f64>,
    /// Cases or seconds at the end of the period if it goes on so; none before a tenth of it has gone by.
    pub forecast: Option<f64>,
    /// The same in hundredths.
    #[serde(skip)]
    pub forecast_hundredths: Option<i64>,
    /// Whether it is passed, or will be if it goes on so.
    pub passes: bool,
}

/// A figure and the cases behind it.
#[derive(Debug, Clone, Serialize)]
pub struct FigureCases {
    /// The figure.
    pub figure: Figure,
    /// As many as it has cases.
    pub items: Vec<CaseRow>,
}

/// One clock or fault behind a figure.
#[derive(Debug, Clone, Serialize)]
pub struct CaseRow {
    /// The case.
    pub reference: String,
    /// Which occurrence of the target, or of the fault where it came back.
    pub occurrence: i32,
    /// met or missed, of a clock.
    pub outcome: Option<String>,
    /// When it began.
    pub began_at: Moment,
    /// When it was decided or ended; none where the fault lasts.
    pub ended_at: Option<Moment>,
    /// Counted seconds of the clock; of a fault its service time within the period.
    pub seconds: i64,
}

/// One figure to be made: an objective, a part of it and a period of local dates.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub promise: &'a Promise,
    pub part: &'a ObjectivePart,
    pub span: Span,
}

impl App {
    /// The figures of a desk's objectives for every period that has a local date in `from..to`.
    ///
    /// # Errors
    /// An unknown desk, a period that ends before it begins or lies out of range, no permission.
    pub fn objectives_report(
        &self,
        principal: &Principal,
        desk: &str,
        (from, to): (NaiveDate, NaiveDate),
        now: Moment,
    ) -> Result<ObjectivesReport, Denied> {
        let desk = self.reported(principal, desk)?;
        period(&desk, from, to)?;
        let again = self.store.read(|conn| judged_again(conn, &desk.key))?;
        let mut places = Vec::new();
        for promise in &desk.promises {
            if promise.objective.every.touching(from, to).nth(PERIODS_MAX).is_some() {
                return Err(Denied::malformed("to", "out_of_range"));
            }
            for part in &promise.objective.parts {
                let spans = promise.objective.every.touching(from, to);
                let judged = spans.filter(|span| desk.judges(promise, *span, &again));
                places.extend(judged.map(|span| Place { promise, part, span }));
            }
        }
        let scopes = self.scopes(principal);
        let figures = self.store.read_long::<_, Denied>(|conn| {
            let mut figures = Vec::new();
            for place in &places {
                let reach = Reach { desk: &desk, scopes: scopes.as_ref(), now };
                figures.push(figure(conn, reach, *place)?);
            }
            Ok(figures)
        })?;
        let zone = desk.zone.clone();
        Ok(ObjectivesReport { desk: desk.key.clone(), from, to, zone, figures })
    }

    /// A figure of an objective and the cases behind it, by the first date of its period and its part as one word; as it
    /// was at the begin of the local date `to` where one is named, and that is not ahead.
    ///
    /// # Errors
    /// An unknown desk, objective or part; a date that is not the first of a period; no permission.
    pub fn objective_cases(
        &self,
        principal: &Principal,
        desk: &str,
        (objective, part): (&str, &str),
        (from, to): (NaiveDate, Option<NaiveDate>),
        now: Moment,
    ) -> Result<FigureCases, Denied> {
        let desk = self.reported(principal, desk)?;
        let now = match to {
            Some(to) => now.min(period(&desk, from, to)?.1 - TimeDelta::microseconds(1)),
            None => now,
        };
        let named = || desk.promises.iter().filter(|promise| promise.objective.key == objective);
        if named().next().is_none() {
            return Err(Denied::unknown("objective", desk.objectives.iter().map(|o| o.key.as_str())));
        }
        let again = self.store.read(|conn| judged_again(conn, &desk.key))?;
        let around = |promise: &Promise| promise.objective.every.around(from);
        let judging = named().find_map(|promise| {
            let span = around(promise).filter(|span| desk.judges(promise, *span, &again))?;
            Some((promise, span))
        });
        let (promise, span) = judging.ok_or_else(|| Denied::malformed("from", "out_of_range"))?;
        period(&desk, span.from, span.to)?;
        let part = promise.objective.parts.iter().find(|p| part_key(p) == part).ok_or_else(|| {
            let all: Vec<String> = promise.objective.parts.iter().map(part_key).collect();
            Denied::unknown("part", all.iter().map(String::as_str))
        })?;
        let scopes = self.scopes(principal);
        self.store.read_long(|conn| {
            let reach = Reach { desk: &desk, scopes: scopes.as_ref(), now };
            let place = Place { promise, part, span };
            Ok(FigureCases { figure: figure(conn, reach, place)?, items: cases(conn, reach, place)? })
        })
    }
}

fn clocks_of(objective: &PeriodObjective) -> Clocks<'_> {
    let target = objective.target.as_deref().unwrap_or_default();
    match objective.measure {
        Measure::Mean => Clocks::Ended(&objective.agreement, target),
        _ => Clocks::Decided(&objective.agreement, target),
    }
}

fn cases(conn: &mut Conn, reach: Reach<'_>, place: Place<'_>) -> Result<Vec<CaseRow>, Denied> {
    let bounds = period(reach.desk, place.span.from, place.span.to)?;
    let which = which(reach, &place.promise.objective.conditions(place.part));
    if place.promise.objective.measure.is_of_clocks() {
        let all = (0, i64::MAX);
        let bounds = (bounds.0, decided_until(bounds.1, reach.now));
        let rows = objective_clocks(conn, &which, clocks_of(&place.promise.objective), bounds, all)?;
        return Ok(rows.into_iter().map(clock_row).collect());
    }
    let faults = faults(conn, reach, place)?;
    let calendar = place.promise.calendar.as_deref();
    let row = |fault: FaultRow| {
        let own = sla::outage(&[(fault.began, fault.ended)], &[], bounds, reach.now, calendar);
        CaseRow {
            reference: fault.reference,
            occurrence: fault.occurrence,
            outcome: None,
            began_at: fault.began,
            ended_at: fault.ended,
            seconds: own.total / MICROS,
        }
    };
    Ok(faults.into_iter().map(row).collect())
}

fn clock_row(row: ClockRow) -> CaseRow {
    CaseRow {
        reference: row.reference,
        occurrence: row.occurrence,
        outcome: row.outcome,
        began_at: row.started_at,
        ended_at: Some(row.at),
        seconds: row.elapsed_micros / MICROS,
    }
}

/// The faults behind a figure: those that began in the period of a count, those that lasted in it of the others.
pub(crate) fn faults(conn: &mut Conn, reach: Reach<'_>, place: Place<'_>) -> Result<Vec<FaultRow>, Denied> {
    let bounds = period(reach.desk, place.span.from, place.span.to)?;
    let which = which(reach, &place.promise.objective.conditions(place.part));
    let mut faults = objective_faults(conn, &which, bounds)?;
    let until = bounds.1.min(reach.now);
    faults.retain(|fault| match place.promise.objective.measure {
        Measure::Count => fault.began >= bounds.0 && fault.began <= until,
        _ => fault.began < until && fault.ended.is_none_or(|ended| ended > bounds.0),
    });
    Ok(faults)
}

/// Until when clocks of a period count: as of now, or of the end of a report's period, whatever was decided later.
fn decided_until(end: Moment, now: Moment) -> Moment {
    end.min(now + TimeDelta::microseconds(1))
}

/// Windows that every service and environment of a figure has.
fn windows(desk: &Desk, place: Place<'_>) -> Vec<(Moment, Moment)> {
    let when = place.promise.objective.conditions(place.part);
    let covers = |window: &[String], figure: &[String]| {
        window.is_empty() || (!figure.is_empty() && figure.iter().all(|key| window.contains(key)))
    };
    let own = desk
        .windows
        .iter()
        .filter(|w| covers(&w.services, &when.service) && covers(&w.environments, &when.environment));
    own.map(|w| (w.begins, w.ends)).collect()
}

/// Makes one figure.
pub(crate) fn figure(conn: &mut Conn, reach: Reach<'_>, place: Place<'_>) -> Result<Figure, Denied> {
    let Place { promise: Promise { objective, .. }, part, span } = place;
    let bounds = period(reach.desk, span.from, span.to)?;
    let mut figure = Figure {
        objective: objective.key.clone(),
        agreement: objective.agreement.clone(),
        version: place.promise.version.clone(),
        measure: objective.measure.as_str(),
        every: objective.every.as_str(),
        part: part.iter().map(|(dimension, value)| (Dimension::as_str(*dimension), value.clone())).collect(),
        part_key: part_key(part),
        from: span.from,
        to: span.to,
        finished: bounds.1 <= reach.now,
        cases: 0,
        figure: None,
        whole: None,
        met: None,
        missed: None,
        measured_seconds: None,
        out_of_order_seconds: None,
        wanted: objective.wanted.map(wanted),
        fulfilled: None,
        budget: None,
    };
    if objective.measure.is_of_clocks() {
        let which = which(reach, &objective.conditions(part));
        let bounds = (bounds.0, decided_until(bounds.1, reach.now));
        let sums = objective_sums(conn, &which, clocks_of(objective), bounds)?;
        of_clocks(&mut figure, objective, sums);
        return Ok(figure);
    }
    let faults = faults(conn, reach, place)?;
    figure.cases = i64::try_from(faults.len()).unwrap_or(i64::MAX);
    let stretches: Vec<Stretch> = faults.iter().map(|fault| (fault.began, fault.ended)).collect();
    let calendar = place.promise.calendar.as_deref();
    let outage = sla::outage(&stretches, &windows(reach.desk, place), bounds, reach.now, calendar);
    of_faults(&mut figure, objective, outage);
    if let Some(limit) = objective.budget() {
        let whole = sla::outage(&[], &[], bounds, bounds.1, calendar).service;
        let used = if objective.measure == Measure::Count { figure.cases } else { outage.total };
        figure.budget = Some(burning(objective.measure, Budget { limit, used, gone: outage.service, whole }));
    }
    Ok(figure)
}

fn of_clocks(figure: &mut Figure, objective: &PeriodObjective, sums: Sums) {
    let share = Share { met: sums.met, missed: sums.missed };
    figure.cases = sums.met + sums.missed;
    if objective.measure == Measure::Share {
        (figure.met, figure.missed) = (Some(sums.met), Some(sums.missed));
        figure.whole = share.basis_points();
        figure.figure = figure.whole.map(|parts| decimals(parts, 10_000));
        if let Some(Wanted::Share(wanted)) = objective.wanted {
            figure.fulfilled = wanted.fulfilled(share);
        }
        return;
    }
    figure.whole = (figure.cases > 0).then(|| sums.elapsed_micros / figure.cases.max(1) / MICROS);
    figure.figure = figure.whole.map(|seconds| decimals(seconds, 1));
    if let Some(Wanted::Limit(limit)) = objective.wanted
        && figure.cases > 0
    {
        figure.fulfilled = Some(limit.kept(sums.elapsed_micros, figure.cases));
    }
}

fn of_faults(figure: &mut Figure, objective: &PeriodObjective, outage: Outage) {
    let (value, unit, raw) = match objective.measure {
        Measure::Count => (Some(figure.cases), 1, figure.cases),
        Measure::Total => (Some(outage.total / MICROS), 1, outage.total),
        _ => {
            figure.measured_seconds = Some((outage.service - outage.windows) / MICROS);
            figure.out_of_order_seconds = Some(outage.outside / MICROS);
            (outage.availability(), 1_000_000, 0)
        }
    };
    figure.whole = value;
    figure.figure = value.map(|value| decimals(value, unit));
    figure.fulfilled = match objective.wanted {
        Some(Wanted::Limit(limit)) => Some(limit.kept(raw, 1)),
        Some(Wanted::Share(wanted)) => {
            let measured = outage.service - outage.windows;
            wanted.fulfilled(Share { met: measured - outage.outside, missed: outage.outside })
        }
        None => None,
    };
}

fn burning(measure: Measure, budget: Budget) -> BudgetFigure {
    // Microseconds become seconds only here, after everything was compared.
    let unit = if measure == Measure::Count { 1 } else { MICROS };
    let forecast_hundredths = budget.forecast_hundredths().map(|forecast| forecast / unit);
    BudgetFigure {
        limit: budget.limit.value / unit,
        used: budget.used_share().map(|parts| decimals(parts, 10_000)),
        used_parts: budget.used_share(),
        rate: budget.rate().map(|rate| decimals(rate, 100)),
        forecast: forecast_hundredths.map(|forecast| decimals(forecast, 100)),
        forecast_hundredths,
        passes: budget.passes(),
    }
}

fn wanted(wanted: Wanted) -> String {
    match wanted {
        Wanted::Share(share) => share.to_string(),
        Wanted::Limit(limit) => {
            let value = if limit.value >= MICROS { limit.value / MICROS } else { limit.value };
            format!("{} {value}", if limit.strict { "<" } else { "<=" })
        }
    }
}

/// An integer of parts as a number: what is told in JSON, never compared.
#[expect(clippy::cast_precision_loss, reason = "figures lie far below 2^53")]
fn decimals(parts: i64, unit: i64) -> f64 {
    parts as f64 / unit as f64
}
