//! Counts of several lists at once, for the column of queues and views.

use crate::{App, Denied};
use desk::Principal;
use store::ticket::Filter;

/// Counts are exact below this; this stands for more.
const CAP: i64 = 100;

impl App {
    /// How many tickets each filter holds, exact up to 99; 100 stands for more. One snapshot for all of them.
    ///
    /// # Errors
    /// Storage faults.
    pub fn counts(&self, principal: &Principal, filters: &[Filter]) -> Result<Vec<i64>, Denied> {
        let scopes = self.scopes(principal);
        self.store.read(|conn| {
            let one = |filter| Ok(store::ticket::ticket_count(conn, filter, scopes.as_ref(), CAP)?);
            filters.iter().map(one).collect()
        })
    }
}
