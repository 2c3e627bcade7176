//! The client core against the real server: what an app shows, whatever happens to its connection.

use std::time::Duration;

use client::{driver::native::Place, thread::Mark};
use server::Pace;
use shared::{
    id::Id,
    message::Content,
    visitor::{Command, Start, Visitor},
};
use tests::{
    app::App,
    proxy::{Budget, Proxy},
    random::Random,
    socket::{agent, visitor},
    world::{CHANNEL, Plan, World},
};

#[tokio::test]
async fn an_app_shows_what_is_written_at_once_and_once() {
    let world = World::start().await;
    let road = Proxy::to(world.address()).await;
    let mut kari = widget(&road);
    kari.send(start("Hello?"));
    kari.settle().await;
    road.freeze();
    kari.send(visitor::post("On its way"));
    kari.until("the row", |app| app.row("On its way").is_some())
        .await;
    let (key, mark) = kari.row("On its way").expect("it is there");
    assert_eq!(mark, Some(Mark::Sending));
    let key = key.to_owned();
    road.thaw();
    kari.settle().await;
    assert_eq!(
        kari.row("On its way"),
        Some((key.as_str(), Some(Mark::Sent)))
    );
    assert_eq!(kari.texts(), ["Hello?", "On its way"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_on_a_bad_connection_arrives_once_and_in_order() {
    let mut random = Random::from_env(12);
    let world = World::start().await;
    let road = Proxy::to(world.address()).await;
    let budgets = (0..4).map(|_| Budget {
        up: Some(600 + random.below(2_000)),
        down: Some(600 + random.below(6_000)),
    });
    road.ration(budgets.collect::<Vec<_>>());
    let mut kari = widget(&road);
    let mut ann = world.agent("Ann").await;
    kari.send(start("Hello?"));
    let mut written = vec!["Hello?".to_owned()];
    for index in 0..40 {
        written.push(format!("message {index}"));
        kari.send(visitor::post(&written[index + 1]));
    }
    // All of it is shown at once, in the order it was typed.
    kari.until("every row", |app| app.texts() == written).await;
    let conversation = ann.shows("the question", |_| true).await.id;
    ann.take(&conversation).await;
    ann.follow(&conversation, None).await;
    for index in 0..10 {
        ann.post(&conversation, &format!("answer {index}")).await;
    }
    kari.until("every answer", |app| {
        app.texts().len() == written.len() + 10
    })
    .await;
    kari.settle().await;
    assert!(
        road.connections() > 4,
        "it was cut {} times",
        road.connections() - 1
    );
    assert_eq!(kari.texts(), ann.texts(&conversation).await);
    let of_kari = kari
        .texts()
        .into_iter()
        .filter(|it| !it.starts_with("answer"));
    assert_eq!(of_kari.collect::<Vec<_>>(), written);
}

#[tokio::test]
async fn a_last_message_that_was_swallowed_is_fetched_after_the_next_beat() {
    let pace = Pace {
        beat: Duration::from_millis(300),
        ..Pace::default()
    };
    let plan = Plan {
        pace,
        ..Plan::default()
    };
    let world = World::with(plan).await;
    let road = Proxy::to(world.address()).await;
    let mut kari = widget(&road);
    kari.send(start("Hello?"));
    kari.settle().await;
    let (swallowed, mut lost) = tokio::sync::watch::channel(0);
    road.swallow(move |text| {
        let is_it = *swallowed.borrow() == 0 && text.contains("the last word");
        swallowed.send_if_modified(|count| {
            *count += u32::from(is_it);
            is_it
        });
        is_it
    });
    let mut ann = world.agent("Ann").await;
    let conversation = ann.shows("the question", |_| true).await.id;
    ann.take(&conversation).await;
    ann.post(&conversation, "the last word").await;
    lost.wait_for(|count| *count == 1)
        .await
        .expect("the road is there");
    kari.until("the last word", |app| {
        app.texts() == ["Hello?", "the last word"]
    })
    .await;
    assert_eq!(road.connections(), 1, "the connection was good");
}

#[tokio::test]
async fn what_is_written_faster_than_allowed_arrives_later_and_in_order() {
    let plan = Plan {
        rate_factor: 1,
        ..Plan::default()
    };
    let world = World::with(plan).await;
    let road = Proxy::to(world.address()).await;
    let mut kari = widget(&road);
    kari.send(start("0"));
    let written: Vec<String> = (0..24).map(|index| index.to_string()).collect();
    for text in &written[1..] {
        kari.send(visitor::post(text));
    }
    kari.until("every row", |app| app.texts().len() == written.len())
        .await;
    kari.settle().await;
    assert_eq!(kari.texts(), written);
    let mut ann = world.agent("Ann").await;
    let conversation = ann.shows("the question", |_| true).await.id;
    assert_eq!(ann.texts(&conversation).await, written);
}

#[tokio::test]
async fn an_app_that_was_away_shows_all_it_missed() {
    let world = World::start().await;
    let road = Proxy::to(world.address()).await;
    let mut kari = widget(&road);
    kari.send(start("Hello?"));
    kari.settle().await;
    road.go_down();
    kari.until("the loss", |app| !app.is_live()).await;
    let mut ann = world.agent("Ann").await;
    let conversation = ann.shows("the question", |_| true).await.id;
    ann.take(&conversation).await;
    let mut texts = vec!["Hello?".to_owned()];
    for index in 0..300 {
        texts.push(format!("answer {index}"));
        ann.ask(agent::post(&conversation, &texts[index + 1]))
            .await
            .expect("stored");
    }
    kari.send(visitor::post("Written while away"));
    road.come_up();
    texts.push("Written while away".to_owned());
    kari.until("all of it", |app| app.is_live() && app.texts() == texts)
        .await;
    kari.settle().await;
    assert_eq!(kari.texts(), texts);
}

/// A widget of somebody nobody has seen before.
fn widget(road: &Proxy) -> App<Visitor> {
    let place = Place::new(road.address().to_string());
    App::visitor(&place, CHANNEL, &Random::fresh().token())
}

fn start(text: &str) -> Command {
    Command::Start(Start {
        content: Content::text(text),
        language: Some("nb".to_owned()),
        ..Start::default()
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn both_apps_show_the_same_after_the_server_was_killed() {
    let mut world = World::outside().await;
    world.agent("Ann").await;
    let place = Place {
        server: world.address().to_string(),
        origin: Some(world.house().origin()),
    };
    let mut kari = App::visitor(&place, CHANNEL, &Random::fresh().token());
    kari.send(start("Hello?"));
    kari.settle().await;
    let mut desk = world.agent("Ann").await;
    let conversation = desk.take_next().await.id;
    let session = world.house().sign_in_app(&world.member_named("Ann")).await;
    let mut ann = App::agent(&session, &world.card("Ann").id, &conversation);
    ann.until("the conversation", |app| app.texts() == ["Hello?"])
        .await;
    for round in 0..3 {
        for index in 0..5 {
            kari.send(visitor::post(&format!("question {round} {index}")));
            ann.send(agent::post(
                &conversation,
                &format!("answer {round} {index}"),
            ));
        }
        if round < 2 {
            world.house_mut().program().kill().await;
            world.house_mut().program().restart().await;
        }
    }
    let is_whole = |count: usize| count == 1 + 3 * 5 * 2;
    kari.until("every message", |app| {
        is_whole(app.texts().len()) && app.unsent() == 0
    })
    .await;
    ann.until("every message", |app| {
        is_whole(app.texts().len()) && app.unsent() == 0
    })
    .await;
    assert_eq!(kari.texts(), ann.texts());
    let Some(of_kari) = kari.thread.conversation() else {
        panic!("the widget knows its conversation");
    };
    assert_eq!(*of_kari, Id::new(conversation.as_str()));
}
