//! Stories of what stands on agents' desks.

use shared::{
    agent::{Change, DeskSnapshot, Reply},
    conversation::Status,
    presence::Presence,
};

use super::*;

/// The desk as an app holds it: the last snapshot with the changes since.
#[derive(Clone, Debug, PartialEq)]
struct Desk(DeskSnapshot, u64);

impl Desk {
    fn of(stage: &mut Stage, socket: SocketId) -> Self {
        let mut desk = None;
        for frame in stage.heard::<Agent>(socket) {
            match frame {
                FromServer::Reset(reset) => {
                    if let agent::Snapshot::Desk(it) = reset.snapshot {
                        desk = Some(Self(*it, reset.seq));
                    }
                }
                FromServer::Event(event) if event.log.is_desk() => {
                    let desk = desk.as_mut().unwrap();
                    desk.apply(event.seq, event.change);
                }
                _ => {}
            }
        }
        desk.unwrap()
    }

    fn follow(&mut self, stage: &mut Stage, socket: SocketId) {
        for (seq, change) in stage.changes::<Agent>(socket, "desk") {
            self.apply(seq, change);
        }
    }

    fn apply(&mut self, seq: u64, change: Change) {
        assert_eq!(seq, self.1 + 1);
        self.1 = seq;
        let it = &mut self.0;
        match change {
            Change::Conversation(new) => {
                it.conversations.retain(|old| old.id != new.id);
                it.conversations.push(*new);
            }
            Change::Gone(gone) => it.conversations.retain(|old| old.id != gone.conversation),
            Change::Colleague(new) => {
                let old = it.colleagues.iter_mut().find(|old| old.card == new.card);
                *old.unwrap() = new;
            }
            Change::Channel(new) => {
                let id = &new.channel.id;
                let old = it.channels.iter_mut().find(|old| old.channel.id == *id);
                *old.unwrap() = *new;
            }
            Change::Figures(new) => it.figures = new,
            other => panic!("{other:?} is not for desks"),
        }
    }
}

/// What the desk's log and a fresh snapshot say must be the same.
fn is_as_fresh(stage: &mut Stage, desk: &Desk, name: &str) {
    let again = stage.agent(name);
    let mut fresh = Desk::of(stage, again);
    let mut desk = desk.clone();
    fresh.1 = desk.1;
    for it in [&mut desk, &mut fresh] {
        it.0.conversations.sort_by(|a, b| a.id.cmp(&b.id));
    }
    assert_eq!(desk, fresh);
    stage.leave(again);
}

#[test]
fn a_desk_that_followed_is_the_same_as_a_fresh_one() {
    let mut stage = Stage::new();
    let meg = stage.agent("meg");
    let mut desk = Desk::of(&mut stage, meg);
    let (kari, conversation) = stage.waiting("kari");
    let ann = stage.agent("ann");
    let bob = stage.agent("bob");
    let away = agent::Command::Presence(agent::SetPresence {
        presence: Presence::Away,
        reason: None,
    });
    type Step<'a> = Box<dyn Fn(&mut Stage) + 'a>;
    let steps: Vec<Step<'_>> = vec![
        Box::new(|_| {}),
        Box::new(|stage| drop(stage.agent_asks(ann, take(&conversation)))),
        Box::new(|stage| drop(stage.agent_asks(ann, answers(&conversation, "hello")))),
        Box::new(|stage| drop(stage.visitor_asks(kari, says("hi")))),
        Box::new(|stage| drop(stage.agent_asks(ann, away.clone()))),
        Box::new(|stage| stage.leave(bob)),
        Box::new(|stage| drop(stage.agent_asks(ann, ends(&conversation)))),
        Box::new(|stage| drop(stage.visitor_asks(kari, says("wait")))),
        Box::new(|stage| stage.leave(kari)),
        Box::new(|stage| stage.leave(ann)),
        Box::new(|stage| drop(stage.agent_asks(meg, ends(&conversation)))),
    ];
    for step in steps {
        step(&mut stage);
        stage.pass(100);
        stage.pass(500);
        desk.follow(&mut stage, meg);
        is_as_fresh(&mut stage, &desk, "meg");
    }
    assert_eq!(desk.0.conversations[0].status, Status::Ended);
    for _ in 0..3 {
        stage.pass(4 * 3_600_000);
    }
    desk.follow(&mut stage, meg);
    assert_eq!(desk.0.conversations, []);
    is_as_fresh(&mut stage, &desk, "meg");
}

#[test]
fn a_desk_of_any_size_comes_in_frames_of_allowed_size() {
    let many = 1_000_000;
    let mut stage = Stage::with(Settings {
        address_posts_per_10s: many,
        address_starts_per_60s: many,
        channel_starts_per_60s: many,
        ..Settings::default()
    });
    stage.administrate(|store| {
        let mut support = channel_named("support");
        support.overflow.limit = many;
        store.put_channel(&support).unwrap();
    });
    for number in 0..500 {
        stage.now = stage.now.plus(1);
        let socket = stage.visitor(&format!("visitor {number}"));
        stage.start(socket, &"long question ".repeat(20));
    }
    let meg = stage.agent("meg");
    stage.read(meg);
    let texts = &stage.sockets[&meg].texts;
    assert!(
        texts
            .iter()
            .all(|text| text.len() <= shared::limits::MAX_FRAME)
    );
    assert!(texts.len() > 3, "it does not fit into one frame");
    let last: FromServer<Agent> = frame(texts.last().unwrap());
    let FromServer::CaughtUp(caught) = last else {
        panic!("{last:?}");
    };
    let desk = Desk::of(&mut stage, meg);
    assert_eq!(desk.0.conversations.len(), 500);
    assert_eq!(caught.heads[&Id::desk()], desk.1);
}

