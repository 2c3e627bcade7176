//! Stories of agents who answer.

use shared::{agent::Reply, agent::SetPresence, conversation::Status, presence::Presence};

use super::*;

#[test]
fn of_two_who_take_the_same_one_gets_it() {
    let mut stage = Stage::new();
    let (_, conversation) = stage.waiting("kari");
    let (ann, bob) = (stage.agent("ann"), stage.agent("bob"));
    let Ok(Reply::Taken(summary)) = stage.agent_asks(ann, take(&conversation)) else {
        panic!("taken");
    };
    assert_eq!(summary.owner.unwrap().id, Id::new("ann"));
    assert_eq!((summary.status, summary.rank), (Status::Active, Some(1)));

    let failed = stage.asks::<Agent>(bob, take(&conversation)).unwrap_err();
    assert_eq!(failed.code, Code::Conflict);
    assert_eq!(failed.current.unwrap().owner.unwrap().id, Id::new("ann"));
    let again = stage.agent_asks(ann, take(&conversation));
    assert!(matches!(again, Ok(Reply::Taken(_))), "{again:?}");
    assert_eq!(stage.disk.entries()[0].len(), 3, "taken once");
}

#[test]
fn of_ten_thousand_races_each_has_one_winner() {
    let many = 1_000_000;
    let mut stage = Stage::with(Settings {
        commands_per_10s: many,
        address_posts_per_10s: many,
        address_starts_per_60s: many,
        channel_starts_per_60s: many,
        ..Settings::default()
    });
    let (ann, bob) = (stage.agent("ann"), stage.agent("bob"));
    let kari = stage.visitor("kari");
    let mut won = [0, 0];
    for number in 0..10_000_u32 {
        stage.now = stage.now.plus(3_000);
        let conversation = stage.start(kari, "help");
        let mut racers = [ann, bob];
        racers.rotate_left(number as usize % 2);
        let orders = racers.map(|racer| {
            let id = Id::new(format!("{number}-{}", racer.0));
            let command = take(&conversation);
            Order::Do(racer, Box::new(Said::Agent(Do { id, command })))
        });
        stage.orders(orders);
        let outcomes = [ann, bob].map(|racer| {
            let frames = stage.heard::<Agent>(racer);
            frames.iter().find_map(|frame| match frame {
                FromServer::Done(_) => Some(true),
                FromServer::Failed(it) => {
                    let owner = it.current.as_ref().and_then(|it| it.owner.as_ref());
                    let tells = it.code == Code::Conflict && owner.is_some();
                    assert!(tells, "the other is told how it stands");
                    Some(false)
                }
                _ => None,
            })
        });
        match outcomes {
            [Some(true), Some(false)] => won[0] += 1,
            [Some(false), Some(true)] => won[1] += 1,
            other => panic!("{other:?}"),
        }
        let end = visitor::Command::End(visitor::End {});
        stage.visitor_asks(kari, end).unwrap();
        stage.heard::<Visitor>(kari);
    }
    assert_eq!(won, [5_000, 5_000], "who comes first, wins");
}

#[test]
fn two_in_one_round_do_not_get_the_same_next_one() {
    let mut stage = Stage::new();
    let (_, first) = stage.waiting("kari");
    let (_, second) = stage.waiting("ola");
    let (ann, bob) = (stage.agent("ann"), stage.agent("bob"));
    let order = |socket, id: &str| {
        let id = Id::new(id);
        let said = Said::Agent(Do {
            id,
            command: take_next(),
        });
        Order::Do(socket, Box::new(said))
    };
    stage.orders([order(ann, "a"), order(bob, "b"), order(ann, "c")]);
    let taken = |stage: &mut Stage, socket| {
        let frames = stage.heard::<Agent>(socket);
        let taken = frames.into_iter().filter_map(|frame| match frame {
            FromServer::Done(Done {
                reply: Reply::Taken(it),
                ..
            }) => Some(it.id),
            _ => None,
        });
        taken.collect::<Vec<_>>()
    };
    assert_eq!(taken(&mut stage, ann), [first]);
    assert_eq!(taken(&mut stage, bob), [second]);
}

