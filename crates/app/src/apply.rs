//! Putting desk files in force.

use crate::{App, Denied, Moment};
use desk::Desk;

impl App {
    /// Puts a checked desk file in force; its version, the old one where nothing changed.
    ///
    /// # Errors
    /// Storage faults.
    pub fn apply_desk(&self, desk: &Desk, source: &str, by: &str, now: Moment) -> Result<i64, Denied> {
        let (key, source, by) = (desk.key.clone(), source.to_owned(), by.to_owned());
        let version = self.store.write::<_, Denied>(move |conn| {
            if let Some(version) = store::desk::desk_version(conn, &key)?
                && store::desk::desk_source(conn, &key, version)?.as_ref() == Some(&source)
            {
                return Ok(version);
            }
            Ok(store::desk::desk_apply(conn, &key, &source, now, &by)?)
        })?;
        self.reload()?;
        Ok(version)
    }
}
