//! A chart is a way to look at a table: which column names, which ones are drawn. It never holds a figure of its own, so
//! that the table beside it always says the same.

use crate::drawing::{Anchor, Drawing};
use crate::fonts::Weight;
use crate::{Cell, Table};

/// How a table is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A lying bar for every row, of the first series.
    Bars,
    /// A lying bar for every row, of all series one after the other.
    Stacked,
    /// A point for every row, joined to a line for every series.
    Lines,
    /// A field for every row and series, the darker the more.
    Heat,
}

/// A line at what is wanted, in the unit of the cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objective {
    /// Where.
    pub at: i64,
    /// What it is called.
    pub label: String,
}

/// A chart of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// How it is drawn.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// What it shows, for who cannot see it.
    pub description: String,
    /// The column that names the rows.
    pub label: usize,
    /// The columns drawn.
    pub series: Vec<usize>,
    /// What is wanted.
    pub objective: Option<Objective>,
}

const WIDTH: f32 = 640.0;
const SIZE: f32 = 11.0;
/// From one line of a legend to the next.
const LINE: f32 = 18.0;
const WIDER: f32 = 1.17;
/// Rows drawn at most; the table has them all.
pub const ROWS: usize = 40;

/// The drawing of a table. A column the table does not have is drawn as nothing.
pub(crate) fn draw(chart: &Chart, table: &Table) -> Drawing {
    let values = Values { chart, table };
    match chart.kind {
        Kind::Bars => bars(&values, 1),
        Kind::Stacked => bars(&values, chart.series.len()),
        Kind::Lines => lines(&values),
        Kind::Heat => heat(&values),
    }
}

/// The figures of a chart in its table.
struct Values<'a> {
    chart: &'a Chart,
    table: &'a Table,
}

impl Values<'_> {
    fn rows(&self) -> impl Iterator<Item = &Vec<Cell>> {
        self.table.rows.iter().take(ROWS)
    }

    fn label(&self, row: &[Cell]) -> String {
        row.get(self.chart.label).map(Cell::shown).unwrap_or_default()
    }

    fn number(&self, row: &[Cell], series: usize) -> Option<i64> {
        self.chart.series.get(series).and_then(|column| row.get(*column)).and_then(Cell::number)
    }

    fn title(&self, series: usize) -> &str {
        let column = self.chart.series.get(series).copied().unwrap_or(usize::MAX);
        self.table.titles.get(column).map_or("", |title| title)
    }

    /// A cell of the kind that is drawn.
    fn kind(&self) -> Cell {
        let mut cells = self.rows().flat_map(|row| self.chart.series.iter().filter_map(|at| row.get(*at)));
        cells.find(|cell| cell.number().is_some()).cloned().unwrap_or(Cell::Count(0))
    }

    fn shown(&self, number: i64) -> String {
        self.kind().like(number).shown()
    }

    /// The highest of some figures and of what is wanted, at least 1.
    fn highest(&self, figures: impl Iterator<Item = i64>) -> i64 {
        figures.chain(self.chart.objective.as_ref().map(|o| o.at)).max().unwrap_or(1).max(1)
    }

    /// Where the names of the series stand above a drawing: left edge, line and words of each.
    fn legend(&self, series: usize, left: f32) -> Vec<(f32, usize, String)> {
        let (mut x, mut line) = (left, 0);
        let place = |at| {
            let title = cut(self.title(at), SIZE, WIDTH - left - 17.0);
            let wide = wide(&title, SIZE) + 17.0;
            if x > left && x + wide > WIDTH {
                (x, line) = (left, line + 1);
            }
            let here = (x, line, title);
            x += wide + 16.0;
            here
        };
        (0..series).map(place).collect()
    }
}

/// Height of the lines of a legend.
fn legend_height(legend: &[(f32, usize, String)]) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a few lines")]
    let lines = legend.last().map_or(0, |(_, line, _)| line + 1) as f32;
    lines * LINE
}

/// The names of the series, each with its sign.
fn draw_legend(drawing: &mut Drawing, legend: Vec<(f32, usize, String)>, marks: bool) {
    for (at, (x, line, words)) in legend.into_iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a few lines")]
        let top = line as f32 * LINE;
        if marks {
            drawing.mark((x + 6.0, top + 9.0), at);
        } else {
            drawing.hatched([x, top + 3.0, 12.0, 12.0], at);
        }
        drawing.words((x + 17.0, top + 13.0), words, SIZE, Anchor::Start);
    }
}

