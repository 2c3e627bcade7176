//! Whatever a client sends, well formed or not: one answer or one close code, and no harm to others.

use futures_util::future::join_all;
use serde_json::{Value, json};
use server::Pace;
use shared::{
    error::Code,
    frame::Hello,
    id::Id,
    limits::{MAX_DEPTH, MAX_FRAME, MAX_HELLO, MAX_KEYS, MAX_TEXT},
    visitor::{Command, Start, Visitor},
};
use std::time::Duration;
use tests::{
    random::Random,
    socket::{self, Closed, Person, Socket},
    world::{CHANNEL, Plan, World},
};
use tokio_tungstenite::tungstenite::{
    Bytes, Message,
    protocol::frame::{
        Frame,
        coding::{Data, OpCode},
    },
};

#[tokio::test]
async fn frames_that_no_client_may_send_close_the_socket() {
    let world = World::start().await;
    let binary = Message::binary(&b"hello"[..]);
    let not_utf8 = Message::Frame(Frame::message(
        Bytes::from_static(b"\xff\xfe"),
        OpCode::Data(Data::Text),
        true,
    ));
    let long = json!({ "do": { "id": "a", "command": { "post": { "content": { "text": "x" } } },
        "filler": "x".repeat(MAX_FRAME) } });
    let too_long = Message::text(long.to_string());
    for (message, code) in [(binary, 1003), (not_utf8, 1007), (too_long, 1009)] {
        let (mut ann, mut kari, conversation) = world.chat("Ann").await;
        kari.say_message(message).await;
        assert_eq!(kari.closed().await, Closed { code: Some(code) });
        // Nobody else notices.
        assert_eq!(ann.texts(&conversation).await, ["Hello?"]);
        kari.come_back().await;
        kari.post("I am back").await;
        ann.close().await;
    }
}

#[tokio::test]
async fn what_is_not_a_command_is_a_bad_request_and_the_socket_goes_on() {
    let world = World::start().await;
    let (_ann, mut kari, conversation) = world.chat("Ann").await;
    let deep = format!("{}{}", "[".repeat(MAX_DEPTH + 1), "]".repeat(MAX_DEPTH + 1));
    let very_deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let wide: serde_json::Map<String, Value> = (0..=MAX_KEYS)
        .map(|key| (key.to_string(), json!(0)))
        .collect();
    let very_wide: serde_json::Map<String, Value> =
        (0..5_000).map(|key| (key.to_string(), json!(0))).collect();
    let texts = [
        String::new(),
        "null".to_owned(),
        "[]".to_owned(),
        "3".to_owned(),
        "\"do\"".to_owned(),
        r#"{"do":"#.to_owned(),
        r#"{"do":{}}"#.to_owned(),
        r#"{"do":{"id":"a"}}"#.to_owned(),
        r#"{"do":{"id":"a","command":{}}}"#.to_owned(),
        r#"{"do":{"id":"a","command":{"post":{}}}}"#.to_owned(),
        r#"{"do":{"id":"a b","command":{"end":{}}}}"#.to_owned(),
        r#"{"do":{"id":"","command":{"end":{}}}}"#.to_owned(),
        r#"{"do":{"id":"a","id":"b","command":{"end":{}}}}"#.to_owned(),
        r#"{"do":{"id":"a","command":{"history":{"before":9007199254740993,"limit":1}}}}"#
            .to_owned(),
        r#"{"do":{"id":"a","command":{"history":{"before":1,"limit":0}}}}"#.to_owned(),
        r#"{"do":{"id":"a","command":{"history":{"before":1,"limit":101}}}}"#.to_owned(),
        r#"{"do":{"id":"a","command":{"history":{"before":-1,"limit":1}}}}"#.to_owned(),
        r#"{"do":{"id":"a","command":{"end":{},"reopen":{}}}}"#.to_owned(),
        deep,
        very_deep,
        Value::Object(wide).to_string(),
        Value::Object(very_wide).to_string(),
    ];
    for text in texts {
        kari.say_text(&text).await;
        let shown: String = text.chars().take(80).collect();
        let failed = kari
            .until(&format!("an answer to {shown}"), |frame| match frame {
                shared::frame::FromServer::Failed(failed) => Some(failed.clone()),
                _ => None,
            })
            .await;
        assert_eq!(failed.code, Code::BadRequest, "{shown}");
        assert!(!failed.retryable);
    }
    assert_eq!(kari.texts(&conversation).await, ["Hello?"]);
}

