//! What happened to a ticket, as appended facts. Payloads hold ids, keys, numbers and moments only; what a person
//! wrote or is called lies in rows named by id, which the fold never reads. Events carry results, so that folding
//! never needs a desk file.

use crate::kind::keyed;
use crate::statement::{Began, Change, Correction, Judged, Rejudgement};
use crate::{Act, CallSeen, Channel, Kind, Moment, Phase, Refusal, Rule};
use serde::{Deserialize, Serialize};

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum Actor {
    /// A person with a sign-in.
    User(i64),
    /// Somebody known by address or telephone only: a requester.
    Contact(i64),
    /// A named part of the product acting by itself: a pass, the command line.
    System(String),
}

impl Actor {
    /// Whether a human being did it, so that it counts as an answer or as taking a case.
    pub fn is_person(&self) -> bool {
        !matches!(self, Self::System(_))
    }
}

/// A line and one of its queues, by desk key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Line key.
    pub line: String,
    /// Queue key.
    pub queue: String,
}

/// A place a ticket came through on its way up, with who held it there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hop {
    /// Where.
    pub place: Place,
    /// Who had it when it left.
    pub assignee: Option<i64>,
}

keyed! {
    /// The way a ticket changed places.
    How {
        /// Up the chain.
        Escalated = "escalated",
        /// Sideways, to another queue of the same line.
        Forwarded = "forwarded",
        /// Back down.
        Returned = "returned",
    }
}

keyed! {
    /// Who is meant to read a message.
    Audience {
        /// The requester and who takes part on that side.
        Requester = "requester",
        /// The desk's lines within the ticket's visibility.
        Chain = "chain",
        /// The supplier that has the ticket.
        Supplier = "supplier",
    }
}

keyed! {
    /// Which way a message went.
    Direction {
        /// To us.
        In = "in",
        /// From us.
        Out = "out",
    }
}

/// One fact. `seq` counts from 1 without gaps within a ticket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Position within the ticket, from 1.
    pub seq: i64,
    /// When it was written; never falls within a ticket.
    pub recorded_at: Moment,
    /// When it counts from.
    pub effective_at: Moment,
    /// Who did it.
    pub actor: Actor,
    /// Key of the desk rule that decided, if one did.
    pub rule: Option<String>,
    /// Version of the desk file in force.
    pub desk_version: i64,
    /// What it follows from; unique within a ticket, so that what must happen once happens once.
    pub cause: Option<String>,
    /// What happened.
    pub body: EventBody,
}

