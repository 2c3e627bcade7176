//! Files of former versions are opened, and nothing of them is lost.

use super::*;
use crate::store::sqlite::schema;

/// A file as the first version left it: the same log, and an answer.
fn first_version() -> File {
    let folder = tempfile::tempdir().unwrap();
    let file = rusqlite::Connection::open(folder.path().join("samtale.db")).unwrap();
    schema::make_former(&file, 1);
    file.execute_batch(
        "INSERT INTO channels (id, settings) VALUES ('support', '{}');
         INSERT INTO meta (key, value) VALUES ('epoch', 'the same')",
    )
    .unwrap();
    let int = |number: u64| i64::try_from(number).unwrap();
    for write in log() {
        match write {
            Write::Conversation(it) => file.execute(
                "INSERT INTO conversations (id, channel, visitor, status, started_at, state)
                 VALUES (?1, 'support', ?2, 'queued', 1000, ?3)",
                (
                    it.id.as_str(),
                    it.visitor.as_str(),
                    serde_json::to_string(&it).unwrap(),
                ),
            ),
            Write::Entry(it) => file.execute(
                "INSERT INTO entries
                    (conversation, agent_seq, public_seq, message, by_visitor, change)
                 VALUES (1, ?1, ?2, ?3, ?4, ?5)",
                (
                    int(it.agent_seq),
                    it.public_seq.map(int),
                    match &it.change {
                        Change::Posted(it) => Some(it.id.as_str()),
                        Change::Noted(it) => Some(it.id.as_str()),
                        _ => None,
                    },
                    matches!(&it.change, Change::Posted(it) if it.author == Author::Visitor),
                    serde_json::to_string(&it.change).unwrap(),
                ),
            ),
            _ => panic!("not in a log: {write:?}"),
        }
        .unwrap();
    }
    file.execute(
        "INSERT INTO sent (sender, id, fingerprint, answer, conversation, message, seq, at)
         VALUES ('kari', 'old', ?1, 'posted', 1, 'a', 2, 1001)",
        [[3; 16]],
    )
    .unwrap();
    File(folder)
}

#[test]
fn a_file_of_the_first_version_goes_on_where_it_stopped() {
    let home = first_version();
    let mut store = home.open();
    assert_eq!(store.epoch(), Id::new("the same"), "cursors stay good");
    let loaded = store.conversation(&Id::new("c")).unwrap().unwrap();
    assert_eq!(loaded.since.len(), 5);
    assert_eq!(loaded.conversation, conversation("c", "kari"));

    let old = store.sent(&Id::new("kari"), &Id::new("old")).unwrap();
    let receipt = Receipt {
        conversation: Id::new("c"),
        message: Id::new("a"),
        seq: 2,
        at: Timestamp(1_001),
        dup: false,
    };
    let expected = Sent {
        fingerprint: [3; 16],
        answer: Answer::Posted(receipt),
    };
    assert_eq!(old, Some(expected));

    let reader = store.reader();
    let visitors = read(&*reader, Audience::Visitor, (1, 3), 9, false);
    assert_eq!(visitors, [2, 4]);
    let next = entry("c", 6, Some(5), posted("d", Author::Visitor));
    put(&mut *store, &[next, sent("new", Answer::Ok)]);
    drop(store);

    let mut store = home.open();
    for id in ["old", "new"] {
        let found = store.sent(&Id::new("kari"), &Id::new(id)).unwrap();
        assert!(found.is_some(), "{id}");
    }
    let path = home.0.path().join("samtale.db");
    assert_eq!(Sqlite::open(&path).unwrap().check().unwrap(), [""; 0]);
}
