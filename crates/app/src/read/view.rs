//! What REST and pages see of a ticket: rows put together, texts masked, acts that are possible.

use super::names::Names;
use crate::{Denied, Moment};
use desk::{Desk, Principal, may};
use serde::Serialize;
use std::collections::BTreeMap;
use store::Conn;
use store::clock::StoredClock;
use ticket::{Act, Reference, Ticket};

/// One clock, as REST and pages show it.
#[derive(Debug, Clone, Serialize)]
pub struct ClockView {
    /// Row id.
    pub id: i64,
    /// Target key.
    pub target: String,
    /// Metric key.
    pub metric: &'static str,
    /// From 1.
    pub occurrence: i32,
    /// running, paused or stopped.
    pub state: &'static str,
    /// met, missed or withdrawn, once decided.
    pub outcome: Option<&'static str>,
    /// Target in seconds of opening time.
    pub target_seconds: i64,
    /// Counted so far, in whole seconds of opening time.
    pub elapsed_seconds: i64,
    /// When it runs out.
    pub due_at: Option<Moment>,
    /// Highest share warned at, in per cent.
    pub warned: i32,
    /// Agreement key.
    pub agreement: String,
    /// Agreement version.
    pub agreement_version: String,
    /// Calendar key.
    pub calendar: String,
    /// When it started.
    pub started_at: Moment,
    /// When it stopped.
    pub stopped_at: Option<Moment>,
    /// It began before its case was entered from paper.
    pub entered_late: bool,
    /// The figure before a correction judged it otherwise.
    pub before_correction: Option<FigureView>,
}

/// A figure that a correction replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureView {
    /// met, missed or withdrawn; none where it was undecided.
    pub outcome: Option<&'static str>,
    /// Counted then, in whole seconds of opening time.
    pub elapsed_seconds: i64,
}

/// Who is a party to a ticket.
#[derive(Debug, Clone, Serialize)]
pub struct PartyView {
    /// Name, of a unit the unit's.
    pub name: String,
    /// Address.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// person or unit.
    pub kind: String,
    /// Organisation key.
    pub organisation: String,
}

/// A ticket as REST and pages show it. Texts are masked (SRS-18).
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "field names are the contract's; see docs/api.md")]
pub struct TicketView {
    pub reference: Reference,
    pub version: i64,
    pub desk: String,
    pub kind: &'static str,
    pub state: String,
    pub phase: &'static str,
    pub line: String,
    pub queue: String,
    pub assignee: Option<String>,
    pub priority: Option<String>,
    pub case_type: Option<String>,
    pub service: Option<String>,
    pub environment: Option<String>,
    pub impact: Option<String>,
    pub urgency: Option<String>,
    pub organisation: String,
    pub asker_role: Option<String>,
    pub channel: &'static str,
    pub requester: PartyView,
    pub affected: Option<PartyView>,
    pub orderer: Option<PartyView>,
    pub affected_count: i32,
    pub subject: String,
    pub description: Option<String>,
    pub solution: Option<String>,
    pub cause: Option<String>,
    pub proposal: Option<String>,
    /// Whether it counts as a fault.
    pub fault: bool,
    pub fault_began_at: Option<Moment>,
    /// Who stated the begin of the fault, and who agreed.
    pub fault_began: Option<StatementView>,
    /// Who stated its end, and who agreed.
    pub restored: Option<StatementView>,
    /// Faults that were over before it came back.
    pub earlier_faults: Vec<ticket::FaultSpan>,
    /// What waits for a second person.
    pub proposals: Vec<ProposalView>,
    /// When it was entered, where it was written on paper first.
    pub entered_at: Option<Moment>,
    pub wait_until: Option<Moment>,
    /// The tries to reach the requester since it began to wait for them, the question first.
    pub tries: Vec<ticket::Try>,
    pub created_at: Moment,
    pub updated_at: Moment,
    pub restored_at: Option<Moment>,
    pub resolved_at: Option<Moment>,
    pub closed_at: Option<Moment>,
    /// Acts the principal may do now, as far as workflow and policy go; a rule may still refuse one.
    pub acts: Vec<&'static str>,
    pub clocks: Vec<ClockView>,
    /// Name of the assignee, for pages.
    #[serde(skip)]
    pub assignee_name: Option<String>,
    /// Row id, for pages that join further rows.
    #[serde(skip)]
    pub id: i64,
}

/// One event as REST shows it.
#[derive(Debug, Clone, Serialize)]
pub struct EventView {
    /// Position within the ticket.
    pub seq: i64,
    /// Type name.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// When it was written.
    pub recorded_at: Moment,
    /// When it counts from.
    pub effective_at: Moment,
    /// Who did it.
    pub actor: ActorView,
    /// Desk rule that decided.
    pub rule: Option<String>,
    /// Payload: ids, keys, numbers, moments.
    pub data: serde_json::Value,
}

