//! Service levels and objectives of a service, from the reports that have them.

use super::content::{Cause, Level, Month, MonthLevel, ObjectiveLine};
use super::count::ranked;
use super::names::Names;
use crate::objectives::{Figure, Place, Reach, figure};
use crate::rejudge::judged_again;
use crate::report::{SlaReport, TargetRow};
use crate::{App, Denied, Moment};
use ::sla::PeriodObjective;
use chrono::NaiveDate;
use desk::{Desk, Principal};

/// Targets that can hold for the service, or had clocks of it.
pub(super) fn levels(desk: &Desk, sla: &SlaReport, service: Option<&str>) -> Vec<Level> {
    let names = Names { desk };
    let holds = |row: &TargetRow| {
        let target = desk.target(&row.agreement, &row.version, &row.target);
        target.is_some_and(|target| covers(&target.when.service, service))
    };
    let counted = |row: &TargetRow| row.started + row.met + row.missed + row.withdrawn + row.running > 0;
    let level = |row: &TargetRow| Level {
        agreement: names.agreement(&row.agreement),
        version: row.version.clone(),
        target: names.target(&row.target),
        started: row.started,
        met: row.met,
        missed: row.missed,
        withdrawn: row.withdrawn,
        running: row.running,
        share: row.basis_points,
        objective: row.objective.clone(),
        fulfilled: row.fulfilled,
    };
    sla.targets.iter().filter(|row| holds(row) || counted(row)).map(level).collect()
}

/// Twelve months of shares.
pub(super) fn months(desk: &Desk, sla: &SlaReport) -> Vec<Month> {
    let names = Names { desk };
    let months = sla.trend.iter().map(|month| Month {
        from: month.from,
        to: month.to,
        levels: month
            .targets
            .iter()
            .map(|row| MonthLevel {
                agreement: row.agreement.clone(),
                target: names.target(&row.target),
                met: row.met,
                missed: row.missed,
                share: row.basis_points,
            })
            .collect(),
    });
    months.collect()
}

pub(super) fn breach_causes(desk: &Desk, sla: &SlaReport) -> Vec<Cause> {
    let names = Names { desk };
    ranked(sla.causes.iter().map(|row| (row.cause.as_ref().map(|key| names.breach_cause(key)), row.missed)))
}

/// Whether services named cover the one asked for; none named is all, none asked for is any.
fn covers(named: &[String], service: Option<&str>) -> bool {
    named.is_empty() || service.is_none_or(|key| named.iter().any(|own| own == key))
}

impl App {
    /// Objectives that count the service, or the whole desk, over every period with a date in the report's.
    pub(super) fn objective_lines(
        &self,
        principal: &Principal,
        desk: &Desk,
        service: Option<&str>,
        (from, to): (NaiveDate, NaiveDate),
        last: Moment,
    ) -> Result<Vec<ObjectiveLine>, Denied> {
        let again = self.store.read(|conn| judged_again(conn, &desk.key))?;
        let mut places = Vec::new();
        for promise in &desk.promises {
            let objective = &promise.objective;
            for part in &objective.parts {
                if covers(&objective.conditions(part).service, service) {
                    let spans = objective.every.touching(from, to);
                    let judged = spans.filter(|span| desk.judges(promise, *span, &again));
                    places.extend(judged.map(|span| Place { promise, part, span }));
                }
            }
        }
        let scopes = self.scopes(principal);
        self.store.read_long(|conn| {
            let reach = Reach { desk, scopes: scopes.as_ref(), now: last };
            let lines = places.iter().map(|place| {
                let objective = &place.promise.objective;
                let of_desk = service.is_some() && objective.conditions(place.part).service.is_empty();
                Ok(line(desk, objective, &figure(conn, reach, *place)?, (of_desk, to)))
            });
            lines.collect()
        })
    }
}

fn line(
    desk: &Desk,
    objective: &PeriodObjective,
    figure: &Figure,
    (of_desk, to): (bool, NaiveDate),
) -> ObjectiveLine {
    let names = Names { desk };
    let budget = figure.budget;
    ObjectiveLine {
        objective: names.objective(&objective.key),
        target: objective.target.clone(),
        measure: figure.measure.to_owned(),
        every: figure.every.to_owned(),
        part: figure.part.iter().map(|(sort, key)| names.part(sort, key)).collect(),
        part_key: figure.part_key.clone(),
        of_desk,
        from: figure.from,
        to: figure.to,
        finished: figure.to <= to,
        cases: figure.cases,
        figure: figure.whole,
        wanted: figure.wanted.clone(),
        fulfilled: figure.fulfilled,
        limit: budget.map(|b| b.limit),
        used: budget.and_then(|b| b.used_parts),
        forecast: budget.and_then(|b| b.forecast_hundredths),
        passes: budget.map(|b| b.passes),
    }
}
