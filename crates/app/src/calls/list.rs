//! The list of calls, newest first.

use super::{CallFigure, CallJudge, CallView, facts, figures};
use crate::rejudge::judged_again;
use crate::report::{Hour, hour_of};
use crate::{App, Denied, Moment};
use chrono::NaiveDate;
use desk::{Principal, may_log_call};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::call::{CallFilter, Reader, call_list};

/// Which calls are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallsAsked {
    /// Desk key; all desks where none is named.
    pub desk: Option<String>,
    /// Local dates of the desk, from the first to before the second.
    pub period: Option<(NaiveDate, NaiveDate)>,
    /// Only what an exchange reported and nobody has judged.
    pub unjudged: bool,
    /// Only what began from this moment on.
    pub since: Option<Moment>,
    /// Only those behind a figure of the telephone report, by the objective of that key.
    pub figure: Option<(CallFigure, Option<String>)>,
    /// Only those that began in an hour of the week, by the desk's zone.
    pub hour: Option<Hour>,
    /// Where the last page ended.
    pub after: Option<(i64, i64)>,
    /// Page size.
    pub limit: i64,
}

/// One page of calls.
#[derive(Debug, Clone)]
pub struct CallPage {
    /// Calls.
    pub items: Vec<CallView>,
    /// Where the next page begins.
    pub next: Option<(i64, i64)>,
}

impl App {
    /// One page of the calls a principal may read.
    ///
    /// # Errors
    /// An unknown desk; a period without one, or that cannot be.
    pub fn calls(&self, principal: &Principal, asked: &CallsAsked) -> Result<CallPage, Denied> {
        let desks = self.all_desks();
        let desk = asked.desk.as_ref().map(|key| {
            let known = desks.iter().find(|d| d.key == *key);
            known.ok_or_else(|| Denied::unknown("desk", desks.iter().map(|d| d.key.as_str())))
        });
        let desk = desk.transpose()?;
        let period = match (asked.period, desk) {
            (None, _) => None,
            (Some(_), None) => return Err(Denied::malformed("desk", "required")),
            (Some((from, to)), Some(desk)) => Some(crate::report::period(desk, from, to)?),
        };
        let figure = match (&asked.figure, desk) {
            (None, _) => None,
            (Some(_), None) => return Err(Denied::malformed("desk", "required")),
            (Some((figure, key)), Some(desk)) => {
                let known = || desk.call_objectives.iter().map(|o| o.key.as_str());
                if key.as_ref().is_some_and(|key| !known().any(|k| k == key)) {
                    return Err(Denied::unknown("objective", known().collect::<BTreeSet<_>>()));
                }
                let again = self.store.read(|conn| judged_again(conn, &desk.key))?;
                Some((*figure, key.as_deref(), CallJudge::new(desk, asked.period, again), desk))
            }
        };
        let hour = match (asked.hour, desk) {
            (None, _) => None,
            (Some(_), None) => return Err(Denied::malformed("desk", "required")),
            (Some(hour), Some(desk)) => Some((hour, desk)),
        };
        let mut filter = CallFilter {
            desks: desk
                .map_or_else(|| desks.iter().map(|d| d.key.clone()).collect(), |d| vec![d.key.clone()]),
            from: period.map(|(from, _)| from).max(asked.since),
            to: period.map(|(_, to)| to),
            unjudged: asked.unjudged,
            after: asked.after,
            limit: asked.limit.saturating_add(1),
        };
        let scopes = self.scopes(principal);
        let reader = Reader { scopes: scopes.as_ref(), user: principal.user() };
        let rows = self.store.read::<_, Denied>(|conn| {
            let wanted = usize::try_from(filter.limit).unwrap_or(0);
            let mut rows = Vec::new();
            loop {
                let block = call_list(conn, &filter, reader)?;
                let whole = block.len() < wanted;
                filter.after = block.last().map(|(call, _)| (call.began_at, call.id));
                for (call, ticket) in block {
                    let in_hour = |(hour, desk): (Hour, &Arc<desk::Desk>)| {
                        Moment::from_timestamp_micros(call.began_at)
                            .is_some_and(|began| hour_of(desk, began) == hour)
                    };
                    let belongs = match &figure {
                        _ if !hour.is_none_or(in_hour) => false,
                        None => true,
                        Some((figure, key, judge, desk)) => {
                            let call = facts(desk, &call, ticket.as_ref())?;
                            let objective = key.and_then(|key| judge.at(key, call.began_at));
                            figures(desk, objective, &call).contains(figure)
                        }
                    };
                    if belongs {
                        rows.push((call, ticket));
                    }
                }
                if whole || rows.len() >= wanted {
                    return Ok(rows);
                }
            }
        })?;
        let more = i64::try_from(rows.len()).unwrap_or(0) > asked.limit;
        let kept = rows.iter().take(usize::try_from(asked.limit).unwrap_or(0));
        let next = kept.clone().next_back().filter(|_| more).map(|(call, _)| (call.began_at, call.id));
        let items =
            kept.map(|(call, ticket)| CallView::of(call, ticket.as_ref())).collect::<Result<_, _>>()?;
        Ok(CallPage { items, next })
    }

    /// The desks on which a principal may log calls.
    pub fn calling_desks(&self, principal: &Principal) -> Vec<Arc<desk::Desk>> {
        let mut desks = self.all_desks();
        desks.retain(|desk| may_log_call(principal, desk));
        desks
    }
}
