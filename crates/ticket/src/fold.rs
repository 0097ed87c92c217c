//! A ticket as the fold of its events: the row in storage is this value, written in the same transaction, and
//! `stafett doctor` folds again and compares.

use crate::event::{Classified, Opened};
use crate::{
    Actor, Audience, Began, Channel, Correction, Direction, Event, EventBody, FaultSpan, Hop, How, Kind,
    Moment, Phase, Place, Proposal, Reference, Stated, Statement, Statements,
};
use serde::{Deserialize, Serialize};

/// A try to reach the requester.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Try {
    /// By which channel.
    pub channel: Channel,
    /// When.
    pub at: Moment,
}

/// What a ticket is now. Texts and people are ids of rows elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ticket {
    /// Row id.
    pub id: i64,
    /// What people quote.
    pub reference: Reference,
    /// Desk key.
    pub desk: String,
    /// Number of its latest event: the ETag.
    pub version: i64,
    /// Kind.
    pub kind: Kind,
    /// Workflow state key.
    pub state: String,
    /// Phase of that state.
    pub phase: Phase,
    /// Where it is.
    pub place: Place,
    /// Where it came through on its way up, lowest first.
    pub path: Vec<Hop>,
    /// Who has it.
    pub assignee: Option<i64>,
    /// Still where it was placed, untouched by any person: not yet distributed (WC-05).
    pub in_reception: bool,
    /// How it came.
    pub channel: Channel,
    /// Organisation key.
    pub organisation: String,
    /// Contact who told.
    pub requester: i64,
    /// Contact who is hit, where another.
    pub affected: Option<i64>,
    /// Contact who orders, where another.
    pub orderer: Option<i64>,
    /// How many are hit.
    pub affected_count: i32,
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
    /// Priority key.
    pub priority: Option<String>,
    /// Asker role key.
    pub asker_role: Option<String>,
    /// Text row of the subject.
    pub subject: i64,
    /// Text row of the description.
    pub description: Option<i64>,
    /// Whether its case type marks a fault.
    pub fault: bool,
    /// When the fault began, where known.
    pub fault_began_at: Option<Moment>,
    /// A person asked the requester something that no person has answered yet.
    pub question_open: bool,
    /// The tries to reach the requester since the case began to wait for them.
    pub tries: Vec<Try>,
    /// Message row of the answer a back-office line proposed.
    pub proposal: Option<i64>,
    /// Rests until then.
    pub wait_until: Option<Moment>,
    /// Solution kind key.
    pub solution: Option<String>,
    /// Cause key, confirmed at closing.
    pub cause_code: Option<String>,
    /// When the ticket was made (effective).
    pub opened_at: Moment,
    /// When it arrived where it is (effective).
    pub arrived_at: Moment,
    /// When it entered its state (effective).
    pub state_since: Moment,
    /// When the service worked again.
    pub restored_at: Option<Moment>,
    /// When it was solved.
    pub resolved_at: Option<Moment>,
    /// When it ended.
    pub closed_at: Option<Moment>,
    /// When its newest event was written.
    pub updated_at: Moment,
    /// When it was entered, where it was written on paper first.
    pub entered_at: Option<Moment>,
    /// Who stated begin and end of the fault, and what waits for a second person.
    pub statements: Statements,
}

impl Ticket {
    /// The ticket right after its first event.
    pub fn opened(id: i64, reference: Reference, desk: &str, event: &Event, opened: &Opened) -> Self {
        let mut ticket = Self {
            id,
            reference,
            desk: desk.to_owned(),
            version: event.seq,
            kind: opened.kind,
            state: opened.state.clone(),
            phase: opened.phase,
            place: opened.place.clone(),
            path: Vec::new(),
            assignee: None,
            in_reception: true,
            channel: opened.channel,
            organisation: opened.organisation.clone(),
            requester: opened.requester,
            affected: opened.affected,
            orderer: opened.orderer,
            affected_count: opened.affected_count,
            case_type: None,
            service: None,
            environment: None,
            impact: None,
            urgency: None,
            priority: None,
            asker_role: None,
            subject: opened.subject,
            description: opened.description,
            fault: false,
            fault_began_at: None,
            question_open: false,
            tries: Vec::new(),
            proposal: None,
            wait_until: None,
            solution: None,
            cause_code: None,
            opened_at: event.effective_at,
            arrived_at: event.effective_at,
            state_since: event.effective_at,
            restored_at: None,
            resolved_at: None,
            closed_at: None,
            updated_at: event.recorded_at,
            entered_at: opened.paper.as_ref().map(|_| event.recorded_at),
            statements: Statements::default(),
        };
        ticket.classify(&opened.facts);
        ticket.note_begin(event, opened.facts.fault_began_at.is_some(), None);
        ticket
    }

