//! Reports presented to who receives them: frozen when presented, approved when everybody asked approved, rejected when one
//! rejects, with what changed since standing beside them (SRS-12, SRS-15, RSI-09).

mod asked;
mod decide;
mod mailing;
mod present;
mod read;

use crate::{Denied, Moment};
use chrono::NaiveDate;
use desk::PresentedKind;
use serde::{Deserialize, Serialize};
use text::Intake;

pub use asked::{ReceiverView, Word};
pub use read::{PresentedPage, PresentedReport};

/// Characters of a comment or a reason.
const WORDS_MAX: usize = 1_500;
/// Characters of the comment on the sheet for the board, which is one page.
const SHEET_WORDS_MAX: usize = 700;

/// What became of a presented report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Somebody is still to answer, and nobody rejected it.
    Presented,
    /// Approved by everybody asked.
    Approved,
    /// Rejected by one: it may be presented again.
    Rejected,
}

impl State {
    /// Stable key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Presented => "presented",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
        }
    }

    fn parse(key: &str) -> Result<Self, Denied> {
        let all = [Self::Presented, Self::Approved, Self::Rejected];
        let found = all.into_iter().find(|state| state.as_str() == key);
        found.ok_or_else(|| store::Fault::Setup(format!("state {key}")).into())
    }
}

/// A report to be presented.
#[derive(Debug, Clone)]
pub struct NewPresented {
    /// Which.
    pub kind: PresentedKind,
    /// Desk key.
    pub desk: String,
    /// Service key; none is the whole desk.
    pub service: Option<String>,
    /// First local date.
    pub from: NaiveDate,
    /// Local date it ends before.
    pub to: NaiveDate,
    /// What the lead says.
    pub comment: Intake,
}

/// A presented report without its figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresentedView {
    /// Its id.
    pub id: i64,
    /// Desk key.
    pub desk: String,
    /// operations or board.
    pub kind: String,
    /// Service key; none is the whole desk.
    pub service: Option<String>,
    /// First local date.
    pub from: NaiveDate,
    /// Local date it ends before.
    pub to: NaiveDate,
    /// From 1; a further one where the former was rejected.
    pub revision: i64,
    /// Version of the desk file it was counted under.
    pub desk_version: i64,
    /// What became of it.
    pub state: State,
    /// What the lead said, masked.
    pub comment: String,
    /// SHA-256 of the frozen content.
    pub digest: String,
    /// When it was presented.
    pub presented_at: Moment,
    /// Name of who presented it.
    pub presented_by: String,
    /// When it was decided on.
    pub decided_at: Option<Moment>,
    /// Name of who decided.
    pub decided_by: Option<String>,
    /// Key of the organisation they decided for, where their role is limited to one.
    pub decided_for: Option<String>,
    /// Why, masked.
    pub reason: Option<String>,
    /// Whose word it waits for, as the desk file had them when it was presented, and what each said.
    #[serde(default)]
    pub receivers: Vec<ReceiverView>,
}

impl PresentedView {
    /// How many of those asked answered.
    pub fn answered(&self) -> usize {
        self.receivers.iter().filter(|receiver| receiver.state != Word::Asked).count()
    }
}
