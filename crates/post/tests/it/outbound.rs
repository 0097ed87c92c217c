//! The courier against every state a mail server can be in.

use lettre::address::Envelope;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use post::{Courier, Delivery, Relay, SendFault, Tls};

use crate::kit::{House, limits};
use crate::sink::{Act, Script, Sink};

const RAW: &[u8] = b"From: desk@post.example\r\nSubject: hej\r\n\r\ntext\r\n";

fn courier(sink: &Sink) -> Courier {
    Courier::new(relay(sink)).unwrap()
}

fn relay(sink: &Sink) -> Relay {
    Relay::plain("127.0.0.1", sink.address.port())
}

fn three() -> Vec<String> {
    ["a@x.example", "b@x.example", "c@x.example"].map(str::to_owned).to_vec()
}

/// Sends to three through a sink with this script.
async fn sent(script: Script) -> Result<Vec<Delivery>, SendFault> {
    let sink = Sink::open(script).await;
    let outcome = courier(&sink).send(Some("desk@post.example"), &three(), RAW).await?;
    assert_eq!(outcome.iter().map(|(to, _)| to.clone()).collect::<Vec<_>>(), three());
    Ok(outcome.into_iter().map(|(_, fate)| fate).collect())
}

fn permanent(fate: &Delivery) -> Option<u16> {
    match fate {
        Delivery::Permanent(code, _) => Some(*code),
        _ => None,
    }
}

fn temporary(fate: &Delivery) -> bool {
    matches!(fate, Delivery::Temporary(_))
}

#[tokio::test]
async fn all_three_in_one_transaction() {
    let sink = Sink::open(Script::willing()).await;
    let outcome = courier(&sink).send(Some("desk@post.example"), &three(), RAW).await.unwrap();
    assert!(outcome.iter().all(|(_, fate)| *fate == Delivery::Delivered));
    let seen = sink.seen();
    assert_eq!(seen.connections, 1);
    assert_eq!(seen.messages, [RAW]);
    assert_eq!(
        seen.commands[..6],
        [
            "EHLO [127.0.0.1]",
            "MAIL FROM:<desk@post.example>",
            "RCPT TO:<a@x.example>",
            "RCPT TO:<b@x.example>",
            "RCPT TO:<c@x.example>",
            "DATA"
        ]
    );
}

#[tokio::test]
async fn to_our_own_listener_byte_for_byte() {
    let mut house = House::open(limits()).await;
    let courier = Courier::new(Relay {
        hello: Some("us.example".to_owned()),
        ..Relay::plain("127.0.0.1", house.address.port())
    });
    let raw = "Subject: dots\r\n\r\n.\r\n..\r\n.a\r\n\r\nåäö";
    let to = ["kø@post.example".to_owned(), "unknown@post.example".to_owned()];
    let outcome = courier.unwrap().send(None, &to, raw.as_bytes()).await.unwrap();
    assert_eq!(outcome[0].1, Delivery::Delivered);
    assert_eq!(outcome[1].1, Delivery::Permanent(550, "550 5.1.1 no such mailbox here".to_owned()));
    let (envelope, kept) = house.kept.recv().await.unwrap();
    assert_eq!(kept, format!("{raw}\r\n").as_bytes());
    assert_eq!(
        (envelope.from, envelope.to, envelope.helo.as_str()),
        (None, vec![to[0].clone()], "us.example")
    );
}

#[tokio::test]
async fn one_bad_recipient_of_three_does_not_stop_the_others() {
    for (answer, code) in
        [("550 5.1.1 nobody", Some(550)), ("450 4.2.0 later", None), ("452 4.5.3 too many", None)]
    {
        for bad in 0..3 {
            let mut acts = [Act::Say("250 ok"); 4];
            acts[bad] = Act::Say(answer);
            let fates = sent(Script::willing().each("RCPT", &acts)).await.unwrap();
            for (place, fate) in fates.iter().enumerate() {
                if place != bad {
                    assert_eq!(*fate, Delivery::Delivered);
                } else if code.is_some() {
                    assert_eq!(*fate, Delivery::Permanent(550, answer.to_owned()));
                } else {
                    assert_eq!(*fate, Delivery::Temporary(answer.to_owned()));
                }
            }
        }
    }
}

