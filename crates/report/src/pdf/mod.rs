//! A report as a printed document: A4, tagged for screen readers (PDF/UA-1), tables over as many pages as they need with
//! their titles on each, charts, page numbers. It is made whole in memory: it is for people to read, and what no one
//! can read belongs in a workbook.

mod columns;
mod ink;
mod layout;
mod sheet;

use crate::document::{Document, Unwritten};

pub(crate) fn to_pdf(document: &Document) -> Result<Vec<u8>, Unwritten> {
    let layout = if document.sheet { sheet::fit(document)? } else { layout::lay_out(document) };
    ink::paint(document, layout)
}
