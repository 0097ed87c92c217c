//! A report with every kind of cell and chart.

use chrono::{NaiveDate, NaiveDateTime};
use report::{Cell, Chart, Document, Kind, Objective, Part, Table};

pub fn made() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 12, 1).unwrap().and_hms_opt(8, 30, 0).unwrap()
}

fn chart(kind: Kind, series: &[usize]) -> Option<Chart> {
    Some(Chart {
        kind,
        title: "Servicenivåer".into(),
        description: "Uppnådda och överskridna per mål.".into(),
        label: 0,
        series: series.to_vec(),
        objective: None,
    })
}

/// As many rows as asked for in its last part.
pub fn document(rows: i64) -> Document {
    let titles = |titles: &[&str]| titles.iter().map(|t| (*t).into()).collect::<Vec<_>>();
    let target = |name: &str, met, missed, share| {
        vec![Cell::Text(name.into()), Cell::Count(met), Cell::Count(missed), Cell::Share(share)]
    };
    let month = |at: u32, share: Option<i64>| {
        vec![Cell::Text(format!("2026-{at:02}")), share.map_or(Cell::Empty, Cell::Share)]
    };
    let hours = std::iter::once("Dag".into()).chain((0..24).map(|h| h.to_string().into())).collect();
    let day = |name: &str, busy: i64| {
        let hour = |h: i64| Cell::Count(if (7..18).contains(&h) { (18 - h) * busy } else { 0 });
        std::iter::once(Cell::Text(name.into())).chain((0..24).map(hour)).collect()
    };
    let breach = |n: i64| {
        vec![
            Cell::Text(format!("=WEB-{n}")),
            Cell::Minute(made()),
            Cell::Seconds(36_061 + n),
            Cell::Hundredths(125),
            Cell::Date(made().date()),
            Cell::Text("Åsa Ærø frågar om räksmörgås i journalen och får inget svar på en vecka".into()),
        ]
    };
    let part = |key: &str, heading: &str, table, chart| Part {
        key: key.into(),
        heading: heading.into(),
        notes: Vec::new(),
        table,
        chart,
    };
    let lines = chart(Kind::Lines, &[1])
        .map(|chart| Chart { objective: Some(Objective { at: 9_000, label: "mål 90 %".into() }), ..chart });
    Document {
        title: "Servicenivåer för WebCare 2026-11-01 till 2026-11-30".into(),
        language: "sv".into(),
        made: made(),
        notes: vec!["Andelar är avkortade, aldrig avrundade uppåt.".into()],
        sheet: false,
        charts: "Diagram".into(),
        parts: vec![
            part(
                "targets",
                "Per mål",
                Table {
                    titles: titles(&["Mål", "Uppnådda", "Överskridna", "Andel"]),
                    rows: vec![target("Fördelning", 9, 1, 9_000), target("Lösning", 399, 1, 9_975)],
                },
                chart(Kind::Stacked, &[1, 2]),
            ),
            part(
                "months",
                "Månader",
                Table {
                    titles: titles(&["Månad", "Andel"]),
                    rows: vec![
                        month(9, Some(8_800)),
                        month(10, None),
                        month(11, Some(9_500)),
                        month(12, Some(9_700)),
                    ],
                },
                lines,
            ),
            part(
                "hours",
                "Veckans timmar",
                Table { titles: hours, rows: vec![day("måndag", 3), day("tisdag", 1), day("fredag", 2)] },
                chart(Kind::Heat, &(1..25).collect::<Vec<_>>()),
            ),
            part(
                "breaches",
                "Överskridna/tider",
                Table {
                    titles: titles(&["Ärende", "Förföll", "Använd tid", "Snitt", "Dag", "Ämne"]),
                    rows: (0..rows).map(breach).collect(),
                },
                None,
            ),
        ],
    }
}
