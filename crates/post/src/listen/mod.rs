//! The accept loop: meets connections, gives each a session of its own, turns away what is too many, and
//! stops without losing a mail in transfer. It refuses to know a single SMTP command.

mod budget;
mod command;
mod content;
mod limits;
mod reply;
mod room;
mod session;
mod wire;

use std::future::Future;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::{debug, error, info, warn};

pub use limits::Limits;
pub use room::{Envelope, Mailroom, RecipientVerdict, Verdict};

use budget::Budget;
use session::{House, Session};

/// Pause after a failed accept (no file descriptors left, say), so that the loop does not spin.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Takes mail on `listener` until `stop` is ready.
///
/// From then on no connection is accepted, idle sessions are answered 421, and mails in transfer are
/// finished, for at most `limits.stop_seconds`; what is not finished then was never acknowledged. Faults of
/// single connections and of `accept` are logged and never end the loop.
///
/// # Errors
/// Only if the listener has no address, which means that it cannot be listened on.
pub async fn serve<R: Mailroom>(
    listener: TcpListener,
    hostname: String,
    limits: Limits,
    room: Arc<R>,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let bound = listener.local_addr()?;
    info!(%bound, "smtp listener is up");
    let sessions_max = limits.sessions_max;
    let grace = Duration::from_secs(limits.stop_seconds);
    let budget = Budget::new(limits.memory_bytes_max);
    let house = Arc::new(House { hostname, limits, room, budget });
    let (halt, halted) = watch::channel(false);
    let mut sessions = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            biased;
            () = &mut stop => break,
            Some(ended) = sessions.join_next() => report(ended),
            met = listener.accept() => match met {
                Ok((stream, peer)) if sessions.len() >= sessions_max => {
                    turn_away(stream, peer, &house.hostname);
                }
                Ok((stream, peer)) => {
                    sessions.spawn(Session::new(stream, peer, Arc::clone(&house), halted.clone()).run());
                }
                Err(fault) => {
                    warn!(%fault, "could not accept a connection");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            },
        }
    }
    drop(listener);
    halt.send_replace(true);
    let drained = tokio::time::timeout(grace, async {
        while let Some(ended) = sessions.join_next().await {
            report(ended);
        }
    });
    if drained.await.is_err() {
        warn!(sessions = sessions.len(), "transfers not finished in time were cut; none was acknowledged");
    }
    info!(%bound, "smtp listener has stopped");
    Ok(())
}

/// A session that panics ends alone.
fn report(ended: Result<(), tokio::task::JoinError>) {
    if let Err(fault) = ended {
        error!(%fault, "an smtp session broke off");
    }
}

/// One line and goodbye, without waiting: a fresh socket always has room for it.
fn turn_away(stream: TcpStream, peer: SocketAddr, hostname: &str) {
    debug!(%peer, "too many sessions");
    let line = format!("421 4.3.2 {hostname} too many connections, try again later\r\n");
    let told = stream.into_std().and_then(|mut stream| stream.write_all(line.as_bytes()));
    if let Err(fault) = told {
        debug!(%peer, %fault, "could not say that there are too many sessions");
    }
}
