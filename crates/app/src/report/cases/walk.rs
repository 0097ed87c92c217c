//! Every case of a desk that a period may have to do with, block by block.

use crate::report::asked::period;
use crate::{App, Denied, Moment};
use chrono::{NaiveDate, TimeDelta};
use desk::{Desk, Principal};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use store::Conn;
use store::ticket::Filter;
use ticket::{Event, Ticket};

/// Cases read at once.
const BLOCK: i64 = 500;

/// A period: what happens from `from` to before `to`. What lasts is looked at at `end`, which is `to`, or just after now
/// where that is earlier.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct Span {
    pub from: Moment,
    pub to: Moment,
    pub end: Moment,
}

impl Span {
    /// Whether a moment lies in it.
    pub fn holds(&self, at: Moment) -> bool {
        self.from <= at && at < self.to
    }
}

/// The period of local dates of a desk, from the first to before the second.
pub(in crate::report) fn span(
    desk: &Desk,
    (from, to): (NaiveDate, NaiveDate),
    now: Moment,
) -> Result<Span, Denied> {
    let (from, to) = period(desk, from, to)?;
    // What happened this very moment counts.
    Ok(Span { from, to, end: to.min(now + TimeDelta::microseconds(1)) })
}

impl App {
    /// What a reader's scopes let through. Every case of a desk carries the desk's scope: who has it needs no join.
    pub(in crate::report) fn report_scopes(
        &self,
        principal: &Principal,
        desk: &Desk,
    ) -> Option<BTreeSet<String>> {
        if principal.sees_all(desk) { None } else { self.scopes(principal) }
    }
}

/// Which cases are walked: those above an id, with the events of some types.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct Wanted<'a> {
    pub scopes: Option<&'a BTreeSet<String>>,
    pub types: &'a [i32],
    pub after: i64,
}

/// Every case that may count, in the order of their ids, with its events in the order they were recorded.
pub(in crate::report) fn walk(
    conn: &mut Conn,
    desk: &Desk,
    span: Span,
    mut wanted: Wanted<'_>,
    mut each: impl FnMut(&Ticket, &[Event]) -> Result<ControlFlow<()>, Denied>,
) -> Result<(), Denied> {
    loop {
        let period = (span.from, span.to);
        let ids = store::volume::volume_ids(conn, &desk.key, period, wanted.scopes, wanted.after, BLOCK)?;
        let Some(last) = ids.last().copied() else { return Ok(()) };
        let events = store::volume::volume_events(conn, &ids, wanted.types)?;
        let filter = Filter { ids: Some(ids), limit: BLOCK, ..Filter::default() };
        let mut tickets = store::ticket::ticket_list(conn, &filter, wanted.scopes)?;
        tickets.sort_by_key(|(ticket, _)| ticket.id);
        for (ticket, _) in &tickets {
            let list = events.get(&ticket.id).map(Vec::as_slice).unwrap_or_default();
            if each(ticket, list)?.is_break() {
                return Ok(());
            }
        }
        wanted.after = last;
    }
}
