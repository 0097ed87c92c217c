//! A month and a year of the demonstration, their breach report, and the same figures recounted by somebody who knows only
//! `GET …/events`, the text of the desk file and a wall calendar.

mod case;
mod hours;

use crate::server::Server;
use case::{Case, End, Told, micros};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use testkit::Bench;

const END: &str = "2026-11-28T12:00:00+01:00";
const TO: &str = "2026-11-29";

#[test]
fn who_knows_only_the_events_counts_the_same() {
    counts_the_same(demo::Stretch { desk: "webcare", days: 30, seed: 7, pace: 100 }, "2026-10-27", 300);
}

/// A quiet desk over both changes of the clock, eight holidays on working days and the turn of the year.
#[test]
fn who_knows_only_the_events_of_a_year_counts_the_same() {
    counts_the_same(demo::Stretch { desk: "webcare", days: 365, seed: 11, pace: 10 }, "2025-11-27", 400);
}

fn counts_the_same(stretch: demo::Stretch<'_>, from: &str, at_least: usize) {
    let bench = Bench::sqlite(END);
    let desks: Vec<(desk::Desk, String)> = demo::DESKS
        .iter()
        .map(|(name, source)| (desk::read(name, source).unwrap(), (*source).to_owned()))
        .collect();
    demo::prepare(&bench.app, &desks, || [7; 16], bench.now()).unwrap();
    demo::fill(&bench.app, &faces::Reports, stretch, bench.now()).unwrap();
    let server = Server::over(&bench);
    let token = server.sign_in("manager");
    let cases = cases(&server, &token);
    assert!(cases.len() > at_least, "{}", cases.len());
    let report = server.get(&token, &format!("/api/v1/reports/sla?desk=webcare&from={from}&to={TO}"));
    assert_eq!(report.status, 200, "{}", report.body);
    let now = bench.now().timestamp_micros();
    assert_eq!(figures(&report.body), counted(&cases, now));
    assert_eq!(times(&report.body), taken(&cases, now));
    assert_eq!(breaches(&report.body), retold(&cases, now));
    assert_eq!(bench.app.check_up().unwrap().differences, []);
}

/// Every case of the desk, retold.
fn cases(server: &Server, token: &str) -> Vec<(String, Case)> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = server.get(token, &format!("/api/v1/tickets?desk=webcare&limit=200{cursor}"));
        for ticket in page.body["items"].as_array().unwrap() {
            let reference = ticket["reference"].as_str().unwrap().to_owned();
            let case = Case::of(&events(server, token, &reference));
            all.push((reference, case));
        }
        match page.body["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}

fn events(server: &Server, token: &str, reference: &str) -> Vec<Value> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = server.get(token, &format!("/api/v1/tickets/{reference}/events{cursor}"));
        all.extend(page.body["items"].as_array().unwrap().clone());
        match page.body["next_cursor"].as_str() {
            Some(next) => cursor = format!("?cursor={next}"),
            None => return all,
        }
    }
}

/// started, met, missed, withdrawn, running.
type Figures = [i64; 5];

fn figures(report: &Value) -> BTreeMap<String, Figures> {
    let figure = |row: &Value| {
        ["started", "met", "missed", "withdrawn", "running"].map(|name| row[name].as_i64().unwrap())
    };
    let rows = report["targets"].as_array().unwrap().iter();
    rows.map(|row| (row["target"].as_str().unwrap().to_owned(), figure(row)))
        .filter(|(_, figures)| *figures != [0; 5])
        .collect()
}

fn counted(cases: &[(String, Case)], now: i64) -> BTreeMap<String, Figures> {
    let mut counted: BTreeMap<String, Figures> = BTreeMap::new();
    for told in cases.iter().flat_map(|(_, case)| &case.told) {
        let figures = counted.entry(told.target.key.to_owned()).or_default();
        figures[0] += 1;
        let ended = match told.end(now) {
            End::Met(_) => 1,
            End::Missed(_) => 2,
            End::Withdrawn(_) => 3,
            End::Running => 4,
        };
        figures[ended] += 1;
    }
    counted
}

