//! Metrics of a desk file's own: any pair of events and phases. Refuses to know clocks.

use crate::Signal;

/// What may start or stop an own metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trigger {
    /// The ticket was made.
    Opened,
    /// First taken, assigned by a person or handed out of the reception queue.
    Distributed,
    /// It reached a line.
    Arrived(String),
    /// It left a line.
    Left(String),
    /// Work started on a line.
    WorkStarted(String),
    /// A person's message to the requester.
    ToldRequester,
    /// A person's information to those affected.
    Informed,
    /// The service works again.
    Restored,
    /// The case is solved.
    Resolved,
    /// A solved case was taken up again.
    Reopened,
    /// It entered a phase.
    Phase(String),
}

/// From what to what an own metric counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Own {
    /// Any of these starts a clock, once on a ticket.
    pub starts: Vec<Trigger>,
    /// Any of these stops it.
    pub stops: Vec<Trigger>,
}

impl Trigger {
    /// Words that a desk file may use; those that end in a colon are followed by a key.
    pub const WORDS: &'static [&'static str] = &[
        "opened",
        "distributed",
        "arrived:LINE",
        "left:LINE",
        "work_started:LINE",
        "told_requester",
        "informed",
        "restored",
        "resolved",
        "reopened",
        "phase:PHASE",
    ];

    /// Reads one of [`Trigger::WORDS`].
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text.split_once(':') {
            Some(("arrived", line)) => Self::Arrived(line.to_owned()),
            Some(("left", line)) => Self::Left(line.to_owned()),
            Some(("work_started", line)) => Self::WorkStarted(line.to_owned()),
            Some(("phase", phase)) => Self::Phase(phase.to_owned()),
            Some(_) => return None,
            None => match text {
                "opened" => Self::Opened,
                "distributed" => Self::Distributed,
                "told_requester" => Self::ToldRequester,
                "informed" => Self::Informed,
                "restored" => Self::Restored,
                "resolved" => Self::Resolved,
                "reopened" => Self::Reopened,
                _ => return None,
            },
        })
    }

    /// Whether a signal is it.
    pub(crate) fn meets(&self, signal: &Signal) -> bool {
        match (self, signal) {
            (Self::Opened, Signal::Opened { .. })
            | (Self::Distributed, Signal::Distributed)
            | (Self::ToldRequester, Signal::ToldRequester)
            | (Self::Informed, Signal::Informed)
            | (Self::Restored, Signal::Restored)
            | (Self::Resolved, Signal::Resolved)
            | (Self::Reopened, Signal::Reopened) => true,
            (Self::Arrived(wanted), Signal::Arrived { line })
            | (Self::Left(wanted), Signal::Left { line })
            | (Self::WorkStarted(wanted), Signal::WorkStarted { line }) => wanted == line,
            (Self::Phase(wanted), Signal::Phase { to }) => wanted == to,
            _ => false,
        }
    }
}
