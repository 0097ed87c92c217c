//! What is wanted of telephone calls and received mail (WC-02, WC-03, WC-04), as lines of the operations report.

use super::content::{Named, ReceptionLine};
use crate::report::{AnswerFigures, DirectFigures, MailVerdict, MailsAsked};
use crate::{App, Denied};
use chrono::NaiveDate;
use desk::{CallMeasure, Desk, Principal};

impl App {
    /// Every objective over calls and, for who sees the whole desk, over mail: they know no service.
    pub(super) fn reception(
        &self,
        principal: &Principal,
        desk: &Desk,
        dates: (NaiveDate, NaiveDate),
    ) -> Result<Vec<ReceptionLine>, Denied> {
        let mut lines = Vec::new();
        if !desk.call_objectives.is_empty() {
            let calls = self.telephone_report(principal, &desk.key, dates)?;
            lines.extend(calls.answer.iter().filter_map(|answer| of_answers(desk, answer)));
            lines.extend(calls.direct.iter().map(|direct| of_direct(desk, direct)));
        }
        if !desk.mail_objectives.is_empty() && principal.sees_all(desk) {
            let mails = self.mails_report(principal, &desk.key, dates, MailsAsked::default())?;
            lines.extend(mails.objectives.iter().map(|verdict| of_mails(desk, verdict)));
        }
        Ok(lines)
    }
}

fn call_objective(desk: &Desk, key: &str) -> Named {
    Named::of(desk.call_objectives.iter().find(|o| o.key == key).map(|o| &o.name), key)
}

/// The days of one promise on waiting.
fn of_answers(desk: &Desk, answer: &AnswerFigures) -> Option<ReceptionLine> {
    let within = answer.within_seconds?;
    let count = |kept| answer.days.iter().filter(|day| day.kept == Some(kept)).count();
    let (met, missed) = (count(true), count(false));
    Some(ReceptionLine {
        objective: call_objective(desk, answer.objective.as_deref()?),
        version: answer.version.clone()?,
        measure: CallMeasure::MeanAnswer.as_str().to_owned(),
        wanted: Some(format!("<= {within}")),
        met: i64::try_from(met).unwrap_or(i64::MAX),
        missed: i64::try_from(missed).unwrap_or(i64::MAX),
        share: None,
        fulfilled: (met + missed > 0).then_some(missed == 0),
    })
}

fn of_direct(desk: &Desk, direct: &DirectFigures) -> ReceptionLine {
    ReceptionLine {
        objective: call_objective(desk, &direct.objective),
        version: direct.version.clone(),
        measure: CallMeasure::DirectResolution.as_str().to_owned(),
        wanted: direct.wanted.clone(),
        met: direct.direct,
        missed: direct.not_direct,
        share: direct.basis_points,
        fulfilled: direct.fulfilled,
    }
}

fn of_mails(desk: &Desk, verdict: &MailVerdict) -> ReceptionLine {
    let objective = desk.mail_objectives.iter().find(|o| o.key == verdict.objective);
    ReceptionLine {
        objective: Named::of(objective.map(|o| &o.name), &verdict.objective),
        version: verdict.version.clone(),
        measure: verdict.measure.to_owned(),
        wanted: Some(verdict.wanted.clone()),
        met: verdict.met,
        missed: verdict.missed,
        share: verdict.basis_points,
        fulfilled: verdict.fulfilled,
    }
}
