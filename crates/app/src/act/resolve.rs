//! From an order to commands: texts become rows, keys become places and people, and the ticket decides.

use super::clockwork::routing_facts;
use super::incoming;
use super::mailing;
use super::order::{BreachWords, Facts, Order, Prepared};
use super::speaking::{line_speaks, may_speak};
use super::statement;
use super::work::Work;
use crate::{Denied, LetterKind};
use desk::{Desk, Membership, Principal};
use escalation::{Placement, Wish, climb, descend, rehomed, sideways};
use std::collections::BTreeSet;
use store::Conn;
use store::message::Message as MessageRow;
use text::Intake;
use ticket::{
    Act, Actor, Audience, Began, Channel, Classified, Command, Direction, Field, How, Message, Move, Phase,
    Refusal, Resolution, Rule, Sought, Waiting,
};

/// Carries a prepared order out on the loaded ticket.
pub(super) fn carry_out(conn: &mut Conn, work: &mut Work, prepared: &Prepared) -> Result<(), Denied> {
    let actor = work.job.principal.actor();
    let command = match &prepared.order {
        Order::Take => {
            Command::Take { user: work.job.principal.user().ok_or(Denied::NotPermitted(Act::Take))? }
        }
        Order::Assign(login) => Command::Assign { assignee: assignee(conn, work, login.as_deref())? },
        Order::Forward(queue) => return forward(work, &actor, queue),
        Order::Classify(facts) => {
            work.load_past(conn)?;
            return classify(conn, work, &actor, facts);
        }
        Order::Escalate(wish, hand_over) => return escalate(work, &actor, wish, hand_over),
        Order::Return { text, answer } => return give_back(work, &actor, text, *answer),
        Order::Message(audience, text) => return message(work, &actor, *audience, text),
        Order::Answer(edited) => return answer(conn, work, &actor, edited.as_ref()),
        Order::WaitRequester(question) => return wait_requester(work, &actor, question.as_ref()),
        Order::WaitSupplier => {
            Command::Wait(Waiting { phase: Phase::WaitingSupplier, until: None, question: None })
        }
        Order::WaitUntil(until) => {
            Command::Wait(Waiting { phase: Phase::Scheduled, until: Some(*until), question: None })
        }
        Order::Try(channel) => Command::Try { channel: *channel },
        Order::Resume => Command::Resume,
        Order::Restore(at, workaround, reason) => {
            return statement::restore(work, &actor, *at, workaround.as_ref(), reason.as_ref());
        }
        Order::Begin { at, how, reason } => {
            return statement::begin(conn, work, &actor, *at, *how, reason.as_ref());
        }
        Order::Correct { event, at, reason } => {
            return statement::correct(conn, work, &actor, *event, *at, Some(reason));
        }
        Order::Agree(proposal) => return statement::agree(conn, work, &actor, *proposal),
        Order::Decline(proposal, reason) => {
            let reason = statement::kept(work, reason.as_ref())?;
            Command::Decline { proposal: *proposal, reason }
        }
        Order::Resolve(solution, text) => return resolve(work, &actor, solution, text),
        Order::Reopen(reason, fault) => {
            let reason = statement::kept(work, reason.as_ref())?;
            let fault = fault.map(|(how, at)| (how, at.unwrap_or_else(|| work.now())));
            Command::Reopen { reason, fault }
        }
        Order::Close { cause, solution } => closing(work, cause.clone(), solution.clone()),
        Order::Cancel(reason) => {
            let reason = reason.as_ref().map(|r| work.text("reason", r)).transpose()?;
            Command::Cancel { reason }
        }
        Order::ExplainBreach(said) => return explain_breach(work, &actor, said),
        Order::Incoming(incoming) => return incoming::take_in(conn, work, incoming),
    };
    work.run(&actor, None, None, &command)
}

/// Gives a breach its cause: on record, and on the clock that reports count. The last word counts.
fn explain_breach(work: &mut Work, actor: &Actor, said: &BreachWords) -> Result<(), Denied> {
    let meant = |clock: &::sla::Clock| {
        clock.target == said.target
            && clock.occurrence == said.occurrence
            && clock.outcome == Some(::sla::Outcome::Missed)
    };
    let Some(at) = work.clocks.iter().position(|stored| meant(&stored.clock)) else {
        return Err(Refusal::new(Act::ExplainBreach, Rule::NotBreached).with("target", &said.target).into());
    };
    let spoken = said.text.as_ref().filter(|words| !words.original().trim().is_empty());
    let text = spoken.map(|words| work.text("breach_cause", words)).transpose()?;
    let (target, cause) = (said.target.clone(), said.cause.clone());
    let command = Command::ExplainBreach { target, occurrence: said.occurrence, cause: cause.clone(), text };
    work.run(actor, None, None, &command)?;
    work.clocks[at].counted.breach_cause = Some(cause);
    work.clocks[at].counted.breach_words = text;
    Ok(())
}

