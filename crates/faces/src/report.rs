//! The report on service levels as tables in words: what command line, REST and pages share.

use ::report::{Cell, Chart, Kind, Table, Title};
use app::read::local_minute;
use app::report::{BreachRow, CauseRow, Dimension, Figure, ListedClock, SlaReport, TargetRow, WorstRow};
use desk::{Desk, Name};
use locale::{Language, text};

/// The columns of figures, and which clocks are behind each.
pub const FIGURES: [(&str, Option<Figure>); 14] = [
    ("started", Some(Figure::Started)),
    ("met", Some(Figure::Met)),
    ("missed", Some(Figure::Missed)),
    ("share", Some(Figure::Decided)),
    ("objective", None),
    ("fulfilled", None),
    ("median", Some(Figure::Decided)),
    ("ninth-decile", Some(Figure::Decided)),
    ("running", Some(Figure::Running)),
    ("running-late", Some(Figure::RunningLate)),
    ("withdrawn", Some(Figure::Withdrawn)),
    ("by-change", Some(Figure::ByChange)),
    ("entered-late", Some(Figure::EnteredLate)),
    ("corrected", Some(Figure::Corrected)),
];

/// How many of [`FIGURES`] stand on paper: the first, up to the ninth decile.
pub(crate) const PRINTED_FIGURES: usize = 8;

fn figures(row: &TargetRow, language: Language) -> Vec<Cell> {
    let verdict = |fulfilled| text(language, if fulfilled { "report-yes" } else { "report-no" });
    let cell = |(name, figure): &(&str, Option<Figure>)| match (*name, figure) {
        ("share", _) => row.basis_points.map_or(Cell::Empty, Cell::Share),
        ("median", _) => row.median_seconds.map_or(Cell::Empty, Cell::Seconds),
        ("ninth-decile", _) => row.ninth_decile_seconds.map_or(Cell::Empty, Cell::Seconds),
        ("objective", _) => Cell::text(row.objective.as_deref().map(percent_words)),
        ("fulfilled", _) => Cell::text(row.fulfilled.map(verdict)),
        (_, Some(figure)) => Cell::Count(row.count(*figure)),
        (_, None) => Cell::Empty,
    };
    FIGURES.iter().map(cell).collect()
}

/// What is wanted of a share in per cent: `> 90 %` for `> 0.9`.
pub(crate) fn percent_words(wanted: &str) -> String {
    let Some((sign, number)) = wanted.split_once(' ') else { return wanted.to_owned() };
    let (whole, parts) = number.split_once('.').unwrap_or((number, ""));
    let digits = format!("{whole}{parts:0<2}");
    let (per_cent, rest) = digits.split_at(whole.len() + 2);
    let per_cent = per_cent.trim_start_matches('0');
    let per_cent = if per_cent.is_empty() { "0" } else { per_cent };
    let rest = if rest.is_empty() { String::new() } else { format!(".{rest}") };
    format!("{sign} {per_cent}{rest} %")
}

fn figure_titles<'a>(before: &[&'a str]) -> Vec<&'a str> {
    before.iter().copied().chain(FIGURES.iter().map(|(name, _)| *name)).collect()
}

/// Figures per target: target, agreement and version before [`FIGURES`].
pub fn targets_table(report: &SlaReport, desk: &Desk, language: Language) -> Table {
    let row = |row: &TargetRow| {
        let mut cells = vec![
            Cell::Text(target_name(desk, &row.target, language)),
            Cell::Text(names::agreement(desk, &row.agreement, language)),
            Cell::Text(row.version.clone()),
        ];
        cells.extend(figures(row, language));
        cells
    };
    let keys = figure_titles(&["target", "agreement", "version"]);
    Table { titles: titles("report", &keys, language), rows: report.targets.iter().map(row).collect() }
}

/// Figures per group and target: group, target and version before [`FIGURES`].
pub fn groups_table(report: &SlaReport, desk: &Desk, language: Language) -> Table {
    let by = report.by.and_then(Dimension::parse).unwrap_or(Dimension::Line);
    let rows = report.groups.iter().flat_map(|group| {
        let mut name = group_name(desk, by, group.key.as_deref(), language);
        if group.own {
            name = format!("{name} ({})", text(language, "report-own"));
        }
        group.targets.iter().map(move |row| {
            let mut cells = vec![
                Cell::Text(name.clone()),
                Cell::Text(target_name(desk, &row.target, language)),
                Cell::Text(row.version.clone()),
            ];
            cells.extend(figures(row, language));
            cells
        })
    });
    let keys = figure_titles(&[by.as_str(), "target", "version"]);
    Table { titles: titles("report", &keys, language), rows: rows.collect() }
}

