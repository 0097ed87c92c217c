//! The receivers' words on a presented report.

use super::asked::{asked_of, speaks_for};
use super::mailing::{to_presenter, told};
use super::read::view;
use super::{PresentedView, State, WORDS_MAX, Word};
use crate::effort::once;
use crate::{App, Caller, Denied, Moment};
use desk::{Desk, Principal};
use store::Conn;
use store::presented::{
    Decision, Presented, presented_answer, presented_decide, presented_get, presented_hold,
};
use text::Intake;
use ticket::{Refusal, Rule};

impl App {
    /// Approves a presented report for everybody asked whom the principal speaks for, or rejects it with a reason.
    ///
    /// # Errors
    /// Not found or not readable; no reason for a rejection, or too long a one; not permitted; one's own report; one that was
    /// decided on, or answered for whom one speaks for.
    pub fn decide_presented(
        &self,
        principal: &Principal,
        id: i64,
        (approve, reason): (bool, Option<Intake>),
        caller: &Caller,
        now: Moment,
    ) -> Result<PresentedView, Denied> {
        let (row, asked) = self.presented_row(principal, id)?;
        let desk = self.desk(&row.desk).ok_or(Denied::NotFound)?;
        let reason = reason.map(|r| r.masked().trim().to_owned()).filter(|r| !r.is_empty());
        if reason.is_none() && !approve {
            return Err(Denied::malformed("reason", "required"));
        }
        if reason.as_ref().is_some_and(|reason| reason.chars().count() > WORDS_MAX) {
            return Err(Denied::malformed("reason", "too_long"));
        }
        let by = principal.user().ok_or(Denied::Forbidden)?;
        let mine = asked.iter().find_map(|one| speaks_for(principal, &desk, one));
        let organisation = mine.ok_or(Denied::Forbidden)?.organisation.clone();
        if row.presented_by == by {
            return Err(Refusal::apart(Rule::OwnReport).into());
        }
        let state = if approve { State::Approved } else { State::Rejected };
        let word = Decision {
            state: state.as_str().to_owned(),
            at: now.timestamp_micros(),
            by,
            organisation,
            reason,
        };
        let ids = self.store.ids()?;
        let (who, caller) = (principal.clone(), caller.clone());
        let (key, domain) = (self.secrets.thread_key.clone(), self.settings.mail_domain.clone());
        self.store.write(move |conn| {
            let mut ids = ids;
            once(conn, (&who, &caller, now), |conn| {
                let held = presented_hold(conn, id)?;
                let row = presented_get(conn, id)?.ok_or(Denied::NotFound)?;
                if !held {
                    let refusal = Refusal::apart(Rule::ReportDecided).with("state", row.state);
                    return Err(refusal.into());
                }
                let decided = spoken(conn, &row, (&who, &desk), &word)?;
                let what = decided.map_or("answered", State::as_str);
                let presenter = to_presenter(conn, &desk, &row)?;
                told(conn, &desk, (&row, what), &presenter, (&key, &domain), (&mut ids, now))?;
                let row = presented_get(conn, id)?.ok_or(Denied::NotFound)?;
                view(conn, &desk, &row)
            })
        })
    }
}

/// Writes a word for everybody somebody speaks for who has not answered. It decides on the report where it rejects, or where
/// nobody is left to answer; on one from before receivers were frozen at once.
fn spoken(
    conn: &mut Conn,
    row: &Presented,
    (who, desk): (&Principal, &Desk),
    word: &Decision,
) -> Result<Option<State>, Denied> {
    let mut asked = asked_of(conn, desk, row)?;
    let mut said = None;
    for one in asked.iter_mut().filter(|one| one.state == Word::Asked.as_str()) {
        let Some(by) = speaks_for(who, desk, one) else { continue };
        let own = Decision { organisation: by.organisation.clone(), ..word.clone() };
        if row.asked.is_some() {
            presented_answer(conn, (row.id, one.place), &own)?;
        }
        one.state.clone_from(&own.state);
        said.get_or_insert(own);
    }
    let said = said.ok_or_else(|| Refusal::apart(Rule::ReceiverAnswered))?;
    let state = State::parse(&said.state)?;
    let all = asked.iter().all(|one| one.state == Word::Approved.as_str());
    if state == State::Approved && !all && row.asked.is_some() {
        return Ok(None);
    }
    presented_decide(conn, row.id, &said)?;
    Ok(Some(state))
}
