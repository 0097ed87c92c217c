//! The cases behind a figure, as many as it says.

use super::walk::{Span, Wanted, span, walk};
use crate::report::staffing::{self, Spot};
use crate::report::volumes::{self, Which};
use crate::{App, Denied, Moment};
use chrono::NaiveDate;
use desk::{Desk, Principal};
use serde::Serialize;
use std::ops::ControlFlow;
use ticket::{Event, Reference, Ticket};

/// Cases of a whole list read at once.
const WHOLE_BLOCK: usize = 500;

/// A figure that counts cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Behind {
    /// Of the volume statistics: every case once.
    Volume(Which),
    /// Of the staffing: a case once for every time it came.
    Staffing(Spot),
}

/// Where a list goes on: a row id, and how many of its case's rows stood before.
pub type Mark = (i64, i64);

/// One case of a statistic.
#[derive(Debug, Clone, Serialize)]
pub struct CaseRow {
    /// The case.
    pub reference: Reference,
    /// When it came to the line, in lists of arrivals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub came_at: Option<Moment>,
    /// Subject, masked.
    pub subject: String,
    /// Organisation key.
    pub organisation: String,
    /// Case type key.
    pub case_type: Option<String>,
    /// Asker role key.
    pub asker_role: Option<String>,
    /// How it came.
    pub channel: &'static str,
    /// Line that has it.
    pub line: String,
    /// Phase.
    pub phase: &'static str,
    /// When it was made.
    pub opened_at: Moment,
    /// When it was solved.
    pub resolved_at: Option<Moment>,
}

/// Some of the cases of a figure.
#[derive(Debug, Clone)]
pub struct Cases {
    /// In the order they were made.
    pub items: Vec<CaseRow>,
    /// What to ask on with.
    pub next: Option<Mark>,
}

/// How often a figure counts one case: one entry each time, with when it came where the figure counts that.
type Count<'a> = Box<dyn Fn(&Ticket, &[Event]) -> Vec<Option<Moment>> + 'a>;

impl Behind {
    fn types(&self) -> &'static [i32] {
        match self {
            Self::Volume(_) => &volumes::TYPES,
            Self::Staffing(_) => &staffing::TYPES,
        }
    }

    fn count<'a>(&'a self, desk: &'a Desk, span: Span) -> Result<Count<'a>, Denied> {
        match self {
            Self::Volume(which) => Ok(Box::new(move |ticket, events| {
                if volumes::counts(desk, span, which, ticket, events) { vec![None] } else { Vec::new() }
            })),
            Self::Staffing(spot) => {
                let counts = staffing::counts(desk, span, spot)?;
                Ok(Box::new(move |_, events| counts(events).into_iter().map(Some).collect()))
            }
        }
    }
}

impl App {
    /// The cases a figure counts, at most `limit` of them from a mark on.
    ///
    /// # Errors
    /// As of the figure's report; a line or an hour that is none.
    pub fn figure_cases(
        &self,
        principal: &Principal,
        desk: &str,
        dates: (NaiveDate, NaiveDate),
        behind: &Behind,
        (from, limit): (Mark, usize),
        now: Moment,
    ) -> Result<Cases, Denied> {
        let desk = self.reported(principal, desk)?;
        let span = span(&desk, dates, now)?;
        let scopes = self.report_scopes(principal, &desk);
        let count = behind.count(&desk, span)?;
        self.store.read_long(|conn| {
            let (mut found, mut next): (Vec<(Ticket, Option<Moment>)>, Option<Mark>) = (Vec::new(), None);
            let wanted =
                Wanted { scopes: scopes.as_ref(), types: behind.types(), after: from.0.saturating_sub(1) };
            walk(conn, &desk, span, wanted, |ticket, events| {
                for (nth, came_at) in (0..).zip(count(ticket, events)) {
                    if (ticket.id, nth) < from {
                        continue;
                    }
                    if found.len() == limit {
                        next = Some((ticket.id, nth));
                        return Ok(ControlFlow::Break(()));
                    }
                    found.push((ticket.clone(), came_at));
                }
                Ok(ControlFlow::Continue(()))
            })?;
            let subjects: Vec<i64> = found.iter().map(|(ticket, _)| ticket.subject).collect();
            let texts = store::text::text_map(conn, &subjects)?;
            let row = |(t, came_at): (Ticket, Option<Moment>)| CaseRow {
                came_at,
                subject: texts.get(&t.subject).map(|text| text.masked.clone()).unwrap_or_default(),
                reference: t.reference,
                organisation: t.organisation,
                case_type: t.case_type,
                asker_role: t.asker_role,
                channel: t.channel.as_str(),
                line: t.place.line,
                phase: t.phase.as_str(),
                opened_at: t.opened_at,
                resolved_at: t.resolved_at,
            };
            Ok(Cases { items: found.into_iter().map(row).collect(), next })
        })
    }

    /// How many rows the list of a figure has.
    ///
    /// # Errors
    /// As of the list.
    pub fn figure_count(
        &self,
        principal: &Principal,
        desk: &str,
        dates: (NaiveDate, NaiveDate),
        behind: &Behind,
        now: Moment,
    ) -> Result<usize, Denied> {
        let desk = self.reported(principal, desk)?;
        let span = span(&desk, dates, now)?;
        let scopes = self.report_scopes(principal, &desk);
        let count = behind.count(&desk, span)?;
        self.store.read_long(|conn| {
            let mut all = 0;
            let wanted = Wanted { scopes: scopes.as_ref(), types: behind.types(), after: 0 };
            walk(conn, &desk, span, wanted, |ticket, events| {
                all += count(ticket, events).len();
                Ok(ControlFlow::Continue(()))
            })?;
            Ok(all)
        })
    }

    /// Every case of a figure, read block by block as they are pulled; none is kept.
    pub fn figure_every_case<'a>(
        &'a self,
        principal: &'a Principal,
        desk: &'a str,
        dates: (NaiveDate, NaiveDate),
        behind: &'a Behind,
        now: Moment,
    ) -> impl Iterator<Item = Result<CaseRow, Denied>> + 'a {
        let (mut block, mut next) = (Vec::new().into_iter(), Some((0, 0)));
        std::iter::from_fn(move || {
            loop {
                if let Some(row) = block.next() {
                    return Some(Ok(row));
                }
                match self.figure_cases(principal, desk, dates, behind, (next.take()?, WHOLE_BLOCK), now) {
                    Ok(cases) => (block, next) = (cases.items.into_iter(), cases.next),
                    Err(denied) => return Some(Err(denied)),
                }
            }
        })
    }
}
