//! What visitors think of messages.

use shared::reaction::{React, Reaction};

use super::*;
use crate::directory::Manner;

fn thinks(message: &Id<id::Message>, reaction: Option<Reaction>) -> visitor::Command {
    visitor::Command::React(React {
        message: message.clone(),
        reaction,
    })
}

// PZ-39, F-01.
#[test]
fn what_a_visitor_thinks_of_a_message_is_told_to_both_and_only_of_what_they_see() {
    let mut stage = Stage::new();
    let (kari, ann, chat) = stage.chat();
    let posted = stage.agent_asks(ann, answers(&chat, "Two days.")).unwrap();
    let noted = stage.agent_asks(ann, notes(&chat, "for us")).unwrap();
    let id_of = |reply| match reply {
        agent::Reply::Posted(it) | agent::Reply::Noted(it) => it.message,
        other => panic!("{other:?}"),
    };
    let (posted, noted) = (id_of(posted), id_of(noted));
    let like = Some(Reaction::Like);
    let answer = stage.visitor_asks(kari, thinks(&posted, like));
    assert_eq!(answer, Err(Code::NotAllowed));
    stage.administrate(|store| {
        let manner = Manner {
            reactions: true,
            ..Manner::default()
        };
        let channel = Channel {
            manner,
            ..channel_named("support")
        };
        store.put_channel(&channel).unwrap();
    });
    let answer = stage.visitor_asks(kari, thinks(&noted, like));
    assert_eq!(answer, Err(Code::NotFound));
    let answer = stage.visitor_asks(kari, thinks(&Id::new("none"), like));
    assert_eq!(answer, Err(Code::NotFound));
    let answer = stage.visitor_asks(kari, thinks(&posted, Some(Reaction::Unknown)));
    assert_eq!(answer, Err(Code::Invalid));
    stage.heard::<Visitor>(kari);
    stage.heard::<Agent>(ann);
    let summary = stage.summary(&chat);
    for _ in 0..2 {
        stage
            .asks_as::<Visitor>(kari, "r1", thinks(&posted, like))
            .unwrap();
    }
    stage.visitor_asks(kari, thinks(&posted, None)).unwrap();
    let said = ["reacted Some(Like)", "reacted None"];
    let heard = stage.changes::<Visitor>(kari, chat.as_str());
    assert_eq!(
        heard.iter().map(|(_, it)| word_v(it)).collect::<Vec<_>>(),
        said
    );
    let heard = stage.changes::<Agent>(ann, chat.as_str());
    assert_eq!(
        heard.iter().map(|(_, it)| word_a(it)).collect::<Vec<_>>(),
        said
    );
    // It is no message: nothing waits for an answer, and lists tell what they told.
    let now = stage.summary(&chat);
    assert_eq!((now.unread, now.last), (summary.unread, summary.last));
    // It is kept, also of a chat that has ended.
    stage.agent_asks(ann, ends(&chat)).unwrap();
    stage.crash();
    let kari = stage.visitor("kari");
    stage
        .visitor_asks(kari, thinks(&posted, Some(Reaction::Dislike)))
        .unwrap();
    let meg = stage.agent("meg");
    stage.agent_asks(meg, follow(&chat, Some(0))).unwrap();
    let told = stage.changes::<Agent>(meg, chat.as_str());
    let told: Vec<_> = told
        .iter()
        .map(|(_, it)| word_a(it))
        .filter(|it| it.starts_with("reacted"))
        .collect();
    assert_eq!(told, [said[0], said[1], "reacted Some(Dislike)"]);
}
