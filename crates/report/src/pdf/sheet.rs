//! A report on one page: what has a picture, or no table, over the whole width, the rest in two columns. The print gets
//! smaller until everything fits; there is a least size that can be read.

use super::layout::{LONG, Layout, MARGIN, SHORT};
use crate::document::{Document, Part, Unwritten};

/// Sizes tried against the usual one, in per cent.
const SIZES: std::ops::RangeInclusive<u8> = 70..=110;
/// Points between the two columns.
const BETWEEN: f32 = 24.0;

/// The largest print in which everything stands on one page.
pub(super) fn fit(document: &Document) -> Result<Layout, Unwritten> {
    let laid_out = SIZES.rev().step_by(2).map(|size| lay_out(document, f32::from(size) / 100.0));
    let mut fitting = laid_out.filter(|layout| layout.y <= layout.bottom());
    fitting.next().ok_or_else(|| Unwritten::Pdf("it is too much for one page".into()))
}

fn lay_out(document: &Document, scale: f32) -> Layout {
    let mut layout = Layout::new((SHORT, LONG), scale, false);
    let whole = layout.column;
    let half = (whole.1 - BETWEEN) / 2.0;
    let columns = [(MARGIN, half), (MARGIN + half + BETWEEN, half)];
    layout.head(document);
    let mut ends = [layout.y; 2];
    for part in &document.parts {
        if is_wide(part) {
            layout.column = whole;
            layout.y = ends[0].max(ends[1]);
            layout.heading(part);
            if !part.table.rows.is_empty() {
                layout.chart(part);
            }
            ends = [layout.y; 2];
            if part.table.rows.is_empty() {
                continue;
            }
        }
        let shorter = usize::from(ends[1] < ends[0]);
        layout.column = columns[shorter];
        layout.y = ends[shorter];
        if !is_wide(part) {
            layout.heading(part);
        }
        if !part.table.rows.is_empty() {
            layout.table(part);
        }
        ends[shorter] = layout.y;
    }
    layout.y = ends[0].max(ends[1]);
    layout
}

fn is_wide(part: &Part) -> bool {
    part.chart.is_some() || part.table.titles.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::layout::Ink;
    use crate::{Cell, Chart, Kind, Table};
    use chrono::NaiveDate;

    fn document(rows: usize, words: usize) -> Document {
        let row = |n: usize| vec![Cell::Text(format!("Rad {n} med några ord")), Cell::Count(7)];
        let table =
            |count| Table { titles: vec!["Vad".into(), "Antal".into()], rows: (0..count).map(row).collect() };
        let part = |key: &str, table, chart| Part {
            key: key.into(),
            heading: key.into(),
            notes: Vec::new(),
            table,
            chart,
        };
        let chart = Chart {
            kind: Kind::Lines,
            title: "Tolv månader".into(),
            description: "Andel.".into(),
            label: 0,
            series: vec![1],
            objective: None,
        };
        let mut comment = part("Kommentar", Table::default(), None);
        comment.notes = vec!["ord ".repeat(words)];
        let mut parts = vec![comment, part("Trend", table(12), Some(chart))];
        parts.extend((0..5).map(|n| part(&format!("Del {n}"), table(rows), None)));
        Document {
            title: "Blad".into(),
            language: "sv".into(),
            made: NaiveDate::from_ymd_opt(2026, 12, 1).unwrap().and_hms_opt(8, 0, 0).unwrap(),
            notes: Vec::new(),
            charts: "Diagram".into(),
            sheet: true,
            parts,
        }
    }

    #[test]
    fn a_full_sheet_is_one_page_with_everything_on_it() {
        for (rows, words) in [(1, 5), (6, 120), (8, 180)] {
            let layout = fit(&document(rows, words)).unwrap();
            assert_eq!(layout.pages.len(), 1);
            let mut cells = 0;
            for block in &layout.pages[0] {
                for ink in &block.ink {
                    let Ink::Words { at: (x, y), words, .. } = ink else { continue };
                    assert!(*x >= MARGIN && *x < SHORT - MARGIN && *y <= layout.bottom(), "{words} {x} {y}");
                    cells += usize::from(words.trim() == "7");
                }
            }
            assert_eq!(cells, 12 + 5 * rows, "{rows}");
        }
        // The less there is, the larger it is printed.
        assert!(fit(&document(1, 5)).unwrap().scale > fit(&document(8, 180)).unwrap().scale);
        assert!(fit(&document(60, 180)).is_err(), "what does not fit is said, never cut off");
    }
}
