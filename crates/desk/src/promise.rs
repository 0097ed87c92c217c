//! What is promised under the versions of agreements, and which promise judges a period: what was promised then, also
//! after a later desk file promised something else.

use crate::{Desk, Name};
use sla::{Agreement, Calendar, Date, PeriodObjective, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An objective as it was promised: under a version of its agreement, measured by a calendar in its version.
#[derive(Debug, Clone)]
pub struct Promise {
    /// The objective.
    pub objective: PeriodObjective,
    /// The agreement's version.
    pub version: String,
    /// The calendar of its service time; none where all hours count.
    pub calendar: Option<Arc<Calendar>>,
}

/// What is measured over telephone calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallMeasure {
    /// Mean wait of a local day's answered calls (WC-02); a day is the period it is judged by.
    MeanAnswer,
    /// Share of calls with a documented solution that were solved at once (WC-03).
    DirectResolution,
}

impl CallMeasure {
    /// Stable key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MeanAnswer => "mean_answer",
            Self::DirectResolution => "direct_resolution",
        }
    }
}

/// An objective over telephone calls.
#[derive(Debug, Clone)]
pub struct CallObjective {
    /// Key.
    pub key: String,
    /// Agreement key.
    pub agreement: String,
    /// The agreement's version it was promised under.
    pub version: String,
    /// Name.
    pub name: Name,
    /// What is measured.
    pub measure: CallMeasure,
    /// Of a mean the longest one wanted, of a direct resolution the longest call; seconds.
    pub seconds: i64,
    /// Only calls that begin within its hours count.
    pub calendar: Option<Arc<Calendar>>,
    /// Share wanted; of a direct resolution always there.
    pub share: Option<sla::Objective>,
}

/// What is measured over received mail (WC-04).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailMeasure {
    /// Share of received mails of which it is known what became of them.
    Accounted,
    /// Share of received mails that brought a matter and stand on a case.
    Registered,
}

impl MailMeasure {
    /// Every measure.
    pub const ALL: [Self; 2] = [Self::Accounted, Self::Registered];

    /// Stable key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accounted => "accounted",
            Self::Registered => "registered",
        }
    }

    /// The measure of a key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.as_str() == key)
    }
}

/// An objective over received mail (WC-04).
#[derive(Debug, Clone)]
pub struct MailObjective {
    /// Key.
    pub key: String,
    /// Agreement key.
    pub agreement: String,
    /// The agreement's version it was promised under.
    pub version: String,
    /// Name.
    pub name: Name,
    /// What is measured.
    pub measure: MailMeasure,
    /// Share wanted.
    pub share: sla::Objective,
}

/// A period whose tickets were judged again under a version of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedAgain {
    /// Agreement key.
    pub agreement: String,
    /// Its version.
    pub version: String,
    /// First local date.
    pub from: Date,
    /// Local date it ends before.
    pub to: Date,
}

impl Desk {
    /// Takes over the agreement and calendar versions of the desk file before this one, which this one ended on a
    /// local date: clocks keep the version they started under.
    pub fn succeed(&mut self, earlier: &Self, ended_on: Date) {
        self.calendars.inherit(&earlier.calendars);
        for own in self.agreements.iter_mut().chain(&mut self.agreements_ever) {
            let same = |other: &&Agreement| other.key == own.key && other.version == own.version;
            let before = earlier.agreements_ever.iter().find(same).map(Agreement::begins);
            // What was made before it was there did not start under it.
            let first = before.map_or(ended_on, |before| before.min(ended_on));
            own.starts_from = (own.valid_from < first).then_some(first);
        }
        for agreement in &earlier.agreements_ever {
            let same = |own: &Agreement| own.key == agreement.key && own.version == agreement.version;
            if !self.agreements_ever.iter().any(same) {
                let mut kept = agreement.clone();
                // Its successor may begin later than the file is applied.
                let next = self.agreements.iter().find(|own| own.key == agreement.key);
                let ended_on = next.map_or(ended_on, |next| next.valid_from.max(ended_on));
                kept.valid_to = Some(kept.valid_to.map_or(ended_on, |to| to.min(ended_on)));
                self.agreements_ever.push(kept);
                let key = (agreement.key.clone(), agreement.version.clone());
                self.calendars_then.insert(key, earlier.calendars_by(agreement));
            }
        }
        self.succeed_promises(earlier);
    }

    /// The versions of the calendars that an agreement's targets count by.
    fn calendars_by(&self, agreement: &Agreement) -> BTreeMap<String, String> {
        let calendars = agreement.targets.iter().filter_map(|target| self.calendar_of(agreement, target));
        calendars.map(|calendar| (calendar.key().to_owned(), calendar.version().to_owned())).collect()
    }

    /// Takes over what was promised under versions this file no longer has, with its names: a period that has begun is
    /// judged by what was promised then.
    fn succeed_promises(&mut self, earlier: &Self) {
        let own: Vec<(&str, &str)> =
            self.agreements.iter().map(|a| (a.key.as_str(), a.version.as_str())).collect();
        let gone = |agreement: &str, version: &str| !own.contains(&(agreement, version));
        let periods = earlier.promises.iter().filter(|p| gone(&p.objective.agreement, &p.version));
        self.promises.extend(periods.cloned());
        let calls = earlier.call_objectives.iter().filter(|o| gone(&o.agreement, &o.version));
        self.call_objectives.extend(calls.cloned());
        let mails = earlier.mail_objectives.iter().filter(|o| gone(&o.agreement, &o.version));
        self.mail_objectives.extend(mails.cloned());
        for (key, name) in &earlier.objective_names {
            self.objective_names.entry(key.clone()).or_insert_with(|| name.clone());
        }
        for (key, name) in &earlier.agreement_names {
            self.agreement_names.entry(key.clone()).or_insert_with(|| name.clone());
        }
        for (key, name) in &earlier.target_names {
            self.target_names.entry(key.clone()).or_insert_with(|| name.clone());
        }
    }

    /// The version of an agreement whose promises judge a period: the one valid on its first day; where none was, the
    /// first that became valid within it. A back-dated version is one from when it was there, and for the periods that
    /// were judged again under it; `again` holds those, the latest last.
    pub fn judging<'a>(&'a self, agreement: &str, span: Span, again: &'a [JudgedAgain]) -> Option<&'a str> {
        let covers =
            |one: &&JudgedAgain| one.agreement == agreement && one.from <= span.from && span.to <= one.to;
        if let Some(one) = again.iter().rev().find(covers) {
            return Some(&one.version);
        }
        let versions = || self.agreements_ever.iter().filter(|a| a.key == agreement);
        let first = versions().filter(|a| a.starts_on(span.from)).max_by_key(|a| a.valid_from);
        let within = || versions().filter(|a| span.from < a.begins() && a.begins() < span.to);
        first.or_else(|| within().min_by_key(|a| a.begins())).map(|agreement| agreement.version.as_str())
    }

    /// Whether a period is judged by a promise.
    pub fn judges(&self, promise: &Promise, span: Span, again: &[JudgedAgain]) -> bool {
        self.judging(&promise.objective.agreement, span, again) == Some(promise.version.as_str())
    }
}
