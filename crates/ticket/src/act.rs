//! The verbs by which a ticket changes: what workflows, permissions and conflict sets speak of.

use crate::kind::keyed;
use serde::{Deserialize, Serialize};

keyed! {
    /// A verb on a ticket.
    Act {
        /// Make the ticket.
        Open = "open",
        /// Become its assignee and begin.
        Take = "take",
        /// Give it to a person or to another queue of the same line.
        Assign = "assign",
        /// Set kind, case type, service, environment, impact, urgency, organisation, description.
        Classify = "classify",
        /// Hand it up the chain.
        Escalate = "escalate",
        /// Hand it sideways, to another function on the same line.
        Forward = "forward",
        /// Hand it back down with an answer or a question.
        Return = "return",
        /// Write to the requester, the chain or the supplier.
        Message = "message",
        /// Send, or send edited, the answer a back-office line proposed.
        Answer = "answer",
        /// Let it rest for the requester, the supplier or until a moment.
        Wait = "wait",
        /// Record that the requester was sought in vain while the case waits for them.
        Try = "try",
        /// End the rest.
        Resume = "resume",
        /// State that the service works again.
        Restore = "restore",
        /// State when a fault began, that it came back, or that it never went.
        Begin = "begin",
        /// Say that something happened at another moment than recorded.
        Correct = "correct",
        /// Agree to, or decline, what another person proposed.
        Agree = "agree",
        /// Put time down on it.
        Effort = "effort",
        /// State that the case is solved.
        Resolve = "resolve",
        /// Take up a resolved case again.
        Reopen = "reopen",
        /// End a resolved case.
        Close = "close",
        /// Withdraw it without a solution.
        Cancel = "cancel",
        /// Say why a clock was missed. It changes no state: of what is past, in whatever state the ticket is.
        ExplainBreach = "explain_breach",
    }
}
