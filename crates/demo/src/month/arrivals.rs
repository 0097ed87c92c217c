//! When cases come: on working days by the hour, a few in the evening and at weekends, and one bad day with a storm.

use super::steps::Case;
use super::{Month, Next};
use app::{Denied, Moment};
use chrono::TimeDelta;
use rand::RngExt as _;

/// Share of a working day's cases by tenths of its opening hours.
const PROFILE: [u32; 10] = [9, 14, 16, 12, 8, 9, 11, 9, 7, 5];
/// Cases within the storm, and its length in minutes.
const STORM: (u32, i64) = (14, 25);

impl Month<'_> {
    /// Plans every arrival until `end`.
    pub(super) fn arrivals(&mut self, end: Moment) -> Result<(), Denied> {
        let desk = self.app.desk(self.cast.desk).ok_or(Denied::NotFound)?;
        let calendar = desk.calendar(self.cast.calendar).cloned().ok_or(Denied::NotFound)?;
        let mut day = app::read::local_date(&desk.zone, self.now);
        let last = app::read::local_date(&desk.zone, end);
        let storm = self.chance.random_range(4..12);
        let mut open_days = 0;
        while day <= last {
            match calendar.hours_on(day).first().copied() {
                Some((opens, closes)) => {
                    open_days += 1;
                    self.working_day(opens, closes);
                    if open_days == storm {
                        self.storm(opens);
                    }
                }
                None => self.quiet_day(day),
            }
            let Some(next) = day.succ_opt() else { break };
            day = next;
        }
        Ok(())
    }

    /// Whether one that would come to an ordinary desk comes to this one.
    pub(super) fn comes(&mut self) -> bool {
        self.pace >= 100 || self.chance.random_ratio(self.pace.into(), 100)
    }

    fn working_day(&mut self, opens: Moment, closes: Moment) {
        let length = (closes - opens).num_seconds();
        for _ in 0..self.chance.random_range(14..27) {
            if !self.comes() {
                continue;
            }
            let tenth = self.weighed(&PROFILE);
            let within = self.chance.random_range(0..length / 10);
            let at = opens + TimeDelta::seconds(i64::try_from(tenth).unwrap_or(0) * (length / 10) + within);
            let calls = self.chance.random_ratio(2, 5);
            self.arrival(at, calls, None);
        }
        self.calls_of_day(opens, length);
        self.strays_of_day(opens, length);
        if self.chance.random_ratio(1, 3) && self.comes() {
            let late = self.chance.random_range(300..14_000);
            self.arrival(closes + TimeDelta::seconds(late), false, None);
        }
    }

    fn quiet_day(&mut self, day: chrono::NaiveDate) {
        if self.chance.random_ratio(1, 2) && self.comes() {
            let noon = day.and_hms_opt(11, 0, 0).unwrap_or_default().and_utc();
            let late = self.chance.random_range(0..30_000);
            self.arrival(noon + TimeDelta::seconds(late), false, None);
        }
    }

    /// Many write about the same thing within minutes; few of them see what it is.
    fn storm(&mut self, opens: Moment) {
        let begins = opens + TimeDelta::minutes(self.chance.random_range(60..300));
        let last = self.cast.matters.len() - 1;
        for at in 0..STORM.0 {
            let after = self.chance.random_range(0..STORM.1 * 60);
            let matter = if at % 7 == 0 { last } else { last - 1 };
            self.arrival(begins + TimeDelta::seconds(after), false, Some(matter));
        }
    }

    fn arrival(&mut self, at: Moment, calls: bool, matter: Option<usize>) {
        if at < self.now {
            return;
        }
        let weights: Vec<u32> = self.cast.matters.iter().map(|matter| matter.weight).collect();
        let matter = matter.unwrap_or_else(|| self.weighed(&weights));
        let asker = self.one_of(self.cast.askers.len());
        let mailbox = self.one_of(self.cast.mailboxes.len());
        let case = self.cases.len();
        self.cases.push(Case::new(matter, asker, mailbox, calls));
        self.plan(at, case, Next::Arrival);
    }

    /// An index by weight.
    pub(super) fn weighed(&mut self, weights: &[u32]) -> usize {
        let mut left = self.chance.random_range(0..weights.iter().sum::<u32>());
        for (at, weight) in weights.iter().enumerate() {
            if left < *weight {
                return at;
            }
            left -= weight;
        }
        0
    }

    /// An index below a count.
    pub(super) fn one_of(&mut self, count: usize) -> usize {
        self.chance.random_range(0..count)
    }
}
