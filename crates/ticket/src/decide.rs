//! The decision: a ticket, a command and a moment in; the events that follow, or the refusal, out.

use crate::command::waiting_fault;
use crate::settle;
use crate::{
    Act, Audience, Change, Command, Direction, EventBody, Field, Message, Moment, Move, Opening, Phase,
    Refusal, Resolution, Rule, Said, Ticket, Waiting, Workflow, missing_fields,
};

/// What a decision needs beside ticket and command.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The workflow of the ticket's kind on its desk.
    pub workflow: &'a Workflow,
    /// Now, in microseconds.
    pub now: Moment,
    /// Before this moment, the begin of a local day, nothing can be meant: see the desk's first agreement.
    pub earliest: (Moment, chrono::NaiveDate),
}

/// An event to append, with the moment it counts from where that is not now.
pub type Decided = (EventBody, Option<Moment>);

/// How a ticket begins.
pub fn open(opening: Opening) -> EventBody {
    EventBody::Opened(Box::new(opening))
}

/// Decides a command.
///
/// # Errors
/// The refusal, with the rule that said no and what would make it possible.
pub fn decide(ticket: &Ticket, command: &Command, setting: Setting<'_>) -> Result<Vec<Decided>, Refusal> {
    let Some(act) = command.act() else {
        return Ok(match command {
            Command::Record(body) => vec![((**body).clone(), None)],
            _ => Vec::new(),
        });
    };
    if let Command::ExplainBreach { target, occurrence, cause, text } = command {
        let (target, cause) = (target.clone(), cause.clone());
        return Ok(vec![(
            EventBody::BreachExplained { target, occurrence: *occurrence, cause, text: *text },
            None,
        )]);
    }
    let to = setting.workflow.step(&ticket.state, act).ok_or_else(|| {
        Refusal::new(act, Rule::Workflow).with("state", &ticket.state).with("phase", ticket.phase.as_str())
    })?;
    let (state, phase) = (to.key.clone(), to.phase);
    let one = |body: EventBody| Ok(vec![(body, None)]);
    match command {
        Command::Take { user } => one(EventBody::Taken { assignee: *user, state, phase }),
        Command::Assign { assignee } => {
            if ticket.assignee == *assignee {
                return Err(Refusal::new(act, Rule::AlreadyThere));
            }
            one(EventBody::Assigned { assignee: *assignee })
        }
        Command::Move { movement, message } => moved(ticket, act, movement, message.as_ref(), setting),
        Command::Classify(facts) => one(EventBody::Classified(facts.clone())),
        Command::Message(message) => one(added(message)),
        Command::Answer { message } => answered(ticket, message),
        Command::Wait(waiting) => waited(ticket, waiting, setting),
        Command::Try { channel } => one(EventBody::ContactTried { channel: *channel }),
        Command::Resume => one(EventBody::Resumed { state, phase }),
        Command::Restore { at, workaround, said } => {
            settle::state(ticket, act, Change::Restored { at: *at, workaround: *workaround }, *said, setting)
        }
        Command::Begin { at, how, said } => {
            settle::state(ticket, act, Change::FaultBegan { at: *at, how: *how }, *said, setting)
        }
        Command::Correct { event, of, from, to, said } => {
            let change = Change::Corrected { event: *event, of: *of, from: *from, to: *to };
            settle::state(ticket, act, change, *said, setting)
        }
        Command::ProposeFacts { facts, reason } => {
            let said = Said { reason: *reason, ask: true };
            settle::state(ticket, act, Change::Classified { facts: facts.clone() }, said, setting)
        }
        Command::Agree { proposal, user } => settle::agree(ticket, *proposal, *user, setting),
        Command::Decline { proposal, reason } => settle::decline(ticket, *proposal, *reason),
        Command::Resolve(resolution) => resolved(ticket, resolution, state, phase),
        Command::Reopen { reason, fault } => {
            settle::reopened(ticket, (state, phase), *reason, *fault, setting)
        }
        Command::Close { cause_code, solution } => {
            closed(ticket, cause_code.as_ref(), solution.as_ref(), state, phase)
        }
        Command::Cancel { reason } => one(EventBody::Cancelled { state, phase, reason: *reason }),
        Command::ExplainBreach { .. } | Command::Record(_) => Ok(Vec::new()),
    }
}

fn added(message: &Message) -> EventBody {
    EventBody::MessageAdded {
        message: message.id,
        audience: message.audience,
        direction: message.direction,
        automatic: message.automatic,
        proposal: message.proposal,
    }
}

