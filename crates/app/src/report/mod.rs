//! Reports for managers: figures that hold up in a dispute.

mod breaches;
mod sla;
mod telephone;
mod waiting;

pub use breaches::{BreachRow, Held};
pub(crate) use sla::period_of;
pub use sla::{SlaReport, TargetRow};
pub use waiting::{QueueRow, WaitingReport, WaitingRow};
pub use telephone::{AnswerFigures, DayRow, DirectFigures, TelephoneReport};
