//! Reports that go out by themselves: what is due is noted and put into the outbox, once for each period.

use crate::pass::Passed;
use crate::{App, Denied, Letter, LetterKind, Moment};
use desk::{Desk, Schedule};
use sla::Span;
use std::collections::{BTreeMap, BTreeSet};
use store::outbox::{Outbox, outbox_insert};
use store::schedule::{ScheduleRun, schedule_note, schedule_ran, schedule_since};
use store::user::user_of_desk;
use store::{Conn, IdRange};

/// A period of a schedule that is due.
#[derive(Clone)]
struct Due {
    schedule: Schedule,
    span: Span,
    due_at: Moment,
}

impl App {
    /// Reports that came due. Of a schedule whose server was down over several periods, the newest goes out alone.
    ///
    /// # Errors
    /// Storage cannot be reached.
    pub fn schedule_pass(&self, now: Moment) -> Result<Passed, Denied> {
        let mut count = 0;
        for desk in self.all_desks() {
            let due = desk.schedules.iter().filter_map(|schedule| {
                let (span, due_at) = schedule.newest_due(&desk.zone, now)?;
                Some(Due { schedule: schedule.clone(), span, due_at })
            });
            for due in due {
                if self.store.read(|conn| waits(conn, &desk, &due))? {
                    self.send_out(&desk, due, now)?;
                    count += 1;
                }
            }
        }
        Ok(Passed::of(count))
    }

    fn send_out(&self, desk: &Desk, due: Due, now: Moment) -> Result<(), Denied> {
        let ids = self.store.ids()?;
        let (desk, key, domain) =
            (desk.clone(), self.secrets.thread_key.clone(), self.settings.mail_domain.clone());
        self.store.write(move |conn| {
            // Another node may have been first.
            if !waits(conn, &desk, &due)? {
                return Ok(());
            }
            let mut ids = ids;
            let mut told = BTreeSet::new();
            for (user, membership) in user_of_desk(conn, &desk.key)? {
                let (true, Some(email)) = (membership.role == due.schedule.to, user.email) else { continue };
                if told.insert(user.id) {
                    let language = user.language.unwrap_or_else(|| desk.language.clone());
                    let mut row = mail(&desk, &due, user.id, language, &mut ids, now)?;
                    row.message_id = mail::message_id(&key, 0, row.id, &domain);
                    outbox_insert(conn, &row, &[email])?;
                }
            }
            Ok(schedule_note(conn, &ran(&desk, &due, told.len(), now))?)
        })
    }
}

/// Whether a due period has not gone out, and was promised when it came due.
fn waits(conn: &mut Conn, desk: &Desk, due: &Due) -> Result<bool, Denied> {
    if schedule_ran(conn, &desk.key, &due.schedule.key, due.span.from)? {
        return Ok(false);
    }
    Ok(schedule_since(conn, &desk.key)?.is_some_and(|since| since <= due.due_at))
}

fn ran(desk: &Desk, due: &Due, receivers: usize, now: Moment) -> ScheduleRun {
    ScheduleRun {
        desk: desk.key.clone(),
        schedule: due.schedule.key.clone(),
        period_from: due.span.from.to_string(),
        due_at: due.due_at.timestamp_micros(),
        run_at: now.timestamp_micros(),
        receivers: i64::try_from(receivers).unwrap_or(i64::MAX),
    }
}

fn mail(
    desk: &Desk,
    due: &Due,
    user: i64,
    language: String,
    ids: &mut IdRange,
    now: Moment,
) -> Result<Outbox, Denied> {
    let facts = BTreeMap::from([
        ("desk".to_owned(), desk.key.clone()),
        ("schedule".to_owned(), due.schedule.key.clone()),
        ("from".to_owned(), due.span.from.to_string()),
        ("to".to_owned(), due.span.to.to_string()),
        ("user".to_owned(), user.to_string()),
    ]);
    let kind = LetterKind::Report;
    let letter = Letter { kind, language, text: None, more: Vec::new(), facts, in_reply_to: None };
    Ok(Outbox {
        id: ids.row()?,
        ticket: None,
        message: None,
        kind: kind.as_str().to_owned(),
        message_id: String::new(),
        envelope_from: desk.mail_from.clone(),
        letter: serde_json::to_string(&letter).map_err(|e| store::Fault::Setup(e.to_string()))?,
        raw: None,
        created_at: now.timestamp_micros(),
        state: "waiting".into(),
        tries: 0,
        next_try_at: now.timestamp_micros(),
        lease_until: None,
        lease_token: 0,
        reason: None,
        desk: Some(desk.key.clone()),
    })
}
