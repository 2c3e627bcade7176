//! Looking for conversations: an agent finds what that agent may read, and nothing else.

use shared::{
    agent::{Command, Reply},
    archive::{Found, Search},
};

use super::*;

impl Stage {
    fn finds(&mut self, socket: SocketId, search: Search) -> Found {
        match self.agent_asks(socket, Command::Search(search)) {
            Ok(Reply::Found(found)) => found,
            other => panic!("{other:?}"),
        }
    }

    /// How the first messages of what is found begin.
    fn firsts(&mut self, socket: SocketId, words: &str) -> Vec<String> {
        let search = Search {
            words: words.to_owned(),
            ..Search::default()
        };
        let found = self.finds(socket, search);
        let hits = found.hits.into_iter();
        hits.map(|hit| hit.summary.first.text).collect()
    }
}

#[test]
fn an_agent_finds_what_that_agent_may_read() {
    let mut stage = Stage::new();
    let (_, ann, chat) = stage.chat();
    stage
        .agent_asks(ann, notes(&chat, "the canary sings"))
        .unwrap();
    let ole = stage.visitor_on("sales", "ole", None);
    stage.start(ole, "a canary for sale");
    let (bob, meg, nil) = (stage.agent("bob"), stage.agent("meg"), stage.agent("nil"));
    assert_eq!(stage.firsts(ann, "canary"), ["help"]);
    // Ann's running conversation is not Bob's to read, nor is the channel of sales.
    assert!(stage.firsts(bob, "canary").is_empty());
    assert_eq!(stage.firsts(meg, "canary"), ["a canary for sale", "help"]);
    assert!(stage.firsts(nil, "canary").is_empty());
    stage.agent_asks(ann, ends(&chat)).unwrap();
    assert_eq!(stage.firsts(bob, "canary"), ["help"]);
}

#[test]
fn pages_go_on_where_the_last_one_stopped() {
    let mut stage = Stage::with(Settings::default().times(100));
    for number in 0..45 {
        let visitor = stage.visitor(&format!("v{number}"));
        stage.start(visitor, &format!("kettle {number}"));
    }
    let ann = stage.agent("ann");
    let mut all = Vec::new();
    let mut from = None;
    loop {
        let words = "kettle".to_owned();
        let search = Search {
            words,
            from,
            ..Search::default()
        };
        let found = stage.finds(ann, search);
        all.extend(found.hits.into_iter().map(|hit| hit.summary.first.text));
        from = found.next;
        if from.is_none() {
            break;
        }
    }
    let expected: Vec<_> = (0..45).rev().map(|it| format!("kettle {it}")).collect();
    assert_eq!(all, expected);
}

#[test]
fn too_long_a_question_is_refused() {
    let mut stage = Stage::new();
    let ann = stage.agent("ann");
    let words = "x".repeat(256);
    let search = Command::Search(Search {
        words,
        ..Search::default()
    });
    assert_eq!(stage.agent_asks(ann, search), Err(Code::TooLong));
}
