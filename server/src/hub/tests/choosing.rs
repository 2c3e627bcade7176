//! Options that an agent offers, and their one answer.

use shared::{
    choice::{Choice, Options},
    conversation::Status,
    limits::MAX_MENUS,
    link::PageLink,
};

use super::*;

fn offers(conversation: &Id<id::Conversation>, texts: &[&str], multiple: bool) -> agent::Command {
    let texts = texts.iter().map(|it| (*it).to_owned()).collect();
    agent::Command::Post(agent::Post {
        conversation: conversation.clone(),
        content: Content {
            options: Some(Options {
                texts,
                multiple,
                ..Options::default()
            }),
            ..Content::text("Which?")
        },
        seen: None,
    })
}

fn chooses(message: &Id<id::Message>, texts: &[&str]) -> visitor::Command {
    let content = Content::choice(Choice {
        message: message.clone(),
        texts: texts.iter().map(|it| (*it).to_owned()).collect(),
        cancelled: texts.is_empty(),
    });
    visitor::Command::Post(visitor::Post { content })
}

impl Stage {
    fn offer(&mut self, socket: SocketId, command: agent::Command) -> Id<id::Message> {
        match self.agent_asks(socket, command) {
            Ok(agent::Reply::Posted(it)) => it.message,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn options_are_answered_once_with_what_was_offered() {
    let mut stage = Stage::new();
    let (kari, ann, chat) = stage.chat();
    let one = stage.offer(ann, offers(&chat, &["a", " b\n"], false));
    let more = stage.offer(ann, offers(&chat, &["c", "d", "e"], true));
    let none = stage.offer(ann, offers(&chat, &["f", "g"], true));
    for (menu, texts, expected) in [
        (&one, &["c"][..], Err(Code::Invalid)),
        (&one, &["a", "b"], Err(Code::Invalid)),
        (&one, &["b"], Ok(())),
        (&one, &["b"], Err(Code::Conflict)),
        (&more, &["c", "nothing of it"], Err(Code::Invalid)),
        (&more, &["e", "c"], Ok(())),
        (&none, &[], Ok(())),
        (&none, &["f"], Err(Code::Conflict)),
        (
            &Id::new("0000000000000000000000"),
            &["a"],
            Err(Code::NotFound),
        ),
    ] {
        let answer = stage.visitor_asks(kari, chooses(menu, texts));
        assert_eq!(answer.map(|_| ()), expected, "{texts:?}");
    }
    let heard = |changes: Vec<visitor::Change>| -> Vec<_> {
        let said = changes.into_iter().filter_map(|change| match change {
            visitor::Change::Posted(it) => Some(it.content),
            _ => None,
        });
        said.filter_map(|it| Some((it.choice?.message, it.text)))
            .collect()
    };
    let told = stage.changes::<Visitor>(kari, chat.as_str());
    let told = heard(told.into_iter().map(|it| it.1).collect());
    let expected = [(one, "b"), (more, "c, e"), (none, "")];
    assert_eq!(told, expected.map(|(menu, text)| (menu, text.to_owned())));
}

#[test]
fn what_cannot_be_offered_is_refused_and_the_rest_of_a_note_is_text() {
    let mut stage = Stage::new();
    let (kari, ann, chat) = stage.chat();
    let long = "x".repeat(256);
    for (texts, code) in [
        (&["a"][..], Code::Invalid),
        (&["a", "a"], Code::Invalid),
        (&["a", "  "], Code::Empty),
        (&["a", &long], Code::TooLong),
    ] {
        assert_eq!(
            stage.agent_asks(ann, offers(&chat, texts, false)),
            Err(code)
        );
    }
    // Visitors offer nothing, and what they say of it is not kept.
    let content = Content {
        options: Some(Options {
            texts: vec!["a".to_owned(), "b".to_owned()],
            ..Options::default()
        }),
        ..Content::text("hi")
    };
    let post = visitor::Command::Post(visitor::Post { content });
    stage.visitor_asks(kari, post).unwrap();
    let stored = stage.changes::<Agent>(ann, chat.as_str());
    let Some((_, agent::Change::Posted(it))) = stored.last() else {
        panic!("{stored:?}");
    };
    assert_eq!(it.content, Content::text("hi"));
}

#[test]
fn options_can_be_answered_after_a_crash_and_not_after_the_end() {
    let mut stage = Stage::new();
    let (kari, ann, chat) = stage.chat();
    let menu = stage.offer(ann, offers(&chat, &["a", "b"], false));
    let old = stage.offer(ann, offers(&chat, &["a", "b"], false));
    stage.visitor_asks(kari, chooses(&menu, &["a"])).unwrap();
    stage.agent_asks(ann, ends(&chat)).unwrap();
    let failed = stage
        .asks::<Visitor>(kari, chooses(&old, &["a"]))
        .unwrap_err();
    assert_eq!(failed.code, Code::Ended);
    assert_eq!(failed.current.unwrap().status, Status::Ended);
    stage.crash();
    let kari = stage.visitor("kari");
    let ann = stage.agent("ann");
    stage
        .visitor_asks(kari, visitor::Command::Reopen(visitor::Reopen {}))
        .unwrap();
    let again = stage.visitor_asks(kari, chooses(&menu, &["b"]));
    assert_eq!(again, Err(Code::Conflict));
    for _ in 1..MAX_MENUS {
        stage.offer(ann, offers(&chat, &["a", "b"], false));
    }
    stage.visitor_asks(kari, chooses(&old, &["b"])).unwrap();
    // Only the last ones wait for an answer.
    for _ in 0..MAX_MENUS {
        stage.offer(ann, offers(&chat, &["a", "b"], false));
    }
    let late = stage.visitor_asks(kari, chooses(&old, &["b"]));
    assert_eq!(late, Err(Code::NotFound));
}

#[test]
fn lists_tell_what_is_offered_and_what_was_chosen() {
    let mut stage = Stage::new();
    let (kari, ann, chat) = stage.chat();
    let last = |stage: &mut Stage| {
        stage.pass(1_000);
        let heard = stage.changes::<Agent>(ann, "desk");
        heard
            .into_iter()
            .rev()
            .find_map(|(_, change)| match change {
                agent::Change::Conversation(it) => Some((it.last.text, it.last.cancelled)),
                _ => None,
            })
    };
    let menu = stage.offer(ann, offers(&chat, &["a", "b"], false));
    assert_eq!(last(&mut stage), Some(("Which? [a / b]".to_owned(), false)));
    stage.visitor_asks(kari, chooses(&menu, &["b"])).unwrap();
    assert_eq!(last(&mut stage), Some(("b".to_owned(), false)));
    let menu = stage.offer(ann, offers(&chat, &["a", "b"], false));
    stage.visitor_asks(kari, chooses(&menu, &[])).unwrap();
    assert_eq!(last(&mut stage), Some((String::new(), true)));
}

#[test]
fn a_link_goes_with_an_agents_message_and_is_known_as_one_of_the_site() {
    let mut stage = Stage::new();
    let (kari, ann, chat) = stage.chat();
    let link = |address: &str| PageLink {
        address: address.to_owned(),
        title: "Lamps".to_owned(),
        own_site: true,
    };
    let content = |address: &str| Content {
        link: Some(Box::new(link(address))),
        ..Content::text("Look")
    };
    let post = |content: Content| {
        agent::Command::Post(agent::Post {
            conversation: chat.clone(),
            content,
            seen: None,
        })
    };
    for address in ["https://shop.example/lamps", "https://else.example/"] {
        stage.agent_asks(ann, post(content(address))).unwrap();
    }
    let refused = stage.agent_asks(ann, post(content("javascript:alert(1)")));
    assert_eq!(refused, Err(Code::Invalid));
    let heard = stage.changes::<Visitor>(kari, chat.as_str());
    let links: Vec<_> = heard
        .into_iter()
        .filter_map(|(_, change)| match change {
            visitor::Change::Posted(it) => it.content.link,
            _ => None,
        })
        .map(|it| (it.address, it.own_site))
        .collect();
    let expected = [
        ("https://shop.example/lamps", true),
        ("https://else.example/", false),
    ];
    assert_eq!(links, expected.map(|(to, is_own)| (to.to_owned(), is_own)));
    // Neither visitors nor notes point out anything.
    let said = visitor::Command::Post(visitor::Post {
        content: content("https://shop.example/lamps"),
    });
    stage.visitor_asks(kari, said).unwrap();
    let note = agent::Command::Note(agent::Note {
        conversation: chat.clone(),
        content: content("https://shop.example/lamps"),
    });
    stage.agent_asks(ann, note).unwrap();
    let stored = stage.changes::<Agent>(ann, chat.as_str());
    let last: Vec<_> = stored.iter().rev().take(2).map(|it| &it.1).collect();
    let plain = Content::text("Look");
    let [agent::Change::Noted(note), agent::Change::Posted(said)] = last[..] else {
        panic!("{last:?}");
    };
    assert_eq!((&note.content, &said.content), (&plain, &plain));
}