    /// Takes one further event in.
    pub fn apply(&mut self, event: &Event) {
        self.version = event.seq;
        self.updated_at = event.recorded_at;
        let state_before = self.state.clone();
        self.take_in(event);
        if self.state != state_before {
            self.state_since = event.effective_at;
        }
    }

    fn take_in(&mut self, event: &Event) {
        match &event.body {
            EventBody::Taken { assignee, state, phase } => {
                self.assignee = Some(*assignee);
                self.in_reception = false;
                self.enter(state, *phase);
            }
            EventBody::Assigned { assignee } => {
                self.assignee = *assignee;
                self.in_reception &= !event.actor.is_person();
            }
            EventBody::Moved { how, to, state, phase, assignee, .. } => {
                self.travel(*how, to);
                self.assignee = *assignee;
                self.in_reception = false;
                self.arrived_at = event.effective_at;
                self.enter(state, *phase);
            }
            EventBody::Classified(facts) => {
                self.classify(facts);
                self.note_begin(event, facts.fault_began_at.is_some(), None);
            }
            EventBody::MessageAdded { message, audience, direction, automatic, proposal } => {
                self.note_message(*message, *audience, *direction, *automatic, *proposal);
                let by_mail = *audience == Audience::Requester && !automatic && !proposal;
                match direction {
                    Direction::In if by_mail => self.tries.clear(),
                    Direction::Out if by_mail && self.phase == Phase::WaitingRequester => {
                        self.tries.push(Try { channel: Channel::Mail, at: event.effective_at });
                    }
                    _ => {}
                }
            }
            EventBody::ProposalSent { .. } => {
                self.proposal = None;
                self.question_open = true;
            }
            EventBody::Waited { state, phase, until } => {
                if *phase == Phase::WaitingRequester {
                    // The question itself was the first.
                    self.tries = vec![Try { channel: Channel::Mail, at: event.effective_at }];
                }
                self.enter(state, *phase);
                self.wait_until = *until;
            }
            EventBody::ContactTried { channel } => {
                self.tries.push(Try { channel: *channel, at: event.effective_at });
            }
            EventBody::Resumed { state, phase } => self.enter(state, *phase),
            EventBody::Restored { proposed_by, .. } => {
                self.restored_at = Some(event.effective_at);
                self.statements.restored = Some(stated(event, *proposed_by));
            }
            EventBody::FaultBegan { how, proposed_by, .. } => self.begin(event, *how, *proposed_by),
            EventBody::Proposed { change, reason } => {
                let proposal = Proposal {
                    id: event.seq,
                    by: event.actor.clone(),
                    at: event.recorded_at,
                    reason: *reason,
                    change: change.clone(),
                };
                self.statements.proposals.push(proposal);
            }
            EventBody::Agreed { proposal } | EventBody::Declined { proposal, .. } => {
                self.statements.proposals.retain(|p| p.id != *proposal);
            }
            EventBody::Corrected(correction) => self.correct(correction),
            EventBody::Rejudged(by) => {
                self.statements.judged_under.insert(by.agreement.clone(), by.version.clone());
            }
            EventBody::Resolved { state, phase, solution, .. } => {
                self.enter(state, *phase);
                self.solution = Some(solution.clone());
                self.resolved_at = Some(event.effective_at);
                // What is written with a solution answers; it asks nothing.
                self.question_open = false;
            }
            EventBody::Reopened { state, phase, restored, .. } => {
                self.tries.clear();
                self.enter(state, *phase);
                self.resolved_at = None;
                if !restored {
                    self.restored_at = None;
                    self.statements.restored = None;
                }
            }
            EventBody::Closed { state, phase, cause_code, solution } => {
                self.enter(state, *phase);
                self.cause_code = Some(cause_code.clone());
                self.solution = Some(solution.clone());
                self.closed_at = Some(event.effective_at);
            }
            EventBody::Cancelled { state, phase, .. } => {
                self.enter(state, *phase);
                self.closed_at = Some(event.effective_at);
            }
            EventBody::Opened(_)
            | EventBody::ClockWarned { .. }
            | EventBody::ClockBreached { .. }
            | EventBody::BreachUndone { .. }
            | EventBody::TimerFired { .. }
            | EventBody::FollowRefused { .. }
            | EventBody::RoleTold { .. }
            | EventBody::ClockRejudged { .. }
            | EventBody::BreachExplained { .. }
            | EventBody::Related { .. } => {}
        }
    }

    fn enter(&mut self, state: &str, phase: Phase) {
        state.clone_into(&mut self.state);
        self.phase = phase;
        self.wait_until = None;
    }

    fn travel(&mut self, how: How, to: &Place) {
        let here = Hop { place: self.place.clone(), assignee: self.assignee };
        match how {
            How::Escalated => {
                self.path.push(here);
                self.proposal = None;
            }
            How::Returned => {
                let back = self.path.iter().rposition(|hop| hop.place == *to).unwrap_or(self.path.len());
                self.path.truncate(back);
            }
            How::Forwarded => {}
        }
        self.place = to.clone();
    }

