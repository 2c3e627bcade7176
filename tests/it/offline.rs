//! Is somebody there, and what if not: over real sockets, and with a register that may be away.

use server::directory::{Hours, Instead, Offline, hours::Stretch};
use shared::{
    error::Code,
    message::Content,
    visitor::{Command, Hint, Reply, Start},
};
use tests::{
    crm::{Crm, Mood},
    world::{Plan, World},
};

fn request(text: &str) -> Command {
    Command::Request(Start {
        content: Content::text(text),
        name: Some("Kari".to_owned()),
        email: Some("kari@fjord.example".to_owned()),
        ..Start::default()
    })
}

async fn have_form(world: &World) {
    let form = |channel: &mut server::directory::Channel| {
        channel.offline = Offline {
            instead: Instead::Form,
            category: "Web".to_owned(),
            ..Offline::default()
        };
    };
    world.house().change_channel("support", form).await;
}

// SO-65.
#[tokio::test]
async fn hours_that_close_a_channel_are_told_to_whoever_is_there() {
    let world = World::start().await;
    let mut ann = world.agent("Ann").await;
    let mut kari = world.visitor().await;
    let open = |hint: &Hint| match hint {
        Hint::Open(it) => it.is_open.then_some(()),
        _ => None,
    };
    if !kari.me().channel.is_open {
        kari.hint("an open channel", open).await;
    }
    // No week has a time in which this channel is open for more than a minute, and not within the next days.
    let days = server::clock::now().0 / 86_400_000;
    let day = u32::try_from((days + 3 + 3) % 7).expect("it is a day");
    let hours = Hours {
        is_on: true,
        zone: "UTC".to_owned(),
        week: vec![Stretch {
            day,
            from: 600,
            to: 601,
        }],
        ..Hours::default()
    };
    let close = move |channel: &mut server::directory::Channel| channel.hours = hours;
    world.house().change_channel("support", close).await;
    let opens = ((days + 3) * 24 + 10) * 3_600_000;
    let closed = move |hint: &Hint| match hint {
        Hint::Open(it) => it.back_at.filter(|at| at.0 == opens && !it.is_open),
        _ => None,
    };
    kari.hint("when it opens", closed).await;
    ann.desk_is("a closed channel", move |desk| {
        let told = desk.channels.iter().find_map(|it| it.channel.back_at);
        told.is_some_and(|at| at.0 == opens)
    })
    .await;
}

// SO-60.
#[tokio::test]
async fn a_request_waits_for_a_register_that_is_away_and_is_made_once() {
    let crm = Crm::start(&[]).await;
    let world = World::with(Plan {
        register: Some(crm.url()),
        ..Plan::default()
    })
    .await;
    have_form(&world).await;
    let mut kari = world.visitor().await;
    let id = kari.mint();
    crm.be(Mood::Broken);
    let refused = kari.ask_as(&id, request("My kettle leaks")).await;
    let refused = refused.expect_err("the register is away");
    assert_eq!((refused.code, refused.retryable), (Code::Unavailable, true));
    crm.be(Mood::Well);
    let made = kari.ask_as(&id, request("My kettle leaks")).await;
    let Ok(Reply::Requested(made)) = made else {
        panic!("not made: {made:?}");
    };
    let again = kari.ask_as(&id, request("My kettle leaks")).await;
    assert!(matches!(again, Ok(Reply::Requested(it)) if it.dup && it.number == made.number));
    let requests = crm.requests();
    assert_eq!(requests.len(), 1);
    let told = requests.values().next().expect("there is one");
    assert_eq!(told["title"], "My kettle leaks");
    assert_eq!(told["category"], "Web");
    assert_eq!(told["conversation"], made.conversation.as_str());
    assert_eq!(told["visitor"]["email"], "kari@fjord.example");
    assert!(told["by"].is_null(), "no agent made it");
    // Whoever comes back is told the number.
    let again = world.again(&kari).await;
    assert_eq!(again.me().conversation.as_ref(), Some(&made.conversation));
}
