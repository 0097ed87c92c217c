//! The volume statistics as tables in words, each figure with the cases it stands for.

use crate::cases::cases_address;
use crate::paper::part;
use crate::period::{Made, PeriodAsked, PeriodReport, Section};
use crate::report::{line_name, title};
use ::report::{Cell, Chart, Kind, Table, Title};
use app::report::{Behind, Group, VolumesReport, Which, hour_key};
use app::{App, Denied};
use desk::{Desk, Name};
use locale::{Language, text};

/// The volume statistics.
pub(crate) struct Volumes;

impl PeriodReport for Volumes {
    fn key(&self) -> &'static str {
        "volumes"
    }

    fn about(&self) -> &'static str {
        "What came, who solved it, what is left"
    }

    fn parts(&self) -> &'static [&'static str] {
        &["whole", "case_type", "asker_role", "organisation", "channel", "solved_by", "age", "hour"]
    }

    fn make(&self, app: &App, asked: &PeriodAsked) -> Result<Made, Denied> {
        let report = app.volumes_report(asked.reader, &asked.desk.key, asked.dates(), asked.now)?;
        let of =
            |group| if group == Group::Hour { hours(&report, asked) } else { plain(&report, asked, group) };
        let sections = Group::ALL.into_iter().map(of).collect();
        Ok(Made::of(&report, sections)?.noted(text(asked.language, "volumes-meaning")))
    }
}

/// The address of the list behind a figure; behind zero there is none.
fn behind(asked: &PeriodAsked, group: Group, key: &str, count: i64) -> Option<String> {
    (count > 0).then(|| cases_address(&Behind::Volume((group, key.to_owned())), &asked.query()))
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

fn titles(language: Language, keys: &[&str]) -> Vec<Title> {
    keys.iter().map(|key| title(key, language)).collect()
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

fn plain(report: &VolumesReport, asked: &PeriodAsked, group: Group) -> Section {
    let language = asked.language;
    let figures: Vec<_> = report.figures.iter().filter(|figure| figure.group == group).collect();
    let rows = figures.iter().map(|figure| {
        vec![
            Cell::Text(figure_name(asked.desk, &(group, figure.key.clone()), language)),
            Cell::Count(figure.count),
            figure.basis_points.map_or(Cell::Empty, Cell::Share),
        ]
    });
    let head = format!("volumes-group-{}", group.as_str());
    let table =
        Table { titles: titles(language, &[&head, "volumes-count", "report-share"]), rows: rows.collect() };
    let drawn = (group != Group::Whole).then(|| chart(language, group, Kind::Bars, vec![1]));
    Section::linked(part(language, group.as_str(), &head, table, drawn), |row, column| {
        let figure = figures.get(row).filter(|_| column == 1)?;
        behind(asked, group, &figure.key, figure.count)
    })
}

/// Days down, hours across.
fn hours(report: &VolumesReport, asked: &PeriodAsked) -> Section {
    let (group, language) = (Group::Hour, asked.language);
    let count = |day, hour| report.count(group, &hour_key(day, hour));
    let row = |day| {
        let mut row = vec![Cell::Text(text(language, &format!("volumes-day-{day}")))];
        row.extend((0..24).map(|hour| Cell::Count(count(day, hour))));
        row
    };
    let mut heads = titles(language, &["volumes-day"]);
    heads.extend((0..24).map(|hour| Title::from(format!("{hour:02}"))));
    let table = Table { titles: heads, rows: (1..=7).map(row).collect() };
    let drawn = chart(language, group, Kind::Heat, (1..=24).collect());
    let part = part(language, group.as_str(), "volumes-group-hour", table, Some(drawn));
    Section::linked(part, |row, column| {
        let (day, hour) = (u32::try_from(row + 1).ok()?, u32::try_from(column.checked_sub(1)?).ok()?);
        behind(asked, group, &hour_key(day, hour), count(day, hour))
    })
}
