//! The room that keeps what SMTP brings: committed before it is acknowledged.

use crate::listen::{Envelope, Mailroom, RecipientVerdict, Verdict};
use app::Denied;
use app::intake::{Arrived, Source};
use faces::Shell;

/// Keeps mail for the desks of an application.
#[derive(Clone)]
pub struct IntakeRoom {
    shell: Shell,
}

impl IntakeRoom {
    /// A room for the desks in force.
    #[must_use]
    pub fn new(shell: Shell) -> Self {
        Self { shell }
    }
}

impl Mailroom for IntakeRoom {
    async fn recipient(&self, address: &str) -> RecipientVerdict {
        if self.shell.app.mailbox(address).is_some() {
            return RecipientVerdict::Known;
        }
        // Another process may have put a desk in force since.
        let (app, asked) = (self.shell.app.clone(), address.to_owned());
        let known = tokio::task::spawn_blocking(move || app.reload().map(|()| app.mailbox(&asked).is_some()));
        match known.await {
            Ok(Ok(true)) => RecipientVerdict::Known,
            Ok(Ok(false)) => RecipientVerdict::Unknown,
            Ok(Err(_)) | Err(_) => RecipientVerdict::Temporary,
        }
    }

    async fn accept(&self, envelope: Envelope, raw: Vec<u8>) -> Verdict {
        let shell = self.shell.clone();
        let keep = move || {
            let from = envelope.from.as_deref().unwrap_or_default();
            let arrived = Arrived {
                source: Source::Smtp,
                addresses: &envelope.to,
                envelope_from: Some(from),
                raw: &raw,
            };
            shell.app.accept_mail(arrived, shell.now())
        };
        match tokio::task::spawn_blocking(keep).await {
            Ok(Ok(_)) => Verdict::Accepted,
            Ok(Err(Denied::Malformed { .. })) => Verdict::UnknownRecipient,
            Ok(Err(why)) => {
                tracing::error!(%why, "a mail could not be kept");
                Verdict::Temporary
            }
            Err(fault) => {
                tracing::error!(%fault, "keeping a mail broke off");
                Verdict::Temporary
            }
        }
    }
}
