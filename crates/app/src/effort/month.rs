//! Months that lock: after that their time is what finance was told.

use crate::{App, Denied, Moment};
use chrono::{Datelike as _, NaiveDate};
use desk::{Desk, Permission, Principal};
use serde::Serialize;
use std::sync::Arc;
use store::effort::MonthLock;

/// What is on record of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MonthView {
    /// `2026-11`.
    pub month: String,
    /// Locked, or unlocked again.
    pub locked: bool,
    /// When.
    pub at: Moment,
    /// Name of who did it.
    pub by: String,
}

impl App {
    /// Locks a month of a desk, or unlocks it, on record.
    ///
    /// # Errors
    /// An unknown desk; no month, or one that has not begun; no permission.
    pub fn lock_month(
        &self,
        principal: &Principal,
        (desk, month): (&str, &str),
        locked: bool,
        now: Moment,
    ) -> Result<MonthView, Denied> {
        let desk = self.locking(principal, desk)?;
        let first: NaiveDate =
            format!("{month}-01").parse().map_err(|_| Denied::malformed("month", "not_a_month"))?;
        let future = first > crate::read::local_date(&desk.zone, now);
        if month.len() != 7 || future || first < desk.earliest().1.with_day(1).unwrap_or(first) {
            return Err(Denied::malformed("month", "not_a_month"));
        }
        let by = principal.user().ok_or(Denied::Forbidden)?;
        let mut ids = self.store.ids()?;
        let at = now.timestamp_micros();
        let lock = MonthLock {
            id: ids.row()?,
            desk: desk.key.clone(),
            month: month.to_owned(),
            locked,
            at,
            by_user: by,
        };
        self.store.write(move |conn| {
            // Locked already, or open already: nothing to put on record.
            if store::effort::month_locked(conn, &lock.desk, &lock.month)? != lock.locked {
                store::effort::month_put(conn, &lock)?;
            }
            let users = store::user::user_map(conn, &[lock.by_user])?;
            Ok(view(&lock, &users, now))
        })
    }

    /// Everything on record of a desk's months, the newest last.
    ///
    /// # Errors
    /// An unknown desk; no permission.
    pub fn months(&self, principal: &Principal, desk: &str) -> Result<Vec<MonthView>, Denied> {
        let desk = self.effort_desk(principal, desk)?;
        self.store.read(|conn| {
            let locks = store::effort::month_list(conn, &desk.key)?;
            let ids: Vec<i64> = locks.iter().map(|lock| lock.by_user).collect();
            let users = store::user::user_map(conn, &ids)?;
            let at = |lock: &MonthLock| Moment::from_timestamp_micros(lock.at).unwrap_or_default();
            Ok(locks.iter().map(|lock| view(lock, &users, at(lock))).collect())
        })
    }

    /// The desks whose effort a principal may read as a whole.
    pub fn effort_desks(&self, principal: &Principal) -> Vec<Arc<Desk>> {
        let mut desks = self.all_desks();
        desks.retain(|desk| reads(principal, desk));
        desks
    }

    /// A desk whose effort the principal may read as a whole. Which desks there are is no secret.
    pub(crate) fn effort_desk(&self, principal: &Principal, key: &str) -> Result<Arc<Desk>, Denied> {
        let own = || self.effort_desks(principal);
        let desk = self
            .desk(key)
            .ok_or_else(|| Denied::unknown("desk", own().iter().map(|desk| desk.key.as_str())))?;
        if reads(principal, &desk) { Ok(desk) } else { Err(Denied::Forbidden) }
    }

    fn locking(&self, principal: &Principal, key: &str) -> Result<Arc<Desk>, Denied> {
        let desks = self.all_desks();
        let desk = self
            .desk(key)
            .ok_or_else(|| Denied::unknown("desk", desks.iter().map(|desk| desk.key.as_str())))?;
        if principal.has(&desk, Permission::LockMonths) { Ok(desk) } else { Err(Denied::Forbidden) }
    }
}

fn view(
    lock: &MonthLock,
    users: &std::collections::BTreeMap<i64, store::user::User>,
    at: Moment,
) -> MonthView {
    let by = users.get(&lock.by_user).map(|user| user.name.clone()).unwrap_or_default();
    MonthView { month: lock.month.clone(), locked: lock.locked, at, by }
}

fn reads(principal: &Principal, desk: &Desk) -> bool {
    let operator = matches!(principal, Principal::System { system: desk::System::CommandLine, .. });
    let permitted = [Permission::Reports, Permission::LockMonths];
    operator || permitted.into_iter().any(|permission| principal.has(desk, permission))
}
