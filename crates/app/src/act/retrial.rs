//! One ticket's clocks of an agreement judged again under a back-dated version: foretold, and done.

use super::Job;
use super::clockwork::agreements_of;
use super::replay::{Rejudged, differing, rejudge};
use super::work::Work;
use crate::desks::in_force;
use crate::read::local_date;
use crate::{App, Denied, Moment};
use desk::{Desk, Principal};
use sla::{Agreement, Clock};
use std::sync::Arc;
use store::Conn;
use store::rejudgement::{Done, Rejudgement};
use text::Intake;
use ticket::{Actor, Event, EventBody, Ticket};

/// A clock before and after, as it would come out.
pub(crate) struct Foretold {
    /// As it is; none where only the other version starts it.
    pub was: Option<Clock>,
    /// As it would be.
    pub now: Clock,
    /// Whether verdict, counted time, due or moment of the verdict differ.
    pub differs: bool,
}

/// Whether a ticket runs under a version already: it was judged by it, or started under it.
pub(crate) fn runs_under(desk: &Desk, agreement: &Agreement, ticket: &Ticket, clocks: &[Clock]) -> bool {
    if let Some(version) = ticket.statements.judged_under.get(&agreement.key) {
        return *version == agreement.version;
    }
    let mut own = clocks.iter().filter(|clock| clock.agreement == agreement.key).peekable();
    if own.peek().is_none() {
        return agreement.starts_on(local_date(&desk.zone, ticket.opened_at));
    }
    own.all(|clock| clock.agreement_version == agreement.version)
}

/// What judging a ticket again would make of its clocks of the agreement. `None` where its events begin with no opening.
pub(crate) fn foretell(
    desk: &Arc<Desk>,
    agreement: &Agreement,
    ticket: &Ticket,
    events: &[Event],
    clocks: &[Clock],
    now: Moment,
) -> Option<Vec<Foretold>> {
    let now = now.max(ticket.updated_at);
    let by = ticket::Rejudgement {
        rejudgement: 0,
        agreement: agreement.key.clone(),
        version: agreement.version.clone(),
        proposed_by: 0,
        approved_by: 0,
        reason: 0,
    };
    let last = events.last()?;
    let asked = Event {
        seq: last.seq + 1,
        recorded_at: now,
        effective_at: now,
        actor: Actor::System("clocks".into()),
        rule: None,
        cause: None,
        body: EventBody::Rejudged(by),
        ..last.clone()
    };
    let events: Vec<Event> = events.iter().cloned().chain([asked]).collect();
    // What came due by now is passed first, as it will be then.
    let mut before = clocks.to_vec();
    sla::step_all(&agreements_of(desk), &desk.calendars, &mut before, now);
    let of = (ticket.id, &ticket.reference);
    let judged = rejudge(desk, of, &events, now, &before, Some(&agreement.key))?;
    let foretold = judged.into_iter().enumerate().filter_map(|(index, judged)| {
        let was = before.get(index).cloned();
        let now_is = match judged {
            Rejudged::Again(fresh) => fresh.clock,
            Rejudged::NeverSo(clock) => *clock,
            Rejudged::Kept => return None,
        };
        let differs = was.as_ref().is_none_or(|was| differing(desk, was, &now_is, now).is_some());
        Some(Foretold { was, now: now_is, differs })
    });
    Some(foretold.collect())
}

impl App {
    /// Judges one ticket again as an approved rejudgement says, once.
    ///
    /// # Errors
    /// Storage faults; the version is not there.
    pub(crate) fn rejudge_ticket(&self, row: &Rejudgement, ticket: i64, at: Moment) -> Result<(), Denied> {
        self.with_current_desks(|| {
            let job = Job {
                desk: self.versioned(&row.desk)?,
                principal: Principal::System { system: desk::System::Clocks, contact: None },
                at,
                ids: self.store.ids()?,
                domain: self.settings.mail_domain.clone(),
                thread_key: self.secrets.thread_key.clone(),
                once: None,
            };
            let row = row.clone();
            self.store.write(move |conn| job.rejudge(conn, ticket, &row))
        })
    }
}

impl Job {
    fn rejudge(&self, conn: &mut Conn, ticket: i64, row: &Rejudgement) -> Result<(), Denied> {
        in_force(conn, &self.desk)?;
        let Some(mut work) = Work::load(conn, self, ticket)? else { return Ok(()) };
        // Another node may have been first.
        if store::rejudgement::rejudgement_has(conn, row.id, ticket)? {
            return Ok(());
        }
        work.wake(conn)?;
        let changed = work.retry(conn, row)?;
        work.finish(conn)?;
        store::pass::failure_clear(conn, crate::rejudge::PASS, ticket)?;
        let done = Done {
            rejudgement: row.id,
            ticket,
            at: self.at.timestamp_micros(),
            judged: changed.is_some(),
            changed: changed.unwrap_or_default(),
            failed: None,
        };
        Ok(store::rejudgement::rejudgement_note(conn, &done)?)
    }
}

impl Work {
    /// Judges the clocks again; how many came out otherwise. `None` where the ticket runs under the version already.
    fn retry(&mut self, conn: &mut Conn, row: &Rejudgement) -> Result<Option<i32>, Denied> {
        let desk = self.desk();
        let agreement = crate::rejudge::agreement(&desk, &row.agreement, &row.version)?;
        let clocks: Vec<Clock> = self.clocks.iter().map(|stored| stored.clock.clone()).collect();
        if runs_under(&desk, agreement, &self.ticket, &clocks) {
            return Ok(None);
        }
        self.load_past(conn)?;
        let approved_by = row.decided_by.unwrap_or(row.proposed_by);
        let by = ticket::Rejudgement {
            rejudgement: row.id,
            agreement: row.agreement.clone(),
            version: row.version.clone(),
            proposed_by: row.proposed_by,
            approved_by,
            reason: self.text("reason", &Intake::new(row.reason.clone()))?,
        };
        let before = self.events.len();
        let cause = format!("rejudgement:{}", row.id);
        self.record(&Actor::User(approved_by), None, Some(&cause), EventBody::Rejudged(by));
        let differs = |event: &&Event| matches!(event.body, EventBody::ClockRejudged { .. });
        let told = self.events.iter().skip(before).filter(differs).count();
        let started = self.clocks.len().saturating_sub(clocks.len());
        Ok(Some(i32::try_from(told + started).unwrap_or(i32::MAX)))
    }
}
