//! Words: refusals and other data to sentences in Swedish and English, by Fluent. It decides nothing.

mod bundle;
mod refusal;

pub use bundle::{Language, text, text_with};
pub use refusal::{RefusalParts, RefusalWords, refusal, refusal_parts};
