//! The seam between SMTP and whoever keeps the mail. It refuses to know how that is done.

use std::future::Future;
use std::net::SocketAddr;

/// Who decides about recipients and keeps mails.
///
/// Both calls run in tasks of their own: a panic is answered 451 like any other fault, and a peer that hangs
/// up does not interrupt keeping.
pub trait Mailroom: Send + Sync + 'static {
    /// Whether mail to this address is taken. The address is as the peer wrote it, without brackets;
    /// `postmaster` may come without a domain (RFC 5321, 4.5.1).
    fn recipient(&self, address: &str) -> impl Future<Output = RecipientVerdict> + Send;

    /// Keeps one mail, and answers when it is durable. `raw` is byte for byte what the peer meant, line ends
    /// CRLF; no trace header has been added.
    fn accept(&self, envelope: Envelope, raw: Vec<u8>) -> impl Future<Output = Verdict> + Send;
}

/// What SMTP says about a mail beside its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// What the peer called itself; proves nothing.
    pub helo: String,
    /// Where the connection comes from.
    pub peer: SocketAddr,
    /// The return path; `None` is the null sender of bounces and automatic answers.
    pub from: Option<String>,
    /// The recipients that the room knew, in order, each once.
    pub to: Vec<String>,
}

/// The room's word on one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecipientVerdict {
    /// 250: mail to it is taken.
    Known,
    /// 550: nobody here.
    Unknown,
    /// 451: cannot be told now.
    Temporary,
}

/// The room's word on one mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// 250. Only after the commit: from here on the mail is the room's responsibility.
    Accepted,
    /// 550: the recipients went away between RCPT and the final dot.
    UnknownRecipient,
    /// 451: the peer tries again.
    Temporary,
    /// 552: larger than this room takes.
    TooLarge,
    /// 554 with this text, for good.
    Refused(String),
}
