//! Past periods judged again under a back-dated version of an agreement: what it would change is told first, a second
//! person approves, then every ticket of the period is done once.

mod forecast;
mod pass;
mod view;

use crate::read::local_date;
use crate::report::period;
use crate::{App, Caller, Denied, Moment};
use chrono::NaiveDate;
use desk::{Desk, Permission, Principal, System};
use sla::Agreement;
use std::sync::Arc;
use store::Conn;
use store::rejudgement::{Rejudgement, Verdict, rejudgement_decide, rejudgement_get, rejudgement_insert};
use text::Intake;
use ticket::{Refusal, Rule};

pub use forecast::{Forecast, TargetForecast, VerdictChange, Verdicts};
pub(crate) use view::judged_again;
pub use view::{ProgressView, RejudgementView, Unjudged};

/// Name of the pass, under which its failures are kept.
pub(crate) const PASS: &str = "rejudge";

/// Rejudgements of one list.
const LIST: i64 = 200;
/// Tickets named where there may be many.
const NAMED: i64 = 20;

/// What is asked to be judged again: tickets made in a period of local dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Desk key.
    pub desk: String,
    /// Agreement key.
    pub agreement: String,
    /// Its version; the back-dated one that came last where none is told.
    pub version: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Day it ends before.
    pub to: NaiveDate,
}

/// What is asked, found to be possible.
struct Checked {
    desk: Arc<Desk>,
    agreement: Agreement,
    bounds: (Moment, Moment),
}

impl App {
    /// What a rejudgement would change, and the version it would be under. Nothing is written.
    ///
    /// # Errors
    /// Unknown desk, agreement or version; no permission; a period that ends before it begins, lies ahead or outside the
    /// version; a version that was not back-dated.
    pub fn foretell_rejudgement(
        &self,
        principal: &Principal,
        wanted: &Wanted,
        now: Moment,
    ) -> Result<(String, Forecast), Denied> {
        let checked = self.checked(principal, wanted, now)?;
        let told = self.forecast(&checked.desk, &checked.agreement, checked.bounds, now)?;
        Ok((checked.agreement.version, told))
    }

    /// Proposes a rejudgement, with what it would change.
    ///
    /// # Errors
    /// The same; no reason; another waits for the same time.
    pub fn propose_rejudgement(
        &self,
        principal: &Principal,
        wanted: &Wanted,
        reason: &Intake,
        caller: &Caller,
        now: Moment,
    ) -> Result<RejudgementView, Denied> {
        let proposed_by = principal.user().ok_or(Denied::Forbidden)?;
        let checked = self.checked(principal, wanted, now)?;
        if reason.original().trim().is_empty() {
            return Err(Denied::malformed("reason", "required"));
        }
        let told = self.forecast(&checked.desk, &checked.agreement, checked.bounds, now)?;
        let foretold = serde_json::to_string(&told).map_err(|e| store::Fault::Setup(e.to_string()))?;
        let row = Rejudgement {
            id: self.store.ids()?.row()?,
            desk: checked.desk.key.clone(),
            agreement: checked.agreement.key,
            version: checked.agreement.version,
            from_day: wanted.from.to_string(),
            to_day: wanted.to.to_string(),
            reason: reason.masked().trim().to_owned(),
            state: "proposed".into(),
            foretold,
            proposed_by,
            proposed_at: now.timestamp_micros(),
            decided_by: None,
            decided_at: None,
            done_at: None,
            declined_because: None,
        };
        let (principal, caller) = (principal.clone(), caller.clone());
        self.store.write(move |conn| {
            crate::effort::once(conn, (&principal, &caller, now), |conn| {
                alone(conn, &row)?;
                rejudgement_insert(conn, &row)?;
                view::of(conn, row.clone())
            })
        })
    }

    /// Approves what another person proposed.
    ///
    /// # Errors
    /// Not found; no permission; one's own proposal; decided before.
    pub fn approve_rejudgement(
        &self,
        principal: &Principal,
        id: i64,
        now: Moment,
    ) -> Result<RejudgementView, Denied> {
        self.decide_rejudgement(principal, id, (true, None), now)
    }

    /// Declines what another person proposed, with a reason; one's own is thereby taken back, and needs none.
    ///
    /// # Errors
    /// Not found; no reason; no permission; decided before.
    pub fn decline_rejudgement(
        &self,
        principal: &Principal,
        id: i64,
        reason: Option<&Intake>,
        now: Moment,
    ) -> Result<RejudgementView, Denied> {
        self.decide_rejudgement(principal, id, (false, reason), now)
    }

