//! Acts on a ticket: each body is one type, each type one order.

use app::{BreachWords, Denied, Facts, Moment, Order, TRIED_BY};
use escalation::Wish;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use text::Intake;
use ticket::{Audience, Began, Channel, Field, Kind};
use utoipa::ToSchema;

/// A body that becomes an order.
pub(crate) trait ActBody: DeserializeOwned + ToSchema + 'static {
    /// Last part of the path.
    const PATH: &'static str;
    /// One line for the document.
    const SUMMARY: &'static str;
    /// Status of success.
    const STATUS: u16 = 200;
    /// The order.
    fn order(self) -> Result<Order, Denied>;
}

pub(crate) fn words(text: String) -> Intake {
    Intake::new(text)
}

pub(crate) fn some(text: Option<String>) -> Option<Intake> {
    text.filter(|t| !t.trim().is_empty()).map(Intake::new)
}

/// Declares the body of an act that has no fields.
macro_rules! empty {
    ($name:ident, $path:literal, $summary:literal, $order:expr) => {
        #[derive(Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name {}

        impl ActBody for $name {
            const PATH: &'static str = $path;
            const SUMMARY: &'static str = $summary;
            fn order(self) -> Result<Order, Denied> {
                Ok($order)
            }
        }
    };
}

empty!(Take, "take", "Become its assignee and begin", Order::Take);
empty!(Resume, "resume", "End a rest", Order::Resume);

/// Who is to read a message.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum To {
    Requester,
    Chain,
    Supplier,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Message {
    audience: To,
    text: String,
}

