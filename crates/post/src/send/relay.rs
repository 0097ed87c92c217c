//! The next hop and how to reach it. It refuses to know where its settings and secrets come from.

use std::fmt;
use std::net::IpAddr;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;

use super::outcome::SendFault;

/// Whether and how the connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tls {
    /// Not at all.
    #[default]
    None,
    /// By STARTTLS, which must be there: never without because the relay does not offer it.
    StartTls,
    /// From the first byte.
    Tls,
}

/// The mail server that takes what we send.
#[derive(Clone, PartialEq, Eq)]
pub struct Relay {
    /// Name or address; with TLS also the name in the certificate.
    pub host: String,
    /// Usually 25, 587 (STARTTLS) or 465 (TLS).
    pub port: u16,
    /// Encryption.
    pub tls: Tls,
    /// Certificates (PEM) of an authority of one's own, trusted beside the public ones.
    pub authority_pem: Option<Vec<u8>>,
    /// User; with a password.
    pub user: Option<String>,
    /// Password; only sent encrypted, or to this very machine.
    pub password: Option<String>,
    /// What we call ourselves in EHLO.
    pub hello: Option<String>,
    /// Seconds that every single answer, and every piece of a message to go out, may take.
    pub timeout_seconds: u64,
}

impl Relay {
    /// A relay without encryption or account, 60 seconds for each answer.
    #[must_use]
    pub fn plain(host: impl Into<String>, port: u16) -> Self {
        Self {
            host: host.into(),
            port,
            tls: Tls::None,
            authority_pem: None,
            user: None,
            password: None,
            hello: None,
            timeout_seconds: 60,
        }
    }

    pub(super) fn hello_name(&self) -> Result<ClientId, SendFault> {
        match &self.hello {
            None => Ok(ClientId::default()),
            Some(name) if !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic()) => {
                Ok(ClientId::Domain(name.clone()))
            }
            Some(name) => Err(SendFault::Settings(format!("{name:?} is no name for EHLO"))),
        }
    }

    pub(super) fn tls_parameters(&self) -> Result<Option<TlsParameters>, SendFault> {
        if self.tls == Tls::None {
            return Ok(None);
        }
        let unfit = |fault: lettre::transport::smtp::Error| SendFault::Settings(fault.to_string());
        let mut builder = TlsParameters::builder(self.host.clone());
        if let Some(pem) = &self.authority_pem {
            builder = builder.add_root_certificate(Certificate::from_pem(pem).map_err(unfit)?);
        }
        builder.build().map(Some).map_err(unfit)
    }

    pub(super) fn credentials(&self) -> Result<Option<Credentials>, SendFault> {
        match (&self.user, &self.password) {
            (None, None) => Ok(None),
            (Some(_), Some(_)) if self.tls == Tls::None && !self.is_this_machine() => {
                Err(SendFault::Settings("a password is not sent without TLS".to_owned()))
            }
            (Some(user), Some(password)) => Ok(Some(Credentials::new(user.clone(), password.clone()))),
            _ => Err(SendFault::Settings("user and password go together".to_owned())),
        }
    }

    fn is_this_machine(&self) -> bool {
        self.host.eq_ignore_ascii_case("localhost")
            || self.host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

/// Without the password.
impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Relay")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("tls", &self.tls)
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}
