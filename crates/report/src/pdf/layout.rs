//! What stands where on which page, and what it is for a screen reader.

use super::columns::{GAP, lines, widths};
use crate::chart::draw;
use crate::document::{Document, Part};
use crate::drawing::Drawing;
use crate::fonts::Weight;

/// A4, in points.
pub(super) const SHORT: f32 = 595.28;
pub(super) const LONG: f32 = 841.89;
pub(super) const MARGIN: f32 = 48.0;
const TABLE_SIZE: f32 = 8.0;
const LINE: f32 = 1.3;
/// Columns a table may have on an upright page.
const UPRIGHT_COLUMNS: usize = 7;

/// What a piece of the document is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Role {
    Title(String),
    Heading(String),
    Paragraph,
    Table,
    Head,
    Body,
    Row,
    ColumnTitle,
    RowTitle,
    Cell,
    Figure(String),
}

/// A piece of the document and the pieces in it.
#[derive(Debug)]
pub(super) struct Node {
    pub role: Role,
    pub children: Vec<usize>,
}

/// Something drawn.
#[derive(Debug)]
pub(super) enum Ink {
    Words {
        at: (f32, f32),
        words: String,
        size: f32,
        weight: Weight,
    },
    Rule {
        from: (f32, f32),
        to: (f32, f32),
        width: f32,
    },
    /// A drawing, moved and scaled.
    Drawing {
        at: (f32, f32),
        scale: f32,
        drawing: Drawing,
    },
}

/// What is drawn together; without an owner it is ornament, which a screen reader passes over.
#[derive(Debug)]
pub(super) struct Block {
    pub owner: Option<usize>,
    pub ink: Vec<Ink>,
}

/// A document on its pages.
#[derive(Debug)]
pub(super) struct Layout {
    pub width: f32,
    pub height: f32,
    pub pages: Vec<Vec<Block>>,
    pub nodes: Vec<Node>,
    /// Pieces that lie in no other, in order.
    pub top: Vec<usize>,
    /// Headings: words, page, distance from the top.
    pub outline: Vec<(String, usize, f32)>,
    /// Where the next piece begins.
    pub y: f32,
    /// Left edge and width of what is being laid out.
    pub column: (f32, f32),
    /// Size of print against the usual one.
    pub scale: f32,
    /// Whether it goes on at a next page.
    pub pages_on: bool,
}

pub(super) fn lay_out(document: &Document) -> Layout {
    let lying = document.parts.iter().any(|part| part.table.titles.len() > UPRIGHT_COLUMNS);
    let (width, height) = if lying { (LONG, SHORT) } else { (SHORT, LONG) };
    let mut layout = Layout::new((width, height), 1.0, true);
    layout.head(document);
    for part in &document.parts {
        layout.part(part);
    }
    layout
}

impl Layout {
    /// An empty first page.
    pub fn new((width, height): (f32, f32), scale: f32, pages_on: bool) -> Self {
        Self {
            width,
            height,
            pages: vec![Vec::new()],
            nodes: Vec::new(),
            top: Vec::new(),
            outline: Vec::new(),
            y: MARGIN,
            column: (MARGIN, width - 2.0 * MARGIN),
            scale,
            pages_on,
        }
    }

    /// Title and what stands under it.
    pub fn head(&mut self, document: &Document) {
        self.paragraph(&document.title, 18.0, Weight::Bold, Role::Title(document.title.clone()));
        for note in &document.notes {
            self.paragraph(note, 9.5, Weight::Regular, Role::Paragraph);
        }
    }

    fn room(&self) -> f32 {
        self.column.1
    }

    pub fn bottom(&self) -> f32 {
        self.height - MARGIN - 12.0
    }

    fn node(&mut self, role: Role, within: Option<usize>) -> usize {
        let at = self.nodes.len();
        self.nodes.push(Node { role, children: Vec::new() });
        match within.and_then(|parent| self.nodes.get_mut(parent)) {
            Some(parent) => parent.children.push(at),
            None => self.top.push(at),
        }
        at
    }

    fn put(&mut self, owner: Option<usize>, ink: Vec<Ink>) {
        if ink.is_empty() {
            return;
        }
        if let Some(page) = self.pages.last_mut() {
            page.push(Block { owner, ink });
        }
    }

