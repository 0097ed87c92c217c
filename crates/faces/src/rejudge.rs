//! Rejudgements in words: what command line and console share. REST gives the data.

use crate::report::{names, titles};
use ::report::{Cell, Table};
use app::Moment;
use app::read::local_time;
use app::rejudge::{Forecast, RejudgementView, TargetForecast, VerdictChange};
use desk::Desk;
use locale::{Language, text, text_with};

/// What a rejudgement would change.
#[derive(Debug)]
pub struct ForecastWords {
    /// How many cases and clocks, as a sentence.
    pub said: String,
    /// Outcomes per target, before and after.
    pub outcomes: Table,
    /// Clocks that go from one outcome to another.
    pub changes: Table,
    /// Some of the cases that would change.
    pub references: Vec<String>,
}

/// A forecast in words.
pub fn forecast_words(told: &Forecast, desk: &Desk, language: Language) -> ForecastWords {
    let numbers = [
        ("tickets", told.tickets),
        ("judged", told.judged),
        ("changed", told.changed_tickets),
        ("clocks", told.changed_clocks),
    ];
    let rows = |of: fn(&TargetForecast, &Desk, Language) -> Vec<Vec<Cell>>| {
        told.targets.iter().flat_map(|target| of(target, desk, language)).collect()
    };
    let mut said = counted("rejudge-told", &numbers, language);
    if told.unreadable > 0 {
        said = format!("{said} {}", counted("rejudge-unreadable", &[("cases", told.unreadable)], language));
    }
    ForecastWords {
        said,
        outcomes: Table {
            titles: titles("rejudge", &["target", "verdict", "before", "after"], language),
            rows: rows(outcomes),
        },
        changes: Table {
            titles: titles("rejudge", &["target", "from", "into", "clocks"], language),
            rows: rows(changes),
        },
        references: told.references.clone(),
    }
}

fn outcomes(target: &TargetForecast, desk: &Desk, language: Language) -> Vec<Vec<Cell>> {
    let (before, after) = (target.before, target.after);
    let all = [
        ("met", before.met, after.met),
        ("missed", before.missed, after.missed),
        ("withdrawn", before.withdrawn, after.withdrawn),
        ("undecided", before.undecided, after.undecided),
    ];
    let row = |(key, was, now): (&str, i64, i64)| {
        let name = Cell::Text(names::target(desk, &target.target, language));
        vec![name, verdict(key, language), Cell::Count(was), Cell::Count(now)]
    };
    all.into_iter().filter(|(_, was, now)| was + now > 0).map(row).collect()
}

fn changes(target: &TargetForecast, desk: &Desk, language: Language) -> Vec<Vec<Cell>> {
    let row = |change: &VerdictChange| {
        let name = Cell::Text(names::target(desk, &target.target, language));
        vec![name, verdict(&change.was, language), verdict(&change.now, language), Cell::Count(change.clocks)]
    };
    target.changes.iter().map(row).collect()
}

fn verdict(key: &str, language: Language) -> Cell {
    Cell::Text(text(language, &format!("rejudge-verdict-{key}")))
}

fn state(view: &RejudgementView, language: Language) -> String {
    text(language, &format!("rejudge-state-{}", view.state))
}

fn judging(view: &RejudgementView, desk: &Desk, language: Language) -> String {
    format!("{} {}", names::agreement(desk, &view.agreement, language), view.version)
}

fn counted(key: &str, numbers: &[(&str, i64)], language: Language) -> String {
    text_with(language, key, &numbers.iter().map(|(k, v)| ((*k).to_owned(), v.to_string())).collect())
}

/// First and last day of what is judged again.
pub fn rejudged_period(view: &RejudgementView) -> String {
    format!("{} – {}", view.from, view.to.pred_opt().unwrap_or(view.to))
}

/// Label and value of who proposed and decided what, and how far it has come.
pub fn rejudgement_facts(view: &RejudgementView, desk: &Desk, language: Language) -> Vec<(String, String)> {
    let by = |name: &str, at: Moment| {
        let at = local_time(&desk.zone, at).format("%Y-%m-%d %H:%M").to_string();
        let values = [("name".to_owned(), name.to_owned()), ("at".to_owned(), at)];
        text_with(language, "rejudge-by", &values.into())
    };
    let mut facts = vec![
        ("rejudge-agreement", judging(view, desk, language)),
        ("rejudge-period", rejudged_period(view)),
        ("rejudge-state", state(view, language)),
        ("rejudge-proposed", by(&view.proposed_by, view.proposed_at)),
        ("rejudge-reason", view.reason.clone()),
    ];
    if let (Some(name), Some(moment)) = (&view.decided_by, view.decided_at) {
        facts.push(("rejudge-decided", by(name, moment)));
    }
    facts.extend(view.declined_because.clone().map(|said| ("rejudge-declined-because", said)));
    if matches!(view.state.as_str(), "approved" | "done") {
        facts.push(("rejudge-done", progress(view, language)));
    }
    if !view.unjudged.is_empty() {
        let each = view.unjudged.iter().map(|one| format!("{} ({})", one.reference, one.reason));
        facts.push(("rejudge-unjudged", each.collect::<Vec<_>>().join(", ")));
    }
    facts.into_iter().map(|(label, value)| (text(language, label), value)).collect()
}

fn progress(view: &RejudgementView, language: Language) -> String {
    let done = view.progress;
    let numbers = [
        ("tickets", done.tickets),
        ("judged", done.judged),
        ("changed", done.changed_tickets),
        ("clocks", done.changed_clocks),
        ("failed", done.failed),
    ];
    let key = if done.failed > 0 { "rejudge-progress-failed" } else { "rejudge-progress" };
    counted(key, &numbers, language)
}

/// A row for each rejudgement of a desk.
pub fn rejudgements_table(rows: &[RejudgementView], desk: &Desk, language: Language) -> Table {
    let cells = |view: &RejudgementView| {
        vec![
            Cell::Text(rejudged_period(view)),
            Cell::Text(judging(view, desk, language)),
            Cell::Text(state(view, language)),
            Cell::Text(view.proposed_by.clone()),
            Cell::text(view.decided_by.clone()),
            Cell::Count(view.foretold.changed_clocks),
            Cell::Count(view.progress.changed_clocks),
        ]
    };
    let keys = ["period", "agreement", "state", "proposed", "decided", "foretold", "changed"];
    Table { titles: titles("rejudge", &keys, language), rows: rows.iter().map(cells).collect() }
}
