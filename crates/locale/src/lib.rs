//! Words: refusals and other data to sentences in Swedish and English, by Fluent. It decides nothing.

mod bundle;
mod refusal;

pub use bundle::{Language, knows, text, text_with};
pub use refusal::{RefusalParts, RefusalWords, refusal, refusal_parts};
