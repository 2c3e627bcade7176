//! Who visitors are, and that they are forgotten.

use shared::{
    agent::{Person, Reply},
    register::{Contact, MatchContacts},
    variable::{Reveal, Told},
    visitor::{Command, Forget, Start},
};

use super::*;
use crate::{identity::Identity, store::customers::Customers};

/// Stands in every secret value, and nowhere else.
const CANARY: &str = "kanarifugl-41ce";

fn told(name: &str, value: &str, secret: bool) -> Told {
    Told {
        name: name.to_owned(),
        value: value.to_owned(),
        secret,
    }
}

fn kari(name: &str) -> Identity {
    Identity {
        subject: "c-1".to_owned(),
        name: Some(name.to_owned()),
        email: Some("kari@fjord.example".to_owned()),
        variables: vec![told("Plan", "Gold", false), told("PIN", CANARY, true)],
    }
}

fn ola() -> Identity {
    Identity {
        subject: "c-2".to_owned(),
        name: None,
        email: None,
        variables: Vec::new(),
    }
}

fn claiming(text: &str) -> Command {
    Command::Start(Start {
        content: Content::text(text),
        name: Some("Mallory".to_owned()),
        email: Some("kari@fjord.example".to_owned()),
        variables: vec![
            told("Plan", "Platinum", false),
            told("Page", "Kettles", false),
            told("Code", CANARY, true),
        ],
        ..Start::default()
    })
}

impl Stage {
    /// A visitor connects whose site has signed who it is.
    fn identified(&mut self, token: &str, identity: Identity) -> SocketId {
        let channel = Id::new("support");
        let id = visitor_id(&channel, token);
        let who = Who::Visitor { id, channel };
        self.join_as(who, RoleName::Visitor, None, Some(identity))
    }

    fn refusal(&mut self, socket: SocketId) -> Option<Code> {
        match self.heard::<Visitor>(socket).first() {
            Some(FromServer::Refused(it)) => Some(it.code),
            _ => None,
        }
    }

    /// A new conversation, as an agent sees its visitor.
    fn begins(&mut self, socket: SocketId, command: Command) -> (Id<id::Conversation>, Person) {
        let begun = self.visitor_asks(socket, command);
        let Ok(visitor::Reply::Started(receipt)) = begun else {
            panic!("{begun:?}");
        };
        let meg = self.agent("meg");
        let taken = self.agent_asks(meg, take(&receipt.conversation));
        let Ok(Reply::Taken(taken)) = taken else {
            panic!("{taken:?}");
        };
        (receipt.conversation, taken.visitor)
    }

    fn reveals(
        &mut self,
        agent: &str,
        of: &Id<id::Conversation>,
        name: &str,
    ) -> Result<Reply, Code> {
        let agent = self.agent(agent);
        let reveal = Reveal {
            conversation: of.clone(),
            name: name.to_owned(),
        };
        self.agent_asks(agent, agent::Command::Reveal(reveal))
    }
}

#[test]
fn what_is_signed_is_verified_and_what_is_said_is_not() {
    let mut stage = Stage::new();
    let socket = stage.identified("one", kari("Kari"));
    let (_, person) = stage.begins(socket, claiming("hi"));
    assert_eq!(person.customer.as_deref(), Some("c-1"));
    assert_eq!(person.name.as_deref(), Some("Kari"), "not the one typed");
    assert!(person.is_name_verified && person.is_email_verified);
    let variables: Vec<_> = person
        .variables
        .iter()
        .map(|it| (&*it.name, it.value.as_deref(), it.verified, it.secret))
        .collect();
    let expected = [
        ("Plan", Some("Gold"), true, false),
        ("PIN", None, true, true),
        ("Page", Some("Kettles"), false, false),
        ("Code", None, false, true),
    ];
    assert_eq!(variables, expected, "nobody speaks over what is signed");

    let socket = stage.visitor("two");
    let (_, person) = stage.begins(socket, claiming("hi"));
    assert_eq!(person.customer, None);
    assert!(!person.is_name_verified && !person.is_email_verified);
    assert!(person.variables.iter().all(|it| !it.verified));
}

#[test]
fn who_a_visitor_is_survives_a_crash_and_needs_no_second_proof() {
    let mut stage = Stage::new();
    stage.identified("one", kari("Kari"));
    stage.crash();
    let socket = stage.visitor("one");
    let frames = stage.heard::<Visitor>(socket);
    assert!(matches!(&frames[0], FromServer::Welcome(it) if it.me.is_identified));
    let (_, person) = stage.begins(socket, claiming("hi"));
    assert_eq!(person.customer.as_deref(), Some("c-1"));
    // What changed at the site counts from the next conversation on.
    stage
        .visitor_asks(socket, Command::End(visitor::End {}))
        .unwrap();
    let socket = stage.identified("one", kari("Kari N."));
    let (_, person) = stage.begins(socket, claiming("again"));
    assert_eq!(person.name.as_deref(), Some("Kari N."));
}

#[test]
fn a_token_belongs_to_one_person_or_to_nobody() {
    let mut stage = Stage::new();
    stage.identified("one", kari("Kari"));
    let other = stage.identified("one", ola());
    assert_eq!(stage.refusal(other), Some(Code::IdentityRefused));
    // Whoever wrote as nobody stays that.
    let nobody = stage.visitor("two");
    stage.start(nobody, "my secret question");
    let late = stage.identified("two", kari("Kari"));
    let frames = stage.heard::<Visitor>(late);
    assert_eq!(frames.len(), 1, "and sees nothing of it: {frames:?}");
    assert!(matches!(&frames[0], FromServer::Refused(it) if it.code == Code::IdentityRefused));
    // The same person elsewhere has a session of their own.
    let first = stage.identified("one", kari("Kari"));
    stage.start(first, "at home");
    let elsewhere = stage.identified("three", kari("Kari"));
    let frames = stage.heard::<Visitor>(elsewhere);
    assert!(matches!(&frames[0], FromServer::Welcome(it) if it.me.conversation.is_none()));
}

