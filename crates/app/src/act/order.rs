//! What faces may ask of a ticket, and the check of its words against the desk before any transaction begins.

use super::opening::Who;
use crate::{Denied, Moment};
use desk::{Desk, Principal};
use escalation::Wish;
use text::Intake;
use ticket::{Act, Audience, Began, Channel, Field, Kind};

/// The channels a requester can be sought by.
pub const TRIED_BY: [Channel; 3] = [Channel::Phone, Channel::Mail, Channel::Portal];

/// Facts to set. `None` leaves as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Corrected kind.
    pub kind: Option<Kind>,
    /// Case type key.
    pub case_type: Option<String>,
    /// Service key.
    pub service: Option<String>,
    /// Environment key.
    pub environment: Option<String>,
    /// Impact key.
    pub impact: Option<String>,
    /// Urgency key.
    pub urgency: Option<String>,
    /// Organisation key.
    pub organisation: Option<String>,
    /// Asker role key.
    pub asker_role: Option<String>,
    /// New description.
    pub description: Option<Intake>,
    /// When the fault began.
    pub fault_began_at: Option<Moment>,
    /// Why, where a second person is to agree, or the begin of a fault is stated.
    pub reason: Option<Intake>,
}

/// An order on an existing ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Become its assignee.
    Take,
    /// Give it to the person of a login, or to nobody.
    Assign(Option<String>),
    /// Hand it to another queue of the same line.
    Forward(String),
    /// Set facts.
    Classify(Facts),
    /// Hand it up, with what is known, was tried, is ruled out and is wanted.
    Escalate(Wish, Vec<(Field, Intake)>),
    /// Hand it back down; as an answer for the requester, or as words to the line below.
    Return {
        /// The words.
        text: Intake,
        /// Whether they are a proposed answer to the requester.
        answer: bool,
    },
    /// Write.
    Message(Audience, Intake),
    /// Send the proposed answer, edited where a text is given.
    Answer(Option<Intake>),
    /// Rest for the requester, with a question.
    WaitRequester(Option<Intake>),
    /// Rest for the supplier.
    WaitSupplier,
    /// Rest until a moment.
    WaitUntil(Moment),
    /// The requester was sought in vain by this channel.
    Try(Channel),
    /// End the rest.
    Resume,
    /// The service works again since a moment, now where none is given; by a workaround where one is told. What
    /// counts from before the last change of state needs a reason.
    Restore(Option<Moment>, Option<Intake>, Option<Intake>),
    /// A fault began at a moment, came back, or had never gone.
    Begin {
        /// When; now where none is given.
        at: Option<Moment>,
        /// For the first time or again.
        how: Began,
        /// Why it is stated.
        reason: Option<Intake>,
    },
    /// An event happened at another moment than recorded.
    Correct {
        /// Number of the event.
        event: i64,
        /// When it happened.
        at: Moment,
        /// How that is known.
        reason: Intake,
    },
    /// Agree to what another person proposed, by the number of the event that did.
    Agree(i64),
    /// Decline a proposal, or take one's own back.
    Decline(i64, Option<Intake>),
    /// Solved in this way, with these words to the requester.
    Resolve(String, Intake),
    /// Take it up again; the fault came back, at a moment or now, or persisted, where one is told.
    Reopen(Option<Intake>, Option<(Began, Option<Moment>)>),
    /// End it, confirming cause and kind of solution.
    Close {
        /// Cause key.
        cause: Option<String>,
        /// Solution kind key.
        solution: Option<String>,
    },
    /// Withdraw it.
    Cancel(Option<Intake>),
    /// Say why a clock was missed.
    ExplainBreach(BreachWords),
    /// A mail of the requester that belongs to it.
    Incoming(Box<Incoming>),
}

/// Why a clock was missed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreachWords {
    /// Target key.
    pub target: String,
    /// Which occurrence of it.
    pub occurrence: i32,
    /// Cause key.
    pub cause: String,
    /// In words.
    pub text: Option<Intake>,
}

/// Who sent a mail that belongs to a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sender {
    /// A party to the ticket, or somebody of the requester's organisation.
    Asker(Who),
    /// A supplier or a function outside, which has or had the ticket and works by mail.
    Function(Who),
    /// A mail server, on what became of a mail of ours.
    Server,
}

/// A message that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The words, less what they quote.
    pub text: Intake,
    /// Inbox row, which this act marks as joined.
    pub inbox: i64,
    /// Its Message-ID.
    pub mail_id: Option<String>,
    /// By a machine: no answer, nothing resumes or reopens.
    pub automatic: bool,
    /// Mere thanks: nothing reopens.
    pub thanks: bool,
    /// When we took it over: what it counts from.
    pub received_at: Moment,
    /// Who sent it.
    pub sender: Sender,
    /// Language it is written in, where that could be told.
    pub language: Option<String>,
    /// Of a delivery report: the mail of ours it is about, and whom it did not reach with the server's word.
    pub returned: Option<(String, Vec<(String, String)>)>,
}

