//! From what came and how long it took to the people it needs.

use super::super::hours::Hour;
use super::basis::{Basis, Goal, number};
use super::week::Week;
use super::{Achieved, Came, HourStaffing, LineStaffing, Method};
use ::sla::Share;
use ::staffing::{Arrival, Piece, fewest_by_erlang, fewest_by_replay, most_at_once, taken};
use std::collections::BTreeMap;

/// Work longer than this on average does not settle within an hour, as Erlang C supposes; seconds.
const ERLANG_HANDLING: i64 = 1_800;
/// A target longer than this lets work pass from hour to hour, which Erlang C does not know; seconds.
const ERLANG_WITHIN: i64 = 3_600;
/// Fewer arrivals are no rate.
const ERLANG_ARRIVALS: i64 = 30;
/// Where more than one in so many came while closed, arrivals stand in a queue as the line opens: they are not singly.
const ERLANG_CLOSED: i64 = 10;

/// The staffing of one kind of work of one line.
pub(super) fn sized(basis: &Basis<'_>, week: &Week, came: &[Came]) -> LineStaffing {
    let sums = Sums::of(basis, came);
    let mean = sums.all.mean();
    let arrivals = arrivals(basis, came, mean);
    let work: i64 = arrivals.iter().map(|arrival| arrival.handling).sum();
    let open = week.all();
    let busy = mean.filter(|_| open > 0).map(|_| work.saturating_mul(100) / open);
    let method = mean.map(|mean| method(basis.goal, &sums, mean));
    let replayed = basis.goal.filter(|_| mean.is_some()).and_then(|goal| Replayed::of(goal, &arrivals));
    let people = match (method, mean, basis.goal) {
        (Some(Method::ErlangC), Some(mean), Some(goal)) => by_erlang(week, &sums, mean, goal),
        (Some(Method::Replay), ..) => {
            replayed.as_ref().map(|replayed| replayed.by_hour(week)).unwrap_or_default()
        }
        (Some(Method::Workload), ..) if open > 0 => {
            let people = (work + open - 1) / open;
            week.pieces.iter().map(|(_, hour)| (*hour, people)).collect()
        }
        _ => BTreeMap::new(),
    };
    let (since, days) = basis.dates();
    let achieved = replayed.as_ref().map(|replayed| replayed.achieved);
    LineStaffing {
        line: basis.line.to_owned(),
        work: basis.work(),
        target: basis.key().map(str::to_owned),
        within_seconds: basis.goal.map(Goal::within),
        wanted: wanted(basis.goal),
        wanted_supposed: matches!(basis.goal, Some(Goal::Share { supposed: true, .. })),
        calendar: basis.calendar.as_ref().map(|calendar| calendar.key().to_owned()),
        since,
        days,
        arrivals: sums.all.came,
        while_closed: sums.closed,
        handled: sums.all.handled,
        handling_seconds: mean,
        busy: busy.map(|hundredths| number(hundredths) / 100.0),
        busy_hundredths: busy,
        method,
        people: people.values().max().copied(),
        replay_people: replayed.as_ref().map(|replayed| count(replayed.people)),
        replay_share: achieved.and_then(Achieved::share),
        replay_wait_seconds: achieved.and_then(Achieved::wait),
        achieved,
        hours: hours(week, &sums, mean, &people),
    }
}

impl Achieved {
    fn share(self) -> Option<f64> {
        match self {
            Self::Share(parts) => Some(number(parts) / 10_000.0),
            Self::Mean(_) => None,
        }
    }

    fn wait(self) -> Option<i64> {
        match self {
            Self::Share(_) => None,
            Self::Mean(seconds) => Some(seconds),
        }
    }
}

