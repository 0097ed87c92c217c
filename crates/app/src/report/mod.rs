//! Reports for managers: figures that hold up in a dispute.

mod breaches;
mod objectives;
mod reach;
mod sla;

pub use breaches::{BreachRow, Held};
pub use objectives::{BudgetFigure, CaseRow, Figure, FigureCases, ObjectivesReport};
pub use sla::{SlaReport, TargetRow};

pub(crate) use breaches::holdings;
pub(crate) use objectives::{Place, faults, figure};
pub(crate) use reach::Reach;
