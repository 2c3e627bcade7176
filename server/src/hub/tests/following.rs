//! Stories of logs that are followed.

use super::*;

/// The kinds of frames, with their numbers where they have some.
fn kinds<R: Role>(frames: &[FromServer<R>]) -> Vec<String> {
    let kind = |frame: &FromServer<R>| match frame {
        FromServer::Welcome(_) => "welcome".to_owned(),
        FromServer::Refused(it) => format!("refused {:?}", it.code),
        FromServer::Done(_) => "done".to_owned(),
        FromServer::Failed(it) => format!("failed {:?}", it.code),
        FromServer::Event(it) if it.log.is_desk() => "desk".to_owned(),
        FromServer::Event(it) => format!("event {}", it.seq),
        FromServer::Now(_) => "now".to_owned(),
        FromServer::Beat(it) => format!("beat {}", it.heads.len()),
        FromServer::Reset(it) if it.log.is_desk() => "desk reset".to_owned(),
        FromServer::Reset(it) => format!("reset {}", it.seq),
        FromServer::CaughtUp(it) => format!("caught up {}", it.heads.len()),
        FromServer::GoingAway(_) => "going away".to_owned(),
    };
    frames.iter().map(kind).collect()
}

#[test]
fn a_visitor_who_comes_back_gets_what_is_missing_or_everything() {
    let mut stage = Stage::new();
    let (kari, ann, conversation) = stage.chat();
    stage.leave(kari);
    stage
        .agent_asks(ann, answers(&conversation, "are you there?"))
        .unwrap();
    for (resume, expected) in [
        (
            resume(&[(&conversation, 2)]),
            &["welcome", "event 3", "event 4", "caught up 1"][..],
        ),
        (resume(&[(&conversation, 4)]), &["welcome", "caught up 1"]),
        (
            resume(&[(&conversation, 5)]),
            &["welcome", "reset 4", "caught up 1"],
        ),
        (resume(&[]), &["welcome", "reset 4", "caught up 1"]),
        (None, &["welcome", "reset 4", "caught up 1"]),
        (
            Some(Resume {
                epoch: Id::new("another"),
                cursors: [(conversation.log(), 2)].into(),
            }),
            &["welcome", "reset 4", "caught up 1"],
        ),
    ] {
        let kari = stage.visitor_on("support", "kari", resume);
        let frames = stage.heard::<Visitor>(kari);
        assert_eq!(kinds(&frames), expected);
        stage.leave(kari);
    }
}

#[test]
fn what_happens_during_a_replay_comes_after_it_and_before_nothing() {
    let mut stage = Stage::new();
    let (kari, ann, conversation) = stage.chat();
    stage.leave(kari);
    stage
        .agent_asks(ann, answers(&conversation, "one"))
        .unwrap();
    let kari = stage.visitor_on("support", "kari", resume(&[(&conversation, 1)]));
    stage
        .agent_asks(ann, answers(&conversation, "two"))
        .unwrap();
    let frames = stage.heard::<Visitor>(kari);
    let expected = [
        "welcome",
        "event 2",
        "event 3",
        "event 4",
        "caught up 1",
        "event 5",
    ];
    assert_eq!(kinds(&frames), expected);
}

#[test]
fn an_agent_who_comes_back_gets_the_desk_and_what_may_still_be_read() {
    let mut stage = Stage::new();
    let (_, _, own) = stage.chat();
    let (_, waits) = stage.waiting("ola");
    let sale = stage.visitor_on("sales", "per", None);
    let sale = stage.start(sale, "price?");
    let cursors = resume(&[(&own, 1), (&waits, 9), (&sale, 1), (&Id::new("gone"), 3)]);
    let ann = stage.agent_again("ann", cursors);
    let frames = stage.heard::<Agent>(ann);
    let mut told = kinds(&frames);
    told[2..5].sort();
    let expected = [
        "welcome",
        "desk reset",
        "event 2",
        "event 3",
        "reset 2",
        "caught up 3",
    ];
    assert_eq!(told, expected);

    let meg = stage.agent("meg");
    stage.agent_asks(meg, take(&waits)).unwrap();
    let cursors = resume(&[(&waits, 1)]);
    let ann = stage.agent_again("ann", cursors);
    let frames = stage.heard::<Agent>(ann);
    assert_eq!(
        kinds(&frames),
        ["welcome", "desk reset", "caught up 1"],
        "a colleague owns it now"
    );
}

