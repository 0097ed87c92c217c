//! What can become of a mail on its way out. It refuses to know what is done about it.

/// What the next hop said about one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// Taken over by the next hop.
    Delivered,
    /// Refused for good, with code and text.
    Permanent(u16, String),
    /// Not now, or not known: worth another try with the same Message-ID.
    Temporary(String),
}

/// Why a mail was not offered to any recipient.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendFault {
    /// The relay's settings make no sense; a person has to mend them.
    #[error("relay settings: {0}")]
    Settings(String),
    /// No connection, no greeting, or no TLS.
    #[error("relay not reachable: {0}")]
    Unreachable(String),
    /// User and password were not accepted.
    #[error("relay did not accept our account: {0}")]
    NotAdmitted(String),
    /// The return path is no address.
    #[error("not an envelope sender: {0}")]
    Sender(String),
    /// The header has a CR or LF alone or a control character: somebody's text is trying to become SMTP.
    #[error("header refused: {0}")]
    Header(String),
}

impl SendFault {
    /// Whether another try may help without changing the mail. Settings count: they get mended.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Settings(_) | Self::Unreachable(_) | Self::NotAdmitted(_))
    }
}
