//! Approved rejudgements carried out: some tickets at a time, each in a transaction of its own, so that what was
//! interrupted goes on where it was.

use super::{PASS, view};
use crate::pass::Passed;
use crate::report::period;
use crate::{App, Denied, Moment};
use store::rejudgement::{Done, Rejudgement};
use store::{Failure as _, Fault};

/// Tickets of one batch.
const BATCH: i64 = 50;
/// Failures after which a ticket is left as it is, and told; another rejudgement tries as often anew.
const TRIES: i32 = 3;

impl App {
    /// Judges some tickets of every approved rejudgement again. A ticket that fails never blocks the next.
    ///
    /// # Errors
    /// Storage cannot be reached.
    pub fn rejudge_pass(&self, now: Moment) -> Result<Passed, Denied> {
        self.rejudge_some(BATCH, now)
    }

    /// The same, so many tickets of each.
    ///
    /// # Errors
    /// Storage cannot be reached.
    pub fn rejudge_some(&self, limit: i64, now: Moment) -> Result<Passed, Denied> {
        let approved =
            self.store.read::<_, Denied>(|conn| Ok(store::rejudgement::rejudgement_in(conn, "approved")?))?;
        let mut count = 0;
        for row in &approved {
            count += self.rejudge_batch(row, limit, now)?;
        }
        Ok(Passed::of(count))
    }

    fn rejudge_batch(&self, row: &Rejudgement, limit: i64, now: Moment) -> Result<usize, Denied> {
        let Some(desk) = self.desk(&row.desk) else { return Ok(0) };
        let (from, to) = view::days(row)?;
        let bounds = period(&desk, from, to)?;
        let due = self.store.read::<_, Denied>(|conn| {
            Ok(store::rejudgement::rejudgement_due(conn, &row.desk, bounds, Some(row.id), (0, limit))?)
        })?;
        if due.is_empty() {
            let id = row.id;
            self.store
                .write::<_, Denied>(move |conn| Ok(store::rejudgement::rejudgement_done(conn, id, now)?))?;
            return Ok(1);
        }
        for ticket in &due {
            if let Err(why) = self.rejudge_ticket(row, *ticket, now) {
                self.note_failed(row.id, *ticket, &why, now)?;
            }
        }
        Ok(due.len())
    }

    /// Where the database is gone, noting the failure fails too, and ends the pass.
    fn note_failed(&self, id: i64, ticket: i64, why: &Denied, now: Moment) -> Result<(), Denied> {
        tracing::error!(ticket, rejudgement = id, %why, "a ticket could not be judged again");
        let passing = why.fault().is_none_or(Fault::is_temporary);
        let reason = why.to_string();
        self.store.write(move |conn| {
            let tries = store::pass::failure_note(conn, PASS, ticket, &reason, now)?;
            if tries % TRIES == 0 || !passing {
                let failed = Some(reason.clone());
                let at = now.timestamp_micros();
                let done = Done { rejudgement: id, ticket, at, judged: false, changed: 0, failed };
                store::rejudgement::rejudgement_note(conn, &done)?;
            }
            Ok(())
        })
    }
}
