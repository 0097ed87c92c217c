//! The hours of the week: of one line as fields of days and hours, of all lines as one table.

use super::{behind, name};
use crate::paper::part;
use crate::period::{PeriodAsked, Section};
use crate::report::{line_name, title, titles};
use ::report::{Cell, Chart, Kind, Table};
use app::report::{Hour, HourStaffing, LineStaffing, StaffingReport, Work};
use locale::text;

/// What stands in a field where the period says nothing of an hour.
const NOTHING: &str = "–";

fn day(number: u32, asked: &PeriodAsked) -> String {
    text(asked.language, &format!("volumes-day-{number}"))
}

/// People, arrivals and minutes per piece of work: days down, hours across; empty where the line was not open.
pub(super) fn week(line: &LineStaffing, asked: &PeriodAsked) -> [Section; 3] {
    let nothing = || Cell::Text(NOTHING.to_owned());
    let people = |hour: &HourStaffing| hour.people.map_or_else(nothing, Cell::Count);
    let arrived = |hour: &HourStaffing| Cell::Count(hour.arrivals);
    let minutes = |hour: &HourStaffing| {
        hour.handling_seconds.map_or_else(nothing, |seconds| Cell::Count((seconds + 30) / 60))
    };
    [
        field(line, asked, "people", people, None),
        field(line, asked, "arrivals", arrived, Some(false)),
        field(line, asked, "minutes", minutes, None),
    ]
}

/// One field; its figures lead to what they count where `handled` says which.
fn field(
    line: &LineStaffing,
    asked: &PeriodAsked,
    what: &str,
    cell: impl Fn(&HourStaffing) -> Cell,
    handled: Option<bool>,
) -> Section {
    let found = |day: u32, hour: u32| line.hours.iter().find(|of| of.hour == Hour { day, hour });
    let row = |number: u32| {
        let hours = (0..24).map(|hour| found(number, hour).map_or(Cell::Empty, &cell));
        std::iter::once(Cell::Text(day(number, asked))).chain(hours).collect()
    };
    let titles = std::iter::once(title("volumes-day", asked.language));
    let titles = titles.chain((0..24).map(|hour| format!("{hour:02}").into()));
    let table = Table { titles: titles.collect(), rows: (1..=7).map(row).collect() };
    let heading =
        format!("{}: {}", name(line, asked), text(asked.language, &format!("staffing-week-{what}")));
    let chart = Chart {
        kind: Kind::Heat,
        title: heading.clone(),
        description: text(asked.language, "staffing-described"),
        label: 0,
        series: (1..=24).collect(),
        objective: None,
    };
    let objective = line.target.as_ref().filter(|_| line.work == Work::Calls);
    let objective = objective.map(|key| format!("-{key}")).unwrap_or_default();
    let key = format!("{}-{}{objective}-{what}", line.line, line.work.as_str());
    let mut part = part(asked.language, &key, "staffing-lines", table, Some(chart));
    part.heading = heading;
    Section::linked(part, |row, column| {
        let (day, hour) = (u32::try_from(row + 1).ok()?, u32::try_from(column.checked_sub(1)?).ok()?);
        let of = found(day, hour)?;
        behind(line, asked, Some(of.hour), handled?, of.arrivals)
    })
}

/// Titles of the table of all hours, as keys.
const COLUMNS: [&str; 11] =
    ["line", "work", "day", "hour", "open", "arrived", "rate", "handled", "handling", "busy", "people-hour"];
/// The columns that lead to what they count.
const ARRIVED: usize = 5;
const HANDLED: usize = 7;

/// Every hour of every line in one table.
pub(super) fn all(report: &StaffingReport, asked: &PeriodAsked) -> Section {
    let titles = titles("staffing", &COLUMNS, asked.language);
    let hours: Vec<(&LineStaffing, &HourStaffing)> = report
        .lines
        .iter()
        .filter(|line| line.arrivals > 0)
        .flat_map(|line| line.hours.iter().map(move |hour| (line, hour)))
        .collect();
    let table = Table { titles, rows: hours.iter().map(|(line, hour)| row(line, hour, asked)).collect() };
    Section::linked(part(asked.language, "hours", "staffing-hours", table, None), |row, column| {
        let (line, hour) = hours.get(row)?;
        match column {
            ARRIVED => behind(line, asked, Some(hour.hour), false, hour.arrivals),
            HANDLED => behind(line, asked, Some(hour.hour), true, hour.handled),
            _ => None,
        }
    })
}

fn row(line: &LineStaffing, hour: &HourStaffing, asked: &PeriodAsked) -> Vec<Cell> {
    let language = asked.language;
    let nothing = || Cell::Text(text(language, "staffing-no-data"));
    vec![
        Cell::Text(line_name(asked.desk, &line.line, language)),
        Cell::Text(text(language, &format!("staffing-{}", line.work.as_str()))),
        Cell::Text(day(hour.hour.day, asked)),
        Cell::Text(format!("{:02}:00", hour.hour.hour)),
        Cell::Seconds(hour.open_seconds),
        Cell::Count(hour.arrivals),
        hour.per_hour_hundredths.map_or(Cell::Empty, Cell::Hundredths),
        Cell::Count(hour.handled),
        hour.handling_seconds.map_or(Cell::Empty, Cell::Seconds),
        hour.busy_hundredths.map_or(Cell::Empty, Cell::Hundredths),
        hour.people.map_or_else(nothing, Cell::Count),
    ]
}
