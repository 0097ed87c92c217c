//! Reading: one ticket, lists, events, counts. Everything is filtered by the principal's scopes in the query.

use crate::{App, Denied, Moment};
use chrono::NaiveDate;
use desk::{Desk, Principal, may};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use store::Conn;
use store::clock::StoredClock;
use store::ticket::{Derived, Filter, page_mark};
use ticket::{Act, Actor, Event, EventBody, Reference, Ticket};

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
    pub fault_began_at: Option<Moment>,
    pub wait_until: Option<Moment>,
    pub created_at: Moment,
    pub updated_at: Moment,
    pub restored_at: Option<Moment>,
    pub resolved_at: Option<Moment>,
    pub closed_at: Option<Moment>,
    /// Acts the principal may do now, as far as workflow and policy go; a rule may still refuse one.
    pub acts: Vec<&'static str>,
    pub clocks: Vec<ClockView>,
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

/// One page of a list.
#[derive(Debug, Clone)]
pub struct Page {
    /// Tickets.
    pub items: Vec<TicketView>,
    /// Where the next page begins.
    pub next: Option<(i64, i64)>,
}

/// The stemming language of a language key.
pub(crate) fn stem_language(key: &str) -> text::Language {
    match key {
        "da" => text::Language::Da,
        "en" => text::Language::En,
        _ => text::Language::Sv,
    }
}

/// The local date of a moment in an IANA zone that was checked with the desk.
pub fn local_date(zone: &str, at: Moment) -> NaiveDate {
    sla::local_date(zone, at).unwrap_or_else(|| at.date_naive())
}

impl App {
    /// One ticket.
    ///
    /// # Errors
    /// Not found, or not readable: the same.
    pub fn ticket(
        &self,
        principal: &Principal,
        reference: &Reference,
        now: Moment,
    ) -> Result<TicketView, Denied> {
        self.on_ticket(principal, reference, |conn, desk, id| {
            view(conn, desk, principal, id, now)?.ok_or(Denied::NotFound)
        })
    }

    /// A ticket's events after a number.
    ///
    /// # Errors
    /// Not found, or not readable: the same.
    pub fn events(
        &self,
        principal: &Principal,
        reference: &Reference,
        after: i64,
        limit: i64,
    ) -> Result<Vec<EventView>, Denied> {
        self.on_ticket(principal, reference, |conn, _, id| {
            let events = store::event::event_list(conn, id, after, limit)?;
            let names = Names::of(conn, events.iter().map(|e| &e.actor))?;
            events.iter().map(|e| event_view(e, &names)).collect()
        })
    }

    /// A ticket's messages, oldest first.
    ///
    /// # Errors
    /// Not found, or not readable: the same.
    pub fn messages(&self, principal: &Principal, reference: &Reference) -> Result<Vec<MessageView>, Denied> {
        self.on_ticket(principal, reference, |conn, _, id| {
            let messages = store::message::message_list(conn, id)?;
            let texts = store::text::text_map(conn, &messages.iter().map(|m| m.text).collect::<Vec<_>>())?;
            let names = Names::of(conn, messages.iter().map(|m| &m.actor))?;
            let view = |m: &store::message::Message| MessageView {
                id: m.id,
                direction: m.direction.as_str(),
                audience: m.audience.as_str(),
                actor: names.view(&m.actor),
                text: texts.get(&m.text).map(|t| t.masked.clone()).unwrap_or_default(),
                at: m.at,
                automatic: m.automatic,
                proposal: m.proposal,
            };
            Ok(messages.iter().map(view).collect())
        })
    }

    /// The masked words of a ticket's text rows, by row id.
    ///
    /// # Errors
    /// Not found, or not readable: the same.
    pub fn texts(
        &self,
        principal: &Principal,
        reference: &Reference,
    ) -> Result<BTreeMap<i64, String>, Denied> {
        self.on_ticket(principal, reference, |conn, _, id| {
            let texts = store::text::text_of_ticket(conn, id)?;
            Ok(texts.into_iter().map(|(id, t)| (id, t.masked)).collect())
        })
    }

