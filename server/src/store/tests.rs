//! The same promises, asked of every store.

mod accounts;
mod customers;
mod erasing;
mod filed;
mod files;
mod former;
mod mails;
mod model;
mod photos;
mod replies;
mod searching;
mod visitors;

use shared::{
    agent::{Change, Preview, PrivateMessage},
    conversation::{Ended, Read, Side, Started, Status},
    message::{Author, Content, Message, Receipt},
    presence::{Card, Presence},
};

use self::accounts::account;
use super::*;
use crate::{
    directory::Channel,
    record::{Answer, Conversation, Links, Mark, Place},
    store::{
        memory::{Disk, Memory},
        sqlite::Sqlite,
    },
};

/// A store that can be closed and opened again.
trait Home {
    fn open(&self) -> Box<dyn Store>;
}

struct File(tempfile::TempDir);

impl Home for File {
    fn open(&self) -> Box<dyn Store> {
        Box::new(Sqlite::open(&self.0.path().join("samtale.db")).unwrap())
    }
}

impl Home for Disk {
    fn open(&self) -> Box<dyn Store> {
        Box::new(Memory::new(self.clone()))
    }
}

/// Asks every store.
fn each(story: impl Fn(&dyn Home)) {
    story(&Disk::default());
    story(&File(tempfile::tempdir().unwrap()));
}

fn channel() -> Channel {
    Channel {
        id: Id::new("support"),
        name: "Support".to_owned(),
        language: "nb".to_owned(),
        title: "Snakk med oss".to_owned(),
        sites: vec!["https://shop.example".to_owned()],
        ..Channel::default()
    }
}

fn preview(text: &str) -> Preview {
    Preview {
        by: Side::Visitor,
        text: text.to_owned(),
        at: Timestamp(1_000),
        cancelled: false,
    }
}

fn conversation(id: &str, visitor: &str) -> Conversation {
    Conversation {
        id: Id::new(id),
        channel: Id::new("support"),
        visitor: Id::new(visitor),
        name: Some("Kari".to_owned()),
        email: None,
        language: None,
        identity: None,
        company: None,
        phone: None,
        country: None,
        consented_at: None,
        told: Vec::new(),
        trail: shared::trail::Trail {
            zone: Some("Europe/Oslo".to_owned()),
            ..Default::default()
        },
        status: Status::Queued,
        owner: None,
        rank: None,
        place: 1,
        asked_at_place: None,
        started_at: Timestamp(1_000),
        queued_at: Some(Timestamp(1_000)),
        answered_at: None,
        ended: None,
        first: preview("help"),
        last: preview("help"),
        unread: 0,
        unanswered_since: None,
        alerts: Vec::new(),
        seen_by_visitor: None,
        seen_by_agent: None,
        question: None,
        participants: Vec::new(),
        listeners: Vec::new(),
        voices: Default::default(),
        menus: Vec::new(),
        left_at: None,
        finished_at: None,
        is_blocked: false,
        closed: false,
        tags: Vec::new(),
        links: Links::default(),
        rating: None,
        silence: None,
        unkept: false,
        names: Default::default(),
        agent_head: 0,
        public_head: 0,
    }
}

fn kept(id: &str, visitor: &str) -> Write {
    Write::Conversation(Box::new(conversation(id, visitor)))
}

fn entry(conversation: &str, agent_seq: u64, public_seq: Option<u64>, change: Change) -> Write {
    Write::Entry(Arc::new(Entry {
        conversation: Id::new(conversation),
        agent_seq,
        public_seq,
        change,
    }))
}

fn started() -> Change {
    Change::Started(Started {
        channel: Id::new("support"),
        at: Timestamp(1_000),
    })
}

fn posted(id: &str, author: Author) -> Change {
    Change::Posted(Message {
        id: Id::new(id),
        client_id: Some(Id::new(format!("client-{id}"))),
        author,
        at: Timestamp(1_001),
        content: Content::text(format!("«{id}» \u{1f600}")),
    })
}

fn noted(id: &str) -> Change {
    Change::Noted(PrivateMessage {
        id: Id::new(id),
        client_id: None,
        author: card(),
        at: Timestamp(1_002),
        content: Content::text("between us"),
    })
}

fn card() -> Card {
    Card {
        id: Id::new("ann"),
        name: "Ann".to_owned(),
    }
}

/// Makes all of it durable.
fn put(store: &mut dyn Store, writes: &[Write]) {
    store.begin().unwrap();
    for write in writes {
        store.apply(write).unwrap();
    }
    store.commit().unwrap();
}

fn open(home: &dyn Home) -> Box<dyn Store> {
    let mut store = home.open();
    store.put_channel(&channel()).unwrap();
    store
}

