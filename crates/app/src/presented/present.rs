//! Presenting: the report is counted, frozen, and who receives it is told.

use super::asked::asked_by;
use super::mailing::{to_receivers, told};
use super::read::view;
use super::{NewPresented, PresentedView, SHEET_WORDS_MAX, State, WORDS_MAX};
use crate::effort::once;
use crate::report::{OperationsAsked, whole_month};
use crate::secrets::sha256_hex;
use crate::{App, Caller, Denied, Moment};
use desk::{Desk, Permission, PresentedKind, Principal};
use store::presented::{Presented, presented_ask, presented_insert, presented_newest};
use store::{Conn, Fault};
use ticket::{Refusal, Rule};

impl App {
    /// The desks on which somebody may present reports.
    pub fn presenting_desks(&self, principal: &Principal) -> Vec<std::sync::Arc<Desk>> {
        let mut desks = self.all_desks();
        desks.retain(|desk| principal.has(desk, Permission::Present));
        desks
    }

    /// Presents a report: it is counted now and never again, and who receives it gets a mail.
    ///
    /// # Errors
    /// An unknown desk or service; a board's sheet of no whole month; too long a comment; no permission; a period that is not
    /// over; a report nobody receives; one that was presented already and not rejected.
    pub fn present(
        &self,
        principal: &Principal,
        new: &NewPresented,
        caller: &Caller,
        now: Moment,
    ) -> Result<PresentedView, Denied> {
        self.with_current_desks(|| self.present_now(principal, new, caller, now))
    }

    fn present_now(
        &self,
        principal: &Principal,
        new: &NewPresented,
        caller: &Caller,
        now: Moment,
    ) -> Result<PresentedView, Denied> {
        let desk = self.reported(principal, &new.desk)?;
        let version = self.versioned(&desk.key)?.version;
        let user = principal.user().filter(|_| principal.has(&desk, Permission::Present));
        let user = user.ok_or(Denied::Forbidden)?;
        fits(new)?;
        let dates = (new.from, new.to);
        let asked = OperationsAsked {
            desk: desk.key.clone(),
            service: new.service.clone(),
            from: new.from,
            to: new.to,
        };
        let (_, end) = crate::report::period(&desk, new.from, new.to)?;
        if end > now {
            let refusal = Refusal::apart(Rule::PeriodRuns).with("date", new.to.to_string());
            return Err(refusal.into());
        }
        // Nothing of another region or line may be missing in what is frozen.
        let whole = Principal::System { system: desk::System::CommandLine, contact: None };
        let report = self.operations_report(&whole, &asked, now)?;
        let content = serde_json::to_string(&report).map_err(|e| Fault::Setup(e.to_string()))?;
        let mut ids = self.store.ids()?;
        let mut row = Presented {
            id: ids.row()?,
            desk: desk.key.clone(),
            kind: new.kind.as_str().to_owned(),
            service: new.service.clone().unwrap_or_default(),
            period_from: dates.0.to_string(),
            period_to: dates.1.to_string(),
            revision: 1,
            desk_version: version,
            digest: sha256_hex(content.as_bytes()),
            content,
            comment: new.comment.masked().trim().to_owned(),
            presented_at: now.timestamp_micros(),
            presented_by: user,
            state: State::Presented.as_str().to_owned(),
            decided_at: None,
            decided_by: None,
            decided_for: None,
            reason: None,
            asked: None,
        };
        let asked = asked_by(&desk, &row)?;
        if new.kind == PresentedKind::Operations && asked.is_empty() {
            return Err(Refusal::apart(Rule::NobodyReceives).into());
        }
        row.asked = Some(i64::try_from(asked.len()).unwrap_or(i64::MAX));
        let (who, caller) = (principal.clone(), caller.clone());
        let (key, domain) = (self.secrets.thread_key.clone(), self.settings.mail_domain.clone());
        self.store.write(move |conn| {
            let mut ids = ids;
            once(conn, (&who, &caller, now), |conn| {
                if store::desk::desk_version(conn, &row.desk)? != Some(row.desk_version) {
                    return Err(Denied::DeskChanged);
                }
                let row = Presented { revision: revision(conn, &row)?, ..row.clone() };
                match presented_insert(conn, &row) {
                    Err(fault) if fault.is_duplicate() => return Err(presented_already(&row, "presented")),
                    done => done?,
                }
                presented_ask(conn, &asked)?;
                let receivers = to_receivers(conn, &desk, &asked, row.presented_by)?;
                told(conn, &desk, (&row, "presented"), &receivers, (&key, &domain), (&mut ids, now))?;
                view(conn, &desk, &row)
            })
        })
    }
}

fn fits(new: &NewPresented) -> Result<(), Denied> {
    let most = if new.kind == PresentedKind::Board { SHEET_WORDS_MAX } else { WORDS_MAX };
    if new.comment.masked().chars().count() > most {
        return Err(Denied::malformed("comment", "too_long"));
    }
    if new.kind == PresentedKind::Board { whole_month(new.from, new.to) } else { Ok(()) }
}

/// The revision to come: the first, or one after a rejected one.
fn revision(conn: &mut Conn, row: &Presented) -> Result<i64, Denied> {
    let of = (row.desk.as_str(), row.kind.as_str(), row.service.as_str());
    match presented_newest(conn, of, (&row.period_from, &row.period_to))? {
        None => Ok(1),
        Some(newest) if newest.state == State::Rejected.as_str() => Ok(newest.revision + 1),
        Some(newest) => Err(presented_already(&newest, &newest.state)),
    }
}

fn presented_already(row: &Presented, state: &str) -> Denied {
    let refusal = Refusal::apart(Rule::ReportPresented);
    refusal.with("state", state).with("revision", row.revision.to_string()).into()
}
