//! Reports for managers: figures that hold up in a dispute.

mod breaches;
mod effort;
mod sla;

pub use breaches::{BreachRow, Held};
pub use effort::{EffortReport, EffortRow, EffortSum, PlanRow};
pub use sla::{SlaReport, TargetRow};
