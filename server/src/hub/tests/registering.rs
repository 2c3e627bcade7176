//! Whom and what a conversation is about: agents ask the register, and what they say of the conversation
//! stays among them.

use shared::{
    agent::{Change, Command, Reply, Summary},
    register::{
        Company, Contact, ContactFile, Contacts, CreateContact, CreateRequest, Extent,
        FindContacts, Firm, Kind, Link, LookAtContact, LookAtRecord, MatchContacts, NewContact,
        NewRequest, Record, RecordFile,
    },
};

use super::*;
use crate::{
    record::Write,
    store::{
        Store as _,
        customers::{Customers as _, Kept},
    },
};

/// Stands in everything the register holds, and nowhere else.
const CANARY: &str = "canary-77ab";

type Conversation = Id<id::Conversation>;

impl Stage {
    /// With two contacts called Kari, of whom one has a company, a request and a sale.
    fn with_customers() -> Self {
        let stage = Self::new();
        let mut store = Memory::new(stage.disk.clone());
        let company = Company {
            id: Id::new("fjord"),
            name: format!("Fjord {CANARY}"),
            number: String::new(),
            email: String::new(),
            phone: String::new(),
            website: String::new(),
            address: String::new(),
        };
        store.put_company(&company).unwrap();
        for (id, name, email, firm) in [
            ("kari", "Kari Nordmann", "kari@fjord.example", Some("fjord")),
            ("other", "Kari Haugen", "kh@example.com", None),
            ("ola", "Ola Nordmann", "ola@fjord.example", Some("fjord")),
        ] {
            store.put_contact(&contact(id, name, email, firm)).unwrap();
        }
        for (kind, id, of) in [
            (Kind::Request, "r", "kari"),
            (Kind::Sale, "s", "kari"),
            (Kind::Project, "p", "ola"),
        ] {
            store.put_record(&kept(kind, id, of)).unwrap();
        }
        stage
    }

    /// Kari tells who she is and talks to Ann.
    fn introduced(&mut self) -> (SocketId, SocketId, Conversation) {
        let kari = self.visitor("kari");
        let start = visitor::Start {
            content: Content::text("My kettle leaks"),
            name: Some("Kari".to_owned()),
            email: Some("KARI@fjord.example".to_owned()),
            ..visitor::Start::default()
        };
        let started = self.visitor_asks(kari, visitor::Command::Start(start));
        let Ok(visitor::Reply::Started(receipt)) = started else {
            panic!("{started:?}");
        };
        let ann = self.agent("ann");
        let conversation = receipt.conversation;
        self.agent_asks(ann, take(&conversation)).unwrap();
        self.agent_asks(ann, follow(&conversation, None)).unwrap();
        (kari, ann, conversation)
    }

    fn contacts(&mut self, socket: SocketId, command: Command) -> Contacts {
        match self.agent_asks(socket, command) {
            Ok(Reply::Contacts(found)) => found,
            other => panic!("{other:?}"),
        }
    }

    fn file(&mut self, socket: SocketId, conversation: &Conversation, id: &str) -> ContactFile {
        match self.agent_asks(socket, look_at(conversation, id)) {
            Ok(Reply::Contact(file)) => *file,
            other => panic!("{other:?}"),
        }
    }

    fn record(&mut self, socket: SocketId, conversation: &Conversation, id: &str) -> RecordFile {
        let command = Command::Record(LookAtRecord {
            conversation: conversation.clone(),
            kind: Kind::Request,
            id: Id::new(id),
        });
        match self.agent_asks(socket, command) {
            Ok(Reply::Record(file)) => *file,
            other => panic!("{other:?}"),
        }
    }

    fn snapshot(&mut self, name: &str, conversation: &Conversation) -> Summary {
        let agent = self.agent(name);
        self.agent_asks(agent, follow(conversation, None)).unwrap();
        let frames = self.heard::<Agent>(agent).into_iter();
        let mut found = frames.filter_map(|frame| match frame {
            FromServer::Reset(it) => match it.snapshot {
                agent::Snapshot::Conversation(it) => Some(it.summary),
                agent::Snapshot::Desk(_) => None,
            },
            _ => None,
        });
        found.next().expect("a log begins with a snapshot")
    }
}

