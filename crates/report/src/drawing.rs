//! What a chart consists of, before it is SVG or ink on paper: areas, lines and words. Series differ by how they are
//! hatched and marked, so that no colour is needed to tell them apart.

/// A point; x grows to the right, y downwards.
pub(crate) type Point = (f32, f32);

/// Where words stand from their point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// One thing drawn.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// A closed area: how much ink, from 0 to 1, and whether it has an edge.
    Area { points: Vec<Point>, ink: f32, edge: bool },
    /// A line.
    Line { points: Vec<Point>, width: f32, dashed: bool, ink: f32 },
    /// Words on one line.
    Words { at: Point, words: String, size: f32, anchor: Anchor },
}

/// A drawing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Drawing {
    pub width: f32,
    pub height: f32,
    pub shapes: Vec<Shape>,
}

impl Drawing {
    pub(crate) fn new(width: f32, height: f32) -> Self {
        Self { width, height, shapes: Vec::new() }
    }

    pub(crate) fn words(&mut self, at: Point, words: impl Into<String>, size: f32, anchor: Anchor) {
        self.shapes.push(Shape::Words { at, words: words.into(), size, anchor });
    }

    pub(crate) fn line(&mut self, points: Vec<Point>, width: f32, dashed: bool, ink: f32) {
        self.shapes.push(Shape::Line { points, width, dashed, ink });
    }

    /// A box: left, top, width, height.
    pub(crate) fn area(&mut self, rect: [f32; 4], ink: f32, edge: bool) {
        self.shapes.push(Shape::Area { points: corners(rect), ink, edge });
    }

    /// A box of one series: the first full, the others hatched each in its own way.
    pub(crate) fn hatched(&mut self, rect: [f32; 4], series: usize) {
        let [left, top, width, height] = rect;
        if series == 0 {
            return self.area(rect, 0.75, true);
        }
        self.area(rect, 0.08, true);
        let step = 5.0;
        let mut stroke = |from: Point, to: Point| self.line(vec![from, to], 1.0, false, 1.0);
        let (falling, rising, level) = match series % 5 {
            1 => (false, true, false),
            2 => (false, false, true),
            3 => (true, false, false),
            4 => (true, true, false),
            _ => (false, false, false),
        };
        // A slanting line begins at the top edge or runs in from a side; what lies outside is cut off.
        let mut along = step;
        while (rising || falling) && along < width + height {
            let (high, low) = (along.min(width), (along - width).max(0.0));
            let (back, deep) = ((along - height).max(0.0), along.min(height));
            if rising {
                stroke((left + high, top + low), (left + back, top + deep));
            }
            if falling {
                stroke((left + width - high, top + low), (left + width - back, top + deep));
            }
            along += step;
        }
        let mut down = step;
        while level && down < height {
            stroke((left, top + down), (left + width, top + down));
            down += step;
        }
    }

    /// The mark of one series at a point.
    pub(crate) fn mark(&mut self, (x, y): Point, series: usize) {
        let r = 4.0;
        let points = match series % 4 {
            0 => corners([x - 3.5, y - 3.5, 7.0, 7.0]),
            1 => vec![(x, y - r), (x + r, y + r), (x - r, y + r)],
            2 => vec![(x, y - r - 1.0), (x + r + 1.0, y), (x, y + r + 1.0), (x - r - 1.0, y)],
            _ => vec![(x, y + r), (x + r, y - r), (x - r, y - r)],
        };
        self.shapes.push(Shape::Area { points, ink: 1.0, edge: true });
    }
}

fn corners([left, top, width, height]: [f32; 4]) -> Vec<Point> {
    vec![(left, top), (left + width, top), (left + width, top + height), (left, top + height)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hatched_box_stays_in_its_box_and_no_two_series_look_alike() {
        let mut seen = Vec::new();
        for series in 0..6 {
            let mut drawing = Drawing::new(100.0, 100.0);
            drawing.hatched([10.0, 20.0, 33.0, 14.0], series);
            for shape in &drawing.shapes {
                let (Shape::Area { points, .. } | Shape::Line { points, .. }) = shape else { continue };
                for (x, y) in points {
                    assert!((10.0..=43.0).contains(x) && (20.0..=34.0).contains(y), "{series}: {x} {y}");
                }
            }
            assert!(!seen.contains(&drawing.shapes), "{series}");
            seen.push(drawing.shapes);
        }
    }
}
