//! A desk with its real mail edges: an SMTP listener that takes mail over a socket, and a relay, also over a socket,
//! that records what the product sends.

use faces::{Chance, Clock, Shell};
use post::{Carrier, Courier, Envelope, IntakeRoom, Limits, Mailroom, RecipientVerdict, Relay, Verdict};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use testkit::{Bench, Moment};
use tokio::runtime::Runtime;

struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Moment {
        Moment::from_timestamp_micros(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

struct Still;

impl Chance for Still {
    fn bytes(&self) -> [u8; 64] {
        [9; 64]
    }
}

/// One mail the relay got.
#[derive(Clone)]
pub struct Got {
    pub from: Option<String>,
    pub to: Vec<String>,
    pub mail: mail::Parsed,
    pub raw: String,
}

impl Got {
    /// Value of a header field, unfolded.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.raw.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
        let found = head.lines().find(|l| l.to_lowercase().starts_with(&format!("{}:", name.to_lowercase())));
        found.map(|l| l.split_once(':').unwrap().1.trim().to_owned())
    }
}

/// The relay: refuses one address for good and one for now.
struct Sink(Arc<Mutex<Vec<Got>>>);

impl Mailroom for Sink {
    async fn recipient(&self, address: &str) -> RecipientVerdict {
        match address {
            "borta@region-exempel.example" => RecipientVerdict::Unknown,
            "senare@region-exempel.example" => RecipientVerdict::Temporary,
            _ => RecipientVerdict::Known,
        }
    }

    async fn accept(&self, envelope: Envelope, raw: Vec<u8>) -> Verdict {
        let mail = mail::parse(&raw);
        let raw = String::from_utf8(raw).unwrap();
        self.0.lock().unwrap().push(Got { from: envelope.from, to: envelope.to, mail, raw });
        Verdict::Accepted
    }
}

/// Listener and relay of one bench.
pub struct PostHouse<'a> {
    bench: &'a Bench,
    shell: Shell,
    hand: Arc<Hand>,
    address: SocketAddr,
    carrier: Carrier,
    got: Arc<Mutex<Vec<Got>>>,
    runtime: Runtime,
}

impl<'a> PostHouse<'a> {
    pub fn over(bench: &'a Bench) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let hand = Arc::new(Hand(AtomicI64::new(bench.now().timestamp_micros())));
        let shell =
            Shell { app: bench.app.clone(), clock: hand.clone(), chance: Arc::new(Still), movable: None };
        let got = Arc::new(Mutex::new(Vec::new()));
        let limits = Limits { message_bytes_max: 1_000_000, ..Limits::default() };
        let address = listen(&runtime, limits.clone(), IntakeRoom::new(shell.clone()));
        let relay = listen(&runtime, limits, Sink(got.clone()));
        let courier = Courier::new(Relay::plain("127.0.0.1", relay.port())).unwrap();
        Self { bench, shell, hand, address, carrier: Carrier::Relay(Box::new(courier)), got, runtime }
    }

    /// The relay is gone from now on.
    pub fn without_relay(&mut self) {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        self.carrier = Carrier::Relay(Box::new(Courier::new(Relay::plain("127.0.0.1", free)).unwrap()));
    }

    /// Sends a mail over a socket; the reply to the command that decided.
    pub fn send(&self, from: &str, to: &str, raw: &str) -> String {
        self.hand.0.store(self.bench.now().timestamp_micros(), Ordering::SeqCst);
        let stream = TcpStream::connect(self.address).unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut stream = stream;
        let reply = |reader: &mut BufReader<TcpStream>| loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            if line.as_bytes().get(3) != Some(&b'-') {
                return line.trim_end().to_owned();
            }
        };
        reply(&mut reader);
        let mut answer = String::new();
        for line in ["EHLO there.example", &format!("MAIL FROM:<{from}>"), &format!("RCPT TO:<{to}>"), "DATA"]
        {
            write!(stream, "{line}\r\n").unwrap();
            answer = reply(&mut reader);
            if !answer.starts_with(['2', '3']) {
                return answer;
            }
        }
        assert!(answer.starts_with("354"), "{answer}");
        let body = raw.replace("\r\n", "\n").replace('\n', "\r\n").replace("\r\n.", "\r\n..");
        write!(stream, "{body}\r\n.\r\n").unwrap();
        reply(&mut reader)
    }

    /// Sends a mail that must be taken, and runs the passes.
    pub fn deliver(&self, from: &str, to: &str, raw: &str) {
        let answer = self.send(from, to, raw);
        assert!(answer.starts_with("250"), "{answer}");
        self.passes();
    }

    /// What is due is done.
    pub fn passes(&self) {
        self.hand.0.store(self.bench.now().timestamp_micros(), Ordering::SeqCst);
        while self.bench.app.inbox_pass(self.bench.now()).unwrap() != app::pass::Passed::Idle {}
        while self.runtime.block_on(post::carry(&self.shell, &self.carrier)).unwrap()
            != app::pass::Passed::Idle
        {}
    }

    /// Takes what the relay got so far.
    pub fn got(&self) -> Vec<Got> {
        std::mem::take(&mut *self.got.lock().unwrap())
    }

    /// The one mail the relay got.
    pub fn only(&self) -> Got {
        let mut got = self.got();
        assert_eq!(got.len(), 1, "{:?}", got.iter().map(|g| &g.mail.subject).collect::<Vec<_>>());
        got.remove(0)
    }
}

fn listen(runtime: &Runtime, limits: Limits, room: impl Mailroom) -> SocketAddr {
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    runtime.spawn(post::serve(
        listener,
        "desk.example".into(),
        limits,
        Arc::new(room),
        std::future::pending(),
    ));
    address
}

/// A plain mail.
pub fn letter(from: &str, to: &str, subject: &str, more: &str, body: &str) -> String {
    let id = format!("{:x}@there.example", {
        let mut hash = std::hash::DefaultHasher::new();
        std::hash::Hash::hash(&(from, subject, more, body), &mut hash);
        std::hash::Hasher::finish(&hash)
    });
    format!(
        "From: {from}\nTo: {to}\nSubject: {subject}\nMessage-ID: <{id}>\nMIME-Version: 1.0\n\
         Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n{more}\n{body}\n"
    )
}
