//! Agreements: sets of targets, versioned. A target says which metric must be reached within which opening time,
//! under which conditions, in which calendar, and which phases pause it.

use crate::Calendars;
use chrono::NaiveDate;

/// What a clock measures. Starts and stops are fixed by design: see [`crate::plan`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// Ticket made → first taken, assigned by a person, or handed out of the reception queue (WC-05).
    Distribution,
    /// Ticket made → first message to the requester by a person.
    FirstResponse,
    /// Arrival on the measured line → taken there.
    WorkStarted,
    /// Arrival or last information → the next by a person; one clock per occurrence.
    Information,
    /// Fault began, or reported → the service works again. Never pauses.
    Restoration,
    /// The service works again → first message to the requester after it.
    RemedyFeedback,
    /// Ticket made → resolved.
    Resolution,
}

impl Metric {
    /// Every metric with its stable key.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Distribution, "distribution"),
        (Self::FirstResponse, "first_response"),
        (Self::WorkStarted, "work_started"),
        (Self::Information, "information"),
        (Self::Restoration, "restoration"),
        (Self::RemedyFeedback, "remedy_feedback"),
        (Self::Resolution, "resolution"),
    ];

    /// The stable key.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(m, _)| *m == self).map_or("", |(_, key)| key)
    }

    /// The metric of a key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, k)| *k == key).map(|(m, _)| *m)
    }
}

/// Conditions under which a target runs. An empty list takes anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conditions {
    /// Kinds.
    pub kind: Vec<String>,
    /// Case types; one takes those below it too.
    pub case_type: Vec<String>,
    /// Services.
    pub service: Vec<String>,
    /// Environments.
    pub environment: Vec<String>,
    /// Priorities.
    pub priority: Vec<String>,
    /// Organisations; one takes those below it too.
    pub organisation: Vec<String>,
    /// Channels.
    pub channel: Vec<String>,
    /// Only faults.
    pub fault: bool,
    /// Only where the start lies inside this calendar (WC-07).
    pub begins_inside: Option<String>,
    /// Only where the start lies outside this calendar.
    pub begins_outside: Option<String>,
}

/// One target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Key, unique in the desk file.
    pub key: String,
    /// What it measures.
    pub metric: Metric,
    /// Line it is measured on, for `work_started` and `information`.
    pub line: Option<String>,
    /// When it runs.
    pub when: Conditions,
    /// Channels it never runs for (self-service, WC-05).
    pub except_channels: Vec<String>,
    /// Duration in seconds of opening time.
    pub seconds: i64,
    /// Calendar key.
    pub calendar: String,
    /// Phases in which it pauses.
    pub pauses: Vec<String>,
    /// Shares of the target, in per cent, at which it warns; rising.
    pub warn: Vec<i32>,
}

/// A set of targets with a validity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Key.
    pub key: String,
    /// Version.
    pub version: String,
    /// First local date.
    pub valid_from: NaiveDate,
    /// Last local date, exclusive.
    pub valid_to: Option<NaiveDate>,
    /// IANA zone in which its dates and periods are meant.
    pub zone: String,
    /// Targets.
    pub targets: Vec<Target>,
}

/// What makes an agreement unusable, by target key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgreementFault {
    /// The target's calendar, or one of its conditions', is not declared.
    UnknownCalendar(String, String),
    /// The duration is not above zero.
    NoDuration(String),
    /// A warning share outside 1 to 99, or shares that do not rise.
    Warnings(String),
    /// A target measured on a line names none.
    NoLine(String),
    /// Two targets of equal rank take the same case.
    EqualRank(String, String),
}

impl Agreement {
    /// Everything that makes it unusable.
    pub fn check(&self, calendars: &Calendars) -> Vec<AgreementFault> {
        let mut faults = Vec::new();
        for (at, target) in self.targets.iter().enumerate() {
            let key = || target.key.clone();
            let named = [
                Some(&target.calendar),
                target.when.begins_inside.as_ref(),
                target.when.begins_outside.as_ref(),
            ];
            for calendar in named.into_iter().flatten().filter(|c| !calendars.contains_key(*c)) {
                faults.push(AgreementFault::UnknownCalendar(key(), calendar.clone()));
            }
            if target.seconds <= 0 {
                faults.push(AgreementFault::NoDuration(key()));
            }
            let in_range = target.warn.iter().all(|percent| (1..100).contains(percent));
            if !in_range || !target.warn.is_sorted_by(|a, b| a < b) {
                faults.push(AgreementFault::Warnings(key()));
            }
            if target.metric == Metric::WorkStarted && target.line.is_none() {
                faults.push(AgreementFault::NoLine(key()));
            }
            let rivals = self.targets[..at].iter().filter(|other| other.rivals(target));
            faults.extend(rivals.map(|other| AgreementFault::EqualRank(other.key.clone(), key())));
        }
        faults
    }
}

impl Target {
    /// Length in microseconds of opening time.
    pub fn micros(&self) -> i64 {
        self.seconds * 1_000_000
    }

    /// How specific it is: the number of conditions set. Where several targets of one metric match, the higher wins.
    pub fn rank(&self) -> usize {
        let w = &self.when;
        let lists =
            [&w.kind, &w.case_type, &w.service, &w.environment, &w.priority, &w.organisation, &w.channel];
        lists.iter().filter(|list| !list.is_empty()).count()
            + usize::from(w.fault)
            + usize::from(w.begins_inside.is_some() || w.begins_outside.is_some())
    }

    /// Whether both take some case with the same metric, line and rank, so that nothing says which one counts.
    fn rivals(&self, other: &Self) -> bool {
        fn meet(a: &[String], b: &[String]) -> bool {
            a.is_empty() || b.is_empty() || a.iter().any(|x| b.contains(x))
        }
        let (a, b) = (&self.when, &other.when);
        let apart = a.begins_inside.is_some() && a.begins_inside == b.begins_outside
            || a.begins_outside.is_some() && a.begins_outside == b.begins_inside;
        self.metric == other.metric
            && self.line == other.line
            && self.rank() == other.rank()
            && !apart
            && meet(&a.kind, &b.kind)
            && meet(&a.service, &b.service)
            && meet(&a.environment, &b.environment)
            && meet(&a.priority, &b.priority)
            && meet(&a.case_type, &b.case_type)
            && meet(&a.organisation, &b.organisation)
            && meet(&a.channel, &b.channel)
    }
}