    fn note_message(
        &mut self,
        message: i64,
        audience: Audience,
        direction: Direction,
        automatic: bool,
        proposal: bool,
    ) {
        if proposal {
            self.proposal = Some(message);
        } else if audience == Audience::Requester && !automatic {
            self.question_open = direction == Direction::Out;
        }
    }

    fn classify(&mut self, facts: &Classified) {
        fn set<T: Clone>(field: &mut Option<T>, value: &Option<T>) {
            if value.is_some() {
                field.clone_from(value);
            }
        }
        set(&mut self.case_type, &facts.case_type);
        set(&mut self.service, &facts.service);
        set(&mut self.environment, &facts.environment);
        set(&mut self.impact, &facts.impact);
        set(&mut self.urgency, &facts.urgency);
        set(&mut self.priority, &facts.priority);
        set(&mut self.asker_role, &facts.asker_role);
        set(&mut self.description, &facts.description);
        set(&mut self.fault_began_at, &facts.fault_began_at);
        self.kind = facts.kind.unwrap_or(self.kind);
        self.fault = facts.fault.unwrap_or(self.fault);
        if let Some(organisation) = &facts.organisation {
            self.organisation.clone_from(organisation);
        }
    }
}

/// Who stated what an event holds: the proposer, where its actor agreed.
fn stated(event: &Event, proposed_by: Option<i64>) -> Statement {
    let actor = event.actor.clone();
    match proposed_by {
        Some(user) => Statement { event: event.seq, by: Actor::User(user), agreed_by: Some(actor) },
        None => Statement { event: event.seq, by: actor, agreed_by: None },
    }
}

/// The fault of a ticket.
impl Ticket {
    /// When its first fault began, where that is known.
    pub fn first_fault_began_at(&self) -> Option<Moment> {
        self.statements.earlier.first().map_or(self.fault_began_at, |first| first.began_at)
    }

    /// The other end of the fault that one end at a moment belongs to.
    pub(crate) fn ends_of(&self, of: Stated, at: Moment) -> Option<Moment> {
        let earlier = self.statements.earlier.iter();
        let mut ends = earlier.map(|span| (span.began_at, Some(span.restored_at)));
        let present = (self.fault_began_at, self.restored_at);
        let fits = |(began, restored): &(Option<Moment>, Option<Moment>)| match of {
            Stated::Restored => *restored == Some(at),
            _ => *began == Some(at),
        };
        let (began, restored) = ends.find(fits).unwrap_or(present);
        if of == Stated::Restored { began } else { restored }
    }

    fn note_begin(&mut self, event: &Event, known: bool, proposed_by: Option<i64>) {
        if known {
            self.statements.began = Some(stated(event, proposed_by));
        }
    }

    fn begin(&mut self, event: &Event, how: Began, proposed_by: Option<i64>) {
        if how == Began::CameBack
            && let Some(restored_at) = self.restored_at
        {
            self.statements.earlier.push(FaultSpan { began_at: self.fault_began_at, restored_at });
        }
        if how != Began::First {
            self.restored_at = None;
            self.statements.restored = None;
        }
        if how != Began::Persisted {
            self.fault_began_at = Some(event.effective_at);
            self.note_begin(event, true, proposed_by);
        }
    }

    fn correct(&mut self, correction: &Correction) {
        let (from, to) = (correction.from, correction.to);
        let is = |statement: &Option<Statement>| {
            statement.as_ref().is_some_and(|statement| statement.event == correction.event)
        };
        match correction.of {
            Stated::FaultBegan if is(&self.statements.began) => self.fault_began_at = Some(to),
            Stated::Restored if is(&self.statements.restored) => self.restored_at = Some(to),
            Stated::FaultBegan => {
                let mut earlier = self.statements.earlier.iter_mut();
                if let Some(span) = earlier.find(|span| span.began_at == Some(from)) {
                    span.began_at = Some(to);
                }
            }
            Stated::Restored => {
                let mut earlier = self.statements.earlier.iter_mut();
                if let Some(span) = earlier.find(|span| span.restored_at == from) {
                    span.restored_at = to;
                }
            }
            Stated::Resolved if self.resolved_at == Some(from) => self.resolved_at = Some(to),
            Stated::Resolved | Stated::Taken | Stated::Message => {}
        }
    }
}

/// Folds a ticket's whole history. `None` where it does not begin with its opening.
pub fn fold(id: i64, reference: &Reference, desk: &str, events: &[Event]) -> Option<Ticket> {
    let (first, rest) = events.split_first()?;
    let EventBody::Opened(opened) = &first.body else { return None };
    let mut ticket = Ticket::opened(id, reference.clone(), desk, first, opened);
    rest.iter().for_each(|event| ticket.apply(event));
    Some(ticket)
}
