//! Offers: who is asked, in which order, and what becomes of it.

use std::collections::{BTreeMap, BTreeSet};

use shared::{
    agent::{Change, Command, Follow, Serve, SetPresence, Snapshot, Summary},
    ask::{Answer, Kind},
    conversation::Status,
    presence::{Colleague, Presence},
};

use super::*;
use crate::directory::{Mode, Office, Work};

/// An agent's answer to an offer.
fn answer(id: &Id<id::Conversation>, accept: bool) -> Command {
    Command::Answer(Answer {
        conversation: id.clone(),
        kind: Kind::Offer,
        accept,
    })
}

fn presence(presence: Presence) -> Command {
    Command::Presence(SetPresence {
        presence,
        reason: None,
    })
}

impl Stage {
    /// With `support` and `sales` offered.
    fn offering() -> Self {
        let mut stage = Self::new();
        stage.administrate(|store| {
            for name in ["support", "sales"] {
                let mut channel = channel_named(name);
                channel.routing.mode = Mode::Offer;
                store.put_channel(&channel).unwrap();
            }
        });
        stage
    }

    fn works(&mut self, agent: &str, capacity: Option<u32>, skill: u8) {
        let skills = [(Id::new("support"), skill)].into_iter().collect();
        let work = Work {
            capacity,
            group: None,
            skills,
        };
        self.administrate(|store| store.set_work(&Id::new(agent), &work).unwrap());
    }

    /// Everything on an agent's desk.
    fn desk(&mut self, socket: SocketId) -> (BTreeMap<String, Summary>, Vec<Colleague>) {
        self.pass(200);
        self.heard::<Agent>(socket);
        let log = Id::desk();
        let follow = Command::Follow(Follow { log, after: None });
        self.agent_asks(socket, follow).unwrap();
        for frame in self.heard::<Agent>(socket) {
            if let FromServer::Reset(reset) = frame
                && let Snapshot::Desk(desk) = reset.snapshot
            {
                let found = desk.conversations.into_iter();
                let all = found.map(|it| (it.id.to_string(), it)).collect();
                return (all, desk.colleagues);
            }
        }
        panic!("the desk begins anew");
    }

    /// Who is offered a conversation.
    fn asked(&mut self, socket: SocketId, id: &Id<id::Conversation>) -> Option<String> {
        let (desk, _) = self.desk(socket);
        let question = desk[id.as_str()].question.clone()?;
        Some(whom(&question.whom).to_owned())
    }
}

#[test]
fn an_offer_goes_from_one_to_the_next_until_somebody_accepts() {
    let mut stage = Stage::offering();
    let (ann, bob, meg) = (stage.agent("ann"), stage.agent("bob"), stage.agent("meg"));
    let (_, chat) = stage.waiting("kari");
    // Nobody was asked before, so the order of their ids decides.
    assert_eq!(stage.asked(meg, &chat).as_deref(), Some("ann"));
    assert_eq!(
        stage.agent_asks(bob, answer(&chat, true)),
        Err(Code::Conflict)
    );
    stage.agent_asks(ann, answer(&chat, false)).unwrap();
    assert_eq!(stage.asked(meg, &chat).as_deref(), Some("bob"));
    stage.pass(31_000);
    assert_eq!(stage.asked(meg, &chat).as_deref(), Some("meg"));
    stage.agent_asks(meg, answer(&chat, true)).unwrap();
    let (desk, _) = stage.desk(ann);
    assert_eq!(desk[chat.as_str()].owner.as_ref().unwrap().name, "meg");
    assert_eq!(desk[chat.as_str()].question, None);
}

#[test]
fn whoever_declined_rests_and_is_asked_again_when_nobody_else_is_there() {
    let mut stage = Stage::offering();
    let ann = stage.agent("ann");
    let (_, chat) = stage.waiting("kari");
    stage.agent_asks(ann, answer(&chat, false)).unwrap();
    assert_eq!(stage.asked(ann, &chat), None);
    let (_, colleagues) = stage.desk(ann);
    assert!(
        colleagues
            .iter()
            .any(|it| it.card.name == "ann" && it.is_busy)
    );
    stage.pass(10_000);
    assert_eq!(stage.asked(ann, &chat).as_deref(), Some("ann"));
}

