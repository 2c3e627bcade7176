//! Nothing is lost and nothing comes twice, wherever a connection breaks.

use std::collections::BTreeSet;

use shared::{
    agent::{self, Agent},
    conversation::Side,
    error::Code,
    frame::{FromServer, Resume},
    id::Id,
    visitor::{self, Change, Visitor},
};
use tests::{
    proxy::{Budget, Proxy},
    random::Random,
    settings,
    socket::{self, Socket},
    world::World,
};

#[tokio::test]
async fn fifty_copies_of_one_command_make_one_message() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let mut tab = world.again(&kari).await;
    let id = kari.mint();
    let command = socket::visitor::post("Once");
    for _ in 0..25 {
        tokio::join!(
            kari.submit(&id, command.clone()),
            tab.submit(&id, command.clone())
        );
    }
    let mut receipts = Vec::new();
    for _ in 0..25 {
        for socket in [&mut kari, &mut tab] {
            match socket.answer(&id).await {
                Ok(visitor::Reply::Posted(receipt)) => receipts.push(receipt),
                other => panic!("not the one answer: {other:?}"),
            }
        }
    }
    let messages: BTreeSet<_> = receipts
        .iter()
        .map(|it| (&it.message, it.seq, it.at.0))
        .collect();
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert_eq!(receipts.iter().filter(|it| !it.dup).count(), 1);
    assert_eq!(ann.texts(&conversation).await, ["Hello?", "Once"]);
    world.check(&mut kari, &conversation).await;
}

#[tokio::test]
async fn an_id_used_for_something_else_is_a_conflict() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let id = kari.mint();
    let first = kari.ask_as(&id, socket::visitor::post("First")).await;
    assert!(first.is_ok());
    let second = kari.ask_as(&id, socket::visitor::post("Second")).await;
    assert_eq!(second.expect_err("the id is used").code, Code::IdConflict);
    let other = kari
        .ask_as(&id, visitor::Command::End(visitor::End {}))
        .await;
    assert_eq!(other.expect_err("the id is used").code, Code::IdConflict);
    // Another person's ids are another matter.
    let theirs = ann
        .ask_as(&id, socket::agent::post(&conversation, "Third"))
        .await;
    assert!(theirs.is_ok());
    assert_eq!(
        kari.texts(&conversation).await,
        ["Hello?", "First", "Third"]
    );
    world.check(&mut kari, &conversation).await;
}