fn wanted(goal: Option<Goal>) -> Option<String> {
    match goal {
        Some(Goal::Share { wanted, .. }) => Some(wanted.to_string()),
        _ => None,
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// What came in one hour of the week, or in all.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    came: i64,
    handled: i64,
    seconds: i64,
}

impl Sum {
    fn add(&mut self, came: &Came) {
        self.came += 1;
        self.handled += i64::from(came.handling.is_some());
        self.seconds += came.handling.unwrap_or_default();
    }

    fn mean(&self) -> Option<i64> {
        (self.handled > 0).then(|| self.seconds / self.handled)
    }
}

#[derive(Debug, Default)]
struct Sums {
    all: Sum,
    closed: i64,
    hours: BTreeMap<Hour, Sum>,
}

impl Sums {
    fn of(basis: &Basis<'_>, came: &[Came]) -> Self {
        let mut sums = Self::default();
        for one in came {
            sums.all.add(one);
            sums.closed += i64::from(!basis.is_open(one.at));
            sums.hours.entry(basis.hour(one.at)).or_default().add(one);
        }
        sums
    }

    fn hour(&self, hour: Hour) -> Sum {
        self.hours.get(&hour).copied().unwrap_or_default()
    }
}

fn method(goal: Option<Goal>, sums: &Sums, mean: i64) -> Method {
    let Some(goal) = goal else { return Method::Workload };
    let fits = sums.all.came >= ERLANG_ARRIVALS
        && mean <= ERLANG_HANDLING
        && goal.within() <= ERLANG_WITHIN
        && sums.closed * ERLANG_CLOSED <= sums.all.came;
    if fits { Method::ErlangC } else { Method::Replay }
}

/// In order, on the axis of open time. What nobody has finished yet is supposed to take as long as the rest.
fn arrivals(basis: &Basis<'_>, came: &[Came], mean: Option<i64>) -> Vec<Arrival> {
    let of = |one: &Came| Arrival {
        at: basis.seconds(one.at),
        handling: one.handling.or(mean).unwrap_or_default(),
    };
    let mut list: Vec<Arrival> = came.iter().map(of).collect();
    list.sort_unstable();
    list
}

fn by_erlang(week: &Week, sums: &Sums, mean: i64, goal: Goal) -> BTreeMap<Hour, i64> {
    let people = |(hour, sum): (&Hour, &Sum)| {
        let open = Some(week.open(*hour)).filter(|open| *open > 0)?;
        let handling = number(mean);
        let load = number(sum.came) * handling / number(open);
        let people = fewest_by_erlang(|people| goal.kept_by_erlang(people, load, handling))?;
        Some((*hour, count(people)))
    };
    sums.hours.iter().filter_map(people).collect()
}

/// The history with the fewest people who keep the goal in it.
struct Replayed {
    people: usize,
    /// Begin and end of everything that came.
    work: Vec<(i64, i64)>,
    achieved: Achieved,
}

impl Replayed {
    fn of(goal: Goal, arrivals: &[Arrival]) -> Option<Self> {
        let people = fewest_by_replay(arrivals, |waits| goal.kept(waits))?;
        let taken = taken(arrivals, people);
        let waits: Vec<i64> = taken.iter().zip(arrivals).map(|(taken, came)| taken - came.at).collect();
        let all = count(waits.len());
        let achieved = match goal {
            Goal::Share { within, .. } => {
                let met = count(waits.iter().filter(|wait| **wait <= within).count());
                Achieved::Share(Share { met, missed: all - met }.basis_points()?)
            }
            Goal::Mean { .. } => {
                let sum: i64 = waits.iter().sum();
                Achieved::Mean((all > 0).then(|| (sum + all - 1) / all)?)
            }
        };
        let work = taken.iter().zip(arrivals).map(|(at, came)| (*at, at + came.handling)).collect();
        Some(Self { people, work, achieved })
    }

    /// The most who had something in hand at once in every hour: with no more than these there the history would have been
    /// the same.
    fn by_hour(&self, week: &Week) -> BTreeMap<Hour, i64> {
        let pieces: Vec<Piece> = week.pieces.iter().map(|(piece, _)| *piece).collect();
        let mut people: BTreeMap<Hour, i64> = BTreeMap::new();
        for ((_, hour), most) in week.pieces.iter().zip(most_at_once(&self.work, &pieces)) {
            let kept = people.entry(*hour).or_default();
            *kept = count(most).max(*kept);
        }
        people.retain(|_, people| *people > 0);
        people
    }
}

fn hours(week: &Week, sums: &Sums, mean: Option<i64>, people: &BTreeMap<Hour, i64>) -> Vec<HourStaffing> {
    let mut open: BTreeMap<Hour, i64> = BTreeMap::new();
    for (piece, hour) in &week.pieces {
        *open.entry(*hour).or_default() += piece.to - piece.from;
    }
    let row = |hour: Hour| {
        let (open, sum) = (open.get(&hour).copied().unwrap_or_default(), sums.hour(hour));
        let rate = (open > 0).then(|| sum.came * 360_000 / open);
        let work = mean.map(|mean| sum.seconds + (sum.came - sum.handled) * mean);
        let busy = work.filter(|_| open > 0).map(|work| work.saturating_mul(100) / open);
        (open > 0 || sum.came > 0).then(|| HourStaffing {
            key: hour.key(),
            hour,
            open_seconds: open,
            arrivals: sum.came,
            per_open_hour: rate.map(|hundredths| number(hundredths) / 100.0),
            per_hour_hundredths: rate,
            busy: busy.map(|hundredths| number(hundredths) / 100.0),
            busy_hundredths: busy,
            handled: sum.handled,
            handling_seconds: sum.mean(),
            people: people.get(&hour).copied(),
        })
    };
    Hour::all().filter_map(row).collect()
}
