//! Stories of visitors.

use shared::{
    conversation::{Side, Status},
    visitor::{Command, End, Hint, Open, Place, Reopen, Reply, Seen, Start, Typing},
};

use super::*;

fn seen(message: &Id<id::Message>) -> Command {
    let message = message.clone();
    Command::Read(Seen { message })
}

/// What a visitor's socket saw happen, one word each.
fn story(stage: &mut Stage, socket: SocketId, log: &str) -> Vec<String> {
    let changes = stage.changes::<Visitor>(socket, log);
    changes.iter().map(|(_, change)| word_v(change)).collect()
}

#[test]
fn a_visitor_starts_waits_and_is_answered() {
    let mut stage = Stage::new();
    let (kari, conversation) = stage.waiting("kari");
    let ann = stage.agent("ann");
    stage.agent_asks(ann, take(&conversation)).unwrap();
    stage
        .agent_asks(ann, answers(&conversation, "hello"))
        .unwrap();
    stage.visitor_asks(kari, says("hi")).unwrap();

    let changes = stage.changes::<Visitor>(kari, conversation.as_str());
    let seqs: Vec<u64> = changes.iter().map(|(seq, _)| *seq).collect();
    let words: Vec<String> = changes.iter().map(|(_, change)| word_v(change)).collect();
    assert_eq!(words, ["started", "help", "taken by ann", "hello", "hi"]);
    assert_eq!(seqs, [1, 2, 3, 4, 5]);
}

#[test]
fn whoever_comes_in_meets_what_was_changed_beside_the_server_just_before() {
    let mut stage = Stage::new();
    stage.visitor("ola");
    let channel = Channel {
        title: "Ask away".to_owned(),
        ..channel_named("support")
    };
    Memory::new(stage.disk.clone())
        .put_channel(&channel)
        .unwrap();
    let kari = stage.visitor("kari");
    let welcome = &stage.heard::<Visitor>(kari)[0];
    assert!(
        matches!(welcome, FromServer::Welcome(it) if it.me.channel.title == "Ask away"),
        "{welcome:?}"
    );
}

#[test]
fn before_the_first_start_there_is_nothing() {
    let mut stage = Stage::new();
    let kari = stage.visitor("kari");
    for command in [
        says("hi"),
        Command::End(End {}),
        Command::Reopen(Reopen {}),
        Command::Typing(Typing {}),
        seen(&Id::new("m")),
    ] {
        assert_eq!(stage.visitor_asks(kari, command), Err(Code::NotFound));
    }
    let frames = stage.heard::<Visitor>(kari);
    assert!(matches!(&frames[1], FromServer::CaughtUp(it) if it.heads.is_empty()));
}

#[test]
fn a_second_start_is_refused_while_the_first_conversation_goes_on() {
    let mut stage = Stage::new();
    let (kari, first) = stage.waiting("kari");
    let failed = stage.asks::<Visitor>(kari, start("again")).unwrap_err();
    assert_eq!(failed.code, Code::Conflict);
    assert_eq!(failed.current.unwrap().status, Status::Queued);

    stage.visitor_asks(kari, Command::End(End {})).unwrap();
    let second = stage.start(kari, "something else");
    assert_ne!(first, second);
    stage.visitor_asks(kari, says("here")).unwrap();
    assert_eq!(
        story(&mut stage, kari, second.as_str()),
        ["started", "something else", "here"]
    );
}

#[test]
fn what_is_typed_is_checked() {
    let mut stage = Stage::new();
    let kari = stage.visitor("kari");
    let with = |name: &str, email: &str| {
        Command::Start(Start {
            content: Content::text("hi"),
            name: Some(name.to_owned()),
            email: Some(email.to_owned()),
            language: Some("nb\" onload".to_owned()),
            ..Start::default()
        })
    };
    for (command, code) in [
        (start(" \n"), Code::Empty),
        (start(&"x".repeat(10_001)), Code::TooLong),
        (with("Kari", "nowhere"), Code::Invalid),
        (with(&"x".repeat(81), ""), Code::Invalid),
    ] {
        assert_eq!(stage.visitor_asks(kari, command), Err(code));
    }
    stage
        .visitor_asks(kari, with(" Kari\u{202e} ", " "))
        .unwrap();
    let meg = stage.agent("meg");
    let frames = stage.heard::<Agent>(meg);
    let FromServer::Reset(reset) = &frames[1] else {
        panic!("{frames:?}");
    };
    let agent::Snapshot::Desk(desk) = &reset.snapshot else {
        panic!("{reset:?}");
    };
    let person = &desk.conversations[0].visitor;
    assert_eq!(person.name.as_deref(), Some("Kari"));
    assert_eq!((&person.email, &person.language), (&None, &None));
}