#[test]
fn an_agent_follows_what_may_be_read_and_stops() {
    let mut stage = Stage::new();
    let (kari, _, conversation) = stage.chat();
    let (bob, meg) = (stage.agent("bob"), stage.agent("meg"));
    assert_eq!(
        stage.agent_asks(bob, follow(&conversation, None)),
        Err(Code::NotAllowed)
    );
    stage.heard::<Agent>(meg);
    stage
        .agent_asks(meg, follow(&conversation, Some(2)))
        .unwrap();
    stage.visitor_asks(kari, says("hi")).unwrap();
    let frames = stage.heard::<Agent>(meg);
    assert_eq!(kinds(&frames), ["event 3", "caught up 1", "event 4"]);

    let log = conversation.log();
    let unfollow = agent::Command::Unfollow(agent::Unfollow { log });
    stage.agent_asks(meg, unfollow).unwrap();
    stage.visitor_asks(kari, says("ho")).unwrap();
    assert_eq!(stage.heard::<Agent>(meg), []);
}

#[test]
fn who_read_along_in_the_queue_is_out_when_a_colleague_takes_it() {
    let mut stage = Stage::new();
    let (kari, conversation) = stage.waiting("kari");
    let (ann, bob, meg) = (stage.agent("ann"), stage.agent("bob"), stage.agent("meg"));
    for agent in [ann, bob, meg] {
        stage
            .agent_asks(agent, follow(&conversation, None))
            .unwrap();
        stage.heard::<Agent>(agent);
    }
    stage.agent_asks(ann, take(&conversation)).unwrap();
    stage.visitor_asks(kari, says("hi")).unwrap();
    for (agent, expected) in [(ann, 2), (bob, 1), (meg, 2)] {
        let changes = stage.changes::<Agent>(agent, conversation.as_str());
        assert_eq!(changes.len(), expected);
    }
}

#[test]
fn nobody_follows_more_than_sixty_four_logs() {
    let mut stage = Stage::with(Settings {
        address_starts_per_60s: 1_000,
        ..Settings::default()
    });
    let ann = stage.agent("ann");
    let mut last = None;
    for number in 0..65 {
        let (_, conversation) = stage.waiting(&format!("visitor {number}"));
        last = Some(stage.agent_asks(ann, follow(&conversation, None)));
    }
    assert_eq!(last, Some(Err(Code::NotAllowed)));
}

#[test]
fn the_desk_begins_anew_whenever_it_is_asked_for() {
    let mut stage = Stage::new();
    let ann = stage.agent("ann");
    stage.waiting("kari");
    stage.pass(1_000);
    stage.heard::<Agent>(ann);
    let log = Id::desk();
    let after = Some(1);
    let command = agent::Command::Follow(agent::Follow { log, after });
    stage.agent_asks(ann, command).unwrap();
    let frames = stage.heard::<Agent>(ann);
    let [FromServer::Reset(reset), FromServer::CaughtUp(caught)] = &frames[..] else {
        panic!("{frames:?}");
    };
    assert_eq!(reset.seq, caught.heads[&Id::desk()]);
    stage.waiting("ola");
    stage.pass(1_000);
    let next = stage.changes::<Agent>(ann, "desk");
    assert_eq!(next[0].0, reset.seq + 1);
}

#[test]
fn a_beat_tells_where_every_followed_log_stands() {
    let mut stage = Stage::new();
    let (_, ann, conversation) = stage.chat();
    stage.pass(1_000);
    let desk = stage.changes::<Agent>(ann, "desk");
    stage.orders([Order::Beat(ann)]);
    let frames = stage.heard::<Agent>(ann);
    let [FromServer::Beat(beat)] = &frames[..] else {
        panic!("{frames:?}");
    };
    assert_eq!(beat.heads[&conversation.log()], 3);
    assert_eq!(beat.heads[&Id::desk()], desk.last().unwrap().0);
}

#[test]
fn five_thousand_missed_events_are_replayed_whole() {
    let mut stage = Stage::new();
    let (kari, ann, conversation) = stage.chat();
    stage.leave(kari);
    for number in 0..5_000 {
        stage.now = stage.now.plus(1_000);
        let text = number.to_string();
        stage
            .agent_asks(ann, answers(&conversation, &text))
            .unwrap();
        stage.read(ann);
    }
    stage.crash();
    let kari = stage.visitor_on("support", "kari", resume(&[(&conversation, 3)]));
    let changes = stage.changes::<Visitor>(kari, conversation.as_str());
    let seqs: Vec<u64> = changes.iter().map(|(seq, _)| *seq).collect();
    assert_eq!(seqs, (4..=5_003).collect::<Vec<_>>());
}
