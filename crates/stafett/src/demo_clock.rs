//! The demonstration's clock: the wall clock and an offset that a page or `stafett demo advance` moves ahead. Passes
//! run at every moment something falls due on the way, so that what follows happens in its order.

use crate::clock::WallClock;
use app::{App, Denied, Moment};
use chrono::TimeDelta;
use faces::{Clock, MovableClock};
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

/// Settings row that says a database is a demonstration's, and how far its clock is ahead, in seconds.
const OFFSET: &str = "demo_offset_seconds";
/// Settings row that says until when, in microseconds of the wall's clock, a month is being filled in.
const FILLING: &str = "demo_filling_until";
/// A filling that ended without a word holds a server's passes no longer than this.
const FILLING_MOST: TimeDelta = TimeDelta::minutes(15);
/// Farthest the clock may be moved in one go.
const FARTHEST: i64 = 400 * 86_400;

/// A clock ahead of the wall's.
#[derive(Debug, Default)]
pub(crate) struct DemoClock {
    ahead_micros: AtomicI64,
    /// Held by whoever moves it: the pass loop and the page take turns.
    moving: Mutex<()>,
}

impl Clock for DemoClock {
    fn now(&self) -> Moment {
        WallClock.now() + TimeDelta::microseconds(self.ahead_micros.load(Ordering::SeqCst))
    }
}

impl DemoClock {
    /// The clock of a demonstration's database, where it was left.
    pub(crate) fn of(app: &App) -> Result<Self, Denied> {
        let ahead =
            app.store.write::<_, Denied>(|conn| Ok(store::setting::setting_default(conn, OFFSET, "0")?))?;
        let ahead = ahead.parse::<i64>().unwrap_or(0) * 1_000_000;
        Ok(Self { ahead_micros: AtomicI64::new(ahead), moving: Mutex::default() })
    }

    /// Goes to where the clock was moved, stopping at every moment something is due.
    pub(crate) fn catch_up(&self, app: &App) -> Result<(), Denied> {
        // Nothing is guarded but the turn; a turn that panicked leaves nothing half done.
        let _turn = self.moving.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let Some(wanted) = offset(app)? else { return Ok(()) };
        let wanted = wanted * 1_000_000;
        if wanted <= self.ahead_micros.load(Ordering::SeqCst) {
            return Ok(());
        }
        let goal = WallClock.now() + TimeDelta::microseconds(wanted);
        while let Some(next) = app.next_due()?.filter(|next| *next <= goal) {
            if next > self.now() {
                let ahead = (next - WallClock.now()).num_microseconds().unwrap_or(wanted);
                self.ahead_micros.store(ahead.min(wanted), Ordering::SeqCst);
            }
            app.clock_pass(self.now())?;
        }
        self.ahead_micros.store(wanted, Ordering::SeqCst);
        Ok(())
    }
}

impl MovableClock for DemoClock {
    fn advance(&self, app: &App, seconds: i64) -> Result<(), Denied> {
        advance(app, seconds)?;
        self.catch_up(app)
    }
}

/// Marks a database as a demonstration's.
pub(crate) fn mark(app: &App) -> Result<(), Denied> {
    app.store.write::<_, Denied>(|conn| Ok(store::setting::setting_default(conn, OFFSET, "0")?)).map(|_| ())
}

/// Whether a database is a demonstration's: it has people with known passwords.
pub(crate) fn is_demonstration(app: &App) -> Result<bool, Denied> {
    Ok(offset(app)?.is_some())
}

/// Now on a database: the wall's clock, and on a demonstration's as far ahead as that was moved.
pub(crate) fn now(app: &App) -> Result<Moment, Denied> {
    Ok(WallClock.now() + TimeDelta::seconds(offset(app)?.unwrap_or(0)))
}

/// Runs what fills in the past while a server's passes rest: they live in the present, and would breach and close every
/// case of the past the moment it is made.
pub(crate) fn alone<T>(app: &App, fill: impl FnOnce() -> T) -> Result<T, Denied> {
    hold_until(app, WallClock.now() + FILLING_MOST)?;
    let filled = fill();
    hold_until(app, WallClock.now())?;
    Ok(filled)
}

fn hold_until(app: &App, until: Moment) -> Result<(), Denied> {
    let until = until.timestamp_micros().to_string();
    app.store.write::<_, Denied>(move |conn| Ok(store::setting::setting_put(conn, FILLING, &until)?))
}

/// Whether somebody is filling in the past just now.
pub(crate) fn is_being_filled(app: &App) -> Result<bool, Denied> {
    let until = app.store.read::<_, Denied>(|conn| Ok(store::setting::setting_get(conn, FILLING)?))?;
    let until = until.and_then(|until| until.parse::<i64>().ok()).unwrap_or(0);
    Ok(WallClock.now().timestamp_micros() < until)
}

/// How far ahead a demonstration's clock is to be; `None` where the database is no demonstration's.
fn offset(app: &App) -> Result<Option<i64>, Denied> {
    let value = app.store.read::<_, Denied>(|conn| Ok(store::setting::setting_get(conn, OFFSET)?))?;
    Ok(value.and_then(|value| value.parse().ok()))
}

/// Asks for the clock to be moved ahead; the running server follows within a second. The new offset in seconds.
///
/// # Errors
/// The database is no demonstration's; a step that is not ahead or too far.
pub(crate) fn advance(app: &App, seconds: i64) -> Result<i64, Denied> {
    if !(1..=FARTHEST).contains(&seconds) {
        return Err(Denied::malformed("step", "out_of_range"));
    }
    let Some(now) = offset(app)? else { return Err(Denied::malformed("database", "no_demonstration")) };
    let wanted = now + seconds;
    app.store.write::<_, Denied>(move |conn| {
        Ok(store::setting::setting_put(conn, OFFSET, &wanted.to_string())?)
    })?;
    Ok(wanted)
}