#[test]
fn a_desk_shows_the_channels_and_colleagues_of_its_agent_only() {
    let mut stage = Stage::new();
    stage.waiting("kari");
    let sale = stage.visitor_on("sales", "per", None);
    stage.start(sale, "price?");
    for (name, channels, colleagues, conversations) in [
        ("ann", &["support"][..], &["ann", "bob", "meg"][..], 1),
        ("meg", &["sales", "support"], &["ann", "bob", "meg"], 2),
        ("nil", &[], &["nil"], 0),
    ] {
        let socket = stage.agent(name);
        let Desk(desk, _) = Desk::of(&mut stage, socket);
        let shown: Vec<&str> = desk
            .channels
            .iter()
            .map(|it| it.channel.id.as_str())
            .collect();
        assert_eq!(shown, channels);
        let known: Vec<&str> = desk
            .colleagues
            .iter()
            .map(|it| it.card.id.as_str())
            .collect();
        assert_eq!(known, colleagues);
        assert_eq!(desk.conversations.len(), conversations);
        assert_eq!(desk.figures.all.waiting as usize, conversations);
    }
}

#[test]
fn many_messages_become_few_changes_on_desks() {
    let mut stage = Stage::new();
    let (kari, _, _) = stage.chat();
    let meg = stage.agent("meg");
    stage.pass(1_000);
    stage.heard::<Agent>(meg);
    for number in 0..15 {
        stage.visitor_asks(kari, says(&number.to_string())).unwrap();
        stage.pass(50);
    }
    stage.pass(500);
    let changes = stage.changes::<Agent>(meg, "desk");
    assert!((1..=3).contains(&changes.len()), "{changes:?}");
    let Change::Conversation(last) = &changes.last().unwrap().1 else {
        panic!("{changes:?}");
    };
    assert_eq!((last.last.text.as_str(), last.unread), ("14", 16));
}

#[test]
fn figures_tell_what_waits_and_what_was_done_today() {
    let mut stage = Stage::new();
    let (_, first) = stage.waiting("kari");
    let (ola, _) = stage.waiting("ola");
    stage.waiting("per");
    stage.pass(4_000);
    let ann = stage.agent("ann");
    stage.agent_asks(ann, take(&first)).unwrap();
    stage
        .visitor_asks(ola, visitor::Command::End(visitor::End {}))
        .unwrap();
    let since = stage.now;
    stage.pass(6_000);
    stage.agent_asks(ann, ends(&first)).unwrap();
    for crashed in [false, true] {
        if crashed {
            stage.crash();
        }
        let meg = stage.agent("meg");
        let Desk(desk, _) = Desk::of(&mut stage, meg);
        let all = &desk.figures.all;
        assert_eq!((all.waiting, all.active), (1, 0));
        assert_eq!((all.started, all.answered, all.abandoned), (3, 1, 1));
        assert_eq!(all.waiting_since, Some(Timestamp(since.0 - 4_000)));
        assert_eq!(all.median_wait_ms, Some(4_000));
        assert_eq!(all.median_duration_ms, Some(6_000));
        assert_eq!(all.available, if crashed { 1 } else { 2 });
        let (support, tile) = &desk.figures.channels[1];
        assert_eq!((support.as_str(), tile.started), ("support", 3));
    }
}

#[test]
fn a_colleagues_load_is_told() {
    let mut stage = Stage::new();
    let (_, ann, conversation) = stage.chat();
    let bob = stage.agent("bob");
    stage.pass(1_000);
    let mut desk = Desk::of(&mut stage, bob);
    let load = |desk: &Desk| {
        let ann = desk.0.colleagues.iter().find(|it| it.card.name == "ann");
        ann.map(|it| (it.load, it.presence))
    };
    assert_eq!(load(&desk), Some((1, Presence::Present)));
    stage.agent_asks(ann, ends(&conversation)).unwrap();
    stage.leave(ann);
    stage.pass(1_000);
    desk.follow(&mut stage, bob);
    assert_eq!(load(&desk), Some((0, Presence::Offline)));
}

#[test]
fn a_lost_socket_takes_nothing_from_its_agent() {
    let mut stage = Stage::new();
    let (kari, ann, conversation) = stage.chat();
    stage.leave(ann);
    stage.pass(60_000);
    stage.visitor_asks(kari, says("hello?")).unwrap();
    let ann = stage.agent("ann");
    let Desk(desk, _) = Desk::of(&mut stage, ann);
    let it = &desk.conversations[0];
    assert_eq!((it.status, it.unread), (Status::Active, 2));
    assert_eq!(it.last.text, "hello?");
    let reply = stage.agent_asks(ann, answers(&conversation, "back"));
    assert!(matches!(reply, Ok(Reply::Posted(_))), "{reply:?}");
}
