//! Figures over telephone calls: how long callers waited, day by day, and what was solved at once (WC-02, WC-03).
//! Refuses to know storage and tickets; integers throughout.

use crate::{CalendarFault, Date, Moment, local_date};
use std::collections::BTreeMap;

/// One call as figures see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallFacts {
    /// Earliest moment known: the day it counts on.
    pub began_at: Moment,
    /// It began to ring, where known.
    pub offered_at: Option<Moment>,
    /// It was answered.
    pub answered_at: Option<Moment>,
    /// It ended.
    pub ended_at: Option<Moment>,
    /// The caller gave up.
    pub abandoned: bool,
    /// Its matter has a solution that was documented beforehand.
    pub documented: bool,
    /// It was solved while the call lasted.
    pub solved_at_once: bool,
}

/// What a documented solution came to within a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direct {
    /// Solved at once, within the call time allowed.
    Met,
    /// Solved later, or the call took longer.
    Missed,
    /// Solved at once, but when the call ended is not known.
    Unknown,
}

/// The calls of one local day, by their begin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CallDay {
    /// Calls.
    pub calls: i64,
    /// Of these answered.
    pub answered: i64,
    /// Of these given up by the caller.
    pub abandoned: i64,
    /// Answered ones whose ringing is known: those the mean is over.
    pub timed: i64,
    /// How long those waited altogether, in microseconds.
    pub waited_micros: i64,
}

impl CallFacts {
    /// How a documented solution fared; `None` of a call that was not answered or has none.
    pub fn direct(&self, within_seconds: i64) -> Option<Direct> {
        let answered_at = self.answered_at.filter(|_| self.documented)?;
        if !self.solved_at_once {
            return Some(Direct::Missed);
        }
        Some(match self.ended_at {
            None => Direct::Unknown,
            Some(end) if (end - answered_at).num_microseconds()? <= within_seconds * 1_000_000 => Direct::Met,
            Some(_) => Direct::Missed,
        })
    }
}

impl CallDay {
    /// Takes a call in.
    pub fn add(&mut self, call: &CallFacts) {
        self.calls += 1;
        self.answered += i64::from(call.answered_at.is_some());
        self.abandoned += i64::from(call.abandoned);
        let waited =
            call.offered_at.zip(call.answered_at).and_then(|(from, to)| (to - from).num_microseconds());
        if let Some(waited) = waited {
            self.timed += 1;
            self.waited_micros += waited;
        }
    }

    /// Mean wait in whole seconds, rounded up: a mean that misses never looks kept. `None` where none was timed.
    pub fn mean_seconds(&self) -> Option<i64> {
        let all = self.timed * 1_000_000;
        (all > 0).then(|| (self.waited_micros + all - 1) / all)
    }

    /// Whether the mean is at most so many seconds, compared exactly; `None` where none was timed.
    pub fn answered_within(&self, seconds: i64) -> Option<bool> {
        let allowed = i128::from(seconds) * 1_000_000 * i128::from(self.timed);
        (self.timed > 0).then(|| i128::from(self.waited_micros) <= allowed)
    }
}

/// Calls by the local day they began on; a day without calls is not there.
///
/// # Errors
/// An unknown time zone.
pub fn call_days<'a>(
    zone: &str,
    calls: impl IntoIterator<Item = &'a CallFacts>,
) -> Result<BTreeMap<Date, CallDay>, CalendarFault> {
    let mut days: BTreeMap<Date, CallDay> = BTreeMap::new();
    for call in calls {
        days.entry(local_date(zone, call.began_at)?).or_default().add(call);
    }
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    const BASE: &str = "2026-11-30T10:00:00Z";

    fn call(waited: Option<i64>, talked: Option<i64>) -> CallFacts {
        let offered_at: Moment = BASE.parse().unwrap();
        let answered_at = waited.map(|s| offered_at + TimeDelta::seconds(s));
        CallFacts {
            began_at: offered_at,
            offered_at: Some(offered_at),
            answered_at,
            ended_at: answered_at.zip(talked).map(|(at, s)| at + TimeDelta::seconds(s)),
            abandoned: waited.is_none(),
            documented: true,
            solved_at_once: true,
        }
    }

    /// 30 + 90 = 120 s over two calls is 60: kept. One microsecond more is not, and shows as 61.
    #[test]
    fn the_mean_is_exact_and_abandoned_calls_stand_apart() {
        let days =
            call_days("Europe/Stockholm", &[call(Some(30), None), call(Some(90), None), call(None, None)]);
        let mut day = *days.unwrap().values().next().unwrap();
        assert_eq!((day.calls, day.answered, day.abandoned, day.timed), (3, 2, 1, 2));
        assert_eq!((day.mean_seconds(), day.answered_within(60)), (Some(60), Some(true)));
        day.waited_micros += 1;
        assert_eq!((day.mean_seconds(), day.answered_within(60)), (Some(61), Some(false)));
        let given_up = call_days("Europe/Stockholm", &[call(None, None)]).unwrap();
        let day = given_up.values().next().unwrap();
        assert_eq!((day.mean_seconds(), day.answered_within(60)), (None, None), "nobody answered: no mean");
        assert!(call_days("Europe/Stockholm", &[]).unwrap().is_empty(), "no calls: no day");
    }

    /// 23:30 UTC on the last of November is half past midnight in Stockholm: December's first.
    #[test]
    fn a_call_counts_on_the_local_day_it_began() {
        let late = CallFacts { began_at: "2026-11-30T23:30:00Z".parse().unwrap(), ..call(Some(1), None) };
        let days = call_days("Europe/Stockholm", &[late]).unwrap();
        assert_eq!(days.keys().next().unwrap().to_string(), "2026-12-01");
    }

    #[test]
    fn what_is_documented_is_solved_within_the_call_or_not() {
        assert_eq!(call(Some(1), Some(300)).direct(300), Some(Direct::Met), "at the very end of the time");
        assert_eq!(call(Some(1), Some(301)).direct(300), Some(Direct::Missed));
        assert_eq!(call(Some(1), None).direct(300), Some(Direct::Unknown));
        assert_eq!(call(None, None).direct(300), None, "nobody answered");
        assert_eq!(CallFacts { documented: false, ..call(Some(1), Some(1)) }.direct(300), None);
        assert_eq!(
            CallFacts { solved_at_once: false, ..call(Some(1), None) }.direct(300),
            Some(Direct::Missed)
        );
    }
}