#[tokio::test]
async fn an_unknown_command_is_told_apart_from_a_malformed_one() {
    let world = World::start().await;
    let (_ann, mut kari, _) = world.chat("Ann").await;
    let id = kari.mint();
    let frame = json!({ "do": { "id": id, "command": { "dance": { "how": "well" } } } });
    kari.say_text(&frame.to_string()).await;
    let failed = kari.answer(&id).await.expect_err("nobody dances");
    assert_eq!(
        (failed.code, failed.retryable),
        (Code::UnknownCommand, false)
    );
    // A second hello is no command either.
    let hello = introduction(&Random::fresh().token(), CHANNEL);
    kari.say(&shared::frame::FromClient::Hello(hello)).await;
    kari.settle().await;
}

#[tokio::test]
async fn texts_are_bounded_and_cleaned_and_names_checked() {
    let world = World::start().await;
    let mut kari = world.visitor().await;
    let start = |name: Option<&str>, email: Option<&str>, text: &str| {
        Command::Start(Start {
            content: shared::message::Content::text(text),
            name: name.map(str::to_owned),
            email: email.map(str::to_owned),
            language: Some("nb".to_owned()),
            ..Start::default()
        })
    };
    let long = "å".repeat(MAX_TEXT + 1);
    for (command, code) in [
        (start(None, None, ""), Code::Empty),
        (start(None, None, " \n\t "), Code::Empty),
        (start(None, None, &long), Code::TooLong),
        (start(Some(&"n".repeat(81)), None, "Hi"), Code::Invalid),
        (start(None, Some("kari"), "Hi"), Code::Invalid),
    ] {
        assert_eq!(kari.refusal(command).await, code);
    }
    let mut ann = world.agent("Ann").await;
    let named = start(
        Some(" Kari\u{202e} Nordmann "),
        Some("kari@example.no"),
        "Hi\u{7}\r\nthere \n",
    );
    kari.ask(named).await.expect("it is well formed");
    let waiting = ann.shows("Kari", |it| it.visitor.name.is_some()).await;
    assert_eq!(waiting.visitor.name.as_deref(), Some("Kari Nordmann"));
    assert_eq!(waiting.visitor.email.as_deref(), Some("kari@example.no"));
    assert_eq!(waiting.visitor.language.as_deref(), Some("nb"));
    assert_eq!(kari.texts(&waiting.id).await, ["Hi\nthere"]);
    let longest = "å".repeat(MAX_TEXT);
    kari.post(&longest).await;
    assert_eq!(
        ann.refusal(socket::agent::post(&waiting.id, "Hi")).await,
        Code::NotAllowed
    );
}