/// How wide words may come out: a browser's face can be wider than the one that is measured.
fn wide(words: &str, size: f32) -> f32 {
    Weight::Regular.width(words, size) * WIDER
}

fn cut(words: &str, size: f32, room: f32) -> String {
    Weight::Regular.cut(words, size, room / WIDER)
}

fn part(number: i64, of: i64) -> f32 {
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "it is drawn")]
    let share = (number.max(0) as f64 / of.max(1) as f64) as f32;
    share.min(1.0)
}

fn bars(values: &Values<'_>, series: usize) -> Drawing {
    const ROW: f32 = 22.0;
    let many = series > 1;
    let figures = |row: &[Cell]| {
        let numbers = (0..series).filter_map(|at| values.number(row, at));
        numbers.map(|number| values.shown(number)).collect::<Vec<_>>().join(" + ")
    };
    // The figures of the longest bar must stand beside it.
    let widest = values.rows().map(|row| wide(&figures(row), SIZE)).fold(0.0, f32::max);
    let (left, right) = (252.0, (widest + 8.0).clamp(84.0, 224.0));
    let room = WIDTH - left - right;
    let legend = if many { values.legend(series, 4.0) } else { Vec::new() };
    let top = if values.chart.objective.is_some() { 22.0 } else { 4.0 };
    let top = f32::max(top, legend_height(&legend) + 4.0);
    let sum = |row: &[Cell]| (0..series).filter_map(|at| values.number(row, at)).sum::<i64>();
    let highest = values.highest(values.rows().map(|row| sum(row)));
    let mut drawing = Drawing::new(WIDTH, top);
    draw_legend(&mut drawing, legend, false);
    // Of parts of nothing there is nothing to see; the table says so.
    for row in values.rows().filter(|row| !many || sum(row) > 0) {
        let y = drawing.height;
        let label = cut(&values.label(row), SIZE, left - 12.0);
        drawing.words((left - 8.0, y + 15.0), label, SIZE, Anchor::End);
        let mut x = left;
        for at in 0..series {
            let wide = values.number(row, at).map_or(0.0, |n| part(n, highest) * room);
            if wide > 0.0 {
                drawing.hatched([x, y + 4.0, wide, 14.0], at);
            }
            x += wide;
        }
        drawing.words((x + 6.0, y + 15.0), figures(row), SIZE, Anchor::Start);
        drawing.height += ROW;
    }
    drawing.line(vec![(left, top), (left, drawing.height)], 1.0, false, 1.0);
    if let Some(objective) = &values.chart.objective {
        let x = left + part(objective.at, highest) * room;
        drawing.line(vec![(x, top - 4.0), (x, drawing.height)], 1.5, true, 1.0);
        let anchor = if x > WIDTH / 2.0 { Anchor::End } else { Anchor::Start };
        drawing.words((x, top - 8.0), objective.label.clone(), SIZE, anchor);
    }
    drawing.height += 4.0;
    drawing
}

