//! The volume statistics as tables in words, each figure with the cases it stands for.

use crate::paper::{document, part};
use crate::report::line_name;
use ::report::{Cell, Chart, Document, Kind, Part, Table};
use app::Moment;
use app::read::local_time;
use app::report::{CaseRow, Group, VolumesReport, Which, hour_key};
use desk::{Desk, Name};
use locale::{Language, text};

/// A part of the statistics, and by row and column which figure a cell is.
pub struct Volume {
    /// The part.
    pub part: Part,
    /// Figures behind the cells; none behind words, shares and zeros.
    pub behind: Vec<Vec<Option<Which>>>,
}

/// Every part of the statistics.
pub fn volumes(report: &VolumesReport, desk: &Desk, language: Language) -> Vec<Volume> {
    let of = |group| {
        if group == Group::Hour { hours(report, language) } else { plain(report, desk, group, language) }
    };
    Group::ALL.into_iter().map(of).collect()
}

/// The statistics as a document.
pub fn volumes_document(report: &VolumesReport, desk: &Desk, language: Language, now: Moment) -> Document {
    let mut made: Vec<Part> = volumes(report, desk, language).into_iter().map(|v| v.part).collect();
    if let Some(first) = made.first_mut() {
        first.notes.push(text(language, "volumes-meaning"));
    }
    document((desk, language, now), "volumes-title", (report.from, report.to), made)
}

/// What a group is called.
pub fn group_title(group: Group, language: Language) -> String {
    text(language, &format!("volumes-group-{}", group.as_str()))
}

/// What a figure is called.
pub fn figure_name(desk: &Desk, (group, key): &Which, language: Language) -> String {
    let worded = |group: &str| {
        let message = format!("{group}-{key}");
        if locale::knows(&message) { text(language, &message) } else { key.clone() }
    };
    let named = |name: Option<&Name>| {
        name.map_or_else(|| key.clone(), |name| name.in_language(language.key()).to_owned())
    };
    match group {
        _ if key.is_empty() => text(language, "volumes-unstated"),
        Group::Whole => worded("volumes-whole"),
        Group::CaseType => named(desk.case_type(key).map(|t| &t.name)),
        Group::AskerRole => named(desk.asker_role(key).map(|r| &r.name)),
        Group::Organisation => named(desk.organisation(key).map(|o| &o.name)),
        Group::Channel => worded("channel"),
        Group::SolvedBy => line_name(desk, key, language),
        Group::Age => worded("volumes-age"),
        Group::Hour => match key.split_once('-') {
            Some((day, hour)) => format!("{} {hour}:00", text(language, &format!("volumes-day-{day}"))),
            None => key.clone(),
        },
    }
}

fn titles(language: Language, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| text(language, key)).collect()
}

fn chart(language: Language, group: Group, kind: Kind, series: Vec<usize>) -> Chart {
    Chart {
        kind,
        title: group_title(group, language),
        description: text(language, "volumes-described"),
        label: 0,
        series,
        objective: None,
    }
}

fn plain(report: &VolumesReport, desk: &Desk, group: Group, language: Language) -> Volume {
    let figures: Vec<_> = report.figures.iter().filter(|figure| figure.group == group).collect();
    let which = |key: &str| (group, key.to_owned());
    let rows = figures.iter().map(|figure| {
        vec![
            Cell::Text(figure_name(desk, &which(&figure.key), language)),
            Cell::Count(figure.count),
            figure.basis_points.map_or(Cell::Empty, Cell::Share),
        ]
    });
    let head = format!("volumes-group-{}", group.as_str());
    let table =
        Table { titles: titles(language, &[&head, "volumes-count", "report-share"]), rows: rows.collect() };
    let behind = figures
        .iter()
        .map(|figure| vec![None, (figure.count > 0).then(|| which(&figure.key)), None])
        .collect();
    let drawn = (group != Group::Whole).then(|| chart(language, group, Kind::Bars, vec![1]));
    Volume { part: part(language, group.as_str(), &head, table, drawn), behind }
}

/// Days down, hours across.
fn hours(report: &VolumesReport, language: Language) -> Volume {
    let group = Group::Hour;
    let (mut rows, mut behind) = (Vec::new(), Vec::new());
    for day in 1..=7 {
        let mut row = vec![Cell::Text(text(language, &format!("volumes-day-{day}")))];
        let mut of = vec![None];
        for hour in 0..24 {
            let key = hour_key(day, hour);
            let count = report.count(group, &key);
            row.push(Cell::Count(count));
            of.push((count > 0).then_some((group, key)));
        }
        rows.push(row);
        behind.push(of);
    }
    let mut heads = titles(language, &["volumes-day"]);
    heads.extend((0..24).map(|hour| format!("{hour:02}")));
    let table = Table { titles: heads, rows };
    let drawn = chart(language, group, Kind::Heat, (1..=24).collect());
    Volume { part: part(language, group.as_str(), "volumes-group-hour", table, Some(drawn)), behind }
}

/// Keys of the columns of [`case_cells`], as JSON names them.
pub const CASE_KEYS: [&str; 10] = [
    "reference",
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

/// Titles of the columns of [`case_cells`].
pub fn case_titles(language: Language) -> Vec<String> {
    CASE_KEYS.iter().map(|key| text(language, &format!("volumes-case-{key}"))).collect()
}

/// A case behind a figure, in words; moments on the desk's wall clock.
pub fn case_cells(row: &CaseRow, desk: &Desk, language: Language) -> Vec<Cell> {
    let of = |group, key: &Option<String>| {
        Cell::text(key.as_ref().map(|key| figure_name(desk, &(group, key.clone()), language)))
    };
    let local = |at| Cell::Minute(local_time(&desk.zone, at));
    vec![
        Cell::Text(row.reference.to_string()),
        local(row.opened_at),
        Cell::Text(row.subject.clone()),
        of(Group::Organisation, &Some(row.organisation.clone())),
        of(Group::CaseType, &row.case_type),
        of(Group::AskerRole, &row.asker_role),
        of(Group::Channel, &Some(row.channel.to_owned())),
        Cell::Text(line_name(desk, &row.line, language)),
        Cell::Text(text(language, &format!("state-{}", row.phase))),
        row.resolved_at.map_or(Cell::Empty, local),
    ]
}