    /// Goes on at the next page unless there is room. Says whether it did.
    fn needs(&mut self, height: f32) -> bool {
        if !self.pages_on || self.y + height <= self.bottom() || self.y <= MARGIN {
            return false;
        }
        self.pages.push(Vec::new());
        self.y = MARGIN;
        true
    }

    fn paragraph(&mut self, words: &str, size: f32, weight: Weight, role: Role) {
        let size = size * self.scale;
        let node = self.node(role, None);
        for words in lines(words, weight, size, self.room()) {
            self.needs(size * LINE);
            let at = (self.column.0, self.y + size);
            // The blank at the end parts the words of two lines for who reads them aloud.
            self.put(Some(node), vec![Ink::Words { at, words: words + " ", size, weight }]);
            self.y += size * LINE;
        }
        self.y += 4.0 * self.scale;
    }

    fn part(&mut self, part: &Part) {
        self.heading(part);
        if part.table.rows.is_empty() {
            return;
        }
        self.chart(part);
        self.table(part);
    }

    /// Heading and notes of a part.
    pub fn heading(&mut self, part: &Part) {
        self.y += 12.0 * self.scale;
        self.needs(96.0);
        self.outline.push((part.heading.clone(), self.pages.len() - 1, self.y));
        self.paragraph(&part.heading, 13.0, Weight::Bold, Role::Heading(part.heading.clone()));
        for note in &part.notes {
            self.paragraph(note, 9.5, Weight::Regular, Role::Paragraph);
        }
    }

    /// The picture of a part, where it has one.
    pub fn chart(&mut self, part: &Part) {
        if let Some(chart) = &part.chart {
            let drawing = draw(chart, &part.table);
            let most = self.bottom() - MARGIN;
            let scale = (self.room() / drawing.width).min(most / drawing.height).min(0.9 * self.scale);
            self.needs(drawing.height * scale);
            let node = self.node(Role::Figure(format!("{}. {}", chart.title, chart.description)), None);
            let (at, height) = ((self.column.0, self.y), drawing.height * scale);
            self.put(Some(node), vec![Ink::Drawing { at, scale, drawing }]);
            self.y += height + 8.0 * self.scale;
        }
    }

    /// The table of a part.
    pub fn table(&mut self, part: &Part) {
        let table = &part.table;
        let size = self.table_size();
        let widths = widths(table, size, self.room());
        let numbers: Vec<bool> = (0..table.titles.len())
            .map(|at| table.rows.iter().filter_map(|row| row.get(at)).any(crate::Cell::is_number))
            .collect();
        let columns: Vec<(f32, bool)> = widths.into_iter().zip(numbers).collect();
        let titles: Vec<String> = table.titles.iter().map(ToString::to_string).collect();
        let whole = self.node(Role::Table, None);
        let head = self.node(Role::Head, Some(whole));
        let first = self.node(Role::Row, Some(head));
        let owners: Vec<usize> = titles.iter().map(|_| self.node(Role::ColumnTitle, Some(first))).collect();
        let title_height = row_height(&titles, &columns, Weight::Bold, size);
        self.needs(title_height + 24.0);
        self.row(&titles, &columns, Weight::Bold, Some(&owners));
        let body = self.node(Role::Body, Some(whole));
        for cells in &table.rows {
            let shown: Vec<String> = cells.iter().map(crate::Cell::shown).collect();
            if self.needs(row_height(&shown, &columns, Weight::Regular, size)) {
                self.row(&titles, &columns, Weight::Bold, None);
            }
            let row = self.node(Role::Row, Some(body));
            let role = |at| if at == 0 { Role::RowTitle } else { Role::Cell };
            let owners: Vec<usize> = (0..shown.len()).map(|at| self.node(role(at), Some(row))).collect();
            self.row(&shown, &columns, Weight::Regular, Some(&owners));
        }
        self.y += 8.0 * self.scale;
    }

    fn table_size(&self) -> f32 {
        TABLE_SIZE * self.scale
    }

