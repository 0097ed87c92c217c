//! Handing finished mails to the next hop, one outcome per recipient. It refuses to know queues, repeats and
//! how a mail is composed.

mod courier;
mod letter;
mod outcome;
mod relay;
mod talk;

pub use courier::Courier;
pub use outcome::{Delivery, SendFault};
pub use relay::{Relay, Tls};
