//! Handing over, inviting, leaving, taking over.

use shared::{
    agent::{Change, Command, Reply, Snapshot, Summary, TakeOver},
    ask::{Answer, Invite, Invitee, Kind, Leave, Transfer, Withdraw},
    conversation::Status,
};

use super::*;

fn transfer(id: &Id<id::Conversation>, to: &str, note: &str) -> Command {
    Command::Transfer(Transfer {
        conversation: id.clone(),
        to: Id::new(to),
        note: note.to_owned(),
    })
}

fn invite(id: &Id<id::Conversation>, whom: Invitee) -> Command {
    Command::Invite(Invite {
        conversation: id.clone(),
        whom,
        note: String::new(),
    })
}

fn answer(id: &Id<id::Conversation>, kind: Kind, accept: bool) -> Command {
    Command::Answer(Answer {
        conversation: id.clone(),
        kind,
        accept,
    })
}

fn withdraw(id: &Id<id::Conversation>) -> Command {
    Command::Withdraw(Withdraw {
        conversation: id.clone(),
    })
}

fn leave(id: &Id<id::Conversation>) -> Command {
    Command::Leave(Leave {
        conversation: id.clone(),
    })
}

fn take_over(id: &Id<id::Conversation>) -> Command {
    Command::TakeOver(TakeOver {
        conversation: id.clone(),
    })
}

impl Stage {
    /// How a conversation stands on an agent's desk; nothing when it is not there.
    fn on_desk(&mut self, socket: SocketId, id: &Id<id::Conversation>) -> Option<Summary> {
        self.pass(200);
        let mut found = None;
        let follow = Command::Follow(agent::Follow {
            log: Id::desk(),
            after: None,
        });
        self.agent_asks(socket, follow).unwrap();
        for frame in self.heard::<Agent>(socket) {
            match frame {
                FromServer::Reset(reset) => {
                    if let Snapshot::Desk(desk) = reset.snapshot {
                        found = desk.conversations.into_iter().find(|it| it.id == *id);
                    }
                }
                FromServer::Event(event) => match event.change {
                    Change::Conversation(it) if it.id == *id => found = Some(*it),
                    Change::Gone(it) if it.conversation == *id => found = None,
                    _ => {}
                },
                _ => {}
            }
        }
        found
    }

    fn owner(&mut self, socket: SocketId, id: &Id<id::Conversation>) -> Option<String> {
        let found = self.on_desk(socket, id)?;
        found
            .owner
            .filter(|_| found.status == Status::Active)
            .map(|it| it.name)
    }
}

#[test]
fn a_transfer_waits_for_its_answer_and_makes_the_sender_a_listener() {
    let mut stage = Stage::new();
    let (kari, ann, chat) = stage.chat();
    let bob = stage.agent("bob");
    stage.heard::<Visitor>(kari);
    stage.heard::<Agent>(ann);
    stage
        .agent_asks(ann, transfer(&chat, "bob", "She is angry"))
        .unwrap();
    assert_eq!(stage.owner(bob, &chat).as_deref(), Some("ann"));
    // Bob may read before he decides, and may not write to the visitor.
    stage.agent_asks(bob, follow(&chat, None)).unwrap();
    assert_eq!(
        stage.agent_asks(bob, answers(&chat, "hi")),
        Err(Code::NotAllowed)
    );
    let taken = stage
        .agent_asks(bob, answer(&chat, Kind::Transfer, true))
        .unwrap();
    assert!(matches!(taken, Reply::Taken(it) if it.owner.as_ref().unwrap().name == "bob"));
    // Ann reads on, and does not write.
    stage.agent_asks(bob, answers(&chat, "Bob here")).unwrap();
    assert_eq!(
        stage.agent_asks(ann, answers(&chat, "no")),
        Err(Code::NotAllowed)
    );
    let words: Vec<_> = stage
        .changes::<Agent>(ann, chat.as_str())
        .iter()
        .map(|(_, change)| word_a(change))
        .collect();
    assert_eq!(
        words,
        [
            "[She is angry]",
            "[Transfer to bob]",
            "[Transfer Accepted]",
            "[ann is Listener]",
            "taken by bob",
            "Bob here"
        ]
    );
    // The visitor learns only who answers now.
    let words: Vec<_> = stage
        .changes::<Visitor>(kari, chat.as_str())
        .iter()
        .map(|(_, change)| word_v(change))
        .collect();
    assert_eq!(words, ["taken by bob", "Bob here"]);
    stage.agent_asks(ann, leave(&chat)).unwrap();
    stage
        .agent_asks(bob, answers(&chat, "she is gone"))
        .unwrap();
    let later = stage.changes::<Agent>(ann, chat.as_str());
    let later: Vec<_> = later.iter().map(|(_, change)| word_a(change)).collect();
    assert_eq!(later, ["[ann left]"]);
}

