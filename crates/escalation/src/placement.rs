//! Placement: the rules, in the order of the desk file, that say where a new case lands. The first that holds and
//! leads to a queue decides, and its key is kept so that the case can say why it is where it is.

use crate::{Chain, Facts, When};
use ticket::Place;

/// Where a rule leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// One queue.
    Queue(String),
    /// The queue of a line nearest to the requester's organisation: care unit, then region, then central (SRS-02).
    Nearest(String),
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Key, unique in the desk file.
    pub key: String,
    /// When it holds.
    pub when: When,
    /// Where it leads.
    pub to: To,
}

/// Where a case lands, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// Line and queue.
    pub place: Place,
    /// Key of the deciding rule.
    pub rule: String,
}

/// The first rule that holds and leads somewhere. `None` where none does; `stafett check` demands a last rule
/// without conditions, so that a checked desk always places.
pub fn place(chain: &Chain, rules: &[Rule], facts: &Facts) -> Option<Placement> {
    rules.iter().filter(|rule| rule.when.holds(facts)).find_map(|rule| {
        let queue = match &rule.to {
            To::Queue(key) => chain.queue(key),
            To::Nearest(line) => chain.nearest(line, &facts.organisation_path),
        }?;
        let place = Place { line: queue.line.clone(), queue: queue.key.clone() };
        Some(Placement { place, rule: rule.key.clone() })
    })
}
