//! Every message the console asks for by name has words in every language.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use ticket::{Act, Channel, Kind, Phase};

fn texts(folder: &Path, ending: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts(&path, ending, found);
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(fs::read_to_string(path).unwrap());
        }
    }
}

/// Keys that stand in calls such as `words.t("…")`.
fn named() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("crates/console");
    let mut sources = Vec::new();
    texts(&root.join("src"), "rs", &mut sources);
    texts(&root.join("templates"), "html", &mut sources);
    let mut keys = BTreeSet::new();
    for source in &sources {
        for call in [".t(\"", ".one(\"", ".with(\"", ".one(\n", "plain(\""] {
            for after in source.split(call).skip(1) {
                let key: String =
                    after.trim_start().trim_start_matches('"').chars().take_while(|c| *c != '"').collect();
                keys.insert(key);
            }
        }
        // Tables of keys: labels of facts, empty lists, columns.
        for word in source.split('"') {
            let table =
                ["fact-", "party-", "empty-", "column-", "event-", "lead-", "when-", "reads-", "view-"];
            if table
                .iter()
                .any(|t| word.starts_with(t) && !word.contains(['{', ' ', '<']) && word.len() > t.len())
            {
                keys.insert(word.to_owned());
            }
        }
        for maker in [
            "maker.choice(\"",
            "maker.area(\"",
            "maker.field(\"",
            "maker.moment(\"",
            ".area(\"",
            ".choice(\"",
        ] {
            for after in source.split(maker).skip(1) {
                let label = after.split('"').nth(2).unwrap_or_default();
                if !label.contains('{') {
                    keys.insert(format!("label-{label}"));
                }
            }
        }
    }
    // A fact of a refusal, no message.
    keys.remove("line");
    keys.retain(|k| !k.is_empty() && !k.contains(['{', '(', ' ']));
    keys
}

#[test]
fn every_key_has_words() {
    let mut keys = named();
    assert!(keys.len() > 100, "{} keys found", keys.len());
    for act in Act::ALL {
        keys.insert(format!("done-{act}"));
        if *act != Act::Open {
            keys.extend([format!("do-{act}"), format!("submit-{act}")]);
        }
    }
    keys.extend(Phase::ALL.iter().map(|p| format!("state-{p}")));
    keys.extend(Kind::ALL.iter().map(|k| format!("kind-{k}")));
    keys.extend(Channel::ALL.iter().map(|c| format!("channel-{c}")));
    for field in [
        "kind",
        "case_type",
        "service",
        "environment",
        "impact",
        "urgency",
        "priority",
        "organisation",
        "asker_role",
    ] {
        keys.insert(format!("field-{field}"));
    }
    for how in ["escalated", "forwarded", "returned"] {
        keys.insert(format!("event-{how}"));
    }
    for why in [
        "required",
        "too-long",
        "too-large",
        "not-a-moment",
        "unknown",
        "nobody",
        "no-address",
        "no-number",
        "other",
    ] {
        keys.insert(format!("fault-{why}"));
    }
    let wordless: Vec<&String> = keys.iter().filter(|k| !locale::knows(k)).collect();
    assert_eq!(wordless, [] as [&String; 0]);
}