impl ActBody for Message {
    const PATH: &'static str = "messages";
    const SUMMARY: &'static str = "Write to the requester, the chain or the supplier";
    const STATUS: u16 = 201;
    fn order(self) -> Result<Order, Denied> {
        let audience = match self.audience {
            To::Requester => Audience::Requester,
            To::Chain => Audience::Chain,
            To::Supplier => Audience::Supplier,
        };
        Ok(Order::Message(audience, words(self.text)))
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answer {
    /// The answer as edited; without it the proposed words go out.
    text: Option<String>,
}

impl ActBody for Answer {
    const PATH: &'static str = "answer";
    const SUMMARY: &'static str = "Send the proposed answer to the requester";
    fn order(self) -> Result<Order, Denied> {
        Ok(Order::Answer(some(self.text)))
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Assign {
    /// Login of a person who works in the queue.
    assignee: Option<String>,
    /// Another queue of the same line.
    queue: Option<String>,
}

impl ActBody for Assign {
    const PATH: &'static str = "assign";
    const SUMMARY: &'static str = "Give it to a person, or to another queue of the same line";
    fn order(self) -> Result<Order, Denied> {
        match (self.assignee, self.queue) {
            (Some(_), Some(_)) => Err(Denied::malformed("queue", "either_or")),
            (None, Some(queue)) => Ok(Order::Forward(queue)),
            (Some(login), None) => Ok(Order::Assign(Some(login))),
            (None, None) => Err(Denied::malformed("assignee", "required")),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Classify {
    /// incident or request.
    kind: Option<String>,
    case_type: Option<String>,
    service: Option<String>,
    environment: Option<String>,
    impact: Option<String>,
    urgency: Option<String>,
    organisation: Option<String>,
    asker_role: Option<String>,
    description: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    fault_began_at: Option<Moment>,
    /// Why, where the begin of a fault is stated or the facts move a budget.
    reason: Option<String>,
}

/// The kind of a key.
pub(crate) fn kind(key: Option<&str>) -> Result<Option<Kind>, Denied> {
    let all = || Kind::ALL.iter().map(|k| k.as_str());
    key.map(|k| Kind::parse(k).ok_or_else(|| Denied::unknown("kind", all()))).transpose()
}

impl ActBody for Classify {
    const PATH: &'static str = "classify";
    const SUMMARY: &'static str = "Set kind, case type, service, environment, impact, urgency, organisation";
    fn order(self) -> Result<Order, Denied> {
        Ok(Order::Classify(Facts {
            kind: kind(self.kind.as_deref())?,
            case_type: self.case_type,
            service: self.service,
            environment: self.environment,
            impact: self.impact,
            urgency: self.urgency,
            organisation: self.organisation,
            asker_role: self.asker_role,
            description: some(self.description),
            fault_began_at: self.fault_began_at,
            reason: some(self.reason),
        }))
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Escalate {
    to_line: Option<String>,
    queue: Option<String>,
    /// What is known.
    known: Option<String>,
    /// What was tried.
    tried: Option<String>,
    /// What is ruled out.
    ruled_out: Option<String>,
    /// What is wanted next.
    wanted: Option<String>,
}

impl ActBody for Escalate {
    const PATH: &'static str = "escalate";
    const SUMMARY: &'static str = "Hand it up the chain";
    fn order(self) -> Result<Order, Denied> {
        let wish = match (self.queue, self.to_line) {
            (Some(queue), _) => Wish::Queue(queue),
            (None, Some(line)) => Wish::Line(line),
            (None, None) => Wish::Up,
        };
        let hand_over = [
            (Field::Known, self.known),
            (Field::Tried, self.tried),
            (Field::RuledOut, self.ruled_out),
            (Field::Wanted, self.wanted),
        ];
        let hand_over =
            hand_over.into_iter().filter_map(|(field, text)| Some((field, some(text)?))).collect();
        Ok(Order::Escalate(wish, hand_over))
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Return {
    text: String,
    /// Whether the text is a proposed answer to the requester.
    answer: bool,
}

impl ActBody for Return {
    const PATH: &'static str = "return";
    const SUMMARY: &'static str = "Hand it back down with an answer or a question";
    fn order(self) -> Result<Order, Denied> {
        Ok(Order::Return { text: words(self.text), answer: self.answer })
    }
}

/// What a case rests for.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum For {
    Requester,
    Supplier,
    Until,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wait {
    r#for: For,
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Moment>,
    /// The question, when resting for the requester.
    text: Option<String>,
}

impl ActBody for Wait {
    const PATH: &'static str = "wait";
    const SUMMARY: &'static str = "Let it rest for the requester, the supplier or until a moment";
    fn order(self) -> Result<Order, Denied> {
        match self.r#for {
            For::Requester => Ok(Order::WaitRequester(some(self.text))),
            For::Supplier => Ok(Order::WaitSupplier),
            For::Until => {
                self.until.map(Order::WaitUntil).ok_or_else(|| Denied::malformed("until", "required"))
            }
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Try {
    /// phone, mail or portal.
    channel: String,
}

impl ActBody for Try {
    const PATH: &'static str = "try";
    const SUMMARY: &'static str = "Record that the requester was sought in vain";
    fn order(self) -> Result<Order, Denied> {
        let all = || TRIED_BY.iter().map(|c| c.as_str());
        Channel::parse(&self.channel).map(Order::Try).ok_or_else(|| Denied::unknown("channel", all()))
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Restore {
    /// Since when the service works again; now where it is absent.
    #[schema(value_type = Option<String>, format = DateTime)]
    restored_at: Option<Moment>,
    /// The workaround it works by.
    workaround: Option<String>,
    /// Why it counts from before it is stated.
    reason: Option<String>,
}

impl ActBody for Restore {
    const PATH: &'static str = "restore";
    const SUMMARY: &'static str = "State that the service works again";
    fn order(self) -> Result<Order, Denied> {
        Ok(Order::Restore(self.restored_at, some(self.workaround), some(self.reason)))
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Resolve {
    /// Key of the kind of solution.
    solution: String,
    /// Words to the requester.
    text: String,
}

impl ActBody for Resolve {
    const PATH: &'static str = "resolve";
    const SUMMARY: &'static str = "State that the case is solved, and tell the requester";
    fn order(self) -> Result<Order, Denied> {
        Ok(Order::Resolve(self.solution, words(self.text)))
    }
}

/// How a fault goes on that was restored.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Again {
    CameBack,
    Persisted,
}

impl Again {
    pub(crate) fn began(self) -> Began {
        match self {
            Self::CameBack => Began::CameBack,
            Self::Persisted => Began::Persisted,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reopen {
    reason: String,
    /// Of a fault that was restored: came_back or persisted; without it the service works all the same.
    fault: Option<Again>,
    /// When it came back; now where it is absent.
    #[schema(value_type = Option<String>, format = DateTime)]
    fault_began_at: Option<Moment>,
}

impl ActBody for Reopen {
    const PATH: &'static str = "reopen";
    const SUMMARY: &'static str = "Take up a resolved case again";
    fn order(self) -> Result<Order, Denied> {
        let reason = some(Some(self.reason)).ok_or_else(|| Denied::malformed("reason", "required"))?;
        if self.fault.is_none() && self.fault_began_at.is_some() {
            return Err(Denied::malformed("fault", "required"));
        }
        Ok(Order::Reopen(Some(reason), self.fault.map(|fault| (fault.began(), self.fault_began_at))))
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cancel {
    reason: String,
}

impl ActBody for Cancel {
    const PATH: &'static str = "cancel";
    const SUMMARY: &'static str = "Withdraw it without a solution";
    fn order(self) -> Result<Order, Denied> {
        some(Some(self.reason))
            .map(|r| Order::Cancel(Some(r)))
            .ok_or_else(|| Denied::malformed("reason", "required"))
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Close {
    /// Cause key; prefilled from the kind of solution.
    cause: Option<String>,
    /// Kind of solution; as it was resolved.
    solution: Option<String>,
}

impl ActBody for Close {
    const PATH: &'static str = "close";
    const SUMMARY: &'static str = "End a resolved case";
    fn order(self) -> Result<Order, Denied> {
        Ok(Order::Close { cause: self.cause, solution: self.solution })
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BreachCause {
    /// Target key of a clock that was missed.
    target: String,
    /// Which occurrence of it; the first where none is named.
    occurrence: Option<i32>,
    /// Cause key of the desk file.
    cause: String,
    /// In words.
    text: Option<String>,
}

impl ActBody for BreachCause {
    const PATH: &'static str = "breach-cause";
    const SUMMARY: &'static str = "Say why a clock was missed";
    fn order(self) -> Result<Order, Denied> {
        Ok(Order::ExplainBreach(BreachWords {
            target: self.target,
            occurrence: self.occurrence.unwrap_or(1),
            cause: self.cause,
            text: some(self.text),
        }))
    }
}