fn contact(id: &str, name: &str, email: &str, company: Option<&str>) -> Contact {
    Contact {
        id: Id::new(id),
        name: name.to_owned(),
        company: company.map(|id| Firm {
            id: Id::new(id),
            name: String::new(),
        }),
        title: String::new(),
        email: email.to_owned(),
        phone: String::new(),
        address: String::new(),
        note: CANARY.to_owned(),
    }
}

fn kept(kind: Kind, id: &str, of: &str) -> Kept {
    Kept {
        record: Record {
            id: Id::new(id),
            kind,
            number: String::new(),
            title: format!("{id} {CANARY}"),
            status: "open".to_owned(),
            category: String::new(),
            priority: String::new(),
            amount: String::new(),
            at: Some(Timestamp(1)),
            conversation: None,
            of_company: false,
        },
        contact: Some(Id::new(of)),
        company: Some(Id::new("fjord")),
        text: format!("Text {CANARY}"),
        log: String::new(),
    }
}

fn matches(conversation: &Conversation) -> Command {
    let conversation = conversation.clone();
    Command::MatchContacts(MatchContacts { conversation })
}

fn finds(conversation: &Conversation, words: &str) -> Command {
    Command::FindContacts(FindContacts {
        conversation: conversation.clone(),
        words: words.to_owned(),
        from: None,
    })
}

fn look_at(conversation: &Conversation, id: &str) -> Command {
    Command::Contact(LookAtContact {
        conversation: conversation.clone(),
        id: Id::new(id),
    })
}

fn links(conversation: &Conversation, kind: Kind, id: Option<&str>) -> Command {
    Command::Link(Link {
        conversation: conversation.clone(),
        kind,
        id: id.map(Id::new),
    })
}

fn creates(conversation: &Conversation, name: &str, company: &str) -> Command {
    Command::CreateContact(CreateContact {
        conversation: conversation.clone(),
        contact: NewContact {
            name: name.to_owned(),
            company: company.to_owned(),
            ..NewContact::default()
        },
    })
}

fn requests(conversation: &Conversation, log: Extent) -> Command {
    Command::CreateRequest(CreateRequest {
        conversation: conversation.clone(),
        request: NewRequest {
            title: "Leaking kettle".to_owned(),
            text: "Send a new one".to_owned(),
            category: "Complaint".to_owned(),
            log,
            ..NewRequest::default()
        },
    })
}

fn names(found: &Contacts) -> Vec<&str> {
    found.contacts.iter().map(|it| &*it.name).collect()
}

#[test]
fn the_address_matches_first_and_then_the_name() {
    let mut stage = Stage::with_customers();
    let (_, ann, chat) = stage.introduced();
    let found = stage.contacts(ann, matches(&chat));
    assert_eq!(names(&found), ["Kari Nordmann", "Kari Haugen"]);
    let found = stage.contacts(ann, finds(&chat, "fjo nord"));
    assert_eq!(names(&found), ["Kari Nordmann", "Ola Nordmann"]);
    assert!(
        stage
            .contacts(ann, finds(&chat, "fjo haug"))
            .contacts
            .is_empty()
    );
    let all = stage.contacts(ann, finds(&chat, " "));
    assert_eq!((all.contacts.len(), all.next), (3, None));
}

