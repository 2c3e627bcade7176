//! Files: announced, ready, taken along by one message, and got by whoever may read it.

use shared::{
    choice::Options,
    file::{Fetch, File, Slot, Upload},
    limits,
};

use super::*;
use crate::{keys::Keys, record::Stage as Progress, store::files::Files};

fn upload(name: &str) -> Upload {
    Upload {
        name: name.to_owned(),
        size: 10,
        kind: "image/png".to_owned(),
    }
}

fn with_files(text: &str, files: &[&Id<id::File>]) -> Content {
    let file = |id: &&Id<id::File>| File {
        id: (*id).clone(),
        name: "what a client says".to_owned(),
        ..File::default()
    };
    Content {
        text: text.to_owned(),
        files: files.iter().map(file).collect(),
        ..Content::default()
    }
}

fn says_with(text: &str, files: &[&Id<id::File>]) -> visitor::Command {
    let content = with_files(text, files);
    visitor::Command::Post(visitor::Post { content })
}

fn notes_with(
    conversation: &Id<id::Conversation>,
    text: &str,
    files: &[&Id<id::File>],
) -> agent::Command {
    agent::Command::Note(agent::Note {
        conversation: conversation.clone(),
        content: with_files(text, files),
    })
}

impl Stage {
    fn visitors_slot(&mut self, socket: SocketId, it: Upload) -> Slot {
        match self.visitor_asks(socket, visitor::Command::Upload(it)) {
            Ok(visitor::Reply::Upload(slot)) => slot,
            other => panic!("{other:?}"),
        }
    }

    fn agents_slot(&mut self, socket: SocketId) -> Slot {
        match self.agent_asks(socket, agent::Command::Upload(upload("a.png"))) {
            Ok(agent::Reply::Upload(slot)) => slot,
            other => panic!("{other:?}"),
        }
    }

    /// The bytes have come and are found good.
    fn is_ready(&mut self, id: &Id<id::File>) {
        let mut store = Memory::new(self.disk.clone());
        let mut file = store.file(id).unwrap().unwrap().file;
        (file.width, file.height) = (Some(3), Some(2));
        store.settle_file(&file, Progress::Ready).unwrap();
    }

    /// A file of the visitor's whose bytes have come.
    fn visitors_file(&mut self, socket: SocketId) -> Id<id::File> {
        let file = self.visitors_slot(socket, upload("a.png")).file;
        self.is_ready(&file);
        file
    }

    fn agents_file(&mut self, socket: SocketId) -> Id<id::File> {
        let file = self.agents_slot(socket).file;
        self.is_ready(&file);
        file
    }

    fn visitor_gets(&mut self, socket: SocketId, file: &Id<id::File>) -> Result<(), Code> {
        let fetch = visitor::Command::Fetch(Fetch { file: file.clone() });
        self.visitor_asks(socket, fetch).map(drop)
    }

    fn agent_gets(&mut self, socket: SocketId, file: &Id<id::File>) -> Result<(), Code> {
        let fetch = agent::Command::Fetch(Fetch { file: file.clone() });
        self.agent_asks(socket, fetch).map(drop)
    }
}

#[test]
fn a_message_takes_files_along_and_says_what_the_server_knows_of_them() {
    let mut stage = Stage::new();
    let (kari, ann, conversation) = stage.chat();
    let (a, b) = (stage.visitors_file(kari), stage.visitors_file(kari));
    stage.heard::<Agent>(ann);
    stage
        .visitor_asks(kari, says_with(" Look! ", &[&a, &b]))
        .unwrap();
    stage.visitor_asks(kari, says_with("", &[&a])).unwrap_err();
    let changes = stage.changes::<Agent>(ann, conversation.as_str());
    let [(_, agent::Change::Posted(message))] = &changes[..] else {
        panic!("{changes:?}");
    };
    assert_eq!(message.content.text, "Look!");
    let known: Vec<_> = message.content.files.iter().collect();
    assert_eq!(known.len(), 2);
    assert_eq!((known[0].name.as_str(), known[0].width), ("a.png", Some(3)));
    assert_eq!(
        [stage.agent_gets(ann, &a), stage.visitor_gets(kari, &b)],
        [Ok(()); 2]
    );
}

