//! The courier: one mail to the relay, one outcome for each recipient. It refuses to know who asked for it.
//!
//! It speaks through lettre's connection and not its transport: the transport gives up on the whole mail at
//! the first refused recipient, which would force a transaction for each. Here all recipients share one
//! transaction, a refused one is noted, and the mail goes to the others.

use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use tracing::{debug, info};

use super::letter::Letter;
use super::outcome::{Delivery, SendFault};
use super::relay::{Relay, Tls};
use super::talk::{Snag, Talk, wait};

/// Hands mails to one relay. Cheap to share; each mail has a connection of its own.
pub struct Courier {
    relay: Relay,
    hello: ClientId,
    tls: Option<TlsParameters>,
    credentials: Option<Credentials>,
}

/// A recipient that is not settled yet.
struct Open {
    place: usize,
    address: Address,
}

impl Courier {
    /// Checks the relay's settings; does not connect.
    ///
    /// # Errors
    /// [`SendFault::Settings`]: TLS cannot be set up, the account is half given, or its password would travel
    /// in the clear.
    pub fn new(relay: Relay) -> Result<Self, SendFault> {
        Ok(Self {
            hello: relay.hello_name()?,
            tls: relay.tls_parameters()?,
            credentials: relay.credentials()?,
            relay,
        })
    }

    /// Sends one mail, and says for each of `to`, in order, what became of it.
    ///
    /// `envelope_from` is `None` for bounces and automatic answers. The body's line ends become CR LF and its
    /// dots are guarded; a header with a CR or LF alone or a control character is refused. Once the relay has
    /// said 250 to the final dot, nothing that happens to the connection makes it anything but delivered;
    /// lost between dot and answer, it is temporary, though it may have arrived.
    ///
    /// # Errors
    /// A [`SendFault`] if the mail was not offered to anyone: [`SendFault::is_temporary`] tells whether to
    /// repeat.
    pub async fn send(
        &self,
        envelope_from: Option<&str>,
        to: &[String],
        raw: &[u8],
    ) -> Result<Vec<(String, Delivery)>, SendFault> {
        let letter = Letter::new(raw)?;
        let sender =
            envelope_from.map(|from| address(from).ok_or_else(|| SendFault::Sender(from.to_owned())));
        let sender = sender.transpose()?;
        let mut fates: Vec<Option<Delivery>> = vec![None; to.len()];
        let mut open = Vec::new();
        for (place, recipient) in to.iter().enumerate() {
            match address(recipient) {
                Some(address) => open.push(Open { place, address }),
                None => fates[place] = Some(Delivery::Permanent(553, "5.1.3 not an address".to_owned())),
            }
        }
        if !open.is_empty() {
            let mut talk = self.connect().await?;
            let lost = transact(&mut talk, sender, open, &letter, &mut fates).await;
            // A connection that is lost is dropped; any other gets its goodbye.
            if let Some(why) = lost {
                debug!(host = %self.relay.host, why, "relay went away");
            } else {
                talk.leave();
            }
        }
        let unsettled = || Delivery::Temporary("not settled".to_owned());
        let outcome: Vec<_> =
            to.iter().cloned().zip(fates.into_iter().map(|fate| fate.unwrap_or_else(unsettled))).collect();
        let delivered = outcome.iter().filter(|(_, fate)| *fate == Delivery::Delivered).count();
        info!(host = %self.relay.host, bytes = raw.len(), recipients = to.len(), delivered, "mail sent");
        Ok(outcome)
    }

    async fn connect(&self) -> Result<Talk, SendFault> {
        let patience = Duration::from_secs(self.relay.timeout_seconds.max(1));
        let unreachable = |snag: Snag| SendFault::Unreachable(snag.text().to_owned());
        let wrapped = if self.relay.tls == Tls::Tls { self.tls.clone() } else { None };
        let server = (self.relay.host.as_str(), self.relay.port);
        let connecting =
            AsyncSmtpConnection::connect_tokio1(server, Some(patience), &self.hello, wrapped, None);
        // Name, connection, TLS, greeting and EHLO: five waits.
        let connection = wait(patience * 5, connecting).await.map_err(unreachable)?;
        let mut talk = Talk::new(connection, patience);
        if let (Tls::StartTls, Some(tls)) = (self.relay.tls, &self.tls) {
            let upgrade = talk.connection().starttls(tls.clone(), &self.hello);
            wait(patience * 3, upgrade).await.map_err(unreachable)?;
        }
        if let Some(credentials) = &self.credentials {
            let signing_in = talk.connection().auth(DEFAULT_MECHANISMS, credentials);
            match wait(patience * 3, signing_in).await {
                Ok(_) => {}
                Err(snag @ Snag::Lost(_)) => return Err(unreachable(snag)),
                Err(snag) => {
                    talk.leave();
                    return Err(SendFault::NotAdmitted(snag.text().to_owned()));
                }
            }
        }
        Ok(talk)
    }
}

