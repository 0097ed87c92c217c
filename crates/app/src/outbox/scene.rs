//! Everything a letter is worded from, read when it is sent.

use crate::{App, Denied, Letter, LetterKind, Moment};
use desk::Desk;
use locale::Language;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::contact::{Contact, contact_map};
use store::message::{Message, message_list};
use store::outbox::Outbox;
use store::text::Text;
use ticket::{Audience, Direction, Ticket};

/// How many Message-IDs of a thread a mail names.
const THREAD: usize = 20;

/// What the words need.
pub(super) struct Scene {
    pub language: Language,
    pub desk: Arc<Desk>,
    pub ticket: Ticket,
    pub requester: Option<Contact>,
    pub texts: BTreeMap<i64, Text>,
    /// Message-IDs of what the requester wrote, oldest first.
    pub thread: Vec<String>,
    /// Our address they wrote to last, where it is still one of the desk's.
    pub mailbox: Option<String>,
    /// Token that leads an answer back.
    pub token: String,
    /// When the desk opens again, where it is closed now.
    pub opens: Option<String>,
    /// Address of the case in the console.
    pub link: String,
}

impl App {
    pub(super) fn scene(&self, mail: &Outbox, letter: &Letter) -> Result<Scene, Denied> {
        let id = mail.ticket.ok_or(Denied::NotFound)?;
        let made = Moment::from_timestamp_micros(mail.created_at).unwrap_or_default();
        self.store.read(|conn| {
            let (ticket, _) = store::ticket::ticket_get(conn, id)?.ok_or(Denied::NotFound)?;
            let desk = self.desk(&ticket.desk).ok_or(Denied::NotFound)?;
            let clocks = store::clock::clock_of_ticket(conn, id)?;
            let calendar = clocks.iter().find_map(|c| desk.calendars.of_clock(&c.clock));
            let opens = calendar.filter(|c| !c.is_open(made)).and_then(|c| c.next_opening(made));
            let messages = message_list(conn, id)?;
            let asked = |m: &&Message| m.direction == Direction::In && m.audience == Audience::Requester;
            let newest = messages.iter().rev().filter(asked).find_map(|m| m.inbox);
            let mailbox = match newest {
                Some(row) => store::inbox::inbox_mailbox(conn, row)?,
                None => None,
            };
            let thread = messages
                .into_iter()
                .filter(|m| m.direction == Direction::In && m.audience == Audience::Requester)
                .filter_map(|m| m.mail_id)
                .filter(|id| id.bytes().all(|b| b.is_ascii_graphic()));
            let mut thread: Vec<String> = thread.collect();
            thread.drain(..thread.len().saturating_sub(THREAD));
            Ok(Scene {
                // Danish and other readers get Swedish: closer to them than nothing, and than English to most.
                language: Language::parse(&letter.language).unwrap_or(Language::Sv),
                requester: contact_map(conn, &[ticket.requester])?.remove(&ticket.requester),
                texts: store::text::text_of_ticket(conn, id)?,
                thread,
                mailbox: mailbox.filter(|mailbox| desk.mailboxes.contains(mailbox)),
                token: mail::reply_token(&self.secrets.thread_key, id),
                opens: opens.map(|at| crate::read::local_minute(&desk.zone, at)),
                link: format!(
                    "{}/cases/{}",
                    self.settings.public_url.trim_end_matches('/'),
                    ticket.reference
                ),
                desk,
                ticket,
            })
        })
    }
}

impl Scene {
    /// The masked words of a text row.
    pub fn text(&self, id: i64) -> Option<&str> {
        self.texts.get(&id).map(|t| t.masked.as_str())
    }

    /// The subject, masked.
    pub fn subject(&self) -> &str {
        self.text(self.ticket.subject).unwrap_or_default()
    }

    /// Who a mail to the requester is from: the mailbox they know, else the desk's own.
    pub fn sender(&self, kind: LetterKind) -> &str {
        let known = self.mailbox.as_deref().filter(|_| super::words::is_threaded(kind));
        known.unwrap_or(&self.desk.mail_from)
    }

    /// The desk's name.
    pub fn desk_name(&self) -> String {
        self.desk.name.in_language(self.language.key()).to_owned()
    }

    /// The queue's name.
    pub fn queue_name(&self) -> String {
        let queue = &self.ticket.place.queue;
        self.desk
            .queue_names
            .get(queue)
            .map_or(queue.as_str(), |n| n.in_language(self.language.key()))
            .to_owned()
    }

    /// Whose name stands beside an address: the requester's own.
    pub fn name_of(&self, address: &str) -> String {
        let requester = self.requester.as_ref().filter(|c| c.email.as_deref() == Some(address));
        requester.map(|c| c.name.clone()).filter(|name| name != address).unwrap_or_default()
    }

    /// A target's name, or an objective's.
    pub fn target(&self, key: &str) -> String {
        let name = self.desk.target_names.get(key);
        let name = name.or_else(|| self.desk.objective_names.get(key));
        name.map_or(key, |name| name.in_language(self.language.key())).to_owned()
    }
}
