//! What is wanted of telephone calls and received mail, as the operations report and the board's sheet tell it.

use super::links::Links;
use super::verdict;
use crate::objectives::wanted_words;
use crate::paper::part;
use crate::period::Section;
use crate::report::titles;
use ::report::{Cell, Table};
use app::report::{OperationsReport, ReceptionLine};
use locale::{Language, text, text_with};

/// Every line; of a report on one service where they are told, of one that was kept before they were counted nothing.
pub(super) fn reception(
    report: &OperationsReport,
    links: Option<&Links<'_>>,
    language: Language,
) -> Option<Section> {
    let lines = report.reception.as_ref()?;
    let row = |line: &ReceptionLine| {
        vec![
            Cell::Text(reception_name(lines, line, language)),
            Cell::text(line.wanted.as_deref().map(|wanted| in_words(line, wanted))),
            reception_figure(line, language),
            Cell::text(line.fulfilled.map(|kept| verdict(kept, language))),
        ]
    };
    let titles = titles("objective", &["name", "wanted", "figure", "fulfilled"], language);
    let table = Table { titles, rows: lines.iter().map(row).collect() };
    let mut made = part(language, "reception", "operations-reception", table, None);
    if report.service.is_some() {
        made.notes = vec![text(language, "operations-reception-of-desk")];
    }
    Some(Section::linked(made, |row, column| {
        let line = lines.get(row).filter(|_| [0, 2].contains(&column))?;
        links.map(|links| links.reception(line))
    }))
}

/// Days on average within a time; of a share nothing but it.
fn in_words(line: &ReceptionLine, wanted: &str) -> String {
    wanted_words(if line.is_of_days() { "mean" } else { "share" }, wanted)
}

/// The name of a line, with the version of its agreement where another promised it otherwise.
pub(crate) fn reception_name(lines: &[ReceptionLine], line: &ReceptionLine, language: Language) -> String {
    let name = line.objective.in_language(language.key());
    let same = |other: &&ReceptionLine| other.objective.key == line.objective.key;
    if lines.iter().filter(same).count() > 1 { format!("{name} ({})", line.version) } else { name.to_owned() }
}

/// What came of it: days of days, or a share; nothing where nothing was judged.
pub(crate) fn reception_figure(line: &ReceptionLine, language: Language) -> Cell {
    let days = line.met + line.missed;
    if !line.is_of_days() {
        return line.share.map_or(Cell::Empty, Cell::Share);
    }
    let facts = [("kept".to_owned(), line.met.to_string()), ("days".to_owned(), days.to_string())];
    Cell::text((days > 0).then(|| text_with(language, "objective-days", &facts.into())))
}
