//! What a ticket is and how it may change.
//!
//! Holds kinds, phases, the workflow as data, events and their fold, conflict sets and refusals. It is pure: facts
//! in, decisions out. It knows nothing of service levels, of how a line is chosen, of storage or of any face.

mod act;
mod call;
mod command;
mod conflict;
mod decide;
mod event;
mod fold;
mod guard;
mod kind;
mod reference;
mod refusal;
mod settle;
mod statement;
mod workflow;

pub use act::Act;
pub use call::{CallOutcome, CallSeen, CallTimes, same};
pub use command::{Classification, Command, Message, Move, Opening, Resolution, Said, Sought, Waiting};
pub use conflict::{Class, class, conflicts_with, stale};
pub use decide::{Decided, Setting, decide, open};
pub use event::{Actor, Audience, Classified, Direction, Event, EventBody, Hop, How, Opened, Paper, Place};
pub use fold::{Ticket, Try, fold};
pub use guard::{Field, missing_fields};
pub use kind::{Channel, Kind, Phase};
pub use reference::{Reference, ReferenceFault};
pub use refusal::{Refusal, Rule};
pub use statement::{
    Began, Change, Correction, FaultSpan, Judged, Proposal, Rejudgement, Stated, Statement, Statements,
    correctable,
};
pub use workflow::{State, Transition, Workflow, WorkflowFault, Workflows};

/// A moment in time, UTC, cut to microseconds by whoever hands it in.
pub type Moment = chrono::DateTime<chrono::Utc>;
