//! The telephone report: how long callers waited day by day and the days that missed it, and what was solved at once
//! (WC-02, WC-03).

use super::asked::period;
use crate::calls::{CallFigure, CallJudge, facts, figures};
use crate::rejudge::judged_again;
use crate::{App, Denied};
use chrono::NaiveDate;
use desk::{CallMeasure, CallObjective, Desk, Principal};
use serde::Serialize;
use std::collections::BTreeMap;
use store::call::{CallFilter, Reader, call_list};

/// Calls read at once.
const BLOCK: i64 = 500;

/// The report of one desk and period. Calls count by their begin.
#[derive(Debug, Clone, Serialize)]
pub struct TelephoneReport {
    /// Desk key.
    pub desk: String,
    /// First local date.
    pub from: NaiveDate,
    /// Local date it ends before.
    pub to: NaiveDate,
    /// Zone of the dates.
    pub zone: String,
    /// Waiting, for each objective on it, and of one that was promised otherwise before each promise with its days; once
    /// without where the desk has none.
    pub answer: Vec<AnswerFigures>,
    /// What was solved at once, for each objective on it as it was promised on the first day.
    pub direct: Vec<DirectFigures>,
}

/// How long callers waited.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerFigures {
    /// Objective key.
    pub objective: Option<String>,
    /// The version of its agreement that promised it.
    pub version: Option<String>,
    /// Longest mean wanted, in seconds.
    pub within_seconds: Option<i64>,
    /// Days with calls, in order.
    pub days: Vec<DayRow>,
    /// The days that missed it.
    pub missed_days: Vec<NaiveDate>,
}

/// The calls of one local day.
#[derive(Debug, Clone, Serialize)]
pub struct DayRow {
    /// The day.
    pub date: NaiveDate,
    /// Calls within the objective's hours.
    pub calls: i64,
    /// Of these answered.
    pub answered: i64,
    /// Of these given up by the caller.
    pub abandoned: i64,
    /// Of these neither.
    pub unsettled: i64,
    /// Calls outside the hours, which count nowhere else.
    pub outside: i64,
    /// Answered ones whose ringing is known: those the mean is over.
    pub timed: i64,
    /// What those waited altogether, in microseconds.
    pub waited_micros: i64,
    /// Mean of those in whole seconds, rounded up; none where there are none.
    pub mean_seconds: Option<i64>,
    /// Whether the mean is what is wanted, compared exactly.
    pub kept: Option<bool>,
}

/// What was solved at once of what has a documented solution.
#[derive(Debug, Clone, Serialize)]
pub struct DirectFigures {
    /// Objective key.
    pub objective: String,
    /// The version of its agreement that promised it.
    pub version: String,
    /// Longest call time, in seconds.
    pub within_seconds: i64,
    /// Solved within it.
    pub direct: i64,
    /// Solved later.
    pub not_direct: i64,
    /// Solved at once, but the call's end is not known: in no share.
    pub unknown: i64,
    /// direct / (direct + not_direct), cut after four decimals.
    pub share: Option<f64>,
    /// The same in parts of ten thousand.
    #[serde(skip)]
    pub basis_points: Option<i64>,
    /// Share wanted.
    pub wanted: Option<String>,
    /// Whether the share is what is wanted.
    pub fulfilled: Option<bool>,
}

impl App {
    /// The telephone report for local dates from `from` to before `to`.
    ///
    /// # Errors
    /// An unknown desk, a period that cannot be, no permission.
    pub fn telephone_report(
        &self,
        principal: &Principal,
        desk: &str,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<TelephoneReport, Denied> {
        let desk = self.reported(principal, desk)?;
        let period = period(&desk, from, to)?;
        let scopes = self.scopes(principal);
        let reader = Reader { scopes: scopes.as_ref(), user: principal.user() };
        let again = self.store.read(|conn| judged_again(conn, &desk.key))?;
        let judge = CallJudge::new(&desk, Some((from, to)), again);
        let mut waits = Waits::new(&judge, from);
        let direct = judge.keys(CallMeasure::DirectResolution);
        let direct: Vec<_> = direct.into_iter().filter_map(|key| judge.of_day(key, from)).collect();
        let mut solved: Vec<DirectFigures> = direct.iter().map(|objective| empty(objective)).collect();
        self.store.read_long::<_, Denied>(|conn| {
            let mut filter = CallFilter {
                desks: vec![desk.key.clone()],
                from: Some(period.0),
                to: Some(period.1),
                limit: BLOCK,
                ..CallFilter::default()
            };
            loop {
                let block = call_list(conn, &filter, reader)?;
                for (call, ticket) in &block {
                    let call = facts(&desk, call, ticket.as_ref())?;
                    let date = crate::read::local_date(&desk.zone, call.began_at);
                    waits.add(&desk, &judge, date, &call);
                    for (row, objective) in solved.iter_mut().zip(&direct) {
                        count(row, &figures(&desk, Some(objective), &call));
                    }
                }
                let Some((last, _)) = block.last() else { return Ok(()) };
                filter.after = Some((last.began_at, last.id));
            }
        })?;
        for (row, objective) in solved.iter_mut().zip(&direct) {
            verdict(row, objective);
        }
        Ok(TelephoneReport {
            desk: desk.key.clone(),
            from,
            to,
            zone: desk.zone.clone(),
            answer: waits.figures(),
            direct: solved,
        })
    }
}

/// Waiting in the making: the days of every promise on it, by objective in the order of the desk file.
struct Waits<'a> {
    /// Of each objective its promises with their days, oldest first; a desk without objectives has one without a promise.
    objectives: Vec<(Option<&'a str>, Vec<Waited<'a>>)>,
}

