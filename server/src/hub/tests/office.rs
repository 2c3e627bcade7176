//! How the work is shared out: profiles, groups, what counts for everybody.

use shared::{
    agent::{Command, DeskSnapshot, Follow, Serve, SetPresence, Snapshot},
    ask::{Answer, Kind},
    presence::{Colleague, Presence, Profile},
};

use super::*;
use crate::directory::{Group, Mode, Office, Work};

const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

impl Stage {
    fn office(&mut self, change: impl FnOnce(&mut Office)) {
        self.administrate(|store| {
            let mut office = store.office().unwrap();
            change(&mut office);
            store.set_office(&office).unwrap();
        });
        self.pass(200);
    }

    fn fresh_desk(&mut self, socket: SocketId) -> DeskSnapshot {
        self.pass(200);
        self.heard::<Agent>(socket);
        let log = Id::desk();
        let follow = Command::Follow(Follow { log, after: None });
        self.agent_asks(socket, follow).unwrap();
        let frames = self.heard::<Agent>(socket).into_iter();
        let mut desks = frames.filter_map(|frame| match frame {
            FromServer::Reset(reset) => match reset.snapshot {
                Snapshot::Desk(desk) => Some(*desk),
                Snapshot::Conversation(_) => None,
            },
            _ => None,
        });
        desks.next().expect("the desk begins anew")
    }

    fn colleague(&mut self, socket: SocketId, name: &str) -> Colleague {
        let desk = self.fresh_desk(socket);
        let mut all = desk.colleagues.into_iter();
        all.find(|it| it.card.name == name).unwrap()
    }
}

fn serve(profile: &str) -> Command {
    Command::Serve(Serve {
        channels: Vec::new(),
        profile: Some(Id::new(profile)),
    })
}

fn profile(id: &str, channels: &[&str]) -> Profile {
    Profile {
        id: Id::new(id),
        name: id.to_owned(),
        channels: channels.iter().map(|it| Id::new(*it)).collect(),
    }
}

// PZ-01.
#[test]
fn a_profile_is_served_whatever_channels_it_has_and_also_after_a_restart() {
    let mut stage = Stage::new();
    stage.office(|it| {
        it.profiles = vec![
            profile("trade", &["sales"]),
            profile("day", &["support", "sales"]),
        ];
    });
    let (ann, meg) = (stage.agent("ann"), stage.agent("meg"));
    // Ann may respond on support alone: nothing for her in the first one.
    let desk = stage.fresh_desk(ann);
    assert_eq!(desk.profiles, [profile("day", &["support", "sales"])]);
    assert_eq!(stage.agent_asks(ann, serve("trade")), Err(Code::NotFound));
    assert_eq!(stage.agent_asks(meg, serve("x")), Err(Code::NotFound));
    let both = Command::Serve(Serve {
        channels: vec![Id::new("sales")],
        profile: Some(Id::new("day")),
    });
    assert_eq!(stage.agent_asks(meg, both), Err(Code::BadRequest));

    stage.agent_asks(meg, serve("trade")).unwrap();
    let desk = stage.fresh_desk(meg);
    assert_eq!(desk.profile, Some(Id::new("trade")));
    assert_eq!(desk.serves, [Id::new("sales")]);
    assert_eq!(stage.colleague(meg, "meg").channels, [Id::new("sales")]);
    // The administrator changes it, and it changes for whoever serves it.
    stage.office(|it| it.profiles[0].channels.push(Id::new("support")));
    let served = stage.colleague(meg, "meg").channels;
    assert_eq!(served, [Id::new("sales"), Id::new("support")]);
    stage.crash();
    let meg = stage.agent("meg");
    assert_eq!(stage.fresh_desk(meg).profile, Some(Id::new("trade")));
    // Removed, it leaves all channels.
    stage.office(|it| it.profiles.clear());
    let desk = stage.fresh_desk(meg);
    assert_eq!((desk.profile, desk.serves), (None, Vec::new()));
}