/// Who did something.
#[derive(Debug, Clone, Serialize)]
pub struct ActorView {
    /// user, contact or system.
    pub kind: &'static str,
    /// Name.
    pub name: String,
}

/// One message of a ticket, masked.
#[derive(Debug, Clone, Serialize)]
pub struct MessageView {
    /// Row id.
    pub id: i64,
    /// in or out.
    pub direction: &'static str,
    /// requester, chain or supplier.
    pub audience: &'static str,
    /// Who wrote.
    pub actor: ActorView,
    /// Words.
    pub text: String,
    /// When.
    pub at: Moment,
    /// By a machine.
    pub automatic: bool,
    /// A proposed answer that reached nobody.
    pub proposal: bool,
}

/// Who stated a moment, and who agreed.
#[derive(Debug, Clone, Serialize)]
pub struct StatementView {
    /// Number of the event.
    pub event: i64,
    /// Who stated it.
    pub by: ActorView,
    /// The second person.
    pub agreed_by: Option<ActorView>,
}

/// A change that waits for a second person.
#[derive(Debug, Clone, Serialize)]
pub struct ProposalView {
    /// Number of the event that proposed it: what agree and decline name.
    pub id: i64,
    /// Who proposed.
    pub by: ActorView,
    /// When.
    pub at: Moment,
    /// Why.
    pub reason: Option<String>,
    /// What: fault_began, restored, corrected or classified, with its moments or facts.
    pub change: serde_json::Value,
    /// Proposed by who asks.
    #[serde(skip)]
    pub own: bool,
}

fn actors_of(statements: &ticket::Statements) -> Vec<&ticket::Actor> {
    let stated = statements.began.iter().chain(&statements.restored);
    let people = stated.flat_map(|s| [Some(&s.by), s.agreed_by.as_ref()]).flatten();
    people.chain(statements.proposals.iter().map(|p| &p.by)).collect()
}

/// One ticket as the principal sees it; scopes were checked.
pub(crate) fn view(
    conn: &mut Conn,
    desk: &Desk,
    principal: &Principal,
    id: i64,
    now: Moment,
) -> Result<Option<TicketView>, Denied> {
    let Some((ticket, _)) = store::ticket::ticket_get(conn, id)? else { return Ok(None) };
    let loaded = Loaded::of(conn, [&ticket])?;
    Ok(Some(loaded.view(desk, principal, &ticket, now)))
}

/// Rows that views of several tickets share, read once each.
pub(super) struct Loaded {
    texts: BTreeMap<i64, store::text::Text>,
    contacts: BTreeMap<i64, store::contact::Contact>,
    users: BTreeMap<i64, store::user::User>,
    proposals: BTreeMap<i64, i64>,
    clocks: Vec<(i64, StoredClock)>,
    actors: Names,
}

