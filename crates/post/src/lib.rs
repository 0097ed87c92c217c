//! The mail edge: an SMTP listener that hands whole mails to a [`Mailroom`], and a [`Courier`] that hands
//! finished mails to the next hop.
//!
//! It moves bytes and speaks SMTP; [`IntakeRoom`] and [`carry`] join both ends to the use cases. It refuses to know
//! what a mail means, what a ticket is, where anything is stored, and when a failed mail is tried again.
//!
//! Not in this version: STARTTLS, AUTH and relaying in the listener. Put it behind the organisation's own
//! mail server, or on a network where plain SMTP is wanted.

mod carry;
mod listen;
mod room;
mod send;

pub use carry::{Carrier, carry};
pub use listen::{Envelope, Limits, Mailroom, RecipientVerdict, Verdict, serve};
pub use room::IntakeRoom;
pub use send::{Courier, Delivery, Relay, SendFault, Tls};
