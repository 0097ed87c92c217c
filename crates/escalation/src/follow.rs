//! What follows by itself when a clock warns or breaches or a timer comes due: desk rules to consequences.

use crate::{Facts, When};

/// What set it off.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant says what its fields are")]
pub enum On {
    /// A clock reached this share of its target, in per cent; of one target, or of any.
    Warned { target: Option<String>, percent: Option<i32> },
    /// A clock passed its due moment; of one target, or of any.
    Breached { target: Option<String> },
    /// A timer came due.
    Timer { key: String },
    /// A budget is passed, or will be if it goes on so; of one objective, or of any.
    Budget { objective: Option<String> },
}

/// What is to happen.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant says what its fields are")]
pub enum Consequence {
    /// Mail to everybody in a role who may read the case.
    Tell { role: String },
    /// Escalate to what is next.
    Escalate,
    /// Escalate to a queue.
    EscalateTo { queue: String },
    /// Raise the priority by one step of the desk's order.
    RaisePriority,
    /// Mail the requester that an answer is awaited.
    Remind,
    /// Resume a case that rested.
    Resume,
    /// Close a resolved case with what is registered.
    Close,
    /// Solve a case whose requester was sought often enough as not reached; where they were not, nothing.
    NotReached,
}

/// One rule of the desk file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowRule {
    /// Key.
    pub key: String,
    /// What sets it off.
    pub on: On,
    /// Conditions on the case.
    pub when: When,
    /// What happens, in order.
    pub then: Vec<Consequence>,
}

impl On {
    /// Whether what happened is what the rule waits for. A rule that names no target or share takes any.
    fn meets(&self, happened: &Self) -> bool {
        fn same<T: PartialEq>(wanted: &Option<T>, got: &Option<T>) -> bool {
            wanted.is_none() || wanted == got
        }
        match (self, happened) {
            (Self::Warned { target, percent }, Self::Warned { target: t, percent: p }) => {
                same(target, t) && same(percent, p)
            }
            (Self::Breached { target }, Self::Breached { target: t }) => same(target, t),
            (Self::Timer { key }, Self::Timer { key: k }) => key == k,
            (Self::Budget { objective }, Self::Budget { objective: o }) => same(objective, o),
            _ => false,
        }
    }
}

/// Every rule that something sets off, in the order of the desk file.
pub fn follow<'a>(rules: &'a [FollowRule], happened: &On, facts: &Facts) -> Vec<&'a FollowRule> {
    rules.iter().filter(|rule| rule.on.meets(happened) && rule.when.holds(facts)).collect()
}
