//! One session: what has been said so far, and what each command means now. It refuses to know how bytes
//! arrive and where mails are kept.
//!
//! A mail is acknowledged after the room said [`Verdict::Accepted`] and on no other path. Whenever the two
//! sides may disagree on where a message or a line ends, the session is closed, so that no content is ever
//! read as commands.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::timeout;
use tracing::{debug, error, info, warn};

use super::budget::{Budget, Share};
use super::command::{Command, Misheard, parse};
use super::content::{Content, Fault};
use super::limits::Limits;
use super::reply;
use super::room::{Envelope, Mailroom, RecipientVerdict, Verdict};
use super::wire::{Line, Wire};

/// Time for the last answers to go out and for the peer to hang up.
const CLOSING: Duration = Duration::from_secs(2);

/// What all sessions of a listener share.
pub(super) struct House<R> {
    pub(super) hostname: String,
    pub(super) limits: Limits,
    pub(super) room: Arc<R>,
    pub(super) budget: Arc<Budget>,
}

/// A transaction between MAIL and the final dot.
struct Draft {
    from: Option<String>,
    utf8: bool,
    to: Vec<String>,
}

/// Whether the session goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Go,
    /// Say what is to be said, then close.
    Close,
    /// The peer is not there any more.
    Gone,
}

/// What the wait for a command brought.
enum Heard {
    Line(Line),
    Stop,
    Nothing,
}

/// One connected peer.
pub(super) struct Session<R> {
    wire: Wire,
    peer: SocketAddr,
    house: Arc<House<R>>,
    stop: watch::Receiver<bool>,
    helo: Option<String>,
    draft: Option<Draft>,
    bad_commands: usize,
}

impl<R: Mailroom> Session<R> {
    pub(super) fn new(
        stream: TcpStream,
        peer: SocketAddr,
        house: Arc<House<R>>,
        stop: watch::Receiver<bool>,
    ) -> Self {
        if let Err(fault) = stream.set_nodelay(true) {
            debug!(%peer, %fault, "answers may be slow");
        }
        Self { wire: Wire::new(stream), peer, house, stop, helo: None, draft: None, bad_commands: 0 }
    }

    /// Speaks until either side has enough.
    pub(super) async fn run(mut self) {
        self.wire.say(&format!("220 {} ESMTP", self.house.hostname));
        let end = loop {
            let next = match self.hear().await {
                Heard::Line(line) => self.answer(line).await,
                Heard::Stop => self.part(reply::STOPPING),
                Heard::Nothing => self.part(reply::IDLE),
            };
            if next != Next::Go {
                break next;
            }
        };
        if end == Next::Close {
            match timeout(CLOSING, self.wire.close()).await {
                Ok(Ok(())) => {}
                Ok(Err(fault)) => debug!(peer = %self.peer, %fault, "connection broke at its end"),
                Err(_) => debug!(peer = %self.peer, "peer did not hang up"),
            }
        }
    }

    async fn hear(&mut self) -> Heard {
        let patience = Duration::from_secs(self.house.limits.line_seconds);
        tokio::select! {
            biased;
            _ = self.stop.wait_for(|stop| *stop) => Heard::Stop,
            heard = timeout(patience, self.wire.line()) => match heard {
                Ok(Ok(line)) => Heard::Line(line),
                Ok(Err(fault)) => {
                    debug!(peer = %self.peer, %fault, "connection broke");
                    Heard::Line(Line::Gone)
                }
                Err(_) => Heard::Nothing,
            },
        }
    }

    async fn answer(&mut self, line: Line) -> Next {
        match line {
            Line::Gone => Next::Gone,
            Line::Unclean => self.part(reply::COMMAND_LINE_END),
            Line::TooLong => self.blame(reply::LINE_TOO_LONG),
            Line::Whole(line) => match parse(&line) {
                Ok(command) => self.obey(command).await,
                // A peer that does not even begin with SMTP (a browser, say) is not listened to any further.
                Err(Misheard::UnknownCommand) if self.helo.is_none() => self.part(reply::UNKNOWN_COMMAND),
                Err(Misheard::UnknownCommand) => self.blame(reply::UNKNOWN_COMMAND),
                Err(Misheard::Syntax) => self.blame(reply::SYNTAX),
                Err(Misheard::Address) => self.blame(reply::BAD_ADDRESS),
                Err(Misheard::Parameter) => self.blame(reply::BAD_PARAMETER),
            },
        }
    }