    fn decide_rejudgement(
        &self,
        principal: &Principal,
        id: i64,
        (approved, reason): (bool, Option<&Intake>),
        now: Moment,
    ) -> Result<RejudgementView, Denied> {
        let row = self.readable_rejudgement(principal, id)?;
        let desk = self.desk(&row.desk).ok_or(Denied::NotFound)?;
        let because = reason.map(|said| said.masked().trim().to_owned()).filter(|said| !said.is_empty());
        let of_another = row.state == "proposed" && principal.user() != Some(row.proposed_by);
        if !approved && because.is_none() && of_another {
            return Err(Denied::malformed("reason", "required"));
        }
        let user = principal.user().filter(|_| rejudges(principal, &desk)).ok_or(Denied::Forbidden)?;
        let refused = |rule| Denied::from(Refusal::apart(rule));
        if row.state != "proposed" {
            return Err(refused(Rule::NoSuchProposal));
        }
        if approved && row.proposed_by == user {
            return Err(refused(Rule::OwnProposal));
        }
        let state = if approved { "approved" } else { "declined" }.to_owned();
        let verdict = Verdict { state, by: user, at: now, because };
        self.store.write(move |conn| {
            if !rejudgement_decide(conn, id, &verdict)? {
                return Err(Refusal::apart(Rule::NoSuchProposal).into());
            }
            let row = rejudgement_get(conn, id)?.ok_or(Denied::NotFound)?;
            view::of(conn, row)
        })
    }

    /// The desks a principal may have judged again.
    pub fn rejudging_desks(&self, principal: &Principal) -> Vec<Arc<Desk>> {
        let mut desks = self.all_desks();
        desks.retain(|desk| rejudges(principal, desk));
        desks
    }

    fn checked(&self, principal: &Principal, wanted: &Wanted, now: Moment) -> Result<Checked, Denied> {
        let desk = self.desk(&wanted.desk).ok_or_else(|| {
            let mut own = self.all_desks();
            own.retain(|desk| operates(principal) || rejudges(principal, desk));
            Denied::unknown("desk", own.iter().map(|desk| desk.key.as_str()))
        })?;
        if !operates(principal) && !rejudges(principal, &desk) {
            return Err(Denied::Forbidden);
        }
        let known = |key: &str| desk.agreements_ever.iter().any(|agreement| agreement.key == key);
        if !known(&wanted.agreement) {
            return Err(Denied::unknown("agreement", desk.agreements.iter().map(|a| a.key.as_str())));
        }
        let bounds = period(&desk, wanted.from, wanted.to)?;
        let refused = |rule| Refusal::apart(rule).with("agreement", wanted.agreement.clone());
        let tomorrow = local_date(&desk.zone, now).succ_opt();
        if tomorrow.is_none_or(|tomorrow| wanted.to > tomorrow) {
            return Err(refused(Rule::InTheFuture).with("field", "to").into());
        }
        let agreement = back_dated(&desk, wanted)?.ok_or_else(|| refused(Rule::NotBackdated))?;
        let agreement = agreement.clone();
        if wanted.from < agreement.valid_from || agreement.valid_to.is_some_and(|end| wanted.to > end) {
            let ends = if agreement.valid_to.is_some() { "yes" } else { "no" };
            let end = agreement.valid_to.map(|end| end.to_string()).unwrap_or_default();
            let refusal = refused(Rule::OutsideVersion).with("version", agreement.version);
            let from = agreement.valid_from.to_string();
            return Err(refusal.with("from", from).with("ends", ends).with("to", end).into());
        }
        Ok(Checked { desk, agreement, bounds })
    }
}

/// The version asked for where it was back-dated, or the back-dated one that came last.
fn back_dated<'a>(desk: &'a Desk, wanted: &Wanted) -> Result<Option<&'a Agreement>, Denied> {
    let of = || desk.agreements_ever.iter().filter(|agreement| agreement.key == wanted.agreement);
    match &wanted.version {
        Some(version) => {
            let found = of().find(|agreement| agreement.version == *version);
            let found = found.ok_or_else(|| {
                Denied::unknown("agreement_version", of().map(|agreement| agreement.version.as_str()))
            })?;
            Ok(Some(found).filter(|agreement| agreement.starts_from.is_some()))
        }
        None => Ok(of().filter(|a| a.starts_from.is_some()).max_by_key(|a| a.starts_from)),
    }
}

/// An agreement in a version, present or past.
pub(crate) fn agreement<'a>(desk: &'a Desk, key: &str, version: &str) -> Result<&'a Agreement, Denied> {
    let mut all = desk.agreements_ever.iter();
    let found = all.find(|agreement| agreement.key == key && agreement.version == version);
    found.ok_or_else(|| {
        store::Fault::Setup(format!("agreement `{key}` has no version {version} any more")).into()
    })
}

/// Whoever has periods judged again sees every ticket that touches.
fn rejudges(principal: &Principal, desk: &Desk) -> bool {
    principal.has(desk, Permission::Rejudge) && principal.sees_all(desk)
}

/// The command line has the database, so it may know what one would change; it is no person and decides nothing.
fn operates(principal: &Principal) -> bool {
    matches!(principal, Principal::System { system: System::CommandLine, .. })
}

/// Refuses a second proposal for the same time while one waits.
fn alone(conn: &mut Conn, row: &Rejudgement) -> Result<(), Denied> {
    let waits = |other: &Rejudgement| {
        let same = other.desk == row.desk && other.agreement == row.agreement;
        same && other.from_day < row.to_day && row.from_day < other.to_day
    };
    for state in ["proposed", "approved"] {
        if store::rejudgement::rejudgement_in(conn, state)?.iter().any(waits) {
            return Err(Refusal::apart(Rule::AlreadyProposed).into());
        }
    }
    Ok(())
}
