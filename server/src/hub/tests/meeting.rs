//! How visitors are met: a greeting, and whom they are told to talk with.

use shared::{
    message::Author,
    visitor::{Change, History, Reopen, State},
};

use super::*;
use crate::{directory::Manner, photo::Photo, store::photos::Photos};

impl Stage {
    /// The channel `support` meets its visitors so.
    fn manner(&mut self, manner: Manner) {
        self.administrate(|store| {
            let channel = Channel {
                manner,
                ..channel_named("support")
            };
            store.put_channel(&channel).unwrap();
        });
    }

    fn meets(&mut self, socket: SocketId, name: Option<&str>) -> shared::message::Receipt {
        let start = visitor::Command::Start(visitor::Start {
            content: Content::text("help"),
            name: name.map(str::to_owned),
            ..visitor::Start::default()
        });
        match self.visitor_asks(socket, start) {
            Ok(visitor::Reply::Started(receipt)) => receipt,
            other => panic!("{other:?}"),
        }
    }

    /// Every byte a socket was sent since this was asked last.
    fn bytes(&mut self, socket: SocketId) -> String {
        self.read(socket);
        let seat = self.sockets.get_mut(&socket).unwrap();
        std::mem::take(&mut seat.texts).concat()
    }

    /// How the conversation stands for a visitor who comes new.
    fn state(&mut self, name: &str) -> State {
        let socket = self.visitor(name);
        let heard = self.heard::<Visitor>(socket).into_iter();
        let mut states = heard.filter_map(|frame| match frame {
            FromServer::Reset(it) => Some(it.snapshot.state),
            _ => None,
        });
        let state = states.next().unwrap();
        self.leave(socket);
        state
    }

    fn photograph(&mut self, agent: &str, photo: Option<&Photo>) {
        let photo = photo.cloned();
        self.administrate(|store| store.set_photo(&Id::new(agent), photo.as_ref()).unwrap());
    }
}

// SO-54.
#[test]
fn a_greeting_comes_first_in_the_log_of_both_and_is_nobodys_answer() {
    let mut stage = Stage::new();
    stage.manner(Manner {
        greeting: "Hi, {name}!".to_owned(),
        ..Manner::default()
    });
    let kari = stage.visitor("kari");
    let receipt = stage.meets(kari, Some("Kari"));
    let chat = receipt.conversation;
    assert_eq!(receipt.seq, 3);
    let heard = stage.changes::<Visitor>(kari, chat.as_str());
    let words: Vec<_> = heard.iter().map(|(_, it)| word_v(it)).collect();
    assert_eq!(words, ["started", "Hi, Kari!", "help"]);
    assert!(matches!(&heard[1].1, Change::Posted(it) if it.author == Author::System));
    // An agent finds it in the log; what the visitor said is what lists tell, and waits for an answer.
    let meg = stage.agent("meg");
    stage.agent_asks(meg, follow(&chat, Some(0))).unwrap();
    let heard = stage.changes::<Agent>(meg, chat.as_str());
    let told: Vec<_> = heard.iter().map(|(_, it)| word_a(it)).collect();
    assert_eq!(told, words);
    let found = stage.summary(&chat);
    assert_eq!(
        (found.first.text.as_str(), found.last.text.as_str()),
        ("help", "help")
    );
    assert_eq!(found.unread, 1);
    // Whoever gave no name is greeted without.
    let ola = stage.visitor("ola");
    let receipt = stage.meets(ola, None);
    let heard = stage.changes::<Visitor>(ola, receipt.conversation.as_str());
    assert_eq!(word_v(&heard[1].1), "Hi!");
}

// SO-53.
#[test]
fn visitors_may_learn_first_names_only_wherever_an_agent_is_named() {
    let mut stage = Stage::new();
    stage.administrate(|store| {
        let ann = Account {
            name: "Ann Berg".to_owned(),
            ..account("ann")
        };
        store.put_account(&ann).unwrap();
    });
    stage.manner(Manner {
        names: Names::First,
        ..Manner::default()
    });
    let (kari, ann, chat) = stage.chat();
    stage.agent_asks(ann, answers(&chat, "Hello")).unwrap();
    let typing = agent::Typing {
        conversation: chat.clone(),
        private: false,
    };
    stage
        .agent_asks(ann, agent::Command::Typing(typing))
        .unwrap();
    stage.agent_asks(ann, ends(&chat)).unwrap();
    stage
        .visitor_asks(kari, visitor::Command::Reopen(Reopen {}))
        .unwrap();
    stage.crash();
    // Live, replayed, as a page and as a snapshot.
    let kari = stage.visitor_on("support", "kari", resume(&[(&chat, 0)]));
    let again = stage.visitor("kari");
    let page = History {
        before: 100,
        limit: 50,
    };
    stage
        .visitor_asks(again, visitor::Command::History(page))
        .unwrap();
    let ann = stage.agent("ann");
    stage.agent_asks(ann, follow(&chat, None)).unwrap();
    stage.agent_asks(ann, answers(&chat, "Here again")).unwrap();
    let told = stage.bytes(kari) + &stage.bytes(again);
    assert!(told.contains("\"Ann\"") && !told.contains("Berg"), "{told}");
    assert!(stage.bytes(ann).contains("Ann Berg"));
    assert_eq!(stage.state("kari").agent.unwrap().name, "Ann");
}

// SO-53.
#[test]
fn a_visitor_is_told_the_photo_of_whoever_answers_as_it_is_now() {
    let mut stage = Stage::new();
    let photo = Photo::new("image/png", b"one".to_vec());
    stage.photograph("ann", Some(&photo));
    let (kari, ann, chat) = stage.chat();
    let photos: Vec<_> = stage
        .changes::<Visitor>(kari, chat.as_str())
        .into_iter()
        .filter_map(|(_, it)| match it {
            Change::Taken(it) => it.photo,
            _ => None,
        })
        .collect();
    assert_eq!(photos, std::slice::from_ref(&photo.id));
    let reader: &dyn Reader = &stage.disk;
    assert_eq!(reader.photo(&photo.id).unwrap(), Some(photo.clone()));
    let other = Photo::new("image/png", b"two".to_vec());
    stage.photograph("ann", Some(&other));
    assert_eq!(stage.state("kari").photo, Some(other.id.clone()));
    let reader: &dyn Reader = &stage.disk;
    assert_eq!(reader.photo(&photo.id).unwrap(), None);
    stage.photograph("ann", None);
    assert_eq!(stage.state("kari").photo, None);
    stage.agent_asks(ann, ends(&chat)).unwrap();
}
