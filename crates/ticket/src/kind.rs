//! The closed vocabularies every desk shares: kind, phase, channel. Knows nothing of desk-specific keys.

use serde::{Deserialize, Serialize};

/// Declares an enumeration whose values have one stable lower-case key each, used in storage, REST and desk files.
macro_rules! keyed {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $key)] $variant),+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable key.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            /// The value of a stable key; `None` for any other word.
            pub fn parse(key: &str) -> Option<Self> {
                match key { $($key => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use keyed;

keyed! {
    /// What sort of ticket it is. A desk's case type maps to one.
    Kind {
        /// Something does not work as it should.
        Incident = "incident",
        /// Something is asked for or ordered.
        Request = "request",
        /// The cause behind incidents.
        Problem = "problem",
        /// A change to what is supported.
        Change = "change",
    }
}

keyed! {
    /// What the rest of the product understands of a workflow state.
    Phase {
        /// Nobody has begun.
        New = "new",
        /// Somebody works on it.
        Active = "active",
        /// The requester was asked something.
        WaitingRequester = "waiting_requester",
        /// The supplier has it.
        WaitingSupplier = "waiting_supplier",
        /// Somebody must approve.
        WaitingApproval = "waiting_approval",
        /// Rests until a stated moment.
        Scheduled = "scheduled",
        /// Solved, may still be reopened by an answer.
        Resolved = "resolved",
        /// Ended.
        Closed = "closed",
        /// Withdrawn without a solution.
        Cancelled = "cancelled",
    }
}

impl Phase {
    /// Whether work is still owed.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Resolved | Self::Closed | Self::Cancelled)
    }

    /// Whether the ticket rests by an act that `resume` ends.
    pub fn is_waiting(self) -> bool {
        matches!(
            self,
            Self::WaitingRequester | Self::WaitingSupplier | Self::WaitingApproval | Self::Scheduled
        )
    }
}

keyed! {
    /// The way a ticket came in.
    Channel {
        /// Mail.
        Mail = "mail",
        /// A telephone call, logged by an agent.
        Phone = "phone",
        /// A web form.
        Form = "form",
        /// A program through REST.
        Api = "api",
        /// A monitoring system.
        Alarm = "alarm",
        /// Self-service in the portal: excluded from distribution figures (WC-05).
        Portal = "portal",
    }
}
