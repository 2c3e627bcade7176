//! Customers over real sockets: agents link, look and make requests, and the visitor hears nothing of it.

use serde_json::json;
use shared::{
    agent::{Agent, Change, Command, Note, Reply, Summary},
    conversation::Status,
    error::Code,
    file::File,
    id::{self, Id},
    message::Content,
    register::{
        Company, Contact, CreateContact, CreateRequest, Document, Extent, Firm, Kind, Link,
        LookAtContact, LookAtRecord, MatchContacts, NewContact, NewRequest,
    },
    visitor::{self, Start, Visitor},
};
use tests::{
    proxy::Proxy,
    socket::Socket,
    world::{ALL_RIGHTS, CHANNEL, OTHER_CHANNEL, World},
};

/// Stands in everything the register holds, and nowhere else.
const CANARY: &str = "kanarifugl-55ad";

type Conversation = Id<id::Conversation>;

/// A world with one customer.
async fn world() -> World {
    let world = World::start().await;
    let company = Company {
        id: Id::new("fjord"),
        name: format!("Fjord {CANARY}"),
        number: String::new(),
        email: String::new(),
        phone: String::new(),
        website: String::new(),
        address: String::new(),
    };
    let contact = Contact {
        id: Id::new("kari"),
        name: "Kari Nordmann".to_owned(),
        company: Some(Firm {
            id: Id::new("fjord"),
            name: String::new(),
        }),
        title: String::new(),
        email: "kari@fjord.example".to_owned(),
        phone: String::new(),
        address: String::new(),
        note: CANARY.to_owned(),
    };
    world.house().put_contact(company, contact).await;
    world
}

/// Somebody who tells a name and an address, answered by Ann.
async fn chat(world: &World, kari: &mut Socket<Visitor>) -> (Socket<Agent>, Conversation) {
    let start = Start {
        name: Some("Kari".to_owned()),
        email: Some("Kari@Fjord.example".to_owned()),
        content: Content::text("My kettle leaks"),
        ..Start::default()
    };
    let started = kari.ask(visitor::Command::Start(start)).await;
    let Ok(visitor::Reply::Started(receipt)) = started else {
        panic!("not started: {started:?}");
    };
    let mut ann = world.agent("Ann").await;
    ann.take(&receipt.conversation).await;
    (ann, receipt.conversation)
}

fn link(conversation: &Conversation, id: Option<&str>) -> Command {
    Command::Link(Link {
        conversation: conversation.clone(),
        kind: Kind::Contact,
        id: id.map(Id::new),
    })
}

fn request(conversation: &Conversation, log: Extent) -> Command {
    Command::CreateRequest(CreateRequest {
        conversation: conversation.clone(),
        request: NewRequest {
            title: format!("Kettle {CANARY}"),
            text: format!("Text {CANARY}"),
            log,
            ..NewRequest::default()
        },
    })
}

fn contact(conversation: &Conversation) -> Command {
    Command::CreateContact(CreateContact {
        conversation: conversation.clone(),
        contact: NewContact {
            name: format!("Ida {CANARY}"),
            company: format!("Elv {CANARY}"),
            ..NewContact::default()
        },
    })
}

async fn is_linked(agent: &mut Socket<Agent>, conversation: &Conversation, name: &str) -> Summary {
    let is_it = |it: &Summary| {
        let linked = it.contact.as_ref();
        it.id == *conversation && linked.is_some_and(|it| it.name.contains(name))
    };
    agent.shows("a linked contact", is_it).await
}

