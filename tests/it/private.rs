//! What agents write to each other never reaches a visitor: not its text, not that it exists.

use serde_json::json;
use shared::{
    agent::Hint as AgentHint,
    conversation::Side,
    error::Code,
    frame::{FromServer, Resume},
    id::Id,
    visitor::{Change, Command, Hint, Seen, Visitor},
};
use tests::{proxy::Proxy, socket::Socket, world::World};

/// Stands in every private message, and nowhere else.
const CANARY: &str = "kanarifugl-7d1f";

#[tokio::test]
async fn no_byte_to_a_visitor_holds_anything_private() {
    let world = World::start().await;
    let road = Proxy::to(world.address()).await;
    road.record();
    let mut ann = world.agent("Ann").await;
    let mut ole = world.agent("Ole").await;
    let mut kari = world.visitor().await;
    kari.move_to(road.address());
    kari.come_back().await;
    let conversation = kari.start("Hello?").await.conversation;

    // In every state of a conversation, by owner and by colleague.
    ann.note(&conversation, &format!("queued {CANARY}")).await;
    ann.take(&conversation).await;
    for round in 0..20 {
        ann.note(&conversation, &format!("{round} {CANARY}")).await;
        ole.note(&conversation, &format!("{round} from Ole {CANARY}"))
            .await;
        ann.typing(&conversation, true).await;
        ann.post(&conversation, &format!("Answer {round}")).await;
        kari.post(&format!("Question {round}")).await;
    }
    // By every way a visitor learns of a conversation.
    kari.come_back().await;
    let mut again = kari.stopped();
    again.cursors.insert(conversation.log(), 1);
    kari.come_back_with(Some(again)).await;
    kari.come_back_with(None).await;
    let epoch = Resume {
        epoch: Id::new("another"),
        cursors: [(conversation.log(), 3)].into(),
    };
    kari.come_back_with(Some(epoch)).await;
    kari.history(&conversation).await;
    kari.end().await;
    ann.note(&conversation, &format!("ended {CANARY}")).await;
    kari.reopen().await;
    ann.note(&conversation, &format!("reopened {CANARY}")).await;
    kari.settle().await;

    let heard = String::from_utf8_lossy(&road.heard()).into_owned();
    assert!(heard.contains("Answer 19"), "the proxy listens");
    assert!(!heard.contains(CANARY), "something private came through");
    assert!(!heard.contains("noted"), "even the word is private");
    let notes = ann.texts(&conversation).await;
    assert_eq!(notes.iter().filter(|it| it.contains(CANARY)).count(), 43);
    world.check(&mut kari, &conversation).await;
}

#[tokio::test]
async fn private_messages_leave_no_trace_in_what_a_visitor_sees() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let mut ole = world.agent("Ole").await;
    let before = ole.summary(&conversation);
    kari.drain().await;
    for note in 0..20 {
        ann.typing(&conversation, true).await;
        ann.note(&conversation, &format!("note {note}")).await;
    }
    ole.settle().await;
    assert_eq!(
        ole.summary(&conversation),
        before,
        "unread, preview and marks are untouched"
    );
    let heard = kari.drain().await;
    let is_usual = |frame: &&FromServer<Visitor>| {
        matches!(frame, FromServer::Beat(_) | FromServer::Now(Hint::Open(_)))
    };
    let odd: Vec<_> = heard.iter().filter(|it| !is_usual(it)).collect();
    assert!(odd.is_empty(), "{odd:?}");
    // The numbers of the two sides go apart, and the visitor's stay dense.
    let receipt = ann.post(&conversation, "public").await;
    kari.hear("public").await;
    let numbers = [
        ann.page(&conversation, receipt.seq + 1, 1).await.entries[0].seq,
        {
            let page = kari.page(&conversation, u64::from(u32::MAX), 1).await;
            page.entries[0].seq
        },
    ];
    assert_eq!(numbers[0], numbers[1] + 20);
    world.check(&mut kari, &conversation).await;
}