    /// Reads something of a ticket that the principal's scopes reach.
    pub(crate) fn on_ticket<T>(
        &self,
        principal: &Principal,
        reference: &Reference,
        read: impl FnOnce(&mut Conn, &Desk, i64) -> Result<T, Denied>,
    ) -> Result<T, Denied> {
        let scopes = self.scopes(principal);
        self.store.read(|conn| {
            let id = store::ticket::ticket_id(conn, reference, scopes.as_ref())?.ok_or(Denied::NotFound)?;
            let (ticket, _) = store::ticket::ticket_get(conn, id)?.ok_or(Denied::NotFound)?;
            let desk = self.versioned(&ticket.desk)?.desk;
            read(conn, &desk, id)
        })
    }

    /// One page of a list; `words` searches newest first.
    ///
    /// # Errors
    /// Storage faults.
    pub fn list(
        &self,
        principal: &Principal,
        filter: &Filter,
        words: Option<&str>,
        now: Moment,
    ) -> Result<Page, Denied> {
        let scopes = self.scopes(principal);
        self.store.read(|conn| match words.map(str::trim).filter(|w| !w.is_empty()) {
            Some(words) => self.search(conn, principal, filter, words, scopes.as_ref(), now),
            None => {
                let limit = filter.limit;
                let asked = Filter { limit: limit + 1, ..filter.clone() };
                let mut rows = store::ticket::ticket_list(conn, &asked, scopes.as_ref())?;
                let more = i64::try_from(rows.len()).unwrap_or(0) > limit;
                rows.truncate(usize::try_from(limit).unwrap_or(0));
                let next = rows.last().filter(|_| more).map(|(t, d)| page_mark(filter.sort, t, *d));
                Ok(Page { items: self.views(conn, principal, &rows, now)?, next })
            }
        })
    }

    /// Walks the matches newest first until a page of readable ones is full.
    fn search(
        &self,
        conn: &mut Conn,
        principal: &Principal,
        filter: &Filter,
        words: &str,
        scopes: Option<&BTreeSet<String>>,
        now: Moment,
    ) -> Result<Page, Denied> {
        const BLOCK: i64 = 200;
        const BLOCKS: usize = 25;
        let language = filter
            .desk
            .as_ref()
            .and_then(|d| self.desk(d))
            .map_or_else(|| "sv".into(), |d| d.language.clone());
        let mut stems: Vec<String> =
            text::stem_words(words, stem_language(&language)).split_whitespace().map(str::to_owned).collect();
        if let Ok(reference) = Reference::parse(words) {
            stems = vec![reference.to_string().to_lowercase()];
        }
        if stems.is_empty() {
            return Ok(Page { items: Vec::new(), next: None });
        }
        let wanted = usize::try_from(filter.limit).unwrap_or(0);
        let mut below = filter.after.map_or(i64::MAX, |(_, id)| id);
        let mut rows: Vec<(Ticket, Derived)> = Vec::new();
        for _ in 0..BLOCKS {
            let ids = store::search::words_matching(conn, &stems, below, BLOCK)?;
            let Some(last) = ids.last().copied() else { break };
            let only = Filter { ids: Some(ids), limit: BLOCK, after: None, ..filter.clone() };
            let mut found = store::ticket::ticket_list(conn, &only, scopes)?;
            found.sort_by_key(|(t, _)| std::cmp::Reverse(t.id));
            rows.extend(found);
            below = last;
            if rows.len() > wanted {
                break;
            }
        }
        let more = rows.len() > wanted;
        rows.truncate(wanted);
        let next = rows.last().filter(|_| more).map(|(t, _)| (0, t.id));
        Ok(Page { items: self.views(conn, principal, &rows, now)?, next })
    }

    fn views(
        &self,
        conn: &mut Conn,
        principal: &Principal,
        rows: &[(Ticket, Derived)],
        now: Moment,
    ) -> Result<Vec<TicketView>, Denied> {
        let loaded = Loaded::of(conn, rows.iter().map(|(t, _)| t))?;
        rows.iter()
            .map(|(ticket, _)| {
                let desk = self.versioned(&ticket.desk)?.desk;
                Ok(loaded.view(&desk, principal, ticket, now))
            })
            .collect()
    }

