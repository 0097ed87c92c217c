//! Compiled desks in memory: every version, since clocks and events name the one they ran under, and which of them
//! the database says is in force.

use crate::read::local_date;
use crate::{Denied, Moment};
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

#[derive(Debug, Default)]
struct Known {
    current: Arc<BTreeMap<String, Versioned>>,
    /// By desk and version.
    ever: BTreeMap<(String, i64), Arc<Desk>>,
}

/// The cache. Every act compares versions inside its transaction.
#[derive(Debug, Default)]
pub(crate) struct DeskCache(RwLock<Known>);

/// A version to be compiled: its number, when it was applied, its text where it is not in memory yet.
type Stored = (i64, i64, Option<String>);

impl DeskCache {
    /// What is in force. A panic elsewhere leaves a whole map behind.
    pub fn all(&self) -> Arc<BTreeMap<String, Versioned>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).current.clone()
    }

    pub fn get(&self, key: &str) -> Option<Versioned> {
        self.all().get(key).cloned()
    }

    /// A desk as it was in a version.
    pub fn at(&self, key: &str, version: i64) -> Option<Arc<Desk>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.ever.get(&(key.to_owned(), version)).cloned()
    }

    /// A desk in every version it had.
    pub fn ever(&self, key: &str) -> Vec<Arc<Desk>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.ever.iter().filter(|((desk, _), _)| desk == key).map(|(_, desk)| desk.clone()).collect()
    }

    /// Reads what is in force and compiles what is new.
    pub fn reload(&self, store: &Store) -> Result<(), Denied> {
        let mut ever = self.0.read().unwrap_or_else(PoisonError::into_inner).ever.clone();
        let sources = store.read::<_, store::Fault>(|conn| {
            let mut sources: Vec<(String, i64, Vec<Stored>)> = Vec::new();
            for (key, version) in store::desk::desk_versions_current(conn)? {
                let mut versions = Vec::new();
                for (one, applied) in store::desk::desk_history(conn, &key)? {
                    let known = ever.contains_key(&(key.clone(), one));
                    let source = if known { None } else { store::desk::desk_source(conn, &key, one)? };
                    versions.push((one, applied, source));
                }
                sources.push((key, version, versions));
            }
            Ok(sources)
        })?;
        let mut current = BTreeMap::new();
        for (key, version, versions) in sources {
            let mut before: Option<Arc<Desk>> = None;
            for (one, applied, source) in versions {
                let place = (key.clone(), one);
                if let Some(source) = source {
                    let compiled = compile(&key, &source, before.as_deref(), applied);
                    match compiled {
                        Ok(desk) => {
                            ever.insert(place.clone(), Arc::new(desk));
                        }
                        Err(why) if one == version => return Err(why),
                        // Its clocks then count by what is in force, which a plan reports.
                        Err(why) => tracing::error!(desk = key, version = one, %why, "an earlier desk file"),
                    }
                }
                before = ever.get(&place).cloned().or(before);
            }
            if let Some(desk) = ever.get(&(key.clone(), version)).cloned() {
                current.insert(key, Versioned { version, desk });
            }
        }
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Known { current: Arc::new(current), ever };
        Ok(())
    }
}

/// What was applied was checked; a stored text that no longer compiles means another program version wrote it.
fn compile(key: &str, source: &str, before: Option<&Desk>, applied: i64) -> Result<Desk, Denied> {
    let mut desk = desk::read(key, source).map_err(|faults| {
        let first = faults.first().map(ToString::to_string).unwrap_or_default();
        store::Fault::Setup(format!("the stored desk `{key}` cannot be read: {first}"))
    })?;
    if let (Some(before), Some(applied)) = (before, Moment::from_timestamp_micros(applied)) {
        desk.succeed(before, local_date(&desk.zone, applied));
    }
    Ok(desk)
}

/// Refuses to go on with a desk that is no longer in force.
pub(crate) fn in_force(conn: &mut Conn, desk: &Versioned) -> Result<(), Denied> {
    match store::desk::desk_version(conn, &desk.desk.key)? {
        Some(version) if version == desk.version => Ok(()),
        _ => Err(Denied::DeskChanged),
    }
}
