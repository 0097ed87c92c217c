//! The listener, command by command and mail by mail.

use lettre::address::Envelope;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::kit::{Client, HELLO, House, START, limits};

#[tokio::test]
async fn a_mail_from_a_real_client_arrives_byte_for_byte() {
    let mut house = House::open(limits()).await;
    let client = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1")
        .port(house.address.port())
        .build();
    let to = vec!["desk@post.example".parse().unwrap(), "second@post.example".parse().unwrap()];
    let envelope = Envelope::new(Some("anna@client.example".parse().unwrap()), to).unwrap();
    let raw = "From: anna@client.example\r\nSubject: hej\r\n\r\n.dot\r\n..\r\n\r\nåäö";
    client.send_raw(&envelope, raw.as_bytes()).await.unwrap();
    let (envelope, kept) = house.kept.recv().await.unwrap();
    assert_eq!(kept, format!("{raw}\r\n").as_bytes());
    assert_eq!(envelope.from.as_deref(), Some("anna@client.example"));
    assert_eq!(envelope.to, ["desk@post.example", "second@post.example"]);
    assert_eq!(envelope.helo, "[127.0.0.1]");
    assert!(envelope.peer.ip().is_loopback());
    assert!(house.close().await.is_empty());
}

#[tokio::test]
async fn says_what_it_can_and_not_what_it_cannot() {
    let house = House::open(limits()).await;
    let mut client = Client::silent(house.address).await;
    assert_eq!(client.reply().await, "220 post.example ESMTP");
    assert_eq!(client.ask("MAIL FROM:<a@b.se>\r\n").await, "503 5.5.1 say EHLO first");
    assert_eq!(
        client.ask(HELLO).await,
        "250-post.example\n250-PIPELINING\n250-SIZE 100000\n250-8BITMIME\n250-SMTPUTF8\n250 ENHANCEDSTATUSCODES"
    );
    let codes = client.codes("NOOP x\r\nVRFY desk\r\nRSET\r\nSTARTTLS\r\nEXPN list\r\nNONSENSE\r\n", 6).await;
    assert_eq!(codes, ["250", "252", "250", "502", "502", "500"]);
    assert_eq!(client.ask("HELO old.example\r\n").await, "250 post.example");
    assert_eq!(client.codes("RCPT TO:<desk@post.example>\r\nDATA\r\n", 2).await, ["503", "503"]);
    assert_eq!(client.codes("MAIL FROM:<a@b.se>\r\nMAIL FROM:<a@b.se>\r\n", 2).await, ["250", "503"]);
    assert_eq!(client.codes("RSET\r\nMAIL FROM:<a@b.se>\r\nDATA\r\n", 3).await, ["250", "250", "554"]);
    assert_eq!(client.ask("QUIT\r\n").await, "221 2.0.0 post.example closing");
    client.expect_end().await;
    drop(client);
    assert!(house.close().await.is_empty());
}

#[tokio::test]
async fn a_whole_burst_in_one_write_is_answered_in_order() {
    let house = House::open(limits()).await;
    let mut client = Client::silent(house.address).await;
    let one = format!("{START}one\r\n.\r\n");
    let burst = format!("{HELLO}{one}{one}NOOP\r\n{one}QUIT\r\n");
    client.say(&burst).await;
    let mut replies = Vec::new();
    loop {
        match client.reply().await {
            reply if reply.is_empty() => break,
            reply => replies.push(reply[..3].to_owned()),
        }
    }
    let mail = ["250", "250", "354", "250"];
    let expected: Vec<&str> =
        [&["220", "250"][..], &mail, &mail, &["250"], &mail, &["221"]].concat().into_iter().collect();
    assert_eq!(replies, expected);
    drop(client);
    assert_eq!(house.close().await.len(), 3);
}

#[tokio::test]
async fn a_peer_gone_before_the_dot_leaves_nothing() {
    let house = House::open(limits()).await;
    for cut in ["", "half a line", "line\r\n", "line\r\n.", "line\r\n.\r"] {
        let mut client = house.client().await;
        client.begin().await;
        client.say(cut).await;
    }
    assert!(house.close().await.is_empty());
}