#[tokio::test]
async fn nothing_of_the_register_reaches_the_visitor() {
    let world = world().await;
    let road = Proxy::to(world.address()).await;
    road.record();
    let mut kari = world.visitor().await;
    kari.move_to(road.address());
    kari.come_back().await;
    let (mut ann, conversation) = chat(&world, &mut kari).await;
    ann.do_it(link(&conversation, Some("kari"))).await;
    ann.do_it(contact(&conversation)).await;
    let made = ann.ask(request(&conversation, Extent::All)).await;
    let Ok(Reply::Requested(made)) = made else {
        panic!("not requested: {made:?}");
    };
    is_linked(&mut ann, &conversation, "Ida").await;
    ann.post(&conversation, "An answer").await;
    kari.hear("An answer").await;
    kari.come_back().await;
    kari.come_back_with(None).await;
    kari.history(&conversation).await;
    kari.end().await;
    kari.reopen().await;
    kari.settle().await;
    let heard = String::from_utf8_lossy(&road.heard()).into_owned();
    assert!(heard.contains("An answer"), "the proxy listens");
    let number = made.request.number.as_str();
    for word in [CANARY, "Nordmann", "linked", "requested", number] {
        assert!(!heard.contains(word), "{word} came through");
    }
    // A visitor has none of these commands.
    for command in [
        json!({ "match_contacts": { "conversation": conversation } }),
        json!({ "contact": { "conversation": conversation, "id": "kari" } }),
        json!({ "link": { "conversation": conversation, "kind": "contact", "id": "kari" } }),
        json!({ "create_request": { "conversation": conversation, "request": { "title": "x" } } }),
    ] {
        let id = kari.mint();
        let frame = json!({ "do": { "id": id, "command": command } });
        kari.say_text(&frame.to_string()).await;
        let refused = kari.answer(&id).await.expect_err("not a visitor's");
        assert_eq!(refused.code, Code::UnknownCommand);
    }
}

#[tokio::test]
async fn what_one_agent_links_another_sees_and_repeating_makes_nothing_twice() {
    let world = world().await;
    let mut kari = world.visitor().await;
    let (mut ann, conversation) = chat(&world, &mut kari).await;
    let mut ole = world.agent("Ole").await;
    let matches = Command::MatchContacts(MatchContacts {
        conversation: conversation.clone(),
    });
    let found = ann.ask(matches).await;
    let Ok(Reply::Contacts(found)) = found else {
        panic!("no contacts: {found:?}");
    };
    assert_eq!(found.contacts.len(), 1);
    assert_eq!(found.contacts[0].name, "Kari Nordmann");
    ann.do_it(link(&conversation, Some("kari"))).await;
    is_linked(&mut ole, &conversation, "Kari Nordmann").await;

    let id = ann.mint();
    let first = ann
        .ask_as(&id, request(&conversation, Extent::Public))
        .await;
    let Ok(Reply::Requested(first)) = first else {
        panic!("not requested: {first:?}");
    };
    ann.come_back().await;
    let again = ann
        .ask_as(&id, request(&conversation, Extent::Public))
        .await;
    let Ok(Reply::Requested(again)) = again else {
        panic!("not requested: {again:?}");
    };
    assert_eq!((again.request.clone(), again.dup), (first.request, true));
    let summary = ole.shows("a request", |it| !it.requests.is_empty()).await;
    assert_eq!(summary.requests, std::slice::from_ref(&again.request));
    assert_eq!(summary.status, Status::Active, "the conversation goes on");

    let look = Command::Record(LookAtRecord {
        conversation: conversation.clone(),
        kind: Kind::Request,
        id: again.request.id,
    });
    let Ok(Reply::Record(file)) = ann.ask(look).await else {
        panic!("no record");
    };
    assert!(file.log.contains("Kari: My kettle leaks"), "{}", file.log);
    assert_eq!(file.text, format!("Text {CANARY}"));

    // Whoever reads the log from its beginning sees each once.
    let log = ole.history(&conversation).await;
    let count = |is_it: fn(&Change) -> bool| log.iter().filter(|it| is_it(it)).count();
    assert_eq!(count(|it| matches!(it, Change::Linked(_))), 1);
    assert_eq!(count(|it| matches!(it, Change::Requested(_))), 1);
}

#[tokio::test]
async fn the_end_makes_an_activity_and_the_next_conversation_shows_the_earlier_one() {
    let world = world().await;
    let mut kari = world.visitor().await;
    let (mut ann, conversation) = chat(&world, &mut kari).await;
    ann.do_it(link(&conversation, Some("kari"))).await;
    ann.end(&conversation).await;
    kari.start("Again").await;
    let next = ann.take_next().await.id;
    let look = Command::Contact(LookAtContact {
        conversation: next,
        id: Id::new("kari"),
    });
    let Ok(Reply::Contact(file)) = ann.ask(look).await else {
        panic!("no contact");
    };
    let activities: Vec<_> = file
        .records
        .iter()
        .filter(|it| it.kind == Kind::Activity)
        .map(|it| (it.title.as_str(), it.conversation.as_ref()))
        .collect();
    assert_eq!(activities, [("support · Ann", Some(&conversation))]);
    assert_eq!(file.conversations.len(), 1);
    assert_eq!(file.conversations[0].id, conversation);
}