    /// One row with a rule under it; without owners it repeats titles that were told before.
    fn row(&mut self, cells: &[String], columns: &[(f32, bool)], weight: Weight, owners: Option<&[usize]>) {
        let size = self.table_size();
        let height = row_height(cells, columns, weight, size);
        let first = self.column.0;
        let mut left = first;
        for (at, (words, (wide, number))) in cells.iter().zip(columns).enumerate() {
            let mut ink = Vec::new();
            let mut y = self.y + 2.0 + size;
            for line in lines(words, weight, size, *wide) {
                let x = if *number { left + wide - weight.width(&line, size) } else { left };
                ink.push(Ink::Words { at: (x, y), words: line + " ", size, weight });
                y += size * LINE;
            }
            self.put(owners.and_then(|owners| owners.get(at)).copied(), ink);
            left += wide + GAP;
        }
        self.y += height;
        let width = if weight == Weight::Bold { 1.0 } else { 0.25 };
        let (from, to) = ((first, self.y - 1.0), ((left - GAP).max(first), self.y - 1.0));
        self.put(None, vec![Ink::Rule { from, to, width }]);
    }
}

fn row_height(cells: &[String], columns: &[(f32, bool)], weight: Weight, size: f32) -> f32 {
    let count = |(words, (wide, _)): (&String, &(f32, bool))| lines(words, weight, size, *wide).len();
    let most = cells.iter().zip(columns).map(count).max().unwrap_or(1).max(1);
    #[expect(clippy::cast_precision_loss, reason = "at most a dozen lines")]
    let most = most as f32;
    most * size * LINE + 5.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cell, Table};
    use chrono::NaiveDate;

    fn document(rows: i64) -> Document {
        let row = |n| vec![Cell::Text(format!("Mål {n}")), Cell::Count(n)];
        Document {
            title: "Rapport".into(),
            language: "sv".into(),
            made: NaiveDate::from_ymd_opt(2026, 12, 1).unwrap().and_hms_opt(8, 0, 0).unwrap(),
            notes: vec!["Förklaring.".into()],
            charts: "Diagram".into(),
            sheet: false,
            parts: vec![Part {
                key: "targets".into(),
                heading: "Mål".into(),
                table: Table {
                    titles: vec!["Mål".into(), "Antal".into()],
                    rows: (0..rows).map(row).collect(),
                },
                ..Part::default()
            }],
        }
    }

    fn words(page: &[Block], owned: bool) -> Vec<&str> {
        let blocks = page.iter().filter(|block| block.owner.is_some() == owned);
        let ink = blocks.flat_map(|block| &block.ink);
        ink.filter_map(|ink| if let Ink::Words { words, .. } = ink { Some(words.trim()) } else { None })
            .collect()
    }

    #[test]
    fn a_long_table_has_its_titles_on_every_page_and_tells_them_once() {
        let layout = lay_out(&document(200));
        assert!(layout.pages.len() > 2);
        assert!(layout.width < layout.height, "few columns stand upright");
        for (at, page) in layout.pages.iter().enumerate() {
            assert!(words(page, at == 0).contains(&"Antal"), "page {at}");
        }
        let titles = layout.nodes.iter().filter(|n| n.role == Role::ColumnTitle).count();
        assert_eq!(titles, 2);
        let told: Vec<&str> = layout.pages.iter().flat_map(|page| words(page, true)).collect();
        assert_eq!(
            told.len(),
            3 + 2 + 400,
            "title, note, heading, two column titles, two hundred rows of two"
        );
        for block in layout.pages.iter().flatten() {
            for ink in &block.ink {
                let Ink::Words { at: (x, y), .. } = ink else { continue };
                assert!(*x >= MARGIN && *y <= layout.height - MARGIN, "{x} {y}");
            }
        }
    }

    #[test]
    fn a_part_without_rows_is_its_heading_and_what_is_said() {
        let mut document = document(0);
        document.parts[0].notes = vec!["Inga.".into()];
        let layout = lay_out(&document);
        assert_eq!(words(&layout.pages[0], true), ["Rapport", "Förklaring.", "Mål", "Inga."]);
        assert!(layout.nodes.iter().all(|node| node.role != Role::Table));
    }
}