#[tokio::test]
async fn a_peer_gone_after_the_dot_does_not_interrupt_keeping() {
    let mut house = House::open(limits()).await;
    let mut client = house.client().await;
    client.begin().await;
    client.say("text\r\n.\r\n").await;
    drop(client);
    assert_eq!(house.kept.recv().await.unwrap().1, b"text\r\n");
    // It did not hear the 250, and sends the mail again.
    let mut client = house.client().await;
    assert_eq!(client.mail("text\r\n").await, "250 2.0.0 message kept");
    drop(client);
    assert_eq!(house.close().await.len(), 1);
}

#[tokio::test]
async fn a_mail_said_to_be_too_large_is_refused_before_it_is_sent() {
    let house = House::open(limits()).await;
    let mut client = house.client().await;
    assert_eq!(client.ask("MAIL FROM:<a@b.se> SIZE=100001\r\n").await, "552 5.3.4 message too large");
    assert_eq!(
        client.ask("MAIL FROM:<a@b.se> SIZE=99999999999999999999\r\n").await,
        "552 5.3.4 message too large"
    );
    assert_eq!(client.ask("MAIL FROM:<a@b.se> SIZE=100000\r\n").await, "250 2.1.0 sender ok");
    drop(client);
    house.close().await;
}

#[tokio::test]
async fn a_mail_that_turns_out_too_large_is_read_to_its_end_and_refused() {
    let mut house = House::open(limits()).await;
    let mut client = house.client().await;
    let line = format!("{}\r\n", "x".repeat(98));
    assert_eq!(client.mail(line.repeat(1_000)).await, "250 2.0.0 message kept");
    assert_eq!(house.kept.recv().await.unwrap().1.len(), 100_000);
    assert_eq!(client.mail(line.repeat(1_000) + "\r\n").await, "552 5.3.4 message too large");
    assert_eq!(client.mail(line.repeat(20_000)).await, "552 5.3.4 message too large");
    assert_eq!(client.mail("small\r\n").await, "250 2.0.0 message kept");
    drop(client);
    assert_eq!(house.close().await.len(), 1);
}

#[tokio::test]
async fn many_large_mails_at_once_are_put_off_not_kept_in_memory() {
    let house = House::open(post::Limits { memory_bytes_max: 1_000, ..limits() }).await;
    let (mut one, mut two) = (house.client().await, house.client().await);
    one.begin().await;
    one.say("x".repeat(900) + "\r\n").await;
    // Whether the first 900 bytes were read already is not for us to know; after its dot they were.
    assert!(one.ask(".\r\n").await.starts_with("250 "));
    assert!(two.mail("y".repeat(1_001) + "\r\n").await.starts_with("452 4.3.1 "));
    assert!(two.mail("y".repeat(900) + "\r\n").await.starts_with("250 "));
    drop((one, two));
    assert_eq!(house.close().await.len(), 2);
}

#[tokio::test]
async fn one_unknown_recipient_of_three_does_not_stop_the_others() {
    let house = House::open(limits()).await;
    let mut client = house.client().await;
    let codes = client
        .codes(
            "MAIL FROM:<a@b.se>\r\nRCPT TO:<one@post.example>\r\nRCPT TO:<unknown@post.example>\r\n\
             RCPT TO:<two@post.example>\r\nRCPT TO:<one@post.example>\r\nDATA\r\n",
            6,
        )
        .await;
    assert_eq!(codes, ["250", "250", "550", "250", "250", "354"]);
    assert_eq!(client.ask("text\r\n.\r\n").await, "250 2.0.0 message kept");
    drop(client);
    let kept = house.close().await;
    assert_eq!(kept[0].0.to, ["one@post.example", "two@post.example"]);
}

#[tokio::test]
async fn nobody_relays() {
    let house = House::open(limits()).await;
    let mut client = house.client().await;
    let codes =
        client.codes("MAIL FROM:<a@b.se>\r\nRCPT TO:<unknown@elsewhere.example>\r\nDATA\r\n", 3).await;
    assert_eq!(codes, ["250", "550", "554"]);
    drop(client);
    assert!(house.close().await.is_empty());
}

