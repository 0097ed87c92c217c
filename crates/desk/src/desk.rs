//! A desk as the product works with it: everything of the file, checked and compiled, with look-ups.

use crate::{CallObjective, Effort, MailObjective, Name, Promise, ReportReceiver, Schedule};
use escalation::{Chain, FollowRule, Rule, TimerRule};
use std::collections::BTreeMap;
use std::sync::Arc;
use ticket::{Act, Kind, Workflow, Workflows};

/// A compiled desk file.
#[derive(Debug, Clone)]
pub struct Desk {
    /// Key.
    pub key: String,
    /// Prefix of references.
    pub prefix: String,
    /// Name.
    pub name: Name,
    /// IANA time zone in which dates are meant and shown.
    pub zone: String,
    /// Language where nothing else is known.
    pub language: String,
    /// Organisation of askers nobody knows.
    pub fallback_organisation: String,
    /// Sender of the desk's mail.
    pub mail_from: String,
    /// Whether anybody of the requester's organisation may answer for the requester by mail.
    pub answers_from_organisation: bool,
    /// Addresses whose mail becomes tickets, in lower case.
    pub mailboxes: Vec<String>,
    /// Organisations this desk declares.
    pub organisations: Vec<Organisation>,
    /// Lines and queues.
    pub chain: Chain,
    /// Names of lines.
    pub line_names: BTreeMap<String, Name>,
    /// Names of queues.
    pub queue_names: BTreeMap<String, Name>,
    /// Roles.
    pub roles: Vec<Role>,
    /// Services.
    pub services: Vec<Item>,
    /// Environments.
    pub environments: Vec<Item>,
    /// Case types.
    pub case_types: Vec<CaseType>,
    /// Priorities and how they are found.
    pub priorities: Priorities,
    /// Asker roles (SRS-08).
    pub asker_roles: Vec<Item>,
    /// Causes.
    pub causes: Vec<Item>,
    /// Causes that a person may give a breach.
    pub breach_causes: Vec<Item>,
    /// Kinds of solution (WC-14).
    pub solutions: Vec<Solution>,
    /// Where new cases land.
    pub placements: Vec<Rule>,
    /// Which queue of a line gets what.
    pub routes: Vec<Rule>,
    /// Calendars, built.
    pub calendars: sla::Calendars,
    /// Agreements and their targets.
    pub agreements: Vec<sla::Agreement>,
    /// Those and the versions of earlier desk files that clocks may name, each valid at the latest until the file
    /// that no longer had it was applied.
    pub agreements_ever: Vec<sla::Agreement>,
    /// Of those versions of earlier desk files, by agreement and version: the version of each calendar they counted by.
    pub calendars_then: BTreeMap<(String, String), BTreeMap<String, String>>,
    /// Names of targets.
    pub target_names: BTreeMap<String, Name>,
    /// Names of own metrics.
    pub metric_names: BTreeMap<String, Name>,
    /// What is wanted per period.
    pub objectives: Vec<sla::PeriodObjective>,
    /// Those and the ones earlier desk files promised under versions of agreements that this file no longer has.
    pub promises: Vec<Promise>,
    /// Names of objectives.
    pub objective_names: BTreeMap<String, Name>,
    /// Announced service windows.
    pub windows: Vec<Window>,
    /// What is known and accepted of agreements: gap, overlap, backdated, future.
    pub declarations: BTreeMap<String, Vec<String>>,
    /// Objectives over telephone calls; those that earlier desk files promised stand last.
    pub call_objectives: Vec<CallObjective>,
    /// Objectives over received mail; those that earlier desk files promised stand last.
    pub mail_objectives: Vec<MailObjective>,
    /// Names of agreements.
    pub agreement_names: BTreeMap<String, Name>,
    /// When a case may end because its requester was not reached; `None` where it never does.
    pub not_reached: Option<NotReached>,
    /// Timers.
    pub timers: Vec<TimerRule>,
    /// What follows.
    pub follows: Vec<FollowRule>,
    /// Reports that go out by themselves.
    pub schedules: Vec<Schedule>,
    /// Who approves presented reports (SRS-15, RSI-09).
    pub receivers: Vec<ReportReceiver>,
    /// Workflow of each kind.
    pub workflows: Workflows,
    /// How begin and end of faults are stated.
    pub fault: FaultRules,
    /// What time is put down on, and what it costs (WC-32).
    pub effort: Effort,
}

/// How begin and end of faults are stated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FaultRules {
    /// What moves a figure of a report takes effect once a second person agreed. Corrections always do.
    pub second_person: bool,
}

/// When a case may end because its requester was not reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotReached {
    /// Tries in all, the question among them.
    pub tries: usize,
    /// Different channels.
    pub channels: usize,
    /// Different local days.
    pub days: usize,
    /// Kind of solution it then has.
    pub solution: String,
}

