//! Mails over a socket, each committed before it is acknowledged, until each is a case.

use crate::house::shell;
use crate::per_second;
use app::pass::Passed;
use post::{IntakeRoom, Limits};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Instant;
use testkit::Bench;

/// Mails a second.
pub(crate) fn taken(bench: &Bench, count: usize) -> f64 {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    let room = Arc::new(IntakeRoom::new(shell(bench)));
    runtime.spawn(post::serve(
        listener,
        "bench.example".into(),
        Limits::default(),
        room,
        std::future::pending(),
    ));
    let begun = Instant::now();
    std::thread::scope(|scope| {
        let sending = scope.spawn(|| send(TcpStream::connect(address).unwrap(), count));
        while !sending.is_finished() {
            bench.app.inbox_pass(bench.now()).unwrap();
        }
    });
    while bench.app.inbox_pass(bench.now()).unwrap() != Passed::Idle {}
    per_second(count, begun)
}

fn send(mut stream: TcpStream, count: usize) {
    stream.set_nodelay(true).unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut reply = |wanted: char| loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.as_bytes().get(3) != Some(&b'-') {
            assert!(line.starts_with(wanted), "{line}");
            return;
        }
    };
    reply('2');
    write!(stream, "EHLO there.example\r\n").unwrap();
    reply('2');
    for number in 0..count {
        let from = format!("ssk{number}@granlund.region-exempel.example");
        write!(stream, "MAIL FROM:<{from}>\r\n").unwrap();
        reply('2');
        write!(stream, "RCPT TO:<srs-stod@region-exempel.example>\r\n").unwrap();
        reply('2');
        write!(stream, "DATA\r\n").unwrap();
        reply('3');
        let mail = format!(
            "From: {from}\r\nTo: srs-stod@region-exempel.example\r\nSubject: Risksignalen borta\r\n\
             Message-ID: <{number}@bench.example>\r\n\r\nEfter nattens uppdatering visas ingen risksignal.\r\n.\r\n"
        );
        stream.write_all(mail.as_bytes()).unwrap();
        reply('2');
    }
}
