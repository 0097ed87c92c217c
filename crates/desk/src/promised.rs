//! Objectives of every kind as what they promise, to be held against those of another desk file.

use crate::{CallObjective, Desk, MailObjective, Promise};
use sla::{Calendar, Conditions, Date};
use std::sync::Arc;

/// An objective under a version of its agreement.
#[derive(Debug, Clone, Copy)]
pub enum Promised<'a> {
    /// Of a period.
    Period(&'a Promise),
    /// Over telephone calls.
    Call(&'a CallObjective),
    /// Over received mail.
    Mail(&'a MailObjective),
}

impl<'a> Promised<'a> {
    /// Its table in the desk file.
    pub fn table(self) -> &'static str {
        match self {
            Self::Period(_) => "objective",
            Self::Call(_) => "call_objective",
            Self::Mail(_) => "mail_objective",
        }
    }

    /// Key.
    pub fn key(self) -> &'a str {
        match self {
            Self::Period(one) => &one.objective.key,
            Self::Call(one) => &one.key,
            Self::Mail(one) => &one.key,
        }
    }

    /// Agreement key and version.
    pub fn under(self) -> (&'a str, &'a str) {
        match self {
            Self::Period(one) => (&one.objective.agreement, &one.version),
            Self::Call(one) => (&one.agreement, &one.version),
            Self::Mail(one) => (&one.agreement, &one.version),
        }
    }

    /// Whether both are the same objective of the same agreement, whatever they promise.
    pub fn is_of_the_same(self, other: Promised<'_>) -> bool {
        (self.table(), self.key(), self.under().0) == (other.table(), other.key(), other.under().0)
    }

    /// Whether a later one promises what this one does, whatever it is called: measured by the same hours up to a
    /// date, and with no part gone that had a figure.
    pub fn is_kept_by(self, later: Promised<'_>, date: Date) -> bool {
        match (self, later) {
            (Self::Period(was), Promised::Period(is)) => period(was, is, date),
            (Self::Call(was), Promised::Call(is)) => {
                (was.measure, was.seconds, was.share) == (is.measure, is.seconds, is.share)
                    && hours(was.calendar.as_ref(), is.calendar.as_ref(), date)
            }
            (Self::Mail(was), Promised::Mail(is)) => (was.measure, was.share) == (is.measure, is.share),
            _ => false,
        }
    }
}

fn period(was: &Promise, is: &Promise, date: Date) -> bool {
    let (old, new) = (&was.objective, &is.objective);
    (old.measure, old.every, &old.target, old.wanted) == (new.measure, new.every, &new.target, new.wanted)
        && in_order(&old.when) == in_order(&new.when)
        && old.parts.iter().all(|part| new.parts.contains(part))
        && hours(was.calendar.as_ref(), is.calendar.as_ref(), date)
}

/// The order in which values are written says nothing.
fn in_order(when: &Conditions) -> Conditions {
    let mut when = when.clone();
    let Conditions { kind, case_type, service, environment, priority, organisation, channel, .. } = &mut when;
    for list in [kind, case_type, service, environment, priority, organisation, channel] {
        list.sort_unstable();
    }
    when
}

fn hours(was: Option<&Arc<Calendar>>, is: Option<&Arc<Calendar>>, date: Date) -> bool {
    match (was, is) {
        (None, None) => true,
        (Some(was), Some(is)) => was.alike_until(is, date),
        _ => false,
    }
}

impl Desk {
    /// Everything promised, also under versions of earlier desk files.
    pub fn promised(&self) -> impl Iterator<Item = Promised<'_>> {
        let periods = self.promises.iter().map(Promised::Period);
        let calls = self.call_objectives.iter().map(Promised::Call);
        periods.chain(calls).chain(self.mail_objectives.iter().map(Promised::Mail))
    }
}