/// A service window announced before it began: time out of order in it does not count against availability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Key.
    pub key: String,
    /// Name.
    pub name: Name,
    /// Begin.
    pub begins: chrono::DateTime<chrono::Utc>,
    /// End.
    pub ends: chrono::DateTime<chrono::Utc>,
    /// Services it is for; empty is all.
    pub services: Vec<String>,
    /// Environments it is for; empty is all.
    pub environments: Vec<String>,
}

/// An organisation of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Key, the same on every desk.
    pub key: String,
    /// Name.
    pub name: Name,
    /// Kind: association, region, municipality, care_unit, supplier.
    pub kind: String,
    /// Key of the one above.
    pub parent: Option<String>,
    /// HSA-id (SRS-19).
    pub hsa: Option<String>,
    /// Mail domains its people write from.
    pub domains: Vec<String>,
    /// Addresses of its people where the domain alone does not tell.
    pub people: Vec<String>,
    /// Addresses several people share: a unit, never a person.
    pub shared_mailboxes: Vec<String>,
    /// Telephones of the unit: never a person.
    pub telephones: Vec<String>,
    /// Address of the local contact person (WC-26).
    pub local_contact: Option<String>,
    /// Language its people are answered in.
    pub language: Option<String>,
}

/// What a role sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sees {
    /// Cases of the member's organisation and those below it.
    Organisation,
    /// Cases that are or were on its lines.
    Line,
    /// Every case of the desk.
    Desk,
    /// No case: who receives reports and nothing else.
    Nothing,
}

/// A role people have by membership.
#[derive(Debug, Clone)]
pub struct Role {
    /// Key.
    pub key: String,
    /// Name.
    pub name: Name,
    /// What it sees.
    pub sees: Sees,
    /// Lines it works on; empty means any.
    pub lines: Vec<String>,
    /// What it may do there.
    pub may: Vec<Act>,
    /// Whether it reads reports.
    pub reports: bool,
    /// Whether it administers people, mail and the desk.
    pub administers: bool,
    /// Whether it reports calls as a telephone exchange does.
    pub calls: bool,
    /// Whether it locks months of effort, and corrects the time of others (WC-32).
    pub locks_months: bool,
    /// Whether it presents reports (SRS-15).
    pub presents: bool,
    /// Whether it proposes, and agrees to, judging a past period again under a back-dated agreement.
    pub rejudges: bool,
}

/// A key with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Key.
    pub key: String,
    /// Name.
    pub name: Name,
}

/// A case type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseType {
    /// Key.
    pub key: String,
    /// Name.
    pub name: Name,
    /// The type above.
    pub parent: Option<String>,
    /// Kind of ticket it makes.
    pub kind: Kind,
    /// Counted as a fault.
    pub fault: bool,
    /// Counted as a complaint, with the types below it.
    pub complaint: bool,
}

/// A kind of solution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// Key.
    pub key: String,
    /// Name.
    pub name: Name,
    /// Cause that closing prefills.
    pub cause: Option<String>,
    /// Whether it is documented beforehand, so that a call can be solved by it at once (WC-03).
    pub documented: bool,
}

/// Priorities and the matrix that gives them.
#[derive(Debug, Clone)]
pub struct Priorities {
    /// Highest first.
    pub levels: Vec<Item>,
    /// Impacts.
    pub impacts: Vec<Item>,
    /// Urgencies.
    pub urgencies: Vec<Item>,
    /// (impact, urgency) → priority; complete by check.
    pub matrix: BTreeMap<(String, String), String>,
    /// Impact of a case nobody has judged.
    pub default_impact: String,
    /// Urgency of a case nobody has judged.
    pub default_urgency: String,
}

impl Priorities {
    /// The priority of an impact and an urgency.
    pub fn of(&self, impact: &str, urgency: &str) -> Option<&str> {
        self.matrix.get(&(impact.to_owned(), urgency.to_owned())).map(String::as_str)
    }

    /// Position from the highest (0); unknown ones last.
    pub fn rank(&self, priority: Option<&str>) -> usize {
        self.levels.iter().position(|l| Some(l.key.as_str()) == priority).unwrap_or(self.levels.len())
    }

    /// The next higher priority, where there is one.
    pub fn raised(&self, priority: &str) -> Option<&str> {
        let at = self.levels.iter().position(|l| l.key == priority)?;
        Some(self.levels.get(at.checked_sub(1)?)?.key.as_str())
    }
}

/// The item of a key in a list of any keyed things.
macro_rules! lookup {
    ($(#[$doc:meta] $method:ident $list:ident $type:ty),+ $(,)?) => {
        impl Desk { $(#[$doc] pub fn $method(&self, key: &str) -> Option<&$type> {
            self.$list.iter().find(|x| x.key == key)
        })+ }
    };
}