    async fn obey(&mut self, command: Command) -> Next {
        match command {
            Command::Helo { name, extended } => self.helo(name, extended),
            Command::Mail { from, size, utf8 } => self.mail(from, size, utf8),
            Command::Rcpt { to } => self.rcpt(to).await,
            Command::Data => self.data().await,
            Command::Rset => {
                self.draft = None;
                self.say(reply::OK)
            }
            Command::Noop => self.say(reply::OK),
            Command::Vrfy => self.say(reply::CANNOT_VERIFY),
            Command::Quit => {
                let goodbye = format!("221 2.0.0 {} closing", self.house.hostname);
                self.part(&goodbye)
            }
            Command::NotHere => self.blame(reply::NOT_HERE),
            Command::Bdat => self.part(reply::NOT_HERE),
        }
    }

    fn helo(&mut self, name: String, extended: bool) -> Next {
        self.helo = Some(name);
        self.draft = None;
        let hostname = &self.house.hostname;
        if !extended {
            self.wire.say(&format!("250 {hostname}"));
            return Next::Go;
        }
        self.wire.say(&format!("250-{hostname}"));
        self.wire.say("250-PIPELINING");
        self.wire.say(&format!("250-SIZE {}", self.house.limits.message_bytes_max));
        self.wire.say("250-8BITMIME");
        self.wire.say("250-SMTPUTF8");
        self.say("250 ENHANCEDSTATUSCODES")
    }

    fn mail(&mut self, from: Option<String>, size: u64, utf8: bool) -> Next {
        if self.helo.is_none() {
            return self.blame(reply::HELO_FIRST);
        }
        if self.draft.is_some() {
            return self.blame(reply::MAIL_ALREADY);
        }
        if !utf8 && from.as_ref().is_some_and(|from| !from.is_ascii()) {
            return self.blame(reply::NEEDS_UTF8);
        }
        if usize::try_from(size).map_or(true, |size| size > self.house.limits.message_bytes_max) {
            return self.say(reply::TOO_LARGE);
        }
        self.draft = Some(Draft { from, utf8, to: Vec::new() });
        self.say(reply::SENDER_OK)
    }

    async fn rcpt(&mut self, to: String) -> Next {
        let Some(draft) = &self.draft else {
            return self.blame(reply::MAIL_FIRST);
        };
        if !draft.utf8 && !to.is_ascii() {
            return self.blame(reply::NEEDS_UTF8);
        }
        if draft.to.contains(&to) {
            return self.say(reply::RECIPIENT_OK);
        }
        if draft.to.len() >= self.house.limits.recipients_max {
            return self.say(reply::TOO_MANY_RECIPIENTS);
        }
        let room = Arc::clone(&self.house.room);
        let address = to.clone();
        let asked = ask(self.house.limits.room_seconds, async move { room.recipient(&address).await });
        match asked.await.unwrap_or(RecipientVerdict::Temporary) {
            RecipientVerdict::Known => {
                if let Some(draft) = &mut self.draft {
                    draft.to.push(to);
                }
                self.say(reply::RECIPIENT_OK)
            }
            RecipientVerdict::Unknown => self.say(reply::UNKNOWN_RECIPIENT),
            RecipientVerdict::Temporary => self.say(reply::FAULT),
        }
    }

