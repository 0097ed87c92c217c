//! What is wanted of telephone calls and received mail, as parts of the report on objectives; the reports on calls and on
//! mail tell the rest.

use crate::mails::{mail_objective_name, verdict_cells};
use crate::paper::part;
use crate::period::{PeriodAsked, Section, coded, page_query};
use crate::report::{percent_words, titles};
use crate::telephone::{call_objective_name, promised};
use ::report::{Cell, Table};
use app::report::{AnswerFigures, DirectFigures, MailFigure, MailsReport, TelephoneReport};
use desk::MailMeasure;
use locale::{Language, text, text_with};

/// What is wanted of telephone calls in the time asked for.
pub(crate) fn of_calls(report: Option<&TelephoneReport>, asked: &PeriodAsked) -> Section {
    let mut rows: Vec<(Vec<Cell>, Option<String>)> = Vec::new();
    if let Some(report) = report {
        rows.extend(report.answer.iter().filter_map(|answer| of_answers(report, answer, asked)));
        rows.extend(report.direct.iter().map(|direct| of_direct(direct, asked)));
    }
    let titles = titles("objective", &["name", "wanted", "figure", "fulfilled", "calls"], asked.language);
    let (rows, calls): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    let made = part(asked.language, "calls", "objectives-calls", Table { titles, rows }, None);
    Section::linked(made, |row, column| match column {
        0 | 2 => Some(format!("/reports/telephone?{}", asked.query())),
        4 => calls.get(row)?.clone(),
        _ => None,
    })
}

/// The days of one promise on waiting, with the address of their calls.
fn of_answers(
    report: &TelephoneReport,
    answer: &AnswerFigures,
    asked: &PeriodAsked,
) -> Option<(Vec<Cell>, Option<String>)> {
    let (desk, language) = (asked.desk, asked.language);
    let within = answer.within_seconds?;
    let judged = answer.days.iter().filter(|day| day.kept.is_some()).count();
    let kept = judged - answer.missed_days.len();
    let facts = [("kept".to_owned(), kept.to_string()), ("days".to_owned(), judged.to_string())];
    let figure = || Cell::Text(text_with(language, "objective-days", &facts.into()));
    let cells = vec![
        Cell::Text(promised(report, answer, (desk, language))?),
        Cell::Text(format!("<= {}", Cell::Seconds(within).shown())),
        if judged > 0 { figure() } else { Cell::Empty },
        if judged > 0 { verdict(kept == judged, language) } else { Cell::Empty },
        Cell::Count(answer.days.iter().map(|day| day.calls).sum()),
    ];
    let days = answer.days.first().zip(answer.days.last());
    let calls = days.map(|(first, last)| {
        let objective = coded(answer.objective.as_deref().unwrap_or_default());
        format!(
            "/calls?{}&figure=calls&objective={objective}",
            page_query(&desk.key, (first.date, last.date))
        )
    });
    Some((cells, calls))
}

/// What was solved at once, with the address of the calls the share is of.
fn of_direct(direct: &DirectFigures, asked: &PeriodAsked) -> (Vec<Cell>, Option<String>) {
    let judged = direct.direct + direct.not_direct;
    let cells = vec![
        Cell::Text(call_objective_name(asked.desk, &direct.objective, asked.language)),
        Cell::text(direct.wanted.as_deref().map(percent_words)),
        direct.basis_points.map_or(Cell::Empty, Cell::Share),
        direct.fulfilled.map_or(Cell::Empty, |kept| verdict(kept, asked.language)),
        Cell::Count(judged),
    ];
    let objective = coded(&direct.objective);
    let calls = format!("/calls?{}&figure=judged&objective={objective}", asked.query());
    (cells, Some(calls).filter(|_| judged > 0))
}

/// What is wanted of received mail in the time asked for.
pub(crate) fn of_mails(report: Option<&MailsReport>, asked: &PeriodAsked) -> Section {
    let language = asked.language;
    let verdicts: Vec<_> = report.iter().flat_map(|report| &report.objectives).collect();
    let row = |verdict: &&app::report::MailVerdict| {
        let mut row = vec![Cell::Text(mail_objective_name(asked.desk, &verdict.objective, language))];
        row.extend(verdict_cells(verdict, language));
        row.push(Cell::Count(verdict.met + verdict.missed));
        row
    };
    let rows = verdicts.iter().map(row).collect();
    let titles = titles("objective", &["name", "wanted", "figure", "fulfilled", "mails"], language);
    let made = part(language, "mails", "objectives-mails", Table { titles, rows }, None);
    Section::linked(made, |row, column| match column {
        0 | 2 => Some(format!("/reports/mails?{}", asked.query())),
        4 => {
            let verdict = verdicts.get(row).filter(|verdict| verdict.met + verdict.missed > 0)?;
            let registered = verdict.measure == MailMeasure::Registered.as_str();
            let figure = if registered { MailFigure::Matters } else { MailFigure::Received };
            Some(format!("/reports/mails?{}&figure={}", asked.query(), figure.as_str()))
        }
        _ => None,
    })
}

fn verdict(kept: bool, language: Language) -> Cell {
    Cell::text(Some(text(language, if kept { "report-yes" } else { "report-no" })))
}
