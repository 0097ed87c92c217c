//! Why something was not done. Every face words it; the order in which reasons are looked for is fixed: not
//! readable, malformed, no version, stale, not permitted, refused by a rule.

use crate::effort::EffortView;
use store::{Failure, Fault};
use ticket::{Act, Refusal};

/// A use case that was not carried out, and wrote nothing.
#[derive(Debug, thiserror::Error)]
pub enum Denied {
    /// It does not exist, or may not be seen: the same answer.
    #[error("not found")]
    NotFound,
    /// A field of the request is not what it must be.
    #[error("{field}: {why}")]
    Malformed {
        /// Which field.
        field: String,
        /// Key of what is wrong with it: unknown, required, too_long, not_a_moment …
        why: &'static str,
        /// Values that would be right, where they can be listed.
        allowed: Vec<String>,
    },
    /// The act names no version and needs one.
    #[error("the version is missing")]
    VersionNeeded,
    /// Something happened since the version it names that it cannot ignore.
    #[error("stale: it is at version {version} now")]
    Stale {
        /// The version it has now.
        version: i64,
    },
    /// An entry of time was put right already; what stands in its place.
    #[error("the entry was replaced")]
    Replaced(Box<EffortView>),
    /// The principal may not do this here.
    #[error("not permitted: {0}")]
    NotPermitted(Act),
    /// The principal lacks a permission that is about no ticket.
    #[error("not permitted")]
    Forbidden,
    /// A rule says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// An idempotency key was used before with another request.
    #[error("the idempotency key was used with another request")]
    KeyReused,
    /// Name and password do not fit, or the account may not sign in: the same answer.
    #[error("sign-in failed")]
    SignIn,
    /// Too many sign-ins failed of late.
    #[error("too many failed sign-ins")]
    TooManyTries,
    /// Another desk version came into force under the act; it runs again.
    #[error("the desk changed meanwhile")]
    DeskChanged,
    /// Another worker brought the same mail in meanwhile.
    #[error("brought in elsewhere")]
    TakenElsewhere,
    /// Storage failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Denied {
    /// A field that is not what it must be.
    pub fn malformed(field: &str, why: &'static str) -> Self {
        Self::Malformed { field: field.to_owned(), why, allowed: Vec::new() }
    }

    /// A field that names something unknown.
    pub fn unknown<'a>(field: &str, allowed: impl IntoIterator<Item = &'a str>) -> Self {
        let allowed = allowed.into_iter().map(str::to_owned).collect();
        Self::Malformed { field: field.to_owned(), why: "unknown", allowed }
    }
}

impl Failure for Denied {
    fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Fault(fault) => Some(fault),
            _ => None,
        }
    }
}
