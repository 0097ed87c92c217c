//! Budgets that are passed, or will be if it goes on so: whoever the desk file names is told, once per budget and
//! period, by the case that began last (WC-08).

use super::{Job, consequence, work::Work};
use crate::desks::in_force;
use crate::objectives::{BudgetFigure, Place, Reach, faults, figure};
use crate::pass::Passed;
use crate::{App, Denied, Moment};
use chrono::TimeDelta;
use desk::{Desk, Principal, System};
use escalation::On;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Conn;

/// Name under which the last look is kept.
const LOOKED: &str = "budgets-looked-at";
/// How often budgets are looked at: they burn by the day.
const EVERY: TimeDelta = TimeDelta::minutes(10);

/// A warning to be given.
struct Warning {
    ticket: i64,
    objective: String,
    part: String,
    period: chrono::NaiveDate,
    facts: BTreeMap<String, String>,
}

impl App {
    /// Looks at every budget whose passing somebody is told of, at most once in ten minutes.
    ///
    /// # Errors
    /// Storage cannot be reached.
    pub fn budget_pass(&self, now: Moment) -> Result<Passed, Denied> {
        let tells = |desk: &Arc<Desk>| desk.follows.iter().any(|f| matches!(f.on, On::Budget { .. }));
        let desks: Vec<Arc<Desk>> = self.all_desks().into_iter().filter(tells).collect();
        if desks.is_empty() || !self.store.write::<_, Denied>(move |conn| Ok(claim(conn, now)?))? {
            return Ok(Passed::Idle);
        }
        let mut given = 0;
        for desk in desks {
            let warnings = self.store.read_long::<_, Denied>(|conn| passing(conn, &desk, now))?;
            for warning in warnings {
                given += usize::from(self.warn(&desk.key, warning, now)?);
            }
        }
        Ok(Passed::of(given))
    }

    fn warn(&self, desk: &str, warning: Warning, now: Moment) -> Result<bool, Denied> {
        let warning = Arc::new(warning);
        self.with_current_desks(|| {
            let job = Job {
                desk: self.versioned(desk)?,
                principal: Principal::System { system: System::Clocks, contact: None },
                at: now,
                ids: self.store.ids()?,
                domain: self.settings.mail_domain.clone(),
                thread_key: self.secrets.thread_key.clone(),
                once: None,
            };
            let warning = warning.clone();
            self.store.write(move |conn| job.warn(conn, &warning))
        })
    }
}

/// Whether this look is ours, and due.
fn claim(conn: &mut Conn, now: Moment) -> Result<bool, store::Fault> {
    let last = store::setting::setting_get(conn, LOOKED)?;
    let last = last.and_then(|at| at.parse().ok()).and_then(Moment::from_timestamp_micros);
    let due = last.is_none_or(|last| (now - last).abs() >= EVERY);
    if due {
        store::setting::setting_put(conn, LOOKED, &now.timestamp_micros().to_string())?;
    }
    Ok(due)
}

/// The warnings that the present period of each budget calls for.
fn passing(conn: &mut Conn, desk: &Desk, now: Moment) -> Result<Vec<Warning>, Denied> {
    let today = crate::read::local_date(&desk.zone, now);
    let reach = Reach { desk, scopes: None, now };
    let mut warnings = Vec::new();
    for promise in desk.promises.iter().filter(|promise| promise.objective.budget().is_some()) {
        let objective = &promise.objective;
        // Nobody judges a period again that is not over.
        let Some(span) = objective.every.around(today).filter(|span| desk.judges(promise, *span, &[])) else {
            continue;
        };
        for part in &objective.parts {
            let place = Place { promise, part, span };
            let figure = figure(conn, reach, place)?;
            let Some(budget) = figure.budget.filter(|budget| budget.passes) else { continue };
            let Some(last) = faults(conn, reach, place)?.pop() else { continue };
            warnings.push(Warning {
                ticket: last.ticket,
                objective: objective.key.clone(),
                part: figure.part_key.clone(),
                period: span.from,
                facts: facts(&figure.objective, span.from, &budget),
            });
        }
    }
    Ok(warnings)
}

fn facts(objective: &str, period: chrono::NaiveDate, budget: &BudgetFigure) -> BTreeMap<String, String> {
    let per_cent = |parts: i64| (parts / 100).to_string();
    let mut facts = BTreeMap::from([
        ("what".to_owned(), "budget".to_owned()),
        ("target".to_owned(), objective.to_owned()),
        ("period".to_owned(), period.to_string()),
    ]);
    facts.extend(budget.used_parts.map(|parts| ("used".to_owned(), per_cent(parts))));
    let forecast = budget.forecast_hundredths.filter(|_| budget.limit > 0);
    facts.extend(forecast.map(|f| ("forecast".to_owned(), (f / budget.limit).to_string())));
    facts
}

impl Job {
    /// Gives a warning, unless it was given before.
    fn warn(&self, conn: &mut Conn, warning: &Warning) -> Result<bool, Denied> {
        in_force(conn, &self.desk)?;
        let Some(mut work) = Work::load(conn, self, warning.ticket)? else { return Ok(false) };
        let period = warning.period.to_string();
        let place = (self.desk.desk.key.as_str(), warning.objective.as_str(), warning.part.as_str());
        if !store::objective::budget_warned(conn, place, &period, warning.ticket, self.at)? {
            return Ok(false);
        }
        let cause = format!("budget:{}:{}:{period}", warning.objective, warning.part);
        consequence::budget(conn, &mut work, &warning.objective, &cause, &warning.facts)?;
        work.finish(conn)?;
        Ok(true)
    }
}
