//! What may be chosen in forms, from the desk's lists.

use crate::field::Choice;
use crate::names::Names;

/// Case types, those below others set in.
pub(crate) fn case_types(names: Names<'_>) -> Vec<Choice> {
    let depth = |key: &str| names.desk.case_type_path(key).len().saturating_sub(1);
    let indented = |key: &str| format!("{}{}", "\u{2003}".repeat(depth(key)), names.case_type(key));
    names.desk.case_types.iter().map(|t| Choice::new(&t.key, indented(&t.key))).collect()
}

/// Services.
pub(crate) fn services(names: Names<'_>) -> Vec<Choice> {
    names.desk.services.iter().map(|s| Choice::new(&s.key, names.service(&s.key))).collect()
}

/// Environments.
pub(crate) fn environments(names: Names<'_>) -> Vec<Choice> {
    names.desk.environments.iter().map(|s| Choice::new(&s.key, names.environment(&s.key))).collect()
}

/// Organisations, those below others set in.
pub(crate) fn organisations(names: Names<'_>) -> Vec<Choice> {
    let depth = |key: &str| names.desk.organisation_path(key).len().saturating_sub(1);
    let indented = |key: &str| format!("{}{}", "\u{2003}".repeat(depth(key)), names.organisation(key));
    names.desk.organisations.iter().map(|o| Choice::new(&o.key, indented(&o.key))).collect()
}

/// Impacts.
pub(crate) fn impacts(names: Names<'_>) -> Vec<Choice> {
    names.desk.priorities.impacts.iter().map(|s| Choice::new(&s.key, names.impact(&s.key))).collect()
}

/// Urgencies.
pub(crate) fn urgencies(names: Names<'_>) -> Vec<Choice> {
    names.desk.priorities.urgencies.iter().map(|s| Choice::new(&s.key, names.urgency(&s.key))).collect()
}

/// Asker roles.
pub(crate) fn asker_roles(names: Names<'_>) -> Vec<Choice> {
    names.desk.asker_roles.iter().map(|s| Choice::new(&s.key, names.asker_role(&s.key))).collect()
}

/// Kinds of solution.
pub(crate) fn solutions(names: Names<'_>) -> Vec<Choice> {
    names.desk.solutions.iter().map(|s| Choice::new(&s.key, names.solution(&s.key))).collect()
}

/// Causes of breaches.
pub(crate) fn breach_causes(names: Names<'_>) -> Vec<Choice> {
    let name = |key: &str| faces::cause_name(names.desk, Some(key), names.words.0);
    names.desk.breach_causes.iter().map(|c| Choice::new(&c.key, name(&c.key))).collect()
}
