//! Cuts HTML into tags and text in one pass, as a reader rather than a browser would.
//!
//! Knows where tags begin and end and whose content is never read; refuses to know what tags mean and what is safe.

/// Elements whose content is never read by people.
const UNREAD: &[&str] =
    &["script", "style", "title", "template", "noscript", "iframe", "object", "noembed", "noframes", "xmp"];

/// A piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Text with its character references still in it.
    Text(&'a str),
    /// A start tag: lower-cased name, and the rest of the tag.
    Open(String, &'a str),
    /// An end tag: lower-cased name.
    Close(String),
}

/// The pieces of an HTML text, comments and unread content left out.
pub(crate) struct Scan<'a> {
    html: &'a str,
    at: usize,
    last_gt: usize,
}

/// Begins to cut.
pub(crate) fn scan(html: &str) -> Scan<'_> {
    Scan { html, at: 0, last_gt: html.rfind('>').unwrap_or(0) }
}

impl<'a> Scan<'a> {
    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.html.get(from..to).unwrap_or_default()
    }

    /// Where the needle is next found, or the end.
    fn seek(&self, from: usize, needle: &str) -> usize {
        self.html
            .get(from..)
            .and_then(|rest| rest.find(needle))
            .map_or(self.html.len(), |offset| from + offset)
    }

    /// Whether a tag, comment or declaration begins at this `<`.
    fn begins_markup(&self, at: usize) -> bool {
        let mut following = self.html.bytes().skip(at + 1);
        at < self.last_gt
            && match following.next() {
                Some(b'/') => following.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'>'),
                Some(byte) => byte.is_ascii_alphabetic() || byte == b'!' || byte == b'?',
                None => false,
            }
    }

    /// The `>` that ends the tag begun before `from`, quoted values skipped.
    fn tag_end(&self, from: usize) -> usize {
        let mut quote = None;
        let mut value = false;
        for (offset, byte) in self.html.bytes().enumerate().skip(from) {
            match (quote, byte) {
                (None, b'>') => return offset,
                (None, b'"' | b'\'') if value => quote = Some(byte),
                (Some(mark), byte) if mark == byte => quote = None,
                _ => {}
            }
            value = byte == b'=' || (value && byte.is_ascii_whitespace());
        }
        self.html.len()
    }

    /// Moves past the content of an unread element.
    fn skip_unread(&mut self, name: &str) {
        let bytes = self.html.as_bytes();
        while self.at < bytes.len() {
            self.at = self.seek(self.at, "</");
            let tail = bytes.get(self.at + 2..).unwrap_or_default();
            if tail.get(..name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes())) {
                self.at = (self.seek(self.at, ">") + 1).min(bytes.len());
                return;
            }
            self.at = (self.at + 2).min(bytes.len());
        }
    }
}

impl<'a> Iterator for Scan<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let end = self.html.len();
        while self.at < end {
            let start = self.at;
            let open = self.seek(start, "<");
            if open > start || !self.begins_markup(open) {
                self.at = if open > start { open } else { open + 1 };
                return Some(Piece::Text(self.slice(start, self.at)));
            }
            if self.html.get(start..).is_some_and(|rest| rest.starts_with("<!--")) {
                self.at = (self.seek(start + 4, "-->") + 3).min(end);
                continue;
            }
            let closing = self.html.as_bytes().get(start + 1) == Some(&b'/');
            let first = start + if closing { 2 } else { 1 };
            let length = self
                .html
                .bytes()
                .skip(first)
                .position(|byte| byte.is_ascii_whitespace() || byte == b'>' || byte == b'/')
                .unwrap_or(0);
            let stop = self.tag_end(first + length);
            self.at = (stop + 1).min(end);
            let name = self.slice(first, first + length).to_ascii_lowercase();
            if name.is_empty() || name.starts_with(['!', '?']) {
                continue;
            }
            if closing {
                return Some(Piece::Close(name));
            }
            let rest = self.slice(first + length, stop);
            if UNREAD.contains(&name.as_str()) {
                if !rest.ends_with('/') {
                    self.skip_unread(&name);
                }
                continue;
            }
            return Some(Piece::Open(name, rest));
        }
        None
    }
}

/// The value of an attribute in the rest of a start tag, as written.
pub(crate) fn attribute<'a>(rest: &'a str, wanted: &str) -> Option<&'a str> {
    let mut rest = rest;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/' || c == '=');
        let length =
            rest.find(|c: char| c.is_ascii_whitespace() || c == '=' || c == '/').unwrap_or(rest.len());
        let (name, tail) = rest.split_at(length);
        if name.is_empty() {
            return None;
        }
        let after = tail.trim_start();
        let Some(value) = after.strip_prefix('=').map(str::trim_start) else {
            rest = tail;
            continue;
        };
        let (value, tail) = match value.chars().next() {
            Some(mark @ ('"' | '\'')) => {
                let body = value.get(1..).unwrap_or_default();
                body.split_once(mark).unwrap_or((body, ""))
            }
            _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = tail;
    }
}
