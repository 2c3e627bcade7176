//! Ready answers: everybody's, and quick replies that nobody but their agent ever sees.

use shared::{
    agent::{Change, Command, Reply},
    reply::{Entry, Kind, Position, Quick, RemoveReply, Replies, SaveReply, Shelf},
};

use super::*;
use crate::{
    record::Write,
    store::{Store, replies::Replies as _},
};

fn save(id: &str, title: &str, content: &str) -> Command {
    Command::SaveReply(SaveReply {
        reply: Quick {
            id: Id::new(id),
            folder: " Orders / Late ".to_owned(),
            title: title.to_owned(),
            content: content.to_owned(),
        },
    })
}

fn remove(id: &str) -> Command {
    Command::RemoveReply(RemoveReply { id: Id::new(id) })
}

fn template(id: &str, title: &str, content: &str) -> Entry {
    Entry {
        id: Id::new(id),
        kind: Kind::Template,
        folder: String::new(),
        title: title.to_owned(),
        content: content.to_owned(),
    }
}

impl Stage {
    fn shelf(&mut self, socket: SocketId, after: Option<Position>) -> Shelf {
        let asked = self.agent_asks(socket, Command::Replies(Replies { after }));
        let Ok(Reply::Replies(shelf)) = asked else {
            panic!("{asked:?}");
        };
        shelf
    }

    fn titles(&mut self, socket: SocketId) -> Vec<String> {
        let shelf = self.shelf(socket, None);
        shelf.entries.into_iter().map(|it| it.title).collect()
    }

    /// How often a desk was told that ready answers changed.
    fn told(&mut self, socket: SocketId) -> usize {
        let is_it = |frame: &FromServer<Agent>| matches!(frame, FromServer::Event(it) if matches!(it.change, Change::RepliesChanged(_)));
        self.heard::<Agent>(socket)
            .iter()
            .filter(|it| is_it(it))
            .count()
    }
}

#[test]
fn a_quick_reply_is_its_agents_alone_on_all_devices() {
    let mut stage = Stage::new();
    let (desk, phone, bob) = (stage.agent("ann"), stage.agent("ann"), stage.agent("bob"));
    for socket in [desk, phone, bob] {
        stage.heard::<Agent>(socket);
    }
    stage
        .agent_asks(desk, save("q1", " Late\nparcel ", "It is on its way.\n"))
        .unwrap();
    assert_eq!([stage.told(phone), stage.told(bob)], [1, 0]);
    let shelf = stage.shelf(phone, None);
    let kept = Entry {
        kind: Kind::Quick,
        folder: "Orders/Late".to_owned(),
        ..template("q1", "Late parcel", "It is on its way.")
    };
    assert_eq!(
        shelf,
        Shelf {
            entries: vec![kept],
            more: false
        }
    );
    assert!(stage.titles(bob).is_empty());

    // Somebody else's id names nothing of theirs.
    stage
        .agent_asks(bob, save("q1", "Bob's", "Bob's own"))
        .unwrap();
    stage.agent_asks(bob, remove("q1")).unwrap();
    stage.agent_asks(bob, remove("q1")).unwrap();
    assert_eq!(stage.titles(desk), ["Late parcel"]);
    assert!(stage.titles(bob).is_empty());

    stage
        .agent_asks(phone, save("q1", "Changed", "Soon."))
        .unwrap();
    assert_eq!(stage.titles(desk), ["Changed"]);
    stage.crash();
    let desk = stage.agent("ann");
    assert_eq!(stage.titles(desk), ["Changed"]);
    stage.agent_asks(desk, remove("q1")).unwrap();
    assert!(stage.titles(desk).is_empty());
}

#[test]
fn what_cannot_be_kept_is_refused_with_its_reason() {
    let mut stage = Stage::new();
    let ann = stage.agent("ann");
    let long = "å".repeat(256);
    for (command, code) in [
        (save("q", "", "text"), Code::Empty),
        (save("q", "title", " \n"), Code::Empty),
        (save("q", &long, "text"), Code::TooLong),
        (save("q", "title", &"å".repeat(10_001)), Code::TooLong),
        (save("not an id", "title", "text"), Code::BadRequest),
        (remove(""), Code::BadRequest),
    ] {
        assert_eq!(
            stage.agent_asks(ann, command.clone()),
            Err(code),
            "{command:?}"
        );
    }
    assert!(stage.titles(ann).is_empty());
}