/// The person of a login who may work in the ticket's queue.
fn assignee(conn: &mut Conn, work: &Work, login: Option<&str>) -> Result<Option<i64>, Denied> {
    let Some(login) = login else { return Ok(None) };
    let refused = || Refusal::new(Act::Assign, Rule::NotOfThatQueue).with("queue", &work.ticket.place.queue);
    let user = store::user::user_by_login(conn, login)?.filter(|u| u.active).ok_or_else(refused)?;
    let (_, rows) = store::user::user_with_roles(conn, user.id)?.ok_or_else(refused)?;
    let memberships = rows.into_iter().map(membership).collect();
    let principal = Principal::User { id: user.id, memberships };
    if principal.works_at(&work.desk(), &work.ticket.place) {
        Ok(Some(user.id))
    } else {
        Err(refused().into())
    }
}

/// Sets facts.
fn classify(conn: &mut Conn, work: &mut Work, actor: &Actor, facts: &Facts) -> Result<(), Denied> {
    let (began, reason) = (facts.fault_began_at, facts.reason.as_ref());
    let facts = classified(work, facts)?;
    // What a person says of the begin of a fault is a statement of its own.
    if facts != Classified::default() || began.is_none() {
        statement::classify(work, actor, facts, reason)?;
    }
    if let Some(began) = began {
        statement::begin(conn, work, actor, Some(began), Began::First, reason)?;
    }
    go_along(work, actor)
}

/// A case of another organisation goes to that one's support, where it lay in the old one's own.
pub(super) fn go_along(work: &mut Work, actor: &Actor) -> Result<(), Denied> {
    if !work.ticket.phase.is_open() {
        return Ok(());
    }
    let desk = work.desk();
    let routing = routing_facts(&desk, &work.ticket);
    match rehomed(&desk.chain, &work.ticket, &routing) {
        Some(placement) => put(work, actor, placement),
        None => Ok(()),
    }
}

/// A stored role as policy knows it.
pub(crate) fn membership(row: store::user::MembershipRow) -> Membership {
    Membership { desk: row.desk, role: row.role, organisation: row.organisation, queue: row.queue }
}

/// Facts as the ticket takes them: kind and fault follow the case type, priority follows impact and urgency.
fn classified(work: &mut Work, facts: &Facts) -> Result<Classified, Denied> {
    let desk = work.desk();
    let description = facts.description.as_ref().map(|d| work.text("description", d)).transpose()?;
    let mut out = known_facts(&desk, facts);
    out.description = description;
    out.fault_began_at = None;
    let was = &work.ticket;
    let impact = out.impact.as_ref().or(was.impact.as_ref());
    let urgency = out.urgency.as_ref().or(was.urgency.as_ref());
    if out.impact.is_some() || out.urgency.is_some() {
        out.priority = priority(&desk, impact, urgency);
    }
    Ok(out)
}

/// What follows from keys alone.
pub(super) fn known_facts(desk: &Desk, facts: &Facts) -> Classified {
    let case_type = facts.case_type.as_ref().and_then(|t| desk.case_type(t));
    Classified {
        kind: facts.kind.or(case_type.map(|t| t.kind)),
        case_type: facts.case_type.clone(),
        service: facts.service.clone(),
        environment: facts.environment.clone(),
        impact: facts.impact.clone(),
        urgency: facts.urgency.clone(),
        priority: None,
        organisation: facts.organisation.clone(),
        asker_role: facts.asker_role.clone(),
        description: None,
        fault_began_at: facts.fault_began_at,
        fault: case_type.map(|t| t.fault),
    }
}

/// The matrix's priority, with the desk's defaults for what nobody has judged.
pub(super) fn priority(desk: &Desk, impact: Option<&String>, urgency: Option<&String>) -> Option<String> {
    let p = &desk.priorities;
    p.of(impact.unwrap_or(&p.default_impact), urgency.unwrap_or(&p.default_urgency)).map(str::to_owned)
}

/// The movement an escalation asks for.
pub(super) fn movement(work: &Work, wish: &Wish, hand_over: Vec<(Field, i64)>) -> Result<Move, Denied> {
    let desk = work.desk();
    let facts = routing_facts(&desk, &work.ticket);
    let placement = climb(&desk.chain, &desk.routes, &work.ticket, wish, &facts)?;
    let line = desk.chain.line(&placement.place.line);
    // What the line demands is demanded at its border, not between two queues of it.
    let crossing = placement.place.line != work.ticket.place.line;
    Ok(Move {
        how: How::Escalated,
        requires: line.filter(|_| crossing).map(|l| l.requires.clone()).unwrap_or_default(),
        hand_over,
        phase: line.filter(|l| l.supplier).map(|_| Phase::WaitingSupplier),
        assignee: None,
        to: placement.place,
    })
}