    /// How many tickets a filter holds, exact up to 99; 100 stands for more.
    ///
    /// # Errors
    /// Storage faults.
    pub fn count(&self, principal: &Principal, filter: &Filter) -> Result<i64, Denied> {
        let scopes = self.scopes(principal);
        self.store.read(|conn| Ok(store::ticket::ticket_count(conn, filter, scopes.as_ref(), 100)?))
    }
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
struct Loaded {
    texts: BTreeMap<i64, store::text::Text>,
    contacts: BTreeMap<i64, store::contact::Contact>,
    users: BTreeMap<i64, store::user::User>,
    proposals: BTreeMap<i64, i64>,
    clocks: Vec<(i64, StoredClock)>,
}

impl Loaded {
    fn of<'a>(conn: &mut Conn, tickets: impl IntoIterator<Item = &'a Ticket>) -> Result<Self, Denied> {
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
            .chain(proposals.values().copied())
            .collect();
        let contacts: Vec<i64> =
            tickets.iter().flat_map(|t| [Some(t.requester), t.affected, t.orderer]).flatten().collect();
        let users: Vec<i64> = tickets.iter().filter_map(|t| t.assignee).collect();
        let ids: Vec<i64> = tickets.iter().map(|t| t.id).collect();
        Ok(Self {
            texts: store::text::text_map(conn, &texts)?,
            contacts: store::contact::contact_map(conn, &contacts)?,
            users: store::user::user_map(conn, &users)?,
            proposals,
            clocks: store::clock::clock_of_tickets(conn, &ids)?,
        })
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

    fn view(&self, desk: &Desk, principal: &Principal, t: &Ticket, now: Moment) -> TicketView {
        let allowed = desk.workflow(t.kind).map(|w| w.acts_in(&t.state)).unwrap_or_default();
        let acts = allowed.into_iter().filter(|act| may(principal, desk, t, *act)).map(Act::as_str).collect();
        let clocks = self.clocks.iter().filter(|(id, _)| *id == t.id).map(|(_, c)| clock_view(desk, c, now));
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
            fault_began_at: t.fault_began_at,
            wait_until: t.wait_until,
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
    }
}

/// Names of actors, read once.
pub(crate) struct Names {
    users: BTreeMap<i64, store::user::User>,
    contacts: BTreeMap<i64, store::contact::Contact>,
}

impl Names {
    pub fn of<'a>(conn: &mut Conn, actors: impl Iterator<Item = &'a Actor>) -> Result<Self, Denied> {
        let (mut users, mut contacts) = (Vec::new(), Vec::new());
        for actor in actors {
            match actor {
                Actor::User(id) => users.push(*id),
                Actor::Contact(id) => contacts.push(*id),
                Actor::System(_) => {}
            }
        }
        Ok(Self {
            users: store::user::user_map(conn, &users)?,
            contacts: store::contact::contact_map(conn, &contacts)?,
        })
    }

    pub fn view(&self, actor: &Actor) -> ActorView {
        match actor {
            Actor::User(id) => ActorView {
                kind: "user",
                name: self.users.get(id).map(|u| u.name.clone()).unwrap_or_default(),
            },
            Actor::Contact(id) => ActorView {
                kind: "contact",
                name: self.contacts.get(id).map(|c| c.name.clone()).unwrap_or_default(),
            },
            Actor::System(name) => ActorView { kind: "system", name: name.clone() },
        }
    }
}

fn event_view(event: &Event, names: &Names) -> Result<EventView, Denied> {
    let data = event.body.data().map_err(|e| store::Fault::Setup(e.to_string()))?;
    Ok(EventView {
        seq: event.seq,
        kind: EventBody::name(&event.body),
        recorded_at: event.recorded_at,
        effective_at: event.effective_at,
        actor: names.view(&event.actor),
        rule: event.rule.clone(),
        data,
    })
}
