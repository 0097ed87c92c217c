//! Which cases a figure counts: conditions of the desk file as keys the database knows.

use crate::Moment;
use desk::Desk;
use sla::Conditions;
use std::collections::BTreeSet;
use store::objective::Which;

/// What is looked at: a desk, what of it may be read, and now.
#[derive(Clone, Copy)]
pub(crate) struct Reach<'a> {
    pub desk: &'a Desk,
    pub scopes: Option<&'a BTreeSet<String>>,
    pub now: Moment,
}

/// Conditions with everything below an organisation or case type named.
pub(super) fn which(reach: Reach<'_>, when: &Conditions) -> Which {
    let desk = reach.desk;
    let below = |wanted: &[String], keys: Vec<&String>, path: &dyn Fn(&str) -> Vec<String>| -> Vec<String> {
        let under = |key: &&String| path(key).iter().any(|above| wanted.contains(above));
        let mut found: Vec<String> = keys.into_iter().filter(under).cloned().collect();
        // Gone from the desk file, but still on old cases.
        found.extend(wanted.iter().filter(|key| !found.contains(key)).cloned().collect::<Vec<_>>());
        found
    };
    let organisations = desk.organisations.iter().map(|o| &o.key).collect();
    let types = desk.case_types.iter().map(|t| &t.key).collect();
    Which {
        desk: desk.key.clone(),
        kind: when.kind.clone(),
        case_type: below(&when.case_type, types, &|key| desk.case_type_path(key)),
        service: when.service.clone(),
        environment: when.environment.clone(),
        priority: when.priority.clone(),
        organisation: below(&when.organisation, organisations, &|key| desk.organisation_path(key)),
        channel: when.channel.clone(),
        scopes: reach.scopes.cloned(),
    }
}