#[test]
fn nothing_typed_is_lost_when_the_conversation_has_just_ended() {
    let mut stage = Stage::new();
    let (kari, ann, conversation) = stage.chat();
    stage.agent_asks(ann, ends(&conversation)).unwrap();
    stage.visitor_asks(kari, says("one more thing")).unwrap();
    let told = story(&mut stage, kari, conversation.as_str());
    assert_eq!(
        told[3..],
        ["ended by Agent", "reopened with ann", "one more thing"]
    );
}

#[test]
fn reopening_without_the_last_owner_goes_to_the_front_of_the_queue() {
    let mut stage = Stage::new();
    let (kari, ann, conversation) = stage.chat();
    let (_, waits) = stage.waiting("ola");
    stage.visitor_asks(kari, Command::End(End {})).unwrap();
    stage.leave(ann);
    stage
        .visitor_asks(kari, Command::Reopen(Reopen {}))
        .unwrap();
    assert_eq!(
        story(&mut stage, kari, conversation.as_str())
            .last()
            .unwrap(),
        "reopened"
    );

    let bob = stage.agent("bob");
    for expected in [&conversation, &waits] {
        let Ok(agent::Reply::Taken(summary)) = stage.agent_asks(bob, take_next()) else {
            panic!("somebody waits");
        };
        assert_eq!(summary.id, *expected);
    }
    assert_eq!(stage.agent_asks(bob, take_next()), Err(Code::QueueEmpty));
}

#[test]
fn ending_and_reopening_twice_changes_nothing_more() {
    let mut stage = Stage::new();
    let (kari, conversation) = stage.waiting("kari");
    for command in [
        Command::End(End {}),
        Command::End(End {}),
        Command::Reopen(Reopen {}),
        Command::Reopen(Reopen {}),
    ] {
        assert_eq!(stage.visitor_asks(kari, command), Ok(Reply::Ok {}));
    }
    assert_eq!(
        story(&mut stage, kari, conversation.as_str()),
        ["started", "help", "ended by Visitor", "reopened"]
    );
}

#[test]
fn read_marks_only_move_forward() {
    let mut stage = Stage::new();
    let (kari, ann, conversation) = stage.chat();
    let mut messages = Vec::new();
    for text in ["one", "two"] {
        let reply = stage.agent_asks(ann, answers(&conversation, text));
        let Ok(agent::Reply::Posted(receipt)) = reply else {
            panic!("{reply:?}");
        };
        messages.push(receipt.message);
    }
    for (message, expected) in [(&messages[1], 1), (&messages[0], 0), (&messages[1], 0)] {
        stage.heard::<Agent>(ann);
        stage.visitor_asks(kari, seen(message)).unwrap();
        let changes = stage.changes::<Agent>(ann, conversation.as_str());
        assert_eq!(changes.len(), expected);
    }
    let foreign = seen(&Id::new("somebody-elses"));
    assert_eq!(stage.visitor_asks(kari, foreign), Err(Code::NotFound));
}

#[test]
fn a_mark_on_a_message_of_long_ago_is_found_in_the_store() {
    let limits = shared::limits::Limits {
        posts_per_10s: 1_000,
        posts_per_60s: 1_000,
        ..shared::limits::Limits::AGENT
    };
    let mut stage = Stage::with(Settings {
        agent: limits,
        ..Settings::default()
    });
    let (kari, ann, conversation) = stage.chat();
    let Ok(agent::Reply::Posted(early)) = stage.agent_asks(ann, answers(&conversation, "early"))
    else {
        panic!("posted");
    };
    for number in 0..200 {
        let text = format!("line {number}");
        stage
            .agent_asks(ann, answers(&conversation, &text))
            .unwrap();
    }
    stage.heard::<Agent>(ann);
    stage.visitor_asks(kari, seen(&early.message)).unwrap();
    let changes = stage.changes::<Agent>(ann, conversation.as_str());
    assert_eq!(word_a(&changes[0].1), "read by Visitor");
}

