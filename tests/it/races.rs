//! Many at once: one wins, nothing is lost, everybody sees the same.

use shared::{
    agent::{Command, End, Reply, Take},
    conversation::Status,
    error::Code,
    visitor,
};
use tests::{
    settings,
    socket::agent::{note, post},
    world::World,
};

#[tokio::test(flavor = "multi_thread")]
async fn of_two_agents_who_take_one_conversation_one_gets_it() {
    let world = World::start().await;
    let mut ann = world.agent("Ann").await;
    let mut ole = world.agent("Ole").await;
    let mut kari = world.visitor().await;
    let mut wins = [0, 0];
    for round in 0..settings::number("SAMTALE_RACES").unwrap_or(150) {
        let conversation = kari.start(&format!("Question {round}")).await.conversation;
        let take = Command::Take(Take {
            conversation: conversation.clone(),
        });
        let (of_ann, of_ole) = tokio::join!(ann.ask(take.clone()), ole.ask(take));
        let (winner, lost) = match (of_ann, of_ole) {
            (Ok(Reply::Taken(_)), Err(lost)) => (0, lost),
            (Err(lost), Ok(Reply::Taken(_))) => (1, lost),
            both => panic!("not one winner: {both:?}"),
        };
        wins[winner] += 1;
        let name = ["Ann", "Ole"][winner];
        assert_eq!(lost.code, Code::Conflict);
        let current = lost.current.expect("it tells how it stands");
        assert_eq!(current.owner, Some(world.card(name)));
        assert_eq!(current.status, Status::Active);
        kari.end().await;
    }
    eprintln!("Ann won {} times, Ole {}", wins[0], wins[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_visitor_writes_while_the_agent_ends_is_kept() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let mut ole = world.agent("Ole").await;
    ole.follow(&conversation, Some(0)).await;
    let end = Command::End(End {
        conversation: conversation.clone(),
    });
    let mut written = vec!["Hello?".to_owned()];
    for round in 0..50 {
        let text = format!("Message {round}");
        let (ended, receipt) = tokio::join!(ann.ask(end.clone()), kari.post(&text));
        ended.expect("the owner may end");
        assert_eq!(receipt.conversation, conversation);
        written.push(text);
    }
    kari.settle().await;
    ole.settle().await;
    // Ended last or reopened last: both sides agree on which.
    let state = kari.state(&conversation).await;
    assert!(matches!(state.status, Status::Active | Status::Ended));
    // A desk is told within a second, not at once.
    ole.shows("the desk agrees", |it| {
        it.id == conversation && it.status == state.status
    })
    .await;
    assert_eq!(kari.texts(&conversation).await, written);
    assert_eq!(ole.texts(&conversation).await, written);
    world.check(&mut kari, &conversation).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_senders_make_one_dense_log() {
    const EACH: usize = 12;
    let world = World::start().await;
    let (ann, mut kari, conversation) = world.chat("Ann").await;
    let mut viewer = world.agent("Viewer").await;
    viewer.follow(&conversation, Some(0)).await;

    let mut senders = Vec::new();
    // The owner posts, from ten devices.
    for device in 0..9 {
        let mut socket = world.agent("Ann").await;
        let conversation = conversation.clone();
        senders.push(tokio::spawn(async move {
            for index in 0..EACH {
                let text = format!("owner {device} {index}");
                socket
                    .ask(post(&conversation, &text))
                    .await
                    .expect("stored");
            }
        }));
    }
    // Five colleagues write private messages, from ten devices each.
    for colleague in 0..5 {
        for device in 0..10 {
            let mut socket = world.agent(&format!("Colleague {colleague}")).await;
            let conversation = conversation.clone();
            senders.push(tokio::spawn(async move {
                for index in 0..EACH {
                    let text = format!("colleague {colleague} {device} {index}");
                    socket
                        .ask(note(&conversation, &text))
                        .await
                        .expect("stored");
                }
            }));
        }
    }
    // The visitor writes, from four tabs more.
    for tab in 0..4 {
        let mut socket = world.again(&kari).await;
        senders.push(tokio::spawn(async move {
            for index in 0..EACH {
                let text = format!("visitor {tab} {index}");
                socket
                    .ask(visitor::Command::Post(visitor::Post {
                        content: shared::message::Content::text(text),
                    }))
                    .await
                    .expect("stored");
            }
        }));
    }
    assert_eq!(senders.len() + 1, 64);
    for index in 0..EACH {
        kari.post(&format!("visitor first {index}")).await;
    }
    for sender in senders {
        sender.await.expect("no sender fails");
    }

    viewer.settle().await;
    kari.settle().await;
    let all = viewer.history(&conversation).await;
    // Started, the question, taken, and every message once.
    assert_eq!(all.len(), 3 + 64 * EACH);
    let log = &viewer.logs[&conversation.log()];
    assert_eq!(log.entries, all, "what was heard is what is kept");
    let mut texts = viewer.texts(&conversation).await;
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), 1 + 64 * EACH);
    let public = kari.history(&conversation).await;
    assert_eq!(public.len(), 3 + 14 * EACH);
    assert_eq!(kari.logs[&conversation.log()].entries, public);
    world.check(&mut kari, &conversation).await;
    drop(ann);
}