#[test]
fn a_first_message_may_be_files_alone() {
    let mut stage = Stage::new();
    let kari = stage.visitor("kari");
    let file = stage.visitors_file(kari);
    let start = visitor::Command::Start(visitor::Start {
        content: with_files(" \n", &[&file]),
        ..visitor::Start::default()
    });
    stage.visitor_asks(kari, start).unwrap();
    stage.visitor_gets(kari, &file).unwrap();
    let nothing = with_files("", &[]);
    let nothing = visitor::Command::Post(visitor::Post { content: nothing });
    assert_eq!(stage.visitor_asks(kari, nothing), Err(Code::Empty));
}

#[test]
fn only_files_that_are_ready_ones_own_and_free_go_with_a_message() {
    let mut stage = Stage::new();
    let (kari, ann, conversation) = stage.chat();
    let pending = stage.visitors_slot(kari, upload("a.png")).file;
    let anns = stage.agents_file(ann);
    let own = stage.visitors_file(kari);
    let made_up = Id::new("0123456789abcdefghijkl");
    for file in [&pending, &anns, &made_up, &Id::new("no id")] {
        let asked = stage.visitor_asks(kari, says_with("Hi", &[&own, file]));
        assert_eq!(asked, Err(Code::NoFile), "{file}");
    }
    let twice = stage.visitor_asks(kari, says_with("Hi", &[&own, &own]));
    assert_eq!(twice, Err(Code::NoFile));
    let six: Vec<_> = (0..6).map(|_| stage.visitors_file(kari)).collect();
    let six: Vec<_> = six.iter().collect();
    let too_many = stage.visitor_asks(kari, says_with("", &six));
    assert_eq!(too_many, Err(Code::TooMany));
    stage.visitor_asks(kari, says_with("", &six[..5])).unwrap();
    // A failure has taken nothing.
    stage.visitor_asks(kari, says_with("Hi", &[&own])).unwrap();
    stage
        .agent_asks(ann, notes_with(&conversation, "", &[&anns]))
        .unwrap();
}

#[test]
fn options_with_files_need_a_text_that_they_answer() {
    let mut stage = Stage::new();
    let (_, ann, conversation) = stage.chat();
    let file = stage.agents_file(ann);
    let mut post = |text: &str| {
        let options = Options {
            texts: vec!["Yes".to_owned(), "No".to_owned()],
            ..Options::default()
        };
        let post = agent::Command::Post(agent::Post {
            conversation: conversation.clone(),
            content: Content {
                options: Some(options),
                ..with_files(text, &[&file])
            },
            seen: None,
        });
        stage.agent_asks(ann, post).map(drop)
    };
    assert_eq!(post(" "), Err(Code::Empty));
    assert_eq!(post("This one?"), Ok(()));
}

#[test]
fn a_repeated_message_is_the_same_one_and_so_is_a_repeated_announcement() {
    let mut stage = Stage::new();
    let (kari, _, _) = stage.chat();
    let announce = || visitor::Command::Upload(upload("a.png"));
    let mut slot = || match stage.asks_as::<Visitor>(kari, "up", announce()) {
        Ok(visitor::Reply::Upload(slot)) => slot.file,
        other => panic!("{other:?}"),
    };
    let file = slot();
    assert_eq!(slot(), file);
    stage.is_ready(&file);
    let mut post = || {
        let asked = stage.asks_as::<Visitor>(kari, "post", says_with("", &[&file]));
        asked.map_err(|failed| failed.code)
    };
    let Ok(visitor::Reply::Posted(first)) = post() else {
        panic!("it is posted");
    };
    let Ok(visitor::Reply::Posted(again)) = post() else {
        panic!("it is posted");
    };
    assert_eq!((first.message, true), (again.message, again.dup));
    stage.crash();
    let kari = stage.visitor("kari");
    let again = stage.asks_as::<Visitor>(kari, "up", announce());
    assert!(matches!(again, Ok(visitor::Reply::Upload(slot)) if slot.file == file));
}

