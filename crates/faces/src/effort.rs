//! The effort report in words, fit for finance.

use crate::paper::{chart, part};
use crate::period::{Made, PeriodAsked, PeriodReport, Section, coded};
use crate::report::named;
use ::report::{Cell, Kind, Table, Title};
use app::effort::EffortView;
use app::read::local_time;
use app::report::{EffortReport, EffortRow, EffortSum, PlanRow};
use app::{App, Denied};
use desk::{Desk, Principal};
use locale::{Language, text, text_with};
use std::sync::Arc;

/// The report on effort.
pub(crate) struct Effort;

impl PeriodReport for Effort {
    fn key(&self) -> &'static str {
        "effort"
    }

    fn about(&self) -> &'static str {
        "Person-days and money per activity, kind and payer, against plan"
    }

    fn parts(&self) -> &'static [&'static str] {
        &["sums", "activities", "plan", "entries"]
    }

    fn narrowed_by(&self) -> &'static [&'static str] {
        &["activity", "kind", "payer"]
    }

    fn desks(&self, app: &App, reader: &Principal) -> Vec<Arc<Desk>> {
        app.effort_desks(reader)
    }

    fn make(&self, app: &App, asked: &PeriodAsked) -> Result<Made, Denied> {
        for (name, value) in asked.only {
            app.effort_has(asked.desk, name, value)?;
        }
        let mut report = app.effort_report(asked.reader, &asked.desk.key, asked.dates())?;
        let of_asked = |name: &str, value: &str| asked.narrowed(name).is_none_or(|wanted| wanted == value);
        report.entries.retain(|entry| {
            let EffortView { activity, kind, payer, .. } = entry;
            of_asked("activity", activity) && of_asked("kind", kind) && of_asked("payer", payer)
        });
        let (desk, language) = (asked.desk, asked.language);
        let of = |key: &str, table| part(language, key, &format!("effort-part-{key}"), table, None);
        let entries =
            Section::linked(of("entries", entries_table(&report, desk, language)), |row, column| {
                let entry = report.entries.get(row).filter(|_| column == 1)?;
                Some(format!("/cases/{}", entry.reference))
            });
        let sections = vec![
            Section::linked(of("sums", effort_table(&report, desk, language)), |row, column| {
                let row = report.rows.get(row).filter(|_| column > 2)?;
                let (activity, kind, payer) = (coded(&row.activity), coded(&row.kind), coded(&row.payer));
                let query = asked.query();
                Some(format!("/reports/effort?{query}&activity={activity}&kind={kind}&payer={payer}"))
            }),
            activities(&report, asked),
            Section::linked(of("plan", plan_table(&report, desk, language)), |row, column| {
                let row = report.plan.get(row).filter(|_| column == 3)?;
                let (desk, activity, year) = (coded(&desk.key), coded(&row.activity), row.year);
                let dates = format!("from={year}-01-01&until={year}-12-31");
                Some(format!("/reports/effort?desk={desk}&{dates}&activity={activity}"))
            }),
            entries,
        ];
        Ok(Made::of(&report, sections)?.noted(text(language, "effort-note")))
    }
}

/// Time per activity, kind and payer, with what it comes to and a last row for all of it.
fn effort_table(report: &EffortReport, desk: &Desk, language: Language) -> Table {
    let keys = ["activity", "kind", "payer", "minutes", "days", "money"];
    let row = |row: &EffortRow| {
        let mut cells = vec![
            Cell::Text(activity_name(desk, &row.activity, language)),
            Cell::Text(text(language, &format!("effort-{}", row.kind))),
            Cell::Text(organisation_name(desk, &row.payer, language)),
        ];
        cells.extend(sum(&row.sum));
        cells
    };
    let mut rows: Vec<Vec<Cell>> = report.rows.iter().map(row).collect();
    let mut total = vec![Cell::Text(text(language, "effort-total")), Cell::Empty, Cell::Empty];
    total.extend(sum(&report.total));
    rows.push(total);
    Table { titles: titles(report, &keys, language), rows }
}

