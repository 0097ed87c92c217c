//! One ticket inside one transaction: what was loaded, what was decided, what is to be written.

use super::{Job, mailing};
use crate::{Denied, Moment};
use desk::{Desk, scopes_of_ticket};
use std::collections::BTreeSet;
use store::clock::{StoredClock, clock_insert, clock_of_ticket, clock_update};
use store::message::{Message, message_insert};
use store::text::{Text, text_insert, text_of_ticket};
use store::ticket::{Derived, scopes_of, scopes_set, ticket_insert, ticket_lock, ticket_update};
use store::timer::{Timer, timer_insert, timer_of_ticket};
use store::{Conn, Fault, IdRange};
use text::Intake;
use ticket::{Actor, Command, Decided, Event, EventBody, Setting, Ticket, decide};

/// The workspace.
pub(crate) struct Work {
    pub job: Job,
    pub ids: IdRange,
    pub ticket: Ticket,
    /// Version the row had; 0 for a ticket that is being made.
    pub was: i64,
    pub events: Vec<Event>,
    pub texts: Vec<Text>,
    pub messages: Vec<Message>,
    pub clocks: Vec<StoredClock>,
    pub clocks_were: Vec<StoredClock>,
    /// The verdict each clock was last counted under facts for.
    pub verdicts: Vec<super::counted::Verdict>,
    pub timers: Vec<Timer>,
    pub mails: Vec<mailing::Mail>,
    /// Events before this act; read when facts or moments change.
    pub history: Vec<Event>,
    /// What happened before this act, as clocks see it; read when facts change.
    pub past: Vec<sla::TimedSignal>,
    /// What happened in this act, as clocks see it.
    pub seen: Vec<sla::TimedSignal>,
    /// What clocks could not be judged by, for an administrator.
    pub notes: Vec<String>,
    /// Moment the events of this act count from, where it is fixed from outside.
    pub effective: Option<Moment>,
}

impl Work {
    /// Loads and locks a ticket with its clocks and timers.
    pub fn load(conn: &mut Conn, job: &Job, id: i64) -> Result<Option<Self>, Denied> {
        let Some(ticket) = ticket_lock(conn, id)? else { return Ok(None) };
        let clocks = clock_of_ticket(conn, id)?;
        Ok(Some(Self {
            job: job.clone(),
            ids: job.ids,
            was: ticket.version,
            ticket,
            events: Vec::new(),
            texts: Vec::new(),
            messages: Vec::new(),
            verdicts: clocks.iter().map(super::counted::verdict).collect(),
            clocks_were: clocks.clone(),
            clocks,
            timers: timer_of_ticket(conn, id)?,
            mails: Vec::new(),
            history: Vec::new(),
            past: Vec::new(),
            seen: Vec::new(),
            notes: Vec::new(),
            effective: None,
        }))
    }

    /// The workspace of a ticket that its first event makes.
    pub fn begin(job: &Job, ids: IdRange, ticket: Ticket, opened: Event) -> Self {
        Self {
            job: job.clone(),
            ids,
            ticket,
            was: 0,
            events: vec![opened],
            texts: Vec::new(),
            messages: Vec::new(),
            clocks: Vec::new(),
            clocks_were: Vec::new(),
            verdicts: Vec::new(),
            timers: Vec::new(),
            mails: Vec::new(),
            history: Vec::new(),
            past: Vec::new(),
            seen: Vec::new(),
            notes: Vec::new(),
            effective: None,
        }
    }

    pub fn desk(&self) -> std::sync::Arc<Desk> {
        self.job.desk.desk.clone()
    }

    /// Now, never before what was recorded last.
    pub fn now(&self) -> Moment {
        self.job.at.max(self.ticket.updated_at)
    }

    /// Keeps a text a person wrote; its row id.
    pub fn text(&mut self, kind: &str, words: &Intake) -> Result<i64, Fault> {
        let id = self.ids.row()?;
        self.texts.push(Text {
            id,
            ticket: self.ticket.id,
            kind: kind.to_owned(),
            body: words.original().to_owned(),
            masked: words.masked().to_owned(),
            masks: i32::try_from(words.masks()).unwrap_or(i32::MAX),
        });
        Ok(id)
    }

    /// Decides a command and takes its events in; plans the clocks.
    ///
    /// `rule` is the desk rule that decided, `cause` what must happen once.
    pub fn run(
        &mut self,
        actor: &Actor,
        rule: Option<&str>,
        cause: Option<&str>,
        command: &Command,
    ) -> Result<(), Denied> {
        let desk = self.desk();
        let workflow = desk.workflow(self.ticket.kind);
        let setting = Setting { workflow, now: self.now(), earliest: desk.earliest() };
        let decided = decide(&self.ticket, command, setting)?;
        self.append(actor, rule, cause, decided);
        Ok(())
    }

