//! Time on cases: put down by hand or measured, corrected on record, in months that lock (WC-32). Time is no state of
//! a ticket, so it conflicts with nothing.

mod month;
mod once;
mod put;
mod timer;
mod view;

use crate::{Denied, Moment};
use chrono::NaiveDate;
use desk::{Desk, EffortKind};
use store::Conn;
use text::Intake;
use ticket::{Act, Refusal, Rule, Ticket};

pub use month::MonthView;
pub(crate) use once::once;
pub(crate) use view::entry_views;
pub use view::{CaseEffort, EffortView, TimerView};

/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// What time is put down on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct What {
    /// Activity key.
    pub activity: String,
    /// maintenance or development; the activity's where none is told.
    pub kind: Option<String>,
    /// Organisation key of who pays; the case's where none is told.
    pub payer: Option<String>,
}

/// Time put down by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spent {
    /// On what.
    pub what: What,
    /// On which local day; today where none is told.
    pub day: Option<NaiveDate>,
    /// Whole minutes, 1 to 1440.
    pub minutes: i64,
    /// What was done.
    pub note: Option<Intake>,
}

/// An entry put right. `None` leaves as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amended {
    /// Activity key.
    pub activity: Option<String>,
    /// maintenance or development.
    pub kind: Option<String>,
    /// Organisation key of who pays.
    pub payer: Option<String>,
    /// Local day.
    pub day: Option<NaiveDate>,
    /// Whole minutes; 0 takes the entry back.
    pub minutes: Option<i64>,
    /// Why.
    pub reason: Intake,
}

/// What a checked entry is put down on.
struct Checked {
    activity: String,
    kind: EffortKind,
    payer: String,
}

/// Checks the keys against the desk.
fn checked(desk: &Desk, what: &What, otherwise: &str) -> Result<Checked, Denied> {
    let activity = desk.effort.activity(&what.activity).ok_or_else(|| {
        Denied::unknown("activity", desk.effort.activities.iter().map(|activity| activity.key.as_str()))
    })?;
    let kind = match &what.kind {
        Some(key) => EffortKind::parse(key)
            .ok_or_else(|| Denied::unknown("kind", EffortKind::ALL.map(EffortKind::as_str)))?,
        None => activity.kind,
    };
    let payer = what.payer.as_deref().unwrap_or(otherwise);
    if desk.organisation(payer).is_none() {
        return Err(Denied::unknown("payer", desk.organisations.iter().map(|o| o.key.as_str())));
    }
    Ok(Checked { activity: activity.key.clone(), kind, payer: payer.to_owned() })
}

/// Minutes that a day can hold.
fn whole(minutes: i64, least: i64) -> Result<(), Denied> {
    if (least..=DAY).contains(&minutes) { Ok(()) } else { Err(Denied::malformed("minutes", "no_number")) }
}

/// A month's key: `2026-11`.
fn month_of(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}

/// Whether time may be put down on a day: it has come, the desk was there, its month is open, it is not full.
fn open_day(
    conn: &mut Conn,
    desk: &Desk,
    (user, day, minutes): (i64, NaiveDate, i64),
    now: Moment,
) -> Result<(), Denied> {
    let refused = |rule| Refusal::new(Act::Effort, rule).with("field", "day");
    if day > crate::read::local_date(&desk.zone, now) {
        return Err(refused(Rule::InTheFuture).into());
    }
    let (_, earliest) = desk.earliest();
    if day < earliest {
        return Err(refused(Rule::TooLongAgo).with("earliest", earliest.to_string()).into());
    }
    open_month(conn, desk, day)?;
    let there = store::effort::effort_of_day(conn, user, &day.to_string())?;
    if there + minutes > DAY {
        return Err(refused(Rule::DayFull).with("day", day.to_string()).into());
    }
    Ok(())
}

fn open_month(conn: &mut Conn, desk: &Desk, day: NaiveDate) -> Result<(), Denied> {
    let month = month_of(day);
    if store::effort::month_locked(conn, &desk.key, &month)? {
        return Err(Refusal::new(Act::Effort, Rule::MonthLocked).with("month", month).into());
    }
    Ok(())
}

/// Whether a person may put time down on a case.
fn may_put(principal: &desk::Principal, desk: &Desk, ticket: &Ticket) -> Result<i64, Denied> {
    let user = principal.user().filter(|_| desk::may(principal, desk, ticket, Act::Effort));
    user.ok_or(Denied::NotPermitted(Act::Effort))
}