#[tokio::test]
async fn a_message_sent_unasked_after_a_refused_data_is_not_read_as_commands() {
    let house = House::open(limits()).await;
    let mut client = house.client().await;
    client
        .say(format!(
            "MAIL FROM:<a@b.se>\r\nRCPT TO:<unknown@post.example>\r\nDATA\r\n{HELLO}{START}evil\r\n.\r\n"
        ))
        .await;
    let mut replies = Vec::new();
    for _ in 0..3 {
        replies.push(client.reply().await[..3].to_owned());
    }
    assert_eq!(replies, ["250", "550", "554"]);
    client.expect_end().await;
    drop(client);
    assert!(house.close().await.is_empty());
}

#[tokio::test]
async fn recipients_have_a_limit_and_the_rest_may_come_again() {
    let house = House::open(post::Limits { recipients_max: 2, ..limits() }).await;
    let mut client = house.client().await;
    let codes = client
        .codes(
            "MAIL FROM:<a@b.se>\r\nRCPT TO:<a@post.example>\r\nRCPT TO:<b@post.example>\r\nRCPT TO:<c@post.example>\r\n\
             DATA\r\n",
            5,
        )
        .await;
    assert_eq!(codes, ["250", "250", "250", "452", "354"]);
    assert!(client.ask("x\r\n.\r\n").await.starts_with("250 "));
    drop(client);
    house.close().await;
}

#[tokio::test]
async fn dots_and_odd_bytes_come_through_exactly() {
    let mut house = House::open(limits()).await;
    let mut client = house.client().await;
    let mut odd: Vec<u8> = (0..=255).filter(|b| !matches!(b, b'\r' | b'\n')).collect();
    odd.extend_from_slice(b"\r\n");
    let cases: [(&[u8], &[u8]); 7] = [
        (b"", b""),
        (b"\r\n", b"\r\n"),
        (b"..\r\n", b".\r\n"),
        (b"...\r\n..a\r\n", b"..\r\n.a\r\n"),
        (b".a\r\n", b"a\r\n"),
        (b"a.\r\n\r\n\r\nb \t \r\n", b"a.\r\n\r\n\r\nb \t \r\n"),
        (&odd, &odd),
    ];
    for (sent, meant) in cases {
        assert_eq!(client.mail(sent).await, "250 2.0.0 message kept");
        assert_eq!(house.kept.recv().await.unwrap().1, meant);
    }
    let long = "x".repeat(90_000) + "\r\n";
    assert_eq!(client.mail(&long).await, "250 2.0.0 message kept");
    assert_eq!(house.kept.recv().await.unwrap().1, long.as_bytes());
    drop(client);
    house.close().await;
}

#[tokio::test]
async fn null_sender_and_utf8_addresses() {
    let house = House::open(limits()).await;
    let mut client = house.client().await;
    let codes = client.codes("MAIL FROM:<>\r\nRCPT TO:<Postmaster>\r\nDATA\r\nx\r\n.\r\n", 4).await;
    assert_eq!(codes, ["250", "250", "354", "250"]);
    let utf8 = "MAIL FROM:<åsa@växjö.example> SMTPUTF8 BODY=8BITMIME\r\nRCPT TO:<kø@post.example>\r\nDATA\r\nå\r\n.\r\n";
    assert_eq!(client.codes(utf8, 4).await, ["250", "250", "354", "250"]);
    assert_eq!(
        client.codes("MAIL FROM:<åsa@växjö.example>\r\nMAIL FROM:<a@b.se>\r\n", 2).await,
        ["553", "250"]
    );
    assert_eq!(client.codes("RCPT TO:<kø@post.example>\r\nMAIL FROM:<\u{1}>\r\n", 2).await, ["553", "501"]);
    assert_eq!(client.ask(b"RCPT TO:<\xff@post.example>\r\n").await, "501 5.5.4 syntax error");
    drop(client);
    let kept = house.close().await;
    assert_eq!((kept[0].0.from.as_deref(), kept[0].0.to[0].as_str()), (None, "Postmaster"));
    assert_eq!(
        (kept[1].0.from.as_deref(), kept[1].0.to[0].as_str()),
        (Some("åsa@växjö.example"), "kø@post.example")
    );
    assert_eq!(kept[1].1, "å\r\n".as_bytes());
}