/// Days judged by one promise.
type Waited<'a> = (Option<&'a CallObjective>, BTreeMap<NaiveDate, Day>);

impl<'a> Waits<'a> {
    fn new(judge: &CallJudge<'a>, from: NaiveDate) -> Self {
        let of = |key| (Some(key), vec![(judge.of_day(key, from), BTreeMap::new())]);
        let mut objectives: Vec<_> = judge.keys(CallMeasure::MeanAnswer).into_iter().map(of).collect();
        if objectives.is_empty() {
            objectives.push((None, vec![(None, BTreeMap::new())]));
        }
        Self { objectives }
    }

    fn add(&mut self, desk: &Desk, judge: &CallJudge<'a>, date: NaiveDate, call: &::sla::CallFacts) {
        for (key, promises) in &mut self.objectives {
            let promise = key.and_then(|key| judge.of_day(key, date));
            let version = |promise: Option<&CallObjective>| promise.map(|promise| promise.version.clone());
            let at = promises.iter().position(|(known, _)| version(*known) == version(promise));
            let at = at.unwrap_or_else(|| {
                promises.push((promise, BTreeMap::new()));
                promises.len() - 1
            });
            if let Some((_, days)) = promises.get_mut(at) {
                days.entry(date).or_default().add(call, &figures(desk, promise, call));
            }
        }
    }

    /// Every promise that judged a day, in the order of days; of an objective without calls the one of the first day.
    fn figures(self) -> Vec<AnswerFigures> {
        let mut all = Vec::new();
        for (_, mut promises) in self.objectives {
            promises.sort_by_key(|(_, days)| days.keys().next().copied().unwrap_or(NaiveDate::MAX));
            let judged = promises.iter().filter(|(_, days)| !days.is_empty()).count();
            promises.truncate(judged.max(1));
            all.extend(promises.into_iter().map(|(promise, days)| figures_of(days, promise)));
        }
        all
    }
}

/// A day in the making.
#[derive(Debug, Clone, Copy, Default)]
struct Day {
    inside: ::sla::CallDay,
    outside: i64,
    unsettled: i64,
}

impl Day {
    fn add(&mut self, call: &::sla::CallFacts, figures: &[CallFigure]) {
        if figures.contains(&CallFigure::Outside) {
            self.outside += 1;
            return;
        }
        self.inside.add(call);
        self.unsettled += i64::from(figures.contains(&CallFigure::Unsettled));
    }
}

fn figures_of(days: BTreeMap<NaiveDate, Day>, objective: Option<&CallObjective>) -> AnswerFigures {
    let within = objective.map(|objective| objective.seconds);
    let row = |(date, day): (NaiveDate, Day)| DayRow {
        date,
        calls: day.inside.calls,
        answered: day.inside.answered,
        abandoned: day.inside.abandoned,
        unsettled: day.unsettled,
        outside: day.outside,
        timed: day.inside.timed,
        waited_micros: day.inside.waited_micros,
        mean_seconds: day.inside.mean_seconds(),
        kept: within.and_then(|seconds| day.inside.answered_within(seconds)),
    };
    let days: Vec<DayRow> = days.into_iter().map(row).collect();
    let missed_days = days.iter().filter(|day| day.kept == Some(false)).map(|day| day.date).collect();
    let named = objective.map(|objective| (objective.key.clone(), objective.version.clone()));
    let (objective, version) = named.unzip();
    AnswerFigures { objective, version, within_seconds: within, days, missed_days }
}

fn empty(objective: &CallObjective) -> DirectFigures {
    DirectFigures {
        objective: objective.key.clone(),
        version: objective.version.clone(),
        within_seconds: objective.seconds,
        direct: 0,
        not_direct: 0,
        unknown: 0,
        share: None,
        basis_points: None,
        wanted: objective.share.map(|share| share.to_string()),
        fulfilled: None,
    }
}

fn count(row: &mut DirectFigures, figures: &[CallFigure]) {
    for figure in figures {
        match figure {
            CallFigure::Direct => row.direct += 1,
            CallFigure::NotDirect => row.not_direct += 1,
            CallFigure::Unknown => row.unknown += 1,
            _ => {}
        }
    }
}

fn verdict(row: &mut DirectFigures, objective: &CallObjective) {
    let share = ::sla::Share { met: row.direct, missed: row.not_direct };
    row.basis_points = share.basis_points();
    // At most 10 000: exact as a number with four decimals.
    row.share = row.basis_points.and_then(|bp| i32::try_from(bp).ok()).map(|bp| f64::from(bp) / 10_000.0);
    row.fulfilled = objective.share.and_then(|wanted| wanted.fulfilled(share));
}
