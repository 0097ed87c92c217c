//! `make bench`: how fast it is, beside the limit of the same machine in the same run. It asserts nothing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement that cannot be made stops; it reads the wall's clock and prints"
)]

mod bulk;
mod house;
mod limit;
mod mails;
mod service_levels;

use house::House;
use serde_json::{Value, json};
use std::time::Instant;
use testkit::{Bench, each};

/// A Monday forenoon, so that every clock runs.
const MOMENT: &str = "2026-11-30T10:20:00+01:00";
/// Cases of one measurement.
const CASES: usize = 600;

fn main() {
    let results = std::sync::Mutex::new(Vec::new());
    each(MOMENT, &[], |bench| results.lock().unwrap().extend(measured(bench)));
    let mut results = results.into_inner().unwrap();
    results.extend(at_size());
    for line in &results {
        println!("{}", words(line));
    }
    let folder = std::path::Path::new("target/bench");
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("report.json"), serde_json::to_string_pretty(&results).unwrap()).unwrap();
}

/// Service levels with many clocks, each on a database of its own.
fn at_size() -> Vec<Value> {
    let lines = std::sync::Mutex::new(vec![service_levels::due()]);
    each(MOMENT, &[], |bench| lines.lock().unwrap().push(service_levels::report(bench)));
    let both = |count: usize, measure: fn(&Bench, usize) -> f64| {
        let seconds = std::sync::Mutex::new(Vec::new());
        each(MOMENT, &[], |bench| seconds.lock().unwrap().push((bench.database(), measure(bench, count))));
        seconds.into_inner().unwrap()
    };
    let many = service_levels::size("BENCH_RUNNING", 1_000_000);
    let open = service_levels::size("BENCH_OPEN", 100_000);
    let pairs = [
        (many, 10_000.min(many), service_levels::pass as fn(&Bench, usize) -> f64),
        (open, 1_000.min(open), service_levels::calendar),
    ];
    let words = [service_levels::passes, service_levels::calendars];
    for ((large, small, measure), words) in pairs.into_iter().zip(words) {
        let (few, all) = (both(small, measure), both(large, measure));
        for ((database, all), (_, few)) in all.into_iter().zip(few) {
            lines.lock().unwrap().push(words(database, large, all, few));
        }
    }
    lines.into_inner().unwrap()
}

fn measured(bench: &Bench) -> Vec<Value> {
    let house = House::over(bench);
    house.create(1, 50);
    let mut lines = Vec::new();
    for clients in [1, 8] {
        let made = rate(CASES, || house.create(clients, CASES / clients));
        let most = limit::rows(bench, clients, CASES);
        lines.push(line("cases created through REST", bench, clients, made, "cases/s", Some(most)));
    }
    let taken = mails::taken(bench, CASES);
    lines.push(line("mails taken in, until each is a case", bench, 1, taken, "mails/s", None));
    lines
}

/// How many a second.
fn rate(count: usize, work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    per_second(count, begun)
}

fn per_second(count: usize, begun: Instant) -> f64 {
    f64::from(u32::try_from(count).unwrap()) / begun.elapsed().as_secs_f64()
}

fn line(name: &str, bench: &Bench, clients: usize, value: f64, unit: &str, limit: Option<f64>) -> Value {
    json!({
        "name": name, "database": bench.database(), "tickets": CASES, "clients": clients,
        "value": value, "unit": unit, "limit": limit, "ratio": limit.map(|limit| value / limit),
    })
}

fn words(line: &Value) -> String {
    let number = |key: &str| line[key].as_f64().map_or_else(|| "-".to_owned(), |n| format!("{n:.2}"));
    format!(
        "{} on {}, {} clients: {} {}; beside it {}; ratio {}",
        line["name"].as_str().unwrap(),
        line["database"].as_str().unwrap(),
        line["clients"],
        number("value"),
        line["unit"].as_str().unwrap(),
        number("limit"),
        number("ratio"),
    )
}