#[test]
fn only_the_owner_writes_to_the_visitor() {
    let mut stage = Stage::new();
    let (_, ann, conversation) = stage.chat();
    let bob = stage.agent("bob");
    let nil = stage.agent("nil");
    let hello = answers(&conversation, "hello");
    assert_eq!(stage.agent_asks(bob, hello.clone()), Err(Code::NotAllowed));
    assert_eq!(stage.agent_asks(nil, hello.clone()), Err(Code::NotFound));
    stage.agent_asks(ann, ends(&conversation)).unwrap();
    for agent in [ann, bob] {
        let failed = stage.asks::<Agent>(agent, hello.clone()).unwrap_err();
        assert_eq!(failed.code, Code::Ended);
        assert_eq!(failed.current.unwrap().status, Status::Ended);
    }
}

#[test]
fn what_may_not_be_seen_looks_like_what_is_not_there() {
    let mut stage = Stage::new();
    let (_, _, conversation) = stage.chat();
    let nil = stage.agent("nil");
    let random = Id::new("not-a-conversation-at-all");
    for id in [&conversation, &random] {
        for command in [
            take(id),
            answers(id, "x"),
            notes(id, "x"),
            ends(id),
            follow(id, None),
            agent::Command::History(agent::History {
                conversation: id.clone(),
                before: 9,
                limit: 9,
            }),
            agent::Command::Read(agent::Seen {
                conversation: id.clone(),
                message: Id::new("m"),
            }),
            agent::Command::Typing(agent::Typing {
                conversation: id.clone(),
                private: false,
            }),
        ] {
            let failed = stage.asks::<Agent>(nil, command).unwrap_err();
            assert_eq!((failed.code, failed.current), (Code::NotFound, None));
        }
    }
}

#[test]
fn a_manager_may_end_what_a_colleague_owns_and_others_may_not() {
    let mut stage = Stage::new();
    let (_, _, conversation) = stage.chat();
    let (bob, meg) = (stage.agent("bob"), stage.agent("meg"));
    assert_eq!(
        stage.agent_asks(bob, ends(&conversation)),
        Err(Code::NotAllowed)
    );
    for _ in 0..2 {
        assert_eq!(stage.agent_asks(meg, ends(&conversation)), Ok(Reply::Ok {}));
    }
    assert_eq!(stage.disk.entries()[0].len(), 4, "ended once");
}

#[test]
fn the_next_one_is_the_one_that_waits_longest_on_ones_own_channels() {
    let mut stage = Stage::new();
    let sale = stage.visitor_on("sales", "per", None);
    let sale = stage.start(sale, "price?");
    let (_, first) = stage.waiting("kari");
    let (_, second) = stage.waiting("ola");
    let (ann, meg) = (stage.agent("ann"), stage.agent("meg"));
    let next = |stage: &mut Stage, socket, channels: &[&str]| {
        let channels = channels.iter().map(|it| Id::new(*it)).collect();
        let command = agent::Command::TakeNext(agent::TakeNext { channels });
        stage.agent_asks(socket, command).map(|reply| match reply {
            Reply::Taken(it) => it.id,
            other => panic!("{other:?}"),
        })
    };
    assert_eq!(next(&mut stage, ann, &["sales"]), Err(Code::QueueEmpty));
    assert_eq!(next(&mut stage, ann, &[]), Ok(first));
    assert_eq!(next(&mut stage, meg, &["support"]), Ok(second));
    assert_eq!(next(&mut stage, meg, &[]), Ok(sale));
}

#[test]
fn each_active_conversation_has_the_lowest_free_colour() {
    let mut stage = Stage::new();
    let ann = stage.agent("ann");
    let mut ids = Vec::new();
    for name in ["kari", "ola", "per", "liv"] {
        ids.push(stage.waiting(name).1);
    }
    let rank = |stage: &mut Stage| match stage.agent_asks(ann, take_next()) {
        Ok(Reply::Taken(it)) => it.rank.unwrap(),
        other => panic!("{other:?}"),
    };
    let ranks = [(); 3].map(|()| rank(&mut stage));
    assert_eq!(ranks, [1, 2, 3]);
    stage.agent_asks(ann, ends(&ids[1])).unwrap();
    assert_eq!(rank(&mut stage), 2);
}

