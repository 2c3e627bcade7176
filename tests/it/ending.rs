//! What becomes of a conversation that has ended, over real sockets.

use server::directory::Ending;
use shared::{
    agent::{Change as AgentChange, Command as AgentCommand, Reply as AgentReply},
    archive::{Rated, Search},
    error::Code,
    rating::{Rate, Scale, Survey},
    visitor::{Change, Command, Reply},
};
use tests::world::{CHANNEL, World};

fn stars(value: u32, comment: &str) -> Command {
    Command::Rate(Rate {
        scale: Scale::Stars,
        value,
        comment: comment.to_owned(),
    })
}

/// A world in which visitors are asked for stars.
async fn world() -> World {
    let world = World::start().await;
    let rating = Some(Survey {
        scale: Scale::Stars,
        text: String::new(),
    });
    let ending = Ending { rating };
    let house = world.house();
    house.change_channel(CHANNEL, |it| it.ending = ending).await;
    world
}

// SO-59, PX-13.
#[tokio::test]
async fn a_rating_reaches_agents_the_archive_and_the_visitors_other_tab() {
    let world = world().await;
    let (mut ann, mut kari, chat) = world.chat("Ann").await;
    let mut tab = world.again(&kari).await;
    let early = kari.ask(stars(3, "")).await;
    assert_eq!(early.unwrap_err().code, Code::Conflict);
    kari.end().await;
    assert_eq!(kari.ask(stars(3, "Slow")).await, Ok(Reply::Ok {}));
    let heard = ann
        .change("a rating", |change| match change {
            AgentChange::Rated(it) => Some(it.clone()),
            _ => None,
        })
        .await;
    assert_eq!((heard.value, heard.comment.as_str()), (3, "Slow"));
    let same = tab
        .change("a rating", |change| match change {
            Change::Rated(it) => Some(it.clone()),
            _ => None,
        })
        .await;
    assert_eq!(same, heard);
    assert_eq!(kari.state(&chat).await.rating, Some(heard.clone()));
    ann.shows("the rating", |it| it.rating.as_ref() == Some(&heard))
        .await;
    let rated = |least, most| Search {
        rated: Some(Rated {
            scale: Scale::Stars,
            least,
            most,
        }),
        ..Search::default()
    };
    for (search, expected) in [(rated(1, 3), 1), (rated(4, 5), 0)] {
        match ann.ask(AgentCommand::Search(search)).await {
            Ok(AgentReply::Found(found)) => assert_eq!(found.hits.len(), expected),
            other => panic!("not found: {other:?}"),
        }
    }
    world.check(&mut kari, &chat).await;
}
