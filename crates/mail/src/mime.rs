//! A message taken apart into the parts that hold content: one pass over its lines, no recursion, any depth. Attached
//! messages are parts, not looked into. Knows structure; which part is what the person wrote is decided in `body`.

use crate::header;
use crate::part::Head;
use std::collections::HashMap;
use std::ops::Range;

/// A part that holds content.
pub(crate) struct Leaf<'a> {
    pub(crate) head: Head,
    /// The bytes, still encoded.
    body: &'a [u8],
    /// The outermost multipart/alternative around it, by number.
    pub(crate) alternative: Option<usize>,
    /// Whether it is the whole message.
    pub(crate) alone: bool,
}

impl<'a> Leaf<'a> {
    /// The decoded content.
    pub(crate) fn content(&self) -> std::borrow::Cow<'a, [u8]> {
        self.head.transfer.decode(self.body)
    }
}

/// A multipart whose end has not come yet.
struct Open {
    boundary: Vec<u8>,
    default: &'static str,
    alternative: Option<usize>,
    /// Where its own text begins, while none of its parts has.
    empty_from: Option<usize>,
}

struct Walk<'a> {
    raw: &'a [u8],
    leaves: Vec<Leaf<'a>>,
    open: Vec<Open>,
    /// Depths at which a boundary is open, innermost last.
    depths: HashMap<Vec<u8>, Vec<usize>>,
    /// The part being read and where its content began.
    current: Option<(Head, usize)>,
    alternatives: usize,
}

/// Longer boundaries are not looked up (RFC 2046 allows 70 bytes).
const LONGEST_BOUNDARY: usize = 256;

/// The parts of a message whose header has been read, in order.
pub(crate) fn leaves(head: Head, raw: &[u8]) -> Vec<Leaf<'_>> {
    let mut walk = Walk {
        raw,
        leaves: Vec::new(),
        open: Vec::new(),
        depths: HashMap::new(),
        current: None,
        alternatives: 0,
    };
    walk.begin(head, 0);
    let mut at = 0;
    while let Some((line, next)) = header::line_at(raw, at) {
        at = match walk.boundary(line) {
            Some((depth, closes)) => walk.separate(depth, closes, at, next),
            None => next,
        };
    }
    walk.end_current(raw.len());
    walk.close_to(0, raw.len());
    if let [leaf] = walk.leaves.as_mut_slice() {
        leaf.alone = true;
    }
    walk.leaves
}

impl<'a> Walk<'a> {
    /// Which open multipart the line separates, and whether it closes it.
    fn boundary(&self, line: &[u8]) -> Option<(usize, bool)> {
        let name = line.strip_prefix(b"--")?.trim_ascii_end();
        let depth = |name: &[u8]| self.depths.get(name).and_then(|depths| depths.last()).copied();
        if name.len() > LONGEST_BOUNDARY {
            return None;
        }
        depth(name)
            .map(|depth| (depth, false))
            .or_else(|| name.strip_suffix(b"--").and_then(depth).map(|depth| (depth, true)))
    }

    /// A boundary stands on the line `at..next`. Says where to read on.
    fn separate(&mut self, depth: usize, closes: bool, at: usize, next: usize) -> usize {
        let end = before_line_end(self.raw, at);
        self.end_current(end);
        self.close_to(if closes { depth } else { depth + 1 }, end);
        if closes {
            return next;
        }
        let Some(open) = self.open.last_mut() else { return next };
        open.empty_from = None;
        let default = open.default;
        let (fields, length) = header::split(&self.raw[next..]);
        self.begin(Head::read(&fields, default), next + length);
        next + length
    }

    fn begin(&mut self, mut head: Head, at: usize) {
        let outer = self.open.last().and_then(|open| open.alternative);
        let Some(boundary) = head.boundary.clone().map(String::into_bytes) else {
            // A multipart without boundary is no multipart, and somebody wrote it.
            if head.content_type.starts_with("multipart/") {
                head.content_type = "text/plain".to_owned();
            }
            self.current = Some((head, at));
            return;
        };
        let alternative = outer.or_else(|| {
            let is_alternative = head.content_type == "multipart/alternative";
            self.alternatives += usize::from(is_alternative);
            is_alternative.then_some(self.alternatives)
        });
        self.depths.entry(boundary.clone()).or_default().push(self.open.len());
        self.open.push(Open { boundary, default: head.default_inside(), alternative, empty_from: Some(at) });
    }

    fn end_current(&mut self, end: usize) {
        if let Some((head, start)) = self.current.take() {
            self.leaf(head, start..end);
        }
    }

    /// Closes the innermost multiparts until so many are open. One in which no part ever began is text: a sender who
    /// forgot the boundary has still written something.
    fn close_to(&mut self, depth: usize, end: usize) {
        while self.open.len() > depth {
            let Some(open) = self.open.pop() else { return };
            if let Some(depths) = self.depths.get_mut(&open.boundary) {
                depths.pop();
            }
            if let Some(start) = open.empty_from {
                self.leaf(Head::read(&header::Fields::default(), "text/plain"), start..end);
            }
        }
    }

    fn leaf(&mut self, head: Head, range: Range<usize>) {
        let body = self.raw.get(range.start..range.end.max(range.start)).unwrap_or_default();
        let alternative = self.open.last().and_then(|open| open.alternative);
        self.leaves.push(Leaf { head, body, alternative, alone: false });
    }
}

/// The line end before a boundary belongs to the boundary.
fn before_line_end(raw: &[u8], at: usize) -> usize {
    let before = raw.get(..at).unwrap_or_default();
    let before = before.strip_suffix(b"\n").unwrap_or(before);
    before.strip_suffix(b"\r").unwrap_or(before).len()
}
