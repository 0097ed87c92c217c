//! The breaches of each target that ended longest after their due.

use super::clocks::{Rows, seconds};
use super::sla::TargetRow;
use crate::{Denied, Moment};
use desk::Desk;
use serde::Serialize;
use store::Conn;
use store::report::{Selection, report_worst};
use ticket::Reference;

/// Of each target.
const EACH: i64 = 10;

/// One of the worst.
#[derive(Debug, Clone, Serialize)]
pub struct WorstRow {
    /// The case.
    pub reference: Reference,
    /// Which occurrence of the target.
    pub occurrence: i32,
    /// When time ran out.
    pub due_at: Option<Moment>,
    /// When it was done after all.
    pub stopped_at: Option<Moment>,
    /// Seconds by the wall from its due until it was done, or until now.
    pub past_due_seconds: i64,
    /// Counted seconds.
    pub elapsed_seconds: i64,
}

pub(super) fn put(
    conn: &mut Conn,
    desk: &Desk,
    selection: &Selection,
    now: Moment,
    targets: &mut [TargetRow],
) -> Result<(), Denied> {
    let found = report_worst(conn, selection, now, EACH)?;
    let rows = Rows::of(conn, found.iter().map(|w| (w.ticket, w.clock)))?;
    for worst in found {
        let Some((clock, ticket)) = rows.get(worst.ticket, worst.clock) else { continue };
        let clock = &clock.clock;
        let row = targets.iter_mut().find(|row| {
            (&row.agreement, &row.version, &row.target)
                == (&clock.agreement, &clock.agreement_version, &clock.target)
        });
        if let Some(row) = row {
            row.worst.push(WorstRow {
                reference: ticket.reference.clone(),
                occurrence: clock.occurrence,
                due_at: clock.due_at.or(clock.decided_at),
                stopped_at: clock.stopped_at,
                past_due_seconds: worst.past_due_micros / 1_000_000,
                elapsed_seconds: seconds(desk, clock, now),
            });
        }
    }
    Ok(())
}
