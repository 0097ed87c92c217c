//! The report on received mail in words (WC-04): every figure leads to its mails.

use crate::paper::{chart, part};
use crate::period::{Made, PeriodAsked, PeriodReport, Section, coded};
use crate::report::{percent_words, title};
use ::report::{Cell, Kind, Table};
use app::read::local_time;
use app::report::{MailCounts, MailFigure, MailRow, MailVerdict, MailsAsked, MailsReport};
use app::{App, Denied};
use desk::{Desk, Principal};
use locale::{Language, knows, text, text_with};
use std::sync::Arc;
use store::inbox::State;

/// The report on received mail.
pub(crate) struct Mails;

impl PeriodReport for Mails {
    fn key(&self) -> &'static str {
        "mails"
    }

    fn about(&self) -> &'static str {
        "What became of every received mail"
    }

    fn parts(&self) -> &'static [&'static str] {
        &["mailboxes", "reasons", "objectives", "mails"]
    }

    fn narrowed_by(&self) -> &'static [&'static str] {
        &["figure", "mailbox", "reason"]
    }

    fn desks(&self, app: &App, reader: &Principal) -> Vec<Arc<Desk>> {
        app.mail_desks(reader)
    }

    fn make(&self, app: &App, asked: &PeriodAsked) -> Result<Made, Denied> {
        let figure = asked.narrowed("figure").map(|key| {
            let known = || MailFigure::ALL.map(MailFigure::as_str);
            MailFigure::parse(key).ok_or_else(|| Denied::unknown("figure", known()))
        });
        let narrowed = MailsAsked {
            figure: figure.transpose()?,
            mailbox: asked.narrowed("mailbox"),
            reason: asked.narrowed("reason"),
        };
        let report = app.mails_report(asked.reader, &asked.desk.key, asked.dates(), narrowed)?;
        let mut sections =
            vec![mailboxes(&report, asked), reasons(&report, asked), objectives(&report, asked)];
        let list = mails(&report, narrowed, asked);
        // Who asked for the mails behind a figure sees them first.
        let at = if asked.only.is_empty() { sections.len() } else { 0 };
        sections.insert(at, list);
        let proof = proof(report.whole, asked.language);
        Ok(Made::of(&report, sections)?.noted(text(asked.language, "mails-lead")).noted(proof))
    }
}

/// The sum in one sentence.
fn proof(whole: MailCounts, language: Language) -> String {
    let values = [
        ("received", whole.received),
        ("opened", whole.opened),
        ("joined", whole.joined),
        ("noted", whole.noted),
        ("set_aside", whole.set_aside),
        ("waiting", whole.waiting),
        ("marked", whole.opened + whole.joined),
        ("registered", whole.registered),
        ("lost", whole.lost),
    ];
    let values = values.map(|(name, count)| (name.to_owned(), count.to_string()));
    let key = if whole.proven { "mails-proof" } else { "mails-unproven" };
    text_with(language, key, &values.into())
}

/// Columns of a mailbox after its name.
const COLUMNS: [MailFigure; 8] = [
    MailFigure::Received,
    MailFigure::In(State::Opened),
    MailFigure::In(State::Joined),
    MailFigure::In(State::Noted),
    MailFigure::In(State::SetAside),
    MailFigure::In(State::Waiting),
    MailFigure::Registered,
    MailFigure::Accounted,
];

/// Of these, in the table, the ones that every mail is in exactly one of.
const FATES: std::ops::RangeInclusive<usize> = 2..=6;

/// What became of each mailbox's mail; where there are several, all together last. What is lost has a column where there is
/// any.
fn mailboxes(report: &MailsReport, asked: &PeriodAsked) -> Section {
    let language = asked.language;
    let lost = (report.whole.lost > 0).then_some(MailFigure::Lost);
    let columns: Vec<MailFigure> = COLUMNS.into_iter().chain(lost).collect();
    let mut counted: Vec<(Option<&str>, MailCounts)> =
        report.mailboxes.iter().map(|row| (Some(row.mailbox.as_str()), row.counts)).collect();
    if counted.len() > 1 {
        counted.push((None, report.whole));
    }
    let row = |(mailbox, counts): &(Option<&str>, MailCounts)| {
        let name = mailbox.map_or_else(|| text(language, "mails-all"), str::to_owned);
        let mut row = vec![Cell::Text(name)];
        row.extend(columns.iter().map(|figure| Cell::Count(counts.of(*figure))));
        let shares = [desk::MailMeasure::Accounted, desk::MailMeasure::Registered];
        row.extend(shares.map(|m| counts.share(m).basis_points().map_or(Cell::Empty, Cell::Share)));
        row
    };
    let mut titles = vec![title("office-mailbox", language)];
    titles.extend(columns.iter().map(|figure| figure_name(*figure, language).into()));
    titles.extend(["mails-share-accounted", "mails-share-registered"].map(|key| title(key, language)));
    let table = Table { titles, rows: counted.iter().map(row).collect() };
    let words = ("mails-chart", "mails-chart-described");
    let drawn =
        (report.whole.received > 0).then(|| chart(language, Kind::Stacked, words, (0, FATES.collect())));
    Section::linked(part(language, "mailboxes", "mails-mailboxes", table, drawn), |row, column| {
        let (mailbox, counts) = counted.get(row)?;
        let figure = *columns.get(column.checked_sub(1)?)?;
        behind(asked, (figure, counts.of(figure)), *mailbox, None)
    })
}

