//! Time-outs, on the paused clock: it moves by itself when nothing else can happen.

use std::time::Duration;

use post::Limits;
use tokio::time::{Instant, sleep};

use crate::kit::{House, START, limits};

#[tokio::test(start_paused = true)]
async fn a_slow_drip_is_heard_out_whatever_the_whole_takes() {
    let mut house = House::open(Limits { data_seconds: 100, ..limits() }).await;
    let mut client = house.client().await;
    client.begin().await;
    let begun = Instant::now();
    for byte in b"Subject: slow\r\n\r\n..drip by drip\r\n.\r\n" {
        sleep(Duration::from_secs(30)).await;
        client.say([*byte]).await;
    }
    assert_eq!(client.reply().await, "250 2.0.0 message kept");
    assert!(begun.elapsed() > Duration::from_secs(1_000));
    assert_eq!(house.kept.recv().await.unwrap().1, b"Subject: slow\r\n\r\n.drip by drip\r\n");
}

#[tokio::test]
async fn a_burst_byte_by_byte_is_the_same_as_at_once() {
    let house = House::open(limits()).await;
    let mut client = house.client().await;
    for byte in format!("{START}one\r\n..\r\n.\r\nQUIT\r\n").bytes() {
        client.say([byte]).await;
        tokio::task::yield_now().await;
    }
    let mut codes = Vec::new();
    for _ in 0..5 {
        codes.push(client.reply().await[..3].to_owned());
    }
    assert_eq!(codes, ["250", "250", "354", "250", "221"]);
    drop(client);
    assert_eq!(house.close().await[0].1, b"one\r\n.\r\n");
}

#[tokio::test(start_paused = true)]
async fn silence_in_a_message_ends_the_session_and_keeps_nothing() {
    let house = House::open(limits()).await;
    let mut client = house.client().await;
    client.begin().await;
    client.say("half").await;
    assert!(client.reply().await.starts_with("421 4.4.2 "));
    client.expect_end().await;
    drop(client);
    assert!(house.close().await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn silence_between_commands_ends_the_session_and_so_does_half_a_command() {
    let house = House::open(limits()).await;
    let mut silent = house.client().await;
    let mut half = house.client().await;
    half.say("NO").await;
    for client in [&mut silent, &mut half] {
        assert!(client.reply().await.starts_with("421 4.4.2 "));
        client.expect_end().await;
    }
    // A drip does not win time: the limit is for the whole command.
    let mut drip = house.client().await;
    for _ in 0..9 {
        drip.say("N").await;
        sleep(Duration::from_secs(30)).await;
    }
    assert!(drip.reply().await.starts_with("421 4.4.2 "));
    drop((silent, half, drip));
    house.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_room_that_never_answers_is_a_temporary_fault() {
    let house = House::open(limits()).await;
    let mut client = house.client().await;
    assert_eq!(client.codes("MAIL FROM:<never@x.se>\r\nRCPT TO:<never@x.se>\r\n", 2).await, ["250", "451"]);
    assert_eq!(client.codes("RCPT TO:<desk@x.se>\r\nDATA\r\nx\r\n.\r\n", 3).await, ["250", "354", "451"]);
    drop(client);
    assert!(house.close().await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_transfer_that_outlasts_the_stop_is_cut_unacknowledged() {
    let house = House::open(Limits { stop_seconds: 30, ..limits() }).await;
    let mut client = house.client().await;
    client.begin().await;
    client.say("half").await;
    assert!(house.close().await.is_empty());
    client.expect_end().await;
}