#[tokio::test]
async fn every_writing_command_can_be_repeated_and_is_done_once() {
    let world = World::start().await;
    let mut ann = world.agent("Ann").await;
    let mut kari = world.visitor().await;
    let start = visitor::Command::Start(visitor::Start {
        content: shared::message::Content::text("Hello?"),
        ..visitor::Start::default()
    });
    let conversation = match twice(&mut kari, start).await {
        visitor::Reply::Started(receipt) => receipt.conversation,
        other => panic!("not started: {other:?}"),
    };
    let next = agent::Command::TakeNext(agent::TakeNext::default());
    twice(&mut ann, next).await;
    twice(&mut ann, socket::agent::note(&conversation, "a note")).await;
    twice(&mut ann, socket::agent::post(&conversation, "an answer")).await;
    twice(&mut kari, socket::visitor::post("a question")).await;
    let end = agent::Command::End(agent::End {
        conversation: conversation.clone(),
    });
    twice(&mut ann, end).await;
    twice(&mut kari, visitor::Command::Reopen(visitor::Reopen {})).await;
    twice(&mut kari, visitor::Command::End(visitor::End {})).await;
    // Started, question, taken, note, answer, question, ended, reopened, ended.
    assert_eq!(ann.history(&conversation).await.len(), 9);
    world.check(&mut kari, &conversation).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cut_at_any_byte_each_message_arrives_once_and_in_order() {
    let mut random = Random::from_env(2);
    let cuts = settings::number("SAMTALE_CUTS").unwrap_or(400);
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let mut viewer = world.agent("Viewer").await;
    viewer.follow(&conversation, Some(0)).await;

    let roads = [
        Proxy::to(world.address()).await,
        Proxy::to(world.address()).await,
    ];
    // A visitor's hello may break too. An agent's takes a ticket with it, and those are few.
    for (road, spared) in roads.iter().zip([150, 700]) {
        let budgets = (0..cuts / 2).map(|_| match random.once_in(2) {
            true => Budget {
                up: Some(spared + random.below(900)),
                down: None,
            },
            false => Budget {
                up: None,
                down: Some(spared + random.below(2_500)),
            },
        });
        road.ration(budgets.collect::<Vec<_>>());
    }
    kari.move_to(roads[0].address());
    ann.move_to(roads[1].address());
    let (of_kari, of_ann) = tokio::join!(
        insist_while(&mut kari, &roads[0], cuts / 2, "k", socket::visitor::post),
        insist_while(&mut ann, &roads[1], cuts / 2, "a", |text| {
            socket::agent::post(&conversation, text)
        }),
    );
    eprintln!(
        "{} and {} messages over {cuts} cuts",
        of_kari.len(),
        of_ann.len()
    );

    viewer.settle().await;
    let texts = viewer.texts(&conversation).await;
    let by =
        |mark: char| -> Vec<&String> { texts.iter().filter(|it| it.starts_with(mark)).collect() };
    assert_eq!(by('k'), of_kari.iter().collect::<Vec<_>>());
    assert_eq!(by('a'), of_ann.iter().collect::<Vec<_>>());
    kari.move_to(world.address());
    ann.move_to(world.address());
    for socket in [&mut ann, &mut viewer] {
        socket.come_back().await;
        socket.settle().await;
        let known = &socket.logs[&conversation.log()];
        let kept = viewer_entries(known.base, &viewer_history(&world, &conversation).await);
        assert_eq!(known.entries, kept, "what a screen shows is what is kept");
    }
    kari.come_back().await;
    world.check(&mut kari, &conversation).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_away_for_thousands_of_events_gets_them_all() {
    const MISSED: usize = 5_000;
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let mut viewer = world.agent("Viewer").await;
    viewer.follow(&conversation, Some(0)).await;
    viewer.settle().await;
    let away_since = viewer.stopped();
    viewer.close().await;

    write_many(&mut kari, MISSED).await;
    // More is written while the missed ones are replayed.
    let (_, ()) = tokio::join!(
        viewer.come_back_with(Some(away_since)),
        write_many(&mut kari, 300)
    );
    viewer.settle().await;
    assert_eq!(
        viewer.logs[&conversation.log()].entries,
        ann.history(&conversation).await
    );
    assert_eq!(
        viewer.logs[&conversation.log()].base,
        0,
        "replayed, not begun anew"
    );
    world.check(&mut kari, &conversation).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn coming_back_amid_traffic_leaves_no_hole() {
    let world = World::start().await;
    let (_ann, mut kari, conversation) = world.chat("Ann").await;
    let mut viewer = world.agent("Viewer").await;
    viewer.follow(&conversation, Some(0)).await;
    let mut random = Random::from_env(5);
    let returns = async {
        for _ in 0..40 {
            let mut resume = viewer.stopped();
            for cursor in resume.cursors.values_mut() {
                *cursor -= random.below(*cursor / 2 + 1);
            }
            viewer.come_back_with(Some(resume)).await;
            viewer.next("anything").await;
        }
    };
    tokio::join!(returns, write_many(&mut kari, 2_000));
    viewer.settle().await;
    let all = kari.history(&conversation).await;
    assert_eq!(viewer.logs[&conversation.log()].entries.len(), all.len());
    world.check(&mut kari, &conversation).await;
}

#[tokio::test]
async fn a_visitor_goes_on_from_the_cursor() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    kari.settle().await;
    let stopped = kari.stopped();
    ann.post(&conversation, "while you were away").await;
    ann.note(&conversation, "private").await;
    kari.come_back_with(Some(stopped.clone())).await;
    let heard = kari.drain().await;
    let is_reset = |frame: &FromServer<Visitor>| matches!(frame, FromServer::Reset(_));
    assert!(!heard.iter().any(is_reset), "{heard:?}");
    let events = heard.iter().filter(|it| matches!(it, FromServer::Event(_)));
    assert_eq!(events.count(), 1);
    let known = &kari.logs[&conversation.log()];
    assert_eq!((known.base, known.entries.len()), (0, 4));
}

#[tokio::test]
async fn an_unusable_cursor_begins_the_log_anew() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let log = conversation.log();
    kari.settle().await;
    let mut beyond = kari.stopped();
    beyond.cursors.insert(log.clone(), 4_000_000);
    let mut another_epoch = kari.stopped();
    another_epoch.epoch = Id::new("another");
    for resume in [Some(beyond), Some(another_epoch), None] {
        kari.come_back_with(resume.clone()).await;
        kari.settle().await;
        let known = &kari.logs[&log];
        assert!(known.snapshot.is_some(), "{resume:?}");
        assert_eq!((known.base, known.entries.len()), (3, 0));
    }
    ann.settle().await;
    let mut beyond = ann.stopped();
    beyond.cursors.insert(log.clone(), 4_000_000);
    ann.come_back_with(Some(beyond)).await;
    ann.settle().await;
    assert!(ann.logs[&log].snapshot.is_some());
}

#[tokio::test]
async fn a_cursor_grants_nothing() {
    let world = World::start().await;
    let (_ann, kari, conversation) = world.chat("Ann").await;
    let log = conversation.log();
    let theirs = Resume {
        epoch: kari.welcome().epoch.clone(),
        cursors: [(log.clone(), 1), (Id::new("no-such-log"), 1)].into(),
    };
    // A visitor with a conversation of their own, and one without any.
    let mut ola = world.visitor().await;
    ola.start("Mine").await;
    let mut eva = world.visitor().await;
    for stranger in [&mut ola, &mut eva] {
        stranger.come_back_with(Some(theirs.clone())).await;
        let heard = stranger.drain().await;
        let named = serde_json::to_string(&heard).expect("frames can be written");
        assert!(!named.contains(conversation.as_str()), "{named}");
        let follow = visitor::Command::Follow(visitor::Follow {
            log: log.clone(),
            after: None,
        });
        assert_eq!(stranger.refusal(follow).await, Code::NotFound);
    }
    let mut stranger = world.member("Stranger", &[]).await;
    stranger.come_back_with(Some(theirs)).await;
    let named = serde_json::to_string(&stranger.drain().await).expect("frames can be written");
    assert!(!named.contains(conversation.as_str()), "{named}");
}

#[tokio::test]
async fn a_snapshot_and_the_events_after_it_tell_what_a_later_snapshot_tells() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let first = kari.post("one").await;
    // After every step: a reader with an old snapshot against one who begins now.
    let mut steps = 0;
    loop {
        match steps {
            0 => drop(ann.post(&conversation, "two").await),
            1 => ann.read(&conversation, &first.message).await,
            2 => drop(ann.note(&conversation, "three").await),
            3 => ann.end(&conversation).await,
            4 => kari.reopen().await,
            5 => drop(kari.post("four").await),
            6 => kari.end().await,
            7 => drop(kari.post("five").await),
            _ => break,
        }
        steps += 1;
        world.check(&mut kari, &conversation).await;
    }
    let marks = kari.history(&conversation).await;
    let by_agents = |it: &&Change| matches!(it, Change::Read(read) if read.by == Side::Agent);
    assert_eq!(marks.iter().filter(by_agents).count(), 1);
}

