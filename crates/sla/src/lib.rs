//! What is promised, by when, and whether it was kept: calendars, clocks, agreements, attribution, shares.
//!
//! A pure crate: facts and moments in, decisions out. It refuses to know the present time, storage, the ticket's
//! events and workflow (it is told [`Signal`]s instead), who is told of a warning, and any human language.
//!
//! Moments are UTC and whole microseconds; durations inside are whole microseconds in `i64`, targets are given in
//! whole seconds. Local dates and hours are read with the time-zone data compiled in, see [`tzdb_version`].

#![forbid(unsafe_code)]

mod account;
mod agreement;
mod budget;
mod calendar;
mod calendars;
mod calls;
mod check;
mod clock;
mod conditions;
mod due;
mod explain;
mod facts;
mod fault;
mod holidays;
mod local;
mod metric;
mod metrics_table;
mod objective;
mod objectives;
mod outage;
mod own;
mod period;
mod pieces;
mod plan;
mod planner;
mod reasons;
mod reclassify;
mod select;
mod spec;
mod state;
mod zone;

pub use account::{Account, Counted, Rest, Ruling, Run, account};
pub use agreement::{Agreement, Agreements, Repeat, RestorationFrom, Target, in_force};
pub use budget::{Budget, Limit};
pub use calendar::Calendar;
pub use calendars::Calendars;
pub use calls::{CallDay, CallFacts, Direct, call_days};
pub use check::{AgreementFault, VersionFault, check_versions};
pub use clock::{Clock, Stop, Terms};
pub use conditions::Conditions;
pub use due::{DueAnswer, DueFault, DueRequest, Seconds, WeekHours, due};
pub use explain::{Holding, Part, Segment, divide, held_longest, segments};
pub use facts::{Facts, Signal, TimedSignal};
pub use fault::{CalendarFault, DayOf};
pub use holidays::{Country, eves, holidays};
pub use local::{LocalSpan, LocalTime};
pub use metric::Metric;
pub use objective::{Objective, Share};
pub use objectives::{Dimension, Measure, Part as ObjectivePart, PeriodObjective, Wanted, part_key};
pub use outage::{Outage, Stretch, outage};
pub use own::{Own, Trigger};
pub use period::{Every, Span};
pub use plan::{Change, Plan, PlanFault, PlannedClock, next_wake, plan, plan_with_past, step_all};
pub use reasons::{Reason, Verdict, reasons};
pub use select::{Chosen, select};
pub use spec::CalendarSpec;
pub use state::{ClockState, Fired, Outcome, Step, cause_key};
pub use zone::{check_zone, day_start, local_date, local_instant, local_time, tzdb_version};

/// A moment in time, UTC, whole microseconds.
pub type Moment = chrono::DateTime<chrono::Utc>;

/// A local calendar date.
pub type Date = chrono::NaiveDate;
