//! A chat that is not kept, over real sockets and HTTP.

use shared::{
    agent::{Change as AgentChange, Command as AgentCommand, Reply as AgentReply},
    archive::Search,
    conversation::Erased,
    error::Code,
    message::Content,
    visitor::{Command, End, Reply, Start},
};
use tests::{
    socket::files::get,
    world::{CHANNEL, World},
};

/// What is said, and must not be found anywhere after the end.
const SECRET: &str = "geheim4711";

// PZ-37, P-19.
#[tokio::test]
async fn when_it_ends_links_to_its_files_end_and_nobody_is_told_what_was_said() {
    let world = World::start().await;
    let house = world.house();
    house
        .change_channel(CHANNEL, |it| it.privacy.unkept_offer = true)
        .await;
    let server = world.address();
    let (mut ann, mut kari) = (world.agent("Ann").await, world.visitor().await);
    let file = kari.file(server, "list.csv", SECRET.as_bytes()).await;
    let start = Start {
        content: Content {
            text: SECRET.to_owned(),
            files: vec![file.clone()],
            ..Content::default()
        },
        unkept: true,
        ..Start::default()
    };
    let Ok(Reply::Started(started)) = kari.ask(Command::Start(start)).await else {
        panic!("it does not begin");
    };
    let chat = started.conversation;
    ann.take(&chat).await;
    let link = ann.link(&file.id).await.expect("Ann may read it");
    assert_eq!(get(server, &link.address).await.status, 200);
    kari.do_it(Command::End(End {})).await;
    ann.shows("the end", |it| {
        it.ended.as_ref().is_some_and(|it| it.unkept)
    })
    .await;
    assert_eq!(get(server, &link.address).await.status, 404);
    assert_eq!(ann.link(&file.id).await.unwrap_err().code, Code::NotFound);
    assert_eq!(kari.link(&file.id).await.unwrap_err().code, Code::NotFound);

    // Whoever comes later is told that there was something, and when it ended.
    let mut tab = world.again(&kari).await;
    let heard = format!("{:?} {:?}", tab.history(&chat).await, tab.drain().await);
    assert!(!heard.contains(SECRET), "{heard}");
    let told = ann.history(&chat).await;
    let erased = AgentChange::Erased(Erased {});
    assert!(told.contains(&erased) && !format!("{told:?}").contains(SECRET));
    let search = Search {
        words: SECRET.to_owned(),
        ..Search::default()
    };
    match ann.ask(AgentCommand::Search(search)).await {
        Ok(AgentReply::Found(found)) => assert_eq!(found.hits, []),
        other => panic!("{other:?}"),
    }
}
