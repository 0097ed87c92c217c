//! What the API and the console share: the shell's clock and chance, who is asking, refusals to answers.
//!
//! It knows nothing of any single page or route and never touches the database itself.

mod effort;
mod explain;
mod identity;
mod problem;
mod report;
mod shell;
mod writer;

pub use effort::{activity_name, effort_document, effort_table, entries_table, plan_table};
pub use explain::{ClockWords, explanation_words};
pub use identity::{bearer, bearer_session, token_for};
pub use problem::{Problem, blocking, status};
pub use report::{
    FIGURES, breaches_table, cause_name, causes_table, clocks_table, group_name, groups_table, line_name,
    target_name, targets_table, trend_chart, trend_table, trend_targets, worst_table,
};
pub use shell::{Chance, Clock, MovableClock, Shell};
pub use writer::Reports;
