//! What becomes of a conversation that has ended, over real sockets.

use server::directory::{Ending, Transcript};
use shared::{
    agent::{Change as AgentChange, Command as AgentCommand, Reply as AgentReply},
    archive::{Rated, Search},
    ending::SendTranscript,
    error::Code,
    rating::{Rate, Scale, Survey},
    visitor::{Change, Command, Reply},
};
use tests::{
    post::{Mood, Post},
    world::{CHANNEL, Plan, World},
};

/// Stands in everything that is private.
const CANARY: &str = "kanarifugl-5d2a";

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
    let ending = Ending {
        rating,
        ..Ending::default()
    };
    let house = world.house();
    house.change_channel(CHANNEL, |it| it.ending = ending).await;
    world
}

/// A world that mails what was said.
async fn mailing(post: &Post) -> World {
    let world = World::with(Plan {
        mail: Some(post.address()),
        ..Plan::default()
    })
    .await;
    let ending = Ending {
        transcript: Transcript {
            is_offered: true,
            sender: "Nordlys\r\nBcc: eve@example.net".to_owned(),
            before: "<b>Hello</b>".to_owned(),
            ..Transcript::default()
        },
        ..Ending::default()
    };
    let house = world.house();
    house.change_channel(CHANNEL, |it| it.ending = ending).await;
    world
}

fn send_to(email: &str) -> Command {
    Command::SendTranscript(SendTranscript {
        email: email.to_owned(),
    })
}

// SO-58, PZ-25, PZ-36, S-16, K-01, F-01.
#[tokio::test]
async fn what_a_visitor_saw_comes_as_one_mail_to_one_address_with_nothing_private_in_it() {
    let post = Post::start(Mood::Well).await;
    let world = mailing(&post).await;
    let (mut ann, mut kari, chat) = world.chat("Ann").await;
    kari.post("<script>alert(1)</script>\r\n.\r\nå").await;
    ann.note(&chat, CANARY).await;
    ann.post(&chat, "It is in Bergen.").await;
    ann.end(&chat).await;
    kari.change("the end", |change| {
        matches!(change, Change::Ended(_)).then_some(())
    })
    .await;
    assert_eq!(
        kari.ask(send_to("kari@example.com")).await,
        Ok(Reply::Ok {})
    );
    let odd = kari
        .ask(send_to("kari@example.com\r\nBcc: eve@example.net"))
        .await;
    assert_eq!(odd.unwrap_err().code, Code::Invalid);
    let mail = post.mails(1).await.remove(0);
    assert_eq!(mail.to, ["kari@example.com"]);
    assert_eq!(mail.header("To"), "kari@example.com");
    assert_eq!(mail.header("Subject"), "Your chat with us");
    assert!(mail.head.contains("multipart/alternative"), "{}", mail.head);
    let whole = mail.decoded();
    for part in [
        "<script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&lt;b&gt;Hello&lt;/b&gt;",
        "It is in Bergen.",
    ] {
        assert!(whole.contains(part), "{part} in {whole}");
    }
    assert!(
        !whole.contains(CANARY) && !whole.contains("Bcc: eve\r\n"),
        "{whole}"
    );
    let (_, html) = whole.split_once("text/html").expect("it has both forms");
    assert!(
        !html.contains("<script") && !html.contains("<b>Hello"),
        "{html}"
    );
    ann.change("that it was mailed", |change| match change {
        AgentChange::Mailed(it) if it.to == "kari@example.com" => Some(()),
        _ => None,
    })
    .await;
    world.house().has_sent_all().await;
    world.check(&mut kari, &chat).await;
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
