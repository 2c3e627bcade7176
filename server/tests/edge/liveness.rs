//! Both sides know that the other is alive.

use std::time::Duration;

use crate::{
    house::House,
    raw::{Got, Socket},
};

#[tokio::test]
async fn pings_and_beats_come_by_themselves() {
    let house = House::hasty(|pace| pace.beat = Duration::from_millis(50))
        .await
        .with_channel()
        .await;
    let mut socket = Socket::visitor(&house).await;
    let (mut pings, mut beats) = (0, 0);
    while pings < 2 || beats < 2 {
        match socket.next().await {
            Got::Text(frame) => beats += u32::from(frame["beat"].is_object()),
            Got::Ping => pings += 1,
            got => panic!("{got:?}"),
        }
    }
}

#[tokio::test]
async fn a_silent_client_is_given_up() {
    let house = House::hasty(|pace| {
        pace.beat = Duration::from_millis(100);
        pace.patience = Duration::from_millis(800);
    })
    .await
    .with_channel()
    .await;
    // This client never answers a ping.
    let mut silent = Socket::visitor(&house).await;
    assert_eq!(silent.closed().await, 4005);

    let mut alive = Socket::visitor(&house).await;
    let mut pings = 0;
    while pings < 12 {
        match alive.next().await {
            Got::Ping => {
                pings += 1;
                alive.frame(0x8a, b"").await;
            }
            got => assert!(matches!(got, Got::Text(_)), "{got:?}"),
        }
    }
    assert!(alive.is_alive().await);
}

#[tokio::test]
async fn a_probe_is_answered_with_a_beat_and_a_ping_with_a_pong() {
    let house = House::open().await.with_channel().await;
    let mut socket = Socket::visitor(&house).await;
    assert!(socket.is_alive().await);
    socket.frame(0x89, b"are you there").await;
    assert_eq!(socket.next().await, Got::Pong(b"are you there".to_vec()));
}

#[tokio::test]
async fn a_client_that_closes_is_answered() {
    let house = House::open().await.with_channel().await;
    let mut socket = Socket::visitor(&house).await;
    socket.frame(0x88, &1000_u16.to_be_bytes()).await;
    assert_eq!(socket.closed().await, 1000);
    assert_eq!(socket.next().await, Got::End);
}

#[tokio::test]
async fn a_client_that_takes_nothing_is_closed_and_holds_nobody_up() {
    let house = House::hasty(|pace| pace.write = Duration::from_millis(200))
        .await
        .with_channel()
        .await;
    let mut greedy = Socket::visitor(&house).await;
    let mut other = Socket::visitor(&house).await;
    // Far more answers than the system's buffers hold, and none of them is read.
    let probes = r#"{"probe":{}}"#.as_bytes();
    let mut frame = vec![0x81, 0x80 | probes.len() as u8, 0, 0, 0, 0];
    frame.extend(probes);
    let many = frame.repeat(4_000);
    let flood = async {
        for _ in 0..2_000 {
            let wrote = tokio::time::timeout(Duration::from_millis(500), greedy.bytes(&many)).await;
            if wrote.is_err() {
                break;
            }
        }
    };
    let (_, is_alive) = tokio::join!(flood, other.is_alive());
    assert!(is_alive);
    assert!(matches!(greedy.closed().await, 0 | 4004));
    assert!(other.is_alive().await);
}