fn escalate(
    work: &mut Work,
    actor: &Actor,
    wish: &Wish,
    hand_over: &[(Field, Intake)],
) -> Result<(), Denied> {
    let mut rows = Vec::new();
    for (field, words) in hand_over.iter().filter(|(_, words)| !words.original().trim().is_empty()) {
        rows.push((*field, work.text(field.as_str(), words)?));
    }
    let movement = movement(work, wish, rows)?;
    let rule = rule_of(work, wish)?;
    work.run(actor, rule.as_deref(), None, &Command::Move { movement, message: None })?;
    mailing::handed_over(work);
    Ok(())
}

/// Key of the rule that chose the queue, for the record.
fn rule_of(work: &Work, wish: &Wish) -> Result<Option<String>, Denied> {
    let desk = work.desk();
    let facts = routing_facts(&desk, &work.ticket);
    Ok(Some(climb(&desk.chain, &desk.routes, &work.ticket, wish, &facts)?.rule))
}

fn forward(work: &mut Work, actor: &Actor, queue: &str) -> Result<(), Denied> {
    let desk = work.desk();
    let facts = routing_facts(&desk, &work.ticket);
    let placement = sideways(&desk.chain, &work.ticket, queue, &facts)?;
    put(work, actor, placement)
}

/// Hands it over to another queue of its line.
fn put(work: &mut Work, actor: &Actor, Placement { place, rule }: Placement) -> Result<(), Denied> {
    let movement = Move {
        how: How::Forwarded,
        to: place,
        requires: Vec::new(),
        hand_over: Vec::new(),
        phase: None,
        assignee: None,
    };
    work.run(actor, Some(&rule), None, &Command::Move { movement, message: None })?;
    mailing::handed_over(work);
    Ok(())
}

/// Keeps a message with its words; the command's part of it.
fn message_row(
    work: &mut Work,
    actor: &Actor,
    audience: Audience,
    words: &Intake,
    proposal: bool,
) -> Result<Message, Denied> {
    let text = work.text("message", words)?;
    message_of(work, actor, audience, text, proposal)
}

fn message_of(
    work: &mut Work,
    actor: &Actor,
    audience: Audience,
    text: i64,
    proposal: bool,
) -> Result<Message, Denied> {
    let id = work.ids.row()?;
    let message =
        Message { id, audience, direction: Direction::Out, automatic: !actor.is_person(), proposal };
    work.messages.push(MessageRow {
        id,
        ticket: work.ticket.id,
        direction: message.direction,
        audience,
        actor: actor.clone(),
        text,
        channel: "console".into(),
        automatic: message.automatic,
        proposal,
        at: work.now(),
        mail_id: None,
        inbox: None,
    });
    Ok(message)
}

fn give_back(work: &mut Work, actor: &Actor, words: &Intake, answer: bool) -> Result<(), Denied> {
    let desk = work.desk();
    let facts = routing_facts(&desk, &work.ticket);
    let (Placement { place, rule }, assignee) = descend(&desk.chain, &work.ticket, &facts)?;
    let audience = if answer { Audience::Requester } else { Audience::Chain };
    let message = message_row(work, actor, audience, words, answer)?;
    let movement = Move {
        how: How::Returned,
        to: place,
        requires: Vec::new(),
        hand_over: Vec::new(),
        phase: None,
        assignee,
    };
    work.run(actor, Some(&rule), None, &Command::Move { movement, message: Some(message) })
}

/// Whether the principal may speak to the requester; the product itself always does.
fn speaks(work: &Work) -> bool {
    match &work.job.principal {
        Principal::System { .. } => true,
        user @ Principal::User { .. } => may_speak(&work.desk(), user, &work.ticket),
    }
}

fn message(work: &mut Work, actor: &Actor, audience: Audience, words: &Intake) -> Result<(), Denied> {
    if audience == Audience::Supplier {
        return to_supplier(work, actor, words);
    }
    if audience == Audience::Requester && !speaks(work) {
        // A back office's words to the requester become a proposed answer, and the case goes down with it.
        return give_back(work, actor, words, true);
    }
    let message = message_row(work, actor, audience, words, false)?;
    let text = work.messages.last().map(|m| m.text);
    work.run(actor, None, None, &Command::Message(message.clone()))?;
    if audience == Audience::Requester {
        mailing::to_requester(work, LetterKind::Message, Some(message.id), text);
    }
    Ok(())
}

