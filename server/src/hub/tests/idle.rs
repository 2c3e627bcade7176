//! Visitors who say nothing any more.

use super::*;
use crate::directory::{Ending, Idle};

const SECOND: u64 = 1_000;

impl Stage {
    /// The channel `support` asks after a minute of silence, and ends what goes on after two.
    fn impatient(&mut self) {
        self.ending(Ending {
            idle: Idle {
                nudge_after_s: Some(60),
                end_after_s: Some(120),
            },
            ..Ending::default()
        });
    }

    /// What the visitor was told since this was asked last, one word for each change.
    fn heard_by(&mut self, socket: SocketId, chat: &Id<id::Conversation>) -> Vec<String> {
        let changes = self.changes::<Visitor>(socket, chat.as_str());
        changes.iter().map(|(_, it)| word_v(it)).collect()
    }
}

// SO-56.
#[test]
fn a_silent_visitor_is_asked_once_and_then_it_is_over() {
    let mut stage = Stage::new();
    stage.impatient();
    let (kari, ann, chat) = stage.chat();
    // Whoever waits for an answer is not silent.
    stage.pass(300 * SECOND);
    stage.heard_by(kari, &chat);
    stage
        .agent_asks(ann, answers(&chat, "Which lamp?"))
        .unwrap();
    stage.pass(59 * SECOND);
    assert_eq!(stage.heard_by(kari, &chat), ["Which lamp?"]);
    stage.pass(2 * SECOND);
    assert_eq!(stage.heard_by(kari, &chat), ["nudged"]);
    // It survives the server, and is not asked again.
    stage.crash();
    let kari = stage.visitor("kari");
    stage.pass(58 * SECOND);
    assert_eq!(stage.heard_by(kari, &chat), [""; 0]);
    stage.pass(2 * SECOND);
    assert_eq!(stage.heard_by(kari, &chat), ["ended by System"]);
    let summary = stage.summary(&chat);
    let why = summary.ended.unwrap().why;
    assert_eq!(why, Some(shared::conversation::Why::Idle));
}

// SO-56.
#[test]
fn a_visitor_who_writes_or_is_writing_is_there() {
    let mut stage = Stage::new();
    stage.impatient();
    let (kari, ann, chat) = stage.chat();
    stage
        .agent_asks(ann, answers(&chat, "Which lamp?"))
        .unwrap();
    stage.pass(50 * SECOND);
    stage
        .visitor_asks(kari, visitor::Command::Typing(visitor::Typing {}))
        .unwrap();
    stage.heard_by(kari, &chat);
    stage.pass(50 * SECOND);
    assert_eq!(stage.heard_by(kari, &chat), [""; 0]);
    stage.pass(11 * SECOND);
    assert_eq!(stage.heard_by(kari, &chat), ["nudged"]);
    stage.visitor_asks(kari, says("The tall one")).unwrap();
    stage.pass(500 * SECOND);
    assert_eq!(stage.heard_by(kari, &chat), ["The tall one"]);
    // The next answer begins anew, and so does each one after it.
    stage.agent_asks(ann, answers(&chat, "I see")).unwrap();
    stage.pass(50 * SECOND);
    stage
        .agent_asks(ann, answers(&chat, "It is on its way"))
        .unwrap();
    stage.pass(50 * SECOND);
    assert_eq!(stage.heard_by(kari, &chat), ["I see", "It is on its way"]);
    stage.agent_asks(ann, ends(&chat)).unwrap();
    stage.pass(500 * SECOND);
    assert_eq!(stage.heard_by(kari, &chat), ["ended by Agent"]);
}

#[test]
fn an_end_says_whether_it_was_in_the_queue() {
    let mut stage = Stage::new();
    let (kari, chat) = stage.waiting("kari");
    stage
        .visitor_asks(kari, visitor::Command::End(visitor::End {}))
        .unwrap();
    let ended = stage.summary(&chat).ended.unwrap();
    assert!(ended.waited);
    assert_eq!(ended.why, None);
}