#[test]
fn visitors_hear_their_place_and_whether_somebody_is_there() {
    let mut stage = Stage::new();
    let (kari, _) = stage.waiting("kari");
    let (ola, second) = stage.waiting("ola");
    stage.pass(100);
    let ann = stage.agent("ann");
    stage.pass(100);
    stage.agent_asks(ann, take_next()).unwrap();
    stage.pass(100);
    let hints = |stage: &mut Stage, socket| {
        let frames = stage.heard::<Visitor>(socket);
        let hints = frames.into_iter().filter_map(|frame| match frame {
            FromServer::Now(hint) => Some(hint),
            _ => None,
        });
        hints.collect::<Vec<_>>()
    };
    let place = |place, wait_ms| {
        Hint::Place(Place {
            place,
            wait_ms,
            offers_request: false,
        })
    };
    let open = Hint::Open(Open {
        is_open: true,
        ..Open::default()
    });
    assert_eq!(hints(&mut stage, kari), [place(1, None), open.clone()]);
    assert_eq!(
        hints(&mut stage, ola),
        [place(2, None), open, place(1, Some(200))]
    );

    stage.leave(ann);
    stage.pass(500);
    let closed = Hint::Open(Open::default());
    assert_eq!(hints(&mut stage, ola), [closed]);
    stage.orders([Order::Beat(ola)]);
    let frames = stage.heard::<Visitor>(ola);
    assert!(matches!(&frames[0], FromServer::Beat(beat) if beat.heads[&second.log()] == 2));
    assert!(matches!(&frames[1], FromServer::Now(Hint::Place(it)) if it.place == 1));
}

#[test]
fn a_visitor_is_slowed_down_after_so_many_messages() {
    let mut stage = Stage::new();
    let (kari, _) = stage.waiting("kari");
    for _ in 1..20 {
        stage.visitor_asks(kari, says("spam")).unwrap();
    }
    let failed = stage.asks::<Visitor>(kari, says("spam")).unwrap_err();
    assert_eq!(failed.code, Code::RateLimited);
    assert!(failed.retryable);
    let wait = failed.retry_after_ms.unwrap();
    stage.pass(wait - 1);
    assert_eq!(
        stage.visitor_asks(kari, says("spam")),
        Err(Code::RateLimited)
    );
    stage.pass(1);
    stage.visitor_asks(kari, says("spam")).unwrap();
}

#[test]
fn a_visitor_has_one_conversation_on_all_sockets_and_at_most_five_of_them() {
    let mut stage = Stage::new();
    let phone = stage.visitor("kari");
    let laptop = stage.visitor("kari");
    let conversation = stage.start(phone, "help");
    assert_eq!(
        story(&mut stage, laptop, conversation.as_str()),
        ["started", "help"]
    );
    for _ in 0..3 {
        stage.visitor("kari");
    }
    let sixth = stage.visitor("kari");
    let frames = stage.heard::<Visitor>(sixth);
    assert!(matches!(&frames[0], FromServer::Refused(it) if it.code == Code::TooManySockets));
    assert_eq!(stage.closed(sixth), Some(CloseCode::Refused));
    stage.leave(laptop);
    let again = stage.visitor("kari");
    assert_eq!(stage.closed(again), None);
}

