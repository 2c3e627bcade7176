//! Visitors who may not write any more.

use shared::{
    agent::{Command as AgentCommand, Reopen},
    block::{SetBlock, Standing},
    conversation::Status,
    visitor::{Command, End, Hint, Reopen as ComeBack, Typing},
};

use super::*;

fn block(conversation: &Id<id::Conversation>, on: bool) -> AgentCommand {
    AgentCommand::Block(SetBlock {
        conversation: conversation.clone(),
        on,
    })
}

/// What the visitor was told of it.
fn told(stage: &mut Stage, socket: SocketId) -> Vec<bool> {
    let heard = stage.heard::<Visitor>(socket);
    let told = heard.into_iter().filter_map(|frame| match frame {
        FromServer::Now(Hint::Block(Standing { is_blocked })) => Some(is_blocked),
        FromServer::Welcome(it) => Some(it.me.is_blocked),
        _ => None,
    });
    told.collect()
}

// PX-09.
#[test]
fn whoever_is_blocked_says_nothing_more_until_they_may() {
    let mut stage = Stage::new();
    let (kari, ann, chat) = stage.chat();
    let tab = stage.visitor("kari");
    assert_eq!(told(&mut stage, tab), [false]);
    // Neither of whom the conversation is.
    let bob = stage.agent("bob");
    assert_eq!(
        stage.agent_asks(bob, block(&chat, true)),
        Err(Code::NotAllowed)
    );
    stage.agent_asks(ann, block(&chat, true)).unwrap();
    stage.agent_asks(ann, block(&chat, true)).unwrap();
    assert_eq!(told(&mut stage, tab), [true]);
    let summary = stage.summary(&chat);
    assert_eq!((summary.status, summary.is_blocked), (Status::Ended, true));
    for command in [
        says("let me in"),
        start("let me in"),
        Command::Reopen(ComeBack {}),
        Command::Typing(Typing {}),
    ] {
        let refused = stage.visitor_asks(kari, command.clone());
        assert_eq!(refused, Err(Code::NotAllowed), "{command:?}");
    }
    stage.visitor_asks(kari, Command::End(End {})).unwrap();
    let back = AgentCommand::Reopen(Reopen {
        conversation: chat.clone(),
    });
    assert_eq!(stage.agent_asks(ann, back), Err(Code::Conflict));

    // It is so for good, and visitors hear nothing of who did it.
    stage.crash();
    let kari = stage.visitor("kari");
    assert_eq!(told(&mut stage, kari), [true]);
    assert_eq!(
        stage.visitor_asks(kari, says("and now?")),
        Err(Code::NotAllowed)
    );
    let ann = stage.agent("ann");
    stage.agent_asks(ann, block(&chat, false)).unwrap();
    assert_eq!(told(&mut stage, kari), [false]);
    stage.visitor_asks(kari, says("thank you")).unwrap();
    let seen = stage.changes::<Visitor>(kari, chat.as_str());
    assert!(!format!("{seen:?}").to_lowercase().contains("block"));
}

#[test]
fn only_by_the_latest_conversation() {
    let mut stage = Stage::new();
    let (kari, ann, first) = stage.chat();
    stage.agent_asks(ann, ends(&first)).unwrap();
    stage.visitor_asks(kari, start("again")).unwrap();
    assert_eq!(
        stage.agent_asks(ann, block(&first, true)),
        Err(Code::Conflict)
    );
}
