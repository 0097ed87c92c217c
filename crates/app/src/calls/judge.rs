//! Which promise of an objective judges a call: the one of its day for a mean of days, the one of the period for a share
//! of the whole.

use crate::Moment;
use crate::read::local_date;
use ::sla::{Every, Span};
use chrono::NaiveDate;
use desk::{CallMeasure, CallObjective, Desk, JudgedAgain};
use std::collections::BTreeSet;

/// Finds the promises that judge the calls of a period.
pub(crate) struct CallJudge<'a> {
    desk: &'a Desk,
    period: Option<Span>,
    again: Vec<JudgedAgain>,
}

impl<'a> CallJudge<'a> {
    /// Over the local dates of a period; without one every day stands for itself.
    pub fn new(desk: &'a Desk, period: Option<(NaiveDate, NaiveDate)>, again: Vec<JudgedAgain>) -> Self {
        Self { desk, period: period.map(|(from, to)| Span { from, to }), again }
    }

    /// Keys of the objectives with a measure that the desk has or had.
    pub fn keys(&self, measure: CallMeasure) -> Vec<&'a str> {
        let mut seen = BTreeSet::new();
        let all = self.desk.call_objectives.iter().filter(|o| o.measure == measure);
        all.map(|o| o.key.as_str()).filter(|key| seen.insert(*key)).collect()
    }

    /// The promise of an objective that judges a day; where none does, the newest one, under which its calls are outside.
    pub fn of_day(&self, key: &str, date: NaiveDate) -> Option<&'a CallObjective> {
        let span = |objective: &CallObjective| match (objective.measure, self.period) {
            (CallMeasure::DirectResolution, Some(period)) => Some(period),
            _ => Every::Day.around(date),
        };
        let all = || self.desk.call_objectives.iter().filter(|o| o.key == key);
        let judges = |o: &&CallObjective| {
            let version = span(o).and_then(|span| self.desk.judging(&o.agreement, span, &self.again));
            version == Some(o.version.as_str())
        };
        all().find(judges).or_else(|| all().next())
    }

    /// The same for the day a moment lies on.
    pub fn at(&self, key: &str, at: Moment) -> Option<&'a CallObjective> {
        self.of_day(key, local_date(&self.desk.zone, at))
    }
}
