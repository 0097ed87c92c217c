//! Cases of a service in a period: how many of each sort, and those that are told one by one.

use super::content::{CaseLine, Cause, VolumeLine};
use super::names::Names;
use super::span;
use crate::report::cases::{Span, Wanted, walk};
use crate::report::volumes::{Facts, TYPES, of};
use crate::{App, Denied, Moment};
use chrono::NaiveDate;
use desk::{Desk, Principal};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use ticket::{Kind, Phase, Ticket};

/// What was counted.
#[derive(Default)]
pub(super) struct Counted {
    pub volumes: Vec<VolumeLine>,
    pub major: Vec<CaseLine>,
    pub changes: Vec<CaseLine>,
    pub coming: Vec<CaseLine>,
    pub problems: Vec<CaseLine>,
    pub causes: Vec<Cause>,
}

impl App {
    pub(super) fn counted(
        &self,
        principal: &Principal,
        desk: &Desk,
        service: Option<&str>,
        dates: (NaiveDate, NaiveDate),
        now: Moment,
    ) -> Result<Counted, Denied> {
        let span = span(desk, dates, now)?;
        let scopes = self.report_scopes(principal, desk);
        self.store.read_long(|conn| {
            let mut sums = Sums::over(desk, span);
            let wanted = Wanted { scopes: scopes.as_ref(), types: &TYPES, after: 0 };
            walk(conn, desk, span, wanted, |ticket, events| {
                if service.is_none_or(|key| ticket.service.as_deref() == Some(key)) {
                    sums.take(ticket, &of(desk, span, events));
                }
                Ok(ControlFlow::Continue(()))
            })?;
            let subjects: Vec<i64> = sums.told.iter().filter_map(|(_, _, subject)| *subject).collect();
            let texts = store::text::text_map(conn, &subjects)?;
            Ok(sums.whole(|id| texts.get(&id).map(|text| text.masked.clone())))
        })
    }
}

/// A list of cases.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Major,
    Changes,
    Coming,
    Problems,
}

struct Sums<'a> {
    desk: &'a Desk,
    span: Span,
    volumes: Vec<VolumeLine>,
    causes: BTreeMap<Option<String>, i64>,
    /// A case of a list, and its subject's text row where that is told.
    told: Vec<(List, CaseLine, Option<i64>)>,
}

impl<'a> Sums<'a> {
    fn over(desk: &'a Desk, span: Span) -> Self {
        Self { desk, span, volumes: lines(desk), causes: BTreeMap::new(), told: Vec::new() }
    }

    fn take(&mut self, ticket: &Ticket, facts: &Facts) {
        for (group, key) in sorts(self.desk, ticket) {
            let found = self.volumes.iter_mut().find(|line| line.group == group && line.name.key == key);
            // A priority the desk file no longer has is among the whole alone.
            let Some(line) = found else { continue };
            for measure in measures(facts) {
                *line.measure(measure) += 1;
            }
        }
        if facts.solved.is_some() {
            *self.causes.entry(cause(self.desk, ticket)).or_default() += 1;
        }
        let list = match ticket.kind {
            Kind::Incident => (is_major(self.desk, ticket) && facts.arrived).then_some(List::Major),
            Kind::Change if facts.solved.is_some() => Some(List::Changes),
            Kind::Change => facts.age.map(|_| List::Coming),
            Kind::Problem => facts.age.map(|_| List::Problems),
            Kind::Request => None,
        };
        if let Some(list) = list {
            let subject = (list != List::Major).then_some(ticket.subject);
            self.told.push((list, self.line(ticket, facts), subject));
        }
    }

    fn line(&self, ticket: &Ticket, facts: &Facts) -> CaseLine {
        let ended = ticket.restored_at.or(facts.solved.as_ref().map(|solved| solved.at));
        CaseLine {
            reference: ticket.reference.to_string(),
            subject: None,
            case_type: ticket.case_type.as_ref().map(|key| Names { desk: self.desk }.case_type(key)),
            began: ticket.fault_began_at.unwrap_or(ticket.opened_at),
            ended: ended.filter(|at| *at < self.span.end),
            planned: facts.until,
        }
    }

