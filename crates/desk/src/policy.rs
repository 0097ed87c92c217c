//! Who may do what: role × organisation subtree × line, deny by default.
//!
//! Reading is by scopes: a ticket carries scope rows, a principal has a set of scopes, and lists, search and reports
//! join on them. Acting needs reading, the act in the role, and the ticket on a line and queue the role works.

use crate::{Desk, Role, Sees};
use std::collections::{BTreeMap, BTreeSet};
use ticket::{Act, Actor, Place, Ticket};

/// One role somebody has on one desk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Membership {
    /// Desk key.
    pub desk: String,
    /// Role key.
    pub role: String,
    /// Organisation whose subtree it is limited to.
    pub organisation: Option<String>,
    /// Queue it is limited to.
    pub queue: Option<String>,
}

/// The parts of the product that act by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum System {
    /// The pass over clocks and timers.
    Clocks,
    /// The pass over received mail.
    Intake,
    /// The pass over mail to be sent.
    Outbox,
    /// The command line of the server's operator.
    CommandLine,
}

impl System {
    /// Name as events keep it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clocks => "clocks",
            Self::Intake => "intake",
            Self::Outbox => "outbox",
            Self::CommandLine => "command-line",
        }
    }
}

/// What each system principal may do; nothing else.
pub const SYSTEM_ACTS: &[(System, &[Act])] = &[
    (System::Clocks, &[Act::Escalate, Act::Classify, Act::Message, Act::Resume, Act::Resolve, Act::Close]),
    (System::Intake, &[Act::Open, Act::Message, Act::Resume, Act::Reopen]),
    (System::Outbox, &[Act::Message]),
    (System::CommandLine, &[]),
];

/// Whoever asks for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// A signed-in person with the rights read at this request.
    User {
        /// Row id.
        id: i64,
        /// Roles.
        memberships: Vec<Membership>,
    },
    /// A part of the product, acting for a contact where one wrote.
    System {
        /// Which part.
        system: System,
        /// The contact whose message it brings in.
        contact: Option<i64>,
    },
}

/// One scope of reading, as stored: `srs/desk`, `srs/org/region-exempel`, `srs/queue/forsta`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope(String);

impl Scope {
    fn desk(desk: &str) -> Self {
        Self(format!("{desk}/desk"))
    }

    fn organisation(desk: &str, key: &str) -> Self {
        Self(format!("{desk}/org/{key}"))
    }

    fn queue(desk: &str, key: &str) -> Self {
        Self(format!("{desk}/queue/{key}"))
    }

    /// As stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The scopes a ticket is read by: its desk, its organisation and those above, where it is and where it came through.
pub fn scopes_of_ticket(desk: &Desk, ticket: &Ticket) -> BTreeSet<Scope> {
    let organisations = desk.organisation_path(&ticket.organisation);
    let places = ticket.path.iter().map(|hop| &hop.place).chain([&ticket.place]);
    let organisations = organisations.iter().map(|o| Scope::organisation(&desk.key, o));
    let queues = places.map(|p| Scope::queue(&desk.key, &p.queue));
    organisations.chain(queues).chain([Scope::desk(&desk.key)]).collect()
}

/// The scopes a call is read by: its desk, the caller's organisation and those above.
pub fn scopes_of_call(desk: &Desk, organisation: &str) -> BTreeSet<Scope> {
    let organisations = desk.organisation_path(organisation);
    let organisations = organisations.iter().map(|o| Scope::organisation(&desk.key, o));
    organisations.chain([Scope::desk(&desk.key)]).collect()
}

/// Compiled desks by key.
pub type Desks = BTreeMap<String, std::sync::Arc<Desk>>;

/// A permission that is not about one ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// Read reports of the desk.
    Reports,
    /// Administer people, mail and the desk.
    Administer,
    /// Report calls by a telephone exchange's own ids.
    Calls,
    /// Lock months of effort, and correct the time of others.
    LockMonths,
    /// Present reports.
    Present,
    /// Propose, and agree to, judging a past period again under a back-dated agreement.
    Rejudge,
}

impl Principal {
    /// How events name it.
    pub fn actor(&self) -> Actor {
        match self {
            Self::User { id, .. } => Actor::User(*id),
            Self::System { contact: Some(contact), .. } => Actor::Contact(*contact),
            Self::System { system, contact: None } => Actor::System(system.as_str().to_owned()),
        }
    }

    /// The user, if it is one.
    pub fn user(&self) -> Option<i64> {
        match self {
            Self::User { id, .. } => Some(*id),
            Self::System { .. } => None,
        }
    }