#[test]
fn a_linked_contact_is_known_by_everybody_who_sees_the_conversation_but_the_visitor() {
    let mut stage = Stage::with_customers();
    let (_, ann, chat) = stage.introduced();
    let file = stage.file(ann, &chat, "kari");
    assert_eq!(file.contact.name, "Kari Nordmann");
    assert!(file.company.is_some_and(|it| it.name.contains("Fjord")));
    let records: Vec<_> = file
        .records
        .iter()
        .map(|it| (it.id.as_str(), it.of_company))
        .collect();
    assert_eq!(records, [("r", false), ("s", false), ("p", true)]);

    let contact = links(&chat, Kind::Contact, Some("kari"));
    for _ in 0..2 {
        let again = stage.asks_as::<Agent>(ann, "c-link", contact.clone());
        assert_eq!(again.map_err(|it| it.code), Ok(Reply::Ok {}));
    }
    stage
        .agent_asks(ann, links(&chat, Kind::Project, Some("p")))
        .unwrap();
    stage
        .agent_asks(ann, links(&chat, Kind::Sale, Some("s")))
        .unwrap();
    let linked = stage.changes::<Agent>(ann, chat.as_str()).into_iter();
    let linked = linked.filter(|(_, it)| matches!(it, Change::Linked(_)));
    assert_eq!(linked.count(), 3, "a repeated command counts once");
    let summary = stage.snapshot("meg", &chat);
    let card = summary.contact.clone().expect("it is linked");
    assert_eq!(card.name, "Kari Nordmann");
    assert!(card.company.is_some_and(|it| it.name.contains("Fjord")));
    assert!(summary.project.is_some() && summary.sale.is_some());
    // The same after a crash, when everything is read from the store.
    stage.crash();
    let again = stage.snapshot("meg", &chat);
    assert_eq!(
        (again.contact, again.project, again.sale),
        (summary.contact, summary.project, summary.sale)
    );
    let ann = stage.agent("ann");
    stage
        .agent_asks(ann, links(&chat, Kind::Contact, None))
        .unwrap();
    assert_eq!(stage.snapshot("meg", &chat).contact, None);
}

#[test]
fn nothing_of_the_register_reaches_the_visitor() {
    let mut stage = Stage::with_customers();
    let (kari, ann, chat) = stage.introduced();
    for command in [
        links(&chat, Kind::Contact, Some("kari")),
        links(&chat, Kind::Project, Some("p")),
        links(&chat, Kind::Sale, Some("s")),
        requests(&chat, Extent::Public),
        creates(&chat, CANARY, CANARY),
    ] {
        stage.agent_asks(ann, command).unwrap();
    }
    stage.agent_asks(ann, answers(&chat, "An answer")).unwrap();
    let again = stage.visitor("kari");
    let follow = visitor::Command::Follow(visitor::Follow {
        log: chat.log(),
        after: Some(1),
    });
    stage.visitor_asks(again, follow).unwrap();
    let history = visitor::Command::History(visitor::History {
        before: 100,
        limit: 100,
    });
    let page = stage.visitor_asks(again, history).unwrap();
    let visitor::Reply::Page(page) = page else {
        panic!("{page:?}");
    };
    let seqs: Vec<u64> = page.entries.iter().map(|it| it.seq).collect();
    assert_eq!(seqs, [1, 2, 3, 4], "no hole tells of anything");
    let page = serde_json::to_string(&page).unwrap();
    stage.pass(1_000);
    for socket in [kari, again] {
        stage.read(socket);
        let heard = stage.sockets[&socket].texts.concat() + &page;
        assert!(heard.contains("An answer"));
        for word in [CANARY, "Nordmann", "linked", "requested", "R-1001"] {
            assert!(!heard.contains(word), "{word} in {heard}");
        }
    }
}

#[test]
fn a_request_gets_a_number_and_the_log_once_however_often_it_is_sent() {
    let mut stage = Stage::with_customers();
    let (_, ann, chat) = stage.introduced();
    stage.agent_asks(ann, notes(&chat, "third time")).unwrap();
    stage
        .agent_asks(ann, links(&chat, Kind::Contact, Some("kari")))
        .unwrap();
    let made = stage.asks_as::<Agent>(ann, "c-req", requests(&chat, Extent::Public));
    let Ok(Reply::Requested(made)) = made else {
        panic!("{made:?}");
    };
    assert_eq!(made.request.number, "R-1001");
    stage.crash();
    let ann = stage.agent("ann");
    let again = stage.asks_as::<Agent>(ann, "c-req", requests(&chat, Extent::Public));
    let Ok(Reply::Requested(again)) = again else {
        panic!("{again:?}");
    };
    assert!(again.dup);
    assert_eq!(again.request, made.request);
    let other = stage.asks_as::<Agent>(ann, "c-req", requests(&chat, Extent::All));
    assert_eq!(other.map_err(|it| it.code), Err(Code::IdConflict));
    let summary = stage.snapshot("meg", &chat);
    assert_eq!(summary.requests, std::slice::from_ref(&made.request));
    assert_eq!(summary.status, shared::conversation::Status::Active);

    let file = stage.record(ann, &chat, made.request.id.as_str());
    assert_eq!(
        (&*file.text, &*file.record.status),
        ("Send a new one", "open")
    );
    assert!(file.log.contains("Kari: My kettle leaks"), "{}", file.log);
    assert!(!file.log.contains("third time"));
    let records = stage.file(ann, &chat, "kari").records;
    assert!(records.iter().any(|it| it.number == "R-1001"));

    stage.agent_asks(ann, requests(&chat, Extent::All)).unwrap();
    let second = stage.snapshot("meg", &chat).requests.pop().unwrap();
    assert_eq!(second.number, "R-1002");
    let file = stage.record(ann, &chat, second.id.as_str());
    assert!(
        file.log.contains("ann (private): third time"),
        "{}",
        file.log
    );
}

