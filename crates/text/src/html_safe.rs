//! HTML that may be shown: a fixed allow-list, enforced by ammonia.
//!
//! Refuses to know who reads it, and has no settings. Before ammonia's browser-grade parser sees anything, the
//! markup is made well nested and shallow here, which keeps that parser's work linear in the input.

use std::collections::{HashMap, HashSet};

use crate::{
    entities::decode,
    html_scan::{Piece, attribute, scan},
};

/// Elements that may be shown.
const ALLOWED: &[&str] = &[
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];
/// Elements that end an open paragraph.
const BLOCKS: &[&str] = &[
    "blockquote",
    "dl",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "ol",
    "p",
    "pre",
    "table",
    "ul",
    "li",
    "dd",
    "dt",
];
/// The deepest nesting that is kept; tags below it go, their text stays.
const DEEPEST: usize = 48;
/// After so many character references a comment, which ammonia takes out again, begins a new text node: the parser
/// copies a text node for each reference in it.
const REFERENCES: usize = 16;
/// The longest attribute value that is kept, in bytes.
const LONGEST_VALUE: usize = 4_000;

/// The HTML reduced to what may be shown: no images, styles, forms, classes or scripts; links to `http`, `https`
/// and `mailto` only, with `rel="noopener noreferrer nofollow"`.
pub fn html_to_safe(html: &str) -> String {
    let mut nest = Nest::default();
    for piece in scan(html) {
        match piece {
            Piece::Text(text) => nest.text(text),
            Piece::Open(name, rest) => nest.open(&name, rest),
            Piece::Close(name) => nest.close(&name),
        }
    }
    nest.close_to(0);
    ammonia::Builder::empty()
        .tags(ALLOWED.iter().copied().collect())
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("th", HashSet::from(["colspan", "rowspan"])),
        ]))
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"))
        .strip_comments(true)
        .clean(&nest.out)
        .to_string()
        // The parser drops a byte order mark at the beginning: dropped everywhere, the result stays as it is.
        .replace('\u{feff}', "")
}

/// Well-nested HTML in the making.
#[derive(Default)]
struct Nest {
    out: String,
    open: Vec<&'static str>,
    dropped: usize,
    references: usize,
}

impl Nest {
    fn text(&mut self, text: &str) {
        if self.in_table() {
            if text.trim().is_empty() {
                return;
            }
            self.enter_cell();
        }
        for c in text.chars() {
            if matches!(c, '<' | '>' | '&') {
                self.references += 1;
                if self.references.is_multiple_of(REFERENCES) {
                    self.out.push_str("<!---->");
                }
            }
            match c {
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                c => self.out.push(c),
            }
        }
    }

    fn open(&mut self, name: &str, rest: &str) {
        let Some(name) = ALLOWED.iter().copied().find(|allowed| *allowed == name) else {
            return;
        };
        if self.dropped > 0 || self.open.len() >= DEEPEST {
            self.dropped += usize::from(!matches!(name, "br" | "hr" | "p" | "li" | "td" | "th" | "tr"));
            return;
        }
        match name {
            "thead" | "tbody" | "tfoot" | "tr" | "td" | "th" => {
                let Some(table) = self.open.iter().rposition(|tag| *tag == "table") else {
                    return;
                };
                self.enter_row(name, table);
            }
            _ => {
                if self.in_table() {
                    self.enter_cell();
                }
                self.end_implied(name);
            }
        }
        self.out.push('<');
        self.out.push_str(name);
        match name {
            "a" => self.attribute("href", rest),
            "td" | "th" => {
                self.attribute("colspan", rest);
                self.attribute("rowspan", rest);
            }
            _ => {}
        }
        self.out.push('>');
        if !matches!(name, "br" | "hr") {
            self.open.push(name);
        }
    }

    fn close(&mut self, name: &str) {
        if self.dropped > 0 && ALLOWED.contains(&name) {
            self.dropped -= usize::from(!matches!(name, "br" | "hr" | "p" | "li" | "td" | "th" | "tr"));
            return;
        }
        let table_part = matches!(name, "table" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th");
        for (depth, tag) in self.open.iter().enumerate().rev() {
            if *tag == name {
                return self.close_to(depth);
            }
            if *tag == "table" || (!table_part && matches!(*tag, "td" | "th")) {
                return;
            }
        }
    }

    /// Closes the innermost elements until so many are open.
    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            if let Some(tag) = self.open.pop() {
                self.out.push_str("</");
                self.out.push_str(tag);
                self.out.push('>');
            }
        }
    }

    /// Whether the innermost element holds rows or cells only.
    fn in_table(&self) -> bool {
        matches!(self.open.last(), Some(&("table" | "thead" | "tbody" | "tfoot" | "tr")))
    }

    /// Opens what is missing between a table and its content.
    fn enter_cell(&mut self) {
        let row = self.open.last() == Some(&"tr");
        self.out.push_str(if row { "<td>" } else { "<tr><td>" });
        self.open.extend(if row { &["td"][..] } else { &["tr", "td"][..] });
    }

    /// Closes and opens what must be before a part of the table at that depth.
    fn enter_row(&mut self, name: &str, table: usize) {
        let holders: &[&str] = match name {
            "tr" => &["thead", "tbody", "tfoot"],
            "td" | "th" => &["thead", "tbody", "tfoot", "tr"],
            _ => &[],
        };
        let inner = self.open.iter().skip(table + 1).take_while(|tag| holders.contains(tag)).count();
        self.close_to(table + 1 + inner);
        if matches!(name, "td" | "th") && self.open.last() != Some(&"tr") {
            self.out.push_str("<tr>");
            self.open.push("tr");
        }
    }

    /// Closes what the start of an element ends by itself.
    fn end_implied(&mut self, name: &str) {
        let (ended, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "td", "th", "table"]),
            "dd" | "dt" => (&["dd", "dt"], &["dl", "td", "th", "table"]),
            "a" => (&["a"], &["td", "th", "table"]),
            _ => (&[], &[]),
        };
        let depth = self
            .open
            .iter()
            .enumerate()
            .rev()
            .take_while(|(_, tag)| !within.contains(tag))
            .find(|(_, tag)| ended.contains(tag))
            .map(|(depth, _)| depth);
        if let Some(depth) = depth {
            self.close_to(depth);
        }
        if BLOCKS.contains(&name) && self.open.last() == Some(&"p") {
            self.close_to(self.open.len() - 1);
        }
    }

    /// Writes an attribute if the tag has it.
    fn attribute(&mut self, name: &str, rest: &str) {
        let Some(value) = attribute(rest, name).filter(|value| value.len() <= LONGEST_VALUE) else { return };
        let value: String = decode(value).chars().filter(|c| !c.is_control()).collect();
        let value =
            value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;");
        self.out.push_str(&format!(" {name}=\"{value}\""));
    }
}
