//! The rules of the code base, as tests: what each crate may import, who appends events, how long files are.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The table of ARCHITECTURE.md: crate → crates of ours it may import.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let rows = text.lines().filter(|l| l.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let list = cells[2].split(',').map(|c| c.trim().trim_matches('`').to_owned());
        (cells[1].trim_matches('`').to_owned(), list.filter(|c| !c.is_empty() && c != "–").collect())
    })
    .collect()
}

fn crates() -> Vec<(String, toml::Table)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let path = entry.unwrap().path().join("Cargo.toml");
        let manifest: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
        all.push((manifest["package"]["name"].as_str().unwrap().to_owned(), manifest));
    }
    all
}

fn imports(manifest: &toml::Table) -> Vec<String> {
    manifest
        .get("dependencies")
        .and_then(|d| d.as_table())
        .map(|d| d.keys().cloned().collect())
        .unwrap_or_default()
}

#[test]
fn arrows_go_down_as_architecture_says() {
    let (table, crates) = (table(), crates());
    let ours: BTreeSet<String> = crates.iter().map(|(name, _)| name.clone()).collect();
    assert_eq!(table.keys().cloned().collect::<BTreeSet<_>>(), ours, "crates in ARCHITECTURE.md");
    for (name, manifest) in &crates {
        let own: BTreeSet<String> = imports(manifest).into_iter().filter(|d| ours.contains(d)).collect();
        assert_eq!(own, table[name], "imports of {name}");
    }
}

#[test]
fn pure_crates_import_no_world_and_faces_no_database() {
    let world = ["diesel", "actix-web", "lettre", "tokio", "rand"];
    for (name, manifest) in crates() {
        let own = imports(&manifest);
        let pure = ["text", "ticket", "sla", "escalation", "mail", "locale", "desk", "staffing"]
            .contains(&name.as_str());
        let banned: &[&str] = if pure { &world } else { &["diesel"] };
        if matches!(name.as_str(), "store" | "testkit") {
            continue;
        }
        for import in banned {
            assert!(!own.iter().any(|d| d == import), "{name} imports {import}");
        }
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn only_act_appends_events() {
    let mut files = Vec::new();
    sources(&root().join("crates"), &mut files);
    let callers: Vec<String> = files
        .iter()
        .filter(|f| !f.ends_with("store/src/event.rs"))
        .filter(|f| fs::read_to_string(f).unwrap().contains("event_append"))
        .map(|f| f.strip_prefix(root()).unwrap().display().to_string())
        .collect();
    assert_eq!(callers, ["crates/app/src/act/work.rs"]);
}

#[test]
fn files_stay_short_enough_to_hold_in_the_head() {
    let mut files = Vec::new();
    sources(&root().join("crates"), &mut files);
    let long: Vec<String> = files
        .iter()
        .filter(|f| !f.ends_with("schema.rs"))
        .map(|f| (fs::read_to_string(f).unwrap().lines().count(), f))
        .filter(|(lines, _)| *lines > 520)
        .map(|(lines, f)| format!("{} {lines}", f.display()))
        .collect();
    assert_eq!(long, [] as [String; 0]);
}

/// A fault of storage turned into nothing.
fn forgets(line: &str) -> bool {
    let asked = ["(conn", "store::", ".read(", ".write("].iter().any(|ask| line.contains(ask));
    asked
        && (line.contains(").ok()")
            || line.contains("?.unwrap_or_default()")
            || line.contains(").unwrap_or_default()"))
}

#[test]
fn faults_are_not_swallowed() {
    let mut files = Vec::new();
    sources(&root().join("crates"), &mut files);
    let swallowing: Vec<String> = files
        .iter()
        .filter(|f| !f.to_string_lossy().contains("/tests/"))
        .flat_map(|f| {
            let text = fs::read_to_string(f).unwrap();
            let hits: Vec<String> = text
                .lines()
                .filter(|l| l.trim_start().starts_with("let _ =") || forgets(l))
                .map(|l| format!("{}: {}", f.display(), l.trim()))
                .collect();
            hits
        })
        .collect();
    assert_eq!(swallowing, [] as [String; 0]);
}