/// Kari's documents by name, as they are told on behalf of a conversation.
async fn documents(agent: &mut Socket<Agent>, conversation: &Conversation) -> Vec<Document> {
    let look = Command::Contact(LookAtContact {
        conversation: conversation.clone(),
        id: Id::new("kari"),
    });
    let Ok(Reply::Contact(mut file)) = agent.ask(look).await else {
        panic!("no contact");
    };
    file.documents
        .sort_by(|one, other| one.file.name.cmp(&other.file.name));
    file.documents
}

fn with(file: &File) -> Content {
    Content {
        files: vec![file.clone()],
        ..Content::default()
    }
}

async fn sends(visitor: &mut Socket<Visitor>, file: &File) {
    let content = with(file);
    let post = visitor::Command::Post(visitor::Post { content });
    let posted = visitor.ask(post).await;
    assert!(
        matches!(posted, Ok(visitor::Reply::Posted(_))),
        "{posted:?}"
    );
}

/// SO-37.
#[tokio::test]
async fn the_files_of_a_contacts_conversations_are_told_to_those_who_may_read_these() {
    let world = world().await;
    let server = world.address();
    let mut kari = world.visitor().await;
    let (mut ann, first) = chat(&world, &mut kari).await;
    ann.do_it(link(&first, Some("kari"))).await;
    let plan = kari.file(server, "a plan.txt", b"plan").await;
    sends(&mut kari, &plan).await;
    let secret = ann.file(server, "b secret.txt", b"secret").await;
    let note = Note {
        conversation: first.clone(),
        content: with(&secret),
    };
    assert!(matches!(
        ann.ask(Command::Note(note)).await,
        Ok(Reply::Noted(_))
    ));
    ann.end(&first).await;

    // On a channel that is not everybody's.
    let mut ole = world.visitor_on(OTHER_CHANNEL).await;
    let foreign = ole.start("Lamps").await.conversation;
    ann.take(&foreign).await;
    ann.do_it(link(&foreign, Some("kari"))).await;
    let lamp = ole.file(server, "c lamp.txt", b"lamp").await;
    sends(&mut ole, &lamp).await;

    let mut sia = world.member("Sia", &[(CHANNEL, ALL_RIGHTS)]).await;
    let next = kari.start("Again").await.conversation;
    sia.take(&next).await;
    let new = kari.file(server, "d new.txt", b"new").await;
    sends(&mut kari, &new).await;
    // What goes into a conversation that is not the contact's is not the contact's.
    let told = |all: &[Document]| {
        let all = all.iter();
        let all = all.map(|it| (it.file.clone(), it.conversation.clone(), it.private));
        all.collect::<Vec<_>>()
    };
    let earlier = [(plan, first.clone(), false), (secret, first.clone(), true)];
    assert_eq!(told(&documents(&mut sia, &next).await), earlier);
    sia.do_it(link(&next, Some("kari"))).await;
    let [plan, secret] = earlier;
    let new = (new, next.clone(), false);
    let expected = [plan.clone(), secret.clone(), new.clone()];
    assert_eq!(told(&documents(&mut sia, &next).await), expected);
    for (file, _, _) in &expected {
        sia.link(&file.id).await.expect("Sia may read it");
    }
    let refused = sia.link(&lamp.id).await.expect_err("it is not Sia's");
    assert_eq!(refused.code, Code::NotFound);
    let lamp = (lamp, foreign, false);
    let all = [plan, secret, lamp, new];
    assert_eq!(told(&documents(&mut ann, &next).await), all);
}

#[tokio::test]
async fn foreign_and_absent_conversations_look_alike() {
    let world = world().await;
    let mut kari = world.visitor().await;
    let (_, conversation) = chat(&world, &mut kari).await;
    let mut eve = world.member("Eve", &[(OTHER_CHANNEL, ALL_RIGHTS)]).await;
    for conversation in [conversation, Id::new("absent")] {
        for command in [
            Command::MatchContacts(MatchContacts {
                conversation: conversation.clone(),
            }),
            Command::Contact(LookAtContact {
                conversation: conversation.clone(),
                id: Id::new("kari"),
            }),
            link(&conversation, Some("kari")),
            contact(&conversation),
            request(&conversation, Extent::Public),
        ] {
            let refused = eve.ask(command).await.expect_err("not Eve's");
            let shape = (refused.code, refused.current, refused.retry_after_ms);
            assert_eq!(shape, (Code::NotFound, None, None));
        }
    }
}