#[tokio::test]
async fn what_the_room_says_is_what_the_peer_hears() {
    let house = House::open(limits()).await;
    let mut client = house.client().await;
    for (sender, answer) in [
        ("fault", "451 4.3.0 internal fault, try again later"),
        ("panic", "451 4.3.0 internal fault, try again later"),
        ("gone", "550 5.1.1 no such mailbox here"),
        ("large", "552 5.3.4 message too large"),
        ("refused", "554 5.7.1 not  250 this"),
        ("anybody", "250 2.0.0 message kept"),
    ] {
        let start = START.replace("<a@", &format!("<{sender}@"));
        assert_eq!(client.codes(start, 3).await, ["250", "250", "354"]);
        assert_eq!(client.ask("text\r\n.\r\n").await, answer, "{sender}");
    }
    let codes = client.codes(
        "MAIL FROM:<a@b.se>\r\nRCPT TO:<later@x.se>\r\nRCPT TO:<panic@x.se>\r\nRCPT TO:<b@x.se>\r\n",
        4,
    );
    assert_eq!(codes.await, ["250", "451", "451", "250"]);
    drop(client);
    assert_eq!(house.close().await.len(), 1);
}

#[tokio::test]
async fn long_commands_are_refused_and_the_session_goes_on() {
    let house = House::open(limits()).await;
    let mut client = house.client().await;
    assert_eq!(client.ask(format!("NOOP {}\r\n", "x".repeat(3_000))).await, "500 5.5.2 line too long");
    assert_eq!(client.ask(format!("NOOP {}\r\n", "x".repeat(500_000))).await, "500 5.5.2 line too long");
    assert_eq!(client.ask(format!("NOOP {}\r\n", "x".repeat(1_000))).await, "250 2.0.0 ok");
    assert_eq!(client.mail("x\r\n").await, "250 2.0.0 message kept");
    drop(client);
    house.close().await;
}

#[tokio::test]
async fn too_many_faulty_commands_end_the_session() {
    let house = House::open(post::Limits { bad_commands_max: 3, ..limits() }).await;
    let mut client = house.client().await;
    assert_eq!(client.codes("A\r\nB\r\nC\r\nNOOP\r\n", 4).await, ["500", "500", "500", "421"]);
    client.expect_end().await;
    // A browser is not heard out at all.
    let mut browser = Client::silent(house.address).await;
    browser.say(format!("POST / HTTP/1.1\r\nHost: x\r\n\r\n{HELLO}{START}evil\r\n.\r\n")).await;
    assert!(browser.reply().await.starts_with("220 "));
    assert!(browser.reply().await.starts_with("500 "));
    browser.expect_end().await;
    // Nor are bytes after BDAT.
    let mut chunks = house.client().await;
    assert!(chunks.ask(format!("BDAT 100 LAST\r\n{START}evil\r\n.\r\n")).await.starts_with("502 "));
    chunks.expect_end().await;
    drop((client, chunks, browser));
    assert!(house.close().await.is_empty());
}

#[tokio::test]
async fn stopping_finishes_mails_in_transfer_and_sends_the_idle_home() {
    let mut house = House::open(limits()).await;
    let mut busy = house.client().await;
    let mut idle = house.client().await;
    let mut between = house.client().await;
    assert_eq!(between.ask("MAIL FROM:<a@b.se>\r\n").await, "250 2.1.0 sender ok");
    busy.begin().await;
    busy.say("first half\r\n").await;
    house.halt();
    for client in [&mut idle, &mut between] {
        assert!(client.reply().await.starts_with("421 4.3.2 "));
        client.expect_end().await;
    }
    assert_eq!(busy.ask("second half\r\n.\r\n").await, "250 2.0.0 message kept");
    assert!(busy.reply().await.starts_with("421 4.3.2 "));
    drop((busy, idle, between));
    let kept = house.close().await;
    assert_eq!(kept[0].1, b"first half\r\nsecond half\r\n");
}