fn to_supplier(work: &mut Work, actor: &Actor, words: &Intake) -> Result<(), Denied> {
    let desk = work.desk();
    if !desk.chain.line(&work.ticket.place.line).is_some_and(|l| l.supplier) {
        return Err(Refusal::new(Act::Message, Rule::NotWithSupplier).into());
    }
    let message = message_row(work, actor, Audience::Supplier, words, false)?;
    let text = work.messages.last().map(|m| m.text);
    work.run(actor, None, None, &Command::Message(message.clone()))?;
    mailing::to_queue(work, LetterKind::Message, Some(message.id), text);
    Ok(())
}

fn answer(conn: &mut Conn, work: &mut Work, actor: &Actor, edited: Option<&Intake>) -> Result<(), Denied> {
    let desk = work.desk();
    if !line_speaks(&desk, &work.ticket) {
        // A line that may not speak passes it further down.
        let Some(proposal) = work.ticket.proposal else {
            return Err(Refusal::new(Act::Answer, Rule::NothingProposed).into());
        };
        let words = match edited {
            Some(words) => words.clone(),
            None => proposed_words(conn, proposal)?,
        };
        return give_back(work, actor, &words, true);
    }
    let proposal = work.ticket.proposal.ok_or_else(|| Refusal::new(Act::Answer, Rule::NothingProposed))?;
    let words = match edited {
        Some(words) => words.clone(),
        None => proposed_words(conn, proposal)?,
    };
    let message = message_row(work, actor, Audience::Requester, &words, false)?;
    let text = work.messages.last().map(|m| m.text);
    work.run(actor, None, None, &Command::Answer { message: message.clone() })?;
    mailing::to_requester(work, LetterKind::Message, Some(message.id), text);
    Ok(())
}

/// The words of a proposed answer.
fn proposed_words(conn: &mut Conn, message: i64) -> Result<Intake, Denied> {
    let row = store::message::message_get(conn, message)?.ok_or(Denied::NotFound)?;
    let texts = store::text::text_map(conn, &[row.text])?;
    let text = texts.get(&row.text).ok_or(Denied::NotFound)?;
    Ok(Intake::new(text.body.clone()))
}

fn wait_requester(work: &mut Work, actor: &Actor, question: Option<&Intake>) -> Result<(), Denied> {
    if question.is_some() && !speaks(work) {
        return Err(Refusal::new(Act::Wait, Rule::BackOfficeResolves)
            .with("line", &work.ticket.place.line)
            .into());
    }
    let asked =
        question.map(|words| message_row(work, actor, Audience::Requester, words, false)).transpose()?;
    let text = work.messages.last().map(|m| m.text);
    let waiting = Waiting { phase: Phase::WaitingRequester, until: None, question: asked.clone() };
    work.run(actor, None, None, &Command::Wait(waiting))?;
    if let Some(message) = asked {
        mailing::to_requester(work, LetterKind::Message, Some(message.id), text);
    }
    Ok(())
}

/// Solves it in this way, with these words to the requester.
pub(super) fn resolve(work: &mut Work, actor: &Actor, solution: &str, words: &Intake) -> Result<(), Denied> {
    let desk = work.desk();
    let line_speaks = line_speaks(&desk, &work.ticket);
    let text = work.text("solution", words)?;
    let message = message_of(work, actor, Audience::Requester, text, false)?;
    let told = message.id;
    let sought = sought(work).filter(|_| ends_unreached(&desk, solution));
    let resolution =
        Resolution { solution: solution.to_owned(), text, message: Some(message), line_speaks, sought };
    work.run(actor, None, None, &Command::Resolve(resolution))?;
    mailing::to_requester(work, LetterKind::Resolved, Some(told), Some(text));
    Ok(())
}

/// Whether a kind of solution is that of a requester who was not reached.
pub(super) fn ends_unreached(desk: &Desk, solution: &str) -> bool {
    desk.not_reached.as_ref().is_some_and(|rule| rule.solution == solution)
}

/// How often the requester was sought since the case began to wait, and how often they must be. `None` where no case
/// ends so.
pub(super) fn sought(work: &Work) -> Option<Sought> {
    let desk = work.desk();
    let rule = desk.not_reached.as_ref()?;
    let tries = &work.ticket.tries;
    let channels: BTreeSet<Channel> = tries.iter().map(|t| t.channel).collect();
    let days: BTreeSet<_> = tries.iter().map(|t| crate::read::local_date(&desk.zone, t.at)).collect();
    Some(Sought {
        done: [tries.len(), channels.len(), days.len()],
        wanted: [rule.tries, rule.channels, rule.days],
    })
}

/// Closing with what was confirmed; what was not is prefilled from the kind of solution.
pub(super) fn closing(work: &Work, cause: Option<String>, solution: Option<String>) -> Command {
    let desk = work.desk();
    let solution = solution.or_else(|| work.ticket.solution.clone());
    let prefilled = || solution.as_ref().and_then(|s| desk.solution(s)).and_then(|s| s.cause.clone());
    Command::Close { cause_code: cause.or_else(prefilled), solution }
}
