//! Whoever reads too slowly is let go, loses nothing, and costs nobody else anything.

use std::time::Duration;

use server::Pace;
use shared::{error::CloseCode, limits::MAX_TEXT};
use tests::{
    proxy::Proxy,
    socket::{self, Closed},
    world::{Plan, World},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_who_stops_reading_is_let_go_and_resumes_whole() {
    // However long the eight megabytes take: what lets the reader go is how much waits, and nothing else.
    let for_ever = Duration::from_secs(3_600);
    let pace = Pace {
        write: for_ever,
        patience: for_ever,
        ..Pace::default()
    };
    let world = World::with(Plan {
        pace,
        ..Plan::default()
    })
    .await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let road = Proxy::to(world.address()).await;
    let mut slow = world.agent("Slow").await;
    slow.move_to(road.address());
    slow.come_back().await;
    slow.follow(&conversation, Some(0)).await;
    slow.settle().await;
    road.freeze();

    // Eight megabytes are due to the slow reader; the others go on as if nothing was.
    for round in 0..800 {
        let text = format!("{round} {}", "x".repeat(MAX_TEXT - 10));
        kari.ask(socket::visitor::post(&text))
            .await
            .expect("stored");
        kari.forget();
        if round % 100 == 0 {
            ann.post(&conversation, &format!("answer {round}")).await;
        }
        ann.forget();
    }
    road.thaw();
    let slow_consumer = CloseCode::SlowConsumer as u16;
    assert_eq!(
        slow.closed().await,
        Closed {
            code: Some(slow_consumer)
        }
    );
    let heard = slow.logs[&conversation.log()].head();
    slow.come_back().await;
    slow.settle().await;
    let log = &slow.logs[&conversation.log()];
    assert!(heard < log.head(), "there was something left to hear");
    assert_eq!(log.base, 0, "it went on where it stopped");
    assert_eq!(log.entries, ann.history(&conversation).await);
}
