//! The account of one clock: every stretch counted, closed or paused, under the target and calendar that ruled then.
//! Its parts sum to the clock's figure, and it says what anybody needs to count again. Refuses to know events.

use crate::{Calendar, DueRequest, Holding, Moment, Seconds, segments};
use chrono::{NaiveDate, TimeDelta};
use std::sync::Arc;

/// What a clock counted by from a moment on.
#[derive(Debug, Clone)]
pub struct Ruling {
    /// From when; the first rules from the clock's start.
    pub from: Moment,
    /// Target key.
    pub target: String,
    /// Target duration in microseconds.
    pub target_micros: i64,
    /// Calendar.
    pub calendar: Arc<Calendar>,
    /// Phases in which it rested, see [`crate::Target::resting_phases`].
    pub resting: Vec<String>,
}

/// A clock from its start until its end, or until now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Start.
    pub start: Moment,
    /// End, or the moment of the account.
    pub until: Moment,
}

/// A stretch without a pause, under one calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// From.
    pub from: Moment,
    /// To.
    pub to: Moment,
    /// Target key.
    pub target: String,
    /// Calendar key.
    pub calendar: String,
    /// Calendar version.
    pub calendar_version: String,
    /// Opening time in it, in microseconds: what was counted.
    pub open_micros: i64,
    /// Closed time in it, in microseconds.
    pub closed_micros: i64,
}

/// A stretch in a resting phase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// From.
    pub from: Moment,
    /// To; `None` while it lasts, or where the clock ended in it.
    pub to: Option<Moment>,
    /// Phase key.
    pub phase: String,
}

/// The whole account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Stretches counted, in order.
    pub counted: Vec<Counted>,
    /// Pauses, in order.
    pub rests: Vec<Rest>,
    /// The same as questions to [`crate::due`], one for each stretch under one target and calendar. Each answers the
    /// elapsed of its stretch; the last one's due is the clock's.
    pub requests: Vec<DueRequest>,
}

impl Account {
    /// What was counted, in microseconds: the sum of the stretches.
    pub fn counted_micros(&self) -> i64 {
        self.counted.iter().map(|part| part.open_micros).sum()
    }

    /// Closed time, in microseconds, pauses apart.
    pub fn closed_micros(&self) -> i64 {
        self.counted.iter().map(|part| part.closed_micros).sum()
    }
}

/// Gives account of a clock. `rulings` are in time order and not empty; `holdings` say when which phase was.
pub fn account(run: Run, rulings: &[Ruling], holdings: &[Holding]) -> Account {
    let mut account = Account { counted: Vec::new(), rests: Vec::new(), requests: Vec::new() };
    let mut before = 0;
    for (at, ruling) in rulings.iter().enumerate() {
        let from = if at == 0 { run.start } else { ruling.from.clamp(run.start, run.until) };
        let last = at + 1 == rulings.len();
        let to =
            rulings.get(at + 1).map_or(run.until, |next| next.from.clamp(run.start, run.until)).max(from);
        let rests = rests(from, to, ruling, holdings);
        let mut here = 0;
        for segment in segments(from, to, holdings, &ruling.resting, &ruling.calendar) {
            here += segment.open_micros;
            let whole = (segment.to - segment.from).num_microseconds().unwrap_or(i64::MAX);
            account.counted.push(Counted {
                from: segment.from,
                to: segment.to,
                target: ruling.target.clone(),
                calendar: ruling.calendar.key().to_owned(),
                calendar_version: ruling.calendar.version().to_owned(),
                open_micros: segment.open_micros,
                closed_micros: whole - segment.open_micros,
            });
        }
        let resting_on = last && rests.last().is_some_and(|rest| rest.to == Some(run.until));
        let pauses = rests.iter().enumerate().map(|(index, rest)| {
            let open = resting_on && index + 1 == rests.len();
            (rest.from, rest.to.filter(|_| !open))
        });
        // Used up in an earlier stretch, it is due where this one begins.
        let target = Seconds { micros: (ruling.target_micros - before).max(0) };
        account.requests.push(request(ruling, (from, to), pauses.collect(), target));
        account.rests.extend(rests);
        if resting_on && let Some(rest) = account.rests.last_mut() {
            rest.to = None;
        }
        before += here;
    }
    account
}

fn rests(from: Moment, to: Moment, ruling: &Ruling, holdings: &[Holding]) -> Vec<Rest> {
    let mut list: Vec<Rest> = Vec::new();
    for (at, holding) in holdings.iter().enumerate() {
        let begin = if at == 0 { from } else { holding.from.max(from) };
        let end = holdings.get(at + 1).map_or(to, |next| next.from.min(to));
        // A clock that stopped the moment its phase began to rest has not paused.
        if begin >= end || !ruling.resting.contains(&holding.phase) {
            continue;
        }
        match list.last_mut() {
            Some(rest) if rest.to == Some(begin) && rest.phase == holding.phase => rest.to = Some(end),
            _ => list.push(Rest { from: begin, to: Some(end), phase: holding.phase.clone() }),
        }
    }
    list
}

/// Days beyond what is asked whose hours go along: a week shows at once that nothing was cut.
const MARGIN: i64 = 7;

fn request(
    ruling: &Ruling,
    (start, at): (Moment, Moment),
    pauses: Vec<(Moment, Option<Moment>)>,
    target_seconds: Seconds,
) -> DueRequest {
    let calendar = &ruling.calendar;
    let paused: i64 =
        pauses.iter().map(|(from, to)| to.map_or(0, |to| calendar.open_micros(*from, to))).sum();
    // Nothing is due later than the target and every pause, counted in opening time from the start.
    let due = calendar.advance(start, target_seconds.micros.max(0).saturating_add(paused));
    let latest = due.unwrap_or(at).max(at);
    let days = |moment: Moment, days: i64| -> NaiveDate {
        let date = calendar.date_of(moment);
        date.checked_add_signed(TimeDelta::days(days)).unwrap_or(date)
    };
    DueRequest {
        calendar: calendar.week_hours(),
        tz: calendar.zone().to_owned(),
        holidays: calendar.special_days(days(start, -MARGIN)..=days(latest, MARGIN)),
        start,
        pauses,
        target_seconds,
        at: vec![at],
    }
}
