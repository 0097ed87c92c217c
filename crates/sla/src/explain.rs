//! Counted time, piece by piece: the stretches in which a clock counted, and how they divide among the lines and
//! phases that held the case. The parts sum to the figure. Refuses to know events: it is told who held when.

use crate::{Calendar, Moment};

/// A stretch in which a clock counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// From.
    pub from: Moment,
    /// To.
    pub to: Moment,
    /// Opening time in it, in microseconds.
    pub open_micros: i64,
}

/// Who held the case from a moment on, in time order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// From when.
    pub from: Moment,
    /// Line key.
    pub line: String,
    /// Phase key.
    pub phase: String,
}

/// Counted time of one line in one phase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Line key.
    pub line: String,
    /// Phase key.
    pub phase: String,
    /// Microseconds of opening time.
    pub micros: i64,
}

/// The stretches between start and end outside pauses. Pauses are phases, see [`crate::Target::resting_phases`];
/// `holdings` say when which phase was. Of a clock that a change of facts gave another calendar: once for each
/// stretch under one calendar.
pub fn segments(
    from: Moment,
    to: Moment,
    holdings: &[Holding],
    pauses: &[String],
    calendar: &Calendar,
) -> Vec<Segment> {
    let mut list: Vec<Segment> = Vec::new();
    for (begin, end, holding) in stretches(from, to, holdings) {
        if pauses.contains(&holding.phase) {
            continue;
        }
        match list.last_mut() {
            Some(last) if last.to == begin => last.to = end,
            _ => list.push(Segment { from: begin, to: end, open_micros: 0 }),
        }
    }
    list.iter_mut().for_each(|s| s.open_micros = calendar.open_micros(s.from, s.to));
    list
}

/// Each holding cut to the stretch from–to. Before the first holding, the first one counts.
fn stretches(
    from: Moment,
    to: Moment,
    holdings: &[Holding],
) -> impl Iterator<Item = (Moment, Moment, &Holding)> {
    holdings.iter().enumerate().filter_map(move |(at, holding)| {
        let begin = if at == 0 { from } else { holding.from.max(from) };
        let end = holdings.get(at + 1).map_or(to, |next| next.from.min(to));
        (begin < end).then_some((begin, end, holding))
    })
}

/// Divides the counted stretches among lines and phases, in order of first holding. The parts sum exactly to the
/// open time of the segments; without holdings there are none.
pub fn divide(segments: &[Segment], holdings: &[Holding], calendar: &Calendar) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for segment in segments {
        for (begin, end, holding) in stretches(segment.from, segment.to, holdings) {
            let micros = calendar.open_micros(begin, end);
            match parts.iter_mut().find(|p| p.line == holding.line && p.phase == holding.phase) {
                Some(part) => part.micros += micros,
                None => parts.push(Part { line: holding.line.clone(), phase: holding.phase.clone(), micros }),
            }
        }
    }
    parts
}

/// The line that held the case longest of the counted time, and for how long; the earlier one where equal.
pub fn held_longest(parts: &[Part]) -> Option<(String, i64)> {
    let mut lines: Vec<(String, i64)> = Vec::new();
    for part in parts {
        match lines.iter_mut().find(|(line, _)| *line == part.line) {
            Some((_, micros)) => *micros += part.micros,
            None => lines.push((part.line.clone(), part.micros)),
        }
    }
    lines.into_iter().rev().max_by_key(|(_, micros)| *micros)
}