impl Loaded {
    pub fn of<'a>(conn: &mut Conn, tickets: impl IntoIterator<Item = &'a Ticket>) -> Result<Self, Denied> {
        let tickets: Vec<&Ticket> = tickets.into_iter().collect();
        let mut proposals = BTreeMap::new();
        for message in tickets.iter().filter_map(|t| t.proposal) {
            if let Some(row) = store::message::message_get(conn, message)? {
                proposals.insert(message, row.text);
            }
        }
        let texts: Vec<i64> = tickets
            .iter()
            .flat_map(|t| [Some(t.subject), t.description])
            .flatten()
            .chain(tickets.iter().flat_map(|t| &t.statements.proposals).filter_map(|p| p.reason))
            .chain(proposals.values().copied())
            .collect();
        let contacts: Vec<i64> =
            tickets.iter().flat_map(|t| [Some(t.requester), t.affected, t.orderer]).flatten().collect();
        let users: Vec<i64> = tickets.iter().filter_map(|t| t.assignee).collect();
        let ids: Vec<i64> = tickets.iter().map(|t| t.id).collect();
        let stated: Vec<&ticket::Actor> = tickets.iter().flat_map(|t| actors_of(&t.statements)).collect();
        Ok(Self {
            texts: store::text::text_map(conn, &texts)?,
            contacts: store::contact::contact_map(conn, &contacts)?,
            users: store::user::user_map(conn, &users)?,
            proposals,
            clocks: store::clock::clock_of_tickets(conn, &ids)?,
            actors: Names::of(conn, stated.into_iter())?,
        })
    }

    fn proposal(&self, principal: &Principal, p: &ticket::Proposal) -> ProposalView {
        let change = serde_json::to_value(&p.change).unwrap_or_default();
        ProposalView {
            id: p.id,
            by: self.actors.view(&p.by),
            at: p.at,
            reason: p.reason.and_then(|id| self.text(id)),
            change,
            own: principal.actor() == p.by,
        }
    }

    fn text(&self, id: i64) -> Option<String> {
        self.texts.get(&id).map(|t| t.masked.clone())
    }

    fn party(&self, id: i64) -> PartyView {
        let contact = self.contacts.get(&id);
        PartyView {
            name: contact.map(|c| c.name.clone()).unwrap_or_default(),
            email: contact.and_then(|c| c.email.clone()),
            phone: contact.and_then(|c| c.phone.clone()),
            kind: contact.map(|c| c.kind.clone()).unwrap_or_default(),
            organisation: contact.map(|c| c.organisation.clone()).unwrap_or_default(),
        }
    }

    pub fn view(&self, desk: &Desk, principal: &Principal, t: &Ticket, now: Moment) -> TicketView {
        let allowed = desk.workflow(t.kind).acts_in(&t.state);
        let own = || self.clocks.iter().filter(|(id, _)| *id == t.id).map(|(_, c)| c);
        let breached = own().any(|c| c.clock.outcome == Some(sla::Outcome::Missed));
        let past = (breached && !desk.breach_causes.is_empty()).then_some(Act::ExplainBreach);
        let acts = allowed.into_iter().chain(past).filter(|act| may(principal, desk, t, *act));
        let acts = acts.map(Act::as_str).collect();
        let clocks = own().map(|c| clock_view(desk, c, now));
        TicketView {
            reference: t.reference.clone(),
            version: t.version,
            desk: t.desk.clone(),
            kind: t.kind.as_str(),
            state: t.state.clone(),
            phase: t.phase.as_str(),
            line: t.place.line.clone(),
            queue: t.place.queue.clone(),
            assignee: t.assignee.and_then(|id| self.users.get(&id)).map(|u| u.login.clone()),
            assignee_name: t.assignee.and_then(|id| self.users.get(&id)).map(|u| u.name.clone()),
            priority: t.priority.clone(),
            case_type: t.case_type.clone(),
            service: t.service.clone(),
            environment: t.environment.clone(),
            impact: t.impact.clone(),
            urgency: t.urgency.clone(),
            organisation: t.organisation.clone(),
            asker_role: t.asker_role.clone(),
            channel: t.channel.as_str(),
            requester: self.party(t.requester),
            affected: t.affected.map(|id| self.party(id)),
            orderer: t.orderer.map(|id| self.party(id)),
            affected_count: t.affected_count,
            subject: self.text(t.subject).unwrap_or_default(),
            description: t.description.and_then(|id| self.text(id)),
            solution: t.solution.clone(),
            cause: t.cause_code.clone(),
            proposal: t.proposal.and_then(|m| self.proposals.get(&m)).and_then(|id| self.text(*id)),
            fault: t.fault,
            fault_began_at: t.fault_began_at,
            fault_began: t.statements.began.as_ref().map(|s| self.actors.statement(s)),
            restored: t.statements.restored.as_ref().map(|s| self.actors.statement(s)),
            earlier_faults: t.statements.earlier.clone(),
            proposals: t.statements.proposals.iter().map(|p| self.proposal(principal, p)).collect(),
            entered_at: t.entered_at,
            wait_until: t.wait_until,
            tries: t.tries.clone(),
            created_at: t.opened_at,
            updated_at: t.updated_at,
            restored_at: t.restored_at,
            resolved_at: t.resolved_at,
            closed_at: t.closed_at,
            acts,
            clocks: clocks.collect(),
            id: t.id,
        }
    }
}

fn clock_view(desk: &Desk, stored: &StoredClock, now: Moment) -> ClockView {
    let c = &stored.clock;
    let elapsed = desk.calendar(&c.calendar).map_or(c.elapsed_micros, |calendar| c.elapsed_at(now, calendar));
    ClockView {
        id: stored.id,
        target: c.target.clone(),
        metric: c.metric.as_str(),
        occurrence: c.occurrence,
        state: c.state.as_str(),
        outcome: c.outcome.map(sla::Outcome::as_str),
        target_seconds: c.target_micros / 1_000_000,
        elapsed_seconds: elapsed / 1_000_000,
        due_at: c.due_at,
        warned: c.warned_percent,
        agreement: c.agreement.clone(),
        agreement_version: c.agreement_version.clone(),
        calendar: c.calendar.clone(),
        started_at: c.started_at,
        stopped_at: c.stopped_at,
        entered_late: stored.entered_late,
        before_correction: stored.first.map(|first| FigureView {
            outcome: first.outcome.map(sla::Outcome::as_str),
            elapsed_seconds: first.elapsed_micros / 1_000_000,
        }),
    }
}
