//! Conditions under which a target runs, and how specific they are. Refuses to know durations.

use crate::{Calendars, Facts, Moment};

/// Conditions of a target: every list that is not empty must hold the fact, or one of its path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conditions {
    /// Kinds.
    pub kind: Vec<String>,
    /// Case types; one matches with all below it.
    pub case_type: Vec<String>,
    /// Services.
    pub service: Vec<String>,
    /// Environments.
    pub environment: Vec<String>,
    /// Priorities.
    pub priority: Vec<String>,
    /// Organisations; one matches with all below it.
    pub organisation: Vec<String>,
    /// Channels.
    pub channel: Vec<String>,
    /// Faults only.
    pub fault: bool,
    /// Only where the clock's start lies within this calendar's hours (WC-07).
    pub begins_inside: Option<String>,
    /// Only where it lies outside them.
    pub begins_outside: Option<String>,
}

/// How specific conditions are; greater wins.
///
/// First the number of conditions that are set. Between equals, what is set of this list decides, the earlier field
/// first: priority, service, environment, organisation, case type, kind, start, fault, channel.
/// Between equals still, the organisation, then the case type, that matched nearest to the ticket's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    count: usize,
    fields: [bool; 9],
    /// Negated distance up the path, so that nearer is greater.
    organisation: isize,
    case_type: isize,
}

impl Conditions {
    /// Whether the facts meet every condition; `start` is the start of the clock. A start condition on a calendar
    /// that does not exist does not hold; `check` refuses it.
    pub fn hold(&self, facts: &Facts, start: Moment, calendars: &Calendars) -> bool {
        let one = |wanted: &[String], fact: Option<&String>| {
            wanted.is_empty() || fact.is_some_and(|fact| wanted.contains(fact))
        };
        let any = |wanted: &[String], path: &[String]| wanted.is_empty() || nearest(wanted, path).is_some();
        let inside = |key: &String| calendars.get(key).map(|calendar| calendar.is_open(start));
        one(&self.kind, Some(&facts.kind))
            && any(&self.case_type, &facts.case_type_path)
            && one(&self.service, facts.service.as_ref())
            && one(&self.environment, facts.environment.as_ref())
            && one(&self.priority, facts.priority.as_ref())
            && any(&self.organisation, &facts.organisation_path)
            && one(&self.channel, Some(&facts.channel))
            && (facts.fault || !self.fault)
            && self.begins_inside.as_ref().is_none_or(|key| inside(key) == Some(true))
            && self.begins_outside.as_ref().is_none_or(|key| inside(key) == Some(false))
    }

    pub(crate) fn rank(&self, facts: &Facts) -> Rank {
        let distance = |wanted: &[String], path: &[String]| {
            nearest(wanted, path).map_or(0, |steps| isize::try_from(steps).map_or(isize::MIN, |steps| -steps))
        };
        Rank {
            organisation: distance(&self.organisation, &facts.organisation_path),
            case_type: distance(&self.case_type, &facts.case_type_path),
            ..self.rank_without_facts()
        }
    }

    /// The part of the rank that the file alone decides.
    pub(crate) fn rank_without_facts(&self) -> Rank {
        let fields = [
            !self.priority.is_empty(),
            !self.service.is_empty(),
            !self.environment.is_empty(),
            !self.organisation.is_empty(),
            !self.case_type.is_empty(),
            !self.kind.is_empty(),
            self.begins_inside.is_some() || self.begins_outside.is_some(),
            self.fault,
            !self.channel.is_empty(),
        ];
        Rank { count: fields.iter().filter(|set| **set).count(), fields, organisation: 0, case_type: 0 }
    }

    /// The first condition that facts do not meet, by its key in a desk file; `None` where they hold.
    pub(crate) fn failing(
        &self,
        facts: &Facts,
        start: Moment,
        calendars: &Calendars,
    ) -> Option<&'static str> {
        let alone: [(&str, Self); 10] = [
            ("kind", Self { kind: self.kind.clone(), ..Self::default() }),
            ("fault", Self { fault: self.fault, ..Self::default() }),
            ("priority", Self { priority: self.priority.clone(), ..Self::default() }),
            ("service", Self { service: self.service.clone(), ..Self::default() }),
            ("environment", Self { environment: self.environment.clone(), ..Self::default() }),
            ("organisation", Self { organisation: self.organisation.clone(), ..Self::default() }),
            ("case_type", Self { case_type: self.case_type.clone(), ..Self::default() }),
            ("channel", Self { channel: self.channel.clone(), ..Self::default() }),
            ("begins_inside", Self { begins_inside: self.begins_inside.clone(), ..Self::default() }),
            ("begins_outside", Self { begins_outside: self.begins_outside.clone(), ..Self::default() }),
        ];
        alone.into_iter().find(|(_, one)| !one.hold(facts, start, calendars)).map(|(key, _)| key)
    }

    /// How many conditions are set: the first thing that makes one target more specific than another.
    pub fn count(&self) -> usize {
        self.rank_without_facts().count
    }

    /// Whether facts can exist that meet both and rank both alike. Paths are told apart by distance, so they
    /// collide only in a common key. Inside and outside one calendar exclude each other for the same start only.
    pub(crate) fn can_tie(&self, other: &Self, same_start: bool) -> bool {
        let meet =
            |a: &[String], b: &[String]| a.is_empty() || b.is_empty() || a.iter().any(|key| b.contains(key));
        let opposite =
            |inside: &Option<String>, outside: &Option<String>| inside.is_some() && inside == outside;
        let apart = opposite(&self.begins_inside, &other.begins_outside)
            || opposite(&other.begins_inside, &self.begins_outside);
        self.rank_without_facts() == other.rank_without_facts()
            && meet(&self.kind, &other.kind)
            && meet(&self.case_type, &other.case_type)
            && meet(&self.service, &other.service)
            && meet(&self.environment, &other.environment)
            && meet(&self.priority, &other.priority)
            && meet(&self.organisation, &other.organisation)
            && meet(&self.channel, &other.channel)
            && !(same_start && apart)
    }
}

/// Steps up the path to the first key wanted.
fn nearest(wanted: &[String], path: &[String]) -> Option<usize> {
    path.iter().position(|key| wanted.contains(key))
}
