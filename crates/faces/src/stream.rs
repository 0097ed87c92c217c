//! A body that is written while it is sent: a thread writes, the connection takes piece by piece, and a slow reader holds
//! the writer back, so that no more than a few pieces are ever held.

use actix_web::HttpResponse;
use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;
use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Bytes of one piece.
const PIECE: usize = 64 * 1024;
/// Pieces on their way at once.
const PIECES: usize = 4;

/// The writer's end.
struct Pipe {
    held: Vec<u8>,
    sender: Sender<io::Result<Bytes>>,
}

impl Pipe {
    fn send(&mut self) -> io::Result<()> {
        if self.held.is_empty() {
            return Ok(());
        }
        let piece = std::mem::take(&mut self.held);
        let gone = |_| io::Error::from(io::ErrorKind::BrokenPipe);
        self.sender.blocking_send(Ok(piece.into())).map_err(gone)
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= PIECE {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}

/// The connection's end.
struct Body(Receiver<io::Result<Bytes>>);

impl MessageBody for Body {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        self.0.poll_recv(cx)
    }
}

/// An answer whose body `write` writes on a thread of its own. A fault after the first piece breaks the connection off, so
/// that nobody takes half for the whole.
pub fn streamed(
    media_type: &'static str,
    write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()> + Send + 'static,
) -> HttpResponse {
    let (sender, receiver) = channel(PIECES);
    actix_web::rt::task::spawn_blocking(move || {
        let mut pipe = Pipe { held: Vec::new(), sender: sender.clone() };
        let written = write(&mut pipe).and_then(|()| pipe.flush());
        if let Err(fault) = written
            && fault.kind() != io::ErrorKind::BrokenPipe
        {
            tracing::error!(%fault, "a streamed answer ended early");
            if sender.blocking_send(Err(fault)).is_err() {
                tracing::debug!("nobody waits for the rest");
            }
        }
    });
    HttpResponse::Ok().content_type(media_type).body(Body(receiver))
}
