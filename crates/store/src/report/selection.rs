//! Which clocks a figure counts. The same words stand in the count and in the list behind it, so that the two cannot
//! say different things; what is met or missed is the outcome that the clock itself was given.

use super::sql::Sql;
use crate::Moment;
use crate::moment::micros;
use std::collections::BTreeSet;

/// A figure of the report on service levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figure {
    /// Clocks that started in the period.
    Started,
    /// Decided in the period: kept.
    Met,
    /// Decided in the period: not kept.
    Missed,
    /// Of the missed, those that only a change of the facts made.
    ByChange,
    /// Of the met and missed, those of cases that were entered from paper.
    EnteredLate,
    /// Of the met and missed, those a correction judged otherwise than before.
    Corrected,
    /// Decided in the period without a verdict.
    Withdrawn,
    /// Met or missed in the period: what shares and times are of.
    Decided,
    /// Without outcome at the end of the period.
    Running,
    /// Missed and not ended at the end of the period.
    RunningLate,
}

/// Where a figure's clocks lie in time, which is also the order of their list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    Started,
    Decided,
    Running,
    Late,
}

impl Figure {
    /// Every figure.
    pub const ALL: [Self; 10] = [
        Self::Started,
        Self::Met,
        Self::Missed,
        Self::ByChange,
        Self::EnteredLate,
        Self::Corrected,
        Self::Withdrawn,
        Self::Decided,
        Self::Running,
        Self::RunningLate,
    ];

    /// The stable key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Met => "met",
            Self::Missed => "missed",
            Self::ByChange => "missed_by_change",
            Self::EnteredLate => "entered_late",
            Self::Corrected => "corrected",
            Self::Withdrawn => "withdrawn",
            Self::Decided => "decided",
            Self::Running => "running",
            Self::RunningLate => "running_late",
        }
    }

    /// The figure of a key.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|figure| figure.as_str() == text)
    }

    pub(super) fn base(self) -> Base {
        match self {
            Self::Started => Base::Started,
            Self::Running => Base::Running,
            Self::RunningLate => Base::Late,
            _ => Base::Decided,
        }
    }

    /// What a clock within the base must be.
    pub(super) fn test(self) -> &'static str {
        match self {
            Self::Started | Self::Running | Self::RunningLate => "1 = 1",
            Self::Met => "outcome = 'met'",
            Self::Missed => "outcome = 'missed'",
            Self::ByChange => "outcome = 'missed' AND by_change",
            Self::EnteredLate => "outcome IN ('met', 'missed') AND entered_late",
            Self::Corrected => "outcome IN ('met', 'missed') AND corrected",
            Self::Withdrawn => "outcome = 'withdrawn'",
            Self::Decided => "outcome IN ('met', 'missed')",
        }
    }
}

impl Base {
    /// The column its clocks are listed by.
    pub fn column(self) -> &'static str {
        match self {
            Self::Started | Self::Running => "started_at",
            Self::Decided | Self::Late => "decided_at",
        }
    }
}

/// Only clocks with these facts. An empty service, priority or cause stands for none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    /// Agreement key.
    pub agreement: Option<String>,
    /// Agreement version.
    pub version: Option<String>,
    /// Target key.
    pub target: Option<String>,
    /// Line key.
    pub line: Option<String>,
    /// Queue key.
    pub queue: Option<String>,
    /// One of these organisations.
    pub organisations: Option<Vec<String>>,
    /// Service key.
    pub service: Option<String>,
    /// Priority key.
    pub priority: Option<String>,
    /// Cause of the breach.
    pub cause: Option<String>,
}

/// Clocks of a desk and a period.
#[derive(Debug, Clone)]
pub struct Selection {
    /// Desk key.
    pub desk: String,
    /// From.
    pub from: Moment,
    /// To, exclusive.
    pub to: Moment,
    /// Moment, exclusive, at which it is asked what runs.
    pub end: Moment,
    /// Only these.
    pub narrow: Narrow,
    /// Scopes that are read; `None` reads all.
    pub scopes: Option<BTreeSet<String>>,
}

impl Selection {
    /// The condition of a base, beginning with the desk.
    pub(super) fn conditions(&self, base: Base, sql: &mut Sql) {
        let (from, to, end) = (micros(self.from), micros(self.to), micros(self.end));
        match base {
            Base::Started => {
                sql.push("desk = ").text(&self.desk);
                sql.push(" AND started_at >= ").number(from).push(" AND started_at < ").number(to);
            }
            Base::Decided => {
                sql.push("desk = ").text(&self.desk);
                sql.push(" AND decided_at >= ").number(from).push(" AND decided_at < ").number(to);
            }
            // Each half names the desk, so that each finds its own way through an index.
            Base::Running => {
                sql.push("((desk = ").text(&self.desk).push(" AND decided_at IS NULL) OR (desk = ");
                sql.text(&self.desk).push(" AND decided_at >= ").number(end).push("))");
                sql.push(" AND started_at < ").number(end);
            }
            Base::Late => {
                sql.push("outcome = 'missed' AND ((desk = ").text(&self.desk);
                sql.push(" AND stopped_at IS NULL) OR (desk = ").text(&self.desk);
                sql.push(" AND stopped_at >= ").number(end).push(")) AND decided_at < ").number(end);
            }
        }
        self.narrow.conditions(sql);
        if let Some(scopes) = &self.scopes {
            sql.push(" AND ticket IN (SELECT ticket FROM ticket_scopes WHERE scope IN (");
            sql.texts(scopes.iter().map(String::as_str)).push("))");
        }
    }
}

impl Narrow {
    fn conditions(&self, sql: &mut Sql) {
        for (column, value) in [
            ("agreement", &self.agreement),
            ("agreement_version", &self.version),
            ("target", &self.target),
            ("line", &self.line),
            ("queue", &self.queue),
            ("service", &self.service),
            ("priority", &self.priority),
            ("breach_cause", &self.cause),
        ] {
            match value.as_deref() {
                None => {}
                Some("") => {
                    sql.push(" AND ").push(column).push(" IS NULL");
                }
                Some(value) => {
                    sql.push(" AND ").push(column).push(" = ").text(value);
                }
            }
        }
        if let Some(keys) = &self.organisations {
            sql.push(" AND organisation IN (").texts(keys.iter().map(String::as_str)).push(")");
        }
    }
}
