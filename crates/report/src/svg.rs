//! A chart as SVG. It has no colours of its own: everything is `currentColor`, so that it follows the page into the dark;
//! no style attribute either, which the content security policy of the pages would refuse.

use crate::Table;
use crate::chart::{Chart, draw};
use crate::drawing::{Anchor, Point, Shape};

/// A chart of a table as an element for a page; `id` is unique on it.
pub fn to_svg(chart: &Chart, table: &Table, id: &str) -> String {
    let drawing = draw(chart, table);
    let id = escaped(id);
    let (width, height) = (drawing.width, drawing.height);
    let mut svg = format!(
        "<svg class=\"chart\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         aria-labelledby=\"{id}-title {id}-desc\" fill=\"currentColor\"><title id=\"{id}-title\">{}</title>\
         <desc id=\"{id}-desc\">{}</desc>",
        escaped(&chart.title),
        escaped(&chart.description),
    );
    for shape in &drawing.shapes {
        svg.push_str(&element(shape));
    }
    svg.push_str("</svg>");
    svg
}

fn element(shape: &Shape) -> String {
    match shape {
        Shape::Area { points, ink, edge } => {
            let stroke = if *edge { " stroke=\"currentColor\"" } else { "" };
            format!("<polygon points=\"{}\" fill-opacity=\"{ink:.2}\"{stroke}/>", list(points))
        }
        Shape::Line { points, width, dashed, ink } => {
            let dash = if *dashed { " stroke-dasharray=\"6 4\"" } else { "" };
            format!(
                "<polyline points=\"{}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"{width}\" \
                 stroke-opacity=\"{ink:.2}\"{dash}/>",
                list(points)
            )
        }
        Shape::Words { at: (x, y), words, size, anchor } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            format!(
                "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" text-anchor=\"{anchor}\">{}</text>",
                escaped(words)
            )
        }
    }
}

fn list(points: &[Point]) -> String {
    points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ")
}

fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cell, Kind};

    #[test]
    fn it_says_what_it_is_and_neither_words_nor_policy_can_break_it() {
        let table = Table {
            titles: vec!["x".into(), "\"><script>".into()],
            rows: vec![vec![Cell::Text("<b>&".into()), Cell::Count(3)]],
        };
        let chart = Chart {
            kind: Kind::Bars,
            title: "Ärenden <per> typ".into(),
            description: "d".into(),
            label: 0,
            series: vec![1],
            objective: None,
        };
        let svg = to_svg(&chart, &table, "a\"b");
        assert!(svg.contains("<title id=\"a&quot;b-title\">Ärenden &lt;per&gt; typ</title>"), "{svg}");
        assert!(svg.contains(">&lt;b&gt;&amp;</text>") && svg.contains(">3</text>"));
        assert!(!svg.contains("style=") && !svg.contains("<script") && !svg.contains("<b>"));
        let inks = svg.matches("fill=\"").count() + svg.matches("stroke=\"").count();
        let own = svg.matches("=\"currentColor\"").count() + svg.matches("fill=\"none\"").count();
        assert_eq!(inks, own, "no other colour: {svg}");
    }
}