#[test]
fn three_offers_left_unanswered_make_an_agent_away() {
    let mut stage = Stage::offering();
    let ann = stage.agent("ann");
    let (_, chat) = stage.waiting("kari");
    for _ in 0..3 {
        assert_eq!(stage.asked(ann, &chat).as_deref(), Some("ann"));
        stage.pass(31_000);
    }
    let (desk, colleagues) = stage.desk(ann);
    assert_eq!(desk[chat.as_str()].question, None);
    let me = colleagues.iter().find(|it| it.card.name == "ann").unwrap();
    assert_eq!(me.presence, Presence::Away);
    assert_eq!(me.reason.as_ref().unwrap().id.as_str(), "no_answer");
    // Away agents may still take by hand; present ones are asked again.
    stage.agent_asks(ann, presence(Presence::Present)).unwrap();
    assert_eq!(stage.asked(ann, &chat).as_deref(), Some("ann"));
}

#[test]
fn skill_comes_before_load_and_load_before_the_longest_pause() {
    let mut stage = Stage::offering();
    stage.works("bob", None, 8);
    let (ann, bob, meg) = (stage.agent("ann"), stage.agent("bob"), stage.agent("meg"));
    let (_, first) = stage.waiting("a");
    assert_eq!(stage.asked(meg, &first).as_deref(), Some("bob"));
    stage.agent_asks(bob, answer(&first, true)).unwrap();
    // Though he holds one already.
    let (_, second) = stage.waiting("b");
    assert_eq!(stage.asked(meg, &second).as_deref(), Some("bob"));
    stage.agent_asks(bob, answer(&second, true)).unwrap();
    stage.works("bob", None, 5);
    let (_, third) = stage.waiting("c");
    assert_eq!(stage.asked(meg, &third).as_deref(), Some("ann"));
    stage.agent_asks(ann, answer(&third, true)).unwrap();
    let (_, fourth) = stage.waiting("d");
    assert_eq!(stage.asked(ann, &fourth).as_deref(), Some("meg"));
}

// PZ-14.
#[test]
fn where_that_is_wanted_whoever_was_ready_longest_is_asked_first() {
    let mut stage = Stage::offering();
    stage.administrate(|store| {
        let office = Office {
            by_ready: true,
            ..Office::default()
        };
        store.set_office(&office).unwrap();
    });
    // By their ids, and as nobody was asked before, it would be ann.
    let meg = stage.agent("meg");
    stage.pass(1_000);
    let (ann, bob) = (stage.agent("ann"), stage.agent("bob"));
    stage.pass(1_000);
    let (_, first) = stage.waiting("a");
    assert_eq!(stage.asked(ann, &first).as_deref(), Some("meg"));
    // An offer that is declined is a rest, and then the time begins anew.
    stage.agent_asks(meg, answer(&first, false)).unwrap();
    assert_eq!(stage.asked(ann, &first).as_deref(), Some("ann"));
    stage.agent_asks(ann, answer(&first, true)).unwrap();
    stage.pass(60_000);
    let (_, second) = stage.waiting("b");
    assert_eq!(stage.asked(bob, &second).as_deref(), Some("bob"));
    stage.agent_asks(bob, presence(Presence::Away)).unwrap();
    stage.agent_asks(bob, presence(Presence::Present)).unwrap();
    assert_eq!(stage.asked(bob, &second).as_deref(), Some("meg"));
}

#[test]
fn an_agent_is_asked_one_thing_at_a_time_and_only_up_to_the_capacity() {
    let mut stage = Stage::offering();
    stage.works("ann", Some(1), 5);
    let ann = stage.agent("ann");
    let (_, first) = stage.waiting("a");
    let (_, second) = stage.waiting("b");
    assert_eq!(stage.asked(ann, &first).as_deref(), Some("ann"));
    assert_eq!(stage.asked(ann, &second), None);
    stage.agent_asks(ann, answer(&first, true)).unwrap();
    assert_eq!(stage.asked(ann, &second), None);
    // By hand she may take more.
    stage.agent_asks(ann, ends(&first)).unwrap();
    assert_eq!(stage.asked(ann, &second).as_deref(), Some("ann"));
}

