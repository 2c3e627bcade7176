//! A company's own register: another program, asked over HTTP. What works with the server's own works with it,
//! and when it is away or odd, nobody but whoever asks it notices.

use serde_json::{Value, json};
use shared::{
    agent::{Agent, Command, Reply},
    error::Code,
    id::{self, Id},
    register::{
        CreateContact, CreateRequest, FindContacts, Kind, Link, LookAtContact, LookAtRecord,
        MatchContacts, NewContact, NewRequest,
    },
    visitor::{Start, Visitor},
};
use tests::{
    crm::{Crm, Mood},
    socket::Socket,
    world::{Plan, World},
};

type Conversation = Id<id::Conversation>;

async fn world(crm: &Crm) -> World {
    World::with(Plan {
        register: Some(crm.url()),
        ..Plan::default()
    })
    .await
}

fn kari() -> Value {
    json!({
        "id": "kari", "name": "Kari Nordmann", "email": "kari@fjord.example",
        "company": { "id": "fjord", "name": "Fjord AS" }, "shoe_size": 39,
    })
}

/// Kari, who told her address, answered by Ann.
async fn chat(world: &World) -> (Socket<Agent>, Socket<Visitor>, Conversation) {
    let mut kari = world.visitor().await;
    let start = shared::visitor::Command::Start(Start {
        name: Some("Kari".to_owned()),
        email: Some("Kari@Fjord.example".to_owned()),
        content: shared::message::Content::text("My kettle leaks"),
        ..Start::default()
    });
    let started = kari.ask(start).await;
    let Ok(shared::visitor::Reply::Started(receipt)) = started else {
        panic!("not started: {started:?}");
    };
    let mut ann = world.agent("Ann").await;
    ann.take(&receipt.conversation).await;
    (ann, kari, receipt.conversation)
}

fn matches(conversation: &Conversation) -> Command {
    let conversation = conversation.clone();
    Command::MatchContacts(MatchContacts { conversation })
}

fn look_at(conversation: &Conversation, id: &str) -> Command {
    Command::Contact(LookAtContact {
        conversation: conversation.clone(),
        id: Id::new(id),
    })
}

fn link(conversation: &Conversation, id: Option<&str>) -> Command {
    Command::Link(Link {
        conversation: conversation.clone(),
        kind: Kind::Contact,
        id: id.map(Id::new),
    })
}

fn request(conversation: &Conversation) -> Command {
    Command::CreateRequest(CreateRequest {
        conversation: conversation.clone(),
        request: NewRequest {
            title: "Leaking kettle".to_owned(),
            ..NewRequest::default()
        },
    })
}

#[tokio::test]
async fn customers_of_another_program_are_found_linked_and_made_once() {
    let crm = Crm::start(&[kari()]).await;
    let world = world(&crm).await;
    let (mut ann, _kari, conversation) = chat(&world).await;
    let Ok(Reply::Contacts(found)) = ann.ask(matches(&conversation)).await else {
        panic!("no matches");
    };
    assert_eq!(found.contacts.len(), 1);
    assert_eq!(found.contacts[0].name, "Kari Nordmann");
    let find = Command::FindContacts(FindContacts {
        conversation: conversation.clone(),
        words: "kari & co?".to_owned(),
        from: Some(20),
    });
    let Ok(Reply::Contacts(found)) = ann.ask(find).await else {
        panic!("no contacts");
    };
    assert_eq!(found.next, Some(20));
    ann.do_it(link(&conversation, Some("kari"))).await;
    let nobody = ann.refusal(link(&conversation, Some("nobody"))).await;
    assert_eq!(nobody, Code::NotFound);

    let id = ann.mint();
    let first = ann.ask_as(&id, request(&conversation)).await;
    let Ok(Reply::Requested(first)) = first else {
        panic!("not requested: {first:?}");
    };
    assert_eq!(first.request.number, "CRM-1");
    let again = ann.ask_as(&id, request(&conversation)).await;
    assert!(matches!(again, Ok(Reply::Requested(it)) if it.dup));
    let requests = crm.requests();
    assert_eq!(requests.len(), 1);
    let made = &requests[first.request.id.as_str()];
    assert_eq!(made["title"], "Leaking kettle");
    assert_eq!(made["contact"]["id"], "kari");
    assert_eq!(made["by"]["name"], "Ann");
    let log = made["log"].as_str().expect("the log is put in");
    assert!(log.contains("Kari: My kettle leaks"), "{log}");

    let Ok(Reply::Contact(file)) = ann.ask(look_at(&conversation, "kari")).await else {
        panic!("no contact");
    };
    assert_eq!(file.records.len(), 1);
    let look = Command::Record(LookAtRecord {
        conversation: conversation.clone(),
        kind: Kind::Request,
        id: first.request.id,
    });
    assert!(matches!(ann.ask(look).await, Ok(Reply::Record(it)) if it.log.contains("kettle")));

    let create = Command::CreateContact(CreateContact {
        conversation: conversation.clone(),
        contact: NewContact {
            name: "Ida Vik".to_owned(),
            ..NewContact::default()
        },
    });
    ann.do_it(create).await;
    let is_ida =
        |it: &shared::agent::Summary| it.contact.as_ref().is_some_and(|it| it.name == "Ida Vik");
    ann.shows("a linked contact", is_ida).await;
    assert_eq!(crm.strangers(), 0, "the secret goes with every question");
    let asked = crm.asked();
    assert!(asked.iter().all(|it| !it.contains("nobody@")), "{asked:?}");
}