impl Order {
    /// The verb it is.
    pub fn act(&self) -> Act {
        match self {
            Self::Take => Act::Take,
            Self::Assign(_) => Act::Assign,
            Self::Forward(_) => Act::Forward,
            Self::Classify(_) => Act::Classify,
            Self::Escalate(..) => Act::Escalate,
            Self::Return { .. } => Act::Return,
            Self::Message(..) | Self::Incoming(_) => Act::Message,
            Self::Answer(_) => Act::Answer,
            Self::WaitRequester(_) | Self::WaitSupplier | Self::WaitUntil(_) => Act::Wait,
            Self::Try(_) => Act::Try,
            Self::Resume => Act::Resume,
            Self::Restore(..) => Act::Restore,
            Self::Begin { .. } => Act::Begin,
            Self::Correct { .. } => Act::Correct,
            Self::Agree(_) | Self::Decline(..) => Act::Agree,
            Self::Resolve(..) => Act::Resolve,
            Self::Reopen(..) => Act::Reopen,
            Self::Close { .. } => Act::Close,
            Self::Cancel(_) => Act::Cancel,
            Self::ExplainBreach(_) => Act::ExplainBreach,
        }
    }
}

impl Order {
    /// The inbox row it brings in.
    pub(crate) fn inbox(&self) -> Option<i64> {
        match self {
            Self::Incoming(incoming) => Some(incoming.inbox),
            _ => None,
        }
    }
}

/// An order whose words are all known to the desk.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    pub act: Act,
    pub order: Order,
}

/// Checks an order's words.
pub(crate) fn prepare(desk: &Desk, principal: &Principal, order: &Order) -> Result<Prepared, Denied> {
    match order {
        Order::Take if principal.user().is_none() => return Err(Denied::NotPermitted(Act::Take)),
        Order::Classify(facts) => check_facts(desk, facts)?,
        Order::Escalate(Wish::Line(line), _) if desk.chain.line(line).is_none() => {
            return Err(Denied::unknown("to_line", desk.chain.lines.iter().map(|l| l.key.as_str())));
        }
        Order::Escalate(Wish::Queue(queue), _) | Order::Forward(queue)
            if desk.chain.queue(queue).is_none() =>
        {
            return Err(Denied::unknown("queue", desk.chain.queues.iter().map(|q| q.key.as_str())));
        }
        Order::Try(channel) if !TRIED_BY.contains(channel) => {
            return Err(Denied::unknown("channel", TRIED_BY.iter().map(|c| c.as_str())));
        }
        Order::ExplainBreach(said) if desk.breach_cause(&said.cause).is_none() => {
            return Err(Denied::unknown("cause", desk.breach_causes.iter().map(|c| c.key.as_str())));
        }
        Order::Resolve(solution, _) => check_solution(desk, solution)?,
        Order::Close { cause, solution } => {
            if cause.as_ref().is_some_and(|c| desk.cause(c).is_none()) {
                return Err(Denied::unknown("cause", desk.causes.iter().map(|c| c.key.as_str())));
            }
            solution.as_ref().map_or(Ok(()), |s| check_solution(desk, s))?;
        }
        _ => {}
    }
    if let Some(field) = empty_text(order) {
        return Err(Denied::malformed(field, "required"));
    }
    Ok(Prepared { act: order.act(), order: order.clone() })
}

fn check_solution(desk: &Desk, solution: &str) -> Result<(), Denied> {
    if desk.solution(solution).is_some() {
        return Ok(());
    }
    Err(Denied::unknown("solution", desk.solutions.iter().map(|s| s.key.as_str())))
}

/// The text an order needs and does not have.
fn empty_text(order: &Order) -> Option<&'static str> {
    let text = match order {
        Order::Return { text, .. } | Order::Message(_, text) | Order::Resolve(_, text) => text,
        Order::Answer(Some(text)) | Order::WaitRequester(Some(text)) => text,
        Order::Correct { reason, .. } => return reason.original().trim().is_empty().then_some("reason"),
        _ => return None,
    };
    text.original().trim().is_empty().then_some("text")
}

/// Checks that every key is one of the desk's.
pub(crate) fn check_facts(desk: &Desk, facts: &Facts) -> Result<(), Denied> {
    fn check<'a, T: 'a>(
        field: &str,
        value: Option<&String>,
        list: &'a [T],
        key: impl Fn(&'a T) -> &'a str,
    ) -> Result<(), Denied> {
        match value {
            Some(value) if !list.iter().any(|x| key(x) == value) => {
                Err(Denied::unknown(field, list.iter().map(key)))
            }
            _ => Ok(()),
        }
    }
    check("case_type", facts.case_type.as_ref(), &desk.case_types, |x| &x.key)?;
    check("service", facts.service.as_ref(), &desk.services, |x| &x.key)?;
    check("environment", facts.environment.as_ref(), &desk.environments, |x| &x.key)?;
    check("impact", facts.impact.as_ref(), &desk.priorities.impacts, |x| &x.key)?;
    check("urgency", facts.urgency.as_ref(), &desk.priorities.urgencies, |x| &x.key)?;
    check("organisation", facts.organisation.as_ref(), &desk.organisations, |x| &x.key)?;
    check("asker_role", facts.asker_role.as_ref(), &desk.asker_roles, |x| &x.key)
}
