//! Nothing private in any byte to a visitor.

use shared::visitor::{Command, Follow, History, Seen};

use super::*;

const CANARY: &str = "canary-5f1c";

/// Every text a socket was sent so far.
fn bytes(stage: &mut Stage, socket: SocketId) -> String {
    stage.read(socket);
    let seat = stage.sockets.get_mut(&socket).unwrap();
    std::mem::take(&mut seat.texts).concat()
}

#[test]
fn twenty_notes_leave_no_trace_at_the_visitor() {
    let mut stage = Stage::new();
    let (kari, ann, conversation) = stage.chat();
    let mut notes_made = Vec::new();
    for number in 0..20 {
        let note = format!("{CANARY} {number}");
        let reply = stage.agent_asks(ann, notes(&conversation, &note));
        let Ok(agent::Reply::Noted(receipt)) = reply else {
            panic!("{reply:?}");
        };
        notes_made.push(receipt.message);
        let text = format!("public {number}");
        stage
            .agent_asks(ann, answers(&conversation, &text))
            .unwrap();
        let typing = agent::Command::Typing(agent::Typing {
            conversation: conversation.clone(),
            private: true,
        });
        stage.agent_asks(ann, typing).unwrap();
        stage.pass(1_000);
    }
    let note = notes_made.last().unwrap();
    let mark = agent::Command::Read(agent::Seen {
        conversation: conversation.clone(),
        message: note.clone(),
    });
    stage.agent_asks(ann, mark).unwrap();
    let seen = bytes(&mut stage, kari);
    let live = stage.visitor_on("support", "kari", resume(&[(&conversation, 2)]));
    let fresh = stage.visitor("kari");
    let again = Command::Follow(Follow {
        log: conversation.log(),
        after: Some(1),
    });
    stage.visitor_asks(live, again).unwrap();
    let history = Command::History(History {
        before: 1_000,
        limit: 100,
    });
    let page = stage.visitor_asks(live, history).unwrap();
    stage.orders([Order::Beat(live)]);
    let all = [
        seen,
        bytes(&mut stage, live),
        bytes(&mut stage, fresh),
        serde_json::to_string(&page).unwrap(),
    ]
    .concat();
    assert!(all.contains("public 19"));
    assert!(!all.contains(CANARY));
    for note in &notes_made {
        assert!(!all.contains(note.as_str()), "a note's id is private too");
    }

    let visitor::Reply::Page(page) = page else {
        panic!("{page:?}");
    };
    let seqs: Vec<u64> = page.entries.iter().map(|it| it.seq).collect();
    assert_eq!(
        seqs,
        (1..=24).collect::<Vec<_>>(),
        "dense without the notes"
    );
}

#[test]
fn a_note_changes_nothing_that_a_visitor_or_a_list_can_see() {
    let mut stage = Stage::new();
    let (_, ann, conversation) = stage.chat();
    let summary = |stage: &mut Stage| match stage.agent_asks(ann, take(&conversation)) {
        Ok(agent::Reply::Taken(it)) => it,
        other => panic!("{other:?}"),
    };
    let before = summary(&mut stage);
    stage.agent_asks(ann, notes(&conversation, CANARY)).unwrap();
    assert_eq!(summary(&mut stage), before);
}

#[test]
fn a_notes_id_is_to_a_visitor_like_any_random_one() {
    let mut stage = Stage::new();
    let (kari, ann, conversation) = stage.chat();
    let reply = stage.agent_asks(ann, notes(&conversation, CANARY));
    let Ok(agent::Reply::Noted(note)) = reply else {
        panic!("{reply:?}");
    };
    let answer = |stage: &mut Stage, message: Id<id::Message>, id: &str| {
        let failed = stage.asks_as::<Visitor>(kari, id, Command::Read(Seen { message }));
        Failed {
            id: None,
            ..failed.unwrap_err()
        }
    };
    let for_note = answer(&mut stage, note.message, "a");
    let for_random = answer(&mut stage, Id::new("0".repeat(22)), "b");
    assert_eq!(for_note, for_random);
    assert_eq!(for_note.code, Code::NotFound);
    for number in 0..200 {
        stage.now = stage.now.plus(10_000);
        let note = notes(&conversation, &number.to_string());
        stage.agent_asks(ann, note).unwrap();
    }
    let Loaded { id } = first_note(&stage);
    assert_eq!(
        answer(&mut stage, id, "c"),
        for_random,
        "also a long forgotten one"
    );
}

struct Loaded {
    id: Id<id::Message>,
}

fn first_note(stage: &Stage) -> Loaded {
    let logs = stage.disk.entries();
    let note = logs[0].iter().find_map(|entry| match &entry.change {
        agent::Change::Noted(it) => Some(it.id.clone()),
        _ => None,
    });
    Loaded { id: note.unwrap() }
}

#[test]
fn what_visitors_claim_about_themselves_is_ignored() {
    let text = r#"{"post":{"content":{"text":"hi","private":true},"private":true,"role":"agent",
        "conversation_id":"x","sender_id":"ann"}}"#;
    let command: Command = serde_json::from_str(text).unwrap();
    let mut stage = Stage::new();
    let (kari, _) = stage.waiting("kari");
    stage.visitor_asks(kari, command).unwrap();
    let logs = stage.disk.entries();
    let agent::Change::Posted(message) = &logs[0].last().unwrap().change else {
        panic!("posted");
    };
    assert_eq!(message.author, shared::message::Author::Visitor);
    assert_eq!(message.content, Content::text("hi"));
}

#[test]
fn a_command_id_is_shown_to_its_own_side_only() {
    let mut stage = Stage::new();
    let (kari, ann, conversation) = stage.chat();
    stage
        .asks_as::<Visitor>(kari, "of-visitor", says("hi"))
        .unwrap();
    stage
        .asks_as::<Agent>(ann, "of-agent", answers(&conversation, "hello"))
        .unwrap();
    let visitor = bytes(&mut stage, kari);
    let agent = bytes(&mut stage, ann);
    assert!(visitor.contains("of-visitor") && !visitor.contains("of-agent"));
    assert!(agent.contains("of-agent") && !agent.contains("of-visitor"));
}
