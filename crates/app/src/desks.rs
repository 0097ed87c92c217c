//! Compiled desks in memory, by the version the database says is in force.

use crate::Denied;
use desk::Desk;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use store::{Conn, Store};

/// One desk and its version.
#[derive(Debug, Clone)]
pub(crate) struct Versioned {
    pub version: i64,
    pub desk: Arc<Desk>,
}

/// The cache. Every act compares versions inside its transaction.
#[derive(Debug, Default)]
pub(crate) struct DeskCache(RwLock<Arc<BTreeMap<String, Versioned>>>);

impl DeskCache {
    /// What is in memory. A panic elsewhere leaves a whole map behind.
    pub fn all(&self) -> Arc<BTreeMap<String, Versioned>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn get(&self, key: &str) -> Option<Versioned> {
        self.all().get(key).cloned()
    }

    /// Reads what is in force and compiles what is new.
    pub fn reload(&self, store: &Store) -> Result<(), Denied> {
        let known = self.all();
        let sources = store.read::<_, store::Fault>(|conn| {
            let mut sources = Vec::new();
            for (key, version) in store::desk::desk_versions_current(conn)? {
                let fresh = known.get(&key).is_none_or(|k| k.version != version);
                let source = if fresh { store::desk::desk_source(conn, &key, version)? } else { None };
                sources.push((key, version, source));
            }
            Ok(sources)
        })?;
        let mut next = BTreeMap::new();
        for (key, version, source) in sources {
            let desk = match (source, known.get(&key)) {
                (Some(source), _) => Arc::new(compile(&key, &source)?),
                (None, Some(known)) => known.desk.clone(),
                (None, None) => continue,
            };
            next.insert(key, Versioned { version, desk });
        }
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        Ok(())
    }
}

/// What was applied was checked; a stored text that no longer compiles means another program version wrote it.
fn compile(key: &str, source: &str) -> Result<Desk, Denied> {
    desk::read(key, source).map_err(|faults| {
        let first = faults.first().map(ToString::to_string).unwrap_or_default();
        store::Fault::Setup(format!("the stored desk `{key}` cannot be read: {first}")).into()
    })
}

/// Refuses to go on with a desk that is no longer in force.
pub(crate) fn in_force(conn: &mut Conn, desk: &Versioned) -> Result<(), Denied> {
    match store::desk::desk_version(conn, &desk.desk.key)? {
        Some(version) if version == desk.version => Ok(()),
        _ => Err(Denied::DeskChanged),
    }
}