#[test]
fn nobody_can_join_a_channel_that_is_not_there_or_a_version_that_is_not_spoken() {
    let mut stage = Stage::new();
    let lost = stage.visitor_on("nowhere", "kari", None);
    let frames = stage.heard::<Visitor>(lost);
    assert!(matches!(&frames[0], FromServer::Refused(it) if it.code == Code::UnknownChannel));

    let (sender, line) = queue::line();
    let socket = SocketId(900);
    let channel = Id::new("support");
    let id = visitor_id(&channel, "kari");
    let hello = serde_json::from_str(r#"{"min":99,"max":99,"role":"visitor"}"#).unwrap();
    let join = Join {
        socket,
        who: Who::Visitor { id, channel },
        identity: None,
        hello,
        address: String::new(),
    };
    stage.orders([Order::Join(Box::new(join), sender)]);
    let seat = Seat {
        line,
        texts: Vec::new(),
        closed: None,
    };
    stage.sockets.insert(socket, seat);
    let frames = stage.heard::<Visitor>(socket);
    let FromServer::Refused(refused) = &frames[0] else {
        panic!("{frames:?}");
    };
    assert_eq!(refused.code, Code::UnsupportedVersion);
    assert_eq!(refused.versions, Some((1, 1)));
}

#[test]
fn an_agents_typing_reaches_the_visitor_at_most_once_a_second() {
    let mut stage = Stage::new();
    let (kari, ann, conversation) = stage.chat();
    let typing = |private| {
        let conversation = conversation.clone();
        agent::Command::Typing(agent::Typing {
            conversation,
            private,
        })
    };
    stage.heard::<Visitor>(kari);
    for private in [false, false, true] {
        stage.agent_asks(ann, typing(private)).unwrap();
    }
    stage.pass(1_000);
    stage.agent_asks(ann, typing(true)).unwrap();
    let frames = stage.heard::<Visitor>(kari);
    let typed = |it: &&FromServer<Visitor>| matches!(it, FromServer::Now(Hint::Typing(_)));
    assert_eq!(frames.iter().filter(typed).count(), 1, "{frames:?}");

    stage.heard::<Agent>(ann);
    stage
        .visitor_asks(kari, Command::Typing(Typing {}))
        .unwrap();
    let frames = stage.heard::<Agent>(ann);
    assert!(matches!(
        &frames[..],
        [FromServer::Now(agent::Hint::Typing(it))] if it.agent.is_none()
    ));
}

#[test]
fn a_visitor_follows_only_the_own_conversation() {
    let mut stage = Stage::new();
    let (kari, own) = stage.waiting("kari");
    let (_, foreign) = stage.waiting("ola");
    let follow = |id: &Id<id::Conversation>, after| {
        let log = id.log();
        Command::Follow(visitor::Follow { log, after })
    };
    for log in [&foreign, &Id::new("desk"), &Id::new("random")] {
        let refused = stage.visitor_asks(kari, follow(log, None));
        assert_eq!(refused, Err(Code::NotFound));
    }
    stage.heard::<Visitor>(kari);
    stage.visitor_asks(kari, follow(&own, Some(1))).unwrap();
    let frames = stage.heard::<Visitor>(kari);
    assert!(matches!(&frames[0], FromServer::Event(it) if it.seq == 2));
    assert!(matches!(&frames[1], FromServer::CaughtUp(it) if it.heads[&own.log()] == 2));

    stage.visitor_asks(kari, follow(&own, Some(3))).unwrap();
    let frames = stage.heard::<Visitor>(kari);
    let FromServer::Reset(reset) = &frames[0] else {
        panic!("{frames:?}");
    };
    assert_eq!((reset.seq, reset.snapshot.page.entries.len()), (2, 2));
}

#[test]
fn the_side_that_ended_is_told() {
    let mut stage = Stage::new();
    let (kari, _, conversation) = stage.chat();
    stage.visitor_asks(kari, Command::End(End {})).unwrap();
    let changes = stage.changes::<Visitor>(kari, conversation.as_str());
    let ended = changes.iter().find_map(|(_, change)| match change {
        visitor::Change::Ended(it) => Some(it.by),
        _ => None,
    });
    assert_eq!(ended, Some(Side::Visitor));
}

#[test]
fn whoever_gave_a_name_once_need_not_give_it_again() {
    let mut stage = Stage::new();
    let kari = stage.visitor("kari");
    let given = Start {
        content: Content::text("first"),
        name: Some("Kari".to_owned()),
        email: Some("kari@example.com".to_owned()),
        ..Start::default()
    };
    stage.visitor_asks(kari, Command::Start(given)).unwrap();
    let end = Command::End(End {});
    stage.visitor_asks(kari, end).unwrap();
    let again = Start {
        content: Content::text("second"),
        name: Some("Kari N.".to_owned()),
        ..Start::default()
    };
    stage.visitor_asks(kari, Command::Start(again)).unwrap();
    let ann = stage.agent("ann");
    let Ok(agent::Reply::Taken(taken)) = stage.agent_asks(ann, take_next()) else {
        panic!("it waits");
    };
    let visitor = taken.visitor;
    assert_eq!(visitor.name.as_deref(), Some("Kari N."));
    assert_eq!(visitor.email.as_deref(), Some("kari@example.com"));
}
