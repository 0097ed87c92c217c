//! `stafett desk plan`.

use crate::command::{application, check_files, say};
use crate::config::Config;
use crate::demo;
use crate::exit::Exit;
use ::report::{Cell, Table, to_text};
use app::planning::{AgreementPlan, DeskPlan};
use std::path::PathBuf;

/// Tells what desk files would change; fails where one must not be applied.
pub(crate) fn run(config: &Config, files: &[PathBuf], json: bool) -> Result<(), Exit> {
    let desks = check_files(files)?;
    let app = application(config)?;
    let now = demo::moment(&app)?;
    let plans = desks.iter().map(|(desk, _)| app.plan_desk(desk, now)).collect::<Result<Vec<_>, _>>()?;
    if json {
        say(&serde_json::to_string_pretty(&plans).map_err(|e| Exit::Unavailable(e.to_string()))?)?;
    } else {
        for plan in &plans {
            say(&words(plan))?;
        }
    }
    plans.iter().try_for_each(refuse)
}

/// Fails where a desk file must not be applied.
pub(crate) fn refuse(plan: &DeskPlan) -> Result<(), Exit> {
    if plan.refused.is_empty() {
        return Ok(());
    }
    let lines = plan.refused.iter().map(|r| format!("{}: {}; {}", plan.desk, r.what, r.right));
    Err(Exit::Config(lines.collect::<Vec<_>>().join("\n")))
}

/// Running clocks first: what people wait for now.
fn words(plan: &DeskPlan) -> String {
    let mut text = match plan.in_force {
        Some(version) => format!("{}: version {version} is in force\n", plan.desk),
        None => format!("{}: new\n", plan.desk),
    };
    for agreement in &plan.agreements {
        let of = |version: &Option<String>| version.clone().unwrap_or_else(|| "none".into());
        let keep = if agreement.was == agreement.now {
            "go on under it"
        } else {
            "keep the version they started under"
        };
        text += &format!(
            "\nagreement {}: version {} -> {}, {} running clocks {keep}\n",
            agreement.agreement,
            of(&agreement.was),
            of(&agreement.now),
            agreement.running
        );
        let rows = agreement.targets.iter().map(|target| {
            vec![
                Cell::Text(target.target.clone()),
                Cell::Text(target.change.to_owned()),
                target.was_seconds.map_or(Cell::Empty, Cell::Seconds),
                target.now_seconds.map_or(Cell::Empty, Cell::Seconds),
                Cell::Count(target.running),
            ]
        });
        let titles = ["target", "change", "was", "is", "running"].map(Into::into).to_vec();
        text += &to_text(&Table { titles, rows: rows.collect() });
        text += &objectives(agreement);
    }
    text.trim_end().to_owned()
}

fn objectives(agreement: &AgreementPlan) -> String {
    if agreement.objectives.is_empty() {
        return String::new();
    }
    let row = |words: [&str; 3]| words.map(|word| Cell::Text(word.to_owned())).to_vec();
    let rows = agreement.objectives.iter().map(|one| row([&one.objective, one.table, one.change]));
    let titles = ["objective", "table", "change"].map(Into::into).to_vec();
    format!("\n{}", to_text(&Table { titles, rows: rows.collect() }))
}
