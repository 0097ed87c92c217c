//! Rejudgements as REST and pages show them.

use super::{Forecast, LIST, NAMED, operates, rejudges};
use crate::{App, Denied, Moment};
use chrono::NaiveDate;
use desk::{Desk, JudgedAgain, Permission, Principal};
use serde::{Deserialize, Serialize};
use store::rejudgement::{
    Progress, Rejudgement, rejudgement_failed, rejudgement_get, rejudgement_list, rejudgement_progress,
};
use store::{Conn, Fault};

/// One rejudgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejudgementView {
    /// Row id.
    pub id: i64,
    /// Desk key.
    pub desk: String,
    /// Agreement key.
    pub agreement: String,
    /// The version that judges.
    pub version: String,
    /// First local date.
    pub from: NaiveDate,
    /// Local date it ends before.
    pub to: NaiveDate,
    /// Why, masked.
    pub reason: String,
    /// proposed, approved, declined or done.
    pub state: String,
    /// Name of who proposed.
    pub proposed_by: String,
    /// Their login.
    pub proposed_by_login: String,
    /// When.
    pub proposed_at: Moment,
    /// Name of who approved or declined.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Moment>,
    /// Why it was declined, masked.
    #[serde(default)]
    pub declined_because: Option<String>,
    /// When its last ticket was done.
    pub done_at: Option<Moment>,
    /// What it would change, as told when it was proposed.
    pub foretold: Forecast,
    /// What it has changed.
    pub progress: ProgressView,
    /// Some of the tickets that could not be judged again, oldest first.
    pub unjudged: Vec<Unjudged>,
}

/// A ticket that stays as it was, because it could not be judged again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unjudged {
    /// Reference.
    pub reference: String,
    /// Why.
    pub reason: String,
}

/// How far a rejudgement has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgressView {
    /// Tickets it is done for.
    pub tickets: i64,
    /// Of them, those judged again.
    pub judged: i64,
    /// Of them, those with a clock that came out otherwise.
    pub changed_tickets: i64,
    /// Clocks that came out otherwise.
    pub changed_clocks: i64,
    /// Tickets that could not be judged again.
    pub failed: i64,
}

impl App {
    /// The rejudgements of the desks whose reports a principal reads as a whole, the newest first.
    ///
    /// # Errors
    /// No permission on any desk.
    pub fn rejudgements(&self, principal: &Principal) -> Result<Vec<RejudgementView>, Denied> {
        let desks: Vec<String> = self.rejudged_desks(principal).iter().map(|desk| desk.key.clone()).collect();
        if desks.is_empty() {
            return Err(Denied::Forbidden);
        }
        self.store.read(|conn| {
            let rows = rejudgement_list(conn, &desks, LIST)?;
            rows.into_iter().map(|row| of(conn, row)).collect()
        })
    }

    /// One rejudgement.
    ///
    /// # Errors
    /// Not found, or not readable: the same.
    pub fn rejudgement(&self, principal: &Principal, id: i64) -> Result<RejudgementView, Denied> {
        let row = self.readable_rejudgement(principal, id)?;
        self.store.read(|conn| of(conn, row))
    }

    /// The desks whose rejudgements a principal reads.
    pub fn rejudged_desks(&self, principal: &Principal) -> Vec<std::sync::Arc<Desk>> {
        let mut desks = self.all_desks();
        desks.retain(|desk| reads(principal, desk));
        desks
    }

    pub(super) fn readable_rejudgement(&self, principal: &Principal, id: i64) -> Result<Rejudgement, Denied> {
        let found = self.store.read::<_, Denied>(|conn| Ok(rejudgement_get(conn, id)?))?;
        let readable = |row: &Rejudgement| self.desk(&row.desk).is_some_and(|desk| reads(principal, &desk));
        found.filter(readable).ok_or(Denied::NotFound)
    }
}

/// Who reads a desk's reports as a whole reads why their figures changed.
fn reads(principal: &Principal, desk: &Desk) -> bool {
    let reports = principal.has(desk, Permission::Reports) && principal.sees_all(desk);
    reports || operates(principal) || rejudges(principal, desk)
}

/// The periods of a desk that were judged again, the latest last.
pub(crate) fn judged_again(conn: &mut Conn, desk: &str) -> Result<Vec<JudgedAgain>, Denied> {
    let mut rows = rejudgement_list(conn, &[desk.to_owned()], i64::MAX)?;
    rows.retain(|row| row.state == "done");
    rows.sort_by_key(|row| row.done_at);
    let again = |row: Rejudgement| {
        let (from, to) = days(&row)?;
        Ok(JudgedAgain { agreement: row.agreement, version: row.version, from, to })
    };
    rows.into_iter().map(again).collect()
}

/// Its days.
pub(super) fn days(row: &Rejudgement) -> Result<(NaiveDate, NaiveDate), Denied> {
    let day = |text: &str| -> Result<NaiveDate, Fault> {
        text.parse().map_err(|_| Fault::Setup(format!("no day: {text}")))
    };
    Ok((day(&row.from_day)?, day(&row.to_day)?))
}

/// A row in words of names and moments.
pub(super) fn of(conn: &mut Conn, row: Rejudgement) -> Result<RejudgementView, Denied> {
    let people: Vec<i64> = [Some(row.proposed_by), row.decided_by].into_iter().flatten().collect();
    let users = store::user::user_map(conn, &people)?;
    let name = |id: i64| users.get(&id).map(|user| user.name.clone()).unwrap_or_default();
    let at = |micros: i64| Moment::from_timestamp_micros(micros).unwrap_or_default();
    let (from, to) = days(&row)?;
    let foretold = serde_json::from_str(&row.foretold).map_err(|e| Fault::Setup(e.to_string()))?;
    let Progress { tickets, judged, changed_tickets, changed_clocks, failed } =
        rejudgement_progress(conn, row.id)?;
    let unjudged = if failed > 0 { rejudgement_failed(conn, row.id, NAMED)? } else { Vec::new() };
    let unjudged = unjudged.into_iter().map(|(reference, reason)| Unjudged { reference, reason });
    Ok(RejudgementView {
        id: row.id,
        from,
        to,
        proposed_by: name(row.proposed_by),
        proposed_by_login: users.get(&row.proposed_by).map(|user| user.login.clone()).unwrap_or_default(),
        proposed_at: at(row.proposed_at),
        decided_by: row.decided_by.map(name),
        decided_at: row.decided_at.map(at),
        done_at: row.done_at.map(at),
        desk: row.desk,
        agreement: row.agreement,
        version: row.version,
        reason: row.reason,
        state: row.state,
        declined_because: row.declined_because,
        foretold,
        progress: ProgressView { tickets, judged, changed_tickets, changed_clocks, failed },
        unjudged: unjudged.collect(),
    })
}
