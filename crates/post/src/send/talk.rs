//! One SMTP conversation over lettre's connection, every wait bounded. It refuses to know recipients' fates.

use std::error::Error as _;
use std::fmt::Display;
use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::response::Response;
use tokio::time::{sleep, timeout};

/// A message goes out in pieces of this size, and each must get on within the time for one answer.
const PIECE: usize = 32 * 1024;
/// After the final dot the wait is this many times as long: giving up then means sending it twice.
const LAST_WAIT: u32 = 10;
/// Time for the goodbye, which nobody waits for.
const GOODBYE: Duration = Duration::from_secs(5);
/// Longest text of a reply that is kept.
const TEXT_MAX: usize = 500;

/// An answer that is not yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Snag {
    /// 5xx.
    Never(u16, String),
    /// 4xx.
    Later(String),
    /// No (sensible) answer, or 421: the connection is of no more use.
    Lost(String),
}

/// An open conversation.
pub(super) struct Talk {
    connection: AsyncSmtpConnection,
    patience: Duration,
}

impl Talk {
    pub(super) fn new(connection: AsyncSmtpConnection, patience: Duration) -> Self {
        Self { connection, patience }
    }

    pub(super) fn connection(&mut self) -> &mut AsyncSmtpConnection {
        &mut self.connection
    }

    /// Says one command.
    pub(super) async fn say(&mut self, command: impl Display) -> Result<Response, Snag> {
        wait(self.patience, self.connection.command(command)).await
    }

    /// Sends the content and the final dot; as long as it gets on, it may take any time.
    pub(super) async fn content(&mut self, bytes: &[u8]) -> Result<Response, Snag> {
        let all = bytes.chunks(PIECE).count();
        let begun = AtomicUsize::new(0);
        let pieces = bytes.chunks(PIECE).inspect(|_| {
            begun.fetch_add(1, Ordering::Relaxed);
        });
        let mut sending = pin!(self.connection.message_iter(pieces));
        loop {
            let before = begun.load(Ordering::Relaxed);
            let patience = if before == all { self.patience * LAST_WAIT } else { self.patience };
            tokio::select! {
                answer = &mut sending => return answer.map_err(Snag::from),
                () = sleep(patience) => {
                    if begun.load(Ordering::Relaxed) == before {
                        return Err(Snag::Lost(late(patience)));
                    }
                }
            }
        }
    }

    /// Says QUIT behind our back: what it brings changes nothing, and the outcome must not wait for it.
    pub(super) fn leave(mut self) {
        tokio::spawn(async move {
            if timeout(GOODBYE, self.connection.abort()).await.is_err() {
                tracing::debug!("relay did not answer QUIT");
            }
        });
    }
}

/// One answer, not longer than `patience`.
pub(super) async fn wait<T>(
    patience: Duration,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Snag> {
    match timeout(patience, work).await {
        Ok(answer) => answer.map_err(Snag::from),
        Err(_) => Err(Snag::Lost(late(patience))),
    }
}

fn late(patience: Duration) -> String {
    format!("no answer within {} s", patience.as_secs())
}

impl From<Error> for Snag {
    fn from(fault: Error) -> Self {
        let Some(code) = fault.status().map(u16::from) else {
            return Self::Lost(one_line(&fault.to_string()));
        };
        let words = fault.source().map(ToString::to_string).unwrap_or_default();
        let text = one_line(&format!("{code} {words}"));
        match code {
            421 => Self::Lost(text),
            500.. => Self::Never(code, text),
            _ => Self::Later(text),
        }
    }
}

impl Snag {
    /// What was said, or that nothing was.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Never(_, text) | Self::Later(text) | Self::Lost(text) => text,
        }
    }
}

/// A reply fit for a log and a page.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(TEXT_MAX)
        .collect::<String>()
        .trim()
        .to_owned()
}
