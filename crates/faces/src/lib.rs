//! What the API and the console share: the shell's clock and chance, who is asking, refusals to answers.
//!
//! It knows nothing of any single page or route and never touches the database itself.

mod identity;
mod problem;
mod report;
mod shell;
mod telephone;
mod waiting;

pub use identity::{bearer, bearer_session, token_for};
pub use problem::{Problem, blocking, status};
pub use report::{breaches_table, line_name, target_name, targets_table};
pub use shell::{Chance, Clock, MovableClock, Shell};
pub use waiting::{queue_name, waiting_cases_table, waiting_queues_table};
pub use telephone::{call_objective_name, telephone_days_table, telephone_direct_table};
