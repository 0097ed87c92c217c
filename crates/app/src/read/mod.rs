//! Reading: one ticket, lists, events, counts. Everything is filtered by the principal's scopes in the query.

mod case;
mod counts;
mod names;
mod view;

use crate::{App, Denied, Moment};
use chrono::NaiveDate;
use desk::{Desk, Principal};
pub(crate) use names::Names;
use names::event_view;
use std::collections::{BTreeMap, BTreeSet};
use store::Conn;
use store::ticket::{Derived, Filter, page_mark};
use ticket::{Reference, Ticket};
use view::Loaded;

pub use case::{Barred, Case, Stay, Why};
pub(crate) use view::view;
pub use view::{
    ActorView, ClockView, EventView, FigureView, MessageView, PartyView, ProposalView, StatementView,
    TicketView,
};

/// One page of a list.
#[derive(Debug, Clone)]
pub struct Page {
    /// Tickets.
    pub items: Vec<TicketView>,
    /// Where the next page begins.
    pub next: Option<(i64, i64)>,
}

/// A ticket's messages, oldest first.
fn message_views(conn: &mut Conn, ticket: i64) -> Result<Vec<MessageView>, Denied> {
    let messages = store::message::message_list(conn, ticket)?;
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
    sla::local_date(zone, at).unwrap_or_else(|_| at.date_naive())
}

/// Local date and time of a moment, to the minute, as people write it: `2026-11-23 14:05`.
pub fn local_minute(zone: &str, at: Moment) -> String {
    local_time(zone, at).format("%Y-%m-%d %H:%M").to_string()
}

/// The wall clock of a moment in an IANA zone that was checked with the desk.
pub fn local_time(zone: &str, at: Moment) -> chrono::NaiveDateTime {
    sla::local_time(zone, at).unwrap_or_else(|_| at.naive_utc())
}

/// The moment of a wall clock in an IANA zone: the earlier where it occurs twice.
pub fn from_local(zone: &str, local: chrono::NaiveDateTime) -> Option<Moment> {
    sla::local_instant(zone, local).ok().flatten()
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

    /// Whether a ticket may be read.
    ///
    /// # Errors
    /// Not found, or not readable: the same.
    pub fn readable(&self, principal: &Principal, reference: &Reference) -> Result<(), Denied> {
        self.on_ticket(principal, reference, |_, _, _| Ok(()))
    }

    /// The row id of a login.
    ///
    /// # Errors
    /// Storage faults.
    pub fn user_id(&self, login: &str) -> Result<Option<i64>, Denied> {
        self.store.read(|conn| Ok(store::user::user_by_login(conn, login)?.map(|u| u.id)))
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
        self.on_ticket(principal, reference, |conn, _, id| message_views(conn, id))
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
