//! What is wrong with a desk file: where, what, and what would be right.

use std::fmt;

/// One fault of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// File as it was named.
    pub file: String,
    /// Line, from 1; 0 where the fault is of the file as a whole.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What would be right.
    pub right: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)?;
        if self.right.is_empty() { Ok(()) } else { write!(f, "; {}", self.right) }
    }
}

impl std::error::Error for Fault {}

/// Gathers faults of one text, turning byte positions into lines.
pub(crate) struct Faults<'a> {
    file: &'a str,
    source: &'a str,
    found: Vec<Fault>,
}

impl<'a> Faults<'a> {
    pub fn new(file: &'a str, source: &'a str) -> Self {
        Self { file, source, found: Vec::new() }
    }

    /// Notes a fault at a byte position.
    pub fn at(&mut self, position: usize, what: impl Into<String>, right: impl Into<String>) {
        let before = &self.source.as_bytes()[..position.min(self.source.len())];
        let line = before.iter().filter(|b| **b == b'\n').count() + 1;
        self.found.push(Fault { file: self.file.to_owned(), line, what: what.into(), right: right.into() });
    }

    /// How many there are by now.
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// Every fault, by line.
    pub fn into_sorted(mut self) -> Vec<Fault> {
        self.found.sort_by_key(|f| f.line);
        self.found
    }

    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}
