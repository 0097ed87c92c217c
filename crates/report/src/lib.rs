//! Reports on their way out: tables of typed cells become text for a terminal, CSV, JSON, a workbook, a printed document,
//! and charts. It refuses to know what the figures mean, where they come from, what time it is, and any human
//! language: titles come in as words.

mod chart;
mod document;
mod drawing;
mod fonts;
mod json;
mod pdf;
mod svg;
mod table;
mod text;
mod values;
mod xlsx;

pub use chart::{Chart, Kind, Objective, ROWS as DRAWN_ROWS};
pub use document::{Document, Format, Part, Unwritten};
pub use json::write_json;
pub use svg::to_svg;
pub use table::{Cell, Table, Title};
pub use text::to_text;
pub use values::{to_csv, write_csv};
pub use xlsx::write_xlsx;
