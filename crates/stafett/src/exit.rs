//! How commands end, in the numbers of sysexits.

use app::Denied;
use store::Fault;

/// A command that did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum Exit {
    /// What was given is wrong: 65.
    #[error("{0}")]
    Data(String),
    /// A service is not to be had: 69.
    #[error("{0}")]
    Unavailable(String),
    /// Try again later: 75.
    #[error("{0}")]
    Temporary(String),
    /// The configuration is wrong: 78.
    #[error("{0}")]
    Config(String),
}

impl Exit {
    /// The number.
    pub fn code(&self) -> u8 {
        match self {
            Self::Data(_) => 65,
            Self::Unavailable(_) => 69,
            Self::Temporary(_) => 75,
            Self::Config(_) => 78,
        }
    }
}

impl From<Fault> for Exit {
    fn from(fault: Fault) -> Self {
        match &fault {
            Fault::Setup(_) => Self::Config(fault.to_string()),
            fault if fault.is_temporary() => Self::Temporary(fault.to_string()),
            _ => Self::Unavailable(fault.to_string()),
        }
    }
}

impl From<Denied> for Exit {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Fault(fault) => fault.into(),
            Denied::Malformed { field, why, allowed } if allowed.is_empty() => {
                Self::Data(format!("{field}: {why}"))
            }
            Denied::Malformed { field, why, allowed } => {
                Self::Data(format!("{field}: {why}; one of: {}", allowed.join(", ")))
            }
            other => Self::Data(other.to_string()),
        }
    }
}
