//! Many connections at once.

use post::Limits;
use tokio::task::JoinSet;

use crate::kit::{Client, House, limits};

#[tokio::test]
async fn a_thousand_idle_connections_do_not_stop_a_delivery() {
    let mut house = House::open(limits()).await;
    let mut idle = Vec::new();
    for _ in 0..1_000 {
        idle.push(house.client().await);
    }
    let mut client = house.client().await;
    assert_eq!(client.mail("through\r\n").await, "250 2.0.0 message kept");
    assert_eq!(house.kept.recv().await.unwrap().1, b"through\r\n");
    assert_eq!(idle[999].ask("NOOP\r\n").await, "250 2.0.0 ok");
    drop(client);
    drop(idle);
    assert!(house.close().await.is_empty());
}

#[tokio::test]
async fn one_too_many_is_told_to_come_later() {
    let house = House::open(Limits { sessions_max: 2, ..limits() }).await;
    let mut one = house.client().await;
    let two = house.client().await;
    let mut three = Client::silent(house.address).await;
    assert!(three.reply().await.starts_with("421 4.3.2 "));
    three.expect_end().await;
    assert_eq!(one.mail("still served\r\n").await, "250 2.0.0 message kept");
    assert_eq!(one.ask("QUIT\r\n").await, "221 2.0.0 post.example closing");
    one.expect_end().await;
    drop(one);
    // The place is free as soon as the session has ended, which may be a moment after its last byte.
    loop {
        let mut next = Client::silent(house.address).await;
        match next.reply().await.get(..3) {
            Some("220") => break,
            Some("421") => tokio::task::yield_now().await,
            other => panic!("{other:?}"),
        }
    }
    drop(two);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_senders_at_once_lose_and_double_nothing() {
    let house = House::open(limits()).await;
    let mut senders = JoinSet::new();
    for sender in 0..50 {
        let address = house.address;
        senders.spawn(async move {
            let mut client = Client::open(address).await;
            for mail in 0..10 {
                assert!(client.mail(format!("{sender} {mail}\r\n")).await.starts_with("250 "));
            }
        });
    }
    while let Some(done) = senders.join_next().await {
        done.unwrap();
    }
    let mut kept: Vec<_> = house.close().await.into_iter().map(|(_, raw)| raw).collect();
    assert_eq!(kept.len(), 500);
    kept.sort();
    kept.dedup();
    assert_eq!(kept.len(), 500);
}
