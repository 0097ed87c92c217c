//! The application: store, compiled desks, secrets, settings.

use crate::desks::{DeskCache, Versioned};
use crate::{Denied, Secrets};
use desk::{Desk, Principal};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::Store;

/// What the operator chooses.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Host name in Message-IDs.
    pub mail_domain: String,
    /// Largest mail in bytes, by every way it may come.
    pub mail_bytes_max: usize,
    /// Address of the console, for links in mails.
    pub public_url: String,
    /// How long a sign-in lasts, in seconds.
    pub session_seconds: i64,
}

/// Everything a use case needs but time, chance and identity.
pub struct App {
    /// The database.
    pub store: Arc<Store>,
    /// Settings.
    pub settings: Settings,
    pub(crate) secrets: Secrets,
    pub(crate) desks: DeskCache,
}

impl App {
    /// Puts it together and reads the desks in force.
    ///
    /// # Errors
    /// Storage faults, or a stored desk this program cannot read.
    pub fn new(store: Arc<Store>, settings: Settings, secrets: Secrets) -> Result<Self, Denied> {
        let app = Self { store, settings, secrets, desks: DeskCache::default() };
        app.desks.reload(&app.store)?;
        Ok(app)
    }

    /// The compiled desk of a key.
    pub fn desk(&self, key: &str) -> Option<Arc<Desk>> {
        self.desks.get(key).map(|v| v.desk)
    }

    /// Every compiled desk, by key.
    pub fn all_desks(&self) -> Vec<Arc<Desk>> {
        self.desks.all().values().map(|v| v.desk.clone()).collect()
    }

    /// Reads what is in force anew.
    ///
    /// # Errors
    /// Storage faults, or a stored desk this program cannot read.
    pub fn reload(&self) -> Result<(), Denied> {
        self.desks.reload(&self.store)
    }

    /// Reads what is in force anew where another process has put another version in force. Whether one had.
    ///
    /// # Errors
    /// As [`App::reload`].
    pub fn follow_desks(&self) -> Result<bool, Denied> {
        let stored = self.store.read::<_, store::Fault>(store::desk::desk_versions_current)?;
        let known = self.desks.all();
        let same =
            |(key, version): &(String, i64)| known.get(key).is_some_and(|desk| desk.version == *version);
        if stored.len() == known.len() && stored.iter().all(same) {
            return Ok(false);
        }
        self.reload()?;
        Ok(true)
    }

    pub(crate) fn versioned(&self, key: &str) -> Result<Versioned, Denied> {
        self.desks.get(key).ok_or(Denied::NotFound)
    }

    /// The scopes a principal reads by; `None` reads everything.
    pub(crate) fn scopes(&self, principal: &Principal) -> Option<BTreeSet<String>> {
        let desks = self.desks.all();
        let scopes = principal.scopes(desks.values().map(|v| &*v.desk))?;
        Some(scopes.iter().map(|s| s.as_str().to_owned()).collect())
    }

    /// Runs a use case again when a desk changed under it.
    pub(crate) fn with_current_desks<T>(&self, run: impl Fn() -> Result<T, Denied>) -> Result<T, Denied> {
        for _ in 0..3 {
            match run() {
                Err(Denied::DeskChanged) => self.reload()?,
                done => return done,
            }
        }
        run()
    }
}
