//! What agents and visitors say to each other beyond plain text, and what agents are told of each other.

use shared::{
    agent::{self, Hint as AgentHint, Look, Post, Reply},
    choice::{Choice, Options},
    error::Code,
    frame::FromServer,
    id::{self, Id},
    message::Content,
    visitor,
};
use tests::{socket::Socket, world::World};

fn post(
    conversation: &Id<id::Conversation>,
    content: Content,
    seen: Option<u64>,
) -> agent::Command {
    agent::Command::Post(Post {
        conversation: conversation.clone(),
        content,
        seen,
    })
}

/// PX-03, NX-04.
#[tokio::test]
async fn an_answer_waits_until_its_writer_has_seen_what_a_colleague_wrote() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let mut ole = world.agent("Ole").await;
    let seen = ann.post(&conversation, "Hello").await.seq;
    let note = ole.note(&conversation, "She is angry").await.seq;
    let late = |seen| post(&conversation, Content::text("What is wrong?"), Some(seen));
    assert_eq!(ann.refusal(late(seen)).await, Code::Changed);
    assert_eq!(ann.refusal(late(seen)).await, Code::Changed);
    kari.post("What about my lamp?").await;
    ann.come_back().await;
    assert!(matches!(ann.ask(late(note)).await, Ok(Reply::Posted(_))));
    kari.hear("What is wrong?").await;
    world.check(&mut kari, &conversation).await;
}

/// PX-03: to colleagues, and never to visitors.
#[tokio::test]
async fn who_looks_is_told_to_colleagues_alone() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let mut ole = world.agent("Ole").await;
    ole.follow(&conversation, None).await;
    kari.drain().await;
    let look = agent::Command::Look(Look {
        conversation: conversation.clone(),
    });
    ann.do_it(look).await;
    ole.hint("who looks", |hint| match hint {
        AgentHint::Looking(it) => (it.agent.name == "Ann").then_some(()),
        AgentHint::Typing(_) => None,
    })
    .await;
    let heard = kari.drain().await;
    let hints = heard.iter().filter(|it| matches!(it, FromServer::Now(_)));
    assert_eq!(hints.count(), 0, "{heard:?}");
}

async fn offer(
    ann: &mut Socket<agent::Agent>,
    conversation: &Id<id::Conversation>,
) -> Id<id::Message> {
    let content = Content {
        options: Some(Options {
            texts: vec!["Lamp".to_owned(), "Kettle".to_owned()],
            ..Options::default()
        }),
        ..Content::text("Which?")
    };
    match ann.ask(post(conversation, content, None)).await {
        Ok(Reply::Posted(receipt)) => receipt.message,
        other => panic!("not offered: {other:?}"),
    }
}

/// PZ-20, PZ-21, SO-55.
#[tokio::test]
async fn options_are_answered_once_whatever_becomes_of_the_connection() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let menu = offer(&mut ann, &conversation).await;
    let chooses = |text: &str| {
        let content = Content::choice(Choice {
            message: menu.clone(),
            texts: vec![text.to_owned()],
            cancelled: false,
        });
        visitor::Command::Post(visitor::Post { content })
    };
    assert_eq!(kari.refusal(chooses("Mug")).await, Code::Invalid);
    kari.choose(&menu, &["Kettle"]).await;
    kari.come_back().await;
    let second = kari.ask(chooses("Lamp")).await.expect_err("it is answered");
    assert_eq!(second.code, Code::Conflict);
    assert!(second.current.is_some());
    let other = offer(&mut ann, &conversation).await;
    ann.end(&conversation).await;
    let late = Choice {
        message: other,
        texts: Vec::new(),
        cancelled: true,
    };
    let late = visitor::Command::Post(visitor::Post {
        content: Content::choice(late),
    });
    assert_eq!(kari.refusal(late).await, Code::Ended);
    assert_eq!(
        ann.texts(&conversation).await,
        ["Hello?", "Which?", "Kettle", "Which?"]
    );
    world.check(&mut kari, &conversation).await;
}
