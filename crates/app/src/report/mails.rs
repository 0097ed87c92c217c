//! What became of received mail (WC-04): every mail is accounted for, and the counts prove it. A mail counts in the period
//! in which it was taken over.

use super::asked::period;
use crate::rejudge::judged_again;
use crate::{App, Denied, Moment};
use ::sla::{Share, Span};
use chrono::NaiveDate;
use desk::{Desk, MailMeasure, MailObjective, Principal};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::inbox::State;
use store::report::{
    Fate, ListedMail, report_mail_fates, report_mail_reasons, report_mails, report_mails_received,
};

/// The report of one desk and period.
#[derive(Debug, Clone, Serialize)]
pub struct MailsReport {
    /// Desk key.
    pub desk: String,
    /// First local date.
    pub from: NaiveDate,
    /// Local date it ends before.
    pub to: NaiveDate,
    /// Zone of the dates.
    pub zone: String,
    /// All mailboxes together.
    pub whole: MailCounts,
    /// Each mailbox the desk has or had, in the order of the desk file.
    pub mailboxes: Vec<MailboxRow>,
    /// Why mails are on no case, most frequent first.
    pub reasons: Vec<ReasonRow>,
    /// What is wanted.
    pub objectives: Vec<MailVerdict>,
    /// The mails behind a figure, where one was asked for; oldest first.
    pub mails: Vec<MailRow>,
}

/// What became of mails. received = opened + joined + noted + `set_aside` + waiting, and opened +
/// joined = registered + lost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct MailCounts {
    /// Mails taken over, counted without regard to what became of them.
    pub received: i64,
    /// Became a case.
    pub opened: i64,
    /// Joined a case.
    pub joined: i64,
    /// Nothing was to be made of it: a delivery report, an automatic answer to nothing.
    pub noted: i64,
    /// A person must look at it.
    pub set_aside: i64,
    /// Not processed yet.
    pub waiting: i64,
    /// Of those opened and joined, how many are on a case that is there: counted on the side of the cases.
    pub registered: i64,
    /// Of those opened and joined, how many were not found there.
    pub lost: i64,
    /// registered + noted + `set_aside`.
    pub accounted: i64,
    /// received - noted: those that brought, or may bring, a matter.
    pub matters: i64,
    /// Whether the sums are right: the fates sum to what was received, and every mail on a case was found there.
    pub proven: bool,
}

/// A mailbox.
#[derive(Debug, Clone, Serialize)]
pub struct MailboxRow {
    /// Address.
    pub mailbox: String,
    /// What became of its mails.
    #[serde(flatten)]
    pub counts: MailCounts,
}

/// Why mails are on no case.
#[derive(Debug, Clone, Serialize)]
pub struct ReasonRow {
    /// noted, `set_aside` or waiting.
    pub state: String,
    /// Reason by key, or in words where processing failed; none where nothing happened yet.
    pub reason: Option<String>,
    /// How many mails.
    pub mails: i64,
}

/// An objective and what came of it.
#[derive(Debug, Clone, Serialize)]
pub struct MailVerdict {
    /// Objective key.
    pub objective: String,
    /// The version of its agreement that promised it.
    pub version: String,
    /// accounted or registered.
    pub measure: &'static str,
    /// Mails that fulfil it.
    pub met: i64,
    /// Mails that do not, or not yet.
    pub missed: i64,
    /// met / (met + missed), cut after four decimals; none without mails.
    pub share: Option<f64>,
    /// The same in parts of ten thousand.
    #[serde(skip)]
    pub basis_points: Option<i64>,
    /// What is wanted.
    pub wanted: String,
    /// Whether it is; none without mails.
    pub fulfilled: Option<bool>,
}

/// A mail of a list.
#[derive(Debug, Clone, Serialize)]
pub struct MailRow {
    /// Id among received mails.
    pub id: i64,
    /// When it was taken over.
    pub received_at: Moment,
    /// Our address it came to.
    pub mailbox: String,
    /// Envelope sender.
    pub from: Option<String>,
    /// opened, joined, noted, `set_aside` or waiting.
    pub state: String,
    /// Why it is on no case.
    pub reason: Option<String>,
    /// The case it became or joined.
    pub reference: Option<String>,
}

/// A figure of the report, to ask for its mails by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailFigure {
    /// All.
    Received,
    /// Those in a state.
    In(State),
    /// All but those that wait or are lost.
    Accounted,
    /// Those found on a case.
    Registered,
    /// Those marked to be on a case that is not there.
    Lost,
    /// All but those noted.
    Matters,
}

