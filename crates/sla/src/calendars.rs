//! Calendars by key and version. Refuses to know where they were read.

use crate::{Calendar, Clock};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The calendars of a desk: the current one of each key, and past versions that clocks still name.
#[derive(Debug, Clone, Default)]
pub struct Calendars {
    current: BTreeMap<String, Arc<Calendar>>,
    past: BTreeMap<(String, String), Arc<Calendar>>,
}

impl Calendars {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes a calendar the current one of a key; the one before stays as a past version.
    pub fn insert(&mut self, key: String, calendar: Arc<Calendar>) {
        if let Some(before) = self.current.insert(key, calendar) {
            self.insert_past(before);
        }
    }

    /// Adds a version that only clocks started under it count by.
    pub fn insert_past(&mut self, calendar: Arc<Calendar>) {
        self.past.insert((calendar.key().to_owned(), calendar.version().to_owned()), calendar);
    }

    /// Takes over what an earlier set has: what is written alike is shared, other versions stay as past ones.
    pub fn inherit(&mut self, earlier: &Self) {
        for old in earlier.current.values().chain(earlier.past.values()) {
            match self.current.get_mut(old.key()) {
                Some(own) if own.version() == old.version() => {
                    if own.written_alike(old) {
                        *own = old.clone();
                    }
                }
                _ => {
                    let key = (old.key().to_owned(), old.version().to_owned());
                    self.past.entry(key).or_insert_with(|| old.clone());
                }
            }
        }
    }

    /// The same, with the version that clocks started under as the current one of each key whose clocks all name the
    /// same; `None` where that changes nothing.
    pub fn as_started<'a>(&self, clocks: impl IntoIterator<Item = &'a Clock>) -> Option<Self> {
        let mut named: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        for clock in clocks {
            let version = clock.calendar_version.as_str();
            let one = named.entry(&clock.calendar).or_insert(Some(version));
            *one = one.filter(|other| *other == version);
        }
        let mut same = self.clone();
        let mut differs = false;
        for (key, version) in named {
            let Some(started) = version.and_then(|version| self.version(key, version)) else { continue };
            if self.get(key).is_some_and(|current| current.version() != started.version()) {
                same.insert(key.to_owned(), started.clone());
                differs = true;
            }
        }
        differs.then_some(same)
    }

    /// The current calendars, by key.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Calendar>> {
        self.current.values()
    }

    /// The current calendar of a key.
    pub fn get(&self, key: &str) -> Option<&Arc<Calendar>> {
        self.current.get(key)
    }

    /// A calendar in a version, current or past.
    pub fn version(&self, key: &str, version: &str) -> Option<&Arc<Calendar>> {
        let current = self.get(key).filter(|calendar| calendar.version() == version);
        current.or_else(|| self.past.get(&(key.to_owned(), version.to_owned())))
    }

    /// The calendar a clock counts by: the version it names. Where that is not there any more the current one, for a
    /// clock that counts a little otherwise is better than one that stands still; [`crate::plan`] then reports it.
    pub fn of_clock(&self, clock: &Clock) -> Option<&Arc<Calendar>> {
        self.version(&clock.calendar, &clock.calendar_version).or_else(|| self.get(&clock.calendar))
    }
}

impl FromIterator<Calendar> for Calendars {
    fn from_iter<I: IntoIterator<Item = Calendar>>(calendars: I) -> Self {
        let mut all = Self::default();
        calendars.into_iter().for_each(|calendar| all.insert(calendar.key().to_owned(), Arc::new(calendar)));
        all
    }
}
