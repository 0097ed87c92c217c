//! Time measured: one timer a person, started and stopped on a case.

use super::once::once;
use super::put::{entry, words};
use super::view::entry_views;
use super::{Checked, EffortView, TimerView, What, checked, may_put, open_day};
use crate::{App, Caller, Denied, Moment};
use chrono::{Days, NaiveDate, TimeDelta};
use desk::{Desk, EffortKind, Principal};
use store::effort::EffortTimer;
use text::Intake;
use ticket::{Act, Reference, Refusal, Rule};

impl App {
    /// Starts measuring time on a case.
    ///
    /// # Errors
    /// Not found or not readable; malformed; not permitted; another timer runs already.
    pub fn start_effort(
        &self,
        principal: &Principal,
        reference: &Reference,
        what: &What,
        now: Moment,
    ) -> Result<TimerView, Denied> {
        let (ticket, desk) = self.worked(principal, reference)?;
        let what = checked(&desk, what, &ticket.organisation)?;
        let user = may_put(principal, &desk, &ticket)?;
        let timer = EffortTimer {
            user_id: user,
            ticket: ticket.id,
            desk: desk.key.clone(),
            activity: what.activity,
            kind: what.kind.as_str().to_owned(),
            payer: what.payer,
            started_at: now.timestamp_micros(),
        };
        self.store.write(move |conn| {
            if let Some(running) = store::effort::timer_running(conn, user)? {
                let other = store::ticket::ticket_get(conn, running.ticket)?;
                let case = other.map(|(ticket, _)| ticket.reference.to_string()).unwrap_or_default();
                return Err(Refusal::new(Act::Effort, Rule::TimerRunning).with("case", case).into());
            }
            store::effort::timer_start(conn, &timer)?;
            TimerView::of(conn, &timer)
        })
    }

    /// Stops measuring and puts the time down: whole minutes, at least one; over midnight, an entry for each day.
    ///
    /// # Errors
    /// Not found or not readable; not permitted; no timer of one's own runs there; a full day or locked month.
    pub fn stop_effort(
        &self,
        principal: &Principal,
        reference: &Reference,
        note: Option<&Intake>,
        caller: &Caller,
        now: Moment,
    ) -> Result<Vec<EffortView>, Denied> {
        let (ticket, desk) = self.worked(principal, reference)?;
        let user = may_put(principal, &desk, &ticket)?;
        let ids = self.store.ids()?;
        let (who, caller, note) = (principal.clone(), caller.clone(), note.cloned());
        self.store.write(move |conn| {
            let mut ids = ids;
            once(conn, (&who, &caller, now), |conn| {
                let running = store::effort::timer_running(conn, user)?.filter(|t| t.ticket == ticket.id);
                let timer = running.ok_or_else(|| Refusal::new(Act::Effort, Rule::NoTimer))?;
                let started = Moment::from_timestamp_micros(timer.started_at).unwrap_or(now);
                let kind = EffortKind::parse(&timer.kind).unwrap_or(EffortKind::Maintenance);
                let what = Checked { activity: timer.activity, kind, payer: timer.payer };
                let note = words(conn, &mut ids, ticket.id, note.as_ref())?;
                let mut entries = Vec::new();
                for (day, minutes) in days(&desk, started, now) {
                    open_day(conn, &desk, (user, day, minutes), now)?;
                    let mut entry = entry(ids.row()?, &ticket, user, (day, minutes), &what, now);
                    entry.note = note;
                    store::effort::effort_insert(conn, &entry)?;
                    entries.push(entry);
                }
                store::effort::timer_end(conn, user)?;
                entry_views(conn, &entries)
            })
        })
    }
}

/// The whole minutes of a stretch by local day; they sum to its length rounded up, at least one.
fn days(desk: &Desk, from: Moment, to: Moment) -> Vec<(NaiveDate, i64)> {
    let up = |span: TimeDelta| (span.num_seconds().max(1) + 59) / 60;
    let (mut day, mut begins, mut told) = (crate::read::local_date(&desk.zone, from), from, 0);
    let mut days = Vec::new();
    // A server was never asked for a hundred years.
    while begins < to || days.is_empty() {
        let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
        let midnight = sla::day_start(&desk.zone, next).unwrap_or(to);
        let ends = midnight.min(to).max(begins);
        let minutes = up(ends - from) - told;
        if minutes > 0 {
            days.push((day, minutes));
            told += minutes;
        }
        if ends >= to || next == day {
            break;
        }
        (day, begins) = (next, ends);
    }
    days
}
