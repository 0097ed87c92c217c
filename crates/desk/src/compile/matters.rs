//! What cases are about: case types, priorities, solutions; and the workflows they live by.

use super::{Known, closed};
use crate::fault::Faults;
use crate::file::File;
use crate::{CaseType, Item, NotReached, Priorities, Solution};
use std::collections::BTreeMap;
use ticket::{Kind, WorkflowFault, Workflows};

pub(super) fn items(list: Vec<crate::file::Item>) -> Vec<Item> {
    list.into_iter().map(|i| Item { key: i.key.into_inner(), name: i.name }).collect()
}

pub(super) fn case_types(file: &File, known: &Known, faults: &mut Faults<'_>) -> Vec<CaseType> {
    let kinds: Vec<&str> = Kind::ALL.iter().map(|k| k.as_str()).collect();
    let mut types = Vec::new();
    for t in &file.case_type {
        let known_kind = closed(&t.kind, Kind::parse, &kinds, "kind", faults);
        let kind = known_kind.unwrap_or(Kind::Request);
        if t.fault && known_kind.is_some_and(|kind| kind != Kind::Incident) {
            let what = format!("case type `{}` marks a fault but is no incident", t.key.get_ref());
            faults.at(t.key.span().start, what, "only incidents are faults");
        }
        if t.fault && t.complaint {
            let what = format!("case type `{}` marks a fault and a complaint", t.key.get_ref());
            faults.at(t.key.span().start, what, "a complaint is about how a case was handled: choose one");
        }
        let parent = known.check_opt("case_type", t.parent.as_ref(), faults);
        if parent.as_ref() == Some(t.key.get_ref()) {
            faults.at(t.key.span().start, format!("case type `{}` stands above itself", t.key.get_ref()), "");
        }
        types.push(CaseType {
            key: t.key.get_ref().clone(),
            name: t.name.clone(),
            parent,
            kind,
            fault: t.fault,
            complaint: t.complaint,
        });
    }
    types
}

pub(super) fn solutions(file: &File, known: &Known, faults: &mut Faults<'_>) -> Vec<Solution> {
    file.solution
        .iter()
        .map(|s| Solution {
            key: s.key.get_ref().clone(),
            name: s.name.clone(),
            cause: known.check_opt("cause", s.cause.as_ref(), faults),
            documented: s.documented,
        })
        .collect()
}

pub(super) fn not_reached(file: &File, known: &Known, faults: &mut Faults<'_>) -> Option<NotReached> {
    let n = file.not_reached.as_ref()?;
    let mut count = |what: &str, value: &toml::Spanned<i64>| {
        usize::try_from(*value.get_ref()).ok().filter(|n| (1..=100).contains(n)).unwrap_or_else(|| {
            let what = format!("`{}` is no number of {what}", value.get_ref());
            faults.at(value.span().start, what, "from 1 to 100");
            1
        })
    };
    let (tries, channels, days) =
        (count("tries", &n.tries), count("channels", &n.channels), count("days", &n.days));
    if channels > tries || days > tries {
        let what = "more channels or days than tries";
        faults.at(n.tries.span().start, what, "each try has one channel and one day");
    }
    Some(NotReached { tries, channels, days, solution: known.check("solution", &n.solution, faults) })
}

pub(super) fn priorities(file: &File, faults: &mut Faults<'_>) -> Priorities {
    let p = &file.priority;
    let copy = |list: &[crate::file::Item]| -> Vec<Item> {
        list.iter().map(|i| Item { key: i.key.get_ref().clone(), name: i.name.clone() }).collect()
    };
    let (levels, impacts, urgencies) = (copy(&p.levels), copy(&p.impacts), copy(&p.urgencies));
    let mut need = |list: &[Item], key: &crate::file::Key, what: &str| {
        let known = list.iter().any(|i| i.key == *key.get_ref());
        if !known {
            let all: Vec<&str> = list.iter().map(|i| i.key.as_str()).collect();
            let right = format!("one of: {}", all.join(", "));
            faults.at(key.span().start, format!("unknown {what} `{}`", key.get_ref()), right);
        }
        known
    };
    need(&impacts, &p.default_impact, "impact");
    need(&urgencies, &p.default_urgency, "urgency");
    // A cell written for another place leaves a hole where it was meant.
    let (mut matrix, mut misplaced) = (BTreeMap::new(), false);
    for cell in &p.matrix {
        misplaced |= !need(&impacts, &cell.impact, "impact");
        misplaced |= !need(&urgencies, &cell.urgency, "urgency");
        need(&levels, &cell.priority, "priority");
        let at = (cell.impact.get_ref().clone(), cell.urgency.get_ref().clone());
        matrix.insert(at, cell.priority.get_ref().clone());
    }
    for impact in &impacts {
        for urgency in &urgencies {
            if !misplaced && !matrix.contains_key(&(impact.key.clone(), urgency.key.clone())) {
                let what = format!("the matrix gives no priority for {} × {}", impact.key, urgency.key);
                faults.at(p.default_impact.span().start, what, "add the missing cell to priority.matrix");
            }
        }
    }
    Priorities {
        levels,
        impacts,
        urgencies,
        matrix,
        default_impact: p.default_impact.get_ref().clone(),
        default_urgency: p.default_urgency.get_ref().clone(),
    }
}

/// The file's workflows over the built-in ones.
pub(super) fn workflows(file: &File, faults: &mut Faults<'_>) -> Workflows {
    let mut all = Workflows::default();
    for workflow in &file.workflow {
        for fault in workflow.check() {
            let (what, right) = match fault {
                WorkflowFault::NoState => {
                    ("has no state".to_owned(), "declare states, the initial one first")
                }
                WorkflowFault::TwiceDeclared(s) => {
                    (format!("declares state `{s}` twice"), "give each its own key")
                }
                WorkflowFault::UnknownState(s) => {
                    (format!("names unknown state `{s}`"), "declare it in states")
                }
                WorkflowFault::Unreachable(s) => {
                    (format!("never reaches state `{s}`"), "let an act lead to it")
                }
                WorkflowFault::DeadEnd(s) => {
                    (format!("never leaves state `{s}`"), "let an act lead out of it")
                }
            };
            let what = format!("the workflow of {} {what}", workflow.kind);
            faults.at(file.desk.key.span().start, what, right);
        }
        all.put(workflow.clone());
    }
    all
}
