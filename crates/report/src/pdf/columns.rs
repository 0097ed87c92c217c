//! How wide the columns of a table are, and where words break.

use crate::Table;
use crate::fonts::Weight;

/// Points between two columns.
pub(super) const GAP: f32 = 8.0;
/// Lines of one cell at most: a cell must fit on a page.
const LINES: usize = 12;

/// Width of every column, together with the gaps at most `room`.
pub(super) fn widths(table: &Table, size: f32, room: f32) -> Vec<f32> {
    let count = table.titles.len();
    #[expect(clippy::cast_precision_loss, reason = "some tens of columns")]
    let gaps = GAP * count.saturating_sub(1) as f32;
    let room = (room - gaps).max(1.0);
    let measured: Vec<(f32, f32)> = (0..count).map(|at| measure(table, at, size)).collect();
    let least: f32 = measured.iter().map(|(least, _)| least).sum();
    let wanted: f32 = measured.iter().map(|(_, wanted)| wanted).sum();
    let share = ((room - least) / (wanted - least).max(0.1)).clamp(0.0, 1.0);
    let squeezed = (room / least.max(0.1)).min(1.0);
    measured.iter().map(|(least, wanted)| (least + (wanted - least) * share) * squeezed).collect()
}

/// The longest word and the longest line of a column, both within reason.
fn measure(table: &Table, at: usize, size: f32) -> (f32, f32) {
    let (mut least, mut wanted) = (0.0_f32, 0.0_f32);
    let mut take = |weight: Weight, words: &str, whole: bool| {
        let word = |word: &str| weight.width(word, size);
        let longest =
            if whole { word(words) } else { words.split_whitespace().map(word).fold(0.0, f32::max) };
        least = least.max(longest.min(if whole { 200.0 } else { 90.0 }));
        wanted = wanted.max(word(words).min(360.0));
    };
    if let Some(title) = table.titles.get(at) {
        take(Weight::Bold, title, false);
    }
    for cell in table.rows.iter().filter_map(|row| row.get(at)) {
        // Figures and moments never break.
        let whole = !matches!(cell, crate::Cell::Text(_));
        take(Weight::Regular, &cell.shown(), whole);
    }
    (least, wanted.max(least))
}

/// Words on lines of at most a width; a word that is longer than a line breaks within.
pub(super) fn lines(words: &str, weight: Weight, size: f32, room: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in weight.drawable(words).split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if weight.width(&longer, size) <= room {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            line.push(c);
            if line.chars().count() > 1 && weight.width(&line, size) > room {
                line.pop();
                lines.push(std::mem::replace(&mut line, c.to_string()));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            *last = weight.cut(&format!("{last} …"), size, room);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cell;

    #[test]
    fn a_table_is_never_wider_than_the_page_and_words_are_not_lost() {
        let text = "Ett mycket långt ämne om att risksignalen inte visas i Rehabstöd efter uppdateringen";
        let row = || (0..12).map(|_| Cell::Text(text.into())).collect::<Vec<_>>();
        let table = Table {
            titles: (0..12).map(|n| format!("Kolumn {n}").into()).collect(),
            rows: vec![row(), row()],
        };
        let widths = widths(&table, 8.0, 500.0);
        let whole: f32 = widths.iter().sum::<f32>() + 11.0 * GAP;
        assert!(whole <= 500.1, "{whole}");
        let broken = lines(text, Weight::Regular, 8.0, 70.0);
        assert_eq!(broken.join(" "), text);
        assert!(broken.iter().all(|line| Weight::Regular.width(line, 8.0) <= 70.0));
        let address = "https://exempel.example/en/mycket/lang/adress";
        assert_eq!(lines(address, Weight::Regular, 8.0, 40.0).concat(), address);
        let endless = "ord ".repeat(10_000);
        assert_eq!(lines(&endless, Weight::Regular, 8.0, 70.0).len(), 12);
        assert!(lines("", Weight::Regular, 8.0, 70.0).is_empty());
    }
}
