//! Why one target and not another: every target that could have stood in its place, and what decided. Refuses to
//! know clocks.

use crate::{Agreement, Calendars, Facts, Moment, Target};

/// What became of one target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It applies.
    Applies,
    /// It would apply, but another is more specific.
    LessSpecific,
    /// A condition does not hold, by its key in the desk file.
    Condition(&'static str),
    /// It never applies to the channel.
    Channel,
}

/// One target and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason<'a> {
    /// The target.
    pub target: &'a Target,
    /// How many conditions it sets.
    pub conditions: usize,
    /// What became of it.
    pub verdict: Verdict,
}

/// Every target of the agreement that could stand in the place of one, that one included, judged by the facts as
/// [`crate::select`] judges them for a clock that something at `at` starts.
pub fn reasons<'a>(
    agreement: &'a Agreement,
    calendars: &Calendars,
    facts: &Facts,
    target: &Target,
    at: Moment,
) -> Vec<Reason<'a>> {
    let place = agreement.targets.iter().filter(|t| t.metric == target.metric && t.line == target.line);
    let mut list: Vec<Reason<'a>> = place
        .map(|target| {
            let failing = target.when.failing(facts, facts.start_of(target, at), calendars);
            let verdict = if target.except_channels.contains(&facts.channel) {
                Verdict::Channel
            } else {
                failing.map_or(Verdict::LessSpecific, Verdict::Condition)
            };
            Reason { target, conditions: target.when.count(), verdict }
        })
        .collect();
    let mut best: Option<usize> = None;
    for (index, reason) in list.iter().enumerate().filter(|(_, r)| r.verdict == Verdict::LessSpecific) {
        let rank = reason.target.when.rank(facts);
        if best.is_none_or(|best| list[best].target.when.rank(facts) < rank) {
            best = Some(index);
        }
    }
    if let Some(best) = best {
        list[best].verdict = Verdict::Applies;
    }
    list
}