#[tokio::test]
async fn the_end_of_a_chat_is_told_also_when_the_register_was_away() {
    let crm = Crm::start(&[kari()]).await;
    let world = world(&crm).await;
    let (mut ann, _kari, conversation) = chat(&world).await;
    ann.do_it(link(&conversation, Some("kari"))).await;
    crm.be(Mood::Broken);
    ann.end(&conversation).await;
    let refused = ann
        .ask(matches(&conversation))
        .await
        .expect_err("it is away");
    assert_eq!(refused.code, Code::Unavailable);
    crm.be(Mood::Well);
    let is_told = |it: &Value| it["contact"] == "kari";
    let told = crm.told(conversation.as_str(), is_told).await;
    assert_eq!(told["title"], "support · Ann");
    assert_eq!(told["company"], "fjord");
    ann.do_it(link(&conversation, None)).await;
    let is_gone = |it: &Value| it["contact"].is_null();
    crm.told(conversation.as_str(), is_gone).await;
}

#[tokio::test]
async fn a_register_that_is_odd_is_unavailable_and_conversations_go_on() {
    let crm = Crm::start(&[kari()]).await;
    let world = world(&crm).await;
    let (mut ann, mut kari, conversation) = chat(&world).await;
    for mood in [Mood::Broken, Mood::Elsewhere, Mood::Endless, Mood::Confused] {
        crm.be(mood);
        for command in [
            matches(&conversation),
            look_at(&conversation, "kari"),
            link(&conversation, Some("kari")),
            request(&conversation),
        ] {
            let refused = ann.ask(command).await.expect_err("it makes no sense");
            assert_eq!((refused.code, refused.retryable), (Code::Unavailable, true));
        }
        let text = format!("while it is {mood:?}");
        ann.post(&conversation, &text).await;
        kari.hear(&text).await;
    }
    assert!(crm.asked().is_empty(), "no redirect was followed");
    crm.be(Mood::Well);
    ann.do_it(link(&conversation, Some("kari"))).await;
    let summary = ann
        .shows("a linked contact", |it| it.contact.is_some())
        .await;
    assert!(summary.requests.is_empty(), "what was refused is not done");
}

#[tokio::test]
async fn who_waits_for_the_register_waits_for_nothing_else() {
    // It takes connections and never says a word.
    let mute = tokio::net::TcpListener::bind("127.0.0.1:0").await;
    let mute = mute.expect("a port is free");
    let address = mute.local_addr().expect("it is bound");
    let world = World::with(Plan {
        register: Some(format!("http://{address}")),
        ..Plan::default()
    })
    .await;
    let (mut ann, mut kari, conversation) = chat(&world).await;
    let asked = ann.mint();
    ann.submit(&asked, matches(&conversation)).await;
    ann.post(&conversation, "An answer meanwhile").await;
    kari.hear("An answer meanwhile").await;
    kari.post("And one back").await;
    ann.follow(&conversation, None).await;
    let refused = ann.answer(&asked).await.expect_err("it says nothing");
    assert_eq!(refused.code, Code::Unavailable);
}
