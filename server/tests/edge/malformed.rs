//! What no proper client sends costs its sender, and nobody else.

use serde_json::Value;
use shared::limits;

use crate::{
    house::{House, TOKEN},
    raw::{Got, Socket},
};

async fn house() -> House {
    House::open().await.with_channel().await
}

#[tokio::test]
async fn a_frame_above_the_limit_is_closed_with_1009() {
    let house = house().await;
    let mut other = Socket::visitor(&house).await;
    let mut socket = Socket::visitor(&house).await;
    let text = "x".repeat(limits::MAX_FRAME + 1);
    socket.say(&text).await;
    assert_eq!(socket.closed().await, 1009);

    let mut socket = Socket::visitor(&house).await;
    for n in 0..9 {
        let first = u8::from(n == 0);
        socket.frame(first, &[b' '; 8 * 1024]).await;
    }
    assert_eq!(socket.closed().await, 1009, "in fragments");
    assert!(other.is_alive().await);
}

#[tokio::test]
async fn the_first_frame_is_at_most_8_kib() {
    let house = house().await;
    let hello = |padding: usize| {
        format!(
            r#"{{"hello":{{"min":1,"max":1,"role":"visitor","channel":"support","token":"{TOKEN}","x":"{}"}}}}"#,
            "x".repeat(padding)
        )
    };
    let mut socket = Socket::open(&house).await;
    socket.say(&hello(limits::MAX_HELLO)).await;
    assert_eq!(socket.closed().await, 1009);

    let room = limits::MAX_HELLO - hello(0).len();
    let mut socket = Socket::open(&house).await;
    socket.say(&hello(room)).await;
    socket.until("welcome").await;
}

#[tokio::test]
async fn frames_that_are_no_text_have_their_close_codes() {
    let house = house().await;
    let broken: [(u8, &[u8], u16); 6] = [
        (0x82, b"{}", 1003),
        (0x81, &[0xff, 0xfe], 1007),
        (0x81, &[0xed, 0xa0, 0x80], 1007),
        (0xc1, b"{}", 1002),
        (0x83, b"{}", 1002),
        (0x80, b"{}", 1002),
    ];
    for (first, payload, code) in broken {
        let mut socket = Socket::visitor(&house).await;
        socket.frame(first, payload).await;
        assert_eq!(socket.closed().await, code, "{first:#x} {payload:x?}");
    }
}

#[tokio::test]
async fn what_is_no_command_fails_and_the_socket_goes_on() {
    let house = house().await;
    let mut socket = Socket::visitor(&house).await;
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let wide: Vec<String> = (0..5_000).map(|n| format!("\"k{n}\":0")).collect();
    let wide = format!("{{{}}}", wide.join(","));
    for text in [
        "",
        "null",
        "[]",
        "3",
        r#"{"do":{"id":"a"#,
        r#"{"do":{"do":{}}}"#,
        r#"{"do":{"id":"a","command":{"end":{}}},"do":{}}"#,
        r#"{"weather":{}}"#,
        &deep,
        &wide,
    ] {
        socket.say(text).await;
        let failed = socket.until("failed").await;
        assert_eq!(failed["code"], "bad_request", "{text:.40}");
        assert_eq!(failed["retryable"], false);
    }
    assert!(socket.is_alive().await);
}

#[tokio::test]
async fn an_unknown_command_is_named_in_the_answer() {
    let house = house().await;
    let mut socket = Socket::visitor(&house).await;
    for (command, code) in [
        (r#"{"dance":{}}"#, "unknown_command"),
        (r#"{"take":{"conversation":"c"}}"#, "unknown_command"),
        (
            r#"{"note":{"conversation":"c","content":{"text":"x"}}}"#,
            "unknown_command",
        ),
        (r#"{"post":{"content":3}}"#, "bad_request"),
        (r#"{"post":{"content":{"text":"x"}}}"#, "not_found"),
    ] {
        socket
            .say(&format!(r#"{{"do":{{"id":"c1","command":{command}}}}}"#))
            .await;
        let failed = socket.until("failed").await;
        assert_eq!(failed["id"], "c1", "{command}");
        assert_eq!(failed["code"], code, "{command}");
    }
}

#[tokio::test]
async fn answers_come_in_the_order_of_what_was_sent() {
    let house = house().await;
    let mut socket = Socket::visitor(&house).await;
    for n in 0..20 {
        let command = match n % 4 {
            0 => r#"{"post":{"content":{"text":"x"}}}"#,
            1 => r#"{"dance":{}}"#,
            2 => r#"{"end":{}}"#,
            _ => r#"{"post":3}"#,
        };
        let text = format!(r#"{{"do":{{"id":"c{n}","command":{command}}}}}"#);
        socket.say(&text).await;
    }
    for n in 0..20 {
        assert_eq!(socket.until("failed").await["id"], format!("c{n}"));
    }
}

#[tokio::test]
async fn fields_that_are_not_a_visitors_to_set_are_dropped() {
    let house = house().await;
    let mut socket = Socket::visitor(&house).await;
    let start = r#"{"do":{"id":"c1","role":"agent","command":{"start":{
        "content":{"text":"Hello","html":"<b>canary</b>"},
        "private":true,"conversation":"canary","author":"canary","at":"canary","seq":"canary"}}}}"#;
    socket.say(start).await;
    let mut seen = Vec::new();
    while !seen
        .iter()
        .any(|it: &Value| it.to_string().contains("posted"))
    {
        match socket.next().await {
            Got::Text(frame) => seen.push(frame),
            got => assert_eq!(got, Got::Ping),
        }
    }
    assert!(
        seen.iter().all(|it| !it.to_string().contains("canary")),
        "{seen:?}"
    );
    let posted = seen
        .iter()
        .find_map(|it| it["event"]["change"].get("posted"));
    assert_eq!(posted.unwrap()["author"], "visitor");
}

#[tokio::test]
async fn a_message_comes_in_few_fragments_and_in_time() {
    let house = house().await;
    let mut socket = Socket::visitor(&house).await;
    socket.frame(0x01, br#"{"probe""#).await;
    for _ in 0..14 {
        socket.frame(0x00, b" ").await;
    }
    socket.frame(0x89, b"between").await;
    assert_eq!(socket.next().await, Got::Pong(b"between".to_vec()));
    socket.frame(0x80, b":{}}").await;
    socket.until("beat").await;

    socket.frame(0x01, b"{").await;
    for _ in 0..16 {
        socket.frame(0x00, b" ").await;
    }
    assert_eq!(socket.closed().await, 4006);
}

#[tokio::test]
async fn a_message_that_does_not_end_is_not_waited_for() {
    let house = House::hasty(|pace| pace.message = std::time::Duration::from_millis(400))
        .await
        .with_channel()
        .await;
    let mut socket = Socket::visitor(&house).await;
    socket.frame(0x01, b"{").await;
    assert_eq!(socket.closed().await, 4006);

    let mut socket = Socket::visitor(&house).await;
    socket.bytes(&[0x81]).await;
    assert_eq!(socket.closed().await, 4006, "half a header");
}