#[test]
fn an_offer_ends_when_its_agent_leaves_or_somebody_else_takes_it() {
    let mut stage = Stage::offering();
    let (ann, bob) = (stage.agent("ann"), stage.agent("bob"));
    let (_, chat) = stage.waiting("kari");
    assert_eq!(stage.asked(bob, &chat).as_deref(), Some("ann"));
    stage.leave(ann);
    assert_eq!(stage.asked(bob, &chat).as_deref(), Some("bob"));
    let ann = stage.agent("ann");
    stage.agent_asks(ann, take(&chat)).unwrap();
    assert_eq!(
        stage.agent_asks(bob, answer(&chat, true)),
        Err(Code::Conflict)
    );
    let (_, next) = stage.waiting("ole");
    assert_eq!(stage.asked(ann, &next).as_deref(), Some("bob"));
}

#[test]
fn only_channels_served_now_are_offered() {
    let mut stage = Stage::offering();
    let meg = stage.agent("meg");
    let serve = |channels: &[&str]| {
        let channels = channels.iter().map(|it| Id::new(*it)).collect();
        Command::Serve(Serve {
            channels,
            profile: None,
        })
    };
    stage.agent_asks(meg, serve(&["sales"])).unwrap();
    let (_, chat) = stage.waiting("kari");
    assert_eq!(stage.asked(meg, &chat), None);
    stage.agent_asks(meg, serve(&[])).unwrap();
    assert_eq!(stage.asked(meg, &chat).as_deref(), Some("meg"));
    let ann = stage.agent("ann");
    assert_eq!(
        stage.agent_asks(ann, serve(&["sales"])),
        Err(Code::NotFound)
    );
    // What was chosen survives a restart.
    stage.agent_asks(meg, serve(&["sales"])).unwrap();
    stage.crash();
    let meg = stage.agent("meg");
    stage.pass(31_000);
    assert_eq!(stage.asked(meg, &chat), None);
}

#[test]
fn of_several_channels_the_one_that_used_up_most_of_its_time_comes_first() {
    let mut stage = Stage::offering();
    stage.administrate(|store| {
        let mut sales = channel_named("sales");
        sales.routing.mode = Mode::Offer;
        sales.routing.target_s = 5;
        store.put_channel(&sales).unwrap();
    });
    let (_, early) = stage.waiting("kari");
    stage.pass(20_000);
    let ole = stage.visitor_on("sales", "ole", None);
    let urgent = stage.start(ole, "quick");
    stage.pass(10_000);
    let meg = stage.agent("meg");
    assert_eq!(stage.asked(meg, &urgent).as_deref(), Some("meg"));
    assert_eq!(stage.asked(meg, &early), None);
}

#[test]
fn an_offer_outlives_a_restart_of_the_server_only_as_long_as_its_time() {
    let mut stage = Stage::offering();
    let ann = stage.agent("ann");
    let (_, chat) = stage.waiting("kari");
    assert_eq!(stage.asked(ann, &chat).as_deref(), Some("ann"));
    stage.crash();
    let bob = stage.agent("bob");
    // Ann is not there any more.
    assert_eq!(stage.asked(bob, &chat).as_deref(), Some("bob"));
}

/// Draws numbers, the same ones for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// Whatever four agents and some visitors do, and whenever they vanish: nothing is owned twice, nothing is
/// forgotten, nobody is asked two things at once.
#[test]
fn whatever_happens_every_conversation_has_one_place() {
    for seed in 0..300 {
        wander(seed);
    }
}

