//! What was said in a conversation that is not kept is gone: from the answers of every store, and from the disk.

use std::{fs, path::Path};

use shared::{
    agent::Change,
    conversation::Erased,
    file,
    reaction::{Reacted, Reaction},
};

use super::*;
use crate::{
    record::{Filed, Filing, Stage},
    store::accounts::Accounts,
};

/// What is said, and must not be found anywhere.
const SECRET: &str = "geheim4711";

fn says(id: &str, text: &str) -> Change {
    Change::Posted(Message {
        id: Id::new(id),
        client_id: None,
        author: Author::Visitor,
        at: Timestamp(1_001),
        content: Content::text(text),
    })
}

/// A conversation as it stands while it goes on.
fn unkept(id: &str, head: u64) -> Conversation {
    Conversation {
        unkept: true,
        name: Some(SECRET.to_owned()),
        first: preview(SECRET),
        last: preview(SECRET),
        agent_head: head,
        public_head: head,
        ..conversation(id, "kari")
    }
}

/// It ends: it stands so, and what was said is erased.
fn ends(id: &str, head: u64) -> [Write; 3] {
    let ended = Ended {
        unkept: true,
        ..Ended::new(Side::Visitor, Timestamp(2_000))
    };
    let mut state = Conversation {
        status: Status::Ended,
        ended: Some(ended.clone()),
        ..unkept(id, head)
    };
    state.erase();
    [
        entry(id, head, Some(head), Change::Ended(ended)),
        Write::Conversation(Box::new(state)),
        Write::Erase(Id::new(id)),
    ]
}

fn filed() -> Filed {
    Filed {
        file: file::File {
            id: Id::new("f"),
            name: format!("{SECRET}.png"),
            ..file::File::default()
        },
        owner: Id::new("kari"),
        stage: Stage::Ready,
        begun_at: Timestamp(5_000),
        place: Some(Filing {
            conversation: Id::new("c"),
            is_private: false,
        }),
    }
}

// PZ-37.
#[test]
fn numbers_stay_and_what_was_said_goes_with_its_files_and_is_not_found() {
    each(|home| {
        let mut store = open(home);
        let thought = Change::Reacted(Reacted {
            message: Id::new("a"),
            reaction: Some(Reaction::Like),
            at: Timestamp(1_002),
        });
        let reader = store.reader();
        put(
            &mut *store,
            &[
                Write::Conversation(Box::new(unkept("c", 0))),
                entry("c", 1, Some(1), started()),
                entry("c", 2, Some(2), says("a", SECRET)),
                entry("c", 3, None, noted("n")),
                entry("c", 4, Some(3), thought),
                Write::File(Box::new(filed())),
            ],
        );
        while store.index().unwrap() {}
        let query = |words: &str| Query {
            words: vec![words.to_owned()],
            channels: vec![Id::new("support")],
            limit: 20,
            ..Query::default()
        };
        let found = reader.search(&query(SECRET)).unwrap();
        assert!(found.is_empty(), "it is not even found while it goes on");

        store.begin().unwrap();
        let [ended, state, erase] = ends("c", 5);
        let ended = match ended {
            Write::Entry(it) => entry("c", 5, Some(4), it.change.clone()),
            other => other,
        };
        for write in [ended, state, erase] {
            store.apply(&write).unwrap();
        }
        store.commit().unwrap();
        let mut store = home.open();
        let reader = store.reader();
        let log = |audience| {
            let span = Span {
                conversation: Id::new("c"),
                audience,
                after: 0,
                to: 9,
                limit: 9,
                from_end: false,
            };
            reader.entries(&span).unwrap()
        };
        let entries = log(Audience::Agents);
        let seqs: Vec<_> = entries.iter().map(|it| it.agent_seq).collect();
        assert_eq!(seqs, [1, 2, 3, 4, 5]);
        let erased = entries
            .iter()
            .map(|it| it.change == Change::Erased(Erased {}));
        let erased: Vec<_> = erased.collect();
        assert_eq!(erased, [false, true, true, true, false]);
        assert_eq!(log(Audience::Visitor).len(), 4);
        let chat = Id::new("c");
        assert_eq!(store.place(&chat, &Id::new("a")).unwrap(), None);
        let kept = store.conversation(&chat).unwrap().unwrap();
        let all = format!(
            "{kept:?} {entries:?} {:?}",
            store.file(&Id::new("f")).unwrap()
        );
        assert!(!all.contains(SECRET), "{all}");
        assert_eq!(reader.filed_in(&[chat]).unwrap(), []);
        // The next sweep takes the bytes.
        let swept = store.forget_files(Timestamp(1)).unwrap();
        assert_eq!(swept, [Id::new("f")]);
        store.drop_files(&swept).unwrap();
        assert_eq!(store.file(&Id::new("f")).unwrap(), None);
    });
}

/// Whether a file of the folder holds this.
fn holds(folder: &Path, text: &str) -> bool {
    let files = fs::read_dir(folder).unwrap();
    files.flatten().any(|it| {
        let bytes = fs::read(it.path()).unwrap();
        bytes.windows(text.len()).any(|it| it == text.as_bytes())
    })
}

// PZ-37: long messages and short ones, between others that stay, so that pages of the file split and merge.
#[test]
fn nothing_of_it_is_left_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Sqlite::open(&folder.path().join("samtale.db")).unwrap();
    store.put_channel(&channel()).unwrap();
    let chats: Vec<_> = (0..40).map(|it| (format!("c{it}"), it % 2 == 0)).collect();
    for (id, is_unkept) in &chats {
        let state = match is_unkept {
            true => Write::Conversation(Box::new(unkept(id, 0))),
            false => kept(id, "ola"),
        };
        put(&mut store, &[state, entry(id, 1, Some(1), started())]);
    }
    for seq in 2..30 {
        for (at, (id, is_unkept)) in chats.iter().enumerate() {
            let word = if *is_unkept { SECRET } else { "harmless" };
            let text = format!("{word} ").repeat(1 + (at * 7 + seq * 31) % 300);
            let seq = seq as u64;
            let said = says(&format!("m{at}-{seq}"), &text);
            put(&mut store, &[entry(id, seq, Some(seq), said)]);
            if *is_unkept && seq.is_multiple_of(5) {
                put(
                    &mut store,
                    &[Write::Conversation(Box::new(unkept(id, seq)))],
                );
            }
        }
        while store.index().unwrap() {}
    }
    assert!(holds(folder.path(), SECRET), "it is kept while it goes on");
    for (id, _) in chats.iter().filter(|(_, is_unkept)| *is_unkept) {
        put(&mut store, &ends(id, 30));
    }
    while store.index().unwrap() {}
    assert!(!holds(folder.path(), SECRET));
    assert!(holds(folder.path(), "harmless"));
    assert_eq!(store.check().unwrap(), [""; 0]);
}