#[test]
fn the_log_of_a_request_is_for_those_who_may_read_the_conversation() {
    let mut stage = Stage::with_customers();
    let (_, ann, chat) = stage.introduced();
    stage.agent_asks(ann, requests(&chat, Extent::All)).unwrap();
    let request = stage.snapshot("meg", &chat).requests.pop().unwrap();
    // Bob reads another conversation, and this one only when it is over.
    let (_, waiting) = stage.waiting("ole");
    let bob = stage.agent("bob");
    let seen = stage.record(bob, &waiting, request.id.as_str());
    assert_eq!((&*seen.record.title, &*seen.log), ("Leaking kettle", ""));
    stage.agent_asks(ann, ends(&chat)).unwrap();
    let seen = stage.record(bob, &waiting, request.id.as_str());
    assert!(seen.log.contains("My kettle leaks"));
}

#[test]
fn a_new_contact_is_linked_and_finds_its_company_by_name() {
    let mut stage = Stage::with_customers();
    let (_, ann, chat) = stage.introduced();
    let company = format!("fjord {CANARY}");
    for _ in 0..2 {
        let made = stage.asks_as::<Agent>(ann, "c-new", creates(&chat, " Ida\n Vik ", &company));
        assert_eq!(made.map_err(|it| it.code), Ok(Reply::Ok {}));
    }
    let card = stage.snapshot("meg", &chat).contact.unwrap();
    assert_eq!(card.name, "Ida Vik");
    assert_eq!(card.company.map(|it| it.id), Some(Id::new("fjord")));
    assert_eq!(stage.contacts(ann, finds(&chat, "ida")).contacts.len(), 1);
    stage
        .agent_asks(ann, creates(&chat, "Per", "Elv AS"))
        .unwrap();
    let card = stage.snapshot("meg", &chat).contact.unwrap();
    assert_eq!(card.company.map(|it| it.name), Some("Elv AS".to_owned()));
    for (command, code) in [
        (creates(&chat, " ", ""), Code::Empty),
        (creates(&chat, &"å".repeat(256), ""), Code::TooLong),
    ] {
        assert_eq!(stage.agent_asks(ann, command), Err(code));
    }
}

#[test]
fn what_cannot_be_linked_is_refused() {
    let mut stage = Stage::with_customers();
    let (_, ann, chat) = stage.introduced();
    for (command, code) in [
        (links(&chat, Kind::Contact, Some("nobody")), Code::NotFound),
        (
            links(&chat, Kind::Contact, Some("not an id")),
            Code::NotFound,
        ),
        (links(&chat, Kind::Sale, Some("r")), Code::NotFound),
        (links(&chat, Kind::Request, Some("r")), Code::BadRequest),
        (look_at(&chat, "nobody"), Code::NotFound),
        (finds(&chat, &"x".repeat(256)), Code::TooLong),
    ] {
        assert_eq!(
            stage.agent_asks(ann, command.clone()),
            Err(code),
            "{command:?}"
        );
    }
    assert_eq!(stage.snapshot("meg", &chat).contact, None);
}

