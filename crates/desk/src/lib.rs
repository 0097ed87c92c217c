//! Desk files: read, checked, compiled into the types of the pure crates; and the policy of who may do what.
//!
//! It compiles and decides nothing but policy. It knows nothing of storage, of faces or of the time.

mod compile;
mod desk;
mod fault;
mod file;
mod policy;
mod words;

pub use compile::{read, read_together};
pub use desk::{
    CallMeasure, CallObjective, CaseType, Desk, Item, NotReached, Organisation, Priorities, Role, Sees, Solution,
    TargetFacts,
};
pub use fault::Fault;
pub use policy::{
    Desks, Membership, Permission, Principal, SYSTEM_ACTS, Scope, System, may, may_log_call, may_open,
    scopes_of_call, scopes_of_ticket,
};
pub use words::{Name, seconds};
