//! Presented reports as documents: the frozen figures in the reader's words, and beside them what is counted otherwise now.

use crate::board::{board_parts, board_title};
use crate::objectives::measured_cell;
use crate::operations::{operations_sections, operations_title, verdict};
use crate::paper::part;
use crate::report::titles;
use ::report::{Cell, Document, Part, Table};
use app::presented::{PresentedReport, PresentedView, ReceiverView};
use app::read::{local_minute, local_time};
use app::report::{Difference, Named, Told};
use desk::Desk;
use locale::{Language, knows, text, text_with};

/// Title of a presented report.
pub fn presented_title(of: &PresentedReport, language: Language) -> String {
    if of.view.kind == "board" {
        board_title(&of.report, language)
    } else {
        operations_title(&of.report, language)
    }
}

/// The frozen parts; of an operations report the comment first, as on the sheet.
pub fn presented_parts(of: &PresentedReport, language: Language) -> Vec<Part> {
    let comment = of.view.comment.as_str();
    if of.view.kind == "board" {
        return board_parts(&of.report, comment, language);
    }
    let mut parts = Vec::new();
    if !comment.is_empty() {
        let mut said = part(language, "comment", "board-comment", Table::default(), None);
        said.notes = comment.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
        parts.push(said);
    }
    parts.extend(operations_sections(&of.report, None, language).into_iter().map(|section| section.part));
    parts
}

/// A presented report as a document. The sheet has one page; amendments stand on paper of operations reports alone, and
/// on the page of both.
pub fn presented_document(of: &PresentedReport, language: Language) -> Document {
    let mut parts = presented_parts(of, language);
    let is_sheet = of.view.kind == "board";
    let mut notes = presented_notes(&of.view, &of.report.zone, language);
    if of.view.receivers.len() > 1 {
        notes.extend(of.view.receivers.iter().map(|one| one.in_words(&of.report.zone, language)));
    }
    if !is_sheet && !of.amendments.is_empty() {
        parts.push(amendments_part(of, language));
    }
    Document {
        title: presented_title(of, language),
        language: language.key().to_owned(),
        made: local_time(&of.report.zone, of.view.presented_at),
        notes,
        charts: text(language, "paper-charts"),
        sheet: is_sheet,
        parts,
    }
}

/// What is on record of it, a sentence each.
pub fn presented_notes(view: &PresentedView, zone: &str, language: Language) -> Vec<String> {
    let say = |key: &str, values: &[(&str, &str)]| {
        let values = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        text_with(language, key, &values)
    };
    let (at, revision) = (local_minute(zone, view.presented_at), view.revision.to_string());
    let values = [("who", view.presented_by.as_str()), ("at", &at), ("revision", &revision)];
    let mut notes = vec![say("presented-note", &values)];
    if let (Some(at), Some(who)) = (view.decided_at, view.decided_by.as_deref()) {
        let at = local_minute(zone, at);
        notes.push(say(&format!("presented-note-{}", view.state.as_str()), &[("who", who), ("at", &at)]));
        notes.extend(view.reason.as_ref().map(|reason| say("presented-note-reason", &[("reason", reason)])));
    }
    // On the sheet for the board it would say nothing to its readers.
    if view.kind != "board" {
        notes.push(say("presented-note-digest", &[("digest", &view.digest)]));
    }
    notes
}

/// Who is asked to approve it and what each said; nothing where nobody is.
pub fn receivers_part(of: &PresentedReport, language: Language) -> Option<Part> {
    let receivers = &of.view.receivers;
    let row = |one: &ReceiverView| {
        vec![
            Cell::Text(one.name(language)),
            Cell::Text(text(language, &format!("presented-word-{}", one.state.as_str()))),
            one.answered_at.map_or(Cell::Empty, |at| Cell::Minute(local_time(&of.report.zone, at))),
            Cell::text(one.answered_by.clone()),
            Cell::text(one.reason.clone()),
        ]
    };
    let table = Table {
        titles: titles("presented-receivers", &["who", "word", "at", "by", "reason"], language),
        rows: receivers.iter().map(row).collect(),
    };
    let made = || part(language, "receivers", "presented-receivers", table, None);
    (!receivers.is_empty()).then(made)
}

/// What is counted otherwise now.
pub fn amendments_part(of: &PresentedReport, language: Language) -> Part {
    let mut made = part(language, "amendments", "amendments-title", amendments_table(of, language), None);
    made.notes =
        vec![text(language, if of.amendments.is_empty() { "amendments-none" } else { "amendments-lead" })];
    made
}

fn amendments_table(of: &PresentedReport, language: Language) -> Table {
    let told = |told: &Told| match told {
        Told::Nothing => Cell::Text("–".to_owned()),
        Told::Count(count) => Cell::Count(*count),
        Told::Share(parts) => Cell::Share(*parts),
        Told::Figure(measure, figure) => measured_cell(measure, Some(*figure)),
        Told::Kept(kept) => Cell::Text(verdict(*kept, language)),
        Told::Listed => Cell::Text(text(language, "amendments-listed")),
        Told::At(at) => Cell::Minute(local_time(&of.report.zone, *at)),
    };
    let name = |name: &Named| {
        // A group of volumes is a key of ours; everything else has its own name.
        let group = format!("operations-group-{}", name.key);
        if name.names.is_empty() && knows(&group) {
            text(language, &group)
        } else {
            name.in_language(language.key()).to_owned()
        }
    };
    let row = |difference: &Difference| {
        let of: Vec<String> = difference.of.iter().map(name).filter(|name| !name.is_empty()).collect();
        vec![
            Cell::Text(text(language, &format!("operations-{}", difference.part))),
            Cell::Text(if of.is_empty() { text(language, "operations-no-cause") } else { of.join(", ") }),
            Cell::Text(text(language, &format!("amendments-figure-{}", difference.figure))),
            told(&difference.from),
            told(&difference.to),
        ]
    };
    Table {
        titles: titles("amendments", &["part", "of", "figure", "then", "now"], language),
        rows: of.amendments.iter().map(row).collect(),
    }
}

/// Name of the service a presented report is on.
pub fn presented_service(view: &PresentedView, desk: &Desk, language: Language) -> String {
    let name = view.service.as_deref().and_then(|key| desk.service(key)).map(|service| &service.name);
    match (name, &view.service) {
        (Some(name), _) => name.in_language(language.key()).to_owned(),
        (None, Some(key)) => key.clone(),
        (None, None) => text(language, "operations-of-desk"),
    }
}