#[test]
fn who_may_not_read_a_conversation_asks_nothing_on_its_behalf() {
    let mut stage = Stage::with_customers();
    let (_, _, chat) = stage.introduced();
    let all = |conversation: &Conversation| {
        [
            matches(conversation),
            finds(conversation, "kari"),
            look_at(conversation, "kari"),
            links(conversation, Kind::Contact, Some("kari")),
            creates(conversation, "Ida", ""),
            requests(conversation, Extent::Public),
        ]
    };
    // Bob may answer on the channel, but not read Ann's running conversation; Nil may do nothing.
    let (bob, nil) = (stage.agent("bob"), stage.agent("nil"));
    for command in all(&chat) {
        assert_eq!(
            stage.agent_asks(bob, command.clone()),
            Err(Code::NotAllowed)
        );
        assert_eq!(stage.agent_asks(nil, command), Err(Code::NotFound));
    }
    for command in all(&Id::new("absent")) {
        assert_eq!(stage.agent_asks(bob, command), Err(Code::NotFound));
    }
}

#[test]
fn a_conversation_that_is_over_is_an_activity_of_its_contact_and_the_company() {
    let mut stage = Stage::with_customers();
    let (kari, ann, chat) = stage.introduced();
    stage
        .agent_asks(ann, links(&chat, Kind::Contact, Some("kari")))
        .unwrap();
    let activities = |file: &ContactFile| {
        let all = file.records.iter().filter(|it| it.kind == Kind::Activity);
        all.map(|it| (it.title.clone(), it.of_company))
            .collect::<Vec<_>>()
    };
    assert!(activities(&stage.file(ann, &chat, "kari")).is_empty());
    stage
        .visitor_asks(kari, visitor::Command::End(visitor::End {}))
        .unwrap();
    let own = stage.file(ann, &chat, "kari");
    assert_eq!(activities(&own), [("support · ann".to_owned(), false)]);
    assert!(own.conversations.is_empty(), "the open one is no other");
    let colleague = stage.file(ann, &chat, "ola");
    assert_eq!(activities(&colleague), [("support · ann".to_owned(), true)]);

    // The next conversation shows the earlier one, to those who may read it.
    let (_, second) = stage.waiting("ole");
    let found = stage.file(ann, &second, "kari").conversations;
    assert_eq!(found.iter().map(|it| &it.id).collect::<Vec<_>>(), [&chat]);
    let sales = stage.visitor_on("sales", "ole", None);
    let foreign = stage.start(sales, "lamps");
    let meg = stage.agent("meg");
    stage
        .agent_asks(meg, links(&foreign, Kind::Contact, Some("kari")))
        .unwrap();
    let found = stage.file(ann, &second, "kari").conversations;
    assert_eq!(found.len(), 1, "sales is not Ann's to see");
    assert_eq!(stage.file(meg, &second, "kari").conversations.len(), 2);

    // Whoever was wrong says so afterwards.
    stage
        .agent_asks(ann, links(&chat, Kind::Contact, Some("other")))
        .unwrap();
    assert!(activities(&stage.file(ann, &chat, "kari")).is_empty());
    assert_eq!(activities(&stage.file(ann, &chat, "other")).len(), 1);
    stage
        .agent_asks(ann, links(&chat, Kind::Contact, None))
        .unwrap();
    assert!(activities(&stage.file(ann, &chat, "other")).is_empty());
}

#[test]
fn a_conversation_has_so_many_requests_and_no_more() {
    let mut stage = Stage::with_customers();
    let (_, ann, chat) = stage.introduced();
    for _ in 0..20 {
        stage
            .agent_asks(ann, requests(&chat, Extent::Public))
            .unwrap();
    }
    let more = stage.agent_asks(ann, requests(&chat, Extent::Public));
    assert_eq!(more, Err(Code::TooMany));
}

#[test]
fn much_about_a_contact_still_fits_into_a_frame() {
    let mut stage = Stage::with_customers();
    let (_, ann, chat) = stage.introduced();
    let mut store = Memory::new(stage.disk.clone());
    store.begin().unwrap();
    for number in 0..150 {
        let mut kept = kept(Kind::Sale, &format!("s{number}"), "kari");
        kept.record.title = "\u{1f4e6}".repeat(255);
        store.apply(&Write::Activity(Box::new(kept))).unwrap();
    }
    store.commit().unwrap();
    let file = stage.file(ann, &chat, "kari");
    let length = serde_json::to_string(&file).unwrap().len();
    assert!(file.records.len() > 30 && length < shared::limits::MAX_FRAME);
}