/// Sends a command twice and gets the same answer.
async fn twice<R: shared::Role>(socket: &mut Socket<R>, command: R::Command) -> R::Reply {
    let id = socket.mint();
    let first = socket
        .ask_as(&id, command.clone())
        .await
        .expect("it is done");
    let again = socket.ask_as(&id, command).await.expect("it is done");
    let plain = |reply: &R::Reply| {
        let text = serde_json::to_string(reply).expect("a reply can be written");
        text.replace(r#","dup":true"#, "")
    };
    if plain(&first).contains(r#""seq":"#) {
        assert_eq!(plain(&first), plain(&again));
    }
    first
}

/// Writes message after message until the way has broken as often as it shall.
async fn insist_while<R: shared::Role>(
    socket: &mut Socket<R>,
    road: &Proxy,
    cuts: u64,
    mark: &str,
    command: impl Fn(&str) -> R::Command,
) -> Vec<String> {
    socket.come_back().await;
    let mut written = Vec::new();
    while road.connections() <= cuts {
        let text = format!("{mark} {}", written.len());
        let id = socket.mint();
        let done = socket.insist(&id, command(&text)).await;
        done.unwrap_or_else(|failed| panic!("not stored: {failed:?}"));
        written.push(text);
    }
    written
}

/// Writes many messages, a hundred at a time under way.
async fn write_many(visitor: &mut Socket<Visitor>, count: usize) {
    let mut left = count;
    while left > 0 {
        let batch = left.min(100);
        let mut ids = Vec::new();
        for index in 0..batch {
            let id = visitor.mint();
            visitor
                .submit(
                    &id,
                    socket::visitor::post(&format!("message {left} {index}")),
                )
                .await;
            ids.push(id);
        }
        for id in ids {
            visitor.answer(&id).await.expect("stored");
        }
        // The events of one's own messages come too; they are in the logs.
        visitor.forget();
        left -= batch;
    }
}

async fn viewer_history(
    world: &World,
    conversation: &Id<shared::id::Conversation>,
) -> Vec<agent::Change> {
    let mut viewer: Socket<Agent> = world.agent("Viewer").await;
    viewer.history(conversation).await
}

fn viewer_entries(base: u64, history: &[agent::Change]) -> Vec<agent::Change> {
    let base = usize::try_from(base).expect("it is small");
    history[base..].to_vec()
}
