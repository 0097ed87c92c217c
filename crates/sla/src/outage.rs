//! Time out of order: the union of overlapping faults within service time, and availability. Refuses to know cases.

use crate::pieces::{Piece, Union};
use crate::zone::moment;
use crate::{Calendar, Moment};

/// A stretch of time; `None` where it still lasts.
pub type Stretch = (Moment, Option<Moment>);

/// Time out of order in a period, and what it is measured against. Microseconds of service time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outage {
    /// Service time of the period, until now while it runs.
    pub service: i64,
    /// Service time within announced windows.
    pub windows: i64,
    /// Service time with at least one fault: the total.
    pub total: i64,
    /// Of the total, what lies outside announced windows.
    pub outside: i64,
}

impl Outage {
    /// 1 − outside / (service − windows) in parts of a million, cut. `None` where no service time is measured.
    pub fn availability(&self) -> Option<i64> {
        let measured = self.service - self.windows;
        let up = i128::from(measured - self.outside);
        let parts = (measured > 0).then(|| up * 1_000_000 / i128::from(measured))?;
        i64::try_from(parts).ok()
    }
}

/// Measures a period, cut at its borders and at now; a fault that lasts counts until now. Whole days and nights
/// where there is no calendar.
pub fn outage(
    faults: &[Stretch],
    windows: &[(Moment, Moment)],
    (from, to): (Moment, Moment),
    now: Moment,
    calendar: Option<&Calendar>,
) -> Outage {
    let (from, to) = (from.timestamp_micros(), to.min(now).timestamp_micros());
    if to <= from {
        return Outage::default();
    }
    let cut = |(begin, end): Piece| (begin.max(from), end.min(to));
    let down = union(faults.iter().map(|(begin, end)| {
        cut((begin.timestamp_micros(), end.map_or(i64::MAX, |end| end.timestamp_micros())))
    }));
    let windows = union(windows.iter().map(|(a, b)| cut((a.timestamp_micros(), b.timestamp_micros()))));
    let open = |pieces: &[Piece]| pieces.iter().map(|piece| service(*piece, calendar)).sum();
    let both: i64 = open(&common(&down, &windows));
    let total: i64 = open(&down);
    Outage { service: service((from, to), calendar), windows: open(&windows), total, outside: total - both }
}

fn service((from, to): Piece, calendar: Option<&Calendar>) -> i64 {
    calendar.map_or(to - from, |calendar| calendar.open_micros(moment(from), moment(to)))
}

fn union(pieces: impl Iterator<Item = Piece>) -> Vec<Piece> {
    let mut sorted: Vec<Piece> = pieces.filter(|(from, to)| from < to).collect();
    sorted.sort_unstable();
    let mut union = Union::default();
    sorted.into_iter().for_each(|piece| union.push(piece));
    union.0
}

/// What lies in both of two sorted, disjoint lists.
fn common(a: &[Piece], b: &[Piece]) -> Vec<Piece> {
    let (mut at, mut other, mut found) = (0, 0, Vec::new());
    while let (Some(one), Some(two)) = (a.get(at), b.get(other)) {
        let piece = (one.0.max(two.0), one.1.min(two.1));
        if piece.0 < piece.1 {
            found.push(piece);
        }
        if one.1 <= two.1 { at += 1 } else { other += 1 }
    }
    found
}