/// MAIL, RCPT for each, DATA and the content. Says why, if the connection was lost.
async fn transact(
    talk: &mut Talk,
    sender: Option<Address>,
    open: Vec<Open>,
    letter: &Letter<'_>,
    fates: &mut [Option<Delivery>],
) -> Option<String> {
    let offers_utf8 = talk.connection().server_info().supports_feature(Extension::SmtpUtfEight);
    let offers_8bit = talk.connection().server_info().supports_feature(Extension::EightBitMime);
    let plain = |address: &Address| AsRef::<str>::as_ref(address).is_ascii();
    if !letter.is_ascii() && !offers_8bit {
        return settle(fates, &open, &Snag::Never(554, "5.6.3 the relay takes ASCII only".to_owned()));
    }
    let (open, foreign): (Vec<_>, Vec<_>) =
        open.into_iter().partition(|one| offers_utf8 || plain(&one.address));
    let needs_utf8 = Snag::Never(553, "5.6.7 the relay does not take such addresses".to_owned());
    if !offers_utf8 && !sender.as_ref().is_none_or(plain) {
        settle(fates, &foreign, &needs_utf8);
        return settle(fates, &open, &needs_utf8);
    }
    settle(fates, &foreign, &needs_utf8);
    if open.is_empty() {
        return None;
    }

    let mut parameters = Vec::new();
    if !letter.is_ascii() {
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    let all_plain = sender.as_ref().is_none_or(plain) && open.iter().all(|one| plain(&one.address));
    if offers_utf8 && !(all_plain && letter.header_is_ascii()) {
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if let Err(snag) = talk.say(Mail::new(sender, parameters)).await {
        return settle(fates, &open, &snag);
    }

    let mut taken = Vec::new();
    let mut recipients = open.into_iter();
    while let Some(one) = recipients.next() {
        match talk.say(Rcpt::new(one.address.clone(), Vec::new())).await {
            Ok(_) => taken.push(one),
            Err(snag @ Snag::Lost(_)) => {
                taken.push(one);
                taken.extend(recipients);
                return settle(fates, &taken, &snag);
            }
            Err(snag) => {
                settle(fates, &[one], &snag);
            }
        }
    }
    if taken.is_empty() {
        return None;
    }

    match talk.say(Data).await {
        Ok(answer) if answer.has_code(354) => {}
        Ok(answer) => {
            return settle(fates, &taken, &Snag::Lost(format!("{} instead of 354", answer.code())));
        }
        Err(snag) => return settle(fates, &taken, &snag),
    }
    match talk.content(letter.bytes()).await {
        Ok(answer) if u16::from(answer.code()) < 300 => {
            for one in &taken {
                fates[one.place] = Some(Delivery::Delivered);
            }
            None
        }
        Ok(answer) => settle(fates, &taken, &Snag::Lost(format!("{} after the message", answer.code()))),
        Err(Snag::Lost(why)) => settle(
            fates,
            &taken,
            &Snag::Lost(format!("it may have arrived: lost after the message began: {why}")),
        ),
        Err(snag) => settle(fates, &taken, &snag),
    }
}

/// The same answer for several; hands back why, if it was that the connection is lost.
fn settle(fates: &mut [Option<Delivery>], whose: &[Open], snag: &Snag) -> Option<String> {
    for one in whose {
        fates[one.place] = Some(match snag {
            Snag::Never(code, text) => Delivery::Permanent(*code, text.clone()),
            Snag::Later(text) | Snag::Lost(text) => Delivery::Temporary(text.clone()),
        });
    }
    match snag {
        Snag::Lost(why) => Some(why.clone()),
        _ => None,
    }
}

/// An address that is one, and nothing more: no brackets, no line ends.
fn address(text: &str) -> Option<Address> {
    let suspicious = text.chars().any(|c| c.is_control() || matches!(c, '<' | '>'));
    if suspicious { None } else { text.parse().ok() }
}
