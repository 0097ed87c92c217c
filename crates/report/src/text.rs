//! A table for a terminal.

use crate::table::{Cell, Table};
use unicode_width::UnicodeWidthStr as _;

/// Columns in line, two spaces between them, numbers at their right.
pub fn to_text(table: &Table) -> String {
    let titles = table.titles.iter().map(|title| (title.to_string(), false)).collect::<Vec<_>>();
    let rows = table.rows.iter().map(|row| row.iter().map(|cell| (shown(cell), cell.is_number())).collect());
    let lines: Vec<Vec<(String, bool)>> = std::iter::once(titles).chain(rows).collect();
    let widths: Vec<usize> = (0..table.titles.len())
        .map(|at| {
            lines.iter().filter_map(|line| line.get(at)).map(|(words, _)| words.width()).max().unwrap_or(0)
        })
        .collect();
    let line = |cells: &Vec<(String, bool)>| {
        let cells = cells.iter().zip(&widths).map(|((words, right), width)| {
            let space = " ".repeat(width - words.width());
            if *right { format!("{space}{words}") } else { format!("{words}{space}") }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    lines.iter().map(line).collect()
}

/// On one line, without control characters: a terminal obeys those.
fn shown(cell: &Cell) -> String {
    cell.shown().chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_in_line_whatever_is_in_them() {
        let table = Table {
            titles: vec!["Mål".into(), "Antal".into()],
            rows: vec![
                vec![Cell::Text("Fördelning".into()), Cell::Count(7)],
                vec![Cell::Text("a\u{1b}[31m\nb".into()), Cell::Empty],
            ],
        };
        assert_eq!(to_text(&table), "Mål         Antal\nFördelning      7\na [31m b\n");
    }
}
