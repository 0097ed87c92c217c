//! The staffing estimate in words: lines, the hours of the week of each, every hour in one table, and what is supposed.

mod assumptions;
mod hours;
mod lines;

use crate::cases::cases_address;
use crate::period::{Made, PeriodAsked, PeriodReport};
use crate::report::line_name;
use app::calls::CallFigure;
use app::report::{Behind, Hour, LineStaffing, Spot, Work};
use app::{App, Denied};
use locale::text;

/// The staffing estimate.
pub(crate) struct Staffing;

impl PeriodReport for Staffing {
    fn key(&self) -> &'static str {
        "staffing"
    }

    fn about(&self) -> &'static str {
        "What came to each line per hour of the week, how long it took, and how many people that needs"
    }

    fn parts(&self) -> &'static [&'static str] {
        &["lines", "hours", "assumptions"]
    }

    fn only_in_files(&self) -> &'static [&'static str] {
        &["hours"]
    }

    fn make(&self, app: &App, asked: &PeriodAsked) -> Result<Made, Denied> {
        let report = app.staffing_report(asked.reader, &asked.desk.key, asked.dates(), asked.now)?;
        let mut sections = vec![lines::section(&report, asked)];
        for line in report.lines.iter().filter(|line| line.arrivals > 0) {
            sections.extend(hours::week(line, asked));
        }
        sections.push(hours::all(&report, asked));
        sections.push(assumptions::section(&report, asked));
        let made = Made::of(&report, sections)?.noted(text(asked.language, "staffing-lead"));
        Ok(if report.short { made.noted(text(asked.language, "staffing-short")) } else { made })
    }
}

/// What a line's work is called.
fn name(line: &LineStaffing, asked: &PeriodAsked) -> String {
    let name = line_name(asked.desk, &line.line, asked.language);
    match line.work {
        Work::Cases => name,
        Work::Calls => format!("{name}, {}", text(asked.language, "staffing-telephone")),
    }
}

/// The address of what is behind a count of arrivals, or of those that were handled; behind zero there is none.
fn behind(
    line: &LineStaffing,
    asked: &PeriodAsked,
    hour: Option<Hour>,
    handled: bool,
    count: i64,
) -> Option<String> {
    if count == 0 {
        return None;
    }
    match line.work {
        Work::Cases => {
            let spot = Spot { line: line.line.clone(), hour, handled };
            Some(cases_address(&Behind::Staffing(spot), &asked.query()))
        }
        Work::Calls => {
            let figure = if handled { CallFigure::Handled } else { CallFigure::Calls };
            let objective = line.target.as_ref().map(|key| format!("&objective={key}")).unwrap_or_default();
            let hour = hour.map(|hour| format!("&hour={}", hour.key())).unwrap_or_default();
            Some(format!("/calls?{}&figure={}{objective}{hour}", asked.query(), figure.as_str()))
        }
    }
}