#[tokio::test]
async fn colleagues_hear_of_private_typing_and_the_visitor_does_not() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let mut ole = world.agent("Ole").await;
    ole.follow(&conversation, None).await;
    ann.typing(&conversation, true).await;
    ole.hint("private typing", |hint| match hint {
        AgentHint::Typing(it) => it.private.then_some(()),
        AgentHint::Looking(_) => None,
    })
    .await;
    let heard = kari.drain().await;
    let typing = |frame: &_| matches!(frame, FromServer::Now(Hint::Typing(_)));
    assert!(!heard.iter().any(typing), "{heard:?}");
}

#[tokio::test]
async fn a_private_message_looks_to_a_visitor_like_none_at_all() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let note = ann.note(&conversation, "between us").await.message;
    let read = |message| Command::Read(Seen { message });
    let absent = kari.ask(read(Id::new("0000000000000000000000"))).await;
    let private = kari.ask(read(note)).await;
    let (absent, private) = (absent.expect_err("absent"), private.expect_err("private"));
    assert_eq!(private.code, Code::NotFound);
    assert_eq!(
        (private.code, private.retryable, private.current),
        (absent.code, absent.retryable, absent.current)
    );
}

#[tokio::test]
async fn what_a_visitor_claims_beside_a_message_is_ignored() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let mut ola = world.visitor().await;
    let other = ola.start("Mine").await.conversation;
    let id = kari.mint();
    let claims = json!({ "do": { "id": id, "role": "agent", "command": { "post": {
        "content": { "text": "As a visitor", "private": true, "html": "<b>bold</b>" },
        "private": true, "role": "agent", "author": { "agent": world.card("Ann") },
        "conversation": other, "conversation_id": other, "sender_id": "somebody", "at": 7,
    } } } });
    kari.say_text(&claims.to_string()).await;
    kari.answer(&id)
        .await
        .expect("it is a message like any other");
    ann.hear("As a visitor").await;
    assert_eq!(ann.texts(&conversation).await, ["Hello?", "As a visitor"]);
    assert_eq!(ola.texts(&other).await, ["Mine"]);
    let raw = serde_json::to_string(&kari.history(&conversation).await).expect("it is JSON");
    for claim in ["html", "private", "sender", "somebody"] {
        assert!(!raw.contains(claim), "{claim} was kept");
    }
    world.check(&mut kari, &conversation).await;
}

#[tokio::test]
async fn a_visitor_has_none_of_an_agents_commands() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    for command in [
        json!({ "note": { "conversation": conversation, "content": { "text": "psst" } } }),
        json!({ "take": { "conversation": conversation } }),
        json!({ "take_next": {} }),
        json!({ "presence": { "presence": "present" } }),
        json!({ "unfollow": { "log": "desk" } }),
    ] {
        assert_eq!(
            refusal(&mut kari, &command).await,
            Code::UnknownCommand,
            "{command}"
        );
    }
    let desk = json!({ "follow": { "log": "desk" } });
    assert_eq!(refusal(&mut kari, &desk).await, Code::NotFound);
    assert_eq!(ann.texts(&conversation).await, ["Hello?"]);
}

#[tokio::test]
async fn a_read_mark_never_stands_on_a_private_message() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let question = kari.post("Are you there?").await.message;
    let note = ann.note(&conversation, "an odd one").await.message;
    ann.read(&conversation, &note).await;
    let marked = kari
        .change("a mark", |change| match change {
            Change::Read(read) if read.by == Side::Agent => Some(read.message.clone()),
            _ => None,
        })
        .await;
    assert_eq!(marked, question);
}

/// The code with which a command fails that the types do not let a visitor say.
async fn refusal(visitor: &mut Socket<Visitor>, command: &serde_json::Value) -> Code {
    let id = visitor.mint();
    let frame = json!({ "do": { "id": id, "command": command } });
    visitor.say_text(&frame.to_string()).await;
    visitor
        .answer(&id)
        .await
        .expect_err("it is not for visitors")
        .code
}
