//! Acceptance: what the organisations documented, walked through mail and REST on both databases. Each test runs a
//! second time with its rule taken out of the desk file and must then fail. What came of it is written to
//! `target/organisations.json`, with every requirement that is still to come.

mod lifecare;
mod rsi;
mod srs;
mod sussa;
mod webcare;
pub mod world;

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use testkit::each_with_desk;
use world::World;

/// One walk.
pub struct Acceptance {
    /// Requirements it shows.
    pub shows: &'static [&'static str],
    pub name: &'static str,
    pub start: &'static str,
    /// What is replaced in the desk files to take the rule away.
    pub without: &'static [(&'static str, &'static str)],
    pub run: fn(&World<'_>),
}

impl Acceptance {
    /// The desk it walks beside those of every bench.
    fn desk(&self) -> Option<&'static str> {
        match self.shows.first()?.split_once('-')?.0 {
            "RSI" => Some("rsi"),
            "SU" => Some("sussa"),
            "LC" => Some("lifecare-sp"),
            _ => None,
        }
    }
}

/// How many requirements each organisation has documented.
const DOCUMENTED: [(&str, u32); 5] = [("SRS", 25), ("WC", 34), ("LC", 21), ("SU", 15), ("RSI", 18)];

/// Requirements the issue on service levels is about; everything else comes after it.
const SERVICE_LEVELS: &[&str] = &["SRS-15", "RSI-09"];

#[test]
fn what_is_documented_is_so_and_would_not_be_without_its_rule() {
    let all: Vec<&Acceptance> =
        [srs::ALL, webcare::ALL, lifecare::ALL, sussa::ALL, rsi::ALL].into_iter().flatten().collect();
    let (next, rows, faults) = (Mutex::new(0), Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let at = {
                        let mut next = next.lock().unwrap();
                        *next += 1;
                        *next - 1
                    };
                    let Some(acceptance) = all.get(at) else { return };
                    walk(acceptance, &rows, &faults);
                }
            });
        }
    });
    write(rows.into_inner().unwrap());
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn walk(acceptance: &Acceptance, rows: &Mutex<Vec<Value>>, faults: &Mutex<Vec<String>>) {
    let holds = |edits: &[(&str, &str)], note: &dyn Fn(&'static str, bool)| {
        each_with_desk(acceptance.start, acceptance.desk(), edits, |bench| {
            let walked = catch_unwind(AssertUnwindSafe(|| (acceptance.run)(&World::over(bench))));
            note(bench.database(), walked.is_ok());
        });
    };
    holds(&[], &|database, passed| {
        if !passed {
            faults.lock().unwrap().push(format!("{} on {database}: not so", acceptance.name));
        }
        for requirement in acceptance.shows {
            let row = json!({ "requirement": requirement, "test": acceptance.name, "database": database, "passed": passed });
            rows.lock().unwrap().push(row);
        }
    });
    holds(acceptance.without, &|database, passed| {
        if passed {
            faults
                .lock()
                .unwrap()
                .push(format!("{} on {database}: so even without its rule", acceptance.name));
        }
    });
}

/// Every requirement once per database at least; what is still to come names its issue.
fn write(mut rows: Vec<Value>) {
    let shown: BTreeSet<String> =
        rows.iter().map(|row| row["requirement"].as_str().unwrap().to_owned()).collect();
    for (organisation, count) in DOCUMENTED {
        for requirement in (1..=count).map(|n| format!("{organisation}-{n:02}")) {
            if shown.contains(&requirement) {
                continue;
            }
            let issue = if SERVICE_LEVELS.contains(&requirement.as_str()) { "3" } else { "after 3" };
            for database in ["sqlite", "postgres"] {
                rows.push(json!({
                    "requirement": requirement, "test": null, "database": database, "passed": false, "issue": issue,
                }));
            }
        }
    }
    rows.sort_by_key(|row| row["requirement"].as_str().unwrap().to_owned());
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    std::fs::create_dir_all(&folder).unwrap();
    let text = serde_json::to_string_pretty(&rows).unwrap();
    std::fs::write(folder.join("organisations.json"), text).unwrap();
}
