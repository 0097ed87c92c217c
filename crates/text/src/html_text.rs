//! HTML as plain text: what a person would read, line by line.
//!
//! Knows which elements begin a line; refuses to know what is safe (nothing of the markup survives) and whose
//! mail it is. Quoted blocks become `> ` lines and rules become underscores, so that `trim_reply` sees them.

use crate::{
    entities::decode,
    html_scan::{Piece, scan},
};

/// The deepest quotation that is marked.
const DEEPEST: usize = 4;
/// What a horizontal rule becomes, as Outlook writes it in plain text.
const RULE: &str = "________________________________";

/// Elements that begin and end a line.
const LINES: &[&str] = &[
    "div",
    "li",
    "ul",
    "ol",
    "tr",
    "table",
    "tbody",
    "thead",
    "tfoot",
    "pre",
    "blockquote",
    "section",
    "article",
    "header",
    "footer",
    "address",
    "dl",
    "dt",
    "dd",
    "form",
    "fieldset",
    "center",
    "body",
    "main",
    "nav",
    "aside",
    "figure",
    "figcaption",
    "option",
    "caption",
];
/// Elements that begin and end a paragraph.
const PARAGRAPHS: &[&str] = &["p", "h1", "h2", "h3", "h4", "h5", "h6"];

/// The readable text of HTML: block elements and `br` become line ends, scripts and styles are dropped, character
/// references decoded. Works in one pass and accepts anything.
pub fn html_to_text(html: &str) -> String {
    let mut page = Page::default();
    for piece in scan(html) {
        match piece {
            Piece::Text(text) => page.text(&decode(text)),
            Piece::Open(name, rest) => page.open(&name, rest),
            Piece::Close(name) => page.close(&name),
        }
    }
    page.finish()
}

/// The text written so far, and what is owed before the next character.
#[derive(Default)]
struct Page {
    out: String,
    breaks: usize,
    space: bool,
    quotes: usize,
    pre: usize,
}

impl Page {
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' if self.pre > 0 => self.breaks += 1,
                '\u{a0}' => self.put(' '),
                c if self.pre > 0 && matches!(c, ' ' | '\t') => self.put(c),
                c if c.is_whitespace() => self.space = true,
                c => self.put(c),
            }
        }
    }

    /// Writes a character after what is owed.
    fn put(&mut self, c: char) {
        let fresh = self.out.is_empty() || self.breaks > 0;
        if fresh {
            let kept = self.out.trim_end_matches([' ', '\t']).len();
            self.out.truncate(kept);
            if !self.out.is_empty() {
                self.out.extend(std::iter::repeat_n('\n', self.breaks.min(3)));
            }
            self.out.extend(std::iter::repeat_n("> ", self.quotes.min(DEEPEST)));
        } else if self.space {
            self.out.push(' ');
        }
        self.breaks = 0;
        self.space = false;
        self.out.push(c);
    }

    /// Asks for at least so many line ends.
    fn owe(&mut self, breaks: usize) {
        self.breaks = self.breaks.max(breaks);
    }

    fn open(&mut self, name: &str, rest: &str) {
        match name {
            "br" => self.breaks += 1,
            "hr" => {
                self.owe(1);
                RULE.chars().for_each(|c| self.put(c));
                self.owe(1);
            }
            "td" | "th" => self.space = true,
            "p" if rest.contains("MsoNormal") => self.owe(1),
            _ => self.block(name),
        }
        match name {
            "blockquote" => self.quotes += 1,
            "pre" => self.pre += 1,
            "li" => "- ".chars().for_each(|c| self.put(c)),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "blockquote" => self.quotes = self.quotes.saturating_sub(1),
            "pre" => self.pre = self.pre.saturating_sub(1),
            _ => {}
        }
        match name {
            "p" => self.owe(1),
            _ => self.block(name),
        }
    }

    fn block(&mut self, name: &str) {
        if PARAGRAPHS.contains(&name) {
            self.owe(2);
        } else if LINES.contains(&name) {
            self.owe(1);
        }
    }

    fn finish(self) -> String {
        self.out.trim().to_owned()
    }
}