#[test]
fn the_owners_mark_counts_and_a_listeners_is_answered_and_ignored() {
    let mut stage = Stage::new();
    let (kari, ann, conversation) = stage.chat();
    stage.visitor_asks(kari, says("one")).unwrap();
    let Ok(visitor::Reply::Posted(two)) = stage.visitor_asks(kari, says("two")) else {
        panic!("posted");
    };
    stage.visitor_asks(kari, says("three")).unwrap();
    let meg = stage.agent("meg");
    let read = agent::Command::Read(agent::Seen {
        conversation: conversation.clone(),
        message: two.message.clone(),
    });
    let unread = |stage: &mut Stage| match stage.agent_asks(ann, take(&conversation)) {
        Ok(Reply::Taken(it)) => (it.unread, it.seen_by_agent),
        other => panic!("{other:?}"),
    };
    assert_eq!(stage.agent_asks(meg, read.clone()), Ok(Reply::Ok {}));
    assert_eq!(unread(&mut stage), (4, None));
    assert_eq!(stage.agent_asks(ann, read), Ok(Reply::Ok {}));
    assert_eq!(unread(&mut stage), (1, Some(two.message)));
    let nowhere = agent::Command::Read(agent::Seen {
        conversation: conversation.clone(),
        message: Id::new("m"),
    });
    assert_eq!(stage.agent_asks(ann, nowhere), Err(Code::NotFound));
}

#[test]
fn presence_is_chosen_and_offline_is_not_for_choosing() {
    let mut stage = Stage::new();
    let ann = stage.agent("ann");
    let set = |presence| {
        agent::Command::Presence(SetPresence {
            presence,
            reason: None,
        })
    };
    assert_eq!(
        stage.agent_asks(ann, set(Presence::Offline)),
        Err(Code::BadRequest)
    );
    stage.agent_asks(ann, set(Presence::Away)).unwrap();
    let (_, conversation) = stage.waiting("kari");
    let taken = stage.agent_asks(ann, take(&conversation));
    assert!(taken.is_ok(), "who is away may still answer: {taken:?}");

    stage.crash();
    let ann = stage.agent("ann");
    let frames = stage.heard::<Agent>(ann);
    let FromServer::Reset(reset) = &frames[1] else {
        panic!("{frames:?}");
    };
    let agent::Snapshot::Desk(desk) = &reset.snapshot else {
        panic!("{reset:?}");
    };
    assert_eq!(desk.presence, Presence::Away);
    assert!(!desk.channels[0].channel.is_open);
}

#[test]
fn history_is_asked_for_in_pages_of_one_to_a_hundred() {
    let mut stage = Stage::new();
    let (_, ann, conversation) = stage.chat();
    let page = |before, limit| {
        agent::Command::History(agent::History {
            conversation: conversation.clone(),
            before,
            limit,
        })
    };
    for limit in [0, 101] {
        assert_eq!(stage.agent_asks(ann, page(9, limit)), Err(Code::BadRequest));
    }
    for (before, limit, expected) in [
        (9, 100, &[1, 2, 3][..]),
        (3, 1, &[2]),
        (1, 9, &[]),
        (0, 9, &[]),
    ] {
        let Ok(Reply::Page(page)) = stage.agent_asks(ann, page(before, limit)) else {
            panic!("a page");
        };
        let seqs: Vec<u64> = page.entries.iter().map(|it| it.seq).collect();
        assert_eq!(seqs, expected);
    }
}

#[test]
fn a_conversation_of_last_week_can_be_read_and_noted_but_stays_off_the_desk() {
    let mut stage = Stage::new();
    let (kari, ann, conversation) = stage.chat();
    stage.agent_asks(ann, ends(&conversation)).unwrap();
    stage.leave(kari);
    stage.leave(ann);
    for _ in 0..2 {
        stage.pass(7 * 24 * 3_600_000);
    }
    let bob = stage.agent("bob");
    stage.heard::<Agent>(bob);
    stage
        .agent_asks(bob, notes(&conversation, "for later"))
        .unwrap();
    stage
        .agent_asks(bob, follow(&conversation, Some(4)))
        .unwrap();
    let changes = stage.changes::<Agent>(bob, conversation.as_str());
    assert_eq!(word_a(&changes[0].1), "[for later]");
    stage.pass(1_000);
    let on_desk = |it: &(u64, agent::Change)| matches!(it.1, agent::Change::Conversation(_));
    assert!(!stage.changes::<Agent>(bob, "desk").iter().any(on_desk));

    let kari = stage.visitor("kari");
    stage.visitor_asks(kari, says("me again")).unwrap();
    stage.pass(1_000);
    let desk = stage.changes::<Agent>(bob, "desk");
    let back = |it: &(u64, agent::Change)| match &it.1 {
        agent::Change::Conversation(it) => it.status == Status::Queued,
        _ => false,
    };
    assert!(desk.iter().any(back), "{desk:?}");
}