fn lines(values: &Values<'_>) -> Drawing {
    let series = values.chart.series.len();
    let legend = if series > 1 { values.legend(series, 72.0) } else { Vec::new() };
    let (left, right, top) = (72.0, 16.0, f32::max(30.0, legend_height(&legend) + 12.0));
    let bottom = top + 200.0;
    let figures =
        values.rows().flat_map(|row| (0..series).filter_map(|at| values.number(row, at))).collect::<Vec<_>>();
    let highest = values.highest(figures.into_iter());
    // Shares are seen against the whole.
    let highest = if matches!(values.kind(), Cell::Share(_)) { highest.max(10_000) } else { highest };
    let rows: Vec<&Vec<Cell>> = values.rows().collect();
    let steps = rows.len().saturating_sub(1).max(1);
    #[expect(clippy::cast_precision_loss, reason = "at most forty")]
    let x = |at: usize| left + 12.0 + (WIDTH - left - right - 24.0) * at as f32 / steps as f32;
    let y = |number: i64| bottom - part(number, highest) * (bottom - top);
    let mut drawing = Drawing::new(WIDTH, bottom + 24.0);
    draw_legend(&mut drawing, legend, true);
    for level in [0, highest / 2, highest] {
        drawing.line(vec![(left, y(level)), (WIDTH - right, y(level))], 0.75, false, 0.35);
        drawing.words((left - 6.0, y(level) + 4.0), values.shown(level), SIZE, Anchor::End);
    }
    // Names of rows stand apart far enough to be read.
    let widest = rows.iter().map(|row| wide(&values.label(row), SIZE)).fold(0.0, f32::max).min(84.0);
    let every = (1..rows.len()).find(|every| x(*every) - x(0) >= widest + 8.0).unwrap_or(rows.len()).max(1);
    for (at, row) in rows.iter().enumerate().filter(|(at, _)| at % every == 0) {
        let label = cut(&values.label(row), SIZE, 84.0);
        drawing.words((x(at), bottom + 17.0), label, SIZE, Anchor::Middle);
    }
    for of in 0..series {
        let mut run = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            match values.number(row, of) {
                Some(number) => run.push((x(at), y(number))),
                // No figure is a gap in the line, never a zero.
                None => drawing.line(std::mem::take(&mut run), 2.0, false, 1.0),
            }
        }
        drawing.line(run, 2.0, false, 1.0);
        for (at, row) in rows.iter().enumerate() {
            let Some(number) = values.number(row, of) else { continue };
            drawing.mark((x(at), y(number)), of);
            if series == 1 && rows.len() <= 12 {
                let over = if y(number) < top + 14.0 { 18.0 } else { -9.0 };
                drawing.words((x(at), y(number) + over), values.shown(number), SIZE - 1.0, Anchor::Middle);
            }
        }
    }
    if let Some(objective) = &values.chart.objective {
        let at = y(objective.at);
        drawing.line(vec![(left, at), (WIDTH - right, at)], 1.5, true, 1.0);
        // Its name stands above, where no figure can cover it.
        let wide = wide(&objective.label, SIZE);
        let sample = WIDTH - right - wide - 34.0;
        drawing.line(vec![(sample, 9.0), (sample + 28.0, 9.0)], 1.5, true, 1.0);
        drawing.words((WIDTH - right, 13.0), objective.label.clone(), SIZE, Anchor::End);
    }
    drawing
}

