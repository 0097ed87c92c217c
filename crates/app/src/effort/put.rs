//! Entries by hand, and entries put right.

use super::once::once;
use super::view::entry_views;
use super::{Amended, Checked, EffortView, Spent, What, checked, may_put, open_day, open_month, whole};
use crate::{App, Caller, Denied, Moment};
use chrono::NaiveDate;
use desk::{Permission, Principal, may};
use std::sync::Arc;
use store::effort::Entry;
use store::{Conn, IdRange};
use text::Intake;
use ticket::{Act, Reference, Ticket};

impl App {
    /// Puts time down on a case, as one's own.
    ///
    /// # Errors
    /// Not found or not readable; malformed; not permitted; a day to come, too long ago, full, or of a locked month.
    pub fn put_effort(
        &self,
        principal: &Principal,
        reference: &Reference,
        spent: &Spent,
        caller: &Caller,
        now: Moment,
    ) -> Result<EffortView, Denied> {
        let (ticket, desk) = self.worked(principal, reference)?;
        let what = checked(&desk, &spent.what, &ticket.organisation)?;
        whole(spent.minutes, 1)?;
        let user = may_put(principal, &desk, &ticket)?;
        let day = spent.day.unwrap_or_else(|| crate::read::local_date(&desk.zone, now));
        let ids = self.store.ids()?;
        let (who, caller) = (principal.clone(), caller.clone());
        let (minutes, note) = (spent.minutes, spent.note.clone());
        self.store.write(move |conn| {
            let mut ids = ids;
            once(conn, (&who, &caller, now), |conn| {
                open_day(conn, &desk, (user, day, minutes), now)?;
                let note = words(conn, &mut ids, ticket.id, note.as_ref())?;
                let mut entry = entry(ids.row()?, &ticket, user, (day, minutes), &what, now);
                entry.note = note;
                store::effort::effort_insert(conn, &entry)?;
                one(conn, &entry)
            })
        })
    }

    /// Puts an entry right: another stands in its place, and both are on record.
    ///
    /// # Errors
    /// Not found or not readable; malformed; replaced already; not permitted; as [`App::put_effort`].
    pub fn amend_effort(
        &self,
        principal: &Principal,
        id: i64,
        amended: &Amended,
        caller: &Caller,
        now: Moment,
    ) -> Result<EffortView, Denied> {
        let found = self.store.read::<_, Denied>(|conn| {
            let Some(entry) = store::effort::effort_get(conn, id)? else { return Ok(None) };
            let ticket = store::ticket::ticket_get(conn, entry.ticket)?;
            Ok(ticket.map(|(ticket, _)| (entry, ticket.reference)))
        })?;
        let (old, reference) = found.ok_or(Denied::NotFound)?;
        let (ticket, desk) = self.worked(principal, &reference)?;
        if amended.reason.original().trim().is_empty() {
            return Err(Denied::malformed("reason", "required"));
        }
        let what = What {
            activity: amended.activity.clone().unwrap_or_else(|| old.activity.clone()),
            kind: amended.kind.clone().or_else(|| Some(old.kind.clone())),
            payer: amended.payer.clone(),
        };
        let what = checked(&desk, &what, &old.payer)?;
        let minutes = amended.minutes.unwrap_or(old.minutes);
        whole(minutes, 0)?;
        let user = principal.user().ok_or(Denied::NotPermitted(Act::Effort))?;
        let own = old.user_id == user && may(principal, &desk, &ticket, Act::Effort);
        if !own && !principal.has(&desk, Permission::LockMonths) {
            return Err(Denied::NotPermitted(Act::Effort));
        }
        let was: NaiveDate = old.day.parse().map_err(|_| store::Fault::Setup(old.day.clone()))?;
        let day = amended.day.unwrap_or(was);
        let ids = self.store.ids()?;
        let (who, caller, reason) = (principal.clone(), caller.clone(), amended.reason.clone());
        self.store.write(move |conn| {
            let mut ids = ids;
            once(conn, (&who, &caller, now), |conn| {
                open_month(conn, &desk, was)?;
                // What stood on the same day makes room for what replaces it.
                let more = if day == was { minutes - old.minutes } else { minutes };
                open_day(conn, &desk, (old.user_id, day, more), now)?;
                let mut entry = entry(ids.row()?, &ticket, old.user_id, (day, minutes), &what, now);
                entry.recorded_by = user;
                entry.note = old.note;
                entry.replaces = Some(old.id);
                entry.reason = words(conn, &mut ids, ticket.id, Some(&reason))?;
                if !store::effort::effort_insert(conn, &entry)? {
                    let newest = newest(conn, &old)?;
                    return Err(Denied::Replaced(Box::new(one(conn, &newest)?)));
                }
                one(conn, &entry)
            })
        })
    }

    /// A case that may be read, with its desk.
    pub(super) fn worked(
        &self,
        principal: &Principal,
        reference: &Reference,
    ) -> Result<(Ticket, Arc<desk::Desk>), Denied> {
        let ticket = self.on_ticket(principal, reference, |conn, _, id| {
            Ok(store::ticket::ticket_get(conn, id)?.ok_or(Denied::NotFound)?.0)
        })?;
        let desk = self.desk(&ticket.desk).ok_or(Denied::NotFound)?;
        Ok((ticket, desk))
    }
}

/// An entry of one's own, put down now.
pub(super) fn entry(
    id: i64,
    ticket: &Ticket,
    user: i64,
    (day, minutes): (NaiveDate, i64),
    what: &Checked,
    now: Moment,
) -> Entry {
    Entry {
        id,
        desk: ticket.desk.clone(),
        ticket: ticket.id,
        user_id: user,
        day: day.to_string(),
        minutes,
        activity: what.activity.clone(),
        kind: what.kind.as_str().to_owned(),
        payer: what.payer.clone(),
        note: None,
        recorded_at: now.timestamp_micros(),
        recorded_by: user,
        replaces: None,
        reason: None,
        replaced_at: None,
    }
}

/// Keeps words as a text row of the case.
pub(super) fn words(
    conn: &mut Conn,
    ids: &mut IdRange,
    ticket: i64,
    words: Option<&Intake>,
) -> Result<Option<i64>, Denied> {
    let Some(words) = words.filter(|words| !words.original().trim().is_empty()) else { return Ok(None) };
    let id = ids.row()?;
    let text = store::text::Text {
        id,
        ticket,
        kind: "effort".into(),
        body: words.original().to_owned(),
        masked: words.masked().to_owned(),
        masks: i32::try_from(words.masks()).unwrap_or(i32::MAX),
    };
    store::text::text_insert(conn, &[text])?;
    Ok(Some(id))
}

/// What stands in an entry's place, however often it was put right.
fn newest(conn: &mut Conn, entry: &Entry) -> Result<Entry, Denied> {
    let mut all = store::effort::effort_of_ticket(conn, entry.ticket)?;
    let mut newest = entry.clone();
    while let Some(at) = all.iter().position(|other| other.replaces == Some(newest.id)) {
        newest = all.swap_remove(at);
    }
    Ok(newest)
}

/// One entry as it is shown.
fn one(conn: &mut Conn, entry: &Entry) -> Result<EffortView, Denied> {
    entry_views(conn, std::slice::from_ref(entry))?.pop().ok_or(Denied::NotFound)
}
