//! Time on cases as REST, pages and exports show it.

use crate::{App, Denied, Moment};
use desk::Principal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::Conn;
use store::effort::{EffortTimer, Entry};
use ticket::{Act, Reference};

/// One entry, words masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffortView {
    /// Row id: what a correction names.
    pub id: i64,
    /// The case.
    pub reference: Reference,
    /// Login of who worked.
    pub person: String,
    /// Name of who worked.
    pub name: String,
    /// Local day, `2026-11-23`.
    pub day: String,
    /// Minutes.
    pub minutes: i64,
    /// Activity key.
    pub activity: String,
    /// maintenance or development.
    pub kind: String,
    /// Organisation key of who pays.
    pub payer: String,
    /// What was done.
    pub note: Option<String>,
    /// When it was put down.
    pub recorded_at: Moment,
    /// Login of who put it down.
    pub recorded_by: String,
    /// The entry it replaces.
    pub replaces: Option<i64>,
    /// Why it replaces it.
    pub reason: Option<String>,
    /// When another replaced it: it no longer counts.
    pub replaced_at: Option<Moment>,
}

/// A running timer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TimerView {
    /// The case.
    pub reference: Reference,
    /// Since when.
    pub started_at: Moment,
    /// Activity key.
    pub activity: String,
    /// maintenance or development.
    pub kind: String,
    /// Organisation key of who pays.
    pub payer: String,
}

/// The time of one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseEffort {
    /// Minutes that stand, of everybody.
    pub minutes: i64,
    /// Every entry as it was put down, replaced ones among them.
    pub entries: Vec<EffortView>,
    /// The asker's running timer, on this case or another.
    pub timer: Option<TimerView>,
    /// Whether the asker may put time down here.
    pub may_put: bool,
}

impl TimerView {
    pub(super) fn of(conn: &mut Conn, timer: &EffortTimer) -> Result<Self, Denied> {
        let (ticket, _) = store::ticket::ticket_get(conn, timer.ticket)?.ok_or(Denied::NotFound)?;
        Ok(Self {
            reference: ticket.reference,
            started_at: Moment::from_timestamp_micros(timer.started_at).unwrap_or_default(),
            activity: timer.activity.clone(),
            kind: timer.kind.clone(),
            payer: timer.payer.clone(),
        })
    }
}

impl App {
    /// The time put down on a case, and the asker's timer.
    ///
    /// # Errors
    /// Not found, or not readable: the same.
    pub fn case_effort(&self, principal: &Principal, reference: &Reference) -> Result<CaseEffort, Denied> {
        self.on_ticket(principal, reference, |conn, desk, id| {
            let rows = store::effort::effort_of_ticket(conn, id)?;
            let (ticket, _) = store::ticket::ticket_get(conn, id)?.ok_or(Denied::NotFound)?;
            let timer = match principal.user() {
                Some(user) => store::effort::timer_running(conn, user)?,
                None => None,
            };
            let stands = rows.iter().filter(|row| row.replaced_at.is_none());
            let minutes = stands.map(|row| row.minutes).sum();
            let may = desk::may(principal, desk, &ticket, Act::Effort);
            Ok(CaseEffort {
                minutes,
                entries: entry_views(conn, &rows)?,
                timer: timer.map(|timer| TimerView::of(conn, &timer)).transpose()?,
                may_put: may && !desk.effort.activities.is_empty(),
            })
        })
    }
}

/// Entries with the names and words they speak of, in their order.
pub(crate) fn entry_views(conn: &mut Conn, entries: &[Entry]) -> Result<Vec<EffortView>, Denied> {
    let mut references: BTreeMap<i64, Reference> = BTreeMap::new();
    for entry in entries {
        if !references.contains_key(&entry.ticket)
            && let Some((ticket, _)) = store::ticket::ticket_get(conn, entry.ticket)?
        {
            references.insert(entry.ticket, ticket.reference);
        }
    }
    let people: Vec<i64> = entries.iter().flat_map(|e| [e.user_id, e.recorded_by]).collect();
    let users = store::user::user_map(conn, &people)?;
    let texts: Vec<i64> = entries.iter().flat_map(|e| [e.note, e.reason]).flatten().collect();
    let texts = store::text::text_map(conn, &texts)?;
    let said = |id: Option<i64>| id.and_then(|id| texts.get(&id)).map(|text| text.masked.clone());
    let login = |id: i64| users.get(&id).map(|user| user.login.clone()).unwrap_or_default();
    let view = |entry: &Entry| {
        Some(EffortView {
            id: entry.id,
            reference: references.get(&entry.ticket)?.clone(),
            person: login(entry.user_id),
            name: users.get(&entry.user_id).map(|user| user.name.clone()).unwrap_or_default(),
            day: entry.day.clone(),
            minutes: entry.minutes,
            activity: entry.activity.clone(),
            kind: entry.kind.clone(),
            payer: entry.payer.clone(),
            note: said(entry.note),
            recorded_at: Moment::from_timestamp_micros(entry.recorded_at).unwrap_or_default(),
            recorded_by: login(entry.recorded_by),
            replaces: entry.replaces,
            reason: said(entry.reason),
            replaced_at: entry.replaced_at.and_then(Moment::from_timestamp_micros),
        })
    };
    Ok(entries.iter().filter_map(view).collect())
}