fn moved(
    ticket: &Ticket,
    act: Act,
    movement: &Move,
    message: Option<&Message>,
    setting: Setting<'_>,
) -> Result<Vec<Decided>, Refusal> {
    if ticket.place == movement.to {
        return Err(Refusal::new(act, Rule::AlreadyThere).with("queue", &movement.to.queue));
    }
    let handed: Vec<Field> = movement.hand_over.iter().map(|(field, _)| *field).collect();
    let missing = missing_fields(ticket, &movement.requires, &handed);
    if !missing.is_empty() {
        return Err(Refusal::new(act, Rule::MissingFields).with("line", &movement.to.line).missing(missing));
    }
    let stays = setting.workflow.step(&ticket.state, act);
    let state = movement.phase.and_then(|p| setting.workflow.state_of_phase(p)).or(stays);
    let (state, phase) = state.map_or((ticket.state.clone(), ticket.phase), |s| (s.key.clone(), s.phase));
    let body = EventBody::Moved {
        how: movement.how,
        to: movement.to.clone(),
        state,
        phase,
        hand_over: movement.hand_over.iter().map(|(_, text)| *text).collect(),
        assignee: movement.assignee,
    };
    Ok(message.map(added).into_iter().chain([body]).map(|body| (body, None)).collect())
}

fn answered(ticket: &Ticket, message: &Message) -> Result<Vec<Decided>, Refusal> {
    let proposal = ticket.proposal.ok_or_else(|| Refusal::new(Act::Answer, Rule::NothingProposed))?;
    let sent = EventBody::ProposalSent { message: message.id, proposal };
    Ok(vec![(added(message), None), (sent, None)])
}

fn waited(ticket: &Ticket, waiting: &Waiting, setting: Setting<'_>) -> Result<Vec<Decided>, Refusal> {
    if let Some(rule) = waiting_fault(waiting, ticket.question_open, setting.now) {
        return Err(Refusal::new(Act::Wait, rule));
    }
    let state = setting.workflow.state_of_phase(waiting.phase).ok_or_else(|| {
        Refusal::new(Act::Wait, Rule::Workflow)
            .with("state", &ticket.state)
            .with("phase", ticket.phase.as_str())
    })?;
    let body = EventBody::Waited { state: state.key.clone(), phase: state.phase, until: waiting.until };
    Ok(waiting.question.as_ref().map(added).into_iter().chain([body]).map(|body| (body, None)).collect())
}

fn resolved(
    ticket: &Ticket,
    resolution: &Resolution,
    state: String,
    phase: Phase,
) -> Result<Vec<Decided>, Refusal> {
    if !resolution.line_speaks {
        return Err(Refusal::new(Act::Resolve, Rule::BackOfficeResolves).with("line", &ticket.place.line));
    }
    if let Some(sought) = resolution.sought.filter(|sought| !sought.enough()) {
        let mut refusal = Refusal::new(Act::Resolve, Rule::SoughtTooLittle);
        for (at, name) in ["tries", "channels", "days"].into_iter().enumerate() {
            refusal = refusal
                .with(name, sought.wanted[at].to_string())
                .with(&format!("done_{name}"), sought.done[at].to_string());
        }
        return Err(refusal);
    }
    // Solving a fault implies that the service works again.
    let implied = (ticket.fault && ticket.restored_at.is_none()).then_some(EventBody::Restored {
        workaround: None,
        reason: None,
        proposed_by: None,
    });
    let told = resolution.message.as_ref().map(added);
    // An answer the requester has now got settles the one that was proposed.
    let settled = ticket
        .proposal
        .zip(
            resolution
                .message
                .as_ref()
                .filter(|m| m.audience == Audience::Requester && m.direction == Direction::Out),
        )
        .map(|(proposal, message)| EventBody::ProposalSent { message: message.id, proposal });
    let solved =
        EventBody::Resolved { state, phase, solution: resolution.solution.clone(), text: resolution.text };
    Ok(implied.into_iter().chain(told).chain(settled).chain([solved]).map(|body| (body, None)).collect())
}

fn closed(
    ticket: &Ticket,
    cause_code: Option<&String>,
    solution: Option<&String>,
    state: String,
    phase: Phase,
) -> Result<Vec<Decided>, Refusal> {
    let cause = cause_code.or(ticket.cause_code.as_ref());
    let solution = solution.or(ticket.solution.as_ref());
    let mut missing: Vec<String> = missing_fields(ticket, &[Field::CaseType], &[]);
    if let (Some(cause_code), Some(solution), true) = (cause, solution, missing.is_empty()) {
        let body =
            EventBody::Closed { state, phase, cause_code: cause_code.clone(), solution: solution.clone() };
        return Ok(vec![(body, None)]);
    }
    missing.extend(cause.is_none().then(|| "cause".to_owned()));
    missing.extend(solution.is_none().then(|| "solution".to_owned()));
    Err(Refusal::new(Act::Close, Rule::MissingFields).missing(missing))
}
