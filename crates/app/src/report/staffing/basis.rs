//! What a line's work is sized by: its target, the share wanted, its open time.

use super::super::cases::Span;
use super::super::hours::{Hour, hour_of};
use super::Work;
use crate::Moment;
use crate::read::local_date;
use ::sla::{Agreement, Calendar, Every, Metric, Objective, Share, Target, in_force};
use ::staffing::{in_time, mean_wait};
use chrono::{NaiveDate, TimeDelta};
use desk::{CallMeasure, CallObjective, Desk};
use escalation::Line;
use std::sync::Arc;

/// Share wanted where a target states none.
const SUPPOSED: &str = ">= 0.9";
/// Erlang's probabilities are compared in parts of this many.
const PARTS: f64 = 1_000_000.0;

/// How soon work is to begin.
#[derive(Debug, Clone, Copy)]
pub(super) enum Goal {
    /// A share of it within seconds of open time.
    Share { within: i64, wanted: Objective, supposed: bool },
    /// Callers wait so many seconds on average at most.
    Mean { within: i64 },
}

impl Goal {
    /// Seconds.
    pub fn within(self) -> i64 {
        match self {
            Self::Share { within, .. } | Self::Mean { within } => within,
        }
    }

    /// Whether waits keep it.
    pub fn kept(self, waits: &[i64]) -> bool {
        match self {
            Self::Share { within, wanted, .. } => {
                let missed = waits.iter().filter(|wait| **wait > within).count();
                let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
                let share = Share { met: count(waits.len() - missed), missed: count(missed) };
                wanted.fulfilled(share).unwrap_or(true)
            }
            Self::Mean { within } => {
                let (sum, all) = (waits.iter().map(|wait| i128::from(*wait)).sum::<i128>(), waits.len());
                i128::try_from(all).is_ok_and(|all| sum <= i128::from(within) * all)
            }
        }
    }

    /// Whether so many people keep it by Erlang C, where each takes `handling` seconds on average.
    pub fn kept_by_erlang(self, people: u32, load: f64, handling: f64) -> bool {
        let within = number(self.within());
        match self {
            Self::Share { wanted, .. } => {
                #[expect(clippy::cast_possible_truncation, reason = "a share of a million")]
                let met = (in_time(people, load, handling, within) * PARTS) as i64;
                #[expect(clippy::cast_possible_truncation, reason = "a million")]
                let missed = PARTS as i64 - met;
                wanted.fulfilled(Share { met, missed }).unwrap_or(true)
            }
            Self::Mean { .. } => mean_wait(people, load, handling).is_some_and(|mean| mean <= within),
        }
    }
}

/// A count or seconds as a number; exact far beyond what a desk ever sees.
#[expect(clippy::cast_precision_loss, reason = "below 2^53")]
pub(super) fn number(whole: i64) -> f64 {
    whole as f64
}

/// When a desk's first case and first call came.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Begin {
    pub cases: Option<Moment>,
    pub calls: Option<Moment>,
}

/// What one kind of work of one line is sized by.
pub(super) struct Basis<'a> {
    pub desk: &'a Desk,
    pub span: Span,
    /// Where its history begins: time before the first of its kind on the desk says nothing.
    pub from: Moment,
    pub line: &'a str,
    pub source: Source<'a>,
    pub goal: Option<Goal>,
    pub calendar: Option<Arc<Calendar>>,
}

/// What comes, and which target or objective sizes it.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    Cases(Option<&'a Target>),
    Calls(&'a CallObjective),
}

impl Basis<'_> {
    pub fn work(&self) -> Work {
        match self.source {
            Source::Cases(_) => Work::Cases,
            Source::Calls(_) => Work::Calls,
        }
    }

    /// Key of the target or objective.
    pub fn key(&self) -> Option<&str> {
        match self.source {
            Source::Cases(target) => target.map(|target| target.key.as_str()),
            Source::Calls(objective) => Some(&objective.key),
        }
    }

    /// Microseconds of open time between two moments.
    pub fn open_micros(&self, from: Moment, to: Moment) -> i64 {
        match &self.calendar {
            Some(calendar) => calendar.open_micros(from, to),
            None => (to - from).num_microseconds().unwrap_or(i64::MAX).max(0),
        }
    }

    /// Whole seconds of open time since the history began.
    pub fn seconds(&self, at: Moment) -> i64 {
        self.open_micros(self.from, at) / 1_000_000
    }

    /// First local date of the history, and how many there are up to the period's end, or to now.
    pub fn dates(&self) -> (NaiveDate, i64) {
        let date = |at| local_date(&self.desk.zone, at);
        let first = date(self.from);
        (first, ((date(self.span.end - TimeDelta::microseconds(1)) - first).num_days() + 1).max(0))
    }

    /// Whether the line is open.
    pub fn is_open(&self, at: Moment) -> bool {
        self.calendar.as_ref().is_none_or(|calendar| calendar.is_open(at))
    }

    /// The hour of the week something that comes counts in: while closed the one that opens next.
    pub fn hour(&self, at: Moment) -> Hour {
        let opens = self.calendar.as_ref().and_then(|calendar| calendar.next_opening(at));
        hour_of(self.desk, opens.unwrap_or(at))
    }
}