#[tokio::test]
async fn all_recipients_bad_sends_no_message() {
    let sink = Sink::open(Script::willing().on("RCPT", Act::Say("550 no"))).await;
    let outcome = courier(&sink).send(Some("desk@post.example"), &three(), RAW).await.unwrap();
    assert!(outcome.iter().all(|(_, fate)| permanent(fate) == Some(550)));
    assert!(!sink.seen().commands.iter().any(|command| command == "DATA"));
}

#[tokio::test]
async fn a_refusal_in_each_state_counts_for_all() {
    for when in ["MAIL", "DATA", "(dot)"] {
        let fates = sent(Script::willing().on(when, Act::Say("554 5.7.1 spam"))).await.unwrap();
        assert!(fates.iter().all(|fate| permanent(fate) == Some(554)), "{when} {fates:?}");
        for act in [
            Act::Say("451 4.3.0 later"),
            Act::Say("421 4.3.2 closing"),
            Act::SayAndDrop("421 4.3.2 closing"),
            Act::Drop,
            Act::Say("nonsense"),
            Act::Say("999 what"),
        ] {
            let fates = sent(Script::willing().on(when, act)).await.unwrap();
            assert!(fates.iter().all(temporary), "{when} {act:?} {fates:?}");
        }
    }
    // A 2xx that should have been 354 is no leave to send; a 3xx after the dot is no delivery.
    for (when, odd) in [("DATA", "250 ok"), ("(dot)", "354 go on")] {
        let fates = sent(Script::willing().on(when, Act::Say(odd))).await.unwrap();
        assert!(fates.iter().all(temporary), "{when} {fates:?}");
    }
}

#[tokio::test]
async fn a_connection_lost_among_the_recipients_makes_the_settled_stay_and_the_others_wait() {
    for act in [Act::Drop, Act::Say("421 bye"), Act::SayAndDrop("421 bye")] {
        let fates = sent(Script::willing().each("RCPT", &[Act::Say("550 no"), Act::Say("250 ok"), act]))
            .await
            .unwrap();
        assert_eq!(permanent(&fates[0]), Some(550));
        assert!(fates[1..].iter().all(temporary), "{fates:?}");
    }
}

#[tokio::test]
async fn lost_after_the_dot_is_not_known_and_said_so() {
    let fates = sent(Script::willing().on("(dot)", Act::Drop)).await.unwrap();
    for fate in fates {
        assert!(matches!(fate, Delivery::Temporary(why) if why.contains("may have arrived")));
    }
}

#[tokio::test]
async fn nothing_after_250_makes_it_undelivered() {
    for act in [Act::Drop, Act::Say("500 no"), Act::Silent, Act::Say("nonsense")] {
        let fates = sent(Script::willing().on("QUIT", act)).await.unwrap();
        assert!(fates.iter().all(|fate| *fate == Delivery::Delivered), "{act:?}");
    }
    let fates = sent(Script::willing().on("(dot)", Act::SayAndDrop("250 taken"))).await.unwrap();
    assert!(fates.iter().all(|fate| *fate == Delivery::Delivered));
}