/// F-02.
#[test]
fn a_private_file_looks_to_a_visitor_like_one_that_is_not_there() {
    let mut stage = Stage::new();
    let (kari, ann, conversation) = stage.chat();
    let private = stage.agents_file(ann);
    stage
        .agent_asks(ann, notes_with(&conversation, "", &[&private]))
        .unwrap();
    let unbound = stage.agents_file(ann);
    let ole = stage.visitor("ole");
    let oles = stage.visitors_file(ole);
    let made_up = Id::new("0123456789abcdefghijkl");
    let mut answers = Vec::new();
    for file in [&private, &unbound, &oles, &made_up] {
        let fetch = visitor::Command::Fetch(Fetch {
            file: (*file).clone(),
        });
        answers.push(stage.asks_as::<Visitor>(kari, "same", fetch).unwrap_err());
    }
    assert_eq!(answers[0].code, Code::NotFound);
    assert!(answers.iter().all(|it| *it == answers[0]), "{answers:?}");
    stage.agent_gets(ann, &private).unwrap();
    stage.agent_gets(ann, &unbound).unwrap();
    let bob = stage.agent("bob");
    let refused = [&private, &unbound, &oles].map(|it| stage.agent_gets(bob, it));
    assert_eq!(
        refused,
        [Err(Code::NotFound); 3],
        "a colleague's conversation"
    );
    let meg = stage.agent("meg");
    stage.agent_gets(meg, &private).unwrap();
}

#[test]
fn an_earlier_conversations_files_are_gone_with_it() {
    let mut stage = Stage::new();
    let (kari, _) = stage.waiting("kari");
    let file = stage.visitors_file(kari);
    stage.visitor_asks(kari, says_with("", &[&file])).unwrap();
    stage
        .visitor_asks(kari, visitor::Command::End(visitor::End {}))
        .unwrap();
    stage.visitor_gets(kari, &file).unwrap();
    stage.start(kari, "again");
    assert_eq!(stage.visitor_gets(kari, &file), Err(Code::NotFound));
}

#[test]
fn what_is_too_much_is_refused_before_a_byte_is_sent() {
    let mut settings = Settings::default().taking(&["image/png"]);
    settings.uploads_per_60s = 1_000;
    settings.file_space = limits::MAX_FILE + 100;
    let mut stage = Stage::with(settings);
    let kari = stage.visitor("kari");
    let sized = |size| Upload {
        size,
        ..upload("a.png")
    };
    let mut ask = |it: Upload| stage.visitor_asks(kari, visitor::Command::Upload(it));
    assert_eq!(ask(sized(limits::MAX_FILE + 1)), Err(Code::TooLarge));
    assert_eq!(ask(sized(0)), Err(Code::Empty));
    let svg = Upload {
        kind: "image/svg+xml".to_owned(),
        ..upload("a.svg")
    };
    assert_eq!(ask(svg), Err(Code::WrongType));
    assert!(ask(sized(limits::MAX_FILE)).is_ok());
    assert_eq!(ask(sized(101)), Err(Code::Unavailable), "no room");
    for _ in 1..limits::MAX_WAITING_FILES {
        assert!(ask(sized(1)).is_ok());
    }
    assert_eq!(ask(sized(1)), Err(Code::TooMany));
}

#[test]
fn a_server_that_takes_no_files_does_not_know_the_command() {
    let mut stage = Stage::with(Settings::default().taking::<&str>(&[]));
    let kari = stage.visitor("kari");
    let asked = stage.visitor_asks(kari, visitor::Command::Upload(upload("a.png")));
    assert_eq!(asked, Err(Code::UnknownCommand));
}

#[test]
fn the_key_is_one_for_this_file() {
    let mut stage = Stage::new();
    let kari = stage.visitor("kari");
    let slot = stage.visitors_slot(kari, upload("../a.png"));
    assert_eq!(slot.address, format!("/v1/files/{}", slot.file));
    let mut seed = [7; 32];
    seed[..4].copy_from_slice(&0_u32.to_le_bytes());
    assert!(Keys::new(seed).lets_in(&slot.file, &slot.key, stage.now));
}
