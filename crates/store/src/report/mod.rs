//! Figures for reports on service levels, counted by the database, and the clocks behind each. Every outcome counts in
//! the period in which it was decided.

mod count;
mod list;
mod rank;
mod selection;
mod sql;
mod stopped;

pub use count::{By, Count, Division, Group, report_count, report_counts};
pub use list::{Listed, report_list};
pub use rank::{Times, Worst, report_times, report_worst};
pub use selection::{Figure, Narrow, Selection};
pub use stopped::{Stopped, report_stopped};
