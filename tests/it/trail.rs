//! The page a visitor is on, over real sockets.

use shared::{
    agent::{Command as AgentCommand, Reply as AgentReply},
    trail::{Browse, LookAtTrail},
    visitor::{Command, Forget},
};
use tests::world::{CHANNEL, World};

const SITE: &str = "https://shop.example.com";

fn on(page: &str) -> Command {
    Command::Browse(Browse {
        address: format!("{SITE}/{page}"),
        title: page.to_owned(),
        ..Browse::default()
    })
}

// PX-08.
#[tokio::test]
async fn where_a_visitor_is_reaches_agents_and_nobody_else() {
    let world = World::start().await;
    let follow = |channel: &mut server::directory::Channel| {
        channel.privacy.page_trail = true;
        channel.sites = vec![SITE.to_owned()];
    };
    world.house().change_channel(CHANNEL, follow).await;
    let (mut ann, mut kari, chat) = world.chat("Ann").await;
    for page in ["lamp", "kettle"] {
        kari.do_it(on(page)).await;
    }
    ann.shows("the page", |it| {
        let page = it.visitor.page.as_ref();
        page.is_some_and(|it| it.title == "kettle")
    })
    .await;
    let asked = AgentCommand::Trail(LookAtTrail { conversation: chat });
    let trail = match ann.ask(asked).await {
        Ok(AgentReply::Trail(trail)) => trail,
        other => panic!("not told: {other:?}"),
    };
    let titles: Vec<_> = trail.stops.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(titles, ["lamp", "kettle"]);
    // It is not told to the visitor's other tabs, nor kept when the visitor leaves this browser.
    let mut tab = world.again(&kari).await;
    let heard = format!("{:?}", tab.drain().await);
    assert!(!heard.contains("shop.example.com"), "{heard}");
    tab.do_it(Command::Forget(Forget {})).await;
    ann.shows("no page", |it| it.visitor.page.is_none()).await;
}