#[test]
fn whoever_is_forgotten_leaves_a_conversation_that_has_ended_and_a_dead_token() {
    let mut stage = Stage::new();
    let (kari, ann, conversation) = stage.chat();
    let other_tab = stage.visitor("kari");
    let forget = || Command::Forget(Forget {});
    let done = stage.asks_as::<Visitor>(kari, "c-forget", forget());
    assert!(matches!(done, Ok(visitor::Reply::Ok {})));
    for socket in [kari, other_tab] {
        assert_eq!(stage.closed(socket), Some(CloseCode::SignedOut));
        stage.leave(socket);
    }
    let ended = stage.changes::<Agent>(ann, conversation.as_str());
    assert!(matches!(ended.last(), Some((_, agent::Change::Ended(_)))));
    stage.crash();
    for again in [
        stage.visitor("kari"),
        stage.identified("kari", identifying::kari("K")),
    ] {
        assert_eq!(stage.refusal(again), Some(Code::SignInRequired));
    }
    // Without a conversation it is the same.
    let new = stage.visitor("new");
    stage.visitor_asks(new, forget()).unwrap();
    stage.leave(new);
    let again = stage.visitor("new");
    assert_eq!(stage.refusal(again), Some(Code::SignInRequired));
}

#[test]
fn a_channel_may_be_for_identified_customers_alone() {
    let mut stage = Stage::new();
    stage.administrate(|store| {
        let mut channel = channel_named("support");
        channel.trust.is_required = true;
        store.put_channel(&channel).unwrap();
    });
    let nobody = stage.visitor("nobody");
    assert_eq!(stage.refusal(nobody), Some(Code::IdentityRequired));
    let known = stage.identified("one", kari("Kari"));
    assert_eq!(stage.refusal(known), None);
    let again = stage.visitor("one");
    assert_eq!(stage.refusal(again), None);
}

#[test]
fn a_secret_is_told_to_the_agent_who_asks_and_to_nobody_else() {
    let mut stage = Stage::new();
    let ann = stage.agent("ann");
    let socket = stage.identified("one", kari("Kari"));
    let (conversation, _) = stage.begins(socket, claiming("hi"));
    stage.pass(1_000);
    for name in ["PIN", "Code"] {
        let revealed = stage.reveals("meg", &conversation, name);
        assert!(
            matches!(&revealed, Ok(Reply::Revealed(it)) if it.value == CANARY),
            "{name}"
        );
    }
    assert_eq!(
        stage.reveals("meg", &conversation, "Pin"),
        Err(Code::NotFound)
    );
    // It is Meg's now, and Ann may not listen.
    assert_eq!(
        stage.reveals("ann", &conversation, "PIN"),
        Err(Code::NotAllowed)
    );
    assert_eq!(
        stage.reveals("nil", &conversation, "PIN"),
        Err(Code::NotFound)
    );
    let again = stage.agent("meg");
    for socket in [ann, again] {
        let frames = stage.heard::<Agent>(socket);
        assert!(!frames.is_empty());
        let shown = serde_json::to_string(&frames).unwrap();
        assert!(!shown.contains(CANARY), "{shown}");
    }
    let frames = stage.heard::<Visitor>(socket);
    let shown = serde_json::to_string(&frames).unwrap();
    assert!(
        !shown.contains(CANARY) && !shown.contains("Gold"),
        "{shown}"
    );
}

#[test]
fn whom_the_site_has_signed_is_found_for_certain_and_who_only_says_so_is_not() {
    let mut stage = Stage::new();
    let contact = |id: &str, name: &str, email: &str| Contact {
        id: Id::new(id),
        name: name.to_owned(),
        company: None,
        title: String::new(),
        email: email.to_owned(),
        phone: String::new(),
        address: String::new(),
        note: String::new(),
    };
    stage.administrate(|store| {
        store
            .put_contact(&contact("7", "Kari Nordmann", "KARI@fjord.example"))
            .unwrap();
        store
            .put_contact(&contact("c-2", "Ola Nordmann", ""))
            .unwrap();
        // Numbered alike by the register, and somebody else.
        store
            .put_contact(&contact("c-1", "Per Hansen", "per@fjord.example"))
            .unwrap();
    });
    for (identity, certain) in [
        (Some(kari("Kari")), Some("7")),
        (Some(ola()), Some("c-2")),
        (None, None),
    ] {
        let token = format!("{certain:?}");
        let socket = match identity {
            Some(identity) => stage.identified(&token, identity),
            None => stage.visitor(&token),
        };
        let (conversation, _) = stage.begins(socket, claiming("hi"));
        let meg = stage.agent("meg");
        let matches = agent::Command::MatchContacts(MatchContacts { conversation });
        let Ok(Reply::Contacts(found)) = stage.agent_asks(meg, matches) else {
            panic!("contacts are found");
        };
        assert_eq!(found.certain.as_ref().map(Id::as_str), certain);
        let names: Vec<_> = found.contacts.iter().map(|it| &*it.name).collect();
        assert!(
            names.contains(&"Kari Nordmann"),
            "suggested in any case: {names:?}"
        );
        if let Some(certain) = certain {
            assert_eq!(found.contacts[0].id.as_str(), certain);
        }
    }
}
