//! Mail as data: messages read and written, and which ticket an answer belongs to.
//!
//! Pure: bytes, keys, ids and moments are arguments. It knows nothing of sockets, storage, tickets beyond their number,
//! or who may join one: it states facts, and the application decides.

mod address;
mod body;
mod bounce;
mod charset;
mod compose;
mod duplicate;
mod encode;
mod header;
mod machine;
mod mime;
mod parameters;
mod parsed;
mod part;
mod party;
mod thread;
mod threading;
mod transfer;
mod words;

pub use address::{AddressFault, EmailAddress};
pub use body::Attachment;
pub use bounce::DeliveryOutcome;
pub use compose::{AutoSubmitted, ComposeFault, Enclosure, Mailbox, Outgoing, render};
pub use duplicate::duplicate_hash;
pub use parsed::{Parsed, parse};
pub use party::Party;
pub use thread::{message_id, read_message_id, read_reply_token, reply_token};
pub use threading::{Link, Threading, threading};
