//! Free text on its way into, through and out of Stafett.
//!
//! Everything here is a pure function of its input, works in time linear in the input, and knows nothing of
//! cases, people, storage or the network: masking of identity numbers, mail trimming, HTML, language and stems.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod calendar;
mod context;
mod entities;
mod headers;
mod html_safe;
mod html_scan;
mod html_text;
mod identity;
mod intake;
mod language;
mod signature;
mod stem;
mod thanks;
mod trim;

pub use {
    html_safe::html_to_safe,
    html_text::html_to_text,
    identity::{Found, IdentityKind, Masked, find_identity_numbers, mask},
    intake::Intake,
    language::{Language, guess},
    stem::stem_words,
    thanks::is_mere_thanks,
    trim::{Trimmed, trim_reply},
};
