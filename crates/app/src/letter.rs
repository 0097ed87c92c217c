//! What a mail says, as data. It is worded in its receiver's language when it is sent, so that a correction or an
//! erasure before then is in it.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The letters the product writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// Your mail is case so-and-so.
    Acknowledgement,
    /// An agent's words.
    Message,
    /// The case is solved; does it work?
    Resolved,
    /// We wait for your answer.
    Reminder,
    /// To a role: a clock warned or breached, or a rule was refused.
    Notice,
    /// To a supplier or a function outside: a case is handed over.
    HandOver,
    /// To whoever follows up: a scheduled report.
    Report,
    /// To who approves a report: it was presented; to who presented it: it was decided on.
    Presented,
}

impl LetterKind {
    /// Stable key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Acknowledgement => "acknowledgement",
            Self::Message => "message",
            Self::Resolved => "resolved",
            Self::Reminder => "reminder",
            Self::Notice => "notice",
            Self::HandOver => "hand_over",
            Self::Report => "report",
            Self::Presented => "presented",
        }
    }

    /// Whether a machine writes it by itself: marked so, and capped.
    pub fn is_automatic(self) -> bool {
        matches!(self, Self::Acknowledgement | Self::Reminder | Self::Notice | Self::Report | Self::Presented)
    }
}

/// One letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Which.
    pub kind: LetterKind,
    /// Language of its words.
    pub language: String,
    /// Text row of the words in it, where somebody wrote some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<i64>,
    /// Further text rows: the hand-over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<i64>,
    /// Keys and values for the wording.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, String>,
    /// Message-ID of the mail it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<String>,
}
