//! The lists of cases behind figures: which figure is asked for, its address and name, the cases in words.

use crate::period::coded;
use crate::report::{line_name, titles};
use crate::volumes::{figure_name, group_title};
use ::report::{Cell, Title};
use app::Denied;
use app::read::local_time;
use app::report::{Behind, CaseRow, Group, Hour, Spot, which};
use desk::Desk;
use locale::{Language, text};

/// Reads what a list is asked of, from parameters by name.
///
/// # Errors
/// A parameter that is missing or unknown.
pub type ReadBehind = for<'a> fn(&dyn Fn(&str) -> Option<&'a str>) -> Result<Behind, Denied>;

fn required<'a>(field: &str, value: Option<&'a str>) -> Result<&'a str, Denied> {
    value.ok_or_else(|| Denied::malformed(field, "required"))
}

/// A figure of the volume statistics: `figure=channel:mail`.
///
/// # Errors
/// No figure, or a group that is none.
pub fn volume_figure<'a>(value: &dyn Fn(&str) -> Option<&'a str>) -> Result<Behind, Denied> {
    which(required("figure", value("figure"))?).map(Behind::Volume)
}

/// A figure of the staffing: `line=servicedesk&hour=1-07&handled=true`, the hour and the last left out where all count.
///
/// # Errors
/// No line, an hour that is none.
pub fn staffing_figure<'a>(value: &dyn Fn(&str) -> Option<&'a str>) -> Result<Behind, Denied> {
    let line = required("line", value("line"))?.to_owned();
    let hour = value("hour").map(|key| Hour::parse(key).ok_or_else(|| Denied::malformed("hour", "no_hour")));
    let handled = match value("handled") {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(Denied::unknown("handled", ["true", "false"])),
    };
    Ok(Behind::Staffing(Spot { line, hour: hour.transpose()?, handled }))
}

/// The page of the console that lists what is behind a figure; `query` asks for desk and period.
pub fn cases_address(behind: &Behind, query: &str) -> String {
    match behind {
        Behind::Volume((group, key)) => {
            format!("/reports/volumes/cases?{query}&figure={}:{}", group.as_str(), coded(key))
        }
        Behind::Staffing(spot) => {
            let hour = spot.hour.map(|hour| format!("&hour={}", hour.key())).unwrap_or_default();
            let handled = if spot.handled { "&handled=true" } else { "" };
            format!("/reports/staffing/cases?{query}&line={}{hour}{handled}", coded(&spot.line))
        }
    }
}

/// What a figure belongs to and what it is called.
pub fn behind_names(behind: &Behind, desk: &Desk, language: Language) -> (String, String) {
    match behind {
        Behind::Volume(which) => (group_title(which.0, language), figure_name(desk, which, language)),
        Behind::Staffing(spot) => {
            let group = if spot.handled { "staffing-cases-handled" } else { "staffing-cases-arrived" };
            let line = line_name(desk, &spot.line, language);
            let hour = |hour: Hour| figure_name(desk, &(Group::Hour, hour.key()), language);
            let name = spot.hour.map_or_else(|| line.clone(), |of| format!("{line}, {}", hour(of)));
            (text(language, group), name)
        }
    }
}

/// Keys of the columns of [`case_cells`], as JSON names them.
pub fn case_keys(behind: &Behind) -> Vec<&'static str> {
    let came: &[&str] = if matches!(behind, Behind::Staffing(_)) { &["came_at"] } else { &[] };
    let rest = [
        "opened_at",
        "subject",
        "organisation",
        "case_type",
        "asker_role",
        "channel",
        "line",
        "phase",
        "resolved_at",
    ];
    std::iter::once("reference").chain(came.iter().copied()).chain(rest).collect()
}

/// Titles of the columns of [`case_cells`].
pub fn case_titles(behind: &Behind, language: Language) -> Vec<Title> {
    titles("volumes-case", &case_keys(behind), language)
}

/// A case behind a figure, in words; moments on the desk's wall clock.
pub fn case_cells(row: &CaseRow, desk: &Desk, language: Language) -> Vec<Cell> {
    let of = |group, key: &Option<String>| {
        Cell::text(key.as_ref().map(|key| figure_name(desk, &(group, key.clone()), language)))
    };
    let local = |at| Cell::Minute(local_time(&desk.zone, at));
    let mut cells = vec![Cell::Text(row.reference.to_string())];
    cells.extend(row.came_at.map(local));
    cells.extend([
        local(row.opened_at),
        Cell::Text(row.subject.clone()),
        of(Group::Organisation, &Some(row.organisation.clone())),
        of(Group::CaseType, &row.case_type),
        of(Group::AskerRole, &row.asker_role),
        of(Group::Channel, &Some(row.channel.to_owned())),
        Cell::Text(line_name(desk, &row.line, language)),
        Cell::Text(text(language, &format!("state-{}", row.phase))),
        row.resolved_at.map_or(Cell::Empty, local),
    ]);
    cells
}