/// Median and ninth decile in whole seconds, and how many run past their due.
type Times = (Option<i64>, Option<i64>, i64);

fn times(report: &Value) -> BTreeMap<String, Times> {
    let rows = report["targets"].as_array().unwrap().iter();
    let of = |row: &Value| {
        let seconds = |name: &str| row[name].as_i64();
        (seconds("median_seconds"), seconds("ninth_decile_seconds"), row["running_late"].as_i64().unwrap())
    };
    rows.map(|row| (row["target"].as_str().unwrap().to_owned(), of(row)))
        .filter(|(_, times)| *times != (None, None, 0))
        .collect()
}

/// The met and missed in order of what they took; what has not ended comes last.
fn taken(cases: &[(String, Case)], now: i64) -> BTreeMap<String, Times> {
    let mut taken: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for told in cases.iter().flat_map(|(_, case)| &case.told) {
        if let End::Met(_) | End::Missed(_) = told.end(now) {
            let counted = |stopped| told.counted_within(told.started, stopped, now) / 1_000_000;
            let seconds = told.stopped.map_or(i64::MAX, counted);
            taken.entry(told.target.key.to_owned()).or_default().push(seconds);
        }
    }
    let ranked = |mut all: Vec<i64>| {
        all.sort_unstable();
        // The smallest that at least that many tenths of them do not exceed.
        let rank = |tenths: usize| all[(all.len() * tenths).div_ceil(10) - 1];
        let ended = |seconds: i64| Some(seconds).filter(|seconds| *seconds != i64::MAX);
        let late = all.iter().filter(|seconds| **seconds == i64::MAX).count();
        (ended(rank(5)), ended(rank(9)), i64::try_from(late).unwrap())
    };
    taken.into_iter().map(|(target, all)| (target, ranked(all))).collect()
}

/// A breach: case, target, due, stop, seconds counted, line that held it longest with its seconds.
type Breach = (String, String, i64, Option<i64>, i64, Value);

fn breaches(report: &Value) -> Vec<Breach> {
    let read = |row: &Value| {
        let text = |name: &str| row[name].as_str().unwrap().to_owned();
        let stopped = Some(&row["stopped_at"]).filter(|at| !at.is_null()).map(micros);
        let seconds = row["elapsed_seconds"].as_i64().unwrap();
        (
            text("reference"),
            text("target"),
            micros(&row["due_at"]),
            stopped,
            seconds,
            row["held_longest"].clone(),
        )
    };
    let mut all: Vec<Breach> = report["breaches"].as_array().unwrap().iter().map(read).collect();
    all.sort_by(|a, b| (&a.0, &a.1, a.2).cmp(&(&b.0, &b.1, b.2)));
    all
}

fn retold(cases: &[(String, Case)], now: i64) -> Vec<Breach> {
    let mut all = Vec::new();
    for (reference, case) in cases {
        for told in &case.told {
            let End::Missed(due) = told.end(now) else { continue };
            let until = told.stopped.unwrap_or(now);
            let seconds = told.counted_within(told.started, until, now) / 1_000_000;
            let longest = held_longest(case, told, until, now);
            all.push((reference.clone(), told.target.key.to_owned(), due, told.stopped, seconds, longest));
        }
    }
    all.sort_by(|a, b| (&a.0, &a.1, a.2).cmp(&(&b.0, &b.1, b.2)));
    all
}

fn held_longest(case: &Case, told: &Told, until: i64, now: i64) -> Value {
    let mut lines: Vec<(&str, i64)> = Vec::new();
    for (at, (from, line)) in case.held.iter().enumerate() {
        let to = case.held.get(at + 1).map_or(until, |(next, _)| (*next).min(until));
        let held = told.counted_within(*from, to, now);
        match lines.iter_mut().find(|(known, _)| known == line) {
            Some((_, sum)) => *sum += held,
            None => lines.push((line, held)),
        }
    }
    let most = lines.iter().map(|(_, held)| *held).max().unwrap_or(0);
    let (line, held) = lines.iter().find(|(_, held)| *held == most).unwrap();
    json!({ "line": line, "seconds": held / 1_000_000 })
}
