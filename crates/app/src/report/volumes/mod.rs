//! Volume statistics (SRS-17, LC-08, SRS-08) with the share user support solves itself (SRS-25): what came, how it came
//! and from whom, who solved it, what was reopened, how old what is left is. Facts about a case are those it has now.

mod cases;
mod facts;
mod figures;

use crate::report::asked::period;
use crate::{App, Denied, Moment};
use chrono::{NaiveDate, TimeDelta};
use desk::{Desk, Principal};
use facts::{TYPES, facts};
use figures::{AGES, WHOLE, figures, level};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use store::Conn;
use store::ticket::Filter;
use ticket::{Channel, Ticket};

pub(super) use facts::{Facts, Span};

pub use cases::{CaseRow, Cases, which};
pub use figures::{Group, Which, hour_key};

/// Cases read at once.
const BLOCK: i64 = 500;

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

/// One figure: a number of cases, which [`App::volume_cases`] lists.
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
            walk(conn, &desk, span, scopes.as_ref(), 0, |ticket, facts| {
                for which in figures(&desk, ticket, facts) {
                    *counts.entry(which).or_default() += 1;
                }
                Ok(ControlFlow::Continue(()))
            })
        })?;
        let (zone, key) = (desk.zone.clone(), desk.key.clone());
        Ok(VolumesReport { desk: key, from, to, zone, figures: ordered(&desk, counts) })
    }
}

impl App {
    /// What a reader's scopes let through. Every case of a desk carries the desk's scope: who has it needs no join.
    pub(super) fn report_scopes(&self, principal: &Principal, desk: &Desk) -> Option<BTreeSet<String>> {
        if principal.sees_all(desk) { None } else { self.scopes(principal) }
    }
}

pub(super) fn span(desk: &Desk, (from, to): (NaiveDate, NaiveDate), now: Moment) -> Result<Span, Denied> {
    let (from, to) = period(desk, from, to)?;
    // What happened this very moment counts.
    Ok(Span { from, to, end: to.min(now + TimeDelta::microseconds(1)) })
}

/// Every case that may count, in the order of their ids, with what it counts as.
pub(super) fn walk(
    conn: &mut Conn,
    desk: &Desk,
    span: Span,
    scopes: Option<&BTreeSet<String>>,
    mut after: i64,
    mut each: impl FnMut(&Ticket, &Facts) -> Result<ControlFlow<()>, Denied>,
) -> Result<(), Denied> {
    loop {
        let ids = store::volume::volume_ids(conn, &desk.key, (span.from, span.to), scopes, after, BLOCK)?;
        let Some(last) = ids.last().copied() else { return Ok(()) };
        let events = store::volume::volume_events(conn, &ids, &TYPES)?;
        let filter = Filter { ids: Some(ids), limit: BLOCK, ..Filter::default() };
        let mut tickets = store::ticket::ticket_list(conn, &filter, scopes)?;
        tickets.sort_by_key(|(ticket, _)| ticket.id);
        for (ticket, _) in &tickets {
            let list = events.get(&ticket.id).map(Vec::as_slice).unwrap_or_default();
            let facts = facts(list, span, |line| level(desk, line));
            if each(ticket, &facts)?.is_break() {
                return Ok(());
            }
        }
        after = last;
    }
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
