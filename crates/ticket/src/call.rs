//! The moments of a telephone call: what may be stated of them, and how separate reports of one call are put together.

use crate::kind::keyed;
use crate::{Moment, Refusal, Rule};
use serde::{Deserialize, Serialize};

keyed! {
    /// What a call came to.
    CallOutcome {
        /// Solved while it lasted.
        Solved = "solved",
        /// A case was opened from it.
        Case = "case",
        /// The caller gave up before anybody answered.
        Abandoned = "abandoned",
    }
}

/// The moments of one call, as far as they are known. Reports come in any order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CallTimes {
    /// It began to ring.
    pub offered_at: Option<Moment>,
    /// Somebody answered.
    pub answered_at: Option<Moment>,
    /// It ended, answered or not.
    pub ended_at: Option<Moment>,
}

/// The call a ticket was opened from, as its first event keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallSeen {
    /// Row of the call.
    pub call: i64,
    /// When it began to ring, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offered_at: Option<Moment>,
    /// When it was answered, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Moment>,
}

fn refused(rule: Rule, field: &str) -> Refusal {
    Refusal::apart(rule).with("field", field)
}

impl CallTimes {
    /// The earliest moment known: what a call is sorted and counted by.
    pub fn began_at(&self) -> Option<Moment> {
        self.offered_at.or(self.answered_at).or(self.ended_at)
    }

    /// Whether the moments can be those of one call that has been.
    ///
    /// # Errors
    /// A moment in the future, an answer before the ringing, an end before either.
    pub fn check(&self, now: Moment) -> Result<(), Refusal> {
        let stated =
            [("offered_at", self.offered_at), ("answered_at", self.answered_at), ("ended_at", self.ended_at)];
        if let Some((field, _)) = stated.iter().find(|(_, at)| at.is_some_and(|at| at > now)) {
            return Err(refused(Rule::InTheFuture, field));
        }
        let before =
            |later: Option<Moment>, earlier: Option<Moment>| later.zip(earlier).is_some_and(|(l, e)| l < e);
        if before(self.answered_at, self.offered_at) {
            return Err(refused(Rule::AnsweredBeforeOffered, "answered_at"));
        }
        if before(self.ended_at, self.offered_at) || before(self.ended_at, self.answered_at) {
            return Err(refused(Rule::EndedBeforeBegun, "ended_at"));
        }
        Ok(())
    }

    /// The same with what another report of this call adds.
    ///
    /// # Errors
    /// The two say different things of one moment.
    pub fn with(&self, other: &Self) -> Result<Self, Refusal> {
        Ok(Self {
            offered_at: same("offered_at", self.offered_at, other.offered_at)?,
            answered_at: same("answered_at", self.answered_at, other.answered_at)?,
            ended_at: same("ended_at", self.ended_at, other.ended_at)?,
        })
    }
}

/// What is known of a field once another report was heard.
///
/// # Errors
/// Both say something, and not the same.
pub fn same<T: PartialEq>(field: &str, known: Option<T>, told: Option<T>) -> Result<Option<T>, Refusal> {
    match (known, told) {
        (Some(known), Some(told)) if known != told => Err(refused(Rule::CallDiffers, field)),
        (known, told) => Ok(known.or(told)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Option<Moment> {
        Moment::from_timestamp(seconds, 0)
    }

    fn times(offered: i64, answered: i64, ended: i64) -> CallTimes {
        let some = |n| if n < 0 { None } else { at(n) };
        CallTimes { offered_at: some(offered), answered_at: some(answered), ended_at: some(ended) }
    }

    #[test]
    fn a_call_goes_forward_and_has_been() {
        for (call, rule) in [
            (times(10, 10, 10), None),
            (times(10, -1, 40), None),
            (times(-1, 20, 40), None),
            (times(10, 9, 40), Some(Rule::AnsweredBeforeOffered)),
            (times(10, -1, 9), Some(Rule::EndedBeforeBegun)),
            (times(10, 20, 19), Some(Rule::EndedBeforeBegun)),
            (times(10, 20, 101), Some(Rule::InTheFuture)),
        ] {
            assert_eq!(call.check(at(100).unwrap()).err().map(|r| r.rule), rule, "{call:?}");
        }
    }

    #[test]
    fn reports_of_one_call_add_up_in_any_order_and_may_not_differ() {
        let parts = [times(10, -1, -1), times(-1, 20, -1), times(-1, -1, 40)];
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
            let mut known = CallTimes::default();
            for part in order {
                known = known.with(&parts[part]).unwrap();
            }
            assert_eq!(known, times(10, 20, 40));
            assert_eq!(known.with(&parts[0]), Ok(known), "the same again changes nothing");
        }
        let differs = times(10, -1, -1).with(&times(11, -1, -1)).unwrap_err();
        assert_eq!((differs.rule, differs.facts["field"].as_str()), (Rule::CallDiffers, "offered_at"));
    }
}
