//! A second mail hidden in a first one by line ends that two systems read differently.

use crate::kit::{House, limits};

const HIDDEN: &str = "MAIL FROM:<evil@x.example>\r\nRCPT TO:<desk@post.example>\r\nDATA\r\n\
    Subject: hidden\r\n\r\nevil\r\n.\r\n";

#[tokio::test]
async fn no_false_end_lets_a_second_mail_in() {
    let house = House::open(limits()).await;
    let ends = [
        "\n.\n",
        "\n.\r\n",
        "\n.\r",
        "\r.\r",
        "\r.\r\n",
        "\r.\n",
        "\r\n.\r",
        "\r\n.\n",
        "\r\n.\r\r\n",
        "\n\n.\n\n",
        "\r\n\n.\r\n",
        "\r\n.\n\r\n",
        "\r\r\n.\r\n\r",
        "\0\n.\r\n",
    ];
    let mut refused = 0;
    for end in ends {
        let mut client = house.client().await;
        client.begin().await;
        client.say(format!("Subject: outer\r\n\r\ntext{end}{HIDDEN}")).await;
        let reply = client.reply().await;
        assert!(reply.starts_with("550 5.6.0 "), "{end:?}: {reply}");
        client.expect_end().await;
        refused += 1;
    }
    assert_eq!(refused, ends.len());
    assert!(house.close().await.is_empty());
}

#[tokio::test]
async fn one_lone_character_anywhere_spoils_the_mail() {
    let house = House::open(limits()).await;
    for body in
        ["\nx\r\n", "\rx\r\n", "x\ry\r\n", "x\ny\r\n", "x\r\r\n", "x\r\n\r\r\n", ".\n\r\n", ".\rx\r\n"]
    {
        for bulk in ["", &"line\r\n".repeat(50_000)] {
            let mut client = house.client().await;
            let reply = client.mail(format!("{body}{bulk}")).await;
            assert!(reply.starts_with("550 5.6.0 "), "{body:?}: {reply}");
            client.expect_end().await;
        }
    }
    assert!(house.close().await.is_empty());
}

#[tokio::test]
async fn commands_end_with_both_too() {
    let house = House::open(limits()).await;
    for line in ["NOOP\n", "NOOP\rNOOP\r\n", "MAIL FROM:<a@b.se>\nRCPT TO:<desk@post.example>\n", "\n"] {
        let mut client = house.client().await;
        assert!(client.ask(line).await.starts_with("500 5.5.2 "), "{line:?}");
        client.expect_end().await;
    }
    house.close().await;
}