    fn whole(self, subject: impl Fn(i64) -> Option<String>) -> Counted {
        let list = |wanted: List| {
            let own = self.told.iter().filter(|(list, _, _)| *list == wanted);
            let mut lines: Vec<CaseLine> = own
                .map(|(_, line, id)| CaseLine { subject: id.and_then(&subject), ..line.clone() })
                .collect();
            // What has a date comes first, in its order.
            lines.sort_by_key(|line| {
                (line.planned.is_none(), line.planned, line.began, line.reference.clone())
            });
            lines
        };
        let names = Names { desk: self.desk };
        Counted {
            major: list(List::Major),
            changes: list(List::Changes),
            coming: list(List::Coming),
            problems: list(List::Problems),
            causes: ranked(self.causes.into_iter().map(|(key, count)| (key.map(|k| names.cause(&k)), count))),
            volumes: self.volumes,
        }
    }
}

/// Causes, the most frequent first, what nobody stated last.
pub(super) fn ranked(causes: impl Iterator<Item = (Option<super::Named>, i64)>) -> Vec<Cause> {
    let mut causes: Vec<Cause> = causes.map(|(name, count)| Cause { name, count }).collect();
    causes.sort_by(|a, b| (a.name.is_none(), -a.count, &a.name).cmp(&(b.name.is_none(), -b.count, &b.name)));
    causes
}

/// The cause of a solved case: as confirmed at closing, else the one its solution will prefill.
fn cause(desk: &Desk, ticket: &Ticket) -> Option<String> {
    let of_solution = || desk.solution(ticket.solution.as_deref()?)?.cause.clone();
    ticket.cause_code.clone().or_else(of_solution)
}

/// Whether a case is an incident of the highest priority that was not withdrawn.
fn is_major(desk: &Desk, ticket: &Ticket) -> bool {
    let highest = desk.priorities.levels.first().map(|level| level.key.as_str());
    ticket.kind == Kind::Incident
        && ticket.phase != Phase::Cancelled
        && highest.is_some()
        && ticket.priority.as_deref() == highest
}

/// Every sort of cases, in the order of reports, with nothing counted.
fn lines(desk: &Desk) -> Vec<VolumeLine> {
    let names = Names { desk };
    let line = |group: &str, name| VolumeLine {
        group: group.to_owned(),
        name,
        arrived: 0,
        solved: 0,
        reopened: 0,
        open: 0,
    };
    let mut lines = vec![line("whole", names.worded("operations-whole", ""))];
    let kinds = Kind::ALL.iter().map(|kind| kind.as_str());
    lines.extend(kinds.map(|key| line("kind", names.worded(&format!("kind-{key}"), key))));
    lines.extend(desk.priorities.levels.iter().map(|p| line("priority", names.priority(&p.key))));
    lines.push(line("major", names.worded("operations-major", "")));
    if desk.case_types.iter().any(|t| t.complaint) {
        lines.push(line("complaint", names.worded("operations-complaint", "")));
    }
    lines
}

/// The sorts a case is of: group and key.
pub(super) fn sorts(desk: &Desk, ticket: &Ticket) -> Vec<(&'static str, String)> {
    let mut sorts = vec![("whole", String::new()), ("kind", ticket.kind.as_str().to_owned())];
    sorts.extend(ticket.priority.clone().map(|key| ("priority", key)));
    if is_major(desk, ticket) {
        sorts.push(("major", String::new()));
    }
    if ticket.case_type.as_ref().is_some_and(|key| desk.is_complaint(key)) {
        sorts.push(("complaint", String::new()));
    }
    sorts
}

/// Whether a case is of a sort; a cause is none of the volumes, and an empty one is none stated.
pub(super) fn is_of(desk: &Desk, ticket: &Ticket, group: &str, key: &str) -> bool {
    match group {
        CAUSE => cause(desk, ticket).unwrap_or_default() == key,
        _ => sorts(desk, ticket).iter().any(|(own, of)| *own == group && of == key),
    }
}

/// The group of figures that count solved cases by their cause.
pub(super) const CAUSE: &str = "cause";

/// What is counted of cases.
pub(super) const MEASURES: [&str; 4] = ["arrived", "solved", "reopened", "open"];

/// The measures a case is counted in.
pub(super) fn measures(facts: &Facts) -> impl Iterator<Item = &'static str> {
    let of = [facts.arrived, facts.solved.is_some(), facts.reopened, facts.age.is_some()];
    MEASURES.into_iter().zip(of).filter(|(_, counts)| *counts).map(|(measure, _)| measure)
}

impl VolumeLine {
    fn measure(&mut self, measure: &str) -> &mut i64 {
        match measure {
            "arrived" => &mut self.arrived,
            "solved" => &mut self.solved,
            "reopened" => &mut self.reopened,
            _ => &mut self.open,
        }
    }
}
