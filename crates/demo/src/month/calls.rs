//! Telephone calls of the month: most are answered soon, some callers give up, some are helped at once.

use super::Month;
use app::calls::{Judgement, Teller, Told};
use app::{CalledIn, Denied};
use chrono::TimeDelta;
use rand::RngExt as _;
use ticket::CallTimes;

impl Month<'_> {
    /// Calls of a working day that need no case, by the hour.
    pub(super) fn calls_of_day(&mut self, opens: app::Moment, seconds: i64) {
        for _ in 0..self.chance.random_range(5..13) {
            let at = opens + TimeDelta::seconds(self.chance.random_range(0..seconds));
            if at >= self.now && self.comes() {
                self.plan(at, 0, super::Next::Rings);
            }
        }
    }

    /// A call that ends now, answered: how long it rang and was talked over.
    pub(super) fn called_in(&mut self) -> CalledIn {
        let (waited, talked) = (self.wait(), self.chance.random_range(60..420));
        let answered_at = self.now - TimeDelta::seconds(talked);
        CalledIn::Logged(CallTimes {
            offered_at: Some(answered_at - TimeDelta::seconds(waited)),
            answered_at: Some(answered_at),
            ended_at: Some(self.now),
        })
    }

    /// Most wait less than a minute; on some days at some hours nobody is free.
    fn wait(&mut self) -> i64 {
        if self.chance.random_ratio(1, 6) {
            self.chance.random_range(90..360)
        } else {
            self.chance.random_range(4..45)
        }
    }

    /// A call without a case ends now: helped at once, or given up.
    pub(super) fn ring(&mut self) -> Result<(), Denied> {
        let Some(member) = self.staff.iter().position(|m| m.login == self.cast.telephone) else {
            return Ok(());
        };
        let desk = self.app.desk(self.cast.desk).ok_or(Denied::NotFound)?;
        let times = match self.called_in() {
            CalledIn::Logged(times) => times,
            CalledIn::Known(_) => return Ok(()),
        };
        let documented: Vec<&str> =
            desk.solutions.iter().filter(|s| s.documented).map(|s| s.key.as_str()).collect();
        let (times, judgement) = if self.chance.random_ratio(1, 5) {
            let offered_at = Some(self.now - TimeDelta::seconds(self.chance.random_range(20..200)));
            (CallTimes { offered_at, answered_at: None, ended_at: Some(self.now) }, Judgement::Abandoned)
        } else {
            let named = (!documented.is_empty() && self.chance.random_ratio(4, 5))
                .then(|| documented[self.one_of(documented.len())].to_owned());
            (times, Judgement::Solved(named))
        };
        let told = Told {
            desk: desk.key.clone(),
            teller: Teller::Agent(None),
            times,
            number: None,
            name: None,
            judgement: Some(judgement),
        };
        self.app.log_call(&self.staff[member].principal, &told, self.now).map(|_| ())
    }
}
