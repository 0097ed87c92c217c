//! A scripted mail server for the courier. It is a careless one: a lone LF ends a line for it, and `.`
//! between any line ends is the end of a message, so that whatever could be smuggled out is.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What to do when something was said.
#[derive(Debug, Clone, Copy)]
pub enum Act {
    /// Answer so.
    Say(&'static str),
    /// Hang up.
    Drop,
    /// Answer never.
    Silent,
    /// Answer so and hang up.
    SayAndDrop(&'static str),
}

/// The script: what begins so is met by that; the first that fits, once each, unless it is the last of its
/// kind.
#[derive(Debug, Clone)]
pub struct Script {
    acts: Vec<(&'static str, VecDeque<Act>)>,
}

impl Script {
    /// A server that takes everything.
    pub fn willing() -> Self {
        let mut script = Self { acts: Vec::new() };
        for (when, reply) in [
            ("(connect)", "220 sink ESMTP"),
            ("EHLO", "250-sink\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN"),
            ("AUTH", "235 welcome"),
            ("MAIL", "250 ok"),
            ("RCPT", "250 ok"),
            ("DATA", "354 go on"),
            ("(dot)", "250 taken"),
            ("QUIT", "221 bye"),
        ] {
            script.acts.push((when, [Act::Say(reply)].into()));
        }
        script
    }

    /// Meets it so, again and again.
    pub fn on(self, when: &'static str, act: Act) -> Self {
        self.each(when, &[act])
    }

    /// Meets it so, one after the other; the last stays.
    pub fn each(mut self, when: &'static str, acts: &[Act]) -> Self {
        self.acts.retain(|(known, _)| *known != when);
        self.acts.insert(0, (when, acts.iter().copied().collect()));
        self
    }

    fn meet(&mut self, what: &str) -> Act {
        for (when, acts) in &mut self.acts {
            if what.starts_with(*when) {
                return if acts.len() > 1 { acts.pop_front().unwrap() } else { acts[0] };
            }
        }
        Act::Say("500 what?")
    }
}

/// What the server saw.
#[derive(Debug, Default, Clone)]
pub struct Seen {
    pub connections: usize,
    pub commands: Vec<String>,
    /// Messages as they were on the wire, dots and all, up to the final dot.
    pub messages: Vec<Vec<u8>>,
}

/// A running server.
pub struct Sink {
    pub address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
    running: JoinHandle<()>,
}

impl Sink {
    pub async fn open(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let notes = Arc::clone(&seen);
        let running = tokio::spawn(async move {
            let mut script = script;
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                notes.lock().unwrap().connections += 1;
                // A broken connection is the script's business.
                drop(converse(stream, &mut script, &notes).await);
            }
        });
        Self { address, seen, running }
    }

    pub fn seen(&self) -> Seen {
        self.seen.lock().unwrap().clone()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.running.abort();
    }
}

async fn converse(stream: TcpStream, script: &mut Script, seen: &Mutex<Seen>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    if !act(&mut stream, script.meet("(connect)")).await? {
        return Ok(());
    }
    let mut line = Vec::new();
    loop {
        line.clear();
        if stream.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        let command = String::from_utf8_lossy(&line).trim_end().to_owned();
        let met = script.meet(&command);
        let data = command == "DATA" && matches!(met, Act::Say(reply) if reply.starts_with("354"));
        seen.lock().unwrap().commands.push(command);
        if !act(&mut stream, met).await? {
            return Ok(());
        }
        if data {
            let mut message = Vec::new();
            loop {
                line.clear();
                if stream.read_until(b'\n', &mut line).await? == 0 {
                    return Ok(());
                }
                if matches!(line.as_slice(), b".\r\n" | b".\n") {
                    break;
                }
                message.extend_from_slice(&line);
            }
            seen.lock().unwrap().messages.push(message);
            if !act(&mut stream, script.meet("(dot)")).await? {
                return Ok(());
            }
        }
    }
}

/// Whether to go on.
async fn act(stream: &mut BufReader<TcpStream>, act: Act) -> std::io::Result<bool> {
    match act {
        Act::Say(reply) => stream.write_all(format!("{reply}\r\n").as_bytes()).await.map(|()| true),
        Act::SayAndDrop(reply) => stream.write_all(format!("{reply}\r\n").as_bytes()).await.map(|()| false),
        Act::Drop => Ok(false),
        Act::Silent => std::future::pending().await,
    }
}
