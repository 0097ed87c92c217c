//! Objectives over telephone calls.

use super::{Known, closed, duration};
use crate::fault::Faults;
use crate::file::File;
use crate::{CallMeasure, CallObjective};
use sla::Objective;

const MEASURES: &[&str] = &["mean_answer", "direct_resolution"];

pub(super) fn objectives(file: &File, known: &Known, faults: &mut Faults<'_>) -> Vec<CallObjective> {
    let measure = |key: &str| match key {
        "mean_answer" => Some(CallMeasure::MeanAnswer),
        "direct_resolution" => Some(CallMeasure::DirectResolution),
        _ => None,
    };
    let mut all = Vec::new();
    for o in &file.call_objective {
        let Some(measure) = closed(&o.measure, measure, MEASURES, "measure of calls", faults) else {
            continue;
        };
        let share = o.objective.as_ref().and_then(|text| {
            let share = Objective::parse(text.get_ref());
            if share.is_none() {
                let what = format!("`{}` is no objective", text.get_ref());
                faults.at(text.span().start, what, "write it like > 0.90 or >= 0.995");
            }
            share
        });
        match (measure, &o.objective) {
            (CallMeasure::MeanAnswer, Some(text)) => {
                let what = "a mean answer is judged by `within` alone";
                faults.at(text.span().start, what, "leave `objective` out");
            }
            (CallMeasure::DirectResolution, None) => {
                let what = "a share of calls solved at once, and none is wanted";
                faults.at(o.measure.span().start, what, "name it in `objective`, like > 0.60");
            }
            _ => {}
        }
        let seconds = duration(&o.within, faults);
        if seconds == 0 {
            faults.at(o.within.span().start, "no time at all", "write `within` like 60s");
        }
        all.push(CallObjective {
            key: o.key.get_ref().clone(),
            agreement: known.check("agreement", &o.agreement, faults),
            name: o.name.clone(),
            measure,
            seconds,
            calendar: known.check_opt("calendar", o.calendar.as_ref(), faults),
            share,
        });
    }
    all
}
