//! What the API and the console share: the shell's clock and chance, who is asking, refusals to answers.
//!
//! It knows nothing of any single page or route and never touches the database itself.

mod board;
mod cases;
mod effort;
mod explain;
mod identity;
mod long;
mod mails;
mod objectives;
mod operations;
mod paper;
mod period;
mod presented;
mod problem;
mod reception;
mod rejudge;
mod report;
mod shell;
mod staffing;
mod stream;
mod telephone;
mod volumes;
mod waiting;
mod writer;

pub use cases::{
    ReadBehind, behind_names, case_cells, case_keys, case_titles, cases_address, staffing_figure,
    volume_figure,
};
pub use effort::activity_name;
pub use explain::{ClockWords, explanation_words};
pub use identity::{bearer, bearer_session, token_for};
pub use long::{breaches_told, from_file, spooled, write_breaches_csv, write_sla_json};
pub use objectives::{figure_cases_table, figure_cell, objective_name, part_words, period_words};
pub use operations::{Links, operations_sections};
pub use paper::{document, handed_out, part, sla_document, targets_chart};
pub use period::{
    Made, PERIOD_REPORTS, PeriodAsked, PeriodReport, Section, coded, page_query, period_document,
    period_report,
};
pub use presented::{
    amendments_part, presented_document, presented_notes, presented_parts, presented_service,
    presented_title, receivers_part,
};
pub use problem::{Problem, allowed_words, blocking, fault_words, replaced_words, status};
pub use rejudge::{ForecastWords, forecast_words, rejudged_period, rejudgement_facts, rejudgements_table};
pub use report::{
    FIGURES, breach_cells, breach_titles, breaches_table, cause_name, causes_table, clocks_table, group_name,
    groups_table, line_name, target_name, targets_table, trend_chart, trend_table, trend_targets,
    worst_table,
};
pub use shell::{Chance, Clock, MovableClock, Shell};
pub use stream::streamed;
pub use telephone::call_objective_name;
pub use volumes::{figure_name, group_title};
pub use writer::Reports;
