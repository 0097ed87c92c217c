//! Where the figures of a live report lead.

use crate::period::{PeriodAsked, coded, page_query};
use app::report::{Cause, Level, Month, MonthLevel, ObjectiveLine, ReceptionLine, VolumeLine, period_before};
use chrono::NaiveDate;

/// Where live figures lead.
pub struct Links<'a> {
    /// Desk key.
    pub desk: &'a str,
    /// Desk and dates as pages ask for them.
    pub query: String,
    /// The same of the period before.
    pub before: String,
    /// The report's last day: figures of longer periods are as they were after it.
    pub last: NaiveDate,
    /// Service key, where the report is on one.
    pub service: Option<&'a str>,
}

impl<'a> Links<'a> {
    /// Where the figures of what is asked lead.
    pub(crate) fn of(asked: &'a PeriodAsked<'_>) -> Self {
        let (from, to) = period_before(asked.from, asked.to);
        Self {
            desk: &asked.desk.key,
            query: asked.query(),
            before: page_query(&asked.desk.key, (from, to.pred_opt().unwrap_or(to))),
            last: asked.to.pred_opt().unwrap_or(asked.to),
            service: asked.narrowed("service"),
        }
    }

    fn only(&self) -> String {
        self.service.map(|key| format!("&service={}", coded(key))).unwrap_or_default()
    }

    /// The cases of a volume.
    pub(crate) fn volume(&self, line: &VolumeLine, measure: &str) -> String {
        self.cases(&self.query, (&line.group, &line.name.key, measure))
    }

    /// The cases of a volume of the period before.
    pub(crate) fn volume_before(&self, line: &VolumeLine, measure: &str) -> String {
        self.cases(&self.before, (&line.group, &line.name.key, measure))
    }

    /// The cases solved of a cause.
    pub(crate) fn cause(&self, cause: &Cause) -> String {
        let key = cause.name.as_ref().map_or("", |name| name.key.as_str());
        self.cases(&self.query, ("cause", key, "solved"))
    }

    fn cases(&self, query: &str, (group, key, measure): (&str, &str, &str)) -> String {
        let figure = format!("{group}:{}:{measure}", coded(key));
        format!("/reports/operations/cases?{query}{}&figure={figure}", self.only())
    }

    /// The clocks a cause was given to.
    pub(super) fn breach_cause(&self, cause: &Cause) -> String {
        let key = cause.name.as_ref().map_or("", |name| name.key.as_str());
        format!("/reports/sla/clocks?{}{}&cause={}&figure=missed", self.query, self.only(), coded(key))
    }

    /// The clocks of a target decided in a month.
    pub(crate) fn month(&self, month: &Month, level: &MonthLevel) -> String {
        format!(
            "/reports/sla/clocks?{}{}&agreement={}&target={}&figure=decided",
            page_query(self.desk, (month.from, month.to.pred_opt().unwrap_or(month.to))),
            self.only(),
            coded(&level.agreement),
            coded(&level.target.key),
        )
    }

    /// The clocks of a level.
    pub(crate) fn level(&self, level: &Level, figure: &str) -> String {
        format!(
            "/reports/sla/clocks?{}{}&agreement={}&version={}&target={}&figure={figure}",
            self.query,
            self.only(),
            coded(&level.agreement.key),
            coded(&level.version),
            coded(&level.target.key),
        )
    }

    /// The report that tells the rest about calls or mail.
    pub(crate) fn reception(&self, line: &ReceptionLine) -> String {
        let report = if line.is_of_mail() { "mails" } else { "telephone" };
        format!("/reports/{report}?{}", self.query)
    }

    /// The cases of an objective.
    pub(crate) fn objective(&self, line: &ObjectiveLine) -> String {
        let (desk, objective) = (coded(self.desk), coded(&line.objective.key));
        let part = coded(&line.part_key);
        let (from, until) = (line.from, self.last);
        format!(
            "/reports/objectives/cases?desk={desk}&objective={objective}&part={part}&from={from}&until={until}"
        )
    }
}
