//! Reports for managers: figures that hold up in a dispute.

mod applied;
mod asked;
mod breaches;
mod cases;
mod clocks;
mod effort;
mod groups;
mod hours;
mod mails;
mod operations;
mod sla;
mod staffing;
mod telephone;
mod trend;
mod volumes;
mod waiting;
mod worst;

pub use ::sla::{Every, Span};
pub use applied::{AppliedRule, Condition};
pub use asked::{Dimension, SlaAsked, SlaFilter, length_of, whole_month};
pub use breaches::{BreachRow, GivenCause, Held, HeldPhase};
pub use cases::{Behind, CaseRow, Cases, Mark};
pub use clocks::{ClocksPage, ListedClock};
pub use effort::{EffortReport, EffortRow, EffortSum, PlanRow};
pub use groups::GroupRow;
pub use hours::{Hour, hour_key};
pub use mails::{
    MailCounts, MailFigure, MailRow, MailVerdict, MailboxRow, MailsAsked, MailsReport, ReasonRow,
};
pub use operations::period_before;
pub use operations::{
    CaseLine, Cause, Difference, Level, Month, MonthLevel, Named, ObjectiveLine, OperationsAsked,
    OperationsCase, OperationsCases, OperationsReport, ReceptionLine, Told, VolumeLine, WindowLine,
    differences, operations_figure,
};
pub use sla::{CauseRow, SlaReport, TargetRow};
pub use staffing::{Achieved, HourStaffing, LineStaffing, Method, Spot, StaffingReport, Work};
pub use store::report::Figure;
pub use telephone::{AnswerFigures, DayRow, DirectFigures, TelephoneReport};
pub use trend::{TrendFigures, TrendPeriod};
pub use volumes::{Group, VolumeFigure, VolumesReport, Which, which};
pub use waiting::{QueueRow, WaitingReport, WaitingRow};
pub use worst::WorstRow;

pub(crate) use asked::period;
pub(crate) use breaches::holdings;
pub(crate) use hours::hour_of;