fn wander(seed: u64) {
    let mut dice = Dice(seed);
    let mut stage = Stage::offering();
    stage.works("ann", Some(1 + u32::try_from(dice.below(3)).unwrap()), 7);
    let names = ["ann", "bob", "meg"];
    let mut agents: BTreeMap<&str, SocketId> = BTreeMap::new();
    let mut chats: Vec<Id<id::Conversation>> = Vec::new();
    let watcher = stage.agent("meg");
    for step in 0..60 {
        let name = names[dice.below(names.len())];
        let agent = agents.get(name).copied();
        let chat = (!chats.is_empty()).then(|| chats[dice.below(chats.len())].clone());
        match (dice.below(12), agent, chat) {
            (0 | 1, _, _) => {
                let visitor = stage.visitor(&format!("v{step}"));
                chats.push(stage.start(visitor, "help"));
            }
            (2, Some(socket), _) => {
                agents.remove(name);
                stage.leave(socket);
            }
            (_, None, _) => {
                agents.insert(name, stage.agent(name));
            }
            (3, Some(socket), _) => {
                let there = [Presence::Present, Presence::Away][dice.below(2)];
                stage.agent_asks(socket, presence(there)).unwrap();
            }
            (4..=6, Some(socket), Some(chat)) => {
                let _ = stage.agent_asks(socket, answer(&chat, dice.below(3) > 0));
            }
            (7, Some(socket), Some(chat)) => drop(stage.agent_asks(socket, take(&chat))),
            (8, Some(socket), Some(chat)) => drop(stage.agent_asks(socket, ends(&chat))),
            (9, Some(socket), Some(chat)) => {
                let to = Id::new(names[dice.below(names.len())]);
                let conversation = chat;
                let note = String::new();
                let transfer = shared::ask::Transfer {
                    conversation,
                    to,
                    note,
                };
                let _ = stage.agent_asks(socket, Command::Transfer(transfer));
            }
            (10, Some(socket), Some(conversation)) => {
                let kind = Kind::Transfer;
                let accept = true;
                let yes = Answer {
                    conversation,
                    kind,
                    accept,
                };
                let _ = stage.agent_asks(socket, Command::Answer(yes));
            }
            _ => stage.pass(u64::try_from(dice.below(40_000)).unwrap()),
        }
        if dice.below(25) == 0 {
            stage.crash();
            agents.clear();
        }
        let reader = match stage.sockets.contains_key(&watcher) {
            true => watcher,
            false => match agents.get("meg") {
                Some(meg) => *meg,
                None => *agents.entry("meg").or_insert_with(|| stage.agent("meg")),
            },
        };
        judge(&mut stage, reader, &chats, (seed, step));
    }
}

fn judge(stage: &mut Stage, reader: SocketId, chats: &[Id<id::Conversation>], at: (u64, usize)) {
    let (desk, colleagues) = stage.desk(reader);
    let mut asked = BTreeSet::new();
    let mut loads: BTreeMap<String, u32> = BTreeMap::new();
    let mut waits_unasked = false;
    for chat in chats {
        let found = desk
            .get(chat.as_str())
            .unwrap_or_else(|| panic!("{at:?} lost {chat}"));
        let owns = found.status == Status::Active;
        assert_eq!(owns, owns && found.owner.is_some(), "{at:?} {found:?}");
        if owns {
            *loads
                .entry(found.owner.as_ref().unwrap().name.clone())
                .or_default() += 1;
        }
        if let Some(question) = &found.question {
            assert_ne!(found.status, Status::Ended, "{at:?}");
            if question.kind == Kind::Offer {
                assert_eq!(found.status, Status::Queued, "{at:?}");
                let name = whom(&question.whom).to_owned();
                assert!(asked.insert(name.clone()), "{at:?} {name} is asked twice");
            }
        } else {
            waits_unasked |= found.status == Status::Queued;
        }
    }
    for it in &colleagues {
        let load = loads.get(&it.card.name).copied().unwrap_or(0);
        assert_eq!(it.load, load, "{at:?} {}", it.card.name);
        let is_free = it.presence == Presence::Present
            && !it.is_busy
            && it.channels.contains(&Id::new("support"))
            && !asked.contains(&it.card.name);
        assert!(
            !(is_free && waits_unasked),
            "{at:?} {} is free, and somebody waits",
            it.card.name
        );
    }
}

/// The desk is told of offers as changes too, without asking for it anew.
#[test]
fn an_offer_arrives_on_the_desk_by_itself() {
    let mut stage = Stage::offering();
    let ann = stage.agent("ann");
    stage.pass(200);
    stage.heard::<Agent>(ann);
    let (_, chat) = stage.waiting("kari");
    stage.pass(200);
    let told = stage.changes::<Agent>(ann, "desk");
    assert!(told.iter().any(|(_, change)| matches!(
        change,
        Change::Conversation(it) if it.id == chat && it.question.is_some()
    )));
}