#[tokio::test]
async fn whoever_does_not_begin_with_hello_is_shown_out() {
    let world = World::start().await;
    let mut early = Socket::<Visitor>::open(world.address()).await;
    early
        .say_text(r#"{"do":{"id":"a","command":{"end":{}}}}"#)
        .await;
    assert_eq!(early.closed().await, Closed { code: Some(4001) });

    let mut long = Socket::<Visitor>::open(world.address()).await;
    let token = "x".repeat(MAX_HELLO);
    let hello = introduction(&token, CHANNEL);
    long.say(&shared::frame::FromClient::Hello(hello)).await;
    assert_eq!(long.closed().await, Closed { code: Some(1009) });
}

#[tokio::test]
async fn whoever_says_nothing_is_shown_out_in_time() {
    let pace = Pace {
        hello: Duration::from_millis(50),
        ..Pace::default()
    };
    let world = World::with(Plan {
        pace,
        ..Plan::default()
    })
    .await;
    let mut silent = Socket::<Visitor>::open(world.address()).await;
    assert_eq!(silent.closed().await, Closed { code: Some(4000) });
}

#[tokio::test]
async fn a_hello_that_cannot_be_welcome_is_refused_with_its_reason() {
    let world = World::start().await;
    let token = Random::fresh().token();
    let good = introduction(&token, CHANNEL);
    let newer = Hello {
        min: 99,
        max: 99,
        ..good.clone()
    };
    let older = Hello {
        min: 0,
        max: 0,
        ..good.clone()
    };
    let backwards = Hello {
        min: 2,
        max: 1,
        ..good.clone()
    };
    let nowhere = introduction(&token, "no-such-channel");
    let no_channel = Hello {
        channel: None,
        ..good.clone()
    };
    let no_token = introduction("", CHANNEL);
    let short = introduction("short", CHANNEL);
    for (hello, codes) in [
        (newer, [Code::UnsupportedVersion; 2]),
        (older, [Code::UnsupportedVersion; 2]),
        (backwards, [Code::BadRequest, Code::UnsupportedVersion]),
        (nowhere, [Code::UnknownChannel; 2]),
        (no_channel, [Code::BadRequest, Code::UnknownChannel]),
        (no_token, [Code::SignInRequired; 2]),
        (short, [Code::SignInRequired; 2]),
    ] {
        let mut socket = Socket::<Visitor>::open(world.address()).await;
        let refused = socket
            .hello(hello.clone())
            .await
            .expect_err("it is not welcome");
        assert!(codes.contains(&refused.code), "{hello:?}: {refused:?}");
        if refused.code == Code::UnsupportedVersion && hello.min == 99 {
            assert_eq!(refused.versions, Some((1, 1)));
        }
        assert_eq!(socket.closed().await, Closed { code: Some(4002) });
    }
    let wide = Hello {
        min: 0,
        max: 99,
        caps: vec!["dancing".to_owned()],
        ..good
    };
    let mut socket = Socket::<Visitor>::open(world.address()).await;
    socket
        .hello(wide)
        .await
        .expect("one of the versions is spoken");
    assert_eq!(socket.welcome().v, 1);
}

#[tokio::test]
async fn one_person_has_so_many_sockets_and_no_more() {
    let world = World::start().await;
    let kari = world.visitor().await;
    let others = join_all((1..shared::limits::VISITOR_SOCKETS).map(|_| world.again(&kari))).await;
    let person: Person = kari.person().clone();
    let hello = person.hello::<Visitor>(None).await.expect("it is there");
    let mut one_more = Socket::<Visitor>::open(world.address()).await;
    let refused = one_more
        .hello(hello.clone())
        .await
        .expect_err("one too many");
    assert_eq!(refused.code, Code::TooManySockets);
    assert!(refused.retry_after_ms.is_some());
    drop(others);
    let mut again = kari;
    again.come_back().await;
}

#[tokio::test]
async fn whoever_writes_too_fast_is_told_when_to_go_on() {
    let world = World::with(Plan {
        rate_factor: 1,
        ..Plan::default()
    })
    .await;
    let (_ann, mut kari, conversation) = world.chat("Ann").await;
    let limits = kari.welcome().limits.clone();
    let mut stored = 1;
    let failed = loop {
        match kari
            .ask(socket::visitor::post(&format!("message {stored}")))
            .await
        {
            Ok(_) => stored += 1,
            Err(failed) => break failed,
        }
        assert!(stored <= limits.posts_per_10s + 2, "nobody said stop");
    };
    assert!(stored >= limits.posts_per_10s, "{stored} is too few");
    assert_eq!((failed.code, failed.retryable), (Code::RateLimited, true));
    let wait = failed.retry_after_ms.expect("it says when");
    assert!((1..=10_000).contains(&wait), "{wait}");
    assert_eq!(kari.texts(&conversation).await.len() as u32, stored);
    // Typing beyond its rate is answered and ignored.
    for _ in 0..5 {
        kari.typing().await;
    }
}

fn introduction(token: &str, channel: &str) -> Hello {
    Hello {
        min: 1,
        max: 1,
        role: shared::frame::RoleName::Visitor,
        token: token.to_owned(),
        channel: Some(Id::new(channel)),
        identity: None,
        caps: Vec::new(),
        resume: None,
    }
}
