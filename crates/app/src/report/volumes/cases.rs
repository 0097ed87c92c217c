//! The cases behind a figure.

use super::figures::{Group, Which, figures};
use super::{span, walk};
use crate::{App, Denied, Moment};
use chrono::NaiveDate;
use desk::Principal;
use serde::Serialize;
use std::ops::ControlFlow;
use ticket::{Reference, Ticket};

/// Cases of a whole list read at once.
const WHOLE_BLOCK: usize = 500;

/// One case of a statistic.
#[derive(Debug, Clone, Serialize)]
pub struct CaseRow {
    /// The case.
    pub reference: Reference,
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
    pub next: Option<i64>,
}

impl App {
    /// The cases a figure of [`App::volumes_report`] counts, at most `limit` of those after `after`.
    ///
    /// # Errors
    /// As of the report.
    pub fn volume_cases(
        &self,
        principal: &Principal,
        desk: &str,
        dates: (NaiveDate, NaiveDate),
        which: &Which,
        (after, limit): (i64, usize),
        now: Moment,
    ) -> Result<Cases, Denied> {
        let desk = self.reported(principal, desk)?;
        let span = span(&desk, dates, now)?;
        let scopes = self.report_scopes(principal, &desk);
        self.store.read_long(|conn| {
            let (mut tickets, mut more): (Vec<Ticket>, bool) = (Vec::new(), false);
            walk(conn, &desk, span, scopes.as_ref(), after, |ticket, facts| {
                if figures(&desk, ticket, facts).contains(which) {
                    if tickets.len() == limit {
                        more = true;
                        return Ok(ControlFlow::Break(()));
                    }
                    tickets.push(ticket.clone());
                }
                Ok(ControlFlow::Continue(()))
            })?;
            let subjects: Vec<i64> = tickets.iter().map(|t| t.subject).collect();
            let texts = store::text::text_map(conn, &subjects)?;
            let next = tickets.last().filter(|_| more).map(|t| t.id);
            let row = |t: Ticket| CaseRow {
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
            Ok(Cases { items: tickets.into_iter().map(row).collect(), next })
        })
    }
}

impl App {
    /// Every case of a figure, read block by block as they are pulled; none is kept.
    pub fn volume_every_case<'a>(
        &'a self,
        principal: &'a Principal,
        desk: &'a str,
        dates: (NaiveDate, NaiveDate),
        which: &'a Which,
        now: Moment,
    ) -> impl Iterator<Item = Result<CaseRow, Denied>> + 'a {
        let (mut block, mut next) = (Vec::new().into_iter(), Some(0));
        std::iter::from_fn(move || {
            loop {
                if let Some(row) = block.next() {
                    return Some(Ok(row));
                }
                match self.volume_cases(principal, desk, dates, which, (next.take()?, WHOLE_BLOCK), now) {
                    Ok(cases) => (block, next) = (cases.items.into_iter(), cases.next),
                    Err(denied) => return Some(Err(denied)),
                }
            }
        })
    }
}

/// A figure by the name faces give it: group and key with a colon between, such as `channel:mail`.
///
/// # Errors
/// A group that is none.
pub fn which(text: &str) -> Result<Which, Denied> {
    let (group, key) = text.split_once(':').unwrap_or((text, ""));
    let group = Group::parse(group).ok_or_else(|| {
        Denied::unknown("figure", Group::ALL.map(|g| format!("{}:…", g.as_str())).iter().map(String::as_str))
    })?;
    Ok((group, key.to_owned()))
}