    /// Its roles on a desk.
    pub fn roles<'a>(&'a self, desk: &'a Desk) -> impl Iterator<Item = (&'a Membership, &'a Role)> {
        let memberships: &[Membership] = match self {
            Self::User { memberships, .. } => memberships,
            Self::System { .. } => &[],
        };
        memberships.iter().filter(|m| m.desk == desk.key).filter_map(|m| Some((m, desk.role(&m.role)?)))
    }

    /// Every scope it reads by. `None` means everything: the product itself.
    pub fn scopes<'a>(&self, desks: impl IntoIterator<Item = &'a Desk>) -> Option<BTreeSet<Scope>> {
        if let Self::System { .. } = self {
            return None;
        }
        let mut scopes = BTreeSet::new();
        for desk in desks {
            for (membership, role) in self.roles(desk) {
                match (role.sees, &membership.organisation, &membership.queue) {
                    (Sees::Nothing, _, _) => {}
                    (Sees::Desk, _, _) => {
                        scopes.insert(Scope::desk(&desk.key));
                    }
                    (Sees::Organisation, Some(organisation), _) => {
                        scopes.insert(Scope::organisation(&desk.key, organisation));
                    }
                    // A role that sees its organisation's cases sees none without one.
                    (Sees::Organisation, None, _) => {}
                    (Sees::Line, _, Some(queue)) => {
                        scopes.insert(Scope::queue(&desk.key, queue));
                    }
                    (Sees::Line, _, None) => {
                        let queues = role.lines.iter().flat_map(|l| desk.chain.queues_of(l));
                        scopes.extend(queues.map(|q| Scope::queue(&desk.key, &q.key)));
                    }
                }
            }
        }
        Some(scopes)
    }

    /// Whether it reads every case of a desk.
    pub fn sees_all(&self, desk: &Desk) -> bool {
        matches!(self, Self::System { .. }) || self.roles(desk).any(|(_, role)| role.sees == Sees::Desk)
    }

    /// Whether it works at a place: the line is one of the role's, and queue and organisation are within its limits.
    pub fn works_at(&self, desk: &Desk, place: &Place) -> bool {
        self.roles(desk).any(|(membership, role)| works_at(desk, membership, role, place))
    }

    /// The queues it works, in the order of the desk file.
    pub fn queues<'a>(&'a self, desk: &'a Desk) -> impl Iterator<Item = &'a escalation::Queue> {
        desk.chain.queues.iter().filter(move |q| {
            let place = Place { line: q.line.clone(), queue: q.key.clone() };
            self.roles(desk).any(|(m, role)| !role.lines.is_empty() && works_at(desk, m, role, &place))
        })
    }

    /// Whether it has a permission on a desk.
    pub fn has(&self, desk: &Desk, permission: Permission) -> bool {
        self.roles(desk).any(|(_, role)| match permission {
            Permission::Reports => role.reports,
            Permission::Administer => role.administers,
            Permission::Calls => role.calls,
            Permission::LockMonths => role.locks_months,
            Permission::Present => role.presents,
            Permission::Rejudge => role.rejudges,
        })
    }
}

fn works_at(desk: &Desk, membership: &Membership, role: &Role, place: &Place) -> bool {
    if !role.lines.is_empty() && !role.lines.contains(&place.line) {
        return false;
    }
    if membership.queue.as_ref().is_some_and(|queue| *queue != place.queue) {
        return false;
    }
    let own = desk.chain.queue(&place.queue).and_then(|q| q.organisation.as_ref());
    match (&membership.organisation, own) {
        (Some(limit), Some(own)) => desk.organisation_path(own).contains(limit),
        _ => true,
    }
}

/// Whether a principal who can read the ticket may do this to it. A message within the chain needs no place: whoever
/// reads a case may write to those who work on it; so may the requester's own counterpart answer from any place. Who
/// reads the desk's reports may say why a time in them was exceeded.
pub fn may(principal: &Principal, desk: &Desk, ticket: &Ticket, act: Act) -> bool {
    match principal {
        Principal::System { system, .. } => {
            SYSTEM_ACTS.iter().any(|(s, acts)| s == system && acts.contains(&act))
        }
        Principal::User { .. } => principal.roles(desk).any(|(membership, role)| {
            if act == Act::ExplainBreach {
                return role.reports;
            }
            let there = || works_at(desk, membership, role, &ticket.place);
            let home = || owner(desk, ticket).is_some_and(|home| works_at(desk, membership, role, home));
            // Whoever worked on a case puts time down on it wherever it is now.
            let came_through = || ticket.path.iter().any(|hop| works_at(desk, membership, role, &hop.place));
            role.may.contains(&act)
                && (act == Act::Message
                    || there()
                    || (OF_OWNERS.contains(&act) && home())
                    || (act == Act::Effort && came_through()))
        }),
    }
}

/// What the queue that handed a ticket to a supplier may do to it there: speak for a supplier who works by mail, and
/// take it back.
const OF_OWNERS: [Act; 7] =
    [Act::Return, Act::Restore, Act::Classify, Act::Resume, Act::Begin, Act::Correct, Act::Agree];

/// The place that stays owner of a ticket at a supplier's.
fn owner<'a>(desk: &Desk, ticket: &'a Ticket) -> Option<&'a Place> {
    let with_supplier = desk.chain.line(&ticket.place.line).is_some_and(|line| line.supplier);
    ticket.path.last().filter(|_| with_supplier).map(|hop| &hop.place)
}

/// Whether a principal may make tickets on a desk.
pub fn may_open(principal: &Principal, desk: &Desk) -> bool {
    match principal {
        Principal::System { system, .. } => {
            SYSTEM_ACTS.iter().any(|(s, acts)| s == system && acts.contains(&Act::Open))
        }
        Principal::User { .. } => principal.roles(desk).any(|(_, role)| role.may.contains(&Act::Open)),
    }
}

/// Whether a principal may log calls on a desk: who may make tickets, or report for an exchange.
pub fn may_log_call(principal: &Principal, desk: &Desk) -> bool {
    may_open(principal, desk) || principal.has(desk, Permission::Calls)
}