/// What happened. Released variants never change their meaning or number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each variant says what its fields are")]
#[serde(rename_all = "snake_case", tag = "type", content = "data")]
pub enum EventBody {
    /// The ticket was made and placed.
    Opened(Box<Opened>),
    /// A person became its assignee and began.
    Taken { assignee: i64, state: String, phase: Phase },
    /// A person was given it, or nobody any longer.
    Assigned { assignee: Option<i64> },
    /// It changed places.
    Moved {
        how: How,
        to: Place,
        state: String,
        phase: Phase,
        /// Text rows: what is known, was tried, is ruled out, is wanted next.
        hand_over: Vec<i64>,
        /// Who has it there at once: a return goes to whom it came from.
        assignee: Option<i64>,
    },
    /// Facts about it were set; absent fields stay as they were.
    Classified(Box<Classified>),
    /// Somebody wrote.
    MessageAdded {
        message: i64,
        audience: Audience,
        direction: Direction,
        /// Sent by a machine: counts neither as an answer nor as a question.
        automatic: bool,
        /// An answer a back-office line proposes; nothing reached the requester yet.
        proposal: bool,
    },
    /// The proposed answer went to the requester, as it was or edited, in the named message.
    ProposalSent { message: i64, proposal: i64 },
    /// It rests.
    Waited { state: String, phase: Phase, until: Option<Moment> },
    /// The rest ended.
    Resumed { state: String, phase: Phase },
    /// The service works again, from the effective moment on.
    Restored {
        workaround: Option<i64>,
        /// Text row: why it counts from before it was written.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<i64>,
        /// Who proposed it, where the actor agreed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposed_by: Option<i64>,
    },
    /// The case is solved.
    Resolved { state: String, phase: Phase, solution: String, text: i64 },
    /// A resolved case was taken up again.
    Reopened {
        state: String,
        phase: Phase,
        reason: Option<i64>,
        /// The service works all the same: what was restored stays so.
        #[serde(default)]
        restored: bool,
    },
    /// It ended, with what was confirmed.
    Closed { state: String, phase: Phase, cause_code: String, solution: String },
    /// It was withdrawn.
    Cancelled { state: String, phase: Phase, reason: Option<i64> },
    /// A clock reached a warning share of its target. Steps skipped while the server was down are marked.
    ClockWarned {
        target: String,
        occurrence: i32,
        generation: i32,
        percent: i32,
        reached_at: Moment,
        skipped: bool,
    },
    /// A clock passed its due moment.
    ClockBreached { target: String, occurrence: i32, generation: i32, due_at: Moment, late: bool },
    /// A stop recorded late but effective in time took a breach back.
    BreachUndone { target: String, occurrence: i32, generation: i32 },
    /// A timer of the desk file came due.
    TimerFired { timer: String, occurrence: i32 },
    /// A rule wanted to act and was refused; the role the desk file names was told.
    FollowRefused { act: Option<Act>, rule: Rule, missing: Vec<String> },
    /// A role was told by mail.
    RoleTold { role: String, receivers: i64 },
    /// A person said why a clock was missed; the last word counts.
    BreachExplained { target: String, occurrence: i32, cause: String, text: Option<i64> },
    /// Another ticket may be the same matter, or this may be its answer.
    Related { other: i64, relation: String },
    /// The fault began, or came back, at the effective moment; or it never went.
    FaultBegan {
        how: Began,
        /// Text row.
        reason: Option<i64>,
        /// Who proposed it, where the actor agreed.
        proposed_by: Option<i64>,
    },
    /// A person asks a second one to agree to a change that moves figures.
    Proposed { change: Change, reason: Option<i64> },
    /// A second person agreed; what follows from it comes next.
    Agreed { proposal: i64 },
    /// The proposal came to nothing.
    Declined { proposal: i64, reason: Option<i64> },
    /// Something happened at another moment than recorded: at the effective one.
    Corrected(Correction),
    /// Its clocks of an agreement are judged again from their start under a back-dated version, and from now on.
    Rejudged(Rejudgement),
    /// A correction or rejudgement judged a clock again from its start: both figures.
    ClockRejudged { target: String, occurrence: i32, generation: i32, was: Judged, now: Judged },
    /// The requester was sought in vain while the case waits for them.
    ContactTried { channel: Channel },
}

/// How a ticket began.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// Incident or request.
    pub kind: Kind,
    /// Initial state.
    pub state: String,
    /// Its phase.
    pub phase: Phase,
    /// Where it was placed.
    pub place: Place,
    /// How it came.
    pub channel: Channel,
    /// Organisation key, never empty.
    pub organisation: String,
    /// Contact who told.
    pub requester: i64,
    /// Contact who is hit, where another.
    pub affected: Option<i64>,
    /// Contact who orders, where another.
    pub orderer: Option<i64>,
    /// How many are hit.
    pub affected_count: i32,
    /// Text row of the subject.
    pub subject: i64,
    /// Text row of the description, where there is one.
    pub description: Option<i64>,
    /// Facts known from the start.
    pub facts: Classified,
    /// The call it was opened from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<CallSeen>,
    /// Written on paper first and entered later: the event counts from when it was taken down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<Paper>,
}

/// A case that was written on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Who took it down, where another than who entered it.
    pub taken_by: Option<i64>,
}

