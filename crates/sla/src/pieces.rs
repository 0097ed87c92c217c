//! Opening hours day by day as disjoint instants. Refuses to know what is counted in them.

use crate::spec::spans_on;
use crate::zone::Zone;
use crate::{Date, LocalSpan};
use std::collections::BTreeMap;

/// Half-open interval of instants, microseconds since 1970.
pub(crate) type Piece = (i64, i64);

/// Instants of the intervals that begin on a date, sorted; what lies wholly in a gap of the zone is gone.
pub(crate) fn of_day(zone: &Zone, date: Date, spans: &[LocalSpan]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = spans
        .iter()
        .filter_map(|span| {
            let (from, to) = span.seconds();
            Some((zone.opening(date, from)?, zone.closing(date, to)?))
        })
        .filter(|(from, to)| from < to)
        .collect();
    pieces.sort_unstable();
    pieces
}

/// Joins sorted intervals that touch or overlap into disjoint ones, across days.
#[derive(Debug, Default)]
pub(crate) struct Union(pub Vec<Piece>);

impl Union {
    pub fn push(&mut self, piece: Piece) {
        match self.0.last_mut() {
            Some(last) if piece.0 <= last.1 => last.1 = last.1.max(piece.1),
            _ => self.0.push(piece),
        }
    }

    /// Adds the hours of every date from `first` until before `end`.
    pub fn push_days(
        &mut self,
        zone: &Zone,
        week: &[Vec<LocalSpan>; 7],
        days: &BTreeMap<Date, Vec<LocalSpan>>,
        (first, end): (Date, Date),
    ) {
        for date in first.iter_days().take_while(|date| *date < end) {
            for piece in of_day(zone, date, spans_on(week, days, date)) {
                self.push(piece);
            }
        }
    }
}

/// Disjoint intervals with sums, so that both directions cost O(log n).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Timeline {
    pieces: Vec<Piece>,
    /// Microseconds in all pieces up to and with each.
    sums: Vec<i64>,
}

impl Timeline {
    /// Of sorted, disjoint, non-empty pieces.
    pub fn new(pieces: Vec<Piece>) -> Self {
        let mut sum = 0;
        let sums = pieces
            .iter()
            .map(|(from, to)| {
                sum += to - from;
                sum
            })
            .collect();
        Self { pieces, sums }
    }

    pub fn total(&self) -> i64 {
        self.sums.last().copied().unwrap_or(0)
    }

    /// Microseconds inside pieces before an instant.
    pub fn before(&self, at: i64) -> i64 {
        let index = self.pieces.partition_point(|(_, to)| *to <= at);
        let whole = if index == 0 { 0 } else { self.sums[index - 1] };
        whole + self.pieces.get(index).map_or(0, |(from, _)| (at - from).max(0))
    }

    /// First instant at which that many microseconds inside pieces have passed since `from`.
    pub fn advance(&self, from: i64, micros: i64) -> Option<i64> {
        if micros <= 0 {
            return Some(from);
        }
        let wanted = self.before(from).checked_add(micros)?;
        let index = self.sums.partition_point(|sum| *sum < wanted);
        self.pieces.get(index).map(|(_, to)| to - (self.sums[index] - wanted))
    }

    /// The piece that contains an instant, or else the next one.
    pub fn at_or_after(&self, at: i64) -> Option<Piece> {
        self.pieces.get(self.pieces.partition_point(|(_, to)| *to <= at)).copied()
    }
}
