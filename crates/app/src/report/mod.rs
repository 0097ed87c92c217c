//! Reports for managers: figures that hold up in a dispute.

mod applied;
mod asked;
mod breaches;
mod clocks;
mod effort;
mod groups;
mod sla;
mod trend;
mod worst;

pub use ::sla::{Every, Span};
pub use applied::{AppliedRule, Condition};
pub use asked::{Dimension, SlaAsked, SlaFilter, length_of};
pub use breaches::{BreachRow, GivenCause, Held, HeldPhase};
pub use clocks::{ClocksPage, ListedClock};
pub use effort::{EffortReport, EffortRow, EffortSum, PlanRow};
pub use groups::GroupRow;
pub use sla::{CauseRow, SlaReport, TargetRow};
pub use store::report::Figure;
pub use trend::{TrendFigures, TrendPeriod};
pub use worst::WorstRow;

pub(crate) use breaches::holdings;
