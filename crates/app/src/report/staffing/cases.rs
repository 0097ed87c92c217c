//! Cases as arrivals at a line, with the time they took.

use super::super::cases::Span;
use super::basis::{Basis, Begin, of_cases};
use super::visits::{Visit, visits};
use super::{Came, Spot};
use crate::{Denied, Moment};
use ::staffing::{Hold, shared};
use desk::Desk;
use escalation::Line;
use ticket::Event;

/// What came to a line in the period. `visits` are those of all lines: people divide their time among all they have in hand.
pub(super) fn came(basis: &Basis<'_>, visits: &[Visit]) -> Vec<Came> {
    let mut holds = Vec::new();
    for visit in visits {
        holds.extend(visit.holds.iter().map(|(person, from, to)| Hold {
            person: *person,
            from: basis.seconds(*from),
            to: basis.seconds(*to),
        }));
    }
    let mut each = shared(&holds).into_iter();
    let mut list = Vec::new();
    for visit in visits {
        let took: f64 = each.by_ref().take(visit.holds.len()).sum();
        if came_here(basis, visit) {
            #[expect(clippy::cast_possible_truncation, reason = "seconds of some years")]
            let whole = (took.round() as i64).max(1);
            list.push(Came { at: visit.at, handling: handled(basis, visit).then_some(whole) });
        }
    }
    list
}

fn came_here(basis: &Basis<'_>, visit: &Visit) -> bool {
    visit.line == basis.line && basis.span.holds(visit.at)
}

/// Whether its handling time is known: it is over, and somebody had it in hand for some open time.
fn handled(basis: &Basis<'_>, visit: &Visit) -> bool {
    let counts = |(_, from, to): &(i64, Moment, Moment)| basis.open_micros(*from, *to) > 0;
    visit.over && visit.holds.iter().any(counts)
}

/// When a case came as a figure counts it, once for every time.
pub(in crate::report) fn counts<'a>(
    desk: &'a Desk,
    span: Span,
    spot: &'a Spot,
) -> Result<impl Fn(&[Event]) -> Vec<Moment> + use<'a>, Denied> {
    let mut own: Vec<&Line> = desk.chain.lines.iter().filter(|line| !line.supplier).collect();
    own.sort_by_key(|line| line.level);
    let known = own.iter().any(|line| line.key == spot.line);
    if !known {
        return Err(Denied::unknown("line", own.into_iter().map(|line| line.key.as_str())));
    }
    let lowest = own.first().is_some_and(|line| line.key == spot.line);
    let basis = of_cases(desk, (span, Begin::default()), &spot.line, lowest);
    Ok(move |events: &[Event]| {
        let mut found = visits(events, span.end);
        found.retain(|visit| {
            came_here(&basis, visit)
                && spot.hour.is_none_or(|hour| basis.hour(visit.at) == hour)
                && (!spot.handled || handled(&basis, visit))
        });
        found.into_iter().map(|visit| visit.at).collect()
    })
}
