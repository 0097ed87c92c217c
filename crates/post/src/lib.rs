//! The mail edge: an SMTP listener that hands whole mails to a [`Mailroom`], and a [`Courier`] that hands
//! finished mails to the next hop.
//!
//! This crate moves bytes and speaks SMTP. It refuses to know what a mail means, what a ticket or a mailbox
//! is, where anything is stored, and when a failed mail is tried again: the room decides who is a recipient
//! and what was kept, the outbox decides about repeats.
//!
//! Not in this version: STARTTLS, AUTH and relaying in the listener. Put it behind the organisation's own
//! mail server, or on a network where plain SMTP is wanted.

mod listen;
mod send;

pub use listen::{Envelope, Limits, Mailroom, RecipientVerdict, Verdict, serve};
pub use send::{Courier, Delivery, Relay, SendFault, Tls};
