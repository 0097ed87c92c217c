//! Received mail: taken over first, made into tickets and messages afterwards.
//!
//! Step A ([`App::accept_mail`]) commits the raw bytes; only then does any face acknowledge. Step B
//! ([`App::inbox_pass`]) reads one mail at a time and, in one transaction, opens a ticket or joins one and marks the
//! mail's row. A mail that cannot be processed is set aside with its reason and never stops the next.

mod accept;
mod judge;
mod party;
mod reading;

use crate::pass::Passed;
use crate::{App, Asked, Caller, Denied, Moment, New, Order};
use chrono::TimeDelta;
use desk::{Principal, System};
use std::panic::{AssertUnwindSafe, catch_unwind};
use store::Fault;
use store::inbox::{Inbox, State, inbox_claim, inbox_done, inbox_due, inbox_get, inbox_retry};
use ticket::Reference;

pub use accept::{Arrived, Source};

/// Mails of one batch.
const BATCH: i64 = 50;
/// Minutes to wait after each failed try; after the last a mail is set aside.
const PAUSES: [i64; 2] = [1, 10];

/// What is to be made of a mail.
enum Verdict {
    /// It belongs to this ticket.
    Join(Reference, Box<Order>),
    /// It is a new matter.
    Open(Box<New>),
    /// Nothing is made of it; why, by key.
    Note(&'static str),
    /// A person must look at it; why, by key.
    SetAside(&'static str),
}

impl App {
    /// Received mails that are due, oldest first.
    ///
    /// # Errors
    /// Storage cannot be reached.
    pub fn inbox_pass(&self, now: Moment) -> Result<Passed, Denied> {
        let due = self.store.read::<_, Denied>(|conn| Ok(inbox_due(conn, now, BATCH)?))?;
        for id in &due {
            let done = catch_unwind(AssertUnwindSafe(|| self.bring_in(*id, now)));
            match done.unwrap_or_else(|_| Err(Fault::Panicked.into())) {
                Ok(()) | Err(Denied::TakenElsewhere) => {}
                // Where the database is gone, noting the failure fails too, and ends the pass.
                Err(why) => self.failed(*id, &why, now)?,
            }
        }
        Ok(Passed::of(due.len()))
    }

    /// Reads one mail and does what is to be done with it.
    fn bring_in(&self, id: i64, now: Moment) -> Result<(), Denied> {
        let Some(row) = self.store.read::<_, Denied>(|conn| Ok(inbox_get(conn, id)?))? else {
            return Ok(());
        };
        let intake = Principal::System { system: System::Intake, contact: None };
        match self.judge(&row)? {
            Verdict::Join(reference, order) => {
                let asked = Asked { reference, version: None, order: *order };
                self.act(&intake, &asked, &Caller::default(), now).map(|_| ())
            }
            Verdict::Open(new) => self.open(&intake, &new, &Caller::default(), now).map(|_| ()),
            Verdict::Note(reason) => self.end(&row, State::Noted, reason),
            Verdict::SetAside(reason) => self.end(&row, State::SetAside, reason),
        }
    }

    fn end(&self, row: &Inbox, state: State, reason: &'static str) -> Result<(), Denied> {
        let id = row.id;
        self.store.write(move |conn| {
            if inbox_claim(conn, id)? {
                inbox_done(conn, id, state, None, Some(reason))?;
            }
            Ok(())
        })
    }

    /// Notes a failed try; after the last one the mail is set aside.
    fn failed(&self, id: i64, why: &Denied, now: Moment) -> Result<(), Denied> {
        tracing::error!(inbox = id, %why, "a mail could not be processed");
        let reason = why.to_string();
        self.store.write(move |conn| {
            let Some(row) = inbox_get(conn, id)? else { return Ok(()) };
            let tried = usize::try_from(row.tries).unwrap_or(usize::MAX);
            match PAUSES.get(tried) {
                Some(minutes) => inbox_retry(conn, id, now + TimeDelta::minutes(*minutes), &reason)?,
                None => inbox_done(conn, id, State::SetAside, None, Some(&reason))?,
            }
            Ok(())
        })
    }
}
