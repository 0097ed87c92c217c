//! A report as a whole: parts of heading, table and chart, and the forms it can be handed out in.

use crate::chart::Chart;
use crate::{Table, pdf, values, xlsx};
use chrono::NaiveDateTime;

/// A report, in words of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// Language of its words, such as `sv`.
    pub language: String,
    /// When it was made, on the wall clock of its zone.
    pub made: NaiveDateTime,
    /// What stands under the title.
    pub notes: Vec<String>,
    /// Name of the sheet of a workbook that holds the charts.
    pub charts: String,
    /// On paper it is one page, in smaller print where it must: its parts are few and short.
    pub sheet: bool,
    /// Its parts.
    pub parts: Vec<Part>,
}

/// One part of a report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// By what it is asked for alone.
    pub key: String,
    /// Heading.
    pub heading: String,
    /// What is said before the table; of a part without rows, why it has none.
    pub notes: Vec<String>,
    /// Its figures.
    pub table: Table,
    /// A picture of them.
    pub chart: Option<Chart>,
}

/// A form to hand a report out in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One part's table as comma separated values.
    Csv,
    /// A workbook: a sheet for every part, one more for the charts.
    Xlsx,
    /// A document to print: tagged, in A4.
    Pdf,
}

impl Format {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Pdf];

    /// Its key, and the end of a file name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
        }
    }

    /// The form of a key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.key() == key)
    }

    /// Media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pdf => "application/pdf",
        }
    }
}

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Unwritten {
    /// No part of that key.
    #[error("the report has no part {0}")]
    NoPart(String),
    /// Separated values.
    #[error("CSV: {0}")]
    Csv(#[from] csv::Error),
    /// Workbook.
    #[error("XLSX: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// JSON.
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// What is written to.
    #[error("writing: {0}")]
    Out(#[from] std::io::Error),
    /// Printed document.
    #[error("PDF: {0}")]
    Pdf(String),
}

impl From<Unwritten> for std::io::Error {
    fn from(fault: Unwritten) -> Self {
        match fault {
            Unwritten::Out(fault) => fault,
            other => Self::other(other),
        }
    }
}

impl Document {
    /// The part of a key.
    pub fn part(&self, key: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.key == key)
    }

    /// The whole report; of values the one part that `part` names, else the first.
    ///
    /// # Errors
    /// A part that is not there, a row that is not as long as the titles.
    pub fn written(&self, format: Format, part: Option<&str>) -> Result<Vec<u8>, Unwritten> {
        match format {
            Format::Csv => {
                let found = match part {
                    Some(key) => self.part(key),
                    None => self.parts.first(),
                };
                let found = found.ok_or_else(|| Unwritten::NoPart(part.unwrap_or_default().to_owned()))?;
                Ok(values::to_csv(&found.table)?.into_bytes())
            }
            Format::Xlsx => xlsx::to_xlsx(self),
            Format::Pdf => pdf::to_pdf(self),
        }
    }
}
