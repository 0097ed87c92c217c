//! The explanation of a case's clocks as tables in words: what command line and console share. REST gives the data.

use crate::report::{names, titles};
use ::report::{Cell, Table};
use app::Moment;
use app::explain::{ClockAccount, Explanation, RejudgedView, RuleView};
use app::read::local_time;
use desk::Desk;
use locale::{Language, text, text_with};
use std::collections::BTreeMap;

/// One clock in words.
#[derive(Debug)]
pub struct ClockWords {
    /// The target's name, with the occurrence where there are several.
    pub title: String,
    /// Label and value of what holds for the whole clock.
    pub facts: Vec<(String, String)>,
    /// What was counted, with the sum as its last row.
    pub segments: Table,
    /// Pauses; without rows where there were none.
    pub pauses: Table,
    /// Targets of the same place, and what became of each.
    pub rules: Table,
}

/// A time in whole seconds, cut; to the microsecond where it must be `exact`.
fn duration(micros: i64, exact: bool) -> Cell {
    let seconds = Cell::Seconds(micros / 1_000_000);
    match micros % 1_000_000 {
        rest if exact && rest > 0 => {
            Cell::Text(format!("{}.{rest:06}", seconds.shown()).trim_end_matches('0').to_owned())
        }
        _ => seconds,
    }
}

/// Whether whole seconds would hide that the time is more than the target.
fn is_a_hair_more(clock: &ClockAccount) -> bool {
    let (elapsed, target) = (clock.elapsed_seconds.micros, clock.target_seconds.micros);
    elapsed > target && elapsed / 1_000_000 == target / 1_000_000
}

/// Every clock of an explanation.
pub fn explanation_words(explanation: &Explanation, desk: &Desk, language: Language) -> Vec<ClockWords> {
    explanation.clocks.iter().map(|clock| words(clock, desk, language)).collect()
}

fn words(clock: &ClockAccount, desk: &Desk, language: Language) -> ClockWords {
    let name = names::target(desk, &clock.target, language);
    let title = if clock.occurrence > 1 { format!("{name} ({})", clock.occurrence) } else { name };
    let exact = is_a_hair_more(clock);
    let form = if exact { "%Y-%m-%d %H:%M:%S%.6f" } else { "%Y-%m-%d %H:%M:%S" };
    let moment = |at: Moment| local_time(&desk.zone, at).format(form).to_string();
    let label = |key: &str| text(language, &format!("explain-{key}"));
    let fact = |key: &str, value: Option<String>| value.map(|value| (label(key), value));
    let whole = |micros: i64| duration(micros, exact).shown();
    let version = |key: &str, version: &str| format!("{key} {version}");
    let outcome = clock.outcome.unwrap_or(clock.state);
    let facts = [
        fact("outcome", Some(text(language, &format!("explain-is-{outcome}")))),
        fact("metric", desk.metric_names.get(clock.metric).map(|n| n.in_language(language.key()).to_owned())),
        fact("by-change", clock.by_change.then(|| text(language, "report-yes"))),
        fact("target", Some(whole(clock.target_seconds.micros))),
        fact("elapsed", Some(whole(clock.elapsed_seconds.micros))),
        fact("closed", Some(whole(clock.closed_seconds.micros))),
        fact("started", Some(moment(clock.started_at))),
        fact("due", clock.due_at.map(moment)),
        fact("stopped", clock.stopped_at.map(moment)),
        fact(
            "agreement",
            Some(version(&names::agreement(desk, &clock.agreement, language), &clock.agreement_version)),
        ),
        fact("rejudged", clock.rejudged.as_ref().map(|by| rejudged(by, &moment(by.at), language))),
        fact("calendar", Some(version(&clock.calendar, &clock.calendar_version))),
        fact("zone", Some(desk.zone.clone())),
    ];
    let segment = |s: &app::explain::SegmentView| {
        vec![
            Cell::Text(moment(s.from)),
            Cell::Text(moment(s.to)),
            Cell::Text(version(&s.calendar, &s.calendar_version)),
            duration(s.counted_seconds.micros, exact),
            duration(s.closed_seconds.micros, exact),
        ]
    };
    let mut segments: Vec<Vec<Cell>> = clock.segments.iter().map(segment).collect();
    segments.push(vec![
        Cell::Text(label("sum")),
        Cell::Empty,
        Cell::Empty,
        duration(clock.elapsed_seconds.micros, exact),
        duration(clock.closed_seconds.micros, exact),
    ]);
    let pause = |p: &app::explain::PauseView| {
        vec![
            Cell::Text(moment(p.from)),
            Cell::Text(p.to.map_or_else(|| label("lasts"), moment)),
            Cell::Text(text(language, &format!("phase-{}", p.phase))),
        ]
    };
    ClockWords {
        title,
        facts: facts.into_iter().flatten().collect(),
        segments: Table {
            titles: titles("explain", &["from", "to", "calendar", "counted", "closed"], language),
            rows: segments,
        },
        pauses: Table {
            titles: titles("explain", &["from", "to", "phase"], language),
            rows: clock.pauses.iter().map(pause).collect(),
        },
        rules: Table {
            titles: titles("explain", &["rule", "time", "conditions", "verdict"], language),
            rows: clock.rule.iter().map(|rule| rule_row(rule, desk, language)).collect(),
        },
    }
}

fn rejudged(by: &RejudgedView, at: &str, language: Language) -> String {
    let values = [
        ("at", at),
        ("version", by.version.as_str()),
        ("proposed", by.proposed_by.as_str()),
        ("approved", by.approved_by.as_str()),
    ];
    let values = values.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    text_with(language, "explain-rejudged-by", &values)
}

fn rule_row(rule: &RuleView, desk: &Desk, language: Language) -> Vec<Cell> {
    let conditions: Vec<String> = rule
        .conditions
        .iter()
        .map(|(key, values)| {
            let label = text(language, &format!("explain-when-{}", key.replace('_', "-")));
            let list: Vec<String> = values.iter().map(|v| names::of(desk, key, v, language)).collect();
            if key == "fault" { label } else { format!("{label} {}", list.join(" / ")) }
        })
        .collect();
    let verdict = match rule.failed {
        Some(key) => {
            let condition = text(language, &format!("explain-when-{}", key.replace('_', "-")));
            let values = BTreeMap::from([("condition".to_owned(), condition)]);
            text_with(language, "explain-verdict-condition", &values)
        }
        None => text(language, &format!("explain-verdict-{}", rule.verdict.replace('_', "-"))),
    };
    let none = || text(language, "explain-no-conditions");
    vec![
        Cell::Text(names::target(desk, &rule.target, language)),
        Cell::Seconds(rule.target_seconds),
        Cell::Text(if conditions.is_empty() { none() } else { conditions.join(", ") }),
        Cell::Text(verdict),
    ]
}