/// A trend: a row for every period; a column for every target that had clocks in one of them, with the share.
pub fn trend_table(report: &SlaReport, desk: &Desk, language: Language) -> Table {
    let keys = trend_targets(report);
    let mut columns = vec![title("report-period", language)];
    columns.extend(keys.iter().map(|(_, target)| target_name(desk, target, language).into()));
    let rows = report.trend.iter().map(|period| {
        let share = |key: &(String, String)| {
            let found = period.targets.iter().find(|t| (&t.agreement, &t.target) == (&key.0, &key.1));
            found.and_then(|figures| figures.basis_points).map_or(Cell::Empty, Cell::Share)
        };
        [Cell::Date(period.from)].into_iter().chain(keys.iter().map(share)).collect()
    });
    Table { titles: columns, rows: rows.collect() }
}

/// The trend as lines, of the first six targets; nothing where there is nothing to draw.
pub fn trend_chart(table: &Table, language: Language) -> Option<Chart> {
    let columns = table.titles.len();
    (columns > 1).then(|| Chart {
        kind: Kind::Lines,
        title: text(language, "report-trend"),
        description: text(language, "report-trend-chart"),
        label: 0,
        series: (1..columns.min(7)).collect(),
        objective: None,
    })
}

/// Agreement and target of the columns of a trend.
pub fn trend_targets(report: &SlaReport) -> Vec<(String, String)> {
    let mut keys: Vec<(String, String)> = Vec::new();
    for row in report.trend.iter().flat_map(|period| &period.targets) {
        let key = (row.agreement.clone(), row.target.clone());
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// Breaches by cause.
pub fn causes_table(report: &SlaReport, desk: &Desk, language: Language) -> Table {
    let row = |row: &CauseRow| {
        vec![Cell::Text(cause_name(desk, row.cause.as_deref(), language)), Cell::Count(row.missed)]
    };
    Table {
        titles: titles("report", &["cause", "missed"], language),
        rows: report.causes.iter().map(row).collect(),
    }
}

/// The worst of every target.
pub fn worst_table(report: &SlaReport, desk: &Desk, language: Language) -> Table {
    let keys = ["reference", "target", "due", "stopped", "past-due", "elapsed"];
    let row = |target: &TargetRow, row: &WorstRow| {
        vec![
            Cell::Text(row.reference.to_string()),
            Cell::Text(target_name(desk, &target.target, language)),
            Cell::text(row.due_at.map(|at| local_minute(&desk.zone, at))),
            Cell::text(row.stopped_at.map(|at| local_minute(&desk.zone, at))),
            Cell::Seconds(row.past_due_seconds),
            Cell::Seconds(row.elapsed_seconds),
        ]
    };
    let rows = report.targets.iter().flat_map(|target| target.worst.iter().map(move |w| row(target, w)));
    Table { titles: titles("report", &keys, language), rows: rows.collect() }
}

/// The clocks behind a figure.
pub fn clocks_table(clocks: &[ListedClock], desk: &Desk, language: Language) -> Table {
    let keys = [
        "reference",
        "target",
        "outcome",
        "begun",
        "due",
        "stopped",
        "allowed",
        "elapsed",
        "line",
        "queue",
        "organisation",
        "service",
        "cause",
        "subject",
    ];
    let moment = |at| Cell::Text(local_minute(&desk.zone, at));
    let row = |row: &ListedClock| {
        let outcome = text(language, &format!("report-outcome-{}", row.outcome.unwrap_or("none")));
        let name = |by: Dimension, key: Option<&str>| {
            Cell::text(key.filter(|k| !k.is_empty()).map(|k| group_name(desk, by, Some(k), language)))
        };
        vec![
            Cell::Text(row.reference.to_string()),
            Cell::Text(target_name(desk, &row.target, language)),
            Cell::Text(outcome),
            moment(row.started_at),
            row.due_at.map_or(Cell::Empty, moment),
            row.stopped_at.map_or(Cell::Empty, moment),
            Cell::Seconds(row.target_seconds),
            Cell::Seconds(row.elapsed_seconds),
            name(Dimension::Line, Some(&row.line)),
            name(Dimension::Queue, Some(&row.queue)),
            name(Dimension::Organisation, Some(&row.organisation)),
            name(Dimension::Service, row.service.as_deref()),
            Cell::text(row.cause.as_deref().map(|cause| cause_name(desk, Some(cause), language))),
            Cell::Text(row.subject.clone()),
        ]
    };
    Table { titles: titles("report", &keys, language), rows: clocks.iter().map(row).collect() }
}

/// Titles of the columns of [`breach_cells`].
pub fn breach_titles(language: Language) -> Vec<Title> {
    let keys = [
        "reference",
        "target",
        "due",
        "stopped",
        "allowed",
        "elapsed",
        "longest",
        "longest-time",
        "cause",
        "organisation",
        "subject",
    ];
    titles("report", &keys, language)
}

/// A breach in words; moments on the desk's wall clock.
pub fn breach_cells(row: &BreachRow, desk: &Desk, language: Language) -> Vec<Cell> {
    let organisation = desk.organisation(&row.organisation).map(|o| &o.name);
    let longest = row.held_longest.as_ref();
    vec![
        Cell::Text(row.reference.to_string()),
        Cell::Text(target_name(desk, &row.target, language)),
        Cell::text(row.due_at.map(|at| local_minute(&desk.zone, at))),
        Cell::text(row.stopped_at.map(|at| local_minute(&desk.zone, at))),
        Cell::Seconds(row.target_seconds),
        Cell::Seconds(row.elapsed_seconds),
        Cell::text(longest.map(|held| line_name(desk, &held.line, language))),
        longest.map_or(Cell::Empty, |held| Cell::Seconds(held.seconds)),
        Cell::text(row.cause.as_ref().map(|given| cause_name(desk, Some(&given.cause), language))),
        Cell::Text(named(organisation, &row.organisation, language)),
        Cell::Text(row.subject.clone()),
    ]
}

/// The breaches of the report.
pub fn breaches_table(report: &SlaReport, desk: &Desk, language: Language) -> Table {
    let rows = report.breaches.iter().map(|row| breach_cells(row, desk, language));
    Table { titles: breach_titles(language), rows: rows.collect() }
}

/// A target's name; its key where the desk file knows it no longer.
pub fn target_name(desk: &Desk, key: &str, language: Language) -> String {
    names::target(desk, key, language)
}

/// A line's name; its key where the desk file knows it no longer.
pub fn line_name(desk: &Desk, key: &str, language: Language) -> String {
    named(desk.line_names.get(key), key, language)
}

/// The name of a breach's cause, or that nobody gave one.
pub fn cause_name(desk: &Desk, key: Option<&str>, language: Language) -> String {
    let Some(key) = key.filter(|key| !key.is_empty()) else { return text(language, "report-no-cause") };
    named(desk.breach_cause(key).map(|cause| &cause.name), key, language)
}

/// The name of what figures are divided by; a word for none.
pub fn group_name(desk: &Desk, by: Dimension, key: Option<&str>, language: Language) -> String {
    let Some(key) = key.filter(|key| !key.is_empty()) else { return text(language, "report-nothing") };
    let name = match by {
        Dimension::Line => desk.line_names.get(key),
        Dimension::Queue => desk.queue_names.get(key),
        Dimension::Organisation => desk.organisation(key).map(|o| &o.name),
        Dimension::Service => desk.service(key).map(|s| &s.name),
        Dimension::Priority => desk.priorities.levels.iter().find(|p| p.key == key).map(|p| &p.name),
    };
    named(name, key, language)
}

/// Names of a desk's keys; the key itself where the desk file knows it no longer.
pub(crate) mod names {
    use super::named;
    use desk::Desk;
    use locale::{Language, knows, text};

    pub fn target(desk: &Desk, key: &str, language: Language) -> String {
        named(desk.target_names.get(key), key, language)
    }

    pub fn agreement(desk: &Desk, key: &str, language: Language) -> String {
        named(desk.agreement_names.get(key), key, language)
    }

    /// The name of a key of a sort that conditions speak of.
    pub fn of(desk: &Desk, sort: &str, key: &str, language: Language) -> String {
        let name = match sort {
            "case_type" => desk.case_type(key).map(|t| &t.name),
            "service" => desk.service(key).map(|t| &t.name),
            "environment" => desk.environment(key).map(|t| &t.name),
            "priority" => desk.priorities.levels.iter().find(|l| l.key == key).map(|l| &l.name),
            "organisation" => desk.organisation(key).map(|o| &o.name),
            _ => None,
        };
        let word = format!("{sort}-{key}");
        if name.is_none() && knows(&word) { text(language, &word) } else { named(name, key, language) }
    }
}

pub(crate) fn named(name: Option<&Name>, key: &str, language: Language) -> String {
    name.map_or(key, |name| name.in_language(language.key())).to_owned()
}

/// Titles of columns: messages of a group.
pub(crate) fn titles(group: &str, keys: &[&str], language: Language) -> Vec<Title> {
    keys.iter().map(|key| title(&format!("{group}-{key}"), language)).collect()
}

/// Columns that hold durations and nothing else.
const DURATIONS: [&str; 16] = [
    "effort-column-time",
    "report-median",
    "report-ninth-decile",
    "report-allowed",
    "report-elapsed",
    "report-past-due",
    "report-longest-time",
    "waiting-total",
    "waiting-paused",
    "telephone-mean",
    "telephone-within",
    "staffing-handling",
    "staffing-within",
    "staffing-open",
    "operations-lasted",
    "objective-time",
];

/// Title of a column: a message.
pub(crate) fn title(key: &str, language: Language) -> Title {
    let words = text(language, key);
    if DURATIONS.contains(&key) { Title::of_seconds(words) } else { words.into() }
}

#[cfg(test)]
mod tests {
    use super::percent_words;

    #[test]
    fn shares_are_wanted_in_per_cent() {
        let said = ["> 0.9", ">= 0.995", "> 0.05", ">= 1", "> 0", "> 0.98765"].map(percent_words);
        assert_eq!(said, ["> 90 %", ">= 99.5 %", "> 5 %", ">= 100 %", "> 0 %", "> 98.765 %"]);
    }
}
