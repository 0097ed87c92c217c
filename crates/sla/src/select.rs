//! Which targets apply to a ticket. Refuses to know clocks.

use crate::{Agreement, Calendars, Facts, Metric, Moment, Target};

/// A target that applies, with its agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen<'a> {
    /// The agreement.
    pub agreement: &'a Agreement,
    /// The target.
    pub target: &'a Target,
}

/// The targets of a metric that apply to the facts, for a clock that something at `at` starts: of each agreement,
/// and of each line where targets name lines, the most specific.
///
/// The order: more conditions win; of equally many, the one that sets the earlier field of priority, service,
/// environment, organisation, case type, kind, start, fault, channel; then the nearer
/// organisation, the nearer case type. What is equal still is refused by
/// [`Agreement::check`]; here the first one wins.
pub fn select<'a>(
    agreements: &[&'a Agreement],
    calendars: &Calendars,
    facts: &Facts,
    metric: Metric,
    at: Moment,
) -> Vec<Chosen<'a>> {
    let mut chosen: Vec<Chosen<'a>> = Vec::new();
    for &agreement in agreements {
        for target in agreement.targets.iter().filter(|target| target.metric == metric) {
            let excluded = target.except_channels.contains(&facts.channel);
            if excluded || !target.when.hold(facts, facts.start_of(target, at), calendars) {
                continue;
            }
            let rank = |target: &Target| target.when.rank(facts);
            let rival = chosen
                .iter_mut()
                .find(|other| other.agreement.key == agreement.key && other.target.line == target.line);
            match rival {
                Some(other) if rank(other.target) < rank(target) => other.target = target,
                Some(_) => {}
                None => chosen.push(Chosen { agreement, target }),
            }
        }
    }
    chosen
}