#[test]
fn a_transfer_can_be_declined_withdrawn_and_lapses() {
    let mut stage = Stage::new();
    let (_, ann, chat) = stage.chat();
    let bob = stage.agent("bob");
    for (name, end) in [("declined", 0), ("withdrawn", 1), ("lapsed", 2)] {
        stage.agent_asks(ann, transfer(&chat, "bob", "")).unwrap();
        // One question at a time.
        assert_eq!(
            stage.agent_asks(ann, transfer(&chat, "bob", "")),
            Err(Code::Conflict)
        );
        match end {
            0 => drop(
                stage
                    .agent_asks(bob, answer(&chat, Kind::Transfer, false))
                    .unwrap(),
            ),
            1 => drop(stage.agent_asks(ann, withdraw(&chat)).unwrap()),
            _ => stage.pass(31_000),
        }
        let found = stage.on_desk(ann, &chat).unwrap();
        assert_eq!(found.question, None, "{name}");
        assert_eq!(found.owner.unwrap().name, "ann", "{name}");
        let late = stage.agent_asks(bob, answer(&chat, Kind::Transfer, true));
        assert_eq!(late, Err(Code::Conflict), "{name}");
    }
}

#[test]
fn a_transfer_goes_only_to_those_who_are_there_and_may_answer() {
    let mut stage = Stage::new();
    let (_, ann, chat) = stage.chat();
    assert_eq!(
        stage.agent_asks(ann, transfer(&chat, "bob", "")),
        Err(Code::Conflict)
    );
    assert_eq!(
        stage.agent_asks(ann, transfer(&chat, "nobody", "")),
        Err(Code::NotFound)
    );
    let bob = stage.agent("bob");
    // It is not Bob's to give away.
    assert_eq!(
        stage.agent_asks(bob, transfer(&chat, "bob", "")),
        Err(Code::NotAllowed)
    );
    // What cannot be asked leaves no note behind.
    let long = "x".repeat(10_001);
    assert_eq!(
        stage.agent_asks(ann, transfer(&chat, "bob", &long)),
        Err(Code::TooLong)
    );
    assert_eq!(
        stage.agent_asks(ann, transfer(&chat, "ann", "me?")),
        Err(Code::Conflict)
    );
    let words = stage.changes::<Agent>(ann, chat.as_str());
    assert!(words.iter().all(|(_, it)| !word_a(it).starts_with('[')));
}

#[test]
fn a_transfer_loses_its_sense_when_the_conversation_ends_or_its_owner_vanishes() {
    let mut stage = Stage::new();
    let (kari, ann, chat) = stage.chat();
    let bob = stage.agent("bob");
    stage.agent_asks(ann, transfer(&chat, "bob", "")).unwrap();
    stage
        .visitor_asks(kari, visitor::Command::End(visitor::End {}))
        .unwrap();
    let late = stage.agent_asks(bob, answer(&chat, Kind::Transfer, true));
    assert_eq!(late, Err(Code::Conflict));
    assert_eq!(stage.on_desk(bob, &chat).unwrap().question, None);
}

#[test]
fn whoever_is_invited_reads_and_writes_until_leaving_whatever_rights_they_have() {
    let mut stage = Stage::new();
    let (kari, ann, chat) = stage.chat();
    let meg = stage.agent("meg");
    // Sal answers on sales only; support is none of her business, until she is asked.
    stage.administrate(|store| {
        store.put_account(&account("sal")).unwrap();
        store.open_session(&session("sal")).unwrap();
        store
            .set_rights(&Id::new("sal"), &Id::new("sales"), RESPOND)
            .unwrap();
    });
    let sal = stage.agent("sal");
    assert_eq!(stage.on_desk(sal, &chat), None);
    let sales = Invitee::Channel(Id::new("sales"));
    stage.agent_asks(ann, invite(&chat, sales)).unwrap();
    assert!(stage.on_desk(sal, &chat).is_some());
    // Of two who are asked, one declines: the question waits for the other.
    stage
        .agent_asks(meg, answer(&chat, Kind::Invitation, false))
        .unwrap();
    stage
        .agent_asks(sal, answer(&chat, Kind::Invitation, true))
        .unwrap();
    stage.agent_asks(sal, follow(&chat, None)).unwrap();
    stage
        .agent_asks(sal, answers(&chat, "Sal from sales"))
        .unwrap();
    assert_eq!(stage.owner(sal, &chat).as_deref(), Some("ann"));
    let heard = stage.changes::<Visitor>(kari, chat.as_str());
    assert!(heard.iter().any(|(_, it)| word_v(it) == "Sal from sales"));
    stage.agent_asks(sal, leave(&chat)).unwrap();
    assert_eq!(
        stage.agent_asks(sal, answers(&chat, "more")),
        Err(Code::NotFound)
    );
    assert_eq!(stage.on_desk(sal, &chat), None);
}

