//! Mail as data: so far the Message-IDs that thread answers to their ticket. Pure: keys and ids are arguments.

mod thread;

pub use thread::{message_id, read_message_id};
