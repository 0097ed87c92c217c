//! Just enough HTML to hold the console's pages to: tags in order, balanced; ids unique; every input labelled.

use std::collections::BTreeSet;

/// One tag.
#[derive(Debug, Clone)]
pub struct Tag {
    pub name: String,
    pub end: bool,
    /// Ends in itself, as parts of a drawing do.
    pub empty: bool,
    pub attributes: Vec<(String, String)>,
    /// Where it ends in the page.
    pub after: usize,
}

impl Tag {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str())
    }
}

/// What escaped text says.
pub fn unescaped(text: &str) -> String {
    let named = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    let numbered = named.replace("&#34;", "\"").replace("&#39;", "'").replace("&#60;", "<");
    numbered.replace("&#62;", ">").replace("&#38;", "&").replace("&amp;", "&")
}

/// Every tag of a page, in order.
pub fn tags(page: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(open) = page[at..].find('<').map(|o| at + o) {
        let close = open + page[open..].find('>').unwrap_or_else(|| panic!("a tag without an end at {open}"));
        let inner = &page[open + 1..close];
        at = close + 1;
        if inner.starts_with('!') {
            continue;
        }
        let end = inner.starts_with('/');
        let empty = inner.ends_with('/');
        let inner = inner.trim_start_matches('/').trim_end_matches('/');
        let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        tags.push(Tag { name: name.to_lowercase(), end, empty, attributes: attributes(rest), after: at });
    }
    tags
}

fn attributes(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let stop = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let name = rest[..stop].to_owned();
        rest = rest[stop..].trim_start();
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix("=\"") {
            let stop = after.find('"').unwrap_or_else(|| panic!("a value without an end: {text}"));
            value = unescaped(&after[..stop]);
            rest = after[stop + 1..].trim_start();
        }
        found.push((name, value));
    }
    found
}

const VOID: [&str; 5] = ["meta", "link", "input", "br", "progress-void"];

/// Everything wrong with a page.
pub fn faults(page: &str) -> Vec<String> {
    let tags = tags(page);
    let mut faults = Vec::new();
    let (mut open, mut ids, mut labelled): (Vec<&str>, BTreeSet<&str>, BTreeSet<&str>) = Default::default();
    for tag in &tags {
        if let Some(id) = tag.get("id")
            && !ids.insert(id)
        {
            faults.push(format!("id {id} stands twice"));
        }
        if tag.name == "label" && !tag.end {
            labelled.extend(tag.get("for"));
        }
        if tag.get("style").is_some() || tag.attributes.iter().any(|(k, _)| k.starts_with("on")) {
            faults.push(format!("inline style or script in {}", tag.name));
        }
        if tag.empty || VOID.contains(&tag.name.as_str()) {
            continue;
        }
        if tag.end {
            match open.pop() {
                Some(name) if name == tag.name => {}
                other => faults.push(format!("</{}> closes {other:?}", tag.name)),
            }
        } else {
            open.push(&tag.name);
        }
    }
    if !open.is_empty() {
        faults.push(format!("left open: {open:?}"));
    }
    let inputs = tags.iter().filter(|t| ["input", "select", "textarea"].contains(&t.name.as_str()) && !t.end);
    for input in inputs.filter(|t| t.get("type") != Some("hidden")) {
        if !input.get("id").is_some_and(|id| labelled.contains(id)) {
            faults.push(format!("no label for {:?}", input.attributes));
        }
    }
    for tag in &tags {
        let named = ["aria-labelledby", "aria-describedby"].into_iter().filter_map(|name| tag.get(name));
        for id in named.flat_map(str::split_whitespace).filter(|id| !ids.contains(id)) {
            faults.push(format!("{id} is named and not there"));
        }
    }
    if tags.first().and_then(|t| t.get("lang")).is_none() {
        faults.push("no lang".into());
    }
    let headings: Vec<u8> =
        tags.iter().filter(|t| !t.end).filter_map(|t| t.name.strip_prefix('h')?.parse().ok()).collect();
    if headings.iter().filter(|h| **h == 1).count() != 1 {
        faults.push(format!("headings {headings:?}"));
    }
    faults
}
