//! One connection as lines and bytes: buffers both ways, answers go out together when nothing more is there
//! to read (RFC 2920). It refuses to know what a line says, and how long anyone may take.
//!
//! Every waiting method can be dropped half-way and called again: what was read or written is remembered
//! here.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Longest command line. The standard has 512 bytes and more for parameters; nobody needs this much.
pub(super) const LINE_MAX: usize = 2_048;
/// Room for one read of commands.
const COMMANDS: usize = 4 * 1024;
/// Room for one read of content.
const CONTENT: usize = 64 * 1024;
/// Bytes read and thrown away at the end.
const LINGER_MAX: usize = 1024 * 1024;

/// What came.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A line without its CR LF.
    Whole(Vec<u8>),
    /// A line longer than [`LINE_MAX`], thrown away.
    TooLong,
    /// A CR or LF alone.
    Unclean,
    /// The peer has closed.
    Gone,
}

/// One connection.
#[derive(Debug)]
pub(super) struct Wire {
    stream: TcpStream,
    input: Vec<u8>,
    taken: usize,
    output: Vec<u8>,
    written: usize,
    skipping: bool,
}

impl Wire {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self { stream, input: Vec::new(), taken: 0, output: Vec::new(), written: 0, skipping: false }
    }

    /// Puts one line of answer with the others.
    pub(super) fn say(&mut self, line: &str) {
        self.output.extend_from_slice(line.as_bytes());
        self.output.extend_from_slice(b"\r\n");
    }

    /// The next line, sending the answers first if it is not here yet.
    pub(super) async fn line(&mut self) -> io::Result<Line> {
        loop {
            if let Some(line) = self.cut() {
                return Ok(line);
            }
            if self.fill(COMMANDS).await? == 0 {
                return Ok(Line::Gone);
            }
        }
    }

    /// Bytes that are here and not taken.
    pub(super) fn pending(&self) -> &[u8] {
        &self.input[self.taken..]
    }

    /// Takes so many of them.
    pub(super) fn take(&mut self, bytes: usize) {
        self.taken += bytes;
        if self.taken >= self.input.len() {
            self.input.clear();
            self.taken = 0;
        }
    }

    /// Waits for content; 0 if the peer has closed.
    pub(super) async fn more(&mut self) -> io::Result<usize> {
        self.fill(CONTENT).await
    }

    /// Gives back the large buffer of a transfer: idle sessions are many and must be cheap.
    pub(super) fn rest(&mut self) {
        self.input.drain(..self.taken);
        self.taken = 0;
        self.input.shrink_to(COMMANDS);
    }

    /// Sends the answers.
    pub(super) async fn flush(&mut self) -> io::Result<()> {
        while self.written < self.output.len() {
            let count = self.stream.write(&self.output[self.written..]).await?;
            if count == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            self.written += count;
        }
        self.output.clear();
        self.written = 0;
        Ok(())
    }

    /// Sends the answers and closes so that they arrive: closing with unread bytes would reset the connection
    /// and take the last answer with it.
    pub(super) async fn close(&mut self) -> io::Result<()> {
        self.flush().await?;
        self.stream.shutdown().await?;
        let mut thrown = 0;
        while thrown < LINGER_MAX {
            self.input.clear();
            self.input.reserve(COMMANDS);
            match self.stream.read_buf(&mut self.input).await? {
                0 => break,
                count => thrown += count,
            }
        }
        Ok(())
    }

    async fn fill(&mut self, room: usize) -> io::Result<usize> {
        self.flush().await?;
        self.input.drain(..self.taken);
        self.taken = 0;
        self.input.reserve(room);
        self.stream.read_buf(&mut self.input).await
    }

    /// Cuts a line off what is here.
    fn cut(&mut self) -> Option<Line> {
        let here = self.pending();
        let Some(end) = here.iter().position(|b| matches!(b, b'\r' | b'\n')) else {
            let length = here.len();
            if length > LINE_MAX {
                self.skipping = true;
                self.take(length);
            }
            return None;
        };
        match (here[end], here.get(end + 1)) {
            (b'\r', None) => None,
            (b'\r', Some(b'\n')) => {
                let long = std::mem::take(&mut self.skipping) || end > LINE_MAX;
                let line = if long { Line::TooLong } else { Line::Whole(self.pending()[..end].to_vec()) };
                self.take(end + 2);
                Some(line)
            }
            _ => Some(Line::Unclean),
        }
    }
}
