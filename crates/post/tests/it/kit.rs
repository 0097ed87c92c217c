//! A listener with a room that remembers, and a client that says exactly what it is told to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use post::{Envelope, Limits, Mailroom, RecipientVerdict, Verdict, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

pub const HELLO: &str = "EHLO client.example\r\n";
pub const START: &str = "MAIL FROM:<a@client.example>\r\nRCPT TO:<desk@post.example>\r\nDATA\r\n";

/// What the room kept.
pub type Kept = (Envelope, Vec<u8>);

/// Takes everything but what the addresses say otherwise.
pub struct Room {
    kept: Mutex<mpsc::UnboundedSender<Kept>>,
}

impl Mailroom for Room {
    async fn recipient(&self, address: &str) -> RecipientVerdict {
        match address.split('@').next() {
            Some("unknown") => RecipientVerdict::Unknown,
            Some("later") => RecipientVerdict::Temporary,
            Some("panic") => panic!("the room breaks at RCPT, as told"),
            Some("never") => std::future::pending().await,
            _ => RecipientVerdict::Known,
        }
    }

    async fn accept(&self, envelope: Envelope, raw: Vec<u8>) -> Verdict {
        match envelope.from.as_deref().and_then(|from| from.split('@').next()) {
            Some("fault") => return Verdict::Temporary,
            Some("gone") => return Verdict::UnknownRecipient,
            Some("large") => return Verdict::TooLarge,
            Some("refused") => return Verdict::Refused("not\r\n250 this".to_owned()),
            Some("panic") => panic!("the room breaks at the end, as told"),
            Some("never") => std::future::pending().await,
            _ => {}
        }
        match self.kept.lock().unwrap().send((envelope, raw)) {
            Ok(()) => Verdict::Accepted,
            Err(_) => Verdict::Temporary,
        }
    }
}

/// A running listener.
pub struct House {
    pub address: SocketAddr,
    pub kept: mpsc::UnboundedReceiver<Kept>,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<std::io::Result<()>>,
}

impl House {
    pub async fn open(limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, kept) = mpsc::unbounded_channel();
        let room = Arc::new(Room { kept: Mutex::new(sender) });
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(serve(listener, "post.example".to_owned(), limits, room, async {
            drop(stopped.await);
        }));
        Self { address, kept, stop: Some(stop), running }
    }

    /// Tells it to stop, without waiting.
    pub fn halt(&mut self) {
        drop(self.stop.take());
    }

    /// Stops it, waits until every session has ended, and hands out everything that was kept and not yet
    /// seen.
    pub async fn close(mut self) -> Vec<Kept> {
        self.halt();
        self.running.await.unwrap().unwrap();
        let mut all = Vec::new();
        while let Some(one) = self.kept.recv().await {
            all.push(one);
        }
        all
    }

    pub async fn client(&self) -> Client {
        Client::open(self.address).await
    }
}

/// A client without manners.
pub struct Client {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Client {
    /// Connects, without reading the greeting.
    pub async fn silent(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, read: Vec::new() }
    }

    /// Connects and says hello.
    pub async fn open(address: SocketAddr) -> Self {
        let mut client = Self::silent(address).await;
        assert!(client.reply().await.starts_with("220 post.example "));
        assert!(client.ask(HELLO).await.starts_with("250-post.example\n"));
        client
    }

    pub async fn say(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).await.unwrap();
    }

    /// One whole reply, its lines parted by LF; empty at the end of the connection.
    pub async fn reply(&mut self) -> String {
        let mut lines = Vec::new();
        loop {
            let end = loop {
                if let Some(end) = self.read.windows(2).position(|w| w == b"\r\n") {
                    break end;
                }
                if self.stream.read_buf(&mut self.read).await.unwrap() == 0 {
                    assert!(
                        self.read.is_empty() && lines.is_empty(),
                        "half a reply: {lines:?} {:?}",
                        self.read
                    );
                    return String::new();
                }
            };
            let line = String::from_utf8(self.read.drain(..end + 2).collect()).unwrap();
            let line = line.trim_end().to_owned();
            let last = line.as_bytes().get(3) != Some(&b'-');
            lines.push(line);
            if last {
                return lines.join("\n");
            }
        }
    }

    pub async fn ask(&mut self, bytes: impl AsRef<[u8]>) -> String {
        self.say(bytes).await;
        self.reply().await
    }

    /// Says it and gives the first three letters of each reply expected.
    pub async fn codes(&mut self, bytes: impl AsRef<[u8]>, count: usize) -> Vec<String> {
        self.say(bytes).await;
        let mut codes = Vec::new();
        for _ in 0..count {
            codes.push(self.reply().await.chars().take(3).collect());
        }
        codes
    }

    /// Goes as far as 354.
    pub async fn begin(&mut self) {
        assert_eq!(self.codes(START, 3).await, ["250", "250", "354"]);
    }

    /// Sends one mail as it is, the final dot added.
    pub async fn mail(&mut self, stuffed: impl AsRef<[u8]>) -> String {
        self.begin().await;
        self.say(stuffed).await;
        self.ask(".\r\n").await
    }

    /// That the other side has closed.
    pub async fn expect_end(&mut self) {
        assert_eq!(self.reply().await, "");
    }
}

pub fn limits() -> Limits {
    Limits { message_bytes_max: 100_000, stop_seconds: 600, ..Limits::default() }
}
