//! What the estimate supposes, in words.

use crate::paper::part;
use crate::period::{PeriodAsked, Section};
use crate::report::titles;
use ::report::{Cell, Table};
use app::report::{StaffingReport, Work};
use locale::text;

/// What is said of every desk, as keys.
const SUPPOSED: [&str; 9] =
    ["arrivals", "open", "handling", "target", "erlang", "replay", "workload", "fields", "excluded"];

/// One row for everything that is supposed.
pub(super) fn section(report: &StaffingReport, asked: &PeriodAsked) -> Section {
    let say = |key: &str| Cell::Text(text(asked.language, key));
    let calls = report.lines.iter().any(|line| line.work == Work::Calls);
    let calls = if calls { "calls" } else { "no-calls" };
    let row =
        |key: &str| vec![say(&format!("staffing-about-{key}")), say(&format!("staffing-supposes-{key}"))];
    let titles = titles("staffing", &["about", "supposes"], asked.language);
    let rows = SUPPOSED.into_iter().chain([calls]).map(row).collect();
    let table = Table { titles, rows };
    Section::plain(part(asked.language, "assumptions", "staffing-assumptions", table, None))
}