/// Time per activity, the most first, with its share of all.
fn activities(report: &EffortReport, asked: &PeriodAsked) -> Section {
    let (desk, language) = (asked.desk, asked.language);
    let mut sums: Vec<(&str, i64)> = Vec::new();
    for row in &report.rows {
        match sums.iter_mut().find(|(activity, _)| *activity == row.activity) {
            Some(sum) => sum.1 += row.sum.minutes,
            None => sums.push((&row.activity, row.sum.minutes)),
        }
    }
    sums.sort_by_key(|(activity, minutes)| (-minutes, *activity));
    let share = |minutes: i64| (minutes * 10_000).checked_div(report.total.minutes);
    let row = |(activity, minutes): &(&str, i64)| {
        let share = share(*minutes).map_or(Cell::Empty, Cell::Share);
        vec![Cell::Text(activity_name(desk, activity, language)), Cell::Seconds(minutes * 60), share]
    };
    let titles = ["effort-column-activity", "effort-column-time", "report-share"];
    let titles = titles.map(|key| crate::report::title(key, language)).to_vec();
    let table = Table { titles, rows: sums.iter().map(row).collect() };
    let words = ("effort-chart", "effort-chart-described");
    let drawn = chart(language, Kind::Bars, words, (0, vec![1]));
    let made = part(language, "activities", "effort-part-activities", table, Some(drawn));
    Section::linked(made, |row, column| {
        let (activity, _) = sums.get(row).filter(|_| column == 1)?;
        Some(format!("/reports/effort?{}&activity={}", asked.query(), coded(activity)))
    })
}

/// What was planned, and what was used of it.
fn plan_table(report: &EffortReport, desk: &Desk, language: Language) -> Table {
    let keys = ["year", "activity", "planned-days", "used-days", "used", "planned-money", "used-money"];
    let row = |row: &PlanRow| {
        vec![
            Cell::Text(row.year.to_string()),
            Cell::Text(activity_name(desk, &row.activity, language)),
            Cell::Count(row.planned_days),
            Cell::Hundredths(row.used.days_hundredths),
            row.used_basis_points.map_or(Cell::Empty, Cell::Share),
            row.planned_money.map_or(Cell::Empty, Cell::Count),
            row.used.money_hundredths.map_or(Cell::Empty, Cell::Hundredths),
        ]
    };
    Table { titles: titles(report, &keys, language), rows: report.plan.iter().map(row).collect() }
}

/// Every entry.
fn entries_table(report: &EffortReport, desk: &Desk, language: Language) -> Table {
    let keys = ["day", "reference", "person", "activity", "kind", "payer", "minutes", "note", "recorded"];
    let row = |entry: &EffortView| {
        vec![
            entry.day.parse().map_or_else(|_| Cell::Text(entry.day.clone()), Cell::Date),
            Cell::Text(entry.reference.to_string()),
            Cell::Text(entry.name.clone()),
            Cell::Text(activity_name(desk, &entry.activity, language)),
            Cell::Text(text(language, &format!("effort-{}", entry.kind))),
            Cell::Text(organisation_name(desk, &entry.payer, language)),
            Cell::Count(entry.minutes),
            Cell::text(entry.note.clone()),
            Cell::Minute(local_time(&desk.zone, entry.recorded_at)),
        ]
    };
    Table { titles: titles(report, &keys, language), rows: report.entries.iter().map(row).collect() }
}

/// An activity's name; its key where the desk file knows it no longer.
pub fn activity_name(desk: &Desk, key: &str, language: Language) -> String {
    named(desk.effort.activity(key).map(|activity| &activity.name), key, language)
}

fn organisation_name(desk: &Desk, key: &str, language: Language) -> String {
    named(desk.organisation(key).map(|organisation| &organisation.name), key, language)
}

fn sum(sum: &EffortSum) -> [Cell; 3] {
    let money = sum.money_hundredths.map_or(Cell::Empty, Cell::Hundredths);
    [Cell::Count(sum.minutes), Cell::Hundredths(sum.days_hundredths), money]
}

/// Titles; money names its currency.
fn titles(report: &EffortReport, keys: &[&str], language: Language) -> Vec<Title> {
    let facts = [("currency".to_owned(), report.currency.clone())].into_iter().collect();
    keys.iter().map(|key| text_with(language, &format!("effort-column-{key}"), &facts).into()).collect()
}
