//! Background work: passes claim a bounded batch of due rows, decide, commit, and say whether they did anything.
//! They have no input but the moment; tests and the server's loop share them.

use crate::{App, Denied, Moment};
use chrono::TimeDelta;

/// Rows of one batch.
const BATCH: i64 = 100;
/// Failures after which a unit of work is left to an administrator and tried only rarely.
const TRIES: i32 = 3;
/// Name of the pass over clocks and timers, under which its failures are kept.
pub(crate) const CLOCKS: &str = "clocks";

/// What a pass came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passed {
    /// Nothing was due.
    Idle,
    /// So many units of work were done or failed.
    Did(usize),
}

impl Passed {
    pub(crate) fn of(count: usize) -> Self {
        if count == 0 { Self::Idle } else { Self::Did(count) }
    }
}

impl App {
    /// Warnings, breaches and timers that came due. A ticket that fails is put off and never blocks the next.
    ///
    /// # Errors
    /// Storage cannot be reached.
    pub fn clock_pass(&self, now: Moment) -> Result<Passed, Denied> {
        let due = self.store.read::<_, Denied>(|conn| Ok(store::ticket::ticket_waking(conn, now, BATCH)?))?;
        for id in &due {
            match self.wake(*id, now) {
                Ok(_) => {}
                // Where the database is gone, noting the failure fails too, and ends the pass.
                Err(why) => self.put_off(*id, &why, now)?,
            }
        }
        Ok(Passed::of(due.len()))
    }

    fn put_off(&self, id: i64, why: &Denied, now: Moment) -> Result<(), Denied> {
        tracing::error!(ticket = id, %why, "clocks of a ticket could not be served");
        let reason = why.to_string();
        self.store.write::<_, Denied>(move |conn| {
            let tries = store::pass::failure_note(conn, CLOCKS, id, &reason, now)?;
            let pause = if tries < TRIES { TimeDelta::minutes(1) } else { TimeDelta::hours(1) };
            Ok(store::ticket::ticket_wake_at(conn, id, Some(now + pause))?)
        })
    }

    /// The earliest moment a clock or timer of any ticket has something to do.
    ///
    /// # Errors
    /// Storage cannot be reached.
    pub fn next_due(&self) -> Result<Option<Moment>, Denied> {
        self.store.read(|conn| Ok(store::ticket::ticket_next_wake(conn)?))
    }

    /// Removes what has had its time: ended sessions, stored answers older than 48 hours.
    ///
    /// # Errors
    /// Storage cannot be reached.
    pub fn tidy_pass(&self, now: Moment) -> Result<Passed, Denied> {
        let (ended, old) = (now.timestamp_micros(), (now - TimeDelta::hours(48)).timestamp_micros());
        let gone = self.store.write::<_, Denied>(move |conn| {
            Ok(store::session::session_forget(conn, ended)?
                + store::idempotency::idempotency_forget(conn, old)?)
        })?;
        Ok(Passed::of(gone))
    }
}
