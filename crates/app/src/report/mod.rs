//! Reports for managers: figures that hold up in a dispute.

mod breaches;
mod sla;

pub use breaches::{BreachRow, Held};
pub use sla::{SlaReport, TargetRow};

pub(crate) use breaches::holdings;
