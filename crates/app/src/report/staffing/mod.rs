//! Staffing (SRS-16): what came to each line in every hour of the week, how long it took, and how many people the line
//! needs from that to keep its targets. An estimate: docs/staffing.md says what it supposes.

mod basis;
mod calls;
mod cases;
mod sized;
mod visits;
mod week;

use super::cases::{Wanted, span, walk};
use super::hours::Hour;
use crate::{App, Denied, Moment};
use basis::{Basis, Begin, bases};
use chrono::NaiveDate;
use desk::Principal;
use serde::Serialize;
use sized::sized;
use std::ops::ControlFlow;
use week::Week;

pub(super) use cases::counts;
pub(super) use visits::TYPES;

/// The staffing of one desk by its history in a period.
#[derive(Debug, Clone, Serialize)]
pub struct StaffingReport {
    /// Desk key.
    pub desk: String,
    /// First local date.
    pub from: NaiveDate,
    /// Local date it ends before.
    pub to: NaiveDate,
    /// Zone of the dates and hours.
    pub zone: String,
    /// Fewer than four weeks of history of something that came: an hour of the week stands for three of its kind at most.
    pub short: bool,
    /// The work of every line of the house, lowest line first; calls after the cases of the line that answers them.
    pub lines: Vec<LineStaffing>,
}

/// What kind of work comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Cases that come to the line.
    Cases,
    /// Telephone calls, by an objective on how long callers wait.
    Calls,
}

impl Work {
    /// The stable key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cases => "cases",
            Self::Calls => "calls",
        }
    }
}

/// How the people were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Erlang C, hour by hour.
    ErlangC,
    /// The history played again.
    Replay,
    /// No target says how soon work is to begin: as many as do the work in the open time.
    Workload,
}

impl Method {
    /// The stable key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ErlangC => "erlang_c",
            Self::Replay => "replay",
            Self::Workload => "workload",
        }
    }
}

/// What the history would have come to with the people of the replay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Achieved {
    /// Share taken in time, in parts of ten thousand, cut.
    Share(i64),
    /// Mean wait in whole seconds, rounded up.
    Mean(i64),
}

/// One kind of work of one line. Seconds are open time.
#[derive(Debug, Clone, Serialize)]
pub struct LineStaffing {
    /// Line key.
    pub line: String,
    /// What comes.
    pub work: Work,
    /// Key of the target or objective that says how soon work is to begin; none where nothing does.
    pub target: Option<String>,
    /// Seconds within which it is to begin; of calls the mean wanted.
    pub within_seconds: Option<i64>,
    /// Share of cases wanted in time, such as `> 0.9`; none of calls.
    pub wanted: Option<String>,
    /// The target wants no share: nine in ten are supposed.
    pub wanted_supposed: bool,
    /// Calendar of the open time; none where it is always open.
    pub calendar: Option<String>,
    /// First local date of the history: the period's, or that of the desk's first case or call where that is later.
    pub since: NaiveDate,
    /// Local dates of the history, up to now.
    pub days: i64,
    /// What came.
    pub arrivals: i64,
    /// Of it while the line was closed.
    pub while_closed: i64,
    /// Of it that somebody had in hand and that is over: the handling time is theirs.
    pub handled: i64,
    /// Mean seconds one of those took of somebody, cut; none where nothing was handled.
    pub handling_seconds: Option<i64>,
    /// People kept busy on average by all that came, over the open time.
    pub busy: Option<f64>,
    /// The same in hundredths, cut.
    #[serde(skip)]
    pub busy_hundredths: Option<i64>,
    /// How the people were found; none where there is nothing to find them from.
    pub method: Option<Method>,
    /// The most people that any hour needs.
    pub people: Option<i64>,
    /// The fewest people, as many in every open hour, with whom the history would have kept the target.
    pub replay_people: Option<i64>,
    /// The share they would have begun in time.
    pub replay_share: Option<f64>,
    /// The mean seconds callers would have waited for them, rounded up.
    pub replay_wait_seconds: Option<i64>,
    /// The same as it was found.
    #[serde(skip)]
    pub achieved: Option<Achieved>,
    /// The hours of the week that were open in the period, Monday's first, and those to which something came.
    pub hours: Vec<HourStaffing>,
}

