//! Reports for managers: figures that hold up in a dispute.

mod breaches;
mod sla;
mod telephone;

pub use breaches::{BreachRow, Held};
pub(crate) use sla::period_of;
pub use sla::{SlaReport, TargetRow};
pub use telephone::{AnswerFigures, DayRow, DirectFigures, TelephoneReport};
