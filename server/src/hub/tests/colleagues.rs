//! Colleagues in one conversation: who wrote meanwhile, and who looks at it.

use shared::{
    agent::{Command, Hint, Look, Reply},
    ask::{Answer, Invite, Invitee, Kind},
};

use super::*;

fn look(conversation: &Id<id::Conversation>) -> Command {
    Command::Look(Look {
        conversation: conversation.clone(),
    })
}

impl Stage {
    /// A conversation of `ann`'s in which `bob` writes too, with the number it stands at.
    fn shared(&mut self) -> (SocketId, [SocketId; 2], Id<id::Conversation>, u64) {
        let (kari, ann, chat) = self.chat();
        let bob = self.agent("bob");
        let invite = Command::Invite(Invite {
            conversation: chat.clone(),
            whom: Invitee::Agent(Id::new("bob")),
            note: String::new(),
        });
        self.agent_asks(ann, invite).unwrap();
        let accept = Command::Answer(Answer {
            conversation: chat.clone(),
            kind: Kind::Invitation,
            accept: true,
        });
        self.agent_asks(bob, accept).unwrap();
        let Ok(Reply::Posted(receipt)) = self.agent_asks(ann, answers(&chat, "Hello")) else {
            panic!("it is posted");
        };
        (kari, [ann, bob], chat, receipt.seq)
    }
}

#[test]
fn a_message_written_without_having_seen_a_colleagues_is_held_back() {
    let mut stage = Stage::new();
    let (kari, [ann, bob], chat, seen) = stage.shared();
    let after = |text, seen| answers_after(&chat, text, Some(seen));
    // What the visitor writes, and what one writes oneself, holds nothing back.
    stage.visitor_asks(kari, says("hm")).unwrap();
    stage.agent_asks(ann, after("one", seen)).unwrap();
    stage.agent_asks(ann, after("two", seen)).unwrap();
    let Ok(Reply::Posted(bobs)) = stage.agent_asks(bob, answers(&chat, "Bob here")) else {
        panic!("it is posted");
    };
    assert_eq!(
        stage
            .asks_as::<Agent>(ann, "three", after("three", seen))
            .map_err(|it| it.code),
        Err(Code::Changed)
    );
    // A refusal is not remembered: the same id may go on with what has been seen by now.
    let sent = stage.asks_as::<Agent>(ann, "three", after("three", bobs.seq));
    let Ok(Reply::Posted(first)) = sent else {
        panic!("{sent:?}");
    };
    // Repeated, it is what it was, whatever was written since, also after a crash.
    stage.agent_asks(bob, notes(&chat, "psst")).unwrap();
    stage.crash();
    let ann = stage.agent("ann");
    let again = stage.asks_as::<Agent>(ann, "three", after("three", bobs.seq));
    let Ok(Reply::Posted(again)) = again else {
        panic!("{again:?}");
    };
    assert_eq!((again.message, again.dup), (first.message, true));
    // A private message holds back too, and what has seen nothing never does.
    assert_eq!(
        stage.agent_asks(ann, after("four", bobs.seq)),
        Err(Code::Changed)
    );
    stage.agent_asks(ann, answers(&chat, "five")).unwrap();
}

#[test]
fn colleagues_who_follow_hear_who_looks_and_the_visitor_does_not() {
    let mut stage = Stage::new();
    let (kari, [ann, bob], chat, _) = stage.shared();
    stage.agent_asks(bob, follow(&chat, None)).unwrap();
    let second = stage.agent("ann");
    stage.agent_asks(second, follow(&chat, None)).unwrap();
    for socket in [ann, bob, second] {
        stage.heard::<Agent>(socket);
    }
    stage.heard::<Visitor>(kari);
    stage.agent_asks(ann, look(&chat)).unwrap();
    let mut looking = |socket| {
        let heard = stage.heard::<Agent>(socket);
        let hints = heard.into_iter().filter_map(|frame| match frame {
            FromServer::Now(Hint::Looking(it)) if it.conversation == chat => Some(it.agent.name),
            _ => None,
        });
        hints.collect::<Vec<_>>()
    };
    assert_eq!(looking(bob), ["ann"]);
    assert_eq!((looking(ann), looking(second)), (vec![], vec![]));
    assert_eq!(stage.heard::<Visitor>(kari), []);
    // Whoever may not read it, tells nobody anything.
    let nil = stage.agent("nil");
    assert_eq!(stage.agent_asks(nil, look(&chat)), Err(Code::NotFound));
    let (_, waits) = stage.waiting("ola");
    stage.agent_asks(ann, take(&waits)).unwrap();
    assert_eq!(stage.agent_asks(bob, look(&waits)), Err(Code::NotAllowed));
}
