//! Step A: a mail is taken over. Whoever handed it in is answered after this returned, and not before.

use crate::{App, Denied, Moment};
use desk::Desk;
use std::sync::Arc;
use store::inbox::{Inbox, State, inbox_accept};

/// How a mail came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Our SMTP listener.
    Smtp,
    /// `stafett mail deliver`.
    Pipe,
    /// `POST /mail`.
    Rest,
}

impl Source {
    fn as_str(self) -> &'static str {
        match self {
            Self::Smtp => "smtp",
            Self::Pipe => "pipe",
            Self::Rest => "rest",
        }
    }
}

/// A mail as it was handed in.
#[derive(Clone, Copy)]
pub struct Arrived<'a> {
    /// How.
    pub source: Source,
    /// Our addresses it was sent to; each makes an intake of its own.
    pub addresses: &'a [String],
    /// Envelope sender: empty for the null sender of reports and automatic answers, `None` where nobody told.
    pub envelope_from: Option<&'a str>,
    /// The bytes.
    pub raw: &'a [u8],
}

impl App {
    /// The desk that takes mail at an address, and its mailbox; a plus part is left out.
    pub fn mailbox(&self, address: &str) -> Option<(Arc<Desk>, String)> {
        let address = address.trim().to_lowercase();
        let (local, domain) = address.rsplit_once('@')?;
        let local = local.split_once('+').map_or(local, |(before, _)| before);
        let mailbox = format!("{local}@{domain}");
        let desk = self.all_desks().into_iter().find(|d| d.mailboxes.contains(&mailbox))?;
        Some((desk, mailbox))
    }

    /// Takes a mail over: commits it and gives the ids of its rows, one for each mailbox. The same mail to the same
    /// mailbox is the same row.
    ///
    /// # Errors
    /// An address that is no mailbox of any desk; storage faults.
    pub fn accept_mail(&self, arrived: Arrived<'_>, at: Moment) -> Result<Vec<i64>, Denied> {
        let message_id = mail::parse(header_of(arrived.raw)).message_id.unwrap_or_default();
        let content_hash = mail::duplicate_hash(arrived.raw);
        let mut ids = self.store.ids()?;
        let mut rows: Vec<Inbox> = Vec::new();
        for address in arrived.addresses {
            let (_, mailbox) = self.mailbox(address).ok_or_else(|| {
                let desks = self.all_desks();
                Denied::unknown("mailbox", desks.iter().flat_map(|d| d.mailboxes.iter().map(String::as_str)))
            })?;
            if rows.iter().any(|row| row.mailbox == mailbox) {
                continue;
            }
            rows.push(Inbox {
                id: ids.row()?,
                source: arrived.source.as_str().to_owned(),
                mailbox,
                envelope_from: arrived.envelope_from.map(|from| from.to_lowercase()),
                message_id: message_id.clone(),
                content_hash: content_hash.clone(),
                raw: arrived.raw.to_vec(),
                received_at: at.timestamp_micros(),
                state: State::Waiting.as_str().to_owned(),
                tries: 0,
                next_try_at: Some(at.timestamp_micros()),
                reason: None,
                ticket: None,
                same_id_other_content: false,
            });
        }
        self.store.write(move |conn| {
            rows.iter().map(|row| Ok(inbox_accept(conn, row)?)).collect::<Result<Vec<i64>, Denied>>()
        })
    }
}

/// The header block: all that the key of a mail needs of it beside its hash.
fn header_of(raw: &[u8]) -> &[u8] {
    let ends = [&b"\r\n\r\n"[..], b"\n\n"];
    let found = ends.iter().filter_map(|end| raw.windows(end.len()).position(|window| window == *end));
    found.min().map_or(raw, |end| &raw[..end])
}
