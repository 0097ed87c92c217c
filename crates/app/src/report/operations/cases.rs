//! The cases behind a figure of volumes, by the same test that counted them.

use super::count::{CAUSE, MEASURES, is_of, measures};
use super::{OperationsAsked, service, span};
use crate::report::cases::{Wanted, walk};
use crate::report::volumes::{TYPES, of};
use crate::{App, Denied, Moment};
use desk::Principal;
use serde::Serialize;
use std::ops::ControlFlow;
use ticket::{Reference, Ticket};

/// Groups a figure can be of.
const GROUPS: [&str; 6] = ["whole", "kind", "priority", "major", "complaint", CAUSE];

/// One case of a figure.
#[derive(Debug, Clone, Serialize)]
pub struct OperationsCase {
    /// The case.
    pub reference: Reference,
    /// Subject, masked.
    pub subject: String,
    /// Kind key.
    pub kind: &'static str,
    /// Case type key.
    pub case_type: Option<String>,
    /// Priority key.
    pub priority: Option<String>,
    /// Phase it is in now.
    pub phase: &'static str,
    /// When it was made.
    pub opened_at: Moment,
    /// When it was solved.
    pub resolved_at: Option<Moment>,
}

/// Some of the cases of a figure.
#[derive(Debug, Clone)]
pub struct OperationsCases {
    /// In the order they were made.
    pub items: Vec<OperationsCase>,
    /// How many the figure counts.
    pub count: i64,
    /// What to ask on with.
    pub next: Option<i64>,
}

/// A figure by the name faces give it: group, key and measure, such as `kind:incident:arrived`.
///
/// # Errors
/// A group or measure that is none.
pub fn operations_figure(text: &str) -> Result<(&'static str, String, &'static str), Denied> {
    let unknown = || {
        Denied::unknown(
            "figure",
            ["whole::arrived", "kind:incident:open", "priority:KEY:solved", "cause:KEY:solved"],
        )
    };
    let mut parts = text.split(':');
    let (group, key, measure) = (parts.next(), parts.next(), parts.next());
    let of = |all: &[&'static str], wanted: Option<&str>| {
        all.iter().copied().find(|one| Some(*one) == wanted).ok_or_else(unknown)
    };
    let (group, measure) = (of(&GROUPS, group)?, of(&MEASURES, measure)?);
    if parts.next().is_some() || (group == CAUSE && measure != "solved") {
        return Err(unknown());
    }
    Ok((group, key.unwrap_or_default().to_owned(), measure))
}

impl App {
    /// The cases a figure of [`App::operations_report`] counts, at most `limit` of those after a row.
    ///
    /// # Errors
    /// As of the report.
    pub fn operations_cases(
        &self,
        principal: &Principal,
        asked: &OperationsAsked,
        (group, key, measure): (&str, &str, &str),
        (after, limit): (i64, usize),
        now: Moment,
    ) -> Result<OperationsCases, Denied> {
        let desk = self.reported(principal, &asked.desk)?;
        let service = service(&desk, asked.service.as_deref())?;
        let span = span(&desk, (asked.from, asked.to), now)?;
        let scopes = self.report_scopes(principal, &desk);
        self.store.read_long(|conn| {
            let (mut tickets, mut count, mut more): (Vec<Ticket>, i64, bool) = (Vec::new(), 0, false);
            let wanted = Wanted { scopes: scopes.as_ref(), types: &TYPES, after: 0 };
            walk(conn, &desk, span, wanted, |ticket, events| {
                let own = service.is_none_or(|key| ticket.service.as_deref() == Some(key))
                    && is_of(&desk, ticket, group, key)
                    && measures(&of(&desk, span, events)).any(|m| m == measure);
                if own {
                    count += 1;
                    match (ticket.id > after, tickets.len() < limit) {
                        (true, true) => tickets.push(ticket.clone()),
                        (true, false) => more = true,
                        (false, _) => {}
                    }
                }
                Ok(ControlFlow::Continue(()))
            })?;
            let subjects: Vec<i64> = tickets.iter().map(|t| t.subject).collect();
            let texts = store::text::text_map(conn, &subjects)?;
            let next = tickets.last().filter(|_| more).map(|t| t.id);
            let row = |t: Ticket| OperationsCase {
                subject: texts.get(&t.subject).map(|text| text.masked.clone()).unwrap_or_default(),
                reference: t.reference,
                kind: t.kind.as_str(),
                case_type: t.case_type,
                priority: t.priority,
                phase: t.phase.as_str(),
                opened_at: t.opened_at,
                resolved_at: t.resolved_at,
            };
            Ok(OperationsCases { items: tickets.into_iter().map(row).collect(), count, next })
        })
    }
}