/// The mails behind a figure; behind zero there are none.
fn behind(
    asked: &PeriodAsked,
    (figure, count): (MailFigure, i64),
    mailbox: Option<&str>,
    reason: Option<&str>,
) -> Option<String> {
    let only = |name: &str, value: Option<&str>| {
        value.map(|value| format!("&{name}={}", coded(value))).unwrap_or_default()
    };
    let narrowed = format!("{}{}", only("mailbox", mailbox), only("reason", reason));
    (count > 0).then(|| format!("/reports/mails?{}&figure={}{narrowed}", asked.query(), figure.as_str()))
}

/// Why mails are on no case.
fn reasons(report: &MailsReport, asked: &PeriodAsked) -> Section {
    let language = asked.language;
    let row = |row: &app::report::ReasonRow| {
        vec![
            Cell::Text(text(language, &format!("mail-state-{}", row.state))),
            Cell::text(row.reason.as_deref().map(|reason| reason_name(reason, language))),
            Cell::Count(row.mails),
        ]
    };
    let titles = ["office-state", "office-reason", "mails-count"].map(|key| title(key, language)).to_vec();
    let table = Table { titles, rows: report.reasons.iter().map(row).collect() };
    Section::linked(part(language, "reasons", "mails-reasons", table, None), |row, column| {
        let row = report.reasons.get(row).filter(|_| column == 2)?;
        let figure = MailFigure::parse(&row.state)?;
        behind(asked, (figure, row.mails), None, row.reason.as_deref())
    })
}

/// What is wanted.
fn objectives(report: &MailsReport, asked: &PeriodAsked) -> Section {
    let language = asked.language;
    let row = |verdict: &MailVerdict| {
        let mut row = vec![Cell::Text(mail_objective_name(asked.desk, &verdict.objective, language))];
        row.push(Cell::Text(text(language, &format!("mails-measure-{}", verdict.measure))));
        row.extend(verdict_cells(verdict, language));
        row
    };
    let titles =
        ["objective-name", "mails-measure", "objective-wanted", "objective-figure", "objective-fulfilled"];
    let titles = titles.map(|key| title(key, language)).to_vec();
    let table = Table { titles, rows: report.objectives.iter().map(row).collect() };
    Section::plain(part(language, "objectives", "mails-objectives", table, None))
}

/// What is wanted, what came of it, whether that is kept.
pub(crate) fn verdict_cells(verdict: &MailVerdict, language: Language) -> [Cell; 3] {
    let kept = |kept| text(language, if kept { "report-yes" } else { "report-no" });
    [
        Cell::Text(percent_words(&verdict.wanted)),
        verdict.basis_points.map_or(Cell::Empty, Cell::Share),
        Cell::text(verdict.fulfilled.map(kept)),
    ]
}

/// The mails that were asked for.
fn mails(report: &MailsReport, narrowed: MailsAsked<'_>, asked: &PeriodAsked) -> Section {
    let language = asked.language;
    let row = |mail: &MailRow| {
        vec![
            Cell::Minute(local_time(&asked.desk.zone, mail.received_at)),
            Cell::Text(mail.mailbox.clone()),
            Cell::text(mail.from.clone()),
            Cell::Text(text(language, &format!("mail-state-{}", mail.state))),
            Cell::text(mail.reason.as_deref().map(|reason| reason_name(reason, language))),
            Cell::text(mail.reference.clone()),
        ]
    };
    let titles =
        ["office-at", "office-mailbox", "office-from", "office-state", "office-reason", "report-reference"];
    let titles = titles.map(|key| title(key, language)).to_vec();
    let table = Table { titles, rows: report.mails.iter().map(row).collect() };
    let mut made = part(language, "mails", "mails-list", table, None);
    if asked.only.is_empty() {
        made.notes = vec![text(language, "mails-unasked")];
    } else {
        let figure = figure_name(narrowed.figure.unwrap_or(MailFigure::Received), language);
        let reason = narrowed.reason.map(|reason| reason_name(reason, language));
        let names = [Some(figure), narrowed.mailbox.map(str::to_owned), reason];
        let names: Vec<String> = names.into_iter().flatten().collect();
        let values =
            [("what".to_owned(), names.join(", ")), ("count".to_owned(), report.mails.len().to_string())];
        made.heading = text_with(language, "mails-of", &values.into());
    }
    Section::linked(made, |row, column| {
        let reference = report.mails.get(row).filter(|_| column == 5)?.reference.as_ref()?;
        Some(format!("/cases/{reference}"))
    })
}

/// What a figure is called.
fn figure_name(figure: MailFigure, language: Language) -> String {
    text(language, &format!("mails-{}", figure.as_str()))
}

/// A reason in words; what processing failed with stands as it is.
fn reason_name(reason: &str, language: Language) -> String {
    let key = format!("mail-reason-{reason}");
    if knows(&key) { text(language, &key) } else { reason.to_owned() }
}

/// The name of an objective over mail; its key where the desk file knows it no longer.
pub(crate) fn mail_objective_name(desk: &Desk, key: &str, language: Language) -> String {
    let found = desk.mail_objectives.iter().find(|objective| objective.key == key);
    found.map_or(key, |objective| objective.name.in_language(language.key())).to_owned()
}
