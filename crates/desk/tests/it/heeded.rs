//! Nothing a desk file may say is accepted and then ignored: whatever key of a table of the shipped files is taken out or
//! says something else, the file is refused or the desk is another.

use std::collections::BTreeSet;

const FILES: [(&str, &str); 5] = [
    ("srs", include_str!("../../../../config/desks/srs.toml")),
    ("webcare", include_str!("../../../../config/desks/webcare.toml")),
    ("lifecare-sp", include_str!("../../../../config/desks/lifecare-sp.toml")),
    ("sussa", include_str!("../../../../config/desks/sussa.toml")),
    ("rsi", include_str!("../../../../config/desks/rsi.toml")),
];

/// The desk as everything of it shows; `None` where the file is refused.
fn desk(source: &str) -> Option<String> {
    desk::read("d.toml", source).ok().map(|desk| format!("{desk:?}"))
}

/// The file with one line as something else, or without it.
fn with(source: &str, at: usize, line: Option<&str>) -> String {
    let lines = source.lines().enumerate();
    let lines = lines.filter_map(|(n, old)| if n == at { line } else { Some(old) });
    lines.collect::<Vec<_>>().join("\n")
}

/// Another value of the same type; `None` of a list or table, which is only taken out.
fn other(value: &str) -> Option<String> {
    match value {
        "true" => Some("false".into()),
        "false" => Some("true".into()),
        _ if value.parse::<i64>().is_ok() => Some(format!("{value}1")),
        _ => {
            let text = value.strip_prefix('"')?.strip_suffix('"')?;
            Some(format!("\"{text}1\""))
        }
    }
}

#[test]
fn every_key_of_a_desk_file_counts() {
    let (mut ignored, mut tried) = (Vec::new(), BTreeSet::new());
    for (name, source) in FILES {
        let (whole, mut table) = (desk(source).unwrap(), "");
        for (at, line) in source.lines().enumerate() {
            if line.starts_with('[') {
                table = line;
            }
            // Comments, headings and the inner lines of lists are no keys.
            let Some((key, value)) = line.split_once(" = ") else { continue };
            let fine = |c: char| c.is_ascii_lowercase() || c == '_';
            // `assumed` is a note for readers; what a list opens goes on below.
            if !key.chars().all(fine) || key == "assumed" || value.trim_end().ends_with('[') {
                continue;
            }
            // Once is enough.
            if !tried.insert((table, key)) {
                continue;
            }
            let value = value.split(" #").next().unwrap_or(value).trim();
            let changed = other(value).map(|value| format!("{key} = {value}"));
            let altered = changed.map(|line| with(source, at, Some(&line)));
            for edited in [Some(with(source, at, None)), altered].into_iter().flatten() {
                if desk(&edited).is_some_and(|edited| edited == whole) {
                    ignored.push(format!("{name}.toml:{}: {line}", at + 1));
                }
            }
        }
    }
    assert_eq!(ignored, [] as [String; 0]);
}