/// The work of every line of the house, lowest line first.
pub(super) fn bases(desk: &Desk, span: Span, begin: Begin) -> Vec<Basis<'_>> {
    let mut lines: Vec<&Line> = desk.chain.lines.iter().filter(|line| !line.supplier).collect();
    lines.sort_by_key(|line| line.level);
    let lowest = lines.first().map(|line| line.key.as_str());
    lines
        .into_iter()
        .flat_map(|line| of_line(desk, (span, begin), &line.key, lowest == Some(&line.key)))
        .collect()
}

/// The cases of a line, and on the lowest the calls by each objective on waiting.
fn of_line<'a>(desk: &'a Desk, (span, begin): (Span, Begin), line: &'a str, lowest: bool) -> Vec<Basis<'a>> {
    let last = local_date(&desk.zone, span.end - TimeDelta::microseconds(1));
    let in_force = |objective: &CallObjective| {
        let version = Every::Day.around(last).and_then(|day| desk.judging(&objective.agreement, day, &[]));
        version == Some(objective.version.as_str())
    };
    let waiting = |objective: &&CallObjective| {
        lowest && objective.measure == CallMeasure::MeanAnswer && in_force(objective)
    };
    let calls = desk.call_objectives.iter().filter(waiting).map(|objective| Basis {
        desk,
        span,
        from: history(desk, span, begin.calls),
        line,
        source: Source::Calls(objective),
        goal: Some(Goal::Mean { within: objective.seconds }),
        calendar: objective.calendar.clone(),
    });
    std::iter::once(of_cases(desk, (span, begin), line, lowest)).chain(calls).collect()
}

/// The basis of a line's cases. Without a target of its own a line keeps the hours of the desk's first target. Hours are
/// those of the calendar in the version that the agreement in force then counted by.
pub(super) fn of_cases<'a>(
    desk: &'a Desk,
    (span, begin): (Span, Begin),
    line: &'a str,
    lowest: bool,
) -> Basis<'a> {
    // The zones were checked with the desk.
    let agreements =
        in_force(&desk.agreements_ever, span.end - TimeDelta::microseconds(1)).unwrap_or_default();
    let own = target(&agreements, line, lowest);
    let hours = own.or_else(|| first(desk, &agreements));
    let calendar = hours.and_then(|(agreement, target)| desk.calendar_of(agreement, target)).cloned();
    let target = own.map(|(_, target)| target);
    let goal = target.and_then(|target| {
        let stated = target.wanted;
        let wanted = stated.or_else(|| Objective::parse(SUPPOSED))?;
        Some(Goal::Share { within: target.seconds, wanted, supposed: stated.is_none() })
    });
    let from = history(desk, span, begin.cases);
    Basis { desk, span, from, line, source: Source::Cases(target), goal, calendar }
}

/// The begin of the period, or of the day on which the first of its kind came where that is later.
fn history(desk: &Desk, span: Span, first: Option<Moment>) -> Moment {
    let day = first.and_then(|at| ::sla::day_start(&desk.zone, local_date(&desk.zone, at)).ok());
    day.map_or(span.from, |day| day.max(span.from))
}

/// A target in an agreement.
type Agreed<'a> = (&'a Agreement, &'a Target);

/// The desk's first target, of the version of its agreement that was in force.
fn first<'a>(desk: &'a Desk, in_force: &[&'a Agreement]) -> Option<Agreed<'a>> {
    let then = |own: &'a Agreement| in_force.iter().copied().find(|a| a.key == own.key).unwrap_or(own);
    desk.agreements.iter().map(then).find_map(|agreement| Some((agreement, agreement.targets.first()?)))
}

/// The target of the agreements in force at the period's end that says how soon work begins on the line; on the lowest
/// also how soon cases are distributed, else answered. Of several the strictest.
fn target<'a>(in_force: &[&'a Agreement], line: &str, lowest: bool) -> Option<Agreed<'a>> {
    let strictest = |fits: &dyn Fn(&Target) -> bool| {
        let all = in_force.iter().flat_map(|agreement| agreement.targets.iter().map(|t| (*agreement, t)));
        all.filter(|(_, target)| fits(target)).min_by_key(|(_, target)| target.seconds)
    };
    strictest(&|t| t.metric == Metric::WorkStarted && t.line.as_deref() == Some(line))
        .or_else(|| strictest(&|t| lowest && t.metric == Metric::Distribution))
        .or_else(|| strictest(&|t| lowest && t.metric == Metric::FirstResponse))
}
