//! The receiver's word on a presented report.

use super::mailing::{to_presenter, told};
use super::read::view;
use super::{PresentedView, State, WORDS_MAX};
use crate::effort::once;
use crate::{App, Caller, Denied, Moment};
use desk::Principal;
use store::presented::{Decision, presented_decide, presented_get};
use text::Intake;
use ticket::{Act, Refusal, Rule};

impl App {
    /// Approves a presented report, or rejects it with a reason.
    ///
    /// # Errors
    /// Not found or not readable; no reason for a rejection, or too long a one; not permitted; one's own report; one that was
    /// decided on.
    pub fn decide_presented(
        &self,
        principal: &Principal,
        id: i64,
        (approve, reason): (bool, Option<Intake>),
        caller: &Caller,
        now: Moment,
    ) -> Result<PresentedView, Denied> {
        let row = self.presented_row(principal, id)?;
        let desk = self.desk(&row.desk).ok_or(Denied::NotFound)?;
        let reason = reason.map(|r| r.masked().trim().to_owned()).filter(|r| !r.is_empty());
        if reason.is_none() && !approve {
            return Err(Denied::malformed("reason", "required"));
        }
        if reason.as_ref().is_some_and(|reason| reason.chars().count() > WORDS_MAX) {
            return Err(Denied::malformed("reason", "too_long"));
        }
        let by = principal.user().ok_or(Denied::Forbidden)?;
        let organisation = self.receiving(principal, &desk, &row).ok_or(Denied::Forbidden)?;
        if row.presented_by == by {
            return Err(Refusal::new(Act::Agree, Rule::OwnReport).into());
        }
        let state = if approve { State::Approved } else { State::Rejected };
        let decision = Decision {
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
                let decided = presented_decide(conn, id, &decision)?;
                let row = presented_get(conn, id)?.ok_or(Denied::NotFound)?;
                if !decided {
                    let refusal = Refusal::new(Act::Agree, Rule::ReportDecided).with("state", row.state);
                    return Err(refusal.into());
                }
                let presenter = to_presenter(conn, &desk, &row)?;
                told(conn, &desk, (&row, &row.state), &presenter, (&key, &domain), (&mut ids, now))?;
                view(conn, &row)
            })
        })
    }
}
