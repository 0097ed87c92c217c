//! The one way to change a ticket: may → load → decide → apply → plan clocks and timers → what follows → texts,
//! outbox, search row; one transaction.

mod budget;
mod clockwork;
mod consequence;
mod counted;
mod incoming;
mod mailing;
mod opening;
mod order;
mod party;
mod recount;
mod replay;
mod resolve;
mod retrial;
mod speaking;
mod statement;
mod work;

use crate::desks::{Versioned, in_force};
use crate::read::{TicketView, view};
use crate::{App, Denied, Moment};
use desk::{Principal, may};
use order::Prepared;
use store::idempotency::{Stored, idempotency_answer, idempotency_begin};
use store::inbox::{State, inbox_claim, inbox_done};
use store::{Conn, IdRange};
use ticket::{Act, Reference, stale};
use work::Work;

pub(crate) use clockwork::{clock_facts, routing_facts};
pub use opening::{CalledIn, New, OnPaper, Relation, Who};
pub use order::{BreachWords, Facts, Incoming, Order, Sender, TRIED_BY};
pub(crate) use recount::{Recounted, recount};
pub(crate) use resolve::membership;
pub(crate) use retrial::{Foretold, foretell, runs_under};
pub(crate) use speaking::{line_speaks, may_speak};

/// What is asked: of which ticket, knowing which version of it.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The ticket.
    pub reference: Reference,
    /// The version the asker saw; acts of people need one.
    pub version: Option<i64>,
    /// What to do.
    pub order: Order,
}

/// How a face calls: once, or with a key that makes repeating it safe.
#[derive(Debug, Clone, Default)]
pub struct Caller {
    /// Idempotency key, route and hash of the request.
    pub once: Option<(String, String, String)>,
}

/// What an act came to.
#[derive(Debug, Clone)]
pub enum Answered {
    /// It was done; the ticket as it is now.
    Done(Box<TicketView>),
    /// It was done before; status, body and ETag as answered then.
    Again {
        /// HTTP status.
        status: i32,
        /// Body.
        body: String,
        /// ETag.
        etag: Option<String>,
    },
}

impl Answered {
    /// The ticket, where it was done now.
    pub fn done(self) -> Option<TicketView> {
        match self {
            Self::Done(view) => Some(*view),
            Self::Again { .. } => None,
        }
    }
}

impl App {
    /// Changes a ticket.
    ///
    /// # Errors
    /// In this order: not found or not readable; malformed; version needed; stale; not permitted; refused by a rule.
    /// Nothing is written then.
    pub fn act(
        &self,
        principal: &Principal,
        asked: &Asked,
        caller: &Caller,
        at: Moment,
    ) -> Result<Answered, Denied> {
        self.with_current_desks(|| {
            let scopes = self.scopes(principal);
            let id = self
                .store
                .read::<_, Denied>(|conn| {
                    Ok(store::ticket::ticket_id(conn, &asked.reference, scopes.as_ref())?)
                })?
                .ok_or(Denied::NotFound)?;
            let desk = self.desk_of(id)?;
            let prepared = order::prepare(&desk.desk, principal, &asked.order)?;
            let job = Job {
                desk,
                principal: principal.clone(),
                at,
                ids: self.store.ids()?,
                domain: self.settings.mail_domain.clone(),
                thread_key: self.secrets.thread_key.clone(),
                once: caller.once.clone(),
            };
            let version = asked.version;
            self.store.write(move |conn| job.change(conn, id, version, &prepared))
        })
    }

    /// Makes a ticket.
    ///
    /// # Errors
    /// Malformed; not permitted; storage faults. Nothing is written then.
    pub fn open(
        &self,
        principal: &Principal,
        new: &New,
        caller: &Caller,
        at: Moment,
    ) -> Result<Answered, Denied> {
        self.with_current_desks(|| {
            let desk = self.versioned(&new.desk).map_err(|_| {
                let keys: Vec<String> = self.all_desks().iter().map(|d| d.key.clone()).collect();
                Denied::unknown("desk", keys.iter().map(String::as_str))
            })?;
            let prepared = opening::prepare(&desk.desk, principal, new, at)?;
            let job = Job {
                desk,
                principal: principal.clone(),
                at,
                ids: self.store.ids_with_number()?,
                domain: self.settings.mail_domain.clone(),
                thread_key: self.secrets.thread_key.clone(),
                once: caller.once.clone(),
            };
            self.store.write(move |conn| job.begin(conn, &prepared))
        })
    }

    /// Everything clocks and timers of a ticket owe by now. Whether anything was done.
    ///
    /// # Errors
    /// Storage faults.
    pub(crate) fn wake(&self, id: i64, at: Moment) -> Result<bool, Denied> {
        self.with_current_desks(|| {
            let job = Job {
                desk: self.desk_of(id)?,
                principal: Principal::System { system: desk::System::Clocks, contact: None },
                at,
                ids: self.store.ids()?,
                domain: self.settings.mail_domain.clone(),
                thread_key: self.secrets.thread_key.clone(),
                once: None,
            };
            self.store.write(move |conn| job.wake(conn, id))
        })
    }

    fn desk_of(&self, ticket: i64) -> Result<Versioned, Denied> {
        let found = self.store.read::<_, Denied>(|conn| Ok(store::ticket::ticket_get(conn, ticket)?))?;
        let (ticket, _) = found.ok_or(Denied::NotFound)?;
        self.versioned(&ticket.desk)
    }
}

