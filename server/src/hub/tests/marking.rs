//! What a conversation is about, and ends that are taken back.

use shared::{
    agent::{Command, Reply},
    archive::Search,
    conversation::{Side, Status},
    tag::{MAX_TAGS, SetTag, Tag},
};

use super::*;
use crate::hub::RECENT_MS;

fn topic(id: &str) -> Tag {
    Tag {
        id: Id::new(id),
        name: id.to_uppercase(),
        category: String::new(),
    }
}

fn tag(conversation: &Id<id::Conversation>, id: &str, on: bool) -> Command {
    Command::Tag(SetTag {
        conversation: conversation.clone(),
        tag: Id::new(id),
        on,
    })
}

fn reopens(conversation: &Id<id::Conversation>) -> Command {
    let conversation = conversation.clone();
    Command::Reopen(agent::Reopen { conversation })
}

impl Stage {
    fn with_topics(ids: &[String]) -> Self {
        let mut stage = Self::new();
        let tags: Vec<Tag> = ids.iter().map(|it| topic(it)).collect();
        stage.administrate(|store| store.set_tags(&tags).unwrap());
        stage
    }

    fn about(&mut self, socket: SocketId, tags: &[&str]) -> Vec<Id<id::Conversation>> {
        let search = Search {
            tags: tags.iter().map(|it| Id::new(*it)).collect(),
            ..Search::default()
        };
        match self.agent_asks(socket, Command::Search(search)) {
            Ok(Reply::Found(found)) => found.hits.into_iter().map(|it| it.summary.id).collect(),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn topics_are_set_and_removed_and_the_visitor_hears_nothing() {
    let mut stage = Stage::with_topics(&["refund".to_owned(), "praise".to_owned()]);
    let (kari, ann, chat) = stage.chat();
    let bob = stage.agent("bob");
    stage.heard::<Agent>(ann);
    stage.heard::<Visitor>(kari);
    stage.agent_asks(ann, tag(&chat, "refund", true)).unwrap();
    stage.agent_asks(ann, tag(&chat, "refund", true)).unwrap();
    assert_eq!(
        stage.agent_asks(ann, tag(&chat, "nothing", true)),
        Err(Code::NotFound)
    );
    assert_eq!(
        stage.agent_asks(bob, tag(&chat, "praise", true)),
        Err(Code::NotAllowed)
    );
    stage.agent_asks(ann, ends(&chat)).unwrap();
    // After the end too, and by whoever may read it.
    stage.agent_asks(bob, tag(&chat, "praise", true)).unwrap();
    stage.agent_asks(bob, tag(&chat, "refund", false)).unwrap();
    let told = stage.changes::<Agent>(ann, chat.as_str());
    let told: Vec<_> = told.iter().map(|(_, change)| word_a(change)).collect();
    let expected = [
        "[REFUND true]",
        "ended by Agent",
        "[PRAISE true]",
        "[REFUND false]",
    ];
    assert_eq!(told, expected);
    let told = stage.changes::<Visitor>(kari, chat.as_str());
    let told: Vec<_> = told.iter().map(|(_, change)| word_v(change)).collect();
    assert_eq!(told, ["ended by Agent"]);
    // They are found, after a crash too, and kept when the administrator removes them.
    let (_, other) = stage.waiting("ola");
    stage.administrate(|store| store.set_tags(&[]).unwrap());
    stage.crash();
    let bob = stage.agent("bob");
    let of = std::slice::from_ref(&chat);
    assert_eq!(stage.about(bob, &["praise", "lamp"]), of);
    assert_eq!(stage.about(bob, &["refund"]), []);
    assert_eq!(stage.about(bob, &[]), [other, chat.clone()]);
    stage.agent_asks(bob, tag(&chat, "praise", false)).unwrap();
    assert_eq!(stage.about(bob, &["praise"]), []);
}

#[test]
fn a_conversation_is_about_so_many_topics_at_most() {
    let ids: Vec<String> = (0..=MAX_TAGS).map(|it| it.to_string()).collect();
    let mut stage = Stage::with_topics(&ids);
    let (_, ann, chat) = stage.chat();
    let (last, first) = ids.split_last().unwrap();
    for id in first {
        stage.agent_asks(ann, tag(&chat, id, true)).unwrap();
    }
    let more = stage.agent_asks(ann, tag(&chat, last, true));
    assert_eq!(more, Err(Code::TooMany));
    stage.agent_asks(ann, tag(&chat, "0", false)).unwrap();
    stage.agent_asks(ann, tag(&chat, last, true)).unwrap();
}

#[test]
fn an_agent_takes_back_an_end_by_accident() {
    let mut stage = Stage::new();
    let (kari, ann, chat) = stage.chat();
    let bob = stage.agent("bob");
    stage.agent_asks(ann, reopens(&chat)).unwrap();
    stage.agent_asks(ann, ends(&chat)).unwrap();
    assert_eq!(stage.agent_asks(bob, reopens(&chat)), Err(Code::NotAllowed));
    stage.agent_asks(ann, reopens(&chat)).unwrap();
    stage.agent_asks(ann, answers(&chat, "Sorry!")).unwrap();
    let told = stage.changes::<Visitor>(kari, chat.as_str());
    let told: Vec<_> = told.iter().map(|(_, change)| word_v(change)).collect();
    assert_eq!(
        told[told.len() - 3..],
        ["ended by Agent", "reopened with ann", "Sorry!"]
    );
    assert!(
        stage
            .changes::<Agent>(ann, chat.as_str())
            .iter()
            .any(|(_, change)| matches!(
                change,
                agent::Change::Reopened(it) if it.by == Side::Agent
            ))
    );
    // A manager may too; without its owner it waits.
    stage.agent_asks(ann, ends(&chat)).unwrap();
    stage.leave(ann);
    let meg = stage.agent("meg");
    stage.agent_asks(meg, reopens(&chat)).unwrap();
    let Ok(Reply::Taken(next)) = stage.agent_asks(bob, take_next()) else {
        panic!("it waits");
    };
    assert_eq!(next.id, chat);
}

#[test]
fn what_the_visitor_ended_or_left_behind_stays_ended() {
    let mut stage = Stage::new();
    let (kari, ann, chat) = stage.chat();
    let refused = |stage: &mut Stage, socket| {
        let failed = stage.asks::<Agent>(socket, reopens(&chat)).unwrap_err();
        assert_eq!(failed.current.unwrap().status, Status::Ended);
        failed.code
    };
    stage
        .visitor_asks(kari, visitor::Command::End(visitor::End {}))
        .unwrap();
    assert_eq!(refused(&mut stage, ann), Code::Conflict);
    stage.visitor_asks(kari, says("no, wait")).unwrap();
    stage.agent_asks(ann, ends(&chat)).unwrap();
    stage.start(kari, "another matter");
    assert_eq!(refused(&mut stage, ann), Code::Conflict);
    // Also when the visitor is not there, and after a restart.
    stage.crash();
    let ann = stage.agent("ann");
    assert_eq!(refused(&mut stage, ann), Code::Conflict);
    let (_, late) = stage.waiting("ola");
    stage.agent_asks(ann, take(&late)).unwrap();
    stage.agent_asks(ann, ends(&late)).unwrap();
    stage.pass(RECENT_MS);
    assert_eq!(stage.agent_asks(ann, reopens(&late)), Err(Code::Conflict));
}

fn closes(conversation: &Id<id::Conversation>) -> Command {
    let conversation = conversation.clone();
    Command::Close(agent::Close { conversation })
}

impl Stage {
    /// When the visitor left and the agent was done, after now, and whether it is closed.
    fn ends_of(
        &mut self,
        socket: SocketId,
        chat: &Id<id::Conversation>,
        from: Timestamp,
    ) -> (Option<u64>, Option<u64>, bool) {
        let all = Command::Search(Search::default());
        let Ok(Reply::Found(found)) = self.agent_asks(socket, all) else {
            panic!("it is found");
        };
        let mut hits = found.hits.into_iter();
        let it = hits.find(|it| it.summary.id == *chat).unwrap().summary;
        let since = |at: Option<Timestamp>| at.map(|at| at.since(from));
        (since(it.left_at), since(it.finished_at), it.closed)
    }
}

#[test]
fn both_sides_have_an_end_of_their_own() {
    let mut stage = Stage::new();
    let (kari, ann, chat) = stage.chat();
    let (bob, from) = (stage.agent("bob"), stage.now);
    stage.pass(1_000);
    assert_eq!(stage.agent_asks(ann, closes(&chat)), Err(Code::Conflict));
    // The visitor ends; the agent works on, and closes.
    stage
        .visitor_asks(kari, visitor::Command::End(visitor::End {}))
        .unwrap();
    assert_eq!(stage.ends_of(ann, &chat, from), (Some(1_000), None, false));
    stage.pass(60_000);
    assert_eq!(stage.agent_asks(bob, closes(&chat)), Err(Code::NotAllowed));
    stage.agent_asks(ann, closes(&chat)).unwrap();
    stage.agent_asks(ann, closes(&chat)).unwrap();
    let both = (Some(1_000), Some(61_000), true);
    assert_eq!(stage.ends_of(ann, &chat, from), both);
    // It goes on; then the agent ends, and the visitor stays a while and leaves.
    stage.visitor_asks(kari, says("one more thing")).unwrap();
    assert_eq!(stage.ends_of(ann, &chat, from), (None, None, false));
    stage.agent_asks(ann, ends(&chat)).unwrap();
    assert_eq!(stage.ends_of(ann, &chat, from), (None, Some(61_000), false));
    stage.pass(60_000);
    stage.leave(kari);
    stage.pass(5_000);
    // Loading the page anew is no departure.
    let kari = stage.visitor("kari");
    stage.pass(20_000);
    assert_eq!(stage.ends_of(ann, &chat, from).0, None);
    stage.leave(kari);
    stage.pass(15_000);
    stage.pass(1_000);
    let left = Some(61_000 + 60_000 + 25_000);
    assert_eq!(stage.ends_of(ann, &chat, from), (left, Some(61_000), false));
    // Whoever begins another one has left the first.
    let (per, first) = stage.waiting("per");
    stage.agent_asks(ann, take(&first)).unwrap();
    stage.agent_asks(ann, ends(&first)).unwrap();
    let from = stage.now;
    stage.pass(2_000);
    stage.start(per, "another matter");
    stage.pass(15_000);
    stage.pass(1_000);
    assert_eq!(stage.ends_of(ann, &first, from).0, Some(2_000));
    // Whoever is gone before the end has left before it; also when the server was restarted.
    let (ola, other) = stage.waiting("ola");
    stage.agent_asks(ann, take(&other)).unwrap();
    let from = stage.now;
    stage.leave(ola);
    stage.pass(30_000);
    stage.agent_asks(ann, ends(&other)).unwrap();
    stage.pass(15_000);
    stage.pass(1_000);
    assert_eq!(
        stage.ends_of(ann, &other, from),
        (Some(0), Some(30_000), false)
    );
    stage.crash();
    let ann = stage.agent("ann");
    assert_eq!(
        stage.ends_of(ann, &other, from),
        (Some(0), Some(30_000), false)
    );
}

#[test]
fn visitors_hear_nothing_of_who_closed_what() {
    let mut stage = Stage::new();
    let (kari, ann, chat) = stage.chat();
    stage.agent_asks(ann, ends(&chat)).unwrap();
    stage.heard::<Visitor>(kari);
    stage.agent_asks(ann, closes(&chat)).unwrap();
    assert_eq!(stage.heard::<Visitor>(kari), []);
    let told = stage.changes::<Agent>(ann, chat.as_str());
    let last = told.last().map(|(_, change)| word_a(change));
    assert_eq!(last.as_deref(), Some("[closed by ann]"));
}
