//! What is asked of a ticket, after a face's words were resolved to keys and row ids.

use crate::event::{Classified, Opened};
use crate::{Act, Audience, Began, Channel, Direction, Field, How, Moment, Phase, Place, Rule, Stated};

/// How a ticket is to begin.
pub type Opening = Opened;
/// Facts to set.
pub type Classification = Classified;

/// A hand-over to another place, already resolved by the rules of the desk.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// Up, sideways or down.
    pub how: How,
    /// Where to.
    pub to: Place,
    /// Fields the receiving line demands.
    pub requires: Vec<Field>,
    /// Text rows of the hand-over, with the field each answers.
    pub hand_over: Vec<(Field, i64)>,
    /// The state phase it has there: active, or waiting for the supplier.
    pub phase: Option<Phase>,
    /// Who gets it there at once.
    pub assignee: Option<i64>,
}

/// A message that is added to a ticket.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Message row.
    pub id: i64,
    /// For whom.
    pub audience: Audience,
    /// To us or from us.
    pub direction: Direction,
    /// By a machine.
    pub automatic: bool,
    /// A proposed answer: nothing is sent.
    pub proposal: bool,
}

/// What a case rests for.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// One of the waiting phases.
    pub phase: Phase,
    /// Until when, for [`Phase::Scheduled`].
    pub until: Option<Moment>,
    /// The question asked with it, as a message to the requester.
    pub question: Option<Message>,
}

/// How a case was solved.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolution {
    /// Solution kind key.
    pub solution: String,
    /// Text row with the solution in words.
    pub text: i64,
    /// The message that tells the requester.
    pub message: Option<Message>,
    /// Whether the line may speak to the requester.
    pub line_speaks: bool,
    /// Of a requester who was not reached: how often they were sought.
    pub sought: Option<Sought>,
}

/// How often a requester was sought in vain, and how often it must have been before a case may end as not reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sought {
    /// Tries, channels, local days.
    pub done: [usize; 3],
    /// The same as wanted.
    pub wanted: [usize; 3],
}

impl Sought {
    /// Whether it was often enough.
    pub fn enough(&self) -> bool {
        self.done.iter().zip(&self.wanted).all(|(done, wanted)| done >= wanted)
    }
}

/// How a moment was stated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Said {
    /// Text row of the reason.
    pub reason: Option<i64>,
    /// Whether it waits for a second person.
    pub ask: bool,
}

/// A command on an existing ticket.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each variant says what its fields are")]
pub enum Command {
    /// Become its assignee.
    Take { user: i64 },
    /// Give it to a person, or to nobody.
    Assign { assignee: Option<i64> },
    /// Change places, with the message that goes along.
    Move { movement: Move, message: Option<Message> },
    /// Set facts.
    Classify(Box<Classification>),
    /// Add a message.
    Message(Message),
    /// Send the proposed answer to the requester as `message`.
    Answer { message: Message },
    /// Let it rest.
    Wait(Waiting),
    /// The requester was sought in vain by this channel.
    Try { channel: Channel },
    /// End the rest.
    Resume,
    /// The service works again since `at`.
    Restore { at: Moment, workaround: Option<i64>, said: Said },
    /// A fault began at `at`.
    Begin { at: Moment, how: Began, said: Said },
    /// An event has another moment.
    Correct { event: i64, of: Stated, from: Moment, to: Moment, said: Said },
    /// Set facts once a second person agreed.
    ProposeFacts { facts: Box<Classification>, reason: Option<i64> },
    /// Agree to a proposal as its second person.
    Agree { proposal: i64, user: i64 },
    /// Let a proposal come to nothing.
    Decline { proposal: i64, reason: Option<i64> },
    /// The case is solved.
    Resolve(Resolution),
    /// Take it up again; the fault came back at that moment, or persisted, where one is told.
    Reopen { reason: Option<i64>, fault: Option<(Began, Moment)> },
    /// End it; what is absent is taken from the ticket.
    Close { cause_code: Option<String>, solution: Option<String> },
    /// Withdraw it.
    Cancel { reason: Option<i64> },
    /// Say why a clock was missed, by a cause key of the desk and a text row.
    ExplainBreach { target: String, occurrence: i32, cause: String, text: Option<i64> },
    /// Record what a clock, a timer or a rule did.
    Record(Box<crate::EventBody>),
}

impl Command {
    /// The verb it is; `None` for bare records, which no workflow guards.
    pub fn act(&self) -> Option<Act> {
        Some(match self {
            Self::Take { .. } => Act::Take,
            Self::Assign { .. } => Act::Assign,
            Self::Move { movement, .. } => match movement.how {
                How::Escalated => Act::Escalate,
                How::Forwarded => Act::Forward,
                How::Returned => Act::Return,
            },
            Self::Classify(_) => Act::Classify,
            Self::Message(_) => Act::Message,
            Self::Answer { .. } => Act::Answer,
            Self::Wait(_) => Act::Wait,
            Self::Try { .. } => Act::Try,
            Self::Resume => Act::Resume,
            Self::Restore { .. } => Act::Restore,
            Self::Begin { .. } => Act::Begin,
            Self::Correct { .. } => Act::Correct,
            Self::ProposeFacts { .. } => Act::Classify,
            Self::Agree { .. } | Self::Decline { .. } => Act::Agree,
            Self::Resolve(_) => Act::Resolve,
            Self::Reopen { .. } => Act::Reopen,
            Self::Close { .. } => Act::Close,
            Self::Cancel { .. } => Act::Cancel,
            Self::ExplainBreach { .. } => Act::ExplainBreach,
            Self::Record(_) => return None,
        })
    }
}

/// The rule that refuses a wait for lack of what it needs.
pub(crate) fn waiting_fault(waiting: &Waiting, question_open: bool, now: Moment) -> Option<Rule> {
    match waiting.phase {
        Phase::WaitingRequester if waiting.question.is_none() && !question_open => {
            Some(Rule::QuestionNotSent)
        }
        Phase::Scheduled if waiting.until.is_none_or(|until| until <= now) => Some(Rule::UntilNotAhead),
        _ => None,
    }
}