#[test]
fn an_agent_has_at_most_five_hundred_and_may_change_each() {
    let mut stage = Stage::new();
    let mut store = Memory::new(stage.disk.clone());
    store.begin().unwrap();
    for number in 0..500 {
        let entry = Entry {
            kind: Kind::Quick,
            ..template(&format!("q{number}"), "One", "text")
        };
        store
            .apply(&Write::Reply {
                agent: Id::new("ann"),
                entry,
            })
            .unwrap();
    }
    store.commit().unwrap();
    let (ann, bob) = (stage.agent("ann"), stage.agent("bob"));
    assert_eq!(
        stage.agent_asks(ann, save("new", "One", "text")),
        Err(Code::TooMany)
    );
    stage
        .agent_asks(ann, save("q7", "Changed", "text"))
        .unwrap();
    stage.agent_asks(bob, save("new", "One", "text")).unwrap();
    stage.agent_asks(ann, remove("q8")).unwrap();
    stage.agent_asks(ann, save("new", "One", "text")).unwrap();
}

#[test]
fn everybody_has_the_templates_and_is_told_when_they_change() {
    let mut stage = Stage::new();
    let (ann, bob) = (stage.agent("ann"), stage.agent("bob"));
    for socket in [ann, bob] {
        stage.heard::<Agent>(socket);
    }
    let mut store = Memory::new(stage.disk.clone());
    store
        .put_shared_reply(&template("t1", "Greeting", "Hello!"))
        .unwrap();
    stage.pass(1_000);
    for socket in [ann, bob] {
        assert_eq!(stage.told(socket), 1);
        assert_eq!(stage.titles(socket), ["Greeting"]);
    }
    // What is everybody's cannot be changed by an agent.
    stage.agent_asks(ann, remove("t1")).unwrap();
    stage.agent_asks(ann, save("t1", "Mine", "Hi!")).unwrap();
    assert_eq!(stage.titles(bob), ["Greeting"]);
    store.remove_shared_reply(&Id::new("t1")).unwrap();
    stage.pass(1_000);
    assert!(stage.titles(bob).is_empty());
}

#[test]
fn a_long_list_comes_in_frames_that_are_not_too_long() {
    let mut stage = Stage::new();
    let ann = stage.agent("ann");
    let long = "\u{1f4e6}".repeat(10_000);
    let mut store = Memory::new(stage.disk.clone());
    for number in 0..5 {
        let entry = template(&format!("t{number}"), &format!("Long {number}"), &long);
        store.put_shared_reply(&entry).unwrap();
    }
    for number in 0..300 {
        let entry = template(&format!("s{number}"), &format!("Short {number:03}"), "Yes.");
        store.put_shared_reply(&entry).unwrap();
    }
    let mut titles = Vec::new();
    let mut after = None;
    loop {
        let shelf = stage.shelf(ann, after);
        let length = serde_json::to_string(&shelf).unwrap().len();
        assert!(length <= shared::limits::MAX_FRAME - 200, "{length}");
        after = shelf.entries.last().map(Entry::position);
        titles.extend(shelf.entries.into_iter().map(|it| it.title));
        if !shelf.more {
            break;
        }
    }
    let long = (0..5).map(|it| format!("Long {it}"));
    let expected: Vec<String> = long
        .chain((0..300).map(|it| format!("Short {it:03}")))
        .collect();
    assert_eq!(titles, expected);
}

#[test]
fn a_repeated_command_is_answered_again_and_done_once() {
    let mut stage = Stage::new();
    let ann = stage.agent("ann");
    let first = save("q1", "One", "text");
    for _ in 0..2 {
        let again = stage.asks_as::<Agent>(ann, "c-1", first.clone());
        assert_eq!(again.map_err(|it| it.code), Ok(Reply::Ok {}));
    }
    let other = stage.asks_as::<Agent>(ann, "c-1", save("q1", "Two", "text"));
    assert_eq!(other.map_err(|it| it.code), Err(Code::IdConflict));
    assert_eq!(stage.titles(ann), ["One"]);
}