fn heat(values: &Values<'_>) -> Drawing {
    const ROW: f32 = 22.0;
    let (left, top) = (76.0, 20.0);
    let series = values.chart.series.len();
    #[expect(clippy::cast_precision_loss, reason = "some tens of columns")]
    let wide = (WIDTH - left - 2.0) / series.max(1) as f32;
    let figures =
        values.rows().flat_map(|row| (0..series).filter_map(|at| values.number(row, at))).collect::<Vec<_>>();
    let highest = values.highest(figures.into_iter());
    let mut drawing = Drawing::new(WIDTH, top);
    #[expect(clippy::cast_precision_loss, reason = "some tens of columns")]
    let x = |at: usize| left + wide * at as f32;
    for at in 0..series {
        let title = Weight::Regular.cut(values.title(at), 9.0, wide + 4.0);
        drawing.words((x(at) + wide / 2.0, top - 6.0), title, 9.0, Anchor::Middle);
    }
    for row in values.rows() {
        let y = drawing.height;
        let label = cut(&values.label(row), SIZE, left - 10.0);
        drawing.words((left - 8.0, y + 15.0), label, SIZE, Anchor::End);
        for at in 0..series {
            let number = values.number(row, at).unwrap_or(0);
            // Never so much ink that the figure in it is lost.
            let ink = if number > 0 { 0.08 + 0.27 * part(number, highest) } else { 0.0 };
            drawing.area([x(at) + 0.5, y + 0.5, wide - 1.0, ROW - 1.0], ink, false);
            if number > 0 {
                let said = Weight::Regular.cut(&values.shown(number), 9.0, wide + 2.0);
                drawing.words((x(at) + wide / 2.0, y + 14.5), said, 9.0, Anchor::Middle);
            }
        }
        drawing.height += ROW;
    }
    drawing.area([left, top, WIDTH - left - 2.0, drawing.height - top], 0.0, true);
    drawing.height += 4.0;
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawing::Shape;

    fn table() -> Table {
        Table {
            titles: vec!["Mål".into(), "Uppnådda".into(), "Överskridna".into()],
            rows: vec![
                vec![Cell::Text("Fördelning".into()), Cell::Count(9), Cell::Count(1)],
                vec![Cell::Text("Lösning".into()), Cell::Count(4), Cell::Count(0)],
            ],
        }
    }

    fn chart(kind: Kind) -> Chart {
        Chart {
            kind,
            title: "Mål".into(),
            description: "Uppnådda och överskridna.".into(),
            label: 0,
            series: vec![1, 2],
            objective: None,
        }
    }

    fn said(drawing: &Drawing) -> Vec<String> {
        let words = |shape: &Shape| match shape {
            Shape::Words { words, .. } => Some(words.clone()),
            _ => None,
        };
        drawing.shapes.iter().filter_map(words).collect()
    }

    #[test]
    fn stacked_bars_are_as_long_as_their_figures_and_say_them() {
        let drawing = draw(&chart(Kind::Stacked), &table());
        assert_eq!(said(&drawing), ["Uppnådda", "Överskridna", "Fördelning", "9 + 1", "Lösning", "4 + 0"]);
        // 640 less 252 for the names and 84 for the figures leaves 304 for the longest, 10: 9 of 10 is 273.6.
        let first = drawing.shapes.iter().find_map(|shape| match shape {
            Shape::Area { points, .. } if points[0] == (252.0, 26.0) => Some(points[1].0 - points[0].0),
            _ => None,
        });
        assert!((first.unwrap() - 273.6).abs() < 0.01, "{first:?}");
    }

    #[test]
    fn many_figures_stay_within_the_drawing() {
        let mut table = table();
        table.titles = ["a", "b", "c", "d", "e", "f"].map(Into::into).to_vec();
        table.rows = vec![[vec![Cell::Text("x".into())], vec![Cell::Count(12_345); 5]].concat()];
        let drawing = draw(&Chart { series: (1..6).collect(), ..chart(Kind::Stacked) }, &table);
        let figures = "12345 + 12345 + 12345 + 12345 + 12345";
        let begins = drawing.shapes.iter().find_map(|shape| match shape {
            Shape::Words { at, words, .. } if words == figures => Some(at.0),
            _ => None,
        });
        assert!(begins.unwrap() + Weight::Regular.width(figures, SIZE) <= WIDTH, "{begins:?}");
    }

    #[test]
    fn no_figure_is_a_gap_in_the_line() {
        let mut table = table();
        let row =
            |n: Option<i64>| vec![Cell::Text("x".into()), n.map_or(Cell::Empty, Cell::Share), Cell::Empty];
        table.rows = [Some(9_000), Some(9_500), None, Some(10_000)].map(row).to_vec();
        let objective = Objective { at: 9_000, label: "mål 90 %".into() };
        let drawing =
            draw(&Chart { series: vec![1], objective: Some(objective), ..chart(Kind::Lines) }, &table);
        let runs: Vec<usize> = drawing
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Line { points, width, .. } if (*width - 2.0).abs() < 0.01 => Some(points.len()),
                _ => None,
            })
            .collect();
        assert_eq!(runs, [2, 1]);
        assert!(said(&drawing).contains(&"95.00 %".into()) && said(&drawing).contains(&"mål 90 %".into()));
    }

    #[test]
    fn the_hottest_field_has_most_ink_and_nothing_is_drawn_that_is_not_there() {
        let drawing = draw(&chart(Kind::Heat), &table());
        let inks: Vec<f32> = drawing
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Area { ink, edge: false, .. } => Some(*ink),
                _ => None,
            })
            .collect();
        assert_eq!(inks.len(), 4);
        assert!(inks[0] > inks[2] && inks[2] > inks[1] && inks[3] == 0.0, "{inks:?}");
        assert!(inks[0] < 0.36, "the figure must stay readable on it");
        let none = Chart { series: vec![7], label: 9, ..chart(Kind::Bars) };
        assert_eq!(said(&draw(&none, &table())), ["", "", "", ""]);
        for kind in [Kind::Bars, Kind::Stacked, Kind::Lines, Kind::Heat] {
            let empty = draw(&Chart { series: Vec::new(), ..chart(kind) }, &Table::default());
            assert!(empty.height.is_finite() && empty.height > 0.0);
        }
    }
}
