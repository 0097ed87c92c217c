//! A believable month: mails and calls come when people work, staff answer, hand on, are late now and then. Every
//! step is a use case at a simulated moment; passes run at every moment something falls due.

mod arrivals;
mod calls;
mod causes;
mod matters;
mod planned;
mod staff;
mod steps;
mod strays;

use app::outbox::ReportWriter;
use app::pass::Passed;
use app::{App, Denied, Moment};
use chrono::TimeDelta;
use matters::{CASTS, Cast};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use std::collections::BTreeMap;
use steps::Case;
use ticket::Reference;

/// Longest stretch that can be filled.
const DAYS_MAX: u16 = 400;

/// Why nothing was filled.
#[derive(Debug)]
pub enum MonthFault {
    /// No such desk among those of the demonstration; these are.
    Desk(Vec<&'static str>),
    /// Days out of range.
    Days,
    /// A pace out of range.
    Pace,
    /// This desk was filled with this seed before.
    Again,
    /// A use case failed.
    Denied(Denied),
}

impl std::fmt::Display for MonthFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Desk(known) => {
                write!(f, "no demonstration desk of that name; one of: {}", known.join(", "))
            }
            Self::Days => write!(f, "--days: from 1 to {DAYS_MAX}"),
            Self::Pace => f.write_str("--pace: from 1 to 100 per cent"),
            Self::Again => f.write_str("the desk was filled with this seed before; take another"),
            Self::Denied(denied) => denied.fmt(f),
        }
    }
}

impl std::error::Error for MonthFault {}

impl From<Denied> for MonthFault {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

/// What is to be filled in.
#[derive(Debug, Clone, Copy)]
pub struct Stretch<'a> {
    /// Key of the desk.
    pub desk: &'a str,
    /// How many days, until the end.
    pub days: u16,
    /// Another seed is another history.
    pub seed: u64,
    /// How many cases come, in per cent of what an ordinary desk gets; at most 100.
    pub pace: u8,
}

/// What was filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filled {
    /// Cases made.
    pub cases: usize,
    /// Acts of people.
    pub acts: usize,
    /// Mails sent out.
    pub mails: usize,
}

/// Fills a desk with the days before `end`. The same seed on the same database makes the same month.
///
/// # Errors
/// An unknown desk, days or pace out of range, filled before, storage faults.
pub fn fill(
    app: &App,
    writer: &dyn ReportWriter,
    Stretch { desk, days, seed, pace }: Stretch<'_>,
    end: Moment,
) -> Result<Filled, MonthFault> {
    let cast = CASTS.iter().find(|cast| cast.desk == desk);
    let cast = cast.ok_or_else(|| MonthFault::Desk(CASTS.iter().map(|cast| cast.desk).collect()))?;
    if !(1..=DAYS_MAX).contains(&days) {
        return Err(MonthFault::Days);
    }
    if !(1..=100).contains(&pace) {
        return Err(MonthFault::Pace);
    }
    let mark = format!("demo_month_{desk}_{seed}");
    let found = app.store.read::<_, Denied>(|conn| Ok(store::setting::setting_get(conn, &mark)?))?;
    if found.is_some() {
        return Err(MonthFault::Again);
    }
    let mut month = Month::new(app, writer, cast, seed, end - TimeDelta::days(i64::from(days)))?;
    month.pace = pace;
    month.arrivals(end)?;
    month.plan_ahead(end);
    month.run(end)?;
    let first = (end - TimeDelta::days(i64::from(days) + 1)).date_naive();
    month.causes(first, (end + TimeDelta::days(2)).date_naive())?;
    app.store.write::<_, Denied>(move |conn| Ok(store::setting::setting_put(conn, &mark, "filled")?))?;
    Ok(month.filled)
}

/// What is to happen.
enum Next {
    /// Somebody writes or calls.
    Arrival,
    /// Somebody does the next thing with the case.
    Work,
    /// The requester writes on.
    Answer(&'static str),
    /// The function outside answers by mail.
    Outside(&'static str),
    /// Somebody tries to reach a requester who does not answer.
    Seek,
    /// A call that needs no case ends.
    Rings,
    /// A change or problem is raised.
    Raise,
    /// It is ended.
    Finish,
    /// A mail comes that becomes no case.
    Stray,
}

/// The month in the making.
struct Month<'a> {
    app: &'a App,
    writer: &'a dyn ReportWriter,
    cast: &'static Cast,
    chance: StdRng,
    /// In per cent.
    pace: u8,
    now: Moment,
    staff: Vec<staff::Member>,
    cases: Vec<Case>,
    /// Changes and problems by their number.
    raised: BTreeMap<usize, Reference>,
    /// By moment and order of making: which case, and what.
    ahead: BTreeMap<(Moment, u64), (usize, Next)>,
    made: u64,
    filled: Filled,
}

impl<'a> Month<'a> {
    fn new(
        app: &'a App,
        writer: &'a dyn ReportWriter,
        cast: &'static Cast,
        seed: u64,
        begin: Moment,
    ) -> Result<Self, Denied> {
        Ok(Self {
            app,
            writer,
            cast,
            chance: StdRng::seed_from_u64(seed),
            pace: 100,
            now: begin,
            staff: staff::members(app, cast)?,
            cases: Vec::new(),
            raised: BTreeMap::new(),
            ahead: BTreeMap::new(),
            made: 0,
            filled: Filled { cases: 0, acts: 0, mails: 0 },
        })
    }

    fn plan(&mut self, at: Moment, case: usize, next: Next) {
        self.made += 1;
        self.ahead.insert((at, self.made), (case, next));
    }

    /// Everything until `end`, in its order.
    fn run(&mut self, end: Moment) -> Result<(), Denied> {
        while let Some(((at, _), (case, next))) = self.ahead.pop_first() {
            if at > end {
                break;
            }
            self.passes_until(at)?;
            self.step(case, &next)?;
        }
        self.passes_until(end)
    }

    /// Passes at every moment something falls due before `at`.
    fn passes_until(&mut self, at: Moment) -> Result<(), Denied> {
        while let Some(due) = self.app.next_due()?.filter(|due| *due <= at) {
            self.now = self.now.max(due);
            self.app.clock_pass(self.now)?;
        }
        self.now = self.now.max(at);
        while self.app.inbox_pass(self.now)? != Passed::Idle {}
        loop {
            let parcels = self.app.parcels(self.writer, self.now)?;
            if parcels.is_empty() {
                return Ok(());
            }
            self.filled.mails += parcels.len();
            for parcel in parcels {
                self.app.carried(&parcel, &parcel.all(&app::outbox::Outcome::Sent), self.now)?;
            }
        }
    }
}
