//! Reports on a desk and a period: one mechanism for pages, REST, command line and scheduled mail.
//!
//! A report says its key, its parts and how it is made. Addresses, forms, permissions shown as answers, the frame of the page
//! and the file names come from here and from the faces, alike for all.

use crate::paper::document;
use crate::{
    board::Board, effort::Effort, mails::Mails, objectives::Objectives, operations::Operations,
    staffing::Staffing, telephone::Telephone, volumes::Volumes, waiting::Waiting,
};
use ::report::{Document, Part};
use app::{App, Denied, Moment};
use chrono::NaiveDate;
use desk::{Desk, Principal};
use locale::Language;
use serde::Serialize;
use std::sync::Arc;

/// Every report on a period, in the order of the navigation.
pub static PERIOD_REPORTS: [&dyn PeriodReport; 9] =
    [&Objectives, &Volumes, &Staffing, &Telephone, &Mails, &Waiting, &Effort, &Operations, &Board];

/// The report of a key.
pub fn period_report(key: &str) -> Option<&'static dyn PeriodReport> {
    PERIOD_REPORTS.into_iter().find(|report| report.key() == key)
}

/// A report on a desk and a period of local dates.
pub trait PeriodReport: Sync {
    /// Its key in addresses, on the command line and in desk files.
    fn key(&self) -> &'static str;

    /// What it tells, in one English sentence, for the description of the interface.
    fn about(&self) -> &'static str;

    /// Keys of its parts; the first is the one a table of values has unless another is asked for.
    fn parts(&self) -> &'static [&'static str];

    /// Keys of the parts that are too long for a page and stand in files alone.
    fn only_in_files(&self) -> &'static [&'static str] {
        &[]
    }

    /// What it can be narrowed by, beside desk and period.
    fn narrowed_by(&self) -> &'static [&'static str] {
        &[]
    }

    /// Desks whose report somebody may read.
    fn desks(&self, app: &App, reader: &Principal) -> Vec<Arc<Desk>> {
        app.reporting_desks(reader)
    }

    /// Whether it is one page on paper.
    fn is_sheet(&self) -> bool {
        false
    }

    /// Makes it.
    ///
    /// # Errors
    /// A period that ends before it begins or lies out of range, a narrowing that is unknown, no permission.
    fn make(&self, app: &App, asked: &PeriodAsked) -> Result<Made, Denied>;
}

/// What is asked of a report.
pub struct PeriodAsked<'a> {
    /// Who asks.
    pub reader: &'a Principal,
    /// Of which desk.
    pub desk: &'a Desk,
    /// First local date.
    pub from: NaiveDate,
    /// Local date it ends before.
    pub to: NaiveDate,
    /// What it is narrowed to: names of [`PeriodReport::narrowed_by`] with their values.
    pub only: &'a [(String, String)],
    /// In which language.
    pub language: Language,
    /// When.
    pub now: Moment,
}

impl PeriodAsked<'_> {
    /// The dates, the last one exclusive.
    pub fn dates(&self) -> (NaiveDate, NaiveDate) {
        (self.from, self.to)
    }

    /// What it is narrowed to by a name.
    pub fn narrowed(&self, name: &str) -> Option<&str> {
        self.only.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Desk and period as pages ask for them, where the last date is named.
    pub fn query(&self) -> String {
        page_query(&self.desk.key, (self.from, self.to.pred_opt().unwrap_or(self.to)))
    }
}

/// A report that was made.
pub struct Made {
    /// Its title, where it is another than that of desk and period.
    pub title: Option<String>,
    /// All of it, for programs.
    pub json: serde_json::Value,
    /// What stands under the title.
    pub notes: Vec<String>,
    /// Its parts in words.
    pub sections: Vec<Section>,
}

impl Made {
    /// A report from what programs read and its parts.
    ///
    /// # Errors
    /// A report that cannot be written as JSON.
    pub fn of(whole: &impl Serialize, sections: Vec<Section>) -> Result<Self, Denied> {
        let json = serde_json::to_value(whole).map_err(|e| store::Fault::Setup(e.to_string()))?;
        Ok(Self { title: None, json, notes: Vec::new(), sections })
    }

    /// The same with a title of its own.
    #[must_use]
    pub fn titled(mut self, title: String) -> Self {
        self.title = Some(title);
        self
    }

    /// The same with something under the title.
    #[must_use]
    pub fn noted(mut self, note: String) -> Self {
        self.notes.push(note);
        self
    }
}

/// A part, and what is behind its cells.
pub struct Section {
    /// The part.
    pub part: Part,
    /// By row and column the page of the console that lists what is behind a cell; rows and columns may be missing.
    pub links: Vec<Vec<Option<String>>>,
}

impl Section {
    /// A part with the address behind each cell, by row and column.
    pub fn linked(part: Part, link: impl Fn(usize, usize) -> Option<String>) -> Self {
        let columns = part.table.titles.len();
        let row = |row| (0..columns).map(|column| link(row, column)).collect();
        let links = (0..part.table.rows.len()).map(row).collect();
        Self { part, links }
    }

    /// A part with nothing behind it.
    pub fn plain(part: Part) -> Self {
        Self { part, links: Vec::new() }
    }

    /// The address behind a cell.
    pub fn link(&self, row: usize, column: usize) -> Option<&str> {
        self.links.get(row)?.get(column)?.as_deref()
    }
}

/// A report as a document.
pub fn period_document(report: &dyn PeriodReport, made: Made, asked: &PeriodAsked) -> Document {
    let parts = made.sections.into_iter().map(|section| section.part).collect();
    let title = format!("{}-title", report.key());
    let mut whole = document((asked.desk, asked.language, asked.now), &title, asked.dates(), parts);
    whole.title = made.title.unwrap_or(whole.title);
    whole.sheet = report.is_sheet();
    whole.notes.extend(made.notes);
    whole
}

/// Desk and period as pages ask for them; the last date included.
pub fn page_query(desk: &str, (from, until): (NaiveDate, NaiveDate)) -> String {
    format!("desk={}&from={from}&until={until}", coded(desk))
}

/// A value as it stands in a query.
pub fn coded(value: &str) -> String {
    let byte = |b: u8| match b {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(b).to_string(),
        _ => format!("%{b:02X}"),
    };
    value.bytes().map(byte).collect()
}
