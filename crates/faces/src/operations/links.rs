//! Where the figures of a live report lead.

use crate::period::coded;
use app::report::{Level, ObjectiveLine, VolumeLine};

/// Where live figures lead.
pub struct Links<'a> {
    /// Desk key.
    pub desk: &'a str,
    /// Desk and dates as pages ask for them.
    pub query: String,
    /// Service key, where the report is on one.
    pub service: Option<&'a str>,
}

impl Links<'_> {
    fn only(&self) -> String {
        self.service.map(|key| format!("&service={}", coded(key))).unwrap_or_default()
    }

    /// The cases of a volume.
    pub(super) fn volume(&self, line: &VolumeLine, measure: &str) -> String {
        let figure = format!("{}:{}:{measure}", line.group, coded(&line.name.key));
        format!("/reports/operations/cases?{}{}&figure={figure}", self.query, self.only())
    }

    /// The clocks of a level.
    pub(super) fn level(&self, level: &Level, figure: &str) -> String {
        format!(
            "/reports/sla/clocks?{}{}&agreement={}&version={}&target={}&figure={figure}",
            self.query,
            self.only(),
            coded(&level.agreement.key),
            coded(&level.version),
            coded(&level.target.key),
        )
    }

    /// The cases of an objective.
    pub(super) fn objective(&self, line: &ObjectiveLine) -> String {
        let (desk, objective) = (coded(self.desk), coded(&line.objective.key));
        let part = coded(&line.part_key);
        format!("/reports/objectives/cases?desk={desk}&objective={objective}&part={part}&from={}", line.from)
    }
}