lookup! {
    /// The organisation of a key.
    organisation organisations Organisation,
    /// The role of a key.
    role roles Role,
    /// The case type of a key.
    case_type case_types CaseType,
    /// The service of a key.
    service services Item,
    /// The environment of a key.
    environment environments Item,
    /// The kind of solution of a key.
    solution solutions Solution,
    /// The cause of a key.
    cause causes Item,
    /// The cause of a breach of a key.
    breach_cause breach_causes Item,
    /// The asker role of a key.
    asker_role asker_roles Item,
}

impl Desk {
    /// An organisation and those above it, nearest first.
    pub fn organisation_path(&self, key: &str) -> Vec<String> {
        path(key, |k| self.organisation(k).and_then(|o| o.parent.clone()))
    }

    /// A case type and those above it, nearest first.
    pub fn case_type_path(&self, key: &str) -> Vec<String> {
        path(key, |k| self.case_type(k).and_then(|t| t.parent.clone()))
    }

    /// Whether a case type, or one above it, marks a complaint.
    pub fn is_complaint(&self, case_type: &str) -> bool {
        self.case_type_path(case_type).iter().filter_map(|key| self.case_type(key)).any(|t| t.complaint)
    }

    /// The organisation an address belongs to: a named person or mailbox first, then the longest matching domain.
    pub fn organisation_of_address(&self, address: &str) -> Option<&Organisation> {
        let address = address.to_lowercase();
        let named = self
            .organisations
            .iter()
            .find(|o| o.people.contains(&address) || o.shared_mailboxes.contains(&address));
        let (_, domain) = address.rsplit_once('@')?;
        named.or_else(|| {
            let fits = |d: &String| {
                domain == d || domain.strip_suffix(d.as_str()).is_some_and(|rest| rest.ends_with('.'))
            };
            self.organisations
                .iter()
                .filter_map(|o| Some((o.domains.iter().filter(|d| fits(d)).map(String::len).max()?, o)))
                .max_by_key(|(length, _)| *length)
                .map(|(_, o)| o)
        })
    }

    /// Whether an address is shared by a unit's people.
    pub fn is_shared_mailbox(&self, address: &str) -> bool {
        let address = address.to_lowercase();
        self.organisations.iter().any(|o| o.shared_mailboxes.contains(&address))
    }

    /// The unit a telephone belongs to, compared by digits.
    pub fn unit_of_telephone(&self, phone: &str) -> Option<&Organisation> {
        let digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
        let wanted = digits(phone);
        self.organisations
            .iter()
            .find(|o| !wanted.is_empty() && o.telephones.iter().any(|t| digits(t) == wanted))
    }

    /// Before this moment and local day nothing can be meant: the first day of the desk's first agreement, never
    /// before 1990.
    pub fn earliest(&self) -> (ticket::Moment, chrono::NaiveDate) {
        let first = self.agreements.iter().map(|a| a.valid_from).min().unwrap_or_default();
        let first = first.max(chrono::NaiveDate::from_ymd_opt(1990, 1, 1).unwrap_or_default());
        // A checked desk has a zone that is known; its days begin.
        (sla::day_start(&self.zone, first).unwrap_or_default(), first)
    }

    /// What is declared of an agreement.
    pub fn declared(&self, agreement: &str) -> impl Iterator<Item = &str> {
        self.declarations.get(agreement).into_iter().flatten().map(String::as_str)
    }

    /// A target of an agreement in a version, current or past.
    pub fn target(&self, agreement: &str, version: &str, key: &str) -> Option<&sla::Target> {
        let mut all = self.agreements_ever.iter();
        all.find(|a| a.key == agreement && a.version == version)?.target(key)
    }

    /// The calendar of a target as an agreement had it in a version, current or past.
    pub fn calendar_of(
        &self,
        agreement: &sla::Agreement,
        target: &sla::Target,
    ) -> Option<&Arc<sla::Calendar>> {
        let then = self.calendars_then.get(&(agreement.key.clone(), agreement.version.clone()));
        let version = then.and_then(|calendars| calendars.get(&target.calendar));
        let kept = version.and_then(|version| self.calendars.version(&target.calendar, version));
        kept.or_else(|| self.calendar(&target.calendar))
    }

    /// The workflow of a kind.
    pub fn workflow(&self, kind: Kind) -> &Workflow {
        self.workflows.of(kind)
    }

    /// A calendar by key.
    pub fn calendar(&self, key: &str) -> Option<&Arc<sla::Calendar>> {
        self.calendars.get(key)
    }
}

/// A key and those above it. Checked files have no circles; the bound keeps unchecked ones finite.
fn path(key: &str, parent: impl Fn(&str) -> Option<String>) -> Vec<String> {
    std::iter::successors(Some(key.to_owned()), |k| parent(k)).take(32).collect()
}
