//! Which figures a case is counted in: one answer for the count and for the list behind it, so that they cannot differ.

use super::facts::Facts;
use crate::Denied;
use crate::report::hours::hour_of;
use desk::Desk;
use serde::Serialize;
use ticket::Ticket;

/// What figures are divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// The whole: `arrived`, `solved`, `first_contact` and `own` of the solved, `reopened`, `open`.
    Whole,
    /// Arrived, by case type.
    CaseType,
    /// Arrived, by asker role (SRS-08).
    AskerRole,
    /// Arrived, by organisation.
    Organisation,
    /// Arrived, by the way they came.
    Channel,
    /// Solved, by the highest line that had the case.
    SolvedBy,
    /// Open at the end of the period, by age in days.
    Age,
    /// Arrived, by local weekday (1 is Monday) and hour: `1-07`.
    Hour,
}

impl Group {
    /// Every one, in the order of reports.
    pub const ALL: [Self; 8] = [
        Self::Whole,
        Self::CaseType,
        Self::AskerRole,
        Self::Organisation,
        Self::Channel,
        Self::SolvedBy,
        Self::Age,
        Self::Hour,
    ];

    /// The stable key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::CaseType => "case_type",
            Self::AskerRole => "asker_role",
            Self::Organisation => "organisation",
            Self::Channel => "channel",
            Self::SolvedBy => "solved_by",
            Self::Age => "age",
            Self::Hour => "hour",
        }
    }

    /// The group of a key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.as_str() == key)
    }
}

/// Keys of [`Group::Whole`], in the order of reports.
pub(super) const WHOLE: [&str; 6] = ["arrived", "solved", "first_contact", "own", "reopened", "open"];

/// Keys of [`Group::Age`]: the days from and to before which an open case is old.
pub(super) const AGES: [(&str, i64); 6] =
    [("0-1", 1), ("1-3", 3), ("3-7", 7), ("7-30", 30), ("30-90", 90), ("90-", i64::MAX)];

/// One figure of a report: a group and a key in it. What nobody stated has an empty key.
pub type Which = (Group, String);

/// A figure by the name faces give it: group and key with a colon between, such as `channel:mail`.
///
/// # Errors
/// A group that is none.
pub fn which(text: &str) -> Result<Which, Denied> {
    let (group, key) = text.split_once(':').unwrap_or((text, ""));
    let group = Group::parse(group).ok_or_else(|| {
        Denied::unknown("figure", Group::ALL.map(|g| format!("{}:…", g.as_str())).iter().map(String::as_str))
    })?;
    Ok((group, key.to_owned()))
}

/// Every figure a case is counted in.
pub(super) fn figures(desk: &Desk, ticket: &Ticket, facts: &Facts) -> Vec<Which> {
    let mut found: Vec<Which> = Vec::new();
    let mut put = |group, key: &str| found.push((group, key.to_owned()));
    if facts.arrived {
        put(Group::Whole, "arrived");
        put(Group::CaseType, ticket.case_type.as_deref().unwrap_or_default());
        put(Group::AskerRole, ticket.asker_role.as_deref().unwrap_or_default());
        put(Group::Organisation, &ticket.organisation);
        put(Group::Channel, ticket.channel.as_str());
        put(Group::Hour, &hour_of(desk, ticket.opened_at).key());
    }
    if let Some(solved) = &facts.solved {
        put(Group::Whole, "solved");
        put(Group::SolvedBy, &solved.line);
        if solved.first_contact {
            put(Group::Whole, "first_contact");
        }
        if level(desk, &solved.line) == lowest(desk) {
            put(Group::Whole, "own");
        }
    }
    if facts.reopened {
        put(Group::Whole, "reopened");
    }
    if let Some(age) = facts.age {
        put(Group::Whole, "open");
        let days = age.num_days();
        put(Group::Age, AGES.iter().find(|(_, below)| days < *below).map_or("90-", |(key, _)| key));
    }
    found
}

/// How high a line is; one the desk no longer has is above all, for nobody can say it was user support.
pub(super) fn level(desk: &Desk, line: &str) -> i32 {
    desk.chain.line(line).map_or(i32::MAX, |line| line.level)
}

fn lowest(desk: &Desk) -> i32 {
    desk.chain.lines.iter().map(|line| line.level).min().unwrap_or_default()
}