// PZ-13.
#[test]
fn the_nearest_limit_counts() {
    let mut stage = Stage::new();
    let meg = stage.agent("meg");
    let most = |stage: &mut Stage| stage.colleague(meg, "ann").capacity;
    assert_eq!(most(&mut stage), Some(5));
    stage.office(|it| it.capacity = Some(4));
    assert_eq!(most(&mut stage), Some(4));
    stage.office(|it| {
        it.groups = vec![Group {
            id: Id::new("evening"),
            name: "Evening".to_owned(),
            capacity: Some(3),
        }];
    });
    assert_eq!(most(&mut stage), Some(4));
    let work = |capacity| Work {
        capacity,
        group: Some(Id::new("evening")),
        ..Work::default()
    };
    let ann = Id::new("ann");
    stage.administrate(|store| store.set_work(&ann, &work(None)).unwrap());
    assert_eq!(most(&mut stage), Some(3));
    stage.administrate(|store| store.set_work(&ann, &work(Some(2))).unwrap());
    assert_eq!(most(&mut stage), Some(2));
    stage.administrate(|store| store.set_work(&ann, &work(None)).unwrap());
    stage.office(|it| it.groups.clear());
    assert_eq!(most(&mut stage), Some(4));
}

// PZ-07.
#[test]
fn from_midnight_on_everybody_is_away_where_that_is_wanted() {
    let mut stage = Stage::new();
    let meg = stage.agent("meg");
    stage.pass(DAY_MS);
    assert_eq!(stage.colleague(meg, "meg").presence, Presence::Present);
    stage.office(|it| it.away_at_midnight = true);
    stage.pass(DAY_MS);
    let me = stage.colleague(meg, "meg");
    assert_eq!(me.presence, Presence::Away);
    assert_eq!(me.reason.unwrap().id.as_str(), "day_over");
    // Whoever was not there does not come back as present either.
    let bob = stage.agent("bob");
    assert_eq!(stage.colleague(bob, "bob").presence, Presence::Away);
    let back = Command::Presence(SetPresence {
        presence: Presence::Present,
        reason: None,
    });
    stage.agent_asks(bob, back).unwrap();
    assert_eq!(stage.colleague(bob, "bob").presence, Presence::Present);
}

// PZ-07.
#[test]
fn so_many_offers_may_be_left_without_an_answer_as_was_set() {
    let mut stage = Stage::new();
    stage.office(|it| it.misses = 1);
    stage.administrate(|store| {
        let mut channel = channel_named("support");
        channel.routing.mode = Mode::Offer;
        store.put_channel(&channel).unwrap();
    });
    let ann = stage.agent("ann");
    stage.waiting("kari");
    stage.pass(31_000);
    let me = stage.colleague(ann, "ann");
    assert_eq!(me.presence, Presence::Away);
}

// PZ-02.
#[test]
fn whoever_signs_in_as_away_is_never_present() {
    let mut stage = Stage::new();
    let ann = Id::new("ann");
    stage.administrate(|store| store.set_presence(&ann, Presence::Away).unwrap());
    let socket = stage.agent("ann");
    assert_eq!(stage.colleague(socket, "ann").presence, Presence::Away);
    stage.administrate(|store| store.set_presence(&ann, Presence::Present).unwrap());
    assert_eq!(stage.colleague(socket, "ann").presence, Presence::Present);
    // On all devices at once.
    stage.administrate(|store| store.set_presence(&ann, Presence::Away).unwrap());
    assert_eq!(stage.colleague(socket, "ann").presence, Presence::Away);
}

// PZ-15.
#[test]
fn an_agent_is_only_offered_what_they_know_best_where_that_is_wanted() {
    let mut stage = Stage::new();
    stage.office(|it| it.by_skill = true);
    stage.administrate(|store| {
        for name in ["support", "sales"] {
            let mut channel = channel_named(name);
            channel.routing.mode = Mode::Offer;
            // So support is the more pressing one.
            channel.routing.target_s = if name == "support" { 1 } else { 1_000 };
            store.put_channel(&channel).unwrap();
        }
        let skills = [(Id::new("support"), 2), (Id::new("sales"), 7)];
        let work = Work {
            skills: skills.into_iter().collect(),
            ..Work::default()
        };
        store.set_work(&Id::new("meg"), &work).unwrap();
    });
    let visitor = stage.visitor_on("sales", "ola", None);
    let sales = stage.start(visitor, "a hundred lamps?");
    let (_, support) = stage.waiting("kari");
    stage.pass(10_000);
    let meg = stage.agent("meg");
    let asked = |stage: &mut Stage, id: &Id<id::Conversation>| {
        let desk = stage.fresh_desk(meg);
        let mut all = desk.conversations.iter();
        let found = all.find(|it| it.id == *id).unwrap();
        found.question.is_some()
    };
    assert!(asked(&mut stage, &sales) && !asked(&mut stage, &support));
    let accept = Command::Answer(Answer {
        conversation: sales.clone(),
        kind: Kind::Offer,
        accept: true,
    });
    stage.agent_asks(meg, accept).unwrap();
    assert!(asked(&mut stage, &support));
}