    /// Takes decided events in. The first carries the cause: one cause makes one group of events.
    pub fn append(&mut self, actor: &Actor, rule: Option<&str>, cause: Option<&str>, decided: Vec<Decided>) {
        let mut signals = Vec::new();
        // Which agreement's clocks are judged again, or those of all.
        let again = decided.iter().find_map(|(body, _)| match body {
            EventBody::Corrected(_) => Some(None),
            EventBody::Rejudged(by) => Some(Some(by.agreement.clone())),
            _ => None,
        });
        let place = self.ticket.place.clone();
        for (at, (body, stated)) in decided.into_iter().enumerate() {
            let event = Event {
                seq: self.ticket.version + 1,
                recorded_at: self.now(),
                effective_at: stated.or(self.effective).unwrap_or_else(|| self.now()),
                actor: actor.clone(),
                rule: rule.map(str::to_owned),
                desk_version: self.job.desk.version,
                cause: cause.filter(|_| at == 0).map(str::to_owned),
                body,
            };
            signals.extend(super::clockwork::signals(&self.ticket, &event));
            self.ticket.apply(&event);
            self.events.push(event);
        }
        self.plan_clocks(&signals);
        if let Some(only) = again {
            self.rejudge(only.as_deref());
        }
        self.count_under(&place);
    }

    /// Appends a bare record.
    pub fn record(&mut self, actor: &Actor, rule: Option<&str>, cause: Option<&str>, body: EventBody) {
        self.append(actor, rule, cause, vec![(body, None)]);
    }

    /// Writes everything.
    pub fn finish(mut self, conn: &mut Conn) -> Result<(), Denied> {
        if self.events.is_empty() && self.clocks == self.clocks_were {
            // Nothing happened; only what there is to wake for may have moved.
            let wake = self.wake_at();
            store::ticket::ticket_wake_at(conn, self.ticket.id, wake)?;
            return Ok(());
        }
        self.count_under(&self.ticket.place.clone());
        self.plan_timers(conn)?;
        let derived = self.derived();
        if self.was == 0 {
            ticket_insert(conn, &self.ticket, derived)?;
            for timer in &self.timers {
                timer_insert(conn, timer)?;
            }
        } else {
            ticket_update(conn, &self.ticket, derived, self.was)?;
        }
        store::event::event_append(conn, self.ticket.id, &self.events)?;
        text_insert(conn, &self.texts)?;
        message_insert(conn, &self.messages)?;
        self.write_clocks(conn)?;
        self.write_scopes(conn)?;
        self.write_search(conn)?;
        for note in &self.notes {
            store::pass::failure_note(conn, "plan", self.ticket.id, note, self.now())?;
        }
        mailing::write(conn, &mut self)?;
        Ok(())
    }

    fn derived(&self) -> Derived {
        let rank = self.desk().priorities.rank(self.ticket.priority.as_deref());
        let due =
            self.clocks.iter().filter(|c| c.clock.anchor.is_some()).filter_map(|c| c.clock.due_at).min();
        Derived {
            priority_rank: i32::try_from(rank).unwrap_or(i32::MAX),
            due_at: due.filter(|_| self.ticket.phase.is_open()),
            wake_at: self.wake_at(),
        }
    }

    fn wake_at(&self) -> Option<Moment> {
        let clocks = sla::next_wake(self.clocks.iter().map(|c| &c.clock));
        let timers = self
            .timers
            .iter()
            .filter(|t| !t.fired)
            .filter_map(|t| Moment::from_timestamp_micros(t.due_at))
            .min();
        clocks.into_iter().chain(timers).min()
    }

    fn write_clocks(&self, conn: &mut Conn) -> Result<(), Denied> {
        let known = |c: &StoredClock| self.clocks_were.iter().find(|w| w.id == c.id);
        let new: Vec<StoredClock> = self.clocks.iter().filter(|c| known(c).is_none()).cloned().collect();
        clock_insert(conn, self.ticket.id, &self.ticket.desk, &new)?;
        for clock in self.clocks.iter().filter(|c| known(c).is_some_and(|was| was != *c)) {
            clock_update(conn, self.ticket.id, &self.ticket.desk, clock)?;
        }
        Ok(())
    }

    /// Scopes of places it came through stay, so that a line can follow what it passed on; those of an
    /// organisation it no longer belongs to go.
    fn write_scopes(&self, conn: &mut Conn) -> Result<(), Denied> {
        let wanted: BTreeSet<String> =
            scopes_of_ticket(&self.desk(), &self.ticket).iter().map(|s| s.as_str().to_owned()).collect();
        let has = if self.was == 0 { BTreeSet::new() } else { scopes_of(conn, self.ticket.id)? };
        let organisations = format!("{}/org/", self.ticket.desk);
        let gone: Vec<String> =
            has.iter().filter(|s| s.starts_with(&organisations) && !wanted.contains(*s)).cloned().collect();
        let new: Vec<String> = wanted.difference(&has).cloned().collect();
        Ok(scopes_set(conn, self.ticket.id, &new, &gone)?)
    }

    /// The words a ticket is found by: its reference and everything written in it, masked.
    fn write_search(&self, conn: &mut Conn) -> Result<(), Denied> {
        if self.texts.is_empty() {
            return Ok(());
        }
        let texts = text_of_ticket(conn, self.ticket.id)?;
        let all: Vec<&str> = texts.values().map(|t| t.masked.as_str()).collect();
        let language = crate::read::stem_language(&self.desk().language);
        let words = format!("{} {}", self.ticket.reference, text::stem_words(&all.join(" "), language));
        Ok(store::search::words_put(conn, self.ticket.id, &words)?)
    }
}
