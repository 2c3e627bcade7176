//! Mail domains are looked up at a real name server before a chat begins (SO-46).

use shared::{
    error::Code,
    message::Content,
    visitor::{Command, Reply, Start},
};
use tests::{
    dns::Dns,
    world::{Plan, World},
};

async fn world(dns: &Dns) -> World {
    let dns = Some(dns.address);
    World::with(Plan {
        dns,
        ..Plan::default()
    })
    .await
}

fn start(email: &str) -> Command {
    Command::Start(Start {
        content: Content::text("Hi"),
        email: Some(email.to_owned()),
        ..Start::default()
    })
}

#[tokio::test]
async fn an_address_whose_domain_takes_no_mail_begins_no_chat() {
    let dns = Dns::start().await;
    let world = world(&dns).await;
    let mut kari = world.visitor().await;
    for domain in ["exampel.example", "null.example"] {
        let refused = kari.ask(start(&format!("kari@{domain}"))).await;
        let code = refused.map_err(|it| it.code);
        assert_eq!(code, Err(Code::NoDomain), "{domain}");
    }
    let begun = kari.ask(start("kari@fjord.example")).await;
    assert!(matches!(begun, Ok(Reply::Started(_))), "{begun:?}");
}

#[tokio::test]
async fn a_domain_without_mail_servers_is_found_by_its_own_address() {
    let dns = Dns::start().await;
    let world = world(&dns).await;
    let mut kari = world.visitor().await;
    let begun = kari.ask(start("kari@plain.example")).await;
    assert!(matches!(begun, Ok(Reply::Started(_))), "{begun:?}");
}

#[tokio::test]
async fn a_name_server_that_cannot_say_stops_nobody() {
    let dns = Dns::start().await;
    let world = world(&dns).await;
    for domain in ["broken.example", "mute.example"] {
        let mut kari = world.visitor().await;
        let begun = kari.ask(start(&format!("kari@{domain}"))).await;
        assert!(
            matches!(begun, Ok(Reply::Started(_))),
            "{domain}: {begun:?}"
        );
    }
}

#[tokio::test]
async fn others_are_answered_while_a_name_server_is_silent() {
    let dns = Dns::start().await;
    let world = world(&dns).await;
    let (mut kari, mut ola) = (world.visitor().await, world.visitor().await);
    let waiting = kari.mint();
    kari.submit(&waiting, start("kari@mute.example")).await;
    let begun = ola.ask(start("ola@fjord.example")).await;
    assert!(matches!(begun, Ok(Reply::Started(_))), "{begun:?}");
    let begun = kari.answer(&waiting).await;
    assert!(matches!(begun, Ok(Reply::Started(_))), "{begun:?}");
}