#[test]
fn an_owner_who_leaves_is_followed_by_a_participant_or_by_the_queue() {
    let mut stage = Stage::new();
    let (_, ann, chat) = stage.chat();
    let bob = stage.agent("bob");
    stage
        .agent_asks(ann, invite(&chat, Invitee::Agent(Id::new("bob"))))
        .unwrap();
    stage
        .agent_asks(bob, answer(&chat, Kind::Invitation, true))
        .unwrap();
    stage.agent_asks(ann, leave(&chat)).unwrap();
    assert_eq!(stage.owner(bob, &chat).as_deref(), Some("bob"));
    // Inviting and leaving is a transfer: until somebody accepts it waits, first in line.
    stage
        .agent_asks(bob, invite(&chat, Invitee::Agent(Id::new("ann"))))
        .unwrap();
    stage.agent_asks(bob, leave(&chat)).unwrap();
    let found = stage.on_desk(bob, &chat).unwrap();
    assert_eq!(found.status, Status::Queued);
    assert!(found.question.is_some());
    stage
        .agent_asks(ann, answer(&chat, Kind::Invitation, true))
        .unwrap();
    assert_eq!(stage.owner(ann, &chat).as_deref(), Some("ann"));
    // With nobody to follow it waits again.
    stage.agent_asks(ann, leave(&chat)).unwrap();
    assert_eq!(stage.on_desk(ann, &chat).unwrap().status, Status::Queued);
}

#[test]
fn a_manager_takes_over_and_nobody_else_does() {
    let mut stage = Stage::new();
    let (_, ann, chat) = stage.chat();
    let (bob, meg) = (stage.agent("bob"), stage.agent("meg"));
    assert_eq!(
        stage.agent_asks(bob, take_over(&chat)),
        Err(Code::NotAllowed)
    );
    stage.agent_asks(meg, take_over(&chat)).unwrap();
    assert_eq!(stage.owner(meg, &chat).as_deref(), Some("meg"));
    assert_eq!(
        stage.agent_asks(ann, answers(&chat, "mine")),
        Err(Code::NotAllowed)
    );
    // And may hand it to a third.
    stage.agent_asks(meg, transfer(&chat, "bob", "")).unwrap();
    stage
        .agent_asks(bob, answer(&chat, Kind::Transfer, true))
        .unwrap();
    assert_eq!(stage.owner(meg, &chat).as_deref(), Some("bob"));
}

#[test]
fn what_a_vanished_owner_held_waits_again_in_front_after_the_grace_time() {
    let mut stage = Stage::new();
    let (_, ann, chat) = stage.chat();
    let bob = stage.agent("bob");
    let (_, later) = stage.waiting("ole");
    stage.leave(ann);
    assert!(stage.on_desk(bob, &chat).unwrap().returns_at.is_some());
    // Whoever comes back in time has lost nothing.
    stage.pass(100_000);
    let ann = stage.agent("ann");
    assert_eq!(stage.on_desk(bob, &chat).unwrap().returns_at, None);
    stage.pass(200_000);
    assert_eq!(stage.owner(bob, &chat).as_deref(), Some("ann"));
    stage.leave(ann);
    stage.pass(121_000);
    let taken = stage.agent_asks(bob, take_next()).unwrap();
    assert!(matches!(taken, Reply::Taken(it) if it.id == chat && it.id != later));
}

#[test]
fn the_grace_time_runs_also_when_the_server_was_down() {
    let mut stage = Stage::new();
    let (_, _, chat) = stage.chat();
    stage.crash();
    let bob = stage.agent("bob");
    assert_eq!(stage.owner(bob, &chat).as_deref(), Some("ann"));
    stage.pass(121_000);
    assert_eq!(stage.on_desk(bob, &chat).unwrap().status, Status::Queued);
}

#[test]
fn a_repeated_command_of_the_desk_does_nothing_twice() {
    let mut stage = Stage::new();
    let (_, ann, chat) = stage.chat();
    let bob = stage.agent("bob");
    for _ in 0..3 {
        stage
            .asks_as::<Agent>(ann, "t", transfer(&chat, "bob", "once"))
            .unwrap();
    }
    for _ in 0..3 {
        let reply = stage.asks_as::<Agent>(bob, "a", answer(&chat, Kind::Transfer, true));
        assert!(matches!(reply, Ok(Reply::Taken(_))));
    }
    let words = stage.changes::<Agent>(ann, chat.as_str());
    let notes = words.iter().filter(|(_, it)| word_a(it) == "[once]");
    assert_eq!(notes.count(), 1);
}