/// Facts about a ticket. `None` leaves as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classified {
    /// Corrected kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Case type key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_type: Option<String>,
    /// Service key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Environment key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// Impact key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
    /// Urgency key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<String>,
    /// Priority key, as the desk's matrix gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// Organisation key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Asker role key (SRS-08).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asker_role: Option<String>,
    /// Text row of a new description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<i64>,
    /// When the fault began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault_began_at: Option<Moment>,
    /// Whether the case type marks a fault (counted in fault figures).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<bool>,
}

/// Numbers and names of the event types, in storage and REST. A number is never given twice.
const TYPES: &[(i32, &str)] = &[
    (1, "opened"),
    (2, "taken"),
    (3, "assigned"),
    (4, "moved"),
    (5, "classified"),
    (6, "message_added"),
    (7, "proposal_sent"),
    (8, "waited"),
    (9, "resumed"),
    (10, "restored"),
    (11, "resolved"),
    (12, "reopened"),
    (13, "closed"),
    (14, "cancelled"),
    (15, "clock_warned"),
    (16, "clock_breached"),
    (17, "breach_undone"),
    (18, "timer_fired"),
    (19, "follow_refused"),
    (20, "role_told"),
    (21, "related"),
    (30, "fault_began"),
    (31, "proposed"),
    (32, "agreed"),
    (33, "declined"),
    (34, "corrected"),
    (35, "clock_rejudged"),
    (36, "rejudged"),
    (40, "breach_explained"),
    (50, "contact_tried"),
];

impl EventBody {
    /// The stable number of its type.
    pub fn number(&self) -> i32 {
        match self {
            Self::Opened(_) => 1,
            Self::Taken { .. } => 2,
            Self::Assigned { .. } => 3,
            Self::Moved { .. } => 4,
            Self::Classified(_) => 5,
            Self::MessageAdded { .. } => 6,
            Self::ProposalSent { .. } => 7,
            Self::Waited { .. } => 8,
            Self::Resumed { .. } => 9,
            Self::Restored { .. } => 10,
            Self::Resolved { .. } => 11,
            Self::Reopened { .. } => 12,
            Self::Closed { .. } => 13,
            Self::Cancelled { .. } => 14,
            Self::ClockWarned { .. } => 15,
            Self::ClockBreached { .. } => 16,
            Self::BreachUndone { .. } => 17,
            Self::TimerFired { .. } => 18,
            Self::FollowRefused { .. } => 19,
            Self::RoleTold { .. } => 20,
            Self::Related { .. } => 21,
            Self::FaultBegan { .. } => 30,
            Self::Proposed { .. } => 31,
            Self::Agreed { .. } => 32,
            Self::Declined { .. } => 33,
            Self::Corrected(_) => 34,
            Self::ClockRejudged { .. } => 35,
            Self::Rejudged(_) => 36,
            Self::BreachExplained { .. } => 40,
            Self::ContactTried { .. } => 50,
        }
    }

    /// The stable name of its type.
    pub fn name(&self) -> &'static str {
        let number = self.number();
        TYPES.iter().find(|(n, _)| *n == number).map_or("unknown", |(_, name)| name)
    }

    /// The payload alone, as stored.
    ///
    /// # Errors
    /// Never for values of this type; serde's signature says otherwise.
    pub fn data(&self) -> Result<serde_json::Value, serde_json::Error> {
        let mut whole = serde_json::to_value(self)?;
        Ok(whole.get_mut("data").map_or(serde_json::Value::Null, serde_json::Value::take))
    }

    /// Reads a stored type number and payload.
    ///
    /// # Errors
    /// An unknown number, or a payload that is not of that type.
    pub fn from_stored(number: i32, data: &serde_json::Value) -> Result<Self, serde_json::Error> {
        let name = TYPES.iter().find(|(n, _)| *n == number).map_or("unknown", |(_, name)| name);
        serde_json::from_value(serde_json::json!({ "type": name, "data": data }))
    }

    /// The record that a rule was refused.
    pub fn refused(refusal: &Refusal) -> Self {
        Self::FollowRefused { act: refusal.act, rule: refusal.rule, missing: refusal.missing.clone() }
    }
}
