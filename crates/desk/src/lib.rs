//! Desk files: read, checked, compiled into the types of the pure crates; and the policy of who may do what.
//!
//! It compiles and decides nothing but policy. It knows nothing of storage, of faces or of the time.

mod compile;
mod desk;
mod effort;
mod fault;
mod file;
mod policy;
mod promise;
mod promised;
mod receiver;
mod schedule;
mod words;

pub use compile::{read, read_on, read_together};
pub use desk::{
    CaseType, Desk, FaultRules, Item, NotReached, Organisation, Priorities, Role, Sees, Solution, Window,
};
pub use effort::{Activity, Effort, EffortKind, EffortPlan, Payer, price_hundredths};
pub use fault::Fault;
pub use policy::{
    Desks, Membership, Permission, Principal, SYSTEM_ACTS, Scope, System, may, may_log_call, may_open,
    scopes_of_call, scopes_of_ticket,
};
pub use promise::{CallMeasure, CallObjective, JudgedAgain, MailMeasure, MailObjective, Promise};
pub use promised::Promised;
pub use receiver::{PresentedKind, ReportReceiver};
pub use schedule::{FileForm, ReportKind, Schedule};
pub use words::{Name, seconds};
