//! Ready answers over real sockets: everybody has the templates, and a quick reply leaves the server for
//! no one but its agent.

use serde_json::json;
use shared::{
    agent::{Agent, Change, Command, Reply},
    error::Code,
    id::Id,
    reply::{Entry, Kind, Quick, RemoveReply, Replies, SaveReply},
};
use tests::{proxy::Proxy, socket::Socket, world::World};

/// Stands in every part of a quick reply, and nowhere else.
const CANARY: &str = "kanarifugl-31ce";

fn save(id: &str) -> Command {
    Command::SaveReply(SaveReply {
        reply: Quick {
            id: Id::new(id),
            folder: format!("Folder {CANARY}"),
            title: format!("Title {CANARY}"),
            content: format!("Content {CANARY}"),
        },
    })
}

async fn ids(agent: &mut Socket<Agent>) -> Vec<String> {
    match agent.ask(Command::Replies(Replies::default())).await {
        Ok(Reply::Replies(shelf)) => shelf
            .entries
            .into_iter()
            .map(|it| it.id.to_string())
            .collect(),
        other => panic!("no ready answers: {other:?}"),
    }
}

async fn hear_of_a_change(agent: &mut Socket<Agent>) {
    let is_it = |change: &_| matches!(change, Change::RepliesChanged(_)).then_some(());
    agent.change("changed ready answers", is_it).await;
}

#[tokio::test]
async fn nobody_else_ever_gets_a_byte_of_a_quick_reply() {
    let world = World::start().await;
    let road = Proxy::to(world.address()).await;
    road.record();
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let mut phone = world.again(&ann).await;
    let mut ole = world.agent("Ole").await;
    ole.move_to(road.address());
    ole.come_back().await;
    kari.move_to(road.address());
    kari.come_back().await;

    ann.do_it(save("mine")).await;
    hear_of_a_change(&mut phone).await;
    assert_eq!(ids(&mut phone).await, ["mine"]);
    ann.do_it(save("mine")).await;
    ann.post(&conversation, "An answer").await;
    kari.hear("An answer").await;
    // By every way another agent could ask for it.
    assert!(ids(&mut ole).await.is_empty());
    ole.do_it(Command::RemoveReply(RemoveReply {
        id: Id::new("mine"),
    }))
    .await;
    let position =
        json!({ "folder": format!("Folder {}", &CANARY[..5]), "title": "", "id": "mine" });
    let id = ole.mint();
    let claim = json!({ "do": { "id": id, "command": { "replies": {
        "after": position, "agent": world.card("Ann").id, "owner": world.card("Ann").id,
    } } } });
    ole.say_text(&claim.to_string()).await;
    let answer = ole.answer(&id).await.expect("a question like any other");
    assert!(matches!(answer, Reply::Replies(it) if it.entries.is_empty()));
    ole.come_back().await;
    ole.come_back_with(None).await;
    ole.settle().await;
    let heard = String::from_utf8_lossy(&road.heard()).into_owned();
    assert!(heard.contains("An answer"), "the proxy listens");
    assert!(!heard.contains(CANARY), "a quick reply left the server");
    assert_eq!(ids(&mut ann).await, ["mine"]);
    // A visitor has none of these commands.
    for command in [
        json!({ "replies": {} }),
        json!({ "remove_reply": { "id": "mine" } }),
    ] {
        let id = kari.mint();
        let frame = json!({ "do": { "id": id, "command": command } });
        kari.say_text(&frame.to_string()).await;
        let refused = kari.answer(&id).await.expect_err("not a visitor's");
        assert_eq!(refused.code, Code::UnknownCommand);
    }
}

#[tokio::test]
async fn all_agents_have_the_templates_and_hear_when_they_change() {
    let world = World::start().await;
    let mut ann = world.agent("Ann").await;
    let mut ole = world.agent("Ole").await;
    let template = Entry {
        id: Id::new("greeting"),
        kind: Kind::Template,
        folder: String::new(),
        title: "Greeting".to_owned(),
        content: "Hello!".to_owned(),
    };
    world.house().put_reply(template.clone()).await;
    for agent in [&mut ann, &mut ole] {
        hear_of_a_change(agent).await;
        assert_eq!(ids(agent).await, ["greeting"]);
    }
    // Nobody changes what is everybody's over the wire.
    ann.do_it(Command::RemoveReply(RemoveReply { id: template.id }))
        .await;
    assert_eq!(ids(&mut ole).await, ["greeting"]);
}