/// The scopes that follow from a ticket's present state.
pub(crate) fn derived_scopes(
    desk: &desk::Desk,
    ticket: &ticket::Ticket,
) -> std::collections::BTreeSet<String> {
    desk::scopes_of_ticket(desk, ticket).iter().map(|s| s.as_str().to_owned()).collect()
}

/// Takes hold of the mail an act brings in, so that it is brought in once.
fn claim(conn: &mut Conn, mail: Option<i64>) -> Result<(), Denied> {
    match mail {
        Some(mail) if !inbox_claim(conn, mail)? => Err(Denied::TakenElsewhere),
        _ => Ok(()),
    }
}

/// Everything one transaction needs, so that it may run again.
#[derive(Clone)]
pub(crate) struct Job {
    pub desk: Versioned,
    pub principal: Principal,
    pub at: Moment,
    pub ids: IdRange,
    pub domain: String,
    pub thread_key: Vec<u8>,
    pub once: Option<(String, String, String)>,
}

impl Job {
    fn change(
        &self,
        conn: &mut Conn,
        id: i64,
        version: Option<i64>,
        prepared: &Prepared,
    ) -> Result<Answered, Denied> {
        if let Some(again) = self.stored(conn)? {
            return Ok(again);
        }
        in_force(conn, &self.desk)?;
        let mail = prepared.order.inbox();
        let mut work = Work::load(conn, self, id)?.ok_or(Denied::NotFound)?;
        claim(conn, mail)?;
        work.wake(conn)?;
        statement::reasoned(&work, &prepared.order)?;
        self.check_version(conn, &work, prepared.act, version)?;
        if !may(&self.principal, &self.desk.desk, &work.ticket, prepared.act) {
            return Err(Denied::NotPermitted(prepared.act));
        }
        resolve::carry_out(conn, &mut work, prepared)?;
        work.finish(conn)?;
        if let Some(mail) = mail {
            inbox_done(conn, mail, State::Joined, Some(id), None)?;
        }
        self.answer(conn, id, 200)
    }

    fn begin(&self, conn: &mut Conn, prepared: &opening::Prepared) -> Result<Answered, Denied> {
        if let Some(again) = self.stored(conn)? {
            return Ok(again);
        }
        in_force(conn, &self.desk)?;
        let mail = prepared.inbox();
        claim(conn, mail)?;
        let id = opening::carry_out(conn, self, prepared)?;
        if let Some(mail) = mail {
            inbox_done(conn, mail, State::Opened, Some(id), None)?;
        }
        self.answer(conn, id, 201)
    }

    fn wake(&self, conn: &mut Conn, id: i64) -> Result<bool, Denied> {
        in_force(conn, &self.desk)?;
        let Some(mut work) = Work::load(conn, self, id)? else { return Ok(false) };
        let woke = work.wake(conn)?;
        work.finish(conn)?;
        store::pass::failure_clear(conn, crate::pass::CLOCKS, id)?;
        Ok(woke)
    }

    /// A person's act names the version it was decided on; the product's own acts follow from what they just read.
    fn check_version(
        &self,
        conn: &mut Conn,
        work: &Work,
        act: Act,
        version: Option<i64>,
    ) -> Result<(), Denied> {
        let Principal::User { .. } = self.principal else { return Ok(()) };
        let named = match version {
            Some(version) => version,
            None if ticket::conflicts_with(act).is_empty() => return Ok(()),
            None => return Err(Denied::VersionNeeded),
        };
        let now = work.ticket.version;
        if named == now {
            return Ok(());
        }
        let mut since: Vec<_> = store::event::event_list(conn, work.ticket.id, named.max(0), i64::MAX)?;
        since.extend(work.events.iter().filter(|e| e.seq > named).cloned());
        if named > now || stale(act, since.iter().map(|e| &e.body)) {
            return Err(Denied::Stale { version: now });
        }
        Ok(())
    }

    /// The answer stored under the caller's key, if the same request came before.
    fn stored(&self, conn: &mut Conn) -> Result<Option<Answered>, Denied> {
        let Some(row) = self.once_row() else { return Ok(None) };
        match idempotency_begin(conn, &row)? {
            None => Ok(None),
            Some(before) if before.request_hash != row.request_hash => Err(Denied::KeyReused),
            Some(before) => {
                Ok(Some(Answered::Again { status: before.status, body: before.answer, etag: before.etag }))
            }
        }
    }

    fn once_row(&self) -> Option<Stored> {
        let (key, route, request_hash) = self.once.clone()?;
        let principal = self.principal.user().map_or_else(String::new, |id| id.to_string());
        let created_at = self.at.timestamp_micros();
        Some(Stored {
            principal,
            route,
            key,
            request_hash,
            status: 0,
            answer: String::new(),
            etag: None,
            created_at,
        })
    }

    fn answer(&self, conn: &mut Conn, id: i64, status: i32) -> Result<Answered, Denied> {
        let view = view(conn, &self.desk.desk, &self.principal, id, self.at)?.ok_or(Denied::NotFound)?;
        if let Some(mut row) = self.once_row() {
            row.status = status;
            row.answer = serde_json::to_string(&view).map_err(|e| store::Fault::Setup(e.to_string()))?;
            row.etag = Some(view.version.to_string());
            idempotency_answer(conn, &row)?;
        }
        Ok(Answered::Done(Box::new(view)))
    }
}