impl MailFigure {
    /// Every figure.
    pub const ALL: [Self; 10] = [
        Self::Received,
        Self::In(State::Opened),
        Self::In(State::Joined),
        Self::In(State::Noted),
        Self::In(State::SetAside),
        Self::In(State::Waiting),
        Self::Accounted,
        Self::Registered,
        Self::Lost,
        Self::Matters,
    ];

    /// Stable key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::In(state) => state.as_str(),
            Self::Accounted => "accounted",
            Self::Registered => "registered",
            Self::Lost => "lost",
            Self::Matters => "matters",
        }
    }

    /// The figure of a key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|figure| figure.as_str() == key)
    }

    /// Whether a mail belongs to it, by its state and whether it is found on a case.
    fn has(self, state: State, found: bool) -> bool {
        let on_case = matches!(state, State::Opened | State::Joined);
        match self {
            Self::Received => true,
            Self::In(one) => state == one,
            Self::Accounted => state != State::Waiting && (found || !on_case),
            Self::Registered => on_case && found,
            Self::Lost => on_case && !found,
            Self::Matters => state != State::Noted,
        }
    }

    /// The states its mails may have.
    fn states(self) -> Vec<State> {
        State::ALL.into_iter().filter(|state| self.has(*state, true) || self.has(*state, false)).collect()
    }
}

/// Which mails are listed; none where nothing is asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct MailsAsked<'a> {
    /// Those of a figure; all where only something else is asked.
    pub figure: Option<MailFigure>,
    /// Those of a mailbox.
    pub mailbox: Option<&'a str>,
    /// Those of a reason.
    pub reason: Option<&'a str>,
}

impl App {
    /// The desks whose received mail the principal may count: who reads their reports and the whole desk, because a mail
    /// on no case belongs to no organisation.
    pub fn mail_desks(&self, principal: &Principal) -> Vec<Arc<Desk>> {
        let mut desks = self.reporting_desks(principal);
        desks.retain(|desk| principal.sees_all(desk));
        desks
    }

    /// The report for local dates from `from` to before `to`, with the mails that are asked for.
    ///
    /// # Errors
    /// An unknown desk or mailbox, a period that cannot be, no permission for the whole desk.
    pub fn mails_report(
        &self,
        principal: &Principal,
        desk: &str,
        (from, to): (NaiveDate, NaiveDate),
        asked: MailsAsked<'_>,
    ) -> Result<MailsReport, Denied> {
        let desk = self.reported(principal, desk)?;
        if !principal.sees_all(&desk) {
            return Err(Denied::Forbidden);
        }
        let period = period(&desk, from, to)?;
        let mailboxes = self.mailboxes_ever(&desk);
        let listed = listed(&mailboxes, asked)?;
        self.store.read_long(|conn| {
            let received = report_mails_received(conn, &mailboxes, period)?;
            let fates = report_mail_fates(conn, &mailboxes, period)?;
            let rows = mailboxes.iter().map(|mailbox| row(mailbox, &received, &fates));
            let mailboxes_now: Vec<MailboxRow> =
                rows.filter(|row| row.counts.received > 0 || desk.mailboxes.contains(&row.mailbox)).collect();
            let whole =
                mailboxes_now.iter().map(|row| row.counts).fold(MailCounts::default(), MailCounts::plus);
            let reasons = report_mail_reasons(conn, &mailboxes, period)?;
            let again = judged_again(conn, &desk.key)?;
            let mails = match &listed {
                None => Vec::new(),
                Some(some) => {
                    let figure = asked.figure.unwrap_or(MailFigure::Received);
                    let mut mails = report_mails(conn, some, period, &figure.states(), asked.reason)?;
                    let state = |mail: &ListedMail| State::parse(&mail.state);
                    mails.retain(|m| state(m).is_some_and(|state| figure.has(state, m.reference.is_some())));
                    mails
                }
            };
            let span = Span { from, to };
            let judging =
                |o: &&MailObjective| desk.judging(&o.agreement, span, &again) == Some(o.version.as_str());
            let objectives = desk.mail_objectives.iter().filter(judging).map(|o| verdict(o, whole)).collect();
            Ok(MailsReport {
                desk: desk.key.clone(),
                from,
                to,
                zone: desk.zone.clone(),
                whole,
                mailboxes: mailboxes_now,
                reasons: reasons
                    .into_iter()
                    .map(|(state, reason, mails)| ReasonRow { state, reason, mails })
                    .collect(),
                objectives,
                mails: mails.into_iter().map(MailRow::of).collect(),
            })
        })
    }