    async fn data(&mut self) -> Next {
        let refusal = match (&self.draft, &self.helo) {
            (Some(draft), Some(_)) if !draft.to.is_empty() => None,
            (Some(_), _) => Some(reply::NO_RECIPIENTS),
            _ => Some(reply::MAIL_FIRST),
        };
        if let Some(refusal) = refusal {
            // DATA is the last of a burst. If something is there already, the peer has sent the message
            // unasked, and it must not be read as commands.
            return if self.wire.pending().is_empty() { self.blame(refusal) } else { self.part(refusal) };
        }
        self.wire.say(reply::GO_ON);
        let limits = &self.house.limits;
        let content = Content::new(limits.message_bytes_max, self.house.budget.share());
        let content = match self.transfer(content).await {
            Ok(content) => content,
            Err(next) => return next,
        };
        self.wire.rest();
        let (Some(draft), Some(helo)) = (self.draft.take(), self.helo.clone()) else {
            return self.part(reply::FAULT);
        };
        match content.finish() {
            Ok((raw, share)) => {
                let envelope = Envelope { helo, peer: self.peer, from: draft.from, to: draft.to };
                self.hand_over(envelope, raw, share).await
            }
            Err(Fault::TooLarge) => self.say(reply::TOO_LARGE),
            Err(Fault::NoMemory) => self.say(reply::NO_MEMORY),
            Err(Fault::LineEnd) => {
                warn!(peer = %self.peer, "message with a CR or LF alone refused");
                self.part(reply::CONTENT_LINE_END)
            }
        }
    }

    /// Reads to the final dot, however long it takes, as long as something comes.
    async fn transfer(&mut self, mut content: Content) -> Result<Content, Next> {
        let patience = Duration::from_secs(self.house.limits.data_seconds);
        loop {
            let used = content.feed(self.wire.pending());
            self.wire.take(used);
            if content.ended() {
                return Ok(content);
            }
            match timeout(patience, self.wire.more()).await {
                Ok(Ok(0)) => {
                    debug!(peer = %self.peer, "peer left in the middle of a message; nothing was kept");
                    return Err(Next::Gone);
                }
                Ok(Ok(_)) => {}
                Ok(Err(fault)) => {
                    debug!(peer = %self.peer, %fault, "connection broke in a message; nothing was kept");
                    return Err(Next::Gone);
                }
                Err(_) => return Err(self.part(reply::IDLE)),
            }
        }
    }

    async fn hand_over(&mut self, envelope: Envelope, raw: Vec<u8>, share: Share) -> Next {
        let (bytes, recipients) = (raw.len(), envelope.to.len());
        let room = Arc::clone(&self.house.room);
        let asked = ask(self.house.limits.room_seconds, async move {
            let verdict = room.accept(envelope, raw).await;
            drop(share);
            verdict
        });
        let verdict = asked.await.unwrap_or(Verdict::Temporary);
        let accepted = verdict == Verdict::Accepted;
        info!(peer = %self.peer, bytes, recipients, accepted, "mail received");
        match verdict {
            Verdict::Accepted => self.say(reply::KEPT),
            Verdict::UnknownRecipient => self.say(reply::UNKNOWN_RECIPIENT),
            Verdict::Temporary => self.say(reply::FAULT),
            Verdict::TooLarge => self.say(reply::TOO_LARGE),
            Verdict::Refused(why) => self.say(&reply::refused(&why)),
        }
    }

    fn say(&mut self, line: &str) -> Next {
        self.wire.say(line);
        Next::Go
    }

    /// The last word.
    fn part(&mut self, line: &str) -> Next {
        self.wire.say(line);
        Next::Close
    }

    /// An answer to a command that should not have come; enough of them end the session.
    fn blame(&mut self, line: &str) -> Next {
        self.bad_commands += 1;
        self.wire.say(line);
        if self.bad_commands >= self.house.limits.bad_commands_max {
            return self.part(reply::TOO_MANY_FAULTS);
        }
        Next::Go
    }
}

/// Lets the room work in a task of its own; none if it panicked or takes too long.
async fn ask<T: Send + 'static>(seconds: u64, work: impl Future<Output = T> + Send + 'static) -> Option<T> {
    let mut task = tokio::spawn(work);
    match timeout(Duration::from_secs(seconds), &mut task).await {
        Ok(Ok(word)) => Some(word),
        Ok(Err(fault)) => {
            error!(%fault, "the mail room broke off; answered as a temporary fault");
            None
        }
        Err(_) => {
            // Its mail must not lie in memory for ever. What it commits in spite of this comes a second time.
            task.abort();
            error!("the mail room takes too long; answered as a temporary fault");
            None
        }
    }
}
