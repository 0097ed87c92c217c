//! Calls as arrivals at the line that answers them, with the time they were talked.

use super::super::cases::Span;
use super::Came;
use super::basis::{Basis, Source};
use crate::Denied;
use crate::calls::{CallFigure, facts, figures, talked};
use desk::Desk;
use store::Conn;
use store::call::{CallFilter, Reader, call_list};

/// Calls read at once.
const BLOCK: i64 = 500;

/// What came by telephone in the period, for each basis of calls in turn: the calls its objective counts.
pub(super) fn came(
    conn: &mut Conn,
    desk: &Desk,
    span: Span,
    bases: &[Basis<'_>],
    reader: Reader<'_>,
) -> Result<Vec<Vec<Came>>, Denied> {
    let objectives = bases.iter().filter_map(|basis| match basis.source {
        Source::Calls(objective) => Some(objective),
        Source::Cases(_) => None,
    });
    let objectives: Vec<_> = objectives.collect();
    let mut all: Vec<Vec<Came>> = vec![Vec::new(); objectives.len()];
    let mut filter = CallFilter {
        desks: vec![desk.key.clone()],
        from: Some(span.from),
        to: Some(span.to),
        limit: BLOCK,
        ..CallFilter::default()
    };
    while !objectives.is_empty() {
        let block = call_list(conn, &filter, reader)?;
        for (call, ticket) in &block {
            let call = facts(desk, call, ticket.as_ref())?;
            for (list, objective) in all.iter_mut().zip(&objectives) {
                if figures(desk, Some(objective), &call).contains(&CallFigure::Calls) {
                    list.push(Came { at: call.began_at, handling: talked(&call) });
                }
            }
        }
        let Some((last, _)) = block.last() else { break };
        filter.after = Some((last.began_at, last.id));
    }
    Ok(all)
}
