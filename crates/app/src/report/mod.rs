//! Reports for managers: figures that hold up in a dispute.

mod breaches;
mod sla;
mod volumes;

pub use breaches::{BreachRow, Held};
pub use sla::{SlaReport, TargetRow};
pub use volumes::{CaseRow, Cases, Figure, Group, VolumesReport, Which, hour_key, which};
