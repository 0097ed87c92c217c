//! Reports that are presented to an organisation, and who approves them (SRS-12, SRS-15, RSI-09).

use crate::{Desk, Membership};

/// A report that can be presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PresentedKind {
    /// The operations report of a service and period; it waits for an approval.
    Operations,
    /// The sheet of a service and month for the board.
    Board,
}

impl PresentedKind {
    /// All.
    pub const ALL: [Self; 2] = [Self::Operations, Self::Board];

    /// Stable key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Operations => "operations",
            Self::Board => "board",
        }
    }

    /// The kind of a key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == key)
    }
}

/// Whose approval a presented report waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportReceiver {
    /// Key.
    pub key: String,
    /// Which reports; empty is all.
    pub reports: Vec<PresentedKind>,
    /// Of which services; empty is all, and reports on the whole desk.
    pub services: Vec<String>,
    /// Role whose members are told, and approve or reject.
    pub role: String,
    /// Only members whose role is limited to this organisation.
    pub organisation: Option<String>,
}

impl ReportReceiver {
    /// Whether it receives a report on a service; none is the whole desk.
    pub fn receives(&self, kind: PresentedKind, service: Option<&str>) -> bool {
        let of_service = match service {
            Some(key) => self.services.is_empty() || self.services.iter().any(|own| own == key),
            None => self.services.is_empty(),
        };
        of_service && (self.reports.is_empty() || self.reports.contains(&kind))
    }

    /// Whether somebody with a role of the desk is asked.
    pub fn is_member(&self, membership: &Membership) -> bool {
        membership.role == self.role
            && (self.organisation.is_none() || membership.organisation == self.organisation)
    }
}

impl Desk {
    /// Who receives a report on a service; none is the whole desk.
    pub fn receivers_of(
        &self,
        kind: PresentedKind,
        service: Option<&str>,
    ) -> impl Iterator<Item = &ReportReceiver> {
        self.receivers.iter().filter(move |receiver| receiver.receives(kind, service))
    }
}
