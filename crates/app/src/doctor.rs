//! The doctor: folds every ticket again from its events and compares with the row, its scopes and what wakes it; and
//! makes every clock again from the events and compares.

use crate::act::{derived_scopes, recount};
use crate::{App, Denied};
use serde::Serialize;
use std::collections::BTreeSet;
use ticket::{Ticket, fold};

/// One difference between what is stored and what follows from the events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Reference of the ticket.
    pub reference: String,
    /// What differs.
    pub what: String,
    /// As stored.
    pub stored: String,
    /// As it follows.
    pub expected: String,
}

/// What a check-up found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CheckUp {
    /// Tickets looked at.
    pub tickets: usize,
    /// Events folded.
    pub events: usize,
    /// Differences.
    pub differences: Vec<Difference>,
}

impl App {
    /// Checks every ticket.
    ///
    /// # Errors
    /// Storage faults.
    pub fn check_up(&self) -> Result<CheckUp, Denied> {
        const BLOCK: i64 = 500;
        let mut found = CheckUp::default();
        let mut last = 0;
        loop {
            let ids = self
                .store
                .read_long::<_, Denied>(|c| Ok(store::ticket::ticket_ids_after(c, last, BLOCK)?))?;
            let Some(end) = ids.last().copied() else { return Ok(found) };
            for id in ids {
                self.check_ticket(id, &mut found)?;
            }
            last = end;
        }
    }

    fn check_ticket(&self, id: i64, found: &mut CheckUp) -> Result<(), Denied> {
        let (row, events, scopes, clocks, timers) = self.store.read_long::<_, Denied>(|conn| {
            Ok((
                store::ticket::ticket_get(conn, id)?,
                store::event::event_list(conn, id, 0, i64::MAX)?,
                store::ticket::scopes_of(conn, id)?,
                store::clock::clock_of_ticket(conn, id)?,
                store::timer::timer_of_ticket(conn, id)?,
            ))
        })?;
        let Some((stored, derived)) = row else { return Ok(()) };
        found.tickets += 1;
        found.events += events.len();
        let reference = stored.reference.to_string();
        let mut differ = |what: &str, stored: String, expected: String| {
            if stored != expected {
                let (reference, what) = (reference.clone(), what.to_owned());
                found.differences.push(Difference { reference, what, stored, expected });
            }
        };
        for (at, event) in events.iter().enumerate() {
            differ("event number", event.seq.to_string(), (at + 1).to_string());
            let before = at.checked_sub(1).map(|b| events[b].recorded_at);
            if before.is_some_and(|b| event.recorded_at < b) {
                differ("recorded order", event.recorded_at.to_rfc3339(), "never falling".into());
            }
        }
        let Some(folded) = fold(id, &stored.reference, &stored.desk, &events) else {
            differ("events", "none that begins a ticket".into(), "an opening".into());
            return Ok(());
        };
        for (what, is, should) in fields(&stored, &folded) {
            differ(what, is, should);
        }
        let Some(desk) = self.desk(&stored.desk) else { return Ok(()) };
        let missing: BTreeSet<String> = derived_scopes(&desk, &folded).difference(&scopes).cloned().collect();
        differ("scopes", format!("{missing:?} missing"), format!("{:?} missing", BTreeSet::<String>::new()));
        let desk_at = |version| self.desk_at(&stored.desk, version);
        match recount(&desk_at, (id, &stored.reference), &events) {
            Some(again) => {
                differ("clocks", clocks.len().to_string(), again.len().to_string());
                for (row, again) in clocks.iter().zip(&again) {
                    let (is, should) = clock_fields(&row.clock, &again.clock);
                    differ(&format!("clock {} {}", row.clock.target, row.clock.occurrence), is, should);
                }
            }
            None => differ("desk version", "named by an event".into(), "there".into()),
        }
        let wake = sla::next_wake(clocks.iter().map(|c| &c.clock)).map(|m| m.timestamp_micros());
        let timer = timers.iter().filter(|t| !t.fired).map(|t| t.due_at).min();
        let expected = wake.into_iter().chain(timer).min();
        differ(
            "wake_at",
            format!("{:?}", derived.wake_at.map(|m| m.timestamp_micros())),
            format!("{expected:?}"),
        );
        Ok(())
    }
}

/// Every field of the fold as text, stored and folded, so that a difference names its field.
fn fields(stored: &Ticket, folded: &Ticket) -> Vec<(&'static str, String, String)> {
    let value = |t: &Ticket| serde_json::to_value(t).unwrap_or_default();
    let (a, b) = (value(stored), value(folded));
    let mut differing = Vec::new();
    if a != b {
        let list = |v: &serde_json::Value| v.as_object().cloned().unwrap_or_default();
        let (a, b) = (list(&a), list(&b));
        let of = |m: &serde_json::Map<String, serde_json::Value>| {
            let differing = m.iter().filter(|(k, _)| a.get(*k) != b.get(*k));
            differing.map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join(" ")
        };
        differing.push(("row", of(&a), of(&b)));
    }
    differing
}

/// The fields in which two clocks differ, as text.
fn clock_fields(stored: &sla::Clock, again: &sla::Clock) -> (String, String) {
    let fields = |clock: &sla::Clock| -> Vec<String> {
        format!("{clock:#?}").lines().map(|line| line.trim().to_owned()).collect()
    };
    if stored == again {
        return (String::new(), String::new());
    }
    let (a, b) = (fields(stored), fields(again));
    let only = |one: &[String], other: &[String]| {
        one.iter().filter(|line| !other.contains(line)).cloned().collect::<Vec<_>>().join(" ")
    };
    (only(&a, &b), only(&b, &a))
}