/// One hour of the week.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HourStaffing {
    /// Weekday and hour, such as `1-07`.
    #[serde(rename = "hour")]
    pub key: String,
    /// The same.
    #[serde(skip)]
    pub hour: Hour,
    /// Seconds it was open in the period.
    pub open_seconds: i64,
    /// What came in it; what came while closed counts where it opens next.
    pub arrivals: i64,
    /// The same for each open hour; none where it was not open.
    pub per_open_hour: Option<f64>,
    /// The same in hundredths, cut.
    #[serde(skip)]
    pub per_hour_hundredths: Option<i64>,
    /// People kept busy on average by what came in it, over its open time; none where nothing was handled at all.
    pub busy: Option<f64>,
    /// The same in hundredths, cut.
    #[serde(skip)]
    pub busy_hundredths: Option<i64>,
    /// Of what came handled.
    pub handled: i64,
    /// Mean seconds one of those took, cut; none where nothing was handled.
    pub handling_seconds: Option<i64>,
    /// People needed; none where the period says nothing of this hour.
    pub people: Option<i64>,
}

/// A figure of the report that counts arrivals of cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Line key.
    pub line: String,
    /// Of this hour of the week alone.
    pub hour: Option<Hour>,
    /// Only what was handled.
    pub handled: bool,
}

/// Something that came to a line.
#[derive(Debug, Clone, Copy)]
struct Came {
    at: Moment,
    /// Seconds of open time it took of somebody, where that is known.
    handling: Option<i64>,
}

impl App {
    /// How many people each line needs by the history of local dates from `from` to before `to`.
    ///
    /// # Errors
    /// An unknown desk, a period that ends before it begins or lies out of range, no permission.
    pub fn staffing_report(
        &self,
        principal: &Principal,
        desk: &str,
        (from, to): (NaiveDate, NaiveDate),
        now: Moment,
    ) -> Result<StaffingReport, Denied> {
        let desk = self.reported(principal, desk)?;
        let span = span(&desk, (from, to), now)?;
        let scopes = self.report_scopes(principal, &desk);
        let callers = self.scopes(principal);
        let reader = store::call::Reader { scopes: callers.as_ref(), user: principal.user() };
        let (bases, visits, calls) = self.store.read_long::<_, Denied>(|conn| {
            let begin = Begin {
                cases: store::volume::volume_begin(conn, &desk.key)?,
                calls: store::call::call_begin(conn, &desk.key)?,
            };
            let bases = bases(&desk, span, begin);
            let mut all = Vec::new();
            let wanted = Wanted { scopes: scopes.as_ref(), types: &TYPES, after: 0 };
            walk(conn, &desk, span, wanted, |_, events| {
                all.extend(visits::visits(events, span.end));
                Ok(ControlFlow::Continue(()))
            })?;
            let calls = calls::came(conn, &desk, span, &bases, reader)?;
            Ok((bases, all, calls))
        })?;
        let mut calls = calls.into_iter();
        let of = |basis: &Basis<'_>| {
            let came = match basis.work() {
                Work::Cases => cases::came(basis, &visits),
                Work::Calls => calls.next().unwrap_or_default(),
            };
            sized(basis, &Week::of(basis), &came)
        };
        let lines: Vec<LineStaffing> = bases.iter().map(of).collect();
        Ok(StaffingReport {
            desk: desk.key.clone(),
            from,
            to,
            zone: desk.zone.clone(),
            short: lines.iter().any(|line| line.arrivals > 0 && line.days < 28),
            lines,
        })
    }
}
