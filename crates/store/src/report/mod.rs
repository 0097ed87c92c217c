//! Figures for reports on service levels, counted by the database, and the clocks behind each. Every outcome counts in
//! the period in which it was decided.

mod count;
mod list;
mod mails;
mod rank;
mod selection;
mod sql;
mod stopped;

pub use count::{By, Count, Division, Group, report_count, report_counts};
pub use list::{Listed, report_list};
pub use mails::{
    Fate, ListedMail, report_mail_fates, report_mail_reasons, report_mails, report_mails_received,
};
pub use rank::{Times, Worst, report_times, report_worst};
pub use selection::{Figure, Narrow, Selection};
pub use stopped::{Stopped, report_stopped};