#[tokio::test]
async fn a_relay_that_is_not_there_is_a_temporary_fault() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let dead = Courier::new(Relay::plain("127.0.0.1", port)).unwrap();
    let fault = dead.send(Some("desk@post.example"), &three(), RAW).await.unwrap_err();
    assert!(matches!(fault, SendFault::Unreachable(_)) && fault.is_temporary());
    for (when, act) in [
        ("(connect)", Act::Drop),
        ("(connect)", Act::Say("554 not you")),
        ("(connect)", Act::Say("421 not now")),
        ("EHLO", Act::Drop),
        ("EHLO", Act::Say("550 who")),
    ] {
        let fault = sent(Script::willing().on(when, act)).await.unwrap_err();
        assert!(matches!(fault, SendFault::Unreachable(_)), "{when} {act:?} {fault}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_relay_that_says_nothing_is_not_waited_for_for_ever() {
    for when in ["(connect)", "EHLO"] {
        let fault = sent(Script::willing().on(when, Act::Silent)).await.unwrap_err();
        assert!(matches!(fault, SendFault::Unreachable(_)), "{when}");
    }
    for when in ["MAIL", "RCPT", "DATA", "(dot)"] {
        let fates = sent(Script::willing().on(when, Act::Silent)).await.unwrap();
        assert!(fates.iter().all(temporary), "{when}");
    }
}

#[tokio::test]
async fn encryption_is_never_left_out() {
    let sink = Sink::open(Script::willing()).await;
    let starttls = Courier::new(Relay { tls: Tls::StartTls, ..relay(&sink) }).unwrap();
    let fault = starttls.send(None, &three(), RAW).await.unwrap_err();
    assert!(matches!(fault, SendFault::Unreachable(_)));
    let tls = Courier::new(Relay { tls: Tls::Tls, ..relay(&sink) }).unwrap();
    let fault = tls.send(None, &three(), RAW).await.unwrap_err();
    assert!(matches!(fault, SendFault::Unreachable(_)));
    assert!(!sink.seen().commands.iter().any(|command| command.starts_with("MAIL")));
}

#[tokio::test]
async fn the_account_is_used_and_its_refusal_is_told_apart() {
    let account = |sink: &Sink| Relay {
        user: Some("desk".to_owned()),
        password: Some("hemligt".to_owned()),
        ..relay(sink)
    };
    let sink = Sink::open(Script::willing()).await;
    let outcome = Courier::new(account(&sink)).unwrap().send(None, &three(), RAW).await.unwrap();
    assert!(outcome.iter().all(|(_, fate)| *fate == Delivery::Delivered));
    assert!(sink.seen().commands[1].starts_with("AUTH PLAIN "));
    let sink = Sink::open(Script::willing().on("AUTH", Act::Say("535 5.7.8 no"))).await;
    let fault = Courier::new(account(&sink)).unwrap().send(None, &three(), RAW).await.unwrap_err();
    assert!(matches!(&fault, SendFault::NotAdmitted(why) if why == "535 5.7.8 no") && fault.is_temporary());
    assert!(!format!("{:?}", account(&sink)).contains("hemligt"));
}

#[tokio::test]
async fn settings_that_make_no_sense_are_found_before_sending() {
    let far =
        Relay { user: Some("u".into()), password: Some("p".into()), ..Relay::plain("mail.example", 25) };
    let half = Relay { user: Some("u".into()), ..Relay::plain("localhost", 25) };
    let hello = Relay { hello: Some("a b".into()), ..Relay::plain("localhost", 25) };
    let pem = b"-----BEGIN CERTIFICATE-----\nnot base64!\n-----END CERTIFICATE-----\n".to_vec();
    let authority = Relay { tls: Tls::Tls, authority_pem: Some(pem), ..Relay::plain("mail.example", 465) };
    for relay in [far, half, hello, authority] {
        assert!(matches!(Courier::new(relay), Err(SendFault::Settings(_))));
    }
}

#[tokio::test]
async fn addresses_cannot_bring_commands() {
    let sink = Sink::open(Script::willing()).await;
    let mut to = three();
    to[1] = "b@x.example>\r\nRCPT TO:<evil@x.example".to_owned();
    to.push("\"q\r\nDATA\"@x.example".to_owned());
    let outcome = courier(&sink).send(Some("desk@post.example"), &to, RAW).await.unwrap();
    let codes: Vec<_> = outcome.iter().map(|(_, fate)| permanent(fate)).collect();
    assert_eq!(codes, [None, Some(553), None, Some(553)]);
    assert!(!sink.seen().commands.iter().any(|command| command.contains("evil")));
    let fault = courier(&sink).send(Some("desk@x>\r\nDATA"), &to, RAW).await.unwrap_err();
    assert!(matches!(fault, SendFault::Sender(_)) && !fault.is_temporary());
}

#[tokio::test]
async fn a_server_of_the_old_kind_gets_only_what_it_can_take() {
    let old = Script::willing().on("EHLO", Act::Say("250 sink"));
    let sink = Sink::open(old).await;
    let to = ["a@x.example".to_owned(), "kø@x.example".to_owned()];
    let outcome = courier(&sink).send(None, &to, RAW).await.unwrap();
    assert_eq!((outcome[0].1.clone(), permanent(&outcome[1].1)), (Delivery::Delivered, Some(553)));
    let outcome = courier(&sink).send(None, &to[..1], "A: b\r\n\r\nå".as_bytes()).await.unwrap();
    assert_eq!(permanent(&outcome[0].1), Some(554));
    let outcome = courier(&sink).send(Some("ø@x.example"), &to[..1], RAW).await.unwrap();
    assert_eq!(permanent(&outcome[0].1), Some(553));
    assert_eq!(sink.seen().messages.len(), 1);
}

#[tokio::test]
async fn a_large_message_goes_out_whole() {
    let sink = Sink::open(Script::willing()).await;
    let mut raw = b"Subject: large\r\n\r\n".to_vec();
    for line in 0..100_000 {
        raw.extend_from_slice(format!(".{line}\r\n").as_bytes());
    }
    let outcome = courier(&sink).send(None, &three(), &raw).await.unwrap();
    assert!(outcome.iter().all(|(_, fate)| *fate == Delivery::Delivered));
    let received = String::from_utf8(sink.seen().messages.remove(0)).unwrap().replace("\r\n..", "\r\n.");
    assert_eq!(received.into_bytes(), raw);
}

const INJECTIONS: [&str; 6] = [
    "\n.\r\nMAIL FROM:<evil@x.example>\r\nRCPT TO:<victim@x.example>\r\nDATA\r\nevil\r\n.\r\n",
    "\n.\nMAIL FROM:<evil@x.example>\nRCPT TO:<victim@x.example>\nDATA\nevil\n.\n",
    "\r.\r\nMAIL FROM:<evil@x.example>\r\n",
    "\r\n.\r\nMAIL FROM:<evil@x.example>\r\n",
    "\r\n.\nMAIL FROM:<evil@x.example>\r\n",
    "\r\r\n.\r\nMAIL FROM:<evil@x.example>\r\n",
];

#[tokio::test]
async fn no_text_in_a_body_becomes_a_command() {
    for injection in INJECTIONS {
        let sink = Sink::open(Script::willing()).await;
        let raw = format!("Subject: hej\r\n\r\ntext{injection}");
        let outcome = courier(&sink).send(Some("desk@post.example"), &three(), raw.as_bytes()).await.unwrap();
        assert!(outcome.iter().all(|(_, fate)| *fate == Delivery::Delivered));
        let seen = sink.seen();
        assert_eq!(seen.messages.len(), 1, "{injection:?}");
        assert_eq!(
            seen.commands.iter().filter(|command| command.starts_with("MAIL")).count(),
            1,
            "{injection:?}"
        );
    }
}

#[tokio::test]
async fn no_text_in_a_header_becomes_one_either() {
    let sink = Sink::open(Script::willing()).await;
    for injection in INJECTIONS.iter().filter(|text| !text.starts_with("\r\n.")) {
        for field in
            ["Subject: hej", "From: \"Name\" <a@b.se>", "Content-Disposition: attachment; filename=\"f\""]
        {
            let raw = format!("{field}{injection}\r\n\r\ntext\r\n");
            let fault = courier(&sink).send(None, &three(), raw.as_bytes()).await.unwrap_err();
            assert!(matches!(fault, SendFault::Header(_)), "{raw:?}");
        }
    }
    assert_eq!(sink.seen().connections, 0);
}

/// The control: the sink is as careless as it has to be, and the library alone falls for the first injection.
#[tokio::test]
async fn without_the_canonical_form_the_first_injection_works() {
    let sink = Sink::open(Script::willing()).await;
    let bare = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1")
        .port(sink.address.port())
        .build();
    let envelope = Envelope::new(None, vec!["a@x.example".parse().unwrap()]).unwrap();
    let raw = format!("Subject: hej\r\n\r\ntext{}", INJECTIONS[0]);
    // Its answer does not matter: the conversation is out of step.
    drop(bare.send_raw(&envelope, raw.as_bytes()).await);
    let victims = sink.seen().commands.iter().filter(|command| command.contains("evil@x.example")).count();
    assert_eq!(victims, 1, "lettre guards dots after a lone LF now: the canonical form may be needless");
}

#[tokio::test]
async fn can_be_sent_between_threads() {
    let sink = Sink::open(Script::willing()).await;
    let courier = courier(&sink);
    let outcome = tokio::spawn(async move { courier.send(None, &three(), RAW).await }).await.unwrap();
    assert_eq!(outcome.unwrap().len(), 3);
}
