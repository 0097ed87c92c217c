//! Reports on their way out: a table of typed cells becomes text for a terminal or CSV. It refuses to know what the
//! figures mean, where they come from, and any human language: titles come in as words.

mod table;
mod text;
mod values;

pub use table::{Cell, Table};
pub use text::to_text;
pub use values::to_csv;