    /// The mailboxes a desk has, and those it had that no other desk has now.
    fn mailboxes_ever(&self, desk: &Desk) -> Vec<String> {
        let others: BTreeSet<String> = self
            .all_desks()
            .iter()
            .filter(|other| other.key != desk.key)
            .flat_map(|other| other.mailboxes.clone())
            .collect();
        let mut all = desk.mailboxes.clone();
        for earlier in self.desks.ever(&desk.key) {
            for mailbox in &earlier.mailboxes {
                if !all.contains(mailbox) && !others.contains(mailbox) {
                    all.push(mailbox.clone());
                }
            }
        }
        all
    }
}

/// The mailboxes to list mails of; `None` where nothing is asked.
fn listed(mailboxes: &[String], asked: MailsAsked<'_>) -> Result<Option<Vec<String>>, Denied> {
    match asked.mailbox {
        Some(mailbox) if mailboxes.iter().any(|known| known == mailbox) => Ok(Some(vec![mailbox.to_owned()])),
        Some(_) => Err(Denied::unknown("mailbox", mailboxes.iter().map(String::as_str))),
        None if asked.figure.is_none() && asked.reason.is_none() => Ok(None),
        None => Ok(Some(mailboxes.to_vec())),
    }
}

fn row(mailbox: &str, received: &[(String, i64)], fates: &[Fate]) -> MailboxRow {
    let received = received.iter().find(|(known, _)| known == mailbox).map_or(0, |(_, mails)| *mails);
    let own = || fates.iter().filter(|fate| fate.mailbox == mailbox);
    let of = |state: State| own().filter(|fate| fate.state == state.as_str()).map(|fate| fate.mails).sum();
    let registered = own().map(|fate| fate.on_tickets).sum();
    let counts = MailCounts {
        received,
        opened: of(State::Opened),
        joined: of(State::Joined),
        noted: of(State::Noted),
        set_aside: of(State::SetAside),
        waiting: of(State::Waiting),
        registered,
        ..MailCounts::default()
    };
    MailboxRow { mailbox: mailbox.to_owned(), counts: counts.summed() }
}

impl MailCounts {
    /// With the sums made from the fates.
    fn summed(self) -> Self {
        let lost = self.opened + self.joined - self.registered;
        let accounted = self.registered + self.noted + self.set_aside;
        Self {
            lost,
            accounted,
            matters: self.received - self.noted,
            proven: lost == 0 && accounted + self.waiting == self.received,
            ..self
        }
    }

    fn plus(self, other: Self) -> Self {
        let sum = Self {
            received: self.received + other.received,
            opened: self.opened + other.opened,
            joined: self.joined + other.joined,
            noted: self.noted + other.noted,
            set_aside: self.set_aside + other.set_aside,
            waiting: self.waiting + other.waiting,
            registered: self.registered + other.registered,
            ..Self::default()
        };
        sum.summed()
    }

    /// What a figure says.
    pub fn of(self, figure: MailFigure) -> i64 {
        match figure {
            MailFigure::Received => self.received,
            MailFigure::In(State::Opened) => self.opened,
            MailFigure::In(State::Joined) => self.joined,
            MailFigure::In(State::Noted) => self.noted,
            MailFigure::In(State::SetAside) => self.set_aside,
            MailFigure::In(State::Waiting) => self.waiting,
            MailFigure::Accounted => self.accounted,
            MailFigure::Registered => self.registered,
            MailFigure::Lost => self.lost,
            MailFigure::Matters => self.matters,
        }
    }

    /// The mails that fulfil a measure, and those that do not.
    pub fn share(self, measure: MailMeasure) -> Share {
        match measure {
            MailMeasure::Accounted => Share { met: self.accounted, missed: self.received - self.accounted },
            MailMeasure::Registered => Share { met: self.registered, missed: self.matters - self.registered },
        }
    }
}

fn verdict(objective: &MailObjective, counts: MailCounts) -> MailVerdict {
    let share = counts.share(objective.measure);
    let basis_points = share.basis_points();
    MailVerdict {
        objective: objective.key.clone(),
        version: objective.version.clone(),
        measure: objective.measure.as_str(),
        met: share.met,
        missed: share.missed,
        // At most 10 000: exact as a number with four decimals.
        share: basis_points.and_then(|bp| i32::try_from(bp).ok()).map(|bp| f64::from(bp) / 10_000.0),
        basis_points,
        wanted: objective.share.to_string(),
        fulfilled: objective.share.fulfilled(share),
    }
}

impl MailRow {
    fn of(mail: ListedMail) -> Self {
        Self {
            id: mail.id,
            received_at: Moment::from_timestamp_micros(mail.received_at).unwrap_or_default(),
            mailbox: mail.mailbox,
            from: mail.envelope_from.filter(|from| !from.is_empty()),
            state: mail.state,
            reason: mail.reason,
            reference: mail.reference,
        }
    }
}