/// started, a, [n], b, c
fn log() -> Vec<Write> {
    vec![
        kept("c", "kari"),
        entry("c", 1, Some(1), started()),
        entry("c", 2, Some(2), posted("a", Author::Visitor)),
        entry("c", 3, None, noted("n")),
        entry("c", 4, Some(3), posted("b", Author::Agent(card()))),
        entry("c", 5, Some(4), posted("c", Author::Visitor)),
    ]
}

fn sent(id: &str, answer: Answer) -> Write {
    Write::Sent {
        sender: Id::new("kari"),
        id: Id::new(id),
        sent: Sent {
            fingerprint: [3; 16],
            answer,
        },
    }
}

#[test]
fn what_is_committed_is_there_after_a_restart_and_what_is_not_is_gone() {
    each(|home| {
        let mut store = open(home);
        put(&mut *store, &log());
        store.begin().unwrap();
        store
            .apply(&entry("c", 6, Some(5), posted("d", Author::Visitor)))
            .unwrap();
        drop(store);

        let mut store = home.open();
        let loaded = store.conversation(&Id::new("c")).unwrap().unwrap();
        assert_eq!(loaded.conversation, conversation("c", "kari"));
        let seqs: Vec<_> = loaded.since.iter().map(|it| it.agent_seq).collect();
        assert_eq!(seqs, [1, 2, 3, 4, 5]);
        let Write::Entry(second) = &log()[2] else {
            panic!("an entry");
        };
        assert_eq!(loaded.since[1], **second);
        assert!(store.conversation(&Id::new("x")).unwrap().is_none());
    });
}

#[test]
fn a_round_sees_its_own_writes_and_nobody_else_does_before_the_commit() {
    each(|home| {
        let mut store = open(home);
        let reader = store.reader();
        store.begin().unwrap();
        for write in log() {
            store.apply(&write).unwrap();
        }
        assert!(store.latest(&Id::new("kari")).unwrap().is_some());
        assert_eq!(read(&*reader, Audience::Agents, (0, 9), 9, false), [0; 0]);
        store.rollback();
        assert!(store.latest(&Id::new("kari")).unwrap().is_none());

        put(&mut *store, &log());
        let all = read(&*reader, Audience::Agents, (0, 9), 9, false);
        assert_eq!(all, [1, 2, 3, 4, 5]);
    });
}

fn read(
    reader: &dyn Reader,
    audience: Audience,
    (after, to): (u64, u64),
    limit: u16,
    from_end: bool,
) -> Vec<u64> {
    let span = Span {
        conversation: Id::new("c"),
        audience,
        after,
        to,
        limit,
        from_end,
    };
    let entries = reader.entries(&span).unwrap();
    entries.iter().map(|it| it.agent_seq).collect()
}

#[test]
fn a_span_of_a_log_is_read_by_the_numbers_of_its_audience() {
    use Audience::{Agents, Visitor};
    each(|home| {
        let mut store = open(home);
        put(&mut *store, &log());
        let reader = store.reader();
        for (audience, span, limit, from_end, expected) in [
            (Agents, (1, 4), 9, false, &[2, 3, 4][..]),
            (Agents, (0, 9), 2, false, &[1, 2]),
            (Agents, (0, 9), 2, true, &[4, 5]),
            (Visitor, (1, 3), 9, false, &[2, 4]),
            (Visitor, (0, 9), 3, true, &[2, 4, 5]),
            (Visitor, (4, u64::MAX), 9, false, &[]),
        ] {
            let found = read(&*reader, audience, span, limit, from_end);
            assert_eq!(found, expected, "{audience:?} {span:?}");
        }
    });
}

#[test]
fn a_log_takes_no_number_twice() {
    each(|home| {
        let mut store = open(home);
        put(&mut *store, &log());
        for twice in [
            entry("c", 5, Some(5), posted("x", Author::Visitor)),
            entry("c", 6, Some(4), posted("x", Author::Visitor)),
            entry("x", 1, Some(1), started()),
        ] {
            store.begin().unwrap();
            assert!(store.apply(&twice).is_err(), "{twice:?}");
            store.rollback();
        }
    });
}

#[test]
fn a_command_is_remembered_with_its_answer() {
    let receipt = Receipt {
        conversation: Id::new("c"),
        message: Id::new("a"),
        seq: 2,
        at: Timestamp(1_001),
        dup: false,
    };
    let answers = [
        Answer::Started(receipt.clone()),
        Answer::Posted(receipt.clone()),
        Answer::Noted(receipt),
        Answer::Taken(Id::new("c")),
        Answer::Ok,
    ];
    each(|home| {
        let mut store = open(home);
        put(&mut *store, &log());
        for (number, answer) in answers.iter().enumerate() {
            let id = format!("id{number}");
            put(&mut *store, &[sent(&id, answer.clone())]);
        }
        drop(store);
        let mut store = home.open();
        for (number, answer) in answers.iter().enumerate() {
            let id = Id::new(format!("id{number}"));
            let found = store.sent(&Id::new("kari"), &id).unwrap().unwrap();
            assert_eq!((found.fingerprint, &found.answer), ([3; 16], answer));
            assert!(store.sent(&Id::new("ola"), &id).unwrap().is_none());
        }
        store.begin().unwrap();
        assert!(store.apply(&sent("id0", Answer::Ok)).is_err());
        store.rollback();
    });
}

