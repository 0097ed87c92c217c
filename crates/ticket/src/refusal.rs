//! Why something may not be done, as data: which act, which rule, what is missing, what would make it possible.
//! Every face words it in the reader's language; no words stand here.

use crate::Act;
use crate::kind::keyed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

keyed! {
    /// The rules that say no. Each has one wording and one remedy per language.
    Rule {
        /// The workflow does not allow the act in this state.
        Workflow = "workflow",
        /// The receiving line, or the act, demands fields that are empty (SRS-04).
        MissingFields = "missing_fields",
        /// No line stands above.
        NoLineAbove = "no_line_above",
        /// No line below may speak to the requester.
        NoLineBelow = "no_line_below",
        /// Lines go up one at a time here.
        OneLineAtATime = "one_line_at_a_time",
        /// The line is reached through another one only (SRS-05).
        WrongEntrance = "wrong_entrance",
        /// No queue of the receiving line fits, and none was named.
        NoQueueFits = "no_queue_fits",
        /// The queue belongs to another line than the act allows.
        QueueElsewhere = "queue_elsewhere",
        /// The queue is the own support of an organisation the ticket does not belong to (SRS-02).
        OtherSupport = "other_support",
        /// It is there already.
        AlreadyThere = "already_there",
        /// Waiting for the requester needs a question that was sent.
        QuestionNotSent = "question_not_sent",
        /// A wait until a moment needs one that lies ahead.
        UntilNotAhead = "until_not_ahead",
        /// Only a line that may speak to the requester solves a case; others return it with an answer (SRS-09).
        BackOfficeResolves = "back_office_resolves",
        /// There is no proposed answer to send.
        NothingProposed = "nothing_proposed",
        /// A stated moment lies in the future.
        InTheFuture = "in_the_future",
        /// The service cannot work again before the fault began.
        RestoredBeforeFault = "restored_before_fault",
        /// It is restored already.
        AlreadyRestored = "already_restored",
        /// A stated moment lies before 1990, or before the desk's first agreement.
        TooLongAgo = "too_long_ago",
        /// What is done to a case cannot be effective before the case was made.
        BeforeOpened = "before_opened",
        /// Only a fault that was restored can persist or come back.
        NotRestored = "not_restored",
        /// The event has no moment that a person can correct.
        NotCorrectable = "not_correctable",
        /// The same waits for a second person already.
        AlreadyProposed = "already_proposed",
        /// There is no such proposal, or it was decided.
        NoSuchProposal = "no_such_proposal",
        /// Nobody agrees to what they proposed themselves.
        OwnProposal = "own_proposal",
        /// The month is locked: its time is no longer put down or corrected (WC-32).
        MonthLocked = "month_locked",
        /// A person measures time on one case at a time.
        TimerRunning = "timer_running",
        /// No time is being measured on this case by the person.
        NoTimer = "no_timer",
        /// A day has no more than twenty-four hours.
        DayFull = "day_full",
        /// The person named may not work in that queue.
        NotOfThatQueue = "not_of_that_queue",
        /// The ticket is not with a supplier.
        NotWithSupplier = "not_with_supplier",
        /// A case ends as not reached only after enough tries by enough channels on enough days.
        SoughtTooLittle = "sought_too_little",
        /// A call cannot be answered before it rang.
        AnsweredBeforeOffered = "answered_before_offered",
        /// A call cannot end before it began.
        EndedBeforeBegun = "ended_before_begun",
        /// Two reports of one call say different things.
        CallDiffers = "call_differs",
        /// A call that was answered was not abandoned.
        AnsweredNotAbandoned = "answered_not_abandoned",
        /// Only what a back-dated version of an agreement puts in question is judged again.
        NotBackdated = "not_backdated",
        /// The period does not lie within the time for which the version is said to hold.
        OutsideVersion = "outside_version",
        /// A cause is given to a breach, and the clock has none.
        NotBreached = "not_breached",
        /// The period of a report that is to be frozen is not over.
        PeriodRuns = "period_runs",
        /// The desk file names nobody who receives the report.
        NobodyReceives = "nobody_receives",
        /// The same report of the same period was presented already and not rejected.
        ReportPresented = "report_presented",
        /// The report was approved or rejected already.
        ReportDecided = "report_decided",
        /// Whom somebody speaks for has answered about the report already.
        ReceiverAnswered = "receiver_answered",
        /// Nobody decides on what they presented themselves.
        OwnReport = "own_report",
    }
}

/// A no that tells the way on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Which act on a case was asked; none where what was asked is no such act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<Act>,
    /// Which rule said no.
    pub rule: Rule,
    /// Field keys that would have to be filled.
    pub missing: Vec<String>,
    /// Keys and values the wording needs, such as `line` or `state`.
    pub facts: BTreeMap<String, String>,
}

impl Refusal {
    /// A refusal of an act with nothing missing and no facts yet.
    pub fn new(act: Act, rule: Rule) -> Self {
        Self { act: Some(act), ..Self::apart(rule) }
    }

    /// A refusal of what is no act on a case: a report presented, a call, a rejudgement.
    pub fn apart(rule: Rule) -> Self {
        Self { act: None, rule, missing: Vec::new(), facts: BTreeMap::new() }
    }

    /// The same with one more fact for its wording.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }

    /// The same with the fields that are missing.
    #[must_use]
    pub fn missing(mut self, fields: Vec<String>) -> Self {
        self.missing = fields;
        self
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(act) = self.act {
            write!(f, "{act} ")?;
        }
        write!(f, "refused by {}", self.rule)?;
        if self.missing.is_empty() { Ok(()) } else { write!(f, ", missing {}", self.missing.join(", ")) }
    }
}

impl std::error::Error for Refusal {}
