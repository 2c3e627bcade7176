//! Long messages: every frame stays within its limit, and nothing is left out.

use serde_json::{Value, json};
use shared::limits;

use crate::{
    house::House,
    raw::{Got, Socket},
};

const MESSAGES: u64 = 30;

/// A server on which a visitor has written the longest messages there are.
async fn talkative() -> House {
    let house = House::with(|config| config.rate_factor = 1_000)
        .await
        .with_channel()
        .await;
    let mut socket = Socket::visitor(&house).await;
    let content = json!({"text": "\u{1f642}".repeat(limits::MAX_TEXT)});
    for n in 0..MESSAGES {
        let name = if n == 0 { "start" } else { "post" };
        socket
            .ask(&format!("c{n}"), name, json!({ "content": content }))
            .await;
        socket.until("done").await;
    }
    house
}

fn numbers(page: &Value) -> Vec<u64> {
    let entries = page["entries"].as_array().unwrap();
    entries.iter().filter_map(|it| it["seq"].as_u64()).collect()
}

#[tokio::test]
async fn a_snapshot_and_its_earlier_pages_fit_into_frames() {
    let house = talkative().await;
    let mut socket = Socket::open(&house).await;
    socket.introduce().await;
    let reset = socket.until("reset").await;
    assert_eq!(reset["seq"], MESSAGES + 1);
    assert!(reset.to_string().len() < limits::MAX_FRAME);
    let mut known = numbers(&reset["snapshot"]["page"]);
    while known[0] > 1 {
        let wanted = json!({"before": known[0], "limit": 100});
        socket
            .ask(&format!("h{}", known[0]), "history", wanted)
            .await;
        let done = socket.until("done").await;
        assert!(done.to_string().len() < limits::MAX_FRAME);
        let earlier = numbers(&done["reply"]["page"]);
        assert!(!earlier.is_empty());
        known.splice(0..0, earlier);
    }
    assert_eq!(known, (1..=MESSAGES + 1).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_long_replay_comes_whole_and_in_order() {
    let house = talkative().await;
    let mut socket = Socket::open(&house).await;
    socket.introduce().await;
    let log = socket.until("reset").await["log"].clone();
    socket.until("caught_up").await;
    socket
        .ask("f", "follow", json!({"log": log, "after": 0}))
        .await;
    socket.until("done").await;
    let mut seen = Vec::new();
    loop {
        match socket.next().await {
            Got::Text(frame) if frame["caught_up"].is_object() => break,
            Got::Text(frame) => seen.extend(frame["event"]["seq"].as_u64()),
            got => assert_eq!(got, Got::Ping),
        }
    }
    assert_eq!(seen, (1..=MESSAGES + 1).collect::<Vec<_>>());
}
