//! Volume statistics (SRS-17, LC-08, SRS-08) with the share user support solves itself (SRS-25): what came, how it came
//! and from whom, who solved it, what was reopened, how old what is left is. Facts about a case are those it has now.

mod facts;
mod figures;

use super::cases::{Span, Wanted, span, walk};
use crate::{App, Denied, Moment};
use chrono::NaiveDate;
use desk::{Desk, Principal};
use facts::facts;
use figures::{AGES, WHOLE, figures, level};
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use ticket::{Channel, Event, Ticket};

pub(super) use facts::{Facts, TYPES};
pub use figures::{Group, Which, which};

/// The statistics of one desk and period.
#[derive(Debug, Clone, Serialize)]
pub struct VolumesReport {
    /// Desk key.
    pub desk: String,
    /// First local date.
    pub from: NaiveDate,
    /// Local date it ends before.
    pub to: NaiveDate,
    /// Zone of the dates and hours.
    pub zone: String,
    /// Every figure, by group; within it in the order of the desk file. Hours only where something came.
    pub figures: Vec<VolumeFigure>,
}

/// One figure: a number of cases, which [`App::figure_cases`] lists.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VolumeFigure {
    /// What it is divided by.
    pub group: Group,
    /// Which of it; empty where nobody stated it.
    pub key: String,
    /// Cases.
    pub count: i64,
    /// Of the arrived, solved or open that the group divides, cut after four decimals; none of none, nor of hours.
    pub share: Option<f64>,
    /// The same in parts of ten thousand.
    #[serde(skip)]
    pub basis_points: Option<i64>,
}

impl VolumesReport {
    /// A figure; 0 where no case was counted.
    pub fn count(&self, group: Group, key: &str) -> i64 {
        self.figures.iter().find(|f| f.group == group && f.key == key).map_or(0, |f| f.count)
    }
}

impl App {
    /// The statistics for local dates from `from` to before `to`.
    ///
    /// # Errors
    /// An unknown desk, a period that ends before it begins or lies out of range, no permission.
    pub fn volumes_report(
        &self,
        principal: &Principal,
        desk: &str,
        (from, to): (NaiveDate, NaiveDate),
        now: Moment,
    ) -> Result<VolumesReport, Denied> {
        let desk = self.reported(principal, desk)?;
        let span = span(&desk, (from, to), now)?;
        let scopes = self.report_scopes(principal, &desk);
        let mut counts: BTreeMap<Which, i64> = BTreeMap::new();
        self.store.read_long(|conn| {
            counts.clear();
            let wanted = Wanted { scopes: scopes.as_ref(), types: &TYPES, after: 0 };
            walk(conn, &desk, span, wanted, |ticket, events| {
                for which in figures(&desk, ticket, &of(&desk, span, events)) {
                    *counts.entry(which).or_default() += 1;
                }
                Ok(ControlFlow::Continue(()))
            })
        })?;
        let (zone, key) = (desk.zone.clone(), desk.key.clone());
        Ok(VolumesReport { desk: key, from, to, zone, figures: ordered(&desk, counts) })
    }
}

/// What a case is to the statistics of a period.
pub(super) fn of(desk: &Desk, span: Span, events: &[Event]) -> Facts {
    facts(events, span, |line| level(desk, line))
}

/// Whether a figure counts a case.
pub(super) fn counts(desk: &Desk, span: Span, which: &Which, ticket: &Ticket, events: &[Event]) -> bool {
    figures(desk, ticket, &of(desk, span, events)).contains(which)
}

/// The figures in the order of the desk file; what it no longer has comes after, what nobody stated last.
fn ordered(desk: &Desk, mut counts: BTreeMap<Which, i64>) -> Vec<VolumeFigure> {
    let mut list = Vec::new();
    let whole = |key: &str, counts: &BTreeMap<Which, i64>| {
        counts.get(&(Group::Whole, key.to_owned())).copied().unwrap_or_default()
    };
    let (arrived, solved, open) =
        (whole("arrived", &counts), whole("solved", &counts), whole("open", &counts));
    for group in Group::ALL {
        let known: Vec<&str> = match group {
            Group::Whole => WHOLE.to_vec(),
            Group::CaseType => desk.case_types.iter().map(|t| t.key.as_str()).collect(),
            Group::AskerRole => desk.asker_roles.iter().map(|r| r.key.as_str()).collect(),
            Group::Organisation => desk.organisations.iter().map(|o| o.key.as_str()).collect(),
            Group::Channel => Channel::ALL.iter().map(|c| c.as_str()).collect(),
            Group::SolvedBy => desk.chain.lines.iter().map(|l| l.key.as_str()).collect(),
            Group::Age => AGES.iter().map(|(key, _)| *key).collect(),
            Group::Hour => Vec::new(),
        };
        let of = |key: &str| match (group, key) {
            (Group::Whole, "first_contact" | "own") | (Group::SolvedBy, _) => Some(solved),
            (Group::Whole | Group::Hour, _) => None,
            (Group::Age, _) => Some(open),
            _ => Some(arrived),
        };
        let mut put = |key: String, count| {
            let basis_points = of(&key).filter(|of| *of > 0).map(|of| count * 10_000 / of);
            let share = basis_points.and_then(|bp| i32::try_from(bp).ok()).map(|bp| f64::from(bp) / 10_000.0);
            list.push(VolumeFigure { group, key, count, share, basis_points });
        };
        for key in known {
            put(key.to_owned(), counts.remove(&(group, key.to_owned())).unwrap_or_default());
        }
        let rest: Vec<Which> = counts.keys().filter(|(of, _)| *of == group).cloned().collect();
        let (unstated, gone): (Vec<Which>, Vec<Which>) =
            rest.into_iter().partition(|(_, key)| key.is_empty());
        for which in gone.into_iter().chain(unstated) {
            let count = counts.remove(&which).unwrap_or_default();
            put(which.1, count);
        }
    }
    list
}