#[test]
fn the_place_of_a_message_tells_what_is_public_and_what_comes_after() {
    each(|home| {
        let mut store = open(home);
        put(&mut *store, &log());
        let mark = |message: &str, agent_seq| Mark {
            message: Id::new(message),
            agent_seq,
        };
        for (message, agent_seq, public_seq, public, unread) in [
            ("a", 2, Some(2), mark("a", 2), 1),
            ("n", 3, None, mark("a", 2), 1),
            ("c", 5, Some(4), mark("c", 5), 0),
        ] {
            let place = store.place(&Id::new("c"), &Id::new(message)).unwrap();
            let expected = Place {
                agent_seq,
                public_seq,
                public: Some(public),
                unread,
            };
            assert_eq!(place, Some(expected), "{message}");
        }
        let nowhere = store.place(&Id::new("x"), &Id::new("a")).unwrap();
        assert_eq!(nowhere, None);
    });
}

#[test]
fn the_live_the_latest_and_todays_conversations_are_found() {
    each(|home| {
        let mut store = open(home);
        let ended = |id: &str, at| {
            let by = Side::Agent;
            Write::Conversation(Box::new(Conversation {
                status: Status::Ended,
                answered_at: Some(Timestamp(1_500)),
                ended: Some(Ended::new(by, Timestamp(at))),
                ..conversation(id, "kari")
            }))
        };
        put(
            &mut *store,
            &[
                kept("old", "kari"),
                kept("new", "kari"),
                kept("queued", "ola"),
            ],
        );
        put(&mut *store, &[ended("old", 2_000), ended("new", 3_000)]);

        let live = |store: &mut dyn Store, since| {
            let live = store.live(Timestamp(since)).unwrap();
            let mut ids: Vec<_> = live.into_iter().map(|it| it.conversation.id).collect();
            ids.sort();
            ids
        };
        assert_eq!(
            live(&mut *store, 2_001),
            [Id::new("new"), Id::new("queued")]
        );
        assert_eq!(live(&mut *store, 2_000).len(), 3);
        let latest = store.latest(&Id::new("kari")).unwrap().unwrap();
        assert_eq!(latest.conversation.id, Id::new("new"));
        assert!(store.latest(&Id::new("nobody")).unwrap().is_none());

        assert_eq!(store.lasted(Timestamp(1_000)).unwrap().len(), 3);
        let later = store.lasted(Timestamp(2_500)).unwrap();
        assert_eq!(later.len(), 1);
        assert_eq!(later[0].answered_at, Some(Timestamp(1_500)));
        assert_eq!(later[0].ended_at, Some(Timestamp(3_000)));
    });
}

#[test]
fn only_entries_above_the_kept_state_are_loaded_with_it() {
    each(|home| {
        let mut store = open(home);
        put(&mut *store, &log());
        let state = Conversation {
            agent_head: 3,
            public_head: 2,
            ..conversation("c", "kari")
        };
        put(&mut *store, &[Write::Conversation(Box::new(state))]);
        let loaded = store.conversation(&Id::new("c")).unwrap().unwrap();
        let seqs: Vec<_> = loaded.since.iter().map(|it| it.agent_seq).collect();
        assert_eq!(seqs, [4, 5]);
    });
}

#[test]
fn a_read_mark_comes_back_as_it_was() {
    each(|home| {
        let mut store = open(home);
        let read = Change::Read(Read {
            by: Side::Agent,
            message: Id::new("a"),
            at: Timestamp(5),
        });
        put(
            &mut *store,
            &[kept("c", "kari"), entry("c", 1, Some(1), read.clone())],
        );
        let loaded = store.conversation(&Id::new("c")).unwrap().unwrap();
        assert_eq!(loaded.since[0].change, read);
    });
}

#[test]
fn a_store_that_works_passes_its_test() {
    each(|home| {
        let mut store = open(home);
        store.verify().unwrap();
        store.begin().unwrap();
        store.verify().unwrap();
        put(&mut *store, &log());
    });
}

#[test]
fn what_an_agent_chose_to_be_is_kept() {
    each(|home| {
        let mut store = open(home);
        store.put_account(&account("ann")).unwrap();
        let away = Write::Presence {
            agent: Id::new("ann"),
            presence: Presence::Away,
            reason: Some(Id::new("lunch")),
        };
        put(&mut *store, &[away]);
        let directory = store.directory(Timestamp(0)).unwrap();
        let ann = &directory.agents[&Id::new("ann")];
        assert_eq!(ann.presence, Presence::Away);
        assert_eq!(ann.reason, Some(Id::new("lunch")));
    });
}
